package io.opora.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.Channel;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Journal journal = new Journal(new PrintStream(out, true, UTF_8));
    private final Intake<IncomingRequest> intake = new Intake<>("a.jsonl", journal);

    @Test
    void whatIsReadIsKeptInTheOrderOfTheFileWithItsPlace() {
        IncomingRequest later = request("q2", "text");
        IncomingRequest earlier = request("q1", "text");

        intake.read(3, later);
        intake.read(5, earlier);

        assertThat(intake.values()).containsExactly(new Numbered<>(3, later), new Numbered<>(5, earlier));
        assertThat(journal.badLines()).isZero();
    }

    @Test
    void anIdIsTakenOnce() {
        intake.read(1, request("q1", "text"));
        intake.read(2, request("q1", "another"));

        assertThat(intake.values()).hasSize(1);
        assertThat(out.toString(UTF_8)).isEqualTo("  a.jsonl, line 2: skipped, the id \"q1\" was there before\n");
    }

    @Test
    void aHundredThousandRequestsAreKeptAndTheRestReported() {
        for (int i = 1; i <= Intake.MAX_VALUES; i++) {
            intake.read(i, request("q" + i, "text"));
        }
        assertThat(journal.badLines()).isZero();

        intake.read(Intake.MAX_VALUES + 1L, request("one more", "text"));

        assertThat(intake.values()).hasSize(Intake.MAX_VALUES);
        assertThat(out.toString(UTF_8)).isEqualTo("  a.jsonl, line 100001: skipped, no room: at most 100000 lines with "
                + "50000000 characters of text are taken in\n");
    }

    @Test
    void fiftyMillionCharactersAreKeptAndTheRestReportedHoweverLittleItIs() {
        String million = "x".repeat(1_000_000 - 20);
        for (int i = 10; i < 60; i++) {
            IncomingRequest request = request("id-" + i, million); // five characters, and ten of the subject
            assertThat(request.size()).isEqualTo(1_000_000 - 5);
            intake.read(i, request);
        }
        intake.read(60, request("id-60", "x".repeat(50 * 5 - 15)));
        assertThat(journal.badLines()).isZero();

        intake.read(61, request("q", "x"));
        intake.read(62, request("r", "x"));

        assertThat(intake.values()).hasSize(51);
        assertThat(journal.badLines()).isEqualTo(2);
    }

    @Test
    void aReasonIsShortHoweverLongWhatItQuotes() {
        intake.badLine(new BadLine(1, "unknown field \"" + "x".repeat(1_000_000) + "\u001B\""));

        assertThat(out.toString(UTF_8)).startsWith("  a.jsonl, line 1: skipped, unknown field \"xxx").endsWith("x…\n")
                .hasSize(303).doesNotContain("\u001B");
    }

    private static IncomingRequest request(String id, String text) {
        return new IncomingRequest(id, Instant.parse("2026-03-02T08:00:00Z"), Requester.of("c1"), Locale.ENGLISH,
                Channel.FORM, RequestKind.UNSORTED, "0123456789", text, List.of(), null);
    }
}
