package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.io.Serial;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What properties say cannot be done, or a file that one names cannot be taken. */
final class SupportConfigurationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String property;
    private final String action;

    private SupportConfigurationException(String property, String message, String action, @Nullable Throwable cause) {
        super(message, cause);
        this.property = property;
        this.action = action;
    }

    /**
     * What a property says cannot be done.
     *
     * @param property its name
     * @param why a sentence without its subject, the property, and without its full stop
     * @param action what may be done about it
     */
    static SupportConfigurationException impossible(String property, String why, String action,
            @Nullable Throwable cause) {
        return new SupportConfigurationException(property, "The property '" + property + "' " + why + ".", action,
                cause);
    }

    static SupportConfigurationException invalid(String property, String file, Lines lines,
            InvalidInputException cause) {
        List<Violation> violations = cause.violations();
        return new SupportConfigurationException(property,
                "The property '" + property + "' names " + file + ", in which "
                        + (violations.size() == 1 ? "one thing is wrong:" : violations.size() + " things are wrong:")
                        + violations.stream().map(violation -> "\n  - " + at(lines, violation) + violation)
                                .collect(Collectors.joining()),
                "Correct the file, or name another one by '" + property + "'.", cause);
    }

    /** Where a text is no JSON, its reader has said the line already. */
    private static String at(Lines lines, Violation violation) {
        OptionalInt line = violation.message().matches("(?s).*\\(line \\d+, column \\d+\\).*")
                ? OptionalInt.empty()
                : lines.of(violation.path());
        return line.isPresent() ? "line " + line.getAsInt() + ", " : "";
    }

    static SupportConfigurationException unreadable(String property, String file, Throwable cause) {
        return new SupportConfigurationException(property,
                "The property '" + property + "' names " + file + ", which cannot be read: " + cause.getMessage(),
                "Let '" + property + "' name a file that is there, such as classpath:support/desk.json or"
                        + " file:/etc/support/desk.json.",
                cause);
    }

    /** {@return the name of the property} */
    String property() {
        return property;
    }

    /** {@return what may be done about it} */
    String action() {
        return action;
    }
}
