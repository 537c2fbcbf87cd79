package io.opora.reply;

import io.opora.Findings;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.ReplyTemplate.Variant;
import io.opora.reply.ReplyTemplate.WhenMissing;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the texts of a template in one language in: values first, then the texts. */
final class TemplateRendering {

    private static final int MAX_DIGITS = 40;
    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?|[\\u2028\\u2029\\u0085]");
    /** Controls but line ends and tabs, what turns the direction of text around, and halves of surrogate pairs. */
    private static final Pattern UNSEEN = Pattern
            .compile("[\\p{Cntrl}&&[^\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\x{D800}-\\x{DFFF}]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final ReplyTemplate template;
    private final Variant variant;
    private final Values given;
    private final Locale locale;
    private final Findings findings = new Findings();

    TemplateRendering(ReplyTemplate template, Variant variant, Values given) {
        this.template = template;
        this.variant = variant;
        this.given = given;
        this.locale = variant.locale();
    }

    Rendering render() {
        Map<String, Object> values = new HashMap<>();
        List<Variable> missing = new ArrayList<>();
        Set<String> used = used();
        for (Variable variable : template.variables()) {
            if (used.contains(variable.name())) {
                Object value = given.find(variable.name()).map(found -> shown(variable, found)).orElse(null);
                if (value == null) {
                    value = variable.fallback().map(TemplateRendering::clean).orElse(null);
                }
                if (value != null) {
                    values.put(variable.name(), value);
                } else if (variable.required()) {
                    missing.add(variable);
                }
            }
        }
        if (findings.isEmpty() && !missing.isEmpty() && template.whenMissing() == WhenMissing.ASK) {
            return new Rendering.Asks(missing);
        }
        missing.forEach(variable -> findings.add(variable.name(), "missing",
                "'" + variable.name() + "' is missing, and nothing can be sent without it"));
        if (!findings.isEmpty()) {
            return new Rendering.Refused(findings.violations());
        }
        return rendered(values);
    }

    private Rendering rendered(Map<String, Object> values) {
        Optional<String> subject = variant.subject().map(text -> filled("subject", text, TemplateText.Target.SUBJECT,
                ReplyTemplate.MAX_SUBJECT, values));
        String text = filled("text", variant.text(), TemplateText.Target.TEXT, ReplyTemplate.MAX_RENDERED, values);
        Optional<String> html = variant.html().map(body -> filled("html", body, TemplateText.Target.HTML,
                ReplyTemplate.MAX_RENDERED, values));
        return findings.isEmpty()
                ? new Rendering.Rendered(locale, subject, text, html)
                : new Rendering.Refused(findings.violations());
    }

    private String filled(String part, String text, TemplateText.Target target, int max, Map<String, Object> values) {
        String filled = TemplateText.render(text, target, values);
        if (filled.isBlank()) {
            findings.add(part, "not-blank", "nothing is left to be sent with these values");
        } else if (filled.length() > max) {
            findings.add(part, "too-long", "with these values it has " + filled.length() + " characters: at most "
                    + max);
        }
        return filled;
    }

    private Set<String> used() {
        Set<String> names = new HashSet<>(TemplateText.names(variant.text()));
        variant.subject().ifPresent(subject -> names.addAll(TemplateText.names(subject)));
        variant.html().ifPresent(html -> names.addAll(TemplateText.names(html)));
        return names;
    }

    /** A value as it is to be read, or nothing if it is as good as missing. */
    private @Nullable Object shown(Variable variable, Object value) {
        return switch (variable.type()) {
            case LINE -> value instanceof String text
                    ? text(variable, BLANKS.matcher(clean(text)).replaceAll(" "), ReplyTemplate.MAX_LINE)
                    : wrongType(variable);
            case TEXT -> value instanceof String text
                    ? text(variable, clean(text), ReplyTemplate.MAX_TEXT)
                    : wrongType(variable);
            case LINK -> value instanceof String text ? link(variable, text.strip()) : wrongType(variable);
            case NUMBER -> value instanceof BigDecimal number ? number(variable, number) : wrongType(variable);
            case DATE -> value instanceof LocalDate date
                    ? DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(date)
                    : wrongType(variable);
            case INSTANT -> value instanceof Instant instant
                    ? DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT).withLocale(locale)
                            .withZone(given.zone()).format(instant)
                    : wrongType(variable);
            case FLAG -> value instanceof Boolean flag ? flag : wrongType(variable);
        };
    }

    private @Nullable String text(Variable variable, String text, int max) {
        if (text.length() > max) {
            findings.add(variable.name(), "too-long", "'" + variable.name() + "' has at most " + max
                    + " characters, not " + text.length());
        }
        return text.isEmpty() ? null : text;
    }

    private @Nullable String link(Variable variable, String text) {
        if (!text.isEmpty() && !TemplateHtml.isLink(text)) {
            findings.add(variable.name(), "link", "'" + variable.name() + "' is no link for a reply: it begins with "
                    + "https://, http://, mailto: or tel:, holds no blanks and has at most " + ReplyTemplate.MAX_LINK
                    + " characters");
        }
        return text.isEmpty() ? null : text;
    }

    private @Nullable String number(Variable variable, BigDecimal number) {
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            findings.add(variable.name(), "range", "'" + variable.name() + "' has at most " + MAX_DIGITS + " digits");
            return null;
        }
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }

    private @Nullable Object wrongType(Variable variable) {
        ReplyTemplate.Type type = variable.type();
        findings.add(variable.name(), "wrong-type", "'" + variable.name() + "' is of the type " + type
                + ", and was given as something else");
        return null;
    }

    static String clean(String text) {
        return UNSEEN.matcher(LINE_ENDS.matcher(text).replaceAll("\n")).replaceAll("").strip();
    }
}
