package io.opora.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.NotFoundException;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.access.SecretLink.Scope;
import io.opora.condition.Condition;
import io.opora.event.EventConsumer;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Rendering.Rendered;
import io.opora.report.ReportPlan;
import io.opora.report.Reports;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.testing.TestDesk;
import io.opora.ticket.AddNote;
import io.opora.ticket.AddParticipant;
import io.opora.ticket.ApplyMacro;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.ChangeWorkflow;
import io.opora.ticket.Classify;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Link;
import io.opora.ticket.Merge;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Rate;
import io.opora.ticket.RemoveParticipant;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.SetFields;
import io.opora.ticket.Snooze;
import io.opora.ticket.Split;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.ticket.Unlink;
import io.opora.ticket.Unmerge;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * S2: one authorisation decision behind every door. The matrix is a file, explained at its top: what the standard policy says
 * to everybody at each door. A door or an operation without a row fails here, and every cell is tried.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {

    private static final Path FILE = Path.of("src/test/resources/io/opora/desk/access-matrix.txt");
    private static final String HOST = "host";
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String HIDDEN = "-";

    private static final SlaPolicy.Versions NO_PROMISES = new SlaPolicy.Versions(List.of());
    private static final Actor BUILDER = Actor.agent("builder");

    /** A row of the file: an operation, a door that stands for it, and what each actor meets there. */
    record Row(String operation, String door, List<String> cells) {

        Map<String, String> byColumn() {
            assertThat(cells).hasSameSizeAs(COLUMNS);
            Map<String, String> byColumn = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                byColumn.put(COLUMNS.get(i).name(), cells.get(i));
            }
            return byColumn;
        }

        @Override
        public String toString() {
            return operation + " " + door;
        }
    }

    /** A ticket with everything that a door may ask for. */
    private record World(SupportDesk facade, Ticket ticket, SecretLink.Id link) {

        Tickets tickets() {
            return facade.tickets();
        }

        TicketId id() {
            return ticket.id();
        }

        /** The same without the ticket. */
        World without() {
            return new World(facade, ticket.toBuilder().id(TicketId.of("00000000-0000-7000-8000-000000000000"))
                    .number(TicketNumber.of(999_999)).build(), link);
        }

        SecretLink issue(Scope... scopes) {
            return tickets().links().issue(BUILDER, id(), ticket.requester().id(), Set.of(scopes), Duration.ofDays(1))
                    .link();
        }
    }

    /** A column of the file: who asks, and what they are to the ticket. */
    private record Column(String name, Relation relation, Function<World, Actor> who) {}

    private static final List<Column> COLUMNS = columns();

    private static List<Column> columns() {
        Stream<Column> customers = Stream.of(
                new Column("customer/requester", Relation.REQUESTER, world -> Actor.customer("requester")),
                new Column("customer/replying", Relation.REPLYING_PARTICIPANT, world -> Actor.customer("replying")),
                new Column("customer/seeing", Relation.SEEING_PARTICIPANT, world -> Actor.customer("seeing")),
                new Column("customer/stranger", Relation.STRANGER, world -> Actor.customer("stranger")),
                new Column("link/see", Relation.REQUESTER, world -> world.issue(Scope.SEE).holder()),
                new Column("link/reply", Relation.REQUESTER, world -> world.issue(Scope.REPLY).holder()),
                new Column("link/rate", Relation.REQUESTER, world -> world.issue(Scope.RATE).holder()),
                new Column("link/ended", Relation.REQUESTER, world -> {
                    SecretLink link = world.issue(Scope.values());
                    world.tickets().links().revoke(BUILDER, world.id(), link.id());
                    return link.holder();
                }));
        Stream<Column> staff = Stream.of(Actor.Kind.AGENT, Actor.Kind.BOT, Actor.Kind.SYSTEM)
                .flatMap(kind -> staff(Role.of(kind).name(), kind));
        Stream<Column> supervisors = staff("supervisor", Actor.Kind.AGENT, Role.SUPERVISOR);
        return Stream.of(customers, staff, supervisors).flatMap(Function.identity()).toList();
    }

    private static Stream<Column> staff(String name, Actor.Kind kind, Role... roles) {
        Actor assignee = new Actor(ActorId.of("assignee"), kind, Set.of(roles));
        Actor other = new Actor(ActorId.of("other"), kind, Set.of(roles));
        return Stream.of(new Column(name + "/assignee", Relation.ASSIGNEE, world -> assignee),
                new Column(name + "/team", Relation.TEAM_MEMBER, world -> other.inTeams("money")),
                new Column(name + "/staff", Relation.STAFF, world -> other.inTeams("returns")));
    }

    private static final TicketFacts FACTS = TicketFacts.of(FieldSet.none());
    private static final Macro LOOK = Macro.builder("look", "Look").note("Look at this").build(FACTS.catalog());
    private static final RuleSet RULES = RuleSet.builder("rules", 1)
            .rule("all", Condition.always(), rule -> rule.team("front-desk")).build(FACTS.requests());
    private static final Automation AUTOMATION = Automation.builder("rules", 1)
            .on("look", "opened", Condition.always(), "look").build(FACTS.catalog(), List.of(LOOK));

    private static final String TEMPLATES = """
            {"templates": [{"id": "hello", "title": "Hello", "variants": [{"locale": "en", "text": "Hello"}]}]}
            """;
    private static final Rendered HELLO = new Rendered(Locale.ENGLISH, Optional.empty(), "Hello", Optional.empty());

    /** A call of each door to which an actor comes, by the door's name. */
    private static final Map<String, Call> CALLS = calls();

    private interface Call {
        void make(World world, Actor who);
    }

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("Tickets.open(Actor,OpenTicket)", (w, who) -> w.tickets().open(who, open(who)));
        calls.put("Tickets.open(Actor,OpenTicket,CommandOptions)",
                (w, who) -> w.tickets().open(who, open(who), CommandOptions.NONE));
        calls.put("Tickets.get(Actor,TicketId)", (w, who) -> w.tickets().get(who, w.id()));
        calls.put("Tickets.get(Actor,TicketNumber)", (w, who) -> w.tickets().get(who, w.ticket().number()));
        calls.put("Tickets.asOf(Actor,TicketId,Instant)", (w, who) -> w.tickets().asOf(who, w.id(), TestDesk.START));
        calls.put("Tickets.history(Actor,TicketId,long,int)", (w, who) -> w.tickets().history(who, w.id(), 0, 10));
        calls.put("Tickets.customerView(Actor,TicketId,long,int)",
                (w, who) -> w.tickets().customerView(who, w.id(), 0, 10));
        calls.put("Tickets.moves(Actor,TicketId)", (w, who) -> w.tickets().moves(who, w.id()));
        calls.put("Tickets.inbox(Actor,TicketQuery)", (w, who) -> w.tickets().inbox(who, TicketQuery.all()));
        calls.put("Tickets.countByPhase(Actor,TicketQuery)",
                (w, who) -> w.tickets().countByPhase(who, TicketQuery.all()));
        calls.put("Tickets.histories(Actor,TicketQuery,BiConsumer)",
                (w, who) -> w.tickets().histories(who, TicketQuery.all(), (ticket, histories) -> {}));
        ReportPlan plan = ReportPlan.builder(ZoneOffset.UTC, LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1)).build();
        calls.put("Reports.read(Actor,ReportPlan)", (w, who) -> reports(w).read(who, plan));
        calls.put("Reports.read(Actor,ReportPlan,TicketQuery)",
                (w, who) -> reports(w).read(who, plan, TicketQuery.all()));
        WorkflowMap toReturns = WorkflowMap.between(Workflow.standard(), Workflow.returns()).map("new", "requested")
                .map("open", "requested").map("pending", "approved").map("on-hold", "approved")
                .map("solved", "paid-out").map("closed", "done").build();
        Stream.of(Reply.of("r"), Move.of("start"), AddNote.of("n"), Assign.to("x"), new Prioritize(Priority.HIGH),
                new Classify(RequestKind.TECHNICAL), ChangeTags.add("x"), new ChangeWorkflow(toReturns),
                AddParticipant.of("x"), RemoveParticipant.of("seeing"), new Unmerge(), Split.of("s", 2),
                SetFields.of("resolution", "r"), Snooze.until(TestDesk.START.plus(Duration.ofDays(1))), Rate.of(5))
                .forEach(command -> calls.put(handle(command.getClass()),
                        (w, who) -> w.tickets().handle(who, w.id(), command)));
        calls.put(handle(ApplyMacro.class), (w, who) -> w.tickets().handle(who, w.id(), ApplyMacro.of("look")));
        calls.put("People.erase(Actor,ActorId)", (w, who) -> w.tickets().people().erase(who, ActorId.of("requester")));
        calls.put("People.export(Actor,ActorId,Appendable)",
                (w, who) -> w.tickets().people().export(who, ActorId.of("requester"), new StringBuilder()));
        calls.put("TicketRules.preview(Actor,TicketId,ApplyMacro)",
                (w, who) -> w.tickets().rules().preview(who, w.id(), ApplyMacro.of("look")));
        calls.put("TicketRules.preview(Actor,RuleSet,OpenTicket)",
                (w, who) -> w.tickets().rules().preview(who, RULES, open(who)));
        calls.put("TicketRules.preview(Actor,RuleSet,TicketQuery)",
                (w, who) -> w.tickets().rules().preview(who, RULES, TicketQuery.all()));
        calls.put("TicketRules.preview(Actor,Automation,TicketQuery)",
                (w, who) -> w.tickets().rules().preview(who, AUTOMATION, TicketQuery.all()));
        calls.put("TicketRules.preview(Actor,Automation,String,TicketQuery)",
                (w, who) -> w.tickets().rules().preview(who, AUTOMATION, "opened", TicketQuery.all()));
        // with itself: who may pass meets a rule behind the door
        calls.put(handle(Merge.class), (w, who) -> w.tickets().handle(who, w.id(), Merge.into(w.id())));
        calls.put(handle(Link.class), (w, who) -> w.tickets().handle(who, w.id(), Link.with(w.id())));
        calls.put(handle(Unlink.class), (w, who) -> w.tickets().handle(who, w.id(), Unlink.from(w.id())));
        calls.put("Tickets.duplicatesOf(Actor,OpenTicket)", (w, who) -> w.tickets().duplicatesOf(who, open(who)));
        calls.put("Tickets.duplicatesOf(Actor,TicketId)", (w, who) -> w.tickets().duplicatesOf(who, w.id()));
        calls.put("TicketLinks.issue(Actor,TicketId,ActorId,Set,Duration)", (w, who) -> w.tickets().links().issue(who,
                w.id(), w.ticket().requester().id(), Set.of(Scope.SEE), Duration.ofDays(1)));
        calls.put("TicketLinks.rotate(Actor,TicketId,Id,Duration)",
                (w, who) -> w.tickets().links().rotate(who, w.id(), w.link(), Duration.ofDays(1)));
        calls.put("TicketLinks.revoke(Actor,TicketId,Id)",
                (w, who) -> w.tickets().links().revoke(who, w.id(), w.link()));
        calls.put("ServiceLevels.clocks(Actor,TicketId)", (w, who) -> w.tickets().sla().clocks(who, w.id()));
        calls.put("ServiceLevels.clocks(Actor,TicketId,Versions)",
                (w, who) -> w.tickets().sla().clocks(who, w.id(), NO_PROMISES));
        calls.put("ServiceLevels.explain(Actor,TicketId,Kind)",
                (w, who) -> w.tickets().sla().explain(who, w.id(), SlaClock.Kind.FIRST_REPLY));
        calls.put("ServiceLevels.promise(Actor,TicketId,Locale,ZoneId)",
                (w, who) -> w.tickets().sla().promise(who, w.id(), Locale.ENGLISH, ZoneOffset.UTC));
        calls.put("ServiceLevels.tryOut(Actor,Versions,TicketQuery)",
                (w, who) -> w.tickets().sla().tryOut(who, NO_PROMISES, TicketQuery.all()));
        calls.put("ServiceLevels.renew(Actor,Optional,int)",
                (w, who) -> w.tickets().sla().renew(who, Optional.empty(), 1));
        calls.put("SupportDesk.editor(Actor)", (w, who) -> {
            try (SupportDesk other = SupportDesk.inMemory()) {
                assertThat(other.editor(who).editor()).isTrue();
            }
        });
        calls.put("SupportDesk.templateUser(Actor)",
                (w, who) -> assertThat(w.facade().templateUser(who).editor()).isFalse());
        calls.put("SupportDesk.templateEditor(Actor)",
                (w, who) -> assertThat(w.facade().templateEditor(who).editor()).isTrue());
        calls.put("SupportDesk.outcomes(Actor,Id,int)",
                (w, who) -> w.facade().outcomes(who, ReplyTemplate.Id.of("hello"), 1));
        calls.put("SupportDesk.open(Actor,OpenTicket,String)", (w, who) -> w.facade().open(who, open(who), ""));
        calls.put("SupportDesk.answeredWith(Actor,TicketId,Id,Locale)",
                (w, who) -> w.facade().answeredWith(who, w.id(), FaqEntry.Id.of("hello"), Locale.ENGLISH));
        calls.put("SupportDesk.faqUses(Actor,TicketId)", (w, who) -> w.facade().faqUses(who, w.id()));
        calls.put("SupportDesk.draft(Actor,TicketId)", (w, who) -> w.facade().draft(who, w.id()));
        calls.put("SupportDesk.faqOutcome(Actor,Id,Locale,LocalDate,LocalDate)", (w, who) -> w.facade().faqOutcome(who,
                FaqEntry.Id.of("hello"), Locale.ENGLISH, LocalDate.EPOCH, LocalDate.EPOCH));
        calls.put("SupportDesk.request(Actor,TicketId)", (w, who) -> w.facade().request(who, w.id()));
        calls.put("SupportDesk.reply(Actor,TicketId,Id,Rendered,Reply)", (w, who) -> w.facade().reply(who,
                w.id(), ReplyTemplate.Id.of("hello"), HELLO, Reply.of("Hello")));
        calls.put("SupportDesk.entryAsReply(Actor,TicketId,Id)", (w, who) -> throughTo("FAQ entry",
                () -> w.facade().entryAsReply(who, w.id(), FaqEntry.Id.of("hello"))));
        calls.put("SupportDesk.proposeTemplate(Actor,TicketId,long)", (w, who) -> throughTo("reply of the staff's",
                () -> w.facade().proposeTemplate(who, w.id(), 99)));
        calls.put("SupportDesk.proposeTemplates(Actor,int,int)", (w, who) -> w.facade().proposeTemplates(who, 1, 3));
        calls.put("Configuration.record(Actor)", (w, who) -> w.tickets().configuration().record(who));
        calls.put("Configuration.changes(Actor,long,int)", (w, who) -> w.tickets().configuration().changes(who, 0, 1));
        calls.put("TicketEvents.lag(Actor)", (w, who) -> events(w).lag(who));
        calls.put("TicketEvents.failures(Actor,String,int)", (w, who) -> events(w).failures(who, "c", 1));
        calls.put("TicketEvents.retry(Actor,String,TicketId,long)", (w, who) -> events(w).retry(who, "c", w.id(), 1));
        calls.put("TicketEvents.skip(Actor,String,TicketId,long)", (w, who) -> events(w).skip(who, "c", w.id(), 1));
        calls.put("TicketEvents.redeliver(Actor,String,TicketId,long,long)",
                (w, who) -> events(w).redeliver(who, "c", w.id(), 1, 1));
        calls.put("TicketLinks.list(Actor,TicketId)", (w, who) -> w.tickets().links().list(who, w.id()));
        return calls;
    }

    /** Whoever is told that there is no such thing in the ticket has come through the door. */
    private static void throughTo(String what, Runnable call) {
        try {
            call.run();
        } catch (NotFoundException e) {
            if (!requireNonNull(e.getMessage()).contains(what)) {
                throw e;
            }
        }
    }

    private static TicketEvents events(World world) {
        return world.tickets().events().orElseThrow();
    }

    private static OpenTicket open(Actor who) {
        OpenTicket.Builder command = OpenTicket.builder("s", "t");
        return who.isCustomer() ? command.build() : command.requester(Requester.of("requester")).build();
    }

    private static String handle(Class<?> command) {
        return "Tickets.handle(" + command.getSimpleName() + ")";
    }

    /** The doors of a facade and of those that it leads to: everything public. Each command is a door of its own. */
    private static Stream<String> doors(Class<?> facade) {
        return Arrays.stream(facade.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic() && !method.getName().equals("close"))
                .flatMap(method -> {
                    if (leadsOn(method)) {
                        return doors(method.getReturnType());
                    }
                    return Arrays.asList(method.getParameterTypes()).contains(TicketCommand.class)
                            ? commands(TicketCommand.class).map(AccessMatrixTest::handle)
                            : Stream.of(facade.getSimpleName() + '.' + method.getName()
                                    + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName)
                                            .collect(Collectors.joining(",", "(", ")")));
                }).distinct();
    }

    private static Reports reports(World world) {
        return new Reports(world.tickets(), InstantSource.fixed(Instant.EPOCH));
    }

    private static Stream<Class<?>> commands(Class<?> family) {
        return Arrays.stream(family.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? commands(type) : Stream.of(type));
    }

    private static boolean leadsOn(Method method) {
        Class<?> type = method.getReturnType();
        return method.getParameterCount() == 0 && type.getName().startsWith("io.opora.") && !type.isRecord()
                && !type.isEnum() && type != FieldSet.class && type != TicketFacts.class;
    }

    private final TestDesk desk = TestDesk
            .create(builder -> builder.knownWorkflow(Workflow.returns()).macros(LOOK)
                    .consumer(EventConsumer.of("c", told -> {})));

    @AfterAll
    void close() {
        desk.close();
    }

    private World world() {
        Tickets tickets = desk.desk().tickets();
        if (desk.desk().faq().editions(desk.desk().editor(BUILDER), 0, 1).isEmpty()) {
            desk.desk().faq().save(desk.desk().editor(BUILDER),
                    FaqEdition.Content.of(FaqEntry.of("hello", Locale.ENGLISH, "Hello?", "Hello.")), 0);
        }
        desk.desk().replies().take(desk.desk().templateEditor(BUILDER), TEMPLATES, false);
        TicketId id = desk.openedBy("requester").id();
        tickets.handle(BUILDER, id, AddParticipant.of("replying"));
        tickets.handle(BUILDER, id, new AddParticipant(ActorId.of("seeing"), Ticket.Participation.SEE));
        Ticket ticket = tickets.handle(BUILDER, id,
                new Assign(Optional.of(TeamId.of("money")), Optional.of(ActorId.of("assignee"))));
        SecretLink.Id link = tickets.links().issue(BUILDER, id, ActorId.of("seeing"), Set.of(Scope.SEE),
                Duration.ofDays(1)).link().id();
        return new World(desk.desk(), ticket, link);
    }

    private static Stream<Row> lines() throws IOException {
        return Files.readAllLines(FILE, UTF_8).stream().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.strip().split("\\s+")))
                .map(words -> new Row(words.get(0), words.get(1), words.subList(2, words.size())));
    }

    static List<Row> rows() throws IOException {
        return lines().skip(1).toList();
    }

    private static List<Row> rowsWithDoors() throws IOException {
        return rows().stream().filter(row -> CALLS.containsKey(row.door())).toList();
    }

    @Test
    void everyDoorHasARow() throws IOException {
        assertThat(rows().stream().map(Row::door))
                .containsExactlyInAnyOrderElementsOf(doors(SupportDesk.class).toList());
    }

    @Test
    void everyDoorIsTriedUnlessOnlyTheHostComesThere() throws IOException {
        assertThat(rows().stream().filter(row -> !row.operation().equals(HOST))
                .map(Row::door)).containsExactlyInAnyOrderElementsOf(CALLS.keySet());
        assertThat(rows().stream().filter(row -> row.operation().equals(HOST)))
                .allSatisfy(row -> assertThat(row.door()).doesNotContain("Actor"));
    }

    @Test
    void everyOperationHasARow() throws IOException {
        assertThat(rows().stream().map(Row::operation).filter(operation -> !operation.equals(HOST))
                .map(Operation::valueOf).collect(Collectors.toSet())).isEqualTo(EnumSet.allOf(Operation.class));
    }

    @Test
    void theColumnsAreThoseOfTheFile() throws IOException {
        assertThat(lines().findFirst().orElseThrow())
                .isEqualTo(new Row("operation", "door", COLUMNS.stream().map(Column::name).toList()));
        assertThat(COLUMNS.stream().map(Column::relation).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Relation.class));
    }

    @ParameterizedTest
    @MethodSource("rowsWithDoors")
    void atTheDoorEverybodyMeetsWhatTheFileSays(Row row) {
        Call call = requireNonNull(CALLS.get(row.door()));
        Map<String, String> met = new LinkedHashMap<>();
        for (Column column : COLUMNS) {
            World world = world();
            Actor who = column.who().apply(world);
            long before = version(world);
            String answer = answer(row, call, world, who);
            met.put(column.name(), answer.startsWith(HIDDEN) ? HIDDEN : answer);
            if (!answer.equals(YES)) {
                assertThat(version(world)).as("a denied call by %s changes nothing", column.name()).isEqualTo(before);
            }
            if (answer.startsWith(HIDDEN) || isAboutATicket(row)) {
                String withoutTicket = answer(row, call, world.without(), who);
                assertThat(withoutTicket).as("to %s", column.name())
                        .isEqualTo(answer.startsWith(HIDDEN)
                                ? answer
                                : HIDDEN + "There is no ticket # that you could see");
            }
        }
        assertThat(met).isEqualTo(row.byColumn());
    }

    private static boolean isAboutATicket(Row row) {
        return !row.operation().equals(Operation.MANAGE_OUTBOX.name())
                && Stream.of("TicketId", "TicketNumber", "handle").anyMatch(row.door()::contains);
    }

    private static long version(World world) {
        return world.tickets().get(BUILDER, world.id()).version();
    }

    /** What somebody is answered: yes, no, or the message about what is not there, without the name that they used. */
    private static String answer(Row row, Call call, World world, Actor who) {
        try {
            call.make(world, who);
            return YES;
        } catch (CommandRefusedException e) {
            return YES; // through the door, where a rule of the ticket said no
        } catch (AccessDeniedException e) {
            assertThat(e.operation()).isEqualTo(Operation.valueOf(row.operation()));
            return NO;
        } catch (NotFoundException e) {
            return HIDDEN + requireNonNull(e.getMessage()).replace(" " + world.id() + " ", " # ")
                    .replace(" " + world.ticket().number() + " ", " # ");
        }
    }
}
