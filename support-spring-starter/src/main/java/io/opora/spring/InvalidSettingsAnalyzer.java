package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says which properties are out of their range, and what a desk cannot be built of: each file may be sound by itself, and a rule speak of
 * what another one does not have. Ahead of Boot's own, which would say which record of ours was not pleased.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class InvalidSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidInputException> {

    private final @Nullable Environment environment;

    /** For Spring Boot, which gives the environment if there is one already. */
    InvalidSettingsAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, InvalidInputException cause) {
        if (findCause(root, SupportConfigurationException.class) != null) {
            return null; // knows which file it is
        }
        Origins origins = new Origins(environment);
        BindException binding = findCause(root, BindException.class);
        if (binding != null && isOurs(binding.getName())) {
            return new FailureAnalysis(
                    "Properties of the support desk are out of their range:" + cause.violations().stream()
                            .map(violation -> "\n  - " + said(binding.getName(), violation, origins))
                            .collect(Collectors.joining()),
                    "Correct them, or leave them out for their defaults.", cause);
        }
        if (causes(root).anyMatch(thrown -> thrown instanceof BeanCreationException creation
                && "supportDesk".equals(creation.getBeanName()))) {
            String files = origins.files();
            return new FailureAnalysis(
                    "The support desk cannot be built of what its files and customizers say:"
                            + cause.violations().stream().map(violation -> "\n  - " + violation)
                                    .collect(Collectors.joining())
                            + (files.isEmpty() ? "" : "\n\nIts files are named by:" + files),
                    "Correct the files that 'support.*' properties name, or the beans of type SupportDeskCustomizer.",
                    cause);
        }
        return null;
    }

    private static boolean isOurs(ConfigurationPropertyName name) {
        return !name.isEmpty() && name.getElement(0, ConfigurationPropertyName.Form.UNIFORM).equals("support");
    }

    /** Ahead of what is wrong stands its property, unless that is said there, and behind it where it was set. */
    private static String said(ConfigurationPropertyName bound, Violation violation, Origins origins) {
        String property = bound + (violation.path().isEmpty() ? "" : "." + violation.path());
        return (violation.message().contains(property) ? "" : property + ": ") + violation.message()
                + origins.behind(property);
    }

    private static Stream<Throwable> causes(Throwable root) {
        return Stream.iterate(root, thrown -> thrown != null, Throwable::getCause);
    }
}
