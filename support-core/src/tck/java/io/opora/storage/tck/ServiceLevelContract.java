package io.opora.storage.tck;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.condition.Condition;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.ticket.AddNote;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is due by the service levels is recorded exactly once, late rather than lost and never early, by however many desks look at
 * the same tickets at once, and whatever their clocks show.
 */
public abstract class ServiceLevelContract extends StorageSuite {

    private static final int DESKS = 4;
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Three of them for each ticket, at these distances from its opening. */
    private static final Map<String, Duration> TIMERS = Map.of("50%", Duration.ofMinutes(30), "breach", HOUR, "+PT1H",
            HOUR.multipliedBy(2));

    private static final SlaPolicy.Versions PROMISES = SlaPolicy.Versions.of(SlaPolicy.builder("kit", 1)
            .calendar("always", BusinessCalendar.alwaysOpen(ZoneId.of("UTC")))
            .rule("all", Condition.always(), rule -> rule.target(SlaClock.Kind.FIRST_REPLY, HOUR)
                    .level(SlaClock.Kind.FIRST_REPLY, "50%")
                    .level(SlaClock.Kind.FIRST_REPLY, "breach", new SlaPolicy.Action.Notify("lead"),
                            new SlaPolicy.Action.Reassign("second-line"), new SlaPolicy.Action.Prioritize("urgent"))
                    .level(SlaClock.Kind.FIRST_REPLY, "+PT1H"))
            .build(TicketFacts.of(Rules.FIELDS, Rules.STANDARD).tickets()));

    /** For subclasses, which make the fixture. */
    protected ServiceLevelContract() {}

    /**
     * How many timers run off in a test, three for each ticket. To be overridden where fewer are affordable.
     *
     * @return 10,000
     */
    protected int timers() {
        return 10_000;
    }

    /** A clock that shows another time than the others, and comes along when they are moved. */
    private record Shifted(SettableClock clock, Duration by) implements InstantSource {
        @Override
        public Instant instant() {
            return clock.instant().plus(by);
        }
    }

    /** A clock that shows the time, or up to an hour more or less, as it likes. */
    private record Jumping(SettableClock clock, AtomicLong looks) implements InstantSource {
        @Override
        public Instant instant() {
            return clock.instant().plusSeconds(looks.incrementAndGet() * 7_919 % 7_200 - 3_600);
        }
    }

    @Test
    void eachTimerActsExactlyOnceHoweverManyDesksTick() {
        SettableClock clock = SettableClock.at(Samples.START);
        assertEachTimerActsOnce(clock, IntStream.range(0, DESKS).mapToObj(i -> (InstantSource) clock).toList(),
                Duration.ZERO);
    }

    @Test
    void eachTimerActsExactlyOnceThoughTheClocksOfTheDesksDisagreeByHours() {
        SettableClock clock = SettableClock.at(Samples.START);
        assertEachTimerActsOnce(clock, List.of(new Shifted(clock, HOUR), new Shifted(clock, HOUR.negated()),
                new Shifted(clock, Duration.ZERO), new Shifted(clock, HOUR)), HOUR);
    }

    @Test
    void eachTimerActsExactlyOnceThoughTheClocksOfTheDesksJump() {
        SettableClock clock = SettableClock.at(Samples.START);
        assertEachTimerActsOnce(clock, IntStream.range(0, DESKS)
                .mapToObj(i -> (InstantSource) new Jumping(clock, new AtomicLong(i * 1_000L))).toList(), HOUR);
    }

    private void assertEachTimerActsOnce(SettableClock clock, List<InstantSource> clocks, Duration ahead) {
        Tickets opening = desk(clock);
        int count = (timers() + TIMERS.size() - 1) / TIMERS.size();
        List<TicketId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(opening.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers.")).id());
        }
        List<Tickets> desks = new ArrayList<>();
        clocks.forEach(each -> desks.add(desk(each)));
        Instant end = Samples.START.plus(HOUR.multipliedBy(4));
        while (clock.instant().isBefore(end)) {
            clock.advance(STEP);
            Race.returned(Race.run(DESKS, (thread, round) -> {
                int changed;
                do {
                    changed = desks.get(thread).sla().tick(1_000);
                } while (changed > 0);
                return changed;
            }));
            assertNothingIsEarly(ids.getFirst(), clock.instant().plus(ahead));
            assertNothingIsEarly(ids.getLast(), clock.instant().plus(ahead));
        }
        for (TicketId id : ids) {
            assertEachTimerActedOnce(id);
        }
    }

