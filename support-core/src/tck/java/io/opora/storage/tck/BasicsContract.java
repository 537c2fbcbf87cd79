package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opora.ticket.AddNote;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Move;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is stored is found again, equal to what was given; what cannot be stored as a whole is not stored at all. */
public abstract class BasicsContract extends StorageSuite {

    private static final Instant LATER = Samples.START.plusSeconds(60);

    /** For subclasses, which make the fixture. */
    protected BasicsContract() {}

    @Test
    void anEmptyStoreFindsNothing() {
        Story ticket = samples().open();
        TicketCommit.Answer answer = Samples.answer(Samples.MARIA, "key", ticket.ticket());
        List<Supplier<Object>> questions = List.of(
                () -> store().find(ticket.id()).stream().toList(),
                () -> store().find(ticket.ticket().number()).stream().toList(),
                () -> store().history(ticket.id(), 0, 10),
                () -> store().findAnswer(answer.actor(), answer.key()).stream().toList(),
                () -> store().find(TicketQuery.all(), 10),
                () -> List.copyOf(store().countByPhase(TicketQuery.all()).keySet()),
                () -> store().due(LATER, 10));

        assertThat(questions).extracting(Supplier::get).containsOnly(List.of());

        append(answer, ticket.change(Optional.of(LATER)));
        assertThat(questions).as("what would be found").extracting(Supplier::get).doesNotContain(List.of());
    }

    @Test
    void aStorageHasOneStoreOfTickets() {
        assertThat(storage().tickets()).isSameAs(store());
    }

    @Test
    void aTicketIsFoundByItsIdAndByItsNumberAmongOthers() {
        List<Story> stories = samples().random(20);
        store(stories);

        assertThat(stories).allSatisfy(story -> assertStored(store(), story));
        assertThat(store().find(samples().newId())).isEmpty();
        assertThat(store().find(TicketNumber.of(999_999_999_999_999_999L))).isEmpty();
    }

    @Test
    void everyTypeOfEventComesBackEqual() {
        List<Story> everything = samples().everything();
        store(everything);

        assertThat(everything.stream().flatMap(story -> story.history().stream()).map(Object::getClass)
                .collect(Collectors.<Class<?>>toSet())).as("types of events in the kit's sample")
                .containsExactlyInAnyOrder(TicketEvent.class.getPermittedSubclasses());
        assertThat(everything).allSatisfy(story -> assertStored(store(), story));
    }

    @Test
    void theHeaderIsTheFoldOfTheHistoryAfterEveryCommit() {
        Dice.roll(dice -> {
            Samples samples = new Samples(store(), dice);
            Story story = samples.open();
            store(story);
            for (int i = 0; i < 100; i++) {
                long before = story.ticket().version();
                story.tryToHandle(Samples.BORIS, samples.randomCommand(), Samples.START.plusSeconds(i));
                if (story.ticket().version() > before) {
                    store(story);
                    assertStored(store(), story);
                    assertSame(Ticket.replay(store().history(story.id(), 0, Tickets.MAX_HISTORY_PAGE)), story.ticket());
                }
            }
        });
    }

    @Test
    void aHistoryIsReadInPages() {
        Story story = samples().open();
        for (int i = 0; i < 20; i++) {
            story.handle(Samples.BORIS, AddNote.of("note " + i), LATER);
        }
        Story other = samples().open();
        store(story, other);
        int size = story.history().size();

        for (int after = 0; after <= size + 1; after++) {
            for (int limit : new int[]{1, 2, 7, size, size + 1}) {
                assertThat(store().history(story.id(), after, limit)).as("after %d, limit %d", after, limit)
                        .isEqualTo(story.history().stream().skip(after).limit(limit).toList());
            }
        }
        assertThat(store().history(story.id(), Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void aNewTicketWhoseIdIsTakenIsOvertaken() {
        Story first = samples().open();
        store(first);
        Story second = samples().open(first.id(), store().reserveNumber(), LATER);

        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(second.change()));
    }

    @Test
    void aNewTicketWhoseNumberIsTakenIsOvertaken() {
        Story first = samples().open();
        store(first);
        Story second = samples().open(samples().newId(), first.ticket().number(), LATER);

        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(second.change()));
    }

    @Test
    void twoNewTicketsOfOneCommitCannotShareANumber() {
        Samples samples = samples();
        Story first = samples.open();
        Story second = samples.open(samples.newId(), first.ticket().number(), LATER);

        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(first.change(), second.change()));
        store(second); // the number is still free
        assertStored(store(), second);
    }

