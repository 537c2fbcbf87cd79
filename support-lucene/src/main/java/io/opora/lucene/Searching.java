package io.opora.lucene;

import io.opora.Tag;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryRescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Searches an index. Thread-safe. */
final class Searching {

    /** How many of the entries that the words found are looked at more closely. */
    private static final int WINDOW = 200;

    private static final Sort BY_SCORE_AND_KEY = new Sort(SortField.FIELD_SCORE,
            new SortField(Fields.KEY, SortField.Type.STRING));

    private final Index index;
    private final Stems stems;
    private final Segments segments = new Segments();
    private final @Nullable Vectors vectors;
    /** Nobody waits longer for the index; what was found until then is the answer. */
    private final Duration longest;
    private volatile Lexicon lexicon;

    Searching(Index index, Stems stems, Lexicon lexicon, @Nullable Vectors vectors, Duration longest) {
        this.longest = longest;
        this.vectors = vectors;
        this.index = index;
        this.stems = stems;
        this.lexicon = lexicon;
    }

    void synonyms(FaqSearch.Synonyms synonyms) {
        lexicon = lexicon.with(synonyms);
    }

    FaqSearch.Result find(FaqQuery query) throws IOException {
        return index.search(searcher -> find(searcher, query));
    }

    private FaqSearch.Result find(IndexSearcher searcher, FaqQuery query) throws IOException {
        QueryTimeout patience = patience();
        searcher.setTimeout(patience);
        String text = cut(query.text());
        Dictionary dictionary = new Dictionary(searcher.getIndexReader(), segments);
        List<Concept> concepts = Reading.of(text, languages(query, dictionary), dictionary, stems, lexicon);
        Ranking ranking = new Ranking(concepts, dictionary);
        List<Query> filters = filters(query, dictionary);
        Near near = near(searcher, text, filters);
        BooleanQuery.Builder words = ranking.words();
        // a clause for each of the nearest, so that meaning adds to what the words give, on whichever page an entry is
        near.likeness().forEach((key, likeness) -> words.add(new BoostQuery(
                new ConstantScoreQuery(new TermQuery(new Term(Fields.KEY, key))), ranking.meaning(likeness)),
                Occur.SHOULD));
        filters.forEach(filter -> words.add(filter, Occur.FILTER));
        Query whole = words.setMinimumNumberShouldMatch(1).build();
        int most = query.offset() + query.limit();
        TopDocs found = ranked(searcher, whole, ranking, most);
        List<ScoreDoc> shown = shown(searcher, found, query, filters, ranking);
        while (query.locales().size() > 1 && shown.size() < most && found.scoreDocs.length >= most
                && ranking.score(found.scoreDocs[found.scoreDocs.length - 1].score) >= query.minScore()
                && found.scoreDocs.length < found.totalHits.value() && !patience.shouldExit()) {
            // translations stood in the way: the page is further down
            found = ranked(searcher, whole, ranking, found.scoreDocs.length * 4);
            shown = shown(searcher, found, query, filters, ranking);
        }
        List<FaqHit> hits = new ArrayList<>();
        Explaining explaining = new Explaining(stems, ranking.weights());
        for (ScoreDoc each : shown.stream().skip(query.offset()).limit(query.limit()).toList()) {
            FaqHit hit = explaining.hit(Index.content(searcher, each.doc), ranking.score(each.score));
            hits.add(near.likeness().containsKey(Documents.key(hit.id(), hit.entry().locale()))
                    ? meant(hit, text)
                    : hit);
        }
        FaqSearch.Result.Facets facets = query.facets() && found.totalHits.value() > 0
                ? facets(searcher, whole)
                : FaqSearch.Result.Facets.NONE;
        boolean complete = text.length() == query.text().length() && !ranking.cut() && near.asked()
                && !patience.shouldExit();
        return new FaqSearch.Result(hits, found.totalHits.value(), facets, didYouMean(text, concepts, hits), complete);
    }

    /**
     * The entries that mean nearly the same.
     *
     * @param likeness how nearly, by key
     * @param asked whether the embedder answered
     */
    private record Near(Map<String, Double> likeness, boolean asked) {}

