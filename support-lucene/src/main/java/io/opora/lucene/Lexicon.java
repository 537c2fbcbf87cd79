package io.opora.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opora.faq.FaqSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Words and phrases that mean the same, by the stem they begin with. Thread-safe. */
final class Lexicon {

    /**
     * What a phrase may stand for.
     *
     * @param stems the phrase
     * @param others what means the same
     * @param weight how much that counts beside the phrase itself
     */
    record Phrase(List<String> stems, List<List<String>> others, float weight) {}

    private static final float HOST = .6f;
    private static final float EVERYDAY = .5f;
    private static final int LONGEST = 8;

    private final Stems stems;
    private final FaqSearch.Synonyms host;
    private final boolean everyday;
    private final Map<String, Map<String, List<Phrase>>> byLanguage = new ConcurrentHashMap<>();

    Lexicon(Stems stems, FaqSearch.Synonyms host, boolean everyday) {
        this.stems = stems;
        this.host = host;
        this.everyday = everyday;
    }

    Lexicon with(FaqSearch.Synonyms synonyms) {
        return new Lexicon(stems, synonyms, everyday);
    }

    /** {@return the phrases that begin with a stem, in a language} */
    List<Phrase> beginningWith(String stem, String language) {
        return byLanguage.computeIfAbsent(language, this::compile).getOrDefault(stem, List.of());
    }

    private Map<String, List<Phrase>> compile(String language) {
        Map<String, List<Phrase>> phrases = new HashMap<>();
        add(host, HOST, language, phrases);
        if (everyday) {
            String resource = "everyday-" + language + ".txt";
            try (InputStream in = Lexicon.class.getResourceAsStream(resource)) {
                if (in != null) {
                    add(FaqSearch.Synonyms.parse(new String(in.readAllBytes(), UTF_8)), EVERYDAY, language, phrases);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return phrases;
    }

    private void add(FaqSearch.Synonyms synonyms, float weight, String language, Map<String, List<Phrase>> phrases) {
        for (List<String> group : synonyms.groups()) {
            List<List<String>> members = group.stream()
                    .map(phrase -> Words.of(phrase, LONGEST).stream().map(word -> stems.of(word, language).text())
                            .toList())
                    .filter(member -> !member.isEmpty()).distinct().toList();
            for (List<String> member : members) {
                List<List<String>> others = new ArrayList<>(members);
                others.remove(member);
                if (!others.isEmpty()) {
                    phrases.computeIfAbsent(Objects.requireNonNull(member.get(0)), any -> new ArrayList<>(1))
                            .add(new Phrase(member, others, weight));
                }
            }
        }
    }
}
