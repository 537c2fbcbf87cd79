package io.opora.faq;

import io.opora.InvalidInputException;
import io.opora.Spelling;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqExchange.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An entry as somebody wrote it in a file: texts by field, each with its line; and what is written of an entry. */
final class Written {

    /** The fields in the order in which they are written. */
    static final List<String> FIELDS = List.of("id", "locale", "question", "phrasings", "category", "tags", "audience",
            "from",
            "until", "order", "pinned", "draft", "answer");
    /** Those with any number of texts. */
    static final List<String> LISTS = List.of("phrasings", "tags");

    private static final int LONGEST_TAG = 100;

    /** What stands in a field. */
    record Field(List<String> texts, int line) {}

    private final String file;
    private final int line;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final List<Problem> problems;
    private boolean sound = true;

    Written(String file, int line, List<Problem> problems) {
        this.file = file;
        this.line = line;
        this.problems = problems;
    }

    /** The fields of an entry that say something, in their order. */
    static Map<String, List<String>> of(Content content) {
        FaqEntry entry = content.entry();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("id", List.of(entry.id().value()));
        fields.put("locale", List.of(entry.locale().toLanguageTag()));
        fields.put("question", List.of(entry.question()));
        if (!entry.phrasings().isEmpty()) {
            fields.put("phrasings", entry.phrasings());
        }
        entry.category().ifPresent(category -> fields.put("category", List.of(category)));
        if (!entry.tags().isEmpty()) {
            fields.put("tags", entry.tags().stream().map(Tag::toString).toList());
        }
        if (entry.audience() != Audience.PUBLIC) {
            fields.put("audience", List.of(entry.audience().name().toLowerCase(Locale.ROOT)));
        }
        // what is shown from the beginning of time on is simply shown
        content.from().filter(from -> !from.equals(Instant.EPOCH))
                .ifPresent(from -> fields.put("from", List.of(from.toString())));
        content.until().ifPresent(until -> fields.put("until", List.of(until.toString())));
        if (content.order() != 0) {
            fields.put("order", List.of(Integer.toString(content.order())));
        }
        if (content.pinned()) {
            fields.put("pinned", List.of("true"));
        }
        if (content.from().isEmpty()) {
            fields.put("draft", List.of("true"));
        }
        fields.put("answer", List.of(entry.answer()));
        return fields;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String file() {
        return file;
    }

    int line() {
        return line;
    }

    void put(String name, List<String> texts, int where) {
        if (!FIELDS.contains(name)) {
            wrong(where, "there is no field " + Spelling.quote(name) + " here" + Spelling.hintFor(name, FIELDS));
        } else if (fields.putIfAbsent(name, new Field(List.copyOf(texts), where)) != null) {
            wrong(where, "the field '" + name + "' is there twice");
        }
    }

    void wrong(int where, String message) {
        sound = false;
        if (problems.size() < FaqExchange.MAX_PROBLEMS) {
            problems.add(new Problem(file, where, message));
        }
    }

    /** Makes an entry of it; empty if anything is wrong with it, which is reported then. */
    Optional<Content> content() {
        String id = required("id");
        Locale locale = value("locale", required("locale"), "no language: write its tag, such as en or pt-BR",
                tag -> new Locale.Builder().setLanguageTag(tag).build()).orElse(Locale.ROOT);
        String question = required("question");
        Audience audience = value("audience", text("audience"), "none of public, customers, staff",
                word -> Audience.valueOf(word.toUpperCase(Locale.ROOT))).orElse(Audience.PUBLIC);
        Optional<Instant> from = instant("from");
        Optional<Instant> until = instant("until");
        int order = value("order", text("order"), "no whole number", Integer::parseInt).orElse(0);
        boolean pinned = flag("pinned");
        boolean draft = flag("draft");
        if (draft && from.isPresent()) {
            wrong(lineOf("draft"), "a draft is shown from no instant on: leave out 'draft' or 'from'");
        }
        if (!sound) {
            return Optional.empty();
        }
        try {
            FaqEntry.Builder entry = FaqEntry.builder(FaqEntry.Id.of(id), locale, question, orEmpty(text("answer")))
                    .phrasings(texts("phrasings")).tags(tags()).audience(audience);
            Optional.ofNullable(text("category")).ifPresent(entry::category);
            FaqEntry built = entry.build();
            return sound
                    ? Optional
                            .of(new Content(built, draft ? Optional.empty() : from.or(() -> Optional.of(Instant.EPOCH)),
                                    until, order, pinned))
                    : Optional.empty();
        } catch (InvalidInputException e) {
            e.violations().forEach(violation -> wrong(lineOf(violation), violation.toString()));
            return Optional.empty();
        }
    }

    private List<Tag> tags() {
        return texts("tags").stream().flatMap(tag -> value("tags", tag, "no tag: " + Tag.FORM, Tag::of).stream())
                .toList();
    }

    private String required(String name) {
        String text = text(name);
        if (text == null) {
            wrong(line, "the field '" + name + "' is missing");
        }
        return orEmpty(text);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private @Nullable String text(String name) {
        Field field = fields.get(name);
        if (field == null || field.texts().isEmpty()) {
            return null;
        }
        if (field.texts().size() > 1) {
            wrong(field.line(), "the field '" + name + "' takes one text, not a list");
        }
        return field.texts().getFirst();
    }

    private List<String> texts(String name) {
        Field field = fields.get(name);
        return field == null ? List.of() : field.texts();
    }

    private Optional<Instant> instant(String name) {
        return value(name, text(name), "no instant such as 2026-03-02T09:00:00Z", Instant::parse);
    }

    private boolean flag(String name) {
        return value(name, text(name), "neither true nor false", word -> switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(word);
        }).orElse(false);
    }

    private <T> Optional<T> value(String name, @Nullable String text, String wrong, Function<String, T> parser) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.length() <= LONGEST_TAG) {
                return Optional.of(parser.apply(text));
            }
        } catch (IllegalArgumentException | DateTimeException | IllformedLocaleException | InvalidInputException e) {
            // reported below, as is what is too long to be parsed
        }
        wrong(lineOf(name), name + ": " + Spelling.quote(text) + " is " + wrong);
        return Optional.empty();
    }

    private int lineOf(Violation violation) {
        String path = violation.path().isEmpty() ? "id" : violation.path();
        return lineOf(Arrays.asList(path.split("\\[", 2)).getFirst());
    }

    private int lineOf(String name) {
        Field field = fields.get(name);
        return field == null ? line : field.line();
    }
}
