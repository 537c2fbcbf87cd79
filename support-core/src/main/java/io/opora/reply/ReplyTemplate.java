package io.opora.reply;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Names;
import io.opora.Violation;
import io.opora.condition.Condition;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prepared reply. Its texts are logic-less Mustache over declared variables: {@code {{customer.name}}} stands for a value,
 * {@code {{#order}}...{{/order}}} for what is said only if there is one, {@code {{^order}}...{{/order}}} for what is said if there is
 * none, {@code {{! a remark}}} for nothing. There is nothing else: no raw values, no other templates, no other delimiters.
 *
 * {@snippet :
 * ReplyTemplate template = ReplyTemplate.builder("refund", "Refund of an order")
 *         .variable(Variable.of("customer.name", Type.LINE, Source.CUSTOMER).orElse("there"))
 *         .variable(Variable.of("order", Type.LINE, Source.AGENT))
 *         .text(Locale.ENGLISH, "Hello {{customer.name}},\nthe money for {{order}} is on its way.")
 *         .build();
 * switch (template.render(Locale.ENGLISH, Values.builder().text("order", "A-1").build())) {
 *     case Rendering.Rendered rendered -> System.out.println(rendered.text());
 *     case Rendering.Asks asks -> System.out.println("Please fill in " + asks.missing());
 *     case Rendering.Refused refused -> System.out.println(refused.violations());
 * }
 * }
 *
 * <p>
 * <b>What is checked when it is made</b>, all of it at once, with line and column: {@code unknown-variable} with the nearest right one,
 * {@code unescaped} ({@code {{{...}}}} and {@code {{&...}}}), {@code partial}, {@code delimiters}, {@code tag-open},
 * {@code section-open}, {@code section-end}, {@code variable-name}, {@code brace} (a single one, as in {@code {name}}, which would be
 * sent as it stands), {@code flag} (shown instead of asked), {@code may-be-missing} (a value that would leave a hole), and of HTML
 * {@code html}, {@code html-element}, {@code html-attribute}, {@code html-open}, {@code link}: what is not known to be harmless is not
 * kept.
 *
 * <p>
 * <b>What is sent</b> has no hole and no placeholder: a value that is missing is replaced by its default, asked for, or the rendering
 * is refused. Values are data, whatever they hold: they are escaped for HTML, kept to one line in a subject, freed of control characters,
 * and two braces in a row are set apart. Nothing in a text or a value is ever executed or looked up anywhere.
 *
 * <p>
 * Immutable; safe for use by any number of threads.
 *
 * @param id what it is known by
 * @param title what it is called, 1 to {@value #MAX_TITLE} characters on one line
 * @param category where it is filed, a path such as {@code payment/refunds} of at most {@value #MAX_CATEGORY} characters; empty if nowhere
 * @param scope whose it is
 * @param variables what may stand in its texts, at most {@value #MAX_VARIABLES}
 * @param whenMissing what happens if a value is missing that has no default
 * @param variants its texts, one for each language, the one to fall back to first; 1 to {@value #MAX_VARIANTS}
 * @param examples messages that it answers, at most {@value #MAX_EXAMPLES}, each of 1 to {@value #MAX_EXAMPLE} characters
 * @param when which requests it is for at all
 * @param macro the id of the macro that is applied after it; empty for none
 * @param from from when on it is offered; empty for always
 * @param until from when on it is not offered any more; empty for never
 */
public record ReplyTemplate(Id id, String title, Optional<String> category, Scope scope,
        List<Variable> variables, WhenMissing whenMissing, List<Variant> variants, List<String> examples,
        Condition when, Optional<String> macro, Optional<Instant> from, Optional<Instant> until) {

    /** The longest title, in characters. */
    public static final int MAX_TITLE = 200;

    /** The longest category path, in characters. */
    public static final int MAX_CATEGORY = 200;

    /** The longest name of a team, of an agent or of a macro, in characters. */
    public static final int MAX_NAME = 200;

    /** The most variables. */
    public static final int MAX_VARIABLES = 50;

    /** The most languages. */
    public static final int MAX_VARIANTS = 50;

    /** The longest language tag, in characters. */
    public static final int MAX_LOCALE = 50;

    /** The longest subject before and after its variables are filled in, in characters. */
    public static final int MAX_SUBJECT = 300;

    /** The longest body of a text, in characters. */
    public static final int MAX_BODY = 20_000;

    /** The longest body after its variables are filled in, in characters. */
    public static final int MAX_RENDERED = 100_000;

    /** The most examples. */
    public static final int MAX_EXAMPLES = 50;

    /** The longest example, in characters. */
    public static final int MAX_EXAMPLE = 2_000;

    /** The longest value of the type {@link Type#LINE}, in characters. */
    public static final int MAX_LINE = 300;

    /** The longest value of the type {@link Type#TEXT}, in characters. */
    public static final int MAX_TEXT = 5_000;

    /** The longest value of the type {@link Type#LINK}, in characters. */
    public static final int MAX_LINK = 2_000;

    /** The longest JSON of a template, in characters. */
    public static final int MAX_JSON_LENGTH = 8_000_000;

    /**
     * Copies the lists, cuts the instants to microseconds and checks everything.
     *
     * @throws InvalidInputException with all that is wrong, defects of texts with line and column
     */
    public ReplyTemplate {
        requireNonNull(id, "id");
        requireNonNull(title, "title");
        requireNonNull(category, "category");
        requireNonNull(scope, "scope");
        requireNonNull(whenMissing, "whenMissing");
        requireNonNull(when, "when");
        requireNonNull(macro, "macro");
        variables = List.copyOf(variables);
        variants = List.copyOf(variants);
        examples = List.copyOf(examples);
        from = from.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
        until = until.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
        Findings findings = new Findings();
        TemplateCheck.line(findings, "title", title, MAX_TITLE);
        category.ifPresent(path -> TemplateCheck.category(findings, path));
        switch (scope) {
            case Scope.All all -> {}
            case Scope.Team(String team) -> TemplateCheck.line(findings, "scope.team", team, MAX_NAME);
            case Scope.Own(String agent) -> TemplateCheck.line(findings, "scope.agent", agent, MAX_NAME);
        }
        macro.ifPresent(name -> TemplateCheck.line(findings, "macro", name, MAX_NAME));
        TemplateCheck.variables(findings, variables);
        TemplateCheck.variants(findings, variants, TemplateText.byName(variables));
        TemplateCheck.examples(findings, examples);
        TemplateCheck.times(findings, from, until);
        findings.refuse("reply template " + id);
    }

    /**
     * Begins a template for everybody, for every request, at all times, that asks for what is missing.
     *
     * @param id the id, as {@link Id#of(String)} takes it
     * @param title what it is called
     * @return a builder
     * @throws InvalidInputException if the id has another form
     */
    public static Builder builder(String id, String title) {
        return new Builder(Id.of(id), title);
    }

    /** {@return a builder that begins with everything that is here} */
    public Builder toBuilder() {
        Builder builder = new Builder(id, title).scope(scope).whenMissing(whenMissing).when(when).examples(examples);
        builder.variables.addAll(variables);
        builder.variants.addAll(variants);
        builder.category = category;
        builder.macro = macro;
        builder.from = from;
        builder.until = until;
        return builder;
    }

    /**
     * Reads a template from JSON, as {@link #toJson} writes it.
     *
     * @param json the text
     * @return the template
     * @throws InvalidInputException with all that is wrong, each with its path
     */
    public static ReplyTemplate fromJson(String json) {
        Findings findings = new Findings();
        Json parsed = Json.parse(requireNonNull(json, "json"), MAX_JSON_LENGTH, TemplateJson.MAX_DEPTH, findings);
        Optional<ReplyTemplate> template = TemplateJson.read(parsed, findings);
        findings.refuse("reply template in JSON");
        return template.orElseThrow();
    }

    /** {@return this template as JSON, which {@link #fromJson} reads back to an equal one} */
    public String toJson() {
        return Json.print(toTree());
    }

    ObjectNode toTree() {
        return TemplateJson.write(this);
    }

    /**
     * Whether it is offered at an instant.
     *
     * @param time the instant
     * @return whether the instant lies within its time
     */
    public boolean isOffered(Instant time) {
        return from.filter(instant -> instant.isAfter(time)).isEmpty()
                && until.filter(instant -> !instant.isAfter(time)).isEmpty();
    }

    /**
     * Its text in a language or else in the nearest one: the language itself, the same without its region, another of the same
     * language, then the first one that the template has.
     *
     * @param wanted the language that is wanted
     * @return the text
     */
    public Variant variant(Locale wanted) {
        Locale script = new Locale.Builder().setLanguage(wanted.getLanguage()).setScript(wanted.getScript()).build();
        for (Locale locale : List.of(wanted, script, Locale.of(wanted.getLanguage()))) {
            for (Variant variant : variants) {
                if (variant.locale().equals(locale)) {
                    return variant;
                }
            }
        }
        return variants.stream().filter(variant -> variant.locale().getLanguage().equals(wanted.getLanguage()))
                .findFirst().orElse(variants.getFirst());
    }

    /**
     * Fills the template in. Numbers, dates and instants are written as the language of the text has them.
     *
     * @param wanted the language that is wanted; {@link #variant} says which one it will be
     * @param values what is known; more than the template needs does no harm
     * @return the texts, or what is missing, or why not
     */
    public Rendering render(Locale wanted, Values values) {
        Variant variant = variant(requireNonNull(wanted, "wanted"));
        return new TemplateRendering(this, variant, requireNonNull(values, "values")).render();
    }

    /** {@return the id alone: what people write does not belong into logs} */
    @Override
    public String toString() {
        return "ReplyTemplate[" + id + "]";
    }

    /** What a value is. */
    public enum Type {
        /** A text on one line, such as a name: line ends in it become blanks. */
        LINE,
        /** A text of several lines. */
        TEXT,
        /** A number, with as many decimal places as it has. */
        NUMBER,
        /** A date. */
        DATE,
        /** An instant, shown as date and time. */
        INSTANT,
        /** An address that begins with https://, http://, mailto: or tel:. */
        LINK,
        /** Yes or no, for sections. */
        FLAG
    }

    /** Where a value comes from. */
    public enum Source {
        /** The customer: their name. */
        CUSTOMER,
        /** The ticket: its number, its subject, a field. */
        TICKET,
        /** Whoever replies, who may be asked for it. */
        AGENT,
        /** What was promised: when an answer will come. */
        PROMISE,
        /** The application around. */
        HOST
    }

    /** What happens if a value is missing that is required and has no default. */
    public enum WhenMissing {
        /** Nothing is rendered; it is said what is missing, to be filled in by whoever replies. */
        ASK,
        /** Nothing is rendered; the template does not fit. */
        REFUSE
    }

    /**
     * What may stand in the texts of a template.
     *
     * @param name its name: a name in the sense of {@link Names}, or two joined by a dot
     * @param type what it is
     * @param source where it comes from
     * @param required whether nothing can be sent without it
     * @param fallback what stands in its place if it is missing, as it is to be read; empty for nothing
     */
    public record Variable(String name, Type type, Source source, boolean required, Optional<String> fallback) {

        /** Checks that nothing is missing; the rest is checked by the template. */
        public Variable {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(source, "source");
            requireNonNull(fallback, "fallback");
        }

        /**
         * A variable without which nothing can be sent; a flag, which is not set if it is missing, is no such thing.
         *
         * @param name its name
         * @param type what it is
         * @param source where it comes from
         * @return the variable
         */
        public static Variable of(String name, Type type, Source source) {
            return new Variable(name, type, source, type != Type.FLAG, Optional.empty());
        }

        /** {@return the same, not required: its texts show it within a section of its own} */
        public Variable optional() {
            return new Variable(name, type, source, false, fallback);
        }

        /**
         * The same with a default.
         *
         * @param text what stands in its place if it is missing, as it is to be read
         * @return the variable
         */
        public Variable orElse(String text) {
            return new Variable(name, type, source, required, Optional.of(text));
        }
    }

    /**
     * The texts in one language.
     *
     * @param locale the language
     * @param subject the subject of a mail, on one line of at most {@value ReplyTemplate#MAX_SUBJECT} characters; empty to leave it
     * @param text the plain text, 1 to {@value ReplyTemplate#MAX_BODY} characters
     * @param html the same as HTML, of at most as many characters; empty if there is none
     */
    public record Variant(Locale locale, Optional<String> subject, String text, Optional<String> html) {

        /** Checks that nothing is missing; the rest is checked by the template. */
        public Variant {
            requireNonNull(locale, "locale");
            requireNonNull(subject, "subject");
            requireNonNull(text, "text");
            requireNonNull(html, "html");
        }

        /**
         * A plain text.
         *
         * @param locale the language
         * @param text the text
         * @return the variant
         */
        public static Variant of(Locale locale, String text) {
            return new Variant(locale, Optional.empty(), text, Optional.empty());
        }

        /** {@return the language and the sizes alone} */
        @Override
        public String toString() {
            return "Variant[" + locale.toLanguageTag() + ", " + text.length() + " characters]";
        }
    }

    /** Whose a template is. */
    public sealed interface Scope {

        /** Everybody of the staff's. */
        record All() implements Scope {}

        /**
         * A team's.
         *
         * @param team its id
         */
        record Team(String team) implements Scope {

            /** Checks that nothing is missing. */
            public Team {
                requireNonNull(team, "team");
            }
        }

        /**
         * One agent's.
         *
         * @param agent the host's id of them
         */
        record Own(String agent) implements Scope {

            /** Checks that nothing is missing. */
            public Own {
                requireNonNull(agent, "agent");
            }
        }
    }

    /** What became of filling a template in. */
    public sealed interface Rendering {

        /**
         * The texts, ready to be sent.
         *
         * @param locale the language they are in
         * @param subject the subject; empty to leave it
         * @param text the plain text
         * @param html the same as HTML; empty if the template has none
         */
        record Rendered(Locale locale, Optional<String> subject, String text, Optional<String> html)
                implements Rendering {

            /** Checks that nothing is missing. */
            public Rendered {
                requireNonNull(locale, "locale");
                requireNonNull(subject, "subject");
                requireNonNull(text, "text");
                requireNonNull(html, "html");
            }

            /** {@return the language and the sizes alone: what is sent does not belong into logs} */
            @Override
            public String toString() {
                return "Rendered[" + locale.toLanguageTag() + ", " + text.length() + " characters]";
            }
        }

        /**
         * Values are missing: to be asked for.
         *
         * @param missing the variables, in the order of their declaration; at least one
         */
        record Asks(List<Variable> missing) implements Rendering {

            /** Copies the list. */
            public Asks {
                missing = List.copyOf(missing);
            }
        }

        /**
         * It cannot be filled in with these values.
         *
         * @param violations what is wrong, the path is the name of the variable; at least one
         */
        record Refused(List<Violation> violations) implements Rendering {

            /** Copies the list. */
            public Refused {
                violations = List.copyOf(violations);
            }
        }
    }

    /**
     * A template that is proposed, made of what people wrote. What may be about a person was taken out of it: in its place stand
     * variables, which an editor replaces by what belongs there, or declares.
     *
     * @param locale the language
     * @param text the text, as a template has it
     * @param marks the variables in it, but for {@code customer.name}, each with what stood there; in the order in which they were put
     *        there
     * @param times how often something like it was written
     * @param requests which requests that answered, by their references, at most {@value #MAX_REQUESTS}
     * @param like the template that says nearly the same and was not used; empty if there is none
     */
    public record Proposal(Locale locale, String text, List<Mark> marks, int times, List<String> requests,
            Optional<Id> like) {

        /** The most requests that are told. */
        public static final int MAX_REQUESTS = 20;

        /** Copies the lists. */
        public Proposal {
            requireNonNull(locale, "locale");
            requireNonNull(text, "text");
            requireNonNull(like, "like");
            marks = List.copyOf(marks);
            requests = List.copyOf(requests);
        }

        /**
         * Makes a proposal of one reply, for whoever wants to have it as a template. Addresses, links, whatever has a digit, the names
         * that are known, and what looks like a name are taken out; one text alone does not tell which of its other words are about a
         * person, so it has to be read before others get it.
         *
         * @param reply the reply
         * @return the proposal
         */
        public static Proposal of(Replies.Written reply) {
            PersonalMarks marks = new PersonalMarks(reply.customerName(), reply.names(), word -> true);
            String text = marks.marked(reply.text());
            return new Proposal(reply.locale(), text, marks.marksIn(text), 1, List.of(reply.request()),
                    Optional.empty());
        }

        /**
         * Makes a template of it: every mark is a variable that whoever replies is asked for, so that nothing is sent with a hole.
         *
         * @param id the id, as {@link Id#of(String)} takes it
         * @param title what it is called
         * @return a builder with the text and its variables
         * @throws InvalidInputException if the id has another form
         */
        public Builder toTemplate(String id, String title) {
            Builder builder = builder(id, title).text(locale, text);
            if (TemplateText.names(text).contains(PersonalMarks.CUSTOMER_NAME)) {
                builder.variable(Variable.of(PersonalMarks.CUSTOMER_NAME, Type.LINE, Source.CUSTOMER));
            }
            marks.forEach(mark -> builder.variable(Variable.of(mark.variable(), Type.LINE, Source.AGENT)));
            return builder;
        }

        /** {@return the language and the sizes alone} */
        @Override
        public String toString() {
            return "Proposal[" + locale.toLanguageTag() + ", " + text.length() + " characters, " + times + " times]";
        }

        /**
         * Something that was taken out.
         *
         * @param variable what stands in its place
         * @param kind what it was
         */
        public record Mark(String variable, Kind kind) {

            /** Checks that nothing is missing. */
            public Mark {
                requireNonNull(variable, "variable");
                requireNonNull(kind, "kind");
            }
        }

        /** What was taken out of a text. */
        public enum Kind {
            /** Something with a digit: a number of an order, a telephone or a card, a date, an amount. */
            NUMBER,
            /** An e-mail address. */
            ADDRESS,
            /** The address of a page. */
            LINK,
            /** A name, or what looks like one. */
            NAME,
            /** Words that were said to too few to be known as common. */
            WORDS
        }
    }

    /** What is known when a template is filled in: values by name. Immutable. */
    public static final class Values {

        private final Map<String, Object> values;
        private final ZoneId zone;

        private Values(Map<String, Object> values, ZoneId zone) {
            this.values = values;
            this.zone = zone;
        }

        /** {@return a builder without values, with instants shown in UTC} */
        public static Builder builder() {
            return new Builder(new HashMap<>(), ZoneOffset.UTC);
        }

        /** {@return a builder with these values} */
        public Builder toBuilder() {
            return new Builder(new HashMap<>(values), zone);
        }

        /** {@return the names of what there is} */
        public Set<String> names() {
            return Collections.unmodifiableSet(new TreeSet<>(values.keySet()));
        }

        Optional<Object> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        ZoneId zone() {
            return zone;
        }

        /** {@return the names alone: values are about people} */
        @Override
        public String toString() {
            return "values " + names();
        }

        /** Collects values. A second one for a name replaces the first. Not thread-safe. */
        public static final class Builder {

            private final Map<String, Object> values;
            private ZoneId zone;

            private Builder(Map<String, Object> values, ZoneId zone) {
                this.values = values;
                this.zone = zone;
            }

            /**
             * Adds a text, for {@link Type#LINE}, {@link Type#TEXT} and {@link Type#LINK}.
             *
             * @param name the name of the variable
             * @param value the text; a blank one is missing
             * @return this builder
             */
            public Builder text(String name, String value) {
                return put(name, requireNonNull(value, "value"));
            }

            /**
             * Adds a number.
             *
             * @param name the name of the variable
             * @param value the number
             * @return this builder
             */
            public Builder number(String name, BigDecimal value) {
                return put(name, requireNonNull(value, "value"));
            }

            /**
             * Adds a date.
             *
             * @param name the name of the variable
             * @param value the date
             * @return this builder
             */
            public Builder date(String name, LocalDate value) {
                return put(name, requireNonNull(value, "value"));
            }

            /**
             * Adds an instant.
             *
             * @param name the name of the variable
             * @param value the instant
             * @return this builder
             */
            public Builder instant(String name, Instant value) {
                return put(name, requireNonNull(value, "value"));
            }

            /**
             * Adds a flag.
             *
             * @param name the name of the variable
             * @param value whether it is set
             * @return this builder
             */
            public Builder flag(String name, boolean value) {
                return put(name, value);
            }

            /**
             * Adds everything of another, which replaces what is here.
             *
             * @param others the values
             * @return this builder
             */
            public Builder all(Values others) {
                values.putAll(others.values);
                return this;
            }

            /**
             * Sets the zone in which instants are shown; UTC by default.
             *
             * @param value the zone
             * @return this builder
             */
            public Builder zone(ZoneId value) {
                zone = requireNonNull(value, "zone");
                return this;
            }

            private Builder put(String name, Object value) {
                values.put(requireNonNull(name, "name"), value);
                return this;
            }

            /** {@return the values} */
            public Values build() {
                return new Values(new HashMap<>(values), zone);
            }
        }
    }

    /** Collects what a template is made of. Not thread-safe. */
    public static final class Builder {

        private final Id id;
        private String title;
        private Optional<String> category = Optional.empty();
        private Scope scope = new Scope.All();
        private final List<Variable> variables = new ArrayList<>();
        private WhenMissing whenMissing = WhenMissing.ASK;
        private final List<Variant> variants = new ArrayList<>();
        private List<String> examples = List.of();
        private Condition when = new Condition.Always();
        private Optional<String> macro = Optional.empty();
        private Optional<Instant> from = Optional.empty();
        private Optional<Instant> until = Optional.empty();

        private Builder(Id id, String title) {
            this.id = id;
            this.title = requireNonNull(title, "title");
        }

        /**
         * Replaces the title.
         *
         * @param value what it is called
         * @return this builder
         */
        public Builder title(String value) {
            title = requireNonNull(value, "title");
            return this;
        }

        /**
         * Files it; nowhere by default.
         *
         * @param path the category, as a path such as {@code payment/refunds}
         * @return this builder
         */
        public Builder category(String path) {
            category = Optional.of(path);
            return this;
        }

        /**
         * Says whose it is; everybody's by default.
         *
         * @param value the scope
         * @return this builder
         */
        public Builder scope(Scope value) {
            scope = requireNonNull(value, "scope");
            return this;
        }

        /**
         * Declares a variable.
         *
         * @param value the variable
         * @return this builder
         */
        public Builder variable(Variable value) {
            variables.add(requireNonNull(value, "variable"));
            return this;
        }

        /**
         * Says what happens if a value is missing that has no default; it is asked for by default.
         *
         * @param value what happens
         * @return this builder
         */
        public Builder whenMissing(WhenMissing value) {
            whenMissing = requireNonNull(value, "whenMissing");
            return this;
        }

        /**
         * Adds the texts in a language, or replaces those that are there in it.
         *
         * @param value the texts
         * @return this builder
         */
        public Builder variant(Variant value) {
            for (int i = 0; i < variants.size(); i++) {
                if (variants.get(i).locale().equals(value.locale())) {
                    variants.set(i, value);
                    return this;
                }
            }
            variants.add(value);
            return this;
        }

        /**
         * Adds a plain text in a language, or replaces what is there in it.
         *
         * @param locale the language
         * @param text the text
         * @return this builder
         */
        public Builder text(Locale locale, String text) {
            return variant(Variant.of(locale, text));
        }

        /**
         * Replaces the examples; none by default.
         *
         * @param values messages that it answers
         * @return this builder
         */
        public Builder examples(String... values) {
            return examples(Arrays.asList(values));
        }

        /**
         * Replaces the examples; none by default.
         *
         * @param values messages that it answers
         * @return this builder
         */
        public Builder examples(Collection<String> values) {
            examples = new ArrayList<>(values);
            return this;
        }

        /**
         * Says which requests it is for; all by default.
         *
         * @param value the condition
         * @return this builder
         */
        public Builder when(Condition value) {
            when = requireNonNull(value, "when");
            return this;
        }

        /**
         * Names the macro that is applied after it; none by default.
         *
         * @param value the id of the macro
         * @return this builder
         */
        public Builder macro(String value) {
            macro = Optional.of(value);
            return this;
        }

        /**
         * Has it offered from an instant on; always by default.
         *
         * @param value the instant
         * @return this builder
         */
        public Builder from(Instant value) {
            from = Optional.of(value);
            return this;
        }

        /**
         * Has it offered no longer from an instant on; never by default.
         *
         * @param value the instant
         * @return this builder
         */
        public Builder until(Instant value) {
            until = Optional.of(value);
            return this;
        }

        /**
         * Makes the template.
         *
         * @return the template
         * @throws InvalidInputException with all that is wrong, defects of texts with line and column
         */
        public ReplyTemplate build() {
            return new ReplyTemplate(id, title, category, scope, variables, whenMissing, variants, examples, when,
                    macro,
                    from, until);
        }
    }

    /**
     * The id of a reply template, made and printed as its bare value.
     *
     * @param value 1 to {@value #MAX_LENGTH} visible characters of ASCII
     */
    public record Id(String value) implements Comparable<Id> {

        /** The longest id, in characters. */
        public static final int MAX_LENGTH = 100;

        private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1," + MAX_LENGTH + "}");

        /**
         * Checks the form.
         *
         * @throws InvalidInputException if the value has another form
         */
        public Id {
            if (!FORM.matcher(value).matches()) {
                throw new InvalidInputException("template id", new Violation("", "template-id",
                        "the id of a template has 1 to " + MAX_LENGTH
                                + " visible ASCII characters, such as refund-policy"));
            }
        }

        /**
         * The id with this value.
         *
         * @param value the value
         * @return the id
         * @throws InvalidInputException if the value does not have the form above
         */
        public static Id of(String value) {
            return new Id(value);
        }

        @Override
        public int compareTo(Id other) {
            return value.compareTo(other.value);
        }

        /** {@return the bare value} */
        @Override
        public String toString() {
            return value;
        }
    }
}
