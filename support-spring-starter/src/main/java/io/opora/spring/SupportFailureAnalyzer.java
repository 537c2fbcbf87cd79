package io.opora.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a configuration file, and with which. */
final class SupportFailureAnalyzer extends AbstractFailureAnalyzer<SupportConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SupportConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
