package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.LinkStore;
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
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.Consent;
import io.opora.ticket.FieldValue;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Link;
import io.opora.ticket.Message;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Priority;
import io.opora.ticket.Rate;
import io.opora.ticket.RelatedTickets;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.SetFields;
import io.opora.ticket.Snooze;
import io.opora.ticket.Split;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The largest of everything that the desk lets in fits into the store, and the desk lets in nothing larger. */
public abstract class LimitsContract extends StorageSuite {

    /** Three bytes each in UTF-8, and not one that a codec could leave out. */
    private static final String WIDE = "漢";

    /** For subclasses, which make the fixture. */
    protected LimitsContract() {}

    @Test
    void theLongestPageOfAHistory() {
        Story story = samples().open();
        for (int i = 0; i < Tickets.MAX_HISTORY_PAGE; i++) {
            story.handle(Samples.BORIS, AddNote.of("note " + i), Samples.START);
        }
        store(story);
        List<TicketEvent> history = story.history();

        assertThat(store().history(story.id(), 0, 1)).isEqualTo(history.subList(0, 1));
        assertThat(store().history(story.id(), 0, Tickets.MAX_HISTORY_PAGE))
                .isEqualTo(history.subList(0, Tickets.MAX_HISTORY_PAGE));
        assertThat(store().history(story.id(), Tickets.MAX_HISTORY_PAGE, Tickets.MAX_HISTORY_PAGE))
                .isEqualTo(history.subList(Tickets.MAX_HISTORY_PAGE, history.size()));
        assertRefused(() -> tickets().history(Samples.BORIS, story.id(), 0, Tickets.MAX_HISTORY_PAGE + 1));
        assertRefused(() -> tickets().history(Samples.BORIS, story.id(), 0, 0));
    }

    @Test
    void theLongestPageOfAnInbox() {
        int most = TicketQuery.MAX_LIMIT + 1; // one more than a page holds tells whether there is a next one
        storeInPieces(Stream.generate(samples()::open).limit(most + 1).toList());

        assertThat(store().find(TicketQuery.all(), 1)).hasSize(1);
        assertThat(store().find(TicketQuery.all(), most)).hasSize(most);
        assertThat(tickets().inbox(Samples.BORIS, TicketQuery.builder().limit(TicketQuery.MAX_LIMIT).build()).next())
                .isPresent();
        assertRefused(() -> tickets().inbox(Samples.BORIS, TicketQuery.builder().limit(most).build()));
        assertRefused(() -> tickets().inbox(Samples.BORIS, TicketQuery.builder().limit(0).build()));
    }

    @Test
    void theMostTicketsThatTimeComesForAtOnce() {
        List<Story> stories = Stream
                .generate(() -> samples().open().handle(Samples.BORIS, Move.of("ask"), Samples.START))
                .limit(Tickets.MAX_TICK + 1).toList();
        storeInPieces(stories);
        Instant wakeAt = Samples.START.plus(Duration.ofDays(3));
        List<TicketId> all = stories.stream().map(Story::id).sorted().toList();

        assertThat(store().due(wakeAt, 1)).isEqualTo(all.subList(0, 1));
        assertThat(store().due(wakeAt, Tickets.MAX_TICK)).isEqualTo(all.subList(0, Tickets.MAX_TICK));
        assertRefused(() -> tickets().tick(Tickets.MAX_TICK + 1));
        assertRefused(() -> tickets().tick(0));
    }

    private void storeInPieces(List<Story> stories) {
        for (int from = 0; from < stories.size(); from += 500) {
            store(stories.subList(from, Math.min(stories.size(), from + 500)));
        }
    }

    @Test
    void theLargestTicket() {
        Story story = largest();
        store(story);

        assertStored(store(), story);
        assertStored(fixture().reopen().tickets(), story);
    }

