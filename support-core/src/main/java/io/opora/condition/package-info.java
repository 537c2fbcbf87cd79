/**
 * One small language for "does this concern us?", as data: routing, policies, templates and automation share it. A
 * {@link io.opora.condition.Condition} asks named {@link io.opora.condition.Facts}; a {@link io.opora.condition.Vocabulary}
 * says which facts there are, so that a misspelt one is found when a rule is written and not when it should have helped. Nothing
 * here knows tickets: whoever has something to decide about translates it into facts.
 *
 * {@snippet :
 * Vocabulary vocabulary = Vocabulary.builder()
 *         .declare("kind", Vocabulary.Type.TEXT, "technical", "financial")
 *         .declare("subject", Vocabulary.Type.TEXT)
 *         .declare("field.amount", Vocabulary.Type.NUMBER)
 *         .build();
 * Condition refund = Condition.all(Condition.in("kind", "financial"), Condition.words("subject", "refund*", "money back"));
 * vocabulary.require(refund);
 * Facts facts = Facts.builder().text("kind", "financial").text("subject", "Where are my refunds?").build();
 * if (refund.matches(facts)) {
 *     System.out.println(refund.because(facts));   // [in: kind is financial, words: subject has the words refund*]
 * }
 * }
 *
 * <h2>Facts</h2>
 * A fact has a name in the sense of {@link io.opora.Names}, or two joined by a dot: the field {@code amount} that a host added is
 * the fact {@code field.amount}. A part that asks for a fact which is not there, or is of another type, does not hold; so its
 * {@code not} does. An empty text and an empty set are not there.
 *
 * <h2>What is checked</h2>
 * A vocabulary refuses a condition with everything that is wrong, each with a path such as {@code all[1].in[0]}: {@code unknown-fact}
 * and {@code unknown-value} with the nearest right one, {@code wrong-type} with what can be asked of that type, {@code empty},
 * {@code duplicate}, {@code value}, {@code word}, {@code number}, {@code window}. A condition is at most
 * {@value io.opora.condition.Condition#MAX_DEPTH} deep ({@code too-deep}) and has at most
 * {@value io.opora.condition.Condition#MAX_SIZE} parts and values ({@code too-many}); one that is bigger cannot be made.
 *
 * <h2>The form of the JSON</h2>
 *
 * {@snippet lang=json :
 * { "all": [
 *     { "fact": "kind", "in": [ "financial", "technical" ] },
 *     { "fact": "subject", "words": [ "refund*", "money back" ] },
 *     { "any": [ { "fact": "tags", "contains": [ "vip" ] }, { "fact": "field.amount", ">=": 100 } ] },
 *     { "not": { "fact": "assignee", "present": true } },
 *     { "fact": "field.insured", "is": true },
 *     { "fact": "field.ordered", "<": "2026-01-31" },
 *     { "fact": "opened", "during": { "zone": "Europe/Moscow", "days": [ "SATURDAY", "SUNDAY" ] } },
 *     { "fact": "opened", "during": { "zone": "Europe/Moscow", "from": "22:00", "to": "06:00" } }
 * ] }
 * }
 *
 * <p>
 * {@code {"always": true}} holds whatever the facts are. A list holds if any of its values does: {@code in} asks whether the text is
 * one of them, {@code contains} whether the set has one of them, {@code words} whether one of them is in the text.
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.condition;

import org.jspecify.annotations.NullMarked;
