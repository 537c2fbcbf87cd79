package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Link;
import io.opora.ticket.Merge;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.Split;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketConflictException;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.ticket.Unlink;
import io.opora.ticket.Unmerge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One idempotency key has one effect and always the same answer, whoever sends it again, wherever and however late. */
public abstract class IdempotencyContract extends StorageSuite {

    private static final int THREADS = 32;

    /** For subclasses, which make the fixture. */
    protected IdempotencyContract() {}

    /**
     * How many keys are sent, each of them by 32 threads at once. To be overridden where more are affordable.
     *
     * @return 1,000
     */
    protected int keys() {
        return 1_000;
    }

    /** What is done to each ticket, one step after the other, each under a key of its own. */
    private enum Step {
        OPEN, REPLY, NOTE, ASSIGN
    }

    /** What is sent under a key. */
    private record Sending(Step step, String key, Optional<Ticket> before) {

        Ticket to(Tickets tickets) {
            return to(tickets, "text of " + key);
        }

        Ticket to(Tickets tickets, String text) {
            CommandOptions options = CommandOptions.key(key);
            return switch (step) {
                case OPEN -> tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", text), options);
                case REPLY -> tickets.handle(Samples.MARIA, before.orElseThrow().id(), Reply.of(text), options);
                case NOTE -> tickets.handle(Samples.BORIS, before.orElseThrow().id(), AddNote.of(text), options);
                case ASSIGN -> tickets.handle(Samples.BORIS, before.orElseThrow().id(), Assign.to(text),
                        options.andSeen(before.orElseThrow().version()));
            };
        }
    }

    @Tag("volume")
    @Test
    void aKeyHasOneEffectAndOneAnswerHoweverOftenItIsSent() {
        List<Tickets> nodes = List.of(tickets(), tickets(fixture().reopen()));
        List<Sending> sendings = new ArrayList<>();
        List<Ticket> answers = new ArrayList<>();
        List<Ticket> latest = List.of();
        int perStep = keys() / Step.values().length;
        assertThat(perStep).as("keys for each step").isPositive();
        for (Step step : Step.values()) {
            List<Ticket> before = latest;
            List<Sending> now = IntStream.range(0, perStep).mapToObj(i -> new Sending(step, step + "-" + i,
                    before.isEmpty() ? Optional.empty() : Optional.of(before.get(i)))).toList();
            latest = sentByAll(nodes, now);
            sendings.addAll(now);
            answers.addAll(latest);
        }
        assertOneEffectEach(latest);

        Tickets restarted = tickets(fixture().reopen());
        for (int i = 0; i < sendings.size(); i++) {
            Sending sending = sendings.get(i);
            assertSame(sending.to(restarted), answers.get(i));
            assertThatExceptionOfType(IdempotencyKey.ReusedException.class)
                    .isThrownBy(() -> sending.to(restarted, "another text"))
                    .satisfies(e -> assertThat(e.key()).hasToString(sending.key()));
        }
        assertOneEffectEach(latest);
    }

    /** {@return the one answer to each, after all threads sent it at once} */
    private static List<Ticket> sentByAll(List<Tickets> nodes, List<Sending> sendings) {
        return Race.run(THREADS, sendings.size(), (thread, round) -> sendings.get(round).to(nodes.get(thread % 2)))
                .stream()
                .map(outcomes -> {
                    List<Ticket> answers = Race.returned(outcomes);
                    assertThat(answers.stream().distinct()).as("different answers to one key").hasSize(1);
                    return answers.getFirst();
                }).toList();
    }

    private void assertOneEffectEach(List<Ticket> tickets) {
        assertThat(store().countByPhase(TicketQuery.all()).values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(tickets.size());
        for (Ticket ticket : tickets) {
            assertThat(ticket.version()).as("opening, its message, reply, note, assignment").isEqualTo(5);
            assertSame(store().find(ticket.id()), Optional.of(ticket));
            assertThat(store().history(ticket.id(), 0, 10)).hasSize(5);
        }
    }

    @Test
    void anAnswerIsTheTicketAsItWasThenWhateverHappenedSince() {
        Tickets tickets = tickets();
        Ticket opened = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."),
                CommandOptions.key("a"));
        Ticket urgent = tickets.handle(Samples.BORIS, opened.id(), new Prioritize(Priority.URGENT),
                CommandOptions.key("b"));
        Ticket low = tickets.handle(Samples.BORIS, opened.id(), new Prioritize(Priority.LOW), CommandOptions.key("c"));

        Tickets restarted = tickets(fixture().reopen());
        assertSame(restarted.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."), CommandOptions.key("a")),
                opened);
        assertSame(
                restarted.handle(Samples.BORIS, opened.id(), new Prioritize(Priority.URGENT), CommandOptions.key("b")),
                urgent);
        assertSame(restarted.handle(Samples.BORIS, opened.id(), new Prioritize(Priority.LOW), CommandOptions.key("c")),
                low);
        assertSame(store().find(opened.id()), Optional.of(low));
    }

