package io.opora.sla;

import io.opora.condition.Facts;
import io.opora.sla.SlaClock.Kind;
import io.opora.sla.SlaClock.Milestone;
import io.opora.sla.SlaPolicy.Level;
import io.opora.sla.SlaPolicy.OnChange;
import io.opora.sla.SlaPolicy.OnReopen;
import io.opora.sla.SlaPolicy.Rule;
import io.opora.sla.SlaPolicy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of a request, watched minute by minute: at each minute what happens is taken in, then everything that runs uses the
 * minute if the desk is open. All times, targets and marks have to be whole minutes. Merges are not known here.
 */
final class ClockOracle {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Set<String> FINISHED = Set.of("SOLVED", "CLOSED");

    /** A cycle as the clock shows it. */
    record Shown(Kind kind, int number, Instant start, Optional<Instant> stop, Duration target, Duration used,
            String state) {}

    private static final class Watch {

        private int number;
        private boolean runs;
        private Instant start = Instant.EPOCH;
        private Duration used = Duration.ZERO;
        private @Nullable Duration target;
        private @Nullable String calendar;
        private final List<Shown> over = new ArrayList<>();
    }

    private final SlaPolicy.Versions versions;
    private final Map<String, Plan> calendars;
    private final Map<Kind, Watch> watches = new EnumMap<>(Kind.class);
    private final Map<Milestone, Instant> happened = new LinkedHashMap<>();
    private @Nullable Facts facts;
    private @Nullable Rule rule;
    private String phase = "";
    private boolean replied;

    ClockOracle(SlaPolicy.Versions versions, Map<String, Plan> calendars) {
        this.versions = versions;
        this.calendars = calendars;
        for (Kind kind : Kind.values()) {
            watches.put(kind, new Watch());
        }
    }

    /** Watches from the first event until an instant. */
    void watch(List<Timeline.Event> events, Instant until) {
        int next = 0;
        for (Instant minute = events.getFirst().at(); !minute.isAfter(until); minute = minute.plus(MINUTE)) {
            look(minute);
            resolve(minute);
            for (; next < events.size() && events.get(next).at().equals(minute); next++) {
                see(events.get(next), minute);
            }
            look(minute);
            if (minute.isBefore(until)) {
                pass(minute);
            }
        }
    }

    private Watch of(Kind kind) {
        return java.util.Objects.requireNonNull(watches.get(kind));
    }

    private boolean counts(Kind kind, Watch watch) {
        if (!watch.runs || rule == null || watch.target == null || FINISHED.contains(phase)) {
            return false;
        }
        Set<String> pauses = rule.pauses().get(kind);
        return pauses == null
                ? kind != Kind.RESOLUTION || !Set.of("PENDING", "ON_HOLD").contains(phase)
                : !pauses.contains(phase);
    }

    private boolean isOpen(Instant minute) {
        return rule != null && java.util.Objects.requireNonNull(calendars.get(rule.calendar())).isOpen(minute);
    }

    /**
     * Marks have happened when so much is used and somebody is there; the breach when more is used than the target, which a shorter
     * target can bring about without a minute having passed.
     */
    private void look(Instant minute) {
        watches.forEach((kind, watch) -> {
            if (counts(kind, watch) && isOpen(minute)) {
                if (watch.used.compareTo(watch.target) > 0) {
                    happened.putIfAbsent(new Milestone(kind, watch.number, "breach"), minute);
                }
                for (Level level : java.util.Objects.requireNonNull(rule).levels()) {
                    if (level.clock() == kind && !level.mark().isBreach()
                            && watch.used
                                    .compareTo(level.mark().in(java.util.Objects.requireNonNull(watch.target))) >= 0) {
                        happened.putIfAbsent(new Milestone(kind, watch.number, level.mark().toString()), minute);
                    }
                }
            }
        });
    }

    /** The minute passes; what then is used beyond the target is a breach since its beginning. */
    private void pass(Instant minute) {
        watches.forEach((kind, watch) -> {
            if (counts(kind, watch) && isOpen(minute)) {
                watch.used = watch.used.plus(MINUTE);
                if (watch.used.compareTo(watch.target) > 0) {
                    happened.putIfAbsent(new Milestone(kind, watch.number, "breach"), minute);
                }
            }
        });
    }

    private void resolve(Instant minute) {
        if (facts == null) {
            return;
        }
        Facts known = facts;
        rule = versions.at(minute).flatMap(policy -> policy.rule(known)).orElse(null);
        watches.forEach((kind, watch) -> {
            if (watch.runs) {
                promise(kind, watch, minute);
            }
        });
    }

