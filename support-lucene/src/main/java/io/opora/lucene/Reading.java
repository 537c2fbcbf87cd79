package io.opora.lucene;

import io.opora.faq.FaqHit.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Understands what somebody typed: which words it has, and what each of them may have been meant to be. A word that the index holds is
 * taken as it is; only others are looked at as typed with the wrong keyboard, transliterated, misspelt, split or joined.
 */
final class Reading {

    /** More words of one text are not looked at. */
    static final int MOST_WORDS = 400;

    /** Corrections are dear, so only so many words of a text are corrected. */
    private static final int MOST_CORRECTED = 12;

    private static final float SPELLING = .7f;
    private static final float COMPLETION = .8f;
    private static final float COMPLETION_OF_A_WORD = .3f;

    private final Dictionary dictionary;
    private final Stems stems;
    private final Lexicon lexicon;
    private final List<String> languages;
    private final List<Concept> concepts = new ArrayList<>();
    private int corrections;

    private Reading(Dictionary dictionary, Stems stems, Lexicon lexicon, List<String> languages) {
        this.dictionary = dictionary;
        this.stems = stems;
        this.lexicon = lexicon;
        this.languages = languages;
    }

    /**
     * Understands a text.
     *
     * @param text the text
     * @param languages the languages that the entries in question are in
     * @return what it says, a concept for each word that is not there already
     */
    static List<Concept> of(String text, List<String> languages, Dictionary dictionary, Stems stems, Lexicon lexicon)
            throws IOException {
        Reading reading = new Reading(dictionary, stems, lexicon, languages);
        reading.read(text);
        return reading.concepts;
    }

    private void read(String text) throws IOException {
        for (Word word : Words.of(text, MOST_WORDS)) {
            concepts.add(understood(new Concept(word), word, Rule.WORD));
        }
        if (!concepts.stream().allMatch(concept -> concept.known)) {
            tryOtherKeyboard(text);
            tryTransliteration();
            joinWords();
        }
        complete(text);
        for (Concept concept : concepts) {
            if (!concept.known && concept.ways.values().stream().noneMatch(way -> way.rule() == Rule.PREFIX)) {
                correct(concept);
            }
        }
        dropRepeated();
        for (Concept concept : concepts) {
            addLookAlikes(concept);
        }
        addSynonyms();
    }

    /** Takes a concept for a word: sets its stems, whether it is common, and whether the index holds it. */
    private Concept understood(Concept concept, Word word, Rule rule) throws IOException {
        concept.words.clear();
        concept.words.add(word);
        concept.ways.clear();
        concept.common = false;
        concept.known = false;
        for (String language : languages) {
            Stems.Stem stem = stems.of(word, language);
            concept.add(stem.text(), rule, 1);
            concept.common |= stem.common();
            concept.known |= stem.common() || dictionary.holdsStem(stem.text());
        }
        return concept;
    }

    /** How sure a word makes us that the text was understood: two letters are a word in any language. */
    private static int weight(Concept concept) {
        int letters = concept.words.get(0).letters();
        return concept.known && letters > 2 ? Math.min(letters, 8) : 0;
    }

    /** What the text would weigh if it were Russian in Latin letters. */
    private int weightInRussianLetters() throws IOException {
        int weight = 0;
        for (Concept concept : concepts) {
            Word word = concept.words.get(0);
            if (word.latin() && word.letters() > 2 && !inRussianLetters(word).isEmpty()) {
                weight += Math.min(word.letters(), 8);
            }
        }
        return weight;
    }

    /** {@return the stems that a word in Latin letters may have in Russian ones; empty if the index holds none} */
    private Set<String> inRussianLetters(Word word) throws IOException {
        Word meant = new Word(Transliteration.cyrillic(word.text()), word.start(), word.end());
        Set<String> known = new LinkedHashSet<>();
        if (meant.cyrillic()) {
            Stems.Stem stem = stems.of(meant, "ru");
            if (stem.common() || dictionary.holdsStem(stem.text())) {
                known.add(stem.text());
            }
            known.addAll(dictionary.stemsByKey(Transliteration.key(stem.text())));
        }
        return known;
    }

    private static int weight(List<Concept> concepts) {
        return concepts.stream().mapToInt(Reading::weight).sum();
    }

    private void tryOtherKeyboard(String text) throws IOException {
        Optional<List<Concept>> best = Optional.empty();
        int bestWeight = Math.max(weight(concepts), weightInRussianLetters());
        for (boolean russian : new boolean[]{true, false}) {
            List<Concept> other = onOtherKeyboard(text, russian);
            int weight = weight(other);
            if (weight > bestWeight) {
                best = Optional.of(other);
                bestWeight = weight;
            }
        }
        best.ifPresent(meant -> {
            concepts.clear();
            concepts.addAll(meant);
        });
    }