    /** Everything at its longest, and as many of it as may be. */
    private Story largest() {
        String name = "n" + "9".repeat(63);
        Actor agent = new Actor(ActorId.of(WIDE.repeat(ActorId.MAX_LENGTH)), Actor.Kind.AGENT,
                IntStream.range(0, Actor.MAX_ROLES - 1).mapToObj(i -> Role.of(numbered("r", i, 64)))
                        .collect(Collectors.toSet()))
                .inTeams(IntStream.range(0, Actor.MAX_TEAMS).mapToObj(i -> numbered("t", i, 64))
                        .toArray(String[]::new));
        Requester requester = Requester.of(ActorId.of(WIDE.repeat(ActorId.MAX_LENGTH))).withName(WIDE.repeat(200))
                .withEmail(WIDE.repeat(254)).withPhone(WIDE.repeat(40))
                .withConsent(new Consent(WIDE.repeat(2_000), Samples.START));
        OpenTicket.Builder command = OpenTicket
                .builder(WIDE.repeat(Ticket.MAX_SUBJECT_LENGTH), WIDE.repeat(Message.MAX_LENGTH))
                .kind(RequestKind.of(name)).channel(Channel.of(name))
                .locale(Locale.forLanguageTag("sl-Latn-IT-rozaj-biske-1994"));
        files().forEach(command::attachment);
        tags().forEach(tag -> command.tag(tag.value()));
        fields(Ticket.MAX_FIELDS).forEach(command::field);
        Story story = samples().open(command, requester, Samples.START);
        story.handle(agent, Reply.of(WIDE.repeat(Message.MAX_LENGTH)).withAttachments(files()), Samples.START);
        story.handle(agent, AddNote.of(WIDE.repeat(Message.MAX_LENGTH)).withAttachments(files()), Samples.START);
        story.handle(agent, new Assign(Optional.of(TeamId.of(name)), Optional.of(agent.id())), Samples.START);
        story.handle(agent, new Classify(RequestKind.of("k" + "9".repeat(63))), Samples.START);
        story.handle(agent, new ChangeTags(Set.of(), tags()), Samples.START);
        story.handle(agent, new ChangeTags(tags(), Set.of()), Samples.START);
        story.handle(agent, new SetFields(Map.of(), fields(Ticket.MAX_FIELDS).keySet()), Samples.START);
        story.handle(agent, new SetFields(fields(Ticket.MAX_FIELDS), Set.of()), Samples.START);
        story.handle(agent, Snooze.until(Samples.START.plus(Duration.ofDays(Snooze.MAX_DAYS))), Samples.START);
        story.handle(agent, new ChangeWorkflow(Rules.TO_SUCCESSOR), Samples.START);
        story.handle(agent, new Move("a".repeat(64), fields(Move.MAX_FIELDS)), Samples.START);
        story.handle(Samples.requester(story), Rate.of(Rate.MAX_SCORE).withText(WIDE.repeat(Rate.MAX_TEXT_LENGTH)),
                Samples.START);
        participants(Ticket.MAX_PARTICIPANTS).forEach(participant -> story.handle(agent,
                new AddParticipant(participant, Ticket.Participation.REPLY), Samples.START));
        return relate(story);
    }

    /** Relates a ticket to as many others as may be. */
    private Story relate(Story story) {
        List<TicketId> others = Stream.generate(samples()::newId).limit(RelatedTickets.MAX_LINKS).toList();
        others.forEach(other -> story.happen(Samples.BORIS, Samples.START,
                stamp -> new TicketEvent.Linked(stamp, other, Link.Type.BLOCKED_BY)));
        for (int i = 0; i < RelatedTickets.MAX_MOVED / Split.MAX_MESSAGES; i++) {
            long first = 1_000_000_000_000L * i;
            story.happen(Samples.BORIS, Samples.START, stamp -> new TicketEvent.MessagesMovedOut(stamp,
                    others.getFirst(),
                    LongStream.range(first, first + Split.MAX_MESSAGES).boxed().collect(Collectors.toSet())));
        }
        return story
                .happen(Samples.BORIS, Samples.START,
                        stamp -> new TicketEvent.MessageMovedIn(stamp, others.getFirst(),
                                new TicketEvent.MessageRef(others.getLast(), Long.MAX_VALUE)))
                .happen(Samples.BORIS, Samples.START,
                        stamp -> new TicketEvent.Absorbed(stamp, others.getFirst(),
                                Set.copyOf(others.subList(1, RelatedTickets.MAX_MERGED))));
    }

    @Test
    void theLongestChainOfMergedTickets() {
        Story story = samples().open();
        List<TicketId> path = Stream.generate(samples()::newId).limit(RelatedTickets.MAX_MERGED).toList();
        story.happen(Samples.BORIS, Samples.START, stamp -> new TicketEvent.Merged(stamp, path));
        store(story);

        assertStored(store(), story);
        assertThat(store().find(story.id())).map(ticket -> ticket.related().target().orElseThrow())
                .contains(path.getLast());
    }

    private static List<ActorId> participants(int count) {
        return IntStream.range(0, count).mapToObj(i -> ActorId.of(numbered(WIDE, i, ActorId.MAX_LENGTH))).toList();
    }

