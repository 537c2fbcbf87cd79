package io.opora.report;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one history says, up to an instant. A reader of the history that keeps what reports count. */
final class TicketLife {

    /** A stay in a phase. What the ticket was merged for is no stay. */
    record Stay(Phase phase, Instant from, Optional<Instant> to) {}

    /** Something that is counted by the period in which it happened. */
    enum Happening {
        OPENED, REPLY, CUSTOMER_MESSAGE, SOLVED, REOPENED, CLOSED
    }

    /** When something that is counted happened. */
    record Happened(Happening what, Instant at) {}

    private final List<Stay> stays = new ArrayList<>();
    private final List<Happened> happened = new ArrayList<>();
    private Ticket ticket;
    private @Nullable Instant firstReply;
    private @Nullable Instant finishedAt;
    private boolean solved;
    private boolean reopened;
    /** Where it is; {@code null} while it is merged. */
    private @Nullable Phase phase;
    private Instant since;

    private TicketLife(TicketEvent first) {
        ticket = Ticket.replay(List.of(first));
        phase = ticket.phase();
        since = ticket.openedAt();
        happened.add(new Happened(Happening.OPENED, since));
        finishedAt = ticket.phase().isFinished() ? since : null;
    }

    /** Reads a history; nothing if the ticket is not known yet at that instant. */
    static Optional<TicketLife> of(List<? extends TicketEvent> history, Instant until) {
        if (history.isEmpty()) {
            throw new StorageException("A history begins with the opening of its ticket; this one is empty", null);
        }
        if (history.getFirst().stamp().at().isAfter(until)) {
            return Optional.empty();
        }
        TicketLife life = new TicketLife(history.getFirst());
        for (TicketEvent event : history.subList(1, history.size())) {
            if (event.stamp().at().isAfter(until)) {
                break;
            }
            life.see(event);
        }
        life.stay(Optional.empty());
        return Optional.of(life);
    }

    private void see(TicketEvent event) {
        Instant at = event.stamp().at();
        Ticket before = ticket;
        ticket = before.apply(event);
        boolean merged = before.related().isMerged();
        if (event instanceof TicketEvent.MessageAdded said && !isRequest(said)) {
            write(said, merged);
        } else if (event instanceof TicketEvent.MessageRelayed && !merged && isHuman(event)) {
            answer(at);
        }
        if (before.phase() != ticket.phase()) {
            move(before.phase(), ticket.phase(), at);
        }
        Phase now = ticket.related().isMerged() ? null : ticket.phase();
        if (now != phase) {
            stay(Optional.of(at));
            phase = now;
            since = at;
        }
    }

    /** The first message is the request, whoever wrote it down. */
    private static boolean isRequest(TicketEvent.MessageAdded said) {
        return said.stamp().sequence() == 2;
    }

    private static boolean isHuman(TicketEvent event) {
        return event.stamp().by().kind() == Actor.Kind.AGENT;
    }

    private void write(TicketEvent.MessageAdded said, boolean merged) {
        if (said.message().origin().isAutomatic()) {
            return; // nobody wrote it
        }
        Instant at = said.stamp().at();
        switch (said.stamp().by().kind()) {
            case AGENT -> {
                happened.add(new Happened(Happening.REPLY, at));
                if (!merged) {
                    answer(at);
                }
            }
            case CUSTOMER -> happened.add(new Happened(Happening.CUSTOMER_MESSAGE, at));
            case BOT, SYSTEM -> {
                // what programs write is nobody's word
            }
        }
    }

    private void answer(Instant at) {
        firstReply = firstReply == null ? at : firstReply;
    }

    private void move(Phase from, Phase to, Instant at) {
        if (to == Phase.SOLVED) {
            happened.add(new Happened(Happening.SOLVED, at));
            solved = true;
        } else if (to == Phase.CLOSED) {
            happened.add(new Happened(Happening.CLOSED, at));
        }
        if (from.isFinished() && !to.isFinished()) {
            happened.add(new Happened(Happening.REOPENED, at));
            reopened |= solved;
            finishedAt = null;
        } else if (!from.isFinished() && to.isFinished()) {
            finishedAt = at;
        }
    }

    private void stay(Optional<Instant> to) {
        if (phase != null) {
            stays.add(new Stay(phase, since, to));
        }
    }

    /** The header at the end. */
    Ticket ticket() {
        return ticket;
    }

    List<Stay> stays() {
        return stays;
    }

    List<Happened> happened() {
        return happened;
    }

    Optional<Instant> firstReply() {
        return Optional.ofNullable(firstReply);
    }

    /** Since when it is finished, if it is. */
    Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }

    boolean wasSolved() {
        return solved;
    }

    boolean wasReopened() {
        return reopened;
    }

    boolean isMerged() {
        return ticket.related().isMerged();
    }
}
