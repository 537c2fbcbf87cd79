package io.opora.workflow;

import static io.opora.workflow.Defined.NEXT;
import static io.opora.workflow.Defined.base;
import static io.opora.workflow.Defined.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.Role;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Names, references, duplicates, and the ways through the whole; {@link RuleDefectsTest} has the rules. */
class DefectsTest {

    private static final String FORM = ": lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters";

    private static void assertOnly(Workflow.Builder builder, String path, String code, String message) {
        assertThat(refusalOf(builder)).containsExactly(new Violation(path, code, message));
    }

    private static Workflow.Builder with(String action, Consumer<Transition.Builder> transition) {
        return base().transition(action, transition);
    }

    @Test
    void theBaseHasNoDefect() {
        assertThat(base().build().ref()).hasToString("base@3");
    }

    @Nested
    class Names {

        @Test
        void aMalformedIdAndVersionAreRefused() {
            Workflow.Builder builder = Workflow.builder("Base", 0).status("new", Phase.NEW).status("end", Phase.CLOSED)
                    .initial("new").transition("go", t -> t.from("new").to("end").by(Role.AGENT));
            assertThat(refusalOf(builder)).containsExactly(
                    new Violation("id", "workflow-id", "'Base' is no workflow id" + FORM),
                    new Violation("version", "workflow-version",
                            "0 is no version of a workflow: versions begin with 1"));
            assertThatThrownBy(builder::build).isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("Invalid workflow Base@0:\n  - id: 'Base'");
        }

        @Test
        void aMalformedStatusNameIsRefused() {
            assertOnly(base().status("On Hold", Phase.ON_HOLD), "statuses[5].name", "status-name",
                    "'On Hold' is no status name" + FORM);
        }

        @Test
        void aMalformedActionNameIsRefused() {
            assertOnly(with("Start!", t -> t.from("new").to("open").by(Role.AGENT)), "transitions[" + NEXT + "].action",
                    "action-name", "'Start!' is no action name" + FORM);
        }

        @Test
        void aMalformedGuardNameIsRefused() {
            assertOnly(with("jump", t -> t.from("new").to("open").by(Role.AGENT).guard("ok", "not_ok")),
                    "transitions[5].guards[1]", "guard-name", "'not_ok' is no guard name" + FORM);
        }

        @Test
        void aMalformedFieldNameIsRefused() {
            assertOnly(with("jump", t -> t.from("new").to("open").by(Role.AGENT).requires("order-no", "Order")),
                    "transitions[5].requires[1]", "field-name", "'Order' is no field name" + FORM);
        }

        @Test
        void aMalformedTagIsRefused() {
            String tooLong = "t".repeat(51);
            String form = " is no tag: 1 to 50 characters without blanks, commas and control characters";
            assertThat(refusalOf(with("jump", t -> t.from("new").to("open").by(Role.AGENT).effect(
                    new Effect.AddTag("VIP-\u043a\u043b\u0438\u0435\u043d\u0442"), new Effect.AddTag(" "),
                    new Effect.RemoveTag(tooLong), new Effect.RemoveTag("a\nb"), new Effect.AddTag("a,b"),
                    new Effect.AddTag("t".repeat(50))))))
                    .containsExactly(
                            new Violation("transitions[5].effects[1]", "tag", "' '" + form),
                            new Violation("transitions[5].effects[2]", "tag", "'" + tooLong + "'" + form),
                            new Violation("transitions[5].effects[3]", "tag", "'a?b'" + form),
                            new Violation("transitions[5].effects[4]", "tag", "'a,b'" + form));
        }

        @Test
        void aMalformedFieldToClearIsRefused() {
            assertOnly(with("jump", t -> t.from("new").to("open").by(Role.AGENT).effect(
                    new Effect.ClearField("order-no"), new Effect.ClearField("Order"))),
                    "transitions[5].effects[1]", "field-name", "'Order' is no field name" + FORM);
        }

