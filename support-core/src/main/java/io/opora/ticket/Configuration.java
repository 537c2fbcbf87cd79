package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration of a desk as data, and the trail of who changed what of it: workflows, fields, access, routing, macros,
 * automation, service levels. A desk is built with its configuration and cannot change it; what is different from the last time is
 * found, and kept with whoever says to have changed it, by {@link #record}, which a host calls when it has built a desk. What is
 * bound to names in code, such as guards and staffing, is not part of it.
 *
 * <p>
 * Safe for use by any number of threads. Every method throws {@link StorageException} if the store failed and
 * {@link io.opora.ClosedException} after the desk was closed.
 */
public final class Configuration {

    /** The most changes that {@link #changes} gives at once. */
    public static final int MAX_PAGE = 1_000;

    private static final int MAX_ATTEMPTS = 100;

    private final Tickets tickets;
    private final Gate gate;
    private final Optional<ConfigurationStore> store;
    private final SortedMap<Document, String> documents;

    Configuration(Tickets tickets, Gate gate, Optional<ConfigurationStore> store, Map<Document, String> documents) {
        this.tickets = tickets;
        this.gate = gate;
        this.store = store;
        this.documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
    }

    /** What a document configures. */
    public enum Part {
        /** A workflow. */
        WORKFLOW,
        /** The fields of tickets. */
        FIELDS,
        /** Roles and permissions. */
        ACCESS,
        /** Rules that sort requests. */
        ROUTING,
        /** A macro. */
        MACRO,
        /** Rules that apply macros. */
        AUTOMATION,
        /** A version of the service levels. */
        SERVICE_LEVELS
    }

    /**
     * A document of the configuration.
     *
     * @param part what it configures
     * @param id which one of its kind, such as {@code returns@2}; at most {@value #MAX_ID} characters. Of fields and of access there is
     *        one, called {@code desk}
     */
    public record Document(Part part, String id) implements Comparable<Document> {

        /** The longest id, in characters. */
        public static final int MAX_ID = 100;

        /**
         * Checks the values.
         *
         * @throws InvalidInputException if the id is empty or too long
         */
        public Document {
            requireNonNull(part, "part");
            if (id.isEmpty() || id.length() > MAX_ID) {
                throw new InvalidInputException("document", new Violation("id", "length",
                        "must have 1 to " + MAX_ID + " characters, not " + id.length()));
            }
        }

        @Override
        public int compareTo(Document other) {
            int byPart = part.compareTo(other.part);
            return byPart != 0 ? byPart : id.compareTo(other.id);
        }
    }

    /**
     * A change of a document.
     *
     * @param number its place in the trail, from 1 on
     * @param at when it was recorded
     * @param by who said to have changed it
     * @param document which document
     * @param before what it was, in JSON; nothing if it is new
     * @param after what it is from then on, in JSON; nothing if it is no longer there
     */
    public record Change(long number, Instant at, Actor by, Document document, Optional<String> before,
            Optional<String> after) {

        /**
         * Checks that nothing is missing.
         *
         * @throws IllegalArgumentException if the number is less than 1, or nothing has changed
         */
        public Change {
            requireNonNull(at, "at");
            requireNonNull(by, "by");
            requireNonNull(document, "document");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
            if (number < 1 || before.equals(after)) {
                throw new IllegalArgumentException("a change has a number from 1 on, and changes something");
            }
        }
    }

    /** {@return the documents that the desk was built with, in JSON, in the order of their parts and ids} */
    public SortedMap<Document, String> documents() {
        tickets.requireOpen();
        return documents;
    }

    /**
     * Records what is different from the last time: what is new, what has changed and what is gone. When several nodes start with the
     * same configuration, one of them records it.
     *
     * @param actor who has changed it
     * @return the changes, in the order of {@link #documents}; empty if there are none
     * @throws AccessDeniedException if the actor may not {@link Operation#CONFIGURE}
     */
    public List<Change> record(Actor actor) {
        tickets.requireOpen();
        gate.requireDesk(actor, Operation.CONFIGURE);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            List<Change> changes = changesBy(actor);
            if (changes.isEmpty() || store().append(changes)) {
                return changes;
            }
        }
        throw new StorageException("Others recorded changes of the configuration first " + MAX_ATTEMPTS
                + " times in a row. Nothing was recorded; try again later", null);
    }

    private List<Change> changesBy(Actor actor) {
        Map<Document, String> known = new HashMap<>();
        long last = 0;
        List<Change> page;
        do {
            page = store().changes(last, MAX_PAGE);
            for (Change change : page) {
                change.after().ifPresentOrElse(text -> known.put(change.document(), text),
                        () -> known.remove(change.document()));
                last = change.number();
            }
        } while (page.size() == MAX_PAGE);
        TreeSet<Document> all = new TreeSet<>(known.keySet());
        all.addAll(documents.keySet());
        List<Change> changes = new ArrayList<>();
        for (Document document : all) {
            Optional<String> before = Optional.ofNullable(known.get(document));
            Optional<String> after = Optional.ofNullable(documents.get(document));
            if (!before.equals(after)) {
                changes.add(new Change(++last, tickets.now(), actor, document, before, after));
            }
        }
        return changes;
    }

    /**
     * Reads the trail.
     *
     * @param actor who asks
     * @param after the number of the change behind which to begin; 0 for the beginning
     * @param limit the most changes to give, 1 to {@value #MAX_PAGE}
     * @return the changes in the order of their numbers; fewer than the limit if there are no more
     * @throws AccessDeniedException if the actor may not {@link Operation#AUDIT}
     * @throws InvalidInputException if the limit is out of range
     */
    public List<Change> changes(Actor actor, long after, int limit) {
        tickets.requireOpen();
        gate.requireDesk(actor, Operation.AUDIT);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidInputException("limit",
                    new Violation("limit", "range", "must be 1 to " + MAX_PAGE + ", not " + limit));
        }
        return store().changes(after, limit);
    }

    private ConfigurationStore store() {
        return store.orElseThrow(() -> new InvalidInputException("configuration", new Violation("store", "required",
                "the desk was given nowhere to keep it: Storage.configuration() has a place")));
    }
}
