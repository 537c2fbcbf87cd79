package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.event.EventConsumer;
import io.opora.storage.Storage;
import io.opora.storage.tck.Faults.Fault;
import io.opora.ticket.AddNote;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.Link;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Calls that fail before or after they are done, and calls that take too long: who does not know what became of a command sends
 * it again under its key, and in the end everything was done once, and every consumer was told.
 */
public abstract class FaultContract extends StorageSuite {

    private static final int MANY_SEEDS = 100;
    private static final int SEEDS = 10;
    private static final int TICKETS = 4;
    private static final int COMMANDS_EACH = 8;
    private static final int PATIENCE = 100;
    private static final String CONSUMER = "mailer";

    /** Longer than a relay has for a delivery. */
    private static final Duration TOO_LONG = Duration.ofMinutes(6);

    /** For subclasses, which make the fixture. */
    protected FaultContract() {}

    /**
     * How many times a desk works for a while, at each rate of faults. To be overridden where more are affordable.
     *
     * @return 10, and 100 with {@code -Dlong=true}
     */
    protected int seeds() {
        return Boolean.getBoolean("long") ? MANY_SEEDS : SEEDS;
    }

    @Test
    void whicheverCallOfACommandDoesNotArriveSentAgainItHasOneEffect() {
        assertOneEffectWhicheverCallFails(Fault.BEFORE);
    }

    @Test
    void whicheverCallOfACommandIsNotAnsweredSentAgainItHasOneEffect() {
        assertOneEffectWhicheverCallFails(Fault.AFTER);
    }

    private void assertOneEffectWhicheverCallFails(Fault fault) {
        Tickets sound = tickets(fixture().reopen());
        boolean everyCallHasFailed = false;
        int call = 0;
        while (!everyCallHasFailed) {
            int failing = call++;
            Ticket before = sound.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
            int[] calls = {0};
            Faults faults = new Faults(() -> calls[0]++ == failing ? fault : Fault.NONE, () -> {});
            Tickets faulty = tickets(faults.in(storage()));
            CommandOptions options = CommandOptions.key("reply-" + failing);

            Ticket answer = untilAnswered(
                    () -> faulty.handle(Samples.MARIA, before.id(), Reply.of("Hello?"), options));

            assertThat(answer.version()).isEqualTo(before.version() + 1);
            assertSame(store().find(before.id()), Optional.of(answer));
            assertThat(store().history(before.id(), 0, 10)).hasSize((int) answer.version());
            assertSame(sound.handle(Samples.MARIA, before.id(), Reply.of("Hello?"), options), answer);
            everyCallHasFailed = faults.happened(fault) == 0;
        }
        assertThat(call).as("calls of a command").isGreaterThan(1);
    }

    @Tag("volume")
    @Test
    void whateverFailsEveryCommandHasOneEffectAndEveryConsumerIsTold() {
        Dice.roll(dice -> {
            Map<Fault, Integer> happened = new HashMap<>();
            for (int seed = 0; seed < seeds(); seed++) {
                for (int oneIn : List.of(100, 20)) {
                    Day day = new Day(fixture().reopen(), dice, oneIn, seed + "-" + oneIn);
                    day.pass();
                    for (Fault fault : Fault.values()) {
                        happened.merge(fault, day.faults.happened(fault), Integer::sum);
                    }
                }
            }
            assertThat(happened).as("how often each fault happened")
                    .allSatisfy((fault, times) -> assertThat(times).as(fault.name()).isPositive());
        });
    }

