package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SupportException;
import io.opora.Tag;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.SecretLink;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.ChangeWorkflow;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Link;
import io.opora.ticket.Merge;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.RemoveParticipant;
import io.opora.ticket.Reply;
import io.opora.ticket.Split;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketConflictException;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.ticket.TicketStore;
import io.opora.ticket.TransitionNotAllowedException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A refused command changes nothing: no ticket, no history, no wake-up, no count, and its key stays free. */
public abstract class RefusalContract extends StorageSuite {

    private int refusals;

    /** For subclasses, which make the fixture. */
    protected RefusalContract() {}

    @Test
    void aMoveThatTheWorkflowLacks() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(TransitionNotAllowedException.class, handle(Samples.BORIS, ticket, Move.of("reopen")));
    }

    @Test
    void aMoveWithoutItsFields() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(TransitionNotAllowedException.class, handle(Samples.BORIS, ticket, Move.of("solve")));
    }

    @Test
    void aMoveThatIsNotTheActorsRight() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(TransitionNotAllowedException.class, handle(Samples.MARIA, ticket, Move.of("start")));
    }

    @Test
    void moreTagsThanATicketMayHave() {
        Ticket ticket = openAmongOthers();
        tickets().handle(Samples.BORIS, ticket.id(), ChangeTags.add("one-more"));

        assertChangesNothing(CommandRefusedException.class,
                handle(Samples.BORIS, ticket, new ChangeTags(tags(), Set.of())));
    }

    private static Set<Tag> tags() {
        return IntStream.range(0, Ticket.MAX_TAGS).mapToObj(i -> Tag.of("tag-" + i)).collect(Collectors.toSet());
    }

    @Test
    void aChangeOfAWorkflowThatTheTicketDoesNotFollow() {
        Ticket ticket = openAmongOthers();
        tickets().handle(Samples.BORIS, ticket.id(), new ChangeWorkflow(Rules.TO_SUCCESSOR));

        assertChangesNothing(CommandRefusedException.class,
                handle(Samples.BORIS, ticket, new ChangeWorkflow(Rules.TO_SUCCESSOR)));
    }

    @Test
    void aMergeInACircle() {
        Ticket ticket = openAmongOthers();
        Ticket target = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        tickets().handle(Samples.BORIS, ticket.id(), Merge.into(target.id()));

        assertChangesNothing(CommandRefusedException.class, handle(Samples.BORIS, target, Merge.into(ticket.id())));
        assertChangesNothing(CommandRefusedException.class, handle(Samples.BORIS, target, Merge.into(target.id())));
    }

    @Test
    void whatAMergedTicketDoesNotTake() {
        Ticket ticket = openAmongOthers();
        Ticket target = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        tickets().handle(Samples.BORIS, ticket.id(), Merge.into(target.id()));

        assertChangesNothing(TransitionNotAllowedException.class, handle(Samples.BORIS, ticket, Move.of("start")));
        assertChangesNothing(CommandRefusedException.class, handle(Samples.BORIS, ticket, Assign.to("boris")));
        assertChangesNothing(CommandRefusedException.class, handle(Samples.BORIS, ticket, Merge.into(target.id())));
        assertChangesNothing(CommandRefusedException.class, handle(Samples.BORIS, ticket, Split.of("Part", 2)));
        assertChangesNothing(CommandRefusedException.class, handle(Samples.BORIS, ticket, Link.with(target.id())));
    }

    @Test
    void aMergeIntoATicketThatDoesNotExist() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(NotFoundException.class,
                handle(Samples.BORIS, ticket, Merge.into(samples().newId())));
    }

    @Test
    void aChangeOfWhatOthersChangedSince() {
        Ticket ticket = openAmongOthers();
        tickets().handle(Samples.MARIA, ticket.id(), Reply.of("And it hums."));

        assertChangesNothing(TicketConflictException.class, options -> tickets().handle(Samples.BORIS, ticket.id(),
                new Prioritize(Priority.LOW), options.andSeen(ticket.version())));
    }

    @Test
    void aVersionThatNeverWas() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(InvalidInputException.class, options -> tickets().handle(Samples.BORIS, ticket.id(),
                new Prioritize(Priority.LOW), options.andSeen(ticket.version() + 1)));
    }

    @Test
    void invalidInput() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(InvalidInputException.class, handle(Samples.MARIA, ticket, Reply.of(" ")));
        assertChangesNothing(InvalidInputException.class,
                options -> tickets().open(Samples.MARIA, OpenTicket.of("two\nlines", ""), options));
    }

    @Test
    void aKeyThatStandsForAnotherCommand() {
        Ticket ticket = openAmongOthers();
        CommandOptions used = CommandOptions.key("used");
        tickets().handle(Samples.BORIS, ticket.id(), AddNote.of("note"), used);

        assertChangesNothing(IdempotencyKey.ReusedException.class,
                options -> tickets().handle(Samples.BORIS, ticket.id(), AddNote.of("another note"), used));
    }

    @Test
    void aTicketThatDoesNotExist() {
        openAmongOthers();
        TicketId unknown = samples().newId();

        assertChangesNothing(NotFoundException.class,
                options -> tickets().handle(Samples.BORIS, unknown, AddNote.of("note"), options));
        assertThat(store().find(unknown)).isEmpty();
    }

    @Test
    void aTicketThatIsAnotherCustomers() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(NotFoundException.class,
                handle(Actor.customer("somebody-else"), ticket, Reply.of("Let me in.")));
    }

    @Test
    void aTicketThatALinkDoesNotOpen() {
        Ticket ticket = openAmongOthers();
        Ticket other = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        Actor holder = tickets().links().issue(Samples.BORIS, other.id(), Samples.MARIA.id(),
                Set.of(SecretLink.Scope.REPLY), TicketLinks.MAX_LIFETIME).link().holder();

        assertChangesNothing(NotFoundException.class, handle(holder, ticket, Reply.of("Let me in.")));
    }

    @Test
    void aLinkForWhoDoesNotTakePart() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(CommandRefusedException.class, options -> tickets().links().issue(Samples.BORIS,
                ticket.id(), Samples.BORIS.id(), Set.of(SecretLink.Scope.SEE), TicketLinks.MAX_LIFETIME));
    }

    @Test
    void theRemovalOfTheRequester() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(CommandRefusedException.class,
                handle(Samples.BORIS, ticket, new RemoveParticipant(Samples.MARIA.id())));
    }

    @Test
    void whatCustomersMayNotDo() {
        Ticket ticket = openAmongOthers();

        assertChangesNothing(AccessDeniedException.class, handle(Samples.MARIA, ticket, Assign.to("boris")));
    }

    @Test
    void whateverElseIsRefused() {
        Dice.roll(dice -> {
            Samples samples = new Samples(store(), dice);
            // the tickets that random ones are merged into are in no store, and could not be replied to
            List<Story> stories = samples.random(14).stream().filter(story -> !story.ticket().related().isMerged())
                    .toList();
            store(stories);
            stories.forEach(story -> assertStored(store(), story));
            List<Actor> actors = List.of(Samples.BORIS, Samples.MARIA, Actor.customer("somebody-else"));
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                TicketId id = dice.oneOf(stories).id();
                Actor actor = dice.oneOf(actors);
                TicketCommand command = samples.randomCommand();
                Picture before = Picture.of(store());
                try {
                    tickets().handle(actor, id, command);
                } catch (CommandRefusedException | AccessDeniedException | NotFoundException
                        | InvalidInputException e) {
                    assertSame(Picture.of(store()), before);
                    refused++;
                }
            }
            assertThat(refused).as("refusals of 200 random commands").isGreaterThan(20);
        });
    }

    /** {@return a ticket that others stand beside, some of them with wake-ups} */
    private Ticket openAmongOthers() {
        store(samples().everything());
        store(samples().random(10));
        Ticket asked = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        tickets().handle(Samples.BORIS, asked.id(), Move.of("ask"));
        return tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
    }

    private Consumer<CommandOptions> handle(Actor actor, Ticket ticket, TicketCommand command) {
        return options -> tickets().handle(actor, ticket.id(), command, options);
    }

    private void assertChangesNothing(Class<? extends SupportException> refusal, Consumer<CommandOptions> command) {
        String key = "key-of-refusal-" + ++refusals;
        List<Picture.Key> keys = Stream.of(Samples.BORIS, Samples.MARIA)
                .map(actor -> new Picture.Key(actor.id(), IdempotencyKey.of(key))).toList();
        Picture before = Picture.of(store(), List.of(), keys);
        assertThat(before.inbox()).hasSizeGreaterThan(10);

        assertThatExceptionOfType(refusal).isThrownBy(() -> command.accept(CommandOptions.key(key)));

        assertSame(Picture.of(store(), List.of(), keys), before);
        assertThat(Stream.of(Samples.BORIS, Samples.MARIA)
                .map(actor -> append(Samples.answer(actor, key, before.inbox().getFirst()))))
                .as("of what comes next under the key").containsOnly(TicketStore.AppendResult.STORED);
    }
}
