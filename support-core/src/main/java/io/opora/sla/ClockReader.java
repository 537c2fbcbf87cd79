package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.condition.Facts;
import io.opora.sla.BusinessCalendar.Explanation.Segment;
import io.opora.sla.SlaClock.Cycle;
import io.opora.sla.SlaClock.Happening;
import io.opora.sla.SlaClock.Kind;
import io.opora.sla.SlaClock.Milestone;
import io.opora.sla.SlaClock.Reading;
import io.opora.sla.SlaPolicy.OnMerge;
import io.opora.sla.SlaPolicy.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks along a timeline once. Only where a clock begins to stand still, stops, or is promised something else does {@link Track} add
 * what was used until then. So the result depends on what happened, and not on who looks how often.
 */
final class ClockReader {

    private static final List<Kind> ANSWERED = List.of(Kind.FIRST_REPLY, Kind.NEXT_REPLY, Kind.PERIODIC_UPDATE);

    private final List<SlaPolicy> policies;
    private final Instant now;
    private final Map<Kind, Track> byKind = new EnumMap<>(Kind.class);
    private final List<Track> tracks = new ArrayList<>();
    private final List<Happening> happened = new ArrayList<>();
    private final Set<Milestone> reached = new HashSet<>();
    private final Set<Milestone> recorded = new HashSet<>();
    // where the walk has got to
    private int nextPolicy;
    private @Nullable SlaPolicy policy;
    private @Nullable Facts facts;
    private @Nullable Terms terms;
    /** By its index in {@link Timeline#PHASES}. */
    private int phase;
    private boolean replied;

    ClockReader(Versions policies, Instant now) {
        this.policies = policies.policies();
        this.now = now;
        for (Kind kind : Kind.values()) {
            Track track = new Track(kind, this);
            byKind.put(kind, track);
            tracks.add(track);
        }
    }

    /** What is promised now; {@code null} if nothing is. */
    @Nullable
    Terms terms() {
        return terms;
    }

    int phase() {
        return phase;
    }

    boolean hasHappened(Milestone milestone) {
        return reached.contains(milestone);
    }

    void happen(Happening happening) {
        if (reached.add(happening.milestone())) {
            happened.add(happening);
        }
    }

    Reading read(Timeline timeline) {
        walk(timeline);
        List<SlaClock> clocks = new ArrayList<>();
        Instant next = Instant.MAX;
        boolean running = false;
        for (Track track : tracks) {
            List<Cycle> cycles = track.cycles();
            if (!cycles.isEmpty()) {
                clocks.add(new SlaClock(track.kind(), cycles));
            }
            running |= track.runs();
            next = earlier(next, track.next());
        }
        if (running && nextPolicy < policies.size()) {
            next = earlier(next, policies.get(nextPolicy).from());
        }
        happened.sort(Comparator.comparing(Happening::at));
        List<Happening> unrecorded = happened.stream().filter(happening -> !recorded.contains(happening.milestone()))
                .toList();
        next = earlier(next, unrecorded.stream().map(Happening::at).findFirst());
        return new Reading(now, clocks, happened, unrecorded,
                next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next),
                Optional.ofNullable(terms).map(Terms::calendar));
    }

    private static Instant earlier(Instant one, Optional<Instant> other) {
        return other.isPresent() && other.get().isBefore(one) ? other.get() : one;
    }

    Optional<BusinessCalendar.Explanation> explain(Timeline timeline, Kind kind) {
        track(kind).traceInto(new ArrayList<Segment>());
        walk(timeline);
        return track(kind).explanation();
    }

    private Track track(Kind kind) {
        return requireNonNull(byKind.get(kind));
    }

    private void walk(Timeline timeline) {
        BusinessCalendar.requireKnown(now);
        for (Timeline.Event event : timeline.events()) {
            Instant at = event.at();
            if (at.isAfter(now)) {
                break;
            }
            takeUpPolicies(at);
            see(event, at);
        }
        takeUpPolicies(now);
        settle(now);
    }

    private void settle(Instant at) {
        for (Track track : tracks) {
            track.settle(at);
        }
    }

    /** Lets each version hold that does by an instant, from its own instant on. */
    private void takeUpPolicies(Instant until) {
        for (; nextPolicy < policies.size(); nextPolicy++) {
            SlaPolicy next = policies.get(nextPolicy);
            Instant from = next.from().orElse(Instant.MIN);
            if (from.isAfter(until)) {
                return;
            }
            policy = next;
            if (facts != null) {
                resolve(facts, from);
            }
        }
    }

    private void resolve(Facts known, Instant at) {
        facts = known;
        Terms now = policy == null ? null : policy.terms(known);
        if (now != terms) {
            settle(at);
            terms = now;
            apply(at);
        }
    }

    private void apply(Instant at) {
        for (Track track : tracks) {
            track.apply(at);
        }
    }

    private void see(Timeline.Event event, Instant at) {
        switch (event) {
            case Timeline.Requested requested -> {
                phase = Timeline.PHASES.indexOf(requested.phase());
                resolve(requested.facts(), at);
                track(Kind.FIRST_REPLY).start(at);
                track(Kind.RESOLUTION).start(at);
                if (Timeline.isFinished(requested.phase())) {
                    track(Kind.RESOLUTION).stop(at);
                }
            }
            case Timeline.CustomerWrote wrote -> {
                if (replied && !track(Kind.NEXT_REPLY).runs()) {
                    track(Kind.NEXT_REPLY).start(at);
                }
            }
            case Timeline.AgentReplied agent -> {
                replied = true;
                ANSWERED.forEach(kind -> track(kind).stop(at));
                track(Kind.PERIODIC_UPDATE).start(at);
            }
            case Timeline.AutomaticMessage automatic -> {}
            case Timeline.PhaseChanged changed -> changePhase(changed.phase(), at);
            case Timeline.FactsChanged changed -> resolve(changed.facts(), at);
            case Timeline.Absorbed absorbed -> absorb(absorbed);
            case Timeline.Recorded fact -> recorded.add(fact.milestone());
        }
    }

    private void changePhase(String to, Instant at) {
        int next = Timeline.PHASES.indexOf(to);
        for (Track track : tracks) {
            track.leavePhase(next, at);
        }
        if (Timeline.isFinished(to)) {
            track(Kind.RESOLUTION).stop(at);
        } else if (Timeline.isFinished(Timeline.PHASES.get(phase))) {
            track(Kind.RESOLUTION).reopen(at);
        }
        phase = next;
        apply(at);
    }

    private void absorb(Timeline.Absorbed absorbed) {
        if (terms == null || terms.rule().onMerge() == OnMerge.KEEP_OWN) {
            return;
        }
        Instant at = absorbed.at();
        settle(at);
        track(Kind.RESOLUTION).extend(absorbed.requestedAt(), at);
        absorbed.waitingSince().ifPresent(since -> {
            Track reply = track(replied ? Kind.NEXT_REPLY : Kind.FIRST_REPLY);
            if (replied && !reply.runs()) {
                reply.start(at);
            }
            reply.extend(since, at);
        });
    }
}