    private Tickets desk(InstantSource clock) {
        return tickets(fixture().reopen(), clock, settings -> settings.sla(PROMISES));
    }

    private List<TicketEvent.LevelReached> reached(TicketId id) {
        return Picture.history(store(), id).stream().filter(TicketEvent.LevelReached.class::isInstance)
                .map(TicketEvent.LevelReached.class::cast).toList();
    }

    private void assertNothingIsEarly(TicketId id, Instant latestClock) {
        assertThat(reached(id)).allSatisfy(event -> {
            assertThat(event.reached()).isBeforeOrEqualTo(latestClock);
            assertThat(event.stamp().at()).isAfterOrEqualTo(event.reached());
        });
    }

    private void assertEachTimerActedOnce(TicketId id) {
        List<TicketEvent> history = Picture.history(store(), id);
        assertThat(reached(id).stream().collect(groupingBy(event -> event.milestone().level(), counting())))
                .isEqualTo(Map.of("50%", 1L, "breach", 1L, "+PT1H", 1L));
        assertThat(reached(id)).allSatisfy(event -> assertThat(event.reached())
                .isEqualTo(history.getFirst().stamp().at().plus(TIMERS.get(event.milestone().level()))));
        assertThat(history.stream().filter(TicketEvent.Assigned.class::isInstance)).as("actions of the breach")
                .hasSize(1);
        assertThat(history.stream().filter(TicketEvent.Prioritized.class::isInstance)).hasSize(1);
        Ticket ticket = store().find(id).orElseThrow();
        assertSame(ticket, Ticket.replay(history));
        assertThat(ticket.team()).contains(TeamId.of("second-line"));
        assertThat(ticket.priority()).isEqualTo(Priority.URGENT);
        assertThat(history).isSortedAccordingTo((one, other) -> one.stamp().at().compareTo(other.stamp().at()));
    }

    @Test
    void aTimerThatRacesWithTheReplyThatStopsItLosesNeither() {
        SettableClock clock = SettableClock.at(Samples.START);
        List<Tickets> desks = IntStream.range(0, DESKS).mapToObj(i -> desk(clock)).toList();
        for (int i = 0; i < 20; i++) {
            TicketId id = desks.getFirst().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers.")).id();
            clock.advance(HOUR.plusSeconds(1));
            Race.returned(Race.run(DESKS, (thread, round) -> thread == 0
                    ? desks.get(0).handle(Samples.BORIS, id, Reply.of("Which bulb?")).version()
                    : desks.get(thread).sla().tick(1_000)));
            while (desks.getFirst().sla().tick(1_000) > 0) {
                // catches up
            }
            assertThat(reached(id)).extracting(event -> event.milestone().level()).containsExactly("50%", "breach");
            assertThat(Picture.history(store(), id)).filteredOn(TicketEvent.MessageAdded.class::isInstance).hasSize(2);
            assertThat(store().find(id).orElseThrow().serviceLevel()).isEmpty();
        }
    }

    @Test
    void onlyWhatIsDueIsLookedAt() {
        SettableClock clock = SettableClock.at(Samples.START);
        Tickets desk = desk(clock);
        Actor agent = Samples.BORIS;
        List<Ticket> opened = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            opened.add(desk.open(agent, OpenTicket.builder("Lamp broken", "It flickers.")
                    .requester(Requester.of("maria")).build()));
            clock.advance(Duration.ofMinutes(1));
        }
        clock.set(Samples.START.plus(Duration.ofMinutes(30 + 4)).plusNanos(1_000));
        assertThat(store().due(clock.instant(), 100))
                .isEqualTo(opened.subList(0, 5).stream().map(Ticket::id).toList());
        assertThat(desk.sla().tick(2)).isEqualTo(2);
        assertThat(desk.sla().tick(100)).isEqualTo(3);
        assertThat(desk.sla().tick(100)).isZero();
        assertThat(desk.handle(agent, opened.getLast().id(), AddNote.of("On it.")).due())
                .contains(opened.getLast().openedAt().plus(HOUR));
        assertThat(desk.inbox(agent, TicketQuery.builder().sort(TicketQuery.Sort.DUE).build()).tickets())
                .extracting(Ticket::id)
                .isEqualTo(opened.stream().map(Ticket::id).toList());
    }
}
