package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tag of a ticket. */
@Entity(name = "SupportTagRow")
@Table(name = "support_ticket_tag")
@IdClass(TagRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class TagRow {

    @Id
    @Column(name = "ticket_id", nullable = false, length = 36)
    private String ticket;

    @Id
    @Column(name = "tag", nullable = false, length = 100)
    private String tag;

    /** For the provider. */
    protected TagRow() {}

    /**
     * Makes a row.
     *
     * @param ticket the ticket
     * @param tag the tag
     */
    public TagRow(String ticket, String tag) {
        this.ticket = ticket;
        this.tag = tag;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String ticket;
        /** As in the row. */
        private String tag;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && ticket.equals(that.ticket) && tag.equals(that.tag);
        }

        @Override
        public int hashCode() {
            return Objects.hash(ticket, tag);
        }
    }
}
