package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a customer may see of a ticket. No part of it can hold a note, a tag, the name of a status or of an agent: whatever is
 * shown to a customer is made from this type, so nothing internal can slip through by a forgotten check.
 *
 * @param ticket the ticket's id
 * @param number the ticket's number
 * @param subject what it is about, in a line
 * @param phase how far it is
 * @param openedAt when it was opened
 * @param entries what was said and what became of it, oldest first
 * @param next the place to go on from if there is more, to be given to {@link Tickets#customerView}
 */
public record CustomerView(TicketId ticket, TicketNumber number, String subject, Phase phase, Instant openedAt,
        List<Entry> entries, OptionalLong next) {

    /** Checks that nothing is missing and takes an unmodifiable copy of the list. */
    public CustomerView {
        requireNonNull(ticket, "ticket");
        requireNonNull(number, "number");
        requireNonNull(subject, "subject");
        requireNonNull(phase, "phase");
        requireNonNull(openedAt, "openedAt");
        entries = List.copyOf(entries);
        requireNonNull(next, "next");
    }

    /** One line of the conversation. */
    public sealed interface Entry {

        /** {@return when it happened} */
        Instant at();
    }

    /** Who speaks. */
    public enum Side {
        /** A customer. */
        CUSTOMER,
        /** A human of the staff. */
        STAFF,
        /** A program that speaks in the desk's name. */
        AUTOMATIC
    }

    /**
     * A public message.
     *
     * @param at when it was written
     * @param from who speaks
     * @param message what was written
     */
    public record Said(Instant at, Side from, Message message) implements Entry {

        /** Checks that nothing is missing. */
        public Said {
            requireNonNull(at, "at");
            requireNonNull(from, "from");
            requireNonNull(message, "message");
        }
    }

    /**
     * The matter went on.
     *
     * @param at when
     * @param phase how far it is since then
     */
    public record Progressed(Instant at, Phase phase) implements Entry {

        /** Checks that nothing is missing. */
        public Progressed {
            requireNonNull(at, "at");
            requireNonNull(phase, "phase");
        }
    }

    /**
     * The conversation goes on in another ticket.
     *
     * @param at since when
     * @param followUp the ticket where it goes on
     */
    public record Continued(Instant at, TicketId followUp) implements Entry {

        /** Checks that nothing is missing. */
        public Continued {
            requireNonNull(at, "at");
            requireNonNull(followUp, "followUp");
        }
    }

    /** What a customer sees of an event, if anything. */
    static Optional<Entry> entry(TicketEvent event) {
        Instant at = event.stamp().at();
        return switch (event) {
            case TicketEvent.MessageAdded said -> Optional.of(new Said(at, side(said), said.message()));
            case TicketEvent.StatusChanged moved -> progress(at, moved.from().phase(), moved.to().phase());
            case TicketEvent.WorkflowChanged moved ->
                progress(at, moved.fromStatus().phase(), moved.toStatus().phase());
            case TicketEvent.FollowedUp followedUp -> Optional.of(new Continued(at, followedUp.followUp()));
            case TicketEvent.Opened e -> Optional.empty();
            case TicketEvent.NoteAdded e -> Optional.empty();
            case TicketEvent.Assigned e -> Optional.empty();
            case TicketEvent.Prioritized e -> Optional.empty();
            case TicketEvent.Classified e -> Optional.empty();
            case TicketEvent.TagsChanged e -> Optional.empty();
            case TicketEvent.Reminded e -> Optional.empty();
            case TicketEvent.ParticipantAdded e -> Optional.empty();
            case TicketEvent.ParticipantRemoved e -> Optional.empty();
            case TicketEvent.LinkIssued e -> Optional.empty();
            case TicketEvent.LinkRevoked e -> Optional.empty();
        };
    }

    private static Optional<Entry> progress(Instant at, Phase from, Phase to) {
        return from == to ? Optional.empty() : Optional.of(new Progressed(at, to));
    }

    private static Side side(TicketEvent.MessageAdded said) {
        return switch (said.stamp().by().kind()) {
            case CUSTOMER -> Side.CUSTOMER;
            case AGENT -> Side.STAFF;
            case BOT, SYSTEM -> Side.AUTOMATIC;
        };
    }
}