    @SuppressWarnings("CatchingUnchecked") // an embedder may fail in any way, and nobody's search must fail by it
    private Near near(IndexSearcher searcher, String text, List<Query> filters) throws IOException {
        if (vectors == null || text.isBlank()) {
            return new Near(Map.of(), true);
        }
        Optional<float[]> vector;
        try {
            vector = vectors.of(text);
        } catch (RuntimeException e) {
            return new Near(Map.of(), false);
        }
        if (vector.isEmpty()) {
            return new Near(Map.of(), true);
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filters.forEach(filter -> all.add(filter, Occur.FILTER));
        Map<String, Double> likeness = new LinkedHashMap<>();
        for (ScoreDoc each : searcher.search(
                new KnnFloatVectorQuery(Fields.VECTOR, vector.get(), Vectors.NEAREST,
                        filters.isEmpty() ? null : all.build()),
                Vectors.NEAREST).scoreDocs) {
            // Lucene's score of a product of two vectors of length 1 lies between 0 and 1
            double alike = vectors.likeness(2 * each.score - 1);
            if (alike > 0) {
                likeness.put(key(searcher, each.doc), alike);
            }
        }
        return new Near(likeness, true);
    }

    private static FaqHit meant(FaqHit hit, String text) {
        List<FaqHit.Because> because = new ArrayList<>(hit.because());
        because.add(new FaqHit.Because(text.strip(), FaqHit.Rule.MEANING, hit.entry().question()));
        return new FaqHit(hit.entry(), hit.score(), hit.highlights(), because, hit.section());
    }

    /** What of all that was found is shown at all, pages aside: what is good enough, and in no earlier language too. */
    private static List<ScoreDoc> shown(IndexSearcher searcher, TopDocs found, FaqQuery query, List<Query> filters,
            Ranking ranking) throws IOException {
        List<ScoreDoc> good = inOrder(searcher, found.scoreDocs).stream()
                .takeWhile(each -> ranking.score(each.score) >= query.minScore()).toList();
        Set<Integer> translated = translated(searcher, good, query, filters);
        return good.stream().filter(each -> !translated.contains(each.doc)).toList();
    }

    static String cut(String text) {
        if (text.length() <= FaqQuery.MAX_TEXT) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(FaqQuery.MAX_TEXT - 1));
        return text.substring(0, FaqQuery.MAX_TEXT - (halved ? 1 : 0));
    }

