package io.opora.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.faq.Faq;
import io.opora.faq.FaqQuery;
import io.opora.jpa.JpaSchema;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ReflectionUtils;

/** The starter's README says what a running application has. */
class ReadmeTest {

    /** Threads of the pool, the database and the JDK come and go as there is work for them. */
    private static final Pattern OF_OTHERS = Pattern
            .compile("HikariPool|H2 |MVStore|ForkJoinPool|process reaper|Common-Cleaner|Attach Listener");

    private static String readme() throws IOException {
        try (InputStream readme = requireNonNull(ReadmeTest.class.getResourceAsStream("/starter-readme/README.md"))) {
            return new String(readme.readAllBytes(), UTF_8);
        }
    }

    private static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results().toList();
    }

    /** What a table of the README says in its first column, which names something like this. */
    private static List<String> column(String pattern) throws IOException {
        return matches("^\\| (`" + pattern + "`(?:, `" + pattern + "`)*) \\|", readme()).stream()
                .flatMap(row -> matches("`([^`]+)`", row.group(1)).stream()).map(name -> name.group(1)).toList();
    }

    @Test
    void itsBeansAreThoseThatARunningApplicationHasMoreThanWithoutTheStarter() throws IOException {
        List<String> without;
        try (ConfigurableApplicationContext application = Boot.withEverything("--support.enabled=false")) {
            without = List.of(application.getBeanDefinitionNames());
        }
        try (ConfigurableApplicationContext application = Boot.withEverything()) {
            assertThat(Stream.of(application.getBeanDefinitionNames()).filter(name -> !without.contains(name))
                    .filter(name -> !isForSpringAlone(name)))
                    .containsExactlyInAnyOrderElementsOf(column("support\\w+").stream()
                            .filter(name -> !name.contains("_")).toList());
        }
    }

    /** Classes of ours that configure, which Spring names itself: after the class, or after the prefix that it binds. */
    private static boolean isForSpringAlone(String bean) {
        return bean.contains("io.opora.spring.");
    }

    private static Set<String> tables(ConfigurableApplicationContext application) throws SQLException {
        TreeSet<String> tables = new TreeSet<>();
        try (Connection connection = application.getBean(DataSource.class).getConnection();
                ResultSet found = connection.getMetaData().getTables(null, "PUBLIC", null, null)) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return tables;
    }

    @Test
    void itsTablesAreThoseOfARunningApplication() throws Exception {
        List<String> told = column("support_\\w+");
        try (ConfigurableApplicationContext application = Boot.withEverything("--spring.jpa.hibernate.ddl-auto=none")) {
            assertThat(tables(application)).containsExactlyInAnyOrderElementsOf(told);
        }
        for (String script : List.of("postgresql-v1.sql", "mariadb-v1.sql")) {
            assertThat(matches("^create table (?:if not exists )?(\\w+)", JpaSchema.script(script)).stream()
                    .map(match -> match.group(1))).as("elsewhere but for H2's own").containsExactlyInAnyOrderElementsOf(
                            told.stream().filter(name -> !name.equals("support_turnstile")).toList());
        }
    }

    /** The names of the threads that an application has when something has happened in it, with an ellipsis for what numbers them. */
    private static Set<String> threads(String... properties) throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Set<Thread> ours;
        try (ConfigurableApplicationContext application = Boot.withEverything(properties)) {
            application.getBeanProvider(SupportDesk.class).ifAvailable(desk -> {
                desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
                desk.faq().search(Faq.Person.ANYBODY, FaqQuery.of("lamp"));
                desk.events().drain(10);
            });
            ours = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.isAlive() && !before.contains(thread))
                    .filter(thread -> !OF_OTHERS.matcher(thread.getName()).lookingAt()).collect(Collectors.toSet());
        }
        TreeSet<String> names = new TreeSet<>();
        for (Thread thread : ours) {
            String name = thread.getName().replaceAll("[0-9]+", "…");
            names.add(name);
            if (name.startsWith("support-") || name.startsWith("HttpClient-")) {
                assertThat(thread.isDaemon()).as(name).isTrue();
                thread.join(30_000);
                assertThat(thread.isAlive()).as(name + " ends with the application").isFalse();
            }
        }
        return names;
    }

    @Test
    void itsThreadsAreThoseThatARunningApplicationHasMoreThanWithoutTheStarter() throws Exception {
        Set<String> without = threads("--support.enabled=false");
        Set<String> with = threads();
        with.removeAll(without);
        assertThat(with).containsExactlyInAnyOrderElementsOf(column("[\\w-]+-…[\\w-]*"));
    }

    @Test
    void whatItSaysOfActuatorIsThere() throws Exception {
        assertThat(column("(?:health|info|support)")).containsExactly("health", "info", "support");
        try (ConfigurableApplicationContext application = Boot.withEverything()) {
            assertThat(Stream.of(application.getBeanNamesForAnnotation(Endpoint.class))
                    .filter(name -> name.startsWith("support"))).containsExactly("supportEndpoint");
            assertThat(application.containsBean("supportHealthIndicator")).isTrue();
            assertThat(application.containsBean("supportInfoContributor")).isTrue();
        }
    }

    /** The first block of this kind behind its heading. */
    private static String block(String heading, String kind) throws IOException {
        String section = readme().substring(readme().indexOf(heading));
        return matches("```" + kind + "\\n([\\s\\S]*?)```", section).getFirst().group(1);
    }

    /** What is shown, with anything where it shows an ellipsis. */
    private static Pattern pattern(String shown) {
        return Pattern.compile(Stream.of(shown.split("…", -1)).map(Pattern::quote)
                .collect(Collectors.joining("[\\s\\S]*")));
    }

    @Test
    void anEmptyProjectHasATicketAfterWhatItSays(@TempDir Path folder) throws Exception {
        String heading = "## From an empty project to a ticket";
        String xml = matches("(?s)```xml\\n(.*?)```", readme()).getFirst().group(1);
        assertThat(xml).contains("<artifactId>support-spring-starter</artifactId>",
                "<artifactId>spring-boot-starter-data-jpa</artifactId>", "<artifactId>h2</artifactId>");
        List<String> properties = new ArrayList<>(block(heading, "properties").lines()
                .map(line -> "--" + line.replace("./data/", folder.toAbsolutePath() + "/")).toList());
        properties.addAll(List.of("--server.port=0", "--spring.flyway.enabled=false"));
        String sample = block(heading, "java");
        compile(sample, folder);
        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()},
                ReadmeTest.class.getClassLoader())) {
            Class<?> complaints = loader.loadClass("com.example.shop.Complaints");
            SpringApplication shop = new SpringApplication(Boot.Everything.class, complaints);
            shop.setResourceLoader(new DefaultResourceLoader(loader));
            try (ConfigurableApplicationContext application = shop.run(properties.toArray(String[]::new))) {
                String base = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
                MatchResult call = matches("(?s)curl (\\S+) -H '([^:]*): ([^']*)'.*-d '([^']*)'", block(heading, "sh"))
                        .getFirst();
                String answer = answer(HttpRequest.newBuilder(
                        URI.create(call.group(1).replace("http://localhost:8080", base)))
                        .header(call.group(2), call.group(3))
                        .POST(HttpRequest.BodyPublishers.ofString(call.group(4))));
                assertThat(answer).matches(pattern(block(heading, "json").strip()));
                String page = matches("\"page\":\"([^\"]*)", answer).getFirst().group(1);
                assertThat(answer(HttpRequest.newBuilder(URI.create(base + page)))).contains("Where is my parcel?");

                Tickets tickets = application.getBean(Tickets.class);
                Object bean = application.getBean(complaints);
                Method complain = complaints.getMethod("complain", String.class, String.class);
                new TransactionTemplate(application.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status -> {
                            ReflectionUtils.invokeMethod(complain, bean, "maria", "It is too late.");
                            status.setRollbackOnly();
                        });
                assertThat(tickets.inbox(Actor.agent("anna"), TicketQuery.all()).tickets()).hasSize(1);
                assertThat(ReflectionUtils.invokeMethod(complain, bean, "maria", "It is too late.")).isNotNull();
                assertThat(tickets.inbox(Actor.agent("anna"), TicketQuery.all()).tickets()).hasSize(2);
            }
        }
    }

    private static String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
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
            assertThat(property.group()).contains("\"description\": \"", "\"type\": \"");
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
    void itsSamplesCompile(String sample, @TempDir Path folder) {
        compile(sample, folder);
    }

    private static void compile(String sample, Path folder) {
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
                List.of("-proc:none", "-implicit:none", "-parameters", "-d", folder.toString(), "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                null, List.of(source)).call();
        assertThat(compiles).as(said.toString()).isTrue();
    }

    @Test
    void theArtifactIsThisOne() throws IOException {
        assertThat(readme()).contains("<groupId>io.opora</groupId>", "<artifactId>support-spring-starter</artifactId>");
    }
}
