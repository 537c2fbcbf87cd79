package io.opora.sla;

import static io.opora.sla.Policies.asked;
import static io.opora.sla.Policies.at;
import static io.opora.sla.Policies.phase;
import static io.opora.sla.Policies.priority;
import static io.opora.sla.Policies.replied;
import static io.opora.sla.Policies.wrote;
import static io.opora.sla.SlaClock.Kind.FIRST_REPLY;
import static io.opora.sla.SlaClock.Kind.NEXT_REPLY;
import static io.opora.sla.SlaClock.Kind.PERIODIC_UPDATE;
import static io.opora.sla.SlaClock.Kind.RESOLUTION;
import static io.opora.sla.SlaClock.State.BREACHED;
import static io.opora.sla.SlaClock.State.MET;
import static io.opora.sla.SlaClock.State.PAUSED;
import static io.opora.sla.SlaClock.State.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.sla.SlaClock.Cycle;
import io.opora.sla.SlaClock.Happening;
import io.opora.sla.SlaClock.Milestone;
import io.opora.sla.SlaClock.Reading;
import io.opora.sla.SlaPolicy.Action;
import io.opora.sla.SlaPolicy.OnChange;
import io.opora.sla.SlaPolicy.OnMerge;
import io.opora.sla.SlaPolicy.OnReopen;
import io.opora.sla.SlaPolicy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rows of the table "Clocks" of the semantics and of the list below it, each under its own name. */
class ClockSemanticsTest {