        @Test
        void whateverIsNamedTwiceInATransitionIsRefused() {
            assertThat(refusalOf(with("jump", t -> t.from("new").to("open").by(Role.AGENT, Role.BOT, Role.AGENT)
                    .guard("g", "g").requires("f", "f").effect(new Effect.Unassign(), new Effect.Unassign()))))
                    .extracting(Violation::toString).containsExactly(
                            "transitions[5].by[2]: this is named twice",
                            "transitions[5].guards[1]: this is named twice",
                            "transitions[5].requires[1]: this is named twice",
                            "transitions[5].effects[1]: this is named twice")
                    .hasSize(4);
        }
    }

    @Nested
    class References {

        @Test
        void aStatusDefinedTwiceIsRefused() {
            assertOnly(base().status("open", Phase.ON_HOLD), "statuses[5].name", "duplicate-status",
                    "status 'open' is defined already, at statuses[1]");
        }

        @Test
        void aRoleDeclaredTwiceIsRefused() {
            assertOnly(base().role(Role.of("boss")).role(Role.AGENT).role(Role.of("boss")), "roles[2]", "duplicate",
                    "role 'boss' is declared twice");
        }

        @Test
        void anUnknownTargetIsRefusedWithTheNearestStatus() {
            assertOnly(with("jump", t -> t.from("new").to("slved").by(Role.AGENT)), "transitions[5].to",
                    "unknown-status", "'slved' is no status of this workflow; did you mean 'solved'?");
        }

        @Test
        void anUnknownSourceIsRefusedWithTheNearestStatus() {
            assertOnly(with("jump", t -> t.from("new", "opne").to("solved").by(Role.AGENT)), "transitions[5].from[1]",
                    "unknown-status", "'opne' is no status of this workflow; did you mean 'open'?");
        }

        @Test
        void whereNothingIsNearTheMessageListsWhatThereIs() {
            assertOnly(with("jump", t -> t.from("new").to("elsewhere").by(Role.AGENT)), "transitions[5].to",
                    "unknown-status",
                    "'elsewhere' is no status of this workflow; there is new, open, pending, solved, closed");
        }

        @Test
        void anUnknownRoleIsRefusedWithTheNearest() {
            assertOnly(base().role(Role.of("accountant")).transition("jump",
                    t -> t.from("new").to("open").by(Role.AGENT, Role.of("acountant"))), "transitions[5].by[1]",
                    "unknown-role", "'acountant' is no role of this workflow; did you mean 'accountant'?");
            assertOnly(with("jump", t -> t.from("new").to("open").by(Role.of("agents"))), "transitions[5].by[0]",
                    "unknown-role", "'agents' is no role of this workflow; did you mean 'agent'?");
        }

        @Test
        void aTransitionWithoutEndsIsRefused() {
            assertThat(refusalOf(with("jump", t -> t.by(Role.AGENT)))).containsExactly(
                    new Violation("transitions[5].from", "missing", "the statuses it leads out of are missing"),
                    new Violation("transitions[5].to", "missing", "the status it leads to is missing"));
        }

        @Test
        void aMissingInitialStatusIsRefused() {
            assertOnly(Workflow.builder("x", 1).status("new", Phase.NEW).status("end", Phase.CLOSED).transition("go",
                    t -> t.from("new").to("end").by(Role.AGENT)), "initial", "missing",
                    "the initial status is missing: the status of a new ticket");
        }

        @Test
        void anUnknownInitialStatusIsRefusedWithTheNearest() {
            assertOnly(base().initial("neu"), "initial", "unknown-status",
                    "'neu' is no status of this workflow; did you mean 'new'?");
        }

        @Test
        void anInitialStatusIsNewOrOpen() {
            Workflow.Builder pending = base().initial("pending").transition("back",
                    t -> t.from("open").to("new").by(Role.AGENT));
            assertOnly(pending, "initial", "initial-phase",
                    "the initial status 'pending' is in phase PENDING: a new ticket begins in phase NEW or OPEN");
            assertThat(base().initial("open").transition("back", t -> t.from("open").to("new").by(Role.AGENT)).build()
                    .initial()).isEqualTo(new Status("open", Phase.OPEN));
        }
    }

