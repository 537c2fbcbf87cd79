package io.opora.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.lucene.LuceneFaqSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A directory of 10,000 entries opened, every byte of it checked, and the first question answered. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class FaqStartBenchmark {

    private @Nullable Path directory;
    private String question = "";

    /** Fills the directory; what is measured finds classes loaded and files in the cache, and nothing else. */
    @Setup
    public void fill() throws IOException {
        FaqPopulation population = new FaqPopulation(10_000);
        Path path = Files.createTempDirectory("faq");
        try (LuceneFaqSearch search = LuceneFaqSearch.open(path)) {
            search.apply(population.entries(), List.of(), 1);
        }
        directory = path;
        question = population.questions(1, 0).getFirst();
    }

    /** Deletes it. */
    @TearDown
    public void delete() throws IOException {
        Path path = requireNonNull(directory);
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }

    /** The library. */
    @Benchmark
    public List<FaqHit> opora() {
        try (LuceneFaqSearch search = LuceneFaqSearch.open(requireNonNull(directory))) {
            return search.search(FaqQuery.of(question).locale(Locale.ENGLISH));
        }
    }
}
