package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of a ticket's life, tried with random commands by random actors at random times. */
class TicketLifecycleProperties {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final TicketId ID = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10");

    /** A ticket after each event, beside the events. */
    private record Life(TicketLifecycle rules, List<TicketEvent> history, List<Ticket> after,
            List<Decision> decisions) {

        Ticket ticket() {
            return after.getLast();
        }
    }

    private static Life live(boolean returns, long seed) {
        Random random = new Random(seed);
        Workflow workflow = returns ? Workflow.returns() : Workflow.standard();
        TicketLifecycle rules = TicketLifecycle.of(workflow, Map.of(), RandomCommands.FIELDS);
        RandomCommands commands = new RandomCommands(workflow, random);
        List<TicketEvent> history = new ArrayList<>();
        List<Ticket> after = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        Instant now = START;
        OpenTicket open = OpenTicket.builder("s", "t").requester(Requester.of("maria")).build();
        Decision.Accepted opened = rules.open(open, ID, TicketNumber.of(1), Locale.ENGLISH, Actor.customer("maria"),
                now);
        history.addAll(opened.events());
        after.add(opened.ticket());
        for (int i = 0; i < 60; i++) {
            Instant next = now.plus(commands.pause());
            now = next.isBefore(START) ? START : next;
            Ticket ticket = after.getLast();
            Decision decision = random.nextInt(5) == 0
                    ? rules.timePassed(ticket, now)
                    : rules.decide(ticket, commands.command(now), commands.actor(), now);
            decisions.add(decision);
            if (decision instanceof Decision.Accepted accepted) {
                history.addAll(accepted.events());
                after.add(accepted.ticket());
            }
        }
        return new Life(rules, history, after, decisions);
    }

    @Property
    void foldingTheHistoryGivesTheHeader(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);

        assertThat(Ticket.replay(life.history())).isEqualTo(life.ticket());
    }

    @Property
    void everyHeaderThatEverWasIsAFoldOfTheBeginning(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);

        for (Ticket ticket : life.after()) {
            assertThat(Ticket.replay(life.history().subList(0, (int) ticket.version()))).isEqualTo(ticket);
        }
    }

    @Property
    void theHistoryHasNoGapsAndItsTimesNeverDecrease(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);

        for (int i = 0; i < life.history().size(); i++) {
            assertThat(life.history().get(i).stamp().sequence()).isEqualTo(i + 1L);
        }
        assertThat(life.history()).extracting(event -> event.stamp().at()).isSorted();
        assertThat(life.ticket().version()).isEqualTo(life.history().size());
    }

    @Property
    void everyMoveIsATransitionOfTheWorkflowAndBeginsWhereTheLastOneEnded(@ForAll boolean returns,
            @ForAll long seed) {
        Life life = live(returns, seed);

        var status = life.rules().workflow().initial();
        for (TicketEvent event : life.history()) {
            if (event instanceof TicketEvent.StatusChanged moved) {
                assertThat(moved.from()).isEqualTo(status);
                assertThat(life.rules().workflow().transitions()).anySatisfy(transition -> {
                    assertThat(transition.from()).isEqualTo(moved.from());
                    assertThat(transition.action()).isEqualTo(moved.action());
                    assertThat(transition.to()).isEqualTo(moved.to());
                });
                status = moved.to();
            }
        }
        assertThat(life.ticket().status()).isEqualTo(status);
    }

    @Property
    void whatIsFilledInIsReadableAndBounded(@ForAll boolean returns, @ForAll long seed) {
        for (Ticket ticket : live(returns, seed).after()) {
            assertThat(ticket.fields()).hasSizeLessThanOrEqualTo(Ticket.MAX_FIELDS)
                    .allSatisfy((name, value) -> assertThat(
                            RandomCommands.FIELDS.find(name)
                                    .flatMap(field -> FieldReading.read(field.type(), value.asText())))
                            .isIn(Optional.empty(), Optional.of(value)));
        }
    }

    @Property
    void onlyWhatIsStillToBeDoneIsPutAsideAndEachSnoozeEndsOnce(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);

        assertThat(life.after()).allSatisfy(ticket -> assertThat(
                ticket.snoozedUntil().isPresent() && ticket.phase().isFinished()).isFalse());
        boolean snoozed = false;
        for (TicketEvent event : life.history()) {
            if (event instanceof TicketEvent.Woken) {
                assertThat(snoozed).isTrue();
            }
            snoozed = event instanceof TicketEvent.Snoozed || (snoozed && !(event instanceof TicketEvent.Woken));
        }
        assertThat(life.ticket().snoozedUntil().isPresent()).isEqualTo(snoozed);
    }

    @Property
    void eachSolutionIsRatedAtMostOnceAndByTheRequester(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);

        boolean rateable = false;
        for (TicketEvent event : life.history()) {
            if (event instanceof TicketEvent.StatusChanged moved
                    && moved.from().phase().isFinished() != moved.to().phase().isFinished()) {
                rateable = moved.to().phase() == Phase.SOLVED;
            } else if (event instanceof TicketEvent.Rated rated) {
                assertThat(rateable).isTrue();
                assertThat(rated.stamp().by()).isEqualTo(RandomCommands.CUSTOMER);
                rateable = false;
            }
        }
    }

    @Property
    void timeActsOnlyWhenItHasCome(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);
        Ticket ticket = life.ticket();
        Optional<Instant> due = life.rules().wakeAt(ticket);

        if (due.isPresent()) {
            Instant early = due.get().minusNanos(1_000);
            assertThat(life.rules().timePassed(ticket, early).events()).isEmpty();
            assertThat(life.rules().timePassed(ticket, due.get()).events()).isNotEmpty();
        } else {
            assertThat(life.rules().timePassed(ticket, Instant.MAX.minusSeconds(1)).events()).isEmpty();
        }
    }

    @Property
    void aCustomersViewHoldsEveryPublicMessageAndNoNote(@ForAll boolean returns, @ForAll long seed) {
        Life life = live(returns, seed);

        List<Message> said = new ArrayList<>();
        for (TicketEvent event : life.history()) {
            if (event instanceof TicketEvent.MessageAdded added) {
                said.add(added.message());
            }
        }
        List<CustomerView.Entry> entries = life.history().stream().flatMap(event -> CustomerView.entry(event).stream())
                .toList();
        assertThat(entries).filteredOn(CustomerView.Said.class::isInstance)
                .extracting(entry -> ((CustomerView.Said) entry).message()).containsExactlyElementsOf(said);
        assertThat(entries).extracting(CustomerView.Entry::at).isSorted();
    }

    @Property
    void aRefusalAlwaysHasReasonsAndEachHasWords(@ForAll boolean returns, @ForAll long seed) {
        for (Decision decision : live(returns, seed).decisions()) {
            if (decision instanceof Decision.Refused refused) {
                assertThat(refused.reasons()).isNotEmpty().doesNotHaveDuplicates().allSatisfy(
                        reason -> assertThat(reason.message()).isNotBlank().doesNotContain("{", "}"));
            }
        }
    }
}
