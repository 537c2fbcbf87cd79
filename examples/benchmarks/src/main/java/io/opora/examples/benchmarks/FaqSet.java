package io.opora.examples.benchmarks;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Entries, and real questions with the ids of the entries that answer them.
 *
 * @param name what the set is called
 * @param locale the language, taken from the letters of the entries
 * @param entries the entries
 * @param questions the questions
 */
record FaqSet(String name, Locale locale, List<FaqEntry> entries, List<Question> questions) {

    /** A right entry that stands further down was not found. */
    static final int DEPTH = 20;

    /**
     * A question.
     *
     * @param text what was asked
     * @param right the ids of the entries that answer it
     */
    record Question(String text, Set<String> right) {}

    static FaqSet read(Path folder) throws IOException {
        List<String[]> rows = rows(folder.resolve("entries.tsv"));
        long russian = rows.stream().filter(row -> FaqNoise.isRussian(row[1])).count();
        Locale locale = Locale.of(russian * 2 > rows.size() ? "ru" : "en");
        List<FaqEntry> entries = rows.stream()
                .map(row -> FaqEntry.of(row[0], locale, row[1], row.length > 2 ? row[2] : "")).toList();
        List<Question> questions = rows(folder.resolve("queries.tsv")).stream()
                .map(row -> new Question(row[0], new TreeSet<>(Arrays.asList(row[1].trim().split("[ ,;|]+", -1)))))
                .toList();
        return new FaqSet(String.valueOf(folder.getFileName()), locale, entries, questions);
    }

    private static List<String[]> rows(Path file) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] row = line.split("\t", -1);
            if (row.length < 2) {
                throw new IllegalArgumentException(file + " line " + (rows.size() + 1) + ": fields are parted by tabs");
            }
            rows.add(row);
        }
        return rows;
    }

    /** {@return the ids that a search finds for a text, the best first} */
    List<String> ranked(FaqSearch search, String text) {
        return search.search(FaqQuery.of(text).locale(locale).limit(DEPTH)).stream().map(hit -> hit.id().value())
                .toList();
    }
}
