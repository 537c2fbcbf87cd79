package io.opora.examples.benchmarks;

import io.opora.faq.FaqEntry;
import io.opora.lucene.LuceneFaqSearch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 10,000 entries taken in by one call, in memory. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4)
@Measurement(iterations = 5)
@State(Scope.Benchmark)
public class FaqIndexBenchmark {

    private final List<FaqEntry> entries = new FaqPopulation(10_000).entries();

    /** The library. */
    @Benchmark
    public long opora() {
        try (LuceneFaqSearch search = LuceneFaqSearch.inMemory()) {
            search.index(entries);
            return search.size();
        }
    }

    /** Bare Lucene. */
    @Benchmark
    public List<String> floor() {
        try (FloorFaqSearch search = new FloorFaqSearch(entries)) {
            return search.search("x");
        }
    }
}
