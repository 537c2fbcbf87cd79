package io.opora.report;

import static java.util.Objects.requireNonNull;

import io.opora.report.ReportPlan.By;
import io.opora.report.ReportPlan.Crossing;
import io.opora.sla.SlaClock;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Figures of a desk, computed from the histories of its tickets and from nothing else. Immutable.
 *
 * <p>
 * What happened, and the backlog, belong to the {@link Period} in which they happened. All other figures are about the tickets that
 * were opened on the dates of the report, and say what has become of those by the instant as of which the report is made. Kind,
 * team, tags and fields of a ticket count as they are by then.
 *
 * <p>
 * A merged ticket counts as opened: somebody asked. From the merge on its conversation goes on elsewhere, so it is in no backlog, no
 * phase passes for it, and if it was not answered before, nobody waits for an answer in it. What was written in it after the merge
 * counts where it was relayed to; among the replies of a period it counts once. A ticket that a late reply or a split made is a request
 * of its own, made when it came to be. What is erased was said all the same: counts stay, and a property that was erased counts as not
 * given.
 *
 * @param plan what was asked
 * @param asOf the instant as of which it is made: nothing that happened later is in it
 * @param periods what happened in each period, the last one being that of {@code asOf} if that is earlier than the plan's end
 * @param total all tickets that were opened
 * @param groups the same by each property of the plan, the largest group first; at most {@value #MAX_GROUPS} each
 * @param phases how long tickets have been in each phase, all stays together; closed ones are not timed
 * @param crossings the counts of each crossing of the plan, the largest first
 * @param serviceLevels how the cycles of clocks stand that began in the periods, of all tickets, by period, clock, kind and team; none
 *        if the plan has no policies
 * @param withoutClocks how many tickets have no clocks because too much happened to them, see
 *        {@link io.opora.sla.Timeline#MAX_EVENTS}
 */
public record Report(ReportPlan plan, Instant asOf, List<Period> periods, Group total, Map<By, List<Group>> groups,
        Map<Phase, Times> phases, Map<Crossing, List<Cell>> crossings, List<Judged> serviceLevels,
        long withoutClocks) {

    /**
     * The most groups by a property, and the most pairs of kind and team. Tickets with any other value are counted together as
     * {@link #OTHERS}.
     */
    public static final int MAX_GROUPS = 1_000;

    /** The most cells of a crossing. Tickets with any other pair of values are counted together as {@link #OTHERS}. */
    public static final int MAX_CELLS = 10_000;

    /** What stands for all values beyond the most that are counted apart. */
    public static final String OTHERS = "(others)";

    /**
     * What happened in a period.
     *
     * @param from its first date
     * @param to the date after its last one
     * @param opened tickets that were opened
     * @param replies public messages of people of the staff, the request itself left out
     * @param customerMessages public messages of customers, the request itself left out
     * @param solved how often tickets were solved
     * @param reopened how often finished tickets were taken up again
     * @param closed how often tickets were closed
     * @param backlog how many tickets were in each phase at its end, or as of the report's instant if that is earlier; unfinished
     *        ones only
     */
    public record Period(LocalDate from, LocalDate to, long opened, long replies, long customerMessages, long solved,
            long reopened, long closed, Map<Phase, Long> backlog) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Period {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            backlog = copy(backlog);
        }

        /**
         * Tickets in a phase at the end.
         *
         * @param phase the phase
         * @return how many; 0 for finished ones
         */
        public long in(Phase phase) {
            return backlog.getOrDefault(phase, 0L);
        }

        /** {@return tickets that were not finished at the end} */
        public long unfinished() {
            return backlog.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Tickets that were opened and have something in common.
     *
     * @param value what they have in common; nothing for those without it, and for all tickets
     * @param tickets how many they are
     * @param merged how many of them are merged into others
     * @param solved how many of them were solved at least once
     * @param reopened how many of those were taken up again at least once
     * @param firstReply from the request until the first public message of a human agent
     * @param resolution from the request until the ticket was finished for good, as far as is known
     */
    public record Group(Optional<String> value, long tickets, long merged, long solved, long reopened,
            Times firstReply, Times resolution) {

        /** Checks that nothing is missing. */
        public Group {
            requireNonNull(value, "value");
            requireNonNull(firstReply, "firstReply");
            requireNonNull(resolution, "resolution");
        }
    }

    /**
     * How long something took.
     *
     * @param count how often it is over; of phases, how many tickets have been in it
     * @param waiting how often it is not; of phases, how many of the tickets still are
     * @param calendar in calendar time; nothing if there is none
     * @param business in the open time of the plan's calendar; nothing if there is none
     */
    public record Times(long count, long waiting, Optional<Spread> calendar, Optional<Spread> business) {

        /** Checks that nothing is missing. */
        public Times {
            requireNonNull(calendar, "calendar");
            requireNonNull(business, "business");
        }
    }

    /**
     * How durations are spread. A percentile is a duration that somebody had: the least one which so many of a hundred do not
     * exceed.
     *
     * @param median what half of them do not exceed
     * @param percentile90 what nine of ten do not exceed
     * @param longest the longest
     * @param exact whether median and percentile are exact, as they are for up to 1,024 durations; else they are less than 0.4 % off
     */
    public record Spread(Duration median, Duration percentile90, Duration longest, boolean exact) {

        /** Checks that nothing is missing. */
        public Spread {
            requireNonNull(median, "median");
            requireNonNull(percentile90, "percentile90");
            requireNonNull(longest, "longest");
        }
    }

    /**
     * A count in a crossing.
     *
     * @param value the value that is counted
     * @param by the value of the other property; nothing for tickets without it
     * @param tickets how many tickets have both
     */
    public record Cell(String value, Optional<String> by, long tickets) {

        /** Checks that nothing is missing. */
        public Cell {
            requireNonNull(value, "value");
            requireNonNull(by, "by");
        }
    }

    /**
     * How cycles stand that have something in common.
     *
     * @param from the first date of the period in which they began
     * @param clock of which clock
     * @param kind the kind of the tickets
     * @param team the team of the tickets; nothing for those without one
     * @param cycles how many are met, breached, or neither yet
     */
    public record Judged(LocalDate from, SlaClock.Kind clock, String kind, Optional<String> team,
            SlaClock.Tally cycles) {

        /** Checks that nothing is missing. */
        public Judged {
            requireNonNull(from, "from");
            requireNonNull(clock, "clock");
            requireNonNull(kind, "kind");
            requireNonNull(team, "team");
            requireNonNull(cycles, "cycles");
        }
    }

    /** The tables that a report can be written as. */
    public enum Table {
        /** A row for each period. */
        PERIODS,
        /** A row for all tickets and one for each group. */
        GROUPS,
        /** A row for each phase. */
        PHASES,
        /** A row for each cell of each crossing. */
        CROSSINGS,
        /** A row for each period, clock, kind and team with cycles. */
        SERVICE_LEVELS
    }

    /** Checks that nothing is missing and takes unmodifiable copies. */
    public Report {
        requireNonNull(plan, "plan");
        requireNonNull(asOf, "asOf");
        periods = List.copyOf(periods);
        requireNonNull(total, "total");
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        phases = copy(phases);
        crossings = Collections.unmodifiableMap(new LinkedHashMap<>(crossings));
        serviceLevels = List.copyOf(serviceLevels);
    }

    private static <V> Map<Phase, V> copy(Map<Phase, V> map) {
        Map<Phase, V> copy = new EnumMap<>(Phase.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * The groups by a property.
     *
     * @param by the property
     * @return the groups, the largest first; none if the plan does not group by it
     */
    public List<Group> groups(By by) {
        return groups.getOrDefault(requireNonNull(by, "by"), List.of());
    }

    /**
     * The counts of a crossing.
     *
     * @param what what is counted
     * @param by against what
     * @return the counts, the largest first; none if the plan does not have it
     */
    public List<Cell> crossing(By what, By by) {
        return crossings.getOrDefault(new Crossing(what, by), List.of());
    }

    /**
     * Writes a table as comma-separated values (RFC 4180), with a header. Durations are in seconds, dates as {@code 2026-03-02}.
     * Texts that a spreadsheet would take for a formula begin with an apostrophe.
     *
     * @param table which
     * @return the text, its lines ended by CR LF
     */
    public String csv(Table table) {
        return Tables.csv(this, requireNonNull(table, "table"));
    }

    /**
     * Begins to count. This is what {@link Reports} does with a desk's histories; others may come from anywhere.
     *
     * @param plan what is asked
     * @param now the instant as of which the report is made, unless the plan names an earlier one
     * @return a counter without any history
     */
    public static Counter counter(ReportPlan plan, Instant now) {
        return new Counter(plan, plan.asOf().filter(now::isAfter).orElse(now));
    }

    /**
     * Takes histories one by one, in any order, and keeps none of them. What it holds in memory is bounded by the plan, whatever is
     * counted. Not thread-safe.
     */
    public static final class Counter {

        private final Counts counts;

        private Counter(ReportPlan plan, Instant asOf) {
            this.counts = new Counts(plan, asOf);
        }

        /**
         * Counts a ticket.
         *
         * @param history its events from the first one on; those that happened later than the report knows do not count
         * @param others gives the histories of the tickets that were merged into it, from the first event on; asked only if the plan
         *        has service levels
         * @throws io.opora.StorageException if the history is empty, has a gap, or mixes tickets
         * @throws io.opora.sla.BusinessCalendar.HorizonException if it lies beyond what the plan's calendar knows
         */
        public void add(List<TicketEvent> history, Function<TicketId, List<TicketEvent>> others) {
            counts.add(history, others);
        }

        /** {@return the figures of all that was added so far} */
        public Report report() {
            return counts.report();
        }
    }
}
