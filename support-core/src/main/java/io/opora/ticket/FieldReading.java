package io.opora.ticket;

import io.opora.Reason;
import io.opora.Spelling;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is given for a field, and says what would have been right. */
final class FieldReading {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1," + FieldValue.MAX_INTEGER_DIGITS + "}(\\.[0-9]{1,"
            + FieldValue.MAX_DECIMALS + "})?");
    private static final Pattern DATE = Pattern.compile("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}");
    private static final Pattern STORABLE = Pattern.compile(Text.STORABLE);

    private FieldReading() {}

    /** The value that a text stands for, if it is one that the type allows. */
    static Optional<FieldValue> read(FieldDefinition.Type type, String text) {
        return switch (type) {
            case FieldDefinition.Type.Text t ->
                text.length() >= t.minLength() && text.length() <= t.maxLength() && !text.isBlank()
                        && STORABLE.matcher(text).matches() ? Optional.of(FieldValue.text(text)) : Optional.empty();
            case FieldDefinition.Type.Numeric t -> NUMBER.matcher(text).matches()
                    ? Optional.of(new BigDecimal(text)).filter(number -> isWithin(t, number)).map(FieldValue::number)
                    : Optional.empty();
            case FieldDefinition.Type.Date t -> date(text).filter(
                    day -> t.first().filter(day::isBefore).isEmpty() && t.last().filter(day::isAfter).isEmpty())
                    .map(FieldValue::date);
            case FieldDefinition.Type.Choice t -> t.options().stream().map(FieldDefinition.Type.Option::name)
                    .filter(text::equals).findFirst().map(FieldValue::choice);
            case FieldDefinition.Type.Flag t -> text.equals("true") || text.equals("false")
                    ? Optional.of(FieldValue.flag(text.equals("true")))
                    : Optional.empty();
        };
    }

    private static boolean isWithin(FieldDefinition.Type.Numeric type, BigDecimal number) {
        return FieldValue.Numeric.decimals(number) <= type.decimals()
                && type.min().filter(min -> number.compareTo(min) < 0).isEmpty()
                && type.max().filter(max -> number.compareTo(max) > 0).isEmpty();
    }

    private static Optional<LocalDate> date(String text) {
        if (DATE.matcher(text).matches()) {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeException e) {
                // the 30th of February: no day
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a text that could not be read. */
    static Reason fault(FieldDefinition definition, String text) {
        // what people write in sentences does not belong into messages, which end up in logs
        String value = definition.type() instanceof FieldDefinition.Type.Text
                ? "a text of " + text.length() + " characters"
                : Spelling.quote(text);
        return new Reason("field-value", "The field '{field}' cannot be {value}: {allowed}",
                Map.of("field", definition.name(), "value", value, "allowed", allowed(definition.type(), text)));
    }

    private static String allowed(FieldDefinition.Type type, String text) {
        return switch (type) {
            case FieldDefinition.Type.Text t -> "it is a text of " + t.minLength() + " to " + t.maxLength()
                    + " characters, not blank, without NUL and halves of surrogate pairs";
            case FieldDefinition.Type.Numeric t -> {
                List<String> bounds = new ArrayList<>();
                t.min().ifPresent(min -> bounds.add("of at least " + min.toPlainString()));
                t.max().ifPresent(max -> bounds.add("of at most " + max.toPlainString()));
                bounds.add(t.decimals() == 0
                        ? "without decimals, written like 12"
                        : "with at most " + t.decimals() + " decimals, written like 12.5");
                yield "it is a number " + String.join(", ", bounds);
            }
            case FieldDefinition.Type.Date t -> "it is a day" + t.first().map(day -> " from " + day).orElse("")
                    + t.last().map(day -> " to " + day).orElse("") + ", written like 2026-03-02";
            case FieldDefinition.Type.Choice t -> {
                List<String> names = t.options().stream().map(FieldDefinition.Type.Option::name).toList();
                String nearest = Spelling.nearest(text, names);
                yield "it is one of " + Spelling.list(names)
                        + (nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?");
            }
            case FieldDefinition.Type.Flag t -> "it is true or false";
        };
    }
}