    @Test
    void aCommandThatChangedNothingIsAnsweredTheSameAfterItWouldChangeSomething() {
        Tickets tickets = tickets();
        Ticket opened = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        Ticket untouched = tickets.handle(Samples.BORIS, opened.id(), ChangeTags.remove("vip"),
                CommandOptions.key("a"));
        Ticket tagged = tickets.handle(Samples.BORIS, opened.id(), ChangeTags.add("vip"));

        assertSame(untouched, opened);
        assertSame(tickets.handle(Samples.BORIS, opened.id(), ChangeTags.remove("vip"), CommandOptions.key("a")),
                opened);
        assertSame(store().find(opened.id()), Optional.of(tagged));
    }

    @Test
    void aCommandOfSeveralTicketsHasOneEffectHoweverOftenItIsSent() {
        List<Tickets> nodes = List.of(tickets(), tickets(fixture().reopen()));
        Ticket target = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        Ticket source = tickets().open(Samples.MARIA, OpenTicket.of("Lamp dark", "It went out."));
        Ticket asked = tickets().handle(Samples.MARIA, source.id(), Reply.of("And a refund, please."));
        List<TicketCommand> commands = List.of(Split.of("Refund", asked.version()), Merge.into(target.id()),
                Reply.of("Hello?"), new Unmerge(), Link.with(target.id()), Unlink.from(target.id()));

        for (TicketCommand command : commands) {
            CommandOptions options = CommandOptions.key(command.getClass().getSimpleName());
            List<Ticket> answers = Race.returned(Race.run(THREADS,
                    (thread, round) -> nodes.get(thread % 2).handle(Samples.BORIS, source.id(), command, options)));

            assertThat(answers.stream().distinct()).as("different answers to %s", command).hasSize(1);
        }

        assertThat(store().history(source.id(), 3, 100)).extracting(Object::getClass).isEqualTo(List.of(
                TicketEvent.MessagesMovedOut.class, TicketEvent.Merged.class, TicketEvent.MessageAdded.class,
                TicketEvent.Unmerged.class, TicketEvent.Linked.class, TicketEvent.Unlinked.class));
        assertThat(store().history(target.id(), 2, 100)).extracting(Object::getClass)
                .isEqualTo(List.of(TicketEvent.Absorbed.class, TicketEvent.MessageRelayed.class,
                        TicketEvent.Released.class, TicketEvent.Linked.class, TicketEvent.Unlinked.class));
        assertThat(store().find(TicketQuery.all(), 10)).hasSize(3);
    }

    @Test
    void keysBelongToWhoeverSendsThem() {
        Tickets tickets = tickets();
        Ticket opened = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."),
                CommandOptions.key("key"));
        Ticket noted = tickets.handle(Samples.BORIS, opened.id(), AddNote.of("note"), CommandOptions.key("key"));

        assertThat(noted.version()).isEqualTo(opened.version() + 1);
        assertSame(tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."), CommandOptions.key("key")),
                opened);
        assertSame(tickets.handle(Samples.BORIS, opened.id(), AddNote.of("note"), CommandOptions.key("key")), noted);
        assertThat(store().history(opened.id(), 0, 10)).hasSize(3);
    }

    @Test
    void aKeyThatOnlyRefusedCommandsUsedIsFree() {
        Tickets tickets = tickets();
        Ticket opened = tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        CommandOptions options = CommandOptions.key("key").andSeen(opened.version());
        Ticket noted = tickets.handle(Samples.BORIS, opened.id(), AddNote.of("note"));
        assertThatExceptionOfType(TicketConflictException.class).isThrownBy(
                () -> tickets.handle(Samples.BORIS, opened.id(), new Prioritize(Priority.LOW), options));

        Ticket low = tickets.handle(Samples.BORIS, opened.id(), new Prioritize(Priority.LOW),
                CommandOptions.key("key").andSeen(noted.version()));

        assertThat(low.priority()).isEqualTo(Priority.LOW);
    }
}
