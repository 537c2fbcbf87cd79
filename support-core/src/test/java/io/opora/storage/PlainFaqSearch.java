package io.opora.storage;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Status;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Part;
import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plainest search that keeps the contract: it looks at every word of every entry. The kit is held against it, whole and
 * broken.
 */
final class PlainFaqSearch implements FaqSearch {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*");
    private static final int MOST_WORDS = 400;

    /** What a search keeps, and another one may go on with. */
    static final class Index {
        private volatile State state = new State(Map.of(), 0);
    }

    private record State(Map<String, Held> held, long revision) {}

    private record Word(String text, int start, int end) {}

    private record Held(FaqEntry entry, List<Answered> learned, List<Word> question, List<Word> phrasings,
            List<Word> answer) {

        static Held of(FaqEntry entry, List<Answered> learned) {
            Stream<String> phrasings = Stream.concat(entry.phrasings().stream(),
                    learned.stream().map(PlainFaqSearch::cut));
            return new Held(entry, learned, words(entry.question()),
                    phrasings.flatMap(phrasing -> words(phrasing).stream()).toList(), words(entry.answer()));
        }
    }

    private record Match(Rule rule, double worth, String found) {}

    private record Ranked(Held held, List<FaqHit.Because> because, double score) {}

    private final Index index;
    private volatile Synonyms synonyms = Synonyms.none();
    private volatile boolean closed;

    PlainFaqSearch(Index index) {
        this.index = index;
    }

    private static String cut(Answered answered) {
        return answered.question().substring(0, Math.min(answered.question().length(), FaqQuery.MAX_TEXT));
    }

    private static List<Word> words(String text) {
        return WORD.matcher(text).results().map(word -> new Word(plain(word.group()), word.start(), word.end()))
                .toList();
    }

