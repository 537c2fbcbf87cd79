package io.opora.ticket;

import io.opora.sla.BusinessCalendar;
import io.opora.sla.BusinessDays;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Puts a ticket aside until an instant, or takes it up again before. What the workflow does when time passes goes on
 * meanwhile. The ticket comes back when the instant is reached, a customer writes, or it is solved or closed.
 *
 * @param until when it comes back, in whole microseconds; in the future, and at most {@value #MAX_DAYS} days away; empty to
 *        take it up now
 */
public record Snooze(Optional<Instant> until) implements TicketCommand {

    /** How long a ticket may be put aside, in days. */
    public static final int MAX_DAYS = 3_650;

    /** Checks that nothing is missing and cuts the instant to microseconds. */
    public Snooze {
        until = until.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Puts a ticket aside.
     *
     * @param instant when it comes back
     * @return the command
     */
    public static Snooze until(Instant instant) {
        return new Snooze(Optional.of(instant));
    }

    /**
     * Puts a ticket aside for business days.
     *
     * @param days how many, and what time of the last one
     * @param calendar which days are business days
     * @param from since when they count: the present instant of the desk's clock
     * @return the command
     * @throws io.opora.sla.BusinessCalendar.HorizonException if there are not so many until the horizon of calendars
     */
    public static Snooze of(BusinessDays days, BusinessCalendar calendar, Instant from) {
        return until(calendar.add(from, days));
    }

    /** {@return a command that takes a ticket up again} */
    public static Snooze end() {
        return new Snooze(Optional.empty());
    }
}
