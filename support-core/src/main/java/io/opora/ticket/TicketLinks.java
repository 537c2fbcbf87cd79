package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.Operation;
import io.opora.access.SecretLink;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The secret links to the tickets of a desk. A link opens one ticket to one participant of it (its requester, or somebody who
 * takes part), within its scopes, until it expires or is revoked, its token is replaced, or the participant is removed. A host
 * puts the {@linkplain SecretLink.Token#reveal() token} into an address, and when somebody comes with it, {@link #open} gives the
 * actor to go on with: {@link Tickets#customerView} and {@link Tickets#handle} let that actor do what the link is good for
 * and nothing else, and look at the link again with every call.
 *
 * <p>
 * Each change of a link is an event of the ticket's history, stored in the same step. Safe for use by any number of threads.
 */
public final class TicketLinks {

    /** The shortest life of a link. */
    public static final Duration MIN_LIFETIME = Duration.ofSeconds(1);

    /** The longest life of a link. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(366);

    /** How many live links a ticket may have. */
    public static final int MAX_LINKS = 100;

    /** The longest address from which a token may come, in characters. */
    public static final int MAX_ADDRESS_LENGTH = 200;

    private final Tickets tickets;
    private final Gate gate;
    private final TicketStore store;
    private final LinkStore links;
    private final Attempts attempts;
    private final RandomGenerator random;

    TicketLinks(Tickets tickets, Gate gate, TicketStore store, Attempts attempts, RandomGenerator random) {
        this.tickets = tickets;
        this.gate = gate;
        this.store = store;
        this.links = store.links();
        this.attempts = attempts;
        this.random = random;
    }

    /**
     * A link and its secret.
     *
     * @param link the link
     * @param token its token, which is told here and never again
     */
    public record Issued(SecretLink link, SecretLink.Token token) {

        /** Checks that nothing is missing. */
        public Issued {
            requireNonNull(link, "link");
            requireNonNull(token, "token");
        }
    }

    /**
     * Somebody who came by a link.
     *
     * @param actor whom to act as
     * @param ticket the ticket that the link opens
     * @param scopes what may be done with it now
     */
    public record Visit(Actor actor, TicketId ticket, Set<SecretLink.Scope> scopes) {

        /** Checks that nothing is missing and takes an unmodifiable copy of the scopes. */
        public Visit {
            requireNonNull(actor, "actor");
            requireNonNull(ticket, "ticket");
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * Makes a link. Links of the ticket that have expired are forgotten in the same step.
     *
     * @param actor who asks
     * @param ticket the ticket that it opens
     * @param participant as whom its holder acts: the requester, or somebody who takes part
     * @param scopes what it is good for, at least one; no more than the participant may do
     * @param lifetime how long, {@link #MIN_LIFETIME} to {@link #MAX_LIFETIME}
     * @return the link and its token
     * @throws InvalidInputException if there are no scopes or the lifetime is out of range; lists every violation
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#MANAGE_LINKS}
     * @throws CommandRefusedException if the participant may not do what a scope opens, or the ticket has {@value #MAX_LINKS}
     *         live links; lists every reason
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public Issued issue(Actor actor, TicketId ticket, ActorId participant, Set<SecretLink.Scope> scopes,
            Duration lifetime) {
        tickets.requireOpen();
        List<Violation> violations = lifetimeViolations(lifetime);
        if (scopes.isEmpty()) {
            violations.add(new Violation("scopes", "size", "a link is good for something: name at least one scope"));
        }
        refuse(violations);
        SecretLink.Token token = SecretLink.Token.generate();
        SecretLink link = new SecretLink(SecretLink.Id.generate(random), ticket.toString(), participant, scopes,
                expiry(lifetime), token.hash());
        tickets.changeLinks(actor, ticket, current -> issued(current, link, actor));
        return new Issued(link, token);
    }

    private Tickets.LinkStep issued(Ticket ticket, SecretLink link, Actor actor) {
        Instant now = tickets.now();
        List<SecretLink.Usage> before = links.of(link.ticket());
        Set<SecretLink.Id> expired = before.stream().map(SecretLink.Usage::link).filter(each -> !each.isLive(now))
                .map(SecretLink::id).collect(Collectors.toSet());
        List<Reason> reasons = new ArrayList<>();
        Set<SecretLink.Scope> allowed = allowed(ticket, link);
        link.scopes().stream().filter(scope -> !allowed.contains(scope))
                .forEach(scope -> reasons.add(new Reason("scope-beyond-right",
                        "{participant} may not {operation} here, so no link is good for it",
                        Map.of("participant", link.participant(), "operation", scope.operation().phrase()))));
        if (before.size() - expired.size() >= MAX_LINKS) {
            reasons.add(new Reason("too-many-links", "A ticket has at most {limit} live links: revoke some",
                    Map.of("limit", MAX_LINKS)));
        }
        if (!reasons.isEmpty()) {
            throw new CommandRefusedException("Ticket " + ticket.number() + " gets no link", reasons);
        }
        return new Tickets.LinkStep(TicketLifecycle.linkIssued(ticket, link, actor, now),
                new LinkStore.Changes(List.of(link), expired));
    }

    /** What the holder of a link may do with a ticket. */
    private Set<SecretLink.Scope> allowed(Ticket ticket, SecretLink link) {
        Set<SecretLink.Scope> allowed = EnumSet.noneOf(SecretLink.Scope.class);
        for (SecretLink.Scope scope : link.scopes()) {
            if (gate.decide(link.holder(), scope.operation(), ticket,
                    Optional.of(link)) instanceof AccessPolicy.Verdict.Allowed) {
                allowed.add(scope);
            }
        }
        return allowed;
    }

    /**
     * Gives a link a new token and a new life. The former token is good for nothing from then on; the count of its use goes
     * on.
     *
     * @param actor who asks
     * @param ticket the ticket that it opens
     * @param link the link, which may have expired
     * @param lifetime how long it lives from now on, {@link #MIN_LIFETIME} to {@link #MAX_LIFETIME}
     * @return the link and its new token
     * @throws InvalidInputException if the lifetime is out of range
     * @throws NotFoundException if there is no such ticket that the actor may know of, or the ticket has no such link
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#MANAGE_LINKS}
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public Issued rotate(Actor actor, TicketId ticket, SecretLink.Id link, Duration lifetime) {
        tickets.requireOpen();
        refuse(lifetimeViolations(lifetime));
        SecretLink.Token token = SecretLink.Token.generate();
        Tickets.LinkStep done = tickets.changeLinks(actor, ticket, current -> {
            SecretLink before = find(current, link);
            SecretLink after = new SecretLink(link, before.ticket(), before.participant(), before.scopes(),
                    expiry(lifetime), token.hash());
            return new Tickets.LinkStep(TicketLifecycle.linkIssued(current, after, actor, tickets.now()),
                    new LinkStore.Changes(List.of(after), Set.of()));
        });
        return new Issued(done.changes().keep().getFirst(), token);
    }

    /**
     * Ends a link. Nothing but the ticket's history knows of it from then on.
     *
     * @param actor who asks
     * @param ticket the ticket that it opens
     * @param link the link
     * @throws NotFoundException if there is no such ticket that the actor may know of, or the ticket has no such link
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#MANAGE_LINKS}
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public void revoke(Actor actor, TicketId ticket, SecretLink.Id link) {
        tickets.requireOpen();
        tickets.changeLinks(actor, ticket, current -> new Tickets.LinkStep(
                TicketLifecycle.linkRevoked(current, find(current, link).id(), actor, tickets.now()),
                new LinkStore.Changes(List.of(), Set.of(link))));
    }

    private SecretLink find(Ticket ticket, SecretLink.Id link) {
        return links.find(link).filter(each -> each.ticket().equals(ticket.id().toString()))
                .orElseThrow(() -> new NotFoundException("link", link));
    }

    /**
     * Lists the links of a ticket.
     *
     * @param actor who asks
     * @param ticket the ticket
     * @return its links and their use, the one that expires first in front; some may have expired
     * @throws NotFoundException if there is no such ticket that the actor may know of
     * @throws io.opora.access.AccessDeniedException if the actor may not {@link Operation#MANAGE_LINKS}
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public List<SecretLink.Usage> list(Actor actor, TicketId ticket) {
        tickets.requireOpen();
        return links.of(tickets.admit(actor, Operation.MANAGE_LINKS, ticket).id().toString());
    }

    /**
     * Lets somebody in who came with a token, and counts that they did. Whatever is wrong with a token, the answer is the
     * same. Who comes with wrong ones too often is not listened to for a while; that is counted for each address by each
     * process, and what succeeds does not count.
     *
     * @param token what they came with, any text
     * @param address where they came from, as the host tells callers apart: an IP address, say, or a network; 1 to
     *        {@value #MAX_ADDRESS_LENGTH} characters
     * @return whom they act as, on which ticket, and what they may do
     * @throws NotFoundException if the token is no token, unknown, replaced, expired or revoked, or its participant may do
     *         nothing of it any more
     * @throws CommandRefusedException if there were too many attempts from that address; the reason's facts say from when on
     *         they count again
     * @throws InvalidInputException if the address is empty or too long
     * @throws io.opora.StorageException if the store failed
     * @throws io.opora.ClosedException if the desk was closed
     */
    public Visit open(String token, String address) {
        tickets.requireOpen();
        if (address.isEmpty() || address.length() > MAX_ADDRESS_LENGTH) {
            refuse(List.of(new Violation("address", "size", "an address has 1 to " + MAX_ADDRESS_LENGTH
                    + " characters, not " + address.length())));
        }
        Instant now = tickets.now();
        attempts.count(address, now).ifPresent(again -> {
            throw new CommandRefusedException("No link is opened", List.of(new Reason("too-many-attempts",
                    "There were too many attempts; they are listened to again from {again} on",
                    Map.of("again", again))));
        });
        SecretLink link = SecretLink.Token.parse(token).map(SecretLink.Token::hash).flatMap(links::find)
                .filter(found -> found.isLive(now)).orElseThrow(TicketLinks::unknown);
        Visit visit = visit(link);
        links.used(link.id(), now);
        attempts.takeBack(address);
        return visit;
    }

    private Visit visit(SecretLink link) {
        TicketId id = TicketId.of(link.ticket());
        Set<SecretLink.Scope> allowed = store.find(id).map(ticket -> allowed(ticket, link)).orElse(Set.of());
        if (allowed.isEmpty()) {
            throw unknown();
        }
        return new Visit(link.holder(), id, allowed);
    }

    /** The one answer to every token that opens nothing; says nothing of the token. */
    private static NotFoundException unknown() {
        return new NotFoundException("link", "of that token");
    }

    private Instant expiry(Duration lifetime) {
        return tickets.now().plus(lifetime).truncatedTo(ChronoUnit.MICROS);
    }

    private static List<Violation> lifetimeViolations(Duration lifetime) {
        List<Violation> violations = new ArrayList<>();
        if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            violations.add(new Violation("lifetime", "range", "a link lives " + Spelling.span(MIN_LIFETIME) + " to "
                    + Spelling.span(MAX_LIFETIME) + ", not " + lifetime));
        }
        return violations;
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidInputException("secret link", violations);
        }
    }

    /** The links that end with somebody's part in a ticket. */
    Set<SecretLink.Id> of(TicketId ticket, ActorId participant) {
        return links.of(ticket.toString()).stream().map(SecretLink.Usage::link)
                .filter(link -> link.participant().equals(participant)).map(SecretLink::id)
                .collect(Collectors.toSet());
    }
}
