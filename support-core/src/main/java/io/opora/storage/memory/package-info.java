/**
 * The storage that needs nothing: tickets and their outbox in the memory of the process, indexed for inboxes of a million.
 * For trying Opora out, for tests, and for desks whose tickets may end with the process.
 *
 * {@snippet :
 * Storage storage = MemoryStorage.create();
 * }
 *
 * <p>
 * Safe for use by any number of threads: one lock, many readers or one writer. It cannot join transactions.
 */
@NullMarked
package io.opora.storage.memory;

import org.jspecify.annotations.NullMarked;
