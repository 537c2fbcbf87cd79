package io.opora.condition;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which facts conditions may ask for, of which type each is, and, where that is known, which values it can have. */
public final class Vocabulary {

    /** The most facts. */
    public static final int MAX_FACTS = 1_000;

    /** The most values of one fact. */
    public static final int MAX_VALUES = 1_000;

    /** A name in the sense of {@link Names}, or two joined by a dot. */
    private static final Pattern FACT_NAME = Pattern.compile(Names.PATTERN + "(\\." + Names.PATTERN + ")?");

    /** What a fact can be. */
    public enum Type {
        /** A text; one line or many, a name too. */
        TEXT("a text", "in, words"),
        /** A set of names in lower case, such as tags. */
        NAMES("a set of names", "contains"),
        /** A number. */
        NUMBER("a number", "<, <=, =, >=, >"),
        /** A date, without time and zone. */
        DATE("a date", "<, <=, =, >=, >"),
        /** An instant. */
        INSTANT("an instant", "<, <=, =, >=, >, during"),
        /** Yes or no. */
        FLAG("a flag", "is");

        private final String words;
        private final String questions;

        Type(String words, String questions) {
            this.words = words;
            this.questions = questions;
        }

        /** {@return how a sentence has it} */
        String words() {
            return words;
        }

        /** {@return which parts of a condition can ask for it, besides {@code present}} */
        String questions() {
            return questions;
        }
    }

    private record Entry(Type type, Set<String> values) {}

    private final Map<String, Entry> entries;

    private Vocabulary(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** {@return a builder without facts} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the names of all facts, in the order of their declaration} */
    public Set<String> facts() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * The type of a fact.
     *
     * @param fact its name
     * @return its type, or nothing if there is no such fact
     */
    public Optional<Type> type(String fact) {
        return Optional.ofNullable(entries.get(fact)).map(Entry::type);
    }

    /**
     * The values that a fact can have.
     *
     * @param fact its name
     * @return its values, in the order of their declaration; empty if there is no such fact or it can have any
     */
    public Set<String> values(String fact) {
        Entry entry = entries.get(fact);
        return entry == null ? Set.of() : entry.values();
    }

    /**
     * Checks a condition that stands in something bigger.
     *
     * @param condition the condition
     * @param path where it stands, as in {@link io.opora.Violation#path()}; may be empty
     * @param findings takes everything that is wrong
     */
    public void check(Condition condition, String path, Findings findings) {
        new ConditionCheck(this, findings).check(requireNonNull(condition, "condition"), path);
    }

    /**
     * Checks a condition.
     *
     * @param condition the condition
     * @return the same condition
     * @throws InvalidInputException listing everything that is wrong, each with its path
     */
    public Condition require(Condition condition) {
        Findings findings = new Findings();
        check(condition, "", findings);
        findings.refuse("condition");
        return condition;
    }

    /** {@return the number of facts, in a line} */
    @Override
    public String toString() {
        return "vocabulary of " + entries.size() + " facts";
    }

    /** Collects declarations. Nothing is checked before {@link #build()}, which then lists everything that is wrong. */
    public static final class Builder {

        private record Declaration(String fact, Type type, List<String> values) {}

        private final List<Declaration> declarations = new ArrayList<>();

        private Builder() {}

        /**
         * Declares a fact.
         *
         * @param fact its name: a name in the sense of {@link Names}, or two joined by a dot
         * @param type what it is
         * @param values the only values it can have, for a {@link Type#TEXT} or {@link Type#NAMES}; without any, it can have all
         * @return this builder
         */
        public Builder declare(String fact, Type type, String... values) {
            return declare(fact, type, Arrays.asList(values));
        }

        /**
         * Declares a fact.
         *
         * @param fact its name: a name in the sense of {@link Names}, or two joined by a dot
         * @param type what it is
         * @param values the only values it can have, for a {@link Type#TEXT} or {@link Type#NAMES}; without any, it can have all
         * @return this builder
         */
        public Builder declare(String fact, Type type, Collection<String> values) {
            declarations.add(new Declaration(requireNonNull(fact, "fact"), requireNonNull(type, "type"),
                    List.copyOf(values)));
            return this;
        }

        /**
         * Checks everything and makes the vocabulary.
         *
         * @return the vocabulary
         * @throws InvalidInputException listing everything that is wrong: {@code fact-name}, {@code duplicate}, {@code value} (blank,
         *         too long, a name not in lower case, or of a fact that has no choice), {@code too-many}
         */
        public Vocabulary build() {
            Findings findings = new Findings();
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (int i = 0; i < declarations.size() && !findings.full(); i++) {
                Declaration declaration = declarations.get(i);
                check(declaration, "facts[" + i + ']', findings);
                if (entries.put(declaration.fact(), new Entry(declaration.type(),
                        Collections.unmodifiableSet(new LinkedHashSet<>(declaration.values())))) != null) {
                    findings.add("facts[" + i + ']', "duplicate",
                            Spelling.quote(declaration.fact()) + " is declared twice");
                }
            }
            if (entries.size() > MAX_FACTS) {
                findings.add("facts", "too-many", entries.size() + " are too many: at most " + MAX_FACTS + " facts");
            }
            findings.refuse("vocabulary");
            return new Vocabulary(entries);
        }

        private static void check(Declaration declaration, String path, Findings findings) {
            if (!FACT_NAME.matcher(declaration.fact()).matches()) {
                findings.add(path, "fact-name", Spelling.malformed("name of a fact", declaration.fact())
                        + "; or two such names joined by a dot");
            }
            List<String> values = declaration.values();
            if (values.size() > MAX_VALUES) {
                findings.add(path, "too-many", values.size() + " are too many: at most " + MAX_VALUES + " values");
            } else if (!values.isEmpty() && declaration.type() != Type.TEXT && declaration.type() != Type.NAMES) {
                findings.add(path, "value", declaration.type().words() + " has no list of values");
            }
            for (String value : values) {
                if (!ConditionCheck.isValue(value)) {
                    findings.add(path, "value",
                            Spelling.quote(value) + " is no value: " + ConditionCheck.VALUE_FORM);
                } else if (declaration.type() == Type.NAMES && !value.equals(value.toLowerCase(Locale.ROOT))) {
                    findings.add(path, "value", Spelling.quote(value) + " is not in lower case, as names are");
                }
            }
        }
    }
}
