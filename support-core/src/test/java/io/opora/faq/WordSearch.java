package io.opora.faq;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An index for tests: an entry scores by which part of the words of a query its question has. */
public final class WordSearch implements FaqSearch {

    private final Map<List<Object>, FaqEntry> entries = new LinkedHashMap<>();
    private final List<Answered> learned = new ArrayList<>();
    private long revision;

    /** {@return what it was told to learn} */
    public List<Answered> learned() {
        return List.copyOf(learned);
    }

    @Override
    public void apply(Collection<FaqEntry> changed, Collection<FaqEntry.Id> removed, long upTo) {
        changed.forEach(entry -> entries.put(List.of(entry.id(), entry.locale()), entry));
        revision = Math.max(revision, upTo);
    }

    @Override
    public void rebuild(Collection<FaqEntry> all, long upTo) {
        entries.clear();
        apply(all, List.of(), upTo);
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public long size() {
        return entries.size();
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>(
                Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+", -1)));
        words.remove("");
        return words;
    }

    @Override
    public Result find(FaqQuery query) {
        Set<String> asked = words(query.text());
        List<FaqHit> hits = entries.values().stream()
                .filter(entry -> query.statuses().contains(entry.status())
                        && entry.audience().compareTo(query.audience()) <= 0)
                .filter(entry -> query.locales().isEmpty() || query.locales().stream()
                        .anyMatch(locale -> locale.getLanguage().equals(entry.locale().getLanguage())))
                .map(entry -> new FaqHit(entry,
                        (double) asked.stream().filter(words(entry.question())::contains).count()
                                / Math.max(1, asked.size()),
                        List.of(), List.of(), Optional.empty()))
                .filter(hit -> hit.score() > 0)
                .sorted(Comparator.comparingDouble(FaqHit::score).reversed().thenComparing(FaqHit::id)).toList();
        return new Result(hits.stream().skip(query.offset()).limit(query.limit()).toList(), hits.size(),
                Result.Facets.NONE, Optional.empty(), true);
    }

    @Override
    public List<String> suggest(String text, Locale locale, int limit) {
        return List.of();
    }

    @Override
    public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
        return List.of();
    }

    @Override
    public void learn(Collection<Answered> answered) {
        learned.addAll(answered);
    }

    @Override
    public void synonyms(Synonyms synonyms) {
        // none
    }

    @Override
    public void close() {
        // nothing is held
    }

    /** {@return when something was learned to have answered, the last time} */
    public Optional<Instant> lastLearned() {
        return learned.stream().map(Answered::at).max(Comparator.naturalOrder());
    }
}
