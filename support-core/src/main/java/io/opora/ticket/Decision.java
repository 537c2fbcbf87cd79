package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Reason;
import java.util.List;

/** What {@link TicketLifecycle} answers to a command: a value, also when the answer is no. */
public sealed interface Decision {

    /**
     * The command may be done.
     *
     * @param ticket the header after it
     * @param events what it adds to the history; empty if the ticket already is as the command wants it
     * @param others what becomes of other tickets by it, which has to be stored together with this one or not at all
     */
    record Accepted(Ticket ticket, List<TicketEvent> events, List<Accepted> others) implements Decision {

        /** Checks that nothing is missing and takes unmodifiable copies of the lists. */
        public Accepted {
            requireNonNull(ticket, "ticket");
            events = List.copyOf(events);
            others = List.copyOf(others);
        }

        /**
         * A command that concerns no other ticket.
         *
         * @param ticket the header after it
         * @param events what it adds to the history
         */
        public Accepted(Ticket ticket, List<TicketEvent> events) {
            this(ticket, events, List.of());
        }

        Accepted with(List<Accepted> more) {
            return new Accepted(ticket, events, more);
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
     * The message does not belong into a ticket any more, but into one that continues it. If there is none yet, it has to be
     * opened with {@link TicketLifecycle#openFollowUp}.
     *
     * @param ticket the ticket to continue: the one that the message was written to, or that one's
     *        {@linkplain RelatedTickets#target target}
     */
    record FollowUp(Ticket ticket) implements Decision {

        /** Checks that nothing is missing. */
        public FollowUp {
            requireNonNull(ticket, "ticket");
        }
    }
}
