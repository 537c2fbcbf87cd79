/**
 * The life of a ticket: from a customer's question to a closed matter, with nothing lost on the way.
 *
 * <p>
 * A {@link io.opora.ticket.Ticket} is an immutable header; behind it stands a gapless history of
 * {@link io.opora.ticket.TicketEvent}s. What may happen is decided by {@link io.opora.ticket.TicketLifecycle}, a pure
 * function; {@link io.opora.ticket.Tickets} is the thin shell around it that checks input, loads, decides, appends and
 * retries, on any {@link io.opora.ticket.TicketStore}.
 *
 * {@snippet :
 * Tickets tickets = desk.tickets();
 * Ticket ticket = tickets.open(customer, OpenTicket.of("Lamp broken", "It flickers and then goes out."));
 * tickets.handle(agent, ticket.id(), Reply.of("Which bulb do you use?"));
 * tickets.handle(agent, ticket.id(), Move.of("ask"));
 * }
 *
 * <p>
 * Tickets may belong together: one is {@linkplain io.opora.ticket.Merge merged} into another, {@linkplain io.opora.ticket.Split
 * split}, {@linkplain io.opora.ticket.Link linked}. All tickets that such a command concerns change together or not at all, each
 * history says so, and no customer gains sight of a ticket by it.
 *
 * <p>
 * Who may go through which door is decided by the {@link io.opora.access.AccessPolicy} of the desk, by what the actor is to the
 * ticket: its requester, somebody who takes part, its assignee, a member of its team, or other staff.
 * {@link io.opora.ticket.TicketLinks} let somebody in by a secret link.
 *
 * <p>
 * Beyond what every ticket has, a desk declares fields of its own ({@link io.opora.ticket.FieldSet}); what a transition of a
 * workflow asks for, such as a resolution or the reason for which the customer is asked, is one of them. A ticket can be put
 * aside ({@link io.opora.ticket.Snooze}), and its solution be rated ({@link io.opora.ticket.Rate}).
 *
 * <p>
 * What is promised to customers is a {@link io.opora.sla.SlaPolicy} of the desk; {@link io.opora.ticket.ServiceLevels} tell how the
 * clocks of tickets stand by it, and each ticket knows when it is {@linkplain io.opora.ticket.Ticket#due() due}:
 *
 * {@snippet :
 * Ticket ticket = desk.tickets().open(customer, OpenTicket.of("Lamp broken", "It flickers and then goes out."));
 * SlaClock.Reading reading = desk.sla().clocks(agent, ticket.id());
 * desk.sla().promise(customer, ticket.id(), Locale.ENGLISH, ZoneId.of("Asia/Tokyo"))
 *         .ifPresent(promise -> System.out.println(promise.sentence()));
 * TicketPage overdue = desk.tickets().inbox(agent, TicketQuery.builder().dueBefore(reading.at()).sort(TicketQuery.Sort.DUE).build());
 * }
 *
 * <p>
 * What a desk does by itself are rules of {@link io.opora.routing}: they sort requests when they are opened, and apply macros when
 * something happens or time passes. {@link io.opora.ticket.TicketFacts} say what they may speak of, and
 * {@link io.opora.ticket.TicketRules} tell what they would do before they do it.
 *
 * <p>
 * All values are immutable. {@code Tickets} and {@code TicketLifecycle} may be used by any number of threads. Instants are
 * kept in whole microseconds, because that is what databases keep.
 */
@NullMarked
package io.opora.ticket;

import org.jspecify.annotations.NullMarked;
