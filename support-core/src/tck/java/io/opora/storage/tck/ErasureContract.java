package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.ticket.AddParticipant;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is erased is gone from history, header, inbox and kept answers, and everything that names a person is found. */
public abstract class ErasureContract extends StorageSuite {

    private static final Actor CHIEF = Actor.agent("chief").withRoles(Role.SUPERVISOR);
    private static final ActorId MARIA = ActorId.of("maria");

    /** For subclasses, which make the fixture. */
    protected ErasureContract() {}

    private Ticket opened(String requester) {
        return tickets().open(CHIEF, OpenTicket.builder("Perplexing subject", "Perplexing question")
                .requester(Requester.of(requester).withName("Perplexing name")).build());
    }

    private static List<TicketEvent> history(TicketStore store, TicketId id) {
        return store.history(id, 0, Tickets.MAX_HISTORY_PAGE);
    }

    private List<TicketId> involving(String person, int limit) {
        List<TicketId> found = new ArrayList<>();
        Optional<TicketId> last = Optional.empty();
        List<TicketId> page;
        do {
            page = store().involving(ActorId.of(person), last, limit);
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page);
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (!page.isEmpty());
        return found;
    }

    @Test
    void replacedEventsReadAsReplacedAndTheirFoldIsTheHeader() {
        Ticket ticket = opened("maria");
        tickets().handle(Actor.customer("maria"), ticket.id(), Reply.of("Perplexing reply"));
        int before = history(store(), ticket.id()).size();

        assertThat(tickets().people().erase(CHIEF, MARIA)).isEqualTo(1);

        TicketStore reopened = fixture().reopen().tickets();
        List<TicketEvent> history = history(reopened, ticket.id());
        assertThat(history).hasSize(before + 1).extracting(TicketJson::write)
                .noneMatch(text -> text.contains("Perplexing") || text.contains("maria"));
        assertSame(reopened.find(ticket.id()), Optional.of(Ticket.replay(history)));
    }

    @Test
    void inboxesFindWhatWasErasedNeitherByItsWordsNorByItsRequester() {
        opened("maria");
        Ticket other = opened("paul");
        TicketQuery words = TicketQuery.builder().subjectWords("perplexing").build();
        assertThat(store().find(words, 10)).hasSize(2);

        tickets().people().erase(CHIEF, MARIA);

        assertThat(store().find(words, 10)).extracting(Ticket::id).containsExactly(other.id());
        assertThat(store().find(TicketQuery.builder().requester(MARIA).build(), 10)).isEmpty();
    }

    @Test
    void everyTicketThatNamesAPersonIsFoundPageByPageInTheOrderOfTheirTexts() {
        for (String person : List.of("maria", "o\"brien\\x", "100%_!", "зоя")) {
            List<TicketId> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(opened(person).id());
            }
            Ticket other = opened("somebody");
            tickets().handle(CHIEF, other.id(), new AddParticipant(ActorId.of(person),
                    Ticket.Participation.REPLY));
            tickets().handle(Actor.customer(person), other.id(), Reply.of("Hello"));
            ids.add(other.id());

            assertThat(involving(person, 2)).containsAll(ids)
                    .isSortedAccordingTo(Comparator.comparing(TicketId::toString)).doesNotHaveDuplicates();
        }
    }

    @Test
    void keptAnswersOfAnErasedPersonAreForgottenAndThoseOfOthersAreNot() {
        Ticket ticket = opened("maria");
        IdempotencyKey key = IdempotencyKey.of("key");
        tickets().handle(Actor.customer("maria"), ticket.id(), Reply.of("One"), CommandOptions.key("key"));
        tickets().handle(CHIEF, ticket.id(), Reply.of("Two"), CommandOptions.key("key"));

        tickets().people().erase(CHIEF, MARIA);

        assertThat(store().findAnswer(MARIA, key)).isEmpty();
        assertThat(store().findAnswer(CHIEF.id(), key)).isPresent();
    }

    @Test
    void whoIsOvertakenReplacesNothing() {
        Ticket ticket = opened("maria");
        List<TicketEvent> before = history(store(), ticket.id());
        TicketEvent.Opened first = (TicketEvent.Opened) before.getFirst();
        TicketEvent.Opened replaced = new TicketEvent.Opened(first.stamp(), first.number(), first.workflow(),
                first.status(), first.kind(), first.priority(), first.requester(), first.locale(), first.channel(),
                "Another subject", first.tags(), first.fields(), first.followUpOf());
        TicketEvent.Erased erased = new TicketEvent.Erased(
                new TicketEvent.Stamp(ticket.id(), ticket.version() + 1, ticket.updatedAt(), CHIEF));
        TicketChange change = new TicketChange(ticket.apply(erased).toBuilder().subject("Another subject").build(),
                List.of(erased), List.of(replaced), Optional.empty());
        tickets().handle(CHIEF, ticket.id(), Reply.of("Faster"));

        assertThat(append(change)).isEqualTo(TicketStore.AppendResult.OVERTAKEN);

        assertThat(history(store(), ticket.id())).startsWith(before.toArray(TicketEvent[]::new));
    }
}
