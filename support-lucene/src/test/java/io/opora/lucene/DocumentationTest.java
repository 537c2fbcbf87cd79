package io.opora.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's samples that need Lucene are compiled and run here; those of the core are in the core. */
class DocumentationTest {

    private static final Pattern SAMPLE = Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    private Path classes;

    @Test
    void theSamplesOfTheReadmeAreCompiledAndRun() throws Exception {
        for (String sample : samples()) {
            compile(program(sample));

            try (URLClassLoader loader = new URLClassLoader(new URL[]{classes.toUri().toURL()},
                    LuceneFaqSearch.class.getClassLoader())) {
                loader.loadClass("Sample").getMethod("run").invoke(null);
            }
        }
    }

    private static List<String> samples() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String section = readme.substring(readme.indexOf("\n## Searching an FAQ\n"),
                readme.indexOf("\n## Writing a storage adapter\n"));
        List<String> samples = SAMPLE.matcher(section).results().map(match -> match.group(1))
                .filter(sample -> sample.contains("LuceneFaqSearch")).toList();
        assertThat(samples).hasSize(2);
        return samples;
    }

    private static String program(String code) {
        String imports = code.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String body = code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return imports + "\npublic class Sample { public static void run() throws Exception {\n" + body + "\n} }";
    }

    private void compile(String code) {
        StringWriter problems = new StringWriter();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Sample.java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

        assertThat(ToolProvider.getSystemJavaCompiler().getTask(problems, null, null, List.of("-cp", classPath, "-d",
                classes.toString(), "-proc:none", "-encoding", UTF_8.name()), null, List.of(source)).call())
                .as("%s%n%s", problems, code).isTrue();
    }
}
