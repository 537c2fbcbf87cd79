package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.access.SecretLink;
import io.opora.storage.Storage;
import io.opora.ticket.AddNote;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A storage that declares {@link Storage.Capability#JOINS_TRANSACTIONS} takes part in the caller's transaction and leaves its end
 * to the caller. One that does not declare it has no such transaction to join, and each test then asserts just that.
 */
public abstract class TransactionContract extends StorageSuite {

    /** For subclasses, which make the fixture. */
    protected TransactionContract() {}

    @Test
    void withoutATransactionOfTheCallerEachCallStandsByItself() {
        Tickets tickets = tickets();
        Ticket opened = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));

        assertSame(fixture().reopen().tickets().find(opened.id()), Optional.of(opened));
        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> tickets.handle(Samples.BORIS, opened.id(), Move.of("reopen")));
        assertSame(fixture().reopen().tickets().find(opened.id()), Optional.of(opened));
    }

    @Test
    void transactionsAreThereIfDeclaredAndRefusedOtherwise() {
        if (joinsTransactions()) {
            AtomicReference<Thread> ranOn = new AtomicReference<>();
            fixture().inTransaction(() -> ranOn.set(Thread.currentThread()));
            assertThat(ranOn).as("work runs on the thread that calls").hasValue(Thread.currentThread());
            assertThatExceptionOfType(ChangeOfMind.class).isThrownBy(() -> fixture().inTransaction(() -> {
                throw new ChangeOfMind();
            }));
        } else {
            assertNoTransactions(() -> {});
        }
        assertThat(fixture().reopen().capabilities()).isEqualTo(storage().capabilities());
    }

    @Test
    void whatWasStoredIsGoneWhenTheCallerRollsBack() {
        Ticket before = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        Picture picture = Picture.of(store());
        assertThat(picture.inbox()).hasSize(1);
        AtomicReference<TicketId> opened = new AtomicReference<>(before.id());

        rollBack(() -> {
            Tickets tickets = tickets();
            opened.set(
                    tickets.open(Samples.MARIA, OpenTicket.of("Dark", "All of it."), CommandOptions.key("key")).id());
            tickets.handle(Samples.BORIS, before.id(), Move.of("ask"), CommandOptions.key("key"));
            issueLink(before);
        });

        assertSame(Picture.of(store()), picture);
        assertSame(Picture.of(fixture().reopen().tickets()), picture);
        if (joinsTransactions()) {
            assertThat(store().find(opened.get())).isEmpty();
            assertThat(store().history(opened.get(), 0, 10)).isEmpty();
            Ticket again = tickets().open(Samples.MARIA, OpenTicket.of("Dark", "All of it."),
                    CommandOptions.key("key"));
            assertThat(again.id()).as("the key was free again").isNotEqualTo(opened.get());
        }
    }

    @Test
    void whatWasStoredIsThereWhenTheCallerCommits() {
        Ticket before = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        List<Story> everything = samples().everything();

        commit(() -> {
            store(everything);
            tickets().handle(Samples.BORIS, before.id(), Move.of("ask"), CommandOptions.key("key"));
            issueLink(before);
        });

        if (joinsTransactions()) {
            assertThat(fixture().reopen().tickets().links().of(before.id().toString())).hasSize(1);
            assertThat(everything).allSatisfy(story -> assertStored(fixture().reopen().tickets(), story));
            assertThat(store().find(before.id()).orElseThrow().status()).hasToString("pending");
            assertThat(
                    tickets().handle(Samples.BORIS, before.id(), Move.of("ask"), CommandOptions.key("key")).version())
                    .isEqualTo(3);
        } else {
            assertSame(Picture.of(store()).inbox(), List.of(before));
        }
    }

    @Test
    void withinATransactionEachCallSeesWhatTheOnesBeforeStored() {
        Ticket before = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        AtomicReference<Ticket> last = new AtomicReference<>();

        commit(() -> {
            Tickets tickets = tickets();
            Ticket opened = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."),
                    CommandOptions.key("a"));
            assertSame(store().find(opened.id()), Optional.of(opened));
            assertSame(
                    tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."), CommandOptions.key("a")),
                    opened);
            Ticket asked = tickets.handle(Samples.BORIS, opened.id(), Move.of("ask"),
                    CommandOptions.seen(opened.version()));
            Ticket replied = tickets.handle(Samples.MARIA, opened.id(), Reply.of("A round one."));
            assertThat(replied.version()).isEqualTo(asked.version() + 2);
            assertThat(store().find(TicketQuery.all(), 10)).containsExactlyInAnyOrder(before, replied);
            assertThat(store().history(opened.id(), 0, 10)).hasSize(5);
            last.set(replied);
        });

        assertSame(store().find(before.id()), Optional.of(before));
        if (joinsTransactions()) {
            assertSame(store().find(last.get().id()), Optional.of(last.get()));
            List<TicketEvent> history = store().history(last.get().id(), 0, 10);
            assertSame(Ticket.replay(history), last.get());
        }
    }

    @Test
    void aRefusedCommandLeavesTheTransactionToTheCaller() {
        Ticket before = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));

        commit(() -> {
            Tickets tickets = tickets();
            tickets.handle(Samples.BORIS, before.id(), AddNote.of("first"));
            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> tickets.handle(Samples.BORIS, before.id(), Move.of("reopen")));
            tickets.handle(Samples.BORIS, before.id(), AddNote.of("second"));
        });

        assertThat(store().find(before.id()).orElseThrow().version()).isEqualTo(joinsTransactions() ? 4 : 2);
    }

    @Test
    void beingOvertakenLeavesTheTransactionToTheCaller() {
        Story story = samples().open();
        store(story);
        assertStored(store(), story);
        Story slow = story.fork().handle(Samples.MARIA, Reply.of("slow"), Samples.START);
        Story sameNumber = samples().open(samples().newId(), story.ticket().number(), Samples.START);
        story.handle(Samples.BORIS, AddNote.of("fast"), Samples.START);

        commit(() -> {
            store(story);
            assertThat(append(slow.change())).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
            assertThat(append(sameNumber.change())).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
            append(Samples.answer(Samples.BORIS, "key", story.ticket()));
            assertThat(append(Samples.answer(Samples.BORIS, "key", story.ticket())))
                    .isEqualTo(TicketStore.AppendResult.KEY_EXISTS);
            story.handle(Samples.BORIS, AddNote.of("faster"), Samples.START);
            store(story);
        });

        if (joinsTransactions()) {
            assertStored(fixture().reopen().tickets(), story);
        }
        assertThat(store().find(sameNumber.id())).isEmpty();
    }

    @Test
    void ofTransactionsThatChangeOneVersionExactlyOneWins() {
        int threads = 8;
        Story story = samples().open();
        store(story);
        for (int i = 0; i < 20; i++) {
            Story before = story;
            List<Story> rivals = IntStream.range(0, threads).mapToObj(rival -> before.fork()
                    .handle(Samples.BORIS, AddNote.of("note by " + rival), Samples.START)).toList();

            List<List<TicketStore.AppendResult>> results = Race.returned(Race.run(threads, (thread, round) -> {
                List<TicketStore.AppendResult> result = new ArrayList<>();
                commit(() -> result.add(append(rivals.get(thread).change())));
                return result;
            }));

            if (joinsTransactions()) {
                assertThat(results).as("one winner").containsOnlyOnce(List.of(TicketStore.AppendResult.STORED));
                assertThat(results).containsOnly(List.of(TicketStore.AppendResult.STORED),
                        List.of(TicketStore.AppendResult.OVERTAKEN));
                story = rivals.get(results.indexOf(List.of(TicketStore.AppendResult.STORED)));
                story.saved();
            }
            assertStored(store(), story);
        }
    }

    @Test
    void oneTransactionRolledBackDoesNotTouchTheNext() {
        Story first = samples().open();
        Story second = samples().open();

        rollBack(() -> store(first));
        commit(() -> store(second));
        Story third = samples().open();
        store(third);

        assertThat(store().find(first.id())).isEmpty();
        assertThat(store().find(second.id()).isPresent()).isEqualTo(joinsTransactions());
        assertStored(store(), third);
    }

    /** Issues a link, finds it, and counts a use of it. */
    private void issueLink(Ticket ticket) {
        SecretLink link = tickets().links().issue(Samples.BORIS, ticket.id(), Samples.MARIA.id(),
                Set.of(SecretLink.Scope.SEE), TicketLinks.MAX_LIFETIME).link();
        assertThat(store().links().find(link.token())).contains(link);
        store().links().used(link.id(), Samples.START);
        assertThat(store().links().of(link.ticket()))
                .containsExactly(new SecretLink.Usage(link, 1, Optional.of(Samples.START)));
    }
}
