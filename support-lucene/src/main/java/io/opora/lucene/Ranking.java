package io.opora.lucene;

import io.opora.faq.FaqHit.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;

/**
 * Turns what somebody asked into weighted clauses of one sum. Each word is one clause a field, whatever may stand for it, so that
 * nothing counts twice. How telling a word is comes from questions and answers together: most FAQs are far too small for
 * the words of their questions alone to tell that.
 */
final class Ranking {

    /** More words of one query are not asked for: the most telling ones are. */
    static final int MOST_CONCEPTS = 64;

    /** More pieces of words are not asked for; with the words, this stays well below what Lucene takes. */
    static final int MOST_GRAMS = 300;

    private static final float ANSWER = .5f;
    private static final float GRAMS = .15f;
    /** What the words that every sentence has count, in questions and once more in answers. */
    private static final float COMMON = .5f;
    /** What the same meaning counts beside all of the words. */
    private static final float MEANING = .6f;

    /** The weights are those of the clauses; a term of its own has none. */
    static final class Similarity extends BM25Similarity {

        @Override
        protected float idf(long frequency, long entries) {
            return 1;
        }
    }

    private final Dictionary dictionary;
    private final boolean rephrased;
    private final Map<Concept, Float> weights = new LinkedHashMap<>();
    private final Map<String, Float> grams = new LinkedHashMap<>();
    private final Map<String, Float> gramsOfUnknown = new LinkedHashMap<>();
    private final boolean cut;
    private float ideal;

    Ranking(List<Concept> concepts, Dictionary dictionary) throws IOException {
        this.dictionary = dictionary;
        rephrased = dictionary.frequency(Fields.REPHRASED, "yes") > 0;
        Map<Concept, Float> all = new LinkedHashMap<>();
        for (Concept concept : concepts) {
            all.put(concept, weight(frequency(concept), concept));
        }
        List<Concept> telling = new ArrayList<>(concepts);
        if (telling.size() > MOST_CONCEPTS) {
            telling.sort(Comparator.comparingDouble(concept -> -all.getOrDefault(concept, 0f)));
            telling = telling.subList(0, MOST_CONCEPTS);
        }
        cut = telling.size() < concepts.size();
        for (Concept concept : telling) {
            weights.put(concept, all.getOrDefault(concept, 0f));
        }
        for (Concept concept : telling) {
            if (!concept.extra) {
                ideal += weights.getOrDefault(concept, 0f) + addGrams(concept);
            }
        }
    }

    /** {@return whether some words were left out} */
    boolean cut() {
        return cut;
    }

    Map<Concept, Float> weights() {
        return weights;
    }

    private float weight(int frequency, Concept concept) {
        int entries = dictionary.entries();
        double telling = Math.log(1 + (entries - frequency + .5) / (frequency + .5));
        return (float) (concept.common ? telling * COMMON : telling);
    }

    private int frequency(Concept concept) throws IOException {
        int most = 0;
        for (String stem : concept.ways.keySet()) {
            most = Math.max(most, dictionary.frequency(Fields.PHRASINGS, stem));
            most = Math.max(most, dictionary.frequency(Fields.ANSWER, stem));
        }
        return most;
    }

    private int frequencyInAnswers(Concept concept) throws IOException {
        int most = 0;
        for (Map.Entry<String, Concept.Way> way : concept.ways.entrySet()) {
            if (inAnswers(way.getValue())) {
                most = Math.max(most, dictionary.frequency(Fields.PHRASINGS, way.getKey()));
                most = Math.max(most, dictionary.frequency(Fields.ANSWER, way.getKey()));
            }
        }
        return most;
    }

    private float addGrams(Concept concept) throws IOException {
        Set<String> mine = new LinkedHashSet<>();
        concept.words.forEach(word -> mine.addAll(Documents.grams(word.text())));
        Map<String, Float> there = concept.known ? grams : gramsOfUnknown;
        float sum = 0;
        for (String gram : mine) {
            int frequency = dictionary.frequency(Fields.GRAMS, gram);
            if (frequency > 0 && grams.size() + gramsOfUnknown.size() < MOST_GRAMS) {
                float weight = weight(frequency, concept) * (rephrased ? 2 * GRAMS : GRAMS);
                there.merge(gram, weight, Math::max);
                sum += weight;
            }
        }
        return sum;
    }

