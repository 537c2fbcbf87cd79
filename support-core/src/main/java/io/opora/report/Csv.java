package io.opora.report;

import io.opora.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** Writes comma-separated values, rows that end with CR LF: texts as {@link Json.Csv} has them, what we count ourselves as it is. */
final class Csv {

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
        return append(Json.Csv.field(value));
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
