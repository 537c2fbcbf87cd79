package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry in one language as an editor left it once, and who did and when. The newest edition of an id and a language is what
 * the entry is; those before it are kept. Whether an edition is shown follows from its instants and the time: nothing has to
 * happen when that comes.
 *
 * @param content what the editor left
 * @param version the number of the edition among those of the same id and language, from 1 on, without gaps
 * @param revision the number of the change among all changes of the store, from 1 on, without gaps; 0 as long as it is not stored
 * @param editor the host's id of whoever made it, 1 to {@value #MAX_NAME} characters without control characters, not blank
 * @param at when that was, to the microsecond
 */
public record FaqEdition(Content content, long version, long revision, String editor, Instant at) {

    /** The longest id of an editor, in characters. */
    public static final int MAX_NAME = 200;

    /** The longest JSON text of an edition, in characters. */
    public static final int MAX_JSON_LENGTH = 4_000_000;

    private static final int MAX_JSON_DEPTH = 5;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** What may be seen of an entry at some time. */
    public enum State {
        /** Nobody has said when it is to be shown. */
        DRAFT,
        /** It will be shown. */
        SCHEDULED,
        /** It is shown. */
        PUBLISHED,
        /** It is not shown any more. */
        ARCHIVED
    }

    /**
     * Cuts the instant to microseconds and checks everything.
     *
     * @throws InvalidInputException with all that is wrong
     */
    public FaqEdition {
        requireNonNull(content, "content");
        requireNonNull(at, "at");
        at = at.truncatedTo(ChronoUnit.MICROS);
        Findings findings = new Findings();
        if (version < 1) {
            findings.add("version", "range", "a version is 1 or more, not " + version);
        }
        if (revision < 0) {
            findings.add("revision", "range", "a revision is 0 or more, not " + revision);
        }
        checkName(findings, "editor", editor);
        checkTime(findings, "at", at);
        findings.refuse("FAQ edition");
    }

    /** {@return the id of the entry} */
    public FaqEntry.Id id() {
        return content.entry().id();
    }

    /** {@return the language of the texts} */
    public Locale locale() {
        return content.entry().locale();
    }

    /**
     * Says what may be seen of it.
     *
     * @param time the time; before it was made it is as when it was made, so that clocks of several nodes may disagree
     * @return the state then
     */
    public State state(Instant time) {
        Instant now = time.isBefore(at) ? at : time;
        if (content.until().filter(until -> !until.isAfter(now)).isPresent()) {
            return State.ARCHIVED;
        }
        if (content.from().isEmpty()) {
            return State.DRAFT;
        }
        return content.from().get().isAfter(now) ? State.SCHEDULED : State.PUBLISHED;
    }

    /**
     * The entry as readers and indexes are given it.
     *
     * @param now the time
     * @return the entry with its revision, and with the status that it has then; what is scheduled is a draft
     */
    public FaqEntry entry(Instant now) {
        FaqEntry.Status status = switch (state(now)) {
            case DRAFT, SCHEDULED -> FaqEntry.Status.DRAFT;
            case PUBLISHED -> FaqEntry.Status.PUBLISHED;
            case ARCHIVED -> FaqEntry.Status.ARCHIVED;
        };
        return content.entry().toBuilder().status(status).revision(revision).build();
    }

    /**
     * The same edition under a number of the store.
     *
     * @param value the revision
     * @return the numbered edition
     */
    public FaqEdition numbered(long value) {
        return new FaqEdition(content, version, value, editor, at);
    }

    /**
     * Whether it is shown or hidden by time alone within a span, that is without having been changed then.
     *
     * @param after the span begins after this instant
     * @param until and ends with this one
     * @return whether its state turns within it
     */
    public boolean turns(Instant after, Instant until) {
        return turns(content.from(), after, until) || turns(content.until(), after, until);
    }

    private boolean turns(Optional<Instant> turn, Instant after, Instant until) {
        return turn.filter(at::isBefore).filter(instant -> instant.isAfter(after) && !instant.isAfter(until))
                .isPresent();
    }

