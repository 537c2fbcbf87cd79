package io.opora.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** The words that an index holds, as of one reader. Made for one search; not thread-safe. */
final class Dictionary {

    /** Completions of one word. */
    private static final int MOST_COMPLETIONS = 20;

    /** How many words with one beginning are looked at. */
    private static final int MOST_WITH_PREFIX = 2_000;

    private final IndexReader reader;
    private final Segments segments;
    private final Map<Term, Integer> frequencies;

    Dictionary(IndexReader reader, Segments segments) {
        this.reader = reader;
        this.segments = segments;
        this.frequencies = segments.frequencies(reader);
    }

    int entries() {
        return reader.maxDoc();
    }

    int frequency(String field, String text) throws IOException {
        Term term = new Term(field, text);
        Integer known = frequencies.get(term);
        if (known == null) {
            known = reader.docFreq(term);
            frequencies.put(term, known);
        }
        return known;
    }

    boolean holdsStem(String stem) throws IOException {
        return frequency(Fields.PHRASINGS, stem) > 0 || frequency(Fields.ANSWER, stem) > 0;
    }

    boolean holdsWord(String word) throws IOException {
        return frequency(Fields.WORDS, word) > 0;
    }

    /** {@return the languages of the entries} */
    List<String> languages() throws IOException {
        List<String> languages = new ArrayList<>();
        Terms terms = MultiTerms.getTerms(reader, Fields.LANGUAGE);
        if (terms != null) {
            TermsEnum all = terms.iterator();
            for (BytesRef term = all.next(); term != null; term = all.next()) {
                languages.add(term.utf8ToString());
            }
        }
        return languages;
    }

    /** {@return stems of questions that look like one, with their likeness; the likest first} */
    Map<String, Float> lookAlikes(String stem) throws IOException {
        List<LeafReaderContext> leaves = reader.leaves();
        if (leaves.size() == 1) {
            return segments.lookAlikes(leaves.get(0).reader()).of(stem);
        }
        Map<String, Float> all = new TreeMap<>();
        for (LeafReaderContext leaf : leaves) {
            all.putAll(segments.lookAlikes(leaf.reader()).of(stem));
        }
        Map<String, Float> best = new LinkedHashMap<>();
        all.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(LookAlikes.MOST).forEach(each -> best.put(each.getKey(), each.getValue()));
        return best;
    }

    /** {@return Cyrillic stems with this {@link Transliteration#key}} */
    Set<String> stemsByKey(String key) throws IOException {
        Set<String> stems = new HashSet<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            stems.addAll(segments.transliterated(leaf.reader()).getOrDefault(key, List.of()));
        }
        return stems;
    }

    /**
     * The words of the index that are nearest to one that is not there: fewest edits, then those of questions, then the
     * frequent ones.
     *
     * @param word a word
     * @return what it is most likely meant to be; empty if nothing is near enough
     */
    Optional<String> correction(String word) throws IOException {
        int letters = word.codePointCount(0, word.length());
        Terms terms = letters < 4 ? null : MultiTerms.getTerms(reader, Fields.WORDS);
        if (terms == null) {
            return Optional.empty();
        }
        for (int edits = 1; edits <= (letters < 6 ? 1 : 2); edits++) {
            String best = null;
            int bestFrequency = 0;
            TermsEnum near = new FuzzyTermsEnum(terms, new Term(Fields.WORDS, word), edits, 0, true);
            for (BytesRef term = near.next(); term != null; term = near.next()) {
                String found = term.utf8ToString();
                if (found.codePointCount(0, found.length()) < 3 || Character.isDigit(found.charAt(0))) {
                    continue;
                }
                int frequency = near.docFreq() + (found.charAt(0) == word.charAt(0) ? 1 : 0);
                if (frequency > bestFrequency) {
                    best = found;
                    bestFrequency = frequency;
                }
            }
            if (best != null) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }

    /** {@return words that begin so, the most frequent first} */
    Collection<String> completions(String beginning) throws IOException {
        Terms terms = MultiTerms.getTerms(reader, Fields.WORDS);
        if (terms == null) {
            return List.of();
        }
        List<Map.Entry<String, Integer>> found = new ArrayList<>();
        BytesRef prefix = new BytesRef(beginning);
        TermsEnum all = terms.iterator();
        if (all.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
            return List.of();
        }
        int seen = 0;
        for (BytesRef term = all.term(); term != null && seen < MOST_WITH_PREFIX
                && StringHelper.startsWith(term, prefix); term = all.next()) {
            found.add(Map.entry(term.utf8ToString(), all.docFreq()));
            seen++;
        }
        found.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return found.stream().limit(MOST_COMPLETIONS).map(Map.Entry::getKey).toList();
    }
}
