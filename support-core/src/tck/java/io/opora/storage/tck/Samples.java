package io.opora.storage.tck;

import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
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
import io.opora.ticket.Link;
import io.opora.ticket.Message;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Rate;
import io.opora.ticket.RemoveParticipant;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.SetFields;
import io.opora.ticket.Snooze;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketStore;
import io.opora.workflow.Phase;
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
import java.util.stream.Stream;

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
    /** Numbers and days that sort otherwise as texts. */
    private static final List<String> AMOUNTS = List.of("-100", "-12.5", "0", "0.000001", "9", "10", "12.5", "12.50",
            "100", "999999999999.999999");
    private static final List<String> DAYS = List.of("1000-01-01", "1969-12-31", "2024-02-29", "2026-03-02",
            "9999-12-31");
    private static final List<String> TEXTS = List.of("a=b;\"c\"", "A=B;\"C\"", "12.5", "true", "photo", "ёлка", "елка",
            "50%_off", " 9", "9");
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
     * Every type of event, with every component that may be absent once there and once not.
     *
     * @return a closed ticket, then its follow-up, then tickets that are merged, split and linked with each other
     */
    List<Story> everything() {
        return Stream.of(closedAndFollowedUp(), related()).flatMap(List::stream).toList();
    }

    /** {@return a closed ticket and its follow-up} */
    private List<Story> closedAndFollowedUp() {
        Requester requester = Requester.of(MARIA.id()).withName("Мария «Маша» O'Neill").withEmail("maria@example.org")
                .withPhone("+7 (900) 000-00-00")
                .withConsent(new Consent("I agree.\r\nReally.", START.minusNanos(1_000)));
        OpenTicket command = OpenTicket.builder("Lamp broken", "It flickers.").requester(requester)
                .kind(RequestKind.FINANCIAL).priority(Priority.URGENT).locale(Locale.forLanguageTag("sr-Latn-RS"))
                .field("cost-center", "a=b;\"c\"").field("amount", "-12.5").field("bought-on", "2024-02-29")
                .field("gift", "false").channel(Channel.of("carrier-pigeon")).attachment(file(1)).attachment(file(2))
                .tag("vip").tag("ёлка")
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
        story.happen(accountant, clock.next(), stamp -> new TicketEvent.LinkIssued(stamp, link.id(),
                link.participant(), link.scopes(), link.expiresAt()));
        story.handle(link.holder(), Reply.of("By the link."), clock.next());
        story.happen(accountant, clock.next(), stamp -> new TicketEvent.LinkRevoked(stamp, link.id()));
        ownDoings(story, clock);
        story.handle(accountant, AddNote.of("Called back.").withAttachments(List.of(file(3), file(4))), clock.next());
        story.handle(accountant, new Assign(Optional.of(TEAMS.get(0)), Optional.of(BORIS.id())), clock.next());
        story.handle(accountant, Assign.toNobody(), clock.next());
        story.handle(accountant, new Prioritize(Priority.LOW), clock.next());
        story.handle(accountant, new Classify(RequestKind.TECHNICAL), clock.next());
        story.handle(accountant, new ChangeTags(Set.of(Tag.of("a"), Tag.of("b")), Set.of(Tag.of("vip"))), clock.next());
        story.handle(BORIS,
                new Reply("Which bulb?", Optional.of(Channel.PHONE), Optional.of(Locale.GERMAN), List.of(file(5)),
                        Message.Origin.WRITTEN),
                clock.next());
        story.handle(BORIS, Move.of("ask").with("pending-reason", "photo"), clock.next());
        story.handle(BORIS, Snooze.until(START.plus(Duration.ofDays(30))), clock.next());
        story.timePassed(clock.skip(Duration.ofDays(4)));
        story.handle(MARIA, Reply.of("I am on holiday.").withOrigin(Message.Origin.AUTO_REPLY), clock.next());
        story.handle(MARIA, Reply.of("A round one."), clock.next());
        story.handle(BORIS, SetFields.of("amount", "999999999999.999999").with("gift", "true").without("bought-on"),
                clock.next());
        story.handle(BORIS, Snooze.until(START.plus(Duration.ofDays(6)).plusNanos(1_000)), clock.next());
        story.timePassed(clock.skip(Duration.ofDays(2)));
        story.handle(BORIS, Move.of("solve").with("resolution", "new bulb").with("cost-center", "x"), clock.next());
        story.handle(MARIA, Rate.of(2).withText("Too late.\r\n«Really»."), clock.next());
        story.handle(MARIA, Reply.of("Dark again."), clock.next());
        story.handle(BORIS, Move.of("solve").with("resolution", "new lamp"), clock.next());
        story.handle(MARIA, Rate.of(5), clock.next());
        story.timePassed(clock.skip(Duration.ofDays(15)));
        story.handle(BORIS, new ChangeWorkflow(Rules.TO_SUCCESSOR), clock.next());
        Instant late = clock.next();
        Story next = new Story(Rules.standard().openFollowUp(story.ticket(), Reply.of("Dark again."), newId(),
                store.reserveNumber(), MARIA, late));
        story.add(Rules.of(story.ticket()).linkFollowUp(story.ticket(), next.id(), MARIA, late));
        next.handle(BORIS, Snooze.until(late.plusNanos(1_000)), late);
        return List.of(story, next);
    }

    /** Why a desk did something by itself, with every origin, and what the service levels say, with every action. */
    private static void ownDoings(Story story, Clock clock) {
        for (TicketEvent.Explained.Origin origin : TicketEvent.Explained.Origin.values()) {
            story.happen(Actor.SYSTEM, clock.next(),
                    stamp -> new TicketEvent.Explained(stamp, origin, "front-door@3", List.of(
                            new TicketEvent.Explained.Spoken("rest", List.of()),
                            new TicketEvent.Explained.Spoken("возврат «1»",
                                    List.of("subject has the words refund*", "x".repeat(300)))),
                            List.of("no", "нет 🙂"), Long.MAX_VALUE));
        }
        story.happen(Actor.SYSTEM, clock.next(), stamp -> new TicketEvent.Explained(stamp,
                TicketEvent.Explained.Origin.TIMER, "timer", List.of(), List.of(), 0));
        story.happen(Actor.SYSTEM, clock.next(), TicketEvent.Erased::new);
        Instant due = START.plus(Duration.ofHours(3)).plusNanos(1_000);
        story.happen(Actor.SYSTEM, clock.next(),
                stamp -> new TicketEvent.ServiceLevelChanged(stamp,
                        Optional.of(new Ticket.ServiceLevel(Integer.MAX_VALUE, Optional.of(due), Optional.empty()))));
        story.happen(Actor.SYSTEM, clock.next(), stamp -> new TicketEvent.LevelReached(stamp,
                new SlaClock.Milestone(SlaClock.Kind.FIRST_REPLY, 1, "80%"), START.plusNanos(1_000), List.of()));
        story.happen(Actor.SYSTEM, clock.next(),
                stamp -> new TicketEvent.LevelReached(stamp,
                        new SlaClock.Milestone(SlaClock.Kind.NEXT_REPLY, Integer.MAX_VALUE, "+PT87840H"), stamp.at(),
                        List.of(new SlaPolicy.Action.Notify("lead «№1»"), new SlaPolicy.Action.Reassign("money"),
                                new SlaPolicy.Action.Prioritize("urgent"), new SlaPolicy.Action.Notify("lead"))));
        story.happen(Actor.SYSTEM, clock.next(),
                stamp -> new TicketEvent.ServiceLevelChanged(stamp, Optional.empty()));
        story.happen(Actor.SYSTEM, clock.next(), stamp -> new TicketEvent.ServiceLevelChanged(stamp,
                Optional.of(new Ticket.ServiceLevel(1, Optional.empty(), Optional.of(due)))));
    }

    /** {@return a ticket that others were merged into, two that are merged, one that is not any more, and one split off} */
    private List<Story> related() {
        Clock clock = new Clock();
        Story target = open(clock.next());
        Story merged = open(clock.next());
        Story along = open(clock.next());
        Story apart = open(clock.next());
        Instant at = clock.next();
        along.happen(BORIS, at, stamp -> new TicketEvent.Merged(stamp, List.of(merged.id())));
        merged.happen(BORIS, at, stamp -> new TicketEvent.Absorbed(stamp, along.id(), Set.of()));
        Instant then = clock.next();
        merged.happen(BORIS, then, stamp -> new TicketEvent.Merged(stamp, List.of(target.id())));
        along.happen(BORIS, then, stamp -> new TicketEvent.Merged(stamp, List.of(merged.id(), target.id())));
        target.happen(BORIS, then, stamp -> new TicketEvent.Absorbed(stamp, merged.id(), Set.of(along.id())));
        merge(apart, target, clock.next());
        Instant said = clock.next();
        apart.handle(MARIA, Reply.of("Darker still."), said);
        TicketEvent.MessageRef message = new TicketEvent.MessageRef(apart.id(), apart.ticket().version());
        target.happen(MARIA, said, stamp -> new TicketEvent.MessageRelayed(stamp, message));
        unmerge(apart, target, clock.next());
        Story split = split(apart, Set.of(message.sequence()), clock.next());
        link(target, split, Link.Type.BLOCKS, clock.next());
        link(target, apart, Link.Type.RELATED, clock.next());
        Instant last = clock.next();
        target.happen(BORIS, last, stamp -> new TicketEvent.Unlinked(stamp, apart.id()));
        apart.happen(BORIS, last, stamp -> new TicketEvent.Unlinked(stamp, target.id()));
        return List.of(target, merged, along, apart, split);
    }

    /** Merges a ticket that nothing was merged into. */
    static void merge(Story source, Story target, Instant at) {
        source.happen(BORIS, at, stamp -> new TicketEvent.Merged(stamp, List.of(target.id())));
        target.happen(BORIS, at, stamp -> new TicketEvent.Absorbed(stamp, source.id(), Set.of()));
    }

    /** Undoes that. */
    static void unmerge(Story source, Story target, Instant at) {
        source.happen(BORIS, at, stamp -> new TicketEvent.Unmerged(stamp, target.id()));
        target.happen(BORIS, at, stamp -> new TicketEvent.Released(stamp, source.id(), Set.of()));
    }

    /** {@return the ticket that messages were moved to} */
    Story split(Story story, Set<Long> messages, Instant at) {
        Story split = open(at); // what it began with does not matter to a store
        messages.stream().sorted().map(sequence -> new TicketEvent.MessageRef(story.id(), sequence)).forEach(
                message -> split.happen(BORIS, at,
                        stamp -> new TicketEvent.MessageMovedIn(stamp, story.id(), message)));
        story.happen(BORIS, at, stamp -> new TicketEvent.MessagesMovedOut(stamp, split.id(), messages));
        return split;
    }

    static void link(Story story, Story other, Link.Type type, Instant at) {
        story.happen(BORIS, at, stamp -> new TicketEvent.Linked(stamp, other.id(), type));
        other.happen(BORIS, at, stamp -> new TicketEvent.Linked(stamp, story.id(), type.inverse()));
    }

    /** {@return a new link to a ticket, good for everything, until a day after this} */
    SecretLink link(Story story, ActorId participant, Instant at) {
        return new SecretLink(SecretLink.Id.generate(dice.random()), story.id().toString(), participant,
                EnumSet.allOf(SecretLink.Scope.class), at.plus(Duration.ofDays(1)), SecretLink.Token.generate().hash());
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
        if (dice.onceIn(2)) {
            command.field("amount", dice.oneOf(AMOUNTS)).field("bought-on", dice.oneOf(DAYS));
        }
        if (dice.onceIn(3)) {
            command.field("cost-center", dice.oneOf(TEXTS)).field("gift", dice.onceIn(2) ? "true" : "false");
        }
        Instant now = START.plus(Duration.ofMinutes(dice.below(12)));
        Story story = open(command, Requester.of(dice.oneOf(CUSTOMERS)), now);
        for (int i = dice.below(7); i > 0; i--) {
            now = dice.onceIn(3) ? START.plus(Duration.ofMinutes(30 + dice.below(12))) : now;
            story.tryToHandle(dice.onceIn(4) ? MARIA : BORIS, randomCommand(), now);
            if (dice.onceIn(2)) {
                story.tryToHandle(requester(story), Rate.of(1 + dice.below(5)), now);
            }
        }
        if (dice.onceIn(2)) {
            Optional<Instant> due = dice.onceIn(4)
                    ? Optional.empty()
                    : Optional.of(START.plus(Duration.ofMinutes(dice.below(12))).plusNanos(1_000L * dice.below(2)));
            story.happen(Actor.SYSTEM, now, stamp -> new TicketEvent.ServiceLevelChanged(stamp,
                    Optional.of(new Ticket.ServiceLevel(1, due, Optional.empty()))));
        }
        if (dice.onceIn(5) && story.ticket().phase() != Phase.CLOSED) {
            merge(story, open(now), now); // the other one is of no interest
        }
        return story;
    }

    /** {@return who asked, as the one who acts} */
    static Actor requester(Story story) {
        return new Actor(story.ticket().requester().id(), Actor.Kind.CUSTOMER, Set.of());
    }

    /** {@return something that agents may want of a ticket, which its rules may refuse} */
    TicketCommand randomCommand() {
        return switch (dice.below(13)) {
            case 0 -> Reply.of("Which bulb?");
            case 1 -> AddNote.of("Called back.");
            case 2 -> new Assign(dice.onceIn(2) ? Optional.of(dice.oneOf(TEAMS)) : Optional.empty(),
                    dice.onceIn(4) ? Optional.empty() : Optional.of(dice.oneOf(AGENTS)));
            case 3 -> new Prioritize(dice.oneOf(List.of(Priority.values())));
            case 4 -> new Classify(dice.oneOf(KINDS));
            case 5 -> ChangeTags.add(dice.oneOf(TAGS));
            case 6 -> ChangeTags.remove(dice.oneOf(TAGS));
            case 7 -> SetFields.of("amount", dice.oneOf(AMOUNTS)).with("cost-center", dice.oneOf(TEXTS));
            case 8 -> SetFields.of("pending-reason", dice.oneOf(List.of("photo", "photo-2"))).without("bought-on");
            case 9 -> Snooze.until(START.plus(Duration.ofDays(1)).plusSeconds(dice.below(3)));
            case 10 -> new AddParticipant(dice.oneOf(CUSTOMERS),
                    dice.oneOf(List.of(Ticket.Participation.values())));
            case 11 -> new RemoveParticipant(dice.oneOf(CUSTOMERS));
            default -> Move.of(dice.oneOf(List.of("start", "ask", "hold", "resume", "solve", "close", "reject")))
                    .with("resolution", "new bulb").with("reason", "spam");
        };
    }

    /** {@return what an actor was answered under a key about a ticket as it is} */
    static TicketCommit.Answer answer(Actor actor, String key, Ticket ticket) {
        return new TicketCommit.Answer(actor.id(), IdempotencyKey.of(key), HexFormat.of().formatHex(new byte[32]),
                ticket.id(),
                ticket.version());
    }
}
