package io.opora.ticket;

import static io.opora.sla.SlaClock.Kind.FIRST_REPLY;
import static io.opora.sla.SlaClock.Kind.NEXT_REPLY;
import static io.opora.sla.SlaClock.Kind.PERIODIC_UPDATE;
import static io.opora.sla.SlaClock.Kind.RESOLUTION;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.condition.Vocabulary;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaClock.Milestone;
import io.opora.sla.SlaClock.State;
import io.opora.sla.SlaPolicy;
import io.opora.sla.SlaPolicy.Versions;
import io.opora.sla.TimeRange;
import io.opora.sla.Timeline;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Phase;
import java.lang.reflect.Proxy;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rows about clocks, through a desk: each rule as a ticket lives it. 2026-01-12 is a Monday. */
class ServiceLevelsTest {

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final BusinessCalendar OFFICE = BusinessCalendar.builder(MOSCOW)
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "13:00"),
                    TimeRange.of("14:00", "18:00"))
            .build();
    private static final Vocabulary FACTS = TicketFacts.of(FieldSet.none()).tickets();
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor IVAN = Actor.customer("ivan");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor LEAD = Actor.agent("lead").withRoles(Role.SUPERVISOR);

    private final MemoryStorage storage = MemoryStorage.create();
    private final SettableClock clock = SettableClock.at(at("01-12 10:00"));
    private final List<SupportDesk> desks = new ArrayList<>();
    private SupportDesk desk = desk(usual());

    /** An instant of 2026 by Moscow's clock, such as "01-12 10:00". */
    private static Instant at(String text) {
        return LocalDateTime.parse("2026-" + text.replace(' ', 'T')).atZone(MOSCOW).toInstant();
    }

    private static Duration hours(double hours) {
        return Duration.ofSeconds(Math.round(hours * 3_600));
    }

    private static SlaPolicy policy(int version, Consumer<SlaPolicy.Rule.Builder> rule) {
        return SlaPolicy.builder("support", version).calendar("office", OFFICE).rule("all", Condition.always(), rule)
                .build(FACTS);
    }

    private static Versions always(Consumer<SlaPolicy.Rule.Builder> rule) {
        return Versions.of(policy(1, rule));
    }

    private static Versions usual() {
        return always(rule -> rule.target(FIRST_REPLY, hours(4)).target(NEXT_REPLY, hours(2))
                .target(PERIODIC_UPDATE, hours(16)).target(RESOLUTION, hours(16)));
    }

    private SupportDesk desk(Versions versions) {
        SupportDesk built = SupportDesk.builder().storage(storage).clock(clock).sla(versions).build();
        desks.add(built);
        return built;
    }

    @AfterEach
    void close() {
        desks.forEach(SupportDesk::close);
        storage.close();
    }

    private void sla(Consumer<SlaPolicy.Rule.Builder> rule) {
        desk = desk(always(rule));
    }

    private TicketId opened() {
        return desk.tickets().open(MARIA, OpenTicket.of("Lamp broken", "It flickers.")).id();
    }

    private Ticket handle(String at, Actor actor, TicketId id, TicketCommand command) {
        clock.set(at(at));
        return desk.tickets().handle(actor, id, command);
    }

    private int tick(String at) {
        clock.set(at(at));
        int all = 0;
        int changed;
        do {
            changed = desk.sla().tick(1_000);
            all += changed;
        } while (changed > 0);
        return all;
    }

    private Optional<SlaClock> clock(TicketId id, SlaClock.Kind kind) {
        return desk.sla().clocks(ANNA, id).clock(kind);
    }

    private SlaClock.Cycle last(TicketId id, SlaClock.Kind kind) {
        return clock(id, kind).orElseThrow().last();
    }

    private Optional<Instant> due(TicketId id) {
        return desk.tickets().get(ANNA, id).due();
    }

    private List<TicketEvent> history(TicketId id) {
        return desk.tickets().history(ANNA, id, 0, 1_000);
    }

    private List<Milestone> recorded(TicketId id) {
        return history(id).stream().filter(TicketEvent.LevelReached.class::isInstance)
                .map(event -> ((TicketEvent.LevelReached) event).milestone()).toList();
    }

    private static Milestone breach(SlaClock.Kind clock, int cycle) {
        return new Milestone(clock, cycle, "breach");
    }

    @Nested
    @DisplayName("first reply: the request - first public reply by a human agent; bots and acknowledgements do not count; "
            + "internal notes do not")
    class FirstReply {

        @Test
        void runsFromTheRequestToTheFirstReply() {
            TicketId id = opened();
            assertThat(due(id)).contains(at("01-12 15:00"));
            handle("01-12 11:00", ANNA, id, AddNote.of("On it."));
            handle("01-12 11:10", Actor.bot("helper"), id, Reply.of("We have got your request."));
            assertThat(last(id, FIRST_REPLY).isOver()).isFalse();
            Ticket replied = handle("01-12 11:30", ANNA, id, Reply.of("Which bulb?"));
            assertThat(last(id, FIRST_REPLY).stop()).contains(at("01-12 11:30"));
            assertThat(last(id, FIRST_REPLY).used()).isEqualTo(hours(1.5));
            assertThat(replied.due()).as("the resolution is what is left").contains(at("01-14 10:00"));
        }

        @Test
        void isNotTheOpeningMessageEvenIfAnAgentTypedIt() {
            Ticket ticket = desk.tickets().open(ANNA, OpenTicket.builder("Lamp", "He says that it flickers.")
                    .requester(Requester.of("maria")).channel(Channel.PHONE).build());
            assertThat(last(ticket.id(), FIRST_REPLY).isOver()).isFalse();
        }
    }

    @Nested
    @DisplayName("next reply: the oldest unanswered customer message after the first reply - next public agent reply; further "
            + "customer messages do not move it")
    class NextReply {

        @Test
        void runsFromTheOldestUnansweredMessage() {
            TicketId id = opened();
            handle("01-12 10:30", ANNA, id, Reply.of("Which bulb?"));
            assertThat(clock(id, NEXT_REPLY)).isEmpty();
            assertThat(handle("01-12 11:00", MARIA, id, Reply.of("A round one.")).due()).contains(at("01-12 13:00"));
            handle("01-12 11:30", MARIA, id, Reply.of("Hello?"));
            assertThat(due(id)).contains(at("01-12 13:00"));
            handle("01-12 14:30", ANNA, id, Reply.of("Here is one."));
            assertThat(clock(id, NEXT_REPLY).orElseThrow().cycles()).hasSize(1);
            assertThat(last(id, NEXT_REPLY).state()).isEqualTo(State.BREACHED);
        }
    }

    @Nested
    @DisplayName("periodic update: last public agent message while the ticket is open - next one")
    class PeriodicUpdate {

        @Test
        void runsFromEachMessageOfAnAgentToTheNext() {
            TicketId id = opened();
            handle("01-12 10:30", ANNA, id, Reply.of("Which bulb?"));
            handle("01-12 11:30", ANNA, id, Reply.of("Still here?"));
            assertThat(clock(id, PERIODIC_UPDATE).orElseThrow().cycles()).hasSize(2);
            assertThat(last(id, PERIODIC_UPDATE).start()).isEqualTo(at("01-12 11:30"));
        }
    }

    @Nested
    @DisplayName("resolution: the request - entering SOLVED or CLOSED")
    class Resolution {

        @Test
        void stopsWhenTheTicketIsSolvedAndThenNothingIsDue() {
            TicketId id = opened();
            handle("01-12 11:00", ANNA, id, Reply.of("A new bulb is under way."));
            handle("01-12 11:10", ANNA, id, Move.of("start"));
            Ticket solved = handle("01-12 12:00", ANNA, id, Move.of("solve").with("resolution", "new bulb"));
            assertThat(last(id, RESOLUTION).used()).isEqualTo(hours(2));
            assertThat(last(id, RESOLUTION).state()).isEqualTo(State.MET);
            assertThat(solved.due()).isEmpty();
        }
    }

    @Nested
    @DisplayName("Pausing is per clock and by phase (default: PENDING and ON_HOLD pause resolution, not the first reply)")
    class Pausing {

        @Test
        void whilePausedThereIsNoDeadlineAndOnlyBusinessTimeCounts() {
            sla(rule -> rule.target(RESOLUTION, hours(8)));
            TicketId id = opened();
            assertThat(handle("01-12 12:00", ANNA, id, Move.of("ask")).due()).isEmpty();
            assertThat(last(id, RESOLUTION).remaining()).isEqualTo(hours(6));
            assertThat(handle("01-13 12:00", MARIA, id, Reply.of("A round one.")).due()).contains(at("01-14 10:00"));
        }

        @Test
        void theFirstReplyGoesOn() {
            TicketId id = opened();
            assertThat(handle("01-12 12:00", ANNA, id, Move.of("ask")).due()).contains(at("01-12 15:00"));
        }
    }

    @Test
    @DisplayName("Met when used <= target, breached when used > target: a reply at night to a target that ran out at closing is met")
    void aReplyAtNightIsMet() {
        sla(rule -> rule.target(FIRST_REPLY, hours(7)));
        TicketId id = opened();
        assertThat(due(id)).contains(at("01-12 18:00"));
        assertThat(tick("01-12 23:00")).isZero();
        handle("01-12 23:30", ANNA, id, Reply.of("Sorry, it is late."));
        assertThat(last(id, FIRST_REPLY).state()).isEqualTo(State.MET);
        tick("01-13 10:00");
        assertThat(recorded(id)).isEmpty();
    }

    @Nested
    @DisplayName("Warnings and escalation levels: offsets in business time before or after the target, or a share of it")
    class Levels {

        @Test
        void areRecordedAtTheirTimeAndNotAMicrosecondBefore() {
            sla(rule -> rule.target(FIRST_REPLY, hours(4)).level(FIRST_REPLY, "80%").level(FIRST_REPLY, "-PT1H")
                    .level(FIRST_REPLY, "+PT1H"));
            TicketId id = opened();
            clock.set(at("01-12 13:00").minusNanos(1_000)); // 3 of 4 hours at the lunch break, so the hour before is 14:00
            assertThat(desk.sla().tick(10)).isZero();
            tick("01-12 13:59");
            assertThat(recorded(id)).isEmpty();
            tick("01-12 14:00");
            assertThat(recorded(id)).containsExactly(new Milestone(FIRST_REPLY, 1, "-PT1H"));
            tick("01-12 14:12");
            assertThat(recorded(id)).endsWith(new Milestone(FIRST_REPLY, 1, "80%"));
            assertThat(tick("01-12 15:00")).isZero();
            clock.advance(Duration.ofNanos(1_000));
            assertThat(desk.sla().tick(10)).isEqualTo(1);
            assertThat(recorded(id)).endsWith(breach(FIRST_REPLY, 1));
            tick("01-12 16:00");
            assertThat(recorded(id)).hasSize(4).endsWith(new Milestone(FIRST_REPLY, 1, "+PT1H"));
        }

        @Test
        void haveTheirActionsDoneAndAreToldToConsumers() {
            Versions versions = always(rule -> rule.target(FIRST_REPLY, hours(1)).target(RESOLUTION, hours(16))
                    .level(FIRST_REPLY, "breach", new SlaPolicy.Action.Notify("lead"),
                            new SlaPolicy.Action.Reassign("second-line"), new SlaPolicy.Action.Prioritize("urgent")));
            List<SlaPolicy.Action> told = new ArrayList<>();
            SupportDesk telling = SupportDesk.builder().storage(storage).clock(clock).sla(versions)
                    .consumer(EventConsumer.of("pager", TicketEvent.LevelReached.class,
                            each -> told.addAll(each.event().actions())))
                    .build();
            desks.add(telling);
            desk = telling;
            TicketId id = opened();
            handle("01-12 10:10", ANNA, id, Assign.to("anna"));
            tick("01-12 12:00");
            Ticket ticket = desk.tickets().get(ANNA, id);
            assertThat(ticket.team()).contains(TeamId.of("second-line"));
            assertThat(ticket.assignee()).isEmpty();
            assertThat(ticket.priority()).isEqualTo(Priority.URGENT);
            assertThat(history(id)).filteredOn(event -> event.stamp().sequence() > 4).allSatisfy(
                    event -> assertThat(event.stamp().by()).isEqualTo(Actor.SYSTEM));
            telling.events().drain(100);
            assertThat(told).hasSize(3).first().isEqualTo(new SlaPolicy.Action.Notify("lead"));
        }

        @Test
        void changeNothingButTheHistoryOfATicketThatIsSolvedByThen() {
            sla(rule -> rule.target(RESOLUTION, hours(1)).level(RESOLUTION, "breach",
                    new SlaPolicy.Action.Prioritize("urgent")));
            TicketId id = opened();
            handle("01-12 12:00", ANNA, id, Move.of("start"));
            handle("01-12 12:00", ANNA, id, Move.of("solve").with("resolution", "new bulb"));
            tick("01-12 12:01");
            assertThat(recorded(id)).containsExactly(breach(RESOLUTION, 1));
            assertThat(desk.tickets().get(ANNA, id).priority()).isEqualTo(Priority.NORMAL);
        }

        @Test
        void withAPriorityThatNoTicketHasAreRefusedWhenTheDeskIsBuilt() {
            SlaPolicy policy = SlaPolicy.builder("support", 1).calendar("office", OFFICE)
                    .rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, hours(1)).level(FIRST_REPLY,
                            "breach", new SlaPolicy.Action.Prioritize("asap")))
                    .build(Vocabulary.builder().declare("priority", Vocabulary.Type.TEXT).build());
            SupportDesk.Builder builder = SupportDesk.builder().storage(storage).sla(Versions.of(policy));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(builder::build)
                    .satisfies(e -> assertThat(e.violations()).extracting(Violation::path, Violation::code)
                            .containsExactly(tuple("1.all", "priority")));
        }
    }

    @Nested
    @DisplayName("Each warning, breach and level is one fact: recorded once; late rather than lost or repeated. A breach that "
            + "happened stays a fact after closing")
    class OneFact {

        @Test
        void lateRatherThanLostAndNeverRepeated() {
            TicketId id = opened();
            tick("01-20 12:00");
            assertThat(recorded(id)).containsExactly(breach(FIRST_REPLY, 1), breach(RESOLUTION, 1));
            assertThat(tick("01-21 12:00")).isZero();
            assertThat(history(id)).filteredOn(TicketEvent.LevelReached.class::isInstance).allSatisfy(event -> {
                assertThat(event.stamp().at()).isEqualTo(at("01-20 12:00"));
                assertThat(((TicketEvent.LevelReached) event).reached()).isBefore(at("01-15 00:00"));
            });
        }

        @Test
        void isRecordedEvenIfTheTicketWasClosedBeforeAnybodyLooked() {
            TicketId id = opened();
            handle("01-13 10:00", ANNA, id, Reply.of("Late, sorry."));
            handle("01-13 10:00", ANNA, id, Move.of("start"));
            handle("01-13 10:00", ANNA, id, Move.of("solve").with("resolution", "new bulb"));
            tick("01-13 10:01");
            assertThat(recorded(id)).containsExactly(breach(FIRST_REPLY, 1));
            tick("01-30 12:00"); // time closes it
            assertThat(desk.tickets().get(ANNA, id).phase()).isEqualTo(Phase.CLOSED);
            assertThat(recorded(id)).containsExactly(breach(FIRST_REPLY, 1));
            assertThat(last(id, FIRST_REPLY).state()).isEqualTo(State.BREACHED);
        }

        @Test
        void byADeskWhoseClockIsBehindIsNotRecordedTwice() {
            TicketId id = opened();
            tick("01-12 16:00");
            tick("01-12 14:00");
            handle("01-12 15:30", MARIA, id, Reply.of("Hello?"));
            tick("01-12 17:00");
            assertThat(recorded(id)).containsExactly(breach(FIRST_REPLY, 1));
            assertThat(history(id)).extracting(event -> event.stamp().at()).isSorted();
        }
    }

    @Nested
    @DisplayName("Named options: on reopen (RESUME: closed time counts as a pause, the default; NEW_CYCLE; RESTART)")
    class Reopening {

        private TicketId reopened() {
            TicketId id = opened();
            handle("01-12 11:00", ANNA, id, Move.of("start"));
            handle("01-12 12:00", ANNA, id, Move.of("solve").with("resolution", "new bulb"));
            handle("01-13 12:00", MARIA, id, Reply.of("Dark again."));
            return id;
        }

        @Test
        void resumesByDefault() {
            sla(rule -> rule.target(RESOLUTION, hours(8)));
            TicketId id = reopened();
            assertThat(due(id)).contains(at("01-14 10:00"));
            assertThat(clock(id, RESOLUTION).orElseThrow().cycles()).hasSize(1);
        }

        @Test
        void mayBeginANewCycle() {
            sla(rule -> rule.target(RESOLUTION, hours(8)).onReopen(SlaPolicy.OnReopen.NEW_CYCLE));
            TicketId id = reopened();
            assertThat(clock(id, RESOLUTION).orElseThrow().cycles()).hasSize(2);
            assertThat(due(id)).contains(at("01-14 12:00"));
        }

        @Test
        void mayForgetTheOneBefore() {
            sla(rule -> rule.target(RESOLUTION, hours(8)).onReopen(SlaPolicy.OnReopen.RESTART));
            TicketId id = reopened();
            assertThat(clock(id, RESOLUTION).orElseThrow().cycles()).hasSize(1);
            assertThat(last(id, RESOLUTION).start()).isEqualTo(at("01-13 12:00"));
        }
    }

    @Nested
    @DisplayName("Named options: on change of policy or priority (KEEP_USED, the default; RESTART)")
    class Change {

        @Test
        void keepsWhatWasUsed() {
            sla(rule -> rule.target(FIRST_REPLY, hours(4)).target(FIRST_REPLY, "urgent", hours(2)));
            TicketId id = opened();
            assertThat(handle("01-12 11:00", ANNA, id, new Prioritize(Priority.URGENT)).due())
                    .contains(at("01-12 12:00"));
        }

        @Test
        void mayRestart() {
            sla(rule -> rule.target(FIRST_REPLY, hours(4)).target(FIRST_REPLY, "urgent", hours(2))
                    .onChange(SlaPolicy.OnChange.RESTART));
            TicketId id = opened();
            assertThat(handle("01-12 11:00", ANNA, id, new Prioritize(Priority.URGENT)).due())
                    .contains(at("01-12 13:00"));
        }
    }

    @Nested
    @DisplayName("Named options: on merge (the target keeps its own clocks, the default); a merged ticket stops its clocks")
    class Merging {

        private record Two(TicketId first, TicketId second) {}

        private Two merged() {
            TicketId first = opened();
            clock.set(at("01-12 11:00"));
            TicketId second = desk.tickets().open(IVAN, OpenTicket.of("Lamp", "Dark.")).id();
            handle("01-12 11:30", ANNA, second, Reply.of("Which one?"));
            handle("01-12 12:00", ANNA, first, Merge.into(second));
            return new Two(first, second);
        }

        @Test
        void theTargetKeepsItsOwnAndTheOtherStops() {
            Two two = merged();
            assertThat(due(two.first())).isEmpty();
            assertThat(last(two.first(), RESOLUTION).stop()).contains(at("01-12 12:00"));
            assertThat(last(two.second(), RESOLUTION).start()).isEqualTo(at("01-12 11:00"));
            assertThat(clock(two.second(), NEXT_REPLY)).isEmpty();
            tick("01-20 12:00");
            assertThat(recorded(two.first())).isEmpty();
        }

        @Test
        void whatIsSaidThroughTheMergedTicketCountsInTheTarget() {
            Two two = merged();
            handle("01-12 12:30", MARIA, two.first(), Reply.of("It is the big one."));
            assertThat(last(two.second(), NEXT_REPLY).start()).isEqualTo(at("01-12 12:30"));
            assertThat(clock(two.first(), NEXT_REPLY)).isEmpty();
            assertThat(desk.sla().promise(MARIA, two.first(), Locale.ENGLISH, MOSCOW).orElseThrow().answerBy())
                    .isEqualTo(at("01-12 15:30"));
        }

        @Test
        void theOldestMayBeTaken() {
            sla(rule -> rule.target(NEXT_REPLY, hours(2)).target(RESOLUTION, hours(8))
                    .onMerge(SlaPolicy.OnMerge.TAKE_OLDEST));
            Two two = merged();
            assertThat(last(two.second(), RESOLUTION).start()).isEqualTo(at("01-12 10:00"));
            assertThat(last(two.second(), NEXT_REPLY).start()).as("Maria had been waiting since then")
                    .isEqualTo(at("01-12 10:00"));
        }

        @Test
        void undoingItResumes() {
            Two two = merged();
            Ticket apart = handle("01-12 17:00", ANNA, two.first(), new Unmerge());
            assertThat(last(two.first(), RESOLUTION).used()).isEqualTo(hours(2));
            assertThat(apart.due()).contains(at("01-13 10:00")); // two of four hours are left for the first reply
        }
    }

    @Test
    @DisplayName("A split makes a request of its own, and so does a reply that comes too late")
    void splitAndFollowUpAreRequestsOfTheirOwn() {
        TicketId id = opened();
        handle("01-12 10:30", MARIA, id, Reply.of("And my kettle leaks."));
        long sequence = history(id).stream().filter(TicketEvent.MessageAdded.class::isInstance)
                .mapToLong(event -> event.stamp().sequence()).max().orElseThrow();
        Ticket split = handle("01-12 12:00", ANNA, id, Split.of("Kettle", sequence));
        assertThat(split.due()).contains(at("01-12 17:00"));
        assertThat(due(id)).contains(at("01-12 15:00"));

        handle("01-12 12:10", ANNA, id, Move.of("start"));
        handle("01-12 12:10", ANNA, id, Move.of("solve").with("resolution", "new bulb"));
        tick("01-30 12:00");
        assertThat(desk.tickets().get(ANNA, id).phase()).isEqualTo(Phase.CLOSED);
        Ticket followUp = handle("02-02 10:00", MARIA, id, Reply.of("Dark again."));
        assertThat(followUp.id()).isNotEqualTo(id);
        assertThat(last(followUp.id(), FIRST_REPLY).start()).isEqualTo(at("02-02 10:00"));
        assertThat(followUp.due()).contains(at("02-02 15:00"));
    }

    @Nested
    @DisplayName("A policy list is ordered, first match wins; the match is by any property of the ticket")
    class FirstMatch {

        @Test
        void aTagChangesWhatIsPromised() {
            desk = desk(Versions.of(SlaPolicy.builder("support", 1).calendar("office", OFFICE)
                    .rule("vip", Condition.contains("tags", "vip"), rule -> rule.target(FIRST_REPLY, hours(1)))
                    .rule("technical", Condition.in("kind", "technical"), rule -> rule.target(FIRST_REPLY, hours(4)))
                    .build(FACTS)));
            TicketId id = opened();
            assertThat(desk.tickets().get(ANNA, id).serviceLevel()).isEmpty();
            assertThat(handle("01-12 10:10", ANNA, id, new Classify(RequestKind.TECHNICAL)).due())
                    .as("nothing was promised before").contains(at("01-12 15:10"));
            assertThat(handle("01-12 10:20", ANNA, id, ChangeTags.add("vip")).due()).contains(at("01-12 11:10"));
            assertThat(handle("01-12 10:30", ANNA, id, ChangeTags.remove("vip")).due()).contains(at("01-12 15:10"));
        }
    }

    @Nested
    @DisplayName("Everything is a function of (events, policy version, calendar version, now); both judgements can be had; a dry "
            + "run lists the tickets whose result would change")
    class Judgements {

        @Test
        void aVersionTakesEffectByItselfAtItsInstant() {
            desk = desk(Versions.of(policy(1, rule -> rule.target(FIRST_REPLY, hours(8))),
                    from("01-12 12:00", 2, hours(4))));
            TicketId id = opened();
            assertThat(due(id)).contains(at("01-13 10:00"));
            assertThat(tick("01-12 12:00")).isEqualTo(1);
            assertThat(desk.tickets().get(ANNA, id).serviceLevel().orElseThrow().version()).isEqualTo(2);
            assertThat(due(id)).contains(at("01-12 15:00"));
        }

        private static SlaPolicy from(String instant, int version, Duration target) {
            return SlaPolicy.builder("support", version).from(at(instant)).calendar("office", OFFICE)
                    .rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, target)).build(FACTS);
        }

        @Test
        void aDeskThatIsBuiltWithAnotherPolicyLooksAtOpenTicketsAgain() {
            TicketId id = opened();
            clock.set(at("01-12 11:00"));
            TicketId other = opened();
            sla(rule -> rule.target(FIRST_REPLY, hours(2)));
            assertThat(due(id)).as("nobody has looked yet").contains(at("01-12 15:00"));
            ServiceLevels.Renewal begun = desk.sla().renew(LEAD, Optional.empty(), 1);
            assertThat(begun.changed()).isEqualTo(1);
            assertThat(due(id)).contains(at("01-12 12:00"));
            assertThat(due(other)).contains(at("01-12 16:00"));
            ServiceLevels.Renewal ended = desk.sla().renew(LEAD, begun.next(), 1);
            assertThat(ended).isEqualTo(new ServiceLevels.Renewal(1, 1, Optional.empty()));
            assertThat(due(other)).contains(at("01-12 13:00"));
            assertThat(desk.sla().renew(LEAD, Optional.empty(), 10).changed()).isZero();
        }

        @Test
        void bothJudgementsOfOneTicket() {
            TicketId id = opened();
            handle("01-12 12:00", ANNA, id, Reply.of("Which bulb?"));
            Versions stricter = Versions.always(policy(2, rule -> rule.target(FIRST_REPLY, hours(1))));
            SlaClock.Reading then = desk.sla().clocks(ANNA, id);
            SlaClock.Reading now = desk.sla().clocks(ANNA, id, stricter);
            assertThat(then.clock(FIRST_REPLY).orElseThrow().state()).isEqualTo(State.MET);
            assertThat(now.clock(FIRST_REPLY).orElseThrow().state()).isEqualTo(State.BREACHED);
            assertThat(then.differences(now)).extracting(SlaClock.Difference::clock).contains(FIRST_REPLY);
        }

        @Test
        void aDryRunListsTheTicketsWhoseResultWouldChangeAndAWhatIfGivesTheShareMet() {
            sla(rule -> rule.target(FIRST_REPLY, hours(4)));
            List<TicketId> tickets = List.of(opened(), opened(), opened(), opened());
            handle("01-12 10:30", ANNA, tickets.get(0), Reply.of("a"));
            handle("01-12 12:00", ANNA, tickets.get(1), Reply.of("b"));
            handle("01-12 12:00", ANNA, tickets.get(2), Reply.of("c"));
            handle("01-13 12:00", ANNA, tickets.get(3), Reply.of("d"));
            Versions proposed = Versions.always(policy(2, rule -> rule.target(FIRST_REPLY, hours(1))));
            List<TicketId> changed = new ArrayList<>();
            SlaClock.Tally present = new SlaClock.Tally(0, 0, 0);
            SlaClock.Tally then = new SlaClock.Tally(0, 0, 0);
            Optional<TicketQuery.Cursor> place = Optional.empty();
            int pages = 0;
            do {
                TicketQuery.Builder query = TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).limit(3);
                place.ifPresent(query::after);
                ServiceLevels.Trial trial = desk.sla().tryOut(LEAD, proposed, query.build());
                trial.changed().forEach(each -> changed.add(each.ticket()));
                present = present.plus(requireNonNull(trial.present().get(FIRST_REPLY)));
                then = then.plus(requireNonNull(trial.proposed().get(FIRST_REPLY)));
                place = trial.next();
                pages++;
            } while (place.isPresent());
            assertThat(pages).isEqualTo(2);
            // the due instants of all of them differ; what was met is another question
            assertThat(changed).containsExactlyInAnyOrderElementsOf(tickets);
            assertThat(present).isEqualTo(new SlaClock.Tally(3, 1, 0));
            assertThat(then).isEqualTo(new SlaClock.Tally(1, 3, 0));
            assertThat(then.share()).hasValue(0.25);
        }

        @Test
        void aVersionToComeChangesNothingThatIsOver() {
            sla(rule -> rule.target(FIRST_REPLY, hours(4)));
            TicketId over = opened();
            TicketId open = opened();
            handle("01-12 11:00", ANNA, over, Reply.of("a"));
            SlaPolicy next = from("01-12 11:30", 2, hours(2));
            clock.set(at("01-12 11:45"));
            ServiceLevels.Trial trial = desk.sla().tryOut(LEAD, desk.sla().policies().with(next), TicketQuery.all());
            assertThat(trial.changed()).extracting(ServiceLevels.Changed::ticket).containsExactly(open);
            assertThat(trial.tickets()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("A customer's message through any channel is a customer's message")
    void aMessageThroughAnyChannelCounts() {
        TicketId id = opened();
        handle("01-12 10:30", ANNA, id, Reply.of("Which bulb?").withChannel(Channel.PHONE));
        assertThat(last(id, FIRST_REPLY).isOver()).isTrue();
        handle("01-12 11:00", MARIA, id, Reply.of("A round one.").withChannel(Channel.CHAT));
        assertThat(last(id, NEXT_REPLY).start()).isEqualTo(at("01-12 11:00"));
        handle("01-12 11:10", ANNA, id, AddParticipant.of("zoe"));
        handle("01-12 11:20", ANNA, id, Reply.of("Thanks."));
        handle("01-12 11:30", Actor.customer("zoe"), id, Reply.of("And I need one too.").withChannel(Channel.EMAIL));
        assertThat(last(id, NEXT_REPLY).start()).isEqualTo(at("01-12 11:30"));
    }

    @Test
    @DisplayName("An automatic reply (out of office) is not")
    void anAutomaticReplyCountsOnNeitherSide() {
        TicketId id = opened();
        handle("01-12 10:20", ANNA, id, Reply.of("I am on holiday.").withOrigin(Message.Origin.AUTO_REPLY));
        assertThat(last(id, FIRST_REPLY).isOver()).isFalse();
        handle("01-12 10:30", ANNA, id, Reply.of("Which bulb?"));
        long version = desk.tickets().get(ANNA, id).version();
        handle("01-12 11:00", MARIA, id, Reply.of("I am on holiday.").withOrigin(Message.Origin.AUTO_REPLY));
        assertThat(clock(id, NEXT_REPLY)).isEmpty();
        assertThat(desk.tickets().get(ANNA, id).version()).isEqualTo(version + 1);
    }

    @Nested
    class OtherPeople {

        @Test
        void areNotInTheWayOfWhatTheServiceLevelsRecord() {
            TicketId id = opened();
            long seen = desk.tickets().get(ANNA, id).version();
            tick("01-12 16:00");
            assertThat(desk.tickets().get(ANNA, id).version()).isGreaterThan(seen);
            Ticket ticket = desk.tickets().handle(ANNA, id, Assign.to("anna"), CommandOptions.seen(seen));
            assertThat(ticket.assignee()).contains(ANNA.id());
            assertThatExceptionOfType(TicketConflictException.class).isThrownBy(
                    () -> desk.tickets().handle(ANNA, id, Assign.to("boris"), CommandOptions.seen(seen)));
        }

        @Test
        void areNotInTheWayOfACommandThatIsUnderWay() {
            TicketId id = opened();
            clock.set(at("01-12 16:00"));
            List<String> calls = new ArrayList<>();
            Tickets slow = tickets(calls, call -> {
                if (call.equals("append") && calls.indexOf("append") == calls.size() - 1) {
                    assertThat(desk.sla().tick(10)).isEqualTo(1);
                }
            });
            assertThat(slow.handle(ANNA, id, Assign.to("anna")).assignee()).contains(ANNA.id());
            assertThat(calls.stream().filter("append"::equals)).hasSize(2);
            assertThat(recorded(id)).containsExactly(breach(FIRST_REPLY, 1));
            slow.close();
        }
    }

    /** Tickets with the usual policy on a store that tells what it is asked, before it answers. */
    private Tickets tickets(List<String> calls, Consumer<String> before) {
        return Tickets.builder(store(calls, before)).clock(clock).sla(usual()).build();
    }

    private TicketStore store(List<String> calls, Consumer<String> before) {
        return (TicketStore) Proxy.newProxyInstance(TicketStore.class.getClassLoader(),
                new Class<?>[]{TicketStore.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    before.accept(method.getName());
                    return method.invoke(storage.tickets(), arguments);
                });
    }

    @Nested
    class Cost {

        @Test
        void aTickReadsNothingButWhatIsDue() {
            for (int i = 0; i < 500; i++) {
                opened();
                clock.advance(Duration.ofSeconds(1));
            }
            List<String> calls = new ArrayList<>();
            try (Tickets told = tickets(calls, call -> {})) {
                clock.set(at("01-12 15:00").plusSeconds(2).plusNanos(1_000)); // three of 500 are due
                calls.clear();
                assertThat(told.tick(1_000)).isEqualTo(3);
                assertThat(calls).containsExactly("due", "find", "history", "append", "find", "history", "append",
                        "find", "history", "append");
            }
        }

        @Test
        void whatCannotMoveAClockReadsNoHistory() {
            TicketId id = opened();
            List<String> calls = new ArrayList<>();
            try (Tickets told = tickets(calls, call -> {})) {
                told.handle(ANNA, id, AddNote.of("On it."));
                told.handle(ANNA, id, AddParticipant.of("zoe"));
                told.handle(MARIA, id, Reply.of("I am away.").withOrigin(Message.Origin.AUTO_REPLY));
                told.handle(Actor.bot("helper"), id, Reply.of("We have got it."));
                assertThat(calls).doesNotContain("history");
                told.handle(ANNA, id, Reply.of("Which bulb?"));
                assertThat(calls).contains("history");
            }
        }

        @Test
        void aDeskWithoutAPolicyReadsNoHistoryAndAddsNoEvents() {
            List<String> calls = new ArrayList<>();
            try (Tickets plain = Tickets.builder(store(calls, call -> {})).clock(clock).build()) {
                TicketId id = plain.open(MARIA, OpenTicket.of("s", "t")).id();
                plain.handle(ANNA, id, Reply.of("Which bulb?"));
                assertThat(plain.handle(ANNA, id, Move.of("start")).version()).isEqualTo(4);
                assertThat(calls).doesNotContain("history");
            }
        }
    }

    @Nested
    class Limits {

        @Test
        void beyondTheTimeOfCalendarsNothingIsPromisedAndNothingFails() {
            clock.set(BusinessCalendar.HORIZON.minusSeconds(1));
            TicketId id = opened();
            clock.set(BusinessCalendar.HORIZON);
            assertThat(desk.tickets().handle(ANNA, id, Reply.of("Which bulb?")).serviceLevel()).isEmpty();
            assertThat(desk.sla().clocks(ANNA, id).clocks()).isEmpty();
            assertThat(desk.sla().promise(MARIA, id, Locale.ENGLISH, MOSCOW)).isEmpty();
            assertThat(desk.sla().explain(ANNA, id, FIRST_REPLY)).isEmpty();
            TicketId later = opened();
            assertThat(desk.tickets().get(ANNA, later).serviceLevel()).isEmpty();
            assertThat(desk.sla().tryOut(LEAD, usual(), TicketQuery.all()).changed()).isEmpty();
        }

        @Test
        void aHistoryWithMoreThanClocksCountHasNone() {
            TicketId id = opened();
            List<TicketEvent> history = new ArrayList<>(history(id));
            Ticket ticket = Ticket.replay(history);
            Message message = ((TicketEvent.MessageAdded) history.get(1)).message();
            int most = Timeline.MAX_EVENTS - 1; // the request is one
            for (int i = 0; i < most; i++) {
                history.add(new TicketEvent.MessageAdded(new TicketEvent.Stamp(id, ticket.version() + 1 + i,
                        clock.instant(), ANNA), message));
            }
            assertThat(ServiceLevels.timeline(history, other -> List.of())).isPresent();
            history.add(new TicketEvent.MessageAdded(
                    new TicketEvent.Stamp(id, history.size() + 1L, clock.instant(), ANNA), message));
            assertThat(ServiceLevels.timeline(history, other -> List.of())).isEmpty();
        }

        @Test
        void aHistoryWithoutABeginningIsNone() {
            TicketId id = opened();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> ServiceLevels.timeline(List.of(), other -> List.of()));
            assertThatExceptionOfType(StorageException.class).isThrownBy(
                    () -> ServiceLevels.timeline(history(id).subList(1, 2), other -> List.of()));
        }

        @Test
        void aFloodOfMessagesFromACustomerCountsAsOne() {
            TicketId id = opened();
            handle("01-12 10:30", ANNA, id, Reply.of("Which bulb?"));
            for (int i = 0; i < 10; i++) {
                handle("01-12 11:0" + i, MARIA, id, Reply.of("Hello?"));
            }
            assertThat(ServiceLevels.timeline(history(id), other -> List.of()).orElseThrow().events()).hasSize(3);
        }
    }

    @Nested
    class Inboxes {

        @Test
        void showWhatIsDueFirstAndWhatIsOverdue() {
            TicketId late = opened();
            clock.set(at("01-12 12:00"));
            TicketId early = desk.tickets().open(MARIA, OpenTicket.of("Kettle", "It leaks.")).id();
            handle("01-12 12:00", ANNA, late, Reply.of("Which bulb?"));
            TicketQuery due = TicketQuery.builder().sort(TicketQuery.Sort.DUE).build();
            assertThat(desk.tickets().inbox(ANNA, due).tickets()).extracting(Ticket::id).containsExactly(early, late);
            clock.set(at("01-13 09:00"));
            TicketQuery overdue = TicketQuery.builder().dueBefore(clock.instant()).build();
            assertThat(desk.tickets().inbox(ANNA, overdue).tickets()).extracting(Ticket::id).containsExactly(early);
            assertThat(desk.tickets().countByPhase(ANNA, overdue)).containsEntry(Phase.NEW, 1L);
        }
    }

    @Nested
    class Reading {

        @Test
        void explainsWhyATicketIsDueWhenItIs() {
            TicketId id = opened();
            BusinessCalendar.Explanation explanation = desk.sla().explain(ANNA, id, FIRST_REPLY).orElseThrow();
            assertThat(explanation.due()).isEqualTo(at("01-12 15:00"));
            assertThat(explanation.text(Locale.ENGLISH)).contains("13:00");
            assertThat(desk.sla().explain(ANNA, id, NEXT_REPLY)).isEmpty();
        }

        @Test
        void promisesAnAnswerInTheCustomersLanguageAndByTheirClock() {
            TicketId id = opened();
            SlaClock.Promise promise = desk.sla().promise(MARIA, id, Locale.ENGLISH, ZoneId.of("Asia/Tokyo"))
                    .orElseThrow();
            assertThat(promise.answerBy()).isEqualTo(at("01-12 15:00"));
            assertThat(promise.sentence()).contains("21:00");
            assertThat(desk.sla().promise(MARIA, id, Locale.of("ru"), MOSCOW).orElseThrow().sentence())
                    .contains("15:00").matches(".*[а-я].*");
            handle("01-12 11:00", ANNA, id, Reply.of("Which bulb?"));
            assertThat(desk.sla().promise(MARIA, id, Locale.ENGLISH, MOSCOW)).isEmpty();
        }

        @Test
        void tellsCustomersNoSeconds() {
            clock.advance(Duration.ofMillis(500));
            SlaClock.Promise promise = desk.sla().promise(MARIA, opened(), Locale.ENGLISH, MOSCOW).orElseThrow();
            assertThat(promise.answerBy()).isEqualTo(at("01-12 15:00").plusMillis(500));
            assertThat(promise.sentence()).contains("by 15:01 today");
        }

        @Test
        void isAnsweredWithNothingByADeskWithoutAPolicy() {
            desk = desk(new Versions(List.of()));
            TicketId id = opened();
            assertThat(history(id)).hasSize(2);
            assertThat(desk.sla().clocks(ANNA, id).clocks()).isEmpty();
            assertThat(desk.sla().promise(MARIA, id, Locale.ENGLISH, MOSCOW)).isEmpty();
            assertThat(desk.sla().policies().policies()).isEmpty();
        }

        @Test
        void goesOnWhenADeskPromisesNothingAnyMore() {
            TicketId id = opened();
            desk = desk(new Versions(List.of()));
            assertThat(tick("01-12 16:00")).isEqualTo(1);
            assertThat(desk.tickets().get(ANNA, id).serviceLevel()).isEmpty();
            assertThat(recorded(id)).isEmpty();
        }

        @Test
        void givesTheHeaderThatItsHistoryFoldsTo() {
            TicketId id = opened();
            tick("01-12 16:00");
            handle("01-12 17:00", ANNA, id, Reply.of("Which bulb?"));
            tick("01-20 16:00");
            assertThat(Ticket.replay(history(id))).isEqualTo(desk.tickets().get(ANNA, id));
        }

        @Test
        void isNotShownToCustomers() {
            TicketId id = opened();
            tick("01-12 16:00");
            assertThat(desk.tickets().customerView(MARIA, id, 0, 100).entries()).hasSize(1);
        }
    }
}
