package io.opora.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.lucene.LuceneFaqSearch;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ten hits for questions of ten words, among entries in memory: with all words known to the index, and with two of them misspelt, which
 * the floor does not find.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@State(Scope.Benchmark)
public class FaqSearchBenchmark {

    private static final int QUESTIONS = 500;

    /** How many entries there are. */
    @Param({"1000", "10000", "100000"})
    int entries = 1_000;

    /** How many of the ten words are misspelt. */
    @Param({"0", "2"})
    int misspelt;

    private @Nullable LuceneFaqSearch opora;
    private @Nullable FloorFaqSearch floor;
    private List<String> questions = List.of();
    private int next;

    /** Fills both. */
    @Setup
    public void fill() {
        FaqPopulation population = new FaqPopulation(entries);
        LuceneFaqSearch search = LuceneFaqSearch.inMemory();
        search.index(population.entries());
        opora = search;
        floor = new FloorFaqSearch(population.entries());
        questions = population.questions(QUESTIONS, misspelt);
    }

    /** Lets go of both. */
    @TearDown
    public void close() {
        requireNonNull(opora).close();
        requireNonNull(floor).close();
    }

    private String question() {
        next = (next + 1) % questions.size();
        return questions.get(next);
    }

    /** The library. */
    @Benchmark
    public List<FaqHit> opora() {
        return requireNonNull(opora).search(FaqQuery.of(question()).locale(Locale.ENGLISH));
    }

    /** Bare Lucene. */
    @Benchmark
    public List<String> floor() {
        return requireNonNull(floor).search(question());
    }
}
