package io.opora.examples.benchmarks;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqSearch;
import io.opora.lucene.LuceneFaqSearch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tells how well the search answers real questions about a set of entries: as they were asked, misspelt, in the wrong keyboard
 * layout, transliterated, while they are being typed, and after it has learned from other questions. The same seeds in every
 * run, so the same table.
 */
public final class FaqEvaluation {

    private static final int FOLDS = 5;
    private static final long SEED = 20_261_126;

    private FaqEvaluation() {}

    /**
     * Prints a table for each set.
     *
     * @param args folders that each hold {@code entries.tsv} (id, question, answer) and {@code queries.tsv} (text, right ids)
     * @throws IOException if a file cannot be read
     */
    public static void main(String... args) throws IOException {
        run(Stream.of(args).map(Path::of).toList(), System.out);
    }

    static void run(List<Path> folders, PrintStream out) throws IOException {
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("at least one folder with entries.tsv and queries.tsv is needed");
        }
        out.println("| set | questions | " + String.join(" | ", FaqScores.NAMES) + " |");
        out.println("|---|---|" + "--:|".repeat(FaqScores.NAMES.size()));
        for (Path folder : folders) {
            FaqSet set = FaqSet.read(folder);
            try (FaqSearch search = LuceneFaqSearch.inMemory()) {
                search.index(set.entries());
                asked(set, search, out);
                typed(set, search, out);
            }
            print(out, set, "past questions, " + FOLDS + " folds", learned(set));
        }
    }

    private static void asked(FaqSet set, FaqSearch search, PrintStream out) {
        print(out, set, "as asked", scores(set, search, UnaryOperator.identity()));
        Random one = new Random(SEED);
        print(out, set, "one typo", scores(set, search, text -> FaqNoise.typos(text, 1, one)));
        Random two = new Random(SEED);
        print(out, set, "two typos", scores(set, search, text -> FaqNoise.typos(text, 2, two)));
        print(out, set, "wrong keyboard layout", scores(set, search, FaqNoise::otherLayout));
        if (set.questions().stream().anyMatch(question -> FaqNoise.isRussian(question.text()))) {
            print(out, set, "transliterated", scores(set, search, FaqNoise::transliterated));
        }
    }

    private static void typed(FaqSet set, FaqSearch search, PrintStream out) {
        for (int percent : new int[]{25, 50, 75}) {
            print(out, set, "first " + percent + " %", scores(set, search,
                    text -> text.substring(0, Math.max(1, text.length() * percent / 100))));
        }
    }

    private static FaqScores scores(FaqSet set, FaqSearch search, UnaryOperator<String> change) {
        FaqScores scores = new FaqScores();
        for (FaqSet.Question question : set.questions()) {
            scores.add(set.ranked(search, change.apply(question.text())), question.right());
        }
        return scores;
    }

    /** Each question is asked of a search that has learned from four fifths of the others. */
    private static FaqScores learned(FaqSet set) {
        List<FaqSet.Question> shuffled = new ArrayList<>(set.questions());
        Collections.shuffle(shuffled, new Random(SEED));
        FaqScores scores = new FaqScores();
        for (int fold = 0; fold < FOLDS; fold++) {
            try (FaqSearch search = LuceneFaqSearch.inMemory()) {
                search.index(set.entries());
                List<FaqSearch.Answered> past = new ArrayList<>();
                for (int i = 0; i < shuffled.size(); i++) {
                    if (i % FOLDS != fold) {
                        FaqSet.Question question = shuffled.get(i);
                        question.right()
                                .forEach(id -> past.add(new FaqSearch.Answered(question.text(), FaqEntry.Id.of(id),
                                        set.locale(), Instant.EPOCH)));
                    }
                }
                search.learn(past);
                for (int i = fold; i < shuffled.size(); i += FOLDS) {
                    scores.add(set.ranked(search, shuffled.get(i).text()), shuffled.get(i).right());
                }
            }
        }
        return scores;
    }

    private static void print(PrintStream out, FaqSet set, String questions, FaqScores scores) {
        StringBuilder row = new StringBuilder("| " + set.name() + " | " + questions + " |");
        scores.means().forEach(mean -> row.append(String.format(Locale.ROOT, " %.3f |", mean)));
        out.println(row);
    }
}
