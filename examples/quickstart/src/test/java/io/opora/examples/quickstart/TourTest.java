package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The first day of the sample once more, with everything that a desk can be told. */
class TourTest {

    private static final Program PROGRAM = Program.run();

    private static String part(String heading) {
        return String.join("\n", PROGRAM.part(heading));
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void rulesSortRequestsToTeamsAndTheTeamsHandThemOutWithTheReasons() {
        List<String> lines = PROGRAM.part("Mon 02 Mar once more");
        String kettle = String.join(" ", lines.subList(2, 6)).replaceAll(" +", " ");

        assertThat(kettle).contains("Чайник Tern", "engineering", "boris", "broken, text has the words перестал*",
                "danger, text has the words опасн*", "least-loaded");
        assertThat(part("Mon 02 Mar once more")).contains("billing      clara     money, text has the",
                "first-line   anna      others", "first-line   dmitri    others");
    }

    @Test
    void acknowledgementsPromiseAndSayNothingThatTheCustomerWrote() {
        String lines = part("Acknowledgements");

        assertThat(lines).contains("Your request 2", "Its number is 2.", "You will have an answer by 11:00 today",
                "Обращение 1", "Мы ответим до 09:30 сегодня", "https://shop.example/requests/…")
                .doesNotContain("Чайник", "hub");
        assertThat(number(lines, "(\\d+) acknowledgements for")).isEqualTo(number(lines, "for (\\d+) tickets"))
                .isEqualTo(40);
    }

    @Test
    void theInboxAtNoonSaysWhatIsDueFirst() {
        List<String> lines = PROGRAM.part("Inbox at noon");

        assertThat(lines.getFirst().split(" +")).contains("due", "in");
        assertThat(lines.get(2)).contains("Mon 02 Mar 12:33", "33 min");
        assertThat(lines.stream().skip(2).map(line -> line.replaceAll("^ *#\\d+ +", "").substring(0, 16))
                .filter(due -> due.startsWith("Mon")))
                .hasSizeGreaterThan(5).isSorted();
    }

    @Test
    void warningsAndBreachesAreRecordedOneIsExplainedAndAStricterPolicyIsTried() {
        String lines = part("What the service levels recorded").replace("\n", " ");

        assertThat(lines).contains("first reply, 75%: recorded of", "outside hours", "counts 2 min 39 s",
                "due Mon 2026-03-02 14:02:39");
        long breached = number(lines, "breach: recorded of (\\d+) tickets");
        long met = number(lines, "within 2 hours: (\\d+) of");
        assertThat(met + breached).as("every first reply is in time or was recorded as late")
                .isEqualTo(number(lines, "within 2 hours: \\d+ of (\\d+)"));
        assertThat(number(lines, "it would have been (\\d+) of")).isLessThan(met);
    }

    @Test
    void thePrivatePageOpensByItsLinkAndByNothingElse() {
        assertThat(PROGRAM.part("The private page")).anyMatch(line -> line.contains("You: Чайник"))
                .anyMatch(line -> line.contains("We: ")).endsWith(
                        "Somebody else asks for #1: There is no ticket … that you could see",
                        "The same link with one letter changed: There is no link of that token that you could see");
    }

    @Test
    void aDuplicateIsMergedAndTakenOutAgainAndBothSeeWhatTheySaw() {
        assertThat(PROGRAM.part("A duplicate")).containsExactly(
                "Before the customer of #1 sends the same once more, they are told that it is there.",
                "#49 repeats #1 with a likelihood of 1.00: same-requester, same-order-number, similar-wording",
                "Merged: the conversation of #49 goes on in #1, and its clocks stand still.",
                "Taken out again: its customer sees what they saw before, the other one what they saw before.");
    }

    @Test
    void aMacroIsPreviewedAndAppliedAsOne() {
        assertThat(PROGRAM.part("A macro")).hasSize(3).last().asString()
                .startsWith("Applied as one: pending, tags [photo]");
    }

    @Test
    void whatOneConsumerCannotTakeWaitsAloneAndIsSentAgain() {
        assertThat(PROGRAM.part("The outbox")).containsExactly(
                "The warehouse cannot take #5 and was told of everything else: 1 waiting.",
                "  attempt 20, java.lang.IllegalStateException: no such article, tried again when somebody says so",
                "Repaired and sent again: nothing is waiting.");
    }

    @Test
    void whoAsksToBeForgottenIsAndTheReportIsWhatItWas() {
        assertThat(PROGRAM.part("A customer asks")).containsExactly(
                "Exported what is known of them as JSON; erased from 2 tickets: #1 is now \"[erased]\".",
                "Every table of the report is what it was.");
    }

    @Test
    void theSampleAloneIsShownSo() {
        assertThat(Program.run("samples/requests.csv").out()).doesNotContain("once more: sorted");
    }
}