    @Test
    void aChangeOfATicketThatDoesNotExistIsOvertaken() {
        Story story = samples().open();
        Story ahead = story.fork();
        ahead.saved();
        ahead.handle(Samples.BORIS, AddNote.of("note"), LATER);

        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(ahead.change()));
        store(story); // the ticket can still be opened
        assertStored(store(), story);
    }

    @Test
    void aChangeOfAnOlderVersionIsOvertaken() {
        Story story = samples().open();
        store(story);
        Story slow = story.fork().handle(Samples.MARIA, Reply.of("slow"), LATER);
        story.handle(Samples.BORIS, AddNote.of("fast"), LATER);
        store(story);

        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(slow.change()));
        assertStored(store(), story);
    }

    @Test
    void aChangeOfALaterVersionIsOvertaken() {
        Story story = samples().open();
        store(story);
        Story ahead = story.fork().handle(Samples.BORIS, AddNote.of("never stored"), LATER);
        ahead.saved();
        ahead.handle(Samples.BORIS, AddNote.of("note"), LATER);

        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(ahead.change()));
    }

    @Test
    void aCommitOfSeveralTicketsIsStoredAsAWhole() {
        Samples samples = samples();
        Story existing = samples.open();
        Story untouched = samples.open();
        store(existing, untouched);
        existing.handle(Samples.BORIS, AddNote.of("note"), LATER);
        List<Story> followed = samples.everything();

        store(existing, followed.get(0), followed.get(1));

        assertThat(List.of(existing, untouched, followed.get(0), followed.get(1)))
                .allSatisfy(story -> assertStored(store(), story));
    }

    @Test
    void aCommitOfWhichOneChangeIsOvertakenStoresNothing() {
        Samples samples = samples();
        Story stale = samples.open();
        Story existing = samples.open();
        store(stale, existing);
        Story slow = stale.fork().handle(Samples.MARIA, Reply.of("slow"), LATER);
        stale.handle(Samples.BORIS, AddNote.of("fast"), LATER);
        store(stale);
        existing.handle(Samples.BORIS, AddNote.of("note"), LATER);
        List<TicketChange> changes = new ArrayList<>(
                List.of(slow.change(), existing.change(), samples.open(LATER).change()));

        for (int place = 0; place < changes.size(); place++) {
            assertRefused(TicketStore.AppendResult.OVERTAKEN,
                    new TicketCommit(changes, Optional.of(Samples.answer(Samples.MARIA, "key", slow.ticket()))));
            Collections.rotate(changes, 1);
        }
    }

    @Test
    void anAnswerIsKeptWithWhatItAnswers() {
        Story story = samples().open();
        TicketCommit.Answer answer = Samples.answer(Samples.MARIA, "key", story.ticket());

        assertThat(append(answer, story.change())).isEqualTo(TicketStore.AppendResult.STORED);

        assertStored(store(), story);
        assertThat(store().findAnswer(answer.actor(), answer.key())).contains(answer);
        assertThat(store().findAnswer(Samples.BORIS.id(), answer.key())).isEmpty();
        assertThat(store().findAnswer(answer.actor(), IdempotencyKey.of("other-key"))).isEmpty();
    }

    @Test
    void anAnswerIsKeptWithoutAnyChange() {
        Story story = samples().open();
        store(story);
        TicketCommit.Answer answer = Samples.answer(Samples.MARIA, "key", story.ticket());

        assertThat(append(answer)).isEqualTo(TicketStore.AppendResult.STORED);

        assertThat(store().findAnswer(answer.actor(), answer.key())).contains(answer);
        assertStored(store(), story);
    }

    @Test
    void aKeyThatExistsIsAnsweredSoWhateverElseIsWrong() {
        Story story = samples().open();
        TicketCommit.Answer answer = Samples.answer(Samples.MARIA, "key", story.ticket());
        append(answer, story.change());
        story.saved();
        Story other = samples().open(story.id(), story.ticket().number(), LATER);
        Story next = story.fork().handle(Samples.MARIA, Reply.of("once more"), LATER);
        TicketCommit.Answer again = Samples.answer(Samples.MARIA, "key", next.ticket());

        assertRefused(TicketStore.AppendResult.KEY_EXISTS,
                new TicketCommit(List.of(next.change()), Optional.of(again)));
        assertRefused(TicketStore.AppendResult.KEY_EXISTS, new TicketCommit(List.of(), Optional.of(again)));
        assertRefused(TicketStore.AppendResult.KEY_EXISTS,
                new TicketCommit(List.of(other.change()), Optional.of(again)));
        assertThat(store().findAnswer(answer.actor(), answer.key())).contains(answer);
    }

    @Test
    void twoActorsMayUseTheSameKey() {
        Story story = samples().open();
        TicketCommit.Answer marias = Samples.answer(Samples.MARIA, "key", story.ticket());
        append(marias, story.change());
        story.saved();
        story.handle(Samples.BORIS, AddNote.of("note"), LATER);
        TicketCommit.Answer borises = Samples.answer(Samples.BORIS, "key", story.ticket());

        assertThat(append(borises, story.change())).isEqualTo(TicketStore.AppendResult.STORED);

        assertThat(store().findAnswer(Samples.MARIA.id(), marias.key())).contains(marias);
        assertThat(store().findAnswer(Samples.BORIS.id(), borises.key())).contains(borises);
    }

    @Test
    void whatWasReadDoesNotChangeWhenTheStoreDoes() {
        Story story = samples().open();
        story.handle(Samples.BORIS, Move.of("ask"), LATER);
        store(story);
        List<TicketEvent> history = store().history(story.id(), 0, 10);
        List<Ticket> inbox = store().find(TicketQuery.all(), 10);
        List<TicketId> due = store().due(Samples.START.plusSeconds(999_999), 10);
        Map<Phase, Long> counts = store().countByPhase(TicketQuery.all());
        List<TicketEvent> historyThen = List.copyOf(history);
        List<Ticket> inboxThen = List.copyOf(inbox);
        List<TicketId> dueThen = List.copyOf(due);
        Map<Phase, Long> countsThen = Map.copyOf(counts);
        assertThat(dueThen).containsExactly(story.id());

        story.handle(Samples.MARIA, Reply.of("and then"), LATER.plusSeconds(1));
        store(story, samples().open());

        assertThat(history).isEqualTo(historyThen);
        assertThat(inbox).isEqualTo(inboxThen);
        assertThat(due).isEqualTo(dueThen);
        assertThat(counts).isEqualTo(countsThen);
    }

    @Test
    void whatACallerDoesToAListItWasGivenIsNoMatterToTheStore() {
        Story story = samples().open();
        story.handle(Samples.BORIS, Move.of("ask"), LATER);
        store(story);
        List<Supplier<Collection<?>>> questions = List.of(
                () -> store().history(story.id(), 0, 10),
                () -> store().find(TicketQuery.all(), 10),
                () -> store().due(Samples.START.plusSeconds(999_999), 10),
                () -> store().countByPhase(TicketQuery.all()).keySet());

        for (Supplier<Collection<?>> question : questions) {
            List<?> before = List.copyOf(question.get());
            assertThat(before).isNotEmpty();
            clear(question.get());
            assertThat(List.copyOf(question.get())).isEqualTo(before);
        }
        assertStored(store(), story);
    }

    private static void clear(Collection<?> values) {
        Throwable thrown = catchThrowable(values::clear);
        assertThat(thrown == null || thrown instanceof UnsupportedOperationException)
                .as("a list may be unmodifiable, and says so then: %s", thrown).isTrue();
    }

    @Test
    void numbersAreGivenOnceAndGrow() {
        List<TicketNumber> numbers = Stream.generate(store()::reserveNumber).limit(100).toList();

        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(fixture().reopen().tickets().reserveNumber()).isGreaterThan(numbers.getLast());
    }

    @Test
    void everythingIsThereWhenTheDataIsOpenedOnceMore() {
        Story story = samples().open();
        TicketCommit.Answer answer = Samples.answer(Samples.MARIA, "key", story.ticket());
        append(answer, story.change());
        store(samples().everything());
        store(samples().random(20));
        Set<Picture.Key> keys = Set.of(Picture.Key.of(answer));
        Picture before = Picture.of(store(), List.of(), keys);

        assertThat(before.inbox()).hasSize(28);
        assertSame(Picture.of(fixture().reopen().tickets(), List.of(), keys), before);
    }

    @Test
    void whatOneHandleStoresTheOtherSeesAtOnce() {
        Story story = samples().open();
        store(story);
        TicketStore other = fixture().reopen().tickets();
        assertStored(store(), story);
        assertStored(other, story);

        Story slow = story.fork().handle(Samples.BORIS, AddNote.of("slow"), LATER);
        story.handle(Samples.BORIS, AddNote.of("fast"), LATER);
        assertThat(other.append(commit(story.change()))).isEqualTo(TicketStore.AppendResult.STORED);

        assertStored(store(), story);
        assertRefused(TicketStore.AppendResult.OVERTAKEN, commit(slow.change()));
    }

    private static TicketCommit commit(TicketChange... changes) {
        return new TicketCommit(List.of(changes), Optional.empty());
    }

    /** Asserts that a commit gets this answer and that nothing at all is different afterwards. */
    private void assertRefused(TicketStore.AppendResult expected, TicketCommit commit) {
        List<TicketId> ids = commit.changes().stream().map(change -> change.ticket().id()).toList();
        List<Picture.Key> keys = commit.answer().map(Picture.Key::of).stream().toList();
        Picture before = Picture.of(store(), ids, keys);

        assertThat(store().append(commit)).isEqualTo(expected);

        assertSame(Picture.of(store(), ids, keys), before);
    }
}
