package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A change of the configuration. */
@Entity(name = "SupportConfigurationRow")
@Table(name = "support_configuration")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class ConfigurationRow {

    @Id
    @Column(name = "change_number", nullable = false)
    private Long number;

    @Column(name = "change_text", nullable = false, length = 1_000_000)
    private String change;

    /** For the provider, which alone makes rows: they are inserted unless others were faster. */
    protected ConfigurationRow() {}
}
