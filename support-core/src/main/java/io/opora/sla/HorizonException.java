package io.opora.sla;

import io.opora.SupportException;
import java.time.Instant;

/**
 * A calendar was asked for an instant that it does not know: one before {@link BusinessCalendar#EARLIEST} or at or after
 * {@link BusinessCalendar#HORIZON}, or one that would lie there, because there is not enough open time until then.
 */
public final class HorizonException extends SupportException {

    private static final long serialVersionUID = 1L;

    private HorizonException(String message) {
        super(message);
    }

    static HorizonException outside(Instant instant) {
        return new HorizonException(instant + " is outside of what a calendar knows: from " + BusinessCalendar.EARLIEST
                + " until before " + BusinessCalendar.HORIZON);
    }

    static HorizonException unreachable(String what, Instant from, Instant until) {
        return new HorizonException("This calendar has no " + what + " of open time between " + from + " and " + until
                + ", which is as far as it knows: look at its hours and closed dates");
    }
}
