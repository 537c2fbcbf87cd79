package io.opora.routing;

import static io.opora.routing.Desk.CATALOG;
import static io.opora.routing.Desk.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.condition.Vocabulary;
import io.opora.routing.Macro.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroTest {

    private static final Macro FULL = Macro.builder("refund", "Promise a refund")
            .reply("Dear {{customer}}, {{ field.amount }} is yours, {{customer}}.").note("{not a placeholder}")
            .step(new Step.Take("solve", Map.of("resolution", "refunded {{field.amount}}", "a", "b")))
            .step(new Step.Assign(Optional.of("billing"), Optional.of("anna"))).step(new Step.Prioritize("high"))
            .step(new Step.ChangeTags(List.of("Refund"), List.of("new")))
            .step(new Step.SetField("insured", Optional.of("true")))
            .step(new Step.SetField("colour", Optional.empty()))
            .step(new Step.SetField("remark", Optional.of("for {{customer}}")))
            .take("close").build(CATALOG);

    private static List<String> wrong(Step... steps) {
        Macro.Builder macro = Macro.builder("m", "Title");
        List.of(steps).forEach(macro::step);
        return refusal(() -> macro.build(CATALOG));
    }

    private static Macro right(Step... steps) {
        Macro.Builder macro = Macro.builder("m", "Title");
        List.of(steps).forEach(macro::step);
        return macro.build(CATALOG);
    }

    private static Step field(String name, String value) {
        return new Step.SetField(name, Optional.of(value));
    }

    @Test
    void placeholdersAreFilledInEveryTextAndWhatIsFilledInIsNotLookedInto() {
        List<Step> filled = FULL.fill(Map.of("customer", "Maria {{field.amount}}", "field.amount", "$10 \\1"));

        assertThat(filled).hasSize(10).contains(
                new Step.Reply("Dear Maria {{field.amount}}, $10 \\1 is yours, Maria {{field.amount}}."),
                new Step.Note("{not a placeholder}"),
                new Step.Take("solve", Map.of("resolution", "refunded $10 \\1", "a", "b")), field("insured", "true"),
                field("remark", "for Maria {{field.amount}}"), new Step.SetField("colour", Optional.empty()))
                .containsSubsequence(FULL.steps().get(3), FULL.steps().get(4), FULL.steps().get(5),
                        FULL.steps().get(9));
    }

    @Test
    void aPlaceholderWithoutAValueIsNeverSent() {
        assertThat(refusal(() -> FULL.fill(Map.of("customer", " ")))).containsExactly(
                "placeholder-missing steps[0]: there is no value for 'customer'",
                "placeholder-missing steps[0]: there is no value for 'field.amount'",
                "placeholder-missing steps[0]: there is no value for 'customer'",
                "placeholder-missing steps[2]: there is no value for 'field.amount'",
                "placeholder-missing steps[8]: there is no value for 'customer'");
    }

    @Test
    void eachStepSaysWhatItBringsAbout() {
        assertThat(FULL.steps()).extracting(Step::event).containsExactly("replied", "noted", "moved", "assigned",
                "prioritized", "tagged", "field-set", "field-set", "field-set", "moved");
        assertThat(new Step.AssignToActor().event()).isEqualTo("assigned");
        assertThat(Step.EVENTS).containsAll(FULL.steps().stream().map(Step::event).toList()).hasSize(7);
    }

    @Test
    void macrosAreEqualIfEverythingAboutThemIs() {
        assertThat(Macro.fromJson(FULL.toJson(), CATALOG)).isEqualTo(FULL).hasSameHashCodeAs(FULL)
                .hasToString("macro refund (10 steps)");
        assertThat(FULL.title()).isEqualTo("Promise a refund");
        for (String[] change : new String[][]{{"\"id\": \"refund\"", "\"id\": \"x\""}, {"Promise", "Swear"},
                {"\"true\"", "\"false\""}}) {
            assertThat(Macro.fromJson(FULL.toJson().replace(change[0], change[1]), CATALOG)).isNotEqualTo(FULL);
        }
        assertThat(FULL).isNotEqualTo("x");
    }

    @Test
    void theWrittenFormIsByteForByteThis() {
        assertThat(Macro.builder("refund", "Refund").reply("Dear {{customer}}").note("n")
                .step(new Step.Take("solve", Map.of("b", "2", "a", "1"))).step(new Step.AssignToActor()).take("close")
                .step(new Step.Prioritize("low")).tag("x").step(new Step.SetField("colour", Optional.empty()))
                .step(field("amount", "9.50")).build(CATALOG).toJson()).isEqualTo("""
                        {
                          "id": "refund",
                          "title": "Refund",
                          "steps": [ {
                            "reply": "Dear {{customer}}"
                          }, {
                            "note": "n"
                          }, {
                            "take": "solve",
                            "fields": {
                              "a": "1",
                              "b": "2"
                            }
                          }, {
                            "assign-to-actor": true
                          }, {
                            "take": "close"
                          }, {
                            "priority": "low"
                          }, {
                            "tags": {
                              "add": [ "x" ]
                            }
                          }, {
                            "field": "colour"
                          }, {
                            "field": "amount",
                            "value": "9.50"
                          } ]
                        }
                        """);
        Macro nobody = right(new Step.Assign(Optional.empty(), Optional.empty()));
        assertThat(nobody.toJson()).contains("\"assign\": { }");
        assertThat(Macro.fromJson(nobody.toJson(), CATALOG)).isEqualTo(nobody);
    }

    @Test
    void everyDefectIsListedWithItsPath() {
        assertThat(refusal(() -> Macro.builder("M", " ").build(CATALOG))).containsExactly(
                "id id: 'M' is no id of a macro: lower-case letters, digits and hyphens, beginning with a letter, at most 64"
                        + " characters",
                "text title: ' ' of 1 characters will not do: 1 to 200 are needed, not all blank, without control characters",
                "empty steps: at least one step is needed");
        assertThat(wrong(new Step.Reply(""), new Step.Note("a\u0000"), new Step.Take("slove", Map.of("Re", " ")),
                new Step.Assign(Optional.of("biling"), Optional.of("a\nb")), new Step.Prioritize("hihg"),
                new Step.ChangeTags(List.of("a b"), List.of()))).containsExactly(
                        "text steps[0].reply: '' of 0 characters will not do: 1 to 20000 are needed, not all blank, without"
                                + " control characters",
                        "text steps[1].note: 'a?' of 2 characters will not do: 1 to 20000 are needed, not all blank, without"
                                + " control characters",
                        "unknown-action steps[2].take: 'slove' is no action; did you mean 'solve'?",
                        "name steps[2].fields.Re: 'Re' is no name of a field: lower-case letters, digits and hyphens,"
                                + " beginning with a letter, at most 64 characters",
                        "text steps[2].fields.Re: ' ' of 1 characters will not do: 1 to 2000 are needed, not all blank,"
                                + " without control characters",
                        "unknown-value steps[3].assign.team: 'biling' is no value of 'team'; did you mean 'billing'?",
                        "text steps[3].assign.agent: 'a?b' of 3 characters will not do: 1 to 200 are needed, not all blank,"
                                + " without control characters",
                        "unknown-value steps[4].priority: 'hihg' is no value of 'priority'; did you mean 'high'?",
                        "tag steps[5].tags.add[0]: 'a b' is no tag: 1 to 50 characters without blanks, commas and control"
                                + " characters");
        assertThat(wrong(new Step.ChangeTags(List.of("a", "B"), List.of("b", "a b")))).containsExactly(
                "tag steps[0].tags.remove[1]: 'a b' is no tag: 1 to 50 characters without blanks, commas and control"
                        + " characters",
                "duplicate steps[0].tags: 'b' is both put on and taken off");
        assertThat(wrong(new Step.ChangeTags(List.of(), List.of())))
                .containsExactly("empty steps[0].tags: at least one tag to add or remove is needed");
    }

    @ParameterizedTest
    @CsvSource({"'{{custmer}}',unknown-placeholder,'''custmer'' is no placeholder here; did you mean ''customer''?'",
            "'a {{customer',placeholder,'the braces at character 3 have no counterpart: a placeholder is written {{name}}'",
            "'}} {{customer}}',placeholder,'the braces at character 1 have no counterpart: a placeholder is written {{name}}'",
            "'{{customer}} }}',placeholder,'the braces at character 14 have no counterpart: a placeholder is written {{name}}'",
            "'{{{customer}}}',unknown-placeholder,'''{customer'' is no placeholder here; did you mean ''customer''?'",
            "'{{}}',unknown-placeholder,''''' is no placeholder here; there is customer, field.amount'"})
    void bracesHaveToBePlaceholders(String text, String code, String message) {
        assertThat(wrong(new Step.Reply(text))).containsExactly(code + " steps[0].reply: " + message);
        assertThat(wrong(new Step.Note(text))).containsExactly(code + " steps[0].note: " + message);
        assertThat(wrong(field("remark", text))).containsExactly(code + " steps[0].value: " + message);
        assertThat(wrong(new Step.Take("solve", Map.of("a", text))))
                .containsExactly(code + " steps[0].fields.a: " + message);
    }

    @ParameterizedTest
    @CsvSource({"amount,9.50", "ordered,2026-01-31", "seen,2026-01-31T12:00:00Z", "insured,true", "insured,false",
            "colour,red", "remark,anything", "amount,{{field.amount}}", "colour,{{customer}}"})
    void aFieldTakesValuesOfItsType(String field, String value) {
        assertThat(right(field(field, value)).steps()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"amount,many,a number: write 9.50", "ordered,31.1.2026,a date: write 2026-01-31",
            "seen,2026-01-31,an instant: write 2026-01-31T12:00:00Z", "insured,True,a flag: write true or false"})
    void aFieldRefusesValuesOfAnotherType(String field, String value, String needed) {
        assertThat(wrong(field(field, value)))
                .containsExactly("wrong-type steps[0].value: '" + value + "' will not do for " + needed);
    }

    @Test
    void onlyFieldsThatThereAreAreSet() {
        assertThat(wrong(field("colour", "green")))
                .containsExactly(
                        "unknown-value steps[0].value: 'green' is no value of 'field.colour'; there is red, blue");
        assertThat(wrong(field("color", "red")))
                .containsExactly("unknown-field steps[0].field: 'color' is no field; did you mean 'colour'?");
        assertThat(wrong(field("parts", "x"))).containsExactly(
                "wrong-type steps[0].value: 'x' will not do for a set of names: no step changes one");
        assertThat(right(new Step.SetField("parts", Optional.empty())).steps()).hasSize(1);
    }

    @Test
    void aStepThatUndoesAnEarlierOneIsNamed() {
        assertThat(wrong(new Step.AssignToActor(), new Step.Prioritize("low"), field("colour", "red"),
                field("remark", "x"),
                new Step.ChangeTags(List.of("a"), List.of()), new Step.Reply("x"), new Step.Note("x"),
                new Step.Take("solve", Map.of()), new Step.Reply("x"), new Step.Note("x"),
                new Step.Take("close", Map.of()),
                new Step.Assign(Optional.empty(), Optional.of("anna")), new Step.Prioritize("high"),
                new Step.SetField("colour", Optional.empty()), new Step.ChangeTags(List.of(), List.of("a"))))
                .containsExactly("duplicate-step steps[11]: this changes what steps[0] has changed: say it once",
                        "duplicate-step steps[12]: this changes what steps[1] has changed: say it once",
                        "duplicate-step steps[13]: this changes what steps[2] has changed: say it once",
                        "duplicate-step steps[14]: this changes what steps[4] has changed: say it once");
    }

    @Test
    void readingIsStrict() {
        assertThat(refusal(() -> Macro.fromJson(
                """
                        {"id": "m", "title": 1, "steps": [{}, {"reply": "a", "note": "b"}, {"reply": "a", "fields": {}}, [],
                          {"replay": "a"}, {"take": "solve", "fields": {"a": 1}, "value": "x"}, {"assign": {"agnt": "a"}},
                          {"assign-to-actor": false}, {"priority": []}, {"tags": ["x"]}, {"field": "colour", "value": null}]}""",
                CATALOG)))
                .containsExactly("wrong-type title: a text is needed here, not the number 1",
                        "unknown-value steps[0]: a step is exactly one of reply, note, take, assign, assign-to-actor,"
                                + " priority, tags, field",
                        "unknown-value steps[1]: a step is exactly one of reply, note, take, assign, assign-to-actor,"
                                + " priority, tags, field",
                        "unknown-field steps[2].fields: there is no field 'fields' here; there is reply",
                        "wrong-type steps[3]: an object is needed here, not an array",
                        "unknown-field steps[4].replay: there is no field 'replay' here; did you mean 'reply'?",
                        "unknown-value steps[4]: a step is exactly one of reply, note, take, assign, assign-to-actor,"
                                + " priority, tags, field",
                        "unknown-field steps[5].value: there is no field 'value' here; there is take, fields",
                        "wrong-type steps[5].fields.a: a text is needed here, not the number 1",
                        "unknown-field steps[6].assign.agnt: there is no field 'agnt' here; did you mean 'agent'?",
                        "wrong-type steps[7].assign-to-actor: true is needed here, not false",
                        "wrong-type steps[8].priority: a text is needed here, not an array",
                        "wrong-type steps[9].tags: an object is needed here, not an array",
                        "wrong-type steps[10].value: a text is needed here, not null");
        assertThat(refusal(() -> Macro.fromJson("{\"id\": \"m\", \"title\": \"t\", \"steps\": [], \"x\": 1}", CATALOG)))
                .containsExactly("unknown-field x: there is no field 'x' here; there is id, title, steps",
                        "empty steps: at least one step is needed");
    }

    @Test
    void aMacroIsBounded() {
        Step[] most = IntStream.range(0, 20).mapToObj(i -> new Step.Note("x".repeat(20_000))).toArray(Step[]::new);
        assertThat(right(most).steps()).hasSize(20);
        assertThat(wrong(IntStream.range(0, 21).mapToObj(i -> new Step.Note("x")).toArray(Step[]::new)))
                .containsExactly("too-many steps: 21 are too many: at most 20 steps");
        assertThat(wrong(new Step.Note("x".repeat(20_001)))).singleElement().asString().contains("of 20001 characters");
        assertThat(wrong(field("remark", "x".repeat(2_001)))).hasSize(1);
        assertThat(right(field("remark", "x".repeat(2_000))).steps()).hasSize(1);
        Map<String, String> fields = new HashMap<>();
        IntStream.range(0, 20).forEach(i -> fields.put("f" + i, "x"));
        assertThat(right(new Step.Take("solve", fields)).steps()).hasSize(1);
        fields.put("last", "x");
        assertThat(wrong(new Step.Take("solve", fields)))
                .containsExactly("too-many steps[0].fields: 21 are too many: at most 20 fields");
        assertThat(refusal(() -> Macro.builder("m", "x".repeat(201)).note("x").build(CATALOG))).hasSize(1);
        assertThat(Macro.builder("m", "x".repeat(200)).note("x").build(CATALOG).title()).hasSize(200);

        fields.remove("last");
        fields.replaceAll((name, value) -> "\"".repeat(2_000));
        assertThat(wrong(IntStream.range(0, 20).mapToObj(i -> new Step.Take("solve", fields)).toArray(Step[]::new)))
                .singleElement().asString().startsWith("json-too-long this takes 16");
    }

    @Test
    void aCatalogIsCheckedItself() {
        Vocabulary facts = Vocabulary.builder().declare("status", Vocabulary.Type.TEXT, "open").build();
        assertThat(refusal(() -> Catalog.builder(facts).action("Go", "opne", "Open")
                .placeholders("ok", "a.b", "a.b.c", "A")
                .events("ok", "Not ok").build())).containsExactly(
                        "name actions[0]: 'Go' is no action name: lower-case letters, digits and hyphens, beginning with a"
                                + " letter, at most 64 characters",
                        "unknown-value actions[0].status: 'opne' is no value of 'status'; did you mean 'open'?",
                        "name actions[0].phase: 'Open' is no name of a phase: lower-case letters, digits and hyphens,"
                                + " beginning with a letter, at most 64 characters",
                        "name placeholders[2]: 'a.b.c' is no placeholder: lower-case letters, digits and hyphens, beginning"
                                + " with a letter, at most 64 characters; or two such names joined by a dot",
                        "name placeholders[3]: 'A' is no placeholder: lower-case letters, digits and hyphens, beginning with"
                                + " a letter, at most 64 characters; or two such names joined by a dot",
                        "name events[1]: 'Not ok' is no name of an event: lower-case letters, digits and hyphens, beginning"
                                + " with a letter, at most 64 characters");
    }
}
