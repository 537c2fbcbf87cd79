package io.opora.spring;

import io.opora.StorageException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when a database is not ready for the desk: above all one that is not embedded and has no tables of ours yet. */
final class MissingTablesAnalyzer extends AbstractFailureAnalyzer<StorageException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, StorageException cause) {
        for (Throwable thrown = root; thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof BeanCreationException creation && "supportStorage".equals(creation.getBeanName())) {
                return new FailureAnalysis("The support desk cannot keep its tickets here: " + cause.getMessage(),
                        "Set support.jpa.initialize-schema=always, so that the tables are made at the start; or have your"
                                + " own migrations run the scripts that JpaSchema.script and JpaSchema.write give. If the"
                                + " tables are there, see whether the database answers and its user may use them.",
                        cause);
            }
        }
        return null;
    }
}
