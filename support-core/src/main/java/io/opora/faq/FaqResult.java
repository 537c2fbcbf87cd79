package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param hits the page of hits that was asked for, the best first
 * @param total how many entries have anything of what was asked, before {@code minScore} and pages; a lower bound from 10,000 on
 * @param facets the counts, if they were asked for; otherwise empty
 * @param didYouMean the text with its misspelt words put right, if that finds more than the text as it stands would
 * @param complete whether all of the text and all entries were looked at; not so if a limit of text, words or time was reached
 */
public record FaqResult(List<FaqHit> hits, long total, Facets facets, Optional<String> didYouMean, boolean complete) {

    /**
     * How many of the entries found are filed where.
     *
     * @param categories by category, those above it included; the most frequent first
     * @param tags by tag, the most frequent first
     * @param locales by language, the most frequent first
     */
    public record Facets(Map<String, Integer> categories, Map<Tag, Integer> tags, Map<Locale, Integer> locales) {

        /** No counts. */
        public static final Facets NONE = new Facets(Map.of(), Map.of(), Map.of());

        /** Checks that nothing is missing. */
        public Facets {
            requireNonNull(categories, "categories");
            requireNonNull(tags, "tags");
            requireNonNull(locales, "locales");
        }
    }

    /** Copies the list. */
    public FaqResult {
        hits = List.copyOf(hits);
        requireNonNull(facets, "facets");
        requireNonNull(didYouMean, "didYouMean");
    }
}
