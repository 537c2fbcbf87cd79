package io.opora.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The starter's README says what a running application has. */
class ReadmeTest {

    private static String readme() throws IOException {
        try (InputStream readme = requireNonNull(ReadmeTest.class.getResourceAsStream("/starter-readme/README.md"))) {
            return new String(readme.readAllBytes(), UTF_8);
        }
    }

    private static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results().toList();
    }

    @Test
    void itsBeansAreThoseOfARunningApplication() throws IOException {
        List<String> told = matches("^\\| `(support\\w+)` \\|", readme()).stream().map(match -> match.group(1))
                .toList();
        try (ConfigurableApplicationContext application = Boot.withEverything()) {
            assertThat(Stream.of(application.getBeanDefinitionNames()).filter(name -> name.matches("support[A-Z]\\w*")))
                    .containsExactlyInAnyOrderElementsOf(told);
        }
    }

    @Test
    void itsPropertiesAreThoseOfTheMetadataWhichDescribesEach() throws IOException {
        TreeMap<String, String> told = new TreeMap<>();
        matches("^\\| `((?:support|management)\\.[\\w.-]+)` \\| (?:`([^`]*)`)? *\\|", readme())
                .forEach(match -> told.put(match.group(1), match.group(2) == null ? "" : match.group(2)));
        String metadata;
        try (InputStream file = requireNonNull(
                SupportProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            metadata = new String(file.readAllBytes(), UTF_8).replace("\\/", "/");
        }
        String properties = metadata.substring(metadata.indexOf("\"properties\""));
        TreeMap<String, String> known = new TreeMap<>();
        for (MatchResult property : matches("\\{[^{}]*\"name\": \"((?:support|management)[^\"]*)\"[^{}]*\\}",
                properties)) {
            assertThat(property.group()).contains("\"description\": \"");
            List<MatchResult> value = matches("\"defaultValue\": (?:\"([^\"]*)\"|([\\w.]+)|\\[[^\\]]*\\])",
                    property.group());
            known.put(property.group(1), value.stream().flatMap(found -> Stream.of(found.group(1), found.group(2)))
                    .filter(Objects::nonNull).findFirst().orElse(""));
        }
        assertThat(told).isEqualTo(known);
    }

    private static Stream<String> samples() throws IOException {
        return matches("```java\\n([\\s\\S]*?)```", readme()).stream().map(match -> match.group(1));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itsSamplesCompile(String sample) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String name = matches("class (\\w+)", sample).getFirst().group(1);
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return sample;
            }
        };
        boolean compiles = compiler.getTask(said, null, null,
                List.of("-proc:none", "-implicit:none", "-d", System.getProperty("java.io.tmpdir"), "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                null, List.of(source)).call();
        assertThat(compiles).as(said.toString()).isTrue();
    }

    @Test
    void theArtifactIsThisOne() throws IOException {
        assertThat(readme()).contains("<groupId>io.opora</groupId>", "<artifactId>support-spring-starter</artifactId>");
    }
}
