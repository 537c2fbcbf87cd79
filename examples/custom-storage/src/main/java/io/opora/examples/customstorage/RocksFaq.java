package io.opora.examples.customstorage;

import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.storage.StorageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.rocksdb.RocksDBException;

/**
 * Editions of FAQ entries, what readers say of them, and what was asked.
 *
 * <pre>
 * "faq", id, language, version      edition as JSON
 * "faq-newest", revision            id, language, version
 * "faq-revision"                    the last one that was given
 * "faq-vote", id, language, person  helped, reason, version, instant
 * "faq-said", person, id, language  the same
 * "faq-asked", id                   question as JSON
 * "faq-asked-on", day, id           nothing
 * </pre>
 */
final class RocksFaq implements FaqStore {

    static final Tuple EDITIONS = Tuple.of("faq");
    private static final Tuple NEWEST = Tuple.of("faq-newest");
    private static final Tuple REVISION = Tuple.of("faq-revision");
    static final Tuple VOTES = Tuple.of("faq-vote");
    private static final Tuple SAID = Tuple.of("faq-said");
    static final Tuple ASKED = Tuple.of("faq-asked");
    private static final Tuple ASKED_ON = Tuple.of("faq-asked-on");

    private final RocksStorage storage;

    RocksFaq(RocksStorage storage) {
        this.storage = storage;
    }

    private static Tuple editions(FaqEntry.Id id, Locale locale) {
        return EDITIONS.with(id.toString(), locale.toLanguageTag());
    }

    private static FaqEdition edition(byte[] value) {
        return FaqEdition.readJson(Tuple.read(value).text());
    }

