package io.opora.examples.replies;

import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How often suggestions are right against how often there is none. Each message is asked of a matcher that has learned four fifths of the
 * others and not this one.
 */
final class Report {

    private static final int FOLDS = 5;

    /** What was answered to a message: how sure, whether rightly, and whether any template fits it at all. */
    private record Answer(double confidence, boolean right, boolean fits) {}

    /**
     * What comes of accepting a share of wrong suggestions.
     *
     * @param accept the share that is accepted
     * @param answered the share of messages that get a suggestion, of those that some template fits
     * @param right the share of right ones among these suggestions, 1 if there are none
     * @param silent the share of messages that get none, of those that no template fits; 1 if there are none
     */
    record Point(double accept, double answered, double right, double silent) {}

    private final List<Answer> answers;

    private Report(List<Answer> answers) {
        this.answers = answers;
    }

    static Report of(List<ReplyTemplate> templates, List<Past> past) {
        List<Answer> answers = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int out = fold;
            List<Past> learned = IntStream.range(0, past.size()).filter(i -> i % FOLDS != out).mapToObj(past::get)
                    .toList();
            try (Shelf shelf = new Shelf(templates, learned, 1)) {
                for (int i = out; i < past.size(); i += FOLDS) {
                    answers.add(answer(shelf, past.get(i)));
                }
            }
        }
        return new Report(answers);
    }

    private static Answer answer(Shelf shelf, Past message) {
        List<Replies.Suggestion> suggestions = shelf.suggest(message.text(), 1);
        return suggestions.isEmpty()
                ? new Answer(0, false, message.template().isPresent())
                : new Answer(suggestions.getFirst().confidence(),
                        message.template().filter(suggestions.getFirst().template().id()::equals).isPresent(),
                        message.template().isPresent());
    }

    int messages() {
        return answers.size();
    }

    long unfitting() {
        return answers.stream().filter(answer -> !answer.fits()).count();
    }

    Point at(double accept) {
        double least = 1 - accept;
        List<Answer> given = answers.stream()
                .filter(answer -> answer.confidence() > 0 && answer.confidence() >= least).toList();
        long fitting = answers.stream().filter(Answer::fits).count();
        long answered = given.stream().filter(Answer::fits).count();
        long right = given.stream().filter(Answer::right).count();
        return new Point(accept, share(answered, fitting), share(right, given.size()),
                1 - (unfitting() == 0 ? 0 : share(given.size() - answered, unfitting())));
    }

    /** Of nothing there is no share. */
    private String silence(Point point) {
        return unfitting() == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * point.silent());
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }

    /** From the strictest to the most generous. */
    List<Point> points(int steps) {
        return IntStream.rangeClosed(1, steps).mapToObj(i -> at((double) i / steps)).toList();
    }

    String table() {
        StringBuilder table = new StringBuilder(
                "accepted wrong   answered   right of these   silent where none fits\n");
        for (Point point : points(10)) {
            table.append(String.format(Locale.ROOT, "%14.0f%% %9.1f%% %15.1f%% %24s%n", 100 * point.accept(),
                    100 * point.answered(), 100 * point.right(), silence(point)));
        }
        return table.toString().replace(System.lineSeparator(), "\n");
    }
}
