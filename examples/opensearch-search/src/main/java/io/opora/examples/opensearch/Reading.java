package io.opora.examples.opensearch;

import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody asked, taken apart by the index's own analyzer, and which words of it the index holds. Words that it does not hold
 * are put right by a term suggester; others are taken as they stand, so what is right cannot lose to what was corrected.
 */
final class Reading {

    /** More words of one text are not looked at. */
    static final int MOST_WORDS = 64;

    private static final int MOST_CORRECTED = 12;
    private static final int LEAST_LETTERS = 4;
    private static final int TWO_EDITS_FROM = 8;

    /**
     * A word of the text.
     *
     * @param stem its stem
     * @param start where it begins in the text
     * @param end where it ends
     * @param corrected what it was taken for; empty if it was taken as it stands
     */
    record Word(String stem, int start, int end, Optional<String> corrected) {}

    private final String text;
    private final List<Word> words;
    private final Synonyms synonyms;
    private final boolean complete;

    private Reading(String text, List<Word> words, Synonyms synonyms, boolean complete) {
        this.text = text;
        this.words = words;
        this.synonyms = synonyms;
        this.complete = complete;
    }

    /** {@return what a text says; without words if there is no index} */
    static Reading of(Rest rest, String index, String asked, Synonyms synonyms) {
        String text = Documents.readable(asked);
        List<Word> all = text.isBlank() ? List.of() : tokens(rest, index, text);
        List<Word> words = distinct(all);
        boolean cut = words.size() > MOST_WORDS;
        words = cut ? words.subList(0, MOST_WORDS) : words;
        boolean complete = !cut && asked.length() <= FaqQuery.MAX_TEXT;
        return new Reading(text, words.isEmpty() ? words : corrected(rest, index, text, words), synonyms, complete);
    }

    private static List<Word> tokens(Rest rest, String index, String text) {
        ObjectNode body = Rest.JSON.createObjectNode().put("analyzer", "stems").put("text", text);
        List<Word> tokens = new ArrayList<>();
        rest.find("POST", index + "/_analyze", body)
                .ifPresent(answer -> answer.path("tokens").forEach(token -> tokens
                        .add(new Word(token.path("token").asString(), token.path("start_offset").asInt(),
                                token.path("end_offset").asInt(), Optional.empty()))));
        return tokens;
    }

    private static List<Word> distinct(List<Word> words) {
        Set<String> seen = new HashSet<>();
        return words.stream().filter(word -> seen.add(word.stem())).toList();
    }

