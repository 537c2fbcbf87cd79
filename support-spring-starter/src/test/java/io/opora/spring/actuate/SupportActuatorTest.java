package io.opora.spring.actuate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqSearch;
import io.opora.spring.SupportDeskCustomizer;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.Tickets;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The desk in Actuator, in a running application, asked from outside, on whichever Spring Boot is there. */
class SupportActuatorTest {

    /** A host whose mail never leaves. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Host {

        @Bean
        SupportDeskCustomizer mailer() {
            return desk -> desk.consumer(EventConsumer.of("mailer", TicketEvent.Opened.class, told -> {
                throw new StorageException("no", null);
            }));
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.flyway.enabled=false",
                "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(), "--spring.jpa.open-in-view=false",
                "--support.background.enabled=false", "--management.endpoint.health.show-details=always"));
        all.addAll(List.of(properties));
        if (all.stream().noneMatch(property -> property.contains(".exposure."))) {
            all.add("--management.endpoints.web.exposure.include=*");
        }
        return new SpringApplication(Host.class).run(all.toArray(String[]::new));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext application, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port")
                        + "/actuator" + path))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void open(ConfigurableApplicationContext application) {
        application.getBean(Tickets.class).open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
    }

    @Test
    void aDeskWhoseStorageAnswersIsUpHoweverMuchWaitsAndHangs() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            assertThat(get(application, "/health/support").body()).contains("\"status\":\"UP\"",
                    "\"storage\":\"JpaStorage\"", "\"outbox\":{\"waiting\":0,\"parked\":0}");

            open(application);
            application.getBean(SupportDesk.class).events().drain(10);

            HttpResponse<String> health = get(application, "/health/support");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"UP\"", "\"waiting\":1", "\"age\":\"PT")
                    .doesNotContain("maria", "Lamp");
        }
    }

    @Test
    void aDeskWhoseStorageDoesNotAnswerIsDown() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            application.getBean(Storage.class).close();

            HttpResponse<String> health = get(application, "/health/support");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"status\":\"DOWN\"", "ClosedException");
        }
    }

    @Test
    void itSaysWhatTheDeskIsAndHowMuchThereIsToDo() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            open(application);

            assertThat(get(application, "/info").body()).contains(
                    "\"support\":{\"storage\":\"JpaStorage\",\"configuration\":{\"workflow\":[\"standard@1\"]",
                    "\"consumers\":[\"mailer\"]");
            assertThat(get(application, "/support").body())
                    .contains("\"tickets\":{\"NEW\":1,\"OPEN\":0", "\"unassigned\":1", "\"overdue\":0",
                            "\"outbox\":{\"mailer\":{\"waiting\":1,\"parked\":0,\"oldest\":\"")
                    .doesNotContain("maria", "Lamp");
        }
    }

    @ParameterizedTest
    @CsvSource({"management.health.support.enabled=false, /health/support",
            "management.health.defaults.enabled=false, /health/support",
            "management.endpoint.support.access=none, /support", "support.enabled=false, /support",
            "support.enabled=false, /health/support"})
    void eachPartHasTheSwitchThatActuatorHasForIt(String property, String path) throws Exception {
        try (ConfigurableApplicationContext application = start("--" + property)) {
            assertThat(get(application, path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void infoHasASwitchToo() throws Exception {
        try (ConfigurableApplicationContext application = start("--management.info.support.enabled=false")) {
            assertThat(get(application, "/info").body()).doesNotContain("support");
        }
    }

    @Test
    void theCountsAreShownToNobodyUnlessTheApplicationExposesThem() throws Exception {
        try (ConfigurableApplicationContext application = start("--management.endpoints.web.exposure.include=health")) {
            assertThat(get(application, "/support").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void withoutActuatorNothingIsMissed() {
        new ApplicationContextRunner().withPropertyValues("support.storage=memory")
                .withConfiguration(AutoConfigurations.of(desk(), SupportActuatorAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
                        "org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SupportDesk.class)
                        .doesNotHaveBean(DeskHealth.class));
    }

    private static Class<?> desk() {
        return org.springframework.util.ClassUtils.resolveClassName("io.opora.spring.SupportAutoConfiguration",
                SupportActuatorTest.class.getClassLoader());
    }

    /** An index that holds nothing yet, or does not answer. */
    private static FaqSearch index(Supplier<Long> revision) {
        return (FaqSearch) Proxy.newProxyInstance(FaqSearch.class.getClassLoader(), new Class<?>[]{FaqSearch.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "revision" -> revision.get();
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private static DeskHealth.Found health(FaqSearch index) throws InvalidInputException {
        Storage storage = MemoryStorage.create();
        SupportDesk desk = SupportDesk.builder().storage(storage).faqSearch(index).build();
        desk.faq().save(Faq.Person.editor("ann"), FaqEdition.Content.of(FaqEntry.of("delivery", Locale.ENGLISH,
                "Do you deliver?", "Yes.")), 0);
        return new DeskHealth(desk, storage, InstantSource.system()).look();
    }

    @Test
    void itSaysHowFarBehindTheIndexIsAndThatItDoesNotAnswerButIsUpAllTheSame() {
        DeskHealth.Found behind = health(index(() -> 0L));
        DeskHealth.Found broken = health(index(() -> {
            throw new StorageException("The index is damaged", null);
        }));

        assertThat(behind.failure()).isEmpty();
        assertThat(behind.details()).containsEntry("index", Map.of("behind", 1));
        assertThat(broken.failure()).isEmpty();
        assertThat(broken.details()).containsEntry("index", Map.of("error", "StorageException"));
    }

    @Test
    void whatIsKnownOfBoot3ByItsNameAloneIsInANativeImage() {
        RuntimeHints hints = new RuntimeHints();
        new HealthOnBoot3.Hints().registerHints(hints, null);

        assertThat(hints.proxies().jdkProxyHints().flatMap(proxy -> proxy.getProxiedInterfaces().stream()))
                .containsExactly(TypeReference.of(HealthOnBoot3.TYPE));
        for (String called : List.of("Health", "Health$Builder")) {
            assertThat(requireNonNull(hints.reflection().getTypeHint(
                    TypeReference.of("org.springframework.boot.actuate.health." + called))).getMemberCategories())
                    .as(called).contains(MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
