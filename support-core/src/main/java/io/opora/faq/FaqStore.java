package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the editions of entries, every one of them, and what readers say of entries (SPI). It is the truth of which a
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
     * What is said of an entry, counted.
     *
     * @param helped how many say that it helped
     * @param failed how many say that it did not
     */
    record Tally(long helped, long failed) {}
}
