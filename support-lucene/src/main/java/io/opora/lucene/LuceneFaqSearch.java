package io.opora.lucene;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * FAQ search on Apache Lucene, embedded: in memory or in a directory of this machine. Starts no threads. Whoever opens a directory
 * writes to it alone; others may {@linkplain #read read} it at the same time.
 *
 * <p>
 * Each change is durable when the call returns, and seen by the next search. A directory that is empty, damaged or in another
 * format is begun anew: {@link #size()} and {@link #revision()} are 0 then, and whoever keeps the entries gives them
 * again with {@link #rebuild}. Directories on network file systems are not supported.
 */
public final class LuceneFaqSearch implements FaqSearch {

    private static final int MOST_SUGGESTED = 100;
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

    private final Index index;
    private final Searching searching;
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private boolean closed;

    private LuceneFaqSearch(Index index, Searching searching) {
        this.index = index;
        this.searching = searching;
    }

    /** {@return an empty search in memory, which ends with the process} */
    public static LuceneFaqSearch inMemory() {
        return builder().build();
    }

    /**
     * Opens a directory for reading and writing, and makes it if it is not there.
     *
     * @param path the directory
     * @return the search
     * @throws IndexHeldException if another search writes to it
     * @throws StorageException if it cannot be read or written
     */
    public static LuceneFaqSearch open(Path path) {
        return builder().directory(path).build();
    }

    /**
     * Opens a directory for reading alone; it sees what was written when a search begins. Changes are refused with a
     * {@link StorageException}.
     *
     * @param path the directory
     * @return the search
     * @throws StorageException if there is no index, or it cannot be read
     */
    public static LuceneFaqSearch read(Path path) {
        return builder().directory(path).readOnly().build();
    }

    /** {@return a builder of a search in memory, without synonyms of the host} */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings of a search. Not thread-safe. */
    public static final class Builder {

        private @Nullable Path directory;
        private boolean readOnly;
        private boolean everyday = true;
        private FaqSearch.Synonyms synonyms = FaqSearch.Synonyms.none();
        private @Nullable TextEmbedder embedder;
        private Duration patience = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * Keeps the index in a directory; in memory by default.
         *
         * @param path the directory, made if it is not there
         * @return this builder
         */
        public Builder directory(Path path) {
            directory = requireNonNull(path, "path");
            return this;
        }

        /**
         * Reads the directory and never writes to it; by default it does both.
         *
         * @return this builder
         */
        public Builder readOnly() {
            readOnly = true;
            return this;
        }

        /**
         * Sets the host's synonyms; none by default.
         *
         * @param value the synonyms
         * @return this builder
         */
        public Builder synonyms(FaqSearch.Synonyms value) {
            synonyms = requireNonNull(value, "synonyms");
            return this;
        }

        /**
         * Leaves out the everyday synonyms of English and Russian that come with the library, such as cancel and call off.
         *
         * @return this builder
         */
        public Builder withoutEverydaySynonyms() {
            everyday = false;
            return this;
        }

        /**
         * Looks for meaning as well as for words; for words alone by default. The index holds a vector for each entry then, and
         * an index that holds none, or those of another model, is begun anew. Meaning counts for the 50 entries that are nearest,
         * as Lucene's graph of vectors finds them, which is nearly always and not always right.
         *
         * @param value what turns texts into vectors; stays the host's
         * @return this builder
         */
        public Builder embedder(TextEmbedder value) {
            embedder = requireNonNull(value, "embedder");
            return this;
        }

        /**
         * Says how long a search may be at it; 1 second by default. What was found until then is the answer, which says that it is
         * not {@linkplain FaqSearch.Result#complete() complete}.
         *
         * @param value 1 millisecond to 1 minute
         * @return this builder
         * @throws InvalidInputException if it is out of this range
         */
        public Builder patience(Duration value) {
            if (value.compareTo(SHORTEST_PATIENCE) < 0 || value.compareTo(LONGEST_PATIENCE) > 0) {
                throw new InvalidInputException("FAQ search",
                        new Violation("patience", "range", "1 millisecond to 1 minute, not " + value));
            }
            patience = value;
            return this;
        }

        /**
         * Opens the search.
         *
         * @return the search
         * @throws InvalidInputException if it is to be read only and has no directory, or what the embedder says of itself is out of range
         * @throws IndexHeldException if another search writes to the directory
         * @throws StorageException if it cannot be read or written
         */
        public LuceneFaqSearch build() {
            if (readOnly && directory == null) {
                throw new InvalidInputException("FAQ search",
                        new Violation("readOnly", "directory", "what is read only needs a directory"));
            }
            Stems stems = new Stems();
            Vectors vectors = embedder == null ? null : new Vectors(embedder);
            Index index = readOnly
                    ? Index.read(requireNonNull(directory), stems, vectors)
                    : Index.open(directory, stems, vectors);
            return new LuceneFaqSearch(index,
                    new Searching(index, stems, new Lexicon(stems, synonyms, everyday), vectors, patience));
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T open(String what, Work<T> work) {
        closing.readLock().lock();
        try {
            if (closed) {
                throw new ClosedException("LuceneFaqSearch");
            }
            return work.run();
        } catch (IOException e) {
            throw index.failed(what, e);
        } finally {
            closing.readLock().unlock();
        }
    }

    @Override
    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
        Map<String, FaqEntry> changed = byKey(entries);
        Set<FaqEntry.Id> gone = new LinkedHashSet<>(removed);
        open("changed", () -> {
            index.change(changed.values(), gone, revision);
            return changed;
        });
    }

    @Override
    public void rebuild(Collection<FaqEntry> entries, long revision) {
        Map<String, FaqEntry> all = byKey(entries);
        open("rebuilt", () -> {
            index.rebuild(all.values(), revision);
            return all;
        });
    }

    private static Map<String, FaqEntry> byKey(Collection<FaqEntry> entries) {
        Map<String, FaqEntry> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(Documents.key(entry.id(), entry.locale()), entry));
        return byKey;
    }

    @Override
    public long revision() {
        return open("read", index::revision);
    }

    @Override
    public long size() {
        return open("read", index::size);
    }

    @Override
    public FaqSearch.Result find(FaqQuery query) {
        requireNonNull(query, "query");
        return open("searched", () -> searching.find(query));
    }

    @Override
    public List<String> suggest(String text, Locale locale, int limit) {
        requireNonNull(text, "text");
        requireNonNull(locale, "locale");
        checkLimit(limit);
        return open("searched", () -> searching.suggest(text, locale, limit));
    }

    @Override
    public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
        requireNonNull(id, "id");
        requireNonNull(locale, "locale");
        checkLimit(limit);
        return open("searched", () -> searching.moreLike(id, locale, limit));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST_SUGGESTED) {
            throw new InvalidInputException("limit",
                    new Violation("limit", "range", "limit: 1 to " + MOST_SUGGESTED + ", not " + limit));
        }
    }

    @Override
    public void learn(Collection<FaqSearch.Answered> answered) {
        List<FaqSearch.Answered> all = List.copyOf(answered);
        open("taught", () -> {
            index.learn(all);
            return all;
        });
    }

    @Override
    public void synonyms(FaqSearch.Synonyms synonyms) {
        requireNonNull(synonyms, "synonyms");
        open("changed", () -> {
            searching.synonyms(synonyms);
            return synonyms;
        });
    }

    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                index.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
    }
}
