package io.opora.examples.benchmarks;

import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.Classify;
import io.opora.ticket.Decision;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLifecycle;
import io.opora.ticket.TicketNumber;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The actors, tickets and moves that the decisions are measured with. */
final class Cases {

    static final Workflow WORKFLOW = Workflow.standard();

    static final Actor CUSTOMER = Actor.customer("maria");

    static final Instant OPENED = Instant.parse("2026-03-02T09:00:00.123456Z");

    /** In whole microseconds, as the desk's clock gives it. */
    static final Instant NOW = Instant.parse("2026-03-02T10:30:00.654321Z");

    /** The status out of which each measured move leads. */
    static final Map<String, String> FROM = Map.of("start", "new", "ask", "open", "hold", "open", "resume", "on-hold");

    private static final int REHEARSALS = 20_000;

    private Cases() {}

    static TicketLifecycle lifecycle() {
        return TicketLifecycle.of(WORKFLOW, Map.of());
    }

    /** An agent who holds so many roles, that of every agent among them. */
    static Actor agent(int roles) {
        Actor agent = Actor.agent("boris");
        for (int i = 1; i < roles; i++) {
            agent = agent.withRoles(Role.of("role-" + i));
        }
        return agent;
    }

    /** A ticket that stands in a status, having come there by moves. */
    static Ticket ticketIn(String status) {
        TicketLifecycle lifecycle = lifecycle();
        OpenTicket request = OpenTicket.builder("I cannot log in", "The page stays empty")
                .requester(Requester.of("maria"))
                .build();
        Ticket ticket = lifecycle.open(request, TicketId.of("019caddd-f8c8-7000-8000-000000000001"),
                TicketNumber.of(1), Locale.ENGLISH, CUSTOMER, OPENED).ticket();
        List<String> moves = switch (status) {
            case "new" -> List.of();
            case "open" -> List.of("start");
            case "pending" -> List.of("start", "ask");
            case "on-hold" -> List.of("start", "hold");
            default -> throw new IllegalArgumentException(status);
        };
        for (String action : moves) {
            ticket = after(lifecycle.decide(ticket, Move.of(action), agent(1), OPENED));
        }
        return ticket;
    }

    static Ticket after(Decision decision) {
        return ((Decision.Accepted) decision).ticket();
    }

    /**
     * Lets the compiler see every command and every answer before anything is measured, as it would in an application. A JVM
     * that has only ever seen one move makes code for that one move, which is faster than anybody will have it.
     */
    static void rehearse(TicketLifecycle lifecycle) {
        Ticket ticket = ticketIn("open");
        Actor agent = agent(2);
        List<TicketCommand> commands = List.of(Move.of("ask"), Move.of("fly"), Move.of("solve"),
                Move.of("solve").with("resolution", "done"), Reply.of("Hello"), AddNote.of("A note"),
                Assign.to(agent.id()), new Prioritize(Priority.HIGH), new Classify(RequestKind.of("bug")),
                new ChangeTags(Set.of(Tag.of("vip")), Set.of()));
        for (int i = 0; i < REHEARSALS; i++) {
            for (TicketCommand command : commands) {
                if (lifecycle.decide(ticket, command, agent, NOW) instanceof Decision.Accepted accepted
                        && !accepted.ticket().id().equals(ticket.id())) {
                    throw new IllegalStateException("another ticket");
                }
            }
            Optional<Instant> wakeAt = lifecycle.wakeAt(ticket);
            if (wakeAt.isPresent()) {
                throw new IllegalStateException("nothing happens to open tickets by time alone");
            }
        }
    }
}
