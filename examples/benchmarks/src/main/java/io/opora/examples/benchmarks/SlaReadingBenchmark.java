package io.opora.examples.benchmarks;

import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How the clocks of a ticket stand, derived from its whole history: four kinds, each with a warning, a breach and a level after
 * it. The conversation goes to and fro, with pauses and changes of priority.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters and calls the set-up
public class SlaReadingBenchmark {

    /** How many events the history has. */
    @Param({"10", "200"})
    public int events;

    private Timeline timeline;
    private SlaPolicy.Versions policies;
    private Instant now;

    /** Makes the history and the policy. */
    @Setup
    public void prepare() {
        timeline = timeline(events);
        policies = SlaPolicy.Versions.of(policy());
        now = timeline.events().getLast().at().plus(Duration.ofMinutes(90));
    }

    private static SlaPolicy policy() {
        Vocabulary vocabulary = Vocabulary.builder().declare("priority", Vocabulary.Type.TEXT).build();
        return SlaPolicy.builder("support", 1).calendar("office", Hours.calendar(""))
                .rule("everybody", Condition.always(), rule -> {
                    for (SlaClock.Kind kind : SlaClock.Kind.values()) {
                        rule.target(kind, Duration.ofHours(8)).target(kind, "urgent", Duration.ofHours(2))
                                .level(kind, "80%").level(kind, "+PT4H");
                    }
                }).build(vocabulary);
    }

    private static Timeline timeline(int size) {
        Instant at = Instant.parse("2026-03-02T14:00:00Z");
        List<Timeline.Event> events = new ArrayList<>();
        events.add(new Timeline.Requested(at, "NEW", facts("normal")));
        for (int i = 1; i < size; i++) {
            at = at.plus(Duration.ofMinutes(47));
            events.add(switch (i % 10) {
                case 1 -> new Timeline.PhaseChanged(at, "OPEN");
                case 2, 6 -> new Timeline.AgentReplied(at);
                case 3, 7 -> new Timeline.PhaseChanged(at, "PENDING");
                case 4, 8 -> new Timeline.CustomerWrote(at);
                case 5 -> new Timeline.PhaseChanged(at, "OPEN");
                case 9 -> new Timeline.FactsChanged(at, facts(i % 20 == 9 ? "urgent" : "normal"));
                default -> new Timeline.PhaseChanged(at, "OPEN");
            });
        }
        return new Timeline(events);
    }

    private static Facts facts(String priority) {
        return Facts.builder().text("priority", priority).build();
    }

    /** The library. */
    @Benchmark
    public SlaClock.Reading opora() {
        return SlaClock.read(timeline, policies, now);
    }
}
