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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    private volatile boolean closed;

    private Faq(Builder builder) {
        store = builder.store;
        clock = builder.clock;
        fallbacks = List.copyOf(builder.fallbacks);
        search = builder.search;
        around = builder.around;
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

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw invalid("limit", "range", "a page has 1 to " + MAX_PAGE + " rows, not " + limit);
        }
    }

    private static InvalidInputException invalid(String path, String code, String message) {
        return new InvalidInputException("FAQ", new Violation(path, code, message));
    }

    private static NotFoundException unknown(FaqEntry.Id id) {
        return new NotFoundException("FAQ entry", id);
    }

    private void requireOpen() {
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

    /** The person may not edit. */
    public static final class NotPermittedException extends SupportException {

        private static final long serialVersionUID = 1L;

        private NotPermittedException() {
            super("Only editors of the FAQ may do that: the host, or the policy of its desk, says who is one");
        }
    }

    /** Builds a base of knowledge. Not thread-safe. */
    public static final class Builder {

        private final FaqStore store;
        private InstantSource clock = InstantSource.system();
        private List<Locale> fallbacks = List.of(Locale.ENGLISH);
        private Optional<FaqSearch> search = Optional.empty();
        private Function<Supplier<FaqSearch.Result>, FaqSearch.Result> around = Supplier::get;

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

        /** {@return the base of knowledge} */
        public Faq build() {
            return new Faq(this);
        }
    }
}
