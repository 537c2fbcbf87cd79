package io.opora.condition;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * Keeps conditions small while they are made, so that nobody who walks through one, not even {@code equals}, has to fear for the
 * stack or the time.
 */
final class Limits {

    /** Digits before and after the point; nothing that a desk counts has more. */
    private static final int MAX_WHOLE_DIGITS = 18;
    private static final int MAX_SCALE = 9;
    static final String NUMBER_FORM = "at most " + MAX_WHOLE_DIGITS + " digits before the point and " + MAX_SCALE
            + " after it";

    private Limits() {}

    /** Refuses a condition with these parts if it would be too deep or too big. */
    static void require(List<Condition> parts) {
        int depth = 1;
        int size = 1;
        for (Condition part : parts) {
            depth = Math.max(depth, 1 + depth(part));
            size += size(part);
        }
        if (depth > Condition.MAX_DEPTH) {
            refuse("too-deep", "conditions that stand " + depth + " deep in each other are too deep: at most "
                    + Condition.MAX_DEPTH);
        }
        requireSize(size);
    }

    /** Refuses a condition with this many values if it would be too big. */
    static void require(int values) {
        requireSize(1 + values);
    }

    private static void requireSize(int size) {
        if (size > Condition.MAX_SIZE) {
            refuse("too-many", size + " parts and values are too many: at most " + Condition.MAX_SIZE);
        }
    }

    private static void refuse(String code, String message) {
        throw new InvalidInputException("condition", new Violation("", code, message));
    }

    private static int depth(Condition condition) {
        int deepest = 0;
        for (Condition part : parts(condition)) {
            deepest = Math.max(deepest, depth(part));
        }
        return 1 + deepest;
    }

    private static int size(Condition condition) {
        int size = switch (condition) {
            case Condition.In in -> 1 + in.values().size();
            case Condition.Contains contains -> 1 + contains.values().size();
            case Condition.HasWords words -> 1 + words.words().size();
            case Condition.All all -> 1;
            case Condition.Any any -> 1;
            case Condition.Not not -> 1;
            case Condition.Always always -> 1;
            case Condition.Is is -> 1;
            case Condition.Compare compare -> 1;
            case Condition.During during -> 1;
            case Condition.Present present -> 1;
        };
        for (Condition part : parts(condition)) {
            size += size(part);
        }
        return size;
    }

    static void collectFacts(Condition condition, Set<String> facts) {
        if (condition instanceof Condition.Leaf leaf) {
            facts.add(leaf.fact());
        }
        parts(condition).forEach(part -> collectFacts(part, facts));
    }

    private static List<Condition> parts(Condition condition) {
        return switch (condition) {
            case Condition.All(List<Condition> parts) -> parts;
            case Condition.Any(List<Condition> parts) -> parts;
            case Condition.Not(Condition part) -> List.of(part);
            case Condition.Always always -> List.of();
            case Condition.Leaf leaf -> List.of();
        };
    }

    static boolean isPlain(BigDecimal number) {
        return number.precision() - number.scale() <= MAX_WHOLE_DIGITS && number.scale() <= MAX_SCALE;
    }

    /** The number as JSON has it: no exponent, no zeros at the end. One beyond all measure stays as it is, to be refused. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return isPlain(stripped) && stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
