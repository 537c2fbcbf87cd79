package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A field of a ticket that is filled in. */
@Entity(name = "SupportFieldRow")
@Table(name = "support_ticket_field")
@IdClass(FieldRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class FieldRow {

    @Id
    @Column(name = "ticket_id", nullable = false, length = 36)
    private String ticket;

    @Id
    @Column(name = "field_name", nullable = false, length = 64)
    private String name;

    @Column(name = "field_type", nullable = false, length = 16)
    private String type;

    @Column(name = "text_value", nullable = false, length = 2000)
    private String text;

    @Column(name = "number_value", precision = 18, scale = 6)
    private @Nullable BigDecimal number;

    /** For the provider. */
    protected FieldRow() {}

    /**
     * Makes a row.
     *
     * @param ticket the ticket
     * @param name the field's name
     * @param type the type of the value
     * @param text the value as text
     * @param number the value of a number
     */
    public FieldRow(String ticket, String name, String type, String text, @Nullable BigDecimal number) {
        this.ticket = ticket;
        this.name = name;
        this.type = type;
        this.text = text;
        this.number = number;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String ticket;
        /** As in the row. */
        private String name;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && ticket.equals(that.ticket) && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(ticket, name);
        }
    }
}
