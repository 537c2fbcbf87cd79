package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody who is still to be told of an event. */
@Entity(name = "SupportOutboxRow")
@Table(name = "support_outbox")
@IdClass(OutboxRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class OutboxRow {

    @Id
    @Column(name = "consumer", nullable = false, length = 64)
    private String consumer;

    @Id
    @Column(name = "stream", nullable = false, length = 64)
    private String stream;

    @Id
    @Column(name = "event_seq", nullable = false)
    private Long sequence;

    @Column(name = "event_us", nullable = false)
    private Long at;

    @Column(name = "attempts", nullable = false)
    private Integer attempts;

    @Column(name = "fence", nullable = false)
    private Long fence;

    @Column(name = "parked", nullable = false)
    private Integer parked;

    @Column(name = "retry_us")
    private @Nullable Long retryAt;

    @Column(name = "error", length = 1000)
    private @Nullable String error;

    /** For the provider. */
    protected OutboxRow() {}

    /**
     * Makes a row.
     *
     * @param consumer who is to be told
     * @param stream the stream of the event
     * @param sequence its place in the stream
     * @param at when it happened, in microseconds since 1970
     * @param attempts how often it was claimed
     * @param fence the fence of its last claim; 0 if there is none to be settled
     * @param parked 1 if it is a dead letter, otherwise 0
     * @param retryAt when it is to be tried again
     * @param error what went wrong the last time
     */
    public OutboxRow(String consumer, String stream, Long sequence, Long at, Integer attempts, Long fence,
            Integer parked, @Nullable Long retryAt, @Nullable String error) {
        this.consumer = consumer;
        this.stream = stream;
        this.sequence = sequence;
        this.at = at;
        this.attempts = attempts;
        this.fence = fence;
        this.parked = parked;
        this.retryAt = retryAt;
        this.error = error;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String consumer;
        /** As in the row. */
        private String stream;
        /** As in the row. */
        private Long sequence;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && consumer.equals(that.consumer) && stream.equals(that.stream)
                    && sequence.equals(that.sequence);
        }

        @Override
        public int hashCode() {
            return Objects.hash(consumer, stream, sequence);
        }
    }
}
