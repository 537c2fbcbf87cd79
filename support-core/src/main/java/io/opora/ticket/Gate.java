package io.opora.ticket;

import io.opora.NotFoundException;
import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.LinkStore;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.SecretLink;
import java.time.Instant;
import java.util.Optional;

/**
 * The one way through every door: says what somebody is to a ticket, lets the {@link AccessPolicy} decide, and turns a no into
 * the exception that may be seen.
 */
final class Gate {

    private final AccessPolicy policy;
    private final LinkStore links;

    Gate(AccessPolicy policy, LinkStore links) {
        this.policy = policy;
        this.links = links;
    }

    /**
     * Lets somebody do something with a ticket.
     *
     * @param ticket the ticket, if there is one
     * @param id what it was asked for by
     * @param now the time, at which a link may have expired
     * @return the ticket
     * @throws NotFoundException if there is none, or the actor may not know that there is
     * @throws AccessDeniedException if the actor may know of the ticket, but not do this
     */
    Ticket admit(Actor actor, Operation operation, Optional<Ticket> ticket, Object id, Instant now) {
        Ticket found = ticket.orElseThrow(() -> new NotFoundException("ticket", id));
        if (decide(actor, operation, found, liveLink(actor, now)) instanceof AccessPolicy.Verdict.Denied denied) {
            throw denied.hidden()
                    ? new NotFoundException("ticket", id)
                    : new AccessDeniedException(actor, operation, denied.reason());
        }
        return found;
    }

    /** Whether somebody may do something with a ticket, for who asks about many. */
    boolean permits(Actor actor, Operation operation, Ticket ticket, Instant now) {
        return decide(actor, operation, ticket, liveLink(actor, now)) instanceof AccessPolicy.Verdict.Allowed;
    }

    private Optional<SecretLink> liveLink(Actor actor, Instant now) {
        return actor.link().flatMap(links::find).filter(each -> each.isLive(now));
    }

    /** Decides about a ticket, for an actor who came by a link, if that is given. */
    AccessPolicy.Verdict decide(Actor actor, Operation operation, Ticket ticket, Optional<SecretLink> link) {
        return policy.decide(actor, operation, new AccessPolicy.Target(relation(actor, ticket),
                ticket.team().map(TeamId::name), Optional.of(ticket.kind().name()),
                link.filter(each -> each.ticket().equals(ticket.id().toString()))));
    }

    private static Relation relation(Actor actor, Ticket ticket) {
        if (!actor.isCustomer()) {
            return staffRelation(actor, ticket.assignee().filter(actor.id()::equals).isPresent(), ticket.team());
        }
        if (ticket.requester().id().equals(actor.id())) {
            return Relation.REQUESTER;
        }
        return switch (ticket.participants().get(actor.id())) {
            case REPLY -> Relation.REPLYING_PARTICIPANT;
            case SEE -> Relation.SEEING_PARTICIPANT;
            case null -> Relation.STRANGER;
        };
    }

    private static Relation staffRelation(Actor actor, boolean assigned, Optional<TeamId> team) {
        if (assigned) {
            return Relation.ASSIGNEE;
        }
        return team.map(TeamId::name).filter(actor.teams()::contains).isPresent()
                ? Relation.TEAM_MEMBER
                : Relation.STAFF;
    }

    /** Lets somebody open a ticket, customers in their own name. */
    void requireOpening(Actor actor, RequestKind kind) {
        require(actor, Operation.OPEN, actor.isCustomer() ? Relation.REQUESTER : Relation.STAFF, Optional.empty(),
                Optional.of(kind));
    }

    /** Lets somebody do something with the desk itself. */
    void requireDesk(Actor actor, Operation operation) {
        require(actor, operation, actor.isCustomer() ? Relation.STRANGER : Relation.STAFF, Optional.empty(),
                Optional.empty());
    }

    /** Lets somebody see all tickets that a query may find: what is true of each of them counts, as the query says it. */
    void requireQuery(Actor actor, Operation operation, TicketQuery query) {
        Relation relation = actor.isCustomer()
                ? Relation.STRANGER
                : staffRelation(actor, query.assignment() instanceof TicketQuery.Assignment.To to
                        && to.assignee().equals(actor.id()), query.team());
        if (query.kinds().isEmpty()) {
            require(actor, operation, relation, query.team(), Optional.empty());
        }
        query.kinds().forEach(kind -> require(actor, operation, relation, query.team(), Optional.of(kind)));
    }

    private void require(Actor actor, Operation operation, Relation relation, Optional<TeamId> team,
            Optional<RequestKind> kind) {
        AccessPolicy.Target target = new AccessPolicy.Target(relation, team.map(TeamId::name),
                kind.map(RequestKind::name), Optional.empty());
        if (policy.decide(actor, operation, target) instanceof AccessPolicy.Verdict.Denied denied) {
            throw new AccessDeniedException(actor, operation, denied.reason());
        }
    }
}
