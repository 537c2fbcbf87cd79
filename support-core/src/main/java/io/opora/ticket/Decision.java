package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Reason;
import java.util.List;
import java.util.Optional;

/** What {@link TicketLifecycle} answers to a command: a value, also when the answer is no. */
public sealed interface Decision {

    /**
     * The command may be done.
     *
     * @param ticket the header after it
     * @param events what it adds to the history; empty if the ticket already is as the command wants it
     */
    record Accepted(Ticket ticket, List<TicketEvent> events) implements Decision {

        /** Checks that nothing is missing and takes an unmodifiable copy of the events. */
        public Accepted {
            requireNonNull(ticket, "ticket");
            events = List.copyOf(events);
        }
    }

    /**
     * The command may not be done, and nothing changes.
     *
     * @param reasons every reason, in a stable order; at least one
     */
    record Refused(List<Reason> reasons) implements Decision {

        /** Takes an unmodifiable copy of the reasons. */
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The message does not belong into this ticket any more, but into one that continues it.
     *
     * @param existing the ticket that continues this one, if there already is one; otherwise it has to be opened with
     *        {@link TicketLifecycle#openFollowUp}
     */
    record FollowUp(Optional<TicketId> existing) implements Decision {

        /** Checks that nothing is missing. */
        public FollowUp {
            requireNonNull(existing, "existing");
        }
    }
}
