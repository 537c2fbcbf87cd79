package io.opora.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.routing.Automation.Planned;
import io.opora.routing.Automation.Standing;
import io.opora.routing.Macro.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of rule sets, macros and automation, over random ones. */
class RoutingProperties {

    private static final List<String> KINDS = List.of("technical", "financial", "unsorted");
    private static final List<String> TEAMS = List.of("billing", "front-desk");
    private static final List<String> PRIORITIES = List.of("low", "high", "urgent");
    private static final List<String> TAGS = List.of("a", "b", "c");
    private static final Map<String, String> LANDINGS = Map.of("ask", "pending", "wait", "waiting", "reopen", "open",
            "solve",
            "solved");

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Condition condition(Random random) {
        Condition one = switch (random.nextInt(6)) {
            case 0 -> Condition.in("kind", pick(random, KINDS));
            case 1 -> Condition.in("team", pick(random, TEAMS));
            case 2 -> Condition.in("priority", pick(random, PRIORITIES));
            case 3 -> Condition.contains("tags", pick(random, TAGS));
            case 4 -> Condition.in("status", pick(random, List.copyOf(LANDINGS.values())));
            default -> Condition.always();
        };
        return switch (random.nextInt(4)) {
            case 0 -> Condition.not(one);
            case 1 -> Condition.any(one, Condition.present("subject"));
            default -> one;
        };
    }

    private static void describe(RuleSet.Rule.Builder rule, Random random) {
        if (random.nextBoolean()) {
            rule.kind(pick(random, KINDS));
        }
        if (random.nextBoolean()) {
            rule.team(pick(random, TEAMS));
        }
        if (random.nextBoolean()) {
            rule.priority(pick(random, PRIORITIES));
        }
        rule.tags(pick(random, TAGS));
        if (random.nextInt(5) == 0) {
            rule.stop();
        }
    }

    @Provide
    Arbitrary<RuleSet> ruleSets() {
        return Arbitraries.randomValue(random -> accepted(() -> {
            RuleSet.Builder set = RuleSet.builder("random", 1 + random.nextInt(9));
            for (int i = random.nextInt(5); i > 0; i--) {
                set.rule("rule-" + i, condition(random), rule -> describe(rule, random));
            }
            return set.build(Desk.FACTS);
        }));
    }

    /** The first of several random definitions that is not refused. */
    private static <T> T accepted(Supplier<T> definition) {
        while (true) {
            try {
                return definition.get();
            } catch (InvalidInputException e) {
                // another one
            }
        }
    }

    @Provide
    Arbitrary<Facts> facts() {
        return Arbitraries.randomValue(RoutingProperties::facts);
    }

    private static Facts facts(Random random) {
        Facts.Builder facts = Facts.builder().names("tags", TAGS.subList(0, random.nextInt(3)));
        if (random.nextBoolean()) {
            facts.text("kind", pick(random, KINDS)).text("team", pick(random, TEAMS));
        }
        if (random.nextBoolean()) {
            facts.text("priority", pick(random, PRIORITIES)).text("subject", "x");
        }
        return facts.build();
    }

