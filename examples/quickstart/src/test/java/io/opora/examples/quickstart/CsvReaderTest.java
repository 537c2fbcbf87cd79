package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.Channel;
import io.opora.ticket.RequestKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    private static final String HEADER = "id,at,from,text\n";
    private static final String GOOD = "q1,2026-03-02T08:15:00Z,c1@example.org,Where is it?\n";

    @Test
    void everyColumnIsReadInAnyOrderAndCase() {
        IncomingRequest request = read("""
                Text,ID,at,from,name,locale,channel,kind,subject,INREPLYTO
                Две штуки,q2,2026-03-02T08:15:00Z,c2,Оля,ru,phone,financial,Счёт,q1
                """).only();

        assertThat(request).isEqualTo(new IncomingRequest("q2", Instant.parse("2026-03-02T08:15:00Z"),
                IncomingRequest.sender("c2", "Оля"), Locale.of("ru"), Channel.of("phone"), RequestKind.FINANCIAL,
                "Счёт", "Две штуки",
                List.of(), "q1"));
    }

    @Test
    void quotedValuesKeepCommasQuotesAndLineBreaks() {
        ReadResult result = read(
                HEADER + "q1,2026-03-02T08:15:00Z,c1,\"He said \"\"no\"\",\r\n\r\nthen left.\"\r\n" + GOOD);

        assertThat(result.badLines()).isEmpty();
        assertThat(result.requests()).extracting(IncomingRequest::text)
                .containsExactly("He said \"no\",\n\nthen left.", "Where is it?");
    }

    @Test
    void aQuoteWithinAnUnquotedValueIsText() {
        assertThat(read(HEADER + "q1,2026-03-02T08:15:00Z,c1,a 6\" pipe\n").only().text()).isEqualTo("a 6\" pipe");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNoHarm() {
        assertThat(read("\uFEFF" + (HEADER + "\n" + GOOD).replace("\n", "\r\n")).only().id()).isEqualTo("q1");
    }

    @Test
    void unknownColumnsAreReportedOnceAndTheRowsRead() {
        ReadResult result = read("""
                id,at,from,text,mood,score
                q1,2026-03-02T08:15:00Z,c1,One,angry,5
                q2,2026-03-02T08:15:00Z,c1,Two,calm,5
                """);

        assertThat(result.badLines())
                .containsExactly(new BadLine(1, "unknown columns are left out: \"mood\", \"score\""));
        assertThat(result.ids()).containsExactly("q1", "q2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            id,at,from       | the header has no column "text", so no row can be read
            id,at,id,text    | the header names column "id" twice
            id;at;from;text  | the header has no column "id", so no row can be read
            """)
    void aHeaderThatCannotServeIsReportedAndNothingRead(String header, String reason) {
        ReadResult result = read(header + "\n" + GOOD);

        assertThat(result.requests()).isEmpty();
        assertThat(result.badLines()).containsExactly(new BadLine(1, reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            q2,2026-03-02T08:15:00Z,c1           | 3 values where the header names 4 columns
            q2,2026-03-02T08:15:00Z,c1,a,b       | 5 values where the header names 4 columns
            q2,2026-03-02T08:15:00Z,c1,"a" b     | bad CSV: text beside quotes
            q2,2026-03-02T08:15:00Z,c1,"a        | a quote is opened and not closed
            q2,tomorrow,c1,a                     | "at" is no instant like 2026-03-02T08:15:00Z: tomorrow
            q2,2026-03-02T08:15:00Z,,a           | no "from"
            q2,2026-03-02T08:15:00Z,c1,          | no "text"
            """)
    void aMalformedRowIsReportedAndCostsNoOther(String row, String reason) {
        ReadResult result = read(HEADER + GOOD + row + "\n" + GOOD);

        assertThat(result.requests()).hasSize(2);
        assertThat(result.badLines()).containsExactly(new BadLine(3, reason));
    }

    @Test
    void anUnclosedQuoteThatMeetsALaterOneCostsOnlyItsRow() {
        ReadResult result = read(
                HEADER + "q1,2026-03-02T08:15:00Z,c1,\"open\n" + GOOD.replace("Where is it?", "\"Where?\"") + GOOD);

        assertThat(result.requests()).extracting(IncomingRequest::text).containsExactly("Where?", "Where is it?");
        assertThat(result.badLines()).containsExactly(new BadLine(2, "bad CSV: text beside quotes"));
    }

    @Test
    void aCarriageReturnWithinARowIsReportedRatherThanCuttingIt() {
        ReadResult result = read(HEADER + GOOD.replace("is it", "\ris it") + GOOD.replace("Where is it?", "\"a\rb\""));

        assertThat(result.requests()).extracting(IncomingRequest::text).containsExactly("a\rb");
        assertThat(result.badLines()).containsExactly(
                new BadLine(2, "a carriage return stands alone: lines end with LF or CRLF"));
    }

    @Test
    void aFileWhoseLinesEndWithCarriageReturnsIsReportedAndNotTakenForAnEmptyOne() {
        ReadResult result = read((HEADER + GOOD).replace('\n', '\r'));

        assertThat(result.requests()).isEmpty();
        assertThat(result.badLines()).containsExactly(
                new BadLine(1, "a carriage return stands alone: lines end with LF or CRLF"));
    }

    @Test
    void soManyOpenQuotesThatReadingOnAtEachWouldTakeForEverCostTheLinesBehindThemAndAreReportedWithTheirNumber() {
        int lines = 300_000;
        ReadResult result = read(HEADER + "x\",\"\n".repeat(lines) + "\"\n" + GOOD);

        assertThat(result.ids()).containsExactly("q1");
        assertThat(result.badLines()).hasSizeBetween(50, 200)
                .anySatisfy(line -> assertThat(line.reason())
                        .matches(
                                ".*; the \\d+ lines behind it are skipped too, because too many quotes were left open"));
    }

    @Test
    void aBadRowOfSeveralLinesIsReportedOnceByItsFirstLine() {
        ReadResult result = read(HEADER + "q1,never,c1,\"one\ntwo\nthree\"\n" + GOOD);

        assertThat(result.badLines()).extracting(BadLine::number).containsExactly(2L);
        assertThat(result.requests()).hasSize(1);
    }

    @Test
    void aHugeRowAndOneThatIsNotUtf8AreReported() {
        String huge = GOOD.replace("Where", "x".repeat(Lines.MAX_LENGTH));
        ReadResult result = ReadResult.of("a.csv",
                (HEADER + huge + GOOD.replace("Where", "Größe") + GOOD).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(result.badLines()).containsExactly(
                new BadLine(2, "longer than 1048576 bytes"), new BadLine(3, "not UTF-8"));
        assertThat(result.requests()).hasSize(1);
    }

    @Test
    void anEmptyFileAndABareHeaderHoldNothing() {
        assertThat(read("")).isEqualTo(new ReadResult(List.of(), List.of()));
        assertThat(read(HEADER)).isEqualTo(new ReadResult(List.of(), List.of()));
    }

    @Test
    void goodRowsAmongBadOnesAreAllReadAndBadOnesAllReported() {
        List<String> bad = List.of("a,b", "q,never,c,text", "q,2026-03-02T08:15:00Z,c,\"a\"b",
                "q,2026-03-02T08:15:00Z,c,\"a\"x",
                ",,,", "\"q\",never,c,\"two\nlines\"");
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            StringBuilder file = new StringBuilder(HEADER);
            List<String> goodIds = new ArrayList<>();
            int badRows = 0;
            for (int row = 0; row < 200; row++) {
                if (random.nextBoolean()) {
                    goodIds.add("g" + row);
                    file.append("g").append(row).append(",2026-03-02T08:15:00Z,c,\"a,\n\"\"b\"\"\"");
                } else {
                    badRows++;
                    file.append(bad.get(random.nextInt(bad.size())));
                }
                file.append('\n');
            }

            ReadResult result = read(file.toString());

            assertThat(result.ids()).as("seed %d", seed).isEqualTo(goodIds);
            assertThat(result.badLines()).as("seed %d", seed).hasSize(badRows);
        }
    }

    private static ReadResult read(String content) {
        return ReadResult.of("a.csv", content);
    }
}
