package io.opora.storage.tck;

import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.LinkToken;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.ticket.AddNote;
import io.opora.ticket.AddParticipant;
import io.opora.ticket.Assign;
import io.opora.ticket.Attachment;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.ChangeWorkflow;
import io.opora.ticket.Channel;
import io.opora.ticket.Classify;
import io.opora.ticket.Consent;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.IdempotentAnswer;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.RemoveParticipant;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes tickets: plain ones, one with everything in it, random ones. All of them obey the rules of {@link Rules}. */
final class Samples {

    /** A Monday morning. */
    static final Instant START = Instant.parse("2026-03-02T09:00:00.123456Z");

    static final Actor MARIA = Actor.customer("maria");
    static final Actor BORIS = Actor.agent("boris");

    private static final List<ActorId> CUSTOMERS = ids("maria", "Maria", "maria ", "жанна", "zoë", "7");
    private static final List<ActorId> AGENTS = ids("boris", "Boris", "li 李", "o'neill", "50%_off");
    private static final List<TeamId> TEAMS = List.of(TeamId.of("first-line"), TeamId.of("first-line-2"),
            TeamId.of("money"));
    private static final List<RequestKind> KINDS = List.of(RequestKind.TECHNICAL, RequestKind.FINANCIAL,
            RequestKind.UNSORTED, RequestKind.of("warranty-2"));
    private static final List<String> TAGS = List.of("vip", "vip2", "v_p", "50%", "ёлка", "елка", "\uD83D\uDE80");
    private static final List<String> SUBJECTS = List.of("Lamp broken", "lamp BROKEN again", "Лампа на ёлке",
            "ЕЛКА горит",
            "100% refund_now", "100 refund now", "It's \"quoted\"", "back\\slash", "Große STRASSE", "İstanbul ısıtma",
            "???",
            "\uD835\uDC00 and \uD801\uDC00 letters");

    private final TicketStore store;
    private final Dice dice;

    /**
     * Makes samples for a store.
     *
     * @param store reserves the numbers; tickets are stored by the test
     * @param dice decides
     */
    Samples(TicketStore store, Dice dice) {
        this.store = store;
        this.dice = dice;
    }

    private static List<ActorId> ids(String... values) {
        return List.of(values).stream().map(ActorId::of).toList();
    }

    /** {@return an id anywhere in the order of ids, also in the half that is negative as a signed number} */
    TicketId newId() {
        return dice.onceIn(2)
                ? TicketId.generate(START, dice.random())
                : new TicketId(new UUID(dice.random().nextLong(), dice.random().nextLong()));
    }

    /** {@return a ticket with as little in it as possible} */
    Story open() {
        return open(START);
    }

    Story open(Instant at) {
        return open(newId(), store.reserveNumber(), at);
    }

    Story open(TicketId id, TicketNumber number, Instant at) {
        return open(OpenTicket.builder("Lamp broken", "It flickers.").requester(Requester.of(MARIA.id())).build(), id,
                number,
                at);
    }

    Story open(OpenTicket.Builder command, Requester requester, Instant at) {
        return open(command.requester(requester).build(), newId(), store.reserveNumber(), at);
    }

    private static Story open(OpenTicket command, TicketId id, TicketNumber number, Instant at) {
        return new Story(Rules.standard().open(command, id, number, Locale.ENGLISH, MARIA, at));
    }

    /**
     * A closed ticket, its follow-up, and between them every type of event, with every component that may be absent once
     * there and once not.
     *
     * @return the closed ticket, then its follow-up
     */
    List<Story> everything() {
        Requester requester = Requester.of(MARIA.id()).withName("Мария «Маша» O'Neill").withEmail("maria@example.org")
                .withPhone("+7 (900) 000-00-00")
                .withConsent(new Consent("I agree.\r\nReally.", START.minusNanos(1_000)));
        OpenTicket command = OpenTicket.builder("Lamp broken", "It flickers.").requester(requester)
                .kind(RequestKind.FINANCIAL).priority(Priority.URGENT).locale(Locale.forLanguageTag("sr-Latn-RS"))
                .channel(Channel.of("carrier-pigeon")).attachment(file(1)).attachment(file(2)).tag("vip").tag("ёлка")
                .build();
        Actor accountant = BORIS.withRoles(Role.of("accountant"), Role.of("first-aid")).inTeams("money", "returns");
        ActorId zoe = ActorId.of("zoë");
        Story story = open(command, newId(), store.reserveNumber(), START);
        Clock clock = new Clock();
        story.handle(accountant, new AddParticipant(zoe, Ticket.Participation.SEE), clock.next());
        story.handle(accountant, new AddParticipant(zoe, Ticket.Participation.REPLY), clock.next());
        story.handle(accountant, AddParticipant.of("jeanne"), clock.next());
        story.handle(accountant, RemoveParticipant.of("jeanne"), clock.next());
        SecretLink link = link(story, zoe, clock.next());
        story.record(accountant, clock.next(), stamp -> new TicketEvent.LinkIssued(stamp, link.id(),
                link.participant(), link.scopes(), link.expiresAt()));
        story.handle(link.holder(), Reply.of("By the link."), clock.next());
        story.record(accountant, clock.next(), stamp -> new TicketEvent.LinkRevoked(stamp, link.id()));
        story.handle(accountant, AddNote.of("Called back.").withAttachments(List.of(file(3), file(4))), clock.next());
        story.handle(accountant, new Assign(Optional.of(TEAMS.get(0)), Optional.of(BORIS.id())), clock.next());
        story.handle(accountant, Assign.toNobody(), clock.next());
        story.handle(accountant, new Prioritize(Priority.LOW), clock.next());
        story.handle(accountant, new Classify(RequestKind.TECHNICAL), clock.next());
        story.handle(accountant, new ChangeTags(Set.of(Tag.of("a"), Tag.of("b")), Set.of(Tag.of("vip"))), clock.next());
        story.handle(BORIS,
                new Reply("Which bulb?", Optional.of(Channel.PHONE), Optional.of(Locale.GERMAN), List.of(file(5))),
                clock.next());
        story.handle(BORIS, Move.of("ask"), clock.next());
        story.timePassed(clock.skip(Duration.ofDays(4)));
        story.handle(MARIA, Reply.of("A round one."), clock.next());
        story.handle(BORIS, Move.of("solve").with("resolution", "new bulb").with("cost-center", "a=b;\"c\""),
                clock.next());
        story.timePassed(clock.skip(Duration.ofDays(15)));
        story.handle(BORIS, new ChangeWorkflow(Rules.TO_SUCCESSOR), clock.next());
        Instant late = clock.next();
        Story next = new Story(Rules.standard().openFollowUp(story.ticket(), Reply.of("Dark again."), newId(),
                store.reserveNumber(), MARIA, late));
        story.add(Rules.of(story.ticket()).linkFollowUp(story.ticket(), next.id(), MARIA, late));
        return List.of(story, next);
    }

