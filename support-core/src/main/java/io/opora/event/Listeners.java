package io.opora.event;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners within the process what has happened. They are called one after the other, in the order in which they were
 * given, on the thread that tells them. They cannot veto anything, because it has happened already: what one of them throws
 * goes to an error handler, and the others are told as if nothing had been thrown.
 *
 * <p>
 * Immutable, safe for use by any number of threads.
 *
 * @param <E> what the events are
 */
public final class Listeners<E> {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Consumer<? super E>> all;
    private final BiConsumer<? super E, ? super Throwable> onError;

    private Listeners(List<Consumer<? super E>> all, BiConsumer<? super E, ? super Throwable> onError) {
        this.all = all;
        this.onError = onError;
    }

    /**
     * Groups listeners.
     *
     * @param <E> what the events are
     * @param listeners the listeners, in the order in which to tell them
     * @param onError is given the event and what a listener threw; what it throws itself is logged and ends nothing
     * @return the listeners
     */
    public static <E> Listeners<E> of(List<? extends Consumer<? super E>> listeners,
            BiConsumer<? super E, ? super Throwable> onError) {
        return new Listeners<>(List.copyOf(listeners), requireNonNull(onError, "onError"));
    }

    /**
     * Tells every listener. Throws nothing but the errors by which the virtual machine itself gives up.
     *
     * @param event what happened
     */
    public void tell(E event) {
        for (Consumer<? super E> listener : all) {
            Attempt.failure(() -> listener.accept(event))
                    .flatMap(error -> Attempt.failure(() -> onError.accept(event, error)))
                    .ifPresent(error -> LOG.warn("The error handler of the listeners failed itself: {}",
                            error.getClass().getName()));
        }
    }
}
