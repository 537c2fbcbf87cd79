package io.opora.storage.tck;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.Merge;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketConflictException;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.ticket.Unmerge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many threads at once: no update is lost, no history has a hole, and of those who exclude each other exactly one wins. */
public abstract class ConcurrencyContract extends StorageSuite {

    private static final int THREADS = 16;
    private static final int ROUNDS = 50;

    /** For subclasses, which make the fixture. */
    protected ConcurrencyContract() {}

    /**
     * How many commands are sent to one ticket, by all threads together. To be overridden where more are affordable.
     *
     * @return 8,000
     */
    protected int commands() {
        return 8_000;
    }

    /** What a command that a thread sent came to; each is sent by an actor of its own, whose events are its effect. */
    private record Sent(Actor actor, TicketCommand command, Optional<Ticket> accepted, boolean overtaken) {}

    @Tag("volume")
    @Test
    void noCommandIsLostAndNoHistoryHasAHole() {
        Dice.roll(dice -> {
            List<Tickets> nodes = List.of(tickets(storage(), slowClock()), tickets(fixture().reopen()));
            TicketId id = nodes.getFirst().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers.")).id();
            long seed = dice.random().nextLong();

            List<Sent> sent = Race.returned(Race.run(THREADS, (thread, round) -> {
                Random random = new Random(seed + thread);
                List<Sent> mine = new ArrayList<>();
                for (int i = 0; i < commands() / THREADS; i++) {
                    mine.add(send(nodes.get(thread % 2), id, thread, i, random));
                }
                return mine;
            })).stream().flatMap(List::stream).toList();

            assertAccountedFor(id, sent);
        });
    }

    /** A clock that lets others go first: it is read between the look at the ticket and the append. */
    @SuppressWarnings("ThreadPriorityCheck") // without it, threads that nothing slows down seldom meet
    private static InstantSource slowClock() {
        return () -> {
            Thread.yield();
            return Samples.START;
        };
    }

    private static Sent send(Tickets tickets, TicketId id, int thread, int number, Random random) {
        Actor actor = Actor.agent("agent-" + thread + "-" + number);
        TicketCommand command = switch (random.nextInt(10)) {
            case 0, 1 -> Reply.of("reply");
            case 2, 3 -> AddNote.of("note");
            case 4 -> ChangeTags.add("tag-" + thread);
            case 5 -> ChangeTags.remove("tag-" + thread);
            case 6 -> Assign.to(actor.id());
            case 7 -> new Prioritize(List.of(Priority.values()).get(random.nextInt(Priority.values().length)));
            default -> Move.of(List.of("start", "ask", "hold", "resume").get(random.nextInt(4)));
        };
        try {
            return new Sent(actor, command, Optional.of(tickets.handle(actor, id, command)), false);
        } catch (CommandRefusedException e) {
            return new Sent(actor, command, Optional.empty(), false);
        } catch (TicketConflictException e) {
            return new Sent(actor, command, Optional.empty(), true);
        }
    }

    private void assertAccountedFor(TicketId id, List<Sent> sent) {
        List<TicketEvent> history = Picture.history(store(), id);
        Map<ActorId, List<TicketEvent>> effects = history.stream().skip(2)
                .collect(groupingBy(event -> event.stamp().by().id()));
        List<Ticket> versions = assertWhole(history);

        assertSame(store().find(id), Optional.of(versions.getLast()));
        int events = 2; // the opening
        for (Sent one : sent) {
            List<TicketEvent> effect = effects.getOrDefault(one.actor().id(), List.of());
            events += effect.size();
            assertThat(effect.size()).as("events of %s, which came to %s", one.command(), one.accepted())
                    .isBetween(one.accepted().isPresent() && alwaysChanges(one.command()) ? 1 : 0,
                            one.accepted().isPresent() ? 1 : 0);
            one.accepted().ifPresent(then -> assertThat(then).isEqualTo(versions.get((int) then.version() - 1)));
            if (!effect.isEmpty()) {
                assertThat(one.accepted()).map(Ticket::version).contains(effect.getFirst().stamp().sequence());
            }
        }
        assertThat(history).as("rows of the history: events of accepted commands").hasSize(events);
        assertThat(sent).as("commands of which some met others").anyMatch(Sent::overtaken);
    }

