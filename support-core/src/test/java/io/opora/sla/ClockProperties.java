package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.sla.SlaClock.Cycle;
import io.opora.sla.SlaClock.Happening;
import io.opora.sla.SlaClock.Kind;
import io.opora.sla.SlaClock.Milestone;
import io.opora.sla.SlaClock.Reading;
import io.opora.sla.SlaClock.State;
import io.opora.sla.SlaPolicy.OnChange;
import io.opora.sla.SlaPolicy.OnReopen;
import io.opora.sla.SlaPolicy.Versions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of clocks: what they show, what happens by itself and when, whoever looks and however often. */
class ClockProperties {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant START = LocalDate.of(2026, 3, 26).atStartOfDay(BERLIN).toInstant();
    private static final Duration LENGTH = Duration.ofDays(6);
    private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");
    private static final Map<String, Plan> PLANS = plans();

    /** A request with a policy of one or two versions. */
    record World(List<Timeline.Event> events, Versions versions) {

        Timeline timeline() {
            return new Timeline(events);
        }
    }

    private static Map<String, Plan> plans() {
        Map<String, Plan> plans = new HashMap<>();
        Random random = new Random(4);
        for (int i = 0; i < 4; i++) {
            plans.put("calendar-" + i, Plan.random(random, BERLIN, LocalDate.of(2026, 3, 29), 60));
        }
        return plans;
    }

    @Provide
    Arbitrary<World> worlds() {
        return Arbitraries.randomValue(random -> new World(events(random), versions(random)));
    }

    private static Instant minute(Random random) {
        return START.plus(Duration.ofMinutes(random.nextInt((int) LENGTH.toMinutes())));
    }

    private static Facts facts(Random random) {
        return Facts.builder().text("priority", PRIORITIES.get(random.nextInt(4))).flag("vip", random.nextInt(3) == 0)
                .build();
    }

    private static List<Timeline.Event> events(Random random) {
        List<Instant> times = new ArrayList<>();
        for (int i = random.nextInt(16); i >= 0; i--) {
            times.add(random.nextInt(6) == 0 && !times.isEmpty() ? times.getLast() : minute(random));
        }
        times.sort(Comparator.naturalOrder());
        List<Timeline.Event> events = new ArrayList<>();
        String phase = random.nextInt(20) == 0 ? "SOLVED" : "NEW";
        events.add(new Timeline.Requested(times.getFirst(), phase, facts(random)));
        for (Instant at : times.subList(1, times.size())) {
            events.add(switch (random.nextInt(8)) {
                case 0, 1 -> new Timeline.CustomerWrote(at);
                case 2, 3 -> new Timeline.AgentReplied(at);
                case 4 -> new Timeline.FactsChanged(at, facts(random));
                case 5 -> new Timeline.AutomaticMessage(at);
                default -> new Timeline.PhaseChanged(at, Timeline.PHASES.get(random.nextInt(6)));
            });
        }
        return events;
    }

    private static Versions versions(Random random) {
        SlaPolicy first = policy(random, 1).build(Policies.VOCABULARY);
        return random.nextInt(3) > 0
                ? Versions.of(first)
                : Versions.of(first, policy(random, 2).from(minute(random)).build(Policies.VOCABULARY));
    }

    private static SlaPolicy.Builder policy(Random random, int version) {
        SlaPolicy.Builder policy = SlaPolicy.builder("support", version);
        PLANS.forEach((name, plan) -> policy.calendar(name, plan.build()));
        policy.rule("vip", Condition.is("vip", true), rule -> describe(random, rule));
        return random.nextInt(4) == 0
                ? policy
                : policy.rule("rest", Condition.always(), rule -> describe(random, rule));
    }

