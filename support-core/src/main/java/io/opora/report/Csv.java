package io.opora.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Writes comma-separated values as RFC 4180 describes them: rows end with CR LF, and a field with a comma, a quotation mark or a line
 * break stands in quotation marks, which are doubled inside.
 *
 * <p>
 * Spreadsheets run what begins like a formula. So a text that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab, CR or LF,
 * or with the full-width form of one of the signs, gets an apostrophe in front and stands in quotation marks, as OWASP advises
 * (owasp.org/www-community/attacks/CSV_Injection). So does one that begins so behind blanks, which some programs drop.
 */
final class Csv {

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private final StringBuilder text = new StringBuilder();
    private boolean inRow;

    /** A row of texts. */
    Csv row(String... texts) {
        for (String each : texts) {
            text(each);
        }
        return end();
    }

    Csv text(String value) {
        boolean formula = isFormula(value);
        boolean quoted = formula
                || value.chars().anyMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n');
        String safe = formula ? '\'' + value : value;
        return append(quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe);
    }

    private static boolean isFormula(String value) {
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (FORMULA.indexOf(each) >= 0) {
                return true;
            }
            if (!Character.isWhitespace(each) && !Character.isSpaceChar(each)) {
                return false;
            }
        }
        return false;
    }

    Csv text(Optional<String> value) {
        return text(value.orElse(""));
    }

    Csv number(long value) {
        return append(Long.toString(value));
    }

    Csv date(LocalDate value) {
        return append(value.toString());
    }

    /** In seconds. */
    Csv duration(Optional<Duration> value) {
        return append(
                value.map(each -> BigDecimal.valueOf(each.toNanos() / 1_000, 6).stripTrailingZeros().toPlainString())
                        .orElse(""));
    }

    private Csv append(String field) {
        text.append(inRow ? "," : "").append(field);
        inRow = true;
        return this;
    }

    Csv end() {
        text.append("\r\n");
        inRow = false;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
