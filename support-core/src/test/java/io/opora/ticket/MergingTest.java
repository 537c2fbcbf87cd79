package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.SettableClock;
import io.opora.Tag;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Phase;
import io.opora.workflow.ReplyRule;
import io.opora.workflow.TimeRule;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Merging tickets and undoing it: what becomes of them, what reaches whom, and who sees what. */
class MergingTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor IVAN = Actor.customer("ivan");
    private static final Actor ANNA = Actor.agent("anna");
    private static final RequestKind RETURN = RequestKind.of("return");

    private final SettableClock clock = SettableClock.at(START);
    private final MemoryStorage storage = MemoryStorage.create();
    private final Tickets tickets = Tickets.builder(storage.tickets()).clock(clock)
            .workflow(RETURN, Workflow.returns()).build();

    @AfterEach
    void close() {
        tickets.close();
        storage.close();
    }

    private TicketId opened(Actor customer, String subject) {
        return tickets.open(customer, OpenTicket.of(subject, "Text of " + subject)).id();
    }

    private void merge(TicketId source, TicketId target) {
        tickets.handle(ANNA, source, Merge.into(target));
    }

    private Ticket get(TicketId id) {
        Ticket ticket = tickets.get(ANNA, id);
        assertThat(Ticket.replay(history(id))).isEqualTo(ticket);
        return ticket;
    }

    private List<TicketEvent> history(TicketId id) {
        return tickets.history(ANNA, id, 0, Tickets.MAX_HISTORY_PAGE);
    }

    private CustomerView view(Actor customer, TicketId id) {
        return tickets.customerView(customer, id, 0, 100);
    }

    private static List<String> texts(CustomerView view) {
        return view.entries().stream().filter(CustomerView.Said.class::isInstance)
                .map(entry -> ((CustomerView.Said) entry).message().text()).toList();
    }

    private static void assertRefused(List<String> codes, ThrowingCallable call) {
        assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::code).isEqualTo(codes));
    }

    @Nested
    class Merging {

        @Test
        void isToldByBothHistoriesAndHeaders() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");

            Ticket merged = tickets.handle(ANNA, a, Merge.into(b));

            assertThat(merged).isEqualTo(get(a));
            assertThat(merged.related().isMerged()).isTrue();
            assertThat(merged.related().target()).contains(b);
            assertThat(merged.status().name()).isEqualTo("new");
            assertThat(get(b).related().mergedFrom()).containsExactly(a);
            assertThat(get(b).related().isMerged()).isFalse();
            assertThat(get(b).related().target()).isEmpty();
            assertThat(history(a).getLast()).isEqualTo(new TicketEvent.Merged(
                    new TicketEvent.Stamp(a, 3, START, ANNA), List.of(b)));
            assertThat(history(b).getLast()).isEqualTo(new TicketEvent.Absorbed(
                    new TicketEvent.Stamp(b, 3, START, ANNA), a, Set.of()));
        }

        @Test
        void worksAcrossWorkflowsAndRequesters() {
            TicketId a = opened(IVAN, "a");
            TicketId b = tickets.open(MARIA, OpenTicket.builder("b", "text").kind(RETURN).build()).id();
            tickets.handle(ANNA, a, Move.of("solve").with("resolution", "as in the other one"));

            merge(a, b);

            assertThat(get(a).phase()).isEqualTo(Phase.SOLVED);
            assertThat(get(a).related().target()).contains(b);
            tickets.handle(IVAN, a, Reply.of("Not at all"));
            assertThat(get(b).version()).isEqualTo(4);
            assertThat(get(a).phase()).isEqualTo(Phase.SOLVED);
        }

        @Test
        void flattensChains() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");
            TicketId c = opened(MARIA, "c");
            TicketId d = opened(MARIA, "d");

            merge(a, b);
            merge(b, c);
            merge(c, d);

            assertThat(get(a).related().mergedInto()).containsExactly(b, c, d);
            assertThat(get(a).related().target()).contains(d);
            assertThat(get(b).related().mergedInto()).containsExactly(c, d);
            assertThat(get(c).related().mergedInto()).containsExactly(d);
            assertThat(get(d).related().mergedFrom()).containsExactlyInAnyOrder(a, b, c);
            assertThat(get(c).related().mergedFrom()).containsExactlyInAnyOrder(a, b);
            assertThat(get(b).related().mergedFrom()).containsExactlyInAnyOrder(a);
            assertThat(history(d).getLast()).isInstanceOfSatisfying(TicketEvent.Absorbed.class, event -> {
                assertThat(event.ticket()).isEqualTo(c);
                assertThat(event.along()).containsExactlyInAnyOrder(a, b);
            });
        }

        @Test
        void isRefusedInACircle() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");
            TicketId c = opened(MARIA, "c");
            merge(a, b);
            merge(b, c);

            assertRefused(List.of("merge-cycle"), () -> merge(c, c));
            assertRefused(List.of("merge-cycle"), () -> merge(c, b));
            assertRefused(List.of("merge-cycle"), () -> merge(c, a));
            assertThatThrownBy(() -> merge(c, a)).hasMessageContaining(
                    "Ticket 3 cannot be merged into itself or into a ticket that was merged into it");
            assertRefused(List.of("merged", "merge-cycle"), () -> merge(a, a));
            assertThat(get(c).version()).isEqualTo(3);
        }

        @Test
        void isRefusedOfAndIntoMergedTicketsNamingWhereTheyGoOn() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");
            TicketId c = opened(MARIA, "c");
            merge(a, b);

            assertRefused(List.of("merged"), () -> merge(a, b));
            assertRefused(List.of("merged"), () -> merge(a, c));
            assertRefused(List.of("merged"), () -> merge(c, a));
            assertThatThrownBy(() -> merge(c, a))
                    .hasMessageContaining("Ticket 1 was merged into ticket " + b + ": do it there");
            assertThat(get(c).version()).isEqualTo(2);
        }

        @Test
        void isRefusedOfAndIntoClosedTicketsAndSaysAllThatIsWrong() {
            TicketId closed = opened(MARIA, "a");
            tickets.handle(ANNA, closed, Move.of("reject").with("reason", "spam"));
            TicketId open = opened(MARIA, "b");

            assertRefused(List.of("closed"), () -> merge(closed, open));
            assertRefused(List.of("closed"), () -> merge(open, closed));
            assertThatThrownBy(() -> merge(open, closed))
                    .hasMessageContaining("Ticket 1 is closed and stays so: link the two instead");
            assertRefused(List.of("merge-cycle", "closed"), () -> merge(closed, closed));
        }

        @Test
        void stopsAtTheMostTicketsThatMayGoOnInOne() {
            TicketId target = opened(MARIA, "target");
            TicketId other = opened(MARIA, "other");
            for (int i = 0; i < RelatedTickets.MAX_MERGED - 2; i++) {
                merge(opened(MARIA, "one more"), target);
            }
            merge(opened(MARIA, "one more"), other);
            TicketId last = opened(MARIA, "last");

            merge(other, target);

            assertThat(get(target).related().mergedFrom()).hasSize(RelatedTickets.MAX_MERGED);
            assertRefused(List.of("too-many-merged"), () -> merge(last, target));
            assertThatThrownBy(() -> merge(last, target)).hasMessageContaining(
                    "At most 50 tickets go on in one, and in ticket 1 it would be 51");
            assertRefused(List.of("too-many-merged"), () -> merge(target, last)); // what comes along counts
            tickets.handle(ANNA, other, new Unmerge());
            merge(target, last);
            assertThat(get(last).related().mergedFrom()).hasSize(RelatedTickets.MAX_MERGED - 1);
        }

        @Test
        void needsBothTickets() {
            TicketId a = opened(MARIA, "a");
            TicketId unknown = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10");

            assertThatThrownBy(() -> merge(a, unknown)).isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(unknown.toString());
            assertThatThrownBy(() -> merge(unknown, a)).isInstanceOf(NotFoundException.class);
            assertThat(get(a).version()).isEqualTo(2);
        }

        @Test
        void isTheStaffs() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");

            for (TicketCommand command : List.of(Merge.into(b), new Unmerge(), Split.of("Part", 2), Link.with(b),
                    Unlink.from(b))) {
                assertThatThrownBy(() -> tickets.handle(MARIA, a, command)).isInstanceOf(AccessDeniedException.class)
                        .hasMessageStartingWith("A customer may not ");
            }
        }

        @Test
        void conflictsWithWhatOthersDidToTheTicketButNotToTheTarget() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");
            tickets.handle(MARIA, b, Reply.of("More"));
            tickets.handle(MARIA, a, Reply.of("More"));

            assertThatExceptionOfType(TicketConflictException.class)
                    .isThrownBy(() -> tickets.handle(ANNA, a, Merge.into(b), CommandOptions.seen(2)))
                    .satisfies(e -> assertThat(e.won()).singleElement().isInstanceOf(TicketEvent.MessageAdded.class));
            assertThat(tickets.handle(ANNA, a, Merge.into(b), CommandOptions.seen(3)).related().target()).contains(b);
            assertThatExceptionOfType(TicketConflictException.class)
                    .isThrownBy(() -> tickets.handle(ANNA, a, new Unmerge(), CommandOptions.seen(3)))
                    .withMessageContaining("it was merged into another ticket");
        }

        @Test
        void hasOneEffectUnderAKey() {
            TicketId a = opened(MARIA, "a");
            TicketId b = opened(MARIA, "b");
            CommandOptions key = CommandOptions.key("k");
            Ticket merged = tickets.handle(ANNA, a, Merge.into(b), key);
            tickets.handle(ANNA, a, new Unmerge());

            assertThat(tickets.handle(ANNA, a, Merge.into(b), key)).isEqualTo(merged);
            assertThat(get(a).related().isMerged()).isFalse();
            assertThatThrownBy(() -> tickets.handle(ANNA, a, Merge.into(a), key))
                    .isInstanceOf(IdempotencyKey.ReusedException.class);
            assertThatThrownBy(() -> tickets.handle(ANNA, a, new Unmerge(), key))
                    .isInstanceOf(IdempotencyKey.ReusedException.class);
        }
    }

    @Nested
    class AMergedTicket {

        private final TicketId a = opened(MARIA, "a");
        private final TicketId b = opened(IVAN, "b");

        @Test
        void leavesTheInboxAndTheCountsUnlessTheyAreAskedForIt() {
            merge(a, b);
            TicketQuery all = TicketQuery.builder().withMerged().build();

            assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).containsExactly(get(b));
            assertThat(tickets.countByPhase(ANNA, TicketQuery.all())).containsEntry(Phase.NEW, 1L);
            assertThat(tickets.inbox(ANNA, all).tickets()).containsExactlyInAnyOrder(get(a), get(b));
            assertThat(tickets.countByPhase(ANNA, all)).containsEntry(Phase.NEW, 2L);

            tickets.handle(ANNA, a, new Unmerge());
            assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).hasSize(2);
        }

        @Test
        void takesNothingThatDecidesSomethingAndSaysWhereToDoIt() {
            tickets.handle(ANNA, a, Move.of("start"));
            merge(a, b);
            Ticket before = get(a);
            WorkflowMap map = WorkflowMap.between(Workflow.standard(), Workflow.standard()).mapSameNames().build();

            for (TicketCommand command : List.of(Move.of("ask"), Assign.to("boris"), new Prioritize(Priority.URGENT),
                    new Classify(RequestKind.FINANCIAL), new ChangeWorkflow(map), Merge.into(b),
                    Split.of("Part", 2), Link.with(b))) {
                assertThatExceptionOfType(CommandRefusedException.class).as("%s", command)
                        .isThrownBy(() -> tickets.handle(ANNA, a, command))
                        .satisfies(e -> assertThat(e.reasons().getFirst().message())
                                .isEqualTo("Ticket 1 was merged into ticket " + b + ": do it there"));
            }
            assertThatThrownBy(() -> tickets.handle(ANNA, a, Move.of("ask")))
                    .isInstanceOfSatisfying(TransitionNotAllowedException.class,
                            e -> assertThat(e.allowed()).isEmpty());
            assertThat(tickets.moves(ANNA, a)).isEmpty();
            assertThat(tickets.moves(ANNA, b)).isNotEmpty();
            assertThat(get(a)).isEqualTo(before);
        }

        @Test
        void doesNotTellACustomerWhereItWent() {
            merge(a, b);

            assertThatThrownBy(() -> tickets.handle(MARIA, a, Move.of("start")))
                    .isInstanceOf(TransitionNotAllowedException.class)
                    .hasMessageEndingWith("The ticket was merged into another one");
        }

        @Test
        void takesNotesAndTagsThatOthersWriteWhileItIsBeingMerged() {
            merge(a, b);
            CommandOptions before = CommandOptions.seen(2);

            tickets.handle(ANNA, a, AddNote.of("By mistake?"), before);
            Ticket tagged = tickets.handle(ANNA, a, ChangeTags.add("vip"), before);

            assertThat(tagged.version()).isEqualTo(5);
            assertThat(tagged.tags()).containsExactly(Tag.of("vip"));
            assertThat(get(b).version()).isEqualTo(3);
        }

        @Test
        void isLeftAloneByTime() {
            tickets.handle(ANNA, a, Move.of("ask"));
            merge(a, b);

            clock.advance(Duration.ofDays(1_000));

            assertThat(tickets.tick(10)).isZero();
            assertThat(get(a).phase()).isEqualTo(Phase.PENDING);
        }

        @Test
        void countsTimeAnewWhenItIsTakenOut() {
            tickets.handle(ANNA, a, Move.of("ask"));
            clock.advance(Duration.ofDays(2));
            merge(a, b);
            clock.advance(Duration.ofDays(100));
            tickets.handle(ANNA, a, new Unmerge());

            assertThat(tickets.tick(10)).isZero();
            clock.advance(Duration.ofDays(3).minusNanos(1_000));
            assertThat(tickets.tick(10)).isZero();
            clock.advance(Duration.ofNanos(1_000));
            assertThat(tickets.tick(10)).isEqualTo(1);
            assertThat(history(a).getLast()).isInstanceOf(TicketEvent.Reminded.class);
        }
    }

    @Nested
    class AReplyToAMergedTicket {

        private final TicketId a = opened(MARIA, "a");
        private final TicketId b = opened(IVAN, "b");
        private final TicketId c = opened(IVAN, "c");

        @Test
        void standsInItAndReachesTheTicketWhereTheConversationGoesOn() {
            merge(a, b);

            Ticket answered = tickets.handle(MARIA, a, Reply.of("It hums, too").withChannel(Channel.EMAIL));

            assertThat(answered).isEqualTo(get(a));
            assertThat(history(a).getLast()).isInstanceOfSatisfying(TicketEvent.MessageAdded.class, said -> {
                assertThat(said.message().text()).isEqualTo("It hums, too");
                assertThat(said.message().channel()).isEqualTo(Channel.EMAIL);
            });
            assertThat(history(b).getLast()).isEqualTo(new TicketEvent.MessageRelayed(
                    new TicketEvent.Stamp(b, 4, START, MARIA), new TicketEvent.MessageRef(a, 4)));
        }

        @Test
        void doesThereWhatAnyReplyDoes() {
            tickets.handle(ANNA, a, Move.of("ask"));
            tickets.handle(ANNA, b, Move.of("ask"));
            merge(a, b);

            tickets.handle(MARIA, a, Reply.of("An E27"));

            assertThat(get(b).status().name()).isEqualTo("open");
            assertThat(history(b).getLast()).isInstanceOfSatisfying(TicketEvent.StatusChanged.class,
                    moved -> assertThat(moved.cause()).isEqualTo(TicketEvent.Cause.CUSTOMER_REPLY));
            assertThat(get(a).status().name()).isEqualTo("pending");
        }

        @Test
        void byTheStaffChangesNoStatusAndStopsTheClockOfTheTarget() {
            tickets.handle(ANNA, b, Move.of("ask"));
            merge(a, b);
            clock.advance(Duration.ofDays(2));

            tickets.handle(ANNA, a, Reply.of("Dear Maria"));

            assertThat(get(b).phase()).isEqualTo(Phase.PENDING);
            assertThat(get(b).quietSince()).isEqualTo(START.plus(Duration.ofDays(2)));
            assertThat(texts(view(MARIA, a))).containsExactly("Text of a", "Dear Maria");
            assertThat(texts(view(IVAN, b))).containsExactly("Text of b");
        }

        @Test
        void isKnownToEveryTicketOfTheChain() {
            tickets.handle(ANNA, b, Move.of("ask"));
            tickets.handle(ANNA, c, Move.of("ask"));
            merge(a, b);
            merge(b, c);

            tickets.handle(MARIA, a, Reply.of("More"));

            assertThat(history(b).getLast()).isInstanceOfSatisfying(TicketEvent.MessageRelayed.class,
                    relayed -> assertThat(relayed.message()).isEqualTo(new TicketEvent.MessageRef(a, 5)));
            assertThat(get(b).phase()).as("merged").isEqualTo(Phase.PENDING);
            assertThat(history(c)).element(history(c).size() - 2)
                    .isInstanceOfSatisfying(TicketEvent.MessageRelayed.class,
                            relayed -> assertThat(relayed.message()).isEqualTo(new TicketEvent.MessageRef(a, 5)));
            assertThat(get(c).phase()).isEqualTo(Phase.OPEN);
        }

        @Test
        void hasOneEffectUnderAKey() {
            merge(a, b);
            CommandOptions key = CommandOptions.key("mail-7");

            Ticket answered = tickets.handle(MARIA, a, Reply.of("More"), key);
            tickets.handle(ANNA, b, AddNote.of("Hm"));

            assertThat(tickets.handle(MARIA, a, Reply.of("More"), key)).isEqualTo(answered);
            assertThat(history(b)).filteredOn(TicketEvent.MessageRelayed.class::isInstance).hasSize(1);
        }

        @Test
        void thatComesTooLateContinuesTheStrangersTicketInTheNameOfItsOwnRequester() {
            merge(a, b);
            tickets.handle(ANNA, b, Move.of("reject").with("reason", "spam"));

            Ticket followUp = tickets.handle(MARIA, a, Reply.of("Still broken"));

            assertThat(followUp.requester().id()).isEqualTo(MARIA.id());
            assertThat(followUp.subject()).isEqualTo("a");
            assertThat(followUp.followUps().previous()).contains(a);
            assertThat(get(a).followUps().next()).contains(followUp.id());
            assertThat(get(b).followUps().next()).isEmpty();
            assertThat(tickets.handle(MARIA, a, Reply.of("Hello?")).id()).isEqualTo(followUp.id());
        }

        @Test
        void thatComesTooLateContinuesTheirOwnTicketWhereItWentOn() {
            TicketId own = opened(IVAN, "own");
            merge(own, b);
            tickets.handle(ANNA, b, Move.of("reject").with("reason", "spam"));

            Ticket followUp = tickets.handle(IVAN, own, Reply.of("Still broken"));

            assertThat(followUp.subject()).isEqualTo("b");
            assertThat(followUp.followUps().previous()).contains(b);
            assertThat(get(own).version()).isEqualTo(3);
            assertThat(tickets.handle(IVAN, b, Reply.of("Hello?")).id()).isEqualTo(followUp.id());
        }

        @Test
        void thatComesTooLateByTheRuleOfTheTargetsWorkflow() {
            Workflow strict = Workflow.builder("strict", 1).status("open", Phase.OPEN).status("solved", Phase.SOLVED)
                    .status("done", Phase.CLOSED).initial("open")
                    .transition("solve", t -> t.from("open").to("solved").by(Role.AGENT))
                    .transition("reopen", t -> t.from("solved").to("open").by(Role.AGENT))
                    .transition("close", t -> t.from("solved").to("done").by(Role.AGENT))
                    .onCustomerReply(Phase.SOLVED, new ReplyRule.TakeWithin("reopen", Duration.ofDays(5)))
                    .timeRule(TimeRule.take(Phase.SOLVED, Duration.ofDays(90), "close")).build();
            try (Tickets strictly = Tickets.builder(storage.tickets()).clock(clock).knownWorkflow(strict)
                    .workflow(RETURN, strict).build()) {
                TicketId target = strictly.open(IVAN, OpenTicket.builder("t", "text").kind(RETURN).build()).id();
                strictly.handle(ANNA, target, Move.of("solve"));
                strictly.handle(ANNA, a, Merge.into(target));

                clock.advance(Duration.ofDays(5));
                strictly.handle(MARIA, a, Reply.of("In time"));
                assertThat(strictly.get(ANNA, target).phase()).isEqualTo(Phase.OPEN);

                strictly.handle(ANNA, target, Move.of("solve"));
                clock.advance(Duration.ofDays(5).plusNanos(1_000));
                assertThat(strictly.handle(MARIA, a, Reply.of("Too late")).followUps().previous()).contains(a);
            }
        }
    }

    @Nested
    class Customers {

        private final TicketId a = opened(MARIA, "a");
        private final TicketId c = opened(IVAN, "c");

        @Test
        void seeNothingOfAStrangersTicketThatTheirsWasMergedInto() {
            tickets.handle(IVAN, c, Reply.of("Ivan's secret"));
            tickets.handle(ANNA, c, AddNote.of("A note"));
            merge(a, c);
            tickets.handle(ANNA, c, Reply.of("Dear Ivan"));
            tickets.handle(MARIA, a, Reply.of("Maria again"));

            CustomerView view = view(MARIA, a);
            assertThat(texts(view)).containsExactly("Text of a", "Maria again");
            assertThat(view.goesOnIn()).isEmpty();
            assertThat(view.phase()).isEqualTo(Phase.NEW);
            assertThatThrownBy(() -> view(MARIA, c)).isInstanceOf(NotFoundException.class);
            assertThat(tickets.customerView(ANNA, a, 0, 100)).as("as staff see it").isEqualTo(view);
        }

        @Test
        void seeNothingOfAStrangersTicketThatWasMergedIntoTheirs() {
            merge(a, c);
            tickets.handle(MARIA, a, Reply.of("Maria's secret"));
            tickets.handle(ANNA, a, Reply.of("Dear Maria"));

            assertThat(texts(view(IVAN, c))).containsExactly("Text of c");
            assertThat(texts(tickets.customerView(ANNA, c, 0, 100))).containsExactly("Text of c");
        }

        @Test
        void areLedOnFromTheirTicketToTheirOtherOne() {
            TicketId mine = opened(MARIA, "mine");
            merge(a, mine);
            tickets.handle(MARIA, a, Reply.of("Through the old one"));
            tickets.handle(ANNA, mine, Reply.of("Dear Maria"));

            assertThat(view(MARIA, a).goesOnIn()).contains(mine);
            assertThat(texts(view(MARIA, a))).containsExactly("Text of a", "Through the old one");
            assertThat(texts(view(MARIA, mine))).containsExactly("Text of mine", "Through the old one", "Dear Maria");
            assertThat(view(MARIA, mine).goesOnIn()).isEmpty();
        }

        @Test
        void areLedOnAcrossAStrangersTicket() {
            TicketId mine = opened(MARIA, "mine");
            merge(a, c);
            assertThat(view(MARIA, a).goesOnIn()).isEmpty();
            merge(c, mine);
            tickets.handle(MARIA, a, Reply.of("Maria's"));
            tickets.handle(IVAN, c, Reply.of("Ivan's"));

            assertThat(view(MARIA, a).goesOnIn()).contains(mine);
            assertThat(view(IVAN, c).goesOnIn()).isEmpty();
            assertThat(texts(view(MARIA, mine))).containsExactly("Text of mine", "Maria's");
            assertThat(texts(view(IVAN, c))).containsExactly("Text of c", "Ivan's");
        }

        @Test
        void readWhatCameThroughAMergedTicketPageByPage() {
            TicketId mine = opened(MARIA, "mine");
            merge(a, mine);
            for (int i = 0; i < 120; i++) {
                tickets.handle(MARIA, a, Reply.of("old " + i));
                tickets.handle(ANNA, a, AddNote.of("note " + i));
            }

            CustomerView first = tickets.customerView(MARIA, mine, 0, 100);
            CustomerView second = tickets.customerView(MARIA, mine, first.next().orElseThrow(), 100);

            assertThat(texts(first)).hasSize(100).endsWith("old 98");
            assertThat(texts(second)).hasSize(21).startsWith("old 99").endsWith("old 119");
            assertThat(second.next()).isEmpty();
        }
    }

    @Nested
    class Unmerging {

        private final TicketId a = opened(MARIA, "a");
        private final TicketId b = opened(IVAN, "b");
        private final TicketId c = opened(IVAN, "c");

        @Test
        void givesTheTicketBackWithWhatWasSaidThroughIt() {
            tickets.handle(ANNA, a, Move.of("ask"));
            tickets.handle(ANNA, a, Assign.to("anna"));
            Ticket before = get(a);
            merge(a, b);
            tickets.handle(MARIA, a, Reply.of("More"));
            clock.advance(Duration.ofHours(1));

            Ticket after = tickets.handle(ANNA, a, new Unmerge());

            assertThat(after).isEqualTo(before.toBuilder().version(before.version() + 3)
                    .updatedAt(clock.instant()).quietSince(clock.instant()).build());
            assertThat(after.assignee()).contains(ActorId.of("anna"));
            assertThat(texts(view(MARIA, a))).containsExactly("Text of a", "More");
            assertThat(get(b).related()).isEqualTo(RelatedTickets.NONE);
            assertThat(history(a).getLast()).isEqualTo(new TicketEvent.Unmerged(
                    new TicketEvent.Stamp(a, 7, clock.instant(), ANNA), b));
            assertThat(history(b).getLast()).isEqualTo(new TicketEvent.Released(
                    new TicketEvent.Stamp(b, 5, clock.instant(), ANNA), a, Set.of()));
            tickets.handle(MARIA, a, Reply.of("By itself again"));
            assertThat(get(a).phase()).isEqualTo(Phase.OPEN);
            assertThat(get(b).version()).isEqualTo(5);
        }

        @Test
        void takesAlongWhatCameAlong() {
            TicketId x = opened(MARIA, "x");
            merge(x, a);
            merge(a, b);
            merge(b, c);
            tickets.handle(MARIA, x, Reply.of("Through x"));

            tickets.handle(ANNA, b, new Unmerge());

            assertThat(get(c).related()).isEqualTo(RelatedTickets.NONE);
            assertThat(get(b).related().mergedFrom()).containsExactlyInAnyOrder(a, x);
            assertThat(get(a).related().mergedInto()).containsExactly(b);
            assertThat(get(x).related().mergedInto()).containsExactly(a, b);
            assertThat(history(b)).as("what was said through x goes on here").anySatisfy(
                    event -> assertThat(event).isInstanceOfSatisfying(TicketEvent.MessageRelayed.class,
                            relayed -> assertThat(relayed.message().ticket()).isEqualTo(x)));
            assertThat(history(c).getLast()).isInstanceOfSatisfying(TicketEvent.Released.class, event -> {
                assertThat(event.ticket()).isEqualTo(b);
                assertThat(event.along()).containsExactlyInAnyOrder(a, x);
            });
        }

        @Test
        void takesATicketOutOfTheMiddleOfAChain() {
            TicketId x = opened(MARIA, "x");
            merge(x, a);
            merge(a, b);
            merge(b, c);

            tickets.handle(ANNA, a, new Unmerge());

            assertThat(get(a).related().isMerged()).isFalse();
            assertThat(get(a).related().mergedFrom()).containsExactly(x);
            assertThat(get(x).related().mergedInto()).containsExactly(a);
            assertThat(get(b).related().mergedInto()).containsExactly(c);
            assertThat(get(b).related().mergedFrom()).isEmpty();
            assertThat(get(c).related().mergedFrom()).containsExactly(b);
        }

        @Test
        void isRefusedOfATicketThatIsNotMerged() {
            assertRefused(List.of("not-merged"), () -> tickets.handle(ANNA, a, new Unmerge()));
            assertThatThrownBy(() -> tickets.handle(ANNA, a, new Unmerge()))
                    .hasMessageContaining("Ticket 1 is not merged");
        }

        @Test
        void isPossibleAfterTheOtherTicketWasClosed() {
            merge(a, b);
            tickets.handle(ANNA, b, Move.of("reject").with("reason", "spam"));

            assertThat(tickets.handle(ANNA, a, new Unmerge()).phase()).isEqualTo(Phase.NEW);
            merge(a, c);
            assertThat(get(a).related().target()).contains(c);
        }

        @Test
        void leavesTheFollowUpThatALateReplyBegan() {
            merge(a, b);
            tickets.handle(ANNA, b, Move.of("reject").with("reason", "spam"));
            Ticket followUp = tickets.handle(MARIA, a, Reply.of("Still broken"));

            Ticket after = tickets.handle(ANNA, a, new Unmerge());

            assertThat(after.followUps().next()).isEqualTo(Optional.of(followUp.id()));
            assertThat(view(MARIA, a).entries()).endsWith(new CustomerView.Continued(START, followUp.id()));
        }
    }

    @Test
    void theRulesOfOneTicketDoNotDecideAboutSeveral() {
        Ticket ticket = get(opened(MARIA, "a"));
        TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of());

        for (TicketCommand command : List.of(Merge.into(ticket.id()), new Unmerge(), Split.of("s", 2),
                Link.with(ticket.id()), Unlink.from(ticket.id()))) {
            assertThatThrownBy(() -> rules.decide(ticket, command, ANNA, START))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(command.getClass().getSimpleName()
                            + " concerns several tickets: Tickets.handle decides it");
        }
    }

    @Test
    void aVersionThatNeverWasIsNoticedForThemToo() {
        TicketId a = opened(MARIA, "a");
        TicketId b = opened(MARIA, "b");

        assertThatThrownBy(() -> tickets.handle(ANNA, a, Merge.into(b), CommandOptions.seen(3)))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("versions 1 to 2");
    }
}
