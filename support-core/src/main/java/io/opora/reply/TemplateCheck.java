package io.opora.reply;

import io.opora.Findings;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.ReplyTemplate.Variant;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a reply template must be, part by part; each method reports what is wrong. */
final class TemplateCheck {

    private static final Pattern STORABLE = Pattern.compile("[^\\x00\\x{D800}-\\x{DFFF}]*");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\x{D800}-\\x{DFFF}\\u2028\\u2029]*");
    private static final Pattern CATEGORY = Pattern.compile("[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*");
    private static final Pattern VARIABLE_NAME = Pattern.compile(Names.PATTERN + "(\\." + Names.PATTERN + ")?");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private TemplateCheck() {}

    static void category(Findings findings, String path) {
        that(findings, "category", "category",
                path.length() <= ReplyTemplate.MAX_CATEGORY && CATEGORY.matcher(path).matches()
                        && LINE.matcher(path).matches(),
                "a category is a path such as payment/refunds of at most " + ReplyTemplate.MAX_CATEGORY
                        + " characters, without empty parts and control characters");
    }

    static void examples(Findings findings, List<String> examples) {
        that(findings, "examples", "too-many", examples.size() <= ReplyTemplate.MAX_EXAMPLES,
                "at most " + ReplyTemplate.MAX_EXAMPLES + " examples, not " + examples.size());
        for (int i = 0; i < Math.min(examples.size(), ReplyTemplate.MAX_EXAMPLES); i++) {
            text(findings, "examples[" + i + ']', examples.get(i), ReplyTemplate.MAX_EXAMPLE);
        }
    }

    static void times(Findings findings, Optional<Instant> from, Optional<Instant> until) {
        from.ifPresent(instant -> time(findings, "from", instant));
        until.ifPresent(instant -> time(findings, "until", instant));
        that(findings, "until", "range", from.isEmpty() || until.isEmpty() || from.get().isBefore(until.get()),
                "it would never be offered: 'until' is not after 'from'");
    }

    static void variables(Findings findings, List<Variable> variables) {
        that(findings, "variables", "too-many", variables.size() <= ReplyTemplate.MAX_VARIABLES,
                "at most " + ReplyTemplate.MAX_VARIABLES + " variables, not " + variables.size());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(variables.size(), ReplyTemplate.MAX_VARIABLES); i++) {
            Variable variable = variables.get(i);
            String path = "variables[" + i + ']';
            that(findings, path + ".name", "variable-name", isVariableName(variable.name()),
                    Spelling.malformed("name of a variable", variable.name()) + "; or two such names joined by a dot");
            that(findings, path + ".name", "duplicate", seen.add(variable.name()),
                    Spelling.quote(variable.name()) + " is declared twice");
            variable.fallback().ifPresent(fallback -> fallback(findings, path + ".default", variable, fallback));
        }
    }

    private static void fallback(Findings findings, String path, Variable variable, String fallback) {
        if (TemplateRendering.clean(fallback).isEmpty()) {
            findings.add(path, "not-blank", "a default must leave something to be read");
            return;
        }
        switch (variable.type()) {
            case FLAG -> findings.add(path, "default", "a flag that is missing is not set: it has no default");
            case LINK -> that(findings, path, "link", TemplateHtml.isLink(fallback),
                    Spelling.quote(fallback) + " is no link for a reply");
            case TEXT -> text(findings, path, fallback, ReplyTemplate.MAX_TEXT);
            case LINE, NUMBER, DATE, INSTANT -> line(findings, path, fallback, ReplyTemplate.MAX_LINE);
        }
    }

    static void variants(Findings findings, List<Variant> variants, Map<String, Variable> variables) {
        that(findings, "variants", "empty", !variants.isEmpty(), "a template has a text in at least one language");
        that(findings, "variants", "too-many", variants.size() <= ReplyTemplate.MAX_VARIANTS,
                "at most " + ReplyTemplate.MAX_VARIANTS + " languages, not " + variants.size());
        Set<Locale> seen = new HashSet<>();
        for (int i = 0; i < Math.min(variants.size(), ReplyTemplate.MAX_VARIANTS); i++) {
            Variant variant = variants.get(i);
            String path = "variants[" + i + ']';
            String tag = variant.locale().toLanguageTag();
            that(findings, path + ".locale", "locale",
                    !variant.locale().getLanguage().isEmpty() && tag.length() <= ReplyTemplate.MAX_LOCALE
                            && Locale.forLanguageTag(tag).equals(variant.locale()),
                    "a language has a tag by BCP 47 of at most " + ReplyTemplate.MAX_LOCALE
                            + " characters that says all of it");
            that(findings, path + ".locale", "duplicate", seen.add(variant.locale()),
                    "there is a text in " + Spelling.quote(tag) + " already");
            variant.subject().ifPresent(subject -> {
                if (line(findings, path + ".subject", subject, ReplyTemplate.MAX_SUBJECT)) {
                    TemplateText.check(subject, TemplateText.Target.SUBJECT, variables, path + ".subject", findings);
                }
            });
            if (text(findings, path + ".text", variant.text(), ReplyTemplate.MAX_BODY)) {
                TemplateText.check(variant.text(), TemplateText.Target.TEXT, variables, path + ".text", findings);
            }
            variant.html().ifPresent(html -> {
                if (text(findings, path + ".html", html, ReplyTemplate.MAX_BODY)) {
                    TemplateText.check(html, TemplateText.Target.HTML, variables, path + ".html", findings);
                }
            });
        }
    }

    static boolean isVariableName(String name) {
        // "this" is what the library calls the values themselves
        return VARIABLE_NAME.matcher(name).matches() && !name.equals("this");
    }

    static boolean line(Findings findings, String path, String text, int max) {
        return text(findings, path, text, max)
                && that(findings, path, "line", LINE.matcher(text).matches(),
                        "this is one line, without control characters");
    }

    static boolean text(Findings findings, String path, String text, int max) {
        return that(findings, path, "not-blank", !text.isBlank(), "this must not be blank")
                && that(findings, path, "too-long", text.length() <= max,
                        "this has at most " + max + " characters, not " + text.length())
                && that(findings, path, "storable", STORABLE.matcher(text).matches(),
                        "this holds neither NUL nor half of a surrogate pair");
    }

    static void time(Findings findings, String path, Instant instant) {
        that(findings, path, "range", !instant.isBefore(Instant.EPOCH) && !instant.isAfter(LAST),
                "instants lie between 1970 and 9999");
    }

    private static boolean that(Findings findings, String path, String code, boolean holds, String message) {
        if (!holds) {
            findings.add(path, code, message);
        }
        return holds;
    }
}
