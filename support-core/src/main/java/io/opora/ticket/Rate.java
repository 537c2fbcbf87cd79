package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;

/**
 * Says how satisfied the requester is with the solution. Each solution is rated once and by nobody else; a rating does not
 * change, but a ticket that was reopened and solved anew can be rated anew. Only staff see it.
 *
 * @param score {@value #MIN_SCORE} (bad) to {@value #MAX_SCORE} (good); who asks for no more than good or bad uses these two
 * @param text why, in the requester's words; 1 to {@value #MAX_TEXT_LENGTH} characters
 */
public record Rate(
        @Min(value = Rate.MIN_SCORE, message = "must be " + Rate.MIN_SCORE + " to "
                + Rate.MAX_SCORE) @Max(value = Rate.MAX_SCORE, message = "must be "
                        + Rate.MIN_SCORE + " to " + Rate.MAX_SCORE) int score,
        Optional<@Text(max = Rate.MAX_TEXT_LENGTH) String> text) implements TicketCommand {

    /** The worst score. */
    public static final int MIN_SCORE = 1;

    /** The best score. */
    public static final int MAX_SCORE = 5;

    /** The longest text, in characters. */
    public static final int MAX_TEXT_LENGTH = 2_000;

    /** Checks that nothing is missing. */
    public Rate {
        requireNonNull(text, "text");
    }

    /**
     * A score alone.
     *
     * @param score {@value #MIN_SCORE} to {@value #MAX_SCORE}
     * @return the command
     */
    public static Rate of(int score) {
        return new Rate(score, Optional.empty());
    }

    /**
     * The same score with a text.
     *
     * @param value why
     * @return the command
     */
    public Rate withText(String value) {
        return new Rate(score, Optional.of(value));
    }
}
