package io.opora.examples.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.sla.BusinessCalendar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessTimeTest {

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("calendar.json"), content);
    }

    @Test
    void withoutAQuestionItAsksAFewAndSaysWhatElseThereIs() {
        Program program = Program.run();

        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).endsWith(BusinessTime.USAGE + "\n");
        for (String question : BusinessTime.TOUR) {
            assertThat(program.out()).contains("$ " + question + "\n" + Program.ask(question).out());
        }
    }

    @Test
    void theTourTakesTheOptionsOfTheCall() {
        assertThat(Program.run("--language", "ru").out()).contains("рабочего времени")
                .doesNotContain("of open time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1H30M", "90m", "PT1H30M", "pt5400s", "1h29m60s"})
    void aDurationIsWrittenInAnyOfItsForms(String duration) {
        assertThat(Program.ask("add 2026-03-10T10:00 " + duration).out()).contains("due Tue 2026-03-10 11:30\n");
    }

    @Test
    void nowIsTheTimeOfAsking() {
        assertThat(Program.ask("open now").out()).startsWith("We are here now, until 13:00 today");
        assertThat(Program.ask("add now 1h").out())
                .isEqualTo(Program.ask("add " + Program.NOW + " 1h").out())
                .startsWith("1 h of open time from Tue 2026-03-10 10:30");
    }

    @Test
    void aTimeWithAnOffsetIsThatInstant() {
        assertThat(Program.ask("add 2026-03-10T18:30+09:00 1h").out()).isEqualTo(Program.ask("add now 1h").out());
    }

    @Test
    void aTimeThatComesTwiceIsTheFirst() {
        assertThat(Program.ask("between 2026-10-25T02:30 2026-10-25T04:00").out())
                .startsWith("2 h 30 min of open time");
    }

    @Test
    void everyStretchBetweenTwoTimesIsTold() {
        assertThat(Program.ask("between 2026-04-03T10:00 2026-04-03T11:00").out()).isEqualTo("""
                0 h of open time from Fri 2026-04-03 10:00 to Fri 2026-04-03 11:00 (Europe/Berlin)
                  Fri 2026-04-03 10:00 - 11:00: holiday: Good Friday
                """);
        assertThat(Program.ask("between now now").out().lines()).hasSize(1);
    }

    @Test
    void aDayOnWhichTheClocksChangeHasItsRealLength() {
        assertThat(Program.ask("explain 2026-03-29").out())
                .startsWith("Sun 2026-03-29 (Europe/Berlin): 3 h open of 23 h\n");
        assertThat(Program.ask("explain 2026-10-25 --language ru").out())
                .startsWith("вс 2026-10-25 (Europe/Berlin): открыто 5 ч из 25 ч\n");
    }

    @Test
    void aCalendarOfOnesOwnIsAsked() throws IOException {
        Path file = file(BusinessCalendar.alwaysOpen(ZoneId.of("UTC")).toJson());

        assertThat(Program.run("open", "now", "--calendar", file.toString()).out())
                .startsWith("We are here around the clock.\n");
    }

    @Test
    void theSampleIsAsCalendarsAreWritten() throws IOException {
        String json = Files
                .readString(Path.of("src", "main", "resources", "io", "opora", "examples", "sla", "shop.json"));

        assertThat(BusinessCalendar.fromJson(json).isOpen(Instant.parse("2026-03-28T23:30:00Z"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            fly                              | 'fly' is no question; there is add, between, open, explain, month
            exlpain 2026-03-18               | did you mean 'explain'?
            add now                          | 'add' is followed by 2 words, not by 1
            open                             | 'open' is followed by 1 word, not by 0
            open now please                  | 'open' is followed by 1 word, not by 2
            open yesterday                   | 'yesterday' is not a time: write
            open 2026-03-06                  | '2026-03-06' is not a time: write
            open 2026-02-30T10:00            | '2026-02-30T10:00' is not a time: write
            open 2026-02-03T10:00+99:00      | is not a time: write
            open 1066-10-14T09:00            | is outside of what a calendar knows
            open +999999999-12-31T23:59Z     | is outside of what a calendar knows
            add now 8                        | '8' is not a duration: write 8h
            add now -8h                      | '-8h' is not a duration: write 8h
            add now h                        | 'h' is not a duration
            add now 9999999999h              | is not a duration
            add now 999999999h               | This calendar has no PT999999999H of open time
            add now 400000h                  | there is too much to explain: at most 10000 segments
            between now 2026-03-01T00:00     | the second time is before the first
            explain 2026-13-01               | '2026-13-01' is not a date: write 2026-03-06
            explain 1909-12-30               | is outside of what a calendar knows
            month March m.svg                | 'March' is not a month: write 2026-03
            month 2200-01 m.svg              | is outside of what a calendar knows
            month 2026-03 no/such/folder/m.svg | cannot write 'no/such/folder/m.svg': NoSuchFile
            open now --zone Atlantis         | 'Atlantis' is not a time zone
            open now --language de           | --language: 'de' is not spoken here; there is en, ru
            open now --calender x.json       | '--calender' is no option; did you mean '--calendar'?
            open now --zone                  | --zone needs a value
            open now --zone UTC --zone UTC   | --zone is given twice
            open now --calendar none.json    | cannot read 'none.json': NoSuchFile
            open now --calendar src          | cannot read 'src'
            """)
    void whatIsWrongIsSaidAndAnswersNothing(String line, String message) {
        Program program = Program.ask(line);

        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains(message);
        assertThat(program.out()).isEmpty();
    }

    @Test
    void everythingThatIsWrongWithACalendarIsListed() throws IOException {
        Path file = file(
                """
                        {"schema": 1, "zone": "Europe/Berlin", "week": {"MONDAY": ["09:00-13:00", "12:00-18:00"], "MOONDAY": []},
                         "closed": {"2026-02-30": ""}}""");
        Program program = Program.run("open", "now", "--calendar", file.toString());

        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("MOONDAY", "2026-02-30").doesNotContain("Exception");
        assertThat(program.err().lines()).hasSizeGreaterThan(2);
    }

    @Test
    void aFileThatIsNoCalendarIsRefusedHoweverLargeItIs() throws IOException {
        Path tooLong = file(" ".repeat(4_000_001));
        Program large = Program.run("open", "now", "--calendar", tooLong.toString());
        assertThat(large.err()).contains("is no calendar: it has more than 4000000 bytes");

        Path nested = file("[".repeat(900_000));
        assertThat(Program.run("open", "now", "--calendar", nested.toString())).returns(2, Program::exitCode);

        Path bytes = Files.write(folder.resolve("latin"), "Größe".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Program.run("open", "now", "--calendar", bytes.toString()).err()).contains("is no text in UTF-8");
    }

    @Test
    void whatIsWrongIsShownShortAndWithoutControlCharacters() {
        Program program = Program.run("open", "\u001b[31m" + "x".repeat(10_000));

        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).doesNotContain("\u001b").hasSizeLessThan(300);
        assertThat(Program.run("open", "now", "--calendar", "a\0b").err()).contains("'a?b' is no name of a file");
    }
}
