package io.opora.workflow;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which workflow, in which version. Tickets carry it, so that a workflow can be changed while tickets are under way: the
 * changed one gets a new version, and a {@link WorkflowMap} takes the tickets over.
 *
 * @param id lower-case letters, digits and hyphens, beginning with a letter, at most 64 characters
 * @param version 1 or more
 */
public record WorkflowRef(String id, int version) {

    private static final Pattern PRINTED = Pattern.compile("([a-z][a-z0-9-]{0,63})@([1-9][0-9]{0,9})");

    /**
     * Checks both parts.
     *
     * @throws InvalidInputException if the id is not of the form above or the version is below 1
     */
    public WorkflowRef {
        requireNonNull(id, "id");
        List<Violation> violations = new ArrayList<>();
        if (!Names.isName(id)) {
            violations.add(new Violation("id", "workflow-id", Spelling.malformed("workflow id", id)));
        }
        if (version < 1) {
            violations.add(new Violation("version", "workflow-version", badVersion(version)));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException("workflow reference", violations);
        }
    }

    /**
     * Reads what {@link #toString()} prints.
     *
     * @param text an id, {@code @} and a version, such as {@code returns@2}
     * @return the reference
     * @throws InvalidInputException if the text is anything else
     */
    public static WorkflowRef of(String text) {
        Matcher matcher = PRINTED.matcher(text);
        if (matcher.matches()) {
            long version = Long.parseLong(matcher.group(2));
            if (version <= Integer.MAX_VALUE) {
                return new WorkflowRef(matcher.group(1), (int) version);
            }
        }
        throw new InvalidInputException("workflow reference", new Violation("", "workflow-ref",
                Spelling.quote(text) + " names no workflow: an id, '@' and a version are needed, such as 'returns@2'"));
    }

    static String badVersion(int version) {
        return version + " is no version of a workflow: versions begin with 1";
    }

    /** {@return id and version, such as {@code returns@2}} */
    @Override
    public String toString() {
        return id + '@' + version;
    }
}
