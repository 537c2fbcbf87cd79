package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says which properties are out of their range, and what a desk cannot be built of: each file may be sound by itself, and a rule speak of
 * what another one does not have. Ahead of Boot's own, which would say which record of ours was not pleased.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class InvalidSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidInputException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, InvalidInputException cause) {
        if (findCause(root, SupportConfigurationException.class) != null) {
            return null; // knows which file it is
        }
        String list = cause.violations().stream().map(Violation::toString)
                .collect(Collectors.joining("\n  - ", "\n  - ", ""));
        if (findCause(root, ConfigurationPropertiesBindException.class) != null && causes(root)
                .anyMatch(thrown -> String.valueOf(thrown.getMessage()).contains("'support"))) {
            String messages = cause.violations().stream().map(Violation::message)
                    .collect(Collectors.joining("\n  - ", "\n  - ", ""));
            return new FailureAnalysis("Properties of the support desk are out of their range:" + messages,
                    "Correct them, or leave them out for their defaults.", cause);
        }
        if (causes(root).anyMatch(thrown -> thrown instanceof BeanCreationException creation
                && "supportDesk".equals(creation.getBeanName()))) {
            return new FailureAnalysis("The support desk cannot be built of what its files and customizers say:" + list,
                    "Correct the files that 'support.*' properties name, or the beans of type SupportDeskCustomizer.",
                    cause);
        }
        return null;
    }

    private static Stream<Throwable> causes(Throwable root) {
        return Stream.iterate(root, thrown -> thrown != null, Throwable::getCause);
    }
}
