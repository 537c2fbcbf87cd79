package io.opora.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartTest {

    private static final String GOOD = """
            {"id": "q%d", "at": "2026-03-02T0%1$d:00:00Z", "from": "c1@example.org", "text": "Where is it?"}
            """;

    @TempDir
    private Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void worksThroughTheSampleAndShowsWhatADeskMakesOfIt() {
        Program program = Program.run();

        assertThat(program.exitCode()).isZero();
        assertThat(program.err()).isEmpty();
        assertThat(program.out()).startsWith("requests.jsonl: 273 requests; agents.jsonl: ");
        assertThat(program.out().lines().filter(line -> line.startsWith("── "))
                .map(line -> line.replaceAll("(^── | ─+$)", ""))).containsExactly(
                        "Inbox on Sat 07 Mar 2026 00:00, the most urgent first",
                        "21 more days, in which people do nothing",
                        "Ticket #6: Записано со звонка: клиент очень недоволен, третий раз переносят доставку гриля…",
                        "The workflow of all kinds but returns, in Mermaid, which Markdown viewers draw", "Report",
                        "Mon 02 Mar once more: sorted by rules, handed out, promised",
                        "Acknowledgements: number, promise, private link, and nothing that the customer wrote",
                        "Inbox at noon, what is due first",
                        "What the service levels recorded, why one was due then, and what a stricter policy would make of the day",
                        "The private page of one of them, and who does not get there",
                        "A duplicate is found, merged, and taken out again", "A macro: a reply, a tag and a move",
                        "The outbox, with a consumer that fails of one ticket", "A customer asks to be forgotten",
                        "Prepared replies: what is suggested, how sure, what the agent sent",
                        "A program that may answer about deliveries where it is sure, and leaves the rest to people");
        assertThat(program.out().lines().skip(3).findFirst().orElseThrow())
                .matches("Mon 02 Mar   opened +\\d+   replies +\\d+   solved .*   backlog +\\d+");
        assertThat(program.part("Inbox").getFirst().split(" +"))
                .contains("#", "status", "priority", "kind", "requester", "assignee", "age", "subject");
        assertThat(program.part("Inbox")).hasSize(2 + 15 + 1).last().asString()
                .startsWith("15 of 31 tickets neither solved nor closed: ");
        assertThat(String.join("\n", program.part("The workflow")))
                .isEqualTo(Workflow.standard().diagram(Workflow.DiagramFormat.MERMAID).strip());
    }

    @Test
    void aTicketStandsBesideWhatItsCustomerIsShown() {
        List<String> lines = Program.run().part("Ticket #6");
        String left = column(lines, 0);
        String right = column(lines, 1);

        assertThat(left).contains("opened by Виктор: unsorted, by phone, priority normal", "Виктор writes",
                "dmitri notes for colleagues Трижды переносил", "unsorted → delivery",
                "open → solved (dmitri: solve) resolution: delivered with compensation",
                "solved → open (customer's reply: reopen)", "solved → closed (time: close)");
        assertThat(right).contains("You wrote Записано со звонка", "We are working on it", "We answered",
                "Solved; write to us if it is not", "Closed").doesNotContain("Трижды", "dmitri", "notes", "urgent");
    }

    private static String column(List<String> lines, int column) {
        return lines.stream().skip(2).map(line -> (line + " ").split("│", 2)[column].strip())
                .reduce("", (text, line) -> (text + " " + line).strip());
    }

    @Test
    void noLineIsLongerThanTheTerminal() {
        assertThat(Program.run().out().lines())
                .allSatisfy(line -> assertThat(Display.width(line)).isLessThanOrEqualTo(Display.WIDTH));
    }

    @Test
    void twoRunsInTwoJvmsPrintTheSameBytesAndNoNoise() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-Dorg.jboss.logging.provider=slf4j", "-cp",
                classPath, Quickstart.class.getName())
                .redirectError(folder.resolve("err").toFile()).redirectOutput(folder.resolve("out").toFile()).start();

        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("err")).isEmptyFile();
        assertThat(folder.resolve("out")).hasBinaryContent(Program.run().out().getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"samples/support.mbox, 12, 9, 3", "samples/requests.csv, 10, 8, 2"})
    void worksThroughAFileThatNobodyAnswers(String file, int requests, int opened, int continued) {
        Program program = Program.run(file);

        assertThat(program.exitCode()).isZero();
        assertThat(program.err()).isEmpty();
        assertThat(program.out()).startsWith(
                file.substring("samples/".length()) + ": " + requests + " requests; nobody has written down");
        assertThat(program.part("Report")).startsWith(
                requests + " requests: " + opened + " opened a ticket, " + continued
                        + " continued one, 0 came after the closing and opened a follow-up ticket.",
                "Every line could be read.");
        assertThat(program.part("21 more days")).containsExactly("Nothing happened.");
        assertThat(program.section("First reply")).containsExactly("nobody has been answered");
        assertThat(program.section("Taken up again").getFirst()).isEqualTo("no ticket has been solved");
        assertThat(program.section("Refused")).containsExactly("nothing");
    }

    @Test
    void playsAScriptOfOnesOwn() throws IOException {
        String script = file("mine.jsonl", """
                {"at": "2026-03-02T09:30:00Z", "agent": "olga", "request": "q1", "do": "reply", "text": "On its way."}
                {"at": "2026-03-02T09:31:00Z", "agent": "olga", "request": "q1", "do": "move", "action": "solve"}
                {"at": "2026-03-02T09:32:00Z", "agent": "olga", "request": "q7", "do": "note", "text": "Who is that?"}
                {"at": "2026-03-02T09:33:00Z", "agent": "olga", "request": "q1", "do": "sing"}
                """);

        Program program = Program.run(file("a.jsonl", GOOD.formatted(1)), script);

        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).contains("mine.jsonl, line 4: skipped, unknown deed \"sing\"",
                "mine.jsonl, line 3: left out, there is no ticket of request \"q7\" yet");
        assertThat(program.part("Report")).startsWith(
                "1 request: 1 opened a ticket, 0 continued one, 0 came after the closing and opened a follow-up ticket.",
                "3 steps of agents: 1 done, 1 refused, 1 left out, having no ticket.",
                "1 line could not be read, and named above with number and reason.");
        assertThat(program.section("First reply")).first().asString().startsWith("median 8 h 30 min");
        assertThat(String.join(" ", program.section("Refused")))
                .contains("olga", "'solve' needs the field 'resolution' (not foreseen by the script)");
    }

    @Test
    void malformedLinesAreNamedAndNothingElseIsLost() throws IOException {
        String jsonl = GOOD.formatted(1) + "{oops\n" + GOOD.formatted(2) + GOOD.formatted(1) + GOOD.formatted(3);
        String csv = """
                id,at,from,text
                q1,2026-03-02T01:00:00Z,c1@example.org,Where is it?
                q2,2026-03-02T02:00:00Z,c1@example.org
                q2,2026-03-02T02:00:00Z,c1@example.org,"Where
                is it?"
                q1,2026-03-02T01:00:00Z,c1@example.org,Where is it?
                q3,2026-03-02T03:00:00Z,c1@example.org,Where is it?
                """;
        String mail = """
                From c1@example.org Mon Mar  2 01:00:00 2026
                From: c1@example.org
                Message-ID: <q%d>

                Where is it?

                """;
        String mbox = mail.formatted(1) + "From c1\nSubject: No date\n\nx\n\n" + mail.formatted(2) + mail.formatted(1)
                + mail.formatted(3);

        assertNamed(file("a.jsonl", jsonl), "line 2: skipped, bad JSON: ", 4);
        assertNamed(file("a.csv", csv), "line 3: skipped, 3 values where the header names 4 columns", 6);
        assertNamed(file("a.mbox", mbox), "line 7: skipped, no date: ", 18);
    }

    private static void assertNamed(String file, String bad, int duplicate) {
        Program program = Program.run(file);
        String name = String.valueOf(Path.of(file).getFileName());

        assertThat(program.exitCode()).isZero();
        assertThat(program.out().lines().filter(line -> line.contains("skipped"))).satisfiesExactly(
                line -> assertThat(line).startsWith("  " + name + ", " + bad),
                line -> assertThat(line).isEqualTo("  " + name + ", line " + duplicate
                        + ": skipped, the id \"q1\" was there before"));
        assertThat(program.part("Report")).startsWith(
                "3 requests: 3 opened a ticket, 0 continued one, 0 came after the closing and opened a follow-up ticket.",
                "2 lines could not be read, and named above with number and reason.");
    }

    @Test
    void whatTheDeskDoesNotAcceptIsNamed() throws IOException {
        Program program = Program.run(file("a.jsonl", GOOD.formatted(1)
                + GOOD.formatted(2).replace("Where is it?", "x".repeat(100_001)).replace("{",
                        "{\"subject\": \"Long\", ")));

        assertThat(program.out())
                .contains("  a.jsonl, line 2: not accepted, text: must have at most 100000 characters\n");
        assertThat(program.part("Report").getFirst()).startsWith("2 requests: 1 opened a ticket,")
                .endsWith(", 1 not accepted.");
    }

    @Test
    void whatAnswersNothingThatCameBeforeOpensATicketOfItsOwn() throws IOException {
        Program program = Program.run(file("a.jsonl", GOOD.formatted(1)
                + GOOD.formatted(2).replace("{", "{\"inReplyTo\": \"q9\", ")
                + GOOD.formatted(3).replace("c1@", "c2@").replace("{", "{\"inReplyTo\": \"q1\", ")
                + GOOD.formatted(4).replace("{", "{\"inReplyTo\": \"q1\", ")));

        assertThat(program.out()).contains(
                "  a.jsonl, line 2: answers \"q9\", which did not come before it: opens a ticket of its own\n",
                "  a.jsonl, line 3: answers \"q1\", which another customer wrote: opens a ticket of its own\n");
        assertThat(program.part("Report").getFirst()).startsWith("4 requests: 3 opened a ticket, 1 continued one,");
    }

    @Test
    void whatItCannotReadIsToldWithExitCode2() throws IOException {
        assertUsage(Program.run("no-such-file.jsonl"), "There is no file \"no-such-file.jsonl\".\nUsage: Quickstart ");
        assertUsage(Program.run(folder.toString()), "There is no file \"" + folder + "\".\nUsage: ");
        assertUsage(Program.run("a\0b.csv"), "There is no file \"a\0b.csv\".\nUsage: ");
        assertUsage(Program.run("samples/requests.csv", "no-script.jsonl"), "There is no file \"no-script.jsonl\".");
        assertUsage(Program.run("a", "b", "c"), "3 arguments are too many.\nUsage: ");
        assertUsage(Program.run(file("a.xlsx", "PK")),
                "Cannot tell what \"a.xlsx\" holds: its name should end with .jsonl, .ndjson, .csv or .mbox");
        assertUsage(Program.run(file("a.jsonl", "\n")), "a.jsonl\" holds no request that could be read.");
        Program nothing = Program.run(file("b.csv", "nonsense\n"));
        assertUsage(nothing, "b.csv\" holds no request that could be read.");
        assertThat(nothing.out())
                .isEqualTo("  b.csv, line 1: skipped, the header has no column \"id\", so no row can be read\n");
    }

    private static void assertUsage(Program program, String message) {
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains(message).doesNotContain("Exception", "\tat ");
    }
}
