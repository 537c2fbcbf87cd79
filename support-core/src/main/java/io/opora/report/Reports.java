package io.opora.report;

import static java.util.Objects.requireNonNull;

import io.opora.access.Actor;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The reports of a desk. A report is computed when it is asked for, from the histories of the tickets: nothing is counted ahead, so
 * nothing can disagree with what happened.
 *
 * <p>
 * Tickets are read in the order of their opening, page by page, and one history at a time; those that were finished before the
 * report begins and untouched since are passed over. Nothing is locked meanwhile. The report is a snapshot all the same: histories
 * are never rewritten, and what happened after the instant at which the reading began, or the one that the plan names, does not
 * count. (On several nodes: by the clocks of those nodes.)
 *
 * <p>
 * Safe for use by any number of threads; what a call holds in memory is bounded by its plan and the longest history.
 */
public final class Reports {

    private final Tickets tickets;
    private final InstantSource clock;

    /**
     * The reports about some tickets.
     *
     * @param tickets the tickets
     * @param clock what time it is; the clock by which the tickets were changed
     */
    public Reports(Tickets tickets, InstantSource clock) {
        this.tickets = requireNonNull(tickets, "tickets");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Makes a report about all tickets.
     *
     * @param actor who asks
     * @param plan what is asked
     * @return the report
     * @throws io.opora.access.AccessDeniedException if the actor may not read {@link io.opora.access.Operation#REPORT reports} of all
     *         teams and kinds
     * @throws io.opora.sla.BusinessCalendar.HorizonException if a ticket lies beyond what the plan's calendars know
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public Report read(Actor actor, ReportPlan plan) {
        return read(actor, plan, TicketQuery.all());
    }

    /**
     * Makes a report about some tickets.
     *
     * @param actor who asks; what is permitted only for some teams or kinds has to be asked with a query that names them
     * @param plan what is asked
     * @param query which tickets, as they are now; merged ones count too, and the query's own order, place and limit do not
     * @return the report
     * @throws io.opora.access.AccessDeniedException if the actor may not read {@link io.opora.access.Operation#REPORT reports} as far
     *         as the query goes
     * @throws io.opora.InvalidInputException if the query breaks its limits; lists every violation
     * @throws io.opora.sla.BusinessCalendar.HorizonException if a ticket lies beyond what the plan's calendars know
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public Report read(Actor actor, ReportPlan plan, TicketQuery query) {
        Reading reading = new Reading(plan, clock.instant().truncatedTo(ChronoUnit.MICROS));
        TicketQuery.Builder page = query.toBuilder().withMerged().fromTheBeginning().sort(TicketQuery.Sort.OLDEST)
                .limit(TicketQuery.MAX_LIMIT);
        Optional<TicketQuery.Cursor> next;
        do {
            next = tickets.histories(actor, page.build(), reading);
            next.ifPresent(page::after);
        } while (next.isPresent() && !reading.isOver);
        return reading.counter.report();
    }

    /** What is done with each ticket, the oldest first. */
    private static final class Reading implements BiConsumer<Ticket, Function<TicketId, List<TicketEvent>>> {

        private final Report.Counter counter;
        private final Instant begin;
        private final Instant end;
        private boolean isOver;

        Reading(ReportPlan plan, Instant now) {
            counter = Report.counter(plan, now);
            begin = plan.begin();
            end = plan.asOf().filter(plan.end()::isAfter).orElse(plan.end());
        }

        @Override
        public void accept(Ticket ticket, Function<TicketId, List<TicketEvent>> histories) {
            isOver |= ticket.openedAt().isAfter(end);
            if (!isOver && !wasOverBefore(ticket)) {
                counter.add(histories.apply(ticket.id()), histories);
            }
        }

        private boolean wasOverBefore(Ticket ticket) {
            return ticket.updatedAt().isBefore(begin) && (ticket.phase().isFinished() || ticket.related().isMerged());
        }
    }
}
