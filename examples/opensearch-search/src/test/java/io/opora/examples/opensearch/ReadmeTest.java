package io.opora.examples.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.Faq;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what there is. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Path HERE = Path.of("src/test/java/io/opora/examples/opensearch/ReadmeTest.java");

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("README.md"))).results()
                .filter(block -> block.group(1).equals(language)).map(block -> block.group(2).stripTrailing()).toList();
    }

    /** Compiled here, and shown there. */
    static List<FaqHit> sample(FaqStore store) {
        // tag::sample
        try (FaqSearch search = OpenSearchFaqSearch.connect(URI.create("http://localhost:9200"), "faq")) {
            Faq faq = Faq.builder(store).search(search).build();
            List<FaqHit> hits = faq.search(Faq.Person.ANYBODY, FaqQuery.of("как вернуть деньги")).hits();
            // end::sample
            return hits;
        }
    }

    @Test
    void theSampleIsThatOfThisTest() throws IOException {
        String source = Files.readString(HERE);
        String sample = source.substring(source.indexOf("tag::sample\n") + 12, source.indexOf("            // end"));

        assertThat(blocks("java")).containsExactly(sample.stripTrailing().stripIndent() + "\n}");
    }

    @Test
    void theCommandNamesThisModuleAndItsTests() throws IOException {
        assertThat(blocks("sh"))
                .containsExactly("mvn -B -pl examples/opensearch-search -am test -Dtest='OpenSearch*'");
        assertThat(Files.readString(Path.of("..", "..", "README.md")))
                .contains("(examples/opensearch-search/README.md)");
        assertThat(Files.readString(Path.of("..", "..", "CONTRIBUTING.md"))).contains("`examples/opensearch-search`");
    }

    @Test
    void thePlainSourcesAreAsManyAsTheReadmeSays() throws IOException {
        try (var files = Files.list(Path.of("src/main/java/io/opora/examples/opensearch"))) {
            assertThat(files.map(Path::getFileName).map(Path::toString).sorted()).containsExactly("Documents.java",
                    "OpenSearchFaqSearch.java", "Reading.java", "Rest.java", "package-info.java");
        }
    }
}
