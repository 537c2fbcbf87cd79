package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.access.LinkStore;
import io.opora.access.Role;
import io.opora.event.EventConsumer;
import io.opora.event.OutboxStore;
import io.opora.event.OutboxStore.Lag;
import io.opora.event.Relay;
import io.opora.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicketEventsTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);

    private final SettableClock clock = SettableClock.at(START);
    private final MemoryStorage storage = MemoryStorage.create();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        storage.close();
    }

    private Tickets tickets(Consumer<Tickets.Builder> settings) {
        Tickets.Builder builder = Tickets.builder(storage.tickets()).outbox(storage.outbox()).clock(clock);
        settings.accept(builder);
        return builder.build();
    }

    private EventConsumer<TicketEvent> teller(String name) {
        return EventConsumer.of(name, delivery -> told.add(name + " " + said(delivery.event())));
    }

    private static EventConsumer<TicketEvent> failing(String name) {
        return EventConsumer.of(name, delivery -> {
            throw new IllegalStateException("no");
        });
    }

    private static String said(TicketEvent event) {
        return event.stamp().sequence() + " " + event.getClass().getSimpleName();
    }

    private static TicketId open(Tickets tickets) {
        return tickets.open(MARIA, OpenTicket.of("Lamp broken", "It flickers.")).id();
    }

    private static TicketEvents events(Tickets tickets) {
        return tickets.events().orElseThrow();
    }

    @Test
    void consumersAreToldOfEveryEventInItsOrder() {
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit"))
                .consumer(EventConsumer.of("mailer", TicketEvent.MessageAdded.class,
                        delivery -> told.add(delivery.id() + " " + delivery.event().message().text()))));
        TicketId id = open(tickets);
        tickets.handle(ANNA, id, AddNote.of("Called back."));
        tickets.handle(ANNA, id, Reply.of("Which bulb?"));
        assertThat(events(tickets).lag(OLGA)).isEqualTo(Map.of("audit", new Lag(4, 0, Optional.of(START)), "mailer",
                new Lag(2, 0, Optional.of(START))));
        assertThat(told).isEmpty();

        assertThat(events(tickets).drain("mailer", 10)).isEqualTo(new Relay.Drained(2, 0, 0, 0));
        assertThat(told).containsExactly(id + ":2 It flickers.", id + ":4 Which bulb?");
        told.clear();

        assertThat(events(tickets).drain(10)).isEqualTo(new Relay.Drained(4, 0, 0, 0));
        assertThat(told).containsExactly("audit 1 Opened", "audit 2 MessageAdded", "audit 3 NoteAdded",
                "audit 4 MessageAdded");
        assertThat(events(tickets).lag(OLGA)).isEmpty();
    }

    @Test
    void consumersAreToldOfWhatTimeDoesAndOfFollowUps() {
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit")));
        TicketId id = open(tickets);
        tickets.handle(ANNA, id, Move.of("solve").with("resolution", "new bulb"));
        events(tickets).drain(10);
        told.clear();

        clock.advance(Duration.ofDays(30));
        tickets.tick(10);
        tickets.handle(MARIA, id, Reply.of("Dark again."));
        events(tickets).drain(10);

        assertThat(told).containsExactlyInAnyOrder("audit 4 StatusChanged", "audit 1 Opened", "audit 2 MessageAdded",
                "audit 5 FollowedUp");
    }

    @Test
    void nobodyIsToldOfWhatDidNotHappen() {
        List<TicketEvent> heard = new ArrayList<>();
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit")).listener(heard::add));
        CommandOptions once = CommandOptions.key("once");
        TicketId id = tickets.open(MARIA, OpenTicket.of("Lamp broken", "It flickers."), once).id();
        events(tickets).drain(10);
        heard.clear();

        tickets.open(MARIA, OpenTicket.of("Lamp broken", "It flickers."), once);
        tickets.handle(ANNA, id, new Prioritize(Priority.NORMAL), CommandOptions.key("changes-nothing"));
        assertThatExceptionOfType(TransitionNotAllowedException.class)
                .isThrownBy(() -> tickets.handle(ANNA, id, Move.of("solve")));
        assertThatExceptionOfType(TicketConflictException.class)
                .isThrownBy(() -> tickets.handle(ANNA, id, Move.of("ask"), CommandOptions.seen(1)));

        assertThat(heard).isEmpty();
        assertThat(events(tickets).lag(OLGA)).isEmpty();
    }

    @Test
    void listenersAreToldAtOnceOnTheThreadOfTheCommandInTheirOrder() {
        Tickets tickets = tickets(builder -> builder
                .listener(event -> told.add("first " + said(event) + " by " + Thread.currentThread().getName()))
                .listener(event -> told.add("then " + said(event) + ", stored as version "
                        + storage.tickets().find(event.stamp().ticket()).orElseThrow().version())));

        open(tickets);

        String thread = Thread.currentThread().getName();
        assertThat(told).containsExactly("first 1 Opened by " + thread, "then 1 Opened, stored as version 2",
                "first 2 MessageAdded by " + thread, "then 2 MessageAdded, stored as version 2");
    }

    @Test
    void aListenerThatThrowsChangesNothingButIsHeardOf() {
        Tickets tickets = tickets(builder -> builder.listener(event -> {
            throw new IllegalStateException("no");
        }).listener(event -> told.add(said(event)))
                .listenerErrors((event, error) -> told.add(error.getMessage() + " to " + said(event))));

        TicketId id = open(tickets);

        assertThat(storage.tickets().find(id)).isPresent();
        assertThat(told).containsExactly("no to 1 Opened", "1 Opened", "no to 2 MessageAdded", "2 MessageAdded");
    }

    @Test
    void withoutAHandlerAListenerThatThrowsIsLogged() {
        Tickets tickets = tickets(builder -> builder.listener(event -> {
            throw new StackOverflowError("no");
        }));

        assertThat(storage.tickets().find(open(tickets))).isPresent();
    }

    @Test
    void whatCouldNotBeToldIsShownAndUnblocked() {
        Tickets tickets = tickets(builder -> builder.consumer(failing("mailer"))
                .relay(Relay.Policy.STANDARD.withMaxAttempts(1)));
        TicketId first = open(tickets);
        clock.advance(Duration.ofSeconds(1));
        TicketId second = open(tickets);
        assertThat(events(tickets).drain(10)).isEqualTo(new Relay.Drained(0, 0, 2, 0));

        String error = "java.lang.IllegalStateException: no";
        assertThat(events(tickets).failures(OLGA, "mailer", 10)).containsExactly(
                new TicketEvents.Failure("mailer", first, 1, START, 1, error, Optional.empty()),
                new TicketEvents.Failure("mailer", second, 1, START.plusSeconds(1), 1, error, Optional.empty()));
        assertThat(events(tickets).failures(OLGA, "mailer", 1)).hasSize(1);
        assertThat(events(tickets).failures(OLGA, "audit", 1)).isEmpty();
        assertThat(events(tickets).retry(OLGA, "mailer", first, 1)).isTrue();
        assertThat(events(tickets).skip(OLGA, "mailer", second, 1)).isTrue();
        assertThat(events(tickets).retry(OLGA, "mailer", first, 1)).isFalse();
        assertThat(events(tickets).skip(OLGA, "mailer", second, 1)).isFalse();

        Tickets repaired = tickets(builder -> builder.consumer(
                EventConsumer.of("mailer", delivery -> told.add(delivery.id()))));
        events(repaired).drain(10);
        assertThat(told).containsExactlyInAnyOrder(first + ":1", first + ":2", second + ":2");
    }

    @Test
    void whatWillBeTriedAgainSaysWhen() {
        Tickets tickets = tickets(builder -> builder.consumer(failing("mailer"))
                .random(new Random(1)).relay(Relay.Policy.STANDARD
                        .withDelays(Duration.ofMinutes(10), Duration.ofMinutes(10))));
        open(tickets);
        events(tickets).drain(10);

        assertThat(events(tickets).failures(OLGA, "mailer", 10)).singleElement()
                .satisfies(failure -> assertThat(failure.retryAt().orElseThrow())
                        .isBetween(START.plus(Duration.ofMinutes(5)), START.plus(Duration.ofMinutes(10))));
    }

    @Test
    void aPartOfAHistoryIsToldOnceMore() {
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit")));
        TicketId id = open(tickets);
        tickets.handle(ANNA, id, AddNote.of("note"));
        tickets.handle(ANNA, id, AddNote.of("note"));
        events(tickets).drain(10);
        told.clear();

        assertThat(events(tickets).redeliver(OLGA, "audit", id, 2, 3)).isEqualTo(2);
        assertThat(events(tickets).redeliver(OLGA, "audit", id, 3, 3)).as("waits already").isZero();
        assertThat(events(tickets).redeliver(OLGA, "audit", id, 5, 900)).as("is not there").isZero();
        events(tickets).drain(10);

        assertThat(told).containsExactly("audit 2 MessageAdded", "audit 3 NoteAdded");
    }

    @Test
    void aNewConsumerIsToldOfThePastWhatInterestsIt() {
        TicketId id = open(tickets(builder -> builder.consumer(teller("audit"))));
        Tickets later = tickets(builder -> builder.consumer(teller("audit"))
                .consumer(EventConsumer.of("mailer", TicketEvent.MessageAdded.class,
                        delivery -> told.add(delivery.id()))));

        assertThat(events(later).redeliver(OLGA, "mailer", id, 1, 1_000)).isEqualTo(1);
        events(later).drain("mailer", 10);

        assertThat(told).containsExactly(id + ":2");
    }

    @Test
    void redeliveryKeepsWithinItsLimits() {
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit")));
        TicketEvents events = events(tickets);
        TicketId id = open(tickets);
        TicketId unknown = TicketId.of("0199b1a2-7c3d-7e4f-8a5b-6c7d8e9f0a1b");

        assertThat(events.redeliver(OLGA, "audit", id, Long.MAX_VALUE - 999, Long.MAX_VALUE)).isZero();
        for (long[] range : new long[][]{{0, 1}, {2, 1}, {1, 1_001}, {1, Long.MAX_VALUE}}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> events.redeliver(OLGA, "audit", id, range[0], range[1]))
                    .withMessageContaining("not " + range[0] + " to " + range[1]);
        }
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> events.redeliver(OLGA, "mailer", id, 1, 1))
                .withMessageContaining("no consumer is named 'mailer'; there is audit");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> events.redeliver(OLGA, "audit", unknown, 1, 1))
                .withMessageContaining("ticket " + unknown);
    }

    @Test
    void listsAndDrainsKeepWithinTheirLimits() {
        TicketEvents events = events(tickets(builder -> builder.consumer(teller("audit"))));

        assertThat(events.failures(OLGA, "audit", OutboxStore.MAX_PAGE)).isEmpty();
        for (int limit : new int[]{0, OutboxStore.MAX_PAGE + 1}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> events.failures(OLGA, "audit", limit))
                    .withMessageContaining("1 to 1000, not " + limit);
        }
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> events.drain(0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> events.drain("audits", 1))
                .withMessageContaining("did you mean 'audit'?");
    }

    @Test
    void consumersNeedAnOutbox() {
        Tickets.Builder builder = Tickets.builder(storage.tickets());
        assertThat(builder.build().events()).isEmpty();

        builder.consumer(teller("audit"));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(builder::build)
                .withMessageContaining("'audit' needs an outbox");
        builder.outbox(storage.outbox());
        assertThat(builder.build().events()).isPresent();
    }

    @Test
    void anEntryThatPointsAtNothingIsAFailure() {
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit")));
        TicketId id = open(tickets);
        events(tickets).drain(10);
        storage.outbox().enqueue(List.of(new OutboxStore.Entry("audit", id.toString(), 3, START)));
        storage.outbox().enqueue(List.of(new OutboxStore.Entry("audit", id.toString(), 3_000, START)));

        assertThat(events(tickets).drain(10).retried()).isEqualTo(1);
        assertThat(events(tickets).failures(OLGA, "audit", 10).getFirst().error()).contains("no such event");
    }

    @Test
    void closedTicketsTellNobodyAnything() {
        Tickets tickets = tickets(builder -> builder.consumer(teller("audit")));
        TicketEvents events = events(tickets);
        TicketId id = open(tickets);
        tickets.close();

        for (ThrowingCallable call : List.<ThrowingCallable>of(() -> events.drain(1), () -> events.drain("audit", 1),
                () -> events.lag(OLGA), () -> events.failures(OLGA, "audit", 1),
                () -> events.retry(OLGA, "audit", id, 1),
                () -> events.skip(OLGA, "audit", id, 1), () -> events.redeliver(OLGA, "audit", id, 1, 1))) {
            assertThatExceptionOfType(ClosedException.class).isThrownBy(call);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aCommitTellsOfItsOwnEventsOnly() {
        Tickets tickets = tickets(builder -> {});
        TicketId id = open(tickets);
        Ticket ticket = storage.tickets().find(id).orElseThrow();
        List<TicketEvent> history = storage.tickets().history(id, 0, 10);
        List<TicketChange> changes = List.of(new TicketChange(ticket, history.subList(1, 2), Optional.empty()));
        OutboxStore.Entry own = new OutboxStore.Entry("audit", id.toString(), 2, START);

        assertThat(new TicketCommit(changes, Optional.empty(), LinkStore.Changes.NONE, List.of(own,
                new OutboxStore.Entry("mailer", id.toString(), 2, START))).outbox()).hasSize(2);
        for (OutboxStore.Entry foreign : List.of(new OutboxStore.Entry("audit", id.toString(), 1, START),
                new OutboxStore.Entry("audit", id.toString(), 3, START),
                new OutboxStore.Entry("audit", "elsewhere", 2, START),
                own)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TicketCommit(changes, Optional.empty(), LinkStore.Changes.NONE,
                            List.of(own, foreign)))
                    .withMessageContaining(foreign.toString());
        }
    }
}
