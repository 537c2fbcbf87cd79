package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.sla.SlaPolicy.Action;
import io.opora.sla.SlaPolicy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One clock of one request, as it stands at an instant. Nothing of it is stored anywhere: {@link #read} derives it from what
 * happened, the policies, their calendars and the time, and gives the same answer whoever asks and however often.
 *
 * @param kind what it measures
 * @param cycles how often it ran, in their order, at least one; only the last one may still run
 */
public record SlaClock(Kind kind, List<Cycle> cycles) {

    /** What is measured. */
    public enum Kind {
        /** From the request to the first public reply of a human agent. */
        FIRST_REPLY,
        /** From the oldest unanswered message of the customer after the first reply, to the next public reply. */
        NEXT_REPLY,
        /** From a public message of an agent to the next one. */
        PERIODIC_UPDATE,
        /** From the request until it is finished. */
        RESOLUTION
    }

    /** How a cycle stands. */
    public enum State {
        /** It runs, and its target is not used up. */
        RUNNING,
        /** It stands still, and its target is not used up. */
        PAUSED,
        /** It is over, and has used its target or less. */
        MET,
        /** It has used more than its target, whether it is over or not. */
        BREACHED
    }

    /**
     * One run of a clock.
     *
     * @param number which one, from 1; numbers of forgotten cycles are not given again
     * @param start when it began
     * @param stop when it ended, if it did
     * @param state how it stands
     * @param target how much open time it may use
     * @param used how much open time it has used
     * @param due when the target is used up, or was; nothing while that cannot be said: in a pause, and if the calendar knows too
     *        little open time
     * @param breach the first open instant at or after that; later than that it is breached
     * @param rule the id of the rule that promised it
     * @param version the version of the policy that had the rule
     */
    public record Cycle(int number, Instant start, Optional<Instant> stop, State state, Duration target, Duration used,
            Optional<Instant> due, Optional<Instant> breach, String rule, int version) {

        /** Checks that nothing is missing. */
        public Cycle {
            requireNonNull(start, "start");
            requireNonNull(stop, "stop");
            requireNonNull(state, "state");
            requireNonNull(target, "target");
            requireNonNull(used, "used");
            requireNonNull(due, "due");
            requireNonNull(breach, "breach");
            requireNonNull(rule, "rule");
        }

        /** {@return how much open time is left; negative if more than the target was used} */
        public Duration remaining() {
            return target.minus(used);
        }

        /** {@return whether it is over} */
        public boolean isOver() {
            return stop.isPresent();
        }
    }

    /**
     * The identity of a warning, breach or level, within one request.
     *
     * @param clock on which clock
     * @param cycle in which cycle
     * @param level at which mark, as {@link SlaPolicy.Mark} is printed
     */
    public record Milestone(Kind clock, int cycle, String level) {

        /** Checks that nothing is missing. */
        public Milestone {
            requireNonNull(clock, "clock");
            requireNonNull(level, "level");
        }

        /** {@return whether this is the breach itself} */
        public boolean isBreach() {
            return level.equals(SlaPolicy.Mark.BREACH);
        }
    }

    /**
     * A cycle got to a mark.
     *
     * @param milestone which one
     * @param at when: an open instant, because nobody is warned at night
     * @param actions what is to be done
     */
    public record Happening(Milestone milestone, Instant at, List<Action> actions) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Happening {
            requireNonNull(milestone, "milestone");
            requireNonNull(at, "at");
            actions = List.copyOf(actions);
        }
    }

    /** Takes an unmodifiable copy. */
    public SlaClock {
        requireNonNull(kind, "kind");
        cycles = List.copyOf(cycles);
    }

    /** {@return the last cycle, the only one that may still run} */
    public Cycle last() {
        return cycles.getLast();
    }

    /** {@return how the last cycle stands} */
    public State state() {
        return last().state();
    }

    /** {@return the cycle that used most; the first of several} */
    public Cycle longest() {
        Cycle longest = cycles.getFirst();
        for (Cycle cycle : cycles) {
            longest = cycle.used().compareTo(longest.used()) > 0 ? cycle : longest;
        }
        return longest;
    }

    /**
     * All clocks of a request at an instant.
     *
     * @param at the instant
     * @param clocks the clocks that have a cycle, in the order of their kinds
     * @param happened every mark that a cycle has got to, by time; also those of forgotten cycles
     * @param unrecorded those of them that the timeline does not have as recorded
     * @param next when something is to be recorded next, or the clocks have to be read again because another version of the policy
     *        holds; in the past if something has not been recorded yet; nothing if nothing will happen by itself
     * @param calendar the calendar in which it counts then; nothing if no policy applies
     */
    public record Reading(Instant at, List<SlaClock> clocks, List<Happening> happened, List<Happening> unrecorded,
            Optional<Instant> next, Optional<BusinessCalendar> calendar) {

        /** Takes unmodifiable copies. */
        public Reading {
            requireNonNull(at, "at");
            clocks = List.copyOf(clocks);
            happened = List.copyOf(happened);
            unrecorded = List.copyOf(unrecorded);
            requireNonNull(next, "next");
            requireNonNull(calendar, "calendar");
        }

        /**
         * One of the clocks.
         *
         * @param kind which
         * @return the clock, if it has a cycle
         */
        public Optional<SlaClock> clock(Kind kind) {
            return clocks.stream().filter(clock -> clock.kind() == kind).findFirst();
        }

        /** {@return the earliest instant at which the target of a running cycle is used up, or was, if there is any} */
        public Optional<Instant> due() {
            return clocks.stream().map(SlaClock::last).filter(cycle -> !cycle.isOver())
                    .flatMap(cycle -> cycle.due().stream())
                    .min(Comparator.naturalOrder());
        }

        /**
         * In what another judgement of the same request differs.
         *
         * @param other the other, such as one by a new version of the policy
         * @return the cycles that are in one of them only, or whose state or due instant differs; by clock and number
         */
        public List<Difference> differences(Reading other) {
            List<Difference> differences = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                List<Cycle> mine = clock(kind).map(SlaClock::cycles).orElse(List.of());
                List<Cycle> others = other.clock(kind).map(SlaClock::cycles).orElse(List.of());
                for (int i = 0, j = 0; i < mine.size() || j < others.size();) {
                    Optional<Cycle> one = i < mine.size()
                            && (j == others.size() || mine.get(i).number() <= others.get(j).number())
                                    ? Optional.of(mine.get(i))
                                    : Optional.empty();
                    Optional<Cycle> two = j < others.size()
                            && (i == mine.size() || others.get(j).number() <= mine.get(i).number())
                                    ? Optional.of(others.get(j))
                                    : Optional.empty();
                    if (!one.map(Reading::verdict).equals(two.map(Reading::verdict))) {
                        differences.add(new Difference(kind, one, two));
                    }
                    i += one.isPresent() ? 1 : 0;
                    j += two.isPresent() ? 1 : 0;
                }
            }
            return differences;
        }

        private static List<Object> verdict(Cycle cycle) {
            return List.of(cycle.state(), cycle.due());
        }

        /**
         * What the customer may be told about an answer.
         *
         * @param zone the zone of their clock
         * @param locale their language: Russian, or English for every other
         * @return nothing if no answer is promised: nobody waits for one, no policy applies, or the clock stands still
         */
        public Optional<Promise> promise(ZoneId zone, Locale locale) {
            Optional<Cycle> reply = clocks.stream()
                    .filter(clock -> clock.kind() == Kind.FIRST_REPLY || clock.kind() == Kind.NEXT_REPLY)
                    .map(SlaClock::last)
                    .filter(cycle -> !cycle.isOver()).findFirst();
            return calendar.flatMap(hours -> reply.flatMap(cycle -> cycle.due().map(due -> {
                BusinessCalendar.Availability availability = hours.availability(at, zone, locale);
                boolean late = cycle.state() == State.BREACHED;
                return new Promise(due, late, availability,
                        Language.of(locale).promise(due, late, availability, at, requireNonNull(zone, "zone")));
            })));
        }
    }

    /**
     * What a customer may be told about an answer.
     *
     * @param answerBy until when it is promised, or was
     * @param late whether that is over
     * @param availability whether anybody is there now
     * @param sentence the same in words that a customer may read, in their language, by their clock and to the end of the minute
     */
    public record Promise(Instant answerBy, boolean late, BusinessCalendar.Availability availability, String sentence) {

        /** Checks that nothing is missing. */
        public Promise {
            requireNonNull(answerBy, "answerBy");
            requireNonNull(availability, "availability");
            requireNonNull(sentence, "sentence");
        }
    }

    /**
     * A cycle that two judgements see differently.
     *
     * @param clock of which clock
     * @param before how the first sees it, if it does
     * @param after how the second sees it, if it does
     */
    public record Difference(Kind clock, Optional<Cycle> before, Optional<Cycle> after) {

        /** Checks that nothing is missing. */
        public Difference {
            requireNonNull(clock, "clock");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }
    }

    /**
     * How the cycles of many requests stand.
     *
     * @param met how many are over and met
     * @param breached how many are breached, over or not
     * @param open how many are neither
     */
    public record Tally(long met, long breached, long open) {

        /** {@return the share of met among those that are judged, from 0 to 1; nothing if none is} */
        public OptionalDouble share() {
            return met + breached == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) met / (met + breached));
        }

        /**
         * Counts the cycles of many requests: the result of a policy, or, with readings by a proposed one, what it would have been.
         *
         * @param readings the readings, one for each request
         * @return the counts of each clock that has any, in the order of their kinds
         */
        public static Map<Kind, Tally> of(Iterable<Reading> readings) {
            Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
            for (Reading reading : readings) {
                for (SlaClock clock : reading.clocks()) {
                    for (Cycle cycle : clock.cycles()) {
                        tallies.merge(clock.kind(), of(cycle), Tally::plus);
                    }
                }
            }
            return tallies;
        }

        private static Tally of(Cycle cycle) {
            return switch (cycle.state()) {
                case MET -> new Tally(1, 0, 0);
                case BREACHED -> new Tally(0, 1, 0);
                case RUNNING, PAUSED -> new Tally(0, 0, 1);
            };
        }

        /**
         * Adds counts up.
         *
         * @param other counts of other cycles
         * @return the counts of both
         */
        public Tally plus(Tally other) {
            return new Tally(met + other.met, breached + other.breached, open + other.open);
        }
    }

    /**
     * Reads all clocks of a request.
     *
     * @param timeline what happened to it; what happened after {@code now} is left out
     * @param policies the versions of the policy, each in force in its time
     * @param now the instant at which the clocks are read
     * @return how they stand then
     * @throws BusinessCalendar.HorizonException if {@code now} is beyond what calendars know
     */
    public static Reading read(Timeline timeline, Versions policies, Instant now) {
        return new ClockReader(policies, now).read(timeline);
    }

    /**
     * Why the last cycle of a clock is due when it is.
     *
     * @param timeline what happened to the request
     * @param policies the versions of the policy
     * @param now the instant at which the clocks are read
     * @param kind which clock
     * @return the explanation from the start of the cycle to its due instant, pauses included; nothing if it has none
     * @throws io.opora.InvalidInputException if there is too much to explain: more than {@value BusinessCalendar.Explanation#MAX_SEGMENTS} segments
     * @throws BusinessCalendar.HorizonException if {@code now} is beyond what calendars know
     */
    public static Optional<BusinessCalendar.Explanation> explain(Timeline timeline, Versions policies, Instant now,
            Kind kind) {
        return new ClockReader(policies, now).explain(timeline, requireNonNull(kind, "kind"));
    }
}
