package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The laws of business time, in zones with every kind of clock change, and against an oracle that only counts. */
class CalendarProperties {

    /** Half an hour, a whole day skipped, back in winter, gaps at midnight, two passes, changes of the standard time, none. */
    private static final List<String> ZONES = List.of("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kwajalein",
            "Europe/Dublin", "Asia/Beirut", "Africa/Cairo", "America/Sao_Paulo", "Africa/Casablanca",
            "Antarctica/Troll",
            "Asia/Tehran", "Europe/Moscow", "America/New_York", "America/Caracas", "Pacific/Fakaofo", "Asia/Kathmandu",
            "UTC");
    /** With seconds in their offsets. */
    private static final List<String> ZONES_WITH_SECONDS = List.of("Africa/Monrovia", "Europe/Amsterdam",
            "Asia/Kolkata",
            "Europe/Dublin");
    private static final Instant SECONDS_UNTIL = Instant.parse("1972-06-01T00:00:00Z");
    private static final int CASES = 400;

    /** A calendar and a stretch of time of which the oracle knows the truth. */
    record World(Plan plan, BusinessCalendar calendar, Oracle oracle, Instant start, Instant end) {

        Instant instant(Random random, int precision) {
            long nanos = Duration.between(start, end).toNanos();
            return start.plusNanos((long) (random.nextDouble() * nanos) / precision * precision);
        }

        @Override
        public String toString() {
            return start + " " + calendar.toJson();
        }
    }

    @Provide
    Arbitrary<World> worlds() {
        return Arbitraries.randomValue(random -> world(random, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                Duration.ofMinutes(1), 9 * 24 * 60));
    }

    @Provide
    Arbitrary<World> worldsOfSeconds() {
        return Arbitraries.randomValue(random -> world(random,
                ZoneId.of(ZONES_WITH_SECONDS.get(random.nextInt(ZONES_WITH_SECONDS.size()))), Duration.ofSeconds(1),
                36 * 60 * 60));
    }

    private static World world(Random random, ZoneId zone, Duration step, int steps) {
        boolean seconds = step.toSeconds() == 1;
        Instant anchor = anchor(random, zone, seconds);
        Instant start = anchor.minus(step.multipliedBy(random.nextInt(steps)));
        LocalDate around = anchor.atZone(zone).toLocalDate();
        Plan plan = Plan.random(random, zone, around, Math.toIntExact(step.toSeconds()));
        try {
            return new World(plan, plan.build(), new Oracle(plan, start, step, steps), start,
                    start.plus(step.multipliedBy(steps)));
        } catch (io.opora.InvalidInputException e) {
            // two calendars that are never open at the same time
            assertThat(e).hasMessageContaining("never opens");
            return world(random, zone, step, steps);
        }
    }

    /** Mostly a change of the clocks, sometimes where the table is cut, else anything. */
    private static Instant anchor(Random random, ZoneId zone, boolean seconds) {
        ZoneRules rules = zone.getRules();
        long from = seconds ? Instant.parse("1911-01-01T00:00:00Z").getEpochSecond() : SECONDS_UNTIL.getEpochSecond();
        long to = (seconds ? SECONDS_UNTIL : Instant.parse("2060-01-01T00:00:00Z")).getEpochSecond();
        Instant any = Instant.ofEpochSecond((from + (long) (random.nextDouble() * (to - from))) / 60 * 60);
        int kind = random.nextInt(10);
        if (kind == 0) {
            return Instant.ofEpochSecond((any.getEpochSecond() >> 25 << 25) / 60 * 60);
        }
        ZoneOffsetTransition change = rules.nextTransition(any);
        return kind == 1 || change == null || change.toEpochSecond() > to ? any : change.getInstant();
    }

    @Property(tries = 300)
    void everyAnswerIsThatOfTheOracle(@ForAll("worlds") World world, @ForAll Random random) {
        for (int i = 0; i < CASES; i++) {
            compare(world, random);
        }
    }

