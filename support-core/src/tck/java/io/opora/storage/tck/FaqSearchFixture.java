package io.opora.storage.tck;

import io.opora.faq.FaqSearch;

/**
 * What the author of a {@link FaqSearch} gives {@link FaqSearchContract}: an empty search, and a way to end it and to begin
 * another in its place. Each test gets a fixture of its own.
 */
@SuppressWarnings("try") // what a fixture throws at its end may be anything
public interface FaqSearchFixture extends AutoCloseable {

    /** {@return the search under test; the same object until {@link #restart}, empty at the first call} */
    FaqSearch search();

    /**
     * Closes the search and opens another on the same index, as a restarted process would. An index that ends with its
     * search, as one in memory does, is begun anew.
     *
     * @param lost whether the index is taken away in between, such as a directory that was deleted
     * @return the other search, which {@link #search()} gives from now on
     * @throws Exception if that fails; the test then fails as well
     */
    FaqSearch restart(boolean lost) throws Exception;

    /**
     * Closes the search, whether or not the test has closed it, and takes its index away. Called after each test, a failed one
     * too.
     *
     * @throws Exception if that fails; the test then fails as well
     */
    @Override
    void close() throws Exception;
}
