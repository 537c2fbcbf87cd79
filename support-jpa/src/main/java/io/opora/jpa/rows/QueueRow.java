package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The queue of one consumer and one stream: what is locked before anything in it changes. */
@Entity(name = "SupportQueueRow")
@Table(name = "support_outbox_queue")
@IdClass(QueueRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class QueueRow {

    @Id
    @Column(name = "consumer", nullable = false, length = 64)
    private String consumer;

    @Id
    @Column(name = "stream", nullable = false, length = 64)
    private String stream;

    @Column(name = "head_seq", nullable = false)
    private Long head;

    @Column(name = "ready_us", nullable = false)
    private Long readyAt;

    @Column(name = "fresh", nullable = false)
    private Integer fresh;

    @Column(name = "fence", nullable = false)
    private Long fence;

    /** For the provider. */
    protected QueueRow() {}

    /**
     * Makes a row.
     *
     * @param consumer who is to be told
     * @param stream the stream of the events
     * @param head the lowest sequence that is not settled
     * @param readyAt when its head can be claimed, in microseconds since 1970; the greatest number if never by itself
     * @param fresh 1 if its head can be claimed whatever the time is, otherwise 0
     * @param fence the fence of the claim that has not been settled; 0 if there is none
     */
    public QueueRow(String consumer, String stream, Long head, Long readyAt, Integer fresh, Long fence) {
        this.consumer = consumer;
        this.stream = stream;
        this.head = head;
        this.readyAt = readyAt;
        this.fresh = fresh;
        this.fence = fence;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String consumer;
        /** As in the row. */
        private String stream;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && consumer.equals(that.consumer) && stream.equals(that.stream);
        }

        @Override
        public int hashCode() {
            return Objects.hash(consumer, stream);
        }
    }
}