    /** Four hours to the first reply, two to each next one, eight between updates, sixteen to the solution. */
    private static final Versions USUAL = Policies
            .always(rule -> rule.target(FIRST_REPLY, hours(4)).target(NEXT_REPLY, hours(2))
                    .target(PERIODIC_UPDATE, hours(8)).target(RESOLUTION, hours(16)));

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }

    private static Reading read(Versions versions, String now, Timeline.Event... events) {
        return SlaClock.read(Timeline.of(events), versions, at(now));
    }

    private static List<Cycle> cycles(Reading reading, SlaClock.Kind kind) {
        return reading.clock(kind).map(SlaClock::cycles).orElse(List.of());
    }

    private static Cycle last(Reading reading, SlaClock.Kind kind) {
        return cycles(reading, kind).getLast();
    }

    private static List<String> milestones(List<Happening> happenings) {
        return happenings.stream()
                .map(happening -> happening.milestone().clock() + " " + happening.milestone().cycle() + " "
                        + happening.milestone().level() + " " + happening.at())
                .toList();
    }

    private static String milestone(SlaClock.Kind kind, int cycle, String level, String at) {
        return kind + " " + cycle + " " + level + " " + at(at);
    }

    @Nested
    @DisplayName("first reply: the request - first public reply by a human agent; bots and acknowledgements do not count")
    class FirstReply {

        @Test
        void runsFromTheRequest() {
            assertThat(cycles(read(USUAL, "01-12 11:00", asked("01-12 10:00")), FIRST_REPLY)).containsExactly(new Cycle(
                    1,
                    at("01-12 10:00"), Optional.empty(), RUNNING, hours(4), hours(1), Optional.of(at("01-12 15:00")),
                    Optional.of(at("01-12 15:00")), "all", 1));
        }

        @Test
        void stopsWithTheFirstPublicReplyOfAHuman() {
            Reading reading = read(USUAL, "01-13 11:00", asked("01-12 10:00"), wrote("01-12 11:00"),
                    replied("01-12 12:00"),
                    wrote("01-12 15:00"), replied("01-12 16:00"));

            assertThat(cycles(reading, FIRST_REPLY)).containsExactly(new Cycle(1, at("01-12 10:00"),
                    Optional.of(at("01-12 12:00")), MET, hours(4), hours(2), Optional.of(at("01-12 15:00")),
                    Optional.of(at("01-12 15:00")), "all", 1));
            assertThat(last(reading, FIRST_REPLY).remaining()).isEqualTo(hours(2));
            assertThat(last(reading, FIRST_REPLY).isOver()).isTrue();
        }

        @Test
        void goesOnWhateverMachinesWrite() {
            Reading reading = read(USUAL, "01-12 16:00", asked("01-12 10:00"),
                    new Timeline.AutomaticMessage(at("01-12 10:00")), new Timeline.AutomaticMessage(at("01-12 10:30")));

            assertThat(last(reading, FIRST_REPLY).state()).isEqualTo(BREACHED);
            assertThat(last(reading, FIRST_REPLY).isOver()).isFalse();
            assertThat(last(reading, FIRST_REPLY).remaining()).isEqualTo(hours(-1));
            assertThat(cycles(reading, PERIODIC_UPDATE)).isEmpty();
        }

        @Test
        void standsStillWhileTheRequestIsFinishedUnanswered() {
            Reading reading = read(USUAL, "01-20 11:00", asked("01-12 10:00"), phase("01-12 11:00", "CLOSED"));

            assertThat(last(reading, FIRST_REPLY))
                    .isEqualTo(new Cycle(1, at("01-12 10:00"), Optional.empty(), PAUSED, hours(4),
                            hours(1), Optional.empty(), Optional.empty(), "all", 1));
            assertThat(reading.next()).isEmpty();
        }
    }

    @Nested
    @DisplayName("next reply: the oldest unanswered customer message after the first reply - next public agent reply")
    class NextReply {

        @Test
        void runsFromTheOldestUnansweredMessageWhichFurtherOnesDoNotMove() {
            Reading reading = read(USUAL, "01-12 15:00", asked("01-12 09:00"), replied("01-12 10:00"),
                    wrote("01-12 11:00"),
                    wrote("01-12 12:00"), new Timeline.AutomaticMessage(at("01-12 12:00")), wrote("01-12 14:00"));

            assertThat(cycles(reading, NEXT_REPLY)).containsExactly(new Cycle(1, at("01-12 11:00"), Optional.empty(),
                    BREACHED,
                    hours(2), hours(3), Optional.of(at("01-12 13:00")), Optional.of(at("01-12 14:00")), "all", 1));
        }

        @Test
        void hasACycleForEachAnswer() {
            Reading reading = read(USUAL, "01-12 18:00", asked("01-12 09:00"), replied("01-12 10:00"),
                    wrote("01-12 11:00"),
                    replied("01-12 12:00"), replied("01-12 12:30"), wrote("01-12 14:00"), replied("01-12 17:00"));

            assertThat(cycles(reading, NEXT_REPLY)).extracting(Cycle::number, Cycle::start, Cycle::used, Cycle::state)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(1, at("01-12 11:00"), hours(1), MET),
                            org.assertj.core.groups.Tuple.tuple(2, at("01-12 14:00"), hours(3), BREACHED));
            assertThat(reading.clock(NEXT_REPLY).orElseThrow().longest().number()).isEqualTo(2);
            assertThat(reading.clock(NEXT_REPLY).orElseThrow().state()).isEqualTo(BREACHED);
        }

        @Test
        void doesNotRunBeforeTheFirstReply() {
            assertThat(cycles(read(USUAL, "01-12 15:00", asked("01-12 09:00"), wrote("01-12 10:00")), NEXT_REPLY))
                    .isEmpty();
        }
    }

    @Nested
    @DisplayName("periodic update: last public agent message while the ticket is open - next one")
    class PeriodicUpdate {

        @Test
        void runsFromEachPublicMessageOfAnAgentToTheNext() {
            Reading reading = read(USUAL, "01-13 16:00", asked("01-12 09:00"), replied("01-12 10:00"),
                    wrote("01-12 11:00"),
                    replied("01-12 15:00"));

            assertThat(cycles(reading, PERIODIC_UPDATE)).extracting(Cycle::start, Cycle::stop, Cycle::used, Cycle::due)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(at("01-12 10:00"), Optional.of(at("01-12 15:00")),
                                    hours(4),
                                    Optional.of(at("01-13 10:00"))),
                            org.assertj.core.groups.Tuple.tuple(at("01-12 15:00"), Optional.empty(), hours(9),
                                    Optional.of(at("01-13 15:00"))));
        }

        @Test
        void standsStillWhileTheRequestIsFinished() {
            Reading reading = read(USUAL, "01-14 11:00", asked("01-12 09:00"), replied("01-12 10:00"),
                    phase("01-12 11:00", "SOLVED"), phase("01-14 10:00", "OPEN"));

            assertThat(last(reading, PERIODIC_UPDATE).used()).isEqualTo(hours(2));
        }
    }

    @Nested
    @DisplayName("resolution: the request - entering SOLVED or CLOSED")
    class Resolution {

        @Test
        void stopsWhenTheRequestIsSolved() {
            Reading reading = read(USUAL, "01-20 11:00", asked("01-12 10:00"), phase("01-12 12:00", "SOLVED"),
                    phase("01-15 12:00", "CLOSED"));

            assertThat(cycles(reading, RESOLUTION)).containsExactly(new Cycle(1, at("01-12 10:00"),
                    Optional.of(at("01-12 12:00")), MET, hours(16), hours(2), Optional.of(at("01-14 10:00")),
                    Optional.of(at("01-14 10:00")), "all", 1));
        }

        @Test
        void stopsWhenTheRequestIsClosedAtOnce() {
            assertThat(
                    last(read(USUAL, "01-20 11:00", asked("01-12 10:00"), phase("01-16 12:00", "CLOSED")), RESOLUTION)
                            .state())
                    .isEqualTo(BREACHED);
        }

        @Test
        void ofARequestThatIsMadeFinishedIsMetAtOnce() {
            Reading reading = read(USUAL, "01-20 11:00",
                    new Timeline.Requested(at("01-12 10:00"), "SOLVED", Policies.NORMAL));

            assertThat(last(reading, RESOLUTION).used()).isZero();
            assertThat(last(reading, RESOLUTION).state()).isEqualTo(MET);
        }
    }

    @Nested
    @DisplayName("Each clock is a list of completed cycles and at most one running cycle")
    class EachClock {

        @Test
        void withoutATargetIsNotMeasured() {
            Versions versions = Policies.always(rule -> rule.target(RESOLUTION, hours(8)));

            assertThat(read(versions, "01-13 10:00", asked("01-12 10:00"), replied("01-12 11:00"), wrote("01-12 12:00"))
                    .clocks())
                    .extracting(SlaClock::kind).containsExactly(RESOLUTION);
        }

        @Test
        void isReadAsOfAnyInstantOfThePast() {
            Timeline.Event[] events = {asked("01-12 10:00"), replied("01-12 12:00"), phase("01-12 15:00", "SOLVED")};

            assertThat(read(USUAL, "01-12 09:00", events).clocks()).isEmpty();
            assertThat(read(USUAL, "01-12 11:00", events)).isEqualTo(read(USUAL, "01-12 11:00", events[0]));
            assertThat(read(USUAL, "01-12 12:00", events)).isEqualTo(read(USUAL, "01-12 12:00", events[0], events[1]));
        }

        @Test
        void theEarliestDueInstantIsThatOfTheRequest() {
            assertThat(read(USUAL, "01-12 11:00", asked("01-12 10:00")).due()).contains(at("01-12 15:00"));
            assertThat(read(USUAL, "01-12 11:00", asked("01-12 10:00"), phase("01-12 10:30", "CLOSED")).due())
                    .isEmpty();
        }
    }

    @Nested
    @DisplayName("Pausing is per clock and by phase")
    class Pausing {

        @Test
        void pendingAndOnHoldPauseTheResolutionAndNotTheFirstReply() {
            for (String phase : List.of("PENDING", "ON_HOLD")) {
                Reading reading = read(USUAL, "01-12 15:00", asked("01-12 10:00"), phase("01-12 11:00", phase));

                assertThat(last(reading, FIRST_REPLY).used()).isEqualTo(hours(4));
                assertThat(last(reading, RESOLUTION).used()).isEqualTo(hours(1));
                assertThat(last(reading, RESOLUTION).state()).isEqualTo(PAUSED);
            }
        }

        @Test
        void onlyBusinessSecondsOfAPauseCount() {
            Timeline.Event[] events = {asked("01-12 10:00"), phase("01-12 17:00", "PENDING"),
                    phase("01-13 10:00", "OPEN")};

            assertThat(last(read(USUAL, "01-13 11:00", events), RESOLUTION).used()).isEqualTo(hours(7));
            assertThat(last(read(USUAL, "01-13 11:00", events), RESOLUTION).due()).as("two business hours later")
                    .contains(
                            at("01-14 12:00"));
        }

        @Test
        void whilePausedThereIsNoDeadlineButWhatRemains() {
            Cycle cycle = last(read(USUAL, "01-20 15:00", asked("01-12 10:00"), phase("01-12 11:00", "PENDING")),
                    RESOLUTION);

            assertThat(cycle.due()).isEmpty();
            assertThat(cycle.breach()).isEmpty();
            assertThat(cycle.remaining()).isEqualTo(hours(15));
        }

        @Test
        void isWhatTheRuleSays() {
            Versions versions = Policies.always(rule -> rule.target(FIRST_REPLY, hours(4)).target(RESOLUTION, hours(16))
                    .pause(FIRST_REPLY, "OPEN").pause(RESOLUTION));
            Reading reading = read(versions, "01-12 15:00", asked("01-12 10:00"), phase("01-12 11:00", "OPEN"),
                    phase("01-12 12:00", "PENDING"));

            assertThat(last(reading, FIRST_REPLY).used()).isEqualTo(hours(3));
            assertThat(last(reading, RESOLUTION).used()).isEqualTo(hours(4));
        }

        @Test
        void aBreachStaysOneInAPause() {
            Cycle cycle = last(read(USUAL, "01-20 15:00", asked("01-12 10:00"), phase("01-15 11:00", "PENDING")),
                    RESOLUTION);

            assertThat(cycle.state()).isEqualTo(BREACHED);
            assertThat(cycle.due()).contains(at("01-14 10:00"));
        }
    }

    @Nested
    @DisplayName("Met when used <= target, breached when used > target")
    class MetOrBreached {

        private final Versions fourHours = Policies.always(rule -> rule.target(FIRST_REPLY, hours(4)));

        @Test
        void aReplyAtNightToATargetThatRanOutAtClosingIsMet() {
            Reading reading = read(fourHours, "01-14 10:00", asked("01-12 14:00"), replied("01-13 03:00"));

            assertThat(last(reading, FIRST_REPLY).state()).isEqualTo(MET);
            assertThat(last(reading, FIRST_REPLY).due()).contains(at("01-12 18:00"));
            assertThat(last(reading, FIRST_REPLY).breach()).contains(at("01-13 09:00"));
            assertThat(reading.happened()).isEmpty();
        }

        @Test
        void soIsOneAtTheVeryInstantOfOpening() {
            assertThat(last(read(fourHours, "01-14 10:00", asked("01-12 14:00"), replied("01-13 09:00")), FIRST_REPLY)
                    .state())
                    .isEqualTo(MET);
        }

        @Test
        void oneAMicrosecondLaterIsNot() {
            Reading reading = read(fourHours, "01-14 10:00", asked("01-12 14:00"),
                    new Timeline.AgentReplied(at("01-13 09:00").plusNanos(1_000)));

            assertThat(last(reading, FIRST_REPLY).state()).isEqualTo(BREACHED);
            assertThat(milestones(reading.happened()))
                    .containsExactly(milestone(FIRST_REPLY, 1, "breach", "01-13 09:00"));
        }

        @Test
        void atTheBreachInstantItselfNothingIsBreachedYet() {
            Reading reading = read(fourHours, "01-13 09:00", asked("01-12 14:00"));

            assertThat(last(reading, FIRST_REPLY).state()).isEqualTo(RUNNING);
            assertThat(last(reading, FIRST_REPLY).due()).contains(at("01-12 18:00"));
            assertThat(reading.unrecorded()).isEmpty();
            assertThat(reading.next()).contains(at("01-13 09:00").plusNanos(1_000));
        }
    }

    @Nested
    @DisplayName("Warnings and escalation levels")
    class Levels {

        private final Versions versions = Policies
                .always(rule -> rule.target(RESOLUTION, hours(8)).level(RESOLUTION, "-PT1H")
                        .level(RESOLUTION, "80%", new Action.Notify("lead"))
                        .level(RESOLUTION, "+PT2H", new Action.Reassign("second-line"))
                        .level(RESOLUTION, "200%", new Action.Prioritize("urgent"), new Action.Notify("lead")));

        @Test
        void areOffsetsInBusinessTimeBeforeAndAfterTheTargetOrSharesOfIt() {
            Reading reading = read(versions, "01-20 10:00", asked("01-12 15:00"));

            assertThat(milestones(reading.happened())).containsExactly(
                    milestone(RESOLUTION, 1, "80%", "01-13 12:24"), milestone(RESOLUTION, 1, "-PT1H", "01-13 14:00"),
                    milestone(RESOLUTION, 1, "breach", "01-13 15:00"), milestone(RESOLUTION, 1, "+PT2H", "01-13 17:00"),
                    milestone(RESOLUTION, 1, "200%", "01-14 15:00"));
            assertThat(reading.happened()).extracting(Happening::actions).containsExactly(
                    List.of(new Action.Notify("lead")),
                    List.of(), List.of(), List.of(new Action.Reassign("second-line")),
                    List.of(new Action.Prioritize("urgent"), new Action.Notify("lead")));
        }

        @Test
        void oneHourBeforeTuesdayElevenIsTenOverNightsAndLunchBreaksToo() {
            Versions hourBefore = Policies
                    .always(rule -> rule.target(FIRST_REPLY, hours(4)).level(FIRST_REPLY, "-PT1H"));

            assertThat(read(hourBefore, "01-12 16:30", asked("01-12 16:00")).next()).contains(at("01-13 10:00"));
            assertThat(read(hourBefore, "01-12 16:30", asked("01-12 14:30")).next()).as("half of it yesterday")
                    .contains(at("01-12 17:30"));
            assertThat(read(hourBefore, "01-12 12:00", asked("01-12 10:30")).next()).as("over lunch")
                    .contains(at("01-12 14:30"));
        }

        @Test
        void nobodyIsWarnedAtNight() {
            Versions atClosing = Policies.always(rule -> rule.target(FIRST_REPLY, hours(4)).level(FIRST_REPLY, "50%"));

            assertThat(read(atClosing, "01-12 17:00", asked("01-12 16:00")).next()).contains(at("01-13 09:00"));
            assertThat(read(atClosing, "01-12 23:00", asked("01-12 16:00")).unrecorded()).isEmpty();
            assertThat(read(atClosing, "01-12 23:00", asked("01-12 16:00")).next()).contains(at("01-13 09:00"));
            assertThat(milestones(read(atClosing, "01-13 09:00", asked("01-12 16:00")).unrecorded()))
                    .containsExactly(milestone(FIRST_REPLY, 1, "50%", "01-13 09:00"));
        }

        @Test
        void aBreachMayHaveActions() {
            Versions breach = Policies.always(
                    rule -> rule.target(FIRST_REPLY, hours(1)).level(FIRST_REPLY, "breach", new Action.Notify("lead")));

            assertThat(read(breach, "01-12 12:00", asked("01-12 10:00")).happened()).containsExactly(new Happening(
                    new Milestone(FIRST_REPLY, 1, "breach"), at("01-12 11:00"), List.of(new Action.Notify("lead"))));
            assertThat(read(breach, "01-12 12:00", asked("01-12 10:00")).happened().getFirst().milestone().isBreach())
                    .isTrue();
        }

        @Test
        void arePushedOnByPauses() {
            Reading reading = read(versions, "01-20 10:00", asked("01-12 15:00"), phase("01-13 10:00", "PENDING"),
                    phase("01-14 10:00", "OPEN"), phase("01-14 15:30", "SOLVED"));

            assertThat(milestones(reading.happened())).containsExactly(
                    milestone(RESOLUTION, 1, "80%", "01-14 12:24"), milestone(RESOLUTION, 1, "-PT1H", "01-14 14:00"),
                    milestone(RESOLUTION, 1, "breach", "01-14 15:00"));
        }
    }

    @Nested
    @DisplayName("Each warning, breach and level is one fact")
    class OneFact {

        private final Versions versions = Policies
                .always(rule -> rule.target(FIRST_REPLY, hours(4)).level(FIRST_REPLY, "50%").level(FIRST_REPLY,
                        "+PT1H"));

        @Test
        void lateRatherThanLost() {
            Reading reading = read(versions, "01-20 10:00", asked("01-12 09:00"), replied("01-13 11:00"));

            assertThat(milestones(reading.unrecorded())).containsExactly(
                    milestone(FIRST_REPLY, 1, "50%", "01-12 11:00"),
                    milestone(FIRST_REPLY, 1, "breach", "01-12 14:00"),
                    milestone(FIRST_REPLY, 1, "+PT1H", "01-12 15:00"));
            assertThat(reading.next()).contains(at("01-12 11:00"));
        }

        @Test
        void neverRepeated() {
            Reading reading = read(versions, "01-20 10:00", asked("01-12 09:00"),
                    new Timeline.Recorded(at("01-12 11:00"), new Milestone(FIRST_REPLY, 1, "50%")),
                    replied("01-13 11:00"),
                    new Timeline.Recorded(at("01-14 09:00"), new Milestone(FIRST_REPLY, 1, "+PT1H")));

            assertThat(milestones(reading.unrecorded()))
                    .containsExactly(milestone(FIRST_REPLY, 1, "breach", "01-12 14:00"));
            assertThat(reading.happened()).hasSize(3);
        }

        @Test
        void aBreachThatHappenedStaysAFactAfterClosing() {
            Reading reading = read(versions, "01-20 10:00", asked("01-12 09:00"), phase("01-12 16:00", "CLOSED"));

            assertThat(milestones(reading.unrecorded())).hasSize(3);
            assertThat(last(reading, FIRST_REPLY).state()).isEqualTo(BREACHED);
        }

        @Test
        void aCycleOfItsOwnHasFactsOfItsOwn() {
            Versions next = Policies.always(rule -> rule.target(NEXT_REPLY, hours(1)));
            Reading reading = read(next, "01-12 18:00", asked("01-12 09:00"), replied("01-12 09:30"),
                    wrote("01-12 10:00"),
                    replied("01-12 12:00"), wrote("01-12 14:00"), replied("01-12 16:00"));

            assertThat(milestones(reading.unrecorded())).containsExactly(
                    milestone(NEXT_REPLY, 1, "breach", "01-12 11:00"),
                    milestone(NEXT_REPLY, 2, "breach", "01-12 15:00"));
        }
    }

    @Nested
    @DisplayName("Named options: on reopen")
    class Reopen {

        private final Timeline.Event[] events = {asked("01-12 10:00"), phase("01-12 15:00", "SOLVED"),
                phase("01-14 09:00", "OPEN")};

        private Versions option(OnReopen option) {
            return Policies.always(rule -> rule.target(RESOLUTION, hours(8)).level(RESOLUTION, "25%").onReopen(option));
        }

        @Test
        void resumeIsTheDefaultAndClosedTimeIsAPause() {
            Versions resume = Policies.always(rule -> rule.target(RESOLUTION, hours(8)));
            Reading reading = read(resume, "01-14 11:00", events);

            assertThat(cycles(reading, RESOLUTION)).containsExactly(new Cycle(1, at("01-12 10:00"), Optional.empty(),
                    RUNNING,
                    hours(8), hours(6), Optional.of(at("01-14 13:00")), Optional.of(at("01-14 14:00")), "all", 1));
            assertThat(read(option(OnReopen.RESUME), "01-14 11:00", events).clocks()).isEqualTo(reading.clocks());
        }

        @Test
        void whatIsWarnedOfOnceIsNotWarnedOfAgainWhenItResumes() {
            assertThat(milestones(read(option(OnReopen.RESUME), "01-20 11:00", events).happened())).containsExactly(
                    milestone(RESOLUTION, 1, "25%", "01-12 12:00"), milestone(RESOLUTION, 1, "breach", "01-14 14:00"));
        }

        @Test
        void newCycleKeepsTheOneThatWasJudged() {
            Reading reading = read(option(OnReopen.NEW_CYCLE), "01-14 12:00", events);

            assertThat(cycles(reading, RESOLUTION)).extracting(Cycle::number, Cycle::state, Cycle::used)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, MET, hours(4)),
                            org.assertj.core.groups.Tuple.tuple(2, RUNNING, hours(3)));
            assertThat(milestones(reading.happened())).containsExactly(milestone(RESOLUTION, 1, "25%", "01-12 12:00"),
                    milestone(RESOLUTION, 2, "25%", "01-14 11:00"));
        }

        @Test
        void restartForgetsIt() {
            Reading reading = read(option(OnReopen.RESTART), "01-14 12:00", events);

            assertThat(cycles(reading, RESOLUTION)).extracting(Cycle::number, Cycle::start, Cycle::used)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(2, at("01-14 09:00"), hours(3)));
            assertThat(milestones(reading.happened())).as("what happened stays a fact").hasSize(2);
        }

        @Test
        void mayHappenAnyNumberOfTimes() {
            Timeline.Event[] often = {asked("01-12 10:00"), phase("01-12 11:00", "SOLVED"),
                    phase("01-12 12:00", "OPEN"),
                    phase("01-12 15:00", "SOLVED"), phase("01-12 15:30", "CLOSED"), phase("01-13 09:00", "OPEN"),
                    phase("01-13 10:00", "CLOSED")};

            assertThat(cycles(read(option(OnReopen.RESUME), "01-20 12:00", often), RESOLUTION)).extracting(Cycle::used)
                    .containsExactly(hours(4));
            assertThat(cycles(read(option(OnReopen.NEW_CYCLE), "01-20 12:00", often), RESOLUTION))
                    .extracting(Cycle::used)
                    .containsExactly(hours(1), hours(2), hours(1));
            assertThat(cycles(read(option(OnReopen.RESTART), "01-20 12:00", often), RESOLUTION)).extracting(Cycle::used)
                    .containsExactly(hours(1));
        }
    }

    @Nested
    @DisplayName("Named options: on change of policy or priority")
    class Change {

        private Versions option(OnChange option) {
            return Policies.always(rule -> rule.target(RESOLUTION, hours(16)).target(RESOLUTION, "urgent", hours(4))
                    .level(RESOLUTION, "50%").onChange(option));
        }

        @Test
        void keepUsedIsTheDefault() {
            Versions keep = Policies
                    .always(rule -> rule.target(RESOLUTION, hours(16)).target(RESOLUTION, "urgent", hours(4)));
            Timeline.Event[] events = {asked("01-12 09:00"), priority("01-12 12:00", "urgent")};

            assertThat(cycles(read(keep, "01-12 12:30", events), RESOLUTION)).containsExactly(new Cycle(1,
                    at("01-12 09:00"),
                    Optional.empty(), RUNNING, hours(4), Duration.ofMinutes(210), Optional.of(at("01-12 13:00")),
                    Optional.of(at("01-12 14:00")), "all", 1));
            assertThat(read(option(OnChange.KEEP_USED), "01-12 12:30", events).clocks())
                    .isEqualTo(read(keep, "01-12 12:30", events).clocks());
        }

        @Test
        void aTargetThatIsUsedUpAlreadyIsDueAtTheChange() {
            Timeline.Event[] events = {asked("01-12 09:00"), priority("01-12 16:00", "urgent")};
            Reading reading = read(option(OnChange.KEEP_USED), "01-12 17:00", events);

            assertThat(last(reading, RESOLUTION).state()).isEqualTo(BREACHED);
            assertThat(last(reading, RESOLUTION).due()).contains(at("01-12 16:00"));
            assertThat(milestones(reading.happened())).containsExactly(milestone(RESOLUTION, 1, "50%", "01-12 16:00"),
                    milestone(RESOLUTION, 1, "breach", "01-12 16:00"));
        }

        @Test
        void aLongerTargetTakesABreachBackButNotItsFact() {
            Timeline.Event[] events = {new Timeline.Requested(at("01-12 09:00"), "NEW", Policies.facts("urgent")),
                    priority("01-12 15:00", "low")};
            Reading reading = read(option(OnChange.KEEP_USED), "01-12 16:00", events);

            assertThat(last(reading, RESOLUTION).state()).isEqualTo(RUNNING);
            assertThat(last(reading, RESOLUTION).due()).contains(at("01-13 18:00"));
            assertThat(milestones(reading.happened())).containsExactly(milestone(RESOLUTION, 1, "50%", "01-12 11:00"),
                    milestone(RESOLUTION, 1, "breach", "01-12 14:00"));
            assertThat(reading.next()).as("late facts first").contains(at("01-12 11:00"));
            assertThat(read(option(OnChange.KEEP_USED), "01-12 16:00", events[0], events[1],
                    new Timeline.Recorded(at("01-12 16:00"), new Milestone(RESOLUTION, 1, "50%")),
                    new Timeline.Recorded(at("01-12 16:00"), new Milestone(RESOLUTION, 1, "breach"))).next())
                    .as("both have happened in this cycle, and no fact is repeated").isEmpty();
        }

        @Test
        void restartBeginsAnotherCycle() {
            Reading reading = read(option(OnChange.RESTART), "01-12 12:30", asked("01-12 09:00"),
                    priority("01-12 12:00", "urgent"));

            assertThat(cycles(reading, RESOLUTION)).extracting(Cycle::number, Cycle::start, Cycle::used, Cycle::due)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(2, at("01-12 12:00"), Duration.ofMinutes(30),
                            Optional.of(at("01-12 17:00"))));
        }

        @Test
        void restartDoesNothingIfTheTargetStays() {
            Reading reading = read(option(OnChange.RESTART), "01-12 12:30", asked("01-12 09:00"),
                    priority("01-12 12:00", "high"));

            assertThat(last(reading, RESOLUTION).number()).isEqualTo(1);
            assertThat(last(reading, RESOLUTION).used()).isEqualTo(Duration.ofMinutes(210));
        }

        @Test
        void aShorterTargetInAPauseIsABreachWhenTheRequestIsSolved() {
            Reading reading = read(option(OnChange.KEEP_USED), "01-20 12:30", asked("01-12 09:00"),
                    phase("01-12 15:00", "PENDING"),
                    priority("01-12 16:00", "urgent"), phase("01-12 17:00", "SOLVED"));

            assertThat(last(reading, RESOLUTION).state()).isEqualTo(BREACHED);
            assertThat(milestones(reading.happened()))
                    .containsExactly(milestone(RESOLUTION, 1, "breach", "01-12 17:00"));
        }
    }

    @Nested
    @DisplayName("Named options: on merge")
    class Merge {

        private final Timeline.Event merge = new Timeline.Absorbed(at("01-13 10:00"), at("01-12 10:00"),
                Optional.of(at("01-12 15:00")));

        private Versions option(OnMerge option) {
            return Policies.always(rule -> rule.target(FIRST_REPLY, hours(4)).target(NEXT_REPLY, hours(4))
                    .target(RESOLUTION, hours(16)).onMerge(option));
        }

        @Test
        void theTargetKeepsItsOwnClocksByDefault() {
            Reading without = read(USUAL, "01-13 11:00", asked("01-13 09:00"));

            assertThat(read(USUAL, "01-13 11:00", asked("01-13 09:00"), merge)).isEqualTo(without);
            assertThat(read(option(OnMerge.KEEP_OWN), "01-13 11:00", asked("01-13 09:00"), merge))
                    .isEqualTo(read(option(OnMerge.KEEP_OWN), "01-13 11:00", asked("01-13 09:00")));
        }

        @Test
        void takeOldestCountsFromWhenTheOtherWould() {
            Reading reading = read(option(OnMerge.TAKE_OLDEST), "01-13 10:00", asked("01-13 09:00"), merge);

            assertThat(last(reading, RESOLUTION))
                    .isEqualTo(new Cycle(1, at("01-12 10:00"), Optional.empty(), RUNNING, hours(16),
                            hours(8), Optional.of(at("01-14 10:00")), Optional.of(at("01-14 10:00")), "all", 1));
            assertThat(last(reading, FIRST_REPLY))
                    .isEqualTo(new Cycle(1, at("01-12 15:00"), Optional.empty(), RUNNING, hours(4),
                            hours(4), Optional.of(at("01-13 10:00")), Optional.of(at("01-13 10:00")), "all", 1));
        }

        @Test
        void takeOldestLeavesWhatIsOlderItself() {
            Reading reading = read(option(OnMerge.TAKE_OLDEST), "01-13 10:00", asked("01-12 09:00"), merge);

            assertThat(last(reading, RESOLUTION).start()).isEqualTo(at("01-12 09:00"));
            assertThat(last(reading, FIRST_REPLY).start()).isEqualTo(at("01-12 09:00"));
        }

        @Test
        void takeOldestWaitsForTheOthersCustomerAfterTheFirstReplyToo() {
            Reading reading = read(option(OnMerge.TAKE_OLDEST), "01-13 11:00", asked("01-12 09:00"),
                    replied("01-12 10:00"), merge);

            assertThat(last(reading, NEXT_REPLY))
                    .isEqualTo(new Cycle(1, at("01-12 15:00"), Optional.empty(), BREACHED, hours(4),
                            hours(5), Optional.of(at("01-13 10:00")), Optional.of(at("01-13 10:00")), "all", 1));
            assertThat(cycles(
                    read(option(OnMerge.TAKE_OLDEST), "01-13 11:00", asked("01-12 09:00"), replied("01-12 10:00"),
                            new Timeline.Absorbed(at("01-13 10:00"), at("01-12 10:00"), Optional.empty())),
                    NEXT_REPLY)).isEmpty();
        }

        @Test
        void whatIsUsedUpByItIsDueAtTheMerge() {
            Reading reading = read(option(OnMerge.TAKE_OLDEST), "01-13 11:00", asked("01-13 09:00"),
                    new Timeline.Absorbed(at("01-13 10:00"), at("01-12 10:00"), Optional.of(at("01-12 10:00"))));

            assertThat(last(reading, FIRST_REPLY).state()).isEqualTo(BREACHED);
            assertThat(last(reading, FIRST_REPLY).due()).contains(at("01-13 10:00"));
            assertThat(milestones(reading.happened()))
                    .containsExactly(milestone(FIRST_REPLY, 1, "breach", "01-13 10:00"));
        }
    }

    @Nested
    @DisplayName("A policy list is ordered, first match wins; the match is by any property of the ticket")
    class FirstMatch {

        private final SlaPolicy policy = Policies.builder(1)
                .rule("vip", Condition.is("vip", true), rule -> rule.target(FIRST_REPLY, hours(1)))
                .rule("money", Condition.in("kind", "financial"),
                        rule -> rule.target(FIRST_REPLY, hours(2)).target(RESOLUTION, hours(4)))
                .build(Policies.VOCABULARY);
        private final Versions versions = Versions.of(policy);

        private Timeline.Event asking(Facts facts) {
            return new Timeline.Requested(at("01-12 10:00"), "NEW", facts);
        }

        @Test
        void theFirstRuleThatHoldsApplies() {
            Facts both = Facts.builder().flag("vip", true).text("kind", "financial").build();

            assertThat(last(read(versions, "01-12 10:00", asking(both)), FIRST_REPLY).rule()).isEqualTo("vip");
            assertThat(read(versions, "01-12 10:00", asking(both)).clock(RESOLUTION)).isEmpty();
            assertThat(policy.rule(both)).contains(policy.rules().getFirst());
            assertThat(policy.rule(Facts.builder().text("kind", "financial").build()))
                    .contains(policy.rules().getLast());
        }

        @Test
        void aTicketThatNoPolicyMatchesHasNoDeadlines() {
            Reading reading = read(versions, "01-12 18:00", asked("01-12 10:00"), replied("01-12 17:00"));

            assertThat(reading)
                    .isEqualTo(new Reading(at("01-12 18:00"), List.of(), List.of(), List.of(), Optional.empty(),
                            Optional.empty()));
            assertThat(policy.rule(Policies.NORMAL)).isEmpty();
        }

        @Test
        void aTicketThatNoPolicyMatchesAnyMoreKeepsItsPastFacts() {
            Timeline.Event[] events = {asking(Facts.builder().flag("vip", true).build()),
                    priority("01-12 12:00", "low")};
            Reading reading = read(versions, "01-12 18:00", events);

            assertThat(reading.clocks()).isEmpty();
            assertThat(reading.due()).isEmpty();
            assertThat(milestones(reading.unrecorded()))
                    .containsExactly(milestone(FIRST_REPLY, 1, "breach", "01-12 11:00"));
            Reading again = read(versions, "01-12 18:00", events[0], events[1],
                    new Timeline.FactsChanged(at("01-12 16:00"), Facts.builder().text("kind", "financial").build()));
            assertThat(last(again, FIRST_REPLY).used()).as("what was not promised is not counted").isEqualTo(hours(4));
        }
    }

    @Nested
    @DisplayName("Everything is a function of (events, policy version, calendar version, now)")
    class Judgements {

        private final SlaPolicy first = Policies.builder(1)
                .rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, hours(8))).build(Policies.VOCABULARY);
        private final SlaPolicy second = Policies.builder(2).from(at("01-12 12:00"))
                .rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, hours(3)).level(FIRST_REPLY, "50%"))
                .build(Policies.VOCABULARY);
        private final Versions both = Versions.of(first).with(second);

        @Test
        void aVersionHoldsFromItsInstant() {
            Timeline.Event asked = asked("01-12 10:00");

            assertThat(last(read(both, "01-12 11:00", asked), FIRST_REPLY).due()).contains(at("01-13 10:00"));
            assertThat(read(both, "01-12 11:00", asked).next()).as("the clocks have to be read again then")
                    .contains(at("01-12 12:00"));
            assertThat(last(read(both, "01-12 12:00", asked), FIRST_REPLY).due()).contains(at("01-12 13:00"));
            assertThat(last(read(both, "01-12 12:30", asked), FIRST_REPLY)).isEqualTo(new Cycle(1, at("01-12 10:00"),
                    Optional.empty(), RUNNING, hours(3), Duration.ofMinutes(150), Optional.of(at("01-12 13:00")),
                    Optional.of(at("01-12 14:00")), "all", 2));
            assertThat(milestones(read(both, "01-12 12:30", asked).happened())).as("not before it was promised")
                    .containsExactly(milestone(FIRST_REPLY, 1, "50%", "01-12 12:00"));
        }

        @Test
        void aVersionToComeDoesNotMatterToWhatIsFinished() {
            assertThat(read(both, "01-12 11:00", asked("01-12 10:00"), replied("01-12 10:30"),
                    phase("01-12 10:40", "CLOSED")).next())
                    .as("an update is due when it is opened again").contains(at("01-12 12:00"));
            assertThat(read(Versions.of(first), "01-12 11:00", asked("01-12 10:00"), replied("01-12 10:30")).next())
                    .isEmpty();
        }

        @Test
        void aCalendarIsPartOfAVersion() {
            BusinessCalendar closed = BusinessCalendar.fromJson(
                    Policies.OFFICE.toJson().replace("\"week\"", "\"closed\": { \"2026-01-13\": \"\" }, \"week\""));
            SlaPolicy holiday = SlaPolicy.builder("support", 2).from(at("01-12 12:00")).calendar("office", closed)
                    .rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, hours(8)))
                    .build(Policies.VOCABULARY);
            Versions versions = Versions.of(holiday, first);

            assertThat(last(read(versions, "01-12 11:00", asked("01-12 10:00")), FIRST_REPLY).due())
                    .contains(at("01-13 10:00"));
            assertThat(last(read(versions, "01-12 12:30", asked("01-12 10:00")), FIRST_REPLY).due())
                    .contains(at("01-14 10:00"));
        }

        @Test
        void bothJudgementsCanBeHad() {
            Timeline.Event[] events = {asked("01-12 09:00"), replied("01-12 14:00")};
            Reading then = read(Versions.of(first), "01-20 10:00", events);
            Reading now = read(Versions.always(second), "01-20 10:00", events);

            assertThat(last(then, FIRST_REPLY).state()).isEqualTo(MET);
            assertThat(last(now, FIRST_REPLY).state()).isEqualTo(BREACHED);
            assertThat(then.differences(now)).containsExactly(new SlaClock.Difference(FIRST_REPLY,
                    Optional.of(last(then, FIRST_REPLY)), Optional.of(last(now, FIRST_REPLY))));
            assertThat(then.differences(then)).isEmpty();
        }

        @Test
        void differencesAreMatchedByTheNumberOfTheCycle() {
            Versions keep = Policies.always(rule -> rule.target(RESOLUTION, hours(16)));
            Versions cycles = Policies.always(rule -> rule.target(RESOLUTION, hours(16)).onReopen(OnReopen.NEW_CYCLE));
            Versions restart = Policies.always(rule -> rule.target(RESOLUTION, hours(16)).onReopen(OnReopen.RESTART));
            Timeline.Event[] events = {asked("01-12 10:00"), phase("01-12 11:00", "SOLVED"),
                    phase("01-12 12:00", "OPEN")};
            Reading one = read(keep, "01-12 15:00", events);
            Reading two = read(cycles, "01-12 15:00", events);
            Reading three = read(restart, "01-12 15:00", events);

            assertThat(one.differences(two)).extracting(difference -> difference.before().map(Cycle::number),
                    difference -> difference.after().map(Cycle::number))
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Optional.of(1), Optional.of(1)),
                            org.assertj.core.groups.Tuple.tuple(Optional.empty(), Optional.of(2)));
            assertThat(two.differences(three)).extracting(difference -> difference.before().map(Cycle::number),
                    difference -> difference.after().map(Cycle::number))
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Optional.of(1), Optional.empty()));
            assertThat(three.differences(one)).hasSize(2);
        }

        @Test
        void aProposalIsTriedOnThePast() {
            List<Timeline> past = List.of(Timeline.of(asked("01-12 09:00"), replied("01-12 14:00")),
                    Timeline.of(asked("01-12 09:00"), replied("01-12 10:00")), Timeline.of(asked("01-19 09:00")));
            Instant now = at("01-19 10:00");

            assertThat(SlaClock.Tally.of(past.stream().map(timeline -> SlaClock.read(timeline, both, now)).toList()))
                    .containsEntry(FIRST_REPLY, new SlaClock.Tally(1, 1, 1));
            SlaClock.Tally before = SlaClock.Tally
                    .of(past.stream().map(timeline -> SlaClock.read(timeline, Versions.of(first), now)).toList())
                    .get(FIRST_REPLY);
            assertThat(before).isEqualTo(new SlaClock.Tally(2, 0, 1));
            assertThat(new SlaClock.Tally(1, 3, 9).share()).hasValue(0.25);
            assertThat(new SlaClock.Tally(0, 0, 9).share()).isEmpty();
        }

        @Test
        void theRetroactiveVersionJudgesWhatWasPausedAndRunningAlike() {
            Reading reading = read(Versions.always(second), "01-12 12:30", asked("01-12 10:00"));

            assertThat(milestones(reading.happened())).containsExactly(milestone(FIRST_REPLY, 1, "50%", "01-12 11:30"));
        }
    }

    @Test
    @DisplayName("A target of zero or less is refused")
    void aTargetOfZeroOrLessIsRefused() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThat(PolicyTest.violations(
                    Policies.builder(1).rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, wrong))))
                    .extracting(io.opora.Violation::path, io.opora.Violation::code)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("rules[0].targets[0].within", "duration"));
        }
    }

    @Test
    @DisplayName("A customer's message through any channel is a customer's message. An automatic reply (out of office) is not")
    void anAutomaticReplyIsNoMessageOfTheCustomer() {
        assertThat(cycles(read(USUAL, "01-12 15:00", asked("01-12 09:00"), replied("01-12 10:00"),
                new Timeline.AutomaticMessage(at("01-12 10:00"))), NEXT_REPLY)).isEmpty();
        assertThat(
                cycles(read(USUAL, "01-12 15:00", asked("01-12 09:00"), replied("01-12 10:00"), wrote("01-12 11:00")),
                        NEXT_REPLY))
                .hasSize(1);
    }

    @Test
    void aDueInstantThatTheCalendarDoesNotReachIsNone() {
        BusinessCalendar once = BusinessCalendar.builder(Policies.MOSCOW)
                .open(java.time.LocalDate.of(2026, 1, 12), TimeRange.of("10:00", "12:00")).build();
        Versions versions = Versions.of(SlaPolicy.builder("support", 1).calendar("once", once)
                .rule("all", Condition.always(),
                        rule -> rule.target(FIRST_REPLY, hours(1)).target(RESOLUTION, hours(3)).level(RESOLUTION,
                                "50%"))
                .build(Policies.VOCABULARY));
        Reading reading = read(versions, "01-20 10:00", asked("01-12 11:00"));

        assertThat(last(reading, FIRST_REPLY).due()).contains(at("01-12 12:00"));
        assertThat(last(reading, FIRST_REPLY).breach()).isEmpty();
        assertThat(last(reading, RESOLUTION).due()).isEmpty();
        assertThat(reading.next()).isEmpty();
    }

    @Nested
    class Why {

        @Test
        void aDueInstantIsExplainedWithItsPauses() {
            BusinessCalendar.Explanation explanation = SlaClock
                    .explain(Timeline.of(asked("01-12 15:00"), phase("01-12 16:00", "PENDING"),
                            phase("01-12 17:00", "OPEN")), USUAL, at("01-12 17:30"), RESOLUTION)
                    .orElseThrow();

            assertThat(explanation.text(java.util.Locale.ENGLISH)).isEqualTo("""
                    16 h of open time from Mon 2026-01-12 15:00 (Europe/Moscow)
                      Mon 2026-01-12 15:00 - 16:00: open 14:00-18:00, counts 1 h
                      Mon 2026-01-12 16:00 - 17:00: paused: PENDING
                      Mon 2026-01-12 17:00 - 18:00: open 14:00-18:00, counts 1 h
                      Mon 2026-01-12 18:00 - Tue 2026-01-13 09:00: outside hours
                      Tue 2026-01-13 09:00 - 13:00: open 09:00-13:00, counts 4 h
                      Tue 2026-01-13 13:00 - 14:00: outside hours
                      Tue 2026-01-13 14:00 - 18:00: open 14:00-18:00, counts 4 h
                      Tue 2026-01-13 18:00 - Wed 2026-01-14 09:00: outside hours
                      Wed 2026-01-14 09:00 - 13:00: open 09:00-13:00, counts 4 h
                      Wed 2026-01-14 13:00 - 14:00: outside hours
                      Wed 2026-01-14 14:00 - 16:00: open 14:00-18:00, counts 2 h
                    due Wed 2026-01-14 16:00
                    """);
        }

        @Test
        void soIsOneThatHasPassedAndNothingAfterIt() {
            Timeline timeline = Timeline.of(asked("01-12 10:00"), replied("01-12 16:00"));
            BusinessCalendar.Explanation explanation = SlaClock.explain(timeline, USUAL, at("01-14 10:00"), FIRST_REPLY)
                    .orElseThrow();

            assertThat(explanation.due()).isEqualTo(at("01-12 15:00"));
            assertThat(explanation.segments().getLast().to()).isEqualTo(at("01-12 15:00"));
            assertThat(SlaClock.explain(timeline, USUAL, at("01-12 11:00"), FIRST_REPLY)).contains(explanation);
        }

        @Test
        void soIsOneOfAnAnswerThatCameInTime() {
            BusinessCalendar.Explanation explanation = SlaClock
                    .explain(Timeline.of(asked("01-12 10:00"), replied("01-12 11:00")), USUAL,
                            at("01-14 10:00"), FIRST_REPLY)
                    .orElseThrow();

            assertThat(explanation.segments().getLast().to()).isEqualTo(explanation.due()).isEqualTo(at("01-12 15:00"));
        }

        @Test
        void theTimeForWhichARequestWasFinishedIsAPause() {
            BusinessCalendar.Explanation explanation = SlaClock
                    .explain(Timeline.of(asked("01-12 10:00"), phase("01-12 11:00", "SOLVED"),
                            phase("01-12 15:00", "OPEN")), USUAL, at("01-12 15:30"), RESOLUTION)
                    .orElseThrow();

            assertThat(explanation.segments().get(1))
                    .isEqualTo(new BusinessCalendar.Explanation.Segment(at("01-12 11:00"), at("01-12 15:00"),
                            BusinessCalendar.Explanation.Reason.PAUSE, "SOLVED"));
        }

        @Test
        void aCycleThatBeganEarlierByAMergeIsExplainedFromThere() {
            Versions oldest = Policies.always(rule -> rule.target(RESOLUTION, hours(16)).onMerge(OnMerge.TAKE_OLDEST));
            BusinessCalendar.Explanation explanation = SlaClock
                    .explain(Timeline.of(asked("01-12 15:00"), new Timeline.Absorbed(at("01-12 16:00"),
                            at("01-12 10:00"), Optional.empty())), oldest, at("01-12 17:00"), RESOLUTION)
                    .orElseThrow();

            assertThat(explanation.start()).isEqualTo(at("01-12 10:00"));
            assertThat(explanation.segments().getFirst().from()).isEqualTo(at("01-12 10:00"));
            assertThat(explanation.segments().stream().map(BusinessCalendar.Explanation.Segment::counted).reduce(
                    Duration.ZERO,
                    Duration::plus))
                    .isEqualTo(hours(16));
        }

        @Test
        void whatHasNoDueInstantHasNoExplanation() {
            assertThat(SlaClock.explain(Timeline.of(asked("01-12 10:00"), phase("01-12 11:00", "PENDING")), USUAL,
                    at("01-12 12:00"), RESOLUTION)).isEmpty();
            assertThat(SlaClock.explain(Timeline.of(asked("01-12 10:00")), USUAL, at("01-12 12:00"), NEXT_REPLY))
                    .isEmpty();
            assertThat(SlaClock.explain(Timeline.of(asked("01-12 10:00")), new Versions(List.of()), at("01-12 12:00"),
                    RESOLUTION))
                    .isEmpty();
        }
    }

    @Nested
    class Promises {

        private Optional<SlaClock.Promise> promise(String now, String language, Timeline.Event... events) {
            return read(USUAL, now, events).promise(Policies.MOSCOW, java.util.Locale.of(language));
        }

        @Test
        void sayUntilWhenAnAnswerComes() {
            assertThat(promise("01-12 10:00", "en", asked("01-12 10:00")))
                    .contains(new SlaClock.Promise(at("01-12 15:00"), false,
                            Policies.OFFICE.availability(at("01-12 10:00"), Policies.MOSCOW, java.util.Locale.ENGLISH),
                            "You will have an answer by 15:00 today (UTC+3)."));
            assertThat(promise("01-12 10:00", "ru", asked("01-12 10:00")).orElseThrow().sentence())
                    .isEqualTo("Мы ответим до 15:00 сегодня (UTC+3).");
        }

        @Test
        void sayThatNobodyIsThere() {
            assertThat(promise("01-16 19:00", "en", asked("01-16 19:00")).orElseThrow().sentence()).isEqualTo(
                    "You will have an answer by 13:00 on Monday, 19 January (UTC+3). We are closed now. We are back at 09:00 on"
                            + " Monday, 19 January (UTC+3).");
            assertThat(promise("01-16 19:00", "ru", asked("01-16 19:00")).orElseThrow().sentence()).isEqualTo(
                    "Мы ответим до 13:00, понедельник, 19 января (UTC+3). Сейчас мы не работаем. Снова на связи с 09:00,"
                            + " понедельник, 19 января (UTC+3).");
        }

        @Test
        void admitThatTheyAreBroken() {
            SlaClock.Promise late = promise("01-12 16:00", "en", asked("01-12 10:00")).orElseThrow();

            assertThat(late.late()).isTrue();
            assertThat(late.sentence())
                    .isEqualTo("Our answer is late, and we are sorry: it was due by 15:00 today (UTC+3).");
            assertThat(promise("01-12 16:00", "ru", asked("01-12 10:00")).orElseThrow().sentence())
                    .isEqualTo("Мы опаздываем с ответом, просим прощения: обещали до 15:00 сегодня (UTC+3).");
        }

        @Test
        void areGivenForTheNextReplyToo() {
            assertThat(promise("01-12 15:00", "en", asked("01-12 10:00"), replied("01-12 11:00"), wrote("01-12 15:00"))
                    .orElseThrow()
                    .answerBy()).isEqualTo(at("01-12 17:00"));
        }

        @Test
        void areNotGivenIfNobodyWaitsOrNothingIsPromised() {
            assertThat(promise("01-12 15:00", "en", asked("01-12 10:00"), replied("01-12 11:00"))).isEmpty();
            assertThat(promise("01-12 15:00", "en", asked("01-12 10:00"), phase("01-12 11:00", "CLOSED"))).isEmpty();
            assertThat(read(new Versions(List.of()), "01-12 15:00", asked("01-12 10:00")).promise(Policies.MOSCOW,
                    java.util.Locale.ENGLISH)).isEmpty();
        }
    }
}
