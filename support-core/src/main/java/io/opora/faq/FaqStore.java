package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the editions of entries, every one of them, what readers say of entries, and what was asked (SPI). It is the truth of which a
 * {@link FaqSearch} is a copy.
 *
 * <p>
 * Every method is atomic by itself, and joins the caller's transaction if the storage does. Values are given back equal to what
 * was stored, instants to the microsecond; ids, languages and persons are compared as they are, case and all. Implementations are
 * safe for use by any number of threads, and throw {@link io.opora.StorageException} when they cannot do what they are asked,
 * {@link io.opora.ClosedException} after their storage was closed.
 */
public interface FaqStore {

    /** The most editions that are stored in one step. */
    int MAX_STEP = 1_000;

    /**
     * Stores editions, all or none of them, and numbers them in their order: the first one with the revision that follows the last one
     * given by this store, whatever it was given for, and so on. Numbers are given in the order in which they come to be seen, and
     * none is left out: who has seen one has seen all below it.
     *
     * @param editions at most {@value #MAX_STEP}, of each id and language at most one, with a revision of 0; each is stored only if
     *        its version is 1 above that of the newest one there, or 1 if there is none
     * @return the same editions with their revisions; empty if others were faster with one of them, and nothing was stored
     */
    Optional<List<FaqEdition>> save(List<FaqEdition> editions);

    /**
     * Finds the newest edition in a language.
     *
     * @param id the entry
     * @param locale the language, exactly
     * @return the edition; empty if there is none
     */
    Optional<FaqEdition> find(FaqEntry.Id id, Locale locale);

    /**
     * Finds the newest editions in all languages.
     *
     * @param id the entry
     * @return an edition a language, in no certain order; none if there is no such entry
     */
    List<FaqEdition> translations(FaqEntry.Id id);