    @Override
    public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
        FaqEdition.requireStep(editions);
        return storage.write(records -> {
            List<Optional<FaqEdition>> before = new ArrayList<>();
            for (FaqEdition edition : editions) {
                Optional<FaqEdition> newest = newest(records, edition.id(), edition.locale());
                if (edition.version() != newest.map(FaqEdition::version).orElse(0L) + 1) {
                    return Optional.<List<FaqEdition>>empty();
                }
                before.add(newest);
            }
            List<FaqEdition> numbered = new ArrayList<>();
            for (int i = 0; i < editions.size(); i++) {
                FaqEdition stored = editions.get(i).numbered(records.next(REVISION));
                keep(stored, before.get(i), records);
                numbered.add(stored);
            }
            return Optional.of(List.copyOf(numbered));
        });
    }

    private static void keep(FaqEdition edition, Optional<FaqEdition> before, Records records) throws RocksDBException {
        if (before.isPresent()) {
            records.delete(NEWEST.with(before.get().revision()));
        }
        records.put(editions(edition.id(), edition.locale()).with(edition.version()), edition.toJson());
        records.put(NEWEST.with(edition.revision()), edition.id().toString(), edition.locale().toLanguageTag(),
                edition.version());
    }

    /** Keeps an edition that has its revision already; answers whether it is the next one. */
    static boolean put(FaqEdition edition, Records records) throws RocksDBException {
        Optional<FaqEdition> newest = newest(records, edition.id(), edition.locale());
        if (edition.version() != newest.map(FaqEdition::version).orElse(0L) + 1
                || records.has(NEWEST.with(edition.revision()))) {
            return false;
        }
        keep(edition, newest, records);
        long last = records.get(REVISION).map(Tuple.Reader::number).orElse(0L);
        records.put(REVISION, Math.max(last, edition.revision()));
        return true;
    }

    /** Keeps a vote; answers whether the person has none there. */
    static boolean put(Vote vote, Records records) throws RocksDBException {
        boolean isFree = !records
                .has(VOTES.with(vote.entry().toString(), vote.locale().toLanguageTag(), vote.person()));
        keep(vote, records);
        return isFree;
    }

    static void readAll(Records records, Consumer<? super StorageRecord> to) throws RocksDBException {
        records.scan(EDITIONS, Optional.empty(), (key, value) -> {
            to.accept(new StorageRecord.OfEdition(edition(value)));
            return true;
        });
        records.scan(VOTES, Optional.empty(), (key, value) -> {
            Tuple.Reader place = VOTES.behind(key);
            to.accept(new StorageRecord.OfVote(vote(place.text(), place.text(), place.text(), value)));
            return true;
        });
        records.scan(ASKED, Optional.empty(), (key, value) -> {
            to.accept(new StorageRecord.OfAsked(Asked.readJson(Tuple.read(value).text())));
            return true;
        });
    }

    private static Optional<FaqEdition> newest(Records records, FaqEntry.Id id, Locale locale) throws RocksDBException {
        return page(records, id, locale, Optional.empty(), 1).stream().findFirst();
    }

    /** The latest first. */
    private static List<FaqEdition> page(Records records, FaqEntry.Id id, Locale locale, Optional<Long> before,
            int limit)
            throws RocksDBException {
        List<FaqEdition> page = new ArrayList<>();
        Tuple all = editions(id, locale);
        records.scanBackwards(all, before.map(all::with), (key, value) -> {
            page.add(edition(value));
            return page.size() < limit;
        });
        return List.copyOf(page);
    }

    @Override
    public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
        return storage.read(records -> newest(records, id, locale));
    }

    @Override
    public List<FaqEdition> translations(FaqEntry.Id id) {
        return storage.read(records -> {
            Map<Locale, FaqEdition> newest = new LinkedHashMap<>();
            records.scan(EDITIONS.with(id.toString()), Optional.empty(), (key, value) -> {
                FaqEdition edition = edition(value);
                newest.put(edition.locale(), edition); // of each language, the latest comes last
                return true;
            });
            return List.copyOf(newest.values());
        });
    }

    @Override
    public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
        return storage.read(records -> page(records, id, locale, Optional.of(before), limit));
    }

    @Override
    public List<FaqEdition> newest(long after, int limit) {
        return changed(after, limit, edition -> true);
    }

    @Override
    public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
        return changed(afterRevision, limit, edition -> edition.turns(after, until));
    }

    private List<FaqEdition> changed(long after, int limit, Predicate<FaqEdition> wanted) {
        return storage.read(records -> {
            List<FaqEdition> page = new ArrayList<>();
            records.scan(NEWEST, Optional.of(NEWEST.with(after)), (key, value) -> {
                Tuple.Reader place = Tuple.read(value);
                Tuple edition = EDITIONS.with(place.text(), place.text(), place.number());
                records.get(edition).map(Tuple.Reader::text).map(FaqEdition::readJson).filter(wanted)
                        .ifPresent(page::add);
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    @Override
    public void vote(Vote vote) {
        storage.write(records -> {
            keep(vote, records);
            return vote;
        });
    }

    private static void keep(Vote vote, Records records) throws RocksDBException {
        String id = vote.entry().toString();
        String language = vote.locale().toLanguageTag();
        Object[] said = {vote.helped() ? 1L : 0L, vote.reason(), vote.version(), vote.at()};
        records.put(VOTES.with(id, language, vote.person()), said);
        records.put(SAID.with(vote.person(), id, language), said);
    }

    private static Vote vote(String id, String language, String person, byte[] value) {
        Tuple.Reader said = Tuple.read(value);
        boolean helped = said.number() == 1;
        Optional<String> reason = said.optionalText();
        long version = said.number();
        return new Vote(FaqEntry.Id.of(id), Locale.forLanguageTag(language), person, helped, reason, version,
                said.instant());
    }

    private List<Vote> votes(FaqEntry.Id id, Locale locale) {
        String language = locale.toLanguageTag();
        Tuple all = VOTES.with(id.toString(), language);
        return storage.read(records -> {
            List<Vote> votes = new ArrayList<>();
            records.scan(all, Optional.empty(), (key, value) -> {
                votes.add(vote(id.toString(), language, all.behind(key).text(), value));
                return true;
            });
            return votes;
        });
    }

    @Override
    public Tally tally(FaqEntry.Id id, Locale locale) {
        List<Vote> votes = votes(id, locale);
        long helped = votes.stream().filter(Vote::helped).count();
        return new Tally(helped, votes.size() - helped);
    }

    @Override
    public List<Vote> votes(FaqEntry.Id id, Locale locale, int limit) {
        return votes(id, locale).stream().sorted(Comparator.comparing(Vote::at).reversed()).limit(limit).toList();
    }

    @Override
    public List<Vote> said(String person) {
        return storage.read(records -> said(records, person));
    }

    private static List<Vote> said(Records records, String person) throws RocksDBException {
        List<Vote> votes = new ArrayList<>();
        Tuple all = SAID.with(person);
        records.scan(all, Optional.empty(), (key, value) -> {
            Tuple.Reader place = all.behind(key);
            votes.add(vote(place.text(), place.text(), person, value));
            return true;
        });
        return List.copyOf(votes);
    }

    @Override
    public int forget(String person) {
        int forgotten = storage.write(records -> {
            List<Vote> votes = said(records, person);
            for (Vote vote : votes) {
                String id = vote.entry().toString();
                String language = vote.locale().toLanguageTag();
                records.delete(VOTES.with(id, language, person));
                records.delete(SAID.with(person, id, language));
            }
            return votes.size();
        });
        if (forgotten > 0) {
            storage.forget(List.of(VOTES, SAID));
        }
        return forgotten;
    }

    private static Optional<Asked> asked(Records records, String id) throws RocksDBException {
        return records.get(ASKED.with(id)).map(Tuple.Reader::text).map(Asked::readJson);
    }

    /** Keeps a question; answers whether nothing is kept under its id. */
    static boolean put(Asked asked, Records records) throws RocksDBException {
        boolean isFree = !records.has(ASKED.with(asked.id()));
        records.put(ASKED.with(asked.id()), asked.toJson());
        records.put(ASKED_ON.with(asked.day().toEpochDay(), asked.id()));
        return isFree;
    }

    @Override
    public boolean record(Asked asked) {
        return storage.write(records -> {
            Optional<Asked> before = asked(records, asked.id());
            if (asked.version() != before.map(Asked::version).orElse(0) + 1) {
                return false;
            }
            if (before.isPresent()) {
                records.delete(ASKED_ON.with(before.get().day().toEpochDay(), asked.id()));
            }
            put(asked, records);
            return true;
        });
    }

    @Override
    public Optional<Asked> asked(String id) {
        return storage.read(records -> asked(records, id));
    }

    @Override
    public List<Asked> asked(LocalDate day, String after, int limit) {
        Tuple all = ASKED_ON.with(day.toEpochDay());
        return storage.read(records -> {
            List<Asked> page = new ArrayList<>();
            records.scan(all, Optional.of(all.with(after)), (key, value) -> {
                asked(records, all.behind(key).text()).ifPresent(page::add);
                return page.size() < limit;
            });
            return List.copyOf(page);
        });
    }

    @Override
    public int forgetAsked(LocalDate before) {
        int forgotten = storage.write(records -> {
            List<Tuple> old = new ArrayList<>();
            records.scan(ASKED_ON, Optional.empty(), (key, value) -> {
                Tuple.Reader place = ASKED_ON.behind(key);
                long day = place.number();
                String id = place.text();
                if (day < before.toEpochDay()) {
                    old.add(ASKED_ON.with(day, id));
                    old.add(ASKED.with(id));
                }
                return day < before.toEpochDay();
            });
            for (Tuple each : old) {
                records.delete(each);
            }
            return old.size() / 2;
        });
        if (forgotten > 0) {
            storage.forget(List.of(ASKED, ASKED_ON));
        }
        return forgotten;
    }
}
