package io.opora.storage;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.routing.Assignment;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what another store does, but for what a subclass breaks. */
class DelegatingStore implements TicketStore {

    private final TicketStore sound;
    private final LinkStore links = new DelegatingLinks(() -> sound().links());

    DelegatingStore(TicketStore sound) {
        this.sound = sound;
    }

    /** {@return the store that does the work at this moment} */
    TicketStore sound() {
        return sound;
    }

    @Override
    public TicketNumber reserveNumber() {
        return sound().reserveNumber();
    }

    @Override
    public TicketStore.AppendResult append(TicketCommit commit) {
        return sound().append(commit);
    }

    @Override
    public Optional<Ticket> find(TicketId id) {
        return sound().find(id);
    }

    @Override
    public Optional<Ticket> find(TicketNumber number) {
        return sound().find(number);
    }

    @Override
    public List<TicketEvent> history(TicketId id, long after, int limit) {
        return sound().history(id, after, limit);
    }

    @Override
    public Assignment.Turns turns(TeamId team) {
        return sound().turns(team);
    }

    @Override
    public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
        return sound().findAnswer(actor, key);
    }

    @Override
    public List<Ticket> find(TicketQuery query, int limit) {
        return sound().find(query, limit);
    }

    @Override
    public Map<Phase, Long> countByPhase(TicketQuery query) {
        return sound().countByPhase(query);
    }

    @Override
    public List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit) {
        return sound().involving(person, after, limit);
    }

    @Override
    public LinkStore links() {
        sound().links(); // says if it is closed
        return links;
    }

    @Override
    public List<TicketId> due(Instant until, int limit) {
        return sound().due(until, limit);
    }
}
