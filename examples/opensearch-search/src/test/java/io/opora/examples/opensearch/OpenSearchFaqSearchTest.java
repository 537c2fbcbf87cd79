package io.opora.examples.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import io.opora.storage.memory.MemoryStorage;
import io.opora.storage.tck.FaqSearchContract;
import io.opora.storage.tck.FaqSearchFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The adapter keeps what every search promises, on a cluster of three nodes. */
class OpenSearchFaqSearchTest {

    private static final Locale EN = Locale.ENGLISH;

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static int names;

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    private static synchronized String newName() {
        return "faq-" + ++names;
    }

    private static OpenSearchFaqSearch connect(String name) {
        return OpenSearchFaqSearch.connect(cluster.address(), name);
    }

    private static Rest rest() {
        return new Rest(cluster.address());
    }

    private static void delete(String name) {
        try (Rest rest = rest()) {
            rest.find("DELETE", name + "-*");
        }
    }

    @Nested
    class KeepsTheContract extends FaqSearchContract {

        @Override
        protected FaqSearchFixture createFixture() {
            String name = newName();
            return new FaqSearchFixture() {
                private OpenSearchFaqSearch search = connect(name);

                @Override
                public FaqSearch search() {
                    return search;
                }

                @Override
                public FaqSearch restart(boolean lost) {
                    search.close();
                    if (lost) {
                        delete(name);
                    }
                    search = connect(name);
                    return search;
                }

                @Override
                public void close() {
                    search.close();
                    delete(name);
                }
            };
        }
    }

    @Test
    void theClusterHasThreeNodesAndTheSameLuceneAsOpora() {
        try (Rest rest = rest()) {
            assertThat(rest.ask("GET", "_cluster/health").path("number_of_nodes").asInt()).isEqualTo(3);
            assertThat(rest.ask("GET", "").at("/version/lucene_version").asString())
                    .isEqualTo(System.getProperty("lucene.version", "10.5.0"));
        }
    }

    @Test
    void anIndexHasACopyOnAnotherNode() {
        String name = newName();
        try (OpenSearchFaqSearch search = connect(name); Rest rest = rest()) {
            search.index(List.of(FaqEntry.of("a", EN, "Lamp?", "")));

            JsonNode health = rest.ask("GET", "_cluster/health/" + name + "?wait_for_status=green&timeout=30s");

            assertThat(health.path("status").asString()).isEqualTo("green");
            assertThat(health.path("active_shards").asInt()).isEqualTo(2);
        }
    }

    @Test
    void nodesThatShareAnIndexSeeWhatTheOthersHaveWritten() {
        String name = newName();
        FaqStore store = MemoryStorage.create().faq();
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
        try (OpenSearchFaqSearch one = connect(name); OpenSearchFaqSearch two = connect(name)) {
            Faq first = Faq.builder(store).clock(clock).search(one).build();
            Faq second = Faq.builder(store).clock(clock).search(two).build();
            first.save(Faq.Person.editor("ann"), FaqEdition.Content
                    .of(FaqEntry.of("refund", EN, "How do I get my money back?", "")).from(clock.instant()), 0);

            first.catchUp();

            assertThat(two.revision()).isEqualTo(1);
            assertThat(second.search(Faq.Person.ANYBODY, FaqQuery.of("money")).hits()).hasSize(1);
            two.rebuild(List.of(FaqEntry.of("lamp", EN, "Lamp?", "")), 7);
            assertThat(one.revision()).isEqualTo(7);
            assertThat(one.search(FaqQuery.of("lamp money"))).extracting(hit -> hit.id().value())
                    .containsExactly("lamp");
        }
    }

    @Test
    void nodesThatTeachTheSameEntryAtTheSameTimeLoseNothing() throws Exception {
        String name = newName();
        FaqEntry.Id id = FaqEntry.Id.of("lamp");
        List<String> words = List.of("zebra", "walrus", "giraffe", "penguin", "crocodile", "elephant");
        try (OpenSearchFaqSearch one = connect(name);
                OpenSearchFaqSearch two = connect(name);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            one.index(List.of(FaqEntry.of("lamp", EN, "Lamp?", "")));
            List<Future<Boolean>> taught = threads.invokeAll(IntStream.range(0, 2)
                    .mapToObj(node -> (Callable<Boolean>) () -> {
                        for (int i = node; i < words.size(); i += 2) {
                            (node == 0 ? one : two).learn(
                                    List.of(new FaqSearch.Answered(words.get(i), id, EN, Instant.EPOCH)));
                        }
                        return true;
                    }).toList());
            for (Future<Boolean> each : taught) {
                assertThat(each.get()).isTrue();
            }

            assertThat(words).allSatisfy(word -> assertThat(one.search(FaqQuery.of(word))).hasSize(1));
        }
    }

    @Test
    void whatIsMadeAnewAgainAndAgainLeavesNoIndicesBehind() {
        String name = newName();
        try (OpenSearchFaqSearch search = connect(name);
                OpenSearchFaqSearch other = connect(name + "-more");
                Rest rest = rest()) {
            other.rebuild(List.of(FaqEntry.of("lamp", EN, "Lamp?", "")), 1);
            for (int i = 1; i <= 4; i++) {
                search.rebuild(List.of(FaqEntry.of("lamp", EN, "Lamp?", "")), i);
            }

            assertThat(rest.find("GET", name + "-*/_alias").map(JsonNode::size)).isEqualTo(Optional.of(3));
            assertThat(other.size()).isEqualTo(1);
        }
    }

    @Test
    void aClusterThatDoesNotAnswerIsAnErrorThatSaysWhere() {
        try (OpenSearchFaqSearch search = OpenSearchFaqSearch.connect(URI.create("http://localhost:1"), "faq")) {
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> search.find(FaqQuery.of("lamp")))
                    .withMessageContaining("localhost:1").withMessageContaining("Check that the cluster runs");
        }
    }

    @Test
    void aNameThatIsNoneOfAnIndexIsRefused() {
        for (String name : List.of("", "FAQ", "a/b", "-a", "a".repeat(101), "a*", "_all")) {
            assertThatExceptionOfType(InvalidInputException.class).as(name).isThrownBy(() -> connect(name));
        }
    }
}