    @Nested
    class Transitions {

        @Test
        void aTransitionDefinedTwiceIsRefused() {
            assertOnly(with("solve", t -> t.from("pending").to("solved").by(Role.AGENT)), "transitions[5]",
                    "duplicate-transition",
                    "'solve' from 'pending' is defined already, the same in everything, at transitions[3]");
            assertOnly(with("jump", t -> t.from("new", "new").to("open").by(Role.AGENT)), "transitions[5]",
                    "duplicate-transition",
                    "'jump' from 'new' is defined already, the same in everything, at transitions[5]");
        }

        @Test
        void twinsWithTheSameGuardAreRefusedToo() {
            assertThat(refusalOf(base()
                    .transition("jump", t -> t.from("new").to("open").by(Role.AGENT).guard("a"))
                    .transition("jump", t -> t.from("new").to("open").by(Role.AGENT).guard("a"))))
                    .extracting(Violation::path, Violation::code)
                    .containsExactly(tuple("transitions[6]",
                            "duplicate-transition"));
        }

        @Test
        void twoTransitionsWithoutGuardAreAmbiguousEvenWithDifferentRoles() {
            assertOnly(with("solve", t -> t.from("open").to("closed").by(Role.BOT)), "transitions[5]",
                    "ambiguous-transition", "'solve' from 'open' has no guard at transitions[3], so this one is never"
                            + " reached: at most one transition for an action and status has no guard, and it comes last");
        }

        @Test
        void aGuardAfterATransitionWithoutOneIsNeverReached() {
            assertOnly(with("solve", t -> t.from("open").to("closed").by(Role.AGENT).guard("spam")), "transitions[5]",
                    "never-reached-transition", "'solve' from 'open' has no guard at transitions[3], so this one is"
                            + " never reached: at most one transition for an action and status has no guard, and it"
                            + " comes last");
        }

        @Test
        void guardedCandidatesBeforeOneWithoutGuardAreRight() {
            Workflow workflow = base()
                    .transition("end", t -> t.from("open").to("closed").by(Role.AGENT).guard("spam"))
                    .transition("end", t -> t.from("open").to("solved").by(Role.AGENT).guard("ham"))
                    .transition("end", t -> t.from("open").to("pending").by(Role.AGENT)).build();
            assertThat(workflow.transitionsFrom(new Status("open", Phase.OPEN))).extracting(Transition::toString)
                    .containsExactly("open --ask--> pending", "open --end--> closed", "open --end--> solved",
                            "open --end--> pending", "open --solve--> solved");
        }

        @Test
        void aTransitionThatNobodyMayTakeIsRefused() {
            assertOnly(with("jump", t -> t.from("new", "open").to("solved")).onCustomerReply(Phase.NEW,
                    new ReplyRule.Take("jump")), "transitions[5].by", "nobody-may-take",
                    "nobody has the right to take 'jump' from 'open': give it to a role, or let a reply rule or time"
                            + " rule take it");
        }
    }

    @Nested
    class Ways {

        @Test
        void anUnreachableStatusIsRefused() {
            assertOnly(base().status("lost", Phase.OPEN).transition("end",
                    t -> t.from("lost").to("closed").by(Role.AGENT)), "statuses[5]", "unreachable-status",
                    "no way leads from the initial status 'new' to 'lost'");
        }

        @Test
        void aStatusThatOnlyARuleReachesIsReachable() {
            assertThat(base().status("forgotten", Phase.CLOSED)
                    .transition("forget", t -> t.from("pending").to("forgotten"))
                    .timeRule(TimeRule.take(Phase.PENDING, Duration.ofDays(1), "forget")).build()
                    .statuses()).hasSize(6);
        }

