package io.opora;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One reason for which a command was refused: a stable code for programs, facts for those who want to act on it, and a
 * sentence for people. A refusal lists every reason that applies.
 *
 * <p>
 * The sentence is put together only when somebody reads it, because most refusals are looked at by programs (which moves
 * may this agent make?) and must cost next to nothing.
 *
 * @param code a stable name of the rule that refused, such as {@code field-required}
 * @param template the sentence; each {@code {name}} in it stands for the fact of that name
 * @param facts the values that the rule looked at, by name
 */
public record Reason(String code, String template, Map<String, Object> facts) {

    /** Checks that nothing is missing and takes an unmodifiable copy of the facts. */
    public Reason {
        requireNonNull(code, "code");
        requireNonNull(template, "template");
        facts = Map.copyOf(facts);
    }

    /**
     * A reason without facts, which is what a guard written by hand usually returns.
     *
     * @param code a stable name of the rule
     * @param message the sentence for people
     * @return the reason
     */
    public static Reason of(String code, String message) {
        return new Reason(code, message, Map.of());
    }

    /** {@return the sentence with the facts filled in} */
    public String message() {
        StringBuilder message = new StringBuilder(template.length() + 32);
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            int close = template.indexOf('}', open);
            Object fact = close < 0 ? null : facts.get(template.substring(open + 1, close));
            if (fact == null) {
                message.append(template, from, open + 1);
                from = open + 1;
            } else {
                message.append(template, from, open).append(fact);
                from = close + 1;
            }
        }
        return message.append(template, from, template.length()).toString();
    }

    /** {@return code and sentence in one line} */
    @Override
    public String toString() {
        return code + ": " + message();
    }
}
