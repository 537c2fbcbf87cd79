package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A number that a ticket has. */
@Entity(name = "SupportNumberRow")
@Table(name = "support_ticket_number")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class NumberRow {

    @Id
    @Column(name = "ticket_number", nullable = false)
    private Long number;

    @Column(name = "ticket_id", nullable = false, length = 36)
    private String ticket;

    /** For the provider. */
    protected NumberRow() {}

    /**
     * Makes a row.
     *
     * @param number the number
     * @param ticket the ticket that has it
     */
    public NumberRow(Long number, String ticket) {
        this.number = number;
        this.ticket = ticket;
    }
}
