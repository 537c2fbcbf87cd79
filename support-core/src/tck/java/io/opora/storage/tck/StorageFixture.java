package io.opora.storage.tck;

import io.opora.storage.Storage;

/**
 * What an adapter's author gives the suites: an empty storage, and the few things about it that its own interface cannot
 * tell. Each test gets a fixture of its own; how the storage of the next one comes to be empty (a new file, dropped tables,
 * another schema) is the fixture's business.
 */
@SuppressWarnings("try") // what a fixture throws at its end may be anything
public interface StorageFixture extends AutoCloseable {

    /** {@return the storage under test; the same object at each call, empty at the first} */
    Storage storage();

    /**
     * Opens the data of {@link #storage()} once more, as another node or a restarted process would, while the first storage
     * stays open.
     *
     * @return another storage on the same data, with nothing in common with the first but that data; the first one itself if
     *         the data lives in that object, as it does in memory
     */
    Storage reopen();

    /**
     * Runs work in a transaction such as an application that embeds Opora would have: begun before the work, committed when
     * the work returns, rolled back when it throws, on the thread that calls. Has to be overridden if and only if the
     * storage declares {@link Storage.Capability#JOINS_TRANSACTIONS}.
     *
     * @param work what to do in the transaction; what it throws is thrown on
     * @throws UnsupportedOperationException if the storage joins no transactions
     */
    default void inTransaction(Runnable work) {
        throw new UnsupportedOperationException(
                "This fixture has no transactions. If its storage declares " + Storage.Capability.JOINS_TRANSACTIONS
                        + ", override inTransaction in " + getClass().getName());
    }

    /**
     * Closes every storage that this fixture opened, those that a test has already closed included, and whatever else it
     * holds. Called after each test, a failed one too.
     *
     * @throws Exception if that fails; the test then fails as well
     */
    @Override
    void close() throws Exception;
}
