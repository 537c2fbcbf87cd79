package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A field that tickets may have beyond those that every ticket has: an order number, a product, the reason for which the
 * customer is asked. As somebody wrote it, right or wrong: {@link FieldSet} checks all fields of a desk together.
 *
 * <p>
 * Staff see every field. What transitions of a workflow {@linkplain io.opora.workflow.Transition#requiredFields() require},
 * whether the workflow says so or the definition, may be filled in before or be given with the move.
 *
 * @param name the name under which commands, workflows and queries speak of it, a name in the sense of
 *        {@link io.opora.Names}
 * @param type what may be filled in
 * @param labels what people call it, by language; each of 1 to {@value #MAX_LABEL_LENGTH} characters in one line, at most
 *        {@value #MAX_LABELS}
 * @param visibleToCustomers whether customers see it and may fill it in; otherwise it does not exist for them
 * @param requiredFor the kinds of which no ticket is opened without it, and none loses it; at most
 *        {@value #MAX_REQUIREMENTS}
 * @param requiredOn the actions of workflows that nobody takes without it, beside those whose workflow says so itself; what
 *        a customer's reply or time alone does asks for no field; at most {@value #MAX_REQUIREMENTS}
 */
public record FieldDefinition(String name, Type type, Map<Locale, String> labels, boolean visibleToCustomers,
        Set<RequestKind> requiredFor, Set<String> requiredOn) {

    /** The longest label of a field or option, in characters. */
    public static final int MAX_LABEL_LENGTH = 200;

    /** In how many languages a field or option may be labelled. */
    public static final int MAX_LABELS = 100;

    /** How many kinds, and how many actions, may require a field. */
    public static final int MAX_REQUIREMENTS = 100;

    /** Takes unmodifiable copies; the labels keep their order. */
    public FieldDefinition {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        labels = inOrder(labels);
        requiredFor = Set.copyOf(requiredFor);
        requiredOn = Set.copyOf(requiredOn);
    }

    /**
     * What to call it in a language.
     *
     * @param locale the language
     * @return the label in that language; else the first label; else the name
     */
    public String label(Locale locale) {
        return label(locale, labels, name);
    }

    static String label(Locale locale, Map<Locale, String> labels, String name) {
        Locale nearest = Locale.lookup(List.of(new Locale.LanguageRange(locale.toLanguageTag())), labels.keySet());
        return nearest != null
                ? requireNonNull(labels.get(nearest))
                : labels.values().stream().findFirst().orElse(name);
    }

    static Map<Locale, String> inOrder(Map<Locale, String> labels) {
        Map<Locale, String> copy = new LinkedHashMap<>();
        labels.forEach((locale, label) -> copy.put(requireNonNull(locale, "locale"), requireNonNull(label, "label")));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * A builder of a field without labels, for the staff alone, required nowhere.
     *
     * @param name the name
     * @param type what may be filled in
     * @return the builder
     */
    public static Builder builder(String name, Type type) {
        return new Builder(requireNonNull(name, "name"), requireNonNull(type, "type"));
    }

    /** Makes definitions. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Type type;
        private final Map<Locale, String> labels = new LinkedHashMap<>();
        private final Set<RequestKind> requiredFor = new HashSet<>();
        private final List<String> requiredOn = new ArrayList<>();
        private boolean visibleToCustomers;

        private Builder(String name, Type type) {
            this.name = name;
            this.type = type;
        }

        /**
         * Adds what people call it.
         *
         * @param locale the language
         * @param label the label
         * @return this builder
         */
        public Builder label(Locale locale, String label) {
            labels.put(locale, label);
            return this;
        }

        /** {@return this builder, making a field that customers see and may fill in} */
        public Builder visibleToCustomers() {
            visibleToCustomers = true;
            return this;
        }

        /**
         * Requires it for opening a ticket.
         *
         * @param kinds the kinds of tickets
         * @return this builder
         */
        public Builder requiredFor(RequestKind... kinds) {
            requiredFor.addAll(Arrays.asList(kinds));
            return this;
        }

        /**
         * Requires it for moving a ticket.
         *
         * @param actions the actions of workflows
         * @return this builder
         */
        public Builder requiredOn(String... actions) {
            requiredOn.addAll(Arrays.asList(actions));
            return this;
        }

        /** {@return the definition} */
        public FieldDefinition build() {
            return new FieldDefinition(name, type, labels, visibleToCustomers, requiredFor, Set.copyOf(requiredOn));
        }
    }

    /** What may be filled in for a field. */
    public sealed interface Type {

        /** How many options a choice may have. */
        int MAX_OPTIONS = 200;

        /**
         * A {@link FieldValue.Text}.
         *
         * @param minLength the shortest text, in characters; at least 1
         * @param maxLength the longest text, in characters; at most {@value FieldValue#MAX_TEXT_LENGTH}
         */
        record Text(int minLength, int maxLength) implements Type {}

        /**
         * A {@link FieldValue.Numeric}.
         *
         * @param min the least number, if there is one
         * @param max the greatest number, if there is one
         * @param decimals the most digits behind the decimal point, 0 to {@value FieldValue#MAX_DECIMALS}
         */
        record Numeric(Optional<BigDecimal> min, Optional<BigDecimal> max, int decimals) implements Type {

            /** Checks that nothing is missing. */
            public Numeric {
                requireNonNull(min, "min");
                requireNonNull(max, "max");
            }
        }

        /**
         * A {@link FieldValue.Date}.
         *
         * @param first the earliest day, if there is one
         * @param last the latest day, if there is one
         */
        record Date(Optional<LocalDate> first, Optional<LocalDate> last) implements Type {

            /** Checks that nothing is missing. */
            public Date {
                requireNonNull(first, "first");
                requireNonNull(last, "last");
            }
        }

        /**
         * A {@link FieldValue.Choice}.
         *
         * @param options what there is to choose from, in the order in which it is shown; 1 to {@value Type#MAX_OPTIONS}
         */
        record Choice(List<Option> options) implements Type {

            /** Takes an unmodifiable copy. */
            public Choice {
                options = List.copyOf(options);
            }
        }

        /** A {@link FieldValue.Flag}. */
        record Flag() implements Type {}

        /** {@return any text} */
        static Type text() {
            return text(1, FieldValue.MAX_TEXT_LENGTH);
        }

        /**
         * A text of a certain length.
         *
         * @param minLength the shortest text, in characters
         * @param maxLength the longest text, in characters
         * @return the type
         */
        static Type text(int minLength, int maxLength) {
            return new Text(minLength, maxLength);
        }

        /** {@return any number} */
        static Type number() {
            return new Numeric(Optional.empty(), Optional.empty(), FieldValue.MAX_DECIMALS);
        }

        /**
         * A number within bounds.
         *
         * @param min the least number
         * @param max the greatest number
         * @param decimals the most digits behind the decimal point; 0 for whole numbers
         * @return the type
         */
        static Type number(BigDecimal min, BigDecimal max, int decimals) {
            return new Numeric(Optional.of(min), Optional.of(max), decimals);
        }

        /** {@return any day} */
        static Type date() {
            return new Date(Optional.empty(), Optional.empty());
        }

        /**
         * A day within bounds.
         *
         * @param first the earliest day
         * @param last the latest day
         * @return the type
         */
        static Type date(LocalDate first, LocalDate last) {
            return new Date(Optional.of(first), Optional.of(last));
        }

        /**
         * One of several options.
         *
         * @param options the options, in the order in which they are shown
         * @return the type
         */
        static Type choice(Option... options) {
            return new Choice(List.of(options));
        }

        /**
         * One of several options without labels.
         *
         * @param names the options' names, in the order in which they are shown
         * @return the type
         */
        static Type choice(String... names) {
            return new Choice(Arrays.stream(names).map(name -> new Option(name, Map.of())).toList());
        }

        /** {@return yes or no} */
        static Type flag() {
            return new Flag();
        }

        /**
         * One of the things to choose from.
         *
         * @param name its name, a name in the sense of {@link io.opora.Names}
         * @param labels what people call it, by language; limited like those of the field
         */
        record Option(String name, Map<Locale, String> labels) {

            /** Takes an unmodifiable copy; the labels keep their order. */
            public Option {
                requireNonNull(name, "name");
                labels = FieldDefinition.inOrder(labels);
            }

            /**
             * What to call it in a language.
             *
             * @param locale the language
             * @return the label in that language; else the first label; else the name
             */
            public String label(Locale locale) {
                return FieldDefinition.label(locale, labels, name);
            }
        }
    }
}
