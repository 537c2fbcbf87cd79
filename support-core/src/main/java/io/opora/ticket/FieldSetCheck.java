package io.opora.ticket;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Looks for everything that is wrong with the fields of a desk. */
final class FieldSetCheck {

    private static final Pattern LINE = Pattern.compile(Line.PLAIN);

    private final Findings findings = new Findings();
    private final Set<String> names = new HashSet<>();

    private FieldSetCheck() {}

    /** Everything that is wrong, in the order of the definitions. */
    static Findings of(List<FieldDefinition> definitions) {
        FieldSetCheck check = new FieldSetCheck();
        check.limit("fields", definitions.size(), FieldSet.MAX_FIELDS, "fields");
        if (check.findings.isEmpty()) {
            for (int i = 0; i < definitions.size(); i++) {
                check.check("fields[" + i + "]", definitions.get(i));
            }
        }
        return check.findings;
    }

    private void check(String path, FieldDefinition definition) {
        name(path + ".name", "field-name", "field name", definition.name(), names);
        type(path, definition.type());
        labels(path + ".labels", definition.labels());
        limit(path + ".requiredFor", definition.requiredFor(), FieldDefinition.MAX_REQUIREMENTS, "kinds");
        limit(path + ".requiredOn", definition.requiredOn(), FieldDefinition.MAX_REQUIREMENTS, "actions");
        for (String action : new TreeSet<>(definition.requiredOn())) {
            name(path + ".requiredOn", "action-name", "action name", action, new HashSet<>());
        }
    }

    private void type(String path, FieldDefinition.Type type) {
        switch (type) {
            case FieldDefinition.Type.Text t -> {
                if (t.minLength() < 1 || t.minLength() > t.maxLength()) {
                    findings.add(path + ".minLength", "length",
                            "must be 1 to the greatest length, " + t.maxLength() + ", not " + t.minLength());
                }
                if (t.maxLength() > FieldValue.MAX_TEXT_LENGTH) {
                    findings.add(path + ".maxLength", "length",
                            "must be at most " + FieldValue.MAX_TEXT_LENGTH + ", not " + t.maxLength());
                }
            }
            case FieldDefinition.Type.Numeric t -> {
                if (t.decimals() < 0 || t.decimals() > FieldValue.MAX_DECIMALS) {
                    findings.add(path + ".decimals", "decimals",
                            "must be 0 to " + FieldValue.MAX_DECIMALS + ", not " + t.decimals());
                }
                number(path + ".min", t.min());
                number(path + ".max", t.max());
                if (t.min().isPresent() && t.max().isPresent() && t.min().get().compareTo(t.max().get()) > 0) {
                    findings.add(path + ".max", "range", "must not be less than the least number");
                }
            }
            case FieldDefinition.Type.Date t -> {
                date(path + ".first", t.first());
                date(path + ".last", t.last());
                if (t.first().isPresent() && t.last().isPresent() && t.first().get().isAfter(t.last().get())) {
                    findings.add(path + ".last", "range", "must not lie before the first day, " + t.first().get());
                }
            }
            case FieldDefinition.Type.Choice t -> options(path + ".options", t.options());
            case FieldDefinition.Type.Flag t -> {
                // says everything
            }
        }
    }

    private void number(String path, Optional<BigDecimal> bound) {
        bound.ifPresent(number -> value(path, () -> FieldValue.number(number)));
    }

    private void date(String path, Optional<LocalDate> bound) {
        bound.ifPresent(day -> value(path, () -> FieldValue.date(day)));
    }

    /** A bound is a value that could be filled in. */
    private void value(String path, Runnable make) {
        try {
            make.run();
        } catch (InvalidInputException e) {
            findings.add(path, "range", e.violations().getFirst().message());
        }
    }

    private void options(String path, List<FieldDefinition.Type.Option> options) {
        if (options.isEmpty()) {
            findings.add(path, "missing", "a choice needs at least one option");
        }
        if (limit(path, options, FieldDefinition.Type.MAX_OPTIONS, "options")) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < options.size(); i++) {
                name(path + "[" + i + "].name", "option-name", "option name", options.get(i).name(), seen);
                labels(path + "[" + i + "].labels", options.get(i).labels());
            }
        }
    }

    private void labels(String path, Map<Locale, String> labels) {
        if (limit(path, labels.keySet(), FieldDefinition.MAX_LABELS, "labels")) {
            labels.forEach((locale, label) -> {
                String at = path + "." + Spelling.shorten(locale.toLanguageTag());
                if (!LanguageTag.Validator.isValid(locale)) {
                    findings.add(at, "locale", "must be a language tag such as 'en' or 'pt-BR', of at most "
                            + LanguageTag.MAX_LENGTH + " characters");
                }
                if (label.isBlank() || label.length() > FieldDefinition.MAX_LABEL_LENGTH
                        || !LINE.matcher(label).matches()) {
                    findings.add(at, "label", Spelling.quote(label) + " is no label: 1 to "
                            + FieldDefinition.MAX_LABEL_LENGTH + " characters in one line, not blank");
                }
            });
        }
    }

    private void name(String path, String code, String what, String name, Set<String> seen) {
        if (!Names.isName(name)) {
            findings.add(path, code, Spelling.malformed(what, name));
        } else if (!seen.add(name)) {
            findings.add(path, "duplicate", "'" + name + "' is there twice");
        }
    }

    private boolean limit(String path, Collection<?> values, int most, String what) {
        return limit(path, values.size(), most, what);
    }

    private boolean limit(String path, int size, int most, String what) {
        if (size > most) {
            findings.add(path, "too-many", size + " are too many: at most " + most + " " + what);
        }
        return size <= most;
    }
}
