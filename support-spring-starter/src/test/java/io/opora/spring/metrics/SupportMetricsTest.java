package io.opora.spring.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.faq.Faq;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.spring.SupportDeskCustomizer;
import io.opora.storage.Storage;
import io.opora.ticket.Classify;
import io.opora.ticket.Message;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** What is measured of a desk, in a context with a meter registry. */
class SupportMetricsTest {

    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor MARIA = Actor.customer("maria");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<Observation.Context> observed = new ArrayList<>();
    private final ObservationRegistry observations = ObservationRegistry.create();

    SupportMetricsTest() {
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                observed.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner().withPropertyValues("support.storage=memory",
                "support.background.enabled=false", "support.sla=classpath:support/reply-in-an-hour.json")
                .withConfiguration(AutoConfigurations.of(ClassUtils.resolveClassName(
                        "io.opora.spring.SupportAutoConfiguration", SupportMetricsTest.class.getClassLoader()),
                        SupportMetricsAutoConfiguration.class))
                .withBean(InstantSource.class, () -> clock).withBean(MeterRegistry.class, () -> registry)
                .withBean(ObservationRegistry.class, () -> observations)
                .withBean("index", SupportDeskCustomizer.class, () -> desk -> desk.faqSearch(nothingFound()))
                .withBean("mailer", SupportDeskCustomizer.class,
                        () -> desk -> desk.consumer(EventConsumer.of("mailer", TicketEvent.Opened.class, told -> {
                            throw new IllegalStateException("no mail today");
                        })));
    }

    private static FaqSearch nothingFound() {
        return (FaqSearch) Proxy.newProxyInstance(FaqSearch.class.getClassLoader(), new Class<?>[]{FaqSearch.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "revision" -> 0L;
                    case "find" ->
                        new FaqSearch.Result(List.of(), 0, FaqSearch.Result.Facets.NONE, Optional.empty(), true);
                    default -> throw new IllegalStateException(method.getName());
                });
    }

    private interface Scenario {
        void play(SupportDesk desk) throws Exception;
    }

