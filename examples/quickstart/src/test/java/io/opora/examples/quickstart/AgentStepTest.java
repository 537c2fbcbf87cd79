package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.Tag;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.Classify;
import io.opora.ticket.Move;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommand;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AgentStepTest {

    private static final String START = "{\"at\": \"2026-03-02T08:15:00Z\", \"agent\": \"anna\", \"request\": \"q1\", ";

    static Stream<Arguments> deeds() {
        return Stream.of(
                Arguments.of("\"do\": \"reply\", \"text\": \"Hi\"", Reply.of("Hi"), "reply", 2),
                Arguments.of("\"do\": \"note\", \"text\": \"Hm\"", AddNote.of("Hm"), "addnote", 2),
                Arguments.of("\"do\": \"move\", \"action\": \"start\"", Move.of("start"), "start", 5),
                Arguments.of(
                        "\"do\": \"move\", \"action\": \"pay-out\", \"fields\": {\"by\": \"card\", \"amount\": \"7\"}",
                        Move.of("pay-out").with("amount", "7").with("by", "card"), "pay-out (amount, by)", 20),
                Arguments.of("\"do\": \"assign\", \"to\": \"boris\"",
                        new Assign(Optional.empty(), Optional.of(ActorId.of("boris"))), "assign", 0),
                Arguments.of("\"do\": \"assign\", \"team\": \"billing\"",
                        new Assign(Optional.of(TeamId.of("billing")), Optional.empty()), "assign", 0),
                Arguments.of("\"do\": \"prioritize\", \"priority\": \"urgent\"", new Prioritize(Priority.URGENT),
                        "prioritize", 0),
                Arguments.of("\"do\": \"classify\", \"kind\": \"delivery\"", new Classify(RequestKind.of("delivery")),
                        "classify", 0),
                Arguments.of("\"do\": \"tag\", \"add\": [\"a\", \"b\"], \"remove\": [\"c\"]",
                        new ChangeTags(Set.of(Tag.of("a"), Tag.of("b")), Set.of(Tag.of("c"))), "changetags", 0));
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void eachDeedBecomesACommand(String deed, TicketCommand command, String summary, int size) throws Exception {
        AgentStep step = step(deed);

        assertThat(step).isEqualTo(new AgentStep(Instant.parse("2026-03-02T08:15:00Z"), "anna", "q1", command, false));
        assertThat(step.summary()).isEqualTo(summary);
        assertThat(step.size()).isEqualTo("q1".length() + size);
    }

    @Test
    void aStepCanBeExpectedToBeRefused() throws Exception {
        assertThat(step("\"do\": \"move\", \"action\": \"fly\", \"expect\": \"refused\"").refused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "do": "sing"                                  | unknown deed "sing": reply, note, move, assign, prioritize
            "do": "note"                                  | no "text"
            "do": "move"                                  | no "action"
            "do": "move", "action": "a", "fields": []     | a JSON object is expected
            "do": "move", "action": "a", "fields": {"x":1} | "x" must be a text
            "do": "prioritize", "priority": "NORMAL"      | "priority" is one of low, normal, high, urgent, not "NORMAL"
            "do": "classify", "kind": "No kind"           | 'No kind' is no name of a request kind
            "do": "tag", "add": "vip"                     | "add" must be a list of at most 100
            "do": "tag", "add": [""]                      | tag
            "do": "reply", "text": "Hi", "expect": "done" | "expect" can only be "refused"
            "do": "reply", "text": "Hi", "mood": "angry"  | unknown field "mood"
            """)
    void aStepThatMakesNoSenseIsReported(String deed, String reason) {
        assertThatThrownBy(() -> step(deed)).isInstanceOf(MalformedLineException.class).hasMessageContaining(reason);
    }

    @Test
    void aListHasAHundredElementsAtMost() throws Exception {
        assertThat(step("\"do\": \"tag\", \"add\": [" + tags(100) + "]").command())
                .isInstanceOfSatisfying(ChangeTags.class, tags -> assertThat(tags.add()).hasSize(100));
        assertThatThrownBy(() -> step("\"do\": \"tag\", \"add\": [" + tags(101) + "]"))
                .hasMessage("\"add\" must be a list of at most 100");
    }

    private static String tags(int number) {
        return IntStream.range(0, number).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(", "));
    }

    @Test
    void aMemberOfTheTeamActsInItsRoles() throws Exception {
        TeamMember clara = member("\"agent\", \"accountant\"");
        TeamMember robot = member("\"bot\"");

        assertThat(clara.actor().roles()).contains(Role.AGENT, Role.of("accountant"));
        assertThat(clara).returns("Clara", TeamMember::name).returns("billing", TeamMember::team);
        assertThat(robot.actor().roles()).contains(Role.BOT).doesNotContain(Role.AGENT);
        assertThatThrownBy(() -> member("\"No role\"")).isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("'No role'");
    }

    private static TeamMember member(String roles) throws MalformedLineException {
        return TeamMember.of(JsonObject.parse(
                "{\"id\": \"clara\", \"name\": \"Clara\", \"team\": \"billing\", \"roles\": [" + roles + "]}"));
    }

    private static AgentStep step(String deed) throws MalformedLineException {
        return AgentStep.of(JsonObject.parse(START + deed + "}"));
    }
}
