package io.opora.reply;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Json.Csv;
import io.opora.Spelling;
import io.opora.Violation;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Variant;
import io.opora.reply.ReplyTemplate.WhenMissing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Many templates in one text: as JSON, {@code {"templates": [...]}}, or as comma-separated values, a row for each language of a template.
 * The first row of a template says everything about it, those below it another language each. Examples stand one a line; variables and
 * conditions are written as in JSON.
 */
final class TemplateFiles {

    static final List<String> COLUMNS = List.of("id", "title", "category", "team", "agent", "locale", "subject", "text",
            "html", "examples", "variables", "when-missing", "when", "macro", "from", "until");

    /** What each language has of its own. */
    private static final Set<String> OF_A_LANGUAGE = Set.of("locale", "subject", "text", "html");
    private static final Set<String> IN_JSON = Set.of("variables", "when");
    private static final Pattern IN_VARIANT = Pattern.compile("variants\\[(\\d+)](?:\\.(\\w+))?");
    private static final String WHAT = "import of reply templates";

    private final BiConsumer<ReplyTemplate, Findings> check;

    /**
     * Makes a reader.
     *
     * @param check finds what a template speaks of that is not there
     */
    TemplateFiles(BiConsumer<ReplyTemplate, Findings> check) {
        this.check = check;
    }

    // JSON

