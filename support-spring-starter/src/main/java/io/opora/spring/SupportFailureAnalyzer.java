package io.opora.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says what is wrong with a property or a configuration file, with which, and where the property was set. */
final class SupportFailureAnalyzer extends AbstractFailureAnalyzer<SupportConfigurationException> {

    private final @Nullable Environment environment;

    /** For Spring Boot, which gives the environment if there is one already. */
    SupportFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable root, SupportConfigurationException cause) {
        String set = new Origins(environment).of(cause.property())
                .map(origin -> "\n\nThe property is set in " + origin + ".").orElse("");
        return new FailureAnalysis(cause.getMessage() + set, cause.action(), cause);
    }
}
