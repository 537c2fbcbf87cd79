package io.opora.examples.benchmarks;

import io.opora.reply.ReplyMatch;
import io.opora.reply.ReplyMatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.QueryBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A suggestion among 150 templates after 15,000 messages, and what it takes to learn one more and to carry all of it elsewhere. The peer
 * asks Lucene for the ten messages that resemble the question most and lets them vote, as Lucene's own classifier by nearest neighbours
 * does.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls prepare before anything else
public class ReplyBenchmark {

    private static final int TEMPLATES = 150;
    private static final int MESSAGES = 15_000;
    private static final int QUESTIONS = 1_024;
    private static final int WORDS = 4_000;
    private static final int NEIGHBOURS = 10;
    private static final int BYTES_PER_MB = 1 << 20;

    /** A folder with {@code train.tsv} and {@code test.tsv}; made up if it is empty. */
    @Param("")
    public String folder = "";

    private final List<ReplyEvaluation.Sample> samples = new ArrayList<>();
    private final List<String> questions = new ArrayList<>();
    private final Directory directory = new ByteBuffersDirectory();
    private final Analyzer analyzer = new StandardAnalyzer();
    private ReplyMatcher matcher = ReplyMatcher.create();
    private byte[] snapshot = {};
    private IndexSearcher searcher;
    private StoredFields stored;
    private int next;

    /**
     * Teaches both the same.
     *
     * @throws IOException if a file or the index cannot be read
     */
    @Setup
    public void prepare() throws IOException {
        read();
        long before = used();
        matcher = taught();
        System.out.printf("%nheap of what was learned: %,d MB%n", (used() - before) / BYTES_PER_MB);
        snapshot = matcher.snapshot();
        System.out.printf("snapshot: %,d MB%n", snapshot.length / BYTES_PER_MB);
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (ReplyEvaluation.Sample sample : samples) {
                Document document = new Document();
                document.add(new TextField("message", sample.message(), Field.Store.NO));
                document.add(new StoredField("template", sample.template()));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        searcher = new IndexSearcher(DirectoryReader.open(directory));
        stored = searcher.storedFields();
        next = 0;
    }

    private ReplyMatcher taught() {
        ReplyMatcher taught = ReplyMatcher.acceptingWrong(1);
        samples.forEach(sample -> taught.learn(sample.template(), sample.message()));
        return taught;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void read() throws IOException {
        Random random = new Random(7);
        samples.clear();
        questions.clear();
        List<ReplyEvaluation.Sample> asked = new ArrayList<>();
        if (folder.isEmpty()) {
            for (int i = 0; i < MESSAGES + QUESTIONS; i++) {
                (i < MESSAGES ? samples : asked).add(message(i % TEMPLATES, random));
            }
        } else {
            samples.addAll(ReplyEvaluation.read(Path.of(folder, "train.tsv")));
            asked.addAll(ReplyEvaluation.read(Path.of(folder, "test.tsv")));
        }
        Collections.shuffle(samples, random);
        Collections.shuffle(asked, random);
        for (int i = 0; i < QUESTIONS; i++) {
            questions.add(asked.get(i % asked.size()).message());
        }
    }

    /** Eight words, three of a template's own and the others as frequent as words are. */
    private static ReplyEvaluation.Sample message(int template, Random random) {
        StringBuilder message = new StringBuilder();
        for (int word = 0; word < 8; word++) {
            int number = word < 3
                    ? WORDS + template * 20 + random.nextInt(20)
                    : (int) (WORDS * Math.pow(random.nextDouble(), 3));
            message.append(word == 0 ? "" : " ").append(Long.toString(1_000_003L + number * 7_919L, 26)
                    .replaceAll("[0-9]", "o"));
        }
        return new ReplyEvaluation.Sample(message.toString(), "template-" + template);
    }

    /** Puts what was learned back to where it was, so that learning meets the same each time. */
    @Setup(Level.Iteration)
    public void begin() {
        if (matcher.cases() != samples.size()) {
            matcher.restore(snapshot);
        }
    }

    private String question() {
        next = (next + 1) & (QUESTIONS - 1);
        return questions.get(next);
    }

    /** The matcher. */
    @Benchmark
    public List<ReplyMatch> suggest() {
        return matcher.suggest(question(), 3);
    }

    /**
     * Lucene's nearest neighbours.
     *
     * @return the template with the most votes
     * @throws IOException if the index cannot be read
     */
    @Benchmark
    public String suggestByLucene() throws IOException {
        Query query = new QueryBuilder(analyzer).createBooleanQuery("message", question());
        Map<String, Double> votes = new HashMap<>();
        if (query != null) {
            for (ScoreDoc hit : searcher.search(query, NEIGHBOURS).scoreDocs) {
                votes.merge(stored.document(hit.doc).get("template"), (double) hit.score, Double::sum);
            }
        }
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
    }

    /** One more message. */
    @Benchmark
    public void learn() {
        matcher.learn("template-0", question());
    }

    /** Everything as bytes. */
    @Benchmark
    public byte[] takeSnapshot() {
        return matcher.snapshot();
    }

    /** Everything from bytes. */
    @Benchmark
    public ReplyMatcher restore() {
        ReplyMatcher restored = ReplyMatcher.create();
        restored.restore(snapshot);
        return restored;
    }
}
