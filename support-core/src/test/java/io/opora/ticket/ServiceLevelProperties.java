package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.SupportException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.TimeRange;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Workflow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of service levels, of tickets to which anything happens, at desks whose clocks disagree. */
class ServiceLevelProperties {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor LEAD = Actor.agent("lead").withRoles(Role.SUPERVISOR);
    private static final BusinessCalendar OFFICE = BusinessCalendar.builder(ZoneId.of("America/New_York"))
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "13:00"),
                    TimeRange.of("14:00", "18:00"))
            .build();

    private static SlaPolicy policy(int version, Optional<Instant> from, Random random) {
        SlaPolicy.Builder policy = SlaPolicy.builder("support", version).calendar("office", OFFICE);
        from.ifPresent(policy::from);
        return policy.rule("vip", Condition.contains("tags", "vip"), rule -> describe(rule, random))
                .rule("others", Condition.not(Condition.contains("tags", "refund")), rule -> describe(rule, random))
                .build(TicketFacts.of(RandomCommands.FIELDS).tickets());
    }

    private static void describe(SlaPolicy.Rule.Builder rule, Random random) {
        for (SlaClock.Kind kind : SlaClock.Kind.values()) {
            rule.target(kind, Duration.ofMinutes(1 + random.nextInt(2_000)))
                    .target(kind, "urgent", Duration.ofMinutes(1 + random.nextInt(200))).level(kind, "80%")
                    .level(kind, "+PT30M");
        }
        rule.level(SlaClock.Kind.FIRST_REPLY, "breach", new SlaPolicy.Action.Reassign("team1"),
                new SlaPolicy.Action.Prioritize("urgent"))
                .onReopen(one(SlaPolicy.OnReopen.values(), random)).onChange(one(SlaPolicy.OnChange.values(), random))
                .onMerge(one(SlaPolicy.OnMerge.values(), random));
    }

    private static <T> T one(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private record Day(MemoryStorage storage, SlaPolicy.Versions policies, List<SupportDesk> desks, List<TicketId> ids,
            SettableClock clock) implements AutoCloseable {

        TicketStore store() {
            return storage.tickets();
        }

        void tick(SupportDesk desk) {
            while (desk.sla().tick(100) > 0) {
                // catches up
            }
        }

        @Override
        public void close() {
            desks.forEach(SupportDesk::close);
            storage.close();
        }
    }

    private static Day begin(Random random) {
        MemoryStorage storage = MemoryStorage.create();
        SettableClock clock = SettableClock.at(START);
        SlaPolicy.Versions policies = SlaPolicy.Versions.of(policy(1, Optional.empty(), random),
                policy(2, Optional.of(START.plus(Duration.ofDays(3))), random));
        List<SupportDesk> desks = new ArrayList<>();
        for (int minutes : new int[]{0, 60, -60}) {
            desks.add(SupportDesk.builder().storage(storage).clock(() -> clock.instant().plusSeconds(60L * minutes))
                    .random(new Random(random.nextLong())).fields(RandomCommands.FIELDS)
                    .knownWorkflow(Workflow.returns()).sla(policies).build());
        }
        List<TicketId> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(desks.getFirst().tickets().open(RandomCommands.CUSTOMER, OpenTicket.of("s", "t")).id());
        }
        return new Day(storage, policies, desks, ids, clock);
    }

    private static void anything(Day day, RandomCommands commands, Random random) {
        Instant next = day.clock().instant().plus(commands.pause());
        day.clock().set(next.isBefore(START) ? START : next);
        SupportDesk desk = commands.one(day.desks());
        TicketId id = commands.one(day.ids());
        try {
            switch (random.nextInt(8)) {
                case 0 -> day.tick(desk);
                case 1 -> desk.tickets().handle(LEAD, id, Merge.into(commands.one(day.ids())));
                case 2 -> desk.tickets().handle(LEAD, id, new Unmerge());
                default -> {
                    Actor actor = commands.actor();
                    desk.tickets().handle(actor, id, commands.command(day.clock().instant()));
                }
            }
        } catch (SupportException e) {
            // what is refused changes nothing
        }
    }

    @Property(tries = 150)
    void whatIsStoredIsWhatTheWholeHistorySays(@ForAll long seed) {
        Random random = new Random(seed);
        try (Day day = begin(random)) {
            RandomCommands commands = new RandomCommands(Workflow.standard(), random);
            for (int i = 0; i < 60; i++) {
                anything(day, commands, random);
                day.ids().forEach(id -> assertStored(day, id));
            }
        }
    }

    private static void assertStored(Day day, TicketId id) {
        List<TicketEvent> history = Histories.whole(day.store(), id);
        Ticket ticket = day.store().find(id).orElseThrow();
        assertThat(Ticket.replay(history)).isEqualTo(ticket);
        Instant judged = history.stream()
                .filter(event -> !isBystander(event))
                .map(event -> event.stamp().at()).reduce((one, other) -> other).orElseThrow();
        SlaClock.Reading reading = read(day, history, judged);
        boolean needsNothing = ticket.phase().isFinished() || ticket.related().isMerged();
        assertThat(ticket.due()).isEqualTo(needsNothing ? Optional.empty() : reading.due());
        assertThat(ticket.serviceLevel().flatMap(Ticket.ServiceLevel::next)).isEqualTo(reading.next());
    }

    /** What says nothing about answers, phases and properties. Written down here once more, to notice what is forgotten there. */
    private static boolean isBystander(TicketEvent event) {
        return switch (event) {
            case TicketEvent.NoteAdded e -> true;
            case TicketEvent.Reminded e -> true;
            case TicketEvent.FollowedUp e -> true;
            case TicketEvent.Released e -> true;
            case TicketEvent.ParticipantAdded e -> true;
            case TicketEvent.ParticipantRemoved e -> true;
            case TicketEvent.MessageAdded e -> e.stamp().by().kind() == Actor.Kind.BOT
                    || e.message().origin().isAutomatic();
            case TicketEvent.MessageRelayed e -> e.stamp().by().kind() == Actor.Kind.BOT;
            default -> false;
        };
    }

    private static SlaClock.Reading read(Day day, List<TicketEvent> history, Instant at) {
        return SlaClock.read(
                ServiceLevels.timeline(history, other -> Histories.whole(day.store(), other)).orElseThrow(),
                day.policies(), at);
    }

    @Property(tries = 150)
    void eachFactIsRecordedOnceAndNoneIsEarlyOrLost(@ForAll long seed) {
        Random random = new Random(seed);
        try (Day day = begin(random)) {
            RandomCommands commands = new RandomCommands(Workflow.standard(), random);
            for (int i = 0; i < 60; i++) {
                anything(day, commands, random);
            }
            for (int i = 0; i < 5; i++) {
                day.clock().advance(Duration.ofDays(20));
                day.desks().forEach(day::tick);
            }
            for (TicketId id : day.ids()) {
                List<TicketEvent> history = Histories.whole(day.store(), id);
                List<TicketEvent.LevelReached> facts = history.stream()
                        .filter(TicketEvent.LevelReached.class::isInstance).map(TicketEvent.LevelReached.class::cast)
                        .toList();
                assertThat(facts).extracting(TicketEvent.LevelReached::milestone).doesNotHaveDuplicates();
                assertThat(facts).allSatisfy(
                        fact -> assertThat(fact.reached()).isBeforeOrEqualTo(fact.stamp().at()));
                SlaClock.Reading last = read(day, history, day.clock().instant().plus(Duration.ofHours(1)));
                assertThat(last.unrecorded()).isEmpty();
            }
        }
    }
}
