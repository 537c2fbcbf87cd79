/**
 * Who acts. An {@link io.opora.access.Actor} is what the host application knows about the person or program behind a call:
 * an id of the host's own, the kind of actor, and roles. Every command and every reading names its actor; the desk decides
 * from it what may be done and seen. Opora has no users, passwords or sessions of its own.
 *
 * {@snippet :
 * Actor customer = Actor.customer("maria");
 * Actor accountant = Actor.agent("boris").withRoles(Role.of("accountant"));
 * }
 *
 * <p>
 * Everything here is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.access;

import org.jspecify.annotations.NullMarked;
