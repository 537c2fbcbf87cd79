package io.opora.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    private static String field(String text) {
        return new Csv().text(text).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx",
            "=HYPERLINK(\"http://evil.example\",\"x\")",
            "=cmd|'/c calc'!A1", "＝1+1", "＋1", "－1", "＠x", " =1+1", "\u00a0 =1", "\u3000@x", "=", "-"})
    void whatASpreadsheetWouldRunIsText(String hostile) {
        assertThat(field(hostile)).isEqualTo("\"'" + hostile.replace("\"", "\"\"") + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund", "a=b", "1-2", "a@b.example", "", " refund", "100 %"})
    void anyOtherTextStaysAsItIs(String text) {
        assertThat(field(text)).isEqualTo(text);
    }

    @Test
    void whatHasAnApostropheAlreadyGetsAnotherOneSoThatReadersTellThemApart() {
        assertThat(field("'=1")).isEqualTo("\"''=1\"");
    }

    @Test
    void fieldsAreQuotedAsTheStandardSays() {
        assertThat(new Csv().row("plain", "a,b", "say \"hi\"", "two\nlines", "cr\rhere").row("next").toString())
                .isEqualTo("plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\rhere\"\r\nnext\r\n");
    }

    @Test
    void whatWeCountIsWrittenPlainly() {
        assertThat(new Csv().number(12).date(LocalDate.of(2026, 3, 2)).duration(Optional.of(Duration.ofMillis(1_500)))
                .duration(Optional.of(Duration.ofDays(100))).duration(Optional.of(Duration.ZERO))
                .duration(Optional.empty()).text(Optional.empty()).end().toString())
                .isEqualTo("12,2026-03-02,1.5,8640000,0,,\r\n");
    }
}
