package io.opora.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample played against plain tables of both workflows, from the bare files. It knows nothing of the library and nothing
 * of the program, on purpose: so it can tell which of the three is wrong.
 */
final class Replay {

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final int DAYS_AFTERWARDS = 21;

    private static final Map<String, Map<String, String>> MOVES = Map.ofEntries(
            Map.entry("new", Map.of("start", "open", "ask", "pending", "hold", "on-hold", "solve", "solved", "reject",
                    "closed")),
            Map.entry("open", Map.of("ask", "pending", "hold", "on-hold", "solve", "solved", "reject", "closed")),
            Map.entry("pending", Map.of("resume", "open", "solve", "solved")),
            Map.entry("on-hold", Map.of("resume", "open", "solve", "solved")),
            Map.entry("solved", Map.of("reopen", "open", "close", "closed")),
            Map.entry("closed", Map.of()),
            Map.entry("requested", Map.of("approve", "approved", "refuse", "refused")),
            Map.entry("approved", Map.of("receive-goods", "goods-received", "refuse", "refused")),
            Map.entry("goods-received", Map.of("pay-out", "paid-out", "refuse", "refused")),
            Map.entry("paid-out", Map.of("reopen", "goods-received", "close", "done")),
            Map.entry("refused", Map.of()),
            Map.entry("done", Map.of()));
    private static final Map<String, String> PHASES = Map.ofEntries(
            Map.entry("new", "new"), Map.entry("requested", "new"), Map.entry("open", "open"),
            Map.entry("goods-received", "open"), Map.entry("pending", "pending"), Map.entry("approved", "pending"),
            Map.entry("on-hold", "on hold"), Map.entry("solved", "solved"), Map.entry("paid-out", "solved"),
            Map.entry("closed", "closed"), Map.entry("refused", "closed"), Map.entry("done", "closed"));
    private static final Map<String, String> REQUIRED_FIELD = Map.of(
            "solve", "resolution", "reject", "reason", "refuse", "reason", "pay-out", "amount");
    private static final Map<String, String> REQUIRED_ROLE = Map.of("pay-out", "accountant");
    /** What a customer's reply makes of a status, and within how many days. */
    private static final Map<String, String> REPLIED = Map.of("pending", "open", "solved", "open", "paid-out",
            "goods-received");
    private static final Map<String, Integer> REOPENS_WITHIN = Map.of("pending", 10_000, "solved", 7, "paid-out", 14);

    /** After so many days without a message, time takes a ticket along; without a status, it reminds. */
    private record TimeRule(int days, @Nullable String to) {}

    private static final Map<String, List<TimeRule>> TIME_RULES = Map.of(
            "pending", List.of(new TimeRule(3, null), new TimeRule(10, "solved")),
            "solved", List.of(new TimeRule(14, "closed")),
            "approved", List.of(new TimeRule(7, null), new TimeRule(14, null), new TimeRule(30, "refused")),
            "paid-out", List.of(new TimeRule(30, "done")));

    private static final Set<String> TEAMS = Set.of("first-line", "billing", "engineering");
    private static final Set<String> PRIORITIES = Set.of("low", "normal", "high", "urgent");

    /** What is counted of a day. */
    static final class Day {

        long opened;
        long replies;
        long solved;
        long reopened;
        long closed;
        long reminded;
        Map<String, Long> backlog = Map.of();

        long in(String phase) {
            return backlog.getOrDefault(phase, 0L);
        }

        long unfinished() {
            return in("new") + in("open") + in("pending") + in("on hold");
        }
    }

    /** A ticket on its way. */
    static final class Ticket {

        final int number;
        final String locale;
        final String channel;
        final Instant opened;
        String kind;
        String status;
        Instant quietSince;
        Instant statusSince;
        int rulesRun;
        @Nullable
        Ticket followUp;
        @Nullable
        Instant firstReply;
        boolean everSolved;
        boolean everReopened;

        Ticket(int number, String kind, String locale, String channel, Instant opened) {
            this.number = number;
            this.kind = kind;
            this.locale = locale;
            this.channel = channel;
            this.opened = opened;
            this.status = kind.equals("return") ? "requested" : "new";
            this.quietSince = opened;
            this.statusSince = opened;
        }

        Optional<Duration> waited() {
            return Optional.ofNullable(firstReply).map(reply -> Duration.between(opened, reply));
        }

        String phase() {
            return Objects.requireNonNull(PHASES.get(status));
        }
    }

    /** A step that the desk has to refuse, and words that its reason has to hold. */
    record Refusal(Instant at, String agent, int ticket, String status, String action, List<String> words) {}

    final List<Ticket> tickets = new ArrayList<>();
    final TreeMap<LocalDate, Day> days = new TreeMap<>();
    final List<Refusal> refusals = new ArrayList<>();
    /** What does not fit, empty if all does. */
    final List<String> faults = new ArrayList<>();
    int added;
    int followUps;
    int done;
    int solvedByTime;
    int closedByTime;

