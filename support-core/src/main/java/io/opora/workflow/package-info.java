/**
 * The course of a ticket as data: {@link io.opora.workflow.Workflow} holds statuses, transitions and rules, knows no
 * storage and no ticket, and is checked as a whole before it exists. {@link io.opora.workflow.Lifecycle} binds its guards
 * to code and decides moves; {@link io.opora.workflow.WorkflowMap} takes tickets from one workflow to another.
 *
 * {@snippet :
 * Workflow workflow = Workflow.builder("orders", 1)
 *         .status("new", Phase.NEW)
 *         .status("solved", Phase.SOLVED)
 *         .status("closed", Phase.CLOSED)
 *         .initial("new")
 *         .transition("solve", t -> t.from("new").to("solved").by(Role.AGENT).guard("order-paid").requires("resolution"))
 *         .transition("reopen", t -> t.from("solved").to("new").by(Role.AGENT))
 *         .transition("close", t -> t.from("solved").to("closed"))
 *         .onCustomerReply(Phase.SOLVED, new ReplyRule.TakeWithin("reopen", Duration.ofDays(7)))
 *         .timeRule(TimeRule.take(Phase.SOLVED, Duration.ofDays(14), "close"))
 *         .build();
 * Lifecycle<Order> lifecycle = Lifecycle.of(workflow, Map.of("order-paid",
 *         order -> order.paid() ? Optional.empty() : Optional.of(Reason.of("order-unpaid", "The order is not paid"))));
 * switch (lifecycle.decide(workflow.initial(), "solve", agent.roles(), Set.of("resolution"), order)) {
 *     case Lifecycle.MoveDecision.Taken(Transition transition) -> System.out.println("now " + transition.to());
 *     case Lifecycle.MoveDecision.Denied(List<Reason> reasons) -> reasons.forEach(System.out::println);
 * }
 * }
 *
 * <h2>What is checked</h2>
 * A workflow, written in Java or in JSON, is refused with a list of everything that is wrong (the first 1,000 findings),
 * each with a path into the definition such as {@code transitions[3].to}, and the name that was most likely meant. The
 * codes:
 * <ul>
 * <li>names and numbers: {@code workflow-id}, {@code workflow-version}, {@code role-name}, {@code status-name},
 * {@code action-name}, {@code guard-name}, {@code field-name}, {@code tag}, {@code duration}, {@code too-many};
 * {@code missing}, {@code duplicate}, {@code duplicate-status}, {@code unknown-status}, {@code unknown-role}</li>
 * <li>{@code initial-phase}: the initial status is not in phase NEW or OPEN</li>
 * <li>{@code unreachable-status}, {@code dead-end-status}, {@code no-closed-status}, {@code no-way-to-closed},
 * {@code exit-from-closed}: over all transitions, whoever or whatever takes them</li>
 * <li>{@code duplicate-transition}: two that are the same in everything; {@code ambiguous-transition}: two without a
 * guard for one status and action; {@code never-reached-transition}: one with a guard after one without. The rule: at
 * most one transition for a status and action has no guard, and it comes last, whatever their roles and fields</li>
 * <li>{@code nobody-may-take}: no role has the right, and no rule takes it</li>
 * <li>reply rules and time rules: {@code unknown-action} (not every status of the phase has it),
 * {@code phase-without-status}, {@code rule-needs-field}, {@code duplicate-reply-rule}, {@code reply-rule-closed},
 * {@code time-rule-closed}, {@code time-rule-guarded}, {@code duplicate-time-rule}, {@code never-reached-rule} (an earlier
 * one takes an action), {@code time-cycle}</li>
 * </ul>
 * Limits: {@value io.opora.workflow.Workflow#MAX_STATUSES} statuses,
 * {@value io.opora.workflow.Workflow#MAX_TRANSITIONS} transitions, {@value io.opora.workflow.Workflow#MAX_ROLES} roles,
 * {@value io.opora.workflow.Workflow#MAX_TIME_RULES} time rules; in a transition
 * {@value io.opora.workflow.Transition#MAX_GUARDS} guards,
 * {@value io.opora.workflow.Transition#MAX_REQUIRED_FIELDS} required fields and
 * {@value io.opora.workflow.Transition#MAX_EFFECTS} effects;
 * {@value io.opora.workflow.Workflow#MAX_JSON_LENGTH} characters of JSON, nested at most 20 deep ({@code json-too-long},
 * {@code json-limit}).
 *
 * <h2>The form of the JSON</h2>
 *
 * {@snippet lang=json :
 * {
 *   "id": "orders",
 *   "version": 1,
 *   "roles": [ "accountant" ],
 *   "statuses": [ { "name": "new", "phase": "NEW" }, { "name": "closed", "phase": "CLOSED" } ],
 *   "initial": "new",
 *   "transitions": [ {
 *     "action": "close",
 *     "from": [ "new" ],
 *     "to": "closed",
 *     "by": [ "agent", "accountant" ],
 *     "guards": [ "order-paid" ],
 *     "requires": [ "resolution" ],
 *     "effects": [ "assign-to-actor", "unassign", { "add-tag": "vip" }, { "remove-tag": "urgent" },
 *                  { "clear-field": "resolution" } ]
 *   } ],
 *   "onCustomerReply": { "NEW": "keep", "SOLVED": { "take": "reopen", "within": "P7D" }, "CLOSED": "follow-up" },
 *   "timeRules": [ { "phase": "NEW", "after": "P3D", "remind": true },
 *                  { "phase": "SOLVED", "after": "P14D", "take": "close" } ]
 * }
 * }
 *
 * <p>
 * {@code roles}, {@code by}, {@code guards}, {@code requires}, {@code effects}, {@code onCustomerReply} and
 * {@code timeRules} may be left out. Reading is strict: {@code json-syntax} and {@code duplicate-field} (with line and
 * column; they end the reading), {@code unknown-field}, {@code missing}, {@code wrong-type}, {@code unknown-value},
 * {@code duration}. What the checks above find is added if all that is there has the right form.
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.workflow;

import org.jspecify.annotations.NullMarked;
