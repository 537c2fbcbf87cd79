package io.opora.workflow;

import static io.opora.workflow.Defined.only;
import static io.opora.workflow.Defined.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.Violation;
import io.opora.access.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowValuesTest {

    private static final Status NEW = new Status("new", Phase.NEW);

    @Test
    void solvedAndClosedAreFinished() {
        assertThat(Arrays.stream(Phase.values()).filter(Phase::isFinished)).containsExactly(Phase.SOLVED, Phase.CLOSED);
    }

    @Test
    void aStatusPrintsItsNameAndRefusesABadOne() {
        assertThat(new Status("goods-received", Phase.OPEN)).hasToString("goods-received");
        assertThat(new Status("a".repeat(64), Phase.OPEN).name()).hasSize(64);
        assertThat(only(refusalOf(() -> new Status("a".repeat(65), Phase.OPEN))).code()).isEqualTo("status-name");
        assertThat(only(refusalOf(() -> new Status("Neu", Phase.NEW)))).isEqualTo(new Violation("", "status-name",
                "'Neu' is no status name: lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters"));
    }

    @Test
    void aReferencePrintsAndReadsTheSame() {
        assertThat(new Workflow.Ref("returns", 2)).hasToString("returns@2");
        assertThat(Workflow.Ref.of("returns@2")).isEqualTo(new Workflow.Ref("returns", 2));
        assertThat(Workflow.Ref.of("x-1@2147483647").version()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "returns", "@1", "returns@", "returns@0", "returns@01", "returns@-1", "Returns@1",
            "returns@1 ", "returns@2147483648", "returns@99999999999", "returns@\u0661"})
    void whatIsNoReferenceIsRefused(String text) {
        Violation violation = only(refusalOf(() -> Workflow.Ref.of(text)));
        assertThat(violation.code()).isEqualTo("workflow-ref");
        assertThat(violation.message()).isEqualTo("'" + text
                + "' names no workflow: an id, '@' and a version are needed, such as 'returns@2'");
    }

    @Test
    void aReferenceListsBothOfItsDefects() {
        assertThat(refusalOf(() -> new Workflow.Ref("x y", 0))).extracting(Violation::path, Violation::code)
                .containsExactly(tuple("id", "workflow-id"),
                        tuple("version", "workflow-version"));
        assertThat(new Workflow.Ref("x", 1).version()).isOne();
    }

    @Test
    void aTransitionIsImmutableAndItsSetsIterateByName() {
        List<String> guards = new ArrayList<>(List.of("g"));
        Transition transition = new Transition(NEW, "go", NEW, Set.of(Role.of("z"), Role.AGENT, Role.BOT), guards,
                Set.of("zeta", "alpha", "mid"), List.of(new Effect.AddTag("x")));
        guards.add("late");
        assertThat(transition.roles()).containsExactly(Role.AGENT, Role.BOT, Role.of("z"));
        assertThat(transition.requiredFields()).containsExactly("alpha", "mid", "zeta");
        assertThat(transition.guards()).containsExactly("g");
        assertThat(transition).hasToString("new --go--> new");
        assertThatThrownBy(() -> transition.roles().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> transition.requiredFields().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void timeRulesSayWhatTheyDo() {
        Duration day = Duration.ofDays(1);
        assertThat(TimeRule.remind(Phase.NEW, day)).isEqualTo(new TimeRule(Phase.NEW, day, Optional.empty()));
        assertThat(TimeRule.take(Phase.NEW, day, "go")).isEqualTo(new TimeRule(Phase.NEW, day, Optional.of("go")));
    }

    @Test
    void aDenialNeedsAReason() {
        assertThatThrownBy(() -> new Lifecycle.MoveDecision.Denied(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reasons: at least one is needed");
    }

    @Test
    @SuppressWarnings("NullAway") // callers that are not checked for nulls deserve a name too
    void missingPartsAreNamed() {
        assertThatThrownBy(() -> new Effect.AddTag(null)).hasMessage("tag");
        assertThatThrownBy(() -> new Effect.RemoveTag(null)).hasMessage("tag");
        assertThatThrownBy(() -> new Effect.ClearField(null)).hasMessage("field");
        assertThatThrownBy(() -> new ReplyRule.Take(null)).hasMessage("action");
        assertThatThrownBy(() -> new ReplyRule.TakeWithin("x", null)).hasMessage("within");
        assertThatThrownBy(() -> Workflow.builder(null, 1)).hasMessage("id");
        assertThatThrownBy(() -> Workflow.builder("x", 1).transition(null, t -> {})).hasMessage("action");
        assertThatThrownBy(() -> Workflow.builder("x", 1).transition("x", t -> t.from((String) null)))
                .hasMessage("from");
        assertThatThrownBy(() -> Workflow.fromJson(null)).hasMessage("json");
    }
}
