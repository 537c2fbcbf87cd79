package io.opora.examples.benchmarks;

import io.opora.reply.ReplyMatch;
import io.opora.reply.ReplyMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How well {@link ReplyMatcher} ranks templates, and how well it keeps silent, on messages of one's own: folders with
 * {@code train.tsv} and {@code test.tsv}, each line a message and its template, parted by a tab; a template that is only in
 * {@code test.tsv} means that nothing fits.
 */
public final class ReplyEvaluation {

    private static final long SEED = 20_260_302;
    private static final int BINS = 10;

    /** A message and the template that answers it. */
    record Sample(String message, String template) {}

    /** What became of a message: whether anything fits it, how sure the first suggestion was, whether it was right. */
    private record Judged(boolean fits, double confidence, boolean right) {}

    private ReplyEvaluation() {}

    /**
     * Prints a table.
     *
     * @param folders the sets
     * @throws IOException if one cannot be read
     */
    public static void main(String[] folders) throws IOException {
        System.out.println("| set | learned | accuracy@1 | silent where nothing fits, 95 in 100 of the others answered "
                + "| area under ROC | accuracy@1, silent for 65 in 100 of what fits nothing | calibration error |");
        System.out.println("|---|---|--:|--:|--:|--:|--:|");
        for (String folder : folders) {
            List<Sample> train = read(Path.of(folder, "train.tsv"));
            List<Sample> test = read(Path.of(folder, "test.tsv"));
            String name = Path.of(folder).getFileName().toString();
            print(name, "one by one", taught(shuffled(train), false), train, test);
            print(name, "and rehearsed", taught(shuffled(train), true), train, test);
            for (int each : new int[]{1, 2, 3, 5, 10}) {
                print(name, "first " + each + " per template", taught(first(train, each), true), train, test);
            }
            for (double share : new double[]{0.1, 0.2}) {
                print(name, Math.round(share * 100) + " % wrong picks, rehearsed",
                        taught(spoilt(shuffled(train), share), true), train, test);
            }
            System.out.printf(Locale.ROOT, "| %s | as a stream, last third of it | %.3f | | | | |%n", name,
                    stream(shuffled(train)));
        }
    }

    static List<Sample> read(Path file) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.lastIndexOf('\t');
            if (tab > 0) {
                samples.add(new Sample(line.substring(0, tab), line.substring(tab + 1).replaceAll("\\s+", "-")));
            }
        }
        return samples;
    }

    private static List<Sample> shuffled(List<Sample> samples) {
        List<Sample> mixed = new ArrayList<>(samples);
        Collections.shuffle(mixed, new Random(SEED));
        return mixed;
    }

    private static List<Sample> first(List<Sample> samples, int each) {
        Map<String, Integer> seen = new HashMap<>();
        return samples.stream().filter(sample -> seen.merge(sample.template(), 1, Integer::sum) <= each).toList();
    }

    private static List<Sample> spoilt(List<Sample> samples, double share) {
        Random random = new Random(SEED);
        List<String> templates = samples.stream().map(Sample::template).distinct().sorted().toList();
        return samples.stream().map(sample -> random.nextDouble() < share
                ? new Sample(sample.message(), templates.get(random.nextInt(templates.size())))
                : sample).toList();
    }

    private static ReplyMatcher taught(List<Sample> samples, boolean rehearsed) {
        ReplyMatcher matcher = ReplyMatcher.acceptingWrong(1);
        samples.forEach(sample -> matcher.learn(sample.template(), sample.message()));
        if (rehearsed) {
            matcher.rehearse();
        }
        return matcher;
    }

    /** Suggests, then learns what was right. */
    private static double stream(List<Sample> samples) {
        ReplyMatcher matcher = ReplyMatcher.acceptingWrong(1);
        int right = 0;
        int from = samples.size() * 2 / 3;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            right += i >= from && judged(matcher, sample, true).right() ? 1 : 0;
            matcher.learn(sample.template(), sample.message());
        }
        return (double) right / (samples.size() - from);
    }

    private static Judged judged(ReplyMatcher matcher, Sample sample, boolean fits) {
        List<ReplyMatch> matches = matcher.suggest(sample.message(), 1);
        return matches.isEmpty()
                ? new Judged(fits, 0, false)
                : new Judged(fits, matches.getFirst().confidence(),
                        matches.getFirst().templateId().value().equals(sample.template()));
    }

    private static void print(String set, String learned, ReplyMatcher matcher, List<Sample> train,
            List<Sample> test) {
        Set<String> templates = train.stream().map(Sample::template).collect(Collectors.toSet());
        List<Judged> all = test.stream()
                .map(sample -> judged(matcher, sample, templates.contains(sample.template()))).toList();
        List<Judged> fitting = all.stream().filter(Judged::fits).toList();
        double[] sure = all.stream().filter(Judged::fits).mapToDouble(Judged::confidence).sorted().toArray();
        double[] foreign = all.stream().filter(each -> !each.fits()).mapToDouble(Judged::confidence).sorted().toArray();
        if (foreign.length == 0) {
            System.out.printf(Locale.ROOT, "| %s | %s | %.3f | | | | %.3f |%n", set, learned,
                    share(fitting, Judged::right), calibrationError(fitting));
            return;
        }
        double kept = sure[sure.length / 20];
        double refused = foreign[(int) Math.ceil(foreign.length * 0.65) - 1];
        System.out.printf(Locale.ROOT, "| %s | %s | %.3f | %.3f | %.3f | %.3f | %.3f |%n", set, learned,
                share(fitting, Judged::right), (double) Arrays.stream(foreign).filter(each -> each < kept).count()
                        / foreign.length,
                area(sure, foreign), share(fitting, each -> each.right() && each.confidence() > refused),
                calibrationError(fitting));
    }

    private static double share(List<Judged> judged, Predicate<Judged> which) {
        return (double) judged.stream().filter(which).count() / judged.size();
    }

    /** How often somebody who fits is surer than somebody who does not; ties count half (Mann and Whitney's U). */
    private static double area(double[] sure, double[] foreign) {
        double sum = 0;
        for (double other : foreign) {
            long below = Arrays.stream(sure).filter(each -> each < other).count();
            long equal = Arrays.stream(sure).filter(each -> each == other).count();
            sum += sure.length - below - equal / 2.0;
        }
        return sum / ((double) sure.length * foreign.length);
    }

    /** How far confidence and accuracy are apart, in ten bins, weighted by their size. */
    private static double calibrationError(List<Judged> judged) {
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double from = (double) bin / BINS;
            double to = bin + 1 == BINS ? 2 : (bin + 1.0) / BINS;
            List<Judged> in = judged.stream().filter(each -> each.confidence() >= from && each.confidence() < to)
                    .toList();
            if (!in.isEmpty()) {
                error += Math.abs(in.stream().mapToDouble(Judged::confidence).average().orElse(0)
                        - share(in, Judged::right)) * in.size() / judged.size();
            }
        }
        return error;
    }
}