    private static void describe(Random random, SlaPolicy.Rule.Builder rule) {
        rule.calendar("calendar-" + random.nextInt(PLANS.size()));
        for (Kind kind : Kind.values()) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            rule.target(kind, target(random));
            if (random.nextBoolean()) {
                rule.target(kind, PRIORITIES.get(random.nextInt(4)), target(random));
            }
            for (String mark : List.of("-PT10M", "50%", "90%", "+PT30M", "130%", "breach")) {
                if (random.nextInt(3) == 0) {
                    rule.level(kind, mark);
                }
            }
            if (random.nextInt(4) == 0) {
                rule.pause(kind, "PENDING");
            } else if (random.nextInt(8) == 0) {
                rule.pause(kind);
            }
        }
        rule.onReopen(List.of(OnReopen.values()).get(random.nextInt(3)))
                .onChange(random.nextBoolean() ? OnChange.KEEP_USED : OnChange.RESTART);
    }

    /** Such that every mark above is a whole minute. */
    private static Duration target(Random random) {
        return Duration.ofMinutes(20L * (1 + random.nextInt(random.nextBoolean() ? 10 : 60)));
    }

    private static List<Happening> happened(World world, Instant now) {
        return SlaClock.read(world.timeline(), world.versions(), now).happened();
    }

    @Property(tries = 150)
    void whatIsShownAndWhatHappenedIsWhatWatchingEveryMinuteShows(@ForAll("worlds") World world,
            @ForAll Random random) {
        for (int i = 0; i < 3; i++) {
            Instant now = i == 0 ? START.plus(LENGTH) : minute(random);
            if (now.isBefore(world.events().getFirst().at())) {
                continue;
            }
            ClockOracle oracle = new ClockOracle(world.versions(), PLANS);
            oracle.watch(world.events(), now);
            Reading reading = SlaClock.read(world.timeline(), world.versions(), now);

            assertThat(reading.clocks().stream()
                    .flatMap(clock -> clock.cycles().stream().map(cycle -> shown(clock.kind(), cycle))))
                    .as("at %s", now).containsExactlyElementsOf(oracle.shown());
            assertThat(reading.happened().stream().collect(Collectors.toMap(Happening::milestone, Happening::at)))
                    .as("at %s", now)
                    .isEqualTo(oracle.happened());
        }
    }

    private static ClockOracle.Shown shown(Kind kind, Cycle cycle) {
        return new ClockOracle.Shown(kind, cycle.number(), cycle.start(), cycle.stop(), cycle.target(), cycle.used(),
                cycle.state().name());
    }

    @Property(tries = 2000)
    void aCycleIsConsistentInItself(@ForAll("worlds") World world, @ForAll Random random) {
        Instant now = minute(random);
        Reading reading = SlaClock.read(world.timeline(), world.versions(), now);
        Set<Milestone> breaches = reading.happened().stream().map(Happening::milestone).filter(Milestone::isBreach)
                .collect(Collectors.toSet());
        for (SlaClock clock : reading.clocks()) {
            for (Cycle cycle : clock.cycles()) {
                assertThat(cycle.remaining()).isEqualTo(cycle.target().minus(cycle.used()));
                assertThat(cycle.state() == State.BREACHED).isEqualTo(cycle.remaining().isNegative());
                assertThat(cycle.isOver()).isEqualTo(cycle.stop().isPresent());
                assertThat(cycle.used().compareTo(clock.longest().used())).isNotPositive();
                // with nothing left it is due in the past, at the closing where the target ran out
                if (cycle.state() == State.RUNNING && cycle.remaining().isPositive()) {
                    BusinessCalendar calendar = reading.calendar().orElseThrow();
                    assertThat(cycle.due()).contains(calendar.add(now, cycle.remaining())).isNotEmpty();
                }
                if (cycle.state() == State.BREACHED && cycle.isOver()) {
                    assertThat(breaches).contains(new Milestone(clock.kind(), cycle.number(), "breach"));
                }
                cycle.due().ifPresent(due -> assertThat(cycle.breach().orElse(due)).isAfterOrEqualTo(due));
            }
            assertThat(clock.cycles().subList(0, clock.cycles().size() - 1)).allMatch(Cycle::isOver);
        }
    }

    @Property(tries = 2000)
    void nextIsTheFirstInstantAtWhichSomethingIsToBeDone(@ForAll("worlds") World world, @ForAll Random random) {
        List<Timeline.Event> events = new ArrayList<>(world.events());
        Instant now = events.getLast().at().plus(Duration.ofMinutes(random.nextInt(3_000)));
        happened(world, now).forEach(happening -> events.add(new Timeline.Recorded(now, happening.milestone())));
        Timeline timeline = new Timeline(events);
        Reading reading = SlaClock.read(timeline, world.versions(), now);
        assertThat(reading.unrecorded()).isEmpty();
        if (reading.next().isEmpty()) {
            assertThat(SlaClock.read(timeline, world.versions(), now.plus(Duration.ofDays(400))).unrecorded())
                    .isEmpty();
            return;
        }
        Instant next = reading.next().get();
        assertThat(next).isAfter(now);
        assertThat(SlaClock.read(timeline, world.versions(), next.minusNanos(1_000)).unrecorded())
                .as("just before %s, seen from %s", next, now).isEmpty();
        boolean version = world.versions().policies().stream()
                .anyMatch(policy -> policy.from().filter(next::equals).isPresent());
        assertThat(version || !SlaClock.read(timeline, world.versions(), next).unrecorded().isEmpty()).as("at %s", next)
                .isTrue();
    }

    @Property(tries = 2000)
    void everythingIsRecordedExactlyOnceHoweverOftenSomebodyLooks(@ForAll("worlds") World world,
            @ForAll Random random) {
        Instant end = START.plus(LENGTH.multipliedBy(2));
        List<Instant> looks = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            looks.add(minute(random));
        }
        looks.add(end);
        looks.sort(Comparator.naturalOrder());
        List<Timeline.Event> history = new ArrayList<>();
        List<Timeline.Event> coming = new ArrayList<>(world.events());
        List<Milestone> recorded = new ArrayList<>();
        for (Instant look : looks) {
            while (!coming.isEmpty() && !coming.getFirst().at().isAfter(look)) {
                history.add(coming.removeFirst());
            }
            if (history.isEmpty()) {
                continue;
            }
            Reading reading = SlaClock.read(new Timeline(history), world.versions(), look);
            if (reading.next().isEmpty() || reading.next().get().isAfter(look)) {
                assertThat(reading.unrecorded()).isEmpty();
            }
            for (Happening happening : reading.unrecorded()) {
                assertThat(happening.at()).isBeforeOrEqualTo(look);
                recorded.add(happening.milestone());
                history.add(new Timeline.Recorded(look, happening.milestone()));
            }
        }
        assertThat(new HashSet<>(recorded)).hasSameSizeAs(recorded)
                .isEqualTo(happened(world, end).stream().map(Happening::milestone).collect(Collectors.toSet()));
    }

    @Property(tries = 200)
    void policiesAreReadBackFromTheirJson(@ForAll("worlds") World world) {
        for (SlaPolicy policy : world.versions().policies()) {
            SlaPolicy read = SlaPolicy.fromJson(policy.toJson(), Policies.VOCABULARY);
            assertThat(read).isEqualTo(policy);
            assertThat(read.toJson()).isEqualTo(policy.toJson());
        }
    }

    @Property(tries = 200)
    void anExplanationLeadsFromTheStartToTheDueInstantAndAddsUp(@ForAll("worlds") World world, @ForAll Random random) {
        Instant now = minute(random);
        Reading reading = SlaClock.read(world.timeline(), world.versions(), now);
        for (SlaClock clock : reading.clocks()) {
            SlaClock.explain(world.timeline(), world.versions(), now, clock.kind()).ifPresent(explanation -> {
                assertThat(explanation.due()).isEqualTo(clock.last().due().orElseThrow());
                assertThat(explanation.start()).isEqualTo(clock.last().start());
                Instant at = explanation.start();
                for (BusinessCalendar.Explanation.Segment segment : explanation.segments()) {
                    assertThat(segment.from()).isEqualTo(at);
                    at = segment.to();
                }
                assertThat(at).isEqualTo(explanation.due());
            });
        }
    }
}
