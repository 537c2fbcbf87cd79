package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Laws of merging, undoing, splitting and linking, tried with random commands on a desk. */
class MergingProperties {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor ANNA = Actor.agent("anna");
    private static final List<Actor> CUSTOMERS = List.of(Actor.customer("maria"), Actor.customer("ivan"));

    private static final List<Link.Type> LINK_TYPES = List.of(Link.Type.values());

    private static final SettableClock CLOCK = SettableClock.at(START);
    private static final MemoryStorage STORAGE = MemoryStorage.create();
    private static final Tickets TICKETS = Tickets.builder(STORAGE.tickets()).clock(CLOCK)
            .fields(RandomCommands.FIELDS).knownWorkflow(Workflow.returns()).build();

    @AfterContainer
    static void close() {
        TICKETS.close();
        STORAGE.close();
    }

    private static TicketId open(Actor customer, String text) {
        return TICKETS.open(customer, OpenTicket.of("s", text)).id();
    }

    private static Ticket get(TicketId id) {
        return TICKETS.get(ANNA, id);
    }

    private static Actor customer(TicketId id) {
        return Actor.customer(get(id).requester().id().value());
    }

    private static List<TicketEvent> history(TicketId id) {
        return TICKETS.history(ANNA, id, 0, Tickets.MAX_HISTORY_PAGE);
    }

    private static CustomerView view(TicketId id) {
        return TICKETS.customerView(customer(id), id, 0, Tickets.MAX_HISTORY_PAGE);
    }

    /** {@return the ticket that it came to, unless it was refused} */
    private static Optional<Ticket> send(Actor actor, TicketId id, TicketCommand command) {
        try {
            return Optional.of(TICKETS.handle(actor, id, command));
        } catch (CommandRefusedException | NotFoundException | AccessDeniedException | InvalidInputException e) {
            return Optional.empty();
        }
    }

    /** Anything but a change of who takes part, which changes what people see, as it should. */
    private static TicketCommand command(RandomCommands commands) {
        TicketCommand command = commands.command(CLOCK.instant());
        return command instanceof AddParticipant || command instanceof RemoveParticipant ? command(commands) : command;
    }

    /** Everything that one may see of a ticket, and what has been said since, as it should be seen. */
    private static final class Seen {

        private final TicketId id;
        private final Ticket header;
        private final CustomerView view;
        private final List<TicketEvent> timeline;
        private final List<CustomerView.Entry> said = new ArrayList<>();

        Seen(TicketId id) {
            this.id = id;
            header = get(id);
            view = MergingProperties.view(id);
            timeline = history(id);
        }

        void says(TicketEvent.MessageAdded message) {
            said.add(CustomerView.said(message));
        }

        void assertUnchangedButForWhatWasSaid() {
            CustomerView after = MergingProperties.view(id);
            List<CustomerView.Entry> entries = new ArrayList<>(view.entries());
            entries.addAll(said);
            assertThat(after.entries()).isEqualTo(entries);
            assertThat(after.goesOnIn()).isEqualTo(view.goesOnIn());
            assertThat(history(id).subList(0, timeline.size())).isEqualTo(timeline);
            assertThat(Ticket.replay(history(id))).isEqualTo(get(id));
        }
    }

    /** The message that a ticket has just been given. */
    private static TicketEvent.MessageAdded lastMessage(TicketId id) {
        return history(id).stream().filter(TicketEvent.MessageAdded.class::isInstance)
                .map(TicketEvent.MessageAdded.class::cast).reduce((before, after) -> after).orElseThrow();
    }

    @Property(tries = 300)
    void undoingAMergeRestoresWhatCustomersAndAgentsSee(@ForAll boolean sameRequester,
            @ForAll long seed) {
        Random random = new Random(seed);
        RandomCommands commands = new RandomCommands(Workflow.standard(), random);
        TicketId a = open(CUSTOMERS.get(0), "a");
        TicketId b = open(CUSTOMERS.get(sameRequester ? 0 : 1), "b");
        for (int i = random.nextInt(12); i > 0; i--) {
            TicketId id = commands.one(List.of(a, b));
            send(random.nextBoolean() ? customer(id) : ANNA, id, command(commands));
            CLOCK.advance(Duration.ofMinutes(random.nextInt(60)));
        }
        Assume.that(get(a).phase() != Phase.CLOSED && get(b).phase() != Phase.CLOSED);
        Seen seenOfA = new Seen(a);
        Seen seenOfB = new Seen(b);

        TICKETS.handle(ANNA, a, Merge.into(b));
        Set<Class<?>> kept = new HashSet<>(Set.of(TicketEvent.MessageAdded.class, TicketEvent.NoteAdded.class,
                TicketEvent.TagsChanged.class));
        for (int i = random.nextInt(15); i > 0; i--) {
            liveOn(a, seenOfA, b, seenOfB, commands, random);
            CLOCK.advance(Duration.ofMinutes(random.nextInt(60)));
        }
        Ticket restored = TICKETS.handle(ANNA, a, new Unmerge());

        seenOfA.assertUnchangedButForWhatWasSaid();
        seenOfB.assertUnchangedButForWhatWasSaid();
        assertThat(view(a).phase()).isEqualTo(seenOfA.view.phase());
        List<TicketEvent> since = history(a).subList(seenOfA.timeline.size(), history(a).size());
        assertThat(since.getFirst()).isInstanceOf(TicketEvent.Merged.class);
        assertThat(since.getLast()).isInstanceOf(TicketEvent.Unmerged.class);
        assertThat(since.subList(1, since.size() - 1)).allSatisfy(event -> assertThat(kept).contains(event.getClass()));
        assertThat(restored).isEqualTo(seenOfA.header.toBuilder().version(restored.version())
                .updatedAt(restored.updatedAt()).quietSince(restored.updatedAt()).timeRulesRun(0)
                .tags(restored.tags()).build());
        assertThat(relayed(b)).isEqualTo(said(since));
        assertThat(get(b).related()).isEqualTo(seenOfB.header.related());
    }

