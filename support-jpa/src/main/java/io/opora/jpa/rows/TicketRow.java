package io.opora.jpa.rows;

import io.opora.access.ActorId;
import io.opora.ticket.Priority;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketQuery;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ticket: its header as text, and what inboxes ask about it. */
@Entity(name = "SupportTicketRow")
@Table(name = "support_ticket")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class TicketRow {

    @Id
    @Column(name = "id", nullable = false, length = 36)
    private String id;

    @Column(name = "ticket_number", nullable = false)
    private Long number;

    @Column(name = "ticket_version", nullable = false)
    private Long version;

    @Column(name = "phase", nullable = false, length = 16)
    private String phase;

    @Column(name = "status_name", nullable = false, length = 64)
    private String status;

    @Column(name = "kind", nullable = false, length = 64)
    private String kind;

    @Column(name = "priority", nullable = false)
    private Integer priority;

    @Column(name = "requester", nullable = false, length = 200)
    private String requester;

    @Column(name = "assignee", length = 200)
    private @Nullable String assignee;

    @Column(name = "team", length = 64)
    private @Nullable String team;

    @Column(name = "subject_words", nullable = false, length = 1000)
    private String words;

    @Column(name = "merged", nullable = false)
    private Integer merged;

    @Column(name = "snoozed", nullable = false)
    private Integer snoozed;

    @Column(name = "opened_us", nullable = false)
    private Long openedAt;

    @Column(name = "updated_us", nullable = false)
    private Long updatedAt;

    @Column(name = "due_us", nullable = false)
    private Long dueAt;

    @Column(name = "wake_us")
    private @Nullable Long wakeAt;

    @Column(name = "header", nullable = false, length = 1_000_000)
    private String header;

    /** For the provider. */
    protected TicketRow() {}

    /**
     * Makes a row.
     *
     * @param ticket the header
     * @param header the header as JSON
     * @param wakeAt when time does something to it
     */
    public TicketRow(Ticket ticket, String header, Optional<Instant> wakeAt) {
        id = ticket.id().toString();
        number = ticket.number().value();
        version = ticket.version();
        phase = ticket.phase().name();
        status = ticket.status().name();
        kind = ticket.kind().name();
        priority = rank(ticket.priority());
        requester = ticket.requester().id().value();
        assignee = ticket.assignee().map(ActorId::value).orElse(null);
        team = ticket.team().map(TeamId::name).orElse(null);
        words = TicketQuery.words(ticket.subject());
        merged = ticket.related().isMerged() ? 1 : 0;
        snoozed = ticket.snoozedUntil().isPresent() ? 1 : 0;
        openedAt = micros(ticket.openedAt());
        updatedAt = micros(ticket.updatedAt());
        dueAt = micros(ticket.due().orElse(TicketQuery.Sort.NEVER_DUE));
        this.wakeAt = wakeAt.map(TicketRow::micros).orElse(null);
        this.header = header;
    }

    /**
     * How instants are kept.
     *
     * @param instant an instant
     * @return whole microseconds since the beginning of 1970 in UTC
     */
    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /**
     * How priorities are kept, so that the more urgent ones are greater.
     *
     * @param priority a priority
     * @return its rank, from 1
     */
    public static int rank(Priority priority) {
        return switch (priority) {
            case LOW -> 1;
            case NORMAL -> 2;
            case HIGH -> 3;
            case URGENT -> 4;
        };
    }

    /** {@return what may change while a ticket lives, by columns} */
    public Map<String, @Nullable Object> changing() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("ticket_version", version);
        values.put("phase", phase);
        values.put("status_name", status);
        values.put("kind", kind);
        values.put("priority", priority);
        values.put("requester", requester);
        values.put("assignee", assignee);
        values.put("team", team);
        values.put("subject_words", words);
        values.put("merged", merged);
        values.put("snoozed", snoozed);
        values.put("updated_us", updatedAt);
        values.put("due_us", dueAt);
        values.put("wake_us", wakeAt);
        values.put("header", header);
        return values;
    }
}
