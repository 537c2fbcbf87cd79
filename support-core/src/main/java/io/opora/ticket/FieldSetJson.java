package io.opora.ticket;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Names;
import io.opora.Spelling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads fields from JSON and writes them. The form is described at {@link FieldSet}. */
final class FieldSetJson {

    /** Five levels are in use; the rest is for texts that are wrong and deserve a better answer than "too deep". */
    private static final int MAX_DEPTH = 20;

    /** For each type, what only fields of this type have. */
    private static final Map<String, List<String>> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("text", List.of("minLength", "maxLength"));
        TYPES.put("number", List.of("min", "max", "decimals"));
        TYPES.put("date", List.of("first", "last"));
        TYPES.put("choice", List.of("options"));
        TYPES.put("flag", List.of());
    }

    private FieldSetJson() {}

    static List<FieldDefinition> read(String json) {
        Findings findings = new Findings();
        Json root = Json.parse(json, FieldSet.MAX_JSON_LENGTH, MAX_DEPTH, findings).fields("fields");
        List<FieldDefinition> definitions = root.required("fields").items().stream().map(FieldSetJson::definition)
                .toList();
        if (findings.readable()) {
            FieldSetCheck.of(definitions).violations().forEach(findings::add);
        }
        findings.refuse("fields in JSON");
        return definitions;
    }

    static String write(List<FieldDefinition> definitions) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode fields = root.putArray("fields");
        definitions.forEach(definition -> write(definition, fields.addObject()));
        return root.toString();
    }

    private static void write(FieldDefinition definition, ObjectNode field) {
        field.put("name", definition.name());
        switch (definition.type()) {
            case FieldDefinition.Type.Text text ->
                field.put("type", "text").put("minLength", text.minLength()).put("maxLength", text.maxLength());
            case FieldDefinition.Type.Numeric number -> {
                field.put("type", "number");
                number.min().ifPresent(min -> field.put("min", min));
                number.max().ifPresent(max -> field.put("max", max));
                field.put("decimals", number.decimals());
            }
            case FieldDefinition.Type.Date date -> {
                field.put("type", "date");
                date.first().ifPresent(first -> field.put("first", first.toString()));
                date.last().ifPresent(last -> field.put("last", last.toString()));
            }
            case FieldDefinition.Type.Choice choice -> {
                ArrayNode options = field.put("type", "choice").putArray("options");
                choice.options().forEach(
                        option -> write(option.labels(), options.addObject().put("name", option.name())));
            }
            case FieldDefinition.Type.Flag flag -> field.put("type", "flag");
        }
        write(definition.labels(), field);
        if (definition.visibleToCustomers()) {
            field.put("visibleToCustomers", true);
        }
        write(field, "requiredFor", definition.requiredFor().stream().map(RequestKind::name));
        write(field, "requiredOn", definition.requiredOn().stream());
    }

    /** In the order of the languages' tags, so that equal fields are written alike. */
    private static void write(Map<Locale, String> labels, ObjectNode owner) {
        if (!labels.isEmpty()) {
            ObjectNode written = owner.putObject("labels");
            labels.entrySet().stream().sorted(Comparator.comparing(label -> label.getKey().toLanguageTag()))
                    .forEach(label -> written.put(label.getKey().toLanguageTag(), label.getValue()));
        }
    }

    private static void write(ObjectNode field, String name, Stream<String> names) {
        List<String> sorted = names.sorted().toList();
        if (!sorted.isEmpty()) {
            sorted.forEach(field.putArray(name)::add);
        }
    }

    private static FieldDefinition definition(Json field) {
        Json type = field.required("type");
        field.fields(Stream.concat(
                Stream.of("name", "type", "labels", "visibleToCustomers", "requiredFor", "requiredOn"),
                TYPES.getOrDefault(type.text(), List.of()).stream()).toArray(String[]::new));
        return new FieldDefinition(field.required("name").text(), type(field, type), labels(field.optional("labels")),
                field.optional("visibleToCustomers").flag(), kinds(field.optional("requiredFor")),
                texts(field.optional("requiredOn")));
    }

    private static FieldDefinition.Type type(Json field, Json type) {
        return switch (type.text()) {
            case "text" -> FieldDefinition.Type.text(integer(field.optional("minLength"), 1),
                    integer(field.optional("maxLength"), FieldValue.MAX_TEXT_LENGTH));
            case "number" -> new FieldDefinition.Type.Numeric(number(field.optional("min")),
                    number(field.optional("max")), integer(field.optional("decimals"), FieldValue.MAX_DECIMALS));
            case "date" -> new FieldDefinition.Type.Date(date(field.optional("first")), date(field.optional("last")));
            case "choice" -> new FieldDefinition.Type.Choice(
                    field.required("options").items().stream().map(FieldSetJson::option).toList());
            case "flag" -> FieldDefinition.Type.flag();
            default -> {
                if (type.isText()) {
                    type.wrong("unknown-value", Spelling.quote(type.text()) + " is no type of a field"
                            + Spelling.hintFor(type.text(), TYPES.keySet()));
                }
                yield FieldDefinition.Type.flag();
            }
        };
    }

    private static FieldDefinition.Type.Option option(Json option) {
        option.fields("name", "labels");
        return new FieldDefinition.Type.Option(option.required("name").text(), labels(option.optional("labels")));
    }

    private static Map<Locale, String> labels(Json labels) {
        Map<Locale, String> read = new LinkedHashMap<>();
        labels.entries().forEach((tag, label) -> {
            Locale locale = Locale.forLanguageTag(tag);
            if (!locale.toLanguageTag().equals(tag)) {
                label.wrong("locale", Spelling.quote(tag) + " is no language tag: write 'en' or 'pt-BR'");
            }
            read.put(locale, label.text());
        });
        return read;
    }

    private static Set<RequestKind> kinds(Json kinds) {
        Set<RequestKind> read = new HashSet<>();
        for (Json kind : kinds.items()) {
            if (Names.isName(kind.text())) {
                read.add(RequestKind.of(kind.text()));
            } else if (kind.isText()) {
                kind.wrong("kind-name", Spelling.malformed("request kind", kind.text()));
            }
        }
        return read;
    }

    private static Set<String> texts(Json texts) {
        return Set.copyOf(texts.texts());
    }

    private static int integer(Json number, int absent) {
        return number.exists() ? number.integer() : absent;
    }

    private static Optional<BigDecimal> number(Json number) {
        return number.exists() ? Optional.of(number.number()) : Optional.empty();
    }

    private static Optional<LocalDate> date(Json date) {
        return date.exists()
                ? Optional.of(date.parsed("date", "date: write 2026-03-02", LocalDate.EPOCH, LocalDate::parse))
                : Optional.empty();
    }
}
