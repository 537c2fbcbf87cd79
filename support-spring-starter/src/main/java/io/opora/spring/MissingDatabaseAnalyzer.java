package io.opora.spring;

import io.opora.storage.Storage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when there is nowhere to keep tickets. */
final class MissingDatabaseAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, NoSuchBeanDefinitionException cause) {
        return Storage.class.equals(cause.getBeanType()) && !(cause instanceof NoUniqueBeanDefinitionException)
                ? new FailureAnalysis(
                        "The support desk has nowhere to keep its tickets: there is no (or more than one) entity manager factory.",
                        "Add spring-boot-starter-data-jpa and a data source; or mark one entity manager factory as primary; or"
                                + " set support.storage=memory for a first try; or support.enabled=false.",
                        cause)
                : null;
    }
}
