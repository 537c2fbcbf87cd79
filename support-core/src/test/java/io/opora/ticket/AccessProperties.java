package io.opora.ticket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.SupportException;
import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.AccessPolicy.Target;
import io.opora.access.AccessPolicy.Verdict;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.access.SecretLink.Scope;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Workflow;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of the one decision, tried with random policies by random actors at random doors. */
class AccessProperties {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor BUILDER = Actor.SYSTEM;
    private static final TicketId NOT_THERE = TicketId.of("00000000-0000-7000-8000-000000000000");

    /** What somebody wants of a ticket. */
    private record Wish(Operation operation, Door door) {}

    private interface Door {
        Object go(Actor actor, TicketId id);
    }

    /** A desk with a few tickets and a policy, both at random. */
    private static final class World implements AutoCloseable {

        private final Random random;
        private final MemoryStorage storage = MemoryStorage.create();
        private final List<String> writes = new ArrayList<>();
        private final AccessPolicy policy;
        private final Tickets tickets;
        private final List<TicketId> ids = new ArrayList<>();
        private final List<SecretLink> links = new ArrayList<>();

        World(long seed) {
            random = new Random(seed);
            policy = policy(random);
            tickets = Tickets.builder(recording(storage.tickets())).clock(SettableClock.at(START)).access(policy)
                    .random(random).build();
            try (Tickets building = Tickets.builder(storage.tickets()).clock(SettableClock.at(START)).random(random)
                    .build()) {
                for (int i = 0; i < 3; i++) {
                    ids.add(build(building));
                }
            }
        }

        private static AccessPolicy policy(Random random) {
            AccessPolicy.Builder policy = AccessPolicy.builder()
                    .permit(Role.SUPERVISOR, Relation.STAFF, Operation.CONFIGURE);
            for (Relation relation : Relation.values()) {
                boolean customers = relation.compareTo(Relation.STRANGER) < 0;
                List<Operation> operations = new ArrayList<>(customers
                        ? List.of(Operation.OPEN, Operation.VIEW, Operation.REPLY, Operation.MOVE)
                        : List.of(Operation.values()));
                operations.removeIf(operation -> random.nextBoolean());
                if (relation != Relation.STRANGER && !operations.isEmpty()) {
                    boolean limited = !customers && random.nextBoolean();
                    operations.removeIf(operation -> limited && !isAboutATicket(operation));
                    operations.add(Operation.VIEW);
                    policy.permit(customers ? Role.CUSTOMER : Role.AGENT, relation,
                            only -> {
                                if (limited) {
                                    only.teams("money");
                                }
                            }, operations.toArray(Operation[]::new));
                }
            }
            return policy.build();
        }

        private static boolean isAboutATicket(Operation operation) {
            return operation.compareTo(Operation.ERASE) < 0 && operation != Operation.OPEN;
        }

        private TicketId build(Tickets building) {
            TicketId id = building.open(BUILDER,
                    OpenTicket.builder("s", "t").requester(Requester.of(name("customer"))).build()).id();
            building.handle(BUILDER, id,
                    new AddParticipant(ActorId.of(name("customer")), Ticket.Participation.REPLY));
            building.handle(BUILDER, id, new AddParticipant(ActorId.of(name("customer")), Ticket.Participation.SEE));
            building.handle(BUILDER, id,
                    new Assign(random.nextBoolean() ? Optional.of(TeamId.of("money")) : Optional.empty(),
                            Optional.of(ActorId.of(name("agent")))));
            Ticket ticket = building.get(BUILDER, id);
            links.add(building.links().issue(BUILDER, id, ticket.requester().id(),
                    Set.of(random.nextBoolean() ? Scope.SEE : Scope.REPLY), Duration.ofHours(1)).link());
            return id;
        }

        private String name(String kind) {
            return kind + random.nextInt(3);
        }

        Actor actor() {
            return switch (random.nextInt(3)) {
                case 0 -> Actor.customer(name("customer"));
                case 1 -> links.get(random.nextInt(links.size())).holder();
                default -> random.nextBoolean()
                        ? Actor.agent(name("agent"))
                        : Actor.agent(name("agent")).inTeams("money");
            };
        }

        Wish wish() {
            SecretLink.Id link = links.get(random.nextInt(links.size())).id();
            TicketCommand command = new RandomCommands(Workflow.standard(), random).command(START);
            return switch (random.nextInt(8)) {
                case 0 -> new Wish(Operation.READ, tickets::get);
                case 1 -> new Wish(Operation.READ, (actor, id) -> tickets.asOf(actor, id, START));
                case 2 -> new Wish(Operation.READ_HISTORY, (actor, id) -> tickets.history(actor, id, 0, 10));
                case 3 -> new Wish(Operation.VIEW, (actor, id) -> tickets.customerView(actor, id, 0, 10));
                case 4 -> new Wish(Operation.MOVE, tickets::moves);
                case 5 -> new Wish(Operation.MANAGE_LINKS,
                        (actor, id) -> tickets.links().rotate(actor, id, link, Duration.ofHours(1)));
                default -> new Wish(operation(command), (actor, id) -> tickets.handle(actor, id, command));
            };
        }

