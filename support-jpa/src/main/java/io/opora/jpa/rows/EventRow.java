package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event of a history. */
@Entity(name = "SupportEventRow")
@Table(name = "support_ticket_event")
@IdClass(EventRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class EventRow {

    @Id
    @Column(name = "ticket_id", nullable = false, length = 36)
    private String ticket;

    @Id
    @Column(name = "event_seq", nullable = false)
    private Long sequence;

    @Column(name = "event", nullable = false, length = 1_000_000)
    private String event;

    /** For the provider. */
    protected EventRow() {}

    /**
     * Makes a row.
     *
     * @param ticket the ticket
     * @param sequence its place in the history
     * @param event the event as JSON
     */
    public EventRow(String ticket, Long sequence, String event) {
        this.ticket = ticket;
        this.sequence = sequence;
        this.event = event;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String ticket;
        /** As in the row. */
        private Long sequence;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && ticket.equals(that.ticket) && sequence.equals(that.sequence);
        }

        @Override
        public int hashCode() {
            return Objects.hash(ticket, sequence);
        }
    }
}
