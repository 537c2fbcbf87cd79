package io.opora.workflow;

import static io.opora.workflow.Defined.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.opora.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkflowTest {

    private static final Status OPEN = new Status("open", Phase.OPEN);

    private static List<String> rows(Workflow workflow) {
        return workflow.transitions().stream().map(row -> row + " " + row.roles() + row.requiredFields()).toList();
    }

    @Test
    void statusesComeByPhaseThenNameAndTransitionsByStatusThenAction() {
        Workflow workflow = Workflow.builder("x", 1)
                .status("end", Phase.CLOSED).status("b", Phase.NEW).status("a", Phase.OPEN).status("c", Phase.NEW)
                .initial("b")
                .transition("z", t -> t.from("a", "c", "b").to("end").by(Role.AGENT))
                .transition("d", t -> t.from("b").to("c").by(Role.AGENT))
                .transition("d", t -> t.from("c").to("a").by(Role.AGENT)).build();
        assertThat(workflow.statuses()).extracting(Status::name).containsExactly("b", "c", "a", "end");
        assertThat(workflow.transitions()).extracting(Transition::toString).containsExactly("b --d--> c",
                "b --z--> end", "c --d--> a", "c --z--> end", "a --z--> end");
    }

    @Test
    void itAnswersWhatItWasBuiltWith() {
        Workflow workflow = base().role(Role.of("zoe")).role(Role.of("amy")).role(Role.SYSTEM)
                .transition("jump", t -> t.from("new").to("solved").by(Role.of("amy")).guard("z", "a").requires("f")
                        .effect(new Effect.AddTag("x"), new Effect.Unassign()))
                .build();
        assertThat(workflow.ref()).isEqualTo(new Workflow.Ref("base", 3));
        assertThat(workflow.initial()).isEqualTo(new Status("new", Phase.NEW));
        assertThat(workflow.roles()).containsExactly(Role.of("amy"), Role.of("zoe"));
        assertThat(workflow.guardNames()).containsExactly("a", "z");
        assertThat(workflow.status("open")).contains(OPEN);
        assertThat(workflow.status("nope")).isEmpty();
        assertThat(workflow.transitionsFrom(new Status("new", Phase.NEW)).getFirst()).isEqualTo(
                new Transition(new Status("new", Phase.NEW), "jump", new Status("solved", Phase.SOLVED),
                        Set.of(Role.of("amy")), List.of("z", "a"), Set.of("f"),
                        List.of(new Effect.AddTag("x"), new Effect.Unassign())));
        assertThat(workflow.transitionsFrom(new Status("closed", Phase.CLOSED))).isEmpty();
        assertThat(workflow.transitionsFrom(new Status("nope", Phase.OPEN))).isEmpty();
        assertThat(workflow).hasToString("workflow base@3 (5 statuses, 7 transitions)");
    }

    @Test
    void repliesKeepUntilSolvedAndFollowUpAfterwardsUnlessSaidOtherwise() {
        Workflow workflow = base().build();
        for (Phase phase : Phase.values()) {
            assertThat(workflow.onCustomerReply(phase)).as(phase.name())
                    .isEqualTo(phase.isFinished() ? new ReplyRule.FollowUp() : new ReplyRule.Keep());
        }
    }

    @Test
    void timeRulesComeEarliestFirst() {
        Workflow workflow = base().timeRule(TimeRule.take(Phase.PENDING, Duration.ofDays(10), "solve"))
                .timeRule(TimeRule.remind(Phase.PENDING, Duration.ofDays(3)))
                .timeRule(TimeRule.remind(Phase.PENDING, Duration.ofHours(30))).build();
        assertThat(workflow.timeRules(Phase.PENDING)).extracting(TimeRule::after).containsExactly(
                Duration.ofHours(30), Duration.ofDays(3), Duration.ofDays(10));
        assertThat(workflow.timeRules(Phase.OPEN)).isEmpty();
    }

    @Test
    void nothingThatItHandsOutCanBeChanged() {
        Workflow workflow = Workflow.returns();
        assertThatThrownBy(() -> workflow.statuses().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> workflow.transitions().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> workflow.transitionsFrom(workflow.initial()).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> workflow.timeRules(Phase.PENDING).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> workflow.roles().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> workflow.guardNames().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void changingABuilderAfterBuildChangesNothing() {
        Workflow.Builder builder = base();
        Workflow before = builder.build();
        builder.transition("late", t -> t.from("new").to("solved").by(Role.AGENT)).role(Role.of("late"));
        assertThat(before).isEqualTo(base().build());
        assertThat(builder.build()).isNotEqualTo(before);
    }

    @Test
    void workflowsAreEqualIfTheySayTheSame() {
        Workflow base = base().build();
        assertThat(base).isEqualTo(base().build()).hasSameHashCodeAs(base().build()).isNotEqualTo("base")
                .isNotEqualTo(Workflow.standard());
        assertThat(base().role(Role.of("x")).build()).isNotEqualTo(base);
        assertThat(base().onCustomerReply(Phase.NEW, new ReplyRule.FollowUp()).build()).isNotEqualTo(base);
        assertThat(base().onCustomerReply(Phase.NEW, new ReplyRule.Keep()).build()).isEqualTo(base);
        assertThat(base().timeRule(TimeRule.remind(Phase.NEW, Duration.ofDays(1))).build()).isNotEqualTo(base);
        assertThat(base().status("dropped", Phase.CLOSED)
                .transition("drop", t -> t.from("new").to("dropped").by(Role.AGENT)).build()).isNotEqualTo(base);
        assertThat(base().transition("back", t -> t.from("open").to("new").by(Role.AGENT)).build()).isNotEqualTo(
                base().initial("open").transition("back", t -> t.from("open").to("new").by(Role.AGENT)).build());
        assertThat(base().role(Role.AGENT).build()).as("a built-in role declared").isEqualTo(base);
    }

    @Test
    void theOrderOfCandidatesIsTheirMeaning() {
        Workflow one = base().transition("end", t -> t.from("open").to("closed").by(Role.AGENT).guard("a"))
                .transition("end", t -> t.from("open").to("solved").by(Role.AGENT).guard("b")).build();
        Workflow other = base().transition("end", t -> t.from("open").to("solved").by(Role.AGENT).guard("b"))
                .transition("end", t -> t.from("open").to("closed").by(Role.AGENT).guard("a")).build();
        assertThat(one).isNotEqualTo(other);
        assertThat(Workflow.fromJson(one.toJson())).isEqualTo(one);
        assertThat(Workflow.fromJson(other.toJson())).isEqualTo(other);
    }

    @Nested
    class ReadyMade {

        @Test
        void theStandardWorkflowIsThis() {
            Workflow standard = Workflow.standard();
            assertThat(standard.ref()).hasToString("standard@1");
            assertThat(standard.initial()).hasToString("new");
            assertThat(standard.statuses()).extracting(status -> status + "=" + status.phase()).containsExactly(
                    "new=NEW", "open=OPEN", "pending=PENDING", "on-hold=ON_HOLD", "solved=SOLVED", "closed=CLOSED");
            assertThat(rows(standard)).containsExactly("new --ask--> pending [agent][]",
                    "new --hold--> on-hold [agent][]", "new --reject--> closed [agent][reason]",
                    "new --solve--> solved [agent][resolution]", "new --start--> open [agent][]",
                    "open --ask--> pending [agent][]", "open --hold--> on-hold [agent][]",
                    "open --reject--> closed [agent][reason]", "open --solve--> solved [agent][resolution]",
                    "pending --give-up--> solved [][]", "pending --resume--> open [agent][]",
                    "pending --solve--> solved [agent][resolution]", "on-hold --resume--> open [agent][]",
                    "on-hold --solve--> solved [agent][resolution]", "solved --close--> closed [agent][]",
                    "solved --reopen--> open [agent][]");
            assertThat(standard.transitions()).allMatch(row -> row.guards().isEmpty());
            Effect answered = new Effect.ClearField("pending-reason");
            assertThat(standard.transitions()).filteredOn(row -> !row.effects().isEmpty())
                    .extracting(row -> row.from() + " " + row.action(), Transition::effects).containsExactly(
                            tuple("new solve", List.of(answered)), tuple("open solve", List.of(answered)),
                            tuple("pending give-up", List.of(answered)), tuple("pending resume", List.of(answered)),
                            tuple("pending solve", List.of(answered)), tuple("on-hold resume", List.of(answered)),
                            tuple("on-hold solve", List.of(answered)),
                            tuple("solved reopen", List.of(new Effect.ClearField("resolution"))));
            assertThat(standard.onCustomerReply(Phase.NEW)).isEqualTo(new ReplyRule.Keep());
            assertThat(standard.onCustomerReply(Phase.OPEN)).isEqualTo(new ReplyRule.Keep());
            assertThat(standard.onCustomerReply(Phase.PENDING)).isEqualTo(new ReplyRule.Take("resume"));
            assertThat(standard.onCustomerReply(Phase.ON_HOLD)).isEqualTo(new ReplyRule.Keep());
            assertThat(standard.onCustomerReply(Phase.SOLVED))
                    .isEqualTo(new ReplyRule.TakeWithin("reopen", Duration.ofDays(7)));
            assertThat(standard.onCustomerReply(Phase.CLOSED)).isEqualTo(new ReplyRule.FollowUp());
            assertThat(standard.timeRules(Phase.PENDING)).containsExactly(
                    TimeRule.remind(Phase.PENDING, Duration.ofDays(3)),
                    TimeRule.take(Phase.PENDING, Duration.ofDays(10), "give-up"));
            assertThat(standard.timeRules(Phase.SOLVED))
                    .containsExactly(TimeRule.take(Phase.SOLVED, Duration.ofDays(14), "close"));
        }

        @Test
        void theReturnsWorkflowIsThis() {
            Workflow returns = Workflow.returns();
            assertThat(returns.ref()).hasToString("returns@1");
            assertThat(returns.initial()).hasToString("requested");
            assertThat(returns.roles()).containsExactly(Role.of("accountant"));
            assertThat(returns.statuses()).extracting(status -> status + "=" + status.phase()).containsExactly(
                    "requested=NEW", "goods-received=OPEN", "approved=PENDING", "paid-out=SOLVED", "done=CLOSED",
                    "refused=CLOSED");
            assertThat(rows(returns)).containsExactly("requested --approve--> approved [agent][]",
                    "requested --refuse--> refused [agent][reason]",
                    "goods-received --pay-out--> paid-out [accountant][amount]",
                    "goods-received --refuse--> refused [agent][reason]", "approved --expire--> refused [][]",
                    "approved --receive-goods--> goods-received [agent][]",
                    "approved --refuse--> refused [agent][reason]", "paid-out --close--> done [agent][]",
                    "paid-out --reopen--> goods-received [agent][]");
            assertThat(returns.transitions()).filteredOn(row -> !row.effects().isEmpty())
                    .extracting(row -> row.from() + " " + row.action(), Transition::effects)
                    .containsExactly(tuple("paid-out reopen", List.of(new Effect.ClearField("amount"))));
            assertThat(returns.onCustomerReply(Phase.PENDING)).isEqualTo(new ReplyRule.Keep());
            assertThat(returns.onCustomerReply(Phase.SOLVED))
                    .isEqualTo(new ReplyRule.TakeWithin("reopen", Duration.ofDays(14)));
            assertThat(returns.timeRules(Phase.PENDING)).containsExactly(
                    TimeRule.remind(Phase.PENDING, Duration.ofDays(7)),
                    TimeRule.remind(Phase.PENDING, Duration.ofDays(14)),
                    TimeRule.take(Phase.PENDING, Duration.ofDays(30), "expire"));
            assertThat(returns.timeRules(Phase.SOLVED))
                    .containsExactly(TimeRule.take(Phase.SOLVED, Duration.ofDays(30), "close"));
        }
    }
}
