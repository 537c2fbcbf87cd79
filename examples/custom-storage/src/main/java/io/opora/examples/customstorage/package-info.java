/**
 * A storage of a desk in RocksDB, an embedded store of keys and values: {@link io.opora.examples.customstorage.RocksStorage} is a
 * whole adapter that passes the contract kit, {@link io.opora.examples.customstorage.TicketFolder} a small program that works on
 * it. The README beside them is the guide to writing another one.
 *
 * {@snippet :
 * try (Storage storage = RocksStorage.open(Path.of("desk"))) {
 *     SupportDesk desk = SupportDesk.builder().storage(storage).build();
 * }
 * }
 */
@NullMarked
package io.opora.examples.customstorage;

import org.jspecify.annotations.NullMarked;
