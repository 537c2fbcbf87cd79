package io.opora.examples.customstorage;

import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.storage.StorageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * Editions of reply templates, and what became of them.
 *
 * <pre>
 * "template", id, version         edition as JSON
 * "template-newest", revision     id, version
 * "template-revision"             the last one that was given
 * "use", template, request        version, outcome, agent, customer, number, instant
 * "use-number", number            template, request
 * "use-of", template, number      request
 * "use-count"                     the last number that was given
 * </pre>
 */
final class RocksTemplates implements TemplateStore {

    static final Tuple EDITIONS = Tuple.of("template");
    private static final Tuple NEWEST = Tuple.of("template-newest");
    private static final Tuple REVISION = Tuple.of("template-revision");
    static final Tuple USES = Tuple.of("use");
    private static final Tuple BY_NUMBER = Tuple.of("use-number");
    private static final Tuple BY_TEMPLATE = Tuple.of("use-of");
    private static final Tuple COUNT = Tuple.of("use-count");

    private final RocksStorage storage;

    RocksTemplates(RocksStorage storage) {
        this.storage = storage;
    }

    private static Edition edition(byte[] value) {
        return Edition.readJson(Tuple.read(value).text());
    }

    @Override
    public Optional<List<Edition>> save(List<Edition> editions) {
        Edition.requireStep(editions);
        return storage.write(records -> {
            List<Optional<Edition>> before = new ArrayList<>();
            for (Edition edition : editions) {
                Optional<Edition> newest = newest(records, edition.id());
                if (edition.version() != newest.map(Edition::version).orElse(0L) + 1) {
                    return Optional.<List<Edition>>empty();
                }
                before.add(newest);
            }
            List<Edition> numbered = new ArrayList<>();
            for (int i = 0; i < editions.size(); i++) {
                Edition stored = editions.get(i).numbered(records.next(REVISION));
                keep(stored, before.get(i), records);
                numbered.add(stored);
            }
            return Optional.of(List.copyOf(numbered));
        });
    }

    private static void keep(Edition edition, Optional<Edition> before, Records records) throws RocksDBException {
        if (before.isPresent()) {
            records.delete(NEWEST.with(before.get().revision()));
        }
        records.put(EDITIONS.with(edition.id().toString(), edition.version()), edition.toJson());
        records.put(NEWEST.with(edition.revision()), edition.id().toString(), edition.version());
    }

    /** Keeps an edition that has its revision already; answers whether it is the next one. */
    static boolean put(Edition edition, Records records) throws RocksDBException {
        Optional<Edition> newest = newest(records, edition.id());
        if (edition.version() != newest.map(Edition::version).orElse(0L) + 1
                || records.has(NEWEST.with(edition.revision()))) {
            return false;
        }
        keep(edition, newest, records);
        advance(REVISION, edition.revision(), records);
        return true;
    }

    /** Keeps a use that has its number already; answers whether nothing stands there. */
    static boolean put(Use use, Records records) throws RocksDBException {
        if (use(records, use.template().toString(), use.request()).isPresent()
                || records.has(BY_NUMBER.with(use.number()))) {
            return false;
        }
        keep(use, records);
        advance(COUNT, use.number(), records);
        return true;
    }

    private static void advance(Tuple counter, long number, Records records) throws RocksDBException {
        long last = records.get(counter).map(Tuple.Reader::number).orElse(0L);
        records.put(counter, Math.max(last, number));
    }

    static void readAll(Records records, Consumer<? super StorageRecord> to) throws RocksDBException {
        records.scan(EDITIONS, Optional.empty(), (key, value) -> {
            to.accept(new StorageRecord.OfTemplate(edition(value)));
            return true;
        });
        records.scan(BY_NUMBER, Optional.empty(), (key, value) -> {
            Tuple.Reader place = Tuple.read(value);
            use(records, place.text(), place.text()).map(StorageRecord.OfUse::new).ifPresent(to);
            return true;
        });
    }

    private static Optional<Edition> newest(Records records, ReplyTemplate.Id id) throws RocksDBException {
        return page(records, id, Optional.empty(), 1).stream().findFirst();
    }

    /** The latest first. */
    private static List<Edition> page(Records records, ReplyTemplate.Id id, Optional<Long> before, int limit)
            throws RocksDBException {
        List<Edition> page = new ArrayList<>();
        Tuple all = EDITIONS.with(id.toString());
        records.scanBackwards(all, before.map(all::with), (key, value) -> {
            page.add(edition(value));
            return page.size() < limit;
        });
        return List.copyOf(page);
    }

