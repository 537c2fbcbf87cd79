package io.opora.faq;

import io.opora.Findings;
import io.opora.Json;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqExchange.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Entries as comma-separated values (RFC 4180), a row each, under a row of field names. Phrasings stand one a line, tags with blanks
 * between. A text that a spreadsheet would run has an apostrophe in front, which is taken away when it is read.
 */
final class CsvFile {

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private record Cell(String text, int line) {}

    private final String text;
    private final char separator;
    private int at;
    private int line = 1;
    /** Where quotes begin that do not end; 0 if there are none. */
    private int unclosed;

    private CsvFile(String text) {
        this.text = text;
        String header = text.lines().findFirst().orElse("");
        this.separator = header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',';
    }

    static List<Written> read(String file, String text, List<Problem> problems) {
        CsvFile csv = new CsvFile(text);
        List<Written> entries = new ArrayList<>();
        List<Cell> header = csv.row();
        while (csv.at < text.length() && entries.size() <= FaqExchange.MAX_ENTRIES
                && problems.size() < FaqExchange.MAX_PROBLEMS) {
            List<Cell> row = csv.row();
            if (row.size() == 1 && row.getFirst().text().isBlank()) {
                continue;
            }
            Written written = new Written(file, row.getFirst().line(), problems);
            for (int i = 0; i < row.size(); i++) {
                Cell cell = row.get(i);
                if (i >= header.size()) {
                    written.wrong(cell.line(), "this row has more fields than the first one has names");
                    break;
                }
                if (!cell.text().isEmpty()) {
                    String name = header.get(i).text().strip();
                    written.put(name, values(name, bare(cell.text())), cell.line());
                }
            }
            if (csv.unclosed > 0) {
                written.wrong(csv.unclosed, "the quotes are not closed");
            }
            entries.add(written);
        }
        if (csv.unclosed > 0 && entries.isEmpty()) {
            problems.add(new Problem(file, csv.unclosed, "the quotes are not closed"));
        }
        return entries;
    }

    private List<Cell> row() {
        List<Cell> cells = new ArrayList<>();
        boolean more = true;
        while (more) {
            int start = line;
            StringBuilder cell = new StringBuilder();
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            if (quoted) {
                at++;
                quotes(start, cell);
            }
            while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n'
                    && text.charAt(at) != '\r') {
                cell.append(text.charAt(at++));
            }
            cells.add(new Cell(cell.toString(), start));
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
        return cells;
    }

    private void quotes(int start, StringBuilder cell) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at >= text.length() || text.charAt(at) != '"') {
                    return;
                }
                at++;
            }
            line += c == '\n' ? 1 : 0;
            cell.append(c);
        }
        unclosed = start;
    }

    private static List<String> values(String name, String cell) {
        if (name.equals("tags")) {
            return Stream.of(cell.split("[\\s,;]+")).filter(tag -> !tag.isEmpty()).toList();
        }
        if (!name.equals("phrasings")) {
            return List.of(cell);
        }
        if (cell.startsWith("[")) {
            Findings findings = new Findings();
            List<String> texts = Json.parse(cell, cell.length(), 2, findings).texts();
            if (findings.isEmpty()) {
                return texts;
            }
        }
        return cell.lines().filter(phrasing -> !phrasing.isBlank()).toList();
    }

    static String print(Collection<Content> contents) {
        StringBuilder csv = new StringBuilder(String.join(",", Written.FIELDS)).append("\r\n");
        for (Content content : contents) {
            var fields = Written.of(content);
            csv.append(Written.FIELDS.stream().map(
                    name -> Optional.ofNullable(fields.get(name)).map(values -> cell(printed(name, values))).orElse(""))
                    .collect(Collectors.joining(","))).append("\r\n");
        }
        return csv.toString();
    }

    private static String printed(String name, List<String> values) {
        if (name.equals("tags")) {
            return String.join(" ", values);
        }
        if (name.equals("phrasings") && (values.getFirst().startsWith("[") || values.stream()
                .anyMatch(value -> value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0))) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            values.forEach(array::add);
            return Json.print(array).strip();
        }
        return String.join("\n", values);
    }

    private static String cell(String value) {
        String safe = isFormula(value) ? '\'' + value : value;
        return safe.chars().anyMatch(c -> c == ',' || c == ';' || c == '"' || c == '\r' || c == '\n' || c == '\'')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
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

    private static String bare(String cell) {
        return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
    }
}