    private static List<TicketEvent.MessageRef> said(List<TicketEvent> events) {
        return events.stream()
                .filter(event -> event instanceof TicketEvent.MessageAdded message && !automatic(message))
                .map(TicketEvent::stamp)
                .map(stamp -> new TicketEvent.MessageRef(stamp.ticket(), stamp.sequence())).toList();
    }

    private static boolean automatic(TicketEvent.MessageAdded message) {
        return message.message().origin().isAutomatic();
    }

    private static List<TicketEvent.MessageRef> relayed(TicketId id) {
        return history(id).stream().filter(TicketEvent.MessageRelayed.class::isInstance)
                .map(event -> ((TicketEvent.MessageRelayed) event).message()).toList();
    }

    /** Sends one command to one of two merged tickets, and notes what should be seen of it. */
    private static void liveOn(TicketId a, Seen seenOfA, TicketId b, Seen seenOfB, RandomCommands commands,
            Random random) {
        TicketId id = commands.one(List.of(a, b));
        Phase before = get(b).phase();
        TicketCommand command = random.nextBoolean()
                ? Reply.of("text " + random.nextInt())
                : command(commands);
        if (before == Phase.CLOSED && command instanceof Reply) {
            return; // it would come too late, and begin a third ticket
        }
        Optional<Ticket> done = send(random.nextBoolean() ? customer(id) : ANNA, id, command);
        if (done.isPresent() && command instanceof Reply) {
            assertThat(done.get().id()).isEqualTo(id);
            (id.equals(a) ? seenOfA : seenOfB).says(lastMessage(id));
            if (id.equals(a) && !automatic(lastMessage(a)) && get(a).requester().equals(get(b).requester())) {
                seenOfB.says(lastMessage(a));
            }
        }
        Ticket now = get(b);
        if (now.phase() != before) {
            seenOfB.said.add(new CustomerView.Progressed(now.statusSince(), now.phase()));
        }
    }

    /** Some tickets, and what they should be to each other. */
    private static final class Forest {

        private final Random random;
        private final List<TicketId> tickets = new ArrayList<>();
        private final Map<TicketId, TicketId> parents = new HashMap<>();
        /** By text, the ticket that each message was written in and the one that shows it to its customer. */
        private final Map<String, TicketId> written = new HashMap<>();
        private final Map<String, TicketId> shown = new HashMap<>();

        Forest(Random random) {
            this.random = random;
            for (int i = 0; i < 5; i++) {
                String text = newText();
                TicketId id = open(CUSTOMERS.get(random.nextInt(2)), text);
                tickets.add(id);
                wrote(text, id);
            }
        }

        private String newText() {
            return "text " + written.size();
        }

        private void wrote(String text, TicketId id) {
            written.put(text, id);
            shown.put(text, id);
        }

        private TicketId any() {
            return tickets.get(random.nextInt(tickets.size()));
        }

        void step() {
            CLOCK.advance(Duration.ofHours(random.nextInt(20)));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> merge(any(), any());
                case 3 -> unmerge(any());
                case 4 -> split(any());
                case 5 -> send(ANNA, any(), new Link(any(), LINK_TYPES.get(random.nextInt(LINK_TYPES.size()))));
                case 6 -> send(ANNA, any(), random.nextBoolean() ? Unlink.from(any()) : AddNote.of("a note"));
                default -> reply(any());
            }
        }

        private void merge(TicketId source, TicketId target) {
            boolean possible = !source.equals(target) && !parents.containsKey(source) && !parents.containsKey(target);
            assertThat(send(ANNA, source, Merge.into(target)).isPresent()).isEqualTo(possible);
            if (possible) {
                parents.put(source, target);
            }
        }

        private void unmerge(TicketId id) {
            assertThat(send(ANNA, id, new Unmerge()).isPresent()).isEqualTo(parents.containsKey(id));
            parents.remove(id);
        }