    /** Whether an accepted command leaves an event even if the ticket was like that before. */
    private static boolean alwaysChanges(TicketCommand command) {
        return !(command instanceof ChangeTags || command instanceof Prioritize);
    }

    /** {@return the ticket after each event; fails if one does not start where the one before it ended} */
    private static List<Ticket> assertWhole(List<TicketEvent> history) {
        List<Ticket> versions = new ArrayList<>(history.size());
        Ticket ticket = Ticket.replay(history.subList(0, 1));
        versions.add(ticket);
        for (TicketEvent event : history.subList(1, history.size())) {
            assertThat(event.stamp().sequence()).isEqualTo(ticket.version() + 1);
            assertThat(event.stamp().at()).isAfterOrEqualTo(ticket.updatedAt());
            switch (event) {
                case TicketEvent.StatusChanged e -> assertThat(e.from()).isEqualTo(ticket.status());
                case TicketEvent.Prioritized e -> assertThat(e.from()).isEqualTo(ticket.priority());
                case TicketEvent.TagsChanged e -> assertThat(Collections.disjoint(e.added(), ticket.tags())
                        && ticket.tags().containsAll(e.removed())).as("tags were as %s says", e).isTrue();
                default -> {
                    // the other events of this test do not say what was before
                }
            }
            ticket = ticket.apply(event);
            versions.add(ticket);
        }
        return versions;
    }

    @Test
    void ofThoseWhoChangeOneVersionExactlyOneWins() {
        Story story = samples().open();
        store(story);
        for (int i = 0; i < ROUNDS; i++) {
            List<Story> rivals = rivals(story, Samples.START.plusSeconds(i));

            Story winner = winner(rivals, TicketStore.AppendResult.OVERTAKEN, rivals.stream()
                    .map(rival -> new TicketCommit(List.of(rival.change()), Optional.empty())).toList());

            winner.saved();
            assertStored(store(), winner);
            story = winner;
        }
    }

    private static List<Story> rivals(Story story, Instant at) {
        return IntStream.range(0, THREADS)
                .mapToObj(i -> story.fork().handle(Actor.agent("rival-" + i), AddNote.of("note by " + i), at)).toList();
    }

    /** {@return who was stored; fails unless it is exactly one, and every other one was told the same} */
    private <T> T winner(List<T> rivals, TicketStore.AppendResult loss, List<TicketCommit> commits) {
        List<TicketStore> handles = List.of(store(), fixture().reopen().tickets());
        List<TicketStore.AppendResult> results = Race.returned(Race.run(rivals.size(),
                (thread, round) -> handles.get(thread % 2).append(commits.get(thread))));

        assertThat(results.stream().filter(TicketStore.AppendResult.STORED::equals)).as("winners among %s", results)
                .hasSize(1);
        assertThat(results.stream().filter(loss::equals)).as("losers among %s", results).hasSize(rivals.size() - 1);
        return rivals.get(results.indexOf(TicketStore.AppendResult.STORED));
    }

    @Test
    void ofThoseWhoTakeOneIdExactlyOneWins() {
        for (int i = 0; i < ROUNDS; i++) {
            TicketId id = samples().newId();
            List<Story> rivals = Stream.generate(() -> samples().open(id, store().reserveNumber(), Samples.START))
                    .limit(THREADS).toList();

            assertStored(store(), winner(rivals, TicketStore.AppendResult.OVERTAKEN, opening(rivals)));
        }
        assertThat(Picture.of(store()).inbox()).hasSize(ROUNDS);
    }

    @Test
    void ofThoseWhoTakeOneNumberExactlyOneWins() {
        for (int i = 0; i < ROUNDS; i++) {
            TicketNumber number = store().reserveNumber();
            List<Story> rivals = Stream.generate(() -> samples().open(samples().newId(), number, Samples.START))
                    .limit(THREADS).toList();

            assertStored(store(), winner(rivals, TicketStore.AppendResult.OVERTAKEN, opening(rivals)));
        }
        assertThat(Picture.of(store()).inbox()).hasSize(ROUNDS);
    }

    private static List<TicketCommit> opening(List<Story> stories) {
        return stories.stream().map(story -> new TicketCommit(List.of(story.change()), Optional.empty())).toList();
    }

