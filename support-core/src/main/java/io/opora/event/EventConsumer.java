package io.opora.event;

import static java.util.Objects.requireNonNull;

import io.opora.Names;
import java.util.function.Predicate;

/**
 * Somebody who is told of events at least once, and of those of one stream in their order: what sends mail, calls another
 * system, keeps a copy. The outbox remembers by name what a consumer still has to be told, over restarts and on all nodes, so
 * the name is for good. What a node appends is kept for the consumers that are registered there, so register the same ones on
 * all nodes; what happened earlier reaches a consumer by redelivery. Before a consumer is given up, let one that does nothing
 * take its name until all is drained.
 *
 * @param <E> what the events are
 * @param name its name
 * @param interest which events it wants; asked once, on the thread and in the middle of the command that brings the event about,
 *        so it has to be quick and touch nothing. If it throws, the event is kept for the consumer
 * @param handler what is done about them
 */
public record EventConsumer<E>(String name, Predicate<? super E> interest, Handler<E> handler) {

    /**
     * Checks the values.
     *
     * @throws io.opora.InvalidInputException if the name does not have the {@linkplain Names#FORM form}
     */
    public EventConsumer {
        Names.require("consumer", name);
        requireNonNull(interest, "interest");
        requireNonNull(handler, "handler");
    }

    /**
     * A consumer of every event.
     *
     * @param <E> what the events are
     * @param name its name
     * @param handler what is done about them
     * @return the consumer
     * @throws io.opora.InvalidInputException if the name does not have the {@linkplain Names#FORM form}
     */
    public static <E> EventConsumer<E> of(String name, Handler<E> handler) {
        return new EventConsumer<>(name, event -> true, handler);
    }

    /**
     * A consumer of the events of one type.
     *
     * @param <E> what the events are
     * @param <T> the type that it wants
     * @param name its name
     * @param type the type that it wants
     * @param handler what is done about them
     * @return the consumer
     * @throws io.opora.InvalidInputException if the name does not have the {@linkplain Names#FORM form}
     */
    public static <E, T extends E> EventConsumer<E> of(String name, Class<T> type, Handler<T> handler) {
        requireNonNull(handler, "handler");
        return new EventConsumer<>(name, type::isInstance, delivery -> handler.handle(
                new Delivery<>(delivery.entry(), delivery.attempt(), type.cast(delivery.event()))));
    }

    /**
     * What is done about an event.
     *
     * @param <E> what the events are
     */
    @FunctionalInterface
    public interface Handler<E> {

        /**
         * Takes an event. Returning says that it is done and is not to be told again; throwing says that it has to be tried
         * again later. Called on the thread that drains the outbox, for different streams also on several threads at once. What
         * takes longer than the {@linkplain Relay.Policy#lease() lease} is told to somebody else meanwhile. An event can come
         * more than once, after a crash for example: what must not happen twice is to be remembered by {@link Delivery#id()}.
         *
         * @param delivery the event
         * @throws Exception if it could not be done
         */
        void handle(Delivery<E> delivery) throws Exception;
    }

    /**
     * An event on its way to a consumer.
     *
     * @param <E> what the event is
     * @param entry where it stands
     * @param attempt which attempt this is, from 1
     * @param event what happened
     */
    public record Delivery<E>(OutboxStore.Entry entry, int attempt, E event) {

        /** Checks that nothing is missing. */
        public Delivery {
            requireNonNull(entry, "entry");
            requireNonNull(event, "event");
        }

        /**
         * {@return the id of the event, the same at every attempt and for every consumer: its stream, a colon, and its sequence}
         */
        public String id() {
            return entry.stream() + ":" + entry.sequence();
        }
    }
}
