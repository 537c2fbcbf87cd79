/**
 * The roof: {@link io.opora.desk.SupportDesk} puts the capabilities together and is what most applications hold. One object,
 * one small facade for each capability.
 *
 * {@snippet :
 * SupportDesk desk = SupportDesk.inMemory();
 * Ticket ticket = desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
 * }
 *
 * <p>
 * Everything here is safe for use by any number of threads and starts none of its own.
 */
@NullMarked
package io.opora.desk;

import org.jspecify.annotations.NullMarked;