    @Test
    void ofThoseWhoUseOneKeyExactlyOneWins() {
        for (int i = 0; i < ROUNDS; i++) {
            String key = "key-" + i;
            List<Story> rivals = Stream.generate(samples()::open).limit(THREADS).toList();
            List<TicketCommit.Answer> answers = rivals.stream()
                    .map(rival -> Samples.answer(Samples.MARIA, key, rival.ticket())).toList();

            Story winner = winner(rivals, TicketStore.AppendResult.KEY_EXISTS, IntStream.range(0, THREADS)
                    .mapToObj(rival -> new TicketCommit(List.of(rivals.get(rival).change()),
                            Optional.of(answers.get(rival))))
                    .toList());

            assertStored(store(), winner);
            assertThat(store().findAnswer(Samples.MARIA.id(), answers.getFirst().key()))
                    .contains(answers.get(rivals.indexOf(winner)));
        }
        assertThat(Picture.of(store()).inbox()).hasSize(ROUNDS);
    }

    @Test
    void ofThoseWhoChangeTwoTicketsInOppositeOrderExactlyOneWins() {
        Story left = samples().open();
        Story right = samples().open();
        store(left, right);
        for (int i = 0; i < ROUNDS; i++) {
            List<Story> lefts = rivals(left, Samples.START.plusSeconds(i));
            List<Story> rights = rivals(right, Samples.START.plusSeconds(i));
            List<Integer> rivals = IntStream.range(0, THREADS).boxed().toList();

            int winner = winner(rivals, TicketStore.AppendResult.OVERTAKEN, rivals.stream().map(rival -> {
                TicketChange l = lefts.get(rival).change();
                TicketChange r = rights.get(rival).change();
                return new TicketCommit(rival % 2 == 0 ? List.of(l, r) : List.of(r, l), Optional.empty());
            }).toList());

            left = lefts.get(winner);
            right = rights.get(winner);
            left.saved();
            right.saved();
            assertStored(store(), left);
            assertStored(store(), right);
        }
    }

    @Test
    void ofMergesThatTogetherWouldMakeACircleNotAllAreDone() {
        List<Tickets> nodes = List.of(tickets(), tickets(fixture().reopen()));
        for (int i = 0; i < ROUNDS; i++) {
            List<TicketId> ids = Stream
                    .generate(() -> nodes.getFirst().open(Samples.MARIA, OpenTicket.of("Lamp", "It flickers.")).id())
                    .limit(3).toList();
            Race.returned(Race.run(6, (thread, round) -> {
                try {
                    nodes.get(thread % 2).handle(Samples.BORIS, ids.get(thread % 3),
                            Merge.into(ids.get((thread + 1) % 3)));
                } catch (TicketConflictException | CommandRefusedException e) {
                    // what counts is what comes of it
                }
                return thread;
            }));

            List<Ticket> tickets = ids.stream().map(id -> store().find(id).orElseThrow()).toList();
            assertThat(tickets).as("tickets that stand for themselves").anyMatch(each -> !each.related().isMerged());
            assertThat(tickets).allSatisfy(ticket -> {
                assertSame(Ticket.replay(Picture.history(store(), ticket.id())), ticket);
                ticket.related().target().ifPresent(target -> assertThat(store().find(target))
                        .as("where %s goes on", ticket.id()).hasValueSatisfying(each -> {
                            assertThat(each.related().isMerged()).isFalse();
                            assertThat(each.related().mergedFrom()).contains(ticket.id());
                        }));
            });
        }
    }

    @Test
    void noReplyIsLostWhileItsTicketIsMergedAndTakenOutAgain() {
        List<Tickets> nodes = List.of(tickets(), tickets(fixture().reopen()));
        TicketId id = nodes.getFirst().open(Samples.MARIA, OpenTicket.of("Lamp", "It flickers.")).id();
        TicketId target = nodes.getFirst().open(Samples.MARIA, OpenTicket.of("Lamp", "It is dark.")).id();
        int each = 60;

        Race.returned(Race.run(4, (thread, round) -> {
            for (int i = 0; i < each; i++) {
                if (thread == 0) {
                    mergeOrUnmerge(nodes.getFirst(), id, i % 2 == 0 ? Merge.into(target) : new Unmerge());
                } else {
                    nodes.get(thread % 2).handle(Samples.MARIA, id, Reply.of("reply"));
                }
            }
            return thread;
        }));

        List<TicketEvent> history = Picture.history(store(), id);
        List<TicketEvent> targets = Picture.history(store(), target);
        assertThat(history).filteredOn(TicketEvent.MessageAdded.class::isInstance).hasSize(1 + 3 * each);
        assertThat(targets).filteredOn(TicketEvent.MessageRelayed.class::isInstance)
                .as("what was said while it was merged")
                .extracting(event -> ((TicketEvent.MessageRelayed) event).message().sequence())
                .isEqualTo(saidWhileMerged(history));
        for (TicketId ticket : List.of(id, target)) {
            assertSame(store().find(ticket), Optional.of(Ticket.replay(Picture.history(store(), ticket))));
        }
    }

