package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.RequestKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesReaderTest {

    private static final String GOOD = """
            {"id": "q1", "at": "2026-03-02T08:15:00Z", "from": "c1@example.org", "text": "Where is it?"}""";

    @Test
    void everyFieldIsRead() {
        String line = """
                {"id": "q2", "at": "2026-03-02T11:15:00+03:00", "from": "c2@example.org", "name": "Оля", \
                "locale": "ru-RU", "channel": "chat", "kind": "product-advice", "subject": "Насос", \
                "text": "Какой насос?", "inReplyTo": "q1", "attachments": [\
                {"name": "a.jpg", "mediaType": "image/jpeg", "size": 7, "reference": "files/a.jpg"}]}""";

        IncomingRequest request = read(line).only();

        assertThat(request).isEqualTo(new IncomingRequest("q2", Instant.parse("2026-03-02T08:15:00Z"),
                IncomingRequest.sender("c2@example.org", "Оля"), Locale.of("ru", "RU"), Channel.of("chat"),
                RequestKind.PRODUCT_ADVICE, "Насос",
                "Какой насос?", List.of(new Attachment("a.jpg", "image/jpeg", 7, "files/a.jpg")), "q1"));
    }

    @Test
    void whatIsAbsentOrNullHasADefault() {
        IncomingRequest request = read(GOOD.replace("}", ", \"name\": null, \"kind\": \"\"}")).only();

        assertThat(request).isEqualTo(new IncomingRequest("q1", Instant.parse("2026-03-02T08:15:00Z"),
                IncomingRequest.sender("c1@example.org", null), Locale.ENGLISH, Channel.FORM, RequestKind.UNSORTED,
                "Where is it?", "Where is it?",
                List.of(),
                null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"id": "q1", "at                                         | bad JSON
            {"id": "q1"} {"id": "q2"}                                | bad JSON
            [1, 2]                                                   | a JSON object is expected
            {"id": "q1", "id": "q2"}                                 | bad JSON: Duplicate Object property "id"
            {"id": "q1", "txt": "x"}                                 | unknown field "txt"
            {"id": "q1", "at": "2026-03-02T08:15:00Z", "from": "c"}  | no "text"
            {"at": "2026-03-02T08:15:00Z", "from": "c", "text": "t"} | no "id"
            {"id": "q1", "text": "x", "from": "c"}                   | no "at"
            {"id": "q1", "at": "2026-03-02T08:15:00Z", "text": "x", "from": 5} | "from" must be a text
            {"id": "q1", "attachments": {}}                          | "attachments" must be a list of at most 100
            {"id": "q1", "attachments": ["a.jpg"]}                   | a JSON object is expected
            {"id": "q1", "attachments": [{"path": "a"}]}             | unknown field "path"
            {"id": "q1", "attachments": [{"name": "a", "mediaType": "a/b", "size": -5}]} | "size" must be a whole number
            """)
    void aMalformedLineIsReportedWithNumberAndReason(String line, String reason) {
        assertReported(line, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "at": "2026-03-02T08:15:00Z" | "at": "yesterday"                | "at" is no instant
            "at": "2026-03-02T08:15:00Z" | "at": "0001-01-01T00:00:00Z"     | cannot be meant
            "at": "2026-03-02T08:15:00Z" | "at": "2100-01-01T00:00:00Z"     | cannot be meant
            "at": "2026-03-02T08:15:00Z" | "at": "2026-03-02T08:15:00"      | "at" is no instant
            "at": "2026-03-02T08:15:00Z" | "at": "2026-02-30T08:15:00Z"     | "at" is no instant
            "id": "q1"                   | "id": " "                        | no "id"
            "id": "q1"                   | "id": "q1", "kind": "Gossip!"    | 'Gossip!' is no name of a request kind
            "id": "q1"                   | "id": "q1", "channel": "Fax!"    | 'Fax!' is no name of a channel
            "id": "q1"                   | "id": "q1", "locale": "russian_" | no language tag: russian_
            "id": "q1"                   | "id": "q1", "inReplyTo": "q1"    | answer itself
            "from": "c1@example.org"     | "from": "c1\\u0000"               | actor id
            "text": "Where is it?"       | "text": ""                       | no "text"
            """)
    void aBadValueIsReportedWithNumberAndReason(String good, String bad, String reason) {
        assertReported(GOOD.replace(good, bad), reason);
    }

    @Test
    void aLineThatIsNotUtf8IsReported() {
        ReadResult result = ReadResult.of("a.jsonl",
                (GOOD + "\n" + GOOD.replace("Where is it?", "Größe") + "\n" + GOOD)
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(result.badLines()).containsExactly(new BadLine(2, "not UTF-8"));
        assertThat(result.requests()).hasSize(2);
    }

    @Test
    void aHugeLineIsReportedAndTheNextOneRead() {
        ReadResult result = read(GOOD.replace("Where", "x".repeat(Lines.MAX_LENGTH)) + "\n" + GOOD);

        assertThat(result.badLines()).containsExactly(new BadLine(1, "longer than 1048576 bytes"));
        assertThat(result.requests()).hasSize(1);
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() {
        String line = GOOD.replace("Where", "x".repeat(Lines.MAX_LENGTH - GOOD.length() + 5));

        assertThat(line).hasSize(Lines.MAX_LENGTH);
        assertThat(read(line).only().text()).endsWith("x is it?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n \r\n", "\uFEFF"})
    void anEmptyFileHoldsNothing(String content) {
        assertThat(read(content)).isEqualTo(new ReadResult(List.of(), List.of()));
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkDoNoHarm() {
        ReadResult result = ReadResult.of("a.ndjson",
                "\uFEFF" + GOOD + "\r\n\r\noops\r\n" + GOOD.replace("q1", "q2") + "\r\n");

        assertThat(result.ids()).containsExactly("q1", "q2");
        assertThat(result.badLines()).extracting(BadLine::number).containsExactly(3L);
    }

    @Test
    void goodLinesAmongBadOnesAreAllReadAndBadOnesAllReported() {
        List<String> bad = List.of("{", "nonsense", "[]", "{}", GOOD + GOOD, GOOD.replace("text", "txt"));
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<String> lines = new ArrayList<>();
            List<String> goodIds = new ArrayList<>();
            List<Long> badNumbers = new ArrayList<>();
            for (long number = 1; number <= 200; number++) {
                if (random.nextBoolean()) {
                    goodIds.add("g" + number);
                    lines.add(GOOD.replace("q1", "g" + number));
                } else {
                    badNumbers.add(number);
                    lines.add(bad.get(random.nextInt(bad.size())));
                }
            }

            ReadResult result = read(String.join(random.nextBoolean() ? "\n" : "\r\n", lines));

            assertThat(result.ids()).as("seed %d", seed).isEqualTo(goodIds);
            assertThat(result.badLines()).as("seed %d", seed).extracting(BadLine::number).isEqualTo(badNumbers);
        }
    }

    @Test
    void anUnknownKindOfFileIsRefused() {
        assertThatThrownBy(() -> ReadResult.of("requests.xlsx", GOOD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"requests.xlsx\"").hasMessageContaining(".jsonl, .ndjson, .csv or .mbox");
    }

    @Test
    void whatTheCallerThrowsIsNotTakenForABadLine() {
        LineSink<IncomingRequest> failing = new LineSink<>() {

            @Override
            public void read(long line, IncomingRequest request) {
                throw new IllegalArgumentException("the desk is full");
            }

            @Override
            public void badLine(BadLine line) {
                throw new AssertionError(line);
            }
        };

        assertThatThrownBy(() -> RequestReader.read("a.jsonl",
                new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)), failing))
                .hasMessage("the desk is full");
    }

    private static void assertReported(String line, String reason) {
        ReadResult result = read(GOOD + "\n" + line + "\n" + GOOD);

        assertThat(result.requests()).hasSize(2);
        assertThat(result.badLines()).singleElement().satisfies(bad -> {
            assertThat(bad.number()).isEqualTo(2);
            assertThat(bad.reason()).contains(reason);
        });
    }

    private static ReadResult read(String content) {
        return ReadResult.of("a.jsonl", content);
    }
}
