package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.StorageException;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.testing.TestDesk;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");

    private final TestDesk test = TestDesk.create();
    private final Tickets tickets = test.desk().tickets();

    @AfterEach
    void close() {
        test.close();
    }

    private Ticket solved() {
        return solve(test.openedBy("maria").id());
    }

    private Ticket solve(TicketId id) {
        return tickets.handle(ANNA, id, Move.of("solve").with("resolution", "new bulb"));
    }

    private List<String> refused(Actor actor, Ticket ticket) {
        CommandRefusedException[] thrown = new CommandRefusedException[1];
        assertThatThrownBy(() -> tickets.handle(actor, ticket.id(), Rate.of(3)))
                .isInstanceOfSatisfying(CommandRefusedException.class, e -> thrown[0] = e);
        return thrown[0].reasons().stream().map(Reason::toString).toList();
    }

    /** Refused whatever the access policy permits. */
    private static List<String> refusedByTheRules(Actor actor, Ticket ticket) {
        Decision decision = TicketLifecycle.of(Workflow.standard(), Map.of()).decide(ticket, Rate.of(3), actor,
                TestDesk.START);
        return decision instanceof Decision.Refused refused
                ? refused.reasons().stream().map(Reason::toString).toList()
                : List.of();
    }

    @Test
    void theRequesterRatesASolution() {
        Ticket ticket = solved();
        test.clock().advance(Duration.ofHours(1));

        Ticket rated = tickets.handle(MARIA, ticket.id(), Rate.of(2).withText("Too late"));

        assertThat(ticket.solution()).hasValue(3);
        assertThat(rated.rating()).contains(new Ticket.Rating(2, Optional.of("Too late"),
                TestDesk.START.plus(Duration.ofHours(1)), 3));
        assertThat(rated.status()).isEqualTo(ticket.status());
        assertThat(rated.quietSince()).isEqualTo(ticket.quietSince());
        assertThat(tickets.history(ANNA, ticket.id(), ticket.version(), 10)).singleElement()
                .isInstanceOfSatisfying(TicketEvent.Rated.class, event -> {
                    assertThat(event.score()).isEqualTo(2);
                    assertThat(event.text()).contains("Too late");
                    assertThat(event.stamp().by()).isEqualTo(MARIA);
                    assertThat(event.toString()).contains("2").doesNotContain("late");
                });
    }

    @Test
    void aRatingDoesNotChange() {
        Ticket ticket = solved();
        Ticket rated = tickets.handle(MARIA, ticket.id(), Rate.of(5));

        assertThat(refused(MARIA, ticket))
                .containsExactly("already-rated: This solution was rated already, and a rating does not change");
        assertThat(tickets.get(ANNA, ticket.id())).isEqualTo(rated);
    }

    @Test
    void aNewSolutionCanBeRatedAnewEvenInTheSameInstant() {
        Ticket ticket = solved();
        tickets.handle(MARIA, ticket.id(), Rate.of(5));
        Ticket reopened = tickets.handle(MARIA, ticket.id(), Reply.of("Dark again"));
        assertThat(reopened.solution()).isEmpty();
        assertThat(reopened.rating()).map(Ticket.Rating::score).contains(5);
        assertThat(refused(MARIA, ticket))
                .containsExactly("not-solved: There is no solution to rate: the ticket is 'open'");
        Ticket again = solve(ticket.id());

        Ticket rated = tickets.handle(MARIA, ticket.id(), Rate.of(1));

        assertThat(rated.rating()).contains(new Ticket.Rating(1, Optional.empty(), TestDesk.START,
                again.solution().orElseThrow()));
        assertThat(again.solution()).hasValue(again.version());
    }

    @Test
    void aSolutionCanBeRatedAfterTheTicketWasClosed() {
        Ticket ticket = solved();
        test.pass(Duration.ofDays(14));
        Ticket closed = tickets.get(ANNA, ticket.id());
        assertThat(closed.phase()).isEqualTo(Phase.CLOSED);
        assertThat(closed.solution()).isEqualTo(ticket.solution());

        assertThat(tickets.handle(MARIA, ticket.id(), Rate.of(4)).rating()).isPresent();
        assertThat(refused(MARIA, ticket)).hasSize(1);
    }

    @Test
    void whatWasClosedWithoutASolutionIsNotRated() {
        Ticket ticket = test.openedBy("maria");
        assertThat(refused(MARIA, ticket))
                .containsExactly("not-solved: There is no solution to rate: the ticket is 'new'");
        tickets.handle(ANNA, ticket.id(), Move.of("reject").with("reason", "spam"));

        assertThat(refused(MARIA, ticket))
                .containsExactly("not-solved: There is no solution to rate: the ticket is 'closed'");
    }

    @Test
    void nobodyElseRates() {
        Ticket ticket = solved();
        String reason = "not-the-requester: A solution is rated by the requester and nobody else";

        for (Actor other : List.of(ANNA, Actor.agent("maria"), Actor.bot("maria"), Actor.SYSTEM)) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> tickets.handle(other, ticket.id(), Rate.of(3)));
            assertThat(refusedByTheRules(other, ticket)).containsExactly(reason);
        }
        assertThat(refusedByTheRules(ANNA, test.openedBy("maria"))).containsExactly(reason,
                "not-solved: There is no solution to rate: the ticket is 'new'");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> tickets.handle(Actor.customer("ivan"), ticket.id(), Rate.of(1)));
    }

    @Test
    void aRatingIsNoPartOfTheConversation() {
        Ticket ticket = solved();
        int before = tickets.customerView(MARIA, ticket.id(), 0, 10).entries().size();
        tickets.handle(MARIA, ticket.id(), Rate.of(1).withText("Bad"));

        assertThat(tickets.customerView(MARIA, ticket.id(), 0, 10).entries()).hasSize(before);
    }

    @Test
    void aKeyRatesOnceAndKnowsScoreAndText() {
        Ticket ticket = solved();
        CommandOptions key = CommandOptions.key("rate");
        Ticket rated = tickets.handle(MARIA, ticket.id(), Rate.of(4), key);

        assertThat(tickets.handle(MARIA, ticket.id(), Rate.of(4), key)).isEqualTo(rated);
        for (Rate other : List.of(Rate.of(5), Rate.of(4).withText("x"))) {
            assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                    .isThrownBy(() -> tickets.handle(MARIA, ticket.id(), other, key));
        }
    }

    @Test
    void aRatingConflictsWithWhatHappenedSince() {
        Ticket ticket = solved();
        tickets.handle(ANNA, ticket.id(), AddNote.of("Sent"));
        assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(MARIA, ticket.id(),
                Rate.of(1), CommandOptions.seen(ticket.version())));
        Ticket rated = tickets.handle(MARIA, ticket.id(), Rate.of(1));
        assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(ANNA, ticket.id(),
                Move.of("close"), CommandOptions.seen(rated.version() - 1)))
                .withMessageContaining("its solution was rated");
    }

    @Test
    void aHistoryInWhichNothingWasSolvedHasNoRating() {
        Ticket ticket = test.openedBy("maria");
        TicketEvent rated = new TicketEvent.Rated(
                new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, TestDesk.START, MARIA), 1, Optional.empty());

        assertThat(ticket.solution()).isEqualTo(OptionalLong.empty());
        assertThatThrownBy(() -> ticket.apply(rated)).isInstanceOf(StorageException.class)
                .hasMessageContaining("rated unsolved");
    }
}
