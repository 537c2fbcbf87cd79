package io.opora.sla;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;

/**
 * A number of business days, which is not a number of hours: the n-th date after another on which a calendar has open time.
 *
 * @param count how many, from 1 to {@value #MAX_COUNT}
 * @param until at which instant of the last one they are over
 */
public record BusinessDays(int count, Until until) {

    /** The most days. */
    public static final int MAX_COUNT = 10_000;

    /** At which instant of a date a number of business days is over. */
    public enum Until {
        /**
         * When the wall clock shows what it showed at the start, be that open or not. A time that the clocks skip on that date
         * is moved on by as much as they skip; of a time that comes twice it is the first.
         */
        SAME_TIME,
        /** When the last hours of that date close. */
        END_OF_DAY
    }

    /**
     * Checks the count.
     *
     * @throws InvalidInputException if it is out of bounds
     */
    public BusinessDays {
        requireNonNull(until, "until");
        if (count < 1 || count > MAX_COUNT) {
            throw new InvalidInputException("business days", new Violation("count", "count",
                    count + " is no number of business days: 1 to " + MAX_COUNT));
        }
    }

    /**
     * A number of days, over at the same time of the last one.
     *
     * @param count how many, from 1 to {@value #MAX_COUNT}
     * @return the days
     * @throws InvalidInputException if the count is out of bounds
     */
    public static BusinessDays of(int count) {
        return new BusinessDays(count, Until.SAME_TIME);
    }

    /** {@return the same number of days, over when the last one closes} */
    public BusinessDays untilEndOfDay() {
        return new BusinessDays(count, Until.END_OF_DAY);
    }
}