        private void reply(TicketId id) {
            String text = newText();
            TICKETS.handle(random.nextBoolean() ? customer(id) : ANNA, id, Reply.of(text));
            wrote(text, id);
        }

        /** Any events, most of which are not what may be split off. */
        private void split(TicketId id) {
            Set<Long> messages = random.longs(1 + random.nextInt(2), 2, get(id).version() + 2).boxed()
                    .collect(Collectors.toSet());
            send(ANNA, id, new Split(messages, "split", Optional.empty())).ifPresent(ticket -> {
                tickets.add(ticket.id());
                view(ticket.id()).entries().forEach(entry -> {
                    if (entry instanceof CustomerView.Said said) {
                        assertThat(shown.put(said.message().text(), ticket.id())).isEqualTo(id);
                    }
                });
            });
        }

        List<TicketId> path(TicketId id) {
            List<TicketId> path = new ArrayList<>();
            for (TicketId at = parents.get(id); at != null; at = parents.get(at)) {
                path.add(at);
            }
            return path;
        }

        Set<TicketId> below(TicketId id) {
            return tickets.stream().filter(each -> path(each).contains(id)).collect(Collectors.toSet());
        }
    }

    private static Forest grow(long seed) {
        Forest forest = new Forest(new Random(seed));
        for (int i = 0; i < 40; i++) {
            forest.step();
        }
        return forest;
    }

    @Property(tries = 150)
    void whateverIsMergedSplitAndLinkedHeadersTellTheTruth(@ForAll long seed) {
        Forest forest = grow(seed);

        for (TicketId id : forest.tickets) {
            Ticket ticket = get(id);
            assertThat(ticket.related().mergedInto()).isEqualTo(forest.path(id));
            assertThat(ticket.related().mergedFrom()).isEqualTo(forest.below(id));
            assertThat(Ticket.replay(history(id))).isEqualTo(ticket);
            assertThat(history(id)).extracting(event -> event.stamp().at()).isSorted();
            ticket.related().links().forEach((other, type) -> assertThat(get(other).related().links())
                    .containsEntry(id, type.inverse()));
            ticket.related().moved().forEach((message, other) -> assertThat(get(other).related().splitFrom())
                    .contains(id));
        }
        Set<TicketId> inbox = TICKETS.inbox(ANNA, TicketQuery.builder().limit(TicketQuery.MAX_LIMIT).build()).tickets()
                .stream().map(Ticket::id).collect(Collectors.toSet());
        assertThat(forest.tickets).allSatisfy(
                id -> assertThat(inbox.contains(id)).isEqualTo(!forest.parents.containsKey(id)));
    }

    @Property(tries = 150)
    void whateverIsMergedAndSplitACustomerSeesTheirOwnConversationsAndNoOthers(@ForAll long seed) {
        Forest forest = grow(seed);
        Map<TicketId, ActorId> requesters = forest.tickets.stream()
                .collect(Collectors.toMap(id -> id, id -> get(id).requester().id()));

        Map<TicketId, List<String>> texts = new HashMap<>();
        for (TicketId id : forest.tickets) {
            ActorId customer = requesters.get(id);
            CustomerView view = view(id);
            view.goesOnIn().ifPresent(other -> assertThat(requesters).containsEntry(other, customer));
            for (CustomerView.Entry entry : view.entries()) {
                switch (entry) {
                    case CustomerView.Said said -> {
                        texts.computeIfAbsent(id, missing -> new ArrayList<>()).add(said.message().text());
                        assertThat(requesters).containsEntry(forest.written.get(said.message().text()), customer);
                    }
                    case CustomerView.MovedOut moved -> assertThat(requesters).containsEntry(moved.to(), customer);
                    case CustomerView.Continued continued -> throw new AssertionError("nothing is closed here");
                    case CustomerView.Progressed progressed -> {
                        // names nothing
                    }
                }
            }
            assertThat(texts.get(id)).as("nothing is said twice").doesNotHaveDuplicates();
        }
        forest.shown.forEach((text, id) -> assertThat(texts.get(id)).as("conversation of %s", id).contains(text));
    }

    @Property(tries = 200)
    void whatCommutesCommutesWithAMerge(@ForAll long seed) {
        Random random = new Random(seed);
        TicketCommand command = random.nextBoolean()
                ? AddNote.of("note " + random.nextInt())
                : ChangeTags.add("tag" + random.nextInt(3));
        TicketId before = open(CUSTOMERS.get(0), "text");
        TicketId after = open(CUSTOMERS.get(0), "text");
        TicketId target = open(CUSTOMERS.get(0), "text");

        TICKETS.handle(ANNA, before, command);
        TICKETS.handle(ANNA, before, Merge.into(target));
        TICKETS.handle(ANNA, after, Merge.into(target));
        Ticket merged = TICKETS.handle(ANNA, after, command);

        assertThat(get(before).toBuilder().id(after).number(merged.number()).build()).isEqualTo(merged);
    }
}
