package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which edition of an FAQ entry is the newest one in a language. */
@Entity(name = "SupportFaqHeadRow")
@Table(name = "support_faq_head")
@IdClass(FaqHeadRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class FaqHeadRow {

    @Id
    @Column(name = "faq_id", nullable = false, length = 200)
    private String faq;

    @Id
    @Column(name = "locale", nullable = false, length = 50)
    private String locale;

    @Column(name = "edition_version", nullable = false)
    private Long version;

    @Column(name = "revision", nullable = false)
    private Long revision;

    @Column(name = "from_us")
    private @Nullable Long from;

    @Column(name = "until_us")
    private @Nullable Long until;

    /** For the provider. */
    protected FaqHeadRow() {}

    /**
     * Makes a row.
     *
     * @param faq the id of the entry
     * @param locale its language
     * @param version the version of the newest edition
     * @param revision its revision
     * @param from when time alone will show it, in microseconds since 1970
     * @param until when time alone will hide it
     */
    public FaqHeadRow(String faq, String locale, Long version, Long revision, @Nullable Long from,
            @Nullable Long until) {
        this.faq = faq;
        this.locale = locale;
        this.version = version;
        this.revision = revision;
        this.from = from;
        this.until = until;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String faq;
        /** As in the row. */
        private String locale;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && faq.equals(that.faq) && locale.equals(that.locale);
        }

        @Override
        public int hashCode() {
            return Objects.hash(faq, locale);
        }
    }
}
