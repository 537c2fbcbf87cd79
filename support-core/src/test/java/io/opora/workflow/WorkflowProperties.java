package io.opora.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.access.Role;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class WorkflowProperties {

    private static final List<String> NAMES = List.of("new", "open", "opne", "solved", "closed", "Bad", "", "a--b");
    private static final List<String> ACTIONS = List.of("go", "og", "solve", "No");

    @Provide
    Arbitrary<ArbitraryWorkflows.Plan> plans() {
        return ArbitraryWorkflows.plans();
    }

    @Provide
    Arbitrary<Workflow> workflows() {
        return ArbitraryWorkflows.workflows();
    }

    @Provide
    Arbitrary<Workflow.Builder> garbage() {
        return Arbitraries.randomValue(WorkflowProperties::garbage);
    }

    @Property(tries = 500)
    void theOrderInWhichADefinitionIsWrittenDoesNotMatter(@ForAll("plans") ArbitraryWorkflows.Plan plan,
            @ForAll Random random) {
        Workflow one = plan.build();
        Workflow other = plan.buildShuffled(random);
        assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(other.toJson()).isEqualTo(one.toJson());
        for (Workflow.DiagramFormat format : Workflow.DiagramFormat.values()) {
            assertThat(other.diagram(format)).isEqualTo(one.diagram(format));
        }
    }

    @Property(tries = 500)
    void whatIsWrittenAsJsonIsReadBack(@ForAll("workflows") Workflow workflow) {
        String json = workflow.toJson();
        Workflow read = Workflow.fromJson(json);
        assertThat(read).isEqualTo(workflow);
        assertThat(read.toJson()).isEqualTo(json);
    }

    @Property(tries = 300)
    void whateverIsBuiltKeepsWhatTheChecksPromise(@ForAll("workflows") Workflow workflow) {
        assertSound(workflow);
    }

    @Property(tries = 2_000)
    void garbageIsEitherRefusedWithAListOrSound(@ForAll("garbage") Workflow.Builder builder) {
        try {
            assertSound(builder.build());
        } catch (InvalidInputException e) {
            assertThat(e.violations()).isNotEmpty().allSatisfy(violation -> {
                assertThat(violation.path()).matches("(id|version|roles|statuses|initial|transitions|onCustomerReply"
                        + "|timeRules)([.\\[].*)?");
                assertThat(violation.code()).matches("[a-z-]+");
                assertThat(violation.message()).isNotBlank();
            });
        }
    }

    @Property(tries = 500)
    void damagedJsonIsEitherRefusedWithAListOrRead(@ForAll("workflows") Workflow workflow, @ForAll Random random) {
        StringBuilder json = new StringBuilder(workflow.toJson());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(json.length());
            switch (random.nextInt(3)) {
                case 0 -> json.deleteCharAt(at);
                case 1 -> json.insert(at, "{}[]\",:1a\n\\".charAt(random.nextInt(11)));
                default -> json.insert(at, json.substring(at, Math.min(json.length(), at + random.nextInt(40))));
            }
        }
        try {
            assertSound(Workflow.fromJson(json.toString()));
        } catch (InvalidInputException e) {
            assertThat(e.violations()).isNotEmpty();
        }
    }

    /** What the checks promise, found out in another way than the checks do it. */
    private static void assertSound(Workflow workflow) {
        assertThat(workflow.initial().phase()).isIn(Phase.NEW, Phase.OPEN);
        assertThat(reachable(workflow, workflow.initial())).containsAll(workflow.statuses());
        for (Status status : workflow.statuses()) {
            assertThat(reachable(workflow, status)).anyMatch(reached -> reached.phase() == Phase.CLOSED);
            List<Transition> rows = workflow.transitionsFrom(status);
            assertThat(rows.isEmpty()).isEqualTo(status.phase() == Phase.CLOSED);
            assertThat(workflow.transitions()).containsAll(rows);
            for (Transition row : rows) {
                List<Transition> candidates = rows.stream().filter(r -> r.action().equals(row.action())).toList();
                assertThat(candidates.subList(0, candidates.size() - 1)).noneMatch(r -> r.guards().isEmpty());
            }
            Status byTime = status;
            for (int steps = 0; byTime != null; steps++) {
                assertThat(steps).isLessThanOrEqualTo(workflow.statuses().size());
                byTime = next(workflow, byTime);
            }
        }
        assertThat(Workflow.fromJson(workflow.toJson())).isEqualTo(workflow);
    }

    private static @Nullable Status next(Workflow workflow, Status status) {
        for (TimeRule rule : workflow.timeRules(status.phase())) {
            if (rule.action().isPresent()) {
                return workflow.transitionsFrom(status).stream()
                        .filter(row -> row.action().equals(rule.action().get())).findFirst().orElseThrow().to();
            }
        }
        return null;
    }

    private static Set<Status> reachable(Workflow workflow, Status from) {
        Set<Status> reached = new HashSet<>(Set.of(from));
        Deque<Status> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (Transition row : workflow.transitionsFrom(open.pop())) {
                if (reached.add(row.to())) {
                    open.push(row.to());
                }
            }
        }
        return reached;
    }

    private static Workflow.Builder garbage(Random random) {
        Workflow.Builder builder = Workflow.builder(random.nextInt(5) == 0 ? "Bad id" : "x", random.nextInt(4));
        for (int i = random.nextInt(6); i > 0; i--) {
            builder.status(any(random, NAMES), any(random, List.of(Phase.values())));
        }
        if (random.nextInt(5) > 0) {
            builder.initial(any(random, NAMES));
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            builder.transition(any(random, ACTIONS), t -> {
                for (int j = random.nextInt(3); j > 0; j--) {
                    t.from(any(random, NAMES));
                }
                if (random.nextInt(5) > 0) {
                    t.to(any(random, NAMES));
                }
                if (random.nextBoolean()) {
                    t.by(any(random, ArbitraryWorkflows.ROLES));
                }
                if (random.nextInt(3) == 0) {
                    t.guard(any(random, ACTIONS)).requires(any(random, NAMES));
                    t.effect(new Effect.AddTag(any(random, NAMES)));
                }
            });
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Duration duration = Duration.ofHours(random.nextInt(4) - 1L);
            Phase phase = any(random, List.of(Phase.values()));
            String action = any(random, ACTIONS);
            builder.onCustomerReply(phase, any(random, List.of(new ReplyRule.Keep(), new ReplyRule.FollowUp(),
                    new ReplyRule.Take(action), new ReplyRule.TakeWithin(action, duration))));
            builder.timeRule(random.nextBoolean()
                    ? TimeRule.remind(phase, duration)
                    : TimeRule.take(phase, duration, action));
        }
        return random.nextInt(4) == 0 ? builder.role(Role.of("boss")) : builder;
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
