package io.opora.examples.quickstart;

import io.opora.examples.quickstart.AgentStep.Assign;
import io.opora.examples.quickstart.AgentStep.Classify;
import io.opora.examples.quickstart.AgentStep.Deed;
import io.opora.examples.quickstart.AgentStep.Move;
import io.opora.examples.quickstart.AgentStep.Note;
import io.opora.examples.quickstart.AgentStep.Prioritize;
import io.opora.examples.quickstart.AgentStep.Reply;
import io.opora.examples.quickstart.AgentStep.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Replays the sample against plain tables of both workflows and notes whatever does not fit. It knows nothing of the
 * library on purpose: so it can tell whether the sample or the library is wrong.
 *
 * <p>Time alone changes nothing here: the earliest it could is ten days after a question to a customer, and the sample
 * lasts five.
 */
final class Replay {

    private static final Map<String, Map<String, String>> MOVES = Map.ofEntries(
            Map.entry("new", Map.of("start", "open", "solve", "solved", "reject", "closed")),
            Map.entry("open", Map.of("ask", "pending", "hold", "on-hold", "solve", "solved", "reject", "closed")),
            Map.entry("pending", Map.of("resume", "open", "solve", "solved")),
            Map.entry("on-hold", Map.of("resume", "open", "solve", "solved")),
            Map.entry("solved", Map.of("reopen", "open", "close", "closed")),
            Map.entry("closed", Map.of()),
            Map.entry("requested", Map.of("approve", "approved", "refuse", "refused")),
            Map.entry("approved", Map.of("receive-goods", "goods-received", "refuse", "refused")),
            Map.entry("goods-received", Map.of("pay-out", "paid-out", "refuse", "refused")),
            Map.entry("paid-out", Map.of()),
            Map.entry("refused", Map.of()));
    private static final Map<String, String> REQUIRED_FIELD = Map.of(
            "solve", "resolution", "reject", "reason", "refuse", "reason", "pay-out", "amount");
    private static final Map<String, String> REQUIRED_ROLE = Map.of("pay-out", "accountant");
    private static final Set<String> CLOSED = Set.of("closed", "refused");
    private static final Set<String> TEAMS = Set.of("first-line", "billing", "engineering");
    private static final Set<String> PRIORITIES = Set.of("low", "normal", "high", "urgent");
    private static final Duration REOPENS_WITHIN = Duration.ofDays(7);

    private final Map<String, TeamMember> team;
    private final Map<String, String> statusOfTicket = new HashMap<>();
    private final Map<String, Instant> solvedAt = new HashMap<>();
    private final Map<String, String> ticketOfMessage = new HashMap<>();
    private final Map<String, Instant> lastChange = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Replay(List<TeamMember> team) {
        this.team = team.stream().collect(Collectors.toMap(TeamMember::id, Function.identity()));
    }

    /** Replays everything in order of time. */
    static Replay of(List<IncomingRequest> requests, List<AgentStep> script, List<TeamMember> team) {
        Replay replay = new Replay(team);
        int next = 0;
        for (AgentStep step : script) {
            for (; next < requests.size() && requests.get(next).at().isBefore(step.at()); next++) {
                replay.receive(requests.get(next));
            }
            replay.act(step);
        }
        requests.subList(next, requests.size()).forEach(replay::receive);
        return replay;
    }

    /** What does not fit, empty if all does. */
    List<String> faults() {
        return faults;
    }

    /** The status of each ticket in the end, by the request that opened it. */
    Map<String, String> statuses() {
        return statusOfTicket;
    }

    private void receive(IncomingRequest request) {
        Optional<String> answered = Optional.ofNullable(request.inReplyTo());
        Optional<String> ticket = answered.map(ticketOfMessage::get);
        if (answered.isPresent() && ticket.isEmpty()) {
            faults.add(request.id() + " answers " + answered.get() + ", which has not come yet");
        }
        if (ticket.isPresent() && !CLOSED.contains(status(ticket.get()))) {
            ticketOfMessage.put(request.id(), ticket.get());
            follow(ticket.get(), request);
        } else {
            open(request);
        }
    }

