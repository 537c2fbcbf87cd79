package io.opora.routing;

import static io.opora.condition.Condition.all;
import static io.opora.condition.Condition.always;
import static io.opora.condition.Condition.contains;
import static io.opora.condition.Condition.in;
import static io.opora.condition.Condition.not;
import static io.opora.condition.Condition.present;
import static io.opora.condition.Condition.words;
import static io.opora.routing.Desk.FACTS;
import static io.opora.routing.Desk.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.Tag;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static final RuleSet RULES = RuleSet.builder("front-door", 3)
            .rule("refunds", words("subject", "refund*"), r -> r.kind("financial").tags("refund", "Money"))
            .rule("vip", contains("tags", "vip"), r -> r.priority("high"))
            .rule("billing", in("kind", "financial"), r -> r.team("billing"))
            .rule("angry", words("subject", "scandal"), r -> r.priority("urgent").stop())
            .rule("rest", not(present("team")), r -> r.team("front-desk")).build(FACTS);

    private static RuleSet.Outcome ask(String subject, String... tags) {
        return RULES.decide(Facts.builder().text("subject", subject).names("tags", List.of(tags)).build());
    }

    @Test
    void rulesWhoseConditionHoldsSpeakInTheirOrder() {
        RuleSet.Outcome outcome = ask("Refund me", "vip");

        assertThat(outcome.kind()).contains("financial");
        assertThat(outcome.team()).contains("billing");
        assertThat(outcome.priority()).contains("high");
        assertThat(outcome.tags()).containsExactly(Tag.of("money"), Tag.of("refund"));
        assertThat(outcome.spoken()).extracting(spoken -> spoken.rule().id(), spoken -> spoken.because().toString())
                .containsExactly(tuple("refunds", "[words: subject has the words refund*]"),
                        tuple("vip", "[contains: tags has vip]"), tuple("billing", "[in: kind is financial]"));
    }

    @Test
    void whatNoRuleSaysStaysOpen() {
        RuleSet.Outcome outcome = ask("Hello");

        assertThat(outcome.team()).contains("front-desk");
        assertThat(outcome.kind()).isEmpty();
        assertThat(outcome.priority()).isEmpty();
        assertThat(outcome.tags()).isEmpty();
    }

    @Test
    void ofTwoThatSayTheSameThingDifferentlyTheLaterWins() {
        assertThat(ask("A scandal", "vip").priority()).contains("urgent");
        assertThat(ask("A scandal of a refund").team()).contains("billing");
    }

    @Test
    void afterARuleThatStopsNoOtherSpeaks() {
        RuleSet.Outcome outcome = ask("A scandal");

        assertThat(outcome.team()).isEmpty();
        assertThat(outcome.spoken()).extracting(spoken -> spoken.rule().id()).containsExactly("angry");
    }

    @Test
    void aRuleSeesWhatEarlierRulesHaveSaidBesidesWhatWasThere() {
        RuleSet chain = RuleSet.builder("chain", 1).rule("a", always(), r -> r.kind("technical").tags("one"))
                .rule("b", all(in("kind", "technical"), contains("tags", "one"), contains("tags", "old")),
                        r -> r.team("billing").priority("low").tags("two"))
                .rule("c", all(in("team", "billing"), in("priority", "low"), contains("tags", "one"),
                        contains("tags", "two"), contains("tags", "old")), r -> r.tags("three"))
                .build(FACTS);
        Facts facts = Facts.builder().text("kind", "unsorted").names("tags", List.of("old")).build();

        assertThat(chain.decide(facts).tags()).extracting(Tag::value).containsExactly("one", "three", "two");
        assertThat(in("kind", "unsorted").matches(facts)).as("facts that are asked do not change").isTrue();
    }

    @Test
    void aSetWithoutRulesSaysNothing() {
        assertThat(RuleSet.builder("none", 1).build(FACTS).decide(Facts.builder().build()).spoken()).isEmpty();
    }

    @Test
    void setsAreEqualIfEverythingAboutThemIs() {
        assertThat(RULES).isEqualTo(RuleSet.fromJson(RULES.toJson(), FACTS))
                .hasSameHashCodeAs(RuleSet.fromJson(RULES.toJson(), FACTS))
                .hasToString("rule set front-door@3 (5 rules)");
        assertThat(RULES.id()).isEqualTo("front-door");
        assertThat(RULES.version()).isEqualTo(3);
        assertThat(RULES).isNotEqualTo(RuleSet.fromJson(RULES.toJson().replace(": 3", ": 4"), FACTS))
                .isNotEqualTo(RuleSet.fromJson(RULES.toJson().replace("front-door", "back-door"), FACTS))
                .isNotEqualTo(RuleSet.fromJson(RULES.toJson().replace("scandal", "riot"), FACTS)).isNotEqualTo("x");
    }

    @Test
    void theWrittenFormIsByteForByteThis() {
        assertThat(
                RuleSet.builder("one", 1).rule("all", always(), r -> r.kind("technical").team("billing").priority("low")
                        .tags("b", "a").stop()).build(FACTS).toJson())
                .isEqualTo("""
                        {
                          "id": "one",
                          "version": 1,
                          "rules": [ {
                            "id": "all",
                            "when": {
                              "always": true
                            },
                            "kind": "technical",
                            "team": "billing",
                            "priority": "low",
                            "tags": [ "b", "a" ],
                            "stop": true
                          } ]
                        }
                        """);
    }

    @Test
    void everyDefectIsListedWithItsPath() {
        assertThat(refusal(() -> RuleSet.builder("Front", 0)
                .rule("A", in("knd", "x"), r -> r.kind("tecnical").team("Billing").priority("hi").tags("a b", "x", "X"))
                .rule("b", always(), r -> {}).rule("b", in("kind", "financial"), r -> r.stop()).build(FACTS)))
                .containsExactly(
                        "id id: 'Front' is no id of a rule set: lower-case letters, digits and hyphens, beginning with a"
                                + " letter, at most 64 characters",
                        "version version: 0 is no version: 1 or more is needed",
                        "rule-id rules[0].id: 'A' is no rule id: lower-case letters, digits and hyphens, beginning with a"
                                + " letter, at most 64 characters",
                        "unknown-fact rules[0].when.fact: 'knd' is no fact here; did you mean 'kind'?",
                        "unknown-value rules[0].kind: 'tecnical' is no value of 'kind'; did you mean 'technical'?",
                        "name rules[0].team: 'Billing' is no name of a team: lower-case letters, digits and hyphens,"
                                + " beginning with a letter, at most 64 characters",
                        "unknown-value rules[0].priority: 'hi' is no value of 'priority'; there is low, normal, high, urgent",
                        "tag rules[0].tags[0]: 'a b' is no tag: 1 to 50 characters without blanks, commas and control"
                                + " characters",
                        "duplicate rules[0].tags[2]: this is named twice",
                        "no-effect rules[1]: this rule neither says anything nor stops",
                        "duplicate-rule rules[2].id: there is a rule 'b' already, at rules[1]");
    }

    @Test
    void rulesBehindOneThatAlwaysStopsAreNamed() {
        assertThat(refusal(() -> RuleSet.builder("x", 1).rule("a", always(), r -> r.kind("technical").stop())
                .rule("b", always(), r -> r.stop()).rule("c", present("kind"), r -> r.stop()).build(FACTS)))
                .containsExactly(
                        "unreachable-rule rules[1]: this rule never speaks: rules[0] stops every request that would reach it",
                        "unreachable-rule rules[2]: this rule never speaks: rules[0] stops every request that would reach it");
    }

    @Test
    void rulesBehindOneThatStopsOnTheSameConditionAreNamed() {
        Condition when = all(in("kind", "financial"), contains("tags", "vip"));
        assertThat(refusal(() -> RuleSet.builder("x", 1).rule("a", when, r -> r.team("billing").stop())
                .rule("b", present("subject"), r -> r.priority("low")).rule("c", when, r -> r.priority("high"))
                .build(FACTS))).containsExactly(
                        "unreachable-rule rules[2]: this rule never speaks: rules[0] stops every request that would reach it");
    }

    @Test
    void aConditionThatARuleInBetweenCanFulfilIsAskedAgain() {
        Condition when = in("kind", "financial");
        for (Condition between : List.of(always(), present("subject"))) {
            assertThat(RuleSet.builder("x", 1).rule("a", when, r -> r.team("billing").stop())
                    .rule("b", between, r -> r.kind("financial")).rule("c", when, r -> r.priority("high")).build(FACTS)
                    .decide(Facts.builder().text("subject", "x").build()).priority()).contains("high");
        }
        assertThat(RuleSet.builder("x", 1).rule("a", contains("tags", "t"), r -> r.stop())
                .rule("b", always(), r -> r.tags("t")).rule("c", contains("tags", "t"), r -> r.team("billing"))
                .rule("d", in("team", "billing"), r -> r.priority("low").stop())
                .rule("e", in("priority", "low"), r -> r.stop()).build(FACTS).rules()).hasSize(5);
        assertThat(refusal(() -> RuleSet.builder("x", 1).rule("a", when, r -> r.team("billing").stop())
                .rule("b", always(), r -> r.kind("financial").stop()).rule("c", when, r -> r.priority("high"))
                .build(FACTS))).as("what stops changes nothing for those behind it").hasSize(1);
    }

    @Test
    void rulesThatSayTheSameAreNamed() {
        assertThat(refusal(() -> RuleSet.builder("x", 1).rule("a", in("kind", "financial"), r -> r.team("billing"))
                .rule("b", in("kind", "financial"), r -> r.team("front-desk"))
                .rule("c", in("kind", "financial"), r -> r.team("billing")).build(FACTS)))
                .containsExactly("duplicate-rule rules[2]: this rule says the same as rules[0]");
    }

    @Test
    void readingIsStrict() {
        assertThat(refusal(
                () -> RuleSet.fromJson("{\"id\": \"x\", \"version\": 1, \"rules\": [{\"id\": \"a\", \"wen\": {},"
                        + " \"kind\": 3, \"tags\": \"x\", \"stop\": false}]}", FACTS)))
                .containsExactly(
                        "unknown-field rules[0].wen: there is no field 'wen' here; did you mean 'when'?",
                        "wrong-type rules[0].stop: true is needed here, not false",
                        "missing rules[0].when: the field 'when' is missing",
                        "wrong-type rules[0].kind: a text is needed here, not the number 3",
                        "wrong-type rules[0].tags: an array is needed here, not a text");
        assertThat(
                refusal(() -> RuleSet.fromJson("{\"id\": \"x\", \"version\": 0, \"rules\": [], \"rule\": []}", FACTS)))
                .containsExactly("unknown-field rule: there is no field 'rule' here; did you mean 'rules'?",
                        "version version: 0 is no version: 1 or more is needed");
    }

    @Test
    void aSetIsBounded() {
        RuleSet.Builder full = RuleSet.builder("full", 1);
        IntStream.range(0, 500).forEach(i -> full.rule("r" + i, in("subject", "s" + i), r -> r.tags("t" + i)));
        assertThat(full.build(FACTS).rules()).hasSize(500);
        assertThat(refusal(() -> full.rule("last", always(), r -> r.stop()).build(FACTS)))
                .containsExactly("too-many rules: 501 are too many: at most 500 rules");

        String[] tags = IntStream.range(0, 21).mapToObj(i -> "t" + i).toArray(String[]::new);
        assertThat(refusal(() -> RuleSet.builder("x", 1).rule("a", always(), r -> r.tags(tags)).build(FACTS)))
                .containsExactly("too-many rules[0].tags: 21 are too many: at most 20 tags");

        RuleSet.Builder large = RuleSet.builder("large", 1);
        String[] values = IntStream.range(0, 900).mapToObj(i -> i + "x".repeat(190)).toArray(String[]::new);
        IntStream.range(0, 6).forEach(i -> large.rule("r" + i, all(in("subject", values), in("subject", "s" + i)),
                r -> r.tags("t")));
        assertThat(refusal(() -> large.build(FACTS))).singleElement().asString()
                .matches("json-too-long this takes 1\\d{6} characters of JSON, which is too long: at most 1000000");

        assertThat(refusal(() -> RuleSet.builder("x", 1)
                .rule("a", new Condition.In("subject", Collections.nCopies(999, "x")),
                        r -> r.stop())
                .rule("b", new Condition.In("kind", Collections.nCopies(999, "x")), r -> r.stop())
                .build(FACTS))).hasSize(1_000);
    }
}
