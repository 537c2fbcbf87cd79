package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.Properties;

/** What the pages say, in the languages of the site. */
record Texts(Locale locale, Properties texts) {

    static final List<Texts> ALL = List.of(load("en"), load("ru"));

    private static Texts load(String language) {
        Properties texts = new Properties();
        try (InputStream file = Texts.class.getResourceAsStream("texts_" + language + ".properties")) {
            texts.load(new InputStreamReader(file, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Texts(Locale.of(language), texts);
    }

    static Optional<Texts> of(String language) {
        return ALL.stream().filter(texts -> texts.language().equals(language)).findFirst();
    }

    /** The language that a browser asks for, as far as the site speaks it. */
    static Texts preferred(String acceptLanguage) {
        try {
            String header = acceptLanguage.substring(0, Math.min(acceptLanguage.length(), 200));
            Locale best = header.isBlank()
                    ? null
                    : Locale.lookup(LanguageRange.parse(header), ALL.stream().map(Texts::locale).toList());
            return best == null ? ALL.getFirst() : of(best.getLanguage()).orElse(ALL.getFirst());
        } catch (IllegalArgumentException e) {
            return ALL.getFirst();
        }
    }

    String language() {
        return locale.getLanguage();
    }

    /** A text as HTML. */
    String get(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("no text " + key + " in " + locale);
        }
        return Marked.escape(text);
    }
}
