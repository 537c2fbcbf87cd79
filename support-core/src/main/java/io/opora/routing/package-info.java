/**
 * Who gets a request, and what a desk does by itself, as data that is checked before it works: {@link io.opora.routing.RuleSet}
 * sorts requests, {@link io.opora.routing.Assignment} chooses an agent, a {@link io.opora.routing.Macro} is a list of steps taken as
 * one, and {@link io.opora.routing.Automation} applies macros when something happens or time passes. All of them decide and none
 * of them acts, so that each can be tried on any request. None knows tickets: they speak of facts and names, and whoever uses them
 * translates.
 *
 * {@snippet :
 * Vocabulary vocabulary = Vocabulary.builder().declare("subject", Vocabulary.Type.TEXT)
 *         .declare("kind", Vocabulary.Type.TEXT, "technical", "financial").build();
 * RuleSet rules = RuleSet.builder("front-door", 1)
 *         .rule("refunds", Condition.words("subject", "refund*", "money back"), r -> r.kind("financial").tags("refund"))
 *         .rule("money", Condition.in("kind", "financial"), r -> r.team("billing").stop())
 *         .rule("rest", Condition.always(), r -> r.team("front-desk"))
 *         .build(vocabulary);
 * RuleSet.Outcome outcome = rules.decide(Facts.builder().text("subject", "Refund, please").build());
 * System.out.println(outcome.team());       // Optional[billing]
 * outcome.spoken().forEach(spoken -> System.out.println(spoken.rule().id() + ": " + spoken.because()));
 * }
 *
 * <h2>What is checked</h2>
 * Each definition, written in Java or in JSON, is refused with a list of everything that is wrong (the first 1,000 findings), each
 * with a path such as {@code rules[3].when.all[0].in[1]}, and the name that was most likely meant. The codes, besides those of
 * {@link io.opora.condition conditions}:
 * <ul>
 * <li>everywhere: {@code id}, {@code version}, {@code name}, {@code tag}, {@code too-many}, {@code duplicate}, {@code empty},
 * {@code unknown-value}, {@code json-too-long}</li>
 * <li>rule sets: {@code rule-id}, {@code duplicate-rule} (the same name, or the same content), {@code no-effect},
 * {@code unreachable-rule} (behind one that always stops, or that stops on the same condition with nothing in between that could
 * change the answer)</li>
 * <li>macros: {@code text}, {@code placeholder}, {@code unknown-placeholder}, {@code unknown-action}, {@code unknown-field},
 * {@code wrong-type}, {@code duplicate-step} (a later one undoes an earlier one)</li>
 * <li>automation: {@code rule-id}, {@code duplicate-rule}, {@code unknown-event}, {@code unknown-macro}, {@code needs-a-person},
 * {@code duration}, {@code rule-without-status}, {@code rules-without-end}</li>
 * </ul>
 * Limits: {@value io.opora.routing.RuleSet#MAX_RULES} rules of a rule set and {@value io.opora.routing.Automation#MAX_RULES} of
 * automation, {@value io.opora.routing.Macro#MAX_STEPS} steps of a macro, 20 tags in one place, 1,000,000 characters of JSON.
 *
 * <h2>The form of the JSON</h2>
 * A rule set:
 *
 * {@snippet lang=json :
 * { "id": "front-door", "version": 1, "rules": [
 *     { "id": "refunds", "when": { "fact": "subject", "words": [ "refund*" ] },
 *       "kind": "financial", "team": "billing", "priority": "high", "tags": [ "refund" ], "stop": true } ] }
 * }
 *
 * A macro, with each kind of step:
 *
 * {@snippet lang=json :
 * { "id": "refund", "title": "Promise a refund", "steps": [
 *     { "reply": "Dear {{customer}}, you will have your money back." },
 *     { "note": "Refund of {{field.amount}}" },
 *     { "take": "solve", "fields": { "resolution": "refunded" } },
 *     { "assign": { "team": "billing", "agent": "anna" } },
 *     { "priority": "high" },
 *     { "tags": { "add": [ "refund" ], "remove": [ "new" ] } },
 *     { "field": "refunded", "value": "true" } ] }
 * }
 *
 * {@code {"assign-to-actor": true}} hands the ticket to whoever applies the macro; a {@code field} without {@code value} loses the one
 * it has. Automation:
 *
 * {@snippet lang=json :
 * { "id": "house-rules", "version": 1, "rules": [
 *     { "id": "thank", "on": "opened", "when": { "always": true }, "macro": "thank" },
 *     { "id": "remind", "after": "P3D", "when": { "fact": "phase", "in": [ "pending" ] }, "macro": "remind" } ] }
 * }
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.routing;

import org.jspecify.annotations.NullMarked;
