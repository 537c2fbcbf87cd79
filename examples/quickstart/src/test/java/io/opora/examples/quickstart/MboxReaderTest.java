package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.Message;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MboxReaderTest {

    private static final String FROM = "From c1@example.org Mon Mar  2 08:15:00 2026\n";
    private static final String HEADER = """
            From: Vera <c1@example.org>
            Date: Mon, 2 Mar 2026 11:15:00 +0300
            Message-ID: <m1@example.org>
            Subject: The pump
            """;
    private static final String GOOD = FROM + HEADER + "\nIt hums.\n\n";

    @Test
    void aPlainMailBecomesARequest() {
        assertThat(read(GOOD).only())
                .isEqualTo(new IncomingRequest("m1@example.org", Instant.parse("2026-03-02T08:15:00Z"),
                        IncomingRequest.sender("c1@example.org", "Vera"), Locale.ENGLISH, Channel.EMAIL,
                        RequestKind.UNSORTED, "The pump", "It hums.",
                        List.of(), null));
    }

    @Test
    void aNoticeOfAbsenceIsKnownByItsHeader() {
        IncomingRequest request = read(FROM + HEADER + "Auto-Submitted: auto-replied\n\nI am away.\n\n").only();

        assertThat(request.origin()).isEqualTo(Message.Origin.AUTO_REPLY);
        assertThat(request.toReply().origin()).isEqualTo(Message.Origin.AUTO_REPLY);
        assertThat(request.toTicket().origin()).isEqualTo(Message.Origin.AUTO_REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KOI8-R", "windows-1251", "UTF-8", "ISO-8859-5"})
    void headersAndTextAreDecodedFromTheirCharset(String charset) {
        String word = "=?" + charset + "?B?" + base64("Насос гудит", charset) + "?=";
        byte[] head = (FROM + HEADER.replace("The pump", word).replace("Vera", word)
                + "Content-Type: text/plain; charset=" + charset + "\nContent-Transfer-Encoding: 8bit\n\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] text = "Второй день гудит и не качает.\n".getBytes(Charset.forName(charset));
        byte[] mail = new byte[head.length + text.length];
        System.arraycopy(head, 0, mail, 0, head.length);
        System.arraycopy(text, 0, mail, head.length, text.length);

        IncomingRequest request = ReadResult.of("a.mbox", mail).only();

        assertThat(request.subject()).isEqualTo("Насос гудит");
        assertThat(request.from().name()).contains("Насос гудит");
        assertThat(request.text()).isEqualTo("Второй день гудит и не качает.");
        assertThat(request.locale()).isEqualTo(Locale.of("ru"));
    }

    @Test
    void quotedPrintableAndBase64AreDecoded() {
        assertThat(read(FROM + HEADER + "Content-Type: text/plain; charset=utf-8\n"
                + "Content-Transfer-Encoding: quoted-printable\n\n=D0=94=D0=B0, it =\nworks=2E\n").only().text())
                .isEqualTo("Да, it works.");
        assertThat(
                read(FROM + HEADER + "Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n"
                        + base64("Когда привезут?", "KOI8-R") + "\n").only().text())
                .isEqualTo("Когда привезут?");
    }

    @Test
    void aSubjectFoldedOverLinesIsPutTogether() {
        String subject = "=?utf-8?B?" + base64("Где ", "UTF-8") + "?=\n =?koi8-r?B?" + base64("заказ", "KOI8-R") + "?=";

        assertThat(read(GOOD.replace("The pump", subject)).only().subject()).isEqualTo("Где заказ");
    }

    @Test
    void anUnknownCharsetIsReadAsUtf8() {
        assertThat(read(FROM + HEADER + "Content-Type: text/plain; charset=x-unheard-of\n\nПривет\n").only().text())
                .isEqualTo("Привет");
    }

    @Test
    void headersThatAreNotEncodedAreTakenForUtf8OrElseForWindows1251() {
        String mail = GOOD.replace("The pump", "Насос гудит").replace("Vera", "Вера");

        assertThat(read(mail).only()).returns("Насос гудит", IncomingRequest::subject)
                .returns(Optional.of("Вера"), request -> request.from().name());
        assertThat(ReadResult.of("a.mbox", mail.getBytes(Charset.forName("windows-1251"))).only())
                .returns("Насос гудит", IncomingRequest::subject)
                .returns(Optional.of("Вера"), request -> request.from().name());
        assertThat(withFile("\"чек.pdf\"").attachments().getFirst().name()).isEqualTo("чек.pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Type: text/plain\n", "Content-Type: text/plain; charset=us-ascii\n",
            "Content-Type: nonsense\n"})
    void textThatDoesNotSayWhatItIsWrittenInIsTakenForUtf8OrElseForWindows1251(String type) {
        for (String charset : List.of("UTF-8", "windows-1251")) {
            byte[] mail = (FROM + HEADER + type + "\nНасос гудит\n").getBytes(Charset.forName(charset));

            assertThat(ReadResult.of("a.mbox", mail).only().text()).as(charset).isEqualTo("Насос гудит");
        }
    }

    @Test
    void filesWithinTheAlternativeThatIsNotChosenAreKept() {
        IncomingRequest request = read(FROM + HEADER + """
                Content-Type: multipart/alternative; boundary=alt

                --alt
                Content-Type: text/plain

                The bill is below.
                --alt
                Content-Type: multipart/mixed; boundary=mixed

                --mixed
                Content-Type: text/html

                <p>The bill is below.</p>
                --mixed
                Content-Type: application/pdf; name=bill.pdf

                12345
                --mixed--
                --alt--
                """).only();

        assertThat(request.text()).isEqualTo("The bill is below.");
        assertThat(request.attachments())
                .containsExactly(new Attachment("bill.pdf", "application/pdf", 5, "a.mbox#m1@example.org/2.2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/html: <p>Rich</p>, text/calendar: BEGIN        | Rich  | 1
            text/plain: , text/html: <p>Rich</p>                | Rich  | 0
            text/html: <p>Poor</p>, text/html: <p>Rich</p>      | Rich  | 0
            text/calendar: BEGIN, text/plain: Plain             | Plain | 1
            text/plain: Plain, text/plain: Other                | Plain | 0
            """)
    void ofAlternativesOneIsTakenThatSaysSomething(String alternatives, String text, int files) {
        StringBuilder mail = new StringBuilder(FROM + HEADER + "Content-Type: multipart/alternative; boundary=b\n\n");
        for (String alternative : alternatives.split(", ", -1)) {
            mail.append("--b\nContent-Type: ").append(alternative.replaceFirst(": ?", "\n\n")).append('\n');
        }

        IncomingRequest request = read(mail + "--b--\n").only();

        assertThat(request.text()).isEqualTo(text);
        assertThat(request.attachments()).hasSize(files);
    }

    @Test
    void aForwardedMailIsAFileAndItsTextNotThatOfTheSender() {
        IncomingRequest request = read(FROM + HEADER + """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                See below.
                --b
                Content-Type: message/rfc822

                Subject: Old

                Hello
                --b--
                """).only();

        assertThat(request.text()).isEqualTo("See below.");
        assertThat(request.attachments()).singleElement().returns("part-2", Attachment::name)
                .returns("message/rfc822", Attachment::mediaType);
    }

    @Test
    void aFileThatIsCutOffCostsNothingButItsEnd() {
        IncomingRequest request = read(FROM + HEADER + """
                Content-Type: multipart/mixed; boundary=b

                --b

                It hums.
                --b
                Content-Type: image/png; name=pump.png
                Content-Transfer-Encoding: base64

                AQIDBAUGBwg=
                AQIDB""").only();

        assertThat(request.text()).isEqualTo("It hums.");
        assertThat(request.attachments()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("pump.png");
            assertThat(file.size()).isBetween(8L, 11L);
        });
    }

    @Test
    void aMailboxCutOffAnywhereLosesNoMailButTheLast() {
        byte[] mailbox = (GOOD.replace("m1@", "m0@") + FROM + HEADER + """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                0JTQsCwgaXQgd29ya3Mu
                --b
                Content-Type: image/png
                Content-Disposition: attachment; filename*=utf-8''%D1%87.png
                Content-Transfer-Encoding: base64

                AQIDBA==
                --b--
                """).getBytes(StandardCharsets.UTF_8);
        for (int end = GOOD.length(); end < mailbox.length; end++) {
            ReadResult result = ReadResult.of("a.mbox", Arrays.copyOf(mailbox, end));

            assertThat(result.ids()).as("%d bytes", end).startsWith("m0@example.org");
            assertThat(result.requests().getFirst().text()).startsWith("It hums.");
            assertThat(result.requests().size() + result.badLines().size()).as("%d bytes", end).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../../etc/passwd     | .._.._etc_passwd
            C:\\temp\\a.exe      | C:_temp_a.exe
            "=?utf-8?B?YQBiDWM=?=" | a_b_c
            """)
    void aFileNameHasNeitherFoldersNorControlCharacters(String sent, String kept) {
        assertThat(withFile("\"" + sent.replace("\"", "").replace("\\", "\\\\") + "\"").attachments()).singleElement()
                .extracting(Attachment::name).isEqualTo(kept);
    }

    @Test
    void aFileNameThatIsTooLongIsCutInTheMiddle() {
        String longest = "a".repeat(251) + ".pdf";

        assertThat(withFile(longest).attachments().getFirst().name()).isEqualTo(longest);
        assertThat(withFile("a" + longest).attachments().getFirst().name()).hasSize(255).contains("aa…aa")
                .endsWith(".pdf");
        assertThat(withFile("\"" + "😀".repeat(200) + "b.pdf\"").attachments().getFirst().name())
                .hasSizeBetween(250, 255)
                .matches("[😀…b.pdf]+");
    }

    @Test
    void asManyFilesAreReadAsTheDeskTakes() {
        assertThat(read(files(20)).only().attachments()).hasSize(20);
        assertThat(read(files(21)).badLines()).containsExactly(new BadLine(1, "21 attachments, 20 are possible"));
    }

    private static String files(int number) {
        return FROM + HEADER + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nText\n"
                + "--b\nContent-Type: image/png\n\n1\n".repeat(number) + "--b--\n";
    }

    private static IncomingRequest withFile(String name) {
        return read(FROM + HEADER + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nText\n--b\n"
                + "Content-Disposition: attachment; filename=" + name + "\n\n1\n--b--\n").only();
    }

    @Test
    void partsWithinPartsAreReadToADepthThatNoProgramWrites() {
        assertThat(read(nested(20)).only().text()).isEqualTo("Deep");
        assertThat(read(nested(21) + "\n" + GOOD)).satisfies(result -> {
            assertThat(result.requests()).hasSize(1);
            assertThat(result.badLines())
                    .containsExactly(new BadLine(1, "parts within parts, more than 20 deep"));
        });
    }

    private static String nested(int depth) {
        StringBuilder mail = new StringBuilder(FROM + HEADER);
        for (int i = 0; i < depth; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b").append(i).append(".\n\n--b").append(i)
                    .append(".\n");
        }
        return mail.append("\nDeep\n").toString();
    }

    @Test
    void whatExceedsTheLimitsOfAMailIsReportedAndCostsNoOther() {
        String mail = FROM + HEADER + "\nx\n";
        int left = (32 << 20) - (HEADER + "\nx\n\n").length();
        Map<String, String> most = Map.of(
                "more than 33554432 bytes", mail + ("y".repeat((1 << 20) - 1) + "\n").repeat(left >> 20)
                        + "y".repeat((left & ((1 << 20) - 1)) - 1) + "\n",
                "more than 1000000 lines", mail + "\n".repeat(1_000_000 - 7),
                "more than 10000 lines like the borders of parts", mail + "--\n".repeat(10_000),
                "a line longer than 1048576 bytes", mail + "y".repeat(1 << 20) + "\n",
                "a header longer than 262144 bytes", FROM + HEADER + "X: "
                        + "y".repeat((256 << 10) - HEADER.length() - 4) + "\n\nx\n");

        most.forEach((excess, text) -> {
            String more = switch (excess) {
                case "a line longer than 1048576 bytes" -> text.replace("yy", "yyy");
                case "a header longer than 262144 bytes" -> text.replace("X: ", "X:  ");
                default -> text + "--\n";
            };
            assertThat(read(text + "\n" + GOOD).requests()).as("just not %s", excess).hasSizeGreaterThan(1);
            assertThat(read(more + "\n" + GOOD)).as(excess).satisfies(result -> {
                assertThat(result.requests()).hasSize(1);
                assertThat(result.badLines()).containsExactly(new BadLine(1, "the message has " + excess));
            });
        });
    }

    @Test
    void aSubjectOrSenderThatNobodyHasIsReported() {
        assertThat(read(GOOD.replace("<c1", "x".repeat(10_000) + " <c1")).badLines())
                .containsExactly(new BadLine(1, "\"From\" is longer than 10000 characters"));
        assertThat(read(GOOD.replace("The pump", "x".repeat(10_000))).only().subject()).hasSize(10_000);
        assertThat(read(GOOD.replace("The pump", "x".repeat(10_001))).badLines())
                .containsExactly(new BadLine(1, "\"Subject\" is longer than 10000 characters"));
    }

    @Test
    void moreHtmlThanAParserReadsInASecondIsReported() {
        String html = FROM + HEADER + "Content-Type: text/html\n\n"
                + ("<b>It</b> " + "x".repeat(999) + "\n").repeat(990);
        int room = 1_000_000 - (html.length() - html.indexOf("<b>"));

        assertThat(read(html + "y".repeat(room - 1) + "\n").only().text()).startsWith("It xxx").endsWith("y");
        assertThat(read(html + "y".repeat(room) + "\n").badLines())
                .containsExactly(new BadLine(1, "more than 1000000 characters of HTML"));
    }

    @Test
    void textWithinTooManyElementsIsKept() {
        assertThat(read(FROM + HEADER + "Content-Type: text/html\n\n" + "<div>".repeat(5_000) + "Deep\n").only().text())
                .isEqualTo("Deep");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Vera <Vera@Example.ORG>    | vera@example.org | vera@example.org
            vera@localhost             | vera@localhost   |
            vera..x@example.org        | vera..x@example.org |
            Vera the Third             | Vera the Third   |
            "V, \"the\" <x>" <v@e.org> | v@e.org          | v@e.org
            <v@e.org>, <w@e.org>       | v@e.org          | v@e.org
            v@e.org (Vera (the third)) | v@e.org          | v@e.org
            """)
    void theSenderIsWhomTheFirstAddressNamesHoweverItIsWritten(String from, String id, @Nullable String email) {
        Requester sender = read(GOOD.replace("Vera <c1@example.org>", from)).only().from();

        assertThat(sender.id()).hasToString(id);
        assertThat(sender.email()).isEqualTo(Optional.ofNullable(email));
    }

    @Test
    void ofAlternativesThePlainTextIsTakenAndFilesAreReferred() {
        IncomingRequest request = read(FROM + HEADER + """
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/related; boundary=related

                --related
                Content-Type: multipart/alternative; boundary=inner

                --inner
                Content-Type: text/html; charset=utf-8

                <p>Rich</p>
                --inner
                Content-Type: text/plain; charset=utf-8

                Plain
                --inner--
                --related
                Content-Type: image/png
                Content-Disposition: inline
                Content-Transfer-Encoding: base64

                AQIDBA==
                --related--
                --outer
                Content-Type: application/pdf
                Content-Disposition: attachment; filename*=utf-8''%D1%87%D0%B5%D0%BA.pdf
                Content-Transfer-Encoding: base64

                AQIDBAUG
                --outer
                Content-Type: text/plain; name="=?windows-1251?B?6+7jLnR4dA==?="
                Content-Disposition: attachment; filename="=?windows-1251?B?6+7jLnR4dA==?="

                12345
                --outer--
                """).only();

        assertThat(request.text()).isEqualTo("Plain");
        assertThat(request.attachments()).containsExactly(
                new Attachment("part-1.2", "image/png", 4, "a.mbox#m1@example.org/1.2"),
                new Attachment("чек.pdf", "application/pdf", 6, "a.mbox#m1@example.org/2"),
                new Attachment("лог.txt", "text/plain", 5, "a.mbox#m1@example.org/3"));
    }

    @Test
    void htmlAloneIsTurnedIntoText() {
        assertThat(read(FROM + HEADER + """
                Content-Type: text/html; charset=utf-8

                <html><head><style>p {color: red}</style><title>No</title></head><body><script>alert(1)</script>
                <p>Hello &amp; good <b>day</b>,<br>where is
                my order?</p><div>Vera</div></body></html>
                """).only().text()).isEqualTo("Hello & good day,\nwhere is my order?\n\nVera");
    }

    @Test
    void escapedFromLinesAreUnescapedAndBareOnesInTextSplitNothing() {
        ReadResult result = read(
                FROM + HEADER + "\nOne\n\n>From here on it hums.\n>>From two.\n\nFrom time to time it stops.\n\n"
                        + GOOD.replace("m1@", "m2@"));

        assertThat(result.ids()).containsExactly("m1@example.org", "m2@example.org");
        assertThat(result.requests().getFirst().text())
                .isEqualTo("One\n\nFrom here on it hums.\n>From two.\n\nFrom time to time it stops.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            In-Reply-To: <m0@example.org>                                             | m0@example.org
            References: <a@example.org> <b@example.org>                               | b@example.org
            In-Reply-To: your message of Monday                                       |
            """)
    void anAnsweredMessageMakesAFollowUp(String header, @Nullable String answered) {
        assertThat(read(FROM + HEADER + header + "\n\nThanks\n").only().inReplyTo()).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            From c1 Mon Mar  2 08:15:00 2026         | 2026-03-02T08:15:00Z
            From c1 Mon Mar 02 11:15:00 +0300 2026   | 2026-03-02T08:15:00Z
            From c1 Mon Mar 2 08:15:00 2026 +0000    | 2026-03-02T08:15:00Z
            """)
    void aMailWithoutAProperDateHasThatOfTheFromLine(String from, Instant at) {
        for (String date : List.of("Date: sometime\n", "")) {
            String header = HEADER.replaceFirst("Date: .*\n", date);
            assertThat(read(from + "\n" + header + "\nHi\n").only().at()).isEqualTo(at);
        }
    }

    @Test
    void aMailWithoutAMessageIdIsNamedAfterItsContent() {
        String mail = GOOD.replace("Message-ID: <m1@example.org>\n", "");

        assertThat(read(mail).only().id()).startsWith("unnamed-").isEqualTo(read(mail).only().id());
        assertThat(read(mail.replace("hums", "roars")).only().id()).isNotEqualTo(read(mail).only().id());
    }

    @Test
    void aMailOfASubjectAloneIsNotLost() {
        assertThat(read(FROM + HEADER + "\n").only().text()).isEqualTo("The pump");
    }

    @Test
    void badMailsAreReportedByTheirFirstLineAndCostNoOther() {
        String noFrom = FROM + HEADER.replaceFirst("From: .*\n", "") + "\nx\n\n";
        String noDate = "From c1\n" + HEADER.replaceFirst("Date: .*\n", "") + "\nx\n\n";
        String noText = FROM + HEADER.replaceFirst("Subject: .*\n", "") + "\n\n";
        ReadResult result = read(GOOD + noFrom + noDate + noText + GOOD);

        assertThat(result.requests()).hasSize(2);
        assertThat(result.badLines()).containsExactly(
                new BadLine(9, "no \"From\""),
                new BadLine(16, "no date: neither in the header nor in the mailbox's From line"),
                new BadLine(23, "the mail has neither text nor subject"));
    }

    @Test
    void brokenBase64IsReported() {
        ReadResult result = read(FROM + HEADER
                + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nA=B!@\n\n" + GOOD);

        assertThat(result.requests()).hasSize(1);
        assertThat(result.badLines()).singleElement().satisfies(bad -> {
            assertThat(bad.number()).isEqualTo(1);
            assertThat(bad.reason()).startsWith("bad mail: ");
        });
    }

    @Test
    void aHugeLineCostsItsMailOnly() {
        ReadResult result = read(FROM + HEADER + "\n" + "x".repeat(Lines.MAX_LENGTH + 1) + "\n\n" + GOOD);

        assertThat(result.requests()).hasSize(1);
        assertThat(result.badLines()).singleElement().extracting(BadLine::reason).asString().contains("1048576");
    }

    @Test
    void whatStandsBeforeTheFirstMailIsReportedOnce() {
        ReadResult result = read("Not\na mailbox\n\n" + GOOD);

        assertThat(result.requests()).hasSize(1);
        assertThat(result.badLines())
                .containsExactly(new BadLine(1, "a mailbox begins with a line \"From sender date\""));
    }

    @Test
    void anEmptyMailboxHoldsNothing() {
        assertThat(read("")).isEqualTo(new ReadResult(List.of(), List.of()));
    }

    @Test
    void windowsLineEndsDoNoHarm() {
        ReadResult result = read((GOOD + GOOD).replace("\n", "\r\n"));

        assertThat(result.badLines()).isEmpty();
        assertThat(result.requests()).extracting(IncomingRequest::text).containsExactly("It hums.", "It hums.");
    }

    @Test
    void goodMailsAmongBadOnesAreAllReadAndBadOnesAllReported() {
        List<String> bad = List.of(FROM + "X: y\n\nx\n\n",
                "From c1\n" + HEADER.replaceFirst("Date: .*\n", "") + "\nx\n\n");
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            StringBuilder mailbox = new StringBuilder();
            List<String> goodIds = new ArrayList<>();
            int badMails = 0;
            for (int i = 0; i < 100; i++) {
                if (random.nextBoolean()) {
                    goodIds.add("g" + i + "@example.org");
                    mailbox.append(GOOD.replace("m1@", "g" + i + "@"));
                } else {
                    badMails++;
                    mailbox.append(bad.get(random.nextInt(bad.size())));
                }
            }

            ReadResult result = read(mailbox.toString());

            assertThat(result.ids()).as("seed %d", seed).isEqualTo(goodIds);
            assertThat(result.badLines()).as("seed %d", seed).hasSize(badMails);
        }
    }

    private static String base64(String text, String charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(Charset.forName(charset)));
    }

    private static ReadResult read(String content) {
        return ReadResult.of("a.mbox", content);
    }
}