    @Property(tries = 15)
    void everyAnswerIsThatOfTheOracleToTheSecond(@ForAll("worldsOfSeconds") World world, @ForAll Random random) {
        for (int i = 0; i < CASES; i++) {
            compare(world, random);
        }
    }

    private static void compare(World world, Random random) {
        int precision = random.nextInt(3) == 0 ? 1_000 : 1_000_000_000;
        Instant one = world.instant(random, precision);
        Instant other = world.instant(random, precision);
        Instant from = one.isBefore(other) ? one : other;
        Instant to = one.isBefore(other) ? other : one;
        BusinessCalendar calendar = world.calendar();
        Oracle oracle = world.oracle();
        assertThat(calendar.isOpen(from)).as("isOpen %s", from).isEqualTo(oracle.isOpen(from));
        assertThat(calendar.between(from, to)).as("between %s %s", from, to).isEqualTo(oracle.between(from, to));
        same("nextOpening", from, calendar.nextOpening(from), oracle.nextOpening(from), world);
        same("nextClosing", from, calendar.nextClosing(from), oracle.nextClosing(from), world);
        Duration duration = random.nextInt(20) == 0
                ? Duration.ZERO
                : random.nextInt(3) == 0
                        // runs out exactly at some bound
                        ? oracle.between(from, oracle.nextClosing(to).orElse(to))
                        : Duration.ofNanos(
                                (long) (random.nextDouble() * oracle.between(from, to).toNanos()) / 1_000 * 1_000);
        oracle.add(from, duration).ifPresent(due -> {
            assertThat(calendar.add(from, duration)).as("add %s %s", from, duration).isEqualTo(due);
            same("breach", from, calendar.deadline(from, duration).breach(), oracle.nextOpening(due), world);
        });
        oracle.subtract(to, duration).ifPresent(
                since -> assertThat(calendar.subtract(to, duration)).as("subtract %s %s", to, duration)
                        .isEqualTo(since));
    }

    /** What the oracle does not find in its stretch lies after it. */
    private static void same(String what, Instant from, Optional<Instant> answer, Optional<Instant> truth,
            World world) {
        if (truth.isPresent()) {
            assertThat(answer).as("%s %s", what, from).isEqualTo(truth);
        } else {
            assertThat(answer.filter(found -> found.isBefore(world.end()))).as("%s %s", what, from).isEmpty();
        }
    }

    @Property(tries = 200)
    @StatisticsReport(onFailureOnly = true)
    void theLawsHoldOverAnySpan(@ForAll("worlds") World world, @ForAll Random random) {
        BusinessCalendar calendar = world.calendar();
        int reached = 0;
        for (int i = 0; i < 40; i++) {
            Instant start = far(random);
            Duration duration = Duration.of(1 + (long) (random.nextDouble() * 1e6 * Math.pow(10, random.nextInt(9))),
                    java.time.temporal.ChronoUnit.MICROS);
            Duration more = Duration.ofSeconds(1 + random.nextInt(1_000_000));
            Duration most = duration.plus(more).plusNanos(1_000);
            if (!reaches(calendar, start.plusSeconds(1), most)) {
                continue;
            }
            reached++;
            Instant due = calendar.add(start, duration);
            assertThat(calendar.between(start, due)).as("between %s and %s later", start, duration).isEqualTo(duration);
            assertThat(calendar.add(due, more)).as("%s + %s + %s", start, duration, more)
                    .isEqualTo(calendar.add(start, duration.plus(more)));
            assertThat(calendar.add(start, duration.plusNanos(1_000))).as("monotonic").isAfter(due);
            assertThat(calendar.add(start.plusSeconds(1), duration)).as("monotonic").isAfterOrEqualTo(due);
            // mirrored: back by the same, no earlier than the start, and nothing lies between
            Instant back = calendar.subtract(due, duration);
            assertThat(back).isAfterOrEqualTo(start);
            assertThat(calendar.between(start, back)).isEqualTo(Duration.ZERO);
            assertThat(calendar.between(back, due)).isEqualTo(duration);
            assertThat(calendar.isOpen(back)).as("%s is open", back).isTrue();
            Instant split = start.plusNanos((long) (random.nextDouble() * Duration.between(start, due).toNanos()));
            assertThat(calendar.between(start, split).plus(calendar.between(split, due))).as("split at %s", split)
                    .isEqualTo(duration);
            assertThat(calendar.between(due, start)).isEqualTo(Duration.ZERO);
        }
        Statistics.label("laws tried in a world").collect(reached > 0 ? "yes" : "no");
        Statistics.label("laws tried in a world")
                .coverage(coverage -> coverage.check("yes").percentage(percent -> percent > 80.0));
    }

