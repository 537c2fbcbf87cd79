package io.opora.reply;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.Spelling;
import io.opora.SupportException;
import io.opora.Violation;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.TemplateStore.Edition;
import io.opora.reply.TemplateStore.Use;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepared replies at work: agents write templates, are suggested those that fit a request, see them filled in, and what they send
 * teaches what is suggested next. Usable alone: it knows no tickets. It stands on a {@link TemplateStore}, which keeps every edition and
 * what became of each suggestion, and on a {@link ReplyMatcher}, a copy of that which catches up by itself: on any number of nodes
 * each learns what all have stored.
 *
 * <p>
 * Whoever asks is a {@link Person}, made by whoever knows what they may; what is asked about is a {@link Request} as that person sees
 * it. Immutable after it was built and safe for use by any number of threads; it starts none. After {@link #close()} every method throws
 * {@link ClosedException}; any may throw {@link io.opora.StorageException} if the store failed.
 */
public final class Replies implements AutoCloseable {

    /** The most templates, withdrawn ones too. */
    public static final int MAX_TEMPLATES = ReplyMatcher.MAX_TEMPLATES;

    /** The most editions that a page of a history has. */
    public static final int MAX_PAGE = 1_000;

    /** The longest text to import, in characters. */
    public static final int MAX_IMPORT_LENGTH = 20_000_000;

    /** The most replies that are looked at for what is written again and again. */
    public static final int MAX_WRITTEN = 50_000;

    /** The fewest customers that something was written to before it is proposed, so that it tells of none of them. */
    public static final int LEAST_CUSTOMERS = 3;

    private final TemplateStore store;
    private final InstantSource clock;
    private final Optional<Vocabulary> vocabulary;
    private final Optional<Map<String, Variable>> supplied;
    private final Optional<Set<String>> macros;
    private final Optional<ReplySuggester> own;
    private final Function<Supplier<List<Suggestion>>, List<Suggestion>> aroundSuggestions;
    private final Function<Supplier<Use>, Use> aroundUses;
    private final Learning learning;
    private volatile boolean closed;

    private Replies(Builder builder) {
        store = builder.store;
        clock = builder.clock;
        vocabulary = builder.vocabulary;
        supplied = builder.supplied.map(TemplateText::byName);
        macros = builder.macros;
        own = builder.suggester;
        aroundSuggestions = builder.aroundSuggestions;
        aroundUses = builder.aroundUses;
        learning = new Learning(store, builder.matcher, builder.messages);
    }

    /**
     * Begins with these defaults: the machine's clock, a matcher of its own, no messages to learn from, and nothing known of facts,
     * variables and macros, so that these are not checked.
     *
     * @param store keeps the templates; stays the host's
     * @return a builder
     */
    public static Builder builder(TemplateStore store) {
        return new Builder(store);
    }

    // Editing

    /**
     * Stores a template as its newest edition; one that was withdrawn is offered again.
     *
     * @param person who decides
     * @param template the template
     * @param seen the version of the edition that they began with; 0 if there was none
     * @return the edition that was stored
     * @throws NotPermittedException if it is neither their own nor they an editor, now or before
     * @throws OvertakenException if there is another edition than the one that they began with; has the one that is there
     * @throws InvalidInputException if it speaks of facts, macros or variables that there are not, or there are too many templates
     */
    public Edition save(Person person, ReplyTemplate template, long seen) {
        requireSavable(person, template);
        return store(person, template, false, seen);
    }

    private void requireSavable(Person person, ReplyTemplate template) {
        requireOpen();
        requireNonNull(template, "template");
        requireEditable(person, template);
        Optional<Edition> before = store.find(template.id());
        before.ifPresent(edition -> requireEditable(person, edition.template()));
        Findings findings = new Findings();
        check(template, findings);
        if (before.isEmpty() && editionsByKey().size() >= MAX_TEMPLATES) {
            findings.add("", "too-many", "there are " + MAX_TEMPLATES + " templates already, which is the most");
        }
        findings.refuse("reply template " + template.id());
    }

    private Edition store(Person person, ReplyTemplate template, boolean withdrawn, long seen) {
        if (seen < 0 || seen == Long.MAX_VALUE) {
            throw invalid("seen", "range", "the version that was seen is 0 or more, not " + seen);
        }
        Edition edition = new Edition(template, withdrawn, seen + 1, 0, person.id(), clock.instant());
        return store.save(List.of(edition)).map(List::getFirst)
                .orElseThrow(() -> new OvertakenException(edition.id(), seen, store.find(edition.id())));
    }

    /**
     * Offers a template to nobody any more; what it was is kept.
     *
     * @param person who decides
     * @param id the template
     * @param seen the version that they saw
     * @return the edition that was stored
     * @throws NotFoundException if there is no such template, or they may not know of it
     * @throws NotPermittedException if it is neither their own nor they an editor
     * @throws OvertakenException if there is another edition than the one that they saw
     */
    public Edition withdraw(Person person, ReplyTemplate.Id id, long seen) {
        Edition edition = edition(person, id);
        requireEditable(person, edition.template());
        return store(person, edition.template(), true, seen);
    }

    /**
     * Makes a template what it was once.
     *
     * @param person who decides
     * @param id the template
     * @param version the version to go back to
     * @param seen the version that they saw
     * @return the edition that was stored, a new one
     * @throws NotFoundException if there is no such template, or no such version of it
     * @throws NotPermittedException if it is neither their own nor they an editor
     * @throws OvertakenException if there is another edition than the one that they saw
     * @throws InvalidInputException if it speaks of what is no longer there
     */
    public Edition restore(Person person, ReplyTemplate.Id id, long version, long seen) {
        edition(person, id);
        ReplyTemplate old = store.history(id, version < Long.MAX_VALUE ? version + 1 : version, 1).stream()
                .filter(edition -> edition.version() == version).findFirst()
                .orElseThrow(() -> new NotFoundException("version " + version + " of the reply template", id))
                .template();
        return save(person, old, seen);
    }

    /**
     * Reads a template.
     *
     * @param person who asks
     * @param id the template
     * @return its newest edition, withdrawn or not
     * @throws NotFoundException if there is no such template, or they may not know of it
     */
    public Edition edition(Person person, ReplyTemplate.Id id) {
        requireOpen();
        requireNonNull(person, "person");
        return store.find(requireNonNull(id, "id")).filter(edition -> person.sees(edition.template()))
                .orElseThrow(() -> new NotFoundException("reply template", id));
    }

    /**
     * Reads all templates that somebody may know of.
     *
     * @param person who asks
     * @return their newest editions, withdrawn ones too, by id
     */
    public List<Edition> editions(Person person) {
        requireOpen();
        requireNonNull(person, "person");
        return editionsByKey().values().stream().filter(edition -> person.sees(edition.template())).toList();
    }

    private Map<ReplyTemplate.Id, Edition> editionsByKey() {
        Map<ReplyTemplate.Id, Edition> all = new TreeMap<>();
        List<Edition> page = store.newest(0, MAX_PAGE);
        while (!page.isEmpty()) {
            page.forEach(edition -> all.put(edition.id(), edition));
            page = store.newest(page.getLast().revision(), MAX_PAGE);
        }
        return all;
    }

    /**
     * Reads what a template was.
     *
     * @param person who asks
     * @param id the template
     * @param before only versions below this one; {@link Long#MAX_VALUE} for the newest ones
     * @param limit the most editions, 1 to {@value #MAX_PAGE}
     * @return its editions, the newest first
     * @throws NotFoundException if there is no such template, or they may not know of it
     * @throws InvalidInputException if the limit is out of range
     */
    public List<Edition> history(Person person, ReplyTemplate.Id id, long before, int limit) {
        edition(person, id);
        requireLimit(limit, MAX_PAGE);
        // one that was shared once may have been somebody's own before
        return store.history(id, before, limit).stream().filter(edition -> person.sees(edition.template())).toList();
    }

    /**
     * Checks all templates against what there is now: facts, variables, macros. For the start of an application, and its tests.
     *
     * @return what is wrong, by template; empty if all is well
     */
    public Map<ReplyTemplate.Id, List<Violation>> check() {
        requireOpen();
        Map<ReplyTemplate.Id, List<Violation>> wrong = new LinkedHashMap<>();
        editionsByKey().values().stream().filter(edition -> !edition.withdrawn()).forEach(edition -> {
            Findings findings = new Findings();
            check(edition.template(), findings);
            if (!findings.isEmpty()) {
                wrong.put(edition.id(), findings.violations());
            }
        });
        return wrong;
    }

    private void check(ReplyTemplate template, Findings findings) {
        vocabulary.ifPresent(known -> known.check(template.when(), "when", findings));
        macros.ifPresent(known -> template.macro().filter(macro -> !known.contains(macro)).ifPresent(
                macro -> findings.add("macro", "unknown-macro", "there is no macro " + Spelling.quote(macro)
                        + Spelling.hintFor(macro, known))));
        for (int i = 0; i < template.variables().size(); i++) {
            Variable variable = template.variables().get(i);
            String at = "variables[" + i + ']';
            if (supplied.isPresent() && variable.source() != Source.HOST && variable.source() != Source.AGENT) {
                Map<String, Variable> known = supplied.get();
                Variable there = known.get(variable.name());
                if (there == null) {
                    findings.add(at + ".name", "unknown-variable", "nobody gives " + Spelling.quote(variable.name())
                            + Spelling.hintFor(variable.name(), known.keySet())
                            + "; what the application or the agent gives says so as its source");
                } else if (there.type() != variable.type() || there.source() != variable.source()) {
                    findings.add(at, "wrong-type", Spelling.quote(variable.name()) + " is given as " + there.type()
                            + " by " + there.source());
                }
            }
        }
    }

    private void requireEditable(Person person, ReplyTemplate template) {
        if (!requireNonNull(person, "person").edits(template)) {
            throw person.sees(template)
                    ? new NotPermittedException()
                    : new NotFoundException("reply template", template.id());
        }
    }

    // Using

    /**
     * Lists the templates that are for a request at all, whatever it says: those that somebody may use, that are offered now, and whose
     * condition holds.
     *
     * @param request the request
     * @return the templates by id, each with what of its condition held
     */
    public List<Offer> offered(Request request) {
        requireOpen();
        learning.catchUp();
        Predicate<ReplyTemplate.Id> fits = fits(request);
        return learning.editions().values().stream().filter(edition -> fits.test(edition.id()))
                .map(edition -> new Offer(edition.template(), edition.version(),
                        edition.template().when().because(request.facts())))
                .toList();
    }

    private Predicate<ReplyTemplate.Id> fits(Request request) {
        Instant now = clock.instant();
        return id -> {
            Edition edition = learning.editions().get(id);
            return edition != null && !edition.withdrawn() && edition.template().isOffered(now)
                    && request.agent().sees(edition.template()) && edition.template().when().matches(request.facts());
        };
    }

    /**
     * Suggests templates for a request: of those that are {@linkplain #offered for it at all}, the ones that its message asks for. First
     * takes in what was stored meanwhile, here and on other nodes.
     *
     * @param request the request
     * @param limit the most suggestions, 1 to {@value ReplyMatcher#MAX_LIMIT}
     * @return the likeliest first; empty if none is likely enough
     * @throws InvalidInputException if the limit is out of range
     */
    public List<Suggestion> suggest(Request request, int limit) {
        requireOpen();
        requireLimit(limit, ReplyMatcher.MAX_LIMIT);
        return aroundSuggestions.apply(() -> suggested(request, limit));
    }

    private List<Suggestion> suggested(Request request, int limit) {
        learning.catchUp();
        Predicate<ReplyTemplate.Id> fits = fits(request);
        List<ReplyMatch> matches = own
                .map(suggester -> suggester.suggest(request.message(), ReplyMatcher.MAX_LIMIT).stream()
                        .filter(match -> fits.test(match.templateId())).toList())
                .orElseGet(() -> learning.matcher().suggest(request.message(), limit, fits));
        Map<ReplyTemplate.Id, Suggestion> suggestions = new LinkedHashMap<>();
        for (ReplyMatch match : matches) {
            Edition edition = learning.editions().get(match.templateId());
            if (edition != null && suggestions.size() < limit) {
                suggestions.putIfAbsent(edition.id(), new Suggestion(edition.template(), edition.version(),
                        match.confidence(), edition.template().when().because(request.facts()),
                        Learning.readable(match.because())));
            }
        }
        return List.copyOf(suggestions.values());
    }

    /**
     * Fills a template in for a request, in its language.
     *
     * @param id the template
     * @param request the request, with what is known of it
     * @param more what is known besides, such as what the agent was asked for; goes before what the request has
     * @return the texts, or what is missing, or why not
     * @throws NotFoundException if there is no such template, it is withdrawn, or the agent may not use it
     */
    public Rendering render(ReplyTemplate.Id id, Request request, Values more) {
        return usable(id, request).template().render(request.locale(),
                request.values().toBuilder().all(more).build());
    }

    private Edition usable(ReplyTemplate.Id id, Request request) {
        requireNonNull(request, "request");
        Edition edition = edition(request.agent(), id);
        if (edition.withdrawn()) {
            throw new NotFoundException("reply template", id);
        }
        return edition;
    }

    /**
     * Says that a template was sent, and so teaches which messages it is for, on every node, once that is stored for good.
     *
     * @param id the template
     * @param request the request that was answered
     * @param edited whether its text was changed before
     * @return what was recorded
     * @throws NotFoundException if there is no such template, it is withdrawn, or the agent may not use it
     */
    public Use sent(ReplyTemplate.Id id, Request request, boolean edited) {
        return record(id, request, edited ? Use.Outcome.EDITED : Use.Outcome.SENT);
    }

    /**
     * Says that a template was suggested and is not wanted.
     *
     * @param id the template
     * @param request the request
     * @return what was recorded
     * @throws NotFoundException if there is no such template, it is withdrawn, or the agent may not use it
     */
    public Use rejected(ReplyTemplate.Id id, Request request) {
        return record(id, request, Use.Outcome.REJECTED);
    }

    /**
     * Takes back what was said of a template and a request: as if it had never been.
     *
     * @param id the template
     * @param request the request
     * @return what was recorded
     * @throws NotFoundException if there is no such template, it is withdrawn, or the agent may not use it
     */
    public Use undo(ReplyTemplate.Id id, Request request) {
        return record(id, request, Use.Outcome.UNDONE);
    }

    private Use record(ReplyTemplate.Id id, Request request, Use.Outcome outcome) {
        return aroundUses.apply(() -> recorded(id, request, outcome));
    }

    private Use recorded(ReplyTemplate.Id id, Request request, Use.Outcome outcome) {
        Edition edition = usable(id, request);
        return store.record(new Use(id, request.reference(), edition.version(), outcome, request.agent().id(),
                request.customer().orElse(""), 0, clock.instant()));
    }

    /**
     * Takes in what was stored since the last time, here and on other nodes. {@link #suggest} begins with it; a host calls it to have it
     * done beforehand, above all once at the start, when everything is learned. Who asks meanwhile is answered with what was known.
     */
    public void catchUp() {
        requireOpen();
        learning.catchUp();
    }

    /** Has the matcher go over everything once more, as {@link ReplyMatcher#rehearse} says; at night for example. */
    public void rehearse() {
        requireOpen();
        learning.catchUp();
        learning.matcher().rehearse();
    }

    /**
     * Counts what has become of templates.
     *
     * @param person who asks
     * @return all templates that they may know of and that are not withdrawn, by id: those that nobody uses too
     */
    public List<Usage> usage(Person person) {
        Map<ReplyTemplate.Id, Map<Use.Outcome, TemplateStore.Tally>> tallies = new HashMap<>();
        List<Edition> editions = editions(person);
        store.tallies().forEach(tally -> tallies.computeIfAbsent(tally.template(), missing -> new HashMap<>())
                .put(tally.outcome(), tally));
        return editions.stream().filter(edition -> !edition.withdrawn())
                .map(edition -> Usage.of(edition, tallies.getOrDefault(edition.id(), Map.of()))).toList();
    }

    // Looking after

    /**
     * Lists templates that somebody should look at: those that nobody uses, and those of which one would do.
     *
     * @param person who asks; what they may not know of is not looked at
     * @param since what was not sent from this instant on is stale; what was changed from then on is too young to be called unused
     * @return what was found
     */
    public Review review(Person person, Instant since) {
        requireNonNull(since, "since");
        Map<ReplyTemplate.Id, Edition> editions = new HashMap<>();
        editions(person).forEach(edition -> editions.put(edition.id(), edition));
        List<Usage> usage = usage(person).stream().filter(each -> editions.containsKey(each.template())).toList();
        return new Review(
                usage.stream().filter(each -> each.last().isEmpty()
                        && requireNonNull(editions.get(each.template())).at().isBefore(since)).toList(),
                usage.stream().filter(each -> each.last().isPresent() && each.isUnused(since)).toList(),
                Overlaps.of(offered(person)));
    }

    /**
     * Proposes templates for what people keep writing by hand. Replies that resemble each other are put together; of each such group the
     * text is proposed that has most in common with the others, without whatever may be about a person: numbers, addresses and links,
     * what the people of the conversation are called, what looks like a name, and every word that was not said to as many customers as
     * were asked for. In its place stand marks.
     *
     * @param person who asks; their templates are what a proposal may already be {@linkplain ReplyTemplate.Proposal#like like}
     * @param replies replies that were sent without a template, at most {@value #MAX_WRITTEN}; the same ones give the same proposals
     * @param atLeast to how many customers something like it must have been written, {@value #LEAST_CUSTOMERS} or more
     * @return the proposals, what was written most often first
     * @throws InvalidInputException if there are too many replies or the number is too small
     */
    public List<ReplyTemplate.Proposal> propose(Person person, Collection<Written> replies, int atLeast) {
        if (replies.size() > MAX_WRITTEN) {
            throw invalid("replies", "too-many", "at most " + MAX_WRITTEN + " replies are looked at, not "
                    + replies.size());
        }
        if (atLeast < LEAST_CUSTOMERS) {
            throw invalid("atLeast", "range", "a word that fewer than " + LEAST_CUSTOMERS
                    + " customers were written may be about one of them: " + LEAST_CUSTOMERS + " or more, not "
                    + atLeast);
        }
        return Retyped.proposals(offered(person), List.copyOf(replies), atLeast);
    }

    /**
     * Stores a template that is offered to nobody yet: a draft, which {@link #save} publishes.
     *
     * @param person who wrote it
     * @param template the template
     * @param seen the version of the edition that they began with; 0 if there was none
     * @return the edition that was stored
     * @throws NotPermittedException if it is neither their own nor they an editor, now or before
     * @throws OvertakenException if there is another edition than the one that they began with; has the one that is there
     * @throws InvalidInputException if it speaks of facts, macros or variables that there are not, or there are too many templates
     */
    public Edition draft(Person person, ReplyTemplate template, long seen) {
        requireSavable(person, template);
        return store(person, template, true, seen);
    }

    // Moving

    /**
     * Writes all templates that somebody may know of and that are not withdrawn.
     *
     * @param person who asks
     * @return JSON, {@code {"templates": [...]}}, by id; {@link #take} reads it
     */
    public String export(Person person) {
        return TemplateFiles.json(offered(person));
    }

    /**
     * Writes all templates that somebody may know of and that are not withdrawn, for a spreadsheet: a row for each language of each
     * template, under a row of names. The first row of a template says everything about it, those below it another language each.
     * Examples stand one a line; variables and conditions are written as in JSON. What a spreadsheet would run has an apostrophe in front,
     * which is taken away when it is read.
     *
     * @param person who asks
     * @return comma-separated values, by id; {@link #takeCsv} reads them
     */
    public String exportCsv(Person person) {
        return TemplateFiles.csv(offered(person));
    }

    private List<ReplyTemplate> offered(Person person) {
        return editions(person).stream().filter(edition -> !edition.withdrawn()).map(Edition::template).toList();
    }

    /**
     * Takes templates in, all or none of them: those that are not there are added, those that are there and different get a new edition.
     *
     * @param person who decides
     * @param json what {@link #export} writes; at most {@value #MAX_IMPORT_LENGTH} characters and {@value TemplateStore#MAX_STEP}
     *        templates
     * @param dryRun whether it is only to be said what would happen
     * @return what happened
     * @throws InvalidInputException with everything that is wrong, each with its path; nothing was stored
     * @throws NotPermittedException if they may not edit one of them; nothing was stored
     * @throws OvertakenException if somebody else has changed one of them meanwhile; nothing was stored
     */
    public Taken take(Person person, String json, boolean dryRun) {
        requireOpen();
        return take(person, new TemplateFiles(this::check).fromJson(requireNonNull(json, "json")), dryRun);
    }

    /**
     * Takes templates in, like {@link #take}.
     *
     * @param person who decides
     * @param csv what {@link #exportCsv} writes, or a spreadsheet made of it, with commas or semicolons; at most
     *        {@value #MAX_IMPORT_LENGTH} characters and {@value TemplateStore#MAX_STEP} templates
     * @param dryRun whether it is only to be said what would happen
     * @return what happened
     * @throws InvalidInputException with everything that is wrong, each with its line and column name as its path; nothing was stored
     * @throws NotPermittedException if they may not edit one of them; nothing was stored
     * @throws OvertakenException if somebody else has changed one of them meanwhile; nothing was stored
     */
    public Taken takeCsv(Person person, String csv, boolean dryRun) {
        requireOpen();
        return take(person, new TemplateFiles(this::check).fromCsv(requireNonNull(csv, "csv")), dryRun);
    }

    private Taken take(Person person, List<ReplyTemplate> templates, boolean dryRun) {
        requireNonNull(person, "person");
        Map<ReplyTemplate.Id, Edition> there = editionsByKey();
        List<Edition> step = new ArrayList<>();
        List<ReplyTemplate.Id> same = new ArrayList<>();
        for (ReplyTemplate template : templates) {
            requireEditable(person, template);
            Edition before = there.get(template.id());
            if (before != null) {
                requireEditable(person, before.template());
            }
            if (before != null && !before.withdrawn() && before.template().equals(template)) {
                same.add(template.id());
            } else {
                step.add(new Edition(template, false, before == null ? 1 : before.version() + 1, 0, person.id(),
                        clock.instant()));
            }
        }
        Taken taken = new Taken(ids(step, edition -> edition.version() == 1),
                ids(step, edition -> edition.version() > 1), same);
        int all = there.size() + taken.added().size();
        if (all > MAX_TEMPLATES) {
            throw invalid("templates", "too-many", "there would be " + all + " templates: at most " + MAX_TEMPLATES);
        }
        if (!dryRun && !step.isEmpty() && store.save(step).isEmpty()) {
            Edition late = step.stream().filter(edition -> store.find(edition.id()).map(Edition::version).orElse(0L)
                    + 1 != edition.version()).findFirst().orElse(step.getFirst());
            throw new OvertakenException(late.id(), late.version() - 1, store.find(late.id()));
        }
        return taken;
    }

    private static List<ReplyTemplate.Id> ids(List<Edition> editions, Predicate<Edition> which) {
        return editions.stream().filter(which).map(Edition::id).toList();
    }

    private static void requireLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw invalid("limit", "range", "1 to " + most + " can be asked for, not " + limit);
        }
    }

    private static InvalidInputException invalid(String path, String code, String message) {
        return new InvalidInputException("reply templates", new Violation(path, code, message));
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("Replies");
        }
    }

    /** Ends it; the store stays the host's. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * Somebody of the staff, and what was decided about them by whoever knows: the host, or a desk by its policy.
     *
     * @param id the host's id of them, 1 to {@value ReplyTemplate#MAX_NAME} characters on one line
     * @param teams the ids of the teams that they are in
     * @param editor whether they may edit what is not their own
     */
    public record Person(String id, Set<String> teams, boolean editor) {

        /**
         * Checks the id and copies the teams.
         *
         * @throws InvalidInputException if the id is none
         */
        public Person {
            Findings findings = new Findings();
            TemplateCheck.line(findings, "id", id, ReplyTemplate.MAX_NAME);
            findings.refuse("person");
            teams = Set.copyOf(teams);
        }

        /**
         * An agent, who uses templates and edits their own.
         *
         * @param id the host's id of them
         * @param teams the ids of the teams that they are in
         * @return the person
         * @throws InvalidInputException if the id is none
         */
        public static Person agent(String id, String... teams) {
            return new Person(id, Set.of(teams), false);
        }

        /**
         * An editor, who edits everybody's and each team's templates, and their own.
         *
         * @param id the host's id of them
         * @return the person
         * @throws InvalidInputException if the id is none
         */
        public static Person editor(String id) {
            return new Person(id, Set.of(), true);
        }

        boolean sees(ReplyTemplate template) {
            return switch (template.scope()) {
                case Scope.All all -> true;
                case Scope.Team(String team) -> editor || teams.contains(team);
                case Scope.Own(String agent) -> agent.equals(id);
            };
        }

        boolean edits(ReplyTemplate template) {
            return template.scope() instanceof Scope.Own(String agent) ? agent.equals(id) : editor;
        }
    }

    /**
     * A request as an agent sees it, and what is known of it. In a desk, {@code SupportDesk.request} makes one of a ticket.
     *
     * @param agent who is to answer it
     * @param reference what the message is known by, the same each time: 1 to {@value TemplateStore.Use#MAX_REQUEST} visible
     *        characters of ASCII
     * @param customer the host's id of whoever asked, so that they can be forgotten; empty if not known
     * @param locale the language to answer in
     * @param message what was written
     * @param facts what conditions may ask about it
     * @param values what templates may be filled in with
     */
    public record Request(Person agent, String reference, Optional<String> customer, Locale locale, String message,
            Facts facts, Values values) {

        /** Checks that nothing is missing. */
        public Request {
            requireNonNull(agent, "agent");
            requireNonNull(reference, "reference");
            requireNonNull(customer, "customer");
            requireNonNull(locale, "locale");
            requireNonNull(message, "message");
            requireNonNull(facts, "facts");
            requireNonNull(values, "values");
        }

        /**
         * A request of which nothing else is known.
         *
         * @param agent who is to answer it
         * @param reference what the message is known by
         * @param locale the language to answer in
         * @param message what was written
         * @return the request
         */
        public static Request of(Person agent, String reference, Locale locale, String message) {
            return new Request(agent, reference, Optional.empty(), locale, message, Facts.builder().build(),
                    Values.builder().build());
        }

        /** {@return the reference alone: what people write does not belong into logs} */
        @Override
        public String toString() {
            return "Request[" + reference + "]";
        }
    }

    /**
     * A template that is for a request, whatever it says.
     *
     * @param template the template
     * @param version the version of its edition
     * @param because what of its condition held
     */
    public record Offer(ReplyTemplate template, long version, List<Reason> because) {

        /** Copies the list. */
        public Offer {
            requireNonNull(template, "template");
            because = List.copyOf(because);
        }
    }

    /**
     * A template that fits a request.
     *
     * @param template the template
     * @param version the version of its edition
     * @param confidence how likely it is the right one, from 0 to 1
     * @param conditions what of its condition held
     * @param because what of the message spoke for it; past cases by the reference of their request
     */
    public record Suggestion(ReplyTemplate template, long version, double confidence, List<Reason> conditions,
            ReplyMatch.Because because) {

        /** Copies the list. */
        public Suggestion {
            requireNonNull(template, "template");
            requireNonNull(because, "because");
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * What has become of a template so far.
     *
     * @param template the template
     * @param title what it is called
     * @param sent how often it was sent as it stands
     * @param edited how often it was sent after its text was changed
     * @param rejected how often it was suggested and not wanted
     * @param undone how often what was said of it was taken back
     * @param last when it was sent the last time; empty if never
     */
    public record Usage(ReplyTemplate.Id template, String title, long sent, long edited, long rejected, long undone,
            Optional<Instant> last) {

        /** Checks that nothing is missing. */
        public Usage {
            requireNonNull(template, "template");
            requireNonNull(title, "title");
            requireNonNull(last, "last");
        }

        private static Usage of(Edition edition, Map<Use.Outcome, TemplateStore.Tally> tallies) {
            Function<Use.Outcome, Long> count = outcome -> Optional.ofNullable(tallies.get(outcome))
                    .map(TemplateStore.Tally::count).orElse(0L);
            Optional<Instant> last = tallies.values().stream()
                    .filter(tally -> tally.outcome() == Use.Outcome.SENT || tally.outcome() == Use.Outcome.EDITED)
                    .map(TemplateStore.Tally::last).max(Comparator.naturalOrder());
            return new Usage(edition.id(), edition.template().title(), count.apply(Use.Outcome.SENT),
                    count.apply(Use.Outcome.EDITED), count.apply(Use.Outcome.REJECTED),
                    count.apply(Use.Outcome.UNDONE), last);
        }

        /** {@return the share that was sent, changed or not, of what was sent or rejected; 0 if it was neither} */
        public double acceptance() {
            long all = sent + edited + rejected;
            return all == 0 ? 0 : (double) (sent + edited) / all;
        }

        /**
         * Whether nobody has sent it for long.
         *
         * @param since an instant
         * @return whether it was not sent from then on, or never
         */
        public boolean isUnused(Instant since) {
            return last.filter(instant -> !instant.isBefore(since)).isEmpty();
        }
    }

    /**
     * Templates that somebody should look at.
     *
     * @param neverUsed those that were never sent and have been as they are for long; by id
     * @param stale those that were sent once and have not been for long; by id
     * @param overlapping those of which one would do, perhaps; the most alike first
     */
    public record Review(List<Usage> neverUsed, List<Usage> stale, List<Overlap> overlapping) {

        /** Copies the lists. */
        public Review {
            neverUsed = List.copyOf(neverUsed);
            stale = List.copyOf(stale);
            overlapping = List.copyOf(overlapping);
        }
    }

    /**
     * Two templates that are much alike, whatever their conditions say.
     *
     * @param one the one
     * @param other the other
     * @param messages how much their titles and examples are alike, from 0 to 1; 0 if that is little
     * @param texts how much their texts are alike in a language, from 0 to 1; 0 if that is little
     */
    public record Overlap(ReplyTemplate.Id one, ReplyTemplate.Id other, double messages, double texts) {

        /** Checks that nothing is missing. */
        public Overlap {
            requireNonNull(one, "one");
            requireNonNull(other, "other");
        }
    }

    /**
     * A reply that somebody wrote without a template.
     *
     * @param request the request that it answers, by its {@link Request#reference reference}
     * @param customer the host's id of the customer, by which customers are counted
     * @param customerName what the customer is called, if that is known
     * @param names what else may name somebody of the conversation: names, ids
     * @param locale the language that it is written in
     * @param text what was written
     */
    public record Written(String request, String customer, Optional<String> customerName, Set<String> names,
            Locale locale, String text) {

        /** Checks that nothing is missing and copies the names. */
        public Written {
            requireNonNull(request, "request");
            requireNonNull(customer, "customer");
            requireNonNull(customerName, "customerName");
            requireNonNull(locale, "locale");
            requireNonNull(text, "text");
            names = Set.copyOf(names);
        }

        /** {@return the request alone: what people write does not belong into logs} */
        @Override
        public String toString() {
            return "Written[" + request + "]";
        }
    }

    /**
     * What an import did, or would do.
     *
     * @param added those that were not there
     * @param changed those that were different, or withdrawn
     * @param same those that were there already
     */
    public record Taken(List<ReplyTemplate.Id> added, List<ReplyTemplate.Id> changed, List<ReplyTemplate.Id> same) {

        /** Copies the lists. */
        public Taken {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            same = List.copyOf(same);
        }
    }

    /** Somebody else has changed the template meanwhile; nothing was stored. */
    public static final class OvertakenException extends SupportException {

        private static final long serialVersionUID = 1L;

        /** What is there now; absent from a copy that was sent elsewhere. */
        private final transient @Nullable Edition there;

        private OvertakenException(ReplyTemplate.Id id, long seen, Optional<Edition> there) {
            super("Reply template " + id + " is not at version " + seen + " but at "
                    + there.map(Edition::version).orElse(0L) + ": look at what was changed, and save again on that");
            this.there = there.orElse(null);
        }

        /** {@return the edition that is there; empty if there is none} */
        public Optional<Edition> there() {
            return Optional.ofNullable(there);
        }
    }

    /** The person may not edit the template. */
    public static final class NotPermittedException extends SupportException {

        private static final long serialVersionUID = 1L;

        private NotPermittedException() {
            super("Templates of everybody and of teams are changed by editors: the host, or the policy of its desk, says "
                    + "who is one");
        }
    }

    /** Builds it. Not thread-safe. */
    public static final class Builder {

        private final TemplateStore store;
        private InstantSource clock = InstantSource.system();
        private Optional<Vocabulary> vocabulary = Optional.empty();
        private Optional<List<Variable>> supplied = Optional.empty();
        private Optional<Set<String>> macros = Optional.empty();
        private Optional<ReplySuggester> suggester = Optional.empty();
        private Function<Supplier<List<Suggestion>>, List<Suggestion>> aroundSuggestions = Supplier::get;
        private Function<Supplier<Use>, Use> aroundUses = Supplier::get;
        private ReplyMatcher matcher = ReplyMatcher.create();
        private Function<String, Optional<String>> messages = reference -> Optional.empty();

        private Builder(TemplateStore store) {
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
         * Says which facts conditions may ask for; not checked by default.
         *
         * @param value the facts
         * @return this builder
         */
        public Builder facts(Vocabulary value) {
            vocabulary = Optional.of(value);
            return this;
        }

        /**
         * Says which variables requests have values for, of those that come neither from the application nor from the agent; not
         * checked by default.
         *
         * @param values the variables; name, type and source count
         * @return this builder
         */
        public Builder variables(Collection<Variable> values) {
            supplied = Optional.of(List.copyOf(values));
            return this;
        }

        /**
         * Says which macros there are; not checked by default.
         *
         * @param ids their ids
         * @return this builder
         */
        public Builder macros(Collection<String> ids) {
            macros = Optional.of(Set.copyOf(ids));
            return this;
        }

        /**
         * Says where the messages are that templates were used for, so that they can be learned from: here none is kept.
         *
         * @param value gives the message of a {@link Request#reference}; empty if it is gone
         * @return this builder
         */
        public Builder messages(Function<String, Optional<String>> value) {
            messages = requireNonNull(value, "messages");
            return this;
        }

        /**
         * Sets the matcher; one that is silent below the usual threshold by default.
         *
         * @param value a matcher that has learned nothing, for this alone
         * @return this builder
         */
        public Builder matcher(ReplyMatcher value) {
            matcher = requireNonNull(value, "matcher");
            return this;
        }

        /**
         * Has a model of the host's own suggest, in the matcher's place; conditions are looked at here all the same.
         *
         * @param value the model
         * @return this builder
         */
        public Builder suggester(ReplySuggester value) {
            suggester = Optional.of(value);
            return this;
        }

        /**
         * Sets what is done around each time that templates are suggested, and around each {@link Use} that is recorded, to time, count or
         * trace it; nothing by default. Each is given work to be done once, on the same thread; it gives back what that gives, and throws
         * on what it throws.
         *
         * @param suggestions around {@link Replies#suggest}
         * @param uses around {@link Replies#sent}, {@link Replies#rejected} and {@link Replies#undo}
         * @return this builder
         */
        public Builder around(Function<Supplier<List<Suggestion>>, List<Suggestion>> suggestions,
                Function<Supplier<Use>, Use> uses) {
            aroundSuggestions = requireNonNull(suggestions, "suggestions");
            aroundUses = requireNonNull(uses, "uses");
            return this;
        }

        /** {@return the replies} */
        public Replies build() {
            return new Replies(this);
        }
    }
}
