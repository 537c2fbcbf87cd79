package io.opora.sla;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * Where holidays come from. A calendar asks while it is built and keeps the dates, so that it goes on giving the same
 * answers whatever becomes of the source. {@link JollydayHolidays} knows countries and regions; the methods here read files.
 */
@FunctionalInterface
public interface HolidaySource {

    /**
     * The holidays of a year.
     *
     * @param year the year
     * @return the holidays of that year in any order; two on one date are allowed
     */
    List<Holiday> holidays(int year);

    /**
     * A date on which a calendar is closed.
     *
     * @param date the date
     * @param name what it is called; appears in explanations
     */
    record Holiday(LocalDate date, String name) {

        /** Checks that nothing is missing. */
        public Holiday {
            requireNonNull(date, "date");
            requireNonNull(name, "name");
        }
    }

    /**
     * The all-day events of an iCalendar text (RFC 5545), which is what calendar programs export and authorities publish.
     * Events with a time of day and cancelled ones are left out. Of the rules for repetition {@code FREQ=YEARLY} is understood
     * with {@code INTERVAL}, {@code COUNT}, {@code UNTIL}, {@code BYMONTH}, {@code BYMONTHDAY} and numbered weekdays in
     * {@code BYDAY}, besides {@code RDATE} and {@code EXDATE}.
     *
     * @param text the text, at most 2,000,000 characters and 10,000 events
     * @return its holidays
     * @throws io.opora.InvalidInputException listing each line that cannot be read, and each event with a rule that is not
     *         understood: better refused than wrong
     */
    static HolidaySource iCalendar(String text) {
        return ICalendar.parse(requireNonNull(text, "text"));
    }

    /**
     * The same, from a file in UTF-8.
     *
     * @param file the file
     * @return its holidays
     * @throws IOException if the file cannot be read
     * @throws io.opora.InvalidInputException if it is no such text
     */
    static HolidaySource iCalendar(Path file) throws IOException {
        return ICalendar.read(requireNonNull(file, "file"));
    }
}
