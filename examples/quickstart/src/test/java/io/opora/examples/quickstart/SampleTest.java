package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.Move;
import io.opora.ticket.RequestKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleTest {

    private static final Pattern THANKS = Pattern.compile("спасибо|благодар|thank|thx|cheers", Pattern.CASE_INSENSITIVE
            | Pattern.UNICODE_CASE);
    private static final Pattern ANGER = Pattern.compile(
            "[!?]{2}|издева|претензи|безобраз|ridiculous|complaint|\\b[A-Z]{5,}",
            Pattern.UNICODE_CASE);

    private final List<IncomingRequest> requests = Sample.requests().stream().map(Numbered::value).toList();
    private final List<AgentStep> script = Sample.script().stream().map(Numbered::value).toList();

    @Test
    void whatTheAgentsDoFitsTheRequestsAndTheWorkflows() {
        assertThat(Replay.ofSample().faults).isEmpty();
    }

    @Test
    void theReplayNoticesWhatDoesNotFit() {
        List<JsonNode> spoilt = new ArrayList<>(Replay.lines("agents.jsonl"));
        spoilt.add(step("2026-03-06T20:00:00Z", "anna", "q272", "\"move\", \"action\": \"fly\""));
        spoilt.add(step("2026-03-06T19:00:00Z", "nobody", "q272", "\"note\", \"text\": \"hm\""));
        spoilt.add(step("2026-03-06T21:00:00Z", "anna", "q272",
                "\"move\", \"action\": \"start\", \"expect\": \"refused\""));
        spoilt.add(step("2026-03-06T21:00:00Z", "anna", "q999", "\"note\", \"text\": \"hm\""));

        assertThat(Replay.of(Replay.lines("requests.jsonl"), spoilt, Replay.lines("team.jsonl")).faults).hasSize(5)
                .anyMatch(fault -> fault.contains("refused because of ['fly', 'new', only]"))
                .anyMatch(fault -> fault.contains("nobody of that name"))
                .anyMatch(fault -> fault.contains("not after the last change"))
                .anyMatch(fault -> fault.contains("nothing speaks against it"))
                .anyMatch(fault -> fault.contains("no such ticket yet"));
    }

    private static JsonNode step(String at, String agent, String request, String deed) {
        return JsonMapper.shared().readTree("{\"at\": \"" + at + "\", \"agent\": \"" + agent + "\", \"request\": \""
                + request + "\", \"do\": " + deed + "}");
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
    void allKindsBothLanguagesAndManyCustomersAreThere() {
        List<IncomingRequest> opening = requests.stream().filter(request -> request.inReplyTo() == null).toList();

        assertThat(opening).hasSizeGreaterThanOrEqualTo(130);
        assertThat(Stream.of(RequestKind.TECHNICAL, RequestKind.PRODUCT_ADVICE, RequestKind.FINANCIAL,
                RequestKind.SUGGESTION))
                .allSatisfy(kind -> assertThat(opening).filteredOn(request -> request.kind().equals(kind))
                        .hasSizeGreaterThan(7));
        assertThat(share(opening, Locale.of("ru"))).isBetween(0.4, 0.6);
        assertThat(share(opening, Locale.ENGLISH)).isBetween(0.4, 0.6);
        assertThat(opening).extracting(IncomingRequest::channel)
                .contains(Channel.FORM, Channel.EMAIL, Channel.of("chat"), Channel.of("phone"));
        assertThat(requests.stream().map(request -> request.from().id()).distinct()).hasSizeGreaterThan(100);
        assertThat(requests.stream().map(request -> request.from().name()).flatMap(Optional::stream).distinct())
                .hasSizeGreaterThan(100);
    }

    @Test
    void customersFollowUpThankAndAreAngryAndSendFiles() {
        assertThat(requests).filteredOn(request -> request.inReplyTo() != null).hasSizeGreaterThanOrEqualTo(25);
        assertThat(requests).filteredOn(request -> THANKS.matcher(request.text()).find())
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(requests).filteredOn(request -> ANGER.matcher(request.text()).find())
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(requests).filteredOn(request -> !request.attachments().isEmpty()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(requests.stream().flatMap(request -> request.attachments().stream()).map(Attachment::mediaType)
                .distinct()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void noTextIsThereTwice() {
        assertThat(requests).extracting(IncomingRequest::text).doesNotHaveDuplicates();
    }

    @Test
    void agentsMeetDuplicatesOneSpamAndRefusals() {
        assertThat(script).hasSizeGreaterThanOrEqualTo(300);
        assertThat(script).filteredOn(AgentStep::refused).hasSizeGreaterThanOrEqualTo(6);
        assertThat(reasons("spam")).hasSize(1);
        assertThat(reasons("duplicate of ")).hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(reason -> assertThat(requests).extracting(IncomingRequest::id)
                        .contains(reason.substring("duplicate of ".length())));
    }

    private List<String> reasons(String prefix) {
        return script.stream().filter(step -> !step.refused())
                .flatMap(step -> step.command() instanceof Move move
                        ? Optional.ofNullable(move.fields().get("reason")).stream()
                        : Stream.of())
                .filter(reason -> reason.startsWith(prefix)).toList();
    }

    @Test
    void mostCustomersHaveAnAnswerWithinHoursAndSomeHaveNone() {
        List<Replay.Ticket> tickets = Replay.ofSample().tickets;

        assertThat(tickets.stream().filter(ticket -> ticket.waited().filter(wait -> wait.toHours() < 8).isPresent()))
                .hasSizeGreaterThan(tickets.size() * 8 / 10);
        assertThat(tickets.stream().filter(ticket -> ticket.waited().isEmpty())).hasSizeBetween(3, 12);
    }

    @Test
    void theWeekLeavesTicketsOfEveryPhaseBehind() {
        Replay.Day friday = Replay.ofSample().days.getOrDefault(LocalDate.parse("2026-03-06"), new Replay.Day());

        assertThat(friday.backlog).containsKeys("new", "open", "pending", "on hold", "solved", "closed");
    }

    private static double share(List<IncomingRequest> requests, Locale locale) {
        return (double) requests.stream().filter(request -> request.locale().equals(locale)).count() / requests.size();
    }
}
