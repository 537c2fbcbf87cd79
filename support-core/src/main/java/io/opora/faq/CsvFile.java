package io.opora.faq;

import io.opora.Json.Csv;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqExchange.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entries as comma-separated values, a row each, under a row of field names. Phrasings stand one a line, tags with blanks between. */
final class CsvFile {

    private CsvFile() {}

    static List<Written> read(String file, String text, List<Problem> problems) {
        List<Written> entries = new ArrayList<>();
        for (Csv.Row row : Csv.read(text, FaqExchange.MAX_ENTRIES + 1)) {
            if (problems.size() >= FaqExchange.MAX_PROBLEMS) {
                break;
            }
            Written written = new Written(file, row.line(), problems);
            row.cells().forEach(cell -> written.put(cell.name(), values(cell), cell.line()));
            row.faults().forEach(fault -> written.wrong(fault.line(), fault.message()));
            if (!row.cells().isEmpty()) {
                entries.add(written);
            }
        }
        return entries;
    }

    private static List<String> values(Csv.Cell cell) {
        return switch (cell.name()) {
            case "tags" -> Stream.of(cell.text().split("[\\s,;]+")).filter(tag -> !tag.isEmpty()).toList();
            case "phrasings" -> cell.texts();
            default -> List.of(cell.text());
        };
    }

    static String print(Collection<Content> contents) {
        StringBuilder csv = new StringBuilder(String.join(",", Written.FIELDS)).append("\r\n");
        for (Content content : contents) {
            var fields = Written.of(content);
            csv.append(Written.FIELDS.stream().map(
                    name -> Optional.ofNullable(fields.get(name)).map(values -> Csv.field(printed(name, values)))
                            .orElse(""))
                    .collect(Collectors.joining(","))).append("\r\n");
        }
        return csv.toString();
    }

    private static String printed(String name, List<String> values) {
        return switch (name) {
            case "tags" -> String.join(" ", values);
            case "phrasings" -> Csv.list(values);
            default -> values.getFirst();
        };
    }
}