    @Override
    public Optional<Edition> find(ReplyTemplate.Id id) {
        return storage.read(records -> newest(records, id));
    }

    @Override
    public List<Edition> history(ReplyTemplate.Id id, long before, int limit) {
        return storage.read(records -> page(records, id, Optional.of(before), limit));
    }

    @Override
    public List<Edition> newest(long after, int limit) {
        return storage.read(records -> {
            List<Edition> page = new ArrayList<>();
            records.scan(NEWEST, Optional.of(NEWEST.with(after)), (key, value) -> {
                Tuple.Reader place = Tuple.read(value);
                records.get(EDITIONS.with(place.text(), place.number())).map(Tuple.Reader::text).map(Edition::readJson)
                        .ifPresent(page::add);
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    @Override
    public Use record(Use use) {
        return storage.write(records -> {
            Optional<Use> before = use(records, use.template().toString(), use.request());
            return before.isPresent() && before.get().numbered(0).equals(use)
                    ? before.get()
                    : put(records, use, before);
        });
    }

    private static Optional<Use> use(Records records, String template, String request) throws RocksDBException {
        return records.get(USES.with(template, request)).map(value -> use(template, request, value));
    }

    private static Use use(String template, String request, Tuple.Reader value) {
        long version = value.number();
        Use.Outcome outcome = Use.Outcome.valueOf(value.text());
        String agent = value.text();
        String customer = value.text();
        long number = value.number();
        return new Use(ReplyTemplate.Id.of(template), request, version, outcome, agent, customer, number,
                value.instant());
    }

    private static Use put(Records records, Use use, Optional<Use> before) throws RocksDBException {
        String template = use.template().toString();
        if (before.isPresent()) {
            records.delete(BY_NUMBER.with(before.get().number()));
            records.delete(BY_TEMPLATE.with(template, before.get().number()));
        }
        Use stored = use.numbered(records.next(COUNT));
        keep(stored, records);
        return stored;
    }

    private static void keep(Use stored, Records records) throws RocksDBException {
        String template = stored.template().toString();
        records.put(USES.with(template, stored.request()), stored.version(), stored.outcome().name(), stored.agent(),
                stored.customer(), stored.number(), stored.at());
        records.put(BY_NUMBER.with(stored.number()), template, stored.request());
        records.put(BY_TEMPLATE.with(template, stored.number()), stored.request());
    }

    @Override
    public List<Use> uses(long after, int limit) {
        return storage.read(records -> {
            List<Use> page = new ArrayList<>();
            records.scan(BY_NUMBER, Optional.of(BY_NUMBER.with(after)), (key, value) -> {
                Tuple.Reader place = Tuple.read(value);
                use(records, place.text(), place.text()).ifPresent(page::add);
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    @Override
    public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
        return storage.read(records -> {
            List<Use> page = new ArrayList<>();
            Tuple all = BY_TEMPLATE.with(id.toString());
            records.scanBackwards(all, Optional.of(all.with(before)), (key, value) -> {
                use(records, id.toString(), Tuple.read(value).text()).ifPresent(page::add);
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    private static List<Use> all(Records records) throws RocksDBException {
        List<Use> all = new ArrayList<>();
        records.scan(USES, Optional.empty(), (key, value) -> {
            Tuple.Reader place = USES.behind(key);
            all.add(use(place.text(), place.text(), Tuple.read(value)));
            return true;
        });
        return all;
    }

    @Override
    public List<Tally> tallies() {
        return storage.read(records -> {
            Map<List<Object>, Tally> tallies = new LinkedHashMap<>();
            for (Use use : all(records)) {
                tallies.merge(List.of(use.template(), use.outcome()),
                        new Tally(use.template(), use.outcome(), 1, use.at()),
                        (a, b) -> new Tally(a.template(), a.outcome(), a.count() + 1,
                                a.last().isBefore(b.last()) ? b.last() : a.last()));
            }
            return List.copyOf(tallies.values());
        });
    }

    @Override
    public List<Use> involving(String person) {
        return storage.read(records -> involving(records, person));
    }

    private static List<Use> involving(Records records, String person) throws RocksDBException {
        return all(records).stream()
                .filter(use -> !person.isEmpty() && (use.agent().equals(person) || use.customer().equals(person)))
                .toList();
    }

    @Override
    public int forget(String person) {
        int forgotten = storage.write(records -> {
            List<Use> named = involving(records, person);
            for (Use use : named) {
                put(records, use.forgotten(), Optional.of(use));
            }
            return named.size();
        });
        if (forgotten > 0) {
            storage.forget(List.of(USES));
        }
        return forgotten;
    }
}
