package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds entries by what people ask (SPI). An index is a copy of entries that are kept elsewhere: it knows the last revision it
 * holds, so whoever keeps the entries gives it what changed since, and one that was lost or damaged is made anew.
 *
 * <p>
 * A change is seen by every search that begins after the call has returned; a search sees all of a change or nothing of it. Any number of
 * threads may search, also while others change the index; changes are made one after the other. Only what was asked
 * decides the order of hits, and equal scores are ordered by id, so that the same search over the same entries gives the
 * same hits.
 *
 * <p>
 * At the least, forms of a word are found in English and Russian, whatever their case and accents, and words that nothing has are
 * taken for those that they are one letter away from, behind what is right. {@code FaqSearchContract} of the contract kit tests an
 * implementation.
 *
 * <p>
 * Every call may throw {@link ClosedException} after {@link #close()}, and {@link StorageException} if the index cannot be read or
 * written.
 */
public interface FaqSearch extends AutoCloseable {

    /** The most phrasings that are learned for one entry in one language; the oldest give way. */
    int MAX_LEARNED = 200;

    /**
     * Takes in entries, which replace those of the same id and locale, all or none of them. An entry whose revision is above 0 and
     * below that of the one it would replace is passed over. What was learned about an entry stays.
     *
     * @param entries the entries; of several with one id and locale the last counts
     */
    default void index(Collection<FaqEntry> entries) {
        apply(entries, List.of(), 0);
    }

    /**
     * Forgets entries in all languages, and what was learned about them; ids that are not there are passed over.
     *
     * @param ids the ids
     */
    default void remove(Collection<FaqEntry.Id> ids) {
        apply(List.of(), ids, 0);
    }

    /**
     * Catches up: forgets entries, then takes in others, and remembers up to which revision it holds everything now, all of it or
     * nothing. Applying the same changes again does no harm.
     *
     * @param entries what was changed, as {@link #index} takes it
     * @param removed what is no more
     * @param revision the revision up to which these are all changes; lower ones than that held leave it as it is
     */
    void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision);

    /**
     * Makes the index anew: afterwards it holds these entries and no other. Searches see the old ones until then. What was
     * learned about entries that are among them stays.
     *
     * @param entries all entries
     * @param revision the revision up to which they are all
     */
    void rebuild(Collection<FaqEntry> entries, long revision);

    /** {@return the revision up to which the index holds everything; the highest it was told, 0 for an index that was made anew} */
    long revision();

    /** {@return how many entries it holds, each language counted} */
    long size();

    /**
     * Searches, and gives the hits alone.
     *
     * @param query what to look for
     * @return the hits, the best first
     */
    default List<FaqHit> search(FaqQuery query) {
        return find(query).hits();
    }

    /**
     * Searches.
     *
     * @param query what to look for
     * @return what was found
     */
    Result find(FaqQuery query);

    /**
     * Completes what somebody is typing with questions of published entries for everybody.
     *
     * @param text what was typed so far; any text
     * @param locale the language
     * @param limit the most completions, 1 to 100
     * @return questions, the best first, none twice
     * @throws InvalidInputException if the limit is out of range
     */
    List<String> suggest(String text, Locale locale, int limit);

    /**
     * Finds entries that are about the same, in the same language, published and for the same audience at the most.
     *
     * @param id the entry
     * @param locale its language
     * @param limit the most hits, 1 to 100
     * @return other entries, the nearest first; none if there is no such entry
     * @throws InvalidInputException if the limit is out of range
     */
    List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit);

    /**
     * Learns from questions that entries have answered: they count as phrasings of them from now on, at most
     * {@value #MAX_LEARNED} an entry; beyond that the oldest give way. The same question again makes it recent again.
     * Answers of entries that are not there are passed over.
     *
     * @param answered what was asked and answered
     */
    void learn(Collection<Answered> answered);

    /**
     * Replaces the host's synonyms from the next search on. They are not kept in the index.
     *
     * @param synonyms the synonyms
     */
    void synonyms(Synonyms synonyms);

    /** Ends everything: searches and changes that are under way are finished first. Closing again does nothing. */
    @Override
    void close();

    /**
     * A question that an entry has answered: a click that ended a search, a vote, a ticket that was solved with it. The search learns
     * from it how people ask.
     *
     * @param question what was asked, in the customer's words; what is beyond {@link FaqQuery#MAX_TEXT} characters is not read
     * @param entry the entry that answered
     * @param locale in which language the entry was read
     * @param at when that was
     */
    record Answered(String question, FaqEntry.Id entry, Locale locale, Instant at) {

        /** Checks that nothing is missing. */
        public Answered {
            requireNonNull(question, "question");
            requireNonNull(entry, "entry");
            requireNonNull(locale, "locale");
            requireNonNull(at, "at");
        }

        /** {@return the entry and when it answered, but not the question: it is a customer's} */
        @Override
        public String toString() {
            return "Answered[" + entry + " " + locale.toLanguageTag() + " " + at + "]";
        }
    }

    /**
     * What a search found.
     *
     * @param hits the page of hits that was asked for, the best first
     * @param total how many entries have anything of what was asked, before {@code minScore} and pages; a lower bound from 1,000 on
     * @param facets the counts, if they were asked for; otherwise empty
     * @param didYouMean the text with its misspelt words put right, if that finds more than the text as it stands would
     * @param complete whether all of the text and all entries were looked at; not so if a limit of text, words or time was reached
     */
    record Result(List<FaqHit> hits, long total, Facets facets, Optional<String> didYouMean, boolean complete) {

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
        public Result {
            hits = List.copyOf(hits);
            requireNonNull(facets, "facets");
            requireNonNull(didYouMean, "didYouMean");
        }
    }

    /**
     * Words and phrases that mean the same to the host's customers, as data that an editor may change: {@code parcel, package, order}.
     * They are applied when somebody searches, so that changing them needs no new index. Upper and lower case and word forms are
     * alike.
     *
     * @param groups what means the same; at most {@value #MAX_GROUPS} groups of 2 to {@value #MAX_PHRASES} phrases, each of at most
     *        {@value #MAX_LENGTH} characters
     */
    record Synonyms(List<List<String>> groups) {

        /** The most groups. */
        public static final int MAX_GROUPS = 10_000;

        /** The most phrases of a group. */
        public static final int MAX_PHRASES = 30;

        /** The longest phrase, in characters. */
        public static final int MAX_LENGTH = 100;

        /**
         * Checks and copies the groups.
         *
         * @throws InvalidInputException with all that is wrong
         */
        public Synonyms {
            groups = groups.stream().map(List::copyOf).toList();
            Findings findings = new Findings();
            if (groups.size() > MAX_GROUPS) {
                findings.add("", "too-many", "at most " + MAX_GROUPS + " groups of synonyms, not " + groups.size());
            }
            for (int i = 0; i < groups.size() && !findings.full(); i++) {
                check(findings, "groups[" + i + "]", groups.get(i));
            }
            findings.refuse("synonyms");
        }

        private static void check(Findings findings, String path, List<String> group) {
            if (group.size() < 2 || group.size() > MAX_PHRASES) {
                findings.add(path, "size", "a group has 2 to " + MAX_PHRASES + " phrases, not " + group.size());
            }
            for (int i = 0; i < group.size(); i++) {
                String phrase = group.get(i);
                if (phrase.isBlank() || phrase.length() > MAX_LENGTH) {
                    findings.add(path + "[" + i + "]", "phrase",
                            "a phrase has 1 to " + MAX_LENGTH + " characters and is not blank");
                }
            }
        }

        /** {@return no synonyms} */
        public static Synonyms none() {
            return new Synonyms(List.of());
        }

        /**
         * Reads groups as an editor writes them: one a line, phrases parted by commas; empty lines and those that begin with
         * {@code #} say nothing.
         *
         * @param text the lines
         * @return the synonyms
         * @throws InvalidInputException with all that is wrong, by group
         */
        public static Synonyms parse(String text) {
            List<List<String>> groups = new ArrayList<>();
            requireNonNull(text, "text").lines().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> groups
                            .add(Arrays.stream(line.split(",", -1)).map(String::strip).toList()));
            return new Synonyms(groups);
        }
    }
}