    private void open(IncomingRequest request) {
        ticketOfMessage.put(request.id(), request.id());
        statusOfTicket.put(request.id(), request.kind() == RequestKind.RETURN ? "requested" : "new");
        lastChange.put(request.id(), request.at());
    }

    private void follow(String ticket, IncomingRequest reply) {
        inOrder(ticket, reply.at(), reply.id());
        switch (status(ticket)) {
            case "new", "open", "on-hold", "requested", "goods-received" -> {
                // somebody at the shop has the next move anyway
            }
            case "pending" -> statusOfTicket.put(ticket, "open");
            case "solved" -> {
                if (solvedAt.getOrDefault(ticket, Instant.MIN).plus(REOPENS_WITHIN).isBefore(reply.at())) {
                    faults.add(reply.id() + " comes too late to reopen " + ticket);
                }
                statusOfTicket.put(ticket, "open");
            }
            default -> faults.add(reply.id() + ": nobody has said what a reply does in " + status(ticket));
        }
    }

    private void act(AgentStep step) {
        String what = step.request() + " at " + step.at() + " by " + step.agent() + ": " + step.deed();
        if (!statusOfTicket.containsKey(step.request())) {
            faults.add(what + ": no such ticket yet");
            return;
        }
        inOrder(step.request(), step.at(), what);
        Optional<String> refusal = refusal(step);
        if (refusal.isPresent() != step.refused()) {
            faults.add(what + ": " + refusal.orElse("expected to be refused, but nothing speaks against it"));
        } else if (!step.refused() && step.deed() instanceof Move(String action, var fields)) {
            String status = target(step.request(), action).orElseThrow();
            statusOfTicket.put(step.request(), status);
            if (status.equals("solved")) {
                solvedAt.put(step.request(), step.at());
            }
        }
    }

    private Optional<String> refusal(AgentStep step) {
        if (!team.containsKey(step.agent())) {
            return Optional.of("nobody of that name works here");
        }
        if (CLOSED.contains(status(step.request()))) {
            return Optional.of("the ticket is closed");
        }
        Deed deed = step.deed();
        return switch (deed) {
            case Move move -> refusal(step, move);
            case Assign(String to, var toTeam) -> team.containsKey(to) && (toTeam == null || TEAMS.contains(toTeam))
                    ? Optional.empty()
                    : Optional.of("no such agent or team");
            case Prioritize(String priority) ->
                PRIORITIES.contains(priority) ? Optional.empty() : Optional.of("no such priority");
            case Classify(RequestKind kind) ->
                kind == RequestKind.RETURN ? Optional.of("a return follows another workflow") : Optional.empty();
            case Reply reply -> Optional.empty();
            case Note note -> Optional.empty();
            case Tag tag -> Optional.empty();
        };
    }

    private Optional<String> refusal(AgentStep step, Move move) {
        if (target(step.request(), move.action()).isEmpty()) {
            return Optional.of("no \"" + move.action() + "\" from " + status(step.request()));
        }
        Optional<String> field = Optional.ofNullable(REQUIRED_FIELD.get(move.action()));
        if (field.filter(name -> !move.fields().containsKey(name)).isPresent()) {
            return Optional.of("no " + field.get());
        }
        Optional<String> role = Optional.ofNullable(REQUIRED_ROLE.get(move.action()));
        return role.filter(name -> !rolesOf(step.agent()).contains(name)).map(name -> "only for role " + name);
    }

    private Optional<String> target(String ticket, String action) {
        return Optional.ofNullable(MOVES.getOrDefault(status(ticket), Map.of()).get(action));
    }

    private Set<String> rolesOf(String agent) {
        return Optional.ofNullable(team.get(agent)).map(TeamMember::roles).orElse(Set.of());
    }

    private String status(String ticket) {
        return Objects.requireNonNull(statusOfTicket.get(ticket), ticket);
    }

    private void inOrder(String ticket, Instant at, String what) {
        if (!at.isAfter(lastChange.getOrDefault(ticket, Instant.MIN))) {
            faults.add(what + ": not after the last change of its ticket");
        }
        lastChange.put(ticket, at);
    }
}
