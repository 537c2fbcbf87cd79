package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.SettableClock;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Phase;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import io.opora.workflow.WorkflowMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor IVAN = Actor.customer("ivan");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor BOT = Actor.bot("helper");
    private static final RequestKind RETURN = RequestKind.of("return");

    private final SettableClock clock = SettableClock.at(START);
    private final MemoryStorage storage = MemoryStorage.create();
    private final Tickets tickets = Tickets.builder(storage.tickets()).clock(clock).locale(Locale.of("ru"))
            .workflow(RETURN, Workflow.returns()).build();

    @AfterEach
    void close() {
        tickets.close();
        storage.close();
    }

    private Ticket opened() {
        return tickets.open(MARIA, OpenTicket.of("Lamp broken", "It flickers and goes out."));
    }

    private Ticket solved() {
        return tickets.handle(ANNA, opened().id(), Move.of("solve").with("resolution", "new bulb"));
    }

    private List<TicketEvent> history(Ticket ticket) {
        return tickets.history(ANNA, ticket.id(), 0, Tickets.MAX_HISTORY_PAGE);
    }

    @Nested
    class Opening {

        @Test
        void givesATicketWithItsOpeningMessageAndTheDefaultsOfTheDesk() {
            Ticket ticket = opened();

            assertThat(ticket.number()).isEqualTo(TicketNumber.of(1));
            assertThat(ticket.version()).isEqualTo(2);
            assertThat(ticket.status().name()).isEqualTo("new");
            assertThat(ticket.phase()).isEqualTo(Phase.NEW);
            assertThat(ticket.kind()).isEqualTo(RequestKind.UNSORTED);
            assertThat(ticket.priority()).isEqualTo(Priority.NORMAL);
            assertThat(ticket.channel()).isEqualTo(Channel.FORM);
            assertThat(ticket.locale()).isEqualTo(Locale.of("ru"));
            assertThat(ticket.requester()).isEqualTo(Requester.of("maria"));
            assertThat(ticket.openedAt()).isEqualTo(START);
            assertThat(ticket.assignee()).isEmpty();
            assertThat(history(ticket)).hasSize(2).last().isInstanceOfSatisfying(TicketEvent.MessageAdded.class,
                    said -> assertThat(said.message().text()).isEqualTo("It flickers and goes out."));
        }

        @Test
        void keepsEverythingThatTheRequestSays() {
            Requester requester = Requester.of("maria").withName("Maria").withEmail("maria@example.org")
                    .withPhone("+7 900 000-00-00").withConsent(new Consent("privacy notice, version 3", START));
            Attachment photo = new Attachment("лампа.jpg", "image/jpeg", 120_000, "files/7");

            Ticket ticket = tickets.open(MARIA, OpenTicket.builder("Lamp", "Broken").kind(RequestKind.TECHNICAL)
                    .priority(Priority.HIGH).requester(requester).locale(Locale.ENGLISH).channel(Channel.EMAIL)
                    .attachment(photo).tag("VIP").build());

            assertThat(ticket.kind()).isEqualTo(RequestKind.TECHNICAL);
            assertThat(ticket.priority()).isEqualTo(Priority.HIGH);
            assertThat(ticket.requester()).isEqualTo(requester);
            assertThat(ticket.locale()).isEqualTo(Locale.ENGLISH);
            assertThat(ticket.channel()).isEqualTo(Channel.EMAIL);
            assertThat(ticket.subject()).isEqualTo("Lamp");
            assertThat(ticket.tags()).containsExactly(Tag.of("vip"));
            assertThat(history(ticket).getLast()).isInstanceOfSatisfying(TicketEvent.MessageAdded.class, said -> {
                assertThat(said.message().attachments()).containsExactly(photo);
                assertThat(said.message().channel()).isEqualTo(Channel.EMAIL);
                assertThat(said.message().locale()).isEqualTo(Locale.ENGLISH);
                assertThat(said.stamp().by()).isEqualTo(MARIA);
            });
        }

        @Test
        void followsTheWorkflowOfItsKind() {
            Ticket ticket = tickets.open(MARIA, OpenTicket.builder("Return", "Too small").kind(RETURN).build());

            assertThat(ticket.workflow()).isEqualTo(Workflow.returns().ref());
            assertThat(ticket.status().name()).isEqualTo("requested");
        }

        @Test
        void givesEachTicketANumberOfItsOwn() {
            assertThat(opened().number()).isLessThan(opened().number());
        }

        @Test
        void isDoneByStaffInTheNameOfACustomer() {
            Ticket ticket = tickets.open(ANNA,
                    OpenTicket.builder("Call", "Asked for a call").requester(Requester.of("ivan")).build());

            assertThat(ticket.requester().id()).isEqualTo(IVAN.id());
            assertThat(history(ticket)).allSatisfy(event -> assertThat(event.stamp().by()).isEqualTo(ANNA));
        }

        @Test
        void isRefusedToStaffWhoNameNobody() {
            assertThatThrownBy(() -> tickets.open(ANNA, OpenTicket.of("Call", "Asked for a call")))
                    .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                            .containsExactly(new Violation("requester", "required",
                                    "staff say for whom they open a ticket")));
        }

        @Test
        void isRefusedToCustomersInTheNameOfAnother() {
            OpenTicket command = OpenTicket.builder(" ", "text").requester(Requester.of("ivan")).build();

            assertThatThrownBy(() -> tickets.open(MARIA, command)).isInstanceOfSatisfying(InvalidInputException.class,
                    e -> assertThat(e.violations()).extracting(Violation::path).containsExactly("requester.id",
                            "subject"));
            assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).isEmpty();
        }
    }

    @Nested
    class Replying {

        @Test
        void byACustomerReopensAPendingTicket() {
            Ticket pending = tickets.handle(ANNA, opened().id(), Move.of("ask"));

            Ticket ticket = tickets.handle(MARIA, pending.id(), Reply.of("The big one"));

            assertThat(ticket.status().name()).isEqualTo("open");
            assertThat(history(ticket).getLast()).isInstanceOfSatisfying(TicketEvent.StatusChanged.class, moved -> {
                assertThat(moved.cause()).isEqualTo(TicketEvent.Cause.CUSTOMER_REPLY);
                assertThat(moved.action()).isEqualTo("resume");
                assertThat(moved.stamp().by()).isEqualTo(MARIA);
            });
        }

        @Test
        void byStaffChangesNoStatus() {
            Ticket pending = tickets.handle(ANNA, opened().id(), Move.of("ask"));

            assertThat(tickets.handle(ANNA, pending.id(), Reply.of("Still there?")).status().name())
                    .isEqualTo("pending");
            assertThat(tickets.handle(BOT, pending.id(), Reply.of("We have your mail")).status().name())
                    .isEqualTo("pending");
        }

        @Test
        void usesTheTicketsOwnChannelAndLanguageUnlessItSaysOtherwise() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), Reply.of("Здравствуйте"));
            tickets.handle(ANNA, ticket.id(), Reply.of("Hello").withChannel(Channel.CHAT).withLocale(Locale.ENGLISH));

            assertThat(history(ticket).subList(2, 4)).extracting(event -> ((TicketEvent.MessageAdded) event).message())
                    .extracting(Message::channel, Message::locale)
                    .containsExactly(tuple(Channel.FORM, Locale.of("ru")),
                            tuple(Channel.CHAT, Locale.ENGLISH));
        }

        @Test
        void reopensASolvedTicketUntilTheVeryEndOfTheSeventhDay() {
            Ticket ticket = solved();
            clock.set(START.plus(Duration.ofDays(7)));

            assertThat(tickets.handle(MARIA, ticket.id(), Reply.of("It broke again")).status().name())
                    .isEqualTo("open");
        }

        @Test
        void afterThatBeginsAFollowUpTicket() {
            Ticket ticket = solved();
            clock.set(START.plus(Duration.ofDays(7)).plusNanos(1_000));

            Ticket followUp = tickets.handle(MARIA, ticket.id(), Reply.of("It broke again"));

            assertThat(followUp.id()).isNotEqualTo(ticket.id());
            assertThat(followUp.status().name()).isEqualTo("new");
            assertThat(followUp.followUps().previous()).contains(ticket.id());
            assertThat(followUp.subject()).isEqualTo(ticket.subject());
            assertThat(followUp.requester()).isEqualTo(ticket.requester());
            assertThat(tickets.get(ANNA, ticket.id()).followUps().next()).contains(followUp.id());
            assertThat(history(ticket).getLast()).isInstanceOf(TicketEvent.FollowedUp.class);
            assertThat(history(followUp).getLast()).isInstanceOfSatisfying(TicketEvent.MessageAdded.class,
                    said -> assertThat(said.message().text()).isEqualTo("It broke again"));
        }

        @Test
        void toAClosedTicketReachesTheFollowUpThatIsThereAlready() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), Move.of("reject").with("reason", "spam"));
            Ticket followUp = tickets.handle(MARIA, ticket.id(), Reply.of("I am no robot"));

            Ticket again = tickets.handle(MARIA, ticket.id(), Reply.of("Hello?"));

            assertThat(again.id()).isEqualTo(followUp.id());
            assertThat(again.version()).isEqualTo(followUp.version() + 1);
            assertThat(tickets.countByPhase(ANNA, TicketQuery.all())).containsEntry(Phase.NEW, 1L)
                    .containsEntry(Phase.CLOSED, 1L);
        }

        @Test
        void toAReturnOnItsWayLosesNeitherTheMessageNorTheStatus() {
            Ticket ticket = tickets.open(MARIA, OpenTicket.builder("Return", "Too small").kind(RETURN).build());
            tickets.handle(ANNA, ticket.id(), Move.of("approve"));

            assertThat(tickets.handle(MARIA, ticket.id(), Reply.of("Sent it today")).status().name())
                    .isEqualTo("approved");
        }
    }

    @Nested
    class Moving {

        @Test
        void isRefusedWithEveryReasonAndWithTheMovesThatAreAllowed() {
            Ticket ticket = tickets.open(MARIA, OpenTicket.builder("Return", "Too small").kind(RETURN).build());
            tickets.handle(ANNA, ticket.id(), Move.of("approve"));
            tickets.handle(ANNA, ticket.id(), Move.of("receive-goods"));

            assertThatExceptionOfType(TransitionNotAllowedException.class)
                    .isThrownBy(() -> tickets.handle(ANNA, ticket.id(), Move.of("pay-out"))).satisfies(e -> {
                        assertThat(e.reasons()).extracting(Reason::code).containsExactly("right-missing",
                                "field-required");
                        assertThat(e.allowed()).extracting(Transition::action).containsExactly("refuse");
                        assertThat(e.action()).isEqualTo("pay-out");
                        assertThat(e.from().name()).isEqualTo("goods-received");
                        assertThat(e).hasMessageContainingAll("pay-out", "goods-received", "accountant", "amount");
                    });
            assertThat(tickets.get(ANNA, ticket.id()).version()).isEqualTo(4);
        }

        @Test
        void keepsTheFieldsThatWereGiven() {
            Ticket ticket = solved();

            assertThat(history(ticket).getLast()).isInstanceOfSatisfying(TicketEvent.StatusChanged.class, moved -> {
                assertThat(moved.fields()).containsExactly(Map.entry("resolution", FieldValue.text("new bulb")));
                assertThat(moved.cause()).isEqualTo(TicketEvent.Cause.COMMAND);
            });
            assertThat(ticket.statusSince()).isEqualTo(START);
        }

        @Test
        void asksTheGuardsWhichSeeTicketActionFieldsActorAndTime() {
            Workflow workflow = Workflow.builder("guarded", 1).status("open", Phase.OPEN).status("done", Phase.CLOSED)
                    .initial("open")
                    .transition("finish", t -> t.from("open").to("done").by(Role.AGENT).guard("ready")).build();
            FieldSet fields = FieldSet.of(FieldDefinition.builder("checked", FieldDefinition.Type.flag()).build());
            try (Tickets guarded = Tickets.builder(storage.tickets()).clock(clock).workflow(workflow).fields(fields)
                    .guard("ready",
                            seen -> seen.fields().containsValue(FieldValue.flag(true)) && seen.actor().equals(ANNA)
                                    && seen.now().equals(START) && seen.action().equals("finish")
                                    && seen.ticket().subject().equals("s")
                                            ? Optional.empty()
                                            : Optional.of(Reason.of("not-ready", "Check it first")))
                    .build()) {
                Ticket ticket = guarded.open(MARIA, OpenTicket.of("s", "t"));

                assertThatExceptionOfType(TransitionNotAllowedException.class)
                        .isThrownBy(() -> guarded.handle(ANNA, ticket.id(), Move.of("finish")))
                        .satisfies(e -> assertThat(e.reasons())
                                .containsExactly(Reason.of("not-ready", "Check it first")));
                assertThat(guarded.handle(ANNA, ticket.id(), Move.of("finish").with("checked", "true")).phase())
                        .isEqualTo(Phase.CLOSED);
            }
        }

        @Test
        void listsWhatEachMayDoNow() {
            Ticket ticket = opened();

            assertThat(tickets.moves(ANNA, ticket.id())).extracting(Transition::action).containsExactly("ask", "hold",
                    "reject", "solve", "start");
            assertThat(tickets.moves(MARIA, ticket.id())).isEmpty();
            assertThatThrownBy(() -> tickets.moves(IVAN, ticket.id())).isInstanceOf(NotFoundException.class);
        }
    }

    @Nested
    class Sorting {

        @Test
        void assignsToAPersonATeamAndNobody() {
            TicketId id = opened().id();

            assertThat(tickets.handle(ANNA, id, Assign.to("boris")).assignee()).contains(ActorId.of("boris"));
            Ticket moved = tickets.handle(ANNA, id, Assign.toTeam(TeamId.of("billing")));
            assertThat(moved.team()).contains(TeamId.of("billing"));
            assertThat(moved.assignee()).isEmpty();
            assertThat(tickets.handle(ANNA, id, Assign.to("clara")).team()).contains(TeamId.of("billing"));
            Ticket free = tickets.handle(ANNA, id, Assign.toNobody());
            assertThat(free.assignee()).isEmpty();
            assertThat(free.team()).contains(TeamId.of("billing"));
        }

        @Test
        void setsPriorityKindAndTags() {
            TicketId id = opened().id();
            tickets.handle(ANNA, id, new Prioritize(Priority.URGENT));
            tickets.handle(ANNA, id, new Classify(RequestKind.FINANCIAL));
            tickets.handle(ANNA, id, ChangeTags.add("VIP", "refund"));

            Ticket ticket = tickets.handle(ANNA, id, ChangeTags.remove("refund", "unknown"));

            assertThat(ticket.priority()).isEqualTo(Priority.URGENT);
            assertThat(ticket.kind()).isEqualTo(RequestKind.FINANCIAL);
            assertThat(ticket.tags()).containsExactly(Tag.of("vip"));
            assertThat(history(ticket).subList(2, 6)).satisfiesExactly(
                    event -> assertThat(event).isInstanceOfSatisfying(TicketEvent.Prioritized.class, e -> {
                        assertThat(e.from()).isEqualTo(Priority.NORMAL);
                        assertThat(e.to()).isEqualTo(Priority.URGENT);
                    }),
                    event -> assertThat(event).isInstanceOfSatisfying(TicketEvent.Classified.class, e -> {
                        assertThat(e.from()).isEqualTo(RequestKind.UNSORTED);
                        assertThat(e.to()).isEqualTo(RequestKind.FINANCIAL);
                    }),
                    event -> assertThat(event).isInstanceOfSatisfying(TicketEvent.TagsChanged.class,
                            e -> assertThat(e.added()).containsExactlyInAnyOrder(Tag.of("vip"), Tag.of("refund"))),
                    event -> assertThat(event).isInstanceOfSatisfying(TicketEvent.TagsChanged.class,
                            e -> assertThat(e.removed()).containsExactly(Tag.of("refund"))));
        }

        @Test
        void thatChangesNothingAddsNothingToTheHistory() {
            Ticket ticket = opened();

            assertThat(tickets.handle(ANNA, ticket.id(), new Prioritize(Priority.NORMAL))).isEqualTo(ticket);
            assertThat(tickets.handle(ANNA, ticket.id(), new Classify(RequestKind.UNSORTED))).isEqualTo(ticket);
            assertThat(tickets.handle(ANNA, ticket.id(), Assign.toNobody())).isEqualTo(ticket);
            assertThat(tickets.handle(ANNA, ticket.id(), ChangeTags.remove("vip"))).isEqualTo(ticket);
            assertThat(history(ticket)).hasSize(2);
        }

        @Test
        void stopsAtTheMostTagsThatATicketMayHave() {
            TicketId id = opened().id();
            for (int i = 0; i < Ticket.MAX_TAGS; i++) {
                tickets.handle(ANNA, id, ChangeTags.add("tag" + i));
            }

            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> tickets.handle(ANNA, id, ChangeTags.add("more")))
                    .satisfies(e -> assertThat(e.reasons()).singleElement().satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo("too-many-tags");
                        assertThat(reason.message()).isEqualTo("A ticket has at most 50 tags, and this would make 51");
                    }));
            assertThat(tickets.handle(ANNA, id, new ChangeTags(Set.of(Tag.of("more")), Set.of(Tag.of("tag0")))).tags())
                    .hasSize(Ticket.MAX_TAGS);
        }

        @Test
        void movesATicketToAnotherWorkflowByACompleteMap() {
            Ticket pending = tickets.handle(ANNA, opened().id(), Move.of("ask"));
            WorkflowMap map = WorkflowMap.between(Workflow.standard(), Workflow.returns()).map("new", "requested")
                    .map("open", "goods-received").map("pending", "approved").map("on-hold", "approved")
                    .map("solved", "paid-out").map("closed", "done").build();

            Ticket ticket = tickets.handle(ANNA, pending.id(), new ChangeWorkflow(map));

            assertThat(ticket.workflow()).isEqualTo(Workflow.returns().ref());
            assertThat(ticket.status().name()).isEqualTo("approved");
            assertThat(tickets.moves(ANNA, ticket.id())).extracting(Transition::action).contains("receive-goods");
            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> tickets.handle(ANNA, pending.id(), new ChangeWorkflow(map)))
                    .satisfies(e -> assertThat(e.reasons()).extracting(Reason::message).containsExactly(
                            "The map leads from workflow standard@1, but the ticket follows returns@1"));
        }

        @Test
        void refusesAMapToAWorkflowThatTheDeskDoesNotKnow() {
            Workflow other = Workflow.builder("other", 1).status("open", Phase.OPEN).status("done", Phase.CLOSED)
                    .initial("open").transition("finish", t -> t.from("open").to("done").by(Role.AGENT)).build();
            WorkflowMap map = WorkflowMap.between(Workflow.standard(), other).map("new", "open").map("open", "open")
                    .map("pending", "open").map("on-hold", "open").map("solved", "open").map("closed", "done").build();

            assertThatThrownBy(() -> tickets.handle(ANNA, opened().id(), new ChangeWorkflow(map)))
                    .isInstanceOf(NotFoundException.class).hasMessageContaining("workflow other@1");
        }
    }

    @Nested
    class TwoWriters {

        @Test
        void conflictWhenOneDecidedOnAnOlderVersion() {
            Ticket seen = opened();
            tickets.handle(MARIA, seen.id(), Reply.of("Never mind, it works"));

            assertThatExceptionOfType(TicketConflictException.class).isThrownBy(() -> tickets.handle(ANNA, seen.id(),
                    Move.of("ask"), CommandOptions.seen(seen.version()))).satisfies(e -> {
                        assertThat(e.current().version()).isEqualTo(3);
                        assertThat(e.won()).singleElement().isInstanceOf(TicketEvent.MessageAdded.class);
                        assertThat(e).hasMessageContaining("a public reply arrived");
                    });
            assertThat(tickets.get(ANNA, seen.id()).status().name()).isEqualTo("new");
        }

        @Test
        void areToldNothingInternalIfTheyAreCustomers() {
            Workflow workflow = Workflow.builder("cancelling", 1).status("open", Phase.OPEN)
                    .status("done", Phase.CLOSED).initial("open")
                    .transition("cancel", t -> t.from("open").to("done").by(Role.CUSTOMER)).build();
            try (Tickets cancelling = Tickets.builder(storage.tickets()).clock(clock).workflow(workflow).build()) {
                Ticket seen = cancelling.open(MARIA, OpenTicket.of("s", "t"));
                cancelling.handle(ANNA, seen.id(), AddNote.of("difficult customer"));
                CommandOptions options = CommandOptions.seen(seen.version());

                assertThatExceptionOfType(TicketConflictException.class)
                        .isThrownBy(() -> cancelling.handle(MARIA, seen.id(), Move.of("cancel"), options))
                        .satisfies(e -> assertThat(e.won()).isEmpty())
                        .withMessage("Ticket 1 was changed since version 2 and is at version 3 now."
                                + " Look at it and decide again");
                cancelling.handle(ANNA, seen.id(), Reply.of("Wait"));
                assertThatExceptionOfType(TicketConflictException.class)
                        .isThrownBy(() -> cancelling.handle(MARIA, seen.id(), Move.of("cancel"), options))
                        .satisfies(e -> assertThat(e.won()).singleElement()
                                .isInstanceOf(TicketEvent.MessageAdded.class))
                        .withMessageContaining("now: a public reply arrived. Look");
            }
        }

        @Test
        void doNotConflictWhenTheirCommandsCommute() {
            Ticket seen = opened();
            tickets.handle(ANNA, seen.id(), Move.of("start"));

            CommandOptions old = CommandOptions.seen(seen.version());
            tickets.handle(MARIA, seen.id(), Reply.of("More"), old);
            tickets.handle(ANNA, seen.id(), AddNote.of("Hm"), old);
            assertThat(tickets.handle(ANNA, seen.id(), ChangeTags.add("x"), old).version()).isEqualTo(6);
        }

        @Test
        void conflictWhenOneStalledBetweenReadingAndWriting() throws Exception {
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            Workflow workflow = Workflow.builder("stalling", 1).status("open", Phase.OPEN)
                    .status("done", Phase.CLOSED).initial("open")
                    .transition("finish", t -> t.from("open").to("done").by(Role.AGENT).guard("slow")).build();
            try (Tickets slow = Tickets.builder(storage.tickets()).clock(clock).workflow(workflow)
                    .guard("slow", seen -> {
                        read.countDown();
                        await(written);
                        return Optional.empty();
                    }).build()) {
                Ticket ticket = slow.open(MARIA, OpenTicket.of("s", "t"));
                CompletableFuture<Ticket> move = CompletableFuture
                        .supplyAsync(() -> slow.handle(ANNA, ticket.id(), Move.of("finish")));
                await(read);
                slow.handle(MARIA, ticket.id(), Reply.of("One more thing"));
                written.countDown();

                assertThatThrownBy(move::get).cause().isInstanceOfSatisfying(TicketConflictException.class,
                        e -> assertThat(e.won()).singleElement().isInstanceOf(TicketEvent.MessageAdded.class));
                assertThat(slow.get(ANNA, ticket.id()).phase()).isEqualTo(Phase.OPEN);
                assertThat(slow.handle(ANNA, ticket.id(), Move.of("finish")).phase()).isEqualTo(Phase.CLOSED);
            }
        }

        private void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void areToldWhenAVersionNeverExisted() {
            Ticket ticket = opened();

            for (long version : new long[]{0, 3}) {
                assertThatThrownBy(
                        () -> tickets.handle(ANNA, ticket.id(), Move.of("ask"), CommandOptions.seen(version)))
                        .isInstanceOf(InvalidInputException.class).hasMessageContaining("versions 1 to 2");
            }
        }
    }

    @Nested
    class AKey {

        @Test
        void makesARepeatedOpeningGiveTheSameTicketAsItWasThen() {
            CommandOptions key = CommandOptions.key("form-17");
            Ticket first = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"), key);
            tickets.handle(ANNA, first.id(), Move.of("start"));

            assertThat(tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"), key)).isEqualTo(first);
            assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).hasSize(1);
        }

        @Test
        void makesARepeatedMoveNoConflictAndNoRefusal() {
            Ticket ticket = opened();
            CommandOptions options = CommandOptions.key("k").andSeen(ticket.version());
            Ticket moved = tickets.handle(ANNA, ticket.id(), Move.of("start"), options);

            assertThat(tickets.handle(ANNA, ticket.id(), Move.of("start"), options)).isEqualTo(moved);
            assertThat(tickets.get(ANNA, ticket.id()).version()).isEqualTo(3);
        }

        @Test
        void isRememberedEvenIfTheCommandChangedNothing() {
            Ticket ticket = opened();
            CommandOptions key = CommandOptions.key("k");
            tickets.handle(ANNA, ticket.id(), new Prioritize(Priority.NORMAL), key);
            tickets.handle(ANNA, ticket.id(), new Prioritize(Priority.LOW));

            assertThat(tickets.handle(ANNA, ticket.id(), new Prioritize(Priority.NORMAL), key)).isEqualTo(ticket);
            assertThat(tickets.get(ANNA, ticket.id()).priority()).isEqualTo(Priority.LOW);
        }

        @Test
        void cannotStandForAnotherCommand() {
            CommandOptions key = CommandOptions.key("k");
            Ticket ticket = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"), key);

            assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                    .isThrownBy(() -> tickets.open(MARIA, OpenTicket.of("Lamp", "broken"), key))
                    .satisfies(e -> assertThat(e.key()).isEqualTo(IdempotencyKey.of("k")));
            assertThatThrownBy(() -> tickets.handle(MARIA, ticket.id(), Reply.of("x"), key))
                    .isInstanceOf(IdempotencyKey.ReusedException.class);
        }

        @Test
        void belongsToTheOneWhoSendsIt() {
            CommandOptions key = CommandOptions.key("k");
            Ticket marias = tickets.open(MARIA, OpenTicket.of("Lamp", "Broken"), key);

            assertThat(tickets.open(IVAN, OpenTicket.of("Lamp", "Broken"), key).id()).isNotEqualTo(marias.id());
        }

        @Test
        void makesARepeatedLateReplyOpenOneFollowUpOnly() {
            Ticket closed = tickets.handle(ANNA, opened().id(), Move.of("reject").with("reason", "spam"));
            CommandOptions key = CommandOptions.key("k");
            Ticket followUp = tickets.handle(MARIA, closed.id(), Reply.of("No spam!"), key);

            assertThat(tickets.handle(MARIA, closed.id(), Reply.of("No spam!"), key)).isEqualTo(followUp);
            assertThat(history(followUp)).hasSize(2);
        }
    }

    @Nested
    class Time {

        @Test
        void remindsThenSolvesThenClosesAQuietTicket() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), Move.of("ask"));

            assertThat(pass(Duration.ofDays(3).minusNanos(1_000))).isZero();
            assertThat(pass(Duration.ofNanos(1_000))).isEqualTo(1);
            assertThat(history(ticket).getLast()).isInstanceOf(TicketEvent.Reminded.class);
            assertThat(pass(Duration.ofDays(6))).isZero();
            assertThat(pass(Duration.ofDays(1))).isEqualTo(1);
            assertThat(tickets.get(ANNA, ticket.id()).status().name()).isEqualTo("solved");
            assertThat(pass(Duration.ofDays(14))).isEqualTo(1);
            Ticket closed = tickets.get(ANNA, ticket.id());
            assertThat(closed.phase()).isEqualTo(Phase.CLOSED);
            assertThat(history(closed).getLast()).isInstanceOfSatisfying(TicketEvent.StatusChanged.class, moved -> {
                assertThat(moved.cause()).isEqualTo(TicketEvent.Cause.TIME);
                assertThat(moved.stamp().by()).isEqualTo(Actor.SYSTEM);
            });
            assertThat(pass(Duration.ofDays(1_000))).isZero();
        }

        @Test
        void beginsAnewWithEachPublicMessageButNotWithANote() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), Move.of("ask"));
            clock.advance(Duration.ofDays(2));
            tickets.handle(ANNA, ticket.id(), AddNote.of("waiting"));
            assertThat(pass(Duration.ofDays(1))).isEqualTo(1);
            tickets.handle(ANNA, ticket.id(), Reply.of("Did you see my question?"));

            assertThat(pass(Duration.ofDays(3).minusNanos(1_000))).isZero();
            assertThat(pass(Duration.ofNanos(1_000))).isEqualTo(1);
            assertThat(history(ticket).getLast()).isInstanceOf(TicketEvent.Reminded.class);
        }

        @Test
        void isCaughtUpStepByStepAfterALongSleep() {
            Ticket ticket = tickets.handle(ANNA, opened().id(), Move.of("ask"));
            clock.advance(Duration.ofDays(100));

            assertThat(tickets.tick(10)).isEqualTo(1); // reminded, late
            assertThat(tickets.tick(10)).isEqualTo(1); // solved
            assertThat(tickets.tick(10)).isZero(); // solved just now, so not closed yet
            assertThat(tickets.get(ANNA, ticket.id()).phase()).isEqualTo(Phase.SOLVED);
        }

        @Test
        void looksAtNoMoreTicketsThanItWasAskedTo() {
            for (int i = 0; i < 3; i++) {
                tickets.handle(ANNA, opened().id(), Move.of("ask"));
            }
            clock.advance(Duration.ofDays(3));

            assertThat(tickets.tick(2)).isEqualTo(2);
            assertThat(tickets.tick(2)).isEqualTo(1);
        }

        @Test
        void neverRunsBackwardsWithinAHistory() {
            Ticket ticket = opened();
            clock.advance(Duration.ofHours(-1));

            Ticket later = tickets.handle(ANNA, ticket.id(), AddNote.of("my clock is slow"));

            assertThat(later.updatedAt()).isEqualTo(START);
        }

        @Test
        void canBeAskedForTheTicketAsItWas() {
            Ticket first = opened();
            clock.advance(Duration.ofHours(1));
            Ticket second = tickets.handle(ANNA, first.id(), Move.of("start"));

            assertThat(tickets.asOf(ANNA, first.id(), START.minusNanos(1_000))).isEmpty();
            assertThat(tickets.asOf(ANNA, first.id(), START)).contains(first);
            assertThat(tickets.asOf(ANNA, first.id(), START.plus(Duration.ofHours(1)).minusNanos(1_000)))
                    .contains(first);
            assertThat(tickets.asOf(ANNA, first.id(), START.plus(Duration.ofHours(1)))).contains(second);
        }

        private int pass(Duration duration) {
            clock.advance(duration);
            return tickets.tick(100);
        }
    }

    @Nested
    class Customers {

        @Test
        void seeWhatWasSaidAndHowFarItIsButNoNotesTagsOrNames() {
            Ticket ticket = opened();
            tickets.handle(ANNA, ticket.id(), AddNote.of("Difficult customer"));
            tickets.handle(ANNA, ticket.id(), ChangeTags.add("difficult"));
            tickets.handle(ANNA, ticket.id(), Assign.to("boris"));
            tickets.handle(BOT, ticket.id(), Reply.of("We have your mail"));
            tickets.handle(ANNA, ticket.id(), Reply.of("Which lamp?"));
            tickets.handle(ANNA, ticket.id(), Move.of("ask"));

            CustomerView view = tickets.customerView(MARIA, ticket.id(), 0, 100);

            assertThat(view.phase()).isEqualTo(Phase.PENDING);
            assertThat(view.number()).isEqualTo(ticket.number());
            assertThat(view.entries()).satisfiesExactly(
                    entry -> assertSaid(entry, CustomerView.Side.CUSTOMER, "It flickers and goes out."),
                    entry -> assertSaid(entry, CustomerView.Side.AUTOMATIC, "We have your mail"),
                    entry -> assertSaid(entry, CustomerView.Side.STAFF, "Which lamp?"),
                    entry -> assertThat(entry).isEqualTo(new CustomerView.Progressed(START, Phase.PENDING)));
            assertThat(view.next()).isEmpty();
            assertThat(tickets.customerView(ANNA, ticket.id(), 0, 100)).isEqualTo(view);
        }

        private void assertSaid(CustomerView.Entry entry, CustomerView.Side side, String text) {
            assertThat(entry).isInstanceOfSatisfying(CustomerView.Said.class, said -> {
                assertThat(said.from()).isEqualTo(side);
                assertThat(said.message().text()).isEqualTo(text);
                assertThat(said.at()).isEqualTo(START);
            });
        }

        @Test
        void readALongConversationPageByPage() {
            Ticket ticket = opened();
            for (int i = 0; i < 4; i++) {
                tickets.handle(MARIA, ticket.id(), Reply.of("more " + i));
                tickets.handle(ANNA, ticket.id(), AddNote.of("note " + i));
            }

            CustomerView first = tickets.customerView(MARIA, ticket.id(), 0, 3);
            CustomerView second = tickets.customerView(MARIA, ticket.id(), first.next().orElseThrow(), 3);

            assertThat(first.entries()).hasSize(3);
            assertThat(second.entries()).hasSize(2);
            assertThat(second.next()).isEmpty();
        }

        @Test
        void areShownWhereTheConversationGoesOn() {
            Ticket closed = tickets.handle(ANNA, opened().id(), Move.of("reject").with("reason", "spam"));
            Ticket followUp = tickets.handle(MARIA, closed.id(), Reply.of("No spam!"));

            assertThat(tickets.customerView(MARIA, closed.id(), 0, 10).entries())
                    .endsWith(new CustomerView.Continued(START, followUp.id()));
        }

        @Test
        void cannotTellSomebodyElsesTicketFromOneThatDoesNotExist() {
            Ticket ticket = opened();
            TicketId unknown = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10");

            assertThatThrownBy(() -> tickets.customerView(IVAN, ticket.id(), 0, 10))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessage("There is no ticket " + ticket.id() + " that you could see");
            assertThatThrownBy(() -> tickets.customerView(IVAN, unknown, 0, 10)).isInstanceOf(NotFoundException.class)
                    .hasMessage("There is no ticket " + unknown + " that you could see");
            assertThatThrownBy(() -> tickets.handle(IVAN, ticket.id(), Reply.of("hi")))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> tickets.handle(IVAN, ticket.id(), Move.of("start")))
                    .isInstanceOf(NotFoundException.class);
        }

        @Test
        void doNothingThatIsTheStaffs() {
            TicketId id = opened().id();
            WorkflowMap map = WorkflowMap.between(Workflow.standard(), Workflow.standard()).mapSameNames().build();

            for (TicketCommand command : List.of(AddNote.of("x"), Assign.to("maria"), new Prioritize(Priority.URGENT),
                    new Classify(RequestKind.FINANCIAL), ChangeTags.add("x"), new ChangeWorkflow(map))) {
                assertThatThrownBy(() -> tickets.handle(MARIA, id, command)).isInstanceOf(AccessDeniedException.class)
                        .hasMessageStartingWith("A customer may not ");
            }
            assertThatThrownBy(() -> tickets.get(MARIA, id)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.get(MARIA, TicketNumber.of(1))).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.asOf(MARIA, id, START)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.history(MARIA, id, 0, 1)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.inbox(MARIA, TicketQuery.all()))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> tickets.countByPhase(MARIA, TicketQuery.all()))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(tickets.get(ANNA, id).version()).isEqualTo(2);
        }
    }

    @Nested
    class Reading {

        @Test
        void findsATicketByIdAndByNumber() {
            Ticket ticket = opened();

            assertThat(tickets.get(ANNA, ticket.id())).isEqualTo(ticket);
            assertThat(tickets.get(ANNA, ticket.number())).isEqualTo(ticket);
            assertThatThrownBy(() -> tickets.get(ANNA, TicketNumber.of(99))).isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("99");
        }

        @Test
        void givesTheInboxPageByPage() {
            List<Ticket> all = List.of(opened(), opened(), opened());
            TicketQuery query = TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).limit(2).build();

            TicketPage first = tickets.inbox(ANNA, query);
            TicketPage second = tickets.inbox(ANNA, query.toBuilder().after(first.next().orElseThrow()).build());

            assertThat(first.tickets()).hasSize(2);
            assertThat(second.next()).isEmpty();
            assertThat(Stream.of(first, second).flatMap(page -> page.tickets().stream()).toList())
                    .containsExactlyInAnyOrderElementsOf(all);
            assertThat(tickets.inbox(ANNA, query.toBuilder().limit(3).build()).next()).isEmpty();
        }

        @Test
        void refusesACursorOfAnotherOrder() {
            TicketQuery.Cursor cursor = TicketQuery.Sort.OLDEST.cursor(opened());

            assertThatThrownBy(() -> tickets.inbox(ANNA, TicketQuery.builder().after(cursor).limit(0).build()))
                    .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                            .extracting(Violation::path).containsExactly("after", "limit"));
        }

        @Test
        void countsEveryPhase() {
            solved();
            opened();

            assertThat(tickets.countByPhase(ANNA, TicketQuery.all())).hasSize(Phase.values().length)
                    .containsEntry(Phase.NEW, 1L).containsEntry(Phase.SOLVED, 1L).containsEntry(Phase.CLOSED, 0L);
        }
    }
}
