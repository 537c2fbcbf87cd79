package io.opora.report;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.Names;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaPolicy;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a report is to say: of which dates, by which clock, grouped by what. Immutable; make one with {@link #builder}.
 *
 * @param zone in whose dates periods begin and end
 * @param from the first date
 * @param to the date after the last one
 * @param step how long a period is; the first and the last may be shorter
 * @param asOf what is not known yet at this instant is left out; nothing for all that is known when the report is made
 * @param calendar in which business time is counted beside calendar time; nothing for calendar time alone
 * @param groups by what tickets are grouped, each for itself
 * @param crossings which two properties are counted against each other
 * @param serviceLevels the policies by which clocks are judged; nothing to leave them out
 */
public record ReportPlan(ZoneId zone, LocalDate from, LocalDate to, Step step, Optional<Instant> asOf,
        Optional<BusinessCalendar> calendar, List<By> groups, List<Crossing> crossings,
        Optional<SlaPolicy.Versions> serviceLevels) {

    /** The most periods. */
    public static final int MAX_PERIODS = 1_000;

    /** The most properties to group by, and the most crossings. */
    public static final int MAX_GROUPINGS = 20;

    /** How long a period is. Weeks begin on Mondays. */
    public enum Step {
        /** A date. */
        DAY,
        /** Seven dates. */
        WEEK,
        /** A month. */
        MONTH,
        /** Three months. */
        QUARTER,
        /** A year. */
        YEAR;

        /** The first date of the period after the one in which a date lies. */
        private LocalDate next(LocalDate date) {
            return switch (this) {
                case DAY -> date.plusDays(1);
                case WEEK -> date.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
                case MONTH -> date.withDayOfMonth(1).plusMonths(1);
                case QUARTER -> date.withDayOfMonth(1).withMonth(date.getMonth().firstMonthOfQuarter().getValue())
                        .plusMonths(3);
                case YEAR -> date.withDayOfYear(1).plusYears(1);
            };
        }
    }

    /** What tickets have in common. A property counts as it is at the end of what the report knows. */
    public sealed interface By {

        /** {@return the property's name, such as {@code KIND} or {@code field:product}} */
        String name();

        /** Properties that every ticket may have. */
        enum Property implements By {
            /** What it is about. */
            KIND,
            /** The team that it belongs to. */
            TEAM,
            /** The way by which the request came. */
            CHANNEL,
            /** Its tags: a ticket counts once for each. */
            TAG,
            /** The requester's language. */
            LANGUAGE,
            /** How much it matters. */
            PRIORITY
        }

        /**
         * A field of the host's.
         *
         * @param field the field's name
         */
        record Field(String field) implements By {

            /**
             * Checks the name.
             *
             * @throws io.opora.InvalidInputException if it is no name in the sense of {@link Names}
             */
            public Field {
                Names.require("field", field);
            }

            @Override
            public String name() {
                return "field:" + field;
            }
        }

        /**
         * A field of the host's.
         *
         * @param name the field's name
         * @return what groups tickets by its values
         * @throws io.opora.InvalidInputException if it is no name in the sense of {@link Names}
         */
        static By field(String name) {
            return new Field(name);
        }
    }

    /**
     * Two properties that are counted against each other, such as the reasons of returns by product. A ticket without the first
     * is not counted.
     *
     * @param what what is counted
     * @param by against what
     */
    public record Crossing(By what, By by) {

        /** Checks that nothing is missing. */
        public Crossing {
            requireNonNull(what, "what");
            requireNonNull(by, "by");
        }
    }

    /**
     * Takes unmodifiable copies and checks everything.
     *
     * @throws io.opora.InvalidInputException listing everything that is wrong: no date between the first and the end, too many
     *         periods, groupings or crossings
     */
    public ReportPlan {
        requireNonNull(zone, "zone");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(step, "step");
        requireNonNull(asOf, "asOf");
        requireNonNull(calendar, "calendar");
        groups = List.copyOf(groups);
        crossings = List.copyOf(crossings);
        requireNonNull(serviceLevels, "serviceLevels");
        Findings findings = new Findings();
        if (!from.isBefore(to)) {
            findings.add("to", "range", "a report from " + from + " has to end after that, not on " + to);
        } else if (starts(step, from, to, MAX_PERIODS + 1).size() > MAX_PERIODS) {
            findings.add("step", "too-many", "from " + from + " to " + to + " there are more than " + MAX_PERIODS
                    + " periods of a " + step + ": take a longer step or fewer dates");
        }
        size("groups", groups.size(), findings);
        size("crossings", crossings.size(), findings);
        findings.refuse("report plan");
    }

    private static void size(String path, int size, Findings findings) {
        if (size > MAX_GROUPINGS) {
            findings.add(path, "too-many", size + " are too many: at most " + MAX_GROUPINGS);
        }
    }

    /** The first date of each period, up to so many. */
    private static List<LocalDate> starts(Step step, LocalDate from, LocalDate to, int most) {
        List<LocalDate> starts = new ArrayList<>();
        for (LocalDate date = from; date.isBefore(to) && starts.size() < most; date = step.next(date)) {
            starts.add(date);
        }
        return starts;
    }

    /** The first date of each period. */
    List<LocalDate> starts() {
        return starts(step, from, to, MAX_PERIODS);
    }

    Instant begin() {
        return from.atStartOfDay(zone).toInstant();
    }

    Instant end() {
        return to.atStartOfDay(zone).toInstant();
    }

    /**
     * A plan by days, without groups, in calendar time.
     *
     * @param zone in whose dates periods begin and end
     * @param from the first date
     * @param to the date after the last one
     * @return a builder; not for use by several threads at once
     */
    public static Builder builder(ZoneId zone, LocalDate from, LocalDate to) {
        return new Builder(zone, from, to);
    }

    /** Describes a plan; {@link #build()} checks it as a whole. Not thread-safe. */
    public static final class Builder {

        private final ZoneId zone;
        private final LocalDate from;
        private final LocalDate to;
        private final List<By> groups = new ArrayList<>();
        private final List<Crossing> crossings = new ArrayList<>();
        private Step step = Step.DAY;
        private Optional<Instant> asOf = Optional.empty();
        private Optional<BusinessCalendar> calendar = Optional.empty();
        private Optional<SlaPolicy.Versions> serviceLevels = Optional.empty();

        private Builder(ZoneId zone, LocalDate from, LocalDate to) {
            this.zone = requireNonNull(zone, "zone");
            this.from = requireNonNull(from, "from");
            this.to = requireNonNull(to, "to");
        }

        /**
         * Sets how long a period is; a day by default.
         *
         * @param value the step
         * @return this
         */
        public Builder step(Step value) {
            step = value;
            return this;
        }

        /**
         * Leaves out what is not known yet at an instant, so that the report says the same whenever it is made.
         *
         * @param value the instant
         * @return this
         */
        public Builder asOf(Instant value) {
            asOf = Optional.of(value);
            return this;
        }

        /**
         * Counts business time beside calendar time.
         *
         * @param value in whose open time
         * @return this
         */
        public Builder calendar(BusinessCalendar value) {
            calendar = Optional.of(value);
            return this;
        }

        /**
         * Groups tickets by a property; may be called several times.
         *
         * @param properties by what
         * @return this
         */
        public Builder groupBy(By... properties) {
            groups.addAll(List.of(properties));
            return this;
        }

        /**
         * Counts a property against another; may be called several times.
         *
         * @param what what is counted, such as the field with the reason of a return; tickets without it are not
         * @param by against what, such as the field with the product
         * @return this
         */
        public Builder cross(By what, By by) {
            crossings.add(new Crossing(what, by));
            return this;
        }

        /**
         * Judges clocks by policies.
         *
         * @param value the policies, such as those of the desk
         * @return this
         */
        public Builder serviceLevels(SlaPolicy.Versions value) {
            serviceLevels = Optional.of(value);
            return this;
        }

        /**
         * Checks everything and makes the plan.
         *
         * @return the plan
         * @throws io.opora.InvalidInputException listing everything that is wrong
         */
        public ReportPlan build() {
            return new ReportPlan(zone, from, to, step, asOf, calendar, groups, crossings, serviceLevels);
        }
    }
}