    private QueryTimeout patience() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start > longest.toNanos();
    }

    private static List<String> languages(FaqQuery query, Dictionary dictionary) throws IOException {
        return query.locales().isEmpty()
                ? dictionary.languages()
                : query.locales().stream().map(Locale::getLanguage).distinct().toList();
    }

    private static List<Query> filters(FaqQuery query, Dictionary dictionary) throws IOException {
        List<Query> filters = new ArrayList<>();
        if (!query.locales().isEmpty()) {
            addAny(filters, Fields.LANGUAGE, query.locales().stream().map(Locale::getLanguage).toList(), dictionary);
        }
        addAny(filters, Fields.STATUS, query.statuses().stream().map(Enum::name).toList(), dictionary);
        addAny(filters, Fields.AUDIENCE, Arrays.stream(FaqEntry.Audience.values())
                .filter(audience -> audience.compareTo(query.audience()) <= 0).map(Enum::name).toList(), dictionary);
        query.category().ifPresent(path -> filters.add(new TermQuery(new Term(Fields.CATEGORY, path))));
        query.tags().stream().map(Tag::value).sorted()
                .forEach(tag -> filters.add(new TermQuery(new Term(Fields.TAG, tag))));
        return filters;
    }

    /** A filter that every entry passes only holds up the search, and most FAQs are published, public, and in one language. */
    private static void addAny(List<Query> filters, String field, List<String> values, Dictionary dictionary)
            throws IOException {
        int entries = 0;
        List<String> different = values.stream().distinct().toList();
        for (String value : different) {
            entries += dictionary.frequency(field, value);
        }
        if (entries < dictionary.entries()) {
            filters.add(different.size() == 1
                    ? new TermQuery(new Term(field, different.get(0)))
                    : new TermInSetQuery(field, different.stream().map(BytesRef::new).toList()));
        }
    }

    /**
     * What the words find, the best of it with the pieces of words as well. The same entries are looked at more closely whichever page is
     * wanted, and nothing loses by it, so pages follow each other.
     */
    private static TopDocs ranked(IndexSearcher searcher, Query words, Ranking ranking, int wanted)
            throws IOException {
        if (ranking.weights().isEmpty() && !hasClauses(words)) {
            return new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);
        }
        TopDocs found = best(searcher, words, wanted);
        BooleanQuery pieces = ranking.pieces();
        if (found.scoreDocs.length == 0 || pieces.clauses().isEmpty()) {
            return found;
        }
        int head = found.scoreDocs.length;
        if (head > WINDOW) {
            // of those that are equally good, all are looked at or none
            head = beforeTies(found.scoreDocs, WINDOW);
            head = head == 0 ? WINDOW : head;
        }
        ScoreDoc[] all = found.scoreDocs.clone();
        TopDocs closer = QueryRescorer.rescore(searcher,
                new TopDocs(found.totalHits, Arrays.copyOf(found.scoreDocs, head)), pieces, 1, head);
        System.arraycopy(closer.scoreDocs, 0, all, 0, head);
        return new TopDocs(found.totalHits, all);
    }

    /**
     * The best by score, and one more. Only where so many are equally good that the wanted ones cannot be told from the others does the
     * order by key decide who is inside, which costs a second look.
     */
    private static TopDocs best(IndexSearcher searcher, Query words, int wanted) throws IOException {
        int most = Math.max(WINDOW, wanted);
        TopDocs found = searcher.search(words, most + 1);
        boolean untold = found.scoreDocs.length > WINDOW && (beforeTies(found.scoreDocs, WINDOW) == 0
                || (found.scoreDocs.length > most && beforeTies(found.scoreDocs, most) < wanted));
        return untold ? searcher.search(words, most + 1, BY_SCORE_AND_KEY, true) : found;
    }

    private static boolean hasClauses(Query words) {
        return words instanceof BooleanQuery sum
                && sum.clauses().stream().anyMatch(clause -> clause.occur() == Occur.SHOULD);
    }

    /** {@return how many come before those that are as good as the first one behind an end} */
    private static int beforeTies(ScoreDoc[] found, int end) {
        int before = end;
        while (before > 0 && found[before - 1].score == found[end].score) {
            before--;
        }
        return before;
    }

    /** Equal scores are ordered by key, so that the order says nothing about when something was indexed. */
    private static List<ScoreDoc> inOrder(IndexSearcher searcher, ScoreDoc[] found) throws IOException {
        Map<Integer, String> keys = new HashMap<>();
        for (int i = 0; i < found.length; i++) {
            boolean tied = (i > 0 && found[i - 1].score == found[i].score)
                    || (i + 1 < found.length && found[i + 1].score == found[i].score);
            if (tied) {
                keys.put(found[i].doc, key(searcher, found[i].doc));
            }
        }
        List<ScoreDoc> ordered = new ArrayList<>(Arrays.asList(found));
        ordered.sort(Comparator.<ScoreDoc>comparingDouble(each -> -each.score)
                .thenComparing(each -> keys.getOrDefault(each.doc, "")));
        return ordered;
    }

    private static String key(IndexSearcher searcher, int number) throws IOException {
        LeafReaderContext leaf = leaf(searcher, number);
        SortedDocValues keys = DocValues.getSorted(leaf.reader(), Fields.KEY);
        return keys.advanceExact(number - leaf.docBase) ? keys.lookupOrd(keys.ordValue()).utf8ToString() : "";
    }

    private static LeafReaderContext leaf(IndexSearcher searcher, int number) {
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        return leaves.get(ReaderUtil.subIndex(number, leaves));
    }

    /** {@return which of the entries that were found in a later language are there in an earlier one} */
    private static Set<Integer> translated(IndexSearcher searcher, List<ScoreDoc> found, FaqQuery query,
            List<Query> filters) throws IOException {
        List<String> languages = query.locales().stream().map(Locale::getLanguage).distinct().toList();
        if (languages.size() < 2) {
            return Set.of();
        }
        Map<Integer, List<String>> earlier = new HashMap<>();
        for (ScoreDoc each : found) {
            String key = key(searcher, each.doc);
            FaqEntry.Id id = id(key);
            earlier.put(each.doc, languages.stream().takeWhile(language -> !language.equals(language(key)))
                    .map(language -> Documents.translation(id, Locale.of(language))).toList());
        }
        List<BytesRef> wanted = earlier.values().stream().flatMap(List::stream).distinct().map(BytesRef::new).toList();
        if (wanted.isEmpty()) {
            return Set.of();
        }
        BooleanQuery.Builder there = new BooleanQuery.Builder()
                .add(new TermInSetQuery(Fields.TRANSLATION, wanted), Occur.FILTER);
        filters.forEach(filter -> there.add(filter, Occur.FILTER));
        Set<String> present = new HashSet<>();
        for (String key : keys(searcher, there.build())) {
            present.add(Documents.translation(id(key), Locale.of(language(key))));
        }
        Set<Integer> translated = new HashSet<>();
        earlier.forEach((number, others) -> {
            if (others.stream().anyMatch(present::contains)) {
                translated.add(number);
            }
        });
        return translated;
    }

    private static Set<String> keys(IndexSearcher searcher, Query query) throws IOException {
        Set<String> found = new HashSet<>();
        searcher.search(query, new CollectorManager<SimpleCollector, Integer>() {
            @Override
            public SimpleCollector newCollector() {
                return new SimpleCollector() {
                    private SortedDocValues keys = DocValues.emptySorted();

                    @Override
                    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
                        keys = DocValues.getSorted(leaf.reader(), Fields.KEY);
                    }

                    @Override
                    public void collect(int number) throws IOException {
                        if (keys.advanceExact(number)) {
                            found.add(keys.lookupOrd(keys.ordValue()).utf8ToString());
                        }
                    }

                    @Override
                    public ScoreMode scoreMode() {
                        return ScoreMode.COMPLETE_NO_SCORES;
                    }
                };
            }

            @Override
            public Integer reduce(Collection<SimpleCollector> collectors) {
                return found.size();
            }
        });
        return found;
    }

    private static FaqEntry.Id id(String key) {
        return FaqEntry.Id.of(key.substring(0, key.indexOf('\n')));
    }

    private static String language(String key) {
        return Locale.forLanguageTag(key.substring(key.indexOf('\n') + 1)).getLanguage();
    }

    /** The text with its words put right, if what was put right led to the best hit. */
    private static Optional<String> didYouMean(String text, List<Concept> concepts, List<FaqHit> hits) {
        if (hits.isEmpty()) {
            return Optional.empty();
        }
        Set<String> helped = new LinkedHashSet<>();
        hits.get(0).because().forEach(because -> {
            switch (because.rule()) {
                case SPELLING, KEYBOARD, TRANSLITERATION -> helped.add(because.asked());
                case WORD, PREFIX, SYNONYM, LOOK_ALIKE, PHRASING, MEANING -> {}
            }
        });
        if (helped.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder meant = new StringBuilder();
        int at = 0;
        List<Concept> inOrder = concepts.stream().filter(concept -> !concept.extra)
                .sorted(Comparator.comparingInt(concept -> concept.asked.start())).toList();
        for (Concept concept : inOrder) {
            String better = better(concept);
            if (better != null && concept.asked.start() >= at) {
                meant.append(text, at, concept.asked.start()).append(better);
                at = concept.asked.end();
            }
        }
        String whole = meant.append(text, at, text.length()).toString().strip();
        return whole.equals(text.strip()) ? Optional.empty() : Optional.of(whole);
    }

    private static @Nullable String better(Concept concept) {
        if (concept.corrected != null) {
            return concept.corrected;
        }
        String understood = concept.words.get(0).text();
        return understood.equals(concept.asked.text()) || concept.ways.values().stream().noneMatch(
                way -> way.rule() == FaqHit.Rule.KEYBOARD || way.rule() == FaqHit.Rule.TRANSLITERATION)
                        ? null
                        : understood;
    }

    private static FaqSearch.Result.Facets facets(IndexSearcher searcher, Query query) throws IOException {
        Map<String, Integer> categories = new HashMap<>();
        Map<String, Integer> tags = new HashMap<>();
        Map<String, Integer> locales = new HashMap<>();
        searcher.search(query, new CollectorManager<Counting, Integer>() {
            @Override
            public Counting newCollector() {
                return new Counting(categories, tags, locales);
            }

            @Override
            public Integer reduce(Collection<Counting> counted) {
                return counted.size();
            }
        });
        return new FaqSearch.Result.Facets(ordered(categories, Function.identity()), ordered(tags, Tag::of),
                ordered(locales, Locale::forLanguageTag));
    }

    private static <T> Map<T, Integer> ordered(Map<String, Integer> counts, Function<String, T> as) {
        Map<T, Integer> ordered = new LinkedHashMap<>();
        counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> ordered.put(as.apply(each.getKey()), each.getValue()));
        return Collections.unmodifiableMap(ordered);
    }

    /** Counts what was found by category, tag and language. */
    private static final class Counting extends SimpleCollector {

        private final Map<String, Integer> categories;
        private final Map<String, Integer> tags;
        private final Map<String, Integer> locales;
        private SortedSetDocValues category = DocValues.emptySortedSet();
        private SortedSetDocValues tag = DocValues.emptySortedSet();
        private SortedDocValues locale = DocValues.emptySorted();

        Counting(Map<String, Integer> categories, Map<String, Integer> tags, Map<String, Integer> locales) {
            this.categories = categories;
            this.tags = tags;
            this.locales = locales;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
            category = DocValues.getSortedSet(leaf.reader(), Fields.CATEGORY);
            tag = DocValues.getSortedSet(leaf.reader(), Fields.TAG);
            locale = DocValues.getSorted(leaf.reader(), Fields.LOCALE);
        }

        @Override
        public void collect(int number) throws IOException {
            count(category, number, categories);
            count(tag, number, tags);
            if (locale.advanceExact(number)) {
                locales.merge(locale.lookupOrd(locale.ordValue()).utf8ToString(), 1, Integer::sum);
            }
        }

        private static void count(SortedSetDocValues values, int number, Map<String, Integer> counts)
                throws IOException {
            if (values.advanceExact(number)) {
                for (int i = 0; i < values.docValueCount(); i++) {
                    counts.merge(values.lookupOrd(values.nextOrd()).utf8ToString(), 1, Integer::sum);
                }
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }

    List<String> suggest(String text, Locale locale, int limit) throws IOException {
        return index.search(searcher -> {
            FaqQuery query = FaqQuery.of(text).locale(locale).limit(limit);
            searcher.setTimeout(patience());
            Dictionary dictionary = new Dictionary(searcher.getIndexReader(), segments);
            List<Concept> concepts = Reading.of(cut(text), languages(query, dictionary), dictionary, stems, lexicon);
            Ranking ranking = new Ranking(concepts, dictionary);
            if (ranking.weights().isEmpty()) {
                return List.<String>of();
            }
            BooleanQuery.Builder words = ranking.words();
            filters(query, dictionary).forEach(filter -> words.add(filter, Occur.FILTER));
            for (Concept concept : ranking.weights().keySet()) {
                if (!concept.extra && !concept.common) {
                    words.add(Ranking.anyOf(Fields.PHRASINGS, concept), Occur.FILTER);
                }
            }
            TopDocs found = ranked(searcher, words.setMinimumNumberShouldMatch(1).build(), ranking, limit * 2);
            Set<String> questions = new LinkedHashSet<>();
            for (ScoreDoc each : inOrder(searcher, found.scoreDocs)) {
                if (questions.size() < limit) {
                    questions.add(Index.content(searcher, each.doc).entry().question());
                }
            }
            return List.copyOf(questions);
        });
    }

    List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) throws IOException {
        return index.search(searcher -> {
            Documents.Content content = Index.find(searcher, id, Documents.key(id, locale));
            if (content == null) {
                return List.<FaqHit>of();
            }
            FaqEntry entry = content.entry();
            FaqQuery query = FaqQuery.of(entry.question() + ".").locale(locale).audience(entry.audience())
                    .limit(limit + 1);
            return find(searcher, query).hits().stream().filter(hit -> !hit.id().equals(id)).limit(limit).toList();
        });
    }
}
