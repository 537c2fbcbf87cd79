package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SupportException;
import io.opora.Violation;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqEntry.Status;
import io.opora.faq.FaqStore.Asked;
import io.opora.faq.FaqStore.Asked.Kind;
import io.opora.faq.FaqStore.Asked.Use;
import io.opora.faq.FaqStore.Asked.Use.Step;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The base of knowledge: editors write entries, readers are shown what is for them. Usable alone: it knows no tickets. It stands on
 * a {@link FaqStore}, which keeps every edition, and on a {@link FaqSearch} if it is given one, which it keeps up to date.
 *
 * <p>
 * Every door asks who is there: a {@link Person}, made by whoever knows what they may. Immutable after it was built and safe for use by
 * any number of threads; it starts none. After {@link #close()} every method throws {@link ClosedException}; any may throw
 * {@link io.opora.StorageException} if the store or the index failed.
 */
public final class Faq implements AutoCloseable {

    /** The most editions that a page of a history has. */
    public static final int MAX_PAGE = 1_000;

    /** The most days for which questions are kept. */
    static final int MAX_DAYS_KEPT = 3_650;
    static final int DAYS_KEPT = 180;
    static final double LIKELY_FROM = 0.36;

    private static final int PAGE = 500;
    private static final Comparator<Found> ORDER = Comparator.comparing((Found found) -> !found.pinned())
            .thenComparingInt(Found::order).thenComparing(found -> found.entry().id());

    private final FaqStore store;
    private final InstantSource clock;
    private final List<Locale> fallbacks;
    private final Optional<FaqSearch> search;
    private final Function<Supplier<FaqSearch.Result>, FaqSearch.Result> around;
    private final ReentrantLock catchingUp = new ReentrantLock();
    /** Up to when the index knows what time alone has turned; nothing before the first look of this process. */
    private Optional<Instant> looked = Optional.empty();
    private final Questions questions;
    private volatile boolean closed;

    private Faq(Builder builder) {
        store = builder.store;
        clock = builder.clock;
        fallbacks = List.copyOf(builder.fallbacks);
        search = builder.search;
        around = builder.around;
        questions = new Questions(this, store, clock, search, new Questions.Settings(builder.likelyFrom,
                builder.daysKept, builder.words, builder.listener));
    }

    /**
     * Begins a base of knowledge with these defaults: the machine's clock, English as the language to fall back to, no search.
     *
     * @param store keeps the entries; stays the host's
     * @return a builder
     */
    public static Builder builder(FaqStore store) {
        return new Builder(store);
    }

    /** {@return what is asked here, and what became of it; always the same object} */
    public Questions questions() {
        return questions;
    }

    // Editing

    /**
     * Stores what an editor decides about an entry in one language, as its newest edition. What time alone shows or hides follows from
     * its instants.
     *
     * @param editor who decides
     * @param content what they decide
     * @param seen the version of the edition that they began with; 0 if there was none
     * @return the edition that was stored
     * @throws NotPermittedException if they may not edit
     * @throws OvertakenException if there is another edition than the one that they began with; has the one that is there
     * @throws InvalidInputException if the version is negative
     */
    public FaqEdition save(Person editor, Content content, long seen) {
        String id = requireEditor(editor);
        requireNonNull(content, "content");
        if (seen < 0) {
            throw invalid("seen", "range", "the version that was seen is 0 or more, not " + seen);
        }
        FaqEdition edition = new FaqEdition(content, seen + 1, 0, id, clock.instant());
        return store.save(List.of(edition)).map(List::getFirst).orElseThrow(() -> new OvertakenException(
                edition.id(), edition.locale(), seen, store.find(edition.id(), edition.locale())));
    }

    /** Stores several decisions in one step, or nothing; each with the version of the edition that it began with. */
    void saveAll(Person editor, Map<Content, Long> seen) {
        String id = requireEditor(editor);
        Instant now = clock.instant();
        List<FaqEdition> editions = seen.entrySet().stream()
                .map(each -> new FaqEdition(each.getKey(), each.getValue() + 1, 0, id, now)).toList();
        if (!editions.isEmpty() && store.save(editions).isEmpty()) {
            FaqEdition late = editions.stream().filter(each -> versionOf(each) != each.version() - 1).findFirst()
                    .orElse(editions.getFirst());
            throw new OvertakenException(late.id(), late.locale(), late.version() - 1,
                    store.find(late.id(), late.locale()));
        }
    }

    private long versionOf(FaqEdition edition) {
        return store.find(edition.id(), edition.locale()).map(FaqEdition::version).orElse(0L);
    }

    /**
     * Shows an entry from now on.
     *
     * @param editor who decides
     * @param id the entry
     * @param locale its language, exactly
     * @param seen the version that they saw
     * @return the edition that was stored
     * @throws NotPermittedException if they may not edit
     * @throws NotFoundException if there is no such entry
     * @throws OvertakenException if there is another edition than the one that they saw
     */
    public FaqEdition publish(Person editor, FaqEntry.Id id, Locale locale, long seen) {
        return change(editor, id, locale, seen, content -> content.asDraft().from(clock.instant()));
    }

    /**
     * Hides an entry from now on; what it was is kept.
     *
     * @param editor who decides
     * @param id the entry
     * @param locale its language, exactly
     * @param seen the version that they saw
     * @return the edition that was stored
     * @throws NotPermittedException if they may not edit
     * @throws NotFoundException if there is no such entry
     * @throws OvertakenException if there is another edition than the one that they saw
     */
    public FaqEdition archive(Person editor, FaqEntry.Id id, Locale locale, long seen) {
        return change(editor, id, locale, seen, content -> content.until(clock.instant()));
    }

    /**
     * Makes an entry what it was once: texts, filing, audience and all else, but for when it is shown, which stays as it is now.
     *
     * @param editor who decides
     * @param id the entry
     * @param locale its language, exactly
     * @param version the version to go back to
     * @param seen the version that they saw
     * @return the edition that was stored, a new one
     * @throws NotPermittedException if they may not edit
     * @throws NotFoundException if there is no such entry, or no such version of it
     * @throws OvertakenException if there is another edition than the one that they saw
     */
    public FaqEdition restore(Person editor, FaqEntry.Id id, Locale locale, long version, long seen) {
        requireEditor(editor);
        Content old = store.history(id, locale, version < Long.MAX_VALUE ? version + 1 : version, 1).stream()
                .filter(edition -> edition.version() == version).findFirst()
                .orElseThrow(() -> new NotFoundException("version " + version + " of the FAQ entry", id)).content();
        return change(editor, id, locale, seen, now -> new Content(old.entry(), now.from(), now.until(), old.order(),
                old.pinned()));
    }

    private FaqEdition change(Person editor, FaqEntry.Id id, Locale locale, long seen, UnaryOperator<Content> change) {
        return save(editor, change.apply(edition(editor, id, locale).content()), seen);
    }

    /**
     * Reads an entry as editors see it.
     *
     * @param editor who asks
     * @param id the entry
     * @param locale its language, exactly
     * @return its newest edition, whatever its state
     * @throws NotPermittedException if they may not edit
     * @throws NotFoundException if there is no such entry
     */
    public FaqEdition edition(Person editor, FaqEntry.Id id, Locale locale) {
        requireEditor(editor);
        return store.find(requireNonNull(id, "id"), requireNonNull(locale, "locale"))
                .orElseThrow(() -> unknown(id));
    }

    /**
     * Reads all entries as editors see them, page by page.
     *
     * @param editor who asks
     * @param after the revision of the last edition of the page before; 0 for the first page
     * @param limit the most editions, 1 to {@value #MAX_PAGE}
     * @return the newest editions, those that were changed last at the end
     * @throws NotPermittedException if they may not edit
     * @throws InvalidInputException if the limit is out of range
     */
    public List<FaqEdition> editions(Person editor, long after, int limit) {
        requireEditor(editor);
        requireLimit(limit);
        return store.newest(after, limit);
    }

    /**
     * Reads what an entry was.
     *
     * @param editor who asks
     * @param id the entry
     * @param locale its language, exactly
     * @param before only versions below this one; {@link Long#MAX_VALUE} for the newest ones
     * @param limit the most editions, 1 to {@value #MAX_PAGE}
     * @return its editions, the newest first
     * @throws NotPermittedException if they may not edit
     * @throws InvalidInputException if the limit is out of range
     */
    public List<FaqEdition> history(Person editor, FaqEntry.Id id, Locale locale, long before, int limit) {
        requireEditor(editor);
        requireLimit(limit);
        return store.history(requireNonNull(id, "id"), requireNonNull(locale, "locale"), before, limit);
    }

    /**
     * Compares two editions, of the same entry or of different ones.
     *
     * @param before one edition
     * @param after the other one
     * @return what is not the same in both, part by part; empty if all is
     */
    public static List<Change> compare(FaqEdition before, FaqEdition after) {
        List<Change> changes = new ArrayList<>();
        compare(changes, "question", before, after, content -> content.entry().question());
        compare(changes, "phrasings", before, after, content -> String.join("\n", content.entry().phrasings()));
        compare(changes, "answer", before, after, content -> content.entry().answer());
        compare(changes, "category", before, after, content -> content.entry().category().orElse(""));
        compare(changes, "tags", before, after, content -> String.join(" ",
                content.entry().tags().stream().map(Object::toString).toList()));
        compare(changes, "audience", before, after, content -> content.entry().audience().name());
        compare(changes, "from", before, after, content -> content.from().map(Instant::toString).orElse(""));
        compare(changes, "until", before, after, content -> content.until().map(Instant::toString).orElse(""));
        compare(changes, "order", before, after, content -> Integer.toString(content.order()));
        compare(changes, "pinned", before, after, content -> Boolean.toString(content.pinned()));
        return List.copyOf(changes);
    }

    private static void compare(List<Change> changes, String part, FaqEdition before, FaqEdition after,
            Function<Content, String> text) {
        String was = text.apply(before.content());
        String is = text.apply(after.content());
        if (!was.equals(is)) {
            changes.add(new Change(part, was, is));
        }
    }

    // Reading

    /**
     * Reads an entry that is shown now, in the language that was asked for or else in the nearest one that there is. The way there is:
     * the language itself, the same without its region, the languages to fall back to, then any other.
     *
     * @param reader who asks
     * @param id the entry
     * @param locale the language that they want
     * @return the entry, in which language it was asked for, and which languages were tried in vain
     * @throws NotFoundException if there is no such entry, if it is not shown, or not to them
     */
    public Found read(Person reader, FaqEntry.Id id, Locale locale) {
        requireOpen();
        requireNonNull(reader, "reader");
        requireNonNull(locale, "locale");
        return nearest(shown(reader, store.translations(requireNonNull(id, "id"))), locale)
                .orElseThrow(() -> unknown(id));
    }

    /**
     * Lists the entries that are shown now, each once, in the language that was asked for or else in the nearest one that there is.
     *
     * @param reader who asks
     * @param locale the language that they want
     * @param category only what is filed there or below; empty for everything
     * @return the entries: those that are pinned first, then by their order, then by id
     */
    public List<Found> list(Person reader, Locale locale, Optional<String> category) {
        requireOpen();
        requireNonNull(reader, "reader");
        requireNonNull(locale, "locale");
        requireNonNull(category, "category");
        Map<FaqEntry.Id, List<FaqEdition>> byId = new TreeMap<>();
        for (FaqEdition edition : everything()) {
            byId.computeIfAbsent(edition.id(), missing -> new ArrayList<>()).add(edition);
        }
        return byId.values().stream().flatMap(editions -> nearest(shown(reader, editions), locale).stream())
                .filter(found -> category.map(path -> isFiled(found.entry(), path)).orElse(true)).sorted(ORDER)
                .toList();
    }

    private static boolean isFiled(FaqEntry entry, String path) {
        return entry.category().filter(own -> own.equals(path) || own.startsWith(path + "/")).isPresent();
    }

    /**
     * Shows where the entries that are shown now are filed.
     *
     * @param reader who asks
     * @param locale the language that they want
     * @return the categories at the top, by name
     */
    public List<Category> categories(Person reader, Locale locale) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Found found : list(reader, locale, Optional.empty())) {
            found.entry().category().ifPresent(path -> {
                for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
                    counts.merge(path.substring(0, end), 1, Integer::sum);
                }
                counts.merge(path, 1, Integer::sum);
            });
        }
        return below("", counts);
    }

    private static List<Category> below(String parent, Map<String, Integer> counts) {
        Map<String, List<Category>> children = new HashMap<>();
        // the longest paths first, so that children are there before their parents
        counts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> each) -> depth(each.getKey())).reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> {
                    String path = each.getKey();
                    int slash = path.lastIndexOf('/');
                    children.computeIfAbsent(slash < 0 ? parent : path.substring(0, slash), none -> new ArrayList<>())
                            .add(new Category(path, each.getValue(), children.getOrDefault(path, List.of())));
                });
        return List.copyOf(children.getOrDefault(parent, List.of()));
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    /** The newest editions, whatever their state. */
    List<FaqEdition> everything(Person editor) {
        requireEditor(editor);
        return everything();
    }

    /** The editions that somebody is shown now, in all languages. */
    List<FaqEdition> shown(Person reader) {
        requireOpen();
        return shown(reader, everything());
    }

    private List<FaqEdition> everything() {
        List<FaqEdition> all = new ArrayList<>();
        List<FaqEdition> page = store.newest(0, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = store.newest(page.getLast().revision(), PAGE);
        }
        // whatever was changed meanwhile is there twice, and the later one counts
        Map<Object, FaqEdition> latest = new LinkedHashMap<>();
        all.forEach(edition -> latest.put(List.of(edition.id(), edition.locale()), edition));
        return List.copyOf(latest.values());
    }

    private List<FaqEdition> shown(Person reader, List<FaqEdition> editions) {
        Instant now = clock.instant();
        return editions.stream().filter(edition -> edition.state(now) == FaqEdition.State.PUBLISHED)
                .filter(edition -> edition.content().entry().audience().compareTo(reader.audience()) <= 0).toList();
    }

    private Optional<Found> nearest(List<FaqEdition> editions, Locale wanted) {
        Map<Locale, FaqEdition> byLocale = new TreeMap<>(Comparator.comparing(Locale::toLanguageTag));
        editions.forEach(edition -> byLocale.put(edition.locale(), edition));
        Set<Locale> chain = new LinkedHashSet<>(chain(wanted));
        byLocale.keySet().stream().filter(locale -> isOf(locale, wanted)).forEach(chain::add);
        fallbacks.forEach(fallback -> chain.addAll(chain(fallback)));
        chain.addAll(byLocale.keySet());
        List<Locale> missing = new ArrayList<>();
        for (Locale locale : chain) {
            FaqEdition edition = byLocale.get(locale);
            if (edition != null) {
                return Optional.of(new Found(edition.entry(clock.instant()), wanted, missing,
                        List.copyOf(byLocale.keySet()), edition.version(), edition.content().order(),
                        edition.content().pinned()));
            }
            missing.add(locale);
        }
        return Optional.empty();
    }

    private static boolean isOf(Locale locale, Locale wanted) {
        return locale.getLanguage().equals(wanted.getLanguage());
    }

    private static List<Locale> chain(Locale locale) {
        Set<Locale> chain = new LinkedHashSet<>();
        chain.add(locale);
        chain.add(new Locale.Builder().setLanguage(locale.getLanguage()).setScript(locale.getScript()).build());
        chain.add(Locale.of(locale.getLanguage()));
        return List.copyOf(chain);
    }

    // What readers say

    /**
     * Says whether an entry helped. What the same person has said of it in that language before counts no longer.
     *
     * @param reader who says so
     * @param id the entry
     * @param locale in which language they read it, exactly
     * @param helped whether it helped
     * @param reason why, in their own words; empty if they do not say
     * @throws NotFoundException if there is no such entry, if it is not shown, or not to them
     * @throws InvalidInputException if nobody knows who they are, or the reason is blank or longer than
     *         {@value FaqStore.Vote#MAX_REASON} characters
     */
    public void vote(Person reader, FaqEntry.Id id, Locale locale, boolean helped, Optional<String> reason) {
        requireOpen();
        String voter = reader.id().orElseThrow(() -> invalid("reader", "nobody",
                "who votes needs an id, so that they have one vote: make one for the visit if need be"));
        FaqEdition edition = shown(reader, store.find(requireNonNull(id, "id"), requireNonNull(locale, "locale"))
                .stream().toList()).stream().findFirst().orElseThrow(() -> unknown(id));
        store.vote(new FaqStore.Vote(id, locale, voter, helped, reason, edition.version(), clock.instant()));
    }

    /**
     * Counts what readers say of an entry.
     *
     * @param editor who asks
     * @param id the entry
     * @param locale its language, exactly
     * @return how many it helped and how many not
     * @throws NotPermittedException if they may not edit
     */
    public FaqStore.Tally tally(Person editor, FaqEntry.Id id, Locale locale) {
        requireEditor(editor);
        return store.tally(requireNonNull(id, "id"), requireNonNull(locale, "locale"));
    }

    /**
     * Reads what readers say of an entry.
     *
     * @param editor who asks
     * @param id the entry
     * @param locale its language, exactly
     * @param limit the most votes, 1 to {@value #MAX_PAGE}
     * @return the votes, the latest first
     * @throws NotPermittedException if they may not edit
     * @throws InvalidInputException if the limit is out of range
     */
    public List<FaqStore.Vote> votes(Person editor, FaqEntry.Id id, Locale locale, int limit) {
        requireEditor(editor);
        requireLimit(limit);
        return store.votes(requireNonNull(id, "id"), requireNonNull(locale, "locale"), limit);
    }

    // Searching

    /**
     * Searches what is shown to somebody, in an index that has caught up first.
     *
     * @param reader who asks: neither the audience nor the statuses of the query count
     * @param query what to look for
     * @return what was found
     * @throws IllegalStateException if this base of knowledge was given no search
     */
    public FaqSearch.Result search(Person reader, FaqQuery query) {
        requireNonNull(reader, "reader");
        requireNonNull(query, "query");
        requireOpen();
        return around.apply(() -> {
            catchUp();
            return index().find(query.audience(reader.audience()).statuses(Status.PUBLISHED));
        });
    }

    /**
     * Completes what somebody is typing, in an index that has caught up first.
     *
     * @param text what was typed so far
     * @param locale the language
     * @param limit the most completions, 1 to 100
     * @return questions of entries for everybody, the best first
     * @throws IllegalStateException if this base of knowledge was given no search
     * @throws InvalidInputException if the limit is out of range
     */
    public List<String> suggest(String text, Locale locale, int limit) {
        catchUp();
        return index().suggest(text, locale, limit);
    }

    /**
     * Gives the index what has changed since it was given something last, and what time alone has shown or hidden. Every search begins
     * with it; a host calls it to have that done beforehand. An index that knows more than the store is made anew: it is one of
     * another store. Not to be called in a transaction that changes entries and may still be rolled back.
     *
     * @throws IllegalStateException if this base of knowledge was given no search
     */
    public void catchUp() {
        requireOpen();
        FaqSearch index = index();
        catchingUp.lock();
        try {
            Instant now = clock.instant();
            long held = index.revision();
            if (looked.isEmpty() && held > 0 && store.newest(held - 1, 1).isEmpty()) {
                rebuild(index, now);
            } else {
                takeChanges(index, held, now);
            }
            takeTurned(index, looked.orElse(Instant.EPOCH), now);
            looked = Optional.of(now);
        } finally {
            catchingUp.unlock();
        }
    }

    /**
     * Counts how far behind the index is: what was stored since it was given something last, which the next search or
     * {@link #catchUp} brings.
     *
     * @return the editions that it does not know of, counted up to {@value #MAX_PAGE}; empty if this base of knowledge was given no
     *         search
     */
    public OptionalInt behind() {
        requireOpen();
        return search.map(index -> OptionalInt.of(store.newest(index.revision(), MAX_PAGE).size()))
                .orElse(OptionalInt.empty());
    }

    private void rebuild(FaqSearch index, Instant now) {
        List<FaqEdition> all = everything();
        index.rebuild(entries(all, now), all.stream().mapToLong(FaqEdition::revision).max().orElse(0));
    }

    private void takeChanges(FaqSearch index, long held, Instant now) {
        List<FaqEdition> page = store.newest(held, PAGE);
        while (!page.isEmpty()) {
            long last = page.getLast().revision();
            index.apply(entries(page, now), List.of(), last);
            page = store.newest(last, PAGE);
        }
    }

    private void takeTurned(FaqSearch index, Instant after, Instant now) {
        List<FaqEdition> page = store.turning(after, now, 0, PAGE);
        while (!page.isEmpty()) {
            index.index(entries(page, now));
            page = store.turning(after, now, page.getLast().revision(), PAGE);
        }
    }

    private static List<FaqEntry> entries(List<FaqEdition> editions, Instant now) {
        return editions.stream().map(edition -> edition.entry(now)).toList();
    }

    private FaqSearch index() {
        return search.orElseThrow(
                () -> new IllegalStateException("there is no search here: give the builder of Faq one"));
    }

    private String requireEditor(Person editor) {
        requireOpen();
        if (!requireNonNull(editor, "editor").editor()) {
            throw new NotPermittedException();
        }
        return editor.id().orElseThrow();
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw invalid("limit", "range", "a page has 1 to " + MAX_PAGE + " rows, not " + limit);
        }
    }

    static InvalidInputException invalid(String path, String code, String message) {
        return new InvalidInputException("FAQ", new Violation(path, code, message));
    }

    static NotFoundException unknown(FaqEntry.Id id) {
        return new NotFoundException("FAQ entry", id);
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException("Faq");
        }
    }

    /** Ends it; store and search stay the host's. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * Somebody at a door, and what was decided about them by whoever knows: the host, or a desk by its policy.
     *
     * @param id the host's id of them, 1 to {@value FaqEdition#MAX_NAME} characters without control characters, not blank; empty if
     *        nobody knows
     * @param audience what they may read
     * @param editor whether they may edit, which takes an id
     */
    public record Person(Optional<String> id, Audience audience, boolean editor) {

        /** Anybody at all: reads what is public. */
        public static final Person ANYBODY = new Person(Optional.empty(), Audience.PUBLIC, false);

        /**
         * Checks the id.
         *
         * @throws InvalidInputException if it is none, or an editor has none
         */
        public Person {
            requireNonNull(audience, "audience");
            Findings findings = new Findings();
            id.ifPresent(name -> FaqEdition.checkName(findings, "id", name));
            if (editor && id.isEmpty()) {
                findings.add("id", "missing", "whoever edits has an id");
            }
            findings.refuse("person");
        }

        /**
         * A visitor, who reads what is public and has a vote.
         *
         * @param id what they are known by, such as the id of their visit
         * @return the person
         * @throws InvalidInputException if the id is none
         */
        public static Person visitor(String id) {
            return new Person(Optional.of(id), Audience.PUBLIC, false);
        }

        /**
         * A customer, who reads what is for customers too.
         *
         * @param id the host's id of them
         * @return the person
         * @throws InvalidInputException if the id is none
         */
        public static Person customer(String id) {
            return new Person(Optional.of(id), Audience.CUSTOMERS, false);
        }

        /**
         * A member of the staff, who reads everything that is shown.
         *
         * @param id the host's id of them
         * @return the person
         * @throws InvalidInputException if the id is none
         */
        public static Person staff(String id) {
            return new Person(Optional.of(id), Audience.STAFF, false);
        }

        /**
         * A member of the staff who edits.
         *
         * @param id the host's id of them
         * @return the person
         * @throws InvalidInputException if the id is none
         */
        public static Person editor(String id) {
            return new Person(Optional.of(id), Audience.STAFF, true);
        }
    }

    /**
     * An entry as it is shown, and how its language came about.
     *
     * @param entry the entry
     * @param asked the language that was asked for
     * @param missing the languages in which it was looked for in vain, in that order; a translation is missing in them, for this reader
     * @param languages those in which the reader may read it, by tag
     * @param version the version of its edition
     * @param order where it stands among others
     * @param pinned whether it stands ahead of the others
     */
    public record Found(FaqEntry entry, Locale asked, List<Locale> missing, List<Locale> languages, long version,
            int order, boolean pinned) {

        /** Copies the lists. */
        public Found {
            requireNonNull(entry, "entry");
            requireNonNull(asked, "asked");
            missing = List.copyOf(missing);
            languages = List.copyOf(languages);
        }

        /** {@return whether it is in another language than the one asked for; a page should say so} */
        public boolean isFallback() {
            return !entry.locale().getLanguage().equals(asked.getLanguage());
        }
    }

    /**
     * A category with what is filed there.
     *
     * @param path the category, such as {@code payment/refunds}
     * @param entries how many entries are filed there or below
     * @param children the categories right below, by name
     */
    public record Category(String path, int entries, List<Category> children) {

        /** Copies the list. */
        public Category {
            requireNonNull(path, "path");
            children = List.copyOf(children);
        }

        /** {@return the last part of the path} */
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /**
     * A difference between two editions.
     *
     * @param part what is different: {@code question}, {@code phrasings} (one a line), {@code answer}, {@code category}, {@code tags},
     *        {@code audience}, {@code from}, {@code until}, {@code order} or {@code pinned}
     * @param before what it was; empty if it was not there
     * @param after what it is; empty if it is not there
     */
    public record Change(String part, String before, String after) {

        /** Checks that nothing is missing. */
        public Change {
            requireNonNull(part, "part");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }

        /** {@return the part alone, so that no log holds the texts} */
        @Override
        public String toString() {
            return "Change[" + part + "]";
        }
    }

    /** Somebody else has changed the entry meanwhile; nothing was stored. */
    public static final class OvertakenException extends SupportException {

        private static final long serialVersionUID = 1L;

        /** What is there now; absent from a copy that was sent elsewhere. */
        private final transient @Nullable FaqEdition there;

        private OvertakenException(FaqEntry.Id id, Locale locale, long seen, Optional<FaqEdition> there) {
            super("FAQ entry " + id + " in " + locale.toLanguageTag() + " is not at version " + seen + " but at "
                    + there.map(FaqEdition::version).orElse(0L) + ": look at what was changed, and save again on that");
            this.there = there.orElse(null);
        }

        /** {@return the edition that is there; empty if there is none} */
        public Optional<FaqEdition> there() {
            return Optional.ofNullable(there);
        }
    }

    /** The person may not edit, or not know of what only the staff knows. */
    public static final class NotPermittedException extends SupportException {

        private static final long serialVersionUID = 1L;

        private NotPermittedException() {
            this("Only editors of the FAQ may do that: the host, or the policy of its desk, says who is one");
        }

        NotPermittedException(String message) {
            super(message);
        }
    }

    /**
     * What is asked of a base of knowledge: answers while somebody searches or writes a request, what became of each question, and what
     * that says of the entries. A question is known by an id that the page of whoever asks holds, from one call to the next.
     *
     * {@snippet :
     * Questions.Answers answers = faq.questions().write(reader, subject, text, locale, asked);  // while they write
     * answers.likely().forEach(hit -> System.out.println(hit.entry().question()));
     * String id = answers.asked().orElseThrow();                    // the page keeps it
     * faq.questions().opened(id, REFUND, locale);
     * faq.questions().solved(id, REFUND, locale);                   // or else sent(id, Optional.of("4711"))
     * }
     *
     * <p>
     * What is kept names nobody. Of the words, only what is left when everything is taken out that has the form of an address, a link, a
     * number or a name, at most {@value Asked#MAX_QUESTION} characters in small letters; of the time, the day in UTC. A request that was
     * sent is kept apart from its words, so that nothing leads from one to the other. A name that is written in small letters, and that
     * nothing introduces, is not recognised: a host for which that is too much keeps {@linkplain Faq.Builder#withoutWords no words}. What the
     * staff looks for is not kept. What is older than {@linkplain Faq.Builder#questionsKept a number of days} is forgotten with the first
     * question of a day.
     *
     * <p>
     * Safe for use by any number of threads. Every method may throw {@link io.opora.ClosedException} after the base of knowledge was closed,
     * and {@link io.opora.StorageException}.
     */
    public static final class Questions {

        /** The most entries that are shown as what may answer a question. */
        public static final int MAX_LIKELY = 10;

        /** The most days that a report covers. */
        public static final int MAX_DAYS = 366;

        /** The most topics that a report has. */
        public static final int MAX_TOPICS = 200;

        /** The most questions that a process keeps of one day, so that hostile traffic cannot fill a store: what is beyond is answered and not kept. */
        public static final int MAX_A_DAY = 100_000;

        /** So many doubts and more make an entry contradicted, if they outnumber those whom it helped. */
        public static final int ENOUGH_DOUBTS = 3;

        /** An entry that nobody has changed for so many days is stale. */
        public static final int STALE_DAYS = 365;

        private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
        private static final int ID_BYTES = 16;
        private static final int ATTEMPTS = 20;
        private static final int PAGE = 500;
        private static final int MOST_SENTENCES = 3;

        /** What a host decides about questions. */
        record Settings(double likelyFrom, int daysKept, boolean words, Consumer<Asked> listener) {}

        private final Faq faq;
        private final FaqStore store;
        private final InstantSource clock;
        private final Optional<FaqSearch> search;
        private final Settings settings;
        private final SecureRandom random = new SecureRandom();
        private final Object counting = new Object();
        private LocalDate counted = LocalDate.EPOCH;
        private int begun;

        Questions(Faq faq, FaqStore store, InstantSource clock, Optional<FaqSearch> search, Settings settings) {
            this.faq = faq;
            this.store = store;
            this.clock = clock;
            this.search = search;
            this.settings = settings;
        }

        // While somebody asks

        /**
         * Searches like {@link Faq#search}, and keeps that it was asked.
         *
         * @param reader who asks
         * @param query what to look for
         * @param asked the id of the same question, for its next page or as it is put better; empty, or one that is not known, for another one
         * @return what was found
         * @throws IllegalStateException if the base of knowledge was given no search
         */
        public Answers search(Person reader, FaqQuery query, Optional<String> asked) {
            FaqSearch.Result result = faq.search(reader, query);
            List<FaqHit> likely = likely(result.hits().stream());
            Locale locale = query.locales().stream().findFirst().orElse(Locale.ROOT);
            return new Answers(note(reader, Kind.SEARCHED, locale, query.text(), likely, asked), result, likely);
        }

        /**
         * Finds what may answer a request while it is being written. It looks for the subject, for what is written so far, and for the
         * questions in it, each by itself. Each call searches and writes a row: to be called when whoever writes pauses.
         *
         * @param reader who writes
         * @param subject the subject so far; any text
         * @param text the text so far; any text
         * @param locale their language
         * @param asked the id that the call before has given; empty for the first one
         * @return the entries that may answer it, the likeliest first; none if none is likely enough
         * @throws IllegalStateException if the base of knowledge was given no search
         */
        public Answers write(Person reader, String subject, String text, Locale locale, Optional<String> asked) {
            String whole = (subject.strip() + "\n" + text.strip()).strip();
            Map<Object, FaqHit> best = new LinkedHashMap<>();
            boolean complete = true;
            for (String part : parts(subject, text, whole)) {
                FaqSearch.Result result = faq.search(reader, FaqQuery.of(part).locale(locale).limit(MAX_LIKELY));
                complete &= result.complete();
                for (FaqHit hit : result.hits()) {
                    best.merge(List.of(hit.id(), hit.entry().locale()), hit, (a, b) -> a.score() >= b.score() ? a : b);
                }
            }
            List<FaqHit> likely = likely(best.values().stream()
                    .sorted(Comparator.comparingDouble(FaqHit::score).reversed().thenComparing(FaqHit::id)));
            return new Answers(note(reader, Kind.WRITTEN, locale, whole, likely, asked),
                    new FaqSearch.Result(likely, likely.size(), FaqSearch.Result.Facets.NONE, Optional.empty(),
                            complete),
                    likely);
        }

        private static List<String> parts(String subject, String text, String whole) {
            Stream<String> questions = sentences(text).filter(sentence -> sentence.endsWith("?")).limit(MOST_SENTENCES);
            return Stream.concat(Stream.of(subject.strip(), whole), questions).filter(part -> !part.isBlank())
                    .distinct()
                    .toList();
        }

        private static Stream<String> sentences(String text) {
            return Stream.of(text.substring(0, Math.min(text.length(), FaqQuery.MAX_TEXT)).split("(?<=[.!?\n])", -1))
                    .map(String::strip);
        }

        private List<FaqHit> likely(Stream<FaqHit> hits) {
            return hits.filter(hit -> hit.score() >= settings.likelyFrom()).limit(MAX_LIKELY).toList();
        }

        private Optional<String> note(Person reader, Kind kind, Locale locale, String text, List<FaqHit> likely,
                Optional<String> asked) {
            if (reader.audience() == Audience.STAFF || text.isBlank()) {
                return Optional.empty();
            }
            Locale language = Locale.of(locale.getLanguage());
            Optional<String> words = settings.words() ? PersonalData.kept(text, language) : Optional.empty();
            List<Use> shown = likely.stream().map(hit -> new Use(hit.id(), hit.entry().locale(), Step.SHOWN)).toList();
            if (asked.isPresent() && change(asked.get(), before -> before.kind() == kind
                    ? with(before, words.or(before::question), merged(before, shown, kind), before.sent())
                    : before).filter(there -> there.kind() == kind).isPresent()) {
                return asked;
            }
            LocalDate today = today();
            if (!mayBegin(today)) {
                return Optional.empty();
            }
            Asked first = new Asked(freshId(), kind, language, today, words, shown, false, 1);
            if (!store.record(first)) {
                return Optional.empty();
            }
            tell(first);
            return Optional.of(first.id());
        }

        /** What is shown while somebody writes changes, and the last counts; pages of a search add up. */
        private static List<Use> merged(Asked before, List<Use> shown, Kind kind) {
            return uses(Stream.concat(before.uses().stream()
                    .filter(use -> kind == Kind.SEARCHED || use.step() != Step.SHOWN), shown.stream()));
        }

        /** Each entry once, with the furthest that it came; those that came far are kept if there are too many. */
        private static List<Use> uses(Stream<Use> all) {
            Map<Object, Use> furthest = new LinkedHashMap<>();
            all.forEach(use -> furthest.merge(List.of(use.entry(), use.locale()), use,
                    (a, b) -> a.step().compareTo(b.step()) >= 0 ? a : b));
            return furthest.values().stream().sorted(Comparator.comparing(Use::step).reversed()).limit(Asked.MAX_USES)
                    .toList();
        }

        private static Asked with(Asked before, Optional<String> words, List<Use> uses, boolean sent) {
            return new Asked(before.id(), before.kind(), before.locale(), before.day(), words, uses, sent,
                    before.version());
        }

        private String freshId() {
            byte[] id = new byte[ID_BYTES];
            random.nextBytes(id);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        }

        private LocalDate today() {
            return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        }

        private boolean mayBegin(LocalDate today) {
            boolean newDay;
            synchronized (counting) {
                newDay = !today.equals(counted);
                if (newDay) {
                    counted = today;
                    begun = 0;
                }
                begun++;
                if (begun > MAX_A_DAY) {
                    return false;
                }
            }
            if (newDay) {
                store.forgetAsked(today.minusDays(settings.daysKept()));
            }
            return true;
        }

        /** Changes what is kept of a question, on what is there; nothing if there is none, or if others are faster all the time. */
        private Optional<Asked> change(String id, UnaryOperator<Asked> change) {
            for (int attempt = 0; attempt < ATTEMPTS && Asked.isId(id); attempt++) {
                Optional<Asked> before = store.asked(id);
                if (before.isEmpty()) {
                    return Optional.empty();
                }
                Asked after = change.apply(before.get());
                if (after.equals(before.get())) {
                    return before;
                }
                Asked next = new Asked(after.id(), after.kind(), after.locale(), after.day(), after.question(),
                        after.uses(),
                        after.sent(), before.get().version() + 1);
                if (store.record(next)) {
                    tell(next);
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        }

        private void tell(Asked asked) {
            try {
                settings.listener().accept(asked);
            } catch (RuntimeException e) {
                LOG.warn("The listener for questions failed: {}", e.toString());
            }
        }

        /**
         * Says that whoever asked has opened an entry.
         *
         * @param asked the id of the question
         * @param entry the entry
         * @param locale its language, exactly
         * @return whether that is kept: not so if no such question is known, or no such entry
         */
        public boolean opened(String asked, FaqEntry.Id entry, Locale locale) {
            return came(asked, entry, locale, Step.OPENED).isPresent();
        }

        /**
         * Says that an entry has answered the question: whoever asked says so, and sends no request. The search learns that people ask so.
         *
         * @param asked the id of the question
         * @param entry the entry
         * @param locale its language, exactly
         * @return whether that is kept: not so if no such question is known, or no such entry
         */
        public boolean solved(String asked, FaqEntry.Id entry, Locale locale) {
            Optional<Asked> there = came(asked, entry, locale, Step.ANSWERED);
            search.ifPresent(index -> there.flatMap(Asked::question)
                    .ifPresent(
                            words -> index
                                    .learn(List.of(new FaqSearch.Answered(words, entry, locale, clock.instant())))));
            return there.isPresent();
        }

        private Optional<Asked> came(String asked, FaqEntry.Id entry, Locale locale, Step step) {
            faq.requireOpen();
            requireNonNull(asked, "asked");
            requireNonNull(entry, "entry");
            requireNonNull(locale, "locale");
            if (store.find(entry, locale).isEmpty()) {
                return Optional.empty();
            }
            return change(asked, before -> before.kind() == Kind.REQUEST
                    ? before
                    : with(before, before.question(),
                            uses(Stream.concat(before.uses().stream(), Stream.of(new Use(entry, locale, step)))),
                            before.sent()))
                    .filter(there -> there.kind() != Kind.REQUEST);
        }

        /**
         * Says that the request was sent anyway. What it is known by is kept with the entries that its sender has seen, and without the words.
         *
         * @param asked the id of the question
         * @param request what the host calls the request, 1 to {@value Asked#MAX_ID} visible characters of ASCII; empty if it has no name
         * @return whether that is kept: not so if no such question is known
         * @throws InvalidInputException if the host's name for it is none
         */
        public boolean sent(String asked, Optional<String> request) {
            faq.requireOpen();
            request.ifPresent(Questions::requireRequest);
            Optional<Asked> there = change(requireNonNull(asked, "asked"), before -> before.kind() == Kind.REQUEST
                    ? before
                    : with(before, before.question(), before.uses(), true)).filter(kept -> kept.kind() != Kind.REQUEST);
            if (there.isPresent() && request.isPresent()) {
                List<Use> seen = there.get().uses().stream().map(use -> new Use(use.entry(), use.locale(),
                        use.step() == Step.SHOWN ? Step.SHOWN : Step.OPENED)).toList();
                toRequest(request.get(), there.get().locale(), seen);
            }
            return there.isPresent();
        }

        /**
         * Says that an agent has answered a request with an entry.
         *
         * @param agent who says so
         * @param request what the host calls the request
         * @param entry the entry
         * @param locale its language, exactly
         * @throws Faq.NotPermittedException if they are none of the staff
         * @throws io.opora.NotFoundException if there is no such entry
         * @throws InvalidInputException if the host's name for the request is none
         */
        public void answered(Person agent, String request, FaqEntry.Id entry, Locale locale) {
            requireStaff(agent);
            requireRequest(request);
            if (store.find(requireNonNull(entry, "entry"), requireNonNull(locale, "locale")).isEmpty()) {
                throw Faq.unknown(entry);
            }
            toRequest(request, Locale.of(locale.getLanguage()), List.of(new Use(entry, locale, Step.ANSWERED)));
        }

        private void toRequest(String request, Locale locale, List<Use> more) {
            Asked first = new Asked(request, Kind.REQUEST, locale, today(), Optional.empty(), uses(more.stream()), true,
                    1);
            if (store.asked(request).isEmpty() && store.record(first)) {
                tell(first);
                return;
            }
            change(request, before -> before.kind() == Kind.REQUEST
                    ? with(before, Optional.empty(), uses(Stream.concat(before.uses().stream(), more.stream())), true)
                    : before);
        }

        /**
         * Reads which entries a request has to do with: what its sender saw before, and what it was answered with.
         *
         * @param agent who asks
         * @param request what the host calls the request
         * @return the entries, those that answered it first; none if nothing is known of it
         * @throws Faq.NotPermittedException if they are none of the staff
         */
        public List<Use> usedFor(Person agent, String request) {
            requireStaff(agent);
            return store.asked(requireNonNull(request, "request")).filter(asked -> asked.kind() == Kind.REQUEST)
                    .map(Asked::uses).orElse(List.of());
        }

        /**
         * Reads which requests an entry has to do with.
         *
         * @param agent who asks
         * @param entry the entry
         * @param locale its language, exactly
         * @param from the first day, in UTC
         * @param until the last day
         * @param limit the most requests, 1 to {@value Faq#MAX_PAGE}
         * @return the requests with how far they came with the entry, those of the last day first
         * @throws Faq.NotPermittedException if they are none of the staff
         * @throws InvalidInputException if the limit or the days are out of range
         */
        public Map<String, Step> requests(Person agent, FaqEntry.Id entry, Locale locale, LocalDate from,
                LocalDate until,
                int limit) {
            requireStaff(agent);
            Faq.requireLimit(limit);
            requireDays(from, until);
            Map<String, Step> requests = new LinkedHashMap<>();
            for (LocalDate day = until; !day.isBefore(from) && requests.size() < limit; day = day.minusDays(1)) {
                read(day, asked -> asked.uses().stream().filter(use -> asked.kind() == Kind.REQUEST
                        && use.entry().equals(entry) && use.locale().equals(locale) && requests.size() < limit)
                        .forEach(use -> requests.put(asked.id(), use.step())));
            }
            return Collections.unmodifiableMap(requests);
        }

        /**
         * Teaches the index from all questions that are kept and that an entry has answered: for an index that was lost, and for nodes that have
         * not seen them. Costs a look at everything that is kept.
         *
         * @return how many questions it was told
         * @throws IllegalStateException if the base of knowledge was given no search
         */
        public int teach() {
            faq.catchUp();
            FaqSearch index = search.orElseThrow();
            int[] taught = {0};
            LocalDate today = today();
            for (LocalDate day = today.minusDays(settings.daysKept()); !day.isAfter(today); day = day.plusDays(1)) {
                List<FaqSearch.Answered> answered = new ArrayList<>();
                Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
                read(day, asked -> asked.question().ifPresent(words -> asked.uses().stream()
                        .filter(use -> use.step() == Step.ANSWERED && !asked.sent())
                        .forEach(use -> answered.add(new FaqSearch.Answered(words, use.entry(), use.locale(), at)))));
                if (!answered.isEmpty()) {
                    index.learn(answered);
                    taught[0] += answered.size();
                }
            }
            return taught[0];
        }

        private void read(LocalDate day, Consumer<Asked> to) {
            List<Asked> page = store.asked(day, "", PAGE);
            while (!page.isEmpty()) {
                page.forEach(to);
                page = store.asked(day, page.getLast().id(), PAGE);
            }
        }

        // What it says

        /**
         * Says what was asked in a period, what was not answered, and which entries are in doubt. Read from what is kept, when it is asked
         * for, and from what readers say of each entry.
         *
         * @param editor who asks
         * @param from the first day, in UTC
         * @param until the last day
         * @return the report
         * @throws Faq.NotPermittedException if they may not edit
         * @throws InvalidInputException if the period ends before it begins, or is longer than {@value #MAX_DAYS} days
         */
        public Report report(Person editor, LocalDate from, LocalDate until) {
            List<FaqEdition> editions = faq.everything(editor);
            requireDays(from, until);
            Analysis analysis = new Analysis(editions, from, until);
            for (LocalDate day = from; !day.isAfter(until); day = day.plusDays(1)) {
                read(day, analysis::add);
            }
            return analysis.report(edition -> store.votes(edition.id(), edition.locale(), Faq.MAX_PAGE));
        }

        private static void requireDays(LocalDate from, LocalDate until) {
            if (until.isBefore(from) || ChronoUnit.DAYS.between(from, until) >= MAX_DAYS) {
                throw Faq.invalid("until", "range",
                        "a period has 1 to " + MAX_DAYS + " days, and ends when it begins or later");
            }
        }

        private void requireStaff(Person agent) {
            faq.requireOpen();
            if (requireNonNull(agent, "agent").audience() != Audience.STAFF) {
                throw new Faq.NotPermittedException("Only the staff may know of requests and answer them");
            }
        }

        private static void requireRequest(String request) {
            if (!Asked.isId(request)) {
                throw new InvalidInputException("request", new Violation("request", "reference",
                        "a request is known by 1 to " + Asked.MAX_ID + " visible ASCII characters"));
            }
        }

        /**
         * A draft of an entry, made of a request and its answer, with what may be personal marked in it.
         *
         * @param locale the language
         * @param question the question, in the words of whoever asked; may be empty
         * @param phrasing the subject, if the question is another one
         * @param answer the answer, in the words of whoever gave it; may be empty
         * @param marks what may say who asked or answered, in the question and the answer
         */
        public record Draft(Locale locale, String question, Optional<String> phrasing, String answer,
                List<FaqHit.Highlight> marks) {

            /** What stands for a piece that was taken out, so that no editor overlooks it. */
            public static final String GONE = "[…]";

            private static final int SHORTEST_QUESTION = 10;
            private static final int LONGEST_QUESTION = 300;

            /** Copies the list. */
            public Draft {
                requireNonNull(locale, "locale");
                requireNonNull(question, "question");
                requireNonNull(phrasing, "phrasing");
                requireNonNull(answer, "answer");
                marks = List.copyOf(marks);
            }

            /**
             * Makes a draft: the question is the first sentence of the text that asks something, or else the subject; of the answer, quoted lines
             * and what stands below a signature's dashes are left out. Marked is whatever has the form of an address, a link, a number or a
             * name, and the names that are given.
             *
             * @param locale the language
             * @param subject the subject of the request
             * @param text what was asked
             * @param answer what was answered
             * @param names names of those who took part, and other words that must not stay
             * @return the draft
             */
            public static Draft of(Locale locale, String subject, String text, String answer,
                    Collection<String> names) {
                String question = sentences(body(text)).filter(sentence -> sentence.endsWith("?"))
                        .filter(sentence -> sentence.length() >= SHORTEST_QUESTION
                                && sentence.length() <= LONGEST_QUESTION)
                        .findFirst().orElse(subject.strip());
                String body = body(answer);
                List<FaqHit.Highlight> marks = new ArrayList<>();
                mark(FaqHit.Part.QUESTION, question, locale, names, marks);
                mark(FaqHit.Part.ANSWER, body, locale, names, marks);
                Optional<String> phrasing = Optional.of(subject.strip())
                        .filter(line -> !line.isEmpty() && !line.equals(question));
                return new Draft(locale, question, phrasing.map(line -> replaced(line, locale, names)), body, marks);
            }

            private static String body(String text) {
                return text.lines().takeWhile(line -> !line.stripTrailing().equals("--"))
                        .filter(line -> !line.startsWith(">")).collect(Collectors.joining("\n")).strip();
            }

            private static void mark(FaqHit.Part part, String text, Locale locale, Collection<String> names,
                    List<FaqHit.Highlight> marks) {
                PersonalData.find(text, locale, names)
                        .forEach(found -> marks.add(new FaqHit.Highlight(part, found.start(), found.end())));
            }

            private static String replaced(String text, Locale locale, Collection<String> names) {
                return PersonalData.without(text, PersonalData.find(text, locale, names)).replace(PersonalData.GONE,
                        GONE);
            }

            /**
             * The draft as what an editor saves, with {@value #GONE} in place of all that is marked.
             *
             * @param id the id of the entry
             * @return a draft, in nobody's way
             * @throws InvalidInputException if there is no question, or the texts are longer than those of an entry
             */
            public FaqEdition.Content content(FaqEntry.Id id) {
                return FaqEdition.Content.of(FaqEntry.builder(id, locale, without(FaqHit.Part.QUESTION, question),
                        without(FaqHit.Part.ANSWER, answer)).phrasings(phrasing.stream().toList()).build());
            }

            private String without(FaqHit.Part part, String text) {
                StringBuilder rest = new StringBuilder();
                int at = 0;
                for (FaqHit.Highlight mark : marks) {
                    if (mark.part() == part) {
                        rest.append(text, at, mark.start()).append(GONE);
                        at = mark.end();
                    }
                }
                return rest.append(text.substring(at)).toString();
            }

            /** {@return the language and how much is marked; no words, so that no log holds them} */
            @Override
            public String toString() {
                return "Draft[" + locale.toLanguageTag() + " " + marks.size() + " marks]";
            }
        }

        /**
         * What was found for a question.
         *
         * @param asked the id that the question is known by from now on; empty if it is not kept, which no page has to care about
         * @param result what was found
         * @param likely the hits that are likely to answer it, the best first; if there is none, the base of knowledge has no answer
         */
        public record Answers(Optional<String> asked, FaqSearch.Result result, List<FaqHit> likely) {

            /** Copies the list. */
            public Answers {
                requireNonNull(asked, "asked");
                requireNonNull(result, "result");
                likely = List.copyOf(likely);
            }
        }

        /**
         * What was asked in a period, and what that says.
         *
         * @param from the first day, in UTC
         * @param until the last day
         * @param locales the figures by the language of whoever asked, by tag
         * @param days the figures by day; days on which nothing was asked are left out
         * @param topics what was asked and not answered, the most frequent first; at most {@value Questions#MAX_TOPICS}
         * @param entries the entries that there are, those in doubt first, then those that are used most
         * @param complete whether all different questions were looked at for the topics
         */
        public record Report(LocalDate from, LocalDate until, Map<Locale, Figures> locales,
                Map<LocalDate, Figures> days,
                List<Topic> topics, List<EntryUse> entries, boolean complete) {

            /** Checks that nothing is missing and copies the lists. */
            public Report {
                requireNonNull(from, "from");
                requireNonNull(until, "until");
                requireNonNull(locales, "locales");
                requireNonNull(days, "days");
                topics = List.copyOf(topics);
                entries = List.copyOf(entries);
            }

            /** {@return the figures of all languages together} */
            public Figures total() {
                return locales.values().stream().reduce(Figures.NOTHING, Figures::plus);
            }

            /** {@return the entries that are contradicted or stale} */
            public List<EntryUse> doubtful() {
                return entries.stream().filter(entry -> entry.doubt().isPresent()).toList();
            }
        }

        /**
         * How often something was asked, and what became of it.
         *
         * @param searches how often something was looked for
         * @param withoutResult how many of these found nothing likely
         * @param withoutClick how many found something, of which nothing was opened
         * @param written how many requests were begun
         * @param shown to how many of these an entry was shown
         * @param solved how many were not sent, because an entry had answered them
         * @param sent how many were sent anyway
         */
        public record Figures(long searches, long withoutResult, long withoutClick, long written, long shown,
                long solved,
                long sent) {

            static final Figures NOTHING = new Figures(0, 0, 0, 0, 0, 0, 0);

            static Figures of(Asked asked) {
                boolean found = !asked.foundNothing();
                return switch (asked.kind()) {
                    case SEARCHED ->
                        new Figures(1, found ? 0 : 1, found && !asked.came(Step.OPENED) ? 1 : 0, 0, 0, 0, 0);
                    case WRITTEN ->
                        new Figures(0, 0, 0, 1, found ? 1 : 0, asked.came(Step.ANSWERED) && !asked.sent() ? 1 : 0,
                                asked.sent() ? 1 : 0);
                    case REQUEST -> NOTHING;
                };
            }

            Figures plus(Figures more) {
                return new Figures(searches + more.searches, withoutResult + more.withoutResult,
                        withoutClick + more.withoutClick, written + more.written, shown + more.shown,
                        solved + more.solved,
                        sent + more.sent);
            }

            /**
             * {@return which part of the requests whose end is known an entry has answered, 0 to 1; empty if no end is known. Whoever leaves
             * without a word is in neither: nobody knows whether they were helped}
             */
            public OptionalDouble deflectionRate() {
                return solved + sent == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) solved / (solved + sent));
            }
        }

        /**
         * Questions about the same that no entry has answered: searches that found nothing likely, and requests that were sent.
         *
         * @param locale the language
         * @param words the words that tell most of it, at most three
         * @param questions how often it was asked
         * @param sent how often a request was sent about it
         * @param last the last day on which it was asked, in UTC
         * @param examples how people ask it, the most frequent first, at most {@value #MAX_EXAMPLES}, as they are kept
         */
        public record Topic(Locale locale, List<String> words, long questions, long sent, LocalDate last,
                List<String> examples) {

            /** The most examples. */
            public static final int MAX_EXAMPLES = 5;

            /** Copies the lists. */
            public Topic {
                requireNonNull(locale, "locale");
                requireNonNull(last, "last");
                words = List.copyOf(words);
                examples = List.copyOf(examples);
            }

            /** {@return the language and how often it was asked; no words, so that no log holds them} */
            @Override
            public String toString() {
                return "Topic[" + locale.toLanguageTag() + " " + questions + " questions, " + sent + " sent]";
            }
        }

        /**
         * How an entry was used in a period.
         *
         * @param entry the entry
         * @param locale its language
         * @param shown to how many questions it was shown as what may answer them
         * @param opened how many of whoever asked have opened it
         * @param answered how many questions and requests it has answered
         * @param sentAnyway how many requests were sent by those who had opened it
         * @param otherwise how many requests were answered with another entry, although it had been opened
         * @param helped how many readers say of its newest edition that it helped
         * @param failed how many say that it did not
         * @param changed when it was changed last
         * @param doubt what speaks against it as it is, if anything does
         */
        public record EntryUse(FaqEntry.Id entry, Locale locale, long shown, long opened, long answered,
                long sentAnyway,
                long otherwise, long helped, long failed, Instant changed, Optional<Doubt> doubt) {

            /** What speaks against an entry. */
            public enum Doubt {
                /**
                 * Since it was changed last, more readers say that it did not help, or have sent a request after it, than it has helped:
                 * {@value Questions#ENOUGH_DOUBTS} at least.
                 */
                CONTRADICTED,
                /** It is still used, and nobody has looked after it for {@value Questions#STALE_DAYS} days. */
                STALE
            }

            /** Checks that nothing is missing. */
            public EntryUse {
                requireNonNull(entry, "entry");
                requireNonNull(locale, "locale");
                requireNonNull(changed, "changed");
                requireNonNull(doubt, "doubt");
            }
        }
    }

    /** Builds a base of knowledge. Not thread-safe. */
    public static final class Builder {

        private final FaqStore store;
        private InstantSource clock = InstantSource.system();
        private List<Locale> fallbacks = List.of(Locale.ENGLISH);
        private Optional<FaqSearch> search = Optional.empty();
        private Function<Supplier<FaqSearch.Result>, FaqSearch.Result> around = Supplier::get;
        private double likelyFrom = LIKELY_FROM;
        private int daysKept = DAYS_KEPT;
        private boolean words = true;
        private Consumer<FaqStore.Asked> listener = asked -> {};

        private Builder(FaqStore store) {
            this.store = requireNonNull(store, "store");
        }

        /**
         * Sets the clock; the machine's by default.
         *
         * @param value the clock
         * @return this builder
         */
        public Builder clock(InstantSource value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets the languages in which an entry is shown where there is no translation; English by default.
         *
         * @param values the languages, the best first; none to go on with any
         * @return this builder
         */
        public Builder fallback(Locale... values) {
            fallbacks = List.of(values);
            return this;
        }

        /**
         * Sets the search; none by default.
         *
         * @param value an index, for this base of knowledge alone; stays the host's
         * @return this builder
         */
        public Builder search(FaqSearch value) {
            search = Optional.of(value);
            return this;
        }

        /**
         * Sets what is done around each {@link Faq#search search}, to time or trace it; nothing by default.
         *
         * @param value is given the search as work to be done once, on the same thread; gives back what that gives, and throws on what it
         *        throws
         * @return this builder
         */
        public Builder around(Function<Supplier<FaqSearch.Result>, FaqSearch.Result> value) {
            around = requireNonNull(value, "around");
            return this;
        }

        /**
         * Sets from which {@linkplain FaqHit#score() score} on a hit is likely to be an answer; 0.36 by default, which
         * on the FAQ of {@code examples/faq-site} tells nineteen of twenty questions that have an answer from six of seven that have none.
         *
         * @param score the score, 0 to 1
         * @return this builder
         * @throws InvalidInputException if it is out of range
         */
        public Builder likelyFrom(double score) {
            if (!(score >= 0 && score <= 1)) {
                throw invalid("likelyFrom", "range", "a score is 0 to 1, not " + score);
            }
            likelyFrom = score;
            return this;
        }

        /**
         * Sets for how long {@linkplain Questions questions} are kept; 180 days by default.
         *
         * @param days how many days, 1 to 3,650
         * @return this builder
         * @throws InvalidInputException if it is out of range
         */
        public Builder questionsKept(int days) {
            if (days < 1 || days > MAX_DAYS_KEPT) {
                throw invalid("questionsKept", "range",
                        "questions are kept for 1 to " + MAX_DAYS_KEPT + " days, not " + days);
            }
            daysKept = days;
            return this;
        }

        /**
         * Keeps no words of questions: they are counted, but there are no topics, and nothing is learned from them.
         *
         * @return this builder
         */
        public Builder withoutWords() {
            words = false;
            return this;
        }

        /**
         * Has somebody told of each question and of what becomes of it, for metrics. They are told in the thread that has asked, after it
         * was stored, with each change; what they throw is logged and goes no further. None by default.
         *
         * @param value who is told
         * @return this builder
         */
        public Builder onQuestion(Consumer<FaqStore.Asked> value) {
            listener = requireNonNull(value, "listener");
            return this;
        }

        /** {@return the base of knowledge} */
        public Faq build() {
            return new Faq(this);
        }
    }
}