        private static Operation operation(TicketCommand command) {
            return switch (command) {
                case Reply c -> Operation.REPLY;
                case Move c -> Operation.MOVE;
                case AddNote c -> Operation.NOTE;
                case Assign c -> Operation.ASSIGN;
                case Prioritize c -> Operation.PRIORITIZE;
                case Classify c -> Operation.CLASSIFY;
                case ChangeTags c -> Operation.TAG;
                case ChangeWorkflow c -> Operation.CHANGE_WORKFLOW;
                case Merge c -> Operation.MERGE;
                case Unmerge c -> Operation.UNMERGE;
                case Split c -> Operation.SPLIT;
                case Link c -> Operation.RELATE;
                case Unlink c -> Operation.RELATE;
                case SetFields c -> Operation.CHANGE_FIELDS;
                case Snooze c -> Operation.SNOOZE;
                case Rate c -> Operation.RATE;
                case AddParticipant c -> Operation.CHANGE_PARTICIPANTS;
                case RemoveParticipant c -> Operation.CHANGE_PARTICIPANTS;
                case ApplyMacro c -> Operation.APPLY_MACRO;
            };
        }

        /** What the policy has to say, with everybody's part in the ticket spelt out. */
        boolean allows(Actor actor, Operation operation, TicketId id) {
            Ticket ticket = storage.tickets().find(id).orElseThrow();
            Optional<SecretLink> link = links.stream()
                    .filter(each -> actor.link().isPresent() && actor.link().get().equals(each.id())
                            && each.ticket().equals(id.toString()))
                    .findFirst();
            Relation relation;
            if (!actor.isCustomer()) {
                relation = ticket.assignee().equals(Optional.of(actor.id()))
                        ? Relation.ASSIGNEE
                        : ticket.team().isPresent() && actor.teams().contains(ticket.team().get().name())
                                ? Relation.TEAM_MEMBER
                                : Relation.STAFF;
            } else if (actor.id().equals(ticket.requester().id())) {
                relation = Relation.REQUESTER;
            } else if (!ticket.participants().containsKey(actor.id())) {
                relation = Relation.STRANGER;
            } else {
                relation = ticket.participants().get(actor.id()) == Ticket.Participation.SEE
                        ? Relation.SEEING_PARTICIPANT
                        : Relation.REPLYING_PARTICIPANT;
            }
            return policy.decide(actor, operation, new Target(relation, ticket.team().map(TeamId::name),
                    Optional.of(ticket.kind().name()), link)) instanceof Verdict.Allowed;
        }

        /** Everything that a store can be asked. What leaves the desk does so by {@code append}, which is recorded. */
        Map<String, Object> picture() {
            TicketStore store = storage.tickets();
            Map<String, Object> picture = new HashMap<>();
            picture.put("inbox", store.find(TicketQuery.all(), 100));
            picture.put("counts", store.countByPhase(TicketQuery.all()));
            picture.put("due", store.due(START.plusSeconds(999_999_999), 100));
            for (Ticket ticket : store.find(TicketQuery.all(), 100)) {
                picture.put("history of " + ticket.id(), store.history(ticket.id(), 0, 1_000));
                picture.put("links of " + ticket.id(), store.links().of(ticket.id().toString()));
            }
            return picture;
        }

        private TicketStore recording(TicketStore store) {
            return (TicketStore) Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[]{TicketStore.class}, (proxy, method, arguments) -> {
                        if (Set.of("append", "reserveNumber").contains(method.getName())) {
                            writes.add(method.getName());
                        }
                        try {
                            return method.invoke(store, arguments);
                        } catch (InvocationTargetException e) {
                            throw requireNonNull(e.getCause());
                        }
                    });
        }

        @Override
        public void close() {
            tickets.close();
            storage.close();
        }
    }

    @Property(tries = 100)
    void aDeniedCallChangesNothingAndWhatIsHiddenIsAnsweredLikeWhatIsNotThere(@ForAll long seed) {
        try (World world = new World(seed)) {
            for (int i = 0; i < 30; i++) {
                Actor actor = world.actor();
                Wish wish = world.wish();
                TicketId id = world.ids.get(world.random.nextInt(world.ids.size()));
                boolean allowed = world.allows(actor, wish.operation(), id);
                boolean seen = world.allows(actor, Operation.VIEW, id) || world.allows(actor, Operation.READ, id);
                Map<String, Object> before = world.picture();
                world.writes.clear();

                Optional<SupportException> answer = answer(wish, actor, id);

                assertThat(answer.filter(AccessProperties::isDenial).isEmpty()).as("%s by %s", wish, actor)
                        .isEqualTo(allowed);
                if (!allowed) {
                    assertThat(world.picture()).isEqualTo(before);
                    assertThat(world.writes).isEmpty();
                    assertThat(answer.orElseThrow()).isInstanceOf(
                            seen ? AccessDeniedException.class : NotFoundException.class);
                    if (!seen) {
                        SupportException notThere = answer(wish, actor, NOT_THERE).orElseThrow();
                        assertThat(answer.get()).hasSameClassAs(notThere)
                                .hasMessage(requireNonNull(notThere.getMessage()).replace(NOT_THERE.toString(),
                                        id.toString()));
                        assertThat(answer.get().getCause()).isNull();
                    }
                }
            }
        }
    }

    private static Optional<SupportException> answer(Wish wish, Actor actor, TicketId id) {
        try {
            wish.door().go(actor, id);
            return Optional.empty();
        } catch (SupportException e) {
            return Optional.of(e);
        }
    }

    /** Whether somebody was not let through the door. A link that is not there is asked for behind it. */
    private static boolean isDenial(SupportException answer) {
        return answer instanceof AccessDeniedException
                || (answer instanceof NotFoundException && requireNonNull(answer.getMessage()).contains("no ticket"));
    }
}
