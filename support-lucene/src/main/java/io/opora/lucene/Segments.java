package io.opora.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** What is derived from an index and its segments when it is first needed, and forgotten with them. Thread-safe. */
final class Segments {

    /** The words of people are few: most of what one asks was asked before. */
    private static final int MOST_FREQUENCIES = 50_000;

    private final Map<IndexReader.CacheKey, Map<Term, Integer>> frequencies = new ConcurrentHashMap<>();
    private final Map<IndexReader.CacheKey, LookAlikes> lookAlikes = new ConcurrentHashMap<>();
    private final Map<IndexReader.CacheKey, Map<String, List<String>>> transliterated = new ConcurrentHashMap<>();

    /** {@return how many entries have a term, of those that were asked for lately; everybody adds what was missing} */
    Map<Term, Integer> frequencies(IndexReader reader) {
        IndexReader.CacheHelper whole = reader.getReaderCacheHelper();
        Map<Term, Integer> known = frequencies.get(whole.getKey());
        if (known == null) {
            known = new ConcurrentHashMap<>();
            if (frequencies.putIfAbsent(whole.getKey(), known) == null) {
                whole.addClosedListener(frequencies::remove);
            }
        } else if (known.size() > MOST_FREQUENCIES) {
            known.clear();
        }
        return known;
    }

    LookAlikes lookAlikes(LeafReader leaf) throws IOException {
        IndexReader.CacheHelper core = leaf.getCoreCacheHelper();
        LookAlikes known = lookAlikes.get(core.getKey());
        if (known == null) {
            known = new LookAlikes(leaf);
            if (lookAlikes.putIfAbsent(core.getKey(), known) == null) {
                core.addClosedListener(lookAlikes::remove);
            }
        }
        return known;
    }

    /** {@return the Cyrillic stems of a segment by their {@link Transliteration#key}} */
    Map<String, List<String>> transliterated(LeafReader leaf) throws IOException {
        IndexReader.CacheHelper core = leaf.getCoreCacheHelper();
        Map<String, List<String>> known = transliterated.get(core.getKey());
        if (known == null) {
            known = new HashMap<>();
            for (String field : List.of(Fields.PHRASINGS, Fields.ANSWER)) {
                addKeys(leaf.terms(field), known);
            }
            if (transliterated.putIfAbsent(core.getKey(), known) == null) {
                core.addClosedListener(transliterated::remove);
            }
        }
        return known;
    }

    private static void addKeys(@Nullable Terms terms, Map<String, List<String>> keys)
            throws IOException {
        if (terms == null) {
            return;
        }
        TermsEnum all = terms.iterator();
        for (BytesRef term = all.next(); term != null; term = all.next()) {
            String stem = term.utf8ToString();
            if (Character.UnicodeScript.of(stem.codePointAt(0)) == Character.UnicodeScript.CYRILLIC) {
                List<String> same = keys.computeIfAbsent(Transliteration.key(stem), any -> new ArrayList<>(1));
                if (!same.contains(stem)) {
                    same.add(stem);
                }
            }
        }
    }
}
