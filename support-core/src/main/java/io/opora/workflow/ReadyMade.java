package io.opora.workflow;

import io.opora.access.Role;
import java.time.Duration;

/** The workflows that come with the library; immutable, so one of each is enough. */
final class ReadyMade {

    /** Why the customer is asked may be said when they are, and is over when they have answered. */
    private static final Effect NO_LONGER_PENDING = new Effect.ClearField("pending-reason");

    static final Workflow STANDARD = Workflow.builder("standard", 1)
            .status("new", Phase.NEW)
            .status("open", Phase.OPEN)
            .status("pending", Phase.PENDING)
            .status("on-hold", Phase.ON_HOLD)
            .status("solved", Phase.SOLVED)
            .status("closed", Phase.CLOSED)
            .initial("new")
            .transition("start", t -> t.from("new").to("open").by(Role.AGENT))
            .transition("ask", t -> t.from("new", "open").to("pending").by(Role.AGENT))
            .transition("hold", t -> t.from("new", "open").to("on-hold").by(Role.AGENT))
            .transition("resume", t -> t.from("pending", "on-hold").to("open").by(Role.AGENT).effect(NO_LONGER_PENDING))
            .transition("solve", t -> t.from("new", "open", "pending", "on-hold").to("solved").by(Role.AGENT)
                    .requires("resolution").effect(NO_LONGER_PENDING))
            .transition("give-up", t -> t.from("pending").to("solved").effect(NO_LONGER_PENDING))
            .transition("reopen", t -> t.from("solved").to("open").by(Role.AGENT)
                    .effect(new Effect.ClearField("resolution")))
            .transition("close", t -> t.from("solved").to("closed").by(Role.AGENT))
            .transition("reject", t -> t.from("new", "open").to("closed").by(Role.AGENT).requires("reason"))
            .onCustomerReply(Phase.PENDING, new ReplyRule.Take("resume"))
            .onCustomerReply(Phase.SOLVED, new ReplyRule.TakeWithin("reopen", Duration.ofDays(7)))
            .timeRule(TimeRule.remind(Phase.PENDING, Duration.ofDays(3)))
            .timeRule(TimeRule.take(Phase.PENDING, Duration.ofDays(10), "give-up"))
            .timeRule(TimeRule.take(Phase.SOLVED, Duration.ofDays(14), "close"))
            .build();

    /** A question while the parcel travels must not lose the status, so replies change nothing before the payment. */
    static final Workflow RETURNS = Workflow.builder("returns", 1)
            .role(Role.of("accountant"))
            .status("requested", Phase.NEW)
            .status("approved", Phase.PENDING)
            .status("goods-received", Phase.OPEN)
            .status("paid-out", Phase.SOLVED)
            .status("refused", Phase.CLOSED)
            .status("done", Phase.CLOSED)
            .initial("requested")
            .transition("approve", t -> t.from("requested").to("approved").by(Role.AGENT))
            .transition("receive-goods", t -> t.from("approved").to("goods-received").by(Role.AGENT))
            .transition("pay-out", t -> t.from("goods-received").to("paid-out").by(Role.of("accountant"))
                    .requires("amount"))
            .transition("refuse", t -> t.from("requested", "approved", "goods-received").to("refused").by(Role.AGENT)
                    .requires("reason"))
            .transition("expire", t -> t.from("approved").to("refused"))
            .transition("reopen", t -> t.from("paid-out").to("goods-received").by(Role.AGENT)
                    .effect(new Effect.ClearField("amount")))
            .transition("close", t -> t.from("paid-out").to("done").by(Role.AGENT))
            .onCustomerReply(Phase.SOLVED, new ReplyRule.TakeWithin("reopen", Duration.ofDays(14)))
            .timeRule(TimeRule.remind(Phase.PENDING, Duration.ofDays(7)))
            .timeRule(TimeRule.remind(Phase.PENDING, Duration.ofDays(14)))
            .timeRule(TimeRule.take(Phase.PENDING, Duration.ofDays(30), "expire"))
            .timeRule(TimeRule.take(Phase.SOLVED, Duration.ofDays(30), "close"))
            .build();

    private ReadyMade() {}
}