    /** {@return a new link to a ticket, good for everything, until a day after this} */
    SecretLink link(Story story, ActorId participant, Instant at) {
        return new SecretLink(SecretLink.Id.generate(dice.random()), story.id().toString(), participant,
                EnumSet.allOf(SecretLink.Scope.class), at.plus(Duration.ofDays(1)), LinkToken.generate().hash());
    }

    private static Attachment file(int number) {
        return new Attachment("Lämp №" + number + ".png", "image/png", number * 1_000_000_000_000L / 5,
                "s3://bucket/" + number);
    }

    /** Goes on with each look at it, by a step that no unit but the microsecond divides. */
    private static final class Clock {

        private Instant now = START;

        Instant next() {
            return skip(Duration.ofNanos(61_234_567_000L));
        }

        Instant skip(Duration step) {
            now = now.plus(step);
            return now;
        }
    }

    /** {@return that many random tickets, many of which share instants, people and words} */
    List<Story> random(int count) {
        List<Story> stories = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            stories.add(random());
        }
        return stories;
    }

    /** {@return a random ticket} */
    Story random() {
        OpenTicket.Builder command = OpenTicket.builder(dice.oneOf(SUBJECTS), "It flickers.").kind(dice.oneOf(KINDS))
                .priority(dice.oneOf(List.of(Priority.values())));
        if (dice.onceIn(2)) {
            command.tag(dice.oneOf(TAGS)).tag(dice.oneOf(TAGS));
        }
        Instant now = START.plus(Duration.ofMinutes(dice.below(12)));
        Story story = open(command, Requester.of(dice.oneOf(CUSTOMERS)), now);
        for (int i = dice.below(7); i > 0; i--) {
            now = dice.onceIn(3) ? START.plus(Duration.ofMinutes(30 + dice.below(12))) : now;
            story.tryToHandle(dice.onceIn(4) ? MARIA : BORIS, randomCommand(), now);
        }
        return story;
    }

    /** {@return something that agents may want of a ticket, which its rules may refuse} */
    TicketCommand randomCommand() {
        return switch (dice.below(10)) {
            case 0 -> Reply.of("Which bulb?");
            case 1 -> AddNote.of("Called back.");
            case 2 -> new Assign(dice.onceIn(2) ? Optional.of(dice.oneOf(TEAMS)) : Optional.empty(),
                    dice.onceIn(4) ? Optional.empty() : Optional.of(dice.oneOf(AGENTS)));
            case 3 -> new Prioritize(dice.oneOf(List.of(Priority.values())));
            case 4 -> new Classify(dice.oneOf(KINDS));
            case 5 -> ChangeTags.add(dice.oneOf(TAGS));
            case 6 -> ChangeTags.remove(dice.oneOf(TAGS));
            case 7 -> new AddParticipant(dice.oneOf(CUSTOMERS),
                    dice.oneOf(List.of(Ticket.Participation.values())));
            case 8 -> new RemoveParticipant(dice.oneOf(CUSTOMERS));
            default -> Move.of(dice.oneOf(List.of("start", "ask", "hold", "resume", "solve", "close", "reject")))
                    .with("resolution", "new bulb").with("reason", "spam");
        };
    }

    /** {@return what an actor was answered under a key about a ticket as it is} */
    static IdempotentAnswer answer(Actor actor, String key, Ticket ticket) {
        return new IdempotentAnswer(actor.id(), IdempotencyKey.of(key), HexFormat.of().formatHex(new byte[32]),
                ticket.id(),
                ticket.version());
    }
}
