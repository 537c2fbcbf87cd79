package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqExchange;
import io.opora.faq.FaqExchange.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaqSiteTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Optional<FaqSite.Running> run(String... args) {
        return FaqSite.run(Arrays.asList(args), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void theShopHasSixtyEntriesAndMoreInEachLanguageAndEveryOneIsTranslated() {
        Reading own = FaqSite.own();
        Map<String, List<FaqEntry.Id>> byLanguage = own.entries().stream().collect(Collectors.groupingBy(
                content -> content.entry().locale().getLanguage(),
                Collectors.mapping(content -> content.entry().id(), Collectors.toList())));

        assertThat(own.problems()).isEmpty();
        assertThat(byLanguage.keySet()).containsExactlyInAnyOrder("en", "ru");
        assertThat(byLanguage.get("en")).hasSizeGreaterThanOrEqualTo(60)
                .containsExactlyInAnyOrderElementsOf(byLanguage.get("ru"));
        assertThat(own.entries()).allSatisfy(content -> {
            assertThat(content.entry().category()).isPresent();
            assertThat(content.entry().phrasings()).isNotEmpty();
            assertThat(content.entry().html()).startsWith("<");
        });
    }

    @Test
    void anyFolderIsServed() throws IOException {
        Files.writeString(folder.resolve("hours.en.md"), "---\nquestion: When are you open?\n---\n\nAlways.\n");

        try (FaqSite.Running running = run(folder.toString(), "--port", "0").orElseThrow()) {
            assertThat(out.toString(UTF_8)).startsWith("1 entries at " + running.site().address())
                    .contains("Editor's page: ");
            assertThat(FaqExchange.export(running.faq(), FaqSite.EDITOR)).hasSize(1);
        }
    }

    @Test
    void whatIsWrongWithAFolderIsPrintedAndTheRestIsServed() throws IOException {
        Files.writeString(folder.resolve("hours.en.md"), "---\nquestion: When are you open?\n---\n");
        Files.writeString(folder.resolve("broken.en.md"), "---\nquesion: When?\n---\n");

        try (FaqSite.Running running = run("--port", "0", folder.toString(), "--open").orElseThrow()) {
            assertThat(running.site().address().getHost()).isEqualTo("localhost");
            assertThat(err.toString(UTF_8))
                    .contains("broken.en.md:2: there is no field 'quesion' here; did you mean 'question'?");
        }
    }

    @Test
    void wrongArgumentsAreSaid() {
        for (String[] args : List.of(new String[]{"--what"}, new String[]{"--port", "x"}, new String[]{"--port"},
                new String[]{"a", "b"}, new String[]{"/nothing/there"})) {
            err.reset();
            assertThat(run(args)).isEmpty();
            assertThat(err.toString(UTF_8)).isNotBlank();
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        try (FaqSite.Running running = run("--port", "0").orElseThrow()) {
            assertThat(run("--port", Integer.toString(running.site().address().getPort()))).isEmpty();
            assertThat(err.toString(UTF_8)).contains("choose another one with --port");
        }
    }

    @Test
    void anArchiveIsAFolderToo() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("faq.zip"), Map.of("create", "true"))) {
            FaqExchange.writeFolder(zip.getPath("/faq"), FaqSite.own().entries());

            assertThat(FaqExchange.read(zip.getPath("/faq")).entries())
                    .containsExactlyInAnyOrderElementsOf(FaqSite.own().entries());
        }
    }
}
