package io.opora.examples.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to hurt: each is read in bounded time, costs nothing but itself, and what is printed stays harmless. */
class HostileInputTest {

    /** A second or two on an idle machine, and builders are rarely idle. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String JSON = """
            {"id": "good", "at": "2026-03-02T08:15:00Z", "from": "c1@example.org", "text": "Where is it?"}
            """;
    private static final String CSV_HEADER = "id,at,from,text\n";
    private static final String CSV = "good,2026-03-02T08:15:00Z,c1@example.org,Where is it?\n";
    private static final String FROM = "From c1@example.org Mon Mar  2 08:15:00 2026\n";
    private static final String HEADER = "From: c1@example.org\nMessage-ID: <bad>\n";
    private static final String MAIL = FROM + HEADER.replace("bad", "good") + "\nWhere is it?\n\n";

    @TempDir
    private Path folder;

    private static Map<String, String> lines() {
        Map<String, String> lines = new TreeMap<>();
        lines.put("deep arrays", "[".repeat(500_000));
        lines.put("deep objects", "{\"a\":".repeat(200_000));
        lines.put("a long number", "{\"size\": " + "9".repeat(1_000_000) + "}");
        lines.put("a number with an exponent", "{\"attachments\": [{\"name\": \"a\", \"mediaType\": \"a/b\", "
                + "\"reference\": \"r\", \"size\": 1e999999999}]}");
        lines.put("a long name", "{\"" + "x".repeat(1_000_000) + "\": 1}");
        lines.put("many names", IntStream.range(0, 80_000).mapToObj(i -> "\"a" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}")));
        lines.put("many attachments", JSON.strip().replace("}", ", \"attachments\": ["
                + "{\"name\":\"a\",\"mediaType\":\"a/b\",\"size\":1,\"reference\":\"r\"},".repeat(10_000) + "{}]}"));
        lines.put("a line of ten megabytes", "x".repeat(10_000_000));
        lines.put("control characters", "\u0000\u0001\u001B[2J");
        lines.put("half a character", JSON.strip().replace("c1@example.org", "c\\uD800"));
        lines.put("a text of nothing but line breaks", JSON.strip().replace("Where is it?", "\\n".repeat(400_000)));
        return lines;
    }

    static Stream<Arguments> jsonLines() {
        return lines().entrySet().stream().map(line -> Arguments.of(line.getKey(), line.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jsonLines")
    void aLineOfJsonCostsNothingButItself(String name, String line) {
        ReadResult result = read("a.jsonl", line + "\n" + JSON);

        assertThat(result.ids()).endsWith("good");
        assertThat(result.requests().size() + result.badLines().size()).isEqualTo(2);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("commas", ",".repeat(1_000_000)),
                Arguments.of("quotes", "\"".repeat(1_000_001)),
                Arguments.of("lines that begin with a quote", "\"a\n".repeat(20_001)),
                Arguments.of("lines that open a quote again and again", "x\",\"\n".repeat(200_000) + "\""),
                Arguments.of("an open quote at the end of each of many long lines",
                        ("x".repeat(10_000) + ",\"\",\"\n").repeat(500) + "\""),
                Arguments.of("carriage returns", "a\r".repeat(500_000)),
                Arguments.of("NUL", "\u0000,\u0000,\u0000,\u0000"),
                Arguments.of("a line of ten megabytes", "x".repeat(10_000_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void aTableCostsNothingButItself(String name, String rows) {
        ReadResult result = read("a.csv", CSV_HEADER + CSV.replace("good", "first") + rows + "\n" + CSV);

        assertThat(result.ids()).containsExactly("first", "good");
        assertThat(result.badLines()).isNotEmpty();
    }

    static Stream<Arguments> mails() {
        Map<String, String> mails = new TreeMap<>();
        mails.put("parts within parts", HEADER + IntStream.range(0, 5_000)
                .mapToObj(i -> "Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n")
                .collect(Collectors.joining()));
        mails.put("parts within parts of one border",
                HEADER + "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(5_000));
        mails.put("forwarded mails within forwarded mails",
                HEADER + "Content-Type: message/rfc822\n\n".repeat(10_000));
        mails.put("many parts", HEADER + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n".repeat(9_990));
        mails.put("no border", HEADER + "Content-Type: multipart/mixed\n\n--b\n\nx\n");
        mails.put("an empty border", HEADER + "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n");
        mails.put("no alternative", HEADER + "Content-Type: multipart/alternative; boundary=b\n\n--b--\n");
        mails.put("a folded subject", HEADER + "Subject: a\n" + " b\n".repeat(80_000) + "\nx\n");
        mails.put("a folded sender", "Message-ID: <bad>\nFrom: a\n" + " b\n".repeat(80_000) + "\nx\n");
        mails.put("comments within comments in the sender",
                "Message-ID: <bad>\nFrom: " + "(".repeat(200_000) + "\n\nx\n");
        mails.put("many senders", "Message-ID: <bad>\nFrom: " + "a@b.example, ".repeat(15_000) + "\n\nx\n");
        mails.put("groups of senders", "Message-ID: <bad>\nFrom: " + "a:;".repeat(80_000) + "\n\nx\n");
        mails.put("comments within comments in the date", HEADER + "Date: " + "(".repeat(200_000) + "\n\nx\n");
        mails.put("blanks in the date", HEADER + "Date: Mon," + " ".repeat(200_000) + "\n\nx\n");
        mails.put("a date of digits", HEADER + "Date: Mon, " + "9".repeat(200_000) + "\n\nx\n");
        mails.put("references", HEADER + "References: " + "<a ".repeat(80_000) + "\n\nx\n");
        mails.put("parameters", HEADER + "Content-Type: text/plain" + "; a=b".repeat(50_000) + "\n\nx\n");
        mails.put("a parameter in pieces", HEADER + "Content-Type: text/plain; charset*0=u" + IntStream
                .range(1, 12_000).mapToObj(i -> ";charset*" + i + "=u").collect(Collectors.joining()) + "\n\nx\n");
        mails.put("a parameter out of range",
                HEADER + "Content-Type: text/plain; charset*999999999999=u; charset*=''%zz\n\nx\n");
        mails.put("encoded words", HEADER + "Subject: " + "=?utf-8?B?YQ==?= ".repeat(500) + "\n\nx\n");
        mails.put("broken encoded words", HEADER + "Subject: =?x?Q?=?= =?utf-8?B?!?= =?utf-8?Q?=Z?= =?=?=\n\nx\n");
        mails.put("a charset that nobody has", HEADER + "Content-Type: text/plain; charset=\"../../x\"\n\nx\n");
        mails.put("an encoding that nobody knows", HEADER + "Content-Transfer-Encoding: x-rot13\n\nx\n");
        mails.put("broken base64", HEADER + "Content-Transfer-Encoding: base64\n\n" + "=A".repeat(100_000) + "\n");
        mails.put("broken quoted-printable",
                HEADER + "Content-Transfer-Encoding: quoted-printable\n\n" + "=Z=\n".repeat(100_000));
        mails.put("broken uuencode",
                HEADER + "Content-Transfer-Encoding: uuencode\n\nbegin 644 x\n" + "M\n".repeat(1_000));
        mails.put("signs of quotation", HEADER + "\n" + ">".repeat(1_000_000) + "From x\n");
        mails.put("a header without an end", HEADER + "a".repeat(200_000) + "\n\nx\n");
        mails.put("binary", HEADER + "\n\u0000\u0001\u00FF\u00FE\n");
        String html = HEADER + "Content-Type: text/html\n\n";
        mails.put("elements within elements", html + "<div>".repeat(190_000));
        mails.put("tables within tables", html + "<table><tr><td>".repeat(60_000));
        mails.put("formatting that never ends", html + "<p><b><i><font size=1>".repeat(40_000));
        mails.put("formatting in disorder", html + "<b><i></b>".repeat(90_000));
        mails.put("attributes", html + "<p " + IntStream.range(0, 100_000).mapToObj(i -> "a" + i)
                .collect(Collectors.joining(" ")) + ">x</p>");
        mails.put("blanks between elements", html + "<span> </span>".repeat(60_000) + "x");
        mails.put("line breaks", html + "<br>".repeat(200_000) + "x");
        return mails.entrySet().stream().map(mail -> Arguments.of(mail.getKey(), mail.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void aMailCostsNothingButItself(String name, String mail) {
        ReadResult result = read("a.mbox", MAIL.replace("good", "first") + FROM + mail + "\n\n" + MAIL);

        assertThat(result.ids()).startsWith("first").endsWith("good");
        assertThat(result.requests().size() + result.badLines().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"support.mbox", "requests.csv"})
    void whateverBytesAreSpoiltTheFileIsReadToItsEnd(String name) throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("samples", name));
        String last = name.endsWith("csv") ? "good,2026-03-02T08:15:00Z,c1,,,,,,Where is it?,\n" : "\n\n" + MAIL;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            byte[] spoilt = Arrays.copyOf(sample, sample.length + last.length() + 1);
            for (int i = 0; i < 1 + seed / 10; i++) {
                spoilt[random.nextInt(sample.length)] = (byte) random.nextInt(256);
            }
            if (name.endsWith("csv")) { // else an open quote or a spoilt header would rightly take the last row
                System.arraycopy(sample, 0, spoilt, 0, new String(sample, UTF_8).indexOf('\n') + 1);
                spoilt[sample.length] = '\n';
            }
            System.arraycopy(last.getBytes(UTF_8), 0, spoilt, sample.length + 1, last.length());
            spoilt[sample.length] = '\n';

            assertThat(ReadResult.of(name, spoilt).ids()).as("seed %d", seed).endsWith("good");
        }
    }

    @Test
    void nothingThatCustomersWriteCommandsTheTerminal() throws IOException {
        String evil = "\\u001b[31m\\u009b2J\\u0007\\u202e\\u2066\\u2028x";
        String request = """
                {"id": "q%1$d", "at": "2026-03-02T0%1$d:00:00Z", "from": "c1", "name": "N%2$s", "subject": "S%2$s", \
                "text": "T%2$s\\n%2$s", "attachments": [{"name": "A", "mediaType": "a/b", "size": 1, "reference": "r"}]}
                """;
        Path file = folder.resolve("evil\u001B[31m.jsonl");
        Files.writeString(file, request.formatted(1, evil).replace("\"name\": \"N" + evil + "\", ", "")
                + request.formatted(2, evil) + request.formatted(3, "").replace("\"q3\"", "\"q3" + evil + "\"")
                + "{\"" + evil + "\": 1}\n" + JSON.replace("}", ", \"inReplyTo\": \"" + evil + "\"}"));

        Program program = Program.run(file.toString());

        assertThat(program.exitCode()).isZero();
        assertThat(program.part("Report").getFirst()).startsWith("4 requests: 3 opened a ticket,")
                .endsWith(", 1 not accepted.");
        assertThat(program.out().chars().filter(c -> c != '\n' && (Character.isISOControl(c)
                || Character.getDirectionality(c) >= Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING
                || c == 0x2028))).isEmpty();
    }

    @Test
    void aHundredAndThirtyYearsPassInSeconds() throws IOException {
        String first = JSON.replace("2026-03-02", "1970-01-02").replace("good", "first");
        Path file = Files.writeString(folder.resolve("a.jsonl"),
                JSON.replace("2026-03-02", "2099-12-31").replace("}", ", \"inReplyTo\": \"first\"}") + first);

        Program program = assertTimeoutPreemptively(PATIENCE, () -> Program.run(file.toString()));

        assertThat(program.rows("Backlog")).extracting(List::getFirst)
                .containsExactly("Fri 02 Jan 1970", "Thu 31 Dec 2099");
    }

    @Test
    void aTicketOfManyLongMessagesIsShownInPart() throws IOException {
        StringBuilder file = new StringBuilder(JSON);
        for (int i = 0; i < 3_000; i++) {
            file.append(JSON.replace("good", "q" + i).replace("}", ", \"inReplyTo\": \"good\"}").replace("Where",
                    i == 0 ? "x".repeat(90_000) : "Where"));
        }
        Path path = Files.writeString(folder.resolve("a.jsonl"), file);

        Program program = assertTimeoutPreemptively(PATIENCE, () -> Program.run(path.toString()));

        assertThat(program.part("Ticket #1")).hasSizeLessThan(200).anyMatch(line -> line.contains("… 1532 more lines"))
                .last().isEqualTo("… and 2942 more events");
        assertThat(program.part("Report").getFirst())
                .startsWith("3001 requests: 1 opened a ticket, 3000 continued one");
    }

    @Test
    void aFileOfAThousandKindsIsReportedInPart() throws IOException {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            file.append(JSON.replace("good", "q" + i).replace("}", ", \"kind\": \"kind-" + i + "\"}"));
        }

        Program program = Program.run(Files.writeString(folder.resolve("a.jsonl"), file).toString());

        assertThat(program.section("Tickets by kind:")).hasSize(2 + 20 + 1).last()
                .isEqualTo("and 980 more, with 980 tickets");
    }

    private static ReadResult read(String name, String content) {
        return assertTimeoutPreemptively(PATIENCE,
                () -> ReadResult.of(name, content.getBytes(name.endsWith("mbox") ? ISO_8859_1 : UTF_8)));
    }
}
