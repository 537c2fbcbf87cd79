package io.opora;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.desk.SupportDesk;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is compiled, and run where it can be. */
class DocumentationTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String SNIPPET = "{@snippet :\n";
    private static final Pattern TYPE = Pattern.compile("^(public |final |abstract )*(class|interface|record) (\\w+)",
            Pattern.MULTILINE);

    /** What the samples of package pages speak of and their readers have. */
    private static final String GIVEN = """
            record Order(boolean paid) {}
            final class RiverFixture implements StorageFixture {
                private final Storage storage = MemoryStorage.create();
                public Storage storage() { return storage; }
                public Storage reopen() { return storage; }
                public void close() { storage.close(); }
            }
            """;

    @TempDir
    private Path classes;

    record Sample(String where, String language, String code) {

        @Override
        public String toString() {
            return where;
        }
    }

    private static Stream<Sample> blocks(String file) throws IOException {
        int[] count = new int[1];
        return BLOCK.matcher(Files.readString(ROOT.resolve(file))).results()
                .map(block -> new Sample(file + " block " + ++count[0], block.group(1), block.group(2)));
    }

    static List<Sample> javaBlocks() throws IOException {
        return Stream.concat(blocks("README.md"), blocks("CONTRIBUTING.md"))
                .filter(block -> block.language().equals("java"))
                // compiled and run where there is a Lucene: support-lucene has a test of the same name
                .filter(block -> !block.code().contains("import io.opora.lucene.")).toList();
    }

    static List<Sample> packagePages() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(each -> each.endsWith("package-info.java")).sorted().toList()) {
                String page = Files.readString(file);
                for (int at = page.indexOf(SNIPPET); at >= 0; at = page.indexOf(SNIPPET, at + 1)) {
                    samples.add(new Sample(file.toString(), "java",
                            untilClosingBrace(page.substring(at + SNIPPET.length())).replaceAll("(?m)^ \\* ?", "")));
                }
            }
        }
        return samples;
    }

    private static String untilClosingBrace(String text) {
        int depth = 1;
        int i = 0;
        for (; depth > 0; i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
        }
        return text.substring(0, i - 1);
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void everyJavaBlockIsCompiledAndRun(Sample sample) throws Exception {
        boolean declaresTypes = TYPE.matcher(sample.code()).find();
        compile(declaresTypes ? sample.code() : program(sample.code(), ""));
        if (!declaresTypes) {
            try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()},
                    SupportDesk.class.getClassLoader())) {
                loader.loadClass("Sample").getMethod("run").invoke(null);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packagePages")
    void everySampleOfAPackagePageIsCompiled(Sample sample) throws Exception {
        String imports = Stream
                .of("", "access.", "condition.", "desk.", "event.", "faq.", "reply.", "report.", "routing.",
                        "sla.", "storage.", "storage.memory.", "storage.tck.", "testing.", "ticket.", "workflow.")
                .filter(room -> Files
                        .exists(Path.of("src/main/java/io/opora", room.replace('.', '/'), "package-info.java"))
                        || Files.exists(Path.of("src/tck/java/io/opora", room.replace('.', '/'), "package-info.java")))
                .map(room -> "import io.opora." + room + "*;").collect(Collectors.joining("\n", "", "\n"))
                + "import java.time.*;\nimport java.util.*;\nimport org.junit.jupiter.api.Nested;\n"
                + "import static org.junit.jupiter.api.Assertions.*;\n";

        compile((TYPE.matcher(sample.code()).find()
                ? imports + sample.code()
                : program(imports + sample.code(),
                        "static SupportDesk desk; static Actor customer, agent; static String text; static Order order;"))
                + GIVEN);
    }

    @Test
    void everyPackagePageShowsItsMainCall() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> pages = files.filter(file -> file.endsWith("package-info.java")).toList();

            assertThat(pages).hasSizeGreaterThan(5)
                    .allSatisfy(page -> assertThat(Files.readString(page)).contains(SNIPPET));
        }
    }

    @Test
    void theReadmeBeginsWithTwoCommandsTheSecondOfWhichIsWhatCiCalls() throws IOException {
        Sample first = blocks("README.md").findFirst().orElseThrow();

        assertThat(first.language()).isEqualTo("sh");
        assertThat(first.code().lines()).hasSize(2).allMatch(line -> line.startsWith("mvn "));
        assertThat(Files.readString(ROOT.resolve(".ci/run")))
                .contains("\n" + first.code().lines().skip(1).findFirst().orElseThrow() + " ||");
    }

    @Test
    void theReadmeNamesTheVersionThatIsBuilt() throws IOException {
        Pattern version = Pattern.compile("<version>(.*?)</version>");
        String built = Pattern.compile("<artifactId>opora-parent</artifactId>\\s*<version>([^<…]+)</version>")
                .matcher(Files.readString(ROOT.resolve("pom.xml"))).results().findFirst().orElseThrow().group(1);

        List<String> named = blocks("README.md").filter(block -> block.language().equals("xml"))
                .flatMap(block -> version.matcher(block.code()).results()).map(result -> result.group(1)).toList();
        assertThat(named).isNotEmpty().containsOnly(built);
    }

    @Test
    void everyLinkOfTheDocumentationLeadsSomewhere() throws IOException {
        for (String file : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            List<String> links = Pattern.compile("]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve(file)))
                    .results().map((MatchResult link) -> link.group(1)).toList();

            assertThat(links).as(file).allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
        }
    }

    private static String program(String code, String fields) {
        String imports = code.lines().filter(line -> line.startsWith("import "))
                .collect(Collectors.joining("\n", "", "\n"));
        String body = code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return imports + "public class Sample { " + fields + " public static void run() throws Exception {\n" + body
                + "\n} }";
    }

    private void compile(String code) {
        MatchResult type = TYPE.matcher(code).results().findFirst().orElseThrow();
        StringWriter problems = new StringWriter();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///" + type.group(3) + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        CompilationTask task = ToolProvider.getSystemJavaCompiler().getTask(problems, null, null,
                List.of("-cp", classPath, "-d", classes.toString(), "-proc:none", "-encoding", UTF_8.name()), null,
                List.of(source));

        assertThat(task.call()).as("%s%n%s", problems, code).isTrue();
    }
}
