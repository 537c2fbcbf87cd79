package io.opora.storage.memory;

import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.storage.StorageRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Editions of reply templates and what became of them in memory, under the storage's lock. */
final class MemoryTemplateStore implements TemplateStore {

    /** What a use is of. */
    private record Key(ReplyTemplate.Id template, String request) {}

    private final MemoryLock lock;
    /** All editions, the oldest first. */
    private final Map<ReplyTemplate.Id, List<Edition>> editions = new HashMap<>();
    /** The newest ones, by revision. */
    private final NavigableMap<Long, Edition> newest = new TreeMap<>();
    private final Map<Key, Use> uses = new HashMap<>();
    private final NavigableMap<Long, Use> byNumber = new TreeMap<>();
    private long revision;
    private long number;

    MemoryTemplateStore(MemoryLock lock) {
        this.lock = lock;
    }

    @Override
    public Optional<List<Edition>> save(List<Edition> saved) {
        return lock.writing(() -> {
            Edition.requireStep(saved);
            if (saved.stream().anyMatch(
                    edition -> edition.version() != latest(edition.id()).map(Edition::version).orElse(0L) + 1)) {
                return Optional.empty();
            }
            List<Edition> numbered = new ArrayList<>(saved.size());
            for (Edition edition : saved) {
                latest(edition.id()).ifPresent(before -> newest.remove(before.revision()));
                revision++;
                Edition stored = edition.numbered(revision);
                keep(stored);
                numbered.add(stored);
            }
            return Optional.of(List.copyOf(numbered));
        });
    }

    private Optional<Edition> latest(ReplyTemplate.Id id) {
        return all(id).reversed().stream().findFirst();
    }

    private List<Edition> all(ReplyTemplate.Id id) {
        return editions.getOrDefault(id, List.of());
    }

    @Override
    public Optional<Edition> find(ReplyTemplate.Id id) {
        return lock.reading(() -> latest(id));
    }

    @Override
    public List<Edition> history(ReplyTemplate.Id id, long before, int limit) {
        return lock.reading(() -> all(id).reversed().stream().filter(edition -> edition.version() < before).limit(limit)
                .toList());
    }

    @Override
    public List<Edition> newest(long after, int limit) {
        return lock.reading(() -> newest.tailMap(after, false).values().stream().limit(limit).toList());
    }

    @Override
    public Use record(Use use) {
        return lock.writing(() -> {
            Use before = uses.get(key(use));
            return before != null && before.numbered(0).equals(use) ? before : put(use);
        });
    }

    private Use put(Use use) {
        number++;
        Use stored = use.numbered(number);
        Use before = uses.put(key(use), stored);
        if (before != null) {
            byNumber.remove(before.number());
        }
        byNumber.put(number, stored);
        return stored;
    }

    private static Key key(Use use) {
        return new Key(use.template(), use.request());
    }

    @Override
    public List<Use> uses(long after, int limit) {
        return lock.reading(() -> byNumber.tailMap(after, false).values().stream().limit(limit).toList());
    }

    @Override
    public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
        return lock.reading(() -> byNumber.headMap(before, false).descendingMap().values().stream()
                .filter(use -> use.template().equals(id)).limit(limit).toList());
    }

    @Override
    public List<Tally> tallies() {
        return lock.reading(() -> {
            Map<List<Object>, Tally> tallies = new LinkedHashMap<>();
            for (Use use : byNumber.values()) {
                tallies.merge(List.of(use.template(), use.outcome()),
                        new Tally(use.template(), use.outcome(), 1, use.at()),
                        (a, b) -> new Tally(a.template(), a.outcome(), a.count() + b.count(),
                                a.last().isBefore(b.last()) ? b.last() : a.last()));
            }
            return List.copyOf(tallies.values());
        });
    }

    @Override
    public List<Use> involving(String person) {
        return lock.reading(() -> named(person).toList());
    }

    private Stream<Use> named(String person) {
        return byNumber.values().stream().filter(use -> !person.isEmpty())
                .filter(use -> use.agent().equals(person) || use.customer().equals(person));
    }

    @Override
    public int forget(String person) {
        return lock.writing(() -> {
            List<Use> named = named(person).toList();
            named.forEach(use -> put(use.forgotten()));
            return named.size();
        });
    }

    private void keep(Edition edition) {
        newest.put(edition.revision(), edition);
        editions.computeIfAbsent(edition.id(), missing -> new ArrayList<>()).add(edition);
    }

    /** All editions in their order, under the lock like what follows. */
    Stream<StorageRecord> editions() {
        return editions.values().stream().flatMap(List::stream).map(StorageRecord.OfTemplate::new).sorted()
                .map(StorageRecord.class::cast);
    }

    Stream<StorageRecord> allUses() {
        return byNumber.values().stream().map(StorageRecord.OfUse::new);
    }

    boolean isEmpty() {
        return editions.isEmpty() && uses.isEmpty();
    }

    /** An edition that has its revision already. */
    void put(Edition edition) {
        Optional<Edition> before = latest(edition.id());
        MemoryStorage.require(edition.version() == before.map(Edition::version).orElse(0L) + 1
                && !newest.containsKey(edition.revision()), edition + ", or one before it is missing");
        before.ifPresent(older -> newest.remove(older.revision()));
        keep(edition);
        revision = Math.max(revision, edition.revision());
    }

    /** A use that has its number already. */
    void fill(Use use) {
        MemoryStorage.require(uses.putIfAbsent(key(use), use) == null && byNumber.put(use.number(), use) == null, use);
        number = Math.max(number, use.number());
    }

    void clear() {
        revision = 0;
        number = 0;
        editions.clear();
        newest.clear();
        uses.clear();
        byNumber.clear();
    }
}
