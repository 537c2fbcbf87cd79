package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A secret link, without its secret. */
@Entity(name = "SupportLinkRow")
@Table(name = "support_link")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class LinkRow {

    @Id
    @Column(name = "id", nullable = false, length = 36)
    private String id;

    @Column(name = "ticket_id", nullable = false, length = 64)
    private String ticket;

    @Column(name = "participant", nullable = false, length = 200)
    private String participant;

    @Column(name = "scopes", nullable = false, length = 64)
    private String scopes;

    @Column(name = "expires_us", nullable = false)
    private Long expiresAt;

    @Column(name = "token_hash", nullable = false, length = 64)
    private String hash;

    @Column(name = "use_count", nullable = false)
    private Long uses;

    @Column(name = "used_us")
    private @Nullable Long usedAt;

    /** For the provider. */
    protected LinkRow() {}

    /**
     * Makes a row.
     *
     * @param id the id of the link
     * @param ticket the ticket that it opens
     * @param participant as whom its holder acts
     * @param scopes what it is good for, by names with blanks between
     * @param expiresAt until when, in microseconds since 1970
     * @param hash the hash of its token
     * @param uses how often it was used
     * @param usedAt when it was used last
     */
    public LinkRow(String id, String ticket, String participant, String scopes, Long expiresAt, String hash, Long uses,
            @Nullable Long usedAt) {
        this.id = id;
        this.ticket = ticket;
        this.participant = participant;
        this.scopes = scopes;
        this.expiresAt = expiresAt;
        this.hash = hash;
        this.uses = uses;
        this.usedAt = usedAt;
    }
}