    private void play(Scenario scenario) {
        application().run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(DeskGauges.class).bindTo(registry); // as Boot does
            scenario.play(context.getBean(SupportDesk.class));
        });
    }

    private static Ticket open(SupportDesk desk) {
        return desk.tickets().open(MARIA, OpenTicket.of("Lamp broken", "It flickers."));
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private long count(String name, String... tags) {
        return Optional.ofNullable(registry.find(name).tags(tags).timer()).map(timer -> timer.count())
                .orElseGet(() -> Optional.ofNullable(registry.find(name).tags(tags).counter())
                        .map(counter -> (long) counter.count()).orElse(0L));
    }

    @Test
    void ticketsAreCountedByPhaseAndKindAndOnlyTheKindsThatWereNamedAreToldApart() {
        play(desk -> {
            Ticket ticket = open(desk);
            desk.tickets().handle(ANNA, ticket.id(), new Classify(RequestKind.FINANCIAL));
            desk.tickets().handle(ANNA, open(desk).id(), new Classify(RequestKind.of("maria-lost-her-password")));
            open(desk);
            desk.tickets().handle(ANNA, ticket.id(), Move.of("ask"));

            assertThat(gauge("support.tickets", "kind", "financial", "phase", "pending")).isEqualTo(1);
            assertThat(gauge("support.tickets", "kind", "other", "phase", "new")).isEqualTo(1);
            assertThat(gauge("support.tickets", "kind", "unsorted", "phase", "new")).isEqualTo(1);
            assertThat(gauge("support.tickets", "kind", "unsorted", "phase", "on-hold")).isZero();
        });
    }

    @Test
    void ticketsAreCountedAgainWhenTheLastCountingIsTooOld() {
        play(desk -> {
            assertThat(gauge("support.tickets", "kind", "unsorted", "phase", "new")).isZero();
            open(desk);
            clock.advance(Duration.ofSeconds(59));
            assertThat(gauge("support.tickets", "kind", "unsorted", "phase", "new")).isZero();
            clock.advance(Duration.ofSeconds(1));
            assertThat(gauge("support.tickets", "kind", "unsorted", "phase", "new")).isEqualTo(1);
        });
    }

    @Test
    void aStorageThatDoesNotAnswerGivesNoNumberAndIsNotAskedByEachGauge() {
        play(desk -> {
            desk.close();
            assertThat(gauge("support.tickets", "kind", "unsorted", "phase", "new")).isNaN();
            assertThat(gauge("support.outbox.age", "consumer", "mailer")).isNaN();
        });
    }

    @Test
    void theFirstReplyOfAPersonIsTimedAndNoneAfterIt() {
        play(desk -> {
            Ticket ticket = open(desk);
            clock.advance(Duration.ofMinutes(5));
            desk.tickets().handle(Actor.bot("bot"), ticket.id(), Reply.of("Somebody will answer."));
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("I am away.").withOrigin(Message.Origin.AUTO_REPLY));
            clock.advance(Duration.ofMinutes(25));
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which lamp?"));
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("And where?"));

            assertThat(count("support.first.reply")).isEqualTo(1);
            assertThat(registry.get("support.first.reply").tags("kind", "unsorted").timer()
                    .totalTime(TimeUnit.MINUTES)).isEqualTo(30);
        });
    }

    @Test
    void aRequestThatAnAgentWritesDownIsNoReply() {
        play(desk -> {
            desk.tickets().open(ANNA, OpenTicket.builder("Lamp broken", "She called.")
                    .requester(Requester.of(MARIA.id())).build());

            assertThat(count("support.first.reply")).isZero();
        });
    }

    @Test
    void eachResolutionIsTimedFromTheOpeningOn() {
        play(desk -> {
            Ticket ticket = open(desk);
            clock.advance(Duration.ofHours(2));
            desk.tickets().handle(ANNA, ticket.id(), Move.of("solve").with("resolution", "replaced"));
            desk.tickets().handle(ANNA, ticket.id(), Move.of("close"));

            assertThat(count("support.resolution")).as("closing what was solved is not solving it").isEqualTo(1);
            assertThat(registry.get("support.resolution").timer().totalTime(TimeUnit.HOURS)).isEqualTo(2);
        });
    }

    @Test
    void brokenPromisesAreCountedByTheirClock() {
        play(desk -> {
            open(desk);
            clock.advance(Duration.ofHours(2));
            desk.tickets().tick(10);

            assertThat(count("support.breaches", "clock", "first-reply")).isEqualTo(1);
        });
    }

    @Test
    void whatIsRolledBackIsNotCounted() {
        play(desk -> {
            Ticket lost = open(desk);
            Ticket kept = open(desk);
            inTransaction(() -> desk.tickets().handle(ANNA, lost.id(), Reply.of("Which lamp?")), false);
            assertThat(count("support.first.reply")).isZero();
            inTransaction(() -> {
                desk.tickets().handle(ANNA, kept.id(), Reply.of("Which lamp?"));
                assertThat(count("support.first.reply")).as("not before it is committed").isZero();
            }, true);
            assertThat(count("support.first.reply")).isEqualTo(1);
        });
    }

    private static void inTransaction(Runnable work, boolean commit) {
        TransactionSynchronizationManager.initSynchronization();
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            work.run();
            if (commit) {
                TransactionSynchronizationManager.getSynchronizations()
                        .forEach(TransactionSynchronization::afterCommit);
            }
        } finally {
            TransactionSynchronizationManager.clear();
        }
    }

    @Test
    void whatWaitsInTheOutboxIsToldByConsumer() {
        play(desk -> {
            open(desk);
            clock.advance(Duration.ofSeconds(90));

            assertThat(gauge("support.outbox.waiting", "consumer", "mailer")).isEqualTo(1);
            assertThat(gauge("support.outbox.parked", "consumer", "mailer")).isZero();
            assertThat(gauge("support.outbox.age", "consumer", "mailer")).isEqualTo(90);
        });
    }

    @Test
    void searchesWithoutResultSuggestionsAndTheirUseAreCounted() {
        play(desk -> {
            desk.faq().search(Faq.Person.ANYBODY, FaqQuery.of("maria's lamp"));
            Ticket ticket = open(desk);
            ReplyTemplate template = ReplyTemplate.builder("lamp", "Lamps")
                    .text(Locale.ENGLISH, "Please send it back.").build();
            desk.replies().save(desk.templateEditor(ANNA), template, 0);
            Replies.Request request = desk.request(ANNA, ticket.id());
            desk.replies().suggest(request, 3);
            desk.replies().sent(template.id(), request, true);

            assertThat(count("support.faq.searches", "result", "none")).isEqualTo(1);
            assertThat(count("support.faq.searches", "result", "found")).isZero();
            assertThat(count("support.replies.suggestions")).isEqualTo(1);
            assertThat(count("support.replies.used", "outcome", "edited")).isEqualTo(1);
        });
    }

    @Test
    void eachCommandIsAnObservationAlsoOneThatFails() {
        play(desk -> {
            Ticket ticket = open(desk);
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> desk.tickets().handle(ANNA,
                    TicketId.of("00000000-0000-7000-8000-000000000000"), Reply.of("Hello?")));
            desk.tickets().handle(ANNA, ticket.id(), new Classify(RequestKind.FINANCIAL));

            assertThat(observed).extracting(Observation.Context::getName).containsOnly("support.command");
            assertThat(observed).extracting(context -> requireNonNull(
                    context.getLowCardinalityKeyValue("operation")).getValue())
                    .containsExactly("open", "reply", "classify");
            assertThat(observed.get(1).getError()).isInstanceOf(NotFoundException.class);
            assertThat(observed).allSatisfy(
                    context -> assertThat(context.getHighCardinalityKeyValues()).isEmpty());
        });
    }

    /** Everything that is counted, once. */
    private static void everything(SupportDesk desk, SettableClock clock) {
        Ticket ticket = open(desk);
        clock.advance(Duration.ofHours(2));
        desk.tickets().tick(10);
        desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which lamp?"));
        desk.tickets().handle(ANNA, ticket.id(), Move.of("solve").with("resolution", "replaced"));
        desk.faq().search(Faq.Person.ANYBODY, FaqQuery.of("maria's lamp"));
        Replies.Request request = desk.request(ANNA, ticket.id());
        ReplyTemplate template = ReplyTemplate.builder("lamp", "Lamps").text(Locale.ENGLISH, "Send it back.").build();
        desk.replies().save(desk.templateEditor(ANNA), template, 0);
        desk.replies().suggest(request, 3);
        desk.replies().sent(template.id(), request, false);
    }

    @Test
    void theReadmeListsEveryMeterWithItsTags() throws IOException {
        TreeMap<String, Set<String>> told = new TreeMap<>();
        String readme;
        try (InputStream file = requireNonNull(
                SupportMetricsTest.class.getResourceAsStream("/starter-readme/README.md"))) {
            readme = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (MatchResult row : Pattern
                .compile("^\\| (?:gauge|timer|counter|observation) \\| `([\\w.]+)` \\| ([^|]*)\\|",
                        Pattern.MULTILINE)
                .matcher(readme).results().toList()) {
            told.put(row.group(1), Pattern.compile("`([^`]+)`").matcher(row.group(2)).results()
                    .map(tag -> tag.group(1)).collect(Collectors.toCollection(TreeSet::new)));
        }
        play(desk -> {
            everything(desk, clock);
            TreeMap<String, Set<String>> there = new TreeMap<>();
            registry.getMeters().forEach(meter -> there.put(meter.getId().getName(), keys(meter)));
            observed.forEach(context -> there.put(context.getName(), Stream.concat(Stream.of("error"),
                    context.getLowCardinalityKeyValues().stream().map(tag -> tag.getKey()))
                    .collect(Collectors.toCollection(TreeSet::new))));
            assertThat(told).isEqualTo(there);
        });
    }

    private static Set<String> keys(Meter meter) {
        return meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noTagHoldsAnythingOfAPersonOrATicket() {
        play(desk -> {
            everything(desk, clock);
            assertThat(registry.getMeters()).flatExtracting(meter -> meter.getId().getTags())
                    .extracting(Tag::getValue)
                    .allMatch(value -> Set.of("technical", "product-advice", "financial", "suggestion", "unsorted",
                            "other", "new", "open", "pending", "on-hold", "solved", "mailer", "first-reply", "none",
                            "shown", "sent").contains(value), "is a word of the host's or of ours");
        });
    }

    @Test
    void switchedOffOrWithoutMicrometerNothingIsMeasured() {
        application().withPropertyValues("support.metrics.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DeskGauges.class));
        new ApplicationContextRunner().withPropertyValues("support.storage=memory")
                .withConfiguration(AutoConfigurations.of(ClassUtils.resolveClassName(
                        "io.opora.spring.SupportAutoConfiguration", SupportMetricsTest.class.getClassLoader()),
                        SupportMetricsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SupportDesk.class)
                        .hasSingleBean(Storage.class).doesNotHaveBean(DeskGauges.class));
    }

    @Test
    void whatCannotBeMeasuredEndsTheStartAndIsNamed() {
        application().withPropertyValues("support.metrics.refresh=0s").run(context -> assertThat(context).getFailure()
                .rootCause().hasMessageContaining("support.metrics.refresh"));
        application().withPropertyValues("support.metrics.kinds=Not A Name").run(
                context -> assertThat(context).getFailure().rootCause().hasMessageContaining("request kind"));
    }
}
