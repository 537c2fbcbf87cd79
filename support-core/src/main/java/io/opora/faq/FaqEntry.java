package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A question with its answer, in one language. Translations are entries of their own with the same id; an id and a locale
 * together name one entry.
 *
 * @param id what the entry is known by, in every language
 * @param locale the language of the texts; {@link Locale#ROOT} where none is known
 * @param question the question as it is shown, 1 to {@value #MAX_QUESTION} characters, not blank
 * @param phrasings other ways in which people ask it, at most {@value #MAX_PHRASINGS}, each like the question
 * @param answer the answer in Markdown, at most {@value #MAX_ANSWER} characters; may be empty
 * @param category where it is filed, a path such as {@code payment/refunds} of at most {@value #MAX_CATEGORY} characters; empty
 *        if nowhere
 * @param tags words to find it by, at most {@value #MAX_TAGS}
 * @param audience who may read it
 * @param status whether it is ready to be read
 * @param revision the number of the change that made it what it is, as the store of all entries counts its changes; 0 for an
 *        entry that no store has numbered
 */
public record FaqEntry(Id id, Locale locale, String question, List<String> phrasings, String answer,
        Optional<String> category, Set<Tag> tags, Audience audience, Status status, long revision) {

    /** The longest question, in characters. */
    public static final int MAX_QUESTION = 2_000;

    /** The most other phrasings. */
    public static final int MAX_PHRASINGS = 100;

    /** The longest answer, in characters. */
    public static final int MAX_ANSWER = 200_000;

    /** The longest category path, in characters. */
    public static final int MAX_CATEGORY = 200;

    /** The most tags. */
    public static final int MAX_TAGS = 50;

    private static final Pattern STORABLE = Pattern.compile("[^\\x00\\x{D800}-\\x{DFFF}]*");
    private static final Pattern CATEGORY = Pattern.compile("[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*");

    /** Who may read an entry, from the widest circle to the narrowest; each includes those after it. */
    public enum Audience {
        /** Everybody. */
        PUBLIC,
        /** Customers who are known, and the staff. */
        CUSTOMERS,
        /** The staff alone. */
        STAFF
    }

    /** Whether an entry is ready to be read. */
    public enum Status {
        /** Being written. */
        DRAFT,
        /** For its audience to read. */
        PUBLISHED,
        /** No longer shown, kept for the record. */
        ARCHIVED
    }

    /**
     * Checks everything and copies the collections.
     *
     * @throws InvalidInputException with all that is wrong
     */
    public FaqEntry {
        requireNonNull(id, "id");
        requireNonNull(locale, "locale");
        requireNonNull(question, "question");
        requireNonNull(answer, "answer");
        requireNonNull(category, "category");
        requireNonNull(audience, "audience");
        requireNonNull(status, "status");
        phrasings = List.copyOf(phrasings);
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        Findings findings = new Findings();
        checkQuestion(findings, "question", question);
        for (int i = 0; i < Math.min(phrasings.size(), MAX_PHRASINGS); i++) {
            checkQuestion(findings, "phrasings[" + i + "]", phrasings.get(i));
        }
        check(findings, "phrasings", "too-many", phrasings.size() <= MAX_PHRASINGS,
                "at most " + MAX_PHRASINGS + " other phrasings, not " + phrasings.size());
        check(findings, "answer", "too-long", answer.length() <= MAX_ANSWER,
                "an answer has at most " + MAX_ANSWER + " characters, not " + answer.length());
        check(findings, "answer", "storable", STORABLE.matcher(answer).matches(),
                "an answer holds neither NUL nor half of a surrogate pair");
        check(findings, "category", "category",
                category.map(path -> path.length() <= MAX_CATEGORY && CATEGORY.matcher(path).matches()
                        && STORABLE.matcher(path).matches()).orElse(true),
                "a category is a path such as payment/refunds of at most " + MAX_CATEGORY
                        + " characters, without empty parts and control characters");
        check(findings, "tags", "too-many", tags.size() <= MAX_TAGS,
                "at most " + MAX_TAGS + " tags, not " + tags.size());
        check(findings, "revision", "negative", revision >= 0, "a revision is 0 or more, not " + revision);
        check(findings, "locale", "locale", !locale.getLanguage().isEmpty() || locale.equals(Locale.ROOT),
                "a locale has a language, or is Locale.ROOT");
        findings.refuse("FAQ entry " + id);
    }

    private static void checkQuestion(Findings findings, String path, String text) {
        check(findings, path, "not-blank", !text.isBlank(), "a question must not be blank");
        check(findings, path, "too-long", text.length() <= MAX_QUESTION,
                "a question has at most " + MAX_QUESTION + " characters, not " + text.length());
        check(findings, path, "storable", STORABLE.matcher(text).matches(),
                "a question holds neither NUL nor half of a surrogate pair");
    }

    private static void check(Findings findings, String path, String code, boolean holds, String message) {
        if (!holds) {
            findings.add(path, code, message);
        }
    }

    /**
     * A published entry for everybody, without anything else.
     *
     * @param id the id, as {@link Id#of(String)} takes it
     * @param locale the language of the texts
     * @param question the question
     * @param answer the answer in Markdown
     * @return the entry
     * @throws InvalidInputException with all that is wrong
     */
    public static FaqEntry of(String id, Locale locale, String question, String answer) {
        return builder(Id.of(id), locale, question, answer).build();
    }

    /**
     * Begins a published entry for everybody.
     *
     * @param id the id
     * @param locale the language of the texts
     * @param question the question
     * @param answer the answer in Markdown
     * @return a builder
     */
    public static Builder builder(Id id, Locale locale, String question, String answer) {
        return new Builder(id, locale, question, answer);
    }

    /** {@return a builder that begins with everything that is here} */
    public Builder toBuilder() {
        Builder builder = new Builder(id, locale, question, answer).phrasings(phrasings).tags(tags).audience(audience)
                .status(status).revision(revision);
        category.ifPresent(builder::category);
        return builder;
    }

    /**
     * Renders the answer. What it may do is little, whoever wrote it: paragraphs, headings, lists, quotes, code, tables, emphasis,
     * images, and links to web, mail and telephone; no scripts, styles, forms or frames, and only the ids of its headings. What nests
     * deeper than people write, and links longer than 2,048 characters, are shown as text. The time that it takes is bounded.
     *
     * <p>
     * Headings begin one level below the page's own. Those that {@link FaqHit.Section} counts have an id, {@code section-0} and so on,
     * so that a page can open where the answer is: {@code "#section-" + section.number()}.
     *
     * <p>
     * It takes two libraries that Opora does not bring, because an index needs none:
     * {@code org.commonmark:commonmark} and {@code com.googlecode.owasp-java-html-sanitizer:owasp-java-html-sanitizer}.
     *
     * @return the answer as a piece of HTML
     * @throws IllegalStateException if one of the libraries is missing
     */
    public String html() {
        try {
            return Markdown.html(answer);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("Rendering an answer takes org.commonmark:commonmark and"
                    + " com.googlecode.owasp-java-html-sanitizer:owasp-java-html-sanitizer: add both to the application",
                    e);
        }
    }

    /** {@return id, locale, status and revision; the texts are left out, so that no log holds them} */
    @Override
    public String toString() {
        return "FaqEntry[" + id + " " + locale.toLanguageTag() + " " + status + " revision " + revision + "]";
    }

    /** Collects what an entry is made of. Not thread-safe. */
    public static final class Builder {

        private final Id id;
        private final Locale locale;
        private String question;
        private String answer;
        private List<String> phrasings = List.of();
        private Optional<String> category = Optional.empty();
        private Set<Tag> tags = Set.of();
        private Audience audience = Audience.PUBLIC;
        private Status status = Status.PUBLISHED;
        private long revision;

        private Builder(Id id, Locale locale, String question, String answer) {
            this.id = requireNonNull(id, "id");
            this.locale = requireNonNull(locale, "locale");
            this.question = requireNonNull(question, "question");
            this.answer = requireNonNull(answer, "answer");
        }

        /**
         * Replaces the question.
         *
         * @param value the question
         * @return this builder
         */
        public Builder question(String value) {
            question = requireNonNull(value, "question");
            return this;
        }

        /**
         * Replaces the answer.
         *
         * @param value the answer in Markdown
         * @return this builder
         */
        public Builder answer(String value) {
            answer = requireNonNull(value, "answer");
            return this;
        }

        /**
         * Replaces the other ways to ask the question; none by default.
         *
         * @param values the phrasings
         * @return this builder
         */
        public Builder phrasings(String... values) {
            return phrasings(Arrays.asList(values));
        }

        /**
         * Replaces the other ways to ask the question; none by default.
         *
         * @param values the phrasings
         * @return this builder
         */
        public Builder phrasings(Collection<String> values) {
            phrasings = new ArrayList<>(values);
            return this;
        }

        /**
         * Files the entry; nowhere by default.
         *
         * @param path the category, as a path such as {@code payment/refunds}
         * @return this builder
         */
        public Builder category(String path) {
            category = Optional.of(path);
            return this;
        }

        /**
         * Replaces the tags; none by default.
         *
         * @param values the tags
         * @return this builder
         * @throws InvalidInputException if one of them does not have the form of a {@link Tag}
         */
        public Builder tags(String... values) {
            return tags(Arrays.stream(values).map(Tag::of).toList());
        }

        /**
         * Replaces the tags; none by default.
         *
         * @param values the tags
         * @return this builder
         */
        public Builder tags(Collection<Tag> values) {
            tags = new TreeSet<>(values);
            return this;
        }

        /**
         * Says who may read it; {@link Audience#PUBLIC} by default.
         *
         * @param value the audience
         * @return this builder
         */
        public Builder audience(Audience value) {
            audience = requireNonNull(value, "audience");
            return this;
        }

        /**
         * Says whether it is ready; {@link Status#PUBLISHED} by default.
         *
         * @param value the status
         * @return this builder
         */
        public Builder status(Status value) {
            status = requireNonNull(value, "status");
            return this;
        }

        /**
         * Numbers the change that made the entry what it is; 0 by default.
         *
         * @param value the revision
         * @return this builder
         */
        public Builder revision(long value) {
            revision = value;
            return this;
        }

        /**
         * Makes the entry.
         *
         * @return the entry
         * @throws InvalidInputException with all that is wrong
         */
        public FaqEntry build() {
            return new FaqEntry(id, locale, question, phrasings, answer, category, tags, audience, status, revision);
        }
    }

    /**
     * The id of an FAQ entry, given by whoever writes it and fit to stand in an address: {@code refund}, {@code delivery/abroad}.
     * All translations of an entry share it.
     *
     * @param value a word of the {@linkplain #FORM form}
     */
    public record Id(String value) implements Comparable<Id> {

        /** The longest id, in characters. */
        public static final int MAX_LENGTH = 200;

        /** The form, for people. */
        public static final String FORM = "1 to " + MAX_LENGTH + " characters without blanks and control characters";

        private static final Pattern PATTERN = Pattern
                .compile("(?U)[^\\s\\x00-\\x1F\\x7F-\\x9F\\x{D800}-\\x{DFFF}]{1," + MAX_LENGTH + "}");

        /**
         * Checks the value.
         *
         * @throws InvalidInputException if it does not have the form
         */
        public Id {
            if (requireNonNull(value, "value").length() > MAX_LENGTH || !PATTERN.matcher(value).matches()) {
                throw new InvalidInputException("FAQ entry id",
                        new Violation("", "faq-entry-id", "an FAQ entry's id has " + FORM));
            }
        }

        /**
         * The id of this value.
         *
         * @param value the word
         * @return the id
         * @throws InvalidInputException if the value does not have the form
         */
        public static Id of(String value) {
            return new Id(value);
        }

        @Override
        public int compareTo(Id other) {
            return value.compareTo(other.value);
        }

        /** {@return the bare word} */
        @Override
        public String toString() {
            return value;
        }
    }
}
