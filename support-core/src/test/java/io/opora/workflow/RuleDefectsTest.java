package io.opora.workflow;

import static io.opora.workflow.Defined.base;
import static io.opora.workflow.Defined.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.Violation;
import io.opora.access.Role;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RuleDefectsTest {

    private static final Duration DAY = Duration.ofDays(1);

    private static void assertOnly(Workflow.Builder builder, String path, String code, String message) {
        assertThat(refusalOf(builder)).containsExactly(new Violation(path, code, message));
    }

    @Nested
    class Replies {

        @Test
        void anActionThatSomeStatusOfThePhaseLacksIsRefusedNamingTheStatus() {
            assertOnly(base().status("waiting", Phase.PENDING)
                    .transition("wait", t -> t.from("open").to("waiting").by(Role.AGENT))
                    .transition("stop", t -> t.from("waiting").to("open").by(Role.AGENT))
                    .onCustomerReply(Phase.PENDING, new ReplyRule.Take("resume")), "onCustomerReply.PENDING.take",
                    "unknown-action", "there is no action 'resume' from waiting, which phase PENDING has");
        }

        @Test
        void aMisspeltActionIsRefusedWithTheNearest() {
            assertOnly(base().onCustomerReply(Phase.PENDING, new ReplyRule.TakeWithin("resum", DAY)),
                    "onCustomerReply.PENDING.take", "unknown-action",
                    "there is no action 'resum' from pending, which phase PENDING has; did you mean 'resume'?");
        }

        @Test
        void aRuleForAPhaseWithoutStatusesIsRefused() {
            assertOnly(base().onCustomerReply(Phase.ON_HOLD, new ReplyRule.Take("resume")),
                    "onCustomerReply.ON_HOLD.take", "phase-without-status",
                    "no status is in phase ON_HOLD, so this rule never acts");
        }

        @Test
        void aTransitionWithRequiredFieldsIsNotForRules() {
            assertOnly(base().transition("reopen", t -> t.from("solved").to("open").by(Role.AGENT).requires("reason"))
                    .onCustomerReply(Phase.SOLVED, new ReplyRule.Take("reopen")), "onCustomerReply.SOLVED.take",
                    "rule-needs-field", "'reopen' requires a field, and a rule fills in none");
        }

        @Test
        void aGuardIsAllowed() {
            assertThat(base().transition("reopen", t -> t.from("solved").to("open").guard("recent"))
                    .onCustomerReply(Phase.SOLVED, new ReplyRule.Take("reopen")).build().guardNames())
                    .containsExactly("recent");
        }

        @Test
        void aPhaseHasOneRule() {
            assertOnly(base().onCustomerReply(Phase.NEW, new ReplyRule.Keep())
                    .onCustomerReply(Phase.NEW, new ReplyRule.FollowUp()), "onCustomerReply.NEW",
                    "duplicate-reply-rule", "phase NEW has two reply rules");
        }

        @Test
        void aClosedTicketOnlyGetsAFollowUp() {
            String message = "a closed ticket stays closed: a reply to it can only become a follow-up ticket";
            assertOnly(base().onCustomerReply(Phase.CLOSED, new ReplyRule.Keep()), "onCustomerReply.CLOSED",
                    "reply-rule-closed", message);
            assertOnly(base().onCustomerReply(Phase.CLOSED, new ReplyRule.Take("wake")), "onCustomerReply.CLOSED",
                    "reply-rule-closed", message);
            assertThat(base().onCustomerReply(Phase.CLOSED, new ReplyRule.FollowUp()).build())
                    .isEqualTo(base().build());
        }

        @Test
        void withinIsPositiveAndBounded() {
            assertOnly(base().onCustomerReply(Phase.PENDING, new ReplyRule.TakeWithin("resume", Duration.ZERO)),
                    "onCustomerReply.PENDING.within", "duration",
                    "PT0S is no time to wait: more than nothing is needed");
            assertOnly(base().onCustomerReply(Phase.PENDING,
                    new ReplyRule.TakeWithin("resume", Duration.ofDays(36_500).plusSeconds(1))),
                    "onCustomerReply.PENDING.within", "duration", "P36500DT1S is too long: at most P36500D");
            assertThat(
                    base().onCustomerReply(Phase.PENDING, new ReplyRule.TakeWithin("resume", Duration.ofDays(36_500)))
                            .build().onCustomerReply(Phase.PENDING))
                    .isEqualTo(new ReplyRule.TakeWithin("resume", TimeRule.MAX_AFTER));
        }
    }

    @Nested
    class Time {

        @Test
        void anActionThatIsNotThereIsRefusedWithTheNearest() {
            assertOnly(base().timeRule(TimeRule.take(Phase.PENDING, DAY, "sovle")), "timeRules[0].take",
                    "unknown-action",
                    "there is no action 'sovle' from pending, which phase PENDING has; did you mean 'solve'?");
        }

        @Test
        void aRuleForAPhaseWithoutStatusesIsRefused() {
            String message = "no status is in phase ON_HOLD, so this rule never acts";
            assertOnly(base().timeRule(TimeRule.remind(Phase.ON_HOLD, DAY)), "timeRules[0].phase",
                    "phase-without-status", message);
            assertOnly(base().timeRule(TimeRule.take(Phase.ON_HOLD, DAY, "solve")), "timeRules[0].take",
                    "phase-without-status", message);
        }

        @Test
        void aTransitionWithRequiredFieldsIsNotForRules() {
            assertOnly(base().transition("drop", t -> t.from("pending").to("solved").by(Role.AGENT).requires("why"))
                    .timeRule(TimeRule.take(Phase.PENDING, DAY, "drop")), "timeRules[0].take", "rule-needs-field",
                    "'drop' requires a field, and a rule fills in none");
        }

        @Test
        void timeCannotAnswerAGuard() {
            assertOnly(base().transition("drop", t -> t.from("pending").to("solved").by(Role.AGENT).guard("lazy"))
                    .timeRule(TimeRule.take(Phase.PENDING, DAY, "drop")), "timeRules[0].take", "time-rule-guarded",
                    "'drop' has a guard, and time cannot answer one");
        }

        @Test
        void timeDoesNothingToAClosedTicket() {
            assertOnly(base().timeRule(TimeRule.remind(Phase.CLOSED, DAY)), "timeRules[0].phase", "time-rule-closed",
                    "a closed ticket stays closed: time does nothing in phase CLOSED");
        }

        @Test
        void theDurationIsPositiveAndBounded() {
            assertOnly(base().timeRule(TimeRule.remind(Phase.NEW, Duration.ofHours(-30))), "timeRules[0].after",
                    "duration", "PT-30H is no time to wait: more than nothing is needed");
            assertOnly(base().timeRule(TimeRule.remind(Phase.NEW, Duration.ofDays(36_500).plusNanos(1))),
                    "timeRules[0].after", "duration", "P36500DT0.000000001S is too long: at most P36500D");
            assertThat(base().timeRule(TimeRule.remind(Phase.NEW, Duration.ofNanos(1)))
                    .timeRule(TimeRule.remind(Phase.NEW, TimeRule.MAX_AFTER)).build().timeRules(Phase.NEW)).hasSize(2);
        }

        @Test
        void twoRulesAtOneMomentAreRefused() {
            assertOnly(base().timeRule(TimeRule.remind(Phase.NEW, Duration.ofHours(24)))
                    .timeRule(TimeRule.remind(Phase.OPEN, DAY))
                    .timeRule(TimeRule.take(Phase.NEW, DAY, "start")), "timeRules[2].after", "duplicate-time-rule",
                    "phase NEW has a rule after P1D already, at timeRules[0]");
        }

        @Test
        void nothingComesAfterARuleThatTakesAnAction() {
            assertOnly(base().timeRule(TimeRule.remind(Phase.NEW, Duration.ofDays(3)))
                    .timeRule(TimeRule.take(Phase.NEW, Duration.ofDays(2), "start"))
                    .timeRule(TimeRule.remind(Phase.NEW, DAY)), "timeRules[0].after", "never-reached-rule",
                    "timeRules[1] takes an action earlier, after P2D, so this one is never reached");
        }

        @Test
        void theEarliestRuleThatTakesAnActionCounts() {
            assertThat(refusalOf(base().timeRule(TimeRule.take(Phase.OPEN, Duration.ofDays(3), "solve"))
                    .timeRule(TimeRule.take(Phase.OPEN, Duration.ofDays(2), "ask")))).containsExactly(
                            new Violation("timeRules[0].after", "never-reached-rule",
                                    "timeRules[1] takes an action earlier, after P2D, so this one is never reached"));
        }

        @Test
        void aCircleThatTimeAloneDrivesIsRefused() {
            assertOnly(base().timeRule(TimeRule.take(Phase.NEW, DAY, "start"))
                    .timeRule(TimeRule.take(Phase.OPEN, DAY, "ask"))
                    .timeRule(TimeRule.take(Phase.PENDING, DAY, "resume")), "timeRules[1].take", "time-cycle",
                    "time alone would drive a ticket in a circle for ever: open -> pending -> open");
        }

        @Test
        void aCircleOfOneStatusIsOneToo() {
            assertOnly(base().transition("again", t -> t.from("open").to("open"))
                    .timeRule(TimeRule.take(Phase.OPEN, DAY, "again")), "timeRules[0].take", "time-cycle",
                    "time alone would drive a ticket in a circle for ever: open -> open");
        }

        @Test
        void aWayThatTimeDrivesToTheEndIsRight() {
            assertThat(base().timeRule(TimeRule.take(Phase.NEW, DAY, "start"))
                    .timeRule(TimeRule.take(Phase.OPEN, DAY, "ask"))
                    .timeRule(TimeRule.take(Phase.PENDING, DAY, "solve"))
                    .timeRule(TimeRule.take(Phase.SOLVED, DAY, "close")).build().timeRules(Phase.SOLVED))
                    .containsExactly(new TimeRule(Phase.SOLVED, DAY, Optional.of("close")));
        }

        @Test
        void aMisspeltTargetMakesNoCircle() {
            assertThat(refusalOf(base().transition("again", t -> t.from("open").to("opne"))
                    .timeRule(TimeRule.take(Phase.OPEN, DAY, "again")))).extracting(Violation::code)
                    .containsExactly("unknown-status");
        }
    }
}
