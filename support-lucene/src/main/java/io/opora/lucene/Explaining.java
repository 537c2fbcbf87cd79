package io.opora.lucene;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Because;
import io.opora.faq.FaqHit.Highlight;
import io.opora.faq.FaqHit.Part;
import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqHit.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says why an entry was found: which words, by which rules, in which section. Made for one search; not thread-safe. */
final class Explaining {

    /** More pieces of one text are not marked, and no more words of it are looked at. */
    private static final int MOST_HIGHLIGHTS = 50;
    private static final int MOST_WORDS = 5_000;

    private record Meaning(Concept concept, Concept.Way way) {}

    private record Match(Meaning meaning, Word word) {}

    private final Stems stems;
    private final Map<Concept, Float> weights;
    private final Map<String, Meaning> byStem = new HashMap<>();

    Explaining(Stems stems, Map<Concept, Float> weights) {
        this.stems = stems;
        this.weights = weights;
        weights.keySet().forEach(concept -> concept.ways.forEach((stem, way) -> {
            Meaning there = byStem.get(stem);
            if (there == null || there.way().weight() < way.weight()) {
                byStem.put(stem, new Meaning(concept, way));
            }
        }));
    }

    FaqHit hit(Documents.Content content, double score) {
        FaqEntry entry = content.entry();
        String language = entry.locale().getLanguage();
        List<Match> question = matches(entry.question(), language);
        List<Match> answer = matches(entry.answer(), language);
        answer.removeIf(match -> match.meaning().way().rule() == Rule.LOOK_ALIKE);
        List<Highlight> highlights = new ArrayList<>(highlights(Part.QUESTION, question));
        highlights.addAll(highlights(Part.ANSWER, answer));
        return new FaqHit(entry, score, highlights, because(content, question, answer),
                section(entry.answer(), answer));
    }

    private List<Match> matches(String text, String language) {
        List<Match> matches = new ArrayList<>();
        for (Word word : Words.of(text, MOST_WORDS)) {
            Meaning meaning = byStem.get(stems.of(word, language).text());
            if (meaning != null) {
                matches.add(new Match(meaning, word));
            }
        }
        return matches;
    }

    /** Words that every sentence has are only marked beside others. */
    private static List<Highlight> highlights(Part part, List<Match> matches) {
        boolean telling = matches.stream().anyMatch(match -> !match.meaning().concept().common);
        List<Highlight> highlights = new ArrayList<>();
        int end = -1;
        for (Match match : matches) {
            if (highlights.size() < MOST_HIGHLIGHTS && match.word().start() >= end
                    && ((part == Part.QUESTION && telling) || !match.meaning().concept().common)) {
                highlights.add(new Highlight(part, match.word().start(), match.word().end()));
                end = match.word().end();
            }
        }
        return highlights;
    }

    private List<Because> because(Documents.Content content, List<Match> question, List<Match> answer) {
        Map<Concept, Match> best = new HashMap<>();
        for (List<Match> matches : List.of(question, answer)) {
            for (Match match : matches) {
                best.merge(match.meaning().concept(), match, Explaining::better);
            }
        }
        Map<Concept, Because> because = new HashMap<>();
        best.forEach((concept, match) -> because.put(concept,
                new Because(concept.asked.text(), match.meaning().way().rule(), match.word().text())));
        if (because.size() < weights.size()) {
            addPhrasings(content, because);
        }
        return because.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> each.getKey().asked.start())).map(Map.Entry::getValue)
                .distinct().toList();
    }

    private static Match better(Match one, Match other) {
        return other.meaning().way().weight() > one.meaning().way().weight() ? other : one;
    }

    private void addPhrasings(Documents.Content content, Map<Concept, Because> because) {
        String language = content.entry().locale().getLanguage();
        List<String> phrasings = new ArrayList<>(content.entry().phrasings());
        content.learned().forEach(learned -> phrasings.add(learned.question()));
        for (String phrasing : phrasings) {
            for (Match match : matches(phrasing, language)) {
                Concept concept = match.meaning().concept();
                because.putIfAbsent(concept, new Because(concept.asked.text(), Rule.PHRASING, match.word().text()));
            }
        }
    }

    /** The part of the answer whose words, each counted once, are worth most. */
    private Optional<Section> section(String answer, List<Match> matches) {
        List<Section> sections = Section.of(answer);
        Section best = null;
        float most = 0;
        for (Section section : sections) {
            Map<Concept, Float> there = new HashMap<>();
            for (Match match : matches) {
                if (match.word().start() >= section.start() && match.word().start() < section.end()) {
                    Concept concept = match.meaning().concept();
                    there.put(concept, weights.getOrDefault(concept, 0f));
                }
            }
            float worth = (float) there.values().stream().mapToDouble(Float::doubleValue).sum();
            if (worth > most) {
                best = section;
                most = worth;
            }
        }
        return Optional.ofNullable(best);
    }
}
