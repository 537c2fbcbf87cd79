/**
 * For the tests of an application that embeds Opora: {@link io.opora.testing.TestDesk} is a desk in memory whose clock stands
 * still until the test moves it, and whose ids are the same in every run.
 *
 * {@snippet :
 * try (TestDesk test = TestDesk.create()) {
 *     Ticket ticket = test.openedBy("maria");
 *     test.desk().tickets().handle(Actor.agent("boris"), ticket.id(), Move.of("ask"));
 *
 *     int changes = test.pass(Duration.ofDays(3));
 *
 *     assertEquals(1, changes);   // the customer was reminded
 * }
 * }
 *
 * <p>
 * Needs no test framework. A desk may be used by several threads, though ids are the same in every run only if one thread opens
 * the tickets.
 */
@NullMarked
package io.opora.testing;

import org.jspecify.annotations.NullMarked;
