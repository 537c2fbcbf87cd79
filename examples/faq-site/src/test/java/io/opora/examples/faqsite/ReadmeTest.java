package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqExchange;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is compiled and run, and what it says of the program is so. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String COMMAND = "mvn -q -pl examples/faq-site -am process-classes exec:exec";
    private static final String AROUND = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import io.opora.faq.Faq;
            import io.opora.faq.FaqExchange;
            import io.opora.faq.FaqHit;
            import io.opora.faq.FaqQuery;
            import io.opora.lucene.LuceneFaqSearch;
            import io.opora.storage.memory.MemoryStorage;
            import java.net.URLEncoder;
            import java.nio.file.Path;
            import java.util.Locale;
            public class Embedded {
                static String escape(String text) { return text.replace("&", "&amp;").replace("<", "&lt;"); }
                public static String run(String asked, Locale language) {
            LINES        return page.toString();
                }
            }
            """;

    @TempDir
    private Path folder;

    private static String block(String language) throws IOException {
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("README.md"))).results()
                .filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
        assertThat(blocks).hasSize(1);
        return blocks.getFirst();
    }

    @Test
    void theDozenLinesThatEmbedSearchDoSo() throws Exception {
        Path faq = Files.createDirectories(folder.resolve("my-faq/en"));
        Files.writeString(faq.resolve("slot.md"), block("markdown"));
        Files.writeString(faq.resolve("other.md"), "---\nquestion: \"<b>Tags?</b>\"\n---\n");
        String lines = block("java");
        assertThat(lines.lines().count()).isLessThanOrEqualTo(12);
        compile(AROUND.replace("LINES",
                lines.replace("Path.of(\"my-faq\")", "Path.of(\"" + folder.resolve("my-faq") + "\")")));

        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()},
                getClass().getClassLoader())) {
            var run = loader.loadClass("Embedded").getMethod("run", String.class, Locale.class);
            assertThat(run.invoke(null, "hours of delivry", Locale.ENGLISH)).isEqualTo(
                    "<ol><li><a href=\"/help/slot\">Can I choose the hour of delivery?</a></li></ol>");
            assertThat(run.invoke(null, "tags", Locale.ENGLISH)).asString().contains("&lt;b>Tags?");
        }
    }

    private void compile(String code) {
        StringWriter problems = new StringWriter();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Embedded.java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        assertThat(ToolProvider.getSystemJavaCompiler().getTask(problems, null, null, List.of("-cp", classPath, "-d",
                folder.toString(), "-proc:none", "-encoding", UTF_8.name()), null, List.of(source)).call())
                .as("%s%n%s", problems, code).isTrue();
    }

    @Test
    void theEntryIsOneOfTheShop() throws IOException {
        var shown = FaqExchange.parse("en/delivery/slot.md", block("markdown")).entries().getFirst().entry();

        assertThat(FaqSite.own().entries()).anySatisfy(content -> {
            assertThat(content.entry().id()).isEqualTo(shown.id());
            assertThat(content.entry().question()).isEqualTo(shown.question());
            assertThat(content.entry().answer()).isEqualTo(shown.answer());
            assertThat(content.entry().phrasings()).containsAll(shown.phrasings());
        });
    }

    @Test
    void theCommandsAreThoseOfTheProgram() throws IOException {
        List<String> commands = block("sh").lines().toList();
        assertThat(commands).hasSize(2).first().isEqualTo(COMMAND);
        assertThat(commands.get(1)).isEqualTo(COMMAND + " -Dargs=\"my-faq --port 8081\"");
        assertThat(Files.readString(Path.of("pom.xml"))).contains(FaqSite.class.getName());
        assertThat(Files.readString(Path.of("../../README.md"))).contains(COMMAND);
    }

    @Test
    void theReadmeCountsTheEntries() throws IOException {
        long english = FaqSite.own().entries().stream()
                .filter(content -> content.entry().locale().equals(Locale.ENGLISH)).count();

        assertThat(Files.readString(Path.of("README.md"))).contains(english + " entries in English and in Russian");
    }
}