    private static List<Word> corrected(Rest rest, String index, String text, List<Word> words) {
        ObjectNode body = Rest.JSON.createObjectNode().put("size", 0);
        ObjectNode known = body.putObject("aggs").putObject("known").putObject("filters").putObject("filters");
        ObjectNode suggest = body.putObject("suggest");
        for (int i = 0; i < words.size(); i++) {
            ArrayNode should = known.putObject(Integer.toString(i)).putObject("bool").putArray("should");
            for (String field : List.of("question", "phrasings", "answer")) {
                should.addObject().putObject("term").put(field, words.get(i).stem());
            }
            String word = text.substring(words.get(i).start(), words.get(i).end());
            int letters = word.codePointCount(0, word.length());
            if (letters >= LEAST_LETTERS && suggest.size() < MOST_CORRECTED && word.chars().allMatch(
                    Character::isLetter)) {
                suggest.putObject(Integer.toString(i)).put("text", word).putObject("term").put("field", "words")
                        .put("suggest_mode", "missing").put("prefix_length", 0)
                        .put("max_edits", letters >= TWO_EDITS_FROM ? 2 : 1).put("size", 1);
            }
        }
        JsonNode answer = rest.ask("POST", index + "/_search", body);
        List<Word> corrected = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean held = answer.at("/aggregations/known/buckets/" + i + "/doc_count").asLong() > 0;
            String better = answer.at("/suggest/" + i + "/0/options/0/text").asString("");
            corrected.add(held || better.isEmpty()
                    ? word
                    : new Word(word.stem(), word.start(), word.end(), Optional.of(better)));
        }
        return corrected;
    }

    boolean complete() {
        return complete;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    List<Word> words() {
        return words;
    }

    String asked(Word word) {
        return text.substring(word.start(), word.end());
    }

    /** {@return a clause for each word: the best of what may stand for it counts, so that nothing counts twice} */
    List<ObjectNode> clauses(boolean withAnswers) {
        List<ObjectNode> clauses = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            ObjectNode clause = Rest.JSON.createObjectNode();
            ArrayNode ways = clause.putObject("dis_max").putArray("queries");
            Word word = words.get(i);
            add(ways, i, Rule.WORD, "term", "question", word.stem(), 1);
            add(ways, i, Rule.PHRASING, "term", "phrasings", word.stem(), .95);
            if (withAnswers) {
                add(ways, i, Rule.WORD, "term", "answer", word.stem(), .5);
            }
            if (i == words.size() - 1 && word.end() == text.length()) {
                // the last word may be the beginning of one, as long as nothing stands behind it
                String beginning = Synonyms.plain(asked(word));
                if (!beginning.isBlank()) {
                    add(ways, i, Rule.PREFIX, "prefix", "asked", beginning, .8);
                }
            }
            word.corrected().ifPresent(better -> {
                int number = clauses.size();
                add(ways, number, Rule.SPELLING, "match", "question", better, .7);
                add(ways, number, Rule.SPELLING, "match", "phrasings", better, .7);
                if (withAnswers) {
                    add(ways, number, Rule.SPELLING, "match", "answer", better, .35);
                }
            });
            for (String phrase : synonyms.of(words.stream().map(Word::stem).toList(), i)) {
                for (String field : List.of("question", "phrasings", "answer")) {
                    add(ways, i, Rule.SYNONYM, "match_phrase", field, phrase, field.equals("answer") ? .3 : .6);
                }
            }
            clauses.add(clause);
        }
        return clauses;
    }

    private static void add(ArrayNode ways, int word, Rule rule, String kind, String field, String text, double boost) {
        ways.addObject().putObject(kind).putObject(field)
                .put(kind.startsWith("match") ? "query" : "value", text).put("boost", boost)
                .put("_name", word + " " + rule + " " + field + " " + ways.size());
    }

    /** {@return by word, the best rule of those that led to a hit, by the names of the clauses that did} */
    Map<Word, Rule> led(JsonNode names) {
        Map<Word, Rule> led = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            for (Rule rule : List.of(Rule.WORD, Rule.PHRASING, Rule.PREFIX, Rule.SPELLING, Rule.SYNONYM)) {
                String name = i + " " + rule + " ";
                boolean there = false;
                for (JsonNode each : names) {
                    there |= each.asString().startsWith(name);
                }
                if (there) {
                    led.putIfAbsent(words.get(i), rule);
                }
            }
        }
        return led;
    }

    /** {@return the text with the words put right that led to a hit by that; empty if there are none} */
    Optional<String> meant(Map<Word, Rule> led) {
        StringBuilder meant = new StringBuilder();
        int at = 0;
        for (Map.Entry<Word, Rule> each : led.entrySet()) {
            if (each.getValue() == Rule.SPELLING) {
                meant.append(text, at, each.getKey().start()).append(each.getKey().corrected().orElseThrow());
                at = each.getKey().end();
            }
        }
        return at == 0 ? Optional.empty() : Optional.of(meant.append(text, at, text.length()).toString().strip());
    }

    /** The host's synonyms, with the stems by which they are found in a query. Immutable. */
    record Synonyms(Map<String, List<Phrase>> byFirstStem) {

        /**
         * A phrase of a group.
         *
         * @param stems its stems
         * @param others the other phrases of its group
         */
        record Phrase(List<String> stems, List<String> others) {}

        private static final int PAGE = 200;

        static final Synonyms NONE = new Synonyms(Map.of());

        static Synonyms of(Rest rest, String index, FaqSearch.Synonyms synonyms) {
            Map<String, List<Phrase>> byFirstStem = new LinkedHashMap<>();
            for (List<String> group : synonyms.groups()) {
                for (String phrase : group) {
                    List<String> stems = tokens(rest, index, Documents.readable(phrase)).stream().map(Word::stem)
                            .toList();
                    if (!stems.isEmpty()) {
                        byFirstStem.computeIfAbsent(stems.getFirst(), any -> new ArrayList<>())
                                .add(new Phrase(stems, group.stream().filter(other -> !other.equals(phrase))
                                        .map(Documents::readable).toList()));
                    }
                }
            }
            return new Synonyms(byFirstStem);
        }

        /** {@return what means the same as the words from a place on} */
        List<String> of(List<String> asked, int at) {
            List<String> others = new ArrayList<>();
            for (Phrase phrase : byFirstStem.getOrDefault(asked.get(at), List.of())) {
                int end = at + phrase.stems().size();
                if (end <= asked.size() && asked.subList(at, end).equals(phrase.stems()) && others.size() < PAGE) {
                    others.addAll(phrase.others());
                }
            }
            return others;
        }

        /** {@return a word as the analyzer "words" would have it} */
        static String plain(String word) {
            String apart = Normalizer.normalize(word, Normalizer.Form.NFD);
            String bare = apart.replaceAll("(?<=[\\p{IsLatin}])\\p{M}+|[\u0300\u0301\u0308]", "");
            return Normalizer.normalize(bare, Normalizer.Form.NFC)
                    .toLowerCase(Locale.ROOT);
        }
    }
}
