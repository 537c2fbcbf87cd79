package io.opora.faq;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Violation;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqExchange.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Entries as JSON: an object with the field {@code entries}, an array of objects whose fields are those of {@link Written}. */
final class JsonFile {

    private static final int MAX_DEPTH = 5;
    private static final Pattern LINE = Pattern.compile("\\(line (\\d+), column");

    private JsonFile() {}

    static List<Written> read(String file, String text, List<Problem> problems) {
        Findings findings = new Findings();
        List<Json> items = Json.parse(text, FaqExchange.MAX_FILE, MAX_DEPTH, findings).fields("entries")
                .required("entries")
                .items();
        if (!findings.isEmpty()) {
            // the place stands in the message: nothing but that could be read
            findings.violations()
                    .forEach(violation -> problems.add(new Problem(file, lineIn(violation), violation.toString())));
            return List.of();
        }
        Map<String, Integer> lines = lines(text);
        List<Written> entries = new ArrayList<>();
        for (Json item : items) {
            Written written = new Written(file, lines.getOrDefault(item.path(), 1), problems);
            item.entries().forEach((name, value) -> {
                int line = lines.getOrDefault(value.path(), written.line());
                if (value.isText()) {
                    written.put(name, List.of(value.text()), line);
                } else if (value.isNumber()) {
                    written.put(name, List.of(value.number().scale() == 0 ? value.number().toString() : "with a point"),
                            line);
                } else if (Written.LISTS.contains(name)) {
                    written.put(name, value.texts(), line);
                } else if (Written.FIELDS.contains(name) && (name.equals("pinned") || name.equals("draft"))) {
                    written.put(name, List.of(Boolean.toString(value.flag())), line);
                } else {
                    written.put(name, List.of(), line);
                    value.text();
                }
            });
            entries.add(written);
        }
        findings.violations().forEach(violation -> problems.add(
                new Problem(file, lines.getOrDefault(violation.path(), lines.getOrDefault(
                        violation.path().replaceFirst("\\[\\d+\\]$", ""), 1)), violation.toString())));
        return entries;
    }

    private static int lineIn(Violation violation) {
        Matcher line = LINE.matcher(violation.message());
        return line.find() ? Integer.parseInt(line.group(1)) : 1;
    }

    /** Where the values stand whose paths have up to three parts. */
    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() || token.isStructStart()) {
                    TokenStreamContext context = parser.streamReadContext();
                    lines.putIfAbsent(path(token.isStructStart() ? context.getParent() : context),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        }
        return lines;
    }

    private static String path(TokenStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        String parent = path(context.getParent());
        if (context.inArray()) {
            return parent + '[' + context.getCurrentIndex() + ']';
        }
        return parent.isEmpty() ? context.currentName() : parent + '.' + context.currentName();
    }

    static String print(Collection<Content> contents) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = root.putArray("entries");
        for (Content content : contents) {
            ObjectNode entry = entries.addObject();
            Written.of(content).forEach((name, values) -> {
                if (Written.LISTS.contains(name)) {
                    Json.putTexts(entry, name, values);
                } else if (name.equals("order")) {
                    entry.put(name, content.order());
                } else if (name.equals("pinned") || name.equals("draft")) {
                    entry.put(name, true);
                } else {
                    entry.put(name, values.getFirst());
                }
            });
        }
        return Json.print(root);
    }
}
