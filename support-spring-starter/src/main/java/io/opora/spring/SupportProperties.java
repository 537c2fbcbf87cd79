package io.opora.spring;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.ticket.Tickets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What can be set of the desk. Files are resources such as {@code classpath:support/workflow.json} or {@code file:/etc/shop/sla.json},
 * in JSON; what is wrong with one ends the start, with every defect.
 *
 * @param enabled whether there is a desk at all
 * @param storage where everything is kept: in the application's database (jpa), or in memory, for a first try
 * @param locale the language of requests that name none
 * @param workflow the workflow that tickets follow; the standard one of the library if there is no file
 * @param workflows workflows of kinds of requests that have one of their own, by kind
 * @param knownWorkflows workflows that tickets follow already, such as earlier versions, one a file
 * @param fields the fields that tickets may have beside those of the workflow
 * @param access who may do what; the standard policy of the library if there is no file
 * @param routing the rules that sort requests
 * @param macros the macros, one a file
 * @param automation the rules that apply macros by themselves
 * @param sla the versions of the service levels, one a file, in their order
 * @param calendars calendars that the service levels may count in, by name; the holidays of a country can be taken out of each
 * @param limits how much and how often
 * @param jpa what concerns the database
 * @param background what the desk does by itself
 */
@ConfigurationProperties("support")
public record SupportProperties(@DefaultValue("true") boolean enabled, @DefaultValue("jpa") Store storage,
        @DefaultValue("en") Locale locale, @Nullable Resource workflow,
        @DefaultValue Map<String, Resource> workflows, @DefaultValue List<Resource> knownWorkflows,
        @Nullable Resource fields,
        @Nullable Resource access, @Nullable Resource routing, @DefaultValue List<Resource> macros,
        @Nullable Resource automation, @DefaultValue List<Resource> sla, @DefaultValue Map<String, Calendar> calendars,
        @DefaultValue Limits limits, @DefaultValue Jpa jpa,
        @DefaultValue Background background) {

    /** Takes unmodifiable copies. */
    public SupportProperties {
        workflows = Collections.unmodifiableMap(new TreeMap<>(workflows));
        knownWorkflows = List.copyOf(knownWorkflows);
        calendars = Collections.unmodifiableMap(new TreeMap<>(calendars));
        macros = List.copyOf(macros);
        sla = List.copyOf(sla);
    }

    /** Where everything is kept. */
    public enum Store {
        /** In the application's database. */
        JPA,
        /** In memory: gone when the application ends. */
        MEMORY
    }

    /**
     * When somebody is there.
     *
     * @param file the calendar, in JSON
     * @param country the country whose public holidays are taken out, by its code in ISO 3166-1, such as de; takes Jollyday
     * @param region the region of the country, by its code, such as by; regions within it follow
     * @param holidays other holidays to be taken out: an iCalendar file
     * @param firstYear the first year whose holidays are taken out
     * @param lastYear the last one
     */
    public record Calendar(@Nullable Resource file, @Nullable String country, @DefaultValue List<String> region,
            @Nullable Resource holidays, @DefaultValue("2020") int firstYear, @DefaultValue("2040") int lastYear) {

        private static final int FIRST = 1970;
        private static final int LAST = 2199;

        /**
         * Checks the years and copies the list.
         *
         * @throws InvalidInputException if the years are none, or in no order
         */
        public Calendar {
            region = List.copyOf(region);
            if (firstYear < FIRST || lastYear > LAST || firstYear > lastYear) {
                throw new InvalidInputException("support.calendars", new Violation("first-year", "range",
                        "first-year and last-year of a calendar of support.calendars must be in order and from " + FIRST
                                + " to " + LAST + ", not " + firstYear + " to " + lastYear));
            }
        }
    }

    /**
     * How much and how often.
     *
     * @param linkAttempts how often private links may be tried in vain from one address within the window; 1 or more
     * @param linkWindow how long such attempts are counted
     * @param duplicateWindow how far back requests are looked at for one that was made before; up to 366 days
     * @param deliveryLease how long a consumer may take for one event before another node takes it for dead; a second to a day
     * @param deliveryAttempts after how many attempts an event is put aside; 1 to 100
     */
    public record Limits(@DefaultValue("20") int linkAttempts, @DefaultValue("10m") Duration linkWindow,
            @DefaultValue("14d") Duration duplicateWindow, @DefaultValue("5m") Duration deliveryLease,
            @DefaultValue("20") int deliveryAttempts) {

        /**
         * Checks the values.
         *
         * @throws InvalidInputException if one is out of its range, listing all
         */
        public Limits {
            Findings findings = new Findings();
            require(findings, linkAttempts >= 1, "link-attempts", "1 or more", linkAttempts);
            require(findings, linkWindow.isPositive(), "link-window", "longer than nothing", linkWindow);
            require(findings,
                    duplicateWindow.isPositive()
                            && duplicateWindow.toDays() <= Tickets.Duplicate.Rules.MAX_WINDOW_DAYS,
                    "duplicate-window",
                    "longer than nothing and at most " + Tickets.Duplicate.Rules.MAX_WINDOW_DAYS + " days",
                    duplicateWindow);
            require(findings, deliveryLease.compareTo(Duration.ofSeconds(1)) >= 0
                    && deliveryLease.compareTo(Duration.ofDays(1)) <= 0, "delivery-lease", "a second to a day",
                    deliveryLease);
            require(findings, deliveryAttempts >= 1 && deliveryAttempts <= 100, "delivery-attempts", "1 to 100",
                    deliveryAttempts);
            findings.refuse("support.limits");
        }

        private static void require(Findings findings, boolean holds, String property, String range, Object value) {
            if (!holds) {
                findings.add(property, "range", "support.limits." + property + " must be " + range + ", not " + value);
            }
        }
    }

    /**
     * What concerns the database.
     *
     * @param initializeSchema when the tables are made at the start: if the database is embedded, always, or never, because somebody
     *        runs the scripts
     */
    public record Jpa(@DefaultValue("embedded") Initialize initializeSchema) {

        /** When tables are made. */
        public enum Initialize {
            /** If the database is embedded in the application. */
            EMBEDDED,
            /** At every start, if they are not there. */
            ALWAYS,
            /** Never. */
            NEVER
        }
    }

    /**
     * What the desk does by itself, in threads of its own that end with the application.
     *
     * @param enabled whether it does anything by itself; otherwise the application calls Tickets.tick and TicketEvents.drain
     * @param tick how often time passes for the tickets; a millisecond or more
     * @param drain how often consumers are told what they are still to be told; a millisecond or more
     * @param catchUp how often the FAQ index and what was learned of replies take in what was stored, here and on other nodes, from the
     *        start on; each search and each suggestion begins with it too; a millisecond or more
     */
    public record Background(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration tick,
            @DefaultValue("2s") Duration drain, @DefaultValue("30s") Duration catchUp) {

        /**
         * Checks the values.
         *
         * @throws InvalidInputException if one is shorter than a millisecond
         */
        public Background {
            requireRange("tick", tick);
            requireRange("drain", drain);
            requireRange("catch-up", catchUp);
        }

        private static void requireRange(String property, Duration pause) {
            if (pause.toMillis() < 1) {
                throw new InvalidInputException("support.background", new Violation(property, "range",
                        "support.background." + property + " must be a millisecond or more, not " + pause));
            }
        }
    }
}
