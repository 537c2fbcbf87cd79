package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An edition of a reply template. */
@Entity(name = "SupportTemplateEditionRow")
@Table(name = "support_template_edition")
@IdClass(TemplateEditionRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class TemplateEditionRow {

    @Id
    @Column(name = "template_id", nullable = false, length = 100)
    private String template;

    @Id
    @Column(name = "edition_version", nullable = false)
    private Long version;

    @Column(name = "edition", nullable = false, length = 1_000_000)
    private String edition;

    /** For the provider. */
    protected TemplateEditionRow() {}

    /**
     * Makes a row.
     *
     * @param template the id of the template
     * @param version the version of the edition
     * @param edition the edition as JSON
     */
    public TemplateEditionRow(String template, Long version, String edition) {
        this.template = template;
        this.version = version;
        this.edition = edition;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String template;
        /** As in the row. */
        private Long version;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && template.equals(that.template) && version.equals(that.version);
        }

        @Override
        public int hashCode() {
            return Objects.hash(template, version);
        }
    }
}
