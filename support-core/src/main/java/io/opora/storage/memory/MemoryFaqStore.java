package io.opora.storage.memory;

import static java.util.Objects.requireNonNull;

import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.storage.StorageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Editions of FAQ entries in memory, under the storage's lock. */
final class MemoryFaqStore implements FaqStore {

    /** An entry in one language. */
    private record Key(FaqEntry.Id id, Locale locale) {}

    private final MemoryLock lock;
    /** All editions, the oldest first. */
    private final Map<FaqEntry.Id, Map<Locale, List<FaqEdition>>> editions = new HashMap<>();
    /** The newest ones, by revision. */
    private final NavigableMap<Long, FaqEdition> newest = new TreeMap<>();
    private final Map<Key, Map<String, Vote>> votes = new HashMap<>();
    private final NavigableMap<String, Asked> asked = new TreeMap<>();
    private long revision;

    MemoryFaqStore(MemoryLock lock) {
        this.lock = lock;
    }

    @Override
    public Optional<List<FaqEdition>> save(List<FaqEdition> saved) {
        return lock.writing(() -> {
            FaqEdition.requireStep(saved);
            if (saved.stream().anyMatch(edition -> edition.version() != newest(edition).map(FaqEdition::version)
                    .orElse(0L) + 1)) {
                return Optional.empty();
            }
            List<FaqEdition> numbered = new ArrayList<>(saved.size());
            for (FaqEdition edition : saved) {
                newest(edition).ifPresent(before -> newest.remove(before.revision()));
                revision++;
                FaqEdition stored = edition.numbered(revision);
                keep(stored);
                numbered.add(stored);
            }
            return Optional.of(List.copyOf(numbered));
        });
    }

    private Optional<FaqEdition> newest(FaqEdition edition) {
        return all(edition.id(), edition.locale()).reversed().stream().findFirst();
    }

    private List<FaqEdition> all(FaqEntry.Id id, Locale locale) {
        return editions.getOrDefault(id, Map.of()).getOrDefault(locale, List.of());
    }

    @Override
    public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
        return lock.reading(() -> all(id, locale).reversed().stream().findFirst());
    }

    @Override
    public List<FaqEdition> translations(FaqEntry.Id id) {
        return lock.reading(
                () -> editions.getOrDefault(id, Map.of()).values().stream().map(List::getLast).toList());
    }

    @Override
    public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
        return lock.reading(() -> all(id, locale).reversed().stream().filter(edition -> edition.version() < before)
                .limit(limit).toList());
    }

    @Override
    public List<FaqEdition> newest(long after, int limit) {
        return lock.reading(() -> after(after).limit(limit).toList());
    }

    @Override
    public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
        requireNonNull(until, "until");
        return lock.reading(() -> after(afterRevision).filter(edition -> edition.turns(after, until)).limit(limit)
                .toList());
    }

    private Stream<FaqEdition> after(long after) {
        return newest.tailMap(after, false).values().stream();
    }

    @Override
    public void vote(Vote vote) {
        lock.writing(() -> {
            votes.computeIfAbsent(new Key(vote.entry(), vote.locale()), missing -> new LinkedHashMap<>())
                    .put(vote.person(), vote);
            return vote;
        });
    }

    @Override
    public Tally tally(FaqEntry.Id id, Locale locale) {
        return lock.reading(() -> {
            long helped = said(id, locale).filter(Vote::helped).count();
            return new Tally(helped, said(id, locale).count() - helped);
        });
    }

    @Override
    public List<Vote> votes(FaqEntry.Id id, Locale locale, int limit) {
        return lock.reading(() -> said(id, locale).sorted(Comparator.comparing(Vote::at).reversed()).limit(limit)
                .toList());
    }

    private Stream<Vote> said(FaqEntry.Id id, Locale locale) {
        return votes.getOrDefault(new Key(id, locale), Map.of()).values().stream();
    }

    @Override
    public List<Vote> said(String person) {
        return lock.reading(() -> votes.values().stream().flatMap(said -> Stream.ofNullable(said.get(person)))
                .toList());
    }

    @Override
    public int forget(String person) {
        return lock.writing(() -> (int) votes.values().stream().filter(said -> said.remove(person) != null).count());
    }

    @Override
    public boolean record(Asked question) {
        return lock.writing(() -> {
            Asked before = asked.get(question.id());
            boolean isNext = question.version() == (before == null ? 0 : before.version()) + 1;
            if (isNext) {
                asked.put(question.id(), question);
            }
            return isNext;
        });
    }

    @Override
    public Optional<Asked> asked(String id) {
        return lock.reading(() -> Optional.ofNullable(asked.get(id)));
    }

    @Override
    public List<Asked> asked(LocalDate day, String after, int limit) {
        requireNonNull(day, "day");
        return lock.reading(() -> asked.tailMap(after, false).values().stream()
                .filter(question -> question.day().equals(day)).limit(limit).toList());
    }

    @Override
    public int forgetAsked(LocalDate before) {
        return lock.writing(() -> {
            int kept = asked.size();
            asked.values().removeIf(question -> question.day().isBefore(before));
            return kept - asked.size();
        });
    }

    Stream<StorageRecord> asked() {
        return asked.values().stream().map(StorageRecord.OfAsked::new);
    }

    void put(Asked question) {
        MemoryStorage.require(asked.putIfAbsent(question.id(), question) == null, question);
    }

    /** All editions in their order, under the lock like what follows. */
    Stream<StorageRecord> editions() {
        return editions.values().stream().flatMap(languages -> languages.values().stream()).flatMap(List::stream)
                .map(StorageRecord.OfEdition::new).sorted().map(StorageRecord.class::cast);
    }

    Stream<StorageRecord> votes() {
        return votes.values().stream().flatMap(said -> said.values().stream()).map(StorageRecord.OfVote::new).sorted()
                .map(StorageRecord.class::cast);
    }

    boolean isEmpty() {
        return editions.isEmpty() && asked.isEmpty() && votes.values().stream().allMatch(Map::isEmpty);
    }

    /** An edition that has its revision already. */
    void put(FaqEdition edition) {
        Optional<FaqEdition> before = newest(edition);
        MemoryStorage.require(edition.version() == before.map(FaqEdition::version).orElse(0L) + 1
                && !newest.containsKey(edition.revision()), edition + ", or one before it is missing");
        before.ifPresent(older -> newest.remove(older.revision()));
        keep(edition);
        revision = Math.max(revision, edition.revision());
    }

    void put(Vote vote) {
        MemoryStorage
                .require(votes.computeIfAbsent(new Key(vote.entry(), vote.locale()), missing -> new LinkedHashMap<>())
                        .putIfAbsent(vote.person(), vote) == null, vote);
    }

    private void keep(FaqEdition edition) {
        newest.put(edition.revision(), edition);
        editions.computeIfAbsent(edition.id(), missing -> new LinkedHashMap<>())
                .computeIfAbsent(edition.locale(), missing -> new ArrayList<>()).add(edition);
    }

    void clear() {
        revision = 0;
        editions.clear();
        newest.clear();
        votes.clear();
        asked.clear();
    }
}
