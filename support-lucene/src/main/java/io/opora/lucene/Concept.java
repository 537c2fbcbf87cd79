package io.opora.lucene;

import io.opora.faq.FaqHit.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A word of a query, and all that may stand for it in an entry. */
final class Concept {

    /** What may stand for the word, and how much that counts. */
    record Way(Rule rule, float weight) {}

    /** The word as it was written, and where. */
    final Word asked;

    /** The word as it is understood: another one if it was typed with the wrong keyboard. */
    final List<Word> words = new ArrayList<>(2);

    /** By stem, the best first. */
    final Map<String, Way> ways = new LinkedHashMap<>();

    /** Phrases that mean the same. */
    final Map<List<String>, Float> phrases = new LinkedHashMap<>();

    /** What a misspelt word was taken for; {@code null} if it was not. */
    @Nullable
    String corrected;

    /** One of those that every sentence has. */
    boolean common;

    /** Whether the index holds it. */
    boolean known;

    /** What was added to a query and not asked for. */
    boolean extra;

    Concept(Word asked) {
        this.asked = asked;
    }

    void add(String stem, Rule rule, float weight) {
        Way there = ways.get(stem);
        if (there == null || there.weight() < weight) {
            // what was put right looks alike, too, which says less
            ways.put(stem, new Way(there != null && rule == Rule.LOOK_ALIKE ? there.rule() : rule, weight));
        }
    }
}
