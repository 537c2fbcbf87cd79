package io.opora.storage;

import io.opora.access.ActorId;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketStore;
import java.util.List;
import java.util.Optional;

/** What stores do wrong when a person is erased, a line each. */
final class BrokenErasure {

    private BrokenErasure() {}

    static List<Flaw> flaws() {
        return List.of(
                BrokenTickets.flaw("keeps events that are replaced", sound -> new DelegatingStore(sound) {
                    @Override
                    public TicketStore.AppendResult append(TicketCommit commit) {
                        return super.append(new TicketCommit(commit.changes().stream()
                                .map(change -> new TicketChange(change.ticket(), change.events(), change.wakeAt()))
                                .toList(), commit.answer(), commit.links(), commit.outbox(), commit.forgotten(),
                                commit.turn()));
                    }
                }, "Erasure.replacedEventsReadAsReplacedAndTheirFoldIsTheHeader"),
                BrokenTickets.flaw("remembers answers that are to be forgotten", sound -> new DelegatingStore(sound) {
                    @Override
                    public TicketStore.AppendResult append(TicketCommit commit) {
                        return super.append(new TicketCommit(commit.changes(), commit.answer(), commit.links(),
                                commit.outbox()));
                    }
                }, "Erasure.keptAnswersOfAnErasedPersonAreForgottenAndThoseOfOthersAreNot"),
                BrokenTickets.flaw("knows one page only", sound -> new DelegatingStore(sound) {
                    @Override
                    public List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit) {
                        return after.isEmpty() ? super.involving(person, after, limit) : List.of();
                    }
                }, "Erasure.everyTicketThatNamesAPersonIsFoundPageByPageInTheOrderOfTheirTexts"));
    }
}