    /** Merging conflicts with each reply: it is tried until no reply comes between. */
    private static void mergeOrUnmerge(Tickets tickets, TicketId id, TicketCommand command) {
        for (int attempt = 0; attempt < 10_000; attempt++) {
            try {
                tickets.handle(Samples.BORIS, id, command);
                return;
            } catch (TicketConflictException e) {
                // once more
            }
        }
        throw new AssertionError("never done: " + command);
    }

    private static List<Long> saidWhileMerged(List<TicketEvent> history) {
        List<Long> said = new ArrayList<>();
        boolean merged = false;
        for (TicketEvent event : history) {
            if (event instanceof TicketEvent.Merged) {
                merged = true;
            } else if (event instanceof TicketEvent.Unmerged) {
                merged = false;
            } else if (merged && event instanceof TicketEvent.MessageAdded) {
                said.add(event.stamp().sequence());
            }
        }
        return said;
    }

    @Test
    void numbersAreGivenOnceAndGrowForEachCaller() {
        List<TicketStore> nodes = List.of(store(), fixture().reopen().tickets());

        List<List<TicketNumber>> numbers = Race.returned(Race.run(THREADS,
                (thread, round) -> Stream.generate(nodes.get(thread % 2)::reserveNumber).limit(100).toList()));

        assertThat(numbers).allSatisfy(mine -> assertThat(mine).isSorted());
        assertThat(numbers.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSize(THREADS * 100);
    }

    @Test
    void nobodySeesHalfACommit() {
        Story written = samples().open();
        Story twin = samples().open();
        store(written, twin);
        AtomicBoolean done = new AtomicBoolean();

        List<Integer> looks = Race.returned(Race.run(4, (thread, round) -> {
            int seen = 0;
            if (thread == 0) {
                try {
                    for (int i = 0; i < 200; i++) {
                        written.handle(Samples.BORIS, Assign.to("agent-" + i), Samples.START.plusSeconds(i));
                        twin.handle(Samples.BORIS, Assign.to("agent-" + i), Samples.START.plusSeconds(i));
                        store(written, twin);
                    }
                } finally {
                    done.set(true);
                }
            } else {
                while (!done.get()) {
                    assertSeenWhole(written.id(), twin.id());
                    seen++;
                }
            }
            return seen;
        }));

        assertThat(looks).hasSize(4);
        assertStored(store(), written);
        assertStored(store(), twin);
    }

    private void assertSeenWhole(TicketId written, TicketId twin) {
        Ticket header = store().find(written).orElseThrow();
        List<TicketEvent> history = store().history(written, 0, (int) header.version());
        assertSame(Ticket.replay(history), header);

        List<Ticket> inbox = store().find(TicketQuery.all(), 10);
        assertThat(inbox).extracting(Ticket::id).containsExactlyInAnyOrder(written, twin);
        assertThat(inbox).extracting(Ticket::version).as("both tickets of one commit")
                .containsOnly(inbox.getFirst().version());
    }

    @Test
    void timePassesOnceHoweverManyNodesLookAtTheirClocks() {
        int count = 50;
        List<Story> stories = Stream
                .generate(() -> samples().open().handle(Samples.BORIS, Move.of("ask"), Samples.START))
                .limit(count).toList();
        store(stories);
        SettableClock clock = SettableClock.at(Samples.START.plus(Duration.ofDays(3)));
        List<Tickets> nodes = List.of(tickets(storage(), clock), tickets(fixture().reopen(), clock));

        List<Integer> changed = Race.returned(Race.run(8, (thread, round) -> nodes.get(thread % 2).tick(count)));

        assertThat(changed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
        assertThat(stories).allSatisfy(story -> assertStored(store(), story.timePassed(clock.instant())));
        assertThat(nodes.getFirst().tick(count)).isZero();
    }
}
