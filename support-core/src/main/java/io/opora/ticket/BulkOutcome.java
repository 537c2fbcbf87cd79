package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Reason;
import java.util.List;

/** What became of one ticket when a command was sent to many with {@link Tickets#handleAll}. */
public sealed interface BulkOutcome {

    /**
     * It was done.
     *
     * @param ticket what {@link Tickets#handle} returns
     */
    record Done(Ticket ticket) implements BulkOutcome {

        /** Checks that nothing is missing. */
        public Done {
            requireNonNull(ticket, "ticket");
        }
    }

    /**
     * A rule or a missing right forbids it.
     *
     * @param reasons every reason, at least one; {@code access-denied} if the actor may not do this
     */
    record Refused(List<Reason> reasons) implements BulkOutcome {

        /** Takes an unmodifiable copy of the reasons. */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Others changed the ticket at the same moment.
     *
     * @param current the ticket as it is now
     * @param won what they did
     */
    record Conflict(Ticket current, List<TicketEvent> won) implements BulkOutcome {

        /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
        public Conflict {
            requireNonNull(current, "current");
            won = List.copyOf(won);
        }
    }

    /** There is no such ticket, or none that the actor may know of; or something that the command names is not there. */
    record NotFound() implements BulkOutcome {}
}
