package io.opora.ticket;

import java.util.List;

/**
 * Where it is kept who changed what of a desk's configuration. It only grows. Atomic, safe for any number of threads, and in the
 * caller's transaction if there is one, as {@link TicketStore} describes.
 */
public interface ConfigurationStore {

    /**
     * Stores changes, all of them or none.
     *
     * @param changes at least one; their numbers follow each other without a gap
     * @return whether they were stored: the first number is the one behind the last that is stored, or 1 if none is; somebody else
     *         was faster otherwise
     */
    boolean append(List<Configuration.Change> changes);

    /**
     * Reads changes.
     *
     * @param after the number of the change behind which to begin; 0 for the beginning
     * @param limit the most changes to give, 1 to {@value Configuration#MAX_PAGE}
     * @return the changes in the order of their numbers; empty if there are none behind
     */
    List<Configuration.Change> changes(long after, int limit);
}
