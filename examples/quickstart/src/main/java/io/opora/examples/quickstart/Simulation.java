package io.opora.examples.quickstart;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.SettableClock;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Plays a scenario on a desk: customers write, agents act, and between the two the clock goes on, hour by hour, with a
 * {@link Tickets#tick tick} for each, as a host's timer would do.
 */
final class Simulation {

    private static final Duration TICK = Duration.ofHours(1);
    private static final int TICKETS_PER_TICK = 1_000;

    private final Tickets tickets;
    private final SettableClock clock;
    private final ZoneId zone;
    private final Journal journal;
    private final Consumer<LocalDate> atDaysEnd;
    private final Map<String, TicketId> ticketOfRequest = new HashMap<>();
    private Instant nextTick;

    /**
     * Prepares to play.
     *
     * @param tickets   the desk's tickets
     * @param clock     the desk's clock
     * @param zone      where the desk stands: its days begin there
     * @param journal   what is told of requests and steps that did not make it into a history
     * @param atDaysEnd is told of each day that is over
     */
    Simulation(Tickets tickets, SettableClock clock, ZoneId zone, Journal journal, Consumer<LocalDate> atDaysEnd) {
        this.tickets = tickets;
        this.clock = clock;
        this.zone = zone;
        this.journal = journal;
        this.atDaysEnd = atDaysEnd;
        this.nextTick = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(TICK);
    }

    /** Plays everything, up to the end of the last day on which something happens. */
    void play(Scenario scenario) {
        play(scenario, Instant.MIN, Instant.MAX);
        passUntil(endOfDay(today()));
    }

    /** Plays what happens from one instant on, and before another one. */
    void play(Scenario scenario, Instant from, Instant to) {
        Map<String, Actor> staff = scenario.staff();
        for (Numbered<Happening> next : scenario.happenings()) {
            if (next.value().at().isBefore(from) || !next.value().at().isBefore(to)) {
                continue;
            }
            passUntil(next.value().at());
            switch (next.value()) {
                case IncomingRequest request -> receive(scenario.requestFile(), next.line(), request);
                case AgentStep step -> {
                    // Whoever the team does not know is an agent without special rights.
                    Actor agent = Optional.ofNullable(staff.get(step.agent()))
                            .orElseGet(() -> Actor.agent(step.agent()));
                    act(scenario.scriptFile(), new Numbered<>(next.line(), step), agent);
                }
            }
        }
    }

    /** Lets days pass in which nobody does anything. */
    void passDays(int days) {
        passUntil(endOfDay(today().plusDays(days - 1L)));
    }

    private void receive(String file, long line, IncomingRequest request) {
        try {
            Ticket ticket = answer(file, line, request).orElseGet(() -> open(request));
            ticketOfRequest.put(request.id(), ticket.id());
        } catch (InvalidInputException e) {
            journal.notAccepted(file, line,
                    e.violations().stream().map(Violation::toString).collect(Collectors.joining("; ")));
        }
    }

    private Ticket open(IncomingRequest request) {
        Ticket ticket = tickets.open(request.actor(), request.toTicket(), once(request));
        journal.opened();
        return ticket;
    }

    /** Adds the request to the ticket that it answers, if there is one and it is the same customer's. */
    private Optional<Ticket> answer(String file, long line, IncomingRequest request) {
        if (request.inReplyTo() == null) {
            return Optional.empty();
        }
        TicketId answered = ticketOfRequest.get(request.inReplyTo());
        if (answered == null) {
            journal.note(file, line, "answers \"" + request.inReplyTo() + "\", which did not come before it: opens a "
                    + "ticket of its own");
            return Optional.empty();
        }
        try {
            Ticket ticket = tickets.handle(request.actor(), answered, request.toReply(), once(request));
            if (ticket.id().equals(answered) || ticket.version() > 2) {
                journal.added();
            } else {
                journal.followedUp();
            }
            return Optional.of(ticket);
        } catch (NotFoundException e) {
            // Nobody gets into a ticket of somebody else's by knowing the id of a message.
            journal.note(file, line, "answers \"" + request.inReplyTo()
                    + "\", which another customer wrote: opens a ticket of its own");
            return Optional.empty();
        }
    }

    /** However often a request is sent, it takes effect once: a host can repeat what may have failed. */
    private static CommandOptions once(IncomingRequest request) {
        return CommandOptions.key(UUID.nameUUIDFromBytes(request.id().getBytes(StandardCharsets.UTF_8)).toString());
    }

    private void act(String file, Numbered<AgentStep> numbered, Actor agent) {
        AgentStep step = numbered.value();
        TicketId id = ticketOfRequest.get(step.request());
        if (id == null) {
            journal.withoutTicket(file, numbered);
            return;
        }
        try {
            tickets.handle(agent, id, step.command());
            journal.done();
            if (step.refused()) {
                journal.note(file, numbered.line(), "done, though the script expects it to be refused");
            }
        } catch (CommandRefusedException e) {
            refused(numbered, id, e.reasons().stream().map(Reason::message).toList());
        } catch (InvalidInputException e) {
            refused(numbered, id, e.violations().stream().map(Violation::toString).toList());
        }
    }

    private void refused(Numbered<AgentStep> numbered, TicketId id, List<String> reasons) {
        AgentStep step = numbered.value();
        Ticket ticket = tickets.get(History.READER, id);
        journal.refused(new Journal.Refusal(numbered.line(), step.at(), step.agent(),
                "#" + ticket.number() + " (" + ticket.status() + ")", step.summary(), reasons, step.refused()));
    }

    /** Lets time pass in which nobody does anything. */
    void passUntil(Instant at) {
        for (; !nextTick.isAfter(at); nextTick = nextTick.plus(TICK)) {
            LocalDate before = today();
            clock.set(nextTick);
            if (!today().equals(before)) {
                atDaysEnd.accept(before);
            }
            while (tickets.tick(TICKETS_PER_TICK) > 0) {
                // until there is nothing left for time to do at this hour
            }
        }
        clock.set(at);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private Instant endOfDay(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
