package io.opora.sla;

import io.opora.sla.SlaClock.Kind;
import io.opora.sla.SlaPolicy.Action;
import io.opora.sla.SlaPolicy.Level;
import io.opora.sla.SlaPolicy.Mark;
import io.opora.sla.SlaPolicy.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rule promises for one priority, worked out once for all requests. */
final class Terms {

    /** A mark, by how many nanoseconds of open time a cycle has used there; the breach is passed when more is used. */
    record Threshold(long nanos, String level, boolean breach, List<Action> actions) {}

    /**
     * What is promised on one clock.
     *
     * @param target in nanoseconds
     * @param thresholds by what is used there; the breach is among them
     * @param pauses a bit for each of {@link Timeline#PHASES} in which the clock stands still
     */
    record Promised(Duration target, long nanos, List<Threshold> thresholds, int pauses) {

        /** Whether the clock stands still in one of {@link Timeline#PHASES}, given by its index. */
        boolean pausesIn(int phase) {
            return (pauses & 1 << phase) != 0;
        }

        Threshold breach() {
            return thresholds.stream().filter(Threshold::breach).findFirst().orElseThrow();
        }
    }

    private final int version;
    private final Rule rule;
    private final BusinessCalendar calendar;
    private final Map<Kind, Promised> promised = new EnumMap<>(Kind.class);

    Terms(int version, Rule rule, BusinessCalendar calendar, Optional<String> priority) {
        this.version = version;
        this.rule = rule;
        this.calendar = calendar;
        for (Kind clock : Kind.values()) {
            rule.target(clock, priority).ifPresent(
                    target -> promised.put(clock, new Promised(target, target.toNanos(), thresholds(clock, target),
                            pauses(clock))));
        }
    }

    private int pauses(Kind clock) {
        int pauses = 0;
        for (int phase = 0; phase < Timeline.PHASES.size(); phase++) {
            pauses |= rule.pauses(clock, Timeline.PHASES.get(phase)) ? 1 << phase : 0;
        }
        return pauses;
    }

    private List<Threshold> thresholds(Kind clock, Duration target) {
        List<Threshold> thresholds = new ArrayList<>();
        for (Level level : rule.levels()) {
            if (level.clock() == clock) {
                thresholds.add(threshold(level.mark(), target, level.actions()));
            }
        }
        if (thresholds.stream().noneMatch(Threshold::breach)) {
            thresholds.add(threshold(new Mark.After(Duration.ZERO), target, List.of()));
        }
        thresholds.sort(Comparator.comparingLong(Threshold::nanos));
        return List.copyOf(thresholds);
    }

    private static Threshold threshold(Mark mark, Duration target, List<Action> actions) {
        return new Threshold(mark.in(target).toNanos(), mark.toString(), mark.isBreach(), actions);
    }

    int version() {
        return version;
    }

    Rule rule() {
        return rule;
    }

    BusinessCalendar calendar() {
        return calendar;
    }

    /** What is promised on a clock; nothing if it is not measured. */
    Optional<Promised> on(Kind clock) {
        return Optional.ofNullable(promised.get(clock));
    }
}
