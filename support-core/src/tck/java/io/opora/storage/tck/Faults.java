package io.opora.storage.tck;

import io.opora.StorageException;
import io.opora.access.LinkStore;
import io.opora.event.OutboxStore;
import io.opora.storage.Storage;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A storage whose calls go wrong on the way to it and back, as calls of databases do. For one thread. */
final class Faults {

    /** What becomes of a call. */
    enum Fault {
        /** It arrives, and so does its answer. */
        NONE,
        /** It does not arrive: no connection, or the victim of a deadlock. */
        BEFORE,
        /** It arrives and is done, its answer does not: a timeout, or a connection that is lost. */
        AFTER,
        /** It takes longer than anybody waits. */
        SLOW
    }

    /** What only says what there is, and asks no database. */
    private static final Set<String> LOCAL = Set.of("close", "capabilities", "tickets", "outbox", "faq", "templates",
            "links",
            "configuration", "hashCode",
            "equals", "toString");

    private final Supplier<Fault> next;
    private final Runnable waiting;
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

    /**
     * Makes faults.
     *
     * @param next says of each call what becomes of it
     * @param waiting what happens while a slow call is under way
     */
    Faults(Supplier<Fault> next, Runnable waiting) {
        this.next = next;
        this.waiting = waiting;
    }

    /** {@return how often a fault happened} */
    int happened(Fault fault) {
        return happened.getOrDefault(fault, 0);
    }

    /** {@return a storage that does what another does, but for the faults} */
    Storage in(Storage sound) {
        return proxy(Storage.class, sound);
    }

    private <T> T proxy(Class<T> type, T sound) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> wrapped(call(sound, method, arguments))));
    }

    private Object call(Object sound, Method method, Object[] arguments) throws Throwable {
        if (LOCAL.contains(method.getName())) {
            return invoke(sound, method, arguments);
        }
        Fault fault = next.get();
        happened.merge(fault, 1, Integer::sum);
        return switch (fault) {
            case NONE -> invoke(sound, method, arguments);
            case BEFORE -> throw new StorageException("no connection for " + method.getName(), null);
            case AFTER -> {
                invoke(sound, method, arguments);
                throw new StorageException("no answer to " + method.getName(), null);
            }
            case SLOW -> {
                waiting.run();
                Object answer = invoke(sound, method, arguments);
                waiting.run();
                yield answer;
            }
        };
    }

    private static Object invoke(Object sound, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(sound, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object wrapped(Object answer) {
        return switch (answer) {
            case TicketStore store -> proxy(TicketStore.class, store);
            case OutboxStore store -> proxy(OutboxStore.class, store);
            case LinkStore store -> proxy(LinkStore.class, store);
            case ConfigurationStore store -> proxy(ConfigurationStore.class, store);
            case null, default -> answer;
        };
    }
}
