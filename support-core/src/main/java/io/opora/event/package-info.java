/**
 * Telling others what has happened. {@link io.opora.event.Listeners} are told at once, within the process, and may miss what
 * happens while the process dies. Consumers ({@link io.opora.event.EventConsumer}) are told at least once, whatever happens:
 * what they still have to be told is stored together with the event ({@link io.opora.event.OutboxStore}) and carried to them by
 * a {@link io.opora.event.Relay} that the host drives.
 *
 * <p>
 * The room knows nothing of tickets; a desk has it wired up:
 *
 * {@snippet :
 * SupportDesk desk = SupportDesk.builder()
 *         .consumer(EventConsumer.of("mailer", TicketEvent.MessageAdded.class,
 *                 delivery -> System.out.println("mail " + delivery.event().message() + " once per " + delivery.id())))
 *         .build();
 * desk.tickets().open(customer, OpenTicket.of("Lamp broken", "It flickers."));
 * desk.events().drain(1_000);   // every few seconds, on as many nodes as you like
 * }
 *
 * <p>
 * Everything here is safe for use by any number of threads and starts none.
 */
@NullMarked
package io.opora.event;

import org.jspecify.annotations.NullMarked;
