/**
 * A desk in a Spring Boot application: with this starter and a database, {@link io.opora.desk.SupportDesk} and its facades can be
 * injected, keep their tickets in the application's database, and take part in its transactions.
 *
 * {@snippet lang=java :
 * @Service
 * class Orders {
 *
 *     private final Tickets tickets;
 *
 *     Orders(Tickets tickets) {
 *         this.tickets = tickets;
 *     }
 *
 *     @Transactional // the order and the ticket, or neither
 *     void complain(Order order, String text) {
 *         order.complain();
 *         tickets.open(Actor.customer(order.customer()), OpenTicket.of("Order " + order.number(), text));
 *     }
 * }
 * }
 *
 * The starter adds its own beans and nothing else: it scans nothing, turns on nothing of Spring's, replaces no bean and brings no
 * clock. Its entities are added to those that the application scans. {@link io.opora.spring.SupportProperties} lists what can be set;
 * {@link io.opora.spring.SupportDeskCustomizer} reaches what cannot.
 */
@NullMarked
package io.opora.spring;

import org.jspecify.annotations.NullMarked;