        @Test
        void aDeadEndIsRefused() {
            assertOnly(with("park", t -> t.from("open").to("parked").by(Role.AGENT)).status("parked", Phase.ON_HOLD),
                    "statuses[5]", "dead-end-status", "nothing leads out of 'parked', and it is not closed");
        }

        @Test
        void aReachableStatusWithoutAWayToAClosedOneIsRefused() {
            assertThat(refusalOf(with("park", t -> t.from("open").to("parked").by(Role.AGENT))
                    .status("parked", Phase.ON_HOLD).status("garage", Phase.ON_HOLD)
                    .transition("move", t -> t.from("parked").to("garage").by(Role.AGENT))
                    .transition("back", t -> t.from("garage").to("parked").by(Role.AGENT)))).containsExactly(
                            new Violation("statuses[5]", "no-way-to-closed",
                                    "no way leads from 'parked' to a closed status"),
                            new Violation("statuses[6]", "no-way-to-closed",
                                    "no way leads from 'garage' to a closed status"));
        }

        @Test
        void aWorkflowWithoutAClosedStatusIsRefused() {
            assertOnly(Workflow.builder("x", 1).status("new", Phase.NEW).status("solved", Phase.SOLVED).initial("new")
                    .transition("solve", t -> t.from("new").to("solved").by(Role.AGENT))
                    .transition("reopen", t -> t.from("solved").to("new").by(Role.AGENT)), "statuses",
                    "no-closed-status", "no status is in phase CLOSED: tickets could never end");
        }

        @Test
        void nothingLeadsOutOfAClosedStatus() {
            assertOnly(with("wake", t -> t.from("closed").to("open").by(Role.AGENT)), "transitions[5].from",
                    "exit-from-closed", "'wake' leads out of 'closed', which is closed for good");
        }
    }

    @Nested
    class Together {

        @Test
        void everyDefectIsListedAtOnceInTheOrderOfTheDefinition() {
            Workflow.Builder builder = Workflow.builder("Broken", 1)
                    .status("new", Phase.NEW).status("lost", Phase.OPEN).status("stuck", Phase.ON_HOLD)
                    .status("closed", Phase.CLOSED)
                    .initial("nwe")
                    .transition("park", t -> t.from("new").to("stuk").by(Role.AGENT))
                    .transition("end", t -> t.from("new", "lost").to("closed").by(Role.of("agnet")))
                    .transition("wake", t -> t.from("closed").to("new"))
                    .onCustomerReply(Phase.ON_HOLD, new ReplyRule.Take("wake"))
                    .timeRule(TimeRule.take(Phase.NEW, Duration.ZERO, "edn"));
            assertThat(refusalOf(builder)).extracting(violation -> violation.path() + " " + violation.code())
                    .containsExactly("id workflow-id", "statuses[1] unreachable-status",
                            "statuses[2] dead-end-status", "initial unknown-status", "transitions[0].to unknown-status",
                            "transitions[1].by[0] unknown-role", "transitions[2].by nobody-may-take",
                            "transitions[2].from exit-from-closed", "onCustomerReply.ON_HOLD.take unknown-action",
                            "timeRules[0].after duration", "timeRules[0].take unknown-action");
        }

        @Test
        void aMisspeltStatusDragsNoOtherDefectBehindIt() {
            assertThat(refusalOf(Workflow.builder("x", 1).status("new", Phase.NEW).status("closed", Phase.CLOSED)
                    .initial("new").transition("end", t -> t.from("mew").to("close").by(Role.AGENT))))
                    .extracting(Violation::code).containsExactly("unknown-status", "unknown-status");
            // neither an exit from a closed status nor a twin, for nobody wrote one
            assertThat(refusalOf(with("solve", t -> t.from("opem", "closde").to("solved").by(Role.AGENT))))
                    .extracting(Violation::code).containsExactly("unknown-status", "unknown-status");
        }

        @Test
        void anEmptyDefinitionIsRefused() {
            assertThat(refusalOf(Workflow.builder("x", 1))).extracting(Violation::code)
                    .containsExactly("no-closed-status", "missing");
        }
    }
}
