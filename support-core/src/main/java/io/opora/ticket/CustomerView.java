package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * @param fields what is filled in, by the field's name, for the fields that customers may see
 * @param entries what was said and what became of it, oldest first
 * @param goesOnIn the ticket that it was merged into, if the customer may see that one too
 * @param next the place to go on from if there is more, to be given to {@link Tickets#customerView}
 */
public record CustomerView(TicketId ticket, TicketNumber number, String subject, Phase phase, Instant openedAt,
        Map<String, FieldValue> fields, List<Entry> entries, Optional<TicketId> goesOnIn, OptionalLong next) {

    /** Checks that nothing is missing and takes unmodifiable copies. */
    public CustomerView {
        requireNonNull(ticket, "ticket");
        requireNonNull(number, "number");
        requireNonNull(subject, "subject");
        requireNonNull(phase, "phase");
        requireNonNull(openedAt, "openedAt");
        fields = Map.copyOf(fields);
        entries = List.copyOf(entries);
        requireNonNull(goesOnIn, "goesOnIn");
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

    /**
     * Messages of this conversation went to a ticket of their own, where they are shown since.
     *
     * @param at when
     * @param to that ticket
     */
    public record MovedOut(Instant at, TicketId to) implements Entry {

        /** Checks that nothing is missing. */
        public MovedOut {
            requireNonNull(at, "at");
            requireNonNull(to, "to");
        }
    }

    /** What a customer sees of an event, if anything, without a look at other tickets; {@link CustomerViewReader} does that. */
    static Optional<Entry> entry(TicketEvent event) {
        Instant at = event.stamp().at();
        return switch (event) {
            case TicketEvent.MessageAdded said -> Optional.of(said(said));
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
            case TicketEvent.Merged e -> Optional.empty();
            case TicketEvent.Unmerged e -> Optional.empty();
            case TicketEvent.Absorbed e -> Optional.empty();
            case TicketEvent.Released e -> Optional.empty();
            case TicketEvent.MessageRelayed e -> Optional.empty();
            case TicketEvent.MessagesMovedOut e -> Optional.empty();
            case TicketEvent.MessageMovedIn e -> Optional.empty();
            case TicketEvent.Linked e -> Optional.empty();
            case TicketEvent.Unlinked e -> Optional.empty();
            case TicketEvent.FieldsChanged e -> Optional.empty();
            case TicketEvent.Snoozed e -> Optional.empty();
            case TicketEvent.Woken e -> Optional.empty();
            case TicketEvent.Rated e -> Optional.empty();
            case TicketEvent.ParticipantAdded e -> Optional.empty();
            case TicketEvent.ParticipantRemoved e -> Optional.empty();
            case TicketEvent.LinkIssued e -> Optional.empty();
            case TicketEvent.LinkRevoked e -> Optional.empty();
            case TicketEvent.LevelReached e -> Optional.empty();
            case TicketEvent.ServiceLevelChanged e -> Optional.empty();
            case TicketEvent.Explained e -> Optional.empty();
            case TicketEvent.Erased e -> Optional.empty();
        };
    }

    private static Optional<Entry> progress(Instant at, Phase from, Phase to) {
        return from == to ? Optional.empty() : Optional.of(new Progressed(at, to));
    }

    static Said said(TicketEvent.MessageAdded said) {
        return new Said(said.stamp().at(), side(said), said.message());
    }

    private static Side side(TicketEvent.MessageAdded said) {
        return switch (said.stamp().by().kind()) {
            case CUSTOMER -> Side.CUSTOMER;
            case AGENT -> Side.STAFF;
            case BOT, SYSTEM -> Side.AUTOMATIC;
        };
    }
}
