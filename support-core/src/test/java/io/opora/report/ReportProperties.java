package io.opora.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SupportException;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.report.Report.Group;
import io.opora.report.Report.Period;
import io.opora.report.ReportPlan.By;
import io.opora.report.ReportPlan.Step;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.TimeRange;
import io.opora.testing.TestDesk;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.Classify;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Merge;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.ServiceLevels;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvent.MessageAdded;
import io.opora.ticket.TicketEvent.MessageRelayed;
import io.opora.ticket.TicketEvent.StatusChanged;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import io.opora.ticket.Unmerge;
import io.opora.workflow.Phase;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a report says of random desks is what somebody finds who asks the desk about each ticket and each instant. */
class ReportProperties {

    private static final int TRIES = 150;
    private static final ZoneId ZONE = ZoneId.of("America/New_York"); // whose clocks change on 8 March
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 4);
    private static final LocalDate END = LocalDate.of(2026, 3, 17);
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final List<Actor> ACTORS = List.of(Actor.customer("maria"), Actor.agent("anna"),
            Actor.agent("boris"),
            Actor.bot("helper"));
    private static final BusinessCalendar OFFICE = BusinessCalendar.builder(ZONE)
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY), TimeRange.of("09:00", "17:30")).build();
    private static final SlaPolicy.Versions POLICIES = SlaPolicy.Versions.of(SlaPolicy.builder("support", 1)
            .calendar("office", OFFICE).rule("everybody", Condition.always(), rule -> rule
                    .target(SlaClock.Kind.FIRST_REPLY, Duration.ofHours(4))
                    .target(SlaClock.Kind.NEXT_REPLY, Duration.ofHours(8))
                    .target(SlaClock.Kind.RESOLUTION, Duration.ofHours(24)))
            .build(TicketFacts.of(FieldSet.none()).tickets()));
    private static final ReportPlan PLAN = ReportPlan.builder(ZONE, FIRST, END).calendar(OFFICE).serviceLevels(POLICIES)
            .groupBy(By.Property.KIND, By.Property.TEAM, By.Property.TAG).cross(By.Property.TAG, By.Property.TEAM)
            .build();

    /** A desk after some weeks, and all that it can be asked one by one. */
    private record World(Tickets tickets, Instant now, Map<TicketId, List<TicketEvent>> histories) {

        Report report(ReportPlan plan) {
            return new Reports(tickets, () -> now).read(OLGA, plan);
        }

        Optional<Ticket> at(TicketId id, Instant instant) {
            return tickets.asOf(OLGA, id, instant);
        }

        long count(Instant from, Instant to, Predicate<TicketEvent> wanted) {
            return histories.values().stream().flatMap(List::stream).filter(event -> isWithin(event, from, to))
                    .filter(wanted).count();
        }

        /** The tickets that were opened on the dates of the report. */
        List<TicketId> opened() {
            return histories.entrySet().stream()
                    .filter(each -> isWithin(each.getValue().getFirst(), PLAN.begin(), PLAN.end()))
                    .map(Map.Entry::getKey).toList();
        }

        private boolean isWithin(TicketEvent event, Instant from, Instant to) {
            Instant at = event.stamp().at();
            return !at.isBefore(from) && at.isBefore(to) && !at.isAfter(now);
        }

        World asOf(Instant earlier) {
            return new World(tickets, earlier, histories);
        }
    }

    private static void inAWorld(Random random, Consumer<World> law) {
        try (TestDesk desk = TestDesk.create()) {
            Tickets tickets = desk.desk().tickets();
            List<TicketId> ids = new ArrayList<>();
            for (int i = random.nextInt(150); i >= 0; i--) {
                desk.pass(Duration.ofMinutes(random.nextInt(10) == 0 ? random.nextInt(5_000) : random.nextInt(300)));
                Actor actor = ACTORS.get(random.nextInt(ACTORS.size()));
                if (ids.isEmpty() || random.nextInt(6) == 0) {
                    ids.add(tickets.open(Actor.customer("maria"), OpenTicket.builder("Lamp", "It flickers")
                            .kind(random.nextBoolean() ? RequestKind.TECHNICAL : RequestKind.FINANCIAL).build()).id());
                } else {
                    try {
                        tickets.handle(actor, ids.get(random.nextInt(ids.size())), command(random, ids));
                    } catch (SupportException e) {
                        // what is refused has not happened
                    }
                }
            }
            Map<TicketId, List<TicketEvent>> histories = new HashMap<>();
            for (TicketId id : all(tickets, ids)) {
                histories.put(id, tickets.history(OLGA, id, 0, Tickets.MAX_HISTORY_PAGE));
            }
            law.accept(new World(tickets, desk.clock().instant(), histories));
        }
    }

    /** Those that were opened, and the follow-up tickets that replies to closed ones have opened. */
    private static List<TicketId> all(Tickets tickets, List<TicketId> ids) {
        List<TicketId> all = new ArrayList<>(ids);
        for (int i = 0; i < all.size(); i++) {
            tickets.get(OLGA, all.get(i)).followUps().next().filter(next -> !all.contains(next)).ifPresent(all::add);
        }
        return all;
    }

    private static TicketCommand command(Random random, List<TicketId> ids) {
        List<String> moves = List.of("start", "ask", "hold", "resume", "solve", "reopen", "close", "reject");
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> Reply.of("Hello");
            case 3 -> new Assign(Optional.of(TeamId.of("team-" + random.nextInt(2))), Optional.empty());
            case 4 -> ChangeTags.add("tag-" + random.nextInt(3));
            case 5 -> new Classify(RequestKind.FINANCIAL);
            case 6 -> Merge.into(ids.get(random.nextInt(ids.size())));
            case 7 -> new Unmerge();
            default ->
                Move.of(moves.get(random.nextInt(moves.size()))).with("resolution", "done").with("reason", "spam");
        };
    }

    private static boolean isReply(TicketEvent event) {
        return event instanceof MessageAdded said && said.stamp().by().kind() == Actor.Kind.AGENT
                && said.stamp().sequence() > 2;
    }

    private static boolean enters(TicketEvent event, Phase phase) {
        return event instanceof StatusChanged moved && moved.to().phase() == phase && moved.from().phase() != phase;
    }

    private static boolean finishes(TicketEvent event) {
        return event instanceof StatusChanged moved && !moved.from().phase().isFinished()
                && moved.to().phase().isFinished();
    }

    private static boolean isReopening(TicketEvent event) {
        return event instanceof StatusChanged moved && moved.from().phase().isFinished()
                && !moved.to().phase().isFinished();
    }

    /** Found by asking for each ticket as it was then. */
    private static long backlog(World world, Phase phase, Instant end) {
        Instant last = end.isAfter(world.now()) ? world.now() : end.minusNanos(1);
        return world.histories().keySet().stream().flatMap(id -> world.at(id, last).stream())
                .filter(ticket -> ticket.phase() == phase && !ticket.related().isMerged()).count();
    }

    @Property(tries = TRIES, seed = "20261126")
    void periodsSayWhatHappenedAndWhatWasLeft(@ForAll Random random) {
        inAWorld(random, world -> {
            for (Period period : world.report(PLAN).periods()) {
                Instant from = period.from().atStartOfDay(ZONE).toInstant();
                Instant to = period.to().atStartOfDay(ZONE).toInstant();
                assertThat(period.opened()).isEqualTo(world.count(from, to, TicketEvent.Opened.class::isInstance));
                assertThat(period.replies()).isEqualTo(world.count(from, to, ReportProperties::isReply));
                assertThat(period.customerMessages()).isEqualTo(world.count(from, to,
                        event -> event instanceof MessageAdded && event.stamp().sequence() > 2
                                && event.stamp().by().isCustomer()));
                assertThat(period.solved()).isEqualTo(world.count(from, to, event -> enters(event, Phase.SOLVED)));
                assertThat(period.closed()).isEqualTo(world.count(from, to, event -> enters(event, Phase.CLOSED)));
                assertThat(period.reopened()).isEqualTo(world.count(from, to, ReportProperties::isReopening));
                for (Phase phase : List.of(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD)) {
                    assertThat(period.in(phase)).as("%s at the end of %s", phase, period.from())
                            .isEqualTo(backlog(world, phase, to));
                }
            }
        });
    }

    @Property(tries = TRIES, seed = "20261126")
    void allTicketsAreCountedOnceInEachGroupingAndTaggedOnesOncePerTag(@ForAll Random random) {
        inAWorld(random, world -> {
            Report report = world.report(PLAN);
            List<Ticket> now = world.opened().stream().map(id -> world.at(id, world.now()).orElseThrow()).toList();

            assertThat(report.total().tickets()).isEqualTo(now.size());
            assertThat(report.total().merged())
                    .isEqualTo(now.stream().filter(ticket -> ticket.related().isMerged()).count());
            for (Group group : report.groups(By.Property.KIND)) {
                assertThat(group.tickets()).isEqualTo(now.stream()
                        .filter(ticket -> ticket.kind().name().equals(group.value().orElseThrow())).count());
            }
            for (Group group : report.groups(By.Property.TAG)) {
                assertThat(group.tickets()).isEqualTo(now.stream().filter(ticket -> group.value().isEmpty()
                        ? ticket.tags().isEmpty()
                        : ticket.tags().contains(Tag.of(group.value().get()))).count());
            }
            for (By by : List.of(By.Property.KIND, By.Property.TEAM)) {
                assertThat(report.groups(by).stream().mapToLong(Group::tickets).sum()).isEqualTo(now.size());
                assertThat(report.groups(by).stream().mapToLong(group -> group.firstReply().count()).sum())
                        .isEqualTo(report.total().firstReply().count());
            }
            assertThat(report.crossing(By.Property.TAG, By.Property.TEAM).stream().mapToLong(Report.Cell::tickets)
                    .sum()).isEqualTo(now.stream().mapToLong(ticket -> ticket.tags().size()).sum());
        });
    }

    @Property(tries = TRIES, seed = "20261126")
    void timesAreThoseThatSomebodyFindsTicketByTicket(@ForAll Random random) {
        inAWorld(random, world -> {
            List<Duration> waits = new ArrayList<>();
            List<Duration> worked = new ArrayList<>();
            List<Duration> resolutions = new ArrayList<>();
            long waiting = 0;
            long solved = 0;
            for (TicketId id : world.opened()) {
                List<TicketEvent> history = requireNonNull(world.histories().get(id));
                Instant openedAt = history.getFirst().stamp().at();
                Optional<Instant> reply = history.stream()
                        .filter(event -> isReply(event) || (event instanceof MessageRelayed
                                && event.stamp().by().kind() == Actor.Kind.AGENT))
                        .filter(event -> !Ticket.replay(history.subList(0, (int) event.stamp().sequence() - 1))
                                .related().isMerged())
                        .map(event -> event.stamp().at()).findFirst();
                reply.ifPresent(at -> waits.add(Duration.between(openedAt, at)));
                reply.ifPresent(at -> worked.add(OFFICE.between(openedAt, at)));
                Ticket last = world.at(id, world.now()).orElseThrow();
                waiting += reply.isEmpty() && !last.related().isMerged() ? 1 : 0;
                solved += history.stream().anyMatch(event -> enters(event, Phase.SOLVED)) ? 1 : 0;
                if (last.phase().isFinished()) {
                    Instant finished = history.stream().filter(ReportProperties::finishes).toList().getLast().stamp()
                            .at();
                    resolutions.add(Duration.between(openedAt, finished));
                }
            }
            Group total = world.report(PLAN).total();
            assertThat(total.firstReply())
                    .isEqualTo(new Report.Times(waits.size(), waiting, spread(waits), spread(worked)));
            assertThat(total.resolution().calendar()).isEqualTo(spread(resolutions));
            assertThat(total.solved()).isEqualTo(solved);
        });
    }

    private static Optional<Report.Spread> spread(List<Duration> durations) {
        return durations.isEmpty()
                ? Optional.empty()
                : Optional.of(new Report.Spread(DistributionProperties.percentile(durations, 50),
                        DistributionProperties.percentile(durations, 90),
                        DistributionProperties.percentile(durations, 100), true));
    }

    @Property(tries = TRIES, seed = "20261126")
    void timeInPhasesAddsUpToTheLifeOfTicketsThatWereNeverMerged(@ForAll Random random) {
        inAWorld(random, world -> {
            for (TicketId id : world.opened()) {
                List<TicketEvent> history = requireNonNull(world.histories().get(id));
                if (history.stream().noneMatch(TicketEvent.Merged.class::isInstance)) {
                    Report.Counter counter = Report.counter(PLAN, world.now());
                    counter.add(history, other -> List.of());
                    Duration inPhases = counter.report().phases().values().stream()
                            .flatMap(times -> times.calendar().stream()).map(Report.Spread::longest)
                            .reduce(Duration.ZERO, Duration::plus);
                    Instant end = history.stream().filter(event -> enters(event, Phase.CLOSED)).findFirst()
                            .map(event -> event.stamp().at()).orElse(world.now());
                    assertThat(inPhases).isEqualTo(Duration.between(history.getFirst().stamp().at(), end));
                }
            }
        });
    }

    @Property(tries = TRIES, seed = "20261126")
    void everyCycleIsJudgedOnceInThePeriodInWhichItBegan(@ForAll Random random) {
        inAWorld(random, world -> {
            Map<String, SlaClock.Tally> expected = new TreeMap<>();
            world.histories().forEach((id, history) -> {
                Ticket ticket = world.at(id, world.now()).orElseThrow();
                SlaClock.Reading reading = SlaClock.read(
                        ServiceLevels.timeline(history, other -> requireNonNull(world.histories().get(other)))
                                .orElseThrow(),
                        POLICIES, world.now());
                reading.clocks().forEach(clock -> clock.cycles().forEach(cycle -> {
                    LocalDate date = cycle.start().atZone(ZONE).toLocalDate();
                    if (!date.isBefore(FIRST) && date.isBefore(END)) {
                        expected.merge(date + " " + clock.kind() + " " + ticket.kind() + " " + ticket.team(),
                                SlaClock.Tally.of(List.of(new SlaClock.Reading(world.now(),
                                        List.of(new SlaClock(clock.kind(), List.of(cycle))), List.of(), List.of(),
                                        Optional.empty(), Optional.empty()))).values().iterator().next(),
                                SlaClock.Tally::plus);
                    }
                }));
            });
            Map<String, SlaClock.Tally> found = new TreeMap<>();
            world.report(PLAN).serviceLevels().forEach(row -> found.put(row.from() + " " + row.clock() + " "
                    + RequestKind.of(row.kind()) + " " + row.team().map(TeamId::of), row.cycles()));

            assertThat(found).isEqualTo(expected);
        });
    }

    @Property(tries = TRIES, seed = "20261126")
    void aReportOfAnEarlierInstantIsWhatWouldHaveBeenSaidThen(@ForAll Random random) {
        inAWorld(random, world -> {
            long seconds = Duration.between(TestDesk.START, world.now()).toSeconds();
            Instant then = TestDesk.START.plusSeconds((long) (random.nextDouble() * seconds));
            Report.Counter counter = Report.counter(PLAN, then);
            world.histories().values().stream().map(history -> until(then, history))
                    .filter(history -> !history.isEmpty())
                    .forEach(history -> counter.add(history,
                            other -> until(then, requireNonNull(world.histories().get(other)))));

            assertThat(world.asOf(then).report(PLAN)).isEqualTo(counter.report());
        });
    }

    private static List<TicketEvent> until(Instant then, List<TicketEvent> history) {
        return history.stream().filter(event -> !event.stamp().at().isAfter(then)).toList();
    }

    @Property(tries = TRIES, seed = "20261126")
    void neitherTheOrderOfHistoriesNorWhatIsPassedOverMatters(@ForAll Random random) {
        inAWorld(random, world -> {
            ReportPlan late = ReportPlan.builder(ZONE, FIRST.plusDays(6), END).step(Step.WEEK).calendar(OFFICE)
                    .serviceLevels(POLICIES).build();
            Report.Counter counter = Report.counter(late, world.now());
            List<List<TicketEvent>> shuffled = new ArrayList<>(world.histories().values());
            Collections.shuffle(shuffled, random);
            shuffled.forEach(
                    history -> counter.add(history, other -> requireNonNull(world.histories().get(other))));

            assertThat(world.report(late)).isEqualTo(counter.report());
        });
    }
}