    private static <T> T untilAnswered(Supplier<T> work) {
        StorageException last = new StorageException("never tried", null);
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            try {
                return work.get();
            } catch (StorageException e) {
                last = e;
            }
        }
        throw new AssertionError("no answer to " + PATIENCE + " attempts", last);
    }

    /** What a desk does for a while on a storage that goes wrong. */
    private final class Day {

        private final SettableClock clock = SettableClock.at(Samples.START);
        private final Storage sound;
        private final Faults faults;
        private final Dice dice;
        private final String name;
        private final Tickets faulty;
        private final Map<TicketId, List<Ticket>> answers = new LinkedHashMap<>();
        private final Map<TicketId, Long> versions = new HashMap<>();
        private final Map<String, Long> told = new HashMap<>();

        Day(Storage sound, Dice dice, int oneIn, String name) {
            this.sound = sound;
            this.dice = dice;
            this.name = name;
            List<Fault> evil = List.of(Fault.BEFORE, Fault.AFTER, Fault.SLOW);
            this.faults = new Faults(() -> dice.onceIn(oneIn) ? dice.oneOf(evil) : Fault.NONE,
                    () -> clock.advance(TOO_LONG));
            this.faulty = tickets(faults.in(sound), clock,
                    settings -> settings.consumer(EventConsumer.of(CONSUMER, delivery -> tell(delivery.event()))));
        }

        /** A consumer hears of the next event of a ticket, or once more of the last one. */
        private void tell(TicketEvent event) {
            long sequence = event.stamp().sequence();
            told.merge(event.stamp().ticket().toString(), sequence, (last, now) -> {
                assertThat(now).as("event of a ticket whose last one was %s", last).isBetween(last, last + 1);
                return now;
            });
        }

        void pass() {
            Optional<TicketId> previous = Optional.empty();
            for (int number = 0; number < TICKETS; number++) {
                String key = name + "-" + number;
                Ticket ticket = untilAnswered(() -> faulty.open(Samples.MARIA,
                        OpenTicket.of("Lamp broken", "It flickers."), CommandOptions.key(key)));
                TicketId id = ticket.id();
                note(ticket, ticket.version());
                for (int i = 1; i <= COMMANDS_EACH; i++) {
                    handle(id, i % 2 == 0 ? Samples.MARIA : Samples.BORIS, command(i), key + "-" + i);
                }
                previous.ifPresent(other -> {
                    handle(id, Samples.BORIS, Link.with(other), key + "-link");
                    versions.merge(other, 1L, Long::sum);
                });
                previous = Optional.of(id);
                deliver();
            }
            deliverEverything();
            compare();
        }

        private TicketCommand command(int number) {
            return number % 2 == 0
                    ? Reply.of("reply " + number)
                    : dice.onceIn(2) ? AddNote.of("note " + number) : ChangeTags.add("tag-" + number);
        }

        private void handle(TicketId id, Actor actor, TicketCommand command, String key) {
            Ticket answer = untilAnswered(() -> faulty.handle(actor, id, command, CommandOptions.key(key)));
            long expected = versions.getOrDefault(id, 0L) + 1;
            assertThat(answer.version()).as("version after %s", command.getClass().getSimpleName()).isEqualTo(expected);
            note(answer, expected);
        }

        private void note(Ticket answer, long version) {
            versions.put(answer.id(), version);
            answers.computeIfAbsent(answer.id(), id -> new ArrayList<>()).add(answer);
        }

        private void deliver() {
            try {
                faulty.events().orElseThrow().drain(Tickets.MAX_TICK);
            } catch (StorageException e) {
                clock.advance(TOO_LONG); // somebody else's lease by now
            }
        }

        private void deliverEverything() {
            for (int attempt = 0; attempt < PATIENCE && !sound.outbox().lag().isEmpty(); attempt++) {
                clock.advance(TOO_LONG);
                deliver();
            }
            assertThat(sound.outbox().lag()).as("what no consumer was told").isEmpty();
        }

        private void compare() {
            versions.forEach((id, version) -> {
                Ticket stored = sound.tickets().find(id).orElseThrow();
                List<TicketEvent> history = Picture.history(sound.tickets(), id);
                assertThat(stored.version()).as("accepted commands").isEqualTo(version);
                assertThat(history).hasSize(version.intValue());
                assertSame(Ticket.replay(history), stored);
                assertThat(told).as("the last event that was told").containsEntry(id.toString(), version);
            });
            assertThat(answers.values()).allSatisfy(
                    given -> assertThat(given).extracting(Ticket::version).doesNotHaveDuplicates());
        }
    }
}
