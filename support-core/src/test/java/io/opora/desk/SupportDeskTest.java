package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.SettableClock;
import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.event.EventConsumer;
import io.opora.event.Relay;
import io.opora.storage.Storage;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.ticket.TransitionNotAllowedException;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SupportDeskTest {

    private static final Actor CUSTOMER = Actor.customer("maria");
    private static final Actor AGENT = Actor.agent("anna");
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private static Workflow tiny(int version, Role role) {
        return Workflow.builder("tiny", version).status("open", Phase.OPEN).status("done", Phase.CLOSED).initial("open")
                .transition("finish", t -> t.from("open").to("done").by(role).guard("allowed")).build();
    }

    @Test
    void worksInMemoryWithoutAnySetting() {
        try (SupportDesk desk = SupportDesk.inMemory()) {
            Ticket ticket = desk.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));

            assertThat(ticket.workflow()).isEqualTo(Workflow.standard().ref());
            assertThat(ticket.locale()).isEqualTo(Locale.ENGLISH);
            assertThat(desk.tickets()).isSameAs(desk.tickets());
        }
    }

    @Test
    void usesWhatItWasBuiltWith() {
        Storage storage = MemoryStorage.create();
        SupportDesk.Builder builder = SupportDesk.builder().storage(storage).clock(SettableClock.at(NOW))
                .locale(Locale.of("ru")).random(new Random(7)).workflow(tiny(1, Role.AGENT))
                .workflow(RequestKind.FINANCIAL, Workflow.returns()).knownWorkflow(tiny(2, Role.BOT))
                .guard("allowed", seen -> Optional.of(Reason.of("never", "Never")));
        try (SupportDesk desk = builder.build()) {
            Ticket ticket = desk.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));

            assertThat(ticket.openedAt()).isEqualTo(NOW);
            assertThat(ticket.locale()).isEqualTo(Locale.of("ru"));
            assertThat(ticket.workflow()).hasToString("tiny@1");
            assertThat(storage.tickets().find(ticket.id())).contains(ticket);
            assertThat(desk.tickets()
                    .open(CUSTOMER, OpenTicket.builder("a", "b").kind(RequestKind.FINANCIAL).build()).workflow())
                    .isEqualTo(Workflow.returns().ref());
            assertThatThrownBy(() -> desk.tickets().handle(AGENT, ticket.id(), Move.of("finish")))
                    .isInstanceOf(TransitionNotAllowedException.class).hasMessageContaining("Never");
        }
        try (SupportDesk same = builder.storage(MemoryStorage.create()).random(new Random(7)).build();
                SupportDesk again = builder.storage(MemoryStorage.create()).random(new Random(7)).build()) {
            assertThat(same.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken")).id())
                    .isEqualTo(again.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken")).id());
        }
        storage.close();
    }

    @Test
    void letsItsPolicyDecideAlsoWhatAnInboxMayShow() {
        Role accountant = Role.of("accountant");
        Actor boris = new Actor(ActorId.of("boris"), Actor.Kind.BOT, Set.of(accountant)).inTeams("money");
        AccessPolicy policy = AccessPolicy.builder().permit(Role.CUSTOMER, Relation.REQUESTER, Operation.OPEN)
                .permit(accountant, Relation.STAFF, only -> only.teams("gold").kinds("financial", "technical"),
                        Operation.INBOX)
                .permit(accountant, Relation.TEAM_MEMBER, Operation.COUNT)
                .permit(accountant, Relation.ASSIGNEE, Operation.INBOX).build();
        try (SupportDesk desk = SupportDesk.builder().access(policy).build()) {
            Tickets tickets = desk.tickets();
            tickets.open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));
            TicketQuery gold = TicketQuery.builder().team(TeamId.of("gold")).kinds(RequestKind.FINANCIAL).build();

            assertThat(tickets.inbox(boris, gold).tickets()).isEmpty();
            assertThat(tickets.inbox(boris, gold.toBuilder().kinds(RequestKind.FINANCIAL, RequestKind.TECHNICAL)
                    .build()).tickets()).isEmpty();
            assertThat(tickets.inbox(boris, TicketQuery.builder().assignee(boris.id()).build()).tickets()).isEmpty();
            assertThat(tickets.countByPhase(boris, TicketQuery.builder().team(TeamId.of("money")).build()))
                    .containsEntry(Phase.NEW, 0L);
            for (TicketQuery query : List.of(TicketQuery.all(), TicketQuery.builder().team(TeamId.of("gold")).build(),
                    TicketQuery.builder().kinds(RequestKind.FINANCIAL).build(),
                    gold.toBuilder().kinds(RequestKind.FINANCIAL, RequestKind.UNSORTED).build(),
                    gold.toBuilder().team(TeamId.of("money")).build(),
                    TicketQuery.builder().assignee(ActorId.of("anna")).build(),
                    TicketQuery.builder().unassigned().build())) {
                assertThatThrownBy(() -> tickets.inbox(boris, query)).isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("accountant as STAFF in team gold for kind financial or technical");
            }
            for (TicketQuery query : List.of(TicketQuery.all(), gold)) {
                assertThatThrownBy(() -> tickets.countByPhase(boris, query))
                        .isInstanceOf(AccessDeniedException.class);
            }
        }
    }

    @Test
    void isNotBuiltOnAGuardThatNobodyBound() {
        assertThatThrownBy(() -> SupportDesk.builder().workflow(tiny(1, Role.AGENT)).build())
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed");
    }

    @Test
    void isNotBuiltOnTwoWorkflowsOfOneName() {
        SupportDesk.Builder builder = SupportDesk.builder().guard("allowed", seen -> Optional.empty())
                .workflow(tiny(1, Role.AGENT)).knownWorkflow(tiny(1, Role.BOT));

        assertThatThrownBy(builder::build).isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("tiny@1", "new version");
        assertThatCode(() -> SupportDesk.builder().guard("allowed", seen -> Optional.empty())
                .workflow(tiny(1, Role.AGENT)).knownWorkflow(tiny(1, Role.AGENT)).build().close())
                .doesNotThrowAnyException();
    }

    @Test
    void answersEveryCallAfterItsCloseInOneWay() {
        SupportDesk desk = SupportDesk.inMemory();
        Tickets tickets = desk.tickets();
        Ticket ticket = tickets.open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));
        SecretLink.Id link = SecretLink.Id.of("0199b1a2-7c3d-4e4f-8a5b-6c7d8e9f0a1b");
        Map<Class<?>, Object> arguments = new HashMap<>(Map.of(Actor.class, AGENT, OpenTicket.class,
                OpenTicket.of("Lamp", "Broken"), TicketCommand.class, Reply.of("x"), CommandOptions.class,
                CommandOptions.NONE, TicketId.class, ticket.id(), TicketNumber.class, ticket.number(),
                TicketQuery.class, TicketQuery.all(), Instant.class, NOW, long.class, 0L, int.class, 1));
        arguments.putAll(Map.of(Collection.class, List.of(ticket.id()), IdempotencyKey.class, IdempotencyKey.of("k"),
                SecretLink.Id.class, link, ActorId.class, CUSTOMER.id(), Set.class, Set.of(SecretLink.Scope.SEE),
                Duration.class, Duration.ofDays(1), String.class, "text"));
        BiConsumer<Object, Object> reader = (read, histories) -> {};
        arguments.put(BiConsumer.class, reader);
        desk.close();
        desk.close();

        assertThat(callsOf(Tickets.class, TicketLinks.class)).hasSizeGreaterThan(10).allSatisfy(call -> {
            assertThat(arguments).as("arguments to call %s with", call).containsKeys(call.getParameterTypes());
            assertThatThrownBy(() -> call.invoke(
                    call.getDeclaringClass() == Tickets.class ? tickets : tickets.links(),
                    Stream.of(call.getParameterTypes()).map(arguments::get).toArray())).as("%s", call).cause()
                    .isInstanceOf(ClosedException.class).hasMessage("Tickets is closed");
        });
    }

    private static List<Method> callsOf(Class<?>... facades) {
        return Stream.of(facades).flatMap(facade -> Stream.of(facade.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() > 0).toList();
    }

    @Test
    void tellsNobodyAnythingAfterItsClose() {
        SupportDesk desk = SupportDesk.inMemory();
        TicketEvents events = desk.events();
        desk.close();

        assertThat(desk.events()).isSameAs(events);
        assertThatThrownBy(() -> events.drain(1)).isInstanceOf(ClosedException.class).hasMessage("Tickets is closed");
    }

    @Test
    void tellsListenersAndConsumers() {
        List<String> told = new ArrayList<>();
        try (SupportDesk desk = SupportDesk.builder().clock(SettableClock.at(NOW))
                .listener(event -> {
                    throw new IllegalStateException("no");
                })
                .listenerErrors((event, error) -> told.add("listener " + event.stamp().sequence()))
                .consumer(EventConsumer.of("mailer", TicketEvent.MessageAdded.class, delivery -> {
                    told.add("mailer " + delivery.event().stamp().sequence());
                    throw new IllegalStateException("no");
                }))
                .relay(Relay.Policy.STANDARD.withMaxAttempts(1)).build()) {
            desk.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));

            assertThat(desk.events().drain(10).parked()).isEqualTo(1);
            assertThat(told).containsExactly("listener 1", "listener 2", "mailer 2");
            assertThat(desk.events()).isSameAs(desk.events());
        }
    }

    @Test
    void isNotBuiltOnTwoConsumersOfOneName() {
        SupportDesk.Builder builder = SupportDesk.builder().consumer(EventConsumer.of("mailer", delivery -> {}))
                .consumer(EventConsumer.of("mailer", delivery -> {}));

        assertThatThrownBy(builder::build).isInstanceOf(InvalidInputException.class).hasMessageContaining("'mailer'");
    }

    @Test
    void closesItsOwnStorageAndNoOther() {
        Storage given = MemoryStorage.create();
        SupportDesk.builder().storage(given).build().close();

        assertThat(given.tickets().find(TicketQuery.all(), 1)).isEmpty();
        given.close();
        assertThatThrownBy(given::tickets).isInstanceOf(ClosedException.class).hasMessage("MemoryStorage is closed");
        assertThatThrownBy(given::outbox).isInstanceOf(ClosedException.class);
        assertThatThrownBy(given::capabilities).isInstanceOf(ClosedException.class);
    }

    @Test
    void leavesNoThreadBehindAndStartsNone() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (SupportDesk desk = SupportDesk.inMemory()) {
            desk.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));
            desk.tickets().tick(10);
        }

        Set<Thread> after = Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
                .collect(Collectors.toSet());
        assertThat(after).isEmpty();
    }
}
