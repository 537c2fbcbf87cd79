package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.access.SecretLink.Scope;
import io.opora.storage.memory.MemoryStorage;
import io.opora.testing.TestDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** S4: a secret link opens one ticket, to one participant, within its scope, until it ends. */
class TicketLinksTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final ActorId ZOE = ActorId.of("zoe");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HERE = "192.0.2.7";
    private static final String UNKNOWN = "There is no link of that token that you could see";

    private final MemoryStorage storage = MemoryStorage.create();
    private final TestDesk desk = TestDesk
            .create(builder -> builder.storage(storage).linkAttempts(3, Duration.ofMinutes(10)));
    private final Tickets tickets = desk.desk().tickets();
    private final TicketLinks links = tickets.links();
    private final TicketId id = desk.openedBy("maria").id();

    @AfterEach
    void close() {
        desk.close();
        storage.close();
    }

    private TicketLinks.Issued issue(Scope... scopes) {
        return links.issue(ANNA, id, MARIA.id(), Set.of(scopes), DAY);
    }

    private TicketLinks.Visit open(TicketLinks.Issued issued) {
        return links.open(issued.token().reveal(), HERE);
    }

    private static void assertUnknown(ThrowingCallable open) {
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(open).withMessage(UNKNOWN);
    }

    @Nested
    class AVisitor {

        @Test
        void seesAndRepliesAsTheParticipantWhomTheLinkIsFor() {
            TicketLinks.Visit visit = open(issue(Scope.SEE, Scope.REPLY));

            assertThat(visit.ticket()).isEqualTo(id);
            assertThat(visit.scopes()).containsExactlyInAnyOrder(Scope.SEE, Scope.REPLY);
            assertThat(visit.actor().id()).isEqualTo(MARIA.id());
            assertThat(tickets.customerView(visit.actor(), visit.ticket(), 0, 10))
                    .isEqualTo(tickets.customerView(MARIA, id, 0, 10));
            tickets.handle(visit.actor(), visit.ticket(), Reply.of("An E27."));
            assertThat(tickets.history(ANNA, id, 0, 10)).last().satisfies(event -> {
                assertThat(event).isInstanceOf(TicketEvent.MessageAdded.class);
                assertThat(event.stamp().by()).isEqualTo(visit.actor());
                assertThat(event.stamp().by().link()).isPresent();
            });
        }

        @Test
        void doesNothingBeyondTheScopesOfTheLink() {
            Actor seeing = open(issue(Scope.SEE)).actor();
            Actor replying = open(issue(Scope.REPLY)).actor();

            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> tickets.handle(seeing, id, Reply.of("x")))
                    .satisfies(e -> assertThat(e.reason().code()).isEqualTo("link-scope"));
            assertThatThrownBy(() -> tickets.moves(seeing, id)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.get(seeing, id)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.customerView(replying, id, 0, 10)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> tickets.open(seeing, OpenTicket.of("s", "t")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.inbox(seeing, TicketQuery.all()))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(tickets.handle(replying, id, Reply.of("x")).version()).isEqualTo(5);
        }

        @Test
        void isNobodyOnAnotherTicketOfTheSameCustomer() {
            Actor visitor = open(issue(Scope.SEE, Scope.REPLY)).actor();
            TicketId other = desk.openedBy("maria").id();

            assertThatThrownBy(() -> tickets.customerView(visitor, other, 0, 10))
                    .isInstanceOf(NotFoundException.class).hasMessageContaining(other.toString());
            assertThatThrownBy(() -> tickets.handle(visitor, other, Reply.of("x")))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void mayDoWhatTheParticipantMayDoNow() {
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.REPLY));
            TicketLinks.Issued issued = links.issue(ANNA, id, ZOE, Set.of(Scope.SEE, Scope.REPLY), DAY);
            Actor visitor = open(issued).actor();
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.SEE));

            assertThat(open(issued).scopes()).containsExactly(Scope.SEE);
            assertThatThrownBy(() -> tickets.handle(visitor, id, Reply.of("x")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(tickets.customerView(visitor, id, 0, 10).entries()).hasSize(1);
        }

        @Test
        void replyingTooLateReachesTheFollowUpAgainAndAgainWithoutSeeingIt() {
            Actor visitor = open(issue(Scope.SEE, Scope.REPLY)).actor();
            tickets.handle(ANNA, id, Move.of("reject").with("reason", "spam"));

            Ticket followUp = tickets.handle(visitor, id, Reply.of("No spam!"));
            Ticket again = tickets.handle(visitor, id, Reply.of("Really."));

            assertThat(followUp.id()).isNotEqualTo(id);
            assertThat(again.id()).isEqualTo(followUp.id());
            assertThat(tickets.customerView(MARIA, followUp.id(), 0, 10).entries()).hasSize(2);
            assertThatThrownBy(() -> tickets.customerView(visitor, followUp.id(), 0, 10))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void isNobodyAnyMoreOnceTheLinkHasEnded() {
            TicketLinks.Issued issued = issue(Scope.SEE, Scope.REPLY);
            Actor visitor = open(issued).actor();
            CommandOptions key = CommandOptions.key("k");
            tickets.handle(visitor, id, Reply.of("x"), key);
            links.revoke(ANNA, id, issued.link().id());

            assertThatThrownBy(() -> tickets.customerView(visitor, id, 0, 10)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> tickets.handle(visitor, id, Reply.of("y"))).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> tickets.handle(visitor, id, Reply.of("x"), key))
                    .isInstanceOf(NotFoundException.class);
            assertThat(tickets.handle(MARIA, id, Reply.of("x"), key).version()).isEqualTo(4);
        }
    }

    @Nested
    class TheOneAnswer {

        @Test
        void isGivenToWhateverIsWrongWithAToken() {
            TicketLinks.Issued revoked = issue(Scope.SEE);
            links.revoke(ANNA, id, revoked.link().id());
            TicketLinks.Issued rotated = issue(Scope.SEE);
            links.rotate(ANNA, id, rotated.link().id(), DAY);
            TicketLinks.Issued expired = links.issue(ANNA, id, MARIA.id(), Set.of(Scope.SEE), Duration.ofHours(1));
            desk.clock().advance(Duration.ofHours(1));

            int attempt = 0;
            for (String token : List.of("", "no token", SecretLink.Token.generate().reveal(), revoked.token().reveal(),
                    rotated.token().reveal(), expired.token().reveal(), expired.token().reveal() + "=",
                    expired.link().id().toString(), expired.link().token().value())) {
                String address = "192.0.2." + attempt++;
                assertUnknown(() -> links.open(token, address));
            }
        }

        @Test
        void isGivenWhenTheParticipantMayDoNothingAnyMore() {
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.REPLY));
            TicketLinks.Issued issued = links.issue(ANNA, id, ZOE, Set.of(Scope.REPLY), DAY);
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.SEE));

            assertUnknown(() -> open(issued));
            tickets.handle(ANNA, id, new RemoveParticipant(ZOE));
            assertUnknown(() -> open(issued));
        }

        @Test
        void comesOneInstantAfterTheLastGoodOne() {
            TicketLinks.Issued issued = issue(Scope.SEE);
            desk.clock().advance(DAY.minusNanos(1_000));
            Actor visitor = open(issued).actor();
            assertThat(tickets.customerView(visitor, id, 0, 10).entries()).hasSize(1);

            desk.clock().advance(Duration.ofNanos(1_000));
            assertUnknown(() -> open(issued));
            assertThatThrownBy(() -> tickets.customerView(visitor, id, 0, 10)).isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class Attempts {

        private void fail(String address) {
            assertUnknown(() -> links.open(SecretLink.Token.generate().reveal(), address));
        }

        @Test
        void areListenedToSoManyTimesInAWindowWhateverTheToken() {
            TicketLinks.Issued issued = issue(Scope.SEE);
            fail(HERE);
            desk.clock().advance(Duration.ofMinutes(4));
            fail(HERE);
            fail(HERE);

            for (String token : List.of(issued.token().reveal(), "no token")) {
                assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(() -> links.open(token, HERE))
                        .satisfies(e -> assertThat(e.reasons()).containsExactly(new Reason("too-many-attempts",
                                "There were too many attempts; they are listened to again from {again} on",
                                Map.of("again", Instant.parse("2026-03-02T09:10:00Z")))));
            }
            assertThat(links.open(issued.token().reveal(), "192.0.2.8").ticket()).isEqualTo(id);
            desk.clock().advance(Duration.ofMinutes(6));
            assertThat(open(issued).ticket()).isEqualTo(id);
        }

        @Test
        void thatSucceedDoNotCount() {
            TicketLinks.Issued issued = issue(Scope.SEE);
            fail(HERE);
            fail(HERE);
            for (int i = 0; i < 10; i++) {
                open(issued);
            }
            fail(HERE);

            assertThatThrownBy(() -> open(issued)).isInstanceOf(CommandRefusedException.class);
        }

        @Test
        void comeFromSomewhere() {
            String longest = "x".repeat(TicketLinks.MAX_ADDRESS_LENGTH);
            fail(longest);

            for (String address : List.of("", longest + "x")) {
                assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> links.open("x", address))
                        .satisfies(e -> assertThat(e.violations()).extracting(Violation::path)
                                .containsExactly("address"));
            }
        }

        @Test
        void areLimitedByNumbersThatMakeSense() {
            Tickets.Builder builder = Tickets.builder(storage.tickets());

            assertThatThrownBy(() -> builder.linkAttempts(0, DAY)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> builder.linkAttempts(1, Duration.ZERO)).isInstanceOf(InvalidInputException.class);
            try (Tickets strict = builder.linkAttempts(1, Duration.ofNanos(1)).build()) {
                assertUnknown(() -> strict.links().open("x", HERE));
            }
        }
    }

    @Nested
    class Managing {

        @Test
        void isToldInTheHistoryAndNeverTheSecret() {
            TicketLinks.Issued issued = issue(Scope.RATE, Scope.SEE);
            TicketLinks.Issued rotated = links.rotate(ANNA, id, issued.link().id(), DAY.multipliedBy(2));
            links.revoke(ANNA, id, issued.link().id());

            List<TicketEvent> history = tickets.history(ANNA, id, 2, 10);
            assertThat(history).satisfiesExactly(
                    event -> assertThat(event).isEqualTo(new TicketEvent.LinkIssued(event.stamp(), issued.link().id(),
                            MARIA.id(), Set.of(Scope.SEE, Scope.RATE), TestDesk.START.plus(DAY))),
                    event -> assertThat(event).isEqualTo(new TicketEvent.LinkIssued(event.stamp(), issued.link().id(),
                            MARIA.id(), Set.of(Scope.SEE, Scope.RATE), TestDesk.START.plus(DAY.multipliedBy(2)))),
                    event -> assertThat(event)
                            .isEqualTo(new TicketEvent.LinkRevoked(event.stamp(), issued.link().id())));
            assertThat(history).allSatisfy(event -> assertThat(event.stamp().by()).isEqualTo(ANNA));
            assertThat(history.toString() + issued + rotated).doesNotContain(issued.token().reveal())
                    .doesNotContain(rotated.token().reveal()).doesNotContain(rotated.link().token().value());
            assertThat(tickets.customerView(MARIA, id, 2, 10).entries()).isEmpty();
        }

        @Test
        void replacesATokenAndKeepsTheRest() {
            TicketLinks.Issued before = issue(Scope.SEE);
            open(before);
            desk.clock().advance(DAY.multipliedBy(3));

            TicketLinks.Issued after = links.rotate(ANNA, id, before.link().id(), DAY);

            assertThat(after.link()).isEqualTo(new SecretLink(before.link().id(), id.toString(), MARIA.id(),
                    Set.of(Scope.SEE), TestDesk.START.plus(DAY.multipliedBy(4)), after.token().hash()));
            assertThat(after.token()).isNotEqualTo(before.token());
            assertUnknown(() -> open(before));
            open(after);
            assertThat(links.list(ANNA, id)).containsExactly(
                    new SecretLink.Usage(after.link(), 2, Optional.of(TestDesk.START.plus(DAY.multipliedBy(3)))));
        }

        @Test
        void listsLinksWithTheirUse() {
            TicketLinks.Issued used = issue(Scope.SEE);
            TicketLinks.Issued unused = links.issue(ANNA, id, MARIA.id(), Set.of(Scope.SEE), Duration.ofHours(1));
            desk.clock().advance(Duration.ofMinutes(1));
            open(used);

            assertThat(links.list(ANNA, id)).containsExactly(
                    new SecretLink.Usage(unused.link(), 0, Optional.empty()),
                    new SecretLink.Usage(used.link(), 1, Optional.of(TestDesk.START.plusSeconds(60))));
        }

        @Test
        void issuesNoLinkToWhomHasNoPart() {
            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> links.issue(ANNA, id, ZOE, Set.of(Scope.SEE, Scope.REPLY), DAY))
                    .satisfies(e -> assertThat(e.reasons()).extracting(Reason::toString).containsExactly(
                            "scope-beyond-right: zoe may not view tickets as customers do here, so no link is good for it",
                            "scope-beyond-right: zoe may not reply to tickets here, so no link is good for it"))
                    .withMessageStartingWith("Ticket 1 gets no link:");
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.SEE));
            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> links.issue(ANNA, id, ZOE, Set.of(Scope.SEE, Scope.REPLY), DAY))
                    .satisfies(e -> assertThat(e.reasons()).hasSize(1));
            assertThat(links.list(ANNA, id)).isEmpty();
        }

        @Test
        void refusesLinksThatAreGoodForNothing() {
            Duration longest = TicketLinks.MAX_LIFETIME;
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> links.issue(ANNA, id, MARIA.id(), Set.of(), longest.plusNanos(1)))
                    .satisfies(e -> assertThat(e.violations()).extracting(Violation::path)
                            .containsExactly("lifetime", "scopes"))
                    .withMessageContaining("PT1S to P366D");
            SecretLink.Id link = links.issue(ANNA, id, MARIA.id(), EnumSet.allOf(Scope.class), longest).link().id();
            assertThat(links.rotate(ANNA, id, link, TicketLinks.MIN_LIFETIME).link().expiresAt())
                    .isEqualTo(TestDesk.START.plusSeconds(1));
            for (Duration lifetime : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(999),
                    longest.plusNanos(1))) {
                assertThatThrownBy(() -> links.rotate(ANNA, id, link, lifetime))
                        .isInstanceOf(InvalidInputException.class);
            }
        }

        @Test
        void keepsInstantsInWholeMicroseconds() {
            assertThat(links.issue(ANNA, id, MARIA.id(), Set.of(Scope.SEE), Duration.ofNanos(1_000_001_999L)).link()
                    .expiresAt()).isEqualTo(TestDesk.START.plusNanos(1_000_001_000L));
        }

        @Test
        void findsLinksOfTheTicketAlone() {
            TicketLinks.Issued issued = issue(Scope.SEE);
            TicketId other = desk.openedBy("maria").id();
            SecretLink.Id unknown = SecretLink.Id.of("0199b1a2-7c3d-4e4f-8a5b-6c7d8e9f0a1b");

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> links.revoke(ANNA, other, issued.link().id()),
                    () -> links.rotate(ANNA, other, issued.link().id(), DAY),
                    () -> links.revoke(ANNA, id, unknown),
                    () -> links.rotate(ANNA, id, unknown, DAY))) {
                assertThatExceptionOfType(NotFoundException.class).isThrownBy(call).withMessageContaining("link");
            }
            assertThat(open(issued).ticket()).isEqualTo(id);
            assertThat(links.list(ANNA, other)).isEmpty();
        }

        @Test
        void forgetsExpiredLinksWithTheNextOneAndAllowsNoMoreLiveOnesThanMayBe() {
            for (int i = 0; i < TicketLinks.MAX_LINKS; i++) {
                issue(Scope.SEE);
            }
            assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(() -> issue(Scope.SEE))
                    .satisfies(e -> assertThat(e.reasons()).extracting(Reason::code)
                            .containsExactly("too-many-links"));
            desk.clock().advance(DAY);

            TicketLinks.Issued issued = issue(Scope.SEE);

            assertThat(links.list(ANNA, id)).extracting(SecretLink.Usage::link).containsExactly(issued.link());
        }

        @Test
        void endsTheLinksOfWhomIsRemovedAndNoOthers() {
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.SEE));
            tickets.handle(ANNA, id, AddParticipant.of("ivan"));
            TicketLinks.Issued marias = issue(Scope.SEE);
            Stream.of("zoe", "zoe", "ivan")
                    .forEach(who -> links.issue(ANNA, id, ActorId.of(who), Set.of(Scope.SEE), DAY));

            tickets.handle(ANNA, id, new RemoveParticipant(ZOE));

            assertThat(links.list(ANNA, id)).extracting(usage -> usage.link().participant().value())
                    .containsExactlyInAnyOrder("maria", "ivan");
            tickets.handle(ANNA, id, new AddParticipant(ZOE, Ticket.Participation.SEE));
            assertThat(links.list(ANNA, id)).hasSize(2);
            assertThat(open(marias).ticket()).isEqualTo(id);
        }
    }

    @Test
    void aLinkChangesTogetherWithItsTicket() {
        TicketLinks.Issued issued = issue(Scope.SEE);
        Ticket ticket = tickets.handle(ANNA, desk.openedBy("maria").id(), AddNote.of("n"));
        List<TicketEvent> events = tickets.history(ANNA, ticket.id(), 2, 1);
        TicketChange change = new TicketChange(ticket, events, Optional.empty());
        TicketCommit.Answer answer = new TicketCommit.Answer(ANNA.id(), IdempotencyKey.of("k"), "0".repeat(64), id, 1);

        assertThatThrownBy(() -> new TicketCommit(List.of(change), Optional.empty(),
                new LinkStore.Changes(List.of(issued.link()), Set.of()), List.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("together");
        assertThatThrownBy(() -> new TicketCommit(List.of(), Optional.of(answer),
                new LinkStore.Changes(List.of(), Set.of(issued.link().id())), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new TicketCommit(List.of(change), Optional.empty(),
                new LinkStore.Changes(List.of(), Set.of(issued.link().id())), List.of()).links().end()).hasSize(1);
    }
}
