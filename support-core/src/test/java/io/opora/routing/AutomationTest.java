package io.opora.routing;

import static io.opora.condition.Condition.all;
import static io.opora.condition.Condition.always;
import static io.opora.condition.Condition.any;
import static io.opora.condition.Condition.compare;
import static io.opora.condition.Condition.contains;
import static io.opora.condition.Condition.in;
import static io.opora.condition.Condition.is;
import static io.opora.condition.Condition.not;
import static io.opora.condition.Condition.present;
import static io.opora.routing.Desk.CATALOG;
import static io.opora.routing.Desk.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.condition.Condition;
import io.opora.condition.Condition.Comparison;
import io.opora.condition.Facts;
import io.opora.routing.Automation.Decision;
import io.opora.routing.Automation.Standing;
import io.opora.routing.Macro.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AutomationTest {

    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    private static final Macro THANK = Macro.builder("thank", "Thank").reply("Thank you.").build(CATALOG);
    private static final Macro REMIND = Macro.builder("remind", "Remind").reply("Still there?").build(CATALOG);
    private static final Macro SOLVE = Macro.builder("solve", "Solve").take("solve").build(CATALOG);
    private static final Macro ASK = Macro.builder("ask", "Ask").take("ask").build(CATALOG);
    private static final Macro WAIT = Macro.builder("wait", "Wait").take("wait").build(CATALOG);
    private static final Macro REOPEN = Macro.builder("reopen", "Reopen").take("reopen").build(CATALOG);
    private static final Macro PROCEED = Macro.builder("proceed", "Proceed").take("proceed").build(CATALOG);
    private static final Macro TAKE_IT = Macro.builder("take-it", "Take it").step(new Step.AssignToActor())
            .build(CATALOG);
    private static final List<Macro> MACROS = List.of(THANK, REMIND, SOLVE, ASK, WAIT, REOPEN, PROCEED, TAKE_IT);

    private static final Automation RULES = Automation.builder("house-rules", 2)
            .on("thank", "opened", always(), "thank")
            .on("vip", "opened", contains("tags", "vip"), "ask")
            .on("refund", "customer-replied", present("kind"), "thank")
            .after("remind", Duration.ofDays(3), in("phase", "pending"), "remind")
            .after("give-up", Duration.ofDays(7), in("phase", "pending"), "solve").build(CATALOG, MACROS);

    private static final Facts PENDING = Facts.builder().text("phase", "pending").build();

    private static Standing standing(Set<String> ran, int chain) {
        return new Standing(17, NOW, ran, chain);
    }

    private static List<String> planned(Decision decision) {
        return decision.planned().stream().map(planned -> planned.key() + " " + planned.macro().id()).toList();
    }

    private static List<String> held(Decision decision) {
        return decision.held().stream().map(held -> held.rule() + " " + held.reason()).toList();
    }

    private static Macro macro(Step... steps) {
        return named("m", steps);
    }

    private static Macro named(String id, Step... steps) {
        Macro.Builder macro = Macro.builder(id, id);
        List.of(steps).forEach(macro::step);
        return macro.build(CATALOG);
    }

    /** What becomes of rules each of which applies the macro that is named like it. */
    private static List<String> circles(Automation.Builder rules, Macro... macros) {
        try {
            rules.build(CATALOG, List.of(macros));
            return List.of();
        } catch (InvalidInputException e) {
            assertThat(e.violations()).extracting(Violation::code).containsOnly("rules-without-end");
            return e.violations().stream().map(Violation::toString).toList();
        }
    }

    private static Automation.Builder rules() {
        return Automation.builder("x", 1);
    }

    @Test
    void whatHappenedSetsOffTheRulesThatListenForItAndHold() {
        Decision decision = RULES.on("opened", Facts.builder().names("tags", List.of("vip")).build(),
                standing(Set.of(), 0));

        assertThat(planned(decision)).containsExactly("thank/17 thank", "vip/17 ask");
        assertThat(decision.planned().get(1).because()).singleElement().hasToString("contains: tags has vip");
        assertThat(decision.planned().get(1).rule()).isEqualTo("vip");
        assertThat(decision.held()).isEmpty();
        assertThat(planned(RULES.on("opened", PENDING, standing(Set.of(), 0)))).containsExactly("thank/17 thank");
        assertThat(planned(RULES.on("tagged", PENDING, standing(Set.of(), 0)))).isEmpty();
        assertThat(planned(RULES.on("customer-replied", PENDING, standing(Set.of(), 0)))).isEmpty();
    }

    @Test
    void timeSetsOffTheRulesWhoseTimeHasCome() {
        Standing standing = standing(Set.of(), 0);
        assertThat(planned(RULES.at(NOW.plus(Duration.ofDays(3)).minusNanos(1), PENDING, standing))).isEmpty();
        assertThat(planned(RULES.at(NOW.plus(Duration.ofDays(3)), PENDING, standing)))
                .containsExactly("remind/17 remind");
        assertThat(planned(RULES.at(NOW.plus(Duration.ofDays(30)), PENDING, standing)))
                .containsExactly("remind/17 remind", "give-up/17 solve");
        assertThat(planned(
                RULES.at(NOW.plus(Duration.ofDays(30)), Facts.builder().text("phase", "open").build(), standing)))
                .isEmpty();
    }

    @Test
    void aMacroIsAppliedAtMostOnceDuringAStay() {
        Decision decision = RULES.at(NOW.plus(Duration.ofDays(7)), PENDING, standing(Set.of("remind"), 1));

        assertThat(planned(decision)).containsExactly("give-up/17 solve");
        assertThat(held(decision)).containsExactly(
                "remind already-ran: its macro was applied already since the ticket entered its status");
    }

    @Test
    void aChainEndsWhateverTheRulesAre() {
        Facts vip = Facts.builder().names("tags", List.of("vip")).build();
        assertThat(planned(RULES.on("opened", vip, standing(Set.of(), 8)))).hasSize(2);
        Decision last = RULES.on("opened", vip, standing(Set.of(), 9));
        assertThat(planned(last)).containsExactly("thank/17 thank");
        assertThat(held(last)).containsExactly(
                "vip chain-too-long: 10 macros were applied since a person last did something");
        assertThat(held(RULES.on("opened", vip, standing(Set.of(), 11)))).hasSize(2);
    }

    @Test
    void theNextTimeIsTheEarliestOfARuleThatHoldsAndHasNotRun() {
        assertThat(RULES.next(PENDING, standing(Set.of(), 0))).contains(NOW.plus(Duration.ofDays(3)));
        assertThat(RULES.next(PENDING, standing(Set.of("remind"), 9))).contains(NOW.plus(Duration.ofDays(7)));
        assertThat(RULES.next(PENDING, standing(Set.of("remind", "give-up"), 0))).isEmpty();
        assertThat(RULES.next(PENDING, standing(Set.of(), 10))).isEmpty();
        assertThat(RULES.next(Facts.builder().text("phase", "open").build(), standing(Set.of(), 0))).isEmpty();
    }

    @Test
    void rulesAreEqualIfEverythingAboutThemIs() {
        assertThat(Automation.fromJson(RULES.toJson(), CATALOG, MACROS)).isEqualTo(RULES).hasSameHashCodeAs(RULES)
                .hasToString("automation house-rules@2 (5 rules)");
        assertThat(RULES.id()).isEqualTo("house-rules");
        assertThat(RULES.version()).isEqualTo(2);
        assertThat(RULES.rules()).hasSize(5);
        for (String[] change : new String[][]{{"house-rules", "x"}, {": 2", ": 3"}, {"P3D", "P4D"}}) {
            assertThat(Automation.fromJson(RULES.toJson().replace(change[0], change[1]), CATALOG, MACROS))
                    .isNotEqualTo(RULES);
        }
        List<Macro> others = new ArrayList<>(MACROS);
        others.set(0, Macro.builder("thank", "Thanks").reply("Thanks!").build(CATALOG));
        assertThat(Automation.fromJson(RULES.toJson(), CATALOG, others)).isNotEqualTo(RULES);
        others.set(0, THANK);
        others.remove(TAKE_IT);
        assertThat(Automation.fromJson(RULES.toJson(), CATALOG, others)).as("macros that no rule applies do not count")
                .isEqualTo(RULES);
        assertThat(RULES).isNotEqualTo("x");
    }

    @Test
    void theWrittenFormIsByteForByteThis() {
        assertThat(rules().on("a", "opened", always(), "thank")
                .after("b", Duration.ofHours(36), in("status", "open"), "ask")
                .build(CATALOG, MACROS).toJson()).isEqualTo("""
                        {
                          "id": "x",
                          "version": 1,
                          "rules": [ {
                            "id": "a",
                            "on": "opened",
                            "when": {
                              "always": true
                            },
                            "macro": "thank"
                          }, {
                            "id": "b",
                            "after": "P1DT12H",
                            "when": {
                              "fact": "status",
                              "in": [ "open" ]
                            },
                            "macro": "ask"
                          } ]
                        }
                        """);
    }

    @Test
    void everyDefectIsListedWithItsPath() {
        assertThat(refusal(() -> Automation.builder("X", 0).on("A", "opend", in("knd", "x"), "thnk")
                .on("b", "opened", always(), "take-it").on("b", "opened", always(), "thank")
                .after("c", Duration.ZERO, in("phase", "pending"), "thank")
                .after("d", Duration.ofDays(36_501), in("phase", "pending"), "thank")
                .after("e", Duration.ofDays(1), present("kind"), "thank").on("f", "opened", always(), "thank")
                .build(CATALOG, MACROS))).containsExactly(
                        "id id: 'X' is no id of a set of rules: lower-case letters, digits and hyphens, beginning with a"
                                + " letter, at most 64 characters",
                        "version version: 0 is no version: 1 or more is needed",
                        "rule-id rules[0].id: 'A' is no rule id: lower-case letters, digits and hyphens, beginning with a"
                                + " letter, at most 64 characters",
                        "unknown-event rules[0].on: 'opend' is nothing that happens; did you mean 'opened'?",
                        "unknown-fact rules[0].when.fact: 'knd' is no fact here; did you mean 'kind'?",
                        "unknown-macro rules[0].macro: 'thnk' is no macro; did you mean 'thank'?",
                        "needs-a-person rules[1].macro: macro 'take-it' hands the ticket to whoever applies it, and a rule is"
                                + " nobody",
                        "duplicate-rule rules[2].id: there is a rule 'b' already, at rules[1]",
                        "duration rules[3].after: PT0S is no time to wait: more than nothing and at most P36500D is needed",
                        "duration rules[4].after: P36501D is no time to wait: more than nothing and at most P36500D is needed",
                        "rule-without-status rules[5].when: a rule that waits has to say in which 'status' or 'phase'",
                        "duplicate-rule rules[6]: this rule says the same as rules[2]");
        assertThat(rules().after("a", Duration.ofDays(36_500), in("status", "open"), "thank").build(CATALOG, MACROS)
                .rules())
                .hasSize(1);
    }

    @Test
    void readingIsStrict() {
        assertThat(refusal(() -> Automation.fromJson(
                """
                        {"id": "x", "version": 1, "rules": [{"id": "a", "on": "opened", "after": "P1D", "macro": "thank"},
                          {"id": "b", "when": {"always": true}, "macro": 1, "then": 2}, {"id": "c", "after": "soon", "when": {}, "macro": "m"}, 7]}""",
                CATALOG, MACROS))).containsExactly(
                        "unknown-value rules[0]: exactly one of 'on' and 'after' is needed",
                        "missing rules[0].when: the field 'when' is missing",
                        "unknown-field rules[1].then: there is no field 'then' here; did you mean 'when'?",
                        "unknown-value rules[1]: exactly one of 'on' and 'after' is needed",
                        "wrong-type rules[1].macro: a text is needed here, not the number 1",
                        "duration rules[2].after: 'soon' is no duration: write days as 'P3D', hours and minutes as 'PT1H30M'",
                        "unknown-value rules[2].when: a condition is one of all, any, not, always, or a fact with one of in,"
                                + " contains, words, is, during, present, <, <=, =, >=, >",
                        "wrong-type rules[3]: an object is needed here, not the number 7");
        assertThat(refusal(() -> Automation.fromJson(
                "{\"id\": \"x\", \"version\": 1, \"rules\": [{\"id\": \"b\", \"on\": \"x\", \"when\": {\"always\": true},"
                        + " \"macro\": \"thank\", \"then\": 2}]}",
                CATALOG, MACROS))).hasSize(2);
    }

    @Test
    void rulesAreBounded() {
        Automation.Builder full = rules();
        IntStream.range(0, 200).forEach(i -> full.on("r" + i, "opened", in("subject", "s" + i), "thank"));
        assertThat(full.build(CATALOG, MACROS).rules()).hasSize(200);
        assertThat(refusal(() -> full.on("last", "opened", always(), "thank").build(CATALOG, MACROS)))
                .containsExactly("too-many rules: 201 are too many: at most 200 rules");
        Automation.Builder large = rules();
        String[] values = IntStream.range(0, 900).mapToObj(i -> i + "x".repeat(190)).toArray(String[]::new);
        IntStream.range(0, 6)
                .forEach(i -> large.on("r" + i, "opened", all(in("subject", values), in("subject", "s" + i)),
                        "thank"));
        assertThat(refusal(() -> large.build(CATALOG, MACROS))).singleElement().asString().startsWith("json-too-long ");
    }

    @Test
    void aRuleThatAnswersItsOwnAnswersIsRefused() {
        assertThat(circles(rules().on("echo", "replied", always(), "thank"), THANK)).containsExactly(
                "rules[0]: these rules set each other off without end: 'echo', and again 'echo'; let a condition say what has"
                        + " not happened yet");
        assertThat(circles(rules().on("echo", "noted", always(), "m"), macro(new Step.Note("x")))).hasSize(1);
        assertThat(circles(rules().on("echo", "moved", always(), "solve"), SOLVE)).hasSize(1);
    }

    @Test
    void whatDoesNothingTheSecondTimeDoesNotSetItselfOff() {
        for (Step step : List.of(new Step.Prioritize("high"), new Step.ChangeTags(List.of("x"), List.of()),
                new Step.SetField("remark", Optional.of("x")),
                new Step.Assign(Optional.of("billing"), Optional.empty()))) {
            assertThat(circles(rules().on("settle", step.event(), always(), "m"), macro(step))).as(step.toString())
                    .isEmpty();
        }
    }

    @Test
    void rulesThatUndoEachOtherAreRefused() {
        Macro on = named("on", new Step.ChangeTags(List.of("x"), List.of()));
        Macro off = named("off", new Step.ChangeTags(List.of(), List.of("x")));

        assertThat(circles(rules().on("a", "opened", always(), "on").on("b", "tagged", always(), "off")
                .on("c", "tagged", always(), "on"), on, off)).containsExactly(
                        "rules[1]: these rules set each other off without end: 'b', 'c', and again 'b'; let a condition say what"
                                + " has not happened yet");
    }

    @Test
    void aLongCircleIsFoundByItsShortestWayAndReportedOnce() {
        assertThat(circles(rules().on("start", "opened", always(), "ask")
                .on("a", "moved", in("status", "pending"), "wait")
                .on("b", "moved", in("status", "waiting"), "reopen").on("c", "moved", in("status", "open"), "ask")
                .on("d", "moved", in("status", "solved"), "thank"), ASK, WAIT, REOPEN, THANK)).containsExactly(
                        "rules[1]: these rules set each other off without end: 'a', 'b', 'c', and again 'a'; let a condition say"
                                + " what has not happened yet");
    }

    @Test
    void circlesThatTimeDrivesAreRefused() {
        Duration day = Duration.ofDays(1);
        assertThat(
                circles(rules().after("ask", day, in("phase", "open"), "ask").after("back", day, in("phase", "pending"),
                        "reopen"), ASK, REOPEN))
                .hasSize(1);
        assertThat(circles(
                rules().after("ask", day, in("phase", "open"), "ask").on("back", "moved", in("phase", "pending"),
                        "reopen"),
                ASK, REOPEN)).hasSize(1);
        assertThat(
                circles(rules().after("ask", day, in("phase", "open"), "ask")
                        .after("solve", day, in("phase", "pending"),
                                "solve")
                        .after("remind", day, in("phase", "pending"), "remind"), ASK, SOLVE, REMIND))
                .isEmpty();
    }

    @Test
    void anActionThatCanLeadToSeveralStatusesIsFollowedToEach() {
        Duration day = Duration.ofDays(1);
        assertThat(circles(rules().after("a", day, in("status", "solved"), "proceed"), PROCEED)).hasSize(1);
        assertThat(circles(rules().after("a", day, in("status", "open"), "proceed"), PROCEED)).hasSize(1);
        assertThat(circles(rules().after("a", day, in("status", "pending"), "proceed"), PROCEED)).isEmpty();
    }

    /** Each pair: a macro, and a condition under which it certainly cannot, or possibly can, be followed by itself. */
    @Test
    void whatAMacroChangesIsHeldAgainstTheConditions() {
        Step reply = new Step.Reply("x");
        Map<Condition, Step> excluded = new LinkedHashMap<>();
        excluded.put(not(in("priority", "high")), new Step.Prioritize("high"));
        excluded.put(all(always(), in("priority", "low", "normal")), new Step.Prioritize("high"));
        excluded.put(not(any(in("subject", "s"), in("priority", "high"))), new Step.Prioritize("high"));
        excluded.put(not(contains("tags", "x", "y")), new Step.ChangeTags(List.of("X"), List.of()));
        excluded.put(contains("tags", "x", "y"), new Step.ChangeTags(List.of(), List.of("x", "y", "z")));
        excluded.put(not(present("assignee")), new Step.Assign(Optional.empty(), Optional.of("anna")));
        excluded.put(present("assignee"), new Step.Assign(Optional.of("billing"), Optional.empty()));
        excluded.put(in("team", "front-desk"), new Step.Assign(Optional.of("billing"), Optional.empty()));
        excluded.put(compare("field.amount", Comparison.LESS, 5), new Step.SetField("amount", Optional.of("5")));
        excluded.put(present("field.amount"), new Step.SetField("amount", Optional.empty()));
        excluded.put(is("field.insured", false), new Step.SetField("insured", Optional.of("true")));
        excluded.forEach((when, step) -> assertThat(circles(rules().on("a", "replied", when, "m"), macro(step, reply)))
                .as("%s after %s", when, step).isEmpty());

        Map<Condition, Step> possible = new LinkedHashMap<>();
        possible.put(in("priority", "high"), new Step.Prioritize("high"));
        possible.put(not(in("subject", "s")), new Step.Prioritize("high"));
        possible.put(any(in("priority", "low"), in("subject", "s")), new Step.Prioritize("high"));
        possible.put(contains("tags", "x", "z"), new Step.ChangeTags(List.of("x"), List.of()));
        possible.put(contains("tags", "x", "y"), new Step.ChangeTags(List.of(), List.of("x")));
        possible.put(not(contains("tags", "y")), new Step.ChangeTags(List.of("x"), List.of()));
        possible.put(present("tags"), new Step.ChangeTags(List.of(), List.of("x")));
        possible.put(in("team", "front-desk"), new Step.Assign(Optional.empty(), Optional.of("anna")));
        possible.put(compare("field.amount", Comparison.LESS, 5),
                new Step.SetField("amount", Optional.of("{{customer}}")));
        possible.put(in("field.remark", "x"), new Step.SetField("colour", Optional.of("red")));
        possible.forEach((when, step) -> assertThat(circles(rules().on("a", "replied", when, "m"), macro(step, reply)))
                .as("%s after %s", when, step).hasSize(1));
    }

    @Test
    void aMoveCanHaveEffectsOnTagsAndAssigneeWhichTheMacroDoesNotTell() {
        Step.Take move = new Step.Take("ask", Map.of());
        Step tag = new Step.ChangeTags(List.of("x"), List.of("y"));
        Step assign = new Step.Assign(Optional.empty(), Optional.of("anna"));
        for (Condition when : List.of(not(contains("tags", "x")), contains("tags", "y"), in("assignee", "boris"))) {
            assertThat(circles(rules().on("a", "moved", when, "m"), macro(tag, assign, move))).as(when.toString())
                    .hasSize(1);
            assertThat(circles(rules().on("a", "moved", when, "m"), macro(move, tag, assign))).as(when.toString())
                    .isEmpty();
        }
        assertThat(circles(rules().on("a", "moved", in("status", "pending"), "m"),
                macro(move, new Step.Take("solve", Map.of()))))
                .as("the last move counts").isEmpty();
    }
}
