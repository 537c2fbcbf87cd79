package io.opora.sla;

import static java.util.Objects.requireNonNull;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.opora.InvalidInputException;
import io.opora.Spelling;
import io.opora.Violation;
import java.time.Year;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The public holidays of countries and regions, as <a href="https://github.com/focus-shift/jollyday">Jollyday</a> knows them. The
 * library is not among what Opora brings: an application that wants this adds {@code de.focus-shift:jollyday-core} and one of
 * its bindings, {@code jollyday-jaxb} or {@code jollyday-jackson}. Safe for use by any number of threads.
 */
public final class JollydayHolidays implements HolidaySource {

    private final HolidayManager manager;
    private final String[] region;
    private final Locale locale;

    private JollydayHolidays(HolidayManager manager, String[] region, Locale locale) {
        this.manager = manager;
        this.region = region;
        this.locale = locale;
    }

    /**
     * The holidays of a country, or of a region of it.
     *
     * @param locale the language of their names
     * @param country its code in ISO 3166-1, such as {@code de}
     * @param region the path to the region as Jollyday spells it, such as {@code by} or {@code by}, {@code mu}; none for what
     *        holds in the whole country
     * @return the holidays
     * @throws InvalidInputException if Jollyday does not know the country or the region
     */
    public static JollydayHolidays of(Locale locale, String country, String... region) {
        String code = country.toUpperCase(Locale.ROOT);
        Set<String> known = HolidayManager.getSupportedCalendarCodes();
        if (!known.contains(code)) {
            throw new InvalidInputException("holidays", new Violation("country", "unknown-country",
                    "there are no holidays of " + Spelling.quote(country) + Spelling.hintFor(code, known)));
        }
        HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(code.toLowerCase(Locale.ROOT)));
        CalendarHierarchy at = manager.getCalendarHierarchy();
        for (String name : region) {
            CalendarHierarchy within = at.getChildren().get(name);
            if (within == null) {
                throw new InvalidInputException("holidays",
                        new Violation("region", "unknown-region", at.getDescription()
                                + " has no region " + Spelling.quote(name)
                                + Spelling.hintFor(name, at.getChildren().keySet())));
            }
            at = within;
        }
        return new JollydayHolidays(manager, region.clone(), requireNonNull(locale, "locale"));
    }

    @Override
    public List<Holiday> holidays(int year) {
        return manager.getHolidays(Year.of(year), HolidayType.PUBLIC_HOLIDAY, region).stream()
                .map(holiday -> new Holiday(holiday.getDate(), holiday.getDescription(locale))).toList();
    }
}
