package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Ticket;
import io.opora.ticket.Tickets;
import io.opora.workflow.Workflow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** What is wrong with a setting is said with its property, its file and its line. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsTest {

    @TempDir
    private Path folder;

    private static ApplicationContextRunner memory(String... properties) {
        return Boot.bare().withPropertyValues("support.storage=memory", "support.background.enabled=false")
                .withPropertyValues(properties);
    }

    /** As Boot finds it: the first analyzer of all that are registered that has something to say. */
    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader
                .forDefaultResourceLocation(SettingsTest.class.getClassLoader())
                .load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, new StandardEnvironment()),
                        (type, name, problem) -> {
                            // those that want a bean factory have nothing to do with this
                        })
                .stream().map(analyzer -> analyzer.analyze(failure)).filter(found -> found != null).findFirst()
                .orElseThrow();
    }

    private String file(String text) throws Exception {
        return "file:" + Files.writeString(folder.resolve("file.json"), text);
    }

    /** What Boot itself says when an application does not start whose properties these are; the last one is in line 3. */
    private String said(CapturedOutput output, String... lines) throws Exception {
        Path file = Files.write(folder.resolve("shop.properties"),
                Stream.concat(Stream.of("# a shop", "support.storage=memory"), Stream.of(lines)).toList());
        SpringApplication shop = new SpringApplication(Boot.Everything.class);
        assertThatException().isThrownBy(() -> shop.run("--spring.config.location=file:" + file, "--server.port=0",
                "--support.web.enabled=true", "--spring.flyway.enabled=false",
                "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID()).close());
        String all = output.getOut();
        assertThat(all).contains("APPLICATION FAILED TO START");
        return all.substring(all.lastIndexOf("APPLICATION FAILED TO START"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"support.limits.link-attempts=0", "support.limits.delivery-lease=often",
            "support.background.tick=0s", "support.jpa.initialize-schema=perhaps",
            "support.workflow=classpath:support/nowhere.json", "support.routing=classpath:support/wrong.json",
            "support.sla[0]=classpath:support/wrong.json", "support.sla=classpath:support/wrong.json",
            "support.workflows.NoKind=classpath:support/returns.json", "support.calendars.office.first-year=1066",
            "support.faq.index.synonyms=classpath:support/wrong-synonyms.txt", "support.faq.index.directory=/dev/null",
            "support.replies.accepted-wrong=2", "support.replies.virtual-manager.at-least=0.1",
            "support.replies.virtual-manager.id=\\u0001", "support.replies.virtual-manager.templates=two words",
            "support.web.link-lifetime=400d", "support.web.requests-per-minute=0", "support.web.questions-per-minute=0",
            "support.web.path=help/", "support.web.zone=Nowhere/Else", "support.web.max-body=0B",
            "support.web.challenge=\\u0001", "support.metrics.kinds=Not A Name", "support.metrics.refresh=0s",
            "support.webhook.url=ftp://shop.example"})
    void whateverIsWrongIsSaidWithItsPropertyAndTheLineInWhichItIsSetAndWhatToDo(String line, CapturedOutput output)
            throws Exception {
        String said = said(output, line);
        String property = line.substring(0, line.indexOf('=')).replaceFirst("\\[.*", "");
        assertThat(said).contains(property).containsPattern( // as we say it, or as Boot does
                "(line 3 of [^\n]*shop.properties)|(Origin: [^\n]*shop.properties\\] - 3:)").contains("Action:\n\n");
        assertThat(said.substring(said.indexOf("Action:"))).hasSizeGreaterThan("Action:".length() + 20);
    }

    @Test
    void whatIsMissingBesideAnotherPropertyIsSaid(CapturedOutput output) throws Exception {
        assertThat(said(output, "support.mail.enabled=true", "spring.mail.host=localhost"))
                .contains("'support.mail.from'", "Shop <support@shop.example>");
    }

    @Test
    void aDatabaseThatLacksTheTablesIsSaidWithWhatMakesThem(CapturedOutput output) throws Exception {
        assertThat(said(output, "support.storage=jpa", "spring.jpa.hibernate.ddl-auto=none",
                "support.jpa.initialize-schema=never")).contains("h2-v1.sql", "support.jpa.initialize-schema=always",
                        "JpaSchema.write");
    }

    @Test
    void filesThatAreSoundOneByOneAreNamedWithTheirLines(CapturedOutput output) throws Exception {
        Path one = Files.writeString(folder.resolve("one.json"), Workflow.standard().toJson());
        Path other = Files.writeString(folder.resolve("other.json"), changed(Workflow.standard()).toJson());
        assertThat(said(output, "support.workflow=file:" + one, "support.workflows.financial=file:" + other))
                .contains("cannot be built of", "'support.workflow' (set in line 3 of ",
                        "'support.workflows.financial' (set in line 4 of ");
    }

    @Test
    void theLineOfADefectInAFileIsSaid() throws Exception {
        memory("support.routing=" + file("""
                {
                  "id": "sorting", "version": 1,
                  "rules": [ {
                    "id": "first",
                    "when": { "fact": "subjekt", "words": [ "refund" ] },
                    "team": "money"
                  } ]
                }
                """)).run(context -> {
            FailureAnalysis analysis = analysis(requireNonNull(context.getStartupFailure()));
            assertThat(analysis.getDescription()).contains("'support.routing'", "file.json", "- line 5, ", "subjekt");
            assertThat(analysis.getAction()).contains("Correct the file");
        });
    }

    @Test
    void whereATextIsNoJsonItsLineIsSaidOnce() throws Exception {
        memory("support.workflow=" + file("{\n  \"schema\": 1,\n  \"id\": \n}")).run(context -> assertThat(
                analysis(requireNonNull(context.getStartupFailure())).getDescription())
                .contains("'support.workflow'", "(line 4, column 1)").doesNotContain("- line"));
    }

    @Test
    void theLineOfSynonymsIsThatOfTheirGroup() {
        Boot.withDatabase().withPropertyValues("support.faq.index.synonyms=classpath:support/wrong-synonyms.txt")
                .run(context -> assertThat(analysis(requireNonNull(context.getStartupFailure())).getDescription())
                        .contains("- line 3, groups[1]"));
    }

    @ParameterizedTest
    @CsvSource({"rules[0].when.fact, 5", "rules[0].when, 5", "rules[0].missing, 3", "schema, 2", "rules[7], 3",
            "nothing, 0", "'', 0"})
    void aPathLeadsToItsLineOrToThatOfWhatItIsMissingIn(String path, int line) {
        Lines lines = Lines.json(
                "{\n  \"schema\": 1,\n  \"rules\": [ {\n    \"id\": \"first\",\n    \"when\": { \"fact\": 1 }\n  } ]\n}");
        assertThat(lines.of(path).orElse(0)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            support.limits.link-attempts=0         | support.limits.link-attempts must be 1 or more, not 0
            support.limits.link-window=0s          | support.limits.link-window must be longer than nothing
            support.limits.duplicate-window=400d   | support.limits.duplicate-window must be longer than nothing and at most 366 days
            support.limits.delivery-lease=1ms      | support.limits.delivery-lease must be a second to a day
            support.limits.delivery-attempts=101   | support.limits.delivery-attempts must be 1 to 100, not 101
            support.background.catch-up=0s         | support.background.catch-up must be a millisecond or more
            support.replies.accepted-wrong=2       | support.replies.accepted-wrong must be from 0 to 1, not 2.0
            support.replies.virtual-manager.at-least=2 | support.replies.virtual-manager.at-least must be more than 0.5
            """)
    void whatIsOutOfItsRangeIsSaidWithItsPropertyAndNotWithARecordOfOurs(String property, String message) {
        memory(property).run(context -> {
            FailureAnalysis analysis = analysis(requireNonNull(context.getStartupFailure()));
            assertThat(analysis.getDescription()).contains("out of their range", message)
                    .doesNotContain("InvalidInputException");
            assertThat(analysis.getAction()).contains("Correct them");
        });
    }

    @ParameterizedTest
    @CsvSource({"support.storage=cloud, support.storage", "support.background.tick=often, support.background.tick",
            "support.limits.link-attempts=many, support.limits.link-attempts"})
    void aValueOfAnotherTypeIsSaidWithItsPropertyAndItsValue(String property, String name) {
        memory(property).run(context -> assertThat(
                analysis(requireNonNull(context.getStartupFailure())).getDescription())
                .contains(name, property.substring(property.indexOf('=') + 1)));
    }

    @Test
    void filesThatDoNotGoTogetherAreSaidToo() {
        memory().withBean(SupportDeskCustomizer.class, () -> desk -> desk.workflow(RequestKind.of("complaint"),
                changed(Workflow.standard()))).run(context -> {
                    FailureAnalysis analysis = analysis(requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription()).contains("cannot be built of");
                    assertThat(analysis.getAction()).contains("SupportDeskCustomizer");
                });
    }

    /** Another workflow of the same id and version. */
    private static Workflow changed(Workflow workflow) {
        return Workflow.fromJson(Workflow.returns().toJson().replaceFirst("\"id\" : \"[^\"]*\"",
                "\"id\" : \"" + workflow.ref().id() + "\"")
                .replaceFirst("\"id\": \"[^\"]*\"", "\"id\": \"" + workflow.ref().id()
                        + "\""));
    }

    @Test
    void whatTheApplicationItselfRefusesIsNotExplainedAsOurs() {
        assertThat(
                new InvalidSettingsAnalyzer(null).analyze(new IllegalStateException(new InvalidInputException("order",
                        List.of(new io.opora.Violation("", "x", "y"))))))
                .isNull();
    }

    @Test
    void aKindOfRequestMayHaveAWorkflowOfItsOwnAndEarlierOnesAreKnown() throws Exception {
        Files.writeString(folder.resolve("returns.json"), Workflow.returns().toJson());
        memory("support.workflows.product-advice=file:" + folder.resolve("returns.json"))
                .run(context -> {
                    Tickets tickets = context.getBean(Tickets.class);
                    Actor maria = Actor.customer("maria");
                    Ticket advice = tickets.open(maria,
                            OpenTicket.builder("Which lamp?", "For a cellar.").kind(RequestKind.PRODUCT_ADVICE)
                                    .build());
                    assertThat(advice.workflow()).isEqualTo(Workflow.returns().ref());
                    assertThat(tickets.open(maria, OpenTicket.of("Hello", "There.")).workflow())
                            .isEqualTo(Workflow.standard().ref());
                });
        memory("support.known-workflows=file:" + folder.resolve("returns.json"))
                .run(context -> assertThat(context.getBean(SupportDesk.class).configuration()
                        .documents().toString()).contains(Workflow.returns().ref().id()));
    }
}
