package io.opora.ticket;

import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.routing.Catalog;
import io.opora.workflow.Phase;
import io.opora.workflow.Status;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What conditions may ask about the tickets of a desk: the facts by name, with the values that its workflows and fields allow.
 * Rule sets, service levels and automation are built against one of these, before the desk or after:
 *
 * {@snippet :
 * TicketFacts facts = TicketFacts.of(fields, Workflow.standard()).withTeams("billing", "front-desk");
 * RuleSet rules = RuleSet.builder("front-door", 1)
 *         .rule("refunds", Condition.words("subject", "refund*"), r -> r.kind("financial").team("billing"))
 *         .build(facts.requests());
 * }
 *
 * <table border="1">
 * <caption>The facts</caption>
 * <tr><th>name</th><th>type</th><th>what</th></tr>
 * <tr><td>{@code kind}</td><td>text</td><td>what it is about</td></tr>
 * <tr><td>{@code team}</td><td>text</td><td>the team that it belongs to, if any</td></tr>
 * <tr><td>{@code priority}</td><td>text</td><td>{@code low}, {@code normal}, {@code high}, {@code urgent}</td></tr>
 * <tr><td>{@code tags}</td><td>names</td><td>its tags</td></tr>
 * <tr><td>{@code subject}</td><td>text</td><td>what it is about, in a line</td></tr>
 * <tr><td>{@code requester}</td><td>text</td><td>the host's id of who asked</td></tr>
 * <tr><td>{@code language}</td><td>text</td><td>the requester's, without region or script, such as {@code ru}</td></tr>
 * <tr><td>{@code channel}</td><td>text</td><td>the way by which the request came</td></tr>
 * <tr><td>{@code opened-at}</td><td>instant</td><td>when; hours and days of the week are asked for with a zone, by
 * {@link io.opora.condition.Condition#during}</td></tr>
 * <tr><td>{@code follow-up}</td><td>flag</td><td>whether it continues a closed ticket</td></tr>
 * <tr><td>{@code field.} and a field's name</td><td>as the field</td><td>what is filled in</td></tr>
 * <tr><td>{@code text}</td><td>text</td><td>the opening message; of {@linkplain #requests() requests} alone</td></tr>
 * <tr><td>{@code author}</td><td>text</td><td>who opens it: {@code customer}, {@code agent}, {@code bot}, {@code system}; of
 * requests alone</td></tr>
 * <tr><td>{@code status}</td><td>text</td><td>where it stands; of {@linkplain #tickets() tickets} alone, like all below</td></tr>
 * <tr><td>{@code phase}</td><td>text</td><td>{@code new}, {@code open}, {@code pending}, {@code on-hold}, {@code solved},
 * {@code closed}</td></tr>
 * <tr><td>{@code assignee}</td><td>text</td><td>the host's id of who works on it, if anybody</td></tr>
 * <tr><td>{@code snoozed}</td><td>flag</td><td>whether it is put aside</td></tr>
 * <tr><td>{@code rating}</td><td>number</td><td>the last one, if there is one</td></tr>
 * </table>
 *
 * <p>
 * What is not there, such as the team of a ticket without one, does not hold. Immutable; safe for use by any number of threads.
 */
public final class TicketFacts {

    static final String KIND = "kind";
    static final String TEAM = "team";
    static final String PRIORITY = "priority";
    static final String TAGS = "tags";
    private static final String ASSIGNEE = "assignee";
    private static final String STATUS = "status";
    private static final String PHASE = "phase";
    private static final String SUBJECT = "subject";
    private static final String TEXT = "text";
    private static final String REQUESTER = "requester";
    private static final String AUTHOR = "author";
    private static final String LANGUAGE = "language";
    private static final String CHANNEL = "channel";
    private static final String OPENED_AT = "opened-at";
    private static final String FOLLOW_UP = "follow-up";
    private static final String SNOOZED = "snoozed";
    private static final String RATING = "rating";
    private static final String FIELD = "field.";

    /** What happens to tickets beyond what macros bring about. */
    private static final String[] EVENTS = {"opened", "customer-replied", "classified", "reminded", "snoozed", "woken",
            "rated", "merged", "unmerged"};

    private final FieldSet fields;
    private final List<Workflow> workflows;
    private final Set<String> kinds;
    private final Set<String> teams;

    private TicketFacts(FieldSet fields, List<Workflow> workflows, Set<String> kinds, Set<String> teams) {
        this.fields = fields;
        this.workflows = workflows;
        this.kinds = kinds;
        this.teams = teams;
    }

    /**
     * What can be asked about the tickets of a desk with these fields and workflows.
     *
     * @param fields the fields that the desk is built with
     * @param workflows all workflows that its tickets follow; {@link Workflow#standard()} if none is named
     * @return the facts, with any kind and any team
     */
    public static TicketFacts of(FieldSet fields, Workflow... workflows) {
        return of(fields, workflows.length == 0 ? List.of(Workflow.standard()) : Arrays.asList(workflows));
    }

    static TicketFacts of(FieldSet fields, Collection<Workflow> workflows) {
        return new TicketFacts(fields.with(workflows), List.copyOf(workflows), Set.of(), Set.of());
    }

    /**
     * The same facts where only these kinds exist, so that a misspelt one is found when a rule is written.
     *
     * @param names the names of all kinds
     * @return facts with these kinds
     */
    public TicketFacts withKinds(String... names) {
        return new TicketFacts(fields, workflows, new TreeSet<>(Arrays.asList(names)), teams);
    }

    /**
     * The same facts where only these teams exist, so that a misspelt one is found when a rule is written.
     *
     * @param names the names of all teams
     * @return facts with these teams
     */
    public TicketFacts withTeams(String... names) {
        return new TicketFacts(fields, workflows, kinds, new TreeSet<>(Arrays.asList(names)));
    }

    /** {@return what rules that sort requests may ask for} */
    public Vocabulary requests() {
        return shared().declare(TEXT, Vocabulary.Type.TEXT)
                .declare(AUTHOR, Vocabulary.Type.TEXT, "customer", "agent", "bot", "system")
                .build();
    }

    /** {@return what may be asked about tickets as they stand, such as by service levels; {@link #about} gives the values} */
    public Vocabulary tickets() {
        return standing().build();
    }

    /**
     * What macros and automation may speak of. Placeholders are {@code customer} (the requester's name, missing if it is not
     * known), {@code requester}, {@code number}, {@code subject}, {@code kind}, {@code team}, {@code status}, {@code priority},
     * {@code agent} (the host's id of who applies the macro), and {@code field.} with the name of a field behind it. Beyond what
     * macros bring about, these happen: {@code opened}, {@code customer-replied}, {@code classified}, {@code reminded},
     * {@code snoozed}, {@code woken}, {@code rated}, {@code merged} and {@code unmerged}. A message that is
     * {@linkplain Message.Origin#isAutomatic() automatic} is nothing that happens, nor is the opening of a ticket by one.
     *
     * @return the catalog
     */
    public Catalog catalog() {
        Catalog.Builder catalog = Catalog.builder(tickets())
                .events(EVENTS)
                .placeholders("customer", REQUESTER, "number", SUBJECT, KIND, TEAM, STATUS, PRIORITY, "agent");
        fields.definitions().forEach(field -> catalog.placeholders(FIELD + field.name()));
        Set<List<String>> leads = new HashSet<>();
        for (Workflow workflow : workflows) {
            for (Transition each : workflow.transitions()) {
                if (leads.add(List.of(each.action(), each.to().name(), name(each.to().phase())))) {
                    catalog.action(each.action(), each.to().name(), name(each.to().phase()));
                }
            }
        }
        return catalog.build();
    }

    private Vocabulary.Builder standing() {
        Set<String> statuses = new TreeSet<>();
        workflows.forEach(workflow -> workflow.statuses().stream().map(Status::name).forEach(statuses::add));
        return shared().declare(STATUS, Vocabulary.Type.TEXT, statuses)
                .declare(PHASE, Vocabulary.Type.TEXT, Stream.of(Phase.values()).map(TicketFacts::name).toList())
                .declare(ASSIGNEE, Vocabulary.Type.TEXT).declare(SNOOZED, Vocabulary.Type.FLAG)
                .declare(RATING, Vocabulary.Type.NUMBER);
    }

    private Vocabulary.Builder shared() {
        Vocabulary.Builder vocabulary = Vocabulary.builder().declare(KIND, Vocabulary.Type.TEXT, kinds)
                .declare(TEAM, Vocabulary.Type.TEXT, teams)
                .declare(PRIORITY, Vocabulary.Type.TEXT, Stream.of(Priority.values()).map(TicketFacts::name).toList())
                .declare(TAGS, Vocabulary.Type.NAMES).declare(SUBJECT, Vocabulary.Type.TEXT)
                .declare(REQUESTER, Vocabulary.Type.TEXT)
                .declare(LANGUAGE, Vocabulary.Type.TEXT).declare(CHANNEL, Vocabulary.Type.TEXT)
                .declare(OPENED_AT, Vocabulary.Type.INSTANT)
                .declare(FOLLOW_UP, Vocabulary.Type.FLAG);
        fields.definitions().forEach(field -> declare(vocabulary, field));
        return vocabulary;
    }

    private static void declare(Vocabulary.Builder vocabulary, FieldDefinition field) {
        String fact = FIELD + field.name();
        switch (field.type()) {
            case FieldDefinition.Type.Text text -> vocabulary.declare(fact, Vocabulary.Type.TEXT);
            case FieldDefinition.Type.Numeric number -> vocabulary.declare(fact, Vocabulary.Type.NUMBER);
            case FieldDefinition.Type.Date date -> vocabulary.declare(fact, Vocabulary.Type.DATE);
            case FieldDefinition.Type.Choice choice -> vocabulary.declare(fact, Vocabulary.Type.TEXT,
                    choice.options().stream().map(FieldDefinition.Type.Option::name).toList());
            case FieldDefinition.Type.Flag flag -> vocabulary.declare(fact, Vocabulary.Type.FLAG);
        }
    }

    /**
     * What is true of a ticket, as its header says it. A pure function, that asks for nothing else; so it also tells what was true
     * of a ticket as it was.
     *
     * @param ticket the ticket
     * @return the values of all facts that {@link #tickets()} declares and the ticket has
     */
    public static Facts about(Ticket ticket) {
        Facts.Builder facts = shared(ticket.kind(), ticket.priority(), ticket.tags(), ticket.subject(),
                ticket.requester().id(), ticket.locale(), ticket.channel(), ticket.openedAt(),
                ticket.followUps().previous().isPresent(), ticket.fields())
                .text(STATUS, ticket.status().name()).text(PHASE, name(ticket.phase()))
                .flag(SNOOZED, ticket.snoozedUntil().isPresent());
        ticket.team().ifPresent(team -> facts.text(TEAM, team.name()));
        ticket.assignee().ifPresent(assignee -> facts.text(ASSIGNEE, assignee.value()));
        ticket.rating().ifPresent(rating -> facts.number(RATING, rating.score()));
        return facts.build();
    }

    /**
     * What is true of a request as it comes in, before anybody has sorted it.
     *
     * @param opened what the history says of it first
     * @param text the opening message
     */
    static Facts about(TicketEvent.Opened opened, String text) {
        Actor author = opened.stamp().by();
        return shared(opened.kind(), opened.priority(), opened.tags(), opened.subject(), opened.requester().id(),
                opened.locale(), opened.channel(), opened.stamp().at(), opened.followUpOf().isPresent(),
                opened.fields()).text(TEXT, text).text(AUTHOR, name(author.kind())).build();
    }

    /** Where each history has the message that its ticket began with: behind the opening. */
    private static final long FIRST_MESSAGE = 2;

    /**
     * What automation calls an event, if it listens for such. Mail that nobody wrote sets nothing off, or two desks could answer each
     * other for ever; so it is the opening message that tells of the opening.
     */
    static Optional<String> happening(TicketEvent event) {
        return Optional.ofNullable(switch (event) {
            case TicketEvent.MessageAdded e when e.message().origin().isAutomatic() -> null;
            case TicketEvent.MessageAdded e when e.stamp().sequence() == FIRST_MESSAGE -> "opened";
            case TicketEvent.MessageAdded e -> said(e.stamp().by());
            case TicketEvent.Opened e -> null;
            case TicketEvent.MessageRelayed e -> said(e.stamp().by());
            case TicketEvent.NoteAdded e -> "noted";
            case TicketEvent.StatusChanged e -> "moved";
            case TicketEvent.WorkflowChanged e -> "moved";
            case TicketEvent.Assigned e -> "assigned";
            case TicketEvent.Prioritized e -> "prioritized";
            case TicketEvent.Classified e -> "classified";
            case TicketEvent.TagsChanged e -> "tagged";
            case TicketEvent.FieldsChanged e -> "field-set";
            case TicketEvent.Reminded e -> "reminded";
            case TicketEvent.Snoozed e -> "snoozed";
            case TicketEvent.Woken e -> "woken";
            case TicketEvent.Rated e -> "rated";
            case TicketEvent.Merged e -> "merged";
            case TicketEvent.Unmerged e -> "unmerged";
            case TicketEvent.FollowedUp e -> null;
            case TicketEvent.Absorbed e -> null;
            case TicketEvent.Released e -> null;
            case TicketEvent.MessagesMovedOut e -> null;
            case TicketEvent.MessageMovedIn e -> null;
            case TicketEvent.Linked e -> null;
            case TicketEvent.Unlinked e -> null;
            case TicketEvent.ParticipantAdded e -> null;
            case TicketEvent.ParticipantRemoved e -> null;
            case TicketEvent.LinkIssued e -> null;
            case TicketEvent.LinkRevoked e -> null;
            case TicketEvent.LevelReached e -> null;
            case TicketEvent.ServiceLevelChanged e -> null;
            case TicketEvent.Explained e -> null;
            case TicketEvent.Erased e -> null;
        });
    }

    private static String said(Actor by) {
        return by.isCustomer() ? "customer-replied" : "replied";
    }

    /** What placeholders stand for; those without a value are missing. */
    static Map<String, String> placeholders(Ticket ticket, Actor actor) {
        Map<String, String> values = new HashMap<>();
        ticket.requester().name().ifPresent(name -> values.put("customer", name));
        values.put(REQUESTER, ticket.requester().id().value());
        values.put("number", ticket.number().toString());
        values.put(SUBJECT, ticket.subject());
        values.put(KIND, ticket.kind().name());
        ticket.team().ifPresent(team -> values.put(TEAM, team.name()));
        values.put(STATUS, ticket.status().name());
        values.put(PRIORITY, name(ticket.priority()));
        values.put("agent", actor.id().value());
        ticket.fields().forEach((name, value) -> values.put(FIELD + name, value.asText()));
        return values;
    }

    private static Facts.Builder shared(RequestKind kind, Priority priority, Set<Tag> tags, String subject,
            ActorId requester, Locale locale, Channel channel, Instant openedAt, boolean followUp,
            Map<String, FieldValue> fields) {
        Facts.Builder facts = Facts.builder().text(KIND, kind.name()).text(PRIORITY, name(priority))
                .names(TAGS, tags.stream().map(Tag::value).toList()).text(SUBJECT, subject)
                .text(REQUESTER, requester.value()).text(LANGUAGE, locale.getLanguage())
                .text(CHANNEL, channel.name()).instant(OPENED_AT, openedAt).flag(FOLLOW_UP, followUp);
        fields.forEach((name, value) -> put(facts, FIELD + name, value));
        return facts;
    }

    private static void put(Facts.Builder facts, String fact, FieldValue value) {
        switch (value) {
            case FieldValue.Text text -> facts.text(fact, text.value());
            case FieldValue.Numeric number -> facts.number(fact, number.value());
            case FieldValue.Date date -> facts.date(fact, date.value());
            case FieldValue.Choice choice -> facts.text(fact, choice.option());
            case FieldValue.Flag flag -> facts.flag(fact, flag.value());
        }
    }

    /** The name of a constant as conditions spell it, a name in the sense of {@link io.opora.Names}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