    /**
     * Checks what {@link FaqStore#save} is given, for stores.
     *
     * @param editions the editions
     * @throws IllegalArgumentException if there are more than {@value FaqStore#MAX_STEP}, one has a revision, or an id and language is
     *         there twice
     */
    public static void requireStep(List<FaqEdition> editions) {
        Set<List<Object>> named = new HashSet<>();
        if (editions.size() > FaqStore.MAX_STEP || editions.stream()
                .anyMatch(edition -> edition.revision() != 0 || !named.add(List.of(edition.id(), edition.locale())))) {
            throw new IllegalArgumentException("at most " + FaqStore.MAX_STEP
                    + " editions, without revisions, and of each id and language one");
        }
    }

    /** {@return the edition as JSON, for stores; {@link #readJson} reads it} */
    public String toJson() {
        FaqEntry entry = content.entry();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", entry.id().value());
        json.put("locale", entry.locale().toLanguageTag());
        json.put("question", entry.question());
        Json.putTexts(json, "phrasings", entry.phrasings());
        json.put("answer", entry.answer());
        entry.category().ifPresent(category -> json.put("category", category));
        Json.putTexts(json, "tags", entry.tags());
        json.put("audience", entry.audience().name());
        content.from().ifPresent(from -> json.put("from", from.toString()));
        content.until().ifPresent(until -> json.put("until", until.toString()));
        json.put("order", content.order());
        json.put("pinned", content.pinned());
        json.put("version", version);
        json.put("revision", revision);
        json.put("editor", editor);
        json.put("at", at.toString());
        return Json.print(json);
    }

    /**
     * Reads what {@link #toJson} has written.
     *
     * @param text the JSON
     * @return the edition
     * @throws InvalidInputException with all that is wrong
     */
    public static FaqEdition readJson(String text) {
        Findings findings = new Findings();
        Json json = Json.parse(text, MAX_JSON_LENGTH, MAX_JSON_DEPTH, findings).fields("id", "locale", "question",
                "phrasings", "answer", "category", "tags", "audience", "from", "until", "order", "pinned", "version",
                "revision", "editor", "at");
        String id = json.required("id").text();
        Locale locale = Locale.forLanguageTag(json.required("locale").text());
        String question = json.required("question").text();
        String answer = json.required("answer").text();
        Json phrasings = json.optional("phrasings");
        Json category = json.optional("category");
        Json tags = json.optional("tags");
        FaqEntry.Audience audience = json.required("audience").constant(FaqEntry.Audience.class);
        Optional<Instant> from = instant(json.optional("from"));
        Optional<Instant> until = instant(json.optional("until"));
        int order = json.required("order").integer();
        boolean pinned = json.required("pinned").flag();
        long version = number(json.required("version"));
        long revision = number(json.required("revision"));
        String editor = json.required("editor").text();
        Instant at = instant(json.required("at")).orElse(Instant.EPOCH);
        findings.refuse("FAQ edition");
        FaqEntry.Builder entry = FaqEntry.builder(FaqEntry.Id.of(id), locale, question, answer).audience(audience);
        if (phrasings.exists()) {
            entry.phrasings(phrasings.texts());
        }
        if (category.exists()) {
            entry.category(category.text());
        }
        if (tags.exists()) {
            entry.tags(tags.texts().stream().map(Tag::of).toList());
        }
        findings.refuse("FAQ edition");
        return new FaqEdition(new Content(entry.build(), from, until, order, pinned), version, revision, editor, at);
    }

    private static Optional<Instant> instant(Json json) {
        return json.exists()
                ? Optional.of(json.parsed("instant", "instant such as '2026-03-02T09:00:00Z'", Instant.EPOCH,
                        Instant::parse))
                : Optional.empty();
    }

    private static long number(Json json) {
        BigDecimal number = json.number();
        if (number.scale() != 0 || number.precision() > 18) {
            json.wrong("range", "a version is a whole number of at most 18 digits");
            return 0;
        }
        return number.longValue();
    }

    static void checkName(Findings findings, String path, String name) {
        requireNonNull(name, path);
        if (name.isBlank() || name.length() > MAX_NAME
                || name.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            findings.add(path, "name", "an id of a person has 1 to " + MAX_NAME
                    + " characters, is not blank and holds no control characters");
        }
    }

