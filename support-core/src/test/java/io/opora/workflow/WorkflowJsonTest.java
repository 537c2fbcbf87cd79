package io.opora.workflow;

import static io.opora.workflow.Defined.only;
import static io.opora.workflow.Defined.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowJsonTest {

    /** Everything that the form has. */
    private static final String FULL = """
            {
              "id": "orders", "version": 2, "roles": ["accountant"], "initial": "new",
              "statuses": [{"name": "new", "phase": "NEW"}, {"name": "parked", "phase": "ON_HOLD"},
                           {"name": "solved", "phase": "SOLVED"}, {"name": "closed", "phase": "CLOSED"}],
              "transitions": [
                {"action": "solve", "from": ["new", "parked"], "to": "solved", "by": ["accountant", "agent"],
                 "guards": ["order-paid"], "requires": ["resolution"],
                 "effects": ["assign-to-actor", "unassign", {"add-tag": "a\\"b"}, {"remove-tag": "\u0436"},
                             {"clear-field": "order-number"}]},
                {"action": "park", "from": ["new"], "to": "parked", "by": ["agent"]},
                {"action": "reopen", "from": ["solved"], "to": "new"},
                {"action": "close", "from": ["solved"], "to": "closed"}],
              "onCustomerReply": {"NEW": "keep", "ON_HOLD": "follow-up",
                                  "SOLVED": {"take": "reopen", "within": "P1DT12H"}, "CLOSED": "follow-up"},
              "timeRules": [{"phase": "NEW", "after": "PT90M", "remind": true},
                            {"phase": "SOLVED", "after": "P14D", "take": "close"}]
            }""";

    private static final String VALID = """
            {"id": "x", "version": 1, "initial": "new",
             "statuses": [{"name": "new", "phase": "NEW"}, {"name": "closed", "phase": "CLOSED"}],
             "transitions": [{"action": "close", "from": ["new"], "to": "closed", "by": ["agent"]}]}""";

    private static List<Violation> refusal(String json) {
        return refusalOf(() -> Workflow.fromJson(json));
    }

    private static List<Violation> refusal(String target, String replacement) {
        assertThat(VALID).contains(target);
        return refusal(VALID.replace(target, replacement));
    }

    static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(WorkflowJsonTest.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everythingThatTheFormHasIsRead() {
        assertThat(Workflow.fromJson(FULL)).isEqualTo(Workflow.builder("orders", 2).role(Role.of("accountant"))
                .status("new", Phase.NEW).status("parked", Phase.ON_HOLD).status("solved", Phase.SOLVED)
                .status("closed", Phase.CLOSED).initial("new")
                .transition("solve", t -> t.from("new", "parked").to("solved").by(Role.AGENT, Role.of("accountant"))
                        .guard("order-paid").requires("resolution").effect(new Effect.AssignToActor(),
                                new Effect.Unassign(), new Effect.AddTag("a\"b"), new Effect.RemoveTag("\u0436"),
                                new Effect.ClearField("order-number")))
                .transition("park", t -> t.from("new").to("parked").by(Role.AGENT))
                .transition("reopen", t -> t.from("solved").to("new"))
                .transition("close", t -> t.from("solved").to("closed"))
                .onCustomerReply(Phase.ON_HOLD, new ReplyRule.FollowUp())
                .onCustomerReply(Phase.SOLVED, new ReplyRule.TakeWithin("reopen", Duration.ofHours(36)))
                .timeRule(TimeRule.remind(Phase.NEW, Duration.ofMinutes(90)))
                .timeRule(TimeRule.take(Phase.SOLVED, Duration.ofDays(14), "close")).build());
    }

    @Test
    void whatMayBeLeftOutIsLeftOut() {
        Workflow workflow = Workflow.fromJson(VALID);
        assertThat(workflow.toJson()).isEqualTo("""
                {
                  "id": "x",
                  "version": 1,
                  "statuses": [ {
                    "name": "new",
                    "phase": "NEW"
                  }, {
                    "name": "closed",
                    "phase": "CLOSED"
                  } ],
                  "initial": "new",
                  "transitions": [ {
                    "action": "close",
                    "from": [ "new" ],
                    "to": "closed",
                    "by": [ "agent" ]
                  } ],
                  "onCustomerReply": {
                    "NEW": "keep",
                    "OPEN": "keep",
                    "PENDING": "keep",
                    "ON_HOLD": "keep",
                    "SOLVED": "follow-up",
                    "CLOSED": "follow-up"
                  }
                }
                """);
    }

    @Test
    void theWrittenFormIsByteForByteThis() {
        assertThat(Workflow.fromJson(FULL).toJson()).isEqualTo(resource("orders.json"));
        assertThat(Workflow.standard().toJson()).isEqualTo(resource("standard.json"));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (Workflow workflow : List.of(Workflow.standard(), Workflow.returns(), Workflow.fromJson(FULL))) {
            assertThat(Workflow.fromJson(workflow.toJson())).isEqualTo(workflow);
        }
    }

    @Test
    void anUnknownFieldIsRefusedWithItsPathAndTheNearest() {
        assertThat(refusal("\"to\": \"closed\"", "\"to\": \"closed\", \"guard\": []")).containsExactly(
                new Violation("transitions[0].guard", "unknown-field",
                        "there is no field 'guard' here; did you mean 'guards'?"));
        assertThat(refusal("\"initial\"", "\"comment\": 1, \"initial\"")).containsExactly(new Violation("comment",
                "unknown-field", "there is no field 'comment' here; there is id, version, roles, statuses, initial,"
                        + " transitions, onCustomerReply, timeRules"));
    }

    @Test
    void aMisspeltFieldIsReportedTogetherWithTheOneThatIsMissing() {
        assertThat(refusal("\"from\"", "\"form\"")).containsExactly(
                new Violation("transitions[0].form", "unknown-field",
                        "there is no field 'form' here; did you mean 'from'?"),
                new Violation("transitions[0].from", "missing", "the field 'from' is missing"));
    }

    @Test
    void missingFieldsAreAllReported() {
        assertThat(refusal("{}")).extracting(Violation::path).containsExactly("id", "version", "statuses", "initial",
                "transitions");
        assertThat(refusal("{}")).extracting(Violation::code).containsOnly("missing");
        assertThat(refusal("""
                {"id": "x", "version": 1, "initial": "a", "statuses": [{}], "transitions": [{}], "timeRules": [{}],
                 "onCustomerReply": {"NEW": {}}}""")).extracting(Violation::toString).containsExactly(
                "statuses[0].name: the field 'name' is missing", "statuses[0].phase: the field 'phase' is missing",
                "transitions[0].action: the field 'action' is missing",
                "transitions[0].from: the field 'from' is missing", "transitions[0].to: the field 'to' is missing",
                "onCustomerReply.NEW.take: the field 'take' is missing",
                "timeRules[0].phase: the field 'phase' is missing", "timeRules[0].after: the field 'after' is missing",
                "timeRules[0]: exactly one of 'remind' and 'take' is needed");
    }

    @Test
    void wrongTypesAreReportedWithWhatIsThere() {
        assertThat(refusal("""
                {"id": 7, "version": "1", "roles": "boss", "initial": null,
                 "statuses": [["new"], {"name": true, "phase": {}}],
                 "transitions": [{"action": [], "from": "new", "to": 1.5, "by": [1], "effects": [3]}],
                 "onCustomerReply": [], "timeRules": [{"phase": "NEW", "after": 3, "remind": false}]}"""))
                .extracting(Violation::toString).containsExactly("id: a text is needed here, not the number 7",
                        "version: a whole number is needed here, not a text",
                        "roles: an array is needed here, not a text",
                        "statuses[0]: an object is needed here, not an array",
                        "statuses[1].name: a text is needed here, not true",
                        "statuses[1].phase: a text is needed here, not an object",
                        "initial: a text is needed here, not null",
                        "transitions[0].action: a text is needed here, not an array",
                        "transitions[0].from: an array is needed here, not a text",
                        "transitions[0].to: a text is needed here, not the number 1.5",
                        "transitions[0].by[0]: a text is needed here, not the number 1",
                        "transitions[0].effects[0]: an object is needed here, not the number 3",
                        "onCustomerReply: an object is needed here, not an array",
                        "timeRules[0].after: a text is needed here, not the number 3",
                        "timeRules[0].remind: true is needed here, not false");
        assertThat(only(refusal("[1]"))).isEqualTo(
                new Violation("", "wrong-type", "an object is needed here, not an array"));
    }

    @ParameterizedTest
    @CsvSource({"1.0", "1e0", "2147483648", "99999999999999999999"})
    void aVersionIsAWholeNumber(String number) {
        Violation violation = only(refusal("\"version\": 1", "\"version\": " + number));
        assertThat(violation.path()).isEqualTo("version");
        assertThat(violation.code()).isEqualTo("wrong-type");
        assertThat(violation.message()).startsWith("a whole number is needed here, not the number ");
    }

    @Test
    void unknownValuesAreReportedWithWhatWouldBeRight() {
        String oneOf = "exactly one of 'add-tag', 'remove-tag' and 'clear-field' is needed";
        assertThat(refusal("""
                {"id": "x", "version": 1, "initial": "a", "statuses": [{"name": "a", "phase": "OPNE"},
                   {"name": "b", "phase": "closed"}],
                 "transitions": [{"action": "go", "from": ["a"], "to": "b",
                   "effects": ["asign", {}, {"add-tag": "a", "clear-field": "b"}, {"add-tag": 1}, {"drop": 1}]}],
                 "onCustomerReply": {"NEWS": "keep", "OPEN": "kep"},
                 "timeRules": [{"phase": "OPEN", "after": "3 days", "take": "go", "remind": true}]}"""))
                .extracting(violation -> violation.code() + " " + violation).containsExactly(
                        "unknown-value statuses[0].phase: 'OPNE' is none of NEW, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED;"
                                + " did you mean 'OPEN'?",
                        "unknown-value statuses[1].phase: 'closed' is none of NEW, OPEN, PENDING, ON_HOLD, SOLVED,"
                                + " CLOSED; did you mean 'CLOSED'?",
                        "unknown-value transitions[0].effects[0]: 'asign' is no effect: 'assign-to-actor', 'unassign',"
                                + " {\"add-tag\": ...}, {\"remove-tag\": ...} or {\"clear-field\": ...} is needed",
                        "unknown-value transitions[0].effects[1]: " + oneOf,
                        "unknown-value transitions[0].effects[2]: " + oneOf,
                        "wrong-type transitions[0].effects[3].add-tag: a text is needed here, not the number 1",
                        "unknown-field transitions[0].effects[4].drop: there is no field 'drop' here; there is add-tag,"
                                + " remove-tag, clear-field",
                        "unknown-value transitions[0].effects[4]: " + oneOf,
                        "unknown-field onCustomerReply.NEWS: there is no field 'NEWS' here; did you mean 'NEW'?",
                        "unknown-value onCustomerReply.OPEN: 'kep' is no reply rule: 'keep', 'follow-up' or"
                                + " {\"take\": ...} is needed",
                        "duration timeRules[0].after: '3 days' is no duration: write days as 'P3D', hours and minutes as"
                                + " 'PT1H30M'",
                        "unknown-value timeRules[0]: exactly one of 'remind' and 'take' is needed");
    }

    @Test
    void durationsTooLongToReadAreNoDurations() {
        for (String text : List.of("P99999999999999999999D", "PT" + "0".repeat(62) + "1S", "", "P1M")) {
            assertThat(only(refusal("\"version\": 1",
                    "\"version\": 1, \"timeRules\": [{\"phase\": \"NEW\", \"remind\": true, \"after\": \"" + text
                            + "\"}]"))
                    .message()).isEqualTo(Spelling.quote(text)
                            + " is no duration: write days as 'P3D', hours and minutes as 'PT1H30M'");
        }
        String longest = "PT" + "0".repeat(60) + "1S";
        assertThat(Workflow.fromJson(VALID.replace("\"version\": 1", "\"version\": 1, \"timeRules\": [{\"phase\":"
                + " \"NEW\", \"remind\": true, \"after\": \"" + longest + "\"}]")).timeRules(Phase.NEW))
                .containsExactly(TimeRule.remind(Phase.NEW, Duration.ofSeconds(1)));
    }

    @Test
    void whatTheChecksFindIsAddedIfTheStructureCouldBeRead() {
        assertThat(refusal("\"to\": \"closed\"", "\"to\": \"closde\", \"note\": \"\"")).containsExactly(
                new Violation("transitions[0].note", "unknown-field", "there is no field 'note' here; there is action,"
                        + " from, to, by, guards, requires, effects"),
                new Violation("transitions[0].to", "unknown-status",
                        "'closde' is no status of this workflow; did you mean 'closed'?"));
        assertThat(refusal("\"to\": \"closed\"", "\"to\": 1")).extracting(Violation::code)
                .containsExactly("wrong-type");
        assertThat(refusal("\"agent\"", "\"agents\"")).containsExactly(new Violation("transitions[0].by[0]",
                "unknown-role", "'agents' is no role of this workflow; did you mean 'agent'?"));
    }

    @Test
    void aMalformedRoleIsListedAndNotThrown() {
        assertThat(refusal("\"version\": 1", "\"version\": 1, \"roles\": [\"Boss\"]")).containsExactly(
                new Violation("roles[0]", "role-name", "'Boss' is no role name: lower-case letters, digits and hyphens,"
                        + " beginning with a letter, at most 64 characters"));
    }

    @Test
    void aFieldThatIsThereTwiceIsRefusedWithItsPlace() {
        assertThat(only(refusal("\"to\": \"closed\"", "\"to\": \"new\", \"to\": \"closed\""))).isEqualTo(
                new Violation("transitions[0].to", "duplicate-field",
                        "this field is there twice (line 3, column 72)"));
        assertThat(only(refusal("{\"id\": \"x\", \"id\": \"x\"}")).path()).isEqualTo("id");
        assertThat(only(refusal("{\"transitions\": [{}, {\"effects\": [{\"a\": 1, \"a\": 2}]}]}")).path())
                .isEqualTo("transitions[1].effects[0].a");
    }

    @Test
    void syntaxErrorsHaveLineAndColumn() {
        assertThat(only(refusal("{\n  \"id\": \"x\",,\n}"))).isEqualTo(new Violation("id", "json-syntax",
                "Unexpected character (',' (code 44)): was expecting double-quote to start property name"
                        + " (line 2, column 13)"));
        assertThat(only(refusal("{\"id\": \"x\"")).message()).isEqualTo(
                "Unexpected end-of-input: expected close marker for Object (line 1, column 11)");
        assertThat(only(refusal("{} {}"))).isEqualTo(
                new Violation("", "json-syntax", "there is more text after the end (line 1, column 4)"));
        assertThat(only(refusal("{} x")).code()).isEqualTo("json-syntax");
        assertThat(only(refusal(""))).isEqualTo(
                new Violation("", "json-syntax", "the text is empty: a JSON object is needed"));
        assertThat(only(refusal(" \n\t")).message()).isEqualTo("the text is empty: a JSON object is needed");
        assertThat(only(refusal("// comment\n{}")).code()).isEqualTo("json-syntax");
        assertThat(only(refusal("{'id': 1}")).code()).isEqualTo("json-syntax");
        assertThat(only(refusal("{\"version\": NaN}"))).extracting(Violation::path, Violation::code)
                .containsExactly("version", "json-syntax");
        assertThat(only(refusal("nul" + "l".repeat(1_000))).message()).hasSizeLessThan(200)
                .endsWith("... (line 1, column 1)");
    }

    @Test
    void theSubjectOfARefusalIsTheJson() {
        assertThatThrownBy(() -> Workflow.fromJson("{}")).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("Invalid workflow in JSON:\n  - id: the field 'id' is missing\n");
    }
}
