package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import io.opora.ticket.Tickets.BulkOutcome;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One command for many tickets, reported ticket by ticket. */
class BulkTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final TicketId UNKNOWN = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10");

    private final SupportDesk desk = SupportDesk.inMemory();
    private final Tickets tickets = desk.tickets();

    @AfterEach
    void close() {
        desk.close();
    }

    private TicketId opened() {
        return tickets.open(MARIA, OpenTicket.of("Lamp", "Broken")).id();
    }

    @Test
    void isDoneForThoseForWhichItCanBe() {
        TicketId first = opened();
        TicketId closed = opened();
        tickets.handle(ANNA, closed, Move.of("reject").with("reason", "spam"));
        TicketId last = opened();

        Map<TicketId, BulkOutcome> outcomes = tickets.handleAll(ANNA, List.of(first, UNKNOWN, closed, last, first),
                Move.of("start"));

        assertThat(outcomes.keySet()).containsExactly(first, UNKNOWN, closed, last);
        assertThat(outcomes.get(first)).isEqualTo(new BulkOutcome.Done(tickets.get(ANNA, first)));
        assertThat(outcomes.get(last)).isEqualTo(new BulkOutcome.Done(tickets.get(ANNA, last)));
        assertThat(tickets.get(ANNA, last).phase()).isEqualTo(Phase.OPEN);
        assertThat(outcomes.get(UNKNOWN)).isEqualTo(new BulkOutcome.NotFound());
        assertThat(outcomes.get(closed)).isInstanceOfSatisfying(BulkOutcome.Refused.class,
                refused -> assertThat(refused.reasons()).extracting(Reason::code).containsExactly("unknown-action"));
        assertThatThrownBy(outcomes::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void mergesManyTicketsIntoOne() {
        List<TicketId> sources = Stream.generate(this::opened).limit(3).toList();
        TicketId target = opened();

        Map<TicketId, BulkOutcome> outcomes = tickets.handleAll(ANNA,
                Stream.concat(sources.stream(), Stream.of(target)).toList(), Merge.into(target));

        assertThat(outcomes.values()).map(Object::getClass).map(Class::getSimpleName)
                .containsExactly("Done", "Done", "Done", "Refused");
        assertThat(tickets.get(ANNA, target).related().mergedFrom()).containsExactlyInAnyOrderElementsOf(sources);
    }

    @Test
    void reportsWhatTheActorMayNotDo() {
        TicketId mine = opened();

        assertThat(tickets.handleAll(MARIA, List.of(mine), AddNote.of("x")).get(mine))
                .isInstanceOfSatisfying(BulkOutcome.Refused.class, refused -> assertThat(refused.reasons())
                        .extracting(Reason::code).containsExactly("access-denied"));
        assertThat(tickets.handleAll(Actor.customer("ivan"), List.of(mine), Reply.of("x")).get(mine))
                .isEqualTo(new BulkOutcome.NotFound());
    }

    @Test
    void reportsTheTicketThatOthersChangedAtTheSameMoment() {
        AtomicReference<TicketId> disturbed = new AtomicReference<>();
        Workflow workflow = Workflow.builder("disturbed", 1).status("open", Phase.OPEN).status("done", Phase.CLOSED)
                .initial("open").transition("finish", t -> t.from("open").to("done").by(Role.AGENT).guard("slow"))
                .build();
        AtomicReference<SupportDesk> self = new AtomicReference<>();
        try (SupportDesk slow = SupportDesk.builder().workflow(workflow).guard("slow", seen -> {
            if (seen.ticket().id().equals(disturbed.get())) {
                self.get().tickets().handle(MARIA, disturbed.get(), Reply.of("One more thing"));
            }
            return Optional.empty();
        }).build()) {
            self.set(slow);
            TicketId calm = slow.tickets().open(MARIA, OpenTicket.of("s", "t")).id();
            disturbed.set(slow.tickets().open(MARIA, OpenTicket.of("s", "t")).id());

            Map<TicketId, BulkOutcome> outcomes = slow.tickets().handleAll(ANNA, List.of(disturbed.get(), calm),
                    Move.of("finish"));

            assertThat(outcomes.get(disturbed.get())).isInstanceOfSatisfying(BulkOutcome.Conflict.class, conflict -> {
                assertThat(conflict.current()).isEqualTo(slow.tickets().get(ANNA, disturbed.get()));
                assertThat(conflict.won()).singleElement().isInstanceOf(TicketEvent.MessageAdded.class);
            });
            assertThat(outcomes.get(calm)).isInstanceOf(BulkOutcome.Done.class);
        }
    }

    @Test
    void hasOneEffectForEachTicketUnderAKey() {
        TicketId first = opened();
        TicketId second = opened();
        IdempotencyKey key = IdempotencyKey.of("k");
        Map<TicketId, BulkOutcome> once = tickets.handleAll(ANNA, List.of(first), AddNote.of("x"), key);

        Map<TicketId, BulkOutcome> twice = tickets.handleAll(ANNA, List.of(first, second), AddNote.of("x"), key);

        assertThat(twice).containsAllEntriesOf(once);
        assertThat(tickets.get(ANNA, first).version()).isEqualTo(3);
        assertThat(tickets.get(ANNA, second).version()).isEqualTo(3);
        assertThat(tickets.handle(ANNA, second, AddNote.of("x"), CommandOptions.key("k/" + second)).version())
                .isEqualTo(3);
        assertThatThrownBy(() -> tickets.handleAll(ANNA, List.of(first), AddNote.of("y"), key))
                .isInstanceOf(IdempotencyKey.ReusedException.class);
    }

    @Test
    void isBounded() {
        TicketId real = opened();
        List<TicketId> most = IntStream.range(0, Tickets.MAX_BULK)
                .mapToObj(i -> TicketId.of("019cadc6-9a80-7000-89e4-" + "%012x".formatted(i))).toList();

        assertThat(tickets.handleAll(ANNA, most, AddNote.of("x"))).hasSize(Tickets.MAX_BULK);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> tickets.handleAll(ANNA,
                Stream.concat(Stream.of(real), most.stream()).toList(), AddNote.of("x")))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::message)
                        .containsExactly("must be at most 200 tickets, not 201"));
        assertThat(tickets.handleAll(ANNA, List.of(), AddNote.of("x"))).isEmpty();
        String longest = "k".repeat(IdempotencyKey.MAX_LENGTH - 37);
        tickets.handleAll(ANNA, List.of(real), AddNote.of("x"), IdempotencyKey.of(longest));
        assertThatThrownBy(() -> tickets.handleAll(ANNA, List.of(real), AddNote.of("x"),
                IdempotencyKey.of(longest + "k"))).isInstanceOf(InvalidInputException.class);
        assertThat(tickets.get(ANNA, real).version()).isEqualTo(3);
    }

    @Test
    void changesNothingIfTheCommandIsInvalidOrTheDeskIsClosed() {
        TicketId real = opened();

        assertThatThrownBy(() -> tickets.handleAll(ANNA, List.of(real), AddNote.of(" ")))
                .isInstanceOf(InvalidInputException.class);
        desk.close();
        assertThatThrownBy(() -> tickets.handleAll(ANNA, List.of(), AddNote.of("x")))
                .isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> tickets.duplicatesOf(ANNA, real)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> tickets.duplicatesOf(ANNA, OpenTicket.of("s", "t")))
                .isInstanceOf(ClosedException.class);
    }
}