    private static void checkTime(Findings findings, String path, Instant instant) {
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)) {
            findings.add(path, "range", "instants lie between 1970 and 9999");
        }
    }

    /** {@return id, language, version and revision; the texts are left out, so that no log holds them} */
    @Override
    public String toString() {
        return "FaqEdition[" + id() + " " + locale().toLanguageTag() + " version " + version + " revision " + revision
                + "]";
    }

    /**
     * What an editor decides about an entry in one language. Begins with {@link #of}; each method gives a changed copy.
     *
     * @param entry the texts, where they are filed and who may read them; its status and its revision mean nothing here, and are
     *        {@link FaqEntry.Status#DRAFT} and 0
     * @param from from when on it is shown; empty for a draft
     * @param until from when on it is not shown any more, whatever else is said; empty if it stays
     * @param order where it stands among others of its category, lower numbers first; at most {@value #MAX_ORDER} either way
     * @param pinned whether it stands ahead of all that are not
     */
    public record Content(FaqEntry entry, Optional<Instant> from, Optional<Instant> until, int order, boolean pinned) {

        /** The highest order; its negative is the lowest. */
        public static final int MAX_ORDER = 1_000_000;

        /** The longest language tag, in characters. */
        public static final int MAX_LOCALE = 50;

        /**
         * Cuts the instants to microseconds and checks everything.
         *
         * @throws InvalidInputException with all that is wrong
         */
        public Content {
            entry = entry.toBuilder().status(FaqEntry.Status.DRAFT).revision(0).build();
            from = from.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
            until = until.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
            Findings findings = new Findings();
            from.ifPresent(instant -> checkTime(findings, "from", instant));
            until.ifPresent(instant -> checkTime(findings, "until", instant));
            if (order < -MAX_ORDER || order > MAX_ORDER) {
                findings.add("order", "range", "an order is at most " + MAX_ORDER + " either way, not " + order);
            }
            String tag = entry.locale().toLanguageTag();
            if (tag.length() > MAX_LOCALE || !Locale.forLanguageTag(tag).equals(entry.locale())) {
                findings.add("locale", "locale", "a language has a tag by BCP 47 of at most " + MAX_LOCALE
                        + " characters that says all of it");
            }
            findings.refuse("FAQ entry " + entry.id());
        }

        /**
         * A draft, in nobody's way.
         *
         * @param entry the texts; its status and its revision are not looked at
         * @return the content
         * @throws InvalidInputException if the language cannot be written as a tag
         */
        public static Content of(FaqEntry entry) {
            return new Content(requireNonNull(entry, "entry"), Optional.empty(), Optional.empty(), 0, false);
        }

        /**
         * Replaces texts, filing and audience.
         *
         * @param value the entry; its status and its revision are not looked at
         * @return the changed content
         */
        public Content entry(FaqEntry value) {
            return new Content(requireNonNull(value, "entry"), from, until, order, pinned);
        }

        /**
         * Has it shown from an instant on.
         *
         * @param value the instant; one that has passed shows it at once
         * @return the changed content
         */
        public Content from(Instant value) {
            return new Content(entry, Optional.of(value), until, order, pinned);
        }

        /**
         * Has it no longer shown from an instant on.
         *
         * @param value the instant; one that has passed hides it at once
         * @return the changed content
         */
        public Content until(Instant value) {
            return new Content(entry, from, Optional.of(value), order, pinned);
        }

        /** {@return the same as a draft: neither shown nor archived, at any time} */
        public Content asDraft() {
            return new Content(entry, Optional.empty(), Optional.empty(), order, pinned);
        }

        /**
         * Says where it stands among others.
         *
         * @param value lower numbers come first
         * @return the changed content
         * @throws InvalidInputException if it is beyond {@value #MAX_ORDER} either way
         */
        public Content order(int value) {
            return new Content(entry, from, until, value, pinned);
        }

        /**
         * Says whether it stands ahead of the others.
         *
         * @param value whether it does
         * @return the changed content
         */
        public Content pinned(boolean value) {
            return new Content(entry, from, until, order, value);
        }

        /** {@return id and language; the texts are left out, so that no log holds them} */
        @Override
        public String toString() {
            return "Content[" + entry.id() + " " + entry.locale().toLanguageTag() + "]";
        }
    }
}
