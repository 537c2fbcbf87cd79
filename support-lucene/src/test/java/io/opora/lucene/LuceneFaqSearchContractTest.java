package io.opora.lucene;

import io.opora.faq.FaqSearch;
import io.opora.storage.tck.FaqSearchContract;
import io.opora.storage.tck.FaqSearchFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The search keeps what every search promises, in memory and in a directory. */
class LuceneFaqSearchContractTest {

    @Nested
    class InMemory extends FaqSearchContract {

        LuceneFaqSearch open() {
            return LuceneFaqSearch.inMemory();
        }

        @Override
        protected FaqSearchFixture createFixture() {
            return new FaqSearchFixture() {
                private LuceneFaqSearch search = open();

                @Override
                public FaqSearch search() {
                    return search;
                }

                @Override
                public FaqSearch restart(boolean lost) {
                    search.close();
                    search = open();
                    return search;
                }

                @Override
                public void close() {
                    search.close();
                }
            };
        }
    }

    /** By a model that holds next to everything unrelated but the same letters: what is promised of words has to hold beside meaning. */
    @Nested
    class WithAnEmbedder extends InMemory {

        @Override
        LuceneFaqSearch open() {
            return LuceneFaqSearch.builder().embedder(new LetterEmbedder())
                    .patience(Duration.ofMinutes(1)).build();
        }
    }

    private static final class LetterEmbedder implements TextEmbedder {

        @Override
        public String model() {
            return "letters";
        }

        @Override
        public int dimensions() {
            return 64;
        }

        @Override
        public double unrelated() {
            return .95;
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            return texts.stream().map(text -> {
                float[] vector = new float[dimensions()];
                text.chars().forEach(c -> vector[c % vector.length] += 1);
                return vector;
            }).toList();
        }
    }

    @Nested
    class InADirectory extends FaqSearchContract {

        @TempDir
        private Path folder;

        @Override
        protected FaqSearchFixture createFixture() {
            Path path = folder.resolve("faq");
            return new FaqSearchFixture() {
                private LuceneFaqSearch search = LuceneFaqSearch.open(path);

                @Override
                public FaqSearch search() {
                    return search;
                }

                @Override
                public FaqSearch restart(boolean lost) throws IOException {
                    search.close();
                    if (lost) {
                        delete(path);
                    }
                    search = LuceneFaqSearch.open(path);
                    return search;
                }

                @Override
                public void close() throws IOException {
                    search.close();
                    delete(path);
                }
            };
        }

        private static void delete(Path directory) throws IOException {
            List<Path> files;
            try (Stream<Path> listed = Files.list(directory)) {
                files = listed.toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        }
    }
}
