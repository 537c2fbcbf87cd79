package io.opora.sla;

import io.opora.sla.BusinessCalendar.Explanation.Reason;
import io.opora.sla.BusinessCalendar.Explanation.Segment;
import io.opora.sla.SlaClock.Cycle;
import io.opora.sla.SlaClock.Happening;
import io.opora.sla.SlaClock.Kind;
import io.opora.sla.SlaClock.Milestone;
import io.opora.sla.SlaClock.State;
import io.opora.sla.SlaPolicy.OnChange;
import io.opora.sla.SlaPolicy.OnReopen;
import io.opora.sla.Terms.Promised;
import io.opora.sla.Terms.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One clock on the way of a {@link ClockReader}: its finished cycles, and the last one as it stands. What the last cycle uses is
 * added by {@link #settle}, which has to be called before anything changes.
 */
final class Track {

    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final Kind kind;
    private final ClockReader reader;
    private final List<Cycle> finished = new ArrayList<>();
    /** Why the last cycle stands where it does, if that is asked for. */
    private @Nullable List<Segment> trace;
    // the last cycle
    private int number;
    private boolean runs;
    private Instant start = Instant.MIN;
    private @Nullable Instant stop;
    private long used;
    /** When the target was used up; {@code null} as long as it is not. */
    private @Nullable Instant reached;
    /** Since when it counts what is not in {@link #used} yet; {@code null} while it stands still. */
    private @Nullable Instant since;
    /** What applies to it; both {@code null} while it is not measured. */
    private @Nullable Terms terms;
    private @Nullable Promised promised;
    /** How many of the thresholds need not be looked at again. */
    private int passed;

    Track(Kind kind, ClockReader reader) {
        this.kind = kind;
        this.reader = reader;
    }

    Kind kind() {
        return kind;
    }

    boolean runs() {
        return runs;
    }

    void traceInto(List<Segment> segments) {
        trace = segments;
    }

    /** Begins another cycle. */
    void start(Instant at) {
        number++;
        runs = true;
        start = at;
        stop = null;
        used = 0;
        reached = null;
        since = null;
        terms = null;
        promised = null;
        if (trace != null) {
            trace.clear();
        }
        apply(at);
    }

    /** Makes what holds now, terms and phase, apply to a running cycle. */
    void apply(Instant at) {
        if (!runs) {
            return;
        }
        if (terms != reader.terms() && change(at)) {
            return;
        }
        if (!counts(reader.phase())) {
            since = null;
        } else if (since == null) {
            since = at;
        }
    }

    private boolean counts(int phase) {
        return promised != null && !promised.pausesIn(phase);
    }

    /** Settles if the cycle stands still in the next phase; else it goes on counting, or goes on standing still. */
    void leavePhase(int next, Instant at) {
        if (trace != null || (since != null && !counts(next))) {
            settle(at);
        }
    }

    /** Takes the new terms; answers whether another cycle begins with them, which then is done. */
    private boolean change(Instant at) {
        Terms before = terms;
        Promised promisedBefore = promised;
        Terms now = reader.terms();
        promised = now == null ? null : now.on(kind).orElse(null);
        terms = promised == null ? null : now;
        passed = 0;
        if (terms == null || promised == null) {
            return false;
        }
        boolean same = before != null && promisedBefore != null && before.calendar().equals(terms.calendar())
                && promisedBefore.nanos() == promised.nanos();
        if (before != null && !same && terms.rule().onChange() == OnChange.RESTART) {
            start(at);
            return true;
        }
        if (!same) {
            reached = used > promised.nanos() ? at : null;
        }
        return false;
    }

    /** Adds what a running cycle has used until an instant, and what happened until then. */
    void settle(Instant at) {
        if (!runs) {
            return;
        }
        trace(at);
        Instant from = since;
        if (terms != null && promised != null && from != null) {
            long before = used;
            used += terms.calendar().nanosBetween(from, at);
            if (reached == null && used >= promised.nanos()) {
                reached = terms.calendar().reach(from, promised.nanos() - before).filter(due -> !due.isAfter(at))
                        .orElse(null);
            }
            pass(terms, promised, from, before, at);
            since = at;
        }
    }

    private void pass(Terms by, Promised promise, Instant from, long before, Instant until) {
        for (; passed < promise.thresholds().size(); passed++) {
            Threshold threshold = promise.thresholds().get(passed);
            if (threshold.breach() ? used <= threshold.nanos() : used < threshold.nanos()) {
                return;
            }
            Optional<Instant> at = when(by, threshold, from, before);
            if (at.isEmpty() || at.get().isAfter(until)) {
                return;
            }
            happen(threshold, at.get());
        }
    }

    /** When a threshold is passed by a cycle that counts from an instant and has used so much before. */
    private static Optional<Instant> when(Terms by, Threshold threshold, Instant from, long before) {
        return by.calendar().reach(from, Math.max(0, threshold.nanos() - before)).flatMap(by.calendar()::breach);
    }

    private void happen(Threshold threshold, Instant at) {
        reader.happen(new Happening(new Milestone(kind, number, threshold.level()), at, threshold.actions()));
    }

    /** Ends a running cycle. */
    void stop(Instant at) {
        if (!runs) {
            return;
        }
        settle(at);
        runs = false;
        stop = at;
        if (terms != null && promised != null) {
            if (used > promised.nanos()) {
                // its target may have become shorter in a pause: what is judged a breach has a breach among its facts
                happen(promised.breach(), at);
            }
            finished.add(cycle(terms, promised));
        }
        since = null;
    }

    /** Goes on, or begins again, after a reopening. */
    void reopen(Instant at) {
        OnReopen option = reader.terms() == null ? OnReopen.RESUME : reader.terms().rule().onReopen();
        if (option != OnReopen.NEW_CYCLE && !finished.isEmpty() && finished.getLast().number() == number) {
            finished.removeLast();
        }
        if (option == OnReopen.RESUME) {
            runs = true;
            trace(at);
            stop = null;
            apply(at);
        } else {
            start(at);
        }
    }

    /** Makes a running cycle one that began earlier; has to be settled. */
    void extend(Instant from, Instant at) {
        if (runs && terms != null && promised != null && from.isBefore(start)) {
            used += terms.calendar().nanosBetween(from, start);
            if (trace != null) {
                List<Segment> ahead = new ArrayList<>();
                BusinessCalendar.Explanation.explain(terms.calendar(), from, start, ahead);
                trace.addAll(0, ahead);
            }
            start = from;
            if (reached == null && used > promised.nanos()) {
                reached = at;
            }
        }
    }

    /** The cycles that are measured, the last one as it stands; has to be settled. */
    List<Cycle> cycles() {
        List<Cycle> cycles = new ArrayList<>(finished);
        if (runs && terms != null && promised != null) {
            cycles.add(cycle(terms, promised));
        }
        return cycles;
    }

    private Cycle cycle(Terms by, Promised promise) {
        Optional<Instant> due = reached != null
                ? Optional.of(reached)
                : since != null && used <= promise.nanos()
                        ? by.calendar().reach(since, promise.nanos() - used)
                        : Optional.empty();
        State state = used > promise.nanos()
                ? State.BREACHED
                : stop != null ? State.MET : since != null ? State.RUNNING : State.PAUSED;
        return new Cycle(number, start, Optional.ofNullable(stop), state, promise.target(), Duration.ofNanos(used), due,
                due.flatMap(by.calendar()::breach), by.rule().id(), by.version());
    }

    /** When something happens by itself next; has to be settled. */
    Optional<Instant> next() {
        Instant from = since;
        if (!runs || terms == null || promised == null || from == null) {
            return Optional.empty();
        }
        for (; passed < promised.thresholds().size(); passed++) {
            Threshold threshold = promised.thresholds().get(passed);
            if (!reader.hasHappened(new Milestone(kind, number, threshold.level()))) {
                Optional<Instant> at = when(terms, threshold, from, used);
                // used up is not yet breached; but what a shorter target found used already is at the next opening
                return threshold.breach() && used <= threshold.nanos()
                        ? at.map(breach -> breach.plus(MICROSECOND))
                        : at;
            }
        }
        return Optional.empty();
    }

    /** Explains the stretch up to an instant, of a cycle that is still or again running. */
    private void trace(Instant at) {
        if (trace != null) {
            Instant from = trace.isEmpty() ? start : trace.getLast().to();
            if (terms != null && since != null) {
                BusinessCalendar.Explanation.explain(terms.calendar(), from, at, trace);
            } else if (from.isBefore(at)) {
                BusinessCalendar.Explanation.append(trace,
                        new Segment(from, at, Reason.PAUSE, Timeline.PHASES.get(reader.phase())));
            }
        }
    }

    /** Why the last cycle is due when it is; nothing if it is not. */
    Optional<BusinessCalendar.Explanation> explanation() {
        if (trace == null || terms == null || promised == null) {
            return Optional.empty();
        }
        BusinessCalendar calendar = terms.calendar();
        List<Segment> segments = new ArrayList<>(trace);
        Cycle cycle = runs ? cycle(terms, promised) : finished.getLast();
        return cycle.due().map(due -> {
            BusinessCalendar.Explanation.explain(calendar, segments.isEmpty() ? start : segments.getLast().to(), due,
                    segments);
            List<Segment> untilDue = segments.stream().filter(segment -> segment.from().isBefore(due))
                    .map(segment -> segment.to().isAfter(due)
                            ? new Segment(segment.from(), due, segment.reason(), segment.detail())
                            : segment)
                    .toList();
            return new BusinessCalendar.Explanation(calendar.zone(), start, cycle.target(), due, cycle.breach(),
                    untilDue);
        });
    }
}