    /**
     * Reads the editions of an entry in one language.
     *
     * @param id the entry
     * @param locale the language, exactly
     * @param before only versions below this one
     * @param limit the most editions
     * @return the editions, the newest first
     */
    List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit);

    /**
     * Reads what has changed: the newest edition of every id and language whose revision is above one that was seen before. Begun
     * with 0 and gone on with the last revision of each page until there is nothing more, it gives everything there is.
     *
     * @param after the revision that was seen before; 0 for everything
     * @param limit the most editions
     * @return the editions, the lowest revision first
     */
    List<FaqEdition> newest(long after, int limit);

    /**
     * Reads what has come to be shown or hidden by time alone: the newest editions that {@linkplain FaqEdition#turns turn} within a
     * span.
     *
     * @param after the span begins after this instant
     * @param until and ends with this one
     * @param afterRevision only revisions above this one, to go on after a page
     * @param limit the most editions
     * @return the editions, the lowest revision first
     */
    List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit);

    /**
     * Keeps what somebody says of an entry, instead of what the same person has said of it in the same language before.
     *
     * @param vote the vote
     */
    void vote(Vote vote);

    /**
     * Counts what is said of an entry.
     *
     * @param id the entry
     * @param locale the language, exactly
     * @return the counts
     */
    Tally tally(FaqEntry.Id id, Locale locale);

    /**
     * Reads what is said of an entry.
     *
     * @param id the entry
     * @param locale the language, exactly
     * @param limit the most votes
     * @return the votes, the latest first
     */
    List<Vote> votes(FaqEntry.Id id, Locale locale, int limit);

    /**
     * Reads what somebody has said of all entries.
     *
     * @param person the person
     * @return all their votes, in no certain order
     */
    List<Vote> said(String person);

    /**
     * Forgets what somebody has said of all entries.
     *
     * @param person the person
     * @return how many votes there were
     */
    int forget(String person);

    /**
     * Keeps what became of a question, if nobody was faster.
     *
     * @param asked the question; stored only if its version is 1 above that of what is kept under its id, or 1 if nothing is
     * @return whether it was stored
     */
    boolean record(Asked asked);

    /**
     * Finds what became of a question.
     *
     * @param id what it is known by
     * @return what was kept last; empty if nothing is
     */
    Optional<Asked> asked(String id);

    /**
     * Reads what was asked on a day, page by page.
     *
     * @param day the day
     * @param after the id that the page before ended with; empty text for the first page
     * @param limit the most questions
     * @return the questions, in the order of their ids
     */
    List<Asked> asked(LocalDate day, String after, int limit);

    /**
     * Forgets what was asked.
     *
     * @param before what was asked before this day is forgotten
     * @return how many questions that were
     */
    int forgetAsked(LocalDate before);

    /**
     * What somebody says of an entry.
     *
     * @param entry the entry
     * @param locale in which language they read it
     * @param person the host's id of them, 1 to {@value FaqEdition#MAX_NAME} characters without control characters, not blank
     * @param helped whether it helped
     * @param reason why, in their own words, 1 to {@value #MAX_REASON} characters; empty if they do not say
     * @param version the version of the edition that they read
     * @param at when, to the microsecond
     */
    record Vote(FaqEntry.Id entry, Locale locale, String person, boolean helped, Optional<String> reason, long version,
            Instant at) {

        /** The longest reason, in characters. */
        public static final int MAX_REASON = 1_000;

        /**
         * Cuts the instant to microseconds and checks everything.
         *
         * @throws InvalidInputException with all that is wrong
         */
        public Vote {
            requireNonNull(entry, "entry");
            requireNonNull(locale, "locale");
            requireNonNull(reason, "reason");
            at = at.truncatedTo(ChronoUnit.MICROS);
            Findings findings = new Findings();
            FaqEdition.checkName(findings, "person", person);
            if (reason.filter(text -> text.isBlank() || text.length() > MAX_REASON || text.indexOf(0) >= 0
                    || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)).isPresent()) {
                findings.add("reason", "text", "a reason has 1 to " + MAX_REASON
                        + " characters, is not blank and holds neither NUL nor half of a surrogate pair");
            }
            findings.refuse("vote");
        }

        /** {@return what was said of which entry; neither by whom nor why} */
        @Override
        public String toString() {
            return "Vote[" + entry + " " + locale.toLanguageTag() + " " + (helped ? "helped" : "did not help") + "]";
        }
    }

    /**
     * A question that was looked for, or that reached the desk, and what became of it. It names nobody: a search and a request that is
     * being written are known by a random id, and have words but no request; a request that was sent is known by what the host calls
     * it, and has no words. Nothing but the day leads from one to the other.
     *
     * @param id what it is known by, 1 to {@value #MAX_ID} visible characters of ASCII
     * @param kind how it was asked
     * @param locale the language of whoever asked
     * @param day when it was asked, in UTC
     * @param question what was asked, without what may say who asked, 1 to {@value #MAX_QUESTION} characters; empty if that is not kept
     * @param uses which entries it came to, each in one language once, at most {@value #MAX_USES}
     * @param sent whether a request was sent in the end
     * @param version the number of the change, from 1 on
     */
    record Asked(String id, Kind kind, Locale locale, LocalDate day, Optional<String> question, List<Use> uses,
            boolean sent, int version) {

        /** The longest id, in characters. */
        public static final int MAX_ID = 100;

        /** The longest question that is kept, in characters. */
        public static final int MAX_QUESTION = 200;

        /** The most entries that are kept of one question. */
        public static final int MAX_USES = 20;

        private static final int MAX_JSON_LENGTH = 100_000;
        private static final int MAX_JSON_DEPTH = 10;

        /** How something was asked. */
        public enum Kind {
            /** Looked for. */
            SEARCHED,
            /** Written to the desk, while entries that may answer it were shown. */
            WRITTEN,
            /** Sent to the desk: the other half of what was written, or what an agent has answered with an entry. */
            REQUEST
        }

        /**
         * An entry that a question came to.
         *
         * @param entry the entry
         * @param locale its language
         * @param step how far it came
         */
        public record Use(FaqEntry.Id entry, Locale locale, Step step) {

            /** How far a question came with an entry; each includes those before it. */
            public enum Step {
                /** It was shown as what may answer it. */
                SHOWN,
                /** It was opened. */
                OPENED,
                /** It was the answer: who asked says so, or an agent has answered with it. */
                ANSWERED
            }

            /** Checks that nothing is missing. */
            public Use {
                requireNonNull(entry, "entry");
                requireNonNull(locale, "locale");
                requireNonNull(step, "step");
            }
        }

        /**
         * Copies the list and checks everything.
         *
         * @throws InvalidInputException with all that is wrong
         */
        public Asked {
            requireNonNull(kind, "kind");
            requireNonNull(locale, "locale");
            requireNonNull(day, "day");
            uses = List.copyOf(uses);
            Findings findings = new Findings();
            if (!isId(id)) {
                findings.add("id", "reference", "it is known by 1 to " + MAX_ID + " visible ASCII characters");
            }
            if (question.filter(text -> text.isBlank() || text.length() > MAX_QUESTION || text.indexOf(0) >= 0
                    || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)).isPresent()) {
                findings.add("question", "text", "what is kept of a question has 1 to " + MAX_QUESTION
                        + " characters, is not blank and holds neither NUL nor half of a surrogate pair");
            }
            if (kind == Kind.REQUEST && question.isPresent()) {
                findings.add("question", "request",
                        "of a request the words are not kept: nothing may lead from them to it");
            }
            if (uses.size() > MAX_USES || uses.stream().map(use -> List.of(use.entry(), use.locale())).distinct()
                    .count() < uses.size()) {
                findings.add("uses", "too-many", "at most " + MAX_USES + " entries, each in one language once");
            }
            String tag = locale.toLanguageTag();
            if (tag.length() > FaqEdition.Content.MAX_LOCALE || !Locale.forLanguageTag(tag).equals(locale)) {
                findings.add("locale", "locale", "a language has a tag by BCP 47 of at most "
                        + FaqEdition.Content.MAX_LOCALE + " characters that says all of it");
            }
            if (day.isBefore(LocalDate.EPOCH) || day.getYear() > 9999) {
                findings.add("day", "range", "days lie between 1970 and 9999");
            }
            if (version < 1) {
                findings.add("version", "range", "a version is 1 or more, not " + version);
            }
            findings.refuse("question");
        }

        static boolean isId(String id) {
            return !id.isEmpty() && id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c <= '~');
        }

        /** {@return whether it was shown no entry at all} */
        public boolean foundNothing() {
            return uses.isEmpty();
        }

        /**
         * Whether it came so far with any entry.
         *
         * @param step how far
         * @return whether it did
         */
        public boolean came(Use.Step step) {
            return uses.stream().anyMatch(use -> use.step().compareTo(step) >= 0);
        }

        /** {@return the question as JSON, for stores; {@link #readJson} reads it} */
        public String toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("kind", kind.name())
                    .put("locale", locale.toLanguageTag()).put("day", day.toString());
            question.ifPresent(text -> json.put("question", text));
            ArrayNode list = json.putArray("uses");
            uses.forEach(use -> list.addObject().put("entry", use.entry().value())
                    .put("locale", use.locale().toLanguageTag()).put("step", use.step().name()));
            return Json.print(json.put("sent", sent).put("version", version));
        }

        /**
         * Reads what {@link #toJson} has written.
         *
         * @param text the JSON
         * @return the question
         * @throws InvalidInputException with all that is wrong
         */
        public static Asked readJson(String text) {
            Findings findings = new Findings();
            Json json = Json.parse(text, MAX_JSON_LENGTH, MAX_JSON_DEPTH, findings).fields("id", "kind", "locale",
                    "day",
                    "question", "uses", "sent", "version");
            String id = json.required("id").text();
            Kind kind = json.required("kind").constant(Kind.class);
            Locale locale = locale(json);
            LocalDate day = json.required("day").parsed("date", "date such as '2026-03-02'", LocalDate.EPOCH,
                    LocalDate::parse);
            Json question = json.optional("question");
            Optional<String> words = question.exists() ? Optional.of(question.text()) : Optional.empty();
            List<Use> uses = json.required("uses").items().stream().map(Asked::use).toList();
            boolean sent = json.required("sent").flag();
            int version = json.required("version").integer();
            findings.refuse("question");
            return new Asked(id, kind, locale, day, words, uses, sent, version);
        }

        private static Use use(Json json) {
            json.fields("entry", "locale", "step");
            return new Use(FaqEntry.Id.of(json.required("entry").text()), locale(json),
                    json.required("step").constant(Use.Step.class));
        }

        private static Locale locale(Json json) {
            return Locale.forLanguageTag(json.required("locale").text());
        }

        /** {@return id, kind and how many entries it came to; the words are left out, so that no log holds them} */
        @Override
        public String toString() {
            return "Asked[" + id + " " + kind + " " + locale.toLanguageTag() + " " + day + " " + uses.size()
                    + (sent ? " entries, sent]" : " entries]");
        }
    }

    /**
     * What is said of an entry, counted.
     *
     * @param helped how many say that it helped
     * @param failed how many say that it did not
     */
    record Tally(long helped, long failed) {}
}
