package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a command under a key came to. */
@Entity(name = "SupportAnswerRow")
@Table(name = "support_answer")
@IdClass(AnswerRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class AnswerRow {

    @Id
    @Column(name = "actor", nullable = false, length = 200)
    private String actor;

    @Id
    @Column(name = "idem_key", nullable = false, length = 100)
    private String key;

    @Column(name = "fingerprint", nullable = false, length = 64)
    private String fingerprint;

    @Column(name = "ticket_id", nullable = false, length = 36)
    private String ticket;

    @Column(name = "ticket_version", nullable = false)
    private Long version;

    /** For the provider. */
    protected AnswerRow() {}

    /**
     * Makes a row.
     *
     * @param actor whose key it is
     * @param key the key
     * @param fingerprint the command
     * @param ticket the ticket
     * @param version its version after the command
     */
    public AnswerRow(String actor, String key, String fingerprint, String ticket, Long version) {
        this.actor = actor;
        this.key = key;
        this.fingerprint = fingerprint;
        this.ticket = ticket;
        this.version = version;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String actor;
        /** As in the row. */
        private String key;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && actor.equals(that.actor) && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return Objects.hash(actor, key);
        }
    }
}
