package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A ticket that a request probably repeats. What is made of it is for people to say: nothing is ever merged by itself.
 *
 * @param ticket the ticket
 * @param number its number
 * @param score how likely it is, above 0 and at most 1: each reason has a score of its own, and together they are as likely as
 *        one of several independent events
 * @param reasons what speaks for it, at least one: {@code same-requester} (score 0.3), {@code same-order-number} (0.6),
 *        {@code similar-wording} (as much as the wordings share); each has its score among its facts
 */
public record Duplicate(TicketId ticket, TicketNumber number, double score, List<Reason> reasons) {

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public Duplicate {
        requireNonNull(ticket, "ticket");
        requireNonNull(number, "number");
        reasons = List.copyOf(reasons);
    }

    /** {@return number, score and the codes of the reasons: order numbers do not belong into logs} */
    @Override
    public String toString() {
        return "Duplicate[" + number + ", score " + score + ", " + reasons.stream().map(Reason::code).toList() + "]";
    }

    /**
     * What a desk takes for a sign that a request was made before.
     *
     * @param window how far back to look; more than nothing, at most {@value #MAX_WINDOW_DAYS} days
     * @param orderNumber what an order number looks like; has to be quick on any text
     * @param likeness the share of three-letter sequences that two texts must have in common to count as alike; more than 0, at
     *        most 1
     */
    public record Rules(Duration window, Pattern orderNumber, double likeness) {

        /** The longest window, in days. */
        public static final int MAX_WINDOW_DAYS = 366;

        /** Two weeks; 5 to 12 digits behind up to four capital letters; one half. */
        public static final Rules STANDARD = new Rules(Duration.ofDays(14),
                Pattern.compile("(?<![\\p{L}\\p{N}+])(?:\\p{Lu}{1,4}-?)?\\p{Nd}{5,12}(?![\\p{L}\\p{N}])"), 0.5);

        /**
         * Checks the values.
         *
         * @throws InvalidInputException listing everything that is out of range
         */
        public Rules {
            requireNonNull(window, "window");
            requireNonNull(orderNumber, "orderNumber");
            List<Violation> violations = new ArrayList<>();
            if (!window.isPositive() || window.compareTo(Duration.ofDays(MAX_WINDOW_DAYS)) > 0) {
                violations.add(new Violation("window", "range",
                        "must be more than nothing and at most " + MAX_WINDOW_DAYS + " days, not " + window));
            }
            if (!(likeness > 0 && likeness <= 1)) {
                violations.add(new Violation("likeness", "range",
                        "must be more than 0 and at most 1, not " + likeness));
            }
            if (!violations.isEmpty()) {
                throw new InvalidInputException("duplicate rules", violations);
            }
        }
    }
}
