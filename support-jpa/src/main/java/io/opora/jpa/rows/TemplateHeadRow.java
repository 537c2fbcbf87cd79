package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which edition of a reply template is the newest one. */
@Entity(name = "SupportTemplateHeadRow")
@Table(name = "support_template_head")
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class TemplateHeadRow {

    @Id
    @Column(name = "template_id", nullable = false, length = 100)
    private String template;

    @Column(name = "edition_version", nullable = false)
    private Long version;

    @Column(name = "revision", nullable = false)
    private Long revision;

    /** For the provider. */
    protected TemplateHeadRow() {}

    /**
     * Makes a row.
     *
     * @param template the id of the template
     * @param version the version of the newest edition
     * @param revision its revision
     */
    public TemplateHeadRow(String template, Long version, Long revision) {
        this.template = template;
        this.version = version;
        this.revision = revision;
    }
}
