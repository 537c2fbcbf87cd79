package io.opora.spring.metrics;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** Counts what has happened once it has: not what is rolled back yet. */
final class AfterCommit {

    private static final boolean TRANSACTIONS = ClassUtils.isPresent(
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            AfterCommit.class.getClassLoader());

    private AfterCommit() {}

    /** Runs something after the transaction of this thread has been committed; now if there is none; never if it is rolled back. */
    static void run(Runnable counting) {
        if (!TRANSACTIONS || !Synchronized.register(counting)) {
            counting.run();
        }
    }

    /** Touched only where Spring's transactions are. */
    private static final class Synchronized {

        static boolean register(Runnable counting) {
            if (!TransactionSynchronizationManager.isSynchronizationActive()
                    || !TransactionSynchronizationManager.isActualTransactionActive()) {
                return false;
            }
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    counting.run();
                }
            });
            return true;
        }
    }
}
