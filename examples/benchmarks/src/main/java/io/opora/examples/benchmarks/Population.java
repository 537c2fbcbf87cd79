package io.opora.examples.benchmarks;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.ticket.Assign;
import io.opora.ticket.Decision;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Priority;
import io.opora.ticket.Requester;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLifecycle;
import io.opora.ticket.TicketNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The tickets of a busy desk, always the same ones: 85 of 100 are closed, 6 solved, the rest under way; 200 agents in 20
 * teams, and ten tickets for each customer. Each came where it is by decisions of the pure lifecycle, a few events each.
 */
final class Population {

    static final ActorId AGENT = ActorId.of("agent-7");
    static final TeamId TEAM = TeamId.of("team-7");
    static final ActorId CUSTOMER = ActorId.of("customer-7");

    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<String> TOPICS = List.of("Refund for", "Question about", "Wrong colour of", "Where is",
            "Late delivery of", "Broken parts in", "Invoice for", "Guarantee of", "Manual for", "Missing pieces of");
    private static final List<String> THINGS = IntStream.range(0, 100).mapToObj(i -> "lamp" + (char) ('a' + i % 26) + i)
            .toList();
    private static final Priority[] PRIORITIES = Priority.values();

    private final TicketLifecycle lifecycle = Cases.lifecycle();
    private final SplittableRandom random = new SplittableRandom(42);
    private final int size;

    Population(int size) {
        this.size = size;
    }

    /** A subject's last word, which no other ticket has. */
    static String order(int index) {
        return "no" + (1_000_000 + index);
    }

    /** Hands over each ticket with its history, the oldest first. */
    void forEach(BiConsumer<Ticket, List<TicketEvent>> consumer) {
        for (int i = 0; i < size; i++) {
            List<TicketEvent> history = new ArrayList<>(6);
            consumer.accept(ticket(i, history), history);
        }
    }

    TicketLifecycle lifecycle() {
        return lifecycle;
    }

    private Ticket ticket(int index, List<TicketEvent> history) {
        Instant now = FIRST.plusSeconds(30L * index);
        Actor customer = new Actor(ActorId.of("customer-" + random.nextInt(Math.max(8, size / 10))),
                Cases.CUSTOMER.kind(), Cases.CUSTOMER.roles());
        String subject = TOPICS.get(random.nextInt(TOPICS.size())) + ' ' + THINGS.get(random.nextInt(THINGS.size()))
                + ", "
                + order(index);
        OpenTicket request = OpenTicket.builder(subject, "See the subject").requester(Requester.of(customer.id()))
                .priority(PRIORITIES[random.nextInt(PRIORITIES.length)]).build();
        Decision.Accepted opened = lifecycle.open(request, TicketId.generate(now, random), TicketNumber.of(index + 1L),
                Locale.ENGLISH, customer, now);
        history.addAll(opened.events());
        Ticket ticket = opened.ticket();
        int fate = random.nextInt(100);
        Actor agent = Actor.agent("agent-" + random.nextInt(200));
        if (fate >= 2) { // all but the new ones belong to a team, most of them to a person too
            Optional<ActorId> assignee = fate % 3 == 0 && fate < 9 ? Optional.empty() : Optional.of(agent.id());
            Assign assign = new Assign(Optional.of(TeamId.of("team-" + random.nextInt(20))), assignee);
            ticket = after(ticket, assign, agent, history);
        }
        for (Move move : way(fate)) {
            ticket = after(ticket, move, agent, history);
        }
        return ticket;
    }

    private Ticket after(Ticket ticket, TicketCommand command, Actor actor, List<TicketEvent> history) {
        Instant now = ticket.updatedAt().plus(Duration.ofSeconds(random.nextInt(86_400)));
        Decision.Accepted accepted = (Decision.Accepted) lifecycle.decide(ticket, command, actor, now);
        history.addAll(accepted.events());
        return accepted.ticket();
    }

    private static List<Move> way(int fate) {
        Move start = Move.of("start");
        Move solve = Move.of("solve").with("resolution", "answered");
        if (fate < 2) {
            return List.of();
        }
        if (fate < 5) {
            return List.of(start);
        }
        if (fate < 8) {
            return List.of(start, Move.of("ask"));
        }
        if (fate < 9) {
            return List.of(start, Move.of("hold"));
        }
        return fate < 15 ? List.of(solve) : List.of(solve, Move.of("close"));
    }
}
