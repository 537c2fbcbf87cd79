package io.opora;

import io.opora.Json.Csv;
import java.util.ArrayList;
import java.util.List;

/** Takes comma-separated values apart, as RFC 4180 has them; semicolons do as well, if the first row has no comma. */
final class CsvText {

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What stands between two separators, and where it begins. */
    private record Field(String text, int line) {}

    private final String text;
    private final char separator;
    private int at;
    private int line = 1;
    /** Where quotes begin that do not end; 0 if there are none. */
    private int unclosed;

    private CsvText(String text) {
        this.text = text;
        this.at = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        String header = text.lines().findFirst().orElse("");
        this.separator = header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',';
    }

    static List<Csv.Row> read(String text, int most) {
        CsvText csv = new CsvText(text);
        List<Csv.Row> rows = new ArrayList<>();
        List<String> names = csv.fields().stream().map(name -> name.text().strip()).toList();
        while (csv.at < text.length() && rows.size() < most) {
            List<Field> fields = csv.fields();
            if (fields.size() > 1 || !fields.getFirst().text().isBlank()) {
                rows.add(csv.row(names, fields));
            }
        }
        if (csv.unclosed > 0 && rows.isEmpty()) {
            rows.add(new Csv.Row(csv.unclosed, List.of(), List.of(csv.notClosed())));
        }
        return List.copyOf(rows);
    }

    private Csv.Row row(List<String> names, List<Field> fields) {
        List<Csv.Cell> cells = new ArrayList<>();
        List<Csv.Fault> faults = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (i >= names.size()) {
                faults.add(new Csv.Fault(field.line(), "this row has more fields than the first one has names"));
                break;
            }
            if (!field.text().isEmpty()) {
                cells.add(new Csv.Cell(names.get(i), bare(field.text()), field.line()));
            }
        }
        if (unclosed > 0) {
            faults.add(notClosed());
        }
        return new Csv.Row(fields.getFirst().line(), cells, faults);
    }

    private Csv.Fault notClosed() {
        return new Csv.Fault(unclosed, "the quotes are not closed");
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        boolean more = true;
        while (more) {
            int start = line;
            StringBuilder field = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                at++;
                quoted(start, field);
            }
            while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n'
                    && text.charAt(at) != '\r') {
                field.append(text.charAt(at++));
            }
            fields.add(new Field(field.toString(), start));
            more = at < text.length() && text.charAt(at) == separator;
            at += more ? 1 : 0;
        }
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
        return fields;
    }

    private void quoted(int start, StringBuilder field) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at >= text.length() || text.charAt(at) != '"') {
                    return;
                }
                at++;
            }
            line += c == '\n' ? 1 : 0;
            field.append(c);
        }
        unclosed = start;
    }

    static String field(String value) {
        String safe = isFormula(value) ? '\'' + value : value;
        return safe.chars().anyMatch(c -> c == ',' || c == ';' || c == '"' || c == '\r' || c == '\n' || c == '\'')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    private static String bare(String field) {
        return field.startsWith("'") && isFormula(field) ? field.substring(1) : field;
    }

    /** Whether a spreadsheet might run it, apart from apostrophes in front of it. */
    private static boolean isFormula(String value) {
        int i = 0;
        while (i < value.length() && value.charAt(i) == '\'') {
            i++;
        }
        for (; i < value.length(); i++) {
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
}
