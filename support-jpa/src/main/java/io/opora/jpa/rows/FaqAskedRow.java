package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A question to the FAQ, and what became of it. */
@Entity(name = "SupportFaqAskedRow")
@Table(name = "support_faq_asked")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class FaqAskedRow {

    @Id
    @Column(name = "asked_id", nullable = false, length = 100)
    private String id;

    @Column(name = "asked_day", nullable = false)
    private Integer day;

    @Column(name = "asked_version", nullable = false)
    private Integer version;

    @Column(name = "asked", nullable = false, length = 1_000_000)
    private String asked;

    /** For the provider, which alone makes rows: they are inserted unless they are there. */
    protected FaqAskedRow() {}
}