    /** The text piece by piece as it would be on the other keyboard, where that makes more of it. */
    private List<Concept> onOtherKeyboard(String text, boolean russian) throws IOException {
        List<List<Concept>> pieces = new ArrayList<>();
        List<List<Concept>> asked = new ArrayList<>();
        int gained = 0;
        int lost = 0;
        int at = 0;
        int next = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            List<Concept> mine = new ArrayList<>();
            while (next < concepts.size() && concepts.get(next).asked.start() < end) {
                mine.add(concepts.get(next++));
            }
            List<Concept> other = end == at ? mine : meant(text, at, end, russian);
            asked.add(mine);
            pieces.add(other);
            gained += Math.max(0, weight(other) - weight(mine));
            lost += Math.max(0, weight(mine) - weight(other));
            at = end + 1;
        }
        List<Concept> result = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            int mine = weight(asked.get(i));
            int other = weight(pieces.get(i));
            boolean better = gained > lost ? other > 0 || mine == 0 : other > mine && mine == 0 && other >= 4;
            result.addAll(better ? pieces.get(i) : asked.get(i));
        }
        return result;
    }

    private List<Concept> meant(String text, int start, int end, boolean russian) throws IOException {
        List<Concept> whole = translated(text, start, end, russian);
        int bare = end;
        while (bare > start && !Character.isLetterOrDigit(text.codePointBefore(bare))) {
            bare--;
        }
        if (bare == end || bare == start) {
            return whole;
        }
        // a full stop is a letter on the other keyboard, or what ends the sentence
        List<Concept> stripped = translated(text, start, bare, russian);
        return weight(whole) > weight(stripped) ? whole : stripped;
    }

    private List<Concept> translated(String text, int start, int end, boolean russian) throws IOException {
        String typed = text.substring(start, end);
        String meant = russian ? Keyboard.russian(typed) : Keyboard.latin(typed);
        List<Concept> translated = new ArrayList<>();
        if (meant.equals(typed)) {
            return translated;
        }
        for (Word word : Words.of(meant, MOST_WORDS)) {
            Word asked = new Word(typed.substring(word.start(), word.end()), start + word.start(), start + word.end());
            translated.add(understood(new Concept(asked), word, Rule.KEYBOARD));
        }
        return translated;
    }

    private void tryTransliteration() throws IOException {
        List<Concept> latin = concepts.stream().filter(concept -> concept.words.get(0).latin()).toList();
        Map<Concept, Word> cyrillic = new LinkedHashMap<>();
        Map<Concept, Set<String>> found = new LinkedHashMap<>();
        int gained = 0;
        for (Concept concept : latin) {
            Word word = concept.words.get(0);
            Word meant = new Word(Transliteration.cyrillic(word.text()), word.start(), word.end());
            if (!meant.cyrillic()) {
                continue;
            }
            Set<String> known = inRussianLetters(word);
            cyrillic.put(concept, meant);
            found.put(concept, known);
            gained += known.isEmpty() || word.letters() < 3 ? 0 : Math.min(word.letters(), 8);
        }
        boolean throughout = gained > weight(latin);
        for (Map.Entry<Concept, Word> entry : cyrillic.entrySet()) {
            Concept concept = entry.getKey();
            Set<String> known = found.getOrDefault(concept, Set.of());
            if (throughout
                    ? !known.isEmpty() || !concept.known
                    : !concept.known && !known.isEmpty() && concept.asked.letters() >= 4) {
                boolean wasKnown = concept.known && concept.asked.letters() > 3;
                Map<String, Concept.Way> before = new LinkedHashMap<>(concept.ways);
                understood(concept, entry.getValue(), Rule.TRANSLITERATION);
                known.forEach(stem -> concept.add(stem, Rule.TRANSLITERATION, 1));
                concept.known |= !known.isEmpty();
                if (wasKnown) {
                    before.forEach((stem, way) -> concept.add(stem, way.rule(), way.weight()));
                }
            }
        }
    }

    /** Words that belong together, such as {@code git hub}: counts as another way for both. */
    private void joinWords() throws IOException {
        for (int i = 0; i + 1 < concepts.size(); i++) {
            Concept one = concepts.get(i);
            Concept other = concepts.get(i + 1);
            if (one.known && other.known) {
                continue;
            }
            String joined = Words.withoutAccents(one.words.get(0).text() + other.words.get(0).text());
            if (joined.length() >= 4 && joined.length() <= Words.MAX_LETTERS && dictionary.holdsWord(joined)) {
                for (Concept part : List.of(one, other)) {
                    addStems(part, joined, Rule.SPELLING, SPELLING);
                    part.known = true;
                }
                one.corrected = joined;
                other.corrected = "";
            }
        }
    }

    private void addStems(Concept concept, String word, Rule rule, float weight) {
        Word meant = new Word(word, concept.asked.start(), concept.asked.end());
        for (String language : languages) {
            concept.add(stems.of(meant, language).text(), rule, weight);
        }
    }

    /** The last word may be the beginning of one, as long as nothing stands behind it. */
    private void complete(String text) throws IOException {
        if (concepts.isEmpty()) {
            return;
        }
        Concept last = concepts.get(concepts.size() - 1);
        Word word = last.words.get(0);
        if (last.asked.end() < text.length() || word.number()) {
            return;
        }
        String beginning = Words.withoutAccents(word.text());
        boolean whole = dictionary.holdsWord(beginning);
        if (whole && word.letters() < 3) {
            return;
        }
        for (String completion : dictionary.completions(beginning)) {
            if (!completion.equals(beginning)) {
                addStems(last, completion, Rule.PREFIX, whole ? COMPLETION_OF_A_WORD : COMPLETION);
            }
        }
    }

    private void correct(Concept concept) throws IOException {
        Word word = concept.words.get(0);
        if (word.number() || corrections >= MOST_CORRECTED) {
            return;
        }
        corrections++;
        String bare = Words.withoutAccents(word.text());
        Optional<String> near = dictionary.correction(bare);
        if (near.isPresent()) {
            addStems(concept, near.get(), Rule.SPELLING, SPELLING);
            concept.words.add(new Word(near.get(), word.start(), word.end()));
            concept.corrected = near.get();
        } else if (!split(concept, bare) && word.cyrillic()) {
            String latin = Transliteration.latin(bare);
            Optional<String> brand = dictionary.holdsWord(latin) ? Optional.of(latin) : dictionary.correction(latin);
            brand.ifPresent(name -> {
                addStems(concept, name, Rule.TRANSLITERATION, SPELLING);
                concept.words.add(new Word(name, word.start(), word.end()));
            });
        }
    }

    /** A word that is two, such as {@code немогу}. */
    private boolean split(Concept concept, String word) throws IOException {
        int best = 0;
        int bestAt = 0;
        for (int at = 2; at <= word.length() - 2; at++) {
            if (Character.isLowSurrogate(word.charAt(at))) {
                continue;
            }
            int frequency = Math.min(dictionary.frequency(Fields.WORDS, word.substring(0, at)),
                    dictionary.frequency(Fields.WORDS, word.substring(at)));
            if (frequency > best) {
                best = frequency;
                bestAt = at;
            }
        }
        if (bestAt == 0) {
            return false;
        }
        addStems(concept, word.substring(0, bestAt), Rule.SPELLING, SPELLING);
        addStems(concept, word.substring(bestAt), Rule.SPELLING, SPELLING);
        concept.corrected = word.substring(0, bestAt) + " " + word.substring(bestAt);
        return true;
    }

    /** The same word twice says no more than once. */
    private void dropRepeated() {
        Set<Set<String>> seen = new LinkedHashSet<>();
        concepts.removeIf(concept -> !seen.add(Set.copyOf(concept.ways.keySet())));
    }

    private void addLookAlikes(Concept concept) throws IOException {
        for (Map.Entry<String, Concept.Way> way : List.copyOf(concept.ways.entrySet())) {
            if (way.getValue().rule() == Rule.PREFIX || way.getValue().rule() == Rule.SPELLING) {
                continue;
            }
            for (Map.Entry<String, Float> alike : dictionary.lookAlikes(way.getKey()).entrySet()) {
                concept.add(alike.getKey(), Rule.LOOK_ALIKE, alike.getValue() * way.getValue().weight());
            }
        }
    }

    private void addSynonyms() {
        List<Concept> asked = List.copyOf(concepts);
        for (String language : languages) {
            for (int i = 0; i < asked.size(); i++) {
                for (String stem : wordsOf(asked.get(i))) {
                    for (Lexicon.Phrase phrase : lexicon.beginningWith(stem, language)) {
                        if (stands(phrase.stems(), asked, i)) {
                            add(phrase, asked.get(i));
                        }
                    }
                }
            }
        }
    }

    private static List<String> wordsOf(Concept concept) {
        return concept.ways.entrySet().stream().filter(way -> switch (way.getValue().rule()) {
            case WORD, KEYBOARD, TRANSLITERATION, SPELLING -> true;
            case PREFIX, SYNONYM, LOOK_ALIKE, PHRASING, MEANING -> false;
        }).map(Map.Entry::getKey).toList();
    }

    private static boolean stands(List<String> phrase, List<Concept> asked, int at) {
        for (int i = 1; i < phrase.size(); i++) {
            if (at + i >= asked.size() || !wordsOf(asked.get(at + i)).contains(phrase.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void add(Lexicon.Phrase phrase, Concept first) {
        Concept concept = first;
        if (phrase.stems().size() > 1) {
            concept = new Concept(first.asked);
            concept.words.addAll(first.words);
            concept.extra = true;
            concept.known = true;
        }
        for (List<String> other : phrase.others()) {
            if (other.size() == 1) {
                concept.add(other.get(0), Rule.SYNONYM, phrase.weight());
            } else {
                concept.phrases.merge(other, phrase.weight(), Math::max);
            }
        }
        if (concept.extra) {
            concepts.add(concept);
        }
    }
}
