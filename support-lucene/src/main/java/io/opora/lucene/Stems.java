package io.opora.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.ArabicStemmer;
import org.tartarus.snowball.ext.ArmenianStemmer;
import org.tartarus.snowball.ext.BasqueStemmer;
import org.tartarus.snowball.ext.CatalanStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.EstonianStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.GreekStemmer;
import org.tartarus.snowball.ext.HindiStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.IndonesianStemmer;
import org.tartarus.snowball.ext.IrishStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.LithuanianStemmer;
import org.tartarus.snowball.ext.NepaliStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SerbianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TamilStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;
import org.tartarus.snowball.ext.YiddishStemmer;

/**
 * The stem that the forms of a word share, in the language that its letters and the locale of the text speak for: {@code iPhone} in a
 * Russian text is stemmed as English, {@code заказ} in a German one as Russian. Thread-safe.
 */
final class Stems {

    private record Key(String word, String language) {}

    /** A stem, and whether the word is one of those that every sentence has. */
    record Stem(String text, boolean common) {}

    private static final Map<String, Supplier<SnowballStemmer>> STEMMERS = Map.ofEntries(
            Map.entry("ar", ArabicStemmer::new), Map.entry("hy", ArmenianStemmer::new),
            Map.entry("eu", BasqueStemmer::new), Map.entry("ca", CatalanStemmer::new),
            Map.entry("da", DanishStemmer::new), Map.entry("nl", DutchStemmer::new),
            Map.entry("en", EnglishStemmer::new), Map.entry("et", EstonianStemmer::new),
            Map.entry("fi", FinnishStemmer::new), Map.entry("fr", FrenchStemmer::new),
            Map.entry("de", GermanStemmer::new), Map.entry("el", GreekStemmer::new),
            Map.entry("hi", HindiStemmer::new), Map.entry("hu", HungarianStemmer::new),
            Map.entry("id", IndonesianStemmer::new), Map.entry("ga", IrishStemmer::new),
            Map.entry("it", ItalianStemmer::new), Map.entry("lt", LithuanianStemmer::new),
            Map.entry("ne", NepaliStemmer::new), Map.entry("no", NorwegianStemmer::new),
            Map.entry("nb", NorwegianStemmer::new), Map.entry("nn", NorwegianStemmer::new),
            Map.entry("pt", PortugueseStemmer::new), Map.entry("ro", RomanianStemmer::new),
            Map.entry("ru", RussianStemmer::new), Map.entry("sr", SerbianStemmer::new),
            Map.entry("es", SpanishStemmer::new), Map.entry("sv", SwedishStemmer::new),
            Map.entry("ta", TamilStemmer::new), Map.entry("tr", TurkishStemmer::new),
            Map.entry("yi", YiddishStemmer::new));

    /** The languages in whose letters a word is taken for theirs, if the locale says so; otherwise the first of each script. */
    private static final Map<UnicodeScript, Set<String>> WRITTEN_IN = Map.of(
            UnicodeScript.LATIN, Set.of("eu", "ca", "da", "nl", "en", "et", "fi", "fr", "de", "hu", "id", "ga", "it",
                    "lt", "no", "nb", "nn", "pt", "ro", "es", "sv", "tr", "sr"),
            UnicodeScript.CYRILLIC, Set.of("ru", "sr"), UnicodeScript.DEVANAGARI, Set.of("hi", "ne"));

    private static final Map<UnicodeScript, String> BY_SCRIPT = Map.of(UnicodeScript.LATIN, "en",
            UnicodeScript.CYRILLIC, "ru", UnicodeScript.GREEK, "el", UnicodeScript.ARABIC, "ar",
            UnicodeScript.ARMENIAN, "hy", UnicodeScript.DEVANAGARI, "hi", UnicodeScript.TAMIL, "ta",
            UnicodeScript.HEBREW, "yi");

    /** Where Lucene keeps the words that every sentence has. */
    private static final Map<String, String> COMMON = Map.ofEntries(Map.entry("da", "danish"),
            Map.entry("nl", "dutch"), Map.entry("en", "english"), Map.entry("fi", "finnish"),
            Map.entry("fr", "french"), Map.entry("de", "german"), Map.entry("hu", "hungarian"),
            Map.entry("it", "italian"), Map.entry("no", "norwegian"), Map.entry("nb", "norwegian"),
            Map.entry("pt", "portuguese"), Map.entry("ru", "russian"), Map.entry("es", "spanish"),
            Map.entry("sv", "swedish"));

    private static final int MOST_KEPT = 50_000;

    private final Map<Key, Stem> kept = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> common = new ConcurrentHashMap<>();

    /**
     * The language as which a word is taken in a text.
     *
     * @param word the word
     * @param locale the language of the text
     * @return a code such as {@code ru}; empty if there is no stemmer for its letters
     */
    static String language(Word word, String locale) {
        UnicodeScript script = word.script();
        Set<String> candidates = WRITTEN_IN.getOrDefault(script, Set.of());
        return candidates.contains(locale) ? locale : BY_SCRIPT.getOrDefault(script, "");
    }

    /**
     * The stem of a word in a text of a language.
     *
     * @param word the word
     * @param locale the code of the text's language
     * @return its stem
     */
    Stem of(Word word, String locale) {
        Key key = new Key(word.text(), language(word, locale));
        Stem known = kept.get(key);
        if (known == null) {
            known = new Stem(stem(key), common(key.language()).contains(key.word()));
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(key, known);
        }
        return known;
    }

    private static String stem(Key key) {
        Supplier<SnowballStemmer> maker = STEMMERS.get(key.language());
        if (maker == null) {
            return Words.withoutAccents(key.word());
        }
        String word = key.word().endsWith("'s") ? key.word().substring(0, key.word().length() - 2) : key.word();
        SnowballStemmer stemmer = maker.get();
        stemmer.setCurrent(word.replace("'", ""));
        stemmer.stem();
        String stem = Words.withoutAccents(stemmer.getCurrent());
        return stem.isEmpty() ? key.word() : stem;
    }

    private Set<String> common(String language) {
        return common.computeIfAbsent(language, Stems::readCommon);
    }

    private static Set<String> readCommon(String language) {
        String file = COMMON.get(language);
        if (file == null) {
            return Set.of();
        }
        String path = "/org/apache/lucene/analysis/snowball/" + file + "_stop.txt";
        try (InputStream in = SnowballFilter.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Lucene's list of common words is missing: " + path);
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            CharArraySet words = WordlistLoader.getSnowballWordSet(reader);
            Set<String> read = new HashSet<>();
            for (Object word : words) {
                read.add(new String((char[]) word).toLowerCase(Locale.ROOT).replace('ё', 'е'));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