    /** {@return what a text that is asked word for word would be worth} */
    float ideal() {
        return ideal;
    }

    /** {@return the words as clauses, and the pieces of those that the index does not hold} */
    BooleanQuery.Builder words() throws IOException {
        BooleanQuery.Builder sum = new BooleanQuery.Builder();
        for (Map.Entry<Concept, Float> each : weights.entrySet()) {
            add(sum, each.getKey(), each.getValue());
        }
        addAll(sum, gramsOfUnknown);
        return sum;
    }

    /** {@return the pieces of words that {@link #words()} leaves out} */
    BooleanQuery pieces() {
        BooleanQuery.Builder sum = new BooleanQuery.Builder();
        addAll(sum, grams);
        return sum.build();
    }

    private static void addAll(BooleanQuery.Builder sum, Map<String, Float> grams) {
        grams.forEach((gram, weight) -> sum
                .add(new BoostQuery(new TermQuery(new Term(Fields.GRAMS, gram)), weight), Occur.SHOULD));
    }

    private void add(BooleanQuery.Builder sum, Concept concept, float weight) throws IOException {
        boolean inQuestions = false;
        boolean inAnswers = false;
        SynonymQuery.Builder question = new SynonymQuery.Builder(Fields.QUESTION);
        SynonymQuery.Builder phrasings = new SynonymQuery.Builder(Fields.PHRASINGS);
        SynonymQuery.Builder answer = new SynonymQuery.Builder(Fields.ANSWER);
        for (Map.Entry<String, Concept.Way> entry : concept.ways.entrySet()) {
            String stem = entry.getKey();
            Concept.Way way = entry.getValue();
            if (dictionary.frequency(Fields.PHRASINGS, stem) > 0) {
                question.addTerm(new Term(Fields.QUESTION, stem), way.weight());
                phrasings.addTerm(new Term(Fields.PHRASINGS, stem), way.weight());
                inQuestions = true;
            }
            if (inAnswers(way) && dictionary.frequency(Fields.ANSWER, stem) > 0) {
                answer.addTerm(new Term(Fields.ANSWER, stem), way.weight());
                inAnswers = true;
            }
        }
        if (inQuestions && weight > 0) {
            sum.add(new BoostQuery(question.build(), weight), Occur.SHOULD);
            if (rephrased) {
                sum.add(new BoostQuery(phrasings.build(), weight), Occur.SHOULD);
            }
        }
        if (inAnswers) {
            float worth = weight(frequencyInAnswers(concept), concept) * ANSWER * (concept.common ? COMMON : 1);
            sum.add(new BoostQuery(answer.build(), worth), Occur.SHOULD);
        }
        addPhrases(sum, concept, weight);
    }

    private static void addPhrases(BooleanQuery.Builder sum, Concept concept, float weight) {
        concept.phrases.forEach((phrase, likeness) -> {
            for (String field : List.of(Fields.PHRASINGS, Fields.ANSWER)) {
                float worth = weight * likeness * (field.equals(Fields.ANSWER) ? ANSWER : 1);
                if (worth > 0) {
                    sum.add(new BoostQuery(new PhraseQuery(field, phrase.toArray(new String[0])), worth),
                            Occur.SHOULD);
                }
            }
        });
    }

    /** Whether a way leads into answers too: there, what only looks alike is noise. */
    private static boolean inAnswers(Concept.Way way) {
        return way.rule() != Rule.LOOK_ALIKE && (way.rule() != Rule.PREFIX || way.weight() > .5f);
    }

    /**
     * What a sum of clauses says about how much was found of what was asked.
     *
     * @param sum the sum
     * @return above 0 and below 1, growing with the sum
     */
    double score(float sum) {
        return 1 - Math.exp(-sum / whole() * 1.5);
    }

    private float whole() {
        return ideal > 0 ? ideal : 1;
    }

    /** {@return what an entry is worth by its meaning, 0 for one that has nothing to do with the text, 1 for one that says the same} */
    float meaning(double likeness) {
        return (float) (MEANING * whole() * likeness);
    }

    /** {@return a query of that field alone, for words that have to be there} */
    static Query anyOf(String field, Concept concept) {
        SynonymQuery.Builder any = new SynonymQuery.Builder(field);
        concept.ways.forEach((stem, way) -> any.addTerm(new Term(field, stem), way.weight()));
        return any.build();
    }
}
