package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An edition of an FAQ entry. */
@Entity(name = "SupportFaqEditionRow")
@Table(name = "support_faq_edition")
@IdClass(FaqEditionRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class FaqEditionRow {

    @Id
    @Column(name = "faq_id", nullable = false, length = 200)
    private String faq;

    @Id
    @Column(name = "locale", nullable = false, length = 50)
    private String locale;

    @Id
    @Column(name = "edition_version", nullable = false)
    private Long version;

    @Column(name = "edition", nullable = false, length = 1_000_000)
    private String edition;

    /** For the provider. */
    protected FaqEditionRow() {}

    /**
     * Makes a row.
     *
     * @param faq the id of the entry
     * @param locale its language
     * @param version the version of the edition
     * @param edition the edition as JSON
     */
    public FaqEditionRow(String faq, String locale, Long version, String edition) {
        this.faq = faq;
        this.locale = locale;
        this.version = version;
        this.edition = edition;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String faq;
        /** As in the row. */
        private String locale;
        /** As in the row. */
        private Long version;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && faq.equals(that.faq) && locale.equals(that.locale)
                    && version.equals(that.version);
        }

        @Override
        public int hashCode() {
            return Objects.hash(faq, locale, version);
        }
    }
}
