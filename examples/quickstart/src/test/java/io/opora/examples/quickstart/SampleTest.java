package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.examples.quickstart.AgentStep.Move;
import io.opora.examples.quickstart.AgentStep.Note;
import io.opora.examples.quickstart.AgentStep.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleTest {

    private final List<IncomingRequest> requests = Sample.requests();
    private final List<AgentStep> script = Sample.script();
    private final List<TeamMember> team = Sample.team();

    @Test
    void whatTheAgentsDoFitsTheRequestsAndTheWorkflows() {
        assertThat(Replay.of(requests, script, team).faults()).isEmpty();
    }

    @Test
    void theReplayNoticesAStepThatDoesNotFit() {
        List<AgentStep> spoilt = new ArrayList<>(script);
        AgentStep last = script.getLast();
        spoilt.add(new AgentStep(last.at().plusSeconds(60), "anna", last.request(), new Move("fly", Map.of()), false));
        spoilt.add(new AgentStep(last.at().plusSeconds(50), "nobody", last.request(), new Note("hm"), false));

        assertThat(Replay.of(requests, spoilt, team).faults()).hasSize(3)
                .anyMatch(fault -> fault.contains("no \"fly\" from"))
                .anyMatch(fault -> fault.contains("nobody of that name"))
                .anyMatch(fault -> fault.contains("not after the last change"));
    }

    @Test
    void theReplayNoticesARefusalThatWouldNotHappen() {
        AgentStep first = script.getFirst();
        List<AgentStep> spoilt = List.of(new AgentStep(first.at(), first.agent(), first.request(), first.deed(), true));

        assertThat(Replay.of(requests, spoilt, team).faults()).singleElement().asString()
                .contains("expected to be refused");
    }

    @Test
    void theWeekIsToldInOrder() {
        assertThat(requests).isSortedAccordingTo(Comparator.comparing(IncomingRequest::at));
        assertThat(requests).extracting(IncomingRequest::id).doesNotHaveDuplicates();
        assertThat(script).isSortedAccordingTo(Comparator.comparing(AgentStep::at));
        assertThat(requests).allSatisfy(request -> assertThat(request.at())
                .isBetween(Instant.parse("2026-03-02T05:00:00Z"), Instant.parse("2026-03-06T18:00:00Z")));
    }

    @Test
    void allKindsAndBothLanguagesAreThere() {
        List<IncomingRequest> opening = requests.stream().filter(request -> request.inReplyTo() == null).toList();

        assertThat(opening).hasSizeGreaterThanOrEqualTo(130);
        assertThat(requests).hasSizeGreaterThanOrEqualTo(opening.size() + 25);
        assertThat(Arrays.stream(RequestKind.values()))
                .allSatisfy(kind -> assertThat(opening).filteredOn(request -> request.kind() == kind)
                        .hasSizeGreaterThan(7));
        assertThat(share(opening, Locale.of("ru"))).isBetween(0.4, 0.6);
        assertThat(share(opening, Locale.ENGLISH)).isBetween(0.4, 0.6);
        assertThat(opening.stream().map(IncomingRequest::channel).distinct())
                .containsExactlyInAnyOrder("form", "email", "chat", "phone");
        assertThat(requests).filteredOn(request -> !request.attachments().isEmpty()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void noTextIsThereTwice() {
        assertThat(requests).extracting(IncomingRequest::text).doesNotHaveDuplicates();
    }

    @Test
    void agentsMeetDuplicatesSpamAndRefusals() {
        assertThat(script).hasSizeGreaterThanOrEqualTo(300);
        assertThat(script).filteredOn(AgentStep::refused).hasSizeGreaterThanOrEqualTo(6);
        assertThat(reasons("spam")).isEqualTo(1);
        assertThat(reasons("duplicate of ")).isGreaterThanOrEqualTo(5);
    }

    @Test
    void mostCustomersHaveAnAnswerWithinHoursAndSomeHaveNone() {
        Map<String, Instant> firstReply = script.stream()
                .filter(step -> step.deed() instanceof Reply && !step.agent().equals("autoresponder"))
                .collect(Collectors.toMap(AgentStep::request, AgentStep::at, (first, later) -> first));
        Map<String, IncomingRequest> tickets = requests.stream()
                .filter(request -> request.inReplyTo() == null)
                .collect(Collectors.toMap(IncomingRequest::id, Function.identity()));
        long prompt = tickets.values().stream()
                .filter(ticket -> firstReply.containsKey(ticket.id()))
                .filter(ticket -> Duration.between(ticket.at(), firstReply.get(ticket.id())).toHours() < 8)
                .count();

        assertThat(prompt).isGreaterThan(tickets.size() * 8L / 10);
        assertThat(tickets.keySet()).filteredOn(id -> !firstReply.containsKey(id)).hasSizeBetween(3, 12);
    }

    @Test
    void theWeekLeavesTicketsOfEveryPhaseBehind() {
        assertThat(Replay.of(requests, script, team).statuses().values())
                .contains("new", "open", "pending", "on-hold", "solved", "closed", "requested", "approved", "paid-out",
                        "refused");
    }

    private static double share(List<IncomingRequest> requests, Locale locale) {
        return (double) requests.stream().filter(request -> request.locale().equals(locale)).count() / requests.size();
    }

    private long reasons(String prefix) {
        return script.stream()
                .filter(step -> step.deed() instanceof Move(var action, var fields)
                        && fields.getOrDefault("reason", "").startsWith(prefix))
                .count();
    }
}
