package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.SettableClock;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moving messages of a ticket into a new one. */
class SplittingTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofHours(1));
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor IVAN = Actor.customer("ivan");
    private static final Actor ANNA = Actor.agent("anna");
    private static final RequestKind RETURN = RequestKind.of("return");

    private final SettableClock clock = SettableClock.at(START);
    private final MemoryStorage storage = MemoryStorage.create();
    private final Tickets tickets = Tickets.builder(storage.tickets()).clock(clock)
            .workflow(RETURN, Workflow.returns()).build();
    private final TicketId lamp = tickets.open(MARIA, OpenTicket.builder("Lamp broken", "It flickers.").tag("vip")
            .priority(Priority.HIGH).channel(Channel.EMAIL).build()).id();

    @AfterEach
    void close() {
        tickets.close();
        storage.close();
    }

    private long said(Actor actor, String text) {
        return tickets.handle(actor, lamp, Reply.of(text)).version();
    }

    private Ticket split(TicketId id, String subject, long... messages) {
        return tickets.handle(ANNA, id, Split.of(subject, messages));
    }

    private List<TicketEvent> history(TicketId id) {
        List<TicketEvent> history = tickets.history(ANNA, id, 0, Tickets.MAX_HISTORY_PAGE);
        assertThat(Ticket.replay(history)).isEqualTo(tickets.get(ANNA, id));
        return history;
    }

    private CustomerView view(TicketId id) {
        return tickets.customerView(MARIA, id, 0, 100);
    }

    private static CustomerView.Said said(Instant at, CustomerView.Side from, String text) {
        return new CustomerView.Said(at, from,
                new Message(Channel.EMAIL, Locale.ENGLISH, text, List.of()));
    }

    private static void assertRefused(List<String> codes, ThrowingCallable call) {
        assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::code).isEqualTo(codes));
    }

    @Test
    void opensATicketThatRefersToTheMessages() {
        long refund = said(MARIA, "Also, refund order 12.");
        said(ANNA, "Which lamp?");
        long amount = said(MARIA, "It was 30 euros.");
        clock.set(LATER);

        Ticket split = tickets.handle(ANNA, lamp, Split.of("Refund", amount, refund).withKind(RETURN));

        assertThat(split.number()).isEqualTo(TicketNumber.of(2));
        assertThat(split.subject()).isEqualTo("Refund");
        assertThat(split.kind()).isEqualTo(RETURN);
        assertThat(split.workflow()).isEqualTo(Workflow.returns().ref());
        assertThat(split.status().name()).isEqualTo("requested");
        assertThat(split.requester()).isEqualTo(Requester.of("maria"));
        assertThat(split.priority()).isEqualTo(Priority.HIGH);
        assertThat(split.channel()).isEqualTo(Channel.EMAIL);
        assertThat(split.tags()).hasToString("[vip]");
        assertThat(split.openedAt()).isEqualTo(LATER);
        assertThat(split.related().splitFrom()).contains(lamp);
        assertThat(history(split.id())).hasSize(3).satisfiesExactly(
                event -> assertThat(event).isInstanceOfSatisfying(TicketEvent.Opened.class,
                        opened -> assertThat(opened.followUpOf()).isEmpty()),
                event -> assertThat(event).isEqualTo(new TicketEvent.MessageMovedIn(
                        new TicketEvent.Stamp(split.id(), 2, LATER, ANNA), lamp,
                        new TicketEvent.MessageRef(lamp, refund))),
                event -> assertThat(event).isEqualTo(new TicketEvent.MessageMovedIn(
                        new TicketEvent.Stamp(split.id(), 3, LATER, ANNA), lamp,
                        new TicketEvent.MessageRef(lamp, amount))));
    }

    @Test
    void leavesTheMessagesInTheHistoryInWhichTheyWereWritten() {
        long refund = said(MARIA, "Also, refund order 12.");
        List<TicketEvent> before = history(lamp);

        Ticket split = split(lamp, "Refund", refund);

        assertThat(history(lamp)).hasSize(4).startsWith(before.toArray(TicketEvent[]::new))
                .endsWith(new TicketEvent.MessagesMovedOut(new TicketEvent.Stamp(lamp, 4, START, ANNA), split.id(),
                        Set.of(refund)));
        Ticket left = tickets.get(ANNA, lamp);
        assertThat(left.related().moved()).containsOnly(Map.entry(refund, split.id()));
        assertThat(left.status().name()).isEqualTo("new");
        assertThat(split.kind()).isEqualTo(left.kind());
    }

    @Test
    void showsTheCustomerTheMessagesWhereTheyAreNow() {
        said(ANNA, "Which lamp?");
        long refund = said(MARIA, "Also, refund order 12.");
        clock.set(LATER);
        said(MARIA, "The red lamp.");
        Ticket split = split(lamp, "Refund", refund);
        tickets.handle(ANNA, split.id(), Reply.of("Refunded."));

        assertThat(view(lamp).entries()).containsExactly(
                said(START, CustomerView.Side.CUSTOMER, "It flickers."),
                said(START, CustomerView.Side.STAFF, "Which lamp?"),
                said(LATER, CustomerView.Side.CUSTOMER, "The red lamp."),
                new CustomerView.MovedOut(LATER, split.id()));
        assertThat(view(split.id()).entries()).containsExactly(
                said(START, CustomerView.Side.CUSTOMER, "Also, refund order 12."),
                said(LATER, CustomerView.Side.STAFF, "Refunded."));
        assertThat(tickets.customerView(ANNA, lamp, 0, 100)).isEqualTo(view(lamp));
    }

    @Test
    void goesOnFromATicketThatWasSplitOff() {
        long first = said(MARIA, "First.");
        long second = said(MARIA, "Second.");
        Ticket once = split(lamp, "Once", first, second);

        Ticket twice = split(once.id(), "Twice", 3);

        assertThat(history(twice.id()).get(1)).isEqualTo(new TicketEvent.MessageMovedIn(
                new TicketEvent.Stamp(twice.id(), 2, START, ANNA), once.id(),
                new TicketEvent.MessageRef(lamp, second)));
        assertThat(twice.related().splitFrom()).contains(once.id());
        assertThat(view(once.id()).entries()).containsExactly(said(START, CustomerView.Side.CUSTOMER, "First."),
                new CustomerView.MovedOut(START, twice.id()));
        assertThat(view(twice.id()).entries()).containsExactly(said(START, CustomerView.Side.CUSTOMER, "Second."));
    }

    @Test
    void isRefusedSayingWhatIsWrongWithEachMessage() {
        long refund = said(MARIA, "Also, refund order 12.");
        TicketId other = tickets.open(IVAN, OpenTicket.of("Other", "text")).id();
        tickets.handle(ANNA, other, Merge.into(lamp));
        tickets.handle(IVAN, other, Reply.of("Ivan's"));
        tickets.handle(ANNA, lamp, AddNote.of("a note"));
        Ticket split = split(lamp, "Refund", refund);
        Ticket before = tickets.get(ANNA, lamp);

        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> split(lamp, "Again", 99, 0, 1, 2, refund, 4, 5, 6, 7))
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::toString).containsExactly(
                        "not-a-message: Event 0 of ticket 1 is no public message",
                        "not-a-message: Event 1 of ticket 1 is no public message",
                        "first-message: Message 2 began ticket 1 and stays there",
                        "already-moved: Message 3 was moved to ticket " + split.id() + " before",
                        "not-a-message: Event 4 of ticket 1 is no public message",
                        "message-elsewhere: Message 5 was written in ticket " + other
                                + ": take that ticket out and split it",
                        "not-a-message: Event 6 of ticket 1 is no public message",
                        "not-a-message: Event 7 of ticket 1 is no public message",
                        "not-a-message: Event 99 of ticket 1 is no public message"));
        assertRefused(List.of("first-message"), () -> split(split.id(), "Again", 2));
        assertThat(tickets.get(ANNA, lamp)).isEqualTo(before);
        assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).hasSize(2);
    }

    @Test
    void isRefusedOfAMergedTicket() {
        long more = said(MARIA, "More.");
        TicketId target = tickets.open(MARIA, OpenTicket.of("Other", "text")).id();
        tickets.handle(ANNA, lamp, Merge.into(target));

        assertRefused(List.of("merged"), () -> split(lamp, "Part", more));
        assertThatThrownBy(() -> split(lamp, "Part", more)).hasMessageContaining(target.toString());
    }

    @Test
    void isPossibleOfAClosedTicket() {
        long more = said(MARIA, "More.");
        tickets.handle(ANNA, lamp, Move.of("reject").with("reason", "spam"));

        assertThat(split(lamp, "Part", more).status().name()).isEqualTo("new");
    }

    @Test
    void conflictsWithWhatOthersDidMeanwhile() {
        long more = said(MARIA, "More.");
        said(MARIA, "And more.");

        assertThatThrownBy(() -> tickets.handle(ANNA, lamp, Split.of("Part", more), CommandOptions.seen(more)))
                .isInstanceOf(TicketConflictException.class).hasMessageContaining("a public reply arrived");
        split(lamp, "Part", more);
        assertThatThrownBy(() -> tickets.handle(ANNA, lamp, Split.of("Part", more + 1),
                CommandOptions.seen(more + 1))).hasMessageContaining("messages were moved to another ticket");
    }

    @Test
    void hasOneEffectUnderAKeyAndIsAnotherWithOtherWords() {
        long more = said(MARIA, "More.");
        CommandOptions key = CommandOptions.key("k");

        Ticket split = tickets.handle(ANNA, lamp, Split.of("Part", more), key);

        assertThat(tickets.handle(ANNA, lamp, Split.of("Part", more), key)).isEqualTo(split);
        assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).hasSize(2);
        for (Split other : List.of(Split.of("Other", more), Split.of("Part", more + 1),
                Split.of("Part", more).withKind(RETURN))) {
            assertThatThrownBy(() -> tickets.handle(ANNA, lamp, other, key))
                    .isInstanceOf(IdempotencyKey.ReusedException.class);
        }
    }

    @Test
    void isBounded() {
        int most = Split.MAX_MESSAGES;
        for (int i = 0; i < RelatedTickets.MAX_MOVED + 1; i++) {
            said(MARIA, "message " + i);
        }
        long next = 3;
        for (int i = 0; i < RelatedTickets.MAX_MOVED / most; i++) {
            split(lamp, "Part", LongStream.range(next, next + most).toArray());
            next += most;
            while (history(lamp).get((int) next - 1) instanceof TicketEvent.MessagesMovedOut) {
                next++;
            }
        }
        long last = next;

        assertThat(tickets.get(ANNA, lamp).related().moved()).hasSize(RelatedTickets.MAX_MOVED);
        assertRefused(List.of("too-many-moved"), () -> split(lamp, "Part", last));
        assertThatThrownBy(() -> split(lamp, "Part", last)).hasMessageContaining(
                "At most 200 messages are moved out of a ticket, and these would make 201");
        assertInvalid("messages", new Split(Set.of(), "s", Optional.empty()));
        assertInvalid("messages", Split.of("s", LongStream.range(0, most + 1L).toArray()));
        assertInvalid("subject", Split.of("x".repeat(Ticket.MAX_SUBJECT_LENGTH + 1), 3));
        assertInvalid("subject", Split.of(" ", 3));
    }

    private void assertInvalid(String path, Split command) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tickets.handle(ANNA, lamp, command))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::path).contains(path));
    }
}
