package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.Spelling;
import io.opora.condition.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a request, as far as service levels care. Whoever keeps requests translates its history into this; what
 * nobody waits for (internal notes, assignments) is left out.
 *
 * @param events what happened, in its order; the first one is {@link Requested}, and it is the only one of its kind
 */
public record Timeline(List<Event> events) {

    /** The most events. */
    public static final int MAX_EVENTS = 100_000;

    /** The phases that a request can be in, by their names; in the last two it is finished. */
    public static final List<String> PHASES = List.of("NEW", "OPEN", "PENDING", "ON_HOLD", "SOLVED", "CLOSED");

    /** One thing that happened. */
    public sealed interface Event {

        /** {@return when; within what calendars know} */
        Instant at();
    }

    /**
     * Somebody asked.
     *
     * @param at when
     * @param phase the phase that the request begins in
     * @param facts what policies may ask about it
     */
    public record Requested(Instant at, String phase, Facts facts) implements Event {

        /** Checks that nothing is missing. */
        public Requested {
            requireNonNull(at, "at");
            requireNonNull(phase, "phase");
            requireNonNull(facts, "facts");
        }
    }

    /**
     * The customer wrote, through whatever channel.
     *
     * @param at when
     */
    public record CustomerWrote(Instant at) implements Event {

        /** Checks that nothing is missing. */
        public CustomerWrote {
            requireNonNull(at, "at");
        }
    }

    /**
     * A human agent wrote publicly.
     *
     * @param at when
     */
    public record AgentReplied(Instant at) implements Event {

        /** Checks that nothing is missing. */
        public AgentReplied {
            requireNonNull(at, "at");
        }
    }

    /**
     * A machine wrote: a bot, an acknowledgement, an out-of-office reply. Counts for nothing, on either side.
     *
     * @param at when
     */
    public record AutomaticMessage(Instant at) implements Event {

        /** Checks that nothing is missing. */
        public AutomaticMessage {
            requireNonNull(at, "at");
        }
    }

    /**
     * The request got into another phase. From a finished one into another it is reopened.
     *
     * @param at when
     * @param phase one of {@link Timeline#PHASES}
     */
    public record PhaseChanged(Instant at, String phase) implements Event {

        /** Checks that nothing is missing. */
        public PhaseChanged {
            requireNonNull(at, "at");
            requireNonNull(phase, "phase");
        }
    }

    /**
     * The priority or anything else that policies ask about changed.
     *
     * @param at when
     * @param facts all facts as they are from now on
     */
    public record FactsChanged(Instant at, Facts facts) implements Event {

        /** Checks that nothing is missing. */
        public FactsChanged {
            requireNonNull(at, "at");
            requireNonNull(facts, "facts");
        }
    }

    /**
     * Another request was merged into this one. (The other one is finished by that, see {@link PhaseChanged}.)
     *
     * @param at when
     * @param requestedAt when the other one was made
     * @param waitingSince since when its customer had been waiting for an answer, if they had
     */
    public record Absorbed(Instant at, Instant requestedAt, Optional<Instant> waitingSince) implements Event {

        /** Checks that nothing is missing. */
        public Absorbed {
            requireNonNull(at, "at");
            requireNonNull(requestedAt, "requestedAt");
            requireNonNull(waitingSince, "waitingSince");
        }
    }

    /**
     * A warning, breach or level was recorded. It stays a fact whatever happens later, and is not due again.
     *
     * @param at when it was recorded
     * @param milestone which one
     */
    public record Recorded(Instant at, SlaClock.Milestone milestone) implements Event {

        /** Checks that nothing is missing. */
        public Recorded {
            requireNonNull(at, "at");
            requireNonNull(milestone, "milestone");
        }
    }

    /**
     * Takes an unmodifiable copy and checks it.
     *
     * @throws io.opora.InvalidInputException listing everything that is wrong: no request at its beginning, or a second one; a time
     *         before the one ahead of it, or one that no calendar knows; an unknown phase; too many events
     */
    public Timeline {
        events = List.copyOf(events);
        Findings findings = new Findings();
        if (events.size() > MAX_EVENTS) {
            findings.add("events", "too-many", events.size() + " events are too many: at most " + MAX_EVENTS);
        } else if (events.isEmpty()) {
            findings.add("events", "request", "a timeline begins with the request, and this one is empty");
        }
        Instant last = BusinessCalendar.EARLIEST;
        for (int i = 0; i < events.size() && !findings.full() && events.size() <= MAX_EVENTS; i++) {
            Event event = events.get(i);
            String path = "events[" + i + ']';
            if (event instanceof Requested != (i == 0)) {
                findings.add(path, "request", i == 0
                        ? "a timeline begins with the request"
                        : "a timeline has one request only, at its beginning");
            }
            time(path + ".at", event.at(), last, BusinessCalendar.HORIZON, findings);
            last = event.at();
            switch (event) {
                case Requested requested -> phase(path, requested.phase(), findings);
                case PhaseChanged changed -> phase(path, changed.phase(), findings);
                case Absorbed absorbed -> {
                    Instant until = absorbed.at().plusNanos(1);
                    time(path + ".requestedAt", absorbed.requestedAt(), BusinessCalendar.EARLIEST, until, findings);
                    absorbed.waitingSince().ifPresent(since -> time(path + ".waitingSince", since,
                            BusinessCalendar.EARLIEST, until, findings));
                }
                case CustomerWrote wrote -> {}
                case AgentReplied replied -> {}
                case AutomaticMessage automatic -> {}
                case FactsChanged changed -> {}
                case Recorded recorded -> {}
            }
        }
        findings.refuse("timeline");
    }

    private static void time(String path, Instant at, Instant from, Instant until, Findings findings) {
        if (at.isBefore(from) || !at.isBefore(until)) {
            findings.add(path, "order",
                    at + " is out of order: from " + from + " until before " + until + " is needed");
        }
    }

    private static void phase(String path, String phase, Findings findings) {
        if (!PHASES.contains(phase)) {
            findings.add(path + ".phase", "unknown-phase", unknownPhase(phase));
        }
    }

    static String unknownPhase(String phase) {
        return Spelling.quote(phase) + " is no phase" + Spelling.hintFor(phase, PHASES);
    }

    static boolean isFinished(String phase) {
        return phase.equals("SOLVED") || phase.equals("CLOSED");
    }

    /**
     * The timeline of these events.
     *
     * @param events what happened, in its order, beginning with the request
     * @return the timeline
     * @throws io.opora.InvalidInputException listing everything that is wrong
     */
    public static Timeline of(Event... events) {
        return new Timeline(List.of(events));
    }

    /** {@return how many events there are, and when the first of them happened} */
    @Override
    public String toString() {
        return "timeline of " + events.size() + " events since " + events.getFirst().at();
    }
}