    private static Step step(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Step.Reply("Hello {{customer}}");
            case 1 -> new Step.Note("x");
            case 2 -> new Step.Take(pick(random, List.copyOf(LANDINGS.keySet())), Map.of());
            case 3 -> new Step.Prioritize(pick(random, PRIORITIES));
            case 4 -> new Step.ChangeTags(List.of(pick(random, TAGS)), List.of());
            default -> new Step.ChangeTags(List.of(), List.of(pick(random, TAGS)));
        };
    }

    @Provide
    Arbitrary<Macro> macros() {
        return Arbitraries.randomValue(random -> macro("m", random));
    }

    private static Macro macro(String id, Random random) {
        Macro.Builder macro = Macro.builder(id, "A title").step(step(random));
        if (random.nextBoolean()) {
            macro.step(new Step.SetField("remark",
                    Optional.of("x" + random.nextInt(9)).filter(text -> random.nextBoolean())));
        }
        if (random.nextBoolean()) {
            macro.step(new Step.Assign(Optional.of("billing").filter(team -> random.nextBoolean()),
                    Optional.of("anna").filter(agent -> random.nextBoolean())));
        }
        return macro.build(Desk.CATALOG);
    }

    /** Rules and the macros that they may apply. */
    record House(Automation rules, List<Macro> macros) {}

    @Provide
    Arbitrary<House> houses() {
        return Arbitraries.randomValue(random -> accepted(() -> house(random)));
    }

    private static House house(Random random) {
        List<Macro> macros = new ArrayList<>();
        Automation.Builder rules = Automation.builder("random", 1);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            macros.add(macro("macro-" + i, random));
            if (random.nextInt(3) == 0) {
                rules.after("rule-" + i, Duration.ofHours(1 + random.nextInt(5)),
                        Condition.all(Condition.present("status"), condition(random)), "macro-" + i);
            } else {
                rules.on("rule-" + i, pick(random, List.of("opened", "moved", "tagged", "prioritized", "replied")),
                        condition(random), "macro-" + i);
            }
        }
        return new House(rules.build(Desk.CATALOG, macros), macros);
    }

    @Property(tries = 500)
    void ruleSetsAreReadBackFromJson(@ForAll("ruleSets") RuleSet rules) {
        assertThat(RuleSet.fromJson(rules.toJson(), Desk.FACTS)).isEqualTo(rules);
        assertThat(RuleSet.fromJson(rules.toJson(), Desk.FACTS).toJson()).isEqualTo(rules.toJson());
    }

    @Property(tries = 500)
    void macrosAreReadBackFromJson(@ForAll("macros") Macro macro) {
        assertThat(Macro.fromJson(macro.toJson(), Desk.CATALOG)).isEqualTo(macro);
    }

    @Property(tries = 500)
    void automationIsReadBackFromJson(@ForAll("houses") House house) {
        assertThat(Automation.fromJson(house.rules().toJson(), Desk.CATALOG, house.macros())).isEqualTo(house.rules());
    }

    /** What the rules say, worked out from the last rule to the first that spoke. */
    @Property(tries = 2_000)
    void theLastWordOfThoseThatSpokeCounts(@ForAll("ruleSets") RuleSet rules, @ForAll("facts") Facts facts) {
        RuleSet.Outcome outcome = rules.decide(facts);
        List<RuleSet.Rule> spoken = outcome.spoken().stream().map(RuleSet.Spoken::rule).toList();

        assertThat(rules.rules().stream().filter(spoken::contains)).isEqualTo(spoken);
        assertThat(spoken.stream().limit(Math.max(0, spoken.size() - 1L))).noneMatch(RuleSet.Rule::stop);
        List<RuleSet.Rule> reversed = spoken.reversed();
        assertThat(outcome.kind()).isEqualTo(reversed.stream().flatMap(rule -> rule.kind().stream()).findFirst());
        assertThat(outcome.team()).isEqualTo(reversed.stream().flatMap(rule -> rule.team().stream()).findFirst());
        assertThat(outcome.priority())
                .isEqualTo(reversed.stream().flatMap(rule -> rule.priority().stream()).findFirst());
        assertThat(outcome.tags()).containsExactlyInAnyOrderElementsOf(
                spoken.stream().flatMap(rule -> rule.tags().stream()).map(Tag::of).distinct().toList());
        assertThat(rules.decide(facts)).as("asking changes nothing").isEqualTo(outcome);
    }

    /** A ticket on which nobody but the rules does anything, for ten days. */
    @Property(tries = 1_000)
    void rulesEndAndApplyAMacroAtMostOnceInAStay(@ForAll("houses") House house, @ForAll("facts") Facts start) {
        Automation rules = house.rules();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Set<String> keys = new HashSet<>();
        Facts facts = start.toBuilder().text("status", "open").build();
        Deque<String> events = new ArrayDeque<>(List.of("opened"));
        Standing standing = new Standing(1, now, Set.of(), 0);
        long event = 1;
        for (int hour = 0; hour < 240; hour++) {
            Optional<Instant> next = rules.next(facts, standing);
            while (true) {
                List<Planned> planned = events.isEmpty()
                        ? rules.at(now, facts, standing).planned()
                        : rules.on(events.peek(), facts, standing).planned();
                assertThat(events.isEmpty() && next.isPresent() && next.get().isAfter(now) && !planned.isEmpty())
                        .as("time does nothing before it is due").isFalse();
                if (planned.isEmpty()) {
                    if (events.poll() == null) {
                        break;
                    }
                    continue;
                }
                next = Optional.empty();
                Planned first = planned.getFirst();
                assertThat(keys.add(first.key())).as(first.key()).isTrue();
                Set<String> ran = new HashSet<>(standing.ran());
                ran.add(first.rule());
                standing = new Standing(standing.stay(), standing.since(), ran, standing.chain() + 1);
                for (Step step : first.macro().steps()) {
                    event++;
                    events.add(step.event());
                    facts = after(step, facts);
                    if (step instanceof Step.Take) {
                        standing = new Standing(event, now, Set.of(), standing.chain());
                    }
                }
            }
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(standing.chain()).isLessThanOrEqualTo(Automation.MAX_CHAIN).isEqualTo(keys.size());
        assertThat(rules.at(now, facts, standing).planned()).isEmpty();
    }

    private static Facts after(Step step, Facts facts) {
        Facts.Builder after = facts.toBuilder();
        switch (step) {
            case Step.Take take -> after.text("status", String.valueOf(LANDINGS.get(take.action())));
            case Step.Prioritize(String priority) -> after.text("priority", priority);
            case Step.ChangeTags(List<String> add, List<String> remove) -> {
                Set<String> tags = new HashSet<>(facts.names("tags"));
                remove.forEach(tags::remove);
                tags.addAll(add);
                after.names("tags", tags);
            }
            case Step.Assign assign -> assign.team().ifPresent(team -> after.text("team", team));
            case Step.SetField set -> {}
            case Step.AssignToActor assign -> {}
            case Step.Reply reply -> {}
            case Step.Note note -> {}
        }
        return after.build();
    }
}