    /** Whether a calendar knows that much open time; one that is open on a few dated days only says that it does not. */
    private static boolean reaches(BusinessCalendar calendar, Instant start, Duration duration) {
        try {
            return !calendar.add(start, duration).isBefore(start);
        } catch (BusinessCalendar.HorizonException e) {
            assertThat(calendar.between(start, BusinessCalendar.HORIZON.minusNanos(1_000))).as("%s", e.getMessage())
                    .isLessThan(duration);
            return false;
        }
    }

    /** Far enough from the horizon for every duration above, in a calendar that is open for a few minutes a week. */
    private static Instant far(Random random) {
        return Instant.ofEpochSecond(-1_800_000_000L + (long) (random.nextDouble() * 4_000_000_000L),
                random.nextInt(1_000_000) * 1_000L);
    }

    @Property(tries = 300)
    void whatIsWrittenAsJsonIsReadBack(@ForAll("worlds") World world) {
        String json = world.calendar().toJson();
        BusinessCalendar read = BusinessCalendar.fromJson(json);
        assertThat(read).isEqualTo(world.calendar()).hasSameHashCodeAs(world.calendar());
        assertThat(read.toJson()).isEqualTo(json);
    }

    @Property(tries = 100)
    void equalCalendarsGiveEqualAnswersWheneverAndInWhateverOrderTheyAreAsked(@ForAll("worlds") World world,
            @ForAll Random random) {
        List<Instant> starts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            starts.add(far(random));
        }
        Duration span = Duration.ofSeconds(1 + random.nextInt(5_000_000));
        OpenTable one = OpenTable.unshared(world.calendar().rules());
        OpenTable other = OpenTable.unshared(world.calendar().rules());
        List<Long> answers = starts.stream().map(start -> one.add(start.getEpochSecond(), 0, span.toNanos())).toList();
        Collections.reverse(starts);
        List<Long> reversed = new ArrayList<>(
                starts.stream().map(start -> other.add(start.getEpochSecond(), 0, span.toNanos())).toList());
        Collections.reverse(reversed);
        assertThat(reversed).isEqualTo(answers);
    }

    @Property(tries = 150)
    void anExplanationAddsUpAndAgreesWithWhatIsOpen(@ForAll("worlds") World world, @ForAll Random random) {
        BusinessCalendar calendar = world.calendar();
        Instant from = world.instant(random, 1_000_000_000);
        Duration duration = calendar.between(from, world.instant(random, 1_000_000_000));
        BusinessCalendar.Explanation explanation = calendar.explain(from, duration);
        Instant at = from;
        Duration counted = Duration.ZERO;
        for (BusinessCalendar.Explanation.Segment segment : explanation.segments()) {
            assertThat(segment.from()).isEqualTo(at);
            if (segment.reason() != BusinessCalendar.Explanation.Reason.CLOCK_CHANGE) {
                assertThat(segment.to()).isAfter(at);
                assertThat(calendar.between(segment.from(), segment.to())).as("%s", segment)
                        .isEqualTo(segment.counted());
            }
            at = segment.to();
            counted = counted.plus(segment.counted());
        }
        assertThat(at).isEqualTo(explanation.due()).isEqualTo(calendar.add(from, duration));
        assertThat(counted).isEqualTo(duration);
        assertThat(calendar.segments(from, explanation.due())).isEqualTo(explanation.segments());
    }
}
