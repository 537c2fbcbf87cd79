package io.opora.jpa.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What became of a reply template for a request. */
@Entity(name = "SupportTemplateUseRow")
@Table(name = "support_template_use")
@IdClass(TemplateUseRow.Key.class)
@SuppressWarnings({"unused", "NullAway.Init"}) // the provider fills it in and reads it
public class TemplateUseRow {

    @Id
    @Column(name = "template_id", nullable = false, length = 100)
    private String template;

    @Id
    @Column(name = "request", nullable = false, length = 100)
    private String request;

    @Column(name = "edition_version", nullable = false)
    private Long version;

    @Column(name = "outcome", nullable = false, length = 20)
    private String outcome;

    @Column(name = "agent", nullable = false, length = 200)
    private String agent;

    @Column(name = "customer", nullable = false, length = 200)
    private String customer;

    @Column(name = "use_number", nullable = false)
    private Long number;

    @Column(name = "used_us", nullable = false)
    private Long usedAt;

    /** For the provider. */
    protected TemplateUseRow() {}

    /**
     * Makes a row.
     *
     * @param template the id of the template
     * @param request what the request is known by
     * @param version the version of the edition that was used
     * @param outcome what became of it
     * @param agent whoever replied
     * @param customer whoever asked
     * @param number the number of the use
     * @param usedAt when that was, in microseconds since 1970
     */
    public TemplateUseRow(String template, String request, Long version, String outcome, String agent, String customer,
            Long number, Long usedAt) {
        this.template = template;
        this.request = request;
        this.version = version;
        this.outcome = outcome;
        this.agent = agent;
        this.customer = customer;
        this.number = number;
        this.usedAt = usedAt;
    }

    /** What tells its rows apart. */
    @SuppressWarnings({"unused", "NullAway.Init"})
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        /** As in the row. */
        private String template;
        /** As in the row. */
        private String request;

        /** For the provider. */
        public Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && template.equals(that.template) && request.equals(that.request);
        }

        @Override
        public int hashCode() {
            return Objects.hash(template, request);
        }
    }
}