    private final Map<String, Set<String>> roles = new HashMap<>();
    private final Map<String, Ticket> ticketOfRequest = new HashMap<>();
    private final Map<Ticket, Instant> lastChange = new HashMap<>();

    private Replay(List<JsonNode> team) {
        for (JsonNode member : team) {
            Set<String> held = new HashSet<>();
            member.get("roles").forEach(role -> held.add(role.stringValue()));
            roles.put(text(member, "id"), held);
        }
    }

    /** The lines of a file of the sample. */
    static List<JsonNode> lines(String name) {
        try (InputStream in = Objects.requireNonNull(Quickstart.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> JsonMapper.shared().readTree(line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Replay ofSample() {
        return of(lines("requests.jsonl"), lines("agents.jsonl"), lines("team.jsonl"));
    }

    /** Plays everything in order of time, and three weeks in which people do nothing. */
    static Replay of(List<JsonNode> requests, List<JsonNode> script, List<JsonNode> team) {
        Replay replay = new Replay(team);
        Instant tick = at(requests.getFirst()).truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        int nextRequest = 0;
        int nextStep = 0;
        Instant now = tick;
        while (nextRequest < requests.size() || nextStep < script.size()) {
            boolean isRequest = nextStep == script.size() || (nextRequest < requests.size()
                    && !at(requests.get(nextRequest)).isAfter(at(script.get(nextStep))));
            JsonNode next = isRequest ? requests.get(nextRequest) : script.get(nextStep);
            now = at(next);
            tick = replay.pass(tick, now);
            if (isRequest) {
                replay.receive(next);
                nextRequest++;
            } else {
                replay.act(next);
                nextStep++;
            }
        }
        LocalDate last = LocalDate.ofInstant(now, MOSCOW);
        replay.pass(tick, last.plusDays(1L + DAYS_AFTERWARDS).atStartOfDay(MOSCOW).toInstant());
        replay.countBacklog();
        return replay;
    }

    private Instant pass(Instant firstTick, Instant until) {
        Instant tick = firstTick;
        for (; !tick.isAfter(until); tick = tick.plus(1, ChronoUnit.HOURS)) {
            for (Ticket ticket : tickets) {
                while (timeActs(ticket, tick)) {
                    // until there is nothing left to do at this hour
                }
            }
        }
        return tick;
    }

    private boolean timeActs(Ticket ticket, Instant now) {
        List<TimeRule> rules = TIME_RULES.getOrDefault(ticket.status, List.of());
        if (ticket.rulesRun == rules.size()
                || ticket.quietSince.plus(rules.get(ticket.rulesRun).days(), ChronoUnit.DAYS).isAfter(now)) {
            return false;
        }
        TimeRule rule = rules.get(ticket.rulesRun);
        if (rule.to() == null) {
            ticket.rulesRun++;
            day(now).reminded++;
        } else {
            enter(ticket, rule.to(), now);
            solvedByTime += ticket.phase().equals("solved") ? 1 : 0;
            closedByTime += ticket.phase().equals("closed") ? 1 : 0;
        }
        return true;
    }

    private void enter(Ticket ticket, String status, Instant now) {
        String before = ticket.phase();
        Day day = day(now); // first of all: it counts the backlog of the day before
        ticket.status = status;
        ticket.statusSince = now;
        ticket.quietSince = now;
        ticket.rulesRun = 0;
        String phase = ticket.phase();
        if (phase.equals("solved")) {
            day.solved++;
            ticket.everSolved = true;
        } else if (phase.equals("closed")) {
            day.closed++;
        } else if (before.equals("solved")) {
            day.reopened++;
            ticket.everReopened = true;
        }
    }

    /** The figures of a day; with the first of them, those of the day before are complete. */
    private Day day(Instant now) {
        LocalDate date = LocalDate.ofInstant(now, MOSCOW);
        if (!days.containsKey(date)) {
            countBacklog();
            days.put(date, new Day());
        }
        return Objects.requireNonNull(days.get(date));
    }

    private void countBacklog() {
        if (!days.isEmpty()) {
            Map<String, Long> backlog = new HashMap<>();
            tickets.forEach(ticket -> backlog.merge(ticket.phase(), 1L, Long::sum));
            days.lastEntry().getValue().backlog = backlog;
        }
    }

    private void receive(JsonNode request) {
        Instant now = at(request);
        day(now);
        String id = text(request, "id");
        String answered = request.path("inReplyTo").stringValue(null);
        Ticket ticket = answered == null ? null : ticketOfRequest.get(answered);
        if (answered != null && ticket == null) {
            faults.add(id + " answers " + answered + ", which has not come yet");
        }
        if (ticket == null) {
            ticketOfRequest.put(id, open(request, request.path("kind").stringValue("unsorted"), locale(request), now));
        } else if (comesInTime(ticket, now)) {
            inOrder(ticket, now, id);
            added++;
            message(ticket, now);
            if (REPLIED.containsKey(ticket.status)) {
                enter(ticket, Objects.requireNonNull(REPLIED.get(ticket.status)), now);
            }
            ticketOfRequest.put(id, ticket);
        } else if (ticket.followUp != null) {
            added++;
            message(ticket.followUp, now);
            ticketOfRequest.put(id, ticket.followUp);
        } else {
            followUps++;
            ticket.followUp = open(request, ticket.kind, ticket.locale, now);
            ticketOfRequest.put(id, ticket.followUp);
        }
    }

    private static boolean comesInTime(Ticket ticket, Instant now) {
        return !ticket.phase().equals("closed") && !now.isAfter(
                ticket.statusSince.plus(REOPENS_WITHIN.getOrDefault(ticket.status, 10_000), ChronoUnit.DAYS));
    }

    private Ticket open(JsonNode request, String kind, String locale, Instant now) {
        Ticket ticket = new Ticket(tickets.size() + 1, kind, locale, request.path("channel").stringValue("form"), now);
        day(now).opened++;
        tickets.add(ticket);
        lastChange.put(ticket, now);
        return ticket;
    }

    /** What the request says, or by the letters: the sample is in Russian and English. */
    private static String locale(JsonNode request) {
        String text = text(request, "text");
        long letters = text.chars().filter(Character::isLetter).count();
        long russian = text.chars().filter(c -> c >= 'Ѐ' && c <= 'ӿ').count();
        return request.path("locale").stringValue(letters == 0 ? "en" : russian * 4 >= letters ? "ru" : "en");
    }

    private static void message(Ticket ticket, Instant now) {
        ticket.quietSince = now;
        ticket.rulesRun = 0;
    }

    private void act(JsonNode step) {
        Instant now = at(step);
        String agent = text(step, "agent");
        Ticket ticket = ticketOfRequest.get(text(step, "request"));
        String what = text(step, "request") + " at " + now + " by " + agent + ": " + text(step, "do");
        if (ticket == null) {
            faults.add(what + ": no such ticket yet");
            return;
        }
        if (!roles.containsKey(agent)) {
            faults.add(what + ": nobody of that name works here");
        }
        inOrder(ticket, now, what);
        day(now);
        List<String> refusal = refusal(ticket, step, roles.getOrDefault(agent, Set.of()));
        boolean expected = step.path("expect").stringValue("").equals("refused");
        if (expected == refusal.isEmpty()) {
            faults.add(what + ": " + (expected ? "nothing speaks against it" : "refused because of " + refusal));
        }
        if (refusal.isEmpty()) {
            done++;
            apply(ticket, step, roles.getOrDefault(agent, Set.of()).contains("bot"), now);
        } else {
            refusals.add(new Refusal(now, agent, ticket.number, ticket.status, text(step, "action"), refusal));
        }
    }

    private void apply(Ticket ticket, JsonNode step, boolean bot, Instant now) {
        switch (text(step, "do")) {
            case "reply" -> {
                message(ticket, now);
                if (!bot) {
                    day(now).replies++;
                    ticket.firstReply = ticket.firstReply == null ? now : ticket.firstReply;
                }
            }
            case "move" -> enter(ticket, target(ticket, step).orElseThrow(), now);
            case "classify" -> ticket.kind = text(step, "kind");
            default -> {
                // changes nothing that is counted
            }
        }
    }

    /** The words that the reason has to hold; none if the step is to be done. */
    private List<String> refusal(Ticket ticket, JsonNode step, Set<String> held) {
        switch (text(step, "do")) {
            case "assign" -> {
                String team = step.path("team").stringValue("first-line");
                if (!roles.containsKey(text(step, "to")) || !TEAMS.contains(team)) {
                    faults.add("no such agent or team: " + step);
                }
            }
            case "prioritize" -> {
                if (!PRIORITIES.contains(text(step, "priority"))) {
                    faults.add("no such priority: " + step);
                }
            }
            default -> {
                // nothing to look up
            }
        }
        if (!text(step, "do").equals("move")) {
            return List.of();
        }
        String action = text(step, "action");
        if (target(ticket, step).isEmpty()) {
            return List.of("'" + action + "'", "'" + ticket.status + "'", "only");
        }
        String role = REQUIRED_ROLE.get(action);
        if (role != null && !held.contains(role)) {
            return List.of("'" + action + "'", role);
        }
        String field = REQUIRED_FIELD.get(action);
        return field == null || step.path("fields").has(field)
                ? List.of()
                : List.of("'" + action + "'", "'" + field + "'");
    }

    private static Optional<String> target(Ticket ticket, JsonNode step) {
        return Optional.ofNullable(
                Objects.requireNonNull(MOVES.get(ticket.status)).get(text(step, "action")));
    }

    private void inOrder(Ticket ticket, Instant at, String what) {
        if (!at.isAfter(lastChange.getOrDefault(ticket, Instant.MIN))) {
            faults.add(what + ": not after the last change of its ticket");
        }
        lastChange.put(ticket, at);
    }

    private static String text(JsonNode node, String field) {
        return Objects.requireNonNull(node.path(field).stringValue(null), () -> field + " of " + node);
    }

    private static Instant at(JsonNode node) {
        return Instant.parse(text(node, "at"));
    }
}