    private void promise(Kind kind, Watch watch, Instant minute) {
        Duration before = watch.target;
        String calendarBefore = watch.calendar;
        watch.target = target(kind);
        watch.calendar = watch.target == null || rule == null ? null : rule.calendar();
        if (rule != null && before != null && watch.target != null && rule.onChange() == OnChange.RESTART
                && !(before.equals(watch.target) && watch.calendar != null && watch.calendar.equals(calendarBefore))) {
            start(kind, minute);
        }
    }

    private @Nullable Duration target(Kind kind) {
        Map<String, Duration> targets = new HashMap<>();
        if (rule != null) {
            for (Target target : rule.targets()) {
                if (target.clock() == kind) {
                    targets.put(target.priority().orElse(""), target.duration());
                }
            }
        }
        for (String priority : List.of("low", "normal", "high", "urgent")) {
            if (targets.containsKey(priority) && facts != null
                    && io.opora.condition.Condition.in("priority", priority).matches(facts)) {
                return targets.get(priority);
            }
        }
        return targets.get("");
    }

    private void start(Kind kind, Instant minute) {
        Watch watch = of(kind);
        watch.number++;
        watch.runs = true;
        watch.start = minute;
        watch.used = Duration.ZERO;
        watch.target = target(kind);
        watch.calendar = rule == null ? null : rule.calendar();
    }

    private void stop(Kind kind, Instant minute) {
        Watch watch = of(kind);
        if (watch.runs) {
            watch.runs = false;
            if (watch.target != null) {
                boolean breached = watch.used.compareTo(watch.target) > 0;
                if (breached) {
                    happened.putIfAbsent(new Milestone(kind, watch.number, "breach"), minute);
                }
                watch.over.add(new Shown(kind, watch.number, watch.start, Optional.of(minute), watch.target, watch.used,
                        breached ? "BREACHED" : "MET"));
            }
        }
    }

    private void see(Timeline.Event event, Instant minute) {
        switch (event) {
            case Timeline.Requested requested -> {
                phase = requested.phase();
                facts = requested.facts();
                resolve(minute);
                start(Kind.FIRST_REPLY, minute);
                start(Kind.RESOLUTION, minute);
                if (FINISHED.contains(phase)) {
                    stop(Kind.RESOLUTION, minute);
                }
            }
            case Timeline.CustomerWrote wrote -> {
                if (replied && !of(Kind.NEXT_REPLY).runs) {
                    start(Kind.NEXT_REPLY, minute);
                }
            }
            case Timeline.AgentReplied agent -> {
                replied = true;
                stop(Kind.FIRST_REPLY, minute);
                stop(Kind.NEXT_REPLY, minute);
                stop(Kind.PERIODIC_UPDATE, minute);
                start(Kind.PERIODIC_UPDATE, minute);
            }
            case Timeline.PhaseChanged changed -> {
                if (FINISHED.contains(changed.phase())) {
                    stop(Kind.RESOLUTION, minute);
                } else if (FINISHED.contains(phase)) {
                    reopen(minute);
                }
                phase = changed.phase();
            }
            case Timeline.FactsChanged changed -> {
                facts = changed.facts();
                resolve(minute);
            }
            case Timeline.AutomaticMessage automatic -> {}
            case Timeline.Recorded recorded -> {}
            case Timeline.Absorbed absorbed -> throw new UnsupportedOperationException();
        }
        look(minute);
    }

    private void reopen(Instant minute) {
        Watch watch = of(Kind.RESOLUTION);
        OnReopen option = rule == null ? OnReopen.RESUME : rule.onReopen();
        if (option != OnReopen.NEW_CYCLE && !watch.over.isEmpty() && watch.over.getLast().number() == watch.number) {
            watch.over.removeLast();
        }
        if (option == OnReopen.RESUME) {
            watch.runs = true;
            promise(Kind.RESOLUTION, watch, minute);
        } else {
            start(Kind.RESOLUTION, minute);
        }
    }

    List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        watches.forEach((kind, watch) -> {
            shown.addAll(watch.over);
            if (watch.runs && watch.target != null) {
                String state = watch.used.compareTo(watch.target) > 0
                        ? "BREACHED"
                        : counts(kind, watch) ? "RUNNING" : "PAUSED";
                shown.add(
                        new Shown(kind, watch.number, watch.start, Optional.empty(), watch.target, watch.used, state));
            }
        });
        return shown;
    }

    Map<Milestone, Instant> happened() {
        return happened;
    }
}