    @Test
    void theMostLinksOfATicket() {
        Story story = largest();
        ActorId participant = participants(1).getFirst();
        List<SecretLink> links = IntStream.range(0, TicketLinks.MAX_LINKS)
                .mapToObj(i -> samples().link(story, participant, Samples.START.plusSeconds(i))).toList();
        assertThat(store().append(new TicketCommit(List.of(story.change()), Optional.empty(),
                new LinkStore.Changes(links, Set.of()), List.of()))).isEqualTo(TicketStore.AppendResult.STORED);

        assertThat(store().links().of(story.id().toString())).extracting(SecretLink.Usage::link).isEqualTo(links);
        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> tickets().links().issue(Samples.BORIS, story.id(), participant,
                        Set.of(SecretLink.Scope.SEE), TicketLinks.MAX_LIFETIME));
    }

    private static List<Attachment> files() {
        return IntStream.range(0, Message.MAX_ATTACHMENTS).mapToObj(i -> new Attachment(numbered(WIDE, i, 255),
                "a/" + "b".repeat(125), 1L << 40, numbered(WIDE, i, 1_000))).toList();
    }

    private static Set<Tag> tags() {
        return IntStream.range(0, Ticket.MAX_TAGS).mapToObj(i -> Tag.of(numbered(WIDE, i, Tag.MAX_LENGTH)))
                .collect(Collectors.toSet());
    }

    private static Map<String, String> fields(int count) {
        return IntStream.range(0, count).boxed()
                .collect(Collectors.toMap(Rules::longestName, i -> WIDE.repeat(FieldValue.MAX_TEXT_LENGTH)));
    }

    /** A text of that length which ends with a number. */
    private static String numbered(String letter, int number, int length) {
        String end = Integer.toString(number);
        return letter.repeat(length - end.length()) + end;
    }

    @Test
    void theLongestKeyOfTheLongestId() {
        Story story = samples().open();
        store(story);
        ActorId actor = ActorId.of(WIDE.repeat(ActorId.MAX_LENGTH));
        IdempotencyKey key = IdempotencyKey.of("~".repeat(IdempotencyKey.MAX_LENGTH));
        TicketCommit.Answer answer = new TicketCommit.Answer(actor, key, "f".repeat(64), story.id(), Long.MAX_VALUE);
        TicketCommit.Answer shorter = new TicketCommit.Answer(actor,
                IdempotencyKey.of("~".repeat(IdempotencyKey.MAX_LENGTH - 1)),
                "0".repeat(64), story.id(), 1);
        append(answer);
        append(shorter);

        assertThat(store().findAnswer(actor, key)).contains(answer);
        assertThat(store().findAnswer(actor, shorter.key())).contains(shorter);
        assertRefused(() -> CommandOptions.key("~".repeat(IdempotencyKey.MAX_LENGTH + 1)));
    }

    @Test
    void theGreatestNumberAndTheFirstAndLastIds() {
        TicketNumber greatest = TicketNumber.of(999_999_999_999_999_999L);
        Story first = samples().open(TicketId.of("00000000-0000-0000-0000-000000000000"), greatest, Samples.START);
        Story last = samples().open(TicketId.of("ffffffff-ffff-ffff-ffff-ffffffffffff"), store().reserveNumber(),
                Samples.START);
        store(last, first);

        assertStored(store(), first);
        assertStored(store(), last);
        assertThat(Picture.of(store()).inbox()).containsExactly(last.ticket(), first.ticket());
    }

    @Test
    void theLargestQuery() {
        List<Story> stories = new ArrayList<>(samples().random(10));
        stories.add(largest());
        storeInPieces(stories);
        TicketQuery largest = largestQuery(TicketQuery.MAX_VALUES, TicketQuery.MAX_WORD_LENGTH);

        assertThat(store().find(largest, 10)).as("%s", largest)
                .isEqualTo(stories.stream().map(Story::ticket).filter(largest::matches).toList()).hasSize(1);
        assertThat(tickets().inbox(Samples.BORIS, largest).tickets()).hasSize(1);
        assertThat(store().countByPhase(largest)).isEqualTo(Map.of(Phase.SOLVED, 1L));
        assertRefused(() -> tickets().inbox(Samples.BORIS, largestQuery(TicketQuery.MAX_VALUES + 1, 50)));
        assertRefused(() -> tickets().inbox(Samples.BORIS, largestQuery(1, TicketQuery.MAX_WORD_LENGTH + 1)));
    }

    /** A query that the largest ticket matches, and the others do not. */
    private static TicketQuery largestQuery(int values, int wordLength) {
        ActorId id = ActorId.of(WIDE.repeat(ActorId.MAX_LENGTH));
        TicketQuery.Builder query = TicketQuery.builder();
        IntStream.range(0, values).forEach(
                i -> query.field(Rules.longestName(i), FieldValue.text(WIDE.repeat(FieldValue.MAX_TEXT_LENGTH))));
        return query.phases(Phase.values()).priorities(Priority.values())
                .statuses(IntStream.range(0, values).mapToObj(i -> i == 0 ? "solved" : numbered("s", i, 64))
                        .toArray(String[]::new))
                .kinds(IntStream.range(0, values)
                        .mapToObj(i -> RequestKind.of(i == 0 ? "k" + "9".repeat(63) : numbered("x", i, 64)))
                        .toArray(RequestKind[]::new))
                .tags(tags().stream().limit(values).map(Tag::value).toArray(String[]::new))
                .subjectWords(
                        IntStream.range(0, values).mapToObj(i -> WIDE.repeat(wordLength - i)).toArray(String[]::new))
                .requester(id).assignee(id).team(TeamId.of("n" + "9".repeat(63)))
                .updatedBefore(Samples.START.plusSeconds(1)).snoozed(false)
                .build();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call);
    }
}
