package io.opora.ticket;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Reads the other tickets that a command concerns and lets the rules decide: a part of the shell, without rules of its own.
 * Safe for use by any number of threads.
 */
final class JointCommands {

    /** Reads a ticket for somebody who may do this with it. */
    interface Admission {

        Ticket admit(Actor actor, Operation operation, TicketId id);
    }

    private final TicketStore store;
    private final RandomGenerator random;
    private final Admission admission;
    private final Function<Workflow.Ref, TicketLifecycle> rules;
    private final Function<RequestKind, TicketLifecycle> rulesOfKind;

    /**
     * Makes the part of a shell.
     *
     * @param admission reads a ticket that an actor names
     * @param rules finds the rules of a ticket that exists
     * @param rulesOfKind finds those of a new one
     */
    JointCommands(TicketStore store, RandomGenerator random, Admission admission,
            Function<Workflow.Ref, TicketLifecycle> rules, Function<RequestKind, TicketLifecycle> rulesOfKind) {
        this.store = store;
        this.random = random;
        this.admission = admission;
        this.rules = rules;
        this.rulesOfKind = rulesOfKind;
    }

    Decision decide(Ticket ticket, TicketCommand.Joint command, Actor actor, Instant now) {
        return switch (command) {
            case Merge merge -> Merging.merge(ticket, admission.admit(actor, Operation.MERGE, merge.into()),
                    all(ticket.related().mergedFrom()), actor, now);
            case Unmerge unmerge -> Merging.unmerge(ticket, all(ticket.related().mergedInto()),
                    all(ticket.related().mergedFrom()), actor, now);
            case Split split -> Splitting.split(ticket, split, events(ticket, split.messages()),
                    rulesOfKind.apply(split.kind().orElse(ticket.kind())), TicketId.generate(now, random),
                    store.reserveNumber(), actor, now);
            case Link link ->
                Linking.link(ticket, admission.admit(actor, Operation.RELATE, link.other()), link.type(), actor, now);
            case Unlink unlink ->
                Linking.unlink(ticket, admission.admit(actor, Operation.RELATE, unlink.other()), actor, now);
        };
    }

    /** Decides a reply to a merged ticket. */
    Decision relay(Ticket merged, Reply reply, Actor actor, Instant now) {
        List<Ticket> path = all(merged.related().mergedInto());
        return rules.apply(path.getLast().workflow()).relay(merged, path, reply, actor, now);
    }

    private List<Ticket> all(Collection<TicketId> ids) {
        return ids.stream().map(id -> store.find(id)
                .orElseThrow(() -> new StorageException("Ticket " + id + " has lost its header", null))).toList();
    }

    private Map<Long, TicketEvent> events(Ticket ticket, Collection<Long> sequences) {
        MessageReader reader = new MessageReader(store);
        Map<Long, TicketEvent> events = new HashMap<>();
        sequences.stream().sorted().forEach(
                sequence -> reader.find(ticket.id(), sequence).ifPresent(event -> events.put(sequence, event)));
        return events;
    }
}
