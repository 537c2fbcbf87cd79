package io.opora.examples.benchmarks;

import static java.util.Objects.requireNonNull;

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

/** Five completions of two words and the beginning of a third, among entries in memory. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@State(Scope.Benchmark)
public class FaqSuggestBenchmark {

    private static final int BEGINNINGS = 500;

    /** How many entries there are. */
    @Param({"1000", "10000", "100000"})
    int entries = 1_000;

    private @Nullable LuceneFaqSearch opora;
    private List<String> beginnings = List.of();
    private int next;

    /** Fills it. */
    @Setup
    public void fill() {
        FaqPopulation population = new FaqPopulation(entries);
        LuceneFaqSearch search = LuceneFaqSearch.inMemory();
        search.index(population.entries());
        opora = search;
        beginnings = population.beginnings(BEGINNINGS);
    }

    /** Lets go of it. */
    @TearDown
    public void close() {
        requireNonNull(opora).close();
    }

    private String beginning() {
        next = (next + 1) % beginnings.size();
        return beginnings.get(next);
    }

    /** The library. */
    @Benchmark
    public List<String> opora() {
        return requireNonNull(opora).suggest(beginning(), Locale.ENGLISH, 5);
    }
}
