/**
 * Where a desk keeps what it knows. {@link io.opora.storage.Storage} groups the stores of the features, one small interface
 * each; an adapter for a database implements them and proves itself with the contract kit (the artifact with classifier
 * {@code tck}, package {@code io.opora.storage.tck}). {@link io.opora.storage.memory.MemoryStorage} is the embedded default.
 *
 * {@snippet :
 * try (Storage storage = MemoryStorage.create()) {
 *     SupportDesk desk = SupportDesk.builder().storage(storage).build();
 * }
 * }
 *
 * <p>
 * Storages are safe for use by any number of threads.
 */
@NullMarked
package io.opora.storage;

import org.jspecify.annotations.NullMarked;
