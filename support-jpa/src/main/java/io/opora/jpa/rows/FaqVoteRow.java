package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What somebody says of an FAQ entry. */
@Entity(name = "SupportFaqVoteRow")
@Table(name = "support_faq_vote")
@IdClass(FaqVoteRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class FaqVoteRow {

    @Id
    @Column(name = "faq_id", nullable = false, length = 200)
    private String faq;

    @Id
    @Column(name = "locale", nullable = false, length = 50)
    private String locale;

    @Id
    @Column(name = "person", nullable = false, length = 200)
    private String person;

    @Column(name = "helped", nullable = false)
    private Integer helped;

    @Column(name = "reason", nullable = false, length = 1_000)
    private String reason;

    @Column(name = "edition_version", nullable = false)
    private Long version;

    @Column(name = "voted_us", nullable = false)
    private Long votedAt;

    /** For the provider, which alone makes rows: they are inserted unless they are there. */
    protected FaqVoteRow() {}

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String faq;
        /** As in the row. */
        private String locale;
        /** As in the row. */
        private String person;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && faq.equals(that.faq) && locale.equals(that.locale)
                    && person.equals(that.person);
        }

        @Override
        public int hashCode() {
            return Objects.hash(faq, locale, person);
        }
    }
}
