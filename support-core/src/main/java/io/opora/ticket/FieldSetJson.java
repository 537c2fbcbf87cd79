package io.opora.ticket;

import io.opora.Findings;
import io.opora.Json;
import io.opora.Names;
import io.opora.Spelling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads fields from JSON. The form is described at {@link FieldSet}. */
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
