package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * @param fields the fields that tickets may have beside those of the workflow
 * @param access who may do what; the standard policy of the library if there is no file
 * @param routing the rules that sort requests
 * @param macros the macros, one a file
 * @param automation the rules that apply macros by themselves
 * @param sla the versions of the service levels, one a file, in their order
 * @param jpa what concerns the database
 * @param background what the desk does by itself
 */
@ConfigurationProperties("support")
public record SupportProperties(@DefaultValue("true") boolean enabled, @DefaultValue("jpa") Store storage,
        @DefaultValue("en") Locale locale, @Nullable Resource workflow, @Nullable Resource fields,
        @Nullable Resource access, @Nullable Resource routing, @DefaultValue List<Resource> macros,
        @Nullable Resource automation, @DefaultValue List<Resource> sla, @DefaultValue Jpa jpa,
        @DefaultValue Background background) {

    /** Takes unmodifiable copies. */
    public SupportProperties {
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
