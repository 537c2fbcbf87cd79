package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Whose turn it was in a team. */
@Entity(name = "SupportTurnRow")
@Table(name = "support_turn")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class TurnRow {

    @Id
    @Column(name = "team", nullable = false, length = 64)
    private String team;

    @Column(name = "taken", nullable = false)
    private Long taken;

    @Column(name = "last_turns", nullable = false, length = 1_000_000)
    private String last;

    /** For the provider, which alone makes rows: the first one of a team is inserted unless it is there. */
    protected TurnRow() {}
}