    private static String plain(String word) {
        return Normalizer.normalize(Normalizer.normalize(word, Normalizer.Form.NFKD)
                .replaceAll("[\u0300\u0301\u0308]", ""), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private State state() {
        if (closed) {
            throw new ClosedException("PlainFaqSearch");
        }
        return index.state;
    }

    private static String key(FaqEntry entry) {
        return key(entry.id(), entry.locale());
    }

    private static String key(FaqEntry.Id id, Locale locale) {
        return id + " " + locale.toLanguageTag();
    }

    @Override
    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
        synchronized (index) {
            State before = state();
            Map<String, Held> held = new TreeMap<>(before.held());
            held.values().removeIf(each -> removed.contains(each.entry().id()));
            entries.forEach(entry -> held.merge(key(entry), Held.of(entry, List.of()),
                    (there, fresh) -> entry.revision() > 0 && entry.revision() < there.entry().revision()
                            ? there
                            : Held.of(entry, there.learned())));
            index.state = new State(held, Math.max(before.revision(), revision));
        }
    }

    @Override
    public void rebuild(Collection<FaqEntry> entries, long revision) {
        synchronized (index) {
            State before = state();
            Map<String, Held> held = new TreeMap<>();
            entries.forEach(entry -> {
                Held there = before.held().get(key(entry));
                held.put(key(entry), Held.of(entry, there == null ? List.of() : there.learned()));
            });
            index.state = new State(held, revision);
        }
    }

    @Override
    public void learn(Collection<Answered> answered) {
        synchronized (index) {
            State before = state();
            Map<String, Held> held = new TreeMap<>(before.held());
            answered.forEach(each -> held.computeIfPresent(key(each.entry(), each.locale()), (key, there) -> {
                List<Answered> learned = new ArrayList<>(there.learned());
                learned.removeIf(known -> known.question().equals(each.question()));
                learned.add(each);
                learned.sort(Comparator.comparing(Answered::at).reversed());
                return Held.of(there.entry(),
                        List.copyOf(learned.subList(0, Math.min(learned.size(), MAX_LEARNED))));
            }));
            index.state = new State(held, before.revision());
        }
    }

    @Override
    public long revision() {
        return state().revision();
    }

    @Override
    public long size() {
        return state().held().size();
    }

    @Override
    public void synonyms(Synonyms value) {
        state();
        synonyms = value;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Result find(FaqQuery query) {
        State state = state();
        String text = query.text().substring(0, Math.min(query.text().length(), FaqQuery.MAX_TEXT));
        List<Held> visible = state.held().values().stream().filter(held -> isFor(held.entry(), query)).toList();
        List<Ranked> found = ranked(text, visible);
        List<FaqHit> hits = found.stream().filter(each -> each.score() >= query.minScore())
                .filter(each -> !isTranslated(each.held().entry(), query, visible)).skip(query.offset())
                .limit(query.limit()).map(PlainFaqSearch::hit).toList();
        return new Result(hits, found.size(), query.facets() ? facets(found) : Result.Facets.NONE,
                didYouMean(text, hits), text.length() == query.text().length());
    }

    private static boolean isFor(FaqEntry entry, FaqQuery query) {
        return query.statuses().contains(entry.status()) && entry.audience().compareTo(query.audience()) <= 0
                && entry.tags().containsAll(query.tags())
                && query.category().map(path -> (entry.category().orElse("") + "/").startsWith(path + "/"))
                        .orElse(true)
                && (query.locales().isEmpty() || query.locales().stream()
                        .anyMatch(locale -> locale.getLanguage().equals(entry.locale().getLanguage())));
    }

    private static boolean isTranslated(FaqEntry entry, FaqQuery query, List<Held> visible) {
        List<String> earlier = query.locales().stream().map(Locale::getLanguage)
                .takeWhile(language -> !language.equals(entry.locale().getLanguage())).toList();
        return visible.stream().map(Held::entry).anyMatch(
                other -> other.id().equals(entry.id()) && earlier.contains(other.locale().getLanguage()));
    }

    private List<Ranked> ranked(String text, List<Held> visible) {
        List<Word> asked = words(text).stream().limit(MOST_WORDS).toList();
        Set<String> misspelt = new LinkedHashSet<>();
        asked.forEach(word -> {
            if (visible.stream().noneMatch(held -> Stream.of(held.question(), held.phrasings(), held.answer())
                    .flatMap(List::stream).anyMatch(other -> isForm(word.text(), other.text())))) {
                misspelt.add(word.text());
            }
        });
        List<Ranked> ranked = new ArrayList<>();
        for (Held held : visible) {
            Map<String, FaqHit.Because> because = new LinkedHashMap<>();
            double sum = 0;
            for (int i = 0; i < asked.size(); i++) {
                Word word = asked.get(i);
                boolean beginning = i == asked.size() - 1 && word.end() == text.length();
                Match match = because.containsKey(word.text())
                        ? null
                        : match(held, asked, i, misspelt.contains(word.text()), beginning);
                if (match != null) {
                    because.put(word.text(),
                            new FaqHit.Because(text.substring(word.start(), word.end()), match.rule(), match.found()));
                    sum += match.worth();
                }
            }
            if (sum > 0) {
                ranked.add(new Ranked(held, List.copyOf(because.values()), sum / asked.size()));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed()
                .thenComparing(each -> each.held().entry().id())
                .thenComparing(each -> each.held().entry().locale().toLanguageTag()));
        return ranked;
    }

    private @Nullable Match match(Held held, List<Word> asked, int at, boolean misspelt, boolean beginning) {
        String word = asked.get(at).text();
        Match best = null;
        for (Word other : held.question()) {
            best = better(best, word, other, rule(word, other.text(), misspelt, beginning), 1);
        }
        for (Word other : held.phrasings()) {
            boolean found = rule(word, other.text(), misspelt, beginning) != null;
            best = better(best, word, new Word(word, other.start(), other.end()), found ? Rule.PHRASING : null, 1);
        }
        for (Word other : held.answer()) {
            best = better(best, word, other, rule(word, other.text(), misspelt, beginning), .5);
        }
        return best != null || !isSynonym(held, asked, at) ? best : new Match(Rule.SYNONYM, .5, word);
    }

    private static @Nullable Match better(@Nullable Match best, String asked, Word found, @Nullable Rule rule,
            double worth) {
        if (rule == null) {
            return best;
        }
        Match other = new Match(rule, worth * worth(rule, asked.equals(found.text())), found.text());
        return best == null || best.worth() < other.worth() ? other : best;
    }

    private static double worth(Rule rule, boolean exact) {
        return rule == Rule.WORD ? exact ? 1 : .9 : .6;
    }

    private static @Nullable Rule rule(String asked, String word, boolean misspelt, boolean beginning) {
        if (isForm(asked, word)) {
            return Rule.WORD;
        } else if (beginning && word.startsWith(asked)) {
            return Rule.PREFIX;
        }
        return misspelt && isMisspelt(asked, word) ? Rule.SPELLING : null;
    }

    private static boolean isForm(String asked, String word) {
        if (asked.equals(word)) {
            return true;
        }
        int common = 0;
        while (common < Math.min(asked.length(), word.length()) && asked.charAt(common) == word.charAt(common)) {
            common++;
        }
        return common >= 4 && common * 10 >= 6 * Math.max(asked.length(), word.length())
                && Stream.of(asked, word).noneMatch(each -> each.chars().anyMatch(Character::isDigit));
    }

    /** Whether a letter was left out, added, or taken for another. */
    private static boolean isMisspelt(String asked, String word) {
        int difference = asked.length() - word.length();
        if (asked.length() < 4 || Math.abs(difference) > 1) {
            return false;
        }
        int at = 0;
        while (at < Math.min(asked.length(), word.length()) && asked.charAt(at) == word.charAt(at)) {
            at++;
        }
        return asked.substring(Math.min(asked.length(), difference < 0 ? at : at + 1))
                .equals(word.substring(Math.min(word.length(), difference > 0 ? at : at + 1)));
    }

    private boolean isSynonym(Held held, List<Word> asked, int at) {
        for (List<String> group : synonyms.groups()) {
            List<List<Word>> phrases = group.stream().map(PlainFaqSearch::words).toList();
            if (phrases.stream().anyMatch(phrase -> standsAt(phrase, asked, at))
                    && phrases.stream().anyMatch(phrase -> phrase.stream()
                            .allMatch(word -> Stream.of(held.question(), held.phrasings(), held.answer())
                                    .flatMap(List::stream).anyMatch(other -> isForm(word.text(), other.text()))))) {
                return true;
            }
        }
        return false;
    }

    private static boolean standsAt(List<Word> phrase, List<Word> asked, int at) {
        for (int i = 0; i < phrase.size(); i++) {
            if (at + i >= asked.size() || !isForm(phrase.get(i).text(), asked.get(at + i).text())) {
                return false;
            }
        }
        return true;
    }

    private static FaqHit hit(Ranked ranked) {
        Set<String> found = new LinkedHashSet<>();
        ranked.because().forEach(because -> found.add(because.found()));
        List<FaqHit.Highlight> highlights = new ArrayList<>();
        mark(highlights, Part.QUESTION, ranked.held().question(), found);
        mark(highlights, Part.ANSWER, ranked.held().answer(), found);
        FaqEntry entry = ranked.held().entry();
        Function<FaqHit.Section, Long> says = section -> highlights.stream()
                .filter(each -> each.part() == Part.ANSWER && each.start() >= section.start()
                        && each.end() <= section.end())
                .count();
        Optional<FaqHit.Section> section = FaqHit.Section.of(entry.answer()).stream()
                .filter(each -> says.apply(each) > 0).max(Comparator.comparing(says));
        return new FaqHit(entry, ranked.score(), highlights, ranked.because(), section);
    }

    private static void mark(List<FaqHit.Highlight> highlights, Part part, List<Word> text, Set<String> found) {
        text.stream().filter(word -> found.contains(word.text()))
                .forEach(word -> highlights.add(new FaqHit.Highlight(part, word.start(), word.end())));
    }

    private static Optional<String> didYouMean(String text, List<FaqHit> hits) {
        String meant = text;
        for (FaqHit.Because because : hits.isEmpty() ? List.<FaqHit.Because>of() : hits.getFirst().because()) {
            if (because.rule() == Rule.SPELLING) {
                meant = meant.replace(because.asked(), because.found());
            }
        }
        return Optional.of(meant).filter(better -> !better.equals(text));
    }

    private static Result.Facets facets(List<Ranked> found) {
        List<FaqEntry> entries = found.stream().map(each -> each.held().entry()).toList();
        return new Result.Facets(counted(entries.stream().flatMap(entry -> paths(entry.category().orElse("")))),
                counted(entries.stream().flatMap(entry -> entry.tags().stream())),
                counted(entries.stream().map(FaqEntry::locale)));
    }

    private static Stream<String> paths(String category) {
        List<String> paths = new ArrayList<>();
        for (String part : category.isEmpty() ? new String[0] : category.split("/", -1)) {
            paths.add(paths.isEmpty() ? part : paths.getLast() + "/" + part);
        }
        return paths.stream();
    }

    private static <T> Map<T, Integer> counted(Stream<T> values) {
        Map<T, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        Map<T, Integer> ordered = new LinkedHashMap<>();
        counts.entrySet().stream().sorted(Map.Entry.<T, Integer>comparingByValue().reversed())
                .forEach(each -> ordered.put(each.getKey(), each.getValue()));
        return ordered;
    }

    @Override
    public List<String> suggest(String text, Locale locale, int limit) {
        requireLimit(limit);
        return find(FaqQuery.of(text).locale(locale).limit(FaqQuery.MAX_LIMIT)).hits().stream()
                .map(hit -> hit.entry().question()).distinct().limit(limit).toList();
    }

    @Override
    public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
        requireLimit(limit);
        Held held = state().held().get(key(id, locale));
        return held == null
                ? List.of()
                : find(FaqQuery.of(held.entry().question()).locale(locale).audience(held.entry().audience())
                        .statuses(Status.PUBLISHED).limit(limit + 1)).hits().stream()
                        .filter(hit -> !hit.id().equals(id)).limit(limit).toList();
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > 100) {
            throw new InvalidInputException("limit",
                    new Violation("limit", "range", "limit: 1 to 100, not " + limit));
        }
    }
}