    static String json(List<ReplyTemplate> templates) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray("templates");
        templates.forEach(template -> array.add(template.toTree()));
        return Json.print(json);
    }

    List<ReplyTemplate> fromJson(String json) {
        Findings findings = new Findings();
        Json parsed = Json.parse(json, Replies.MAX_IMPORT_LENGTH, TemplateJson.MAX_DEPTH + 2, findings)
                .fields("templates");
        List<Json> items = parsed.required("templates").items();
        requireStep(items.size());
        List<ReplyTemplate> templates = new ArrayList<>();
        Set<ReplyTemplate.Id> ids = new HashSet<>();
        for (Json item : items) {
            TemplateJson.read(item, findings).ifPresent(read -> {
                checked(read).forEach(violation -> findings.add(item.path() + '.' + violation.path(),
                        violation.code(), violation.message()));
                if (!ids.add(read.id())) {
                    findings.add(item.path() + ".id", "duplicate",
                            Spelling.quote(read.id().value()) + " is there twice");
                }
                templates.add(read);
            });
        }
        findings.refuse(WHAT);
        return templates;
    }

    private List<Violation> checked(ReplyTemplate template) {
        Findings findings = new Findings();
        check.accept(template, findings);
        return findings.violations();
    }

    private static void requireStep(int templates) {
        if (templates > TemplateStore.MAX_STEP) {
            throw new InvalidInputException(WHAT, new Violation("templates", "too-many", templates
                    + " templates are too many at once: at most " + TemplateStore.MAX_STEP));
        }
    }

    // Comma-separated values

    static String csv(List<ReplyTemplate> templates) {
        StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (ReplyTemplate template : templates) {
            Map<String, String> row = columns(template);
            for (Variant variant : template.variants()) {
                row.put("id", template.id().value());
                row.put("locale", variant.locale().toLanguageTag());
                row.put("subject", variant.subject().orElse(""));
                row.put("text", variant.text());
                row.put("html", variant.html().orElse(""));
                csv.append(COLUMNS.stream().map(name -> Csv.field(row.getOrDefault(name, "")))
                        .collect(Collectors.joining(","))).append("\r\n");
                row.clear();
            }
        }
        return csv.toString();
    }

    /** What is said once of a template, by column. */
    private static Map<String, String> columns(ReplyTemplate template) {
        Map<String, String> row = new HashMap<>();
        row.put("title", template.title());
        template.category().ifPresent(category -> row.put("category", category));
        switch (template.scope()) {
            case Scope.All all -> {}
            case Scope.Team(String team) -> row.put("team", team);
            case Scope.Own(String agent) -> row.put("agent", agent);
        }
        row.put("examples", Csv.list(template.examples()));
        ObjectNode tree = template.toTree();
        for (String name : IN_JSON) {
            if (tree.has(name)) {
                row.put(name, JsonMapper.shared().writeValueAsString(tree.get(name)));
            }
        }
        if (template.whenMissing() != WhenMissing.ASK) {
            row.put("when-missing", template.whenMissing().name());
        }
        template.macro().ifPresent(macro -> row.put("macro", macro));
        template.from().map(Instant::toString).ifPresent(from -> row.put("from", from));
        template.until().map(Instant::toString).ifPresent(until -> row.put("until", until));
        return row;
    }

    List<ReplyTemplate> fromCsv(String csv) {
        if (csv.length() > Replies.MAX_IMPORT_LENGTH) {
            throw new InvalidInputException(WHAT, new Violation("", "too-long", "a text of " + csv.length()
                    + " characters is too long: at most " + Replies.MAX_IMPORT_LENGTH));
        }
        Findings findings = new Findings();
        Map<String, Rows> byId = new LinkedHashMap<>();
        Set<String> unknown = new HashSet<>();
        for (Csv.Row row : Csv.read(csv, TemplateStore.MAX_STEP * ReplyTemplate.MAX_VARIANTS)) {
            row.faults().forEach(fault -> wrong(findings, fault.line(), "", "csv", fault.message()));
            Map<String, Csv.Cell> cells = new HashMap<>();
            for (Csv.Cell cell : row.cells()) {
                if (!COLUMNS.contains(cell.name())) {
                    if (unknown.add(cell.name())) {
                        wrong(findings, cell.line(), "", "unknown-field", "there is no column "
                                + Spelling.quote(cell.name()) + " here" + Spelling.hintFor(cell.name(), COLUMNS));
                    }
                } else if (cells.putIfAbsent(cell.name(), cell) != null) {
                    wrong(findings, cell.line(), cell.name(), "duplicate", "there are two columns of this name");
                }
            }
            Csv.Cell id = cells.get("id");
            if (id != null) {
                byId.computeIfAbsent(id.text(), first -> new Rows(row.line(), cells)).add(row.line(), cells, findings);
            } else if (!cells.isEmpty()) {
                wrong(findings, row.line(), "id", "missing", "each row names its template in the column 'id'");
            }
        }
        requireStep(byId.size());
        List<ReplyTemplate> templates = new ArrayList<>();
        byId.values().forEach(rows -> rows.read(findings).ifPresent(template -> {
            checked(template).forEach(violation -> rows.wrong(findings, violation));
            templates.add(template);
        }));
        findings.refuse(WHAT);
        return templates;
    }

    private static void wrong(Findings findings, int line, String place, String code, String message) {
        findings.add("line " + line + (place.isEmpty() ? "" : ", " + place), code, message);
    }

    /** The rows of a template: what is said once of it, and its languages. */
    private static final class Rows {

        private final int line;
        private final Map<String, Csv.Cell> common;
        private final List<Integer> lines = new ArrayList<>();
        private final List<Map<String, Csv.Cell>> languages = new ArrayList<>();

        Rows(int line, Map<String, Csv.Cell> first) {
            this.line = line;
            this.common = first;
        }

        void add(int at, Map<String, Csv.Cell> cells, Findings findings) {
            lines.add(at);
            languages.add(cells);
            cells.forEach((name, cell) -> {
                if (!OF_A_LANGUAGE.contains(name)
                        && !Optional.ofNullable(common.get(name)).map(Csv.Cell::text)
                                .equals(Optional.of(cell.text()))) {
                    TemplateFiles.wrong(findings, cell.line(), name, "contradiction",
                            "this is not what the first row of the template says, in line " + line);
                }
            });
        }

        Optional<ReplyTemplate> read(Findings findings) {
            Findings own = new Findings();
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            common.forEach((name, cell) -> {
                if (IN_JSON.contains(name)) {
                    Findings inside = new Findings();
                    Json.parse(cell.text(), cell.text().length(), TemplateJson.MAX_DEPTH, inside);
                    inside.violations().forEach(violation -> own.add(name, violation.code(), violation.message()));
                    // what was read as one whole value stands as it is
                    tree.putRawValue(name, new RawValue(inside.isEmpty() ? cell.text() : "null"));
                } else if (name.equals("examples")) {
                    Json.putTexts(tree, name, cell.texts());
                } else if (name.equals("team") || name.equals("agent")) {
                    tree.withObject("/scope").put(name, cell.text());
                } else if (!OF_A_LANGUAGE.contains(name)) {
                    tree.put(name, cell.text());
                }
            });
            ArrayNode variants = tree.putArray("variants");
            for (Map<String, Csv.Cell> cells : languages) {
                ObjectNode variant = variants.addObject();
                cells.values().stream().filter(cell -> OF_A_LANGUAGE.contains(cell.name()))
                        .forEach(cell -> variant.put(cell.name(), cell.text()));
            }
            Optional<ReplyTemplate> template = Optional.empty();
            if (own.isEmpty()) {
                String json = JsonMapper.shared().writeValueAsString(tree);
                template = TemplateJson.read(Json.parse(json, json.length(), TemplateJson.MAX_DEPTH, own), own);
            }
            own.violations().forEach(violation -> wrong(findings, violation));
            return template;
        }

        /** Says where in the rows it is. */
        void wrong(Findings findings, Violation violation) {
            Matcher variant = IN_VARIANT.matcher(violation.path());
            if (variant.matches() && Integer.parseInt(variant.group(1)) < languages.size()) {
                int index = Integer.parseInt(variant.group(1));
                String name = Optional.ofNullable(variant.group(2)).orElse("");
                Csv.Cell cell = languages.get(index).get(name);
                TemplateFiles.wrong(findings, cell == null ? lines.get(index) : cell.line(), name, violation.code(),
                        violation.message());
            } else {
                String name = violation.path().split("[\\[.]", 2)[0];
                Csv.Cell cell = common.get(name);
                TemplateFiles.wrong(findings, cell == null ? line : cell.line(), violation.path(), violation.code(),
                        violation.message());
            }
        }
    }
}
