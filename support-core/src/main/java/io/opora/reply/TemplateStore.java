package io.opora.reply;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the editions of reply templates, every one of them, and what became of templates that were suggested or sent (SPI).
 *
 * <p>
 * Every method is atomic by itself, and joins the caller's transaction if the storage does. Values are given back equal to what
 * was stored, instants to the microsecond; ids, references and persons are compared as they are, case and all. Implementations are
 * safe for use by any number of threads, and throw {@link io.opora.StorageException} when they cannot do what they are asked,
 * {@link io.opora.ClosedException} after their storage was closed.
 *
 * <p>
 * There are two counts, of revisions and of uses. Numbers are given in the order in which they come to be seen, and none is left out:
 * who has seen one has seen all below it.
 */
public interface TemplateStore {

    /** The most editions that are stored in one step. */
    int MAX_STEP = 1_000;

    /**
     * Stores editions, all or none of them, and numbers them in their order with the revisions that follow the last one given.
     *
     * @param editions at most {@value #MAX_STEP}, of each template at most one, with a revision of 0; each is stored only if its
     *        version is 1 above that of the newest one there, or 1 if there is none
     * @return the same editions with their revisions; empty if others were faster with one of them, and nothing was stored
     */
    Optional<List<Edition>> save(List<Edition> editions);

    /**
     * Finds the newest edition of a template.
     *
     * @param id the template
     * @return the edition; empty if there is none
     */
    Optional<Edition> find(ReplyTemplate.Id id);

    /**
     * Reads the editions of a template.
     *
     * @param id the template
     * @param before only versions below this one
     * @param limit the most editions
     * @return the editions, the newest first
     */
    List<Edition> history(ReplyTemplate.Id id, long before, int limit);

    /**
     * Reads what has changed: the newest edition of every template whose revision is above one that was seen before. Begun with 0 and
     * gone on with the last revision of each page until there is nothing more, it gives everything there is.
     *
     * @param after the revision that was seen before; 0 for everything
     * @param limit the most editions
     * @return the editions, the lowest revision first
     */
    List<Edition> newest(long after, int limit);

    /**
     * Keeps what became of a template for a request, instead of what was kept of the same template for the same request, and numbers
     * it with the number that follows the last one given. If just that is kept already, nothing is changed.
     *
     * @param use what became of it, with a number of 0
     * @return the same with its number, or with the one that it has already
     */
    Use record(Use use);

    /**
     * Reads what has become of templates, as {@link #newest} reads what has changed.
     *
     * @param after the number that was seen before; 0 for everything
     * @param limit the most uses
     * @return the uses, the lowest number first
     */
    List<Use> uses(long after, int limit);

    /**
     * Reads what has become of one template.
     *
     * @param id the template
     * @param before only numbers below this one
     * @param limit the most uses
     * @return the uses, the highest number first
     */
    List<Use> usesOf(ReplyTemplate.Id id, long before, int limit);

    /**
     * Counts what has become of templates.
     *
     * @return a count for each template and outcome that there is, in no certain order
     */
    List<Tally> tallies();

    /**
     * Reads where somebody has used templates, or templates were used for them.
     *
     * @param person the person
     * @return all uses that name them as the agent or as the customer, in no certain order
     */
    List<Use> involving(String person);

    /**
     * Forgets what templates were used by somebody or for them: each such use becomes {@link Use.Outcome#FORGOTTEN}, under a new number
     * and without names.
     *
     * @param person the person
     * @return how many uses there were
     */
    int forget(String person);

    /**
     * A template as an editor left it once, and who did and when. The newest edition is what the template is; those before it are kept.
     *
     * @param template what the editor left
     * @param withdrawn whether it is offered to nobody any more
     * @param version the number of the edition among those of the same template, from 1 on, without gaps
     * @param revision the number of the change among all changes of the store, from 1 on, without gaps; 0 as long as it is not stored
     * @param editor the host's id of whoever made it, 1 to {@value ReplyTemplate#MAX_NAME} characters on one line
     * @param at when that was, to the microsecond
     */
    record Edition(ReplyTemplate template, boolean withdrawn, long version, long revision, String editor, Instant at) {

        /**
         * Cuts the instant to microseconds and checks everything.
         *
         * @throws InvalidInputException with all that is wrong
         */
        public Edition {
            requireNonNull(template, "template");
            at = at.truncatedTo(ChronoUnit.MICROS);
            Findings findings = new Findings();
            if (version < 1) {
                findings.add("version", "range", "a version is 1 or more, not " + version);
            }
            if (revision < 0) {
                findings.add("revision", "range", "a revision is 0 or more, not " + revision);
            }
            TemplateCheck.line(findings, "editor", editor, ReplyTemplate.MAX_NAME);
            TemplateCheck.time(findings, "at", at);
            findings.refuse("edition of a reply template");
        }

        /** {@return the id of the template} */
        public ReplyTemplate.Id id() {
            return template.id();
        }

        /**
         * The same edition under a number of the store.
         *
         * @param value the revision
         * @return the numbered edition
         */
        public Edition numbered(long value) {
            return new Edition(template, withdrawn, version, value, editor, at);
        }

        /**
         * Checks what {@link TemplateStore#save} is given, for stores.
         *
         * @param editions the editions
         * @throws IllegalArgumentException if there are more than {@value TemplateStore#MAX_STEP}, one has a revision, or a template is
         *         there twice
         */
        public static void requireStep(List<Edition> editions) {
            Set<ReplyTemplate.Id> ids = new HashSet<>();
            if (editions.size() > MAX_STEP
                    || editions.stream().anyMatch(edition -> edition.revision() != 0 || !ids.add(edition.id()))) {
                throw new IllegalArgumentException(
                        "at most " + MAX_STEP + " editions, without revisions, and of each template one");
            }
        }

        /** {@return the edition as JSON, for stores; {@link #readJson} reads it} */
        public String toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("template", template.toTree());
            json.put("withdrawn", withdrawn);
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
        public static Edition readJson(String text) {
            Findings findings = new Findings();
            Json json = Json.parse(text, ReplyTemplate.MAX_JSON_LENGTH, TemplateJson.MAX_DEPTH, findings)
                    .fields("template", "withdrawn", "version", "revision", "editor", "at");
            Optional<ReplyTemplate> template = TemplateJson.read(json.required("template"), findings);
            boolean withdrawn = json.required("withdrawn").flag();
            long version = number(json.required("version"));
            long revision = number(json.required("revision"));
            String editor = json.required("editor").text();
            Instant at = TemplateJson.instant(json.required("at")).orElse(Instant.EPOCH);
            findings.refuse("edition of a reply template");
            return new Edition(template.orElseThrow(), withdrawn, version, revision, editor, at);
        }

        private static long number(Json json) {
            BigDecimal number = json.number();
            if (number.scale() != 0 || number.precision() > 18) {
                json.wrong("range", "this is a whole number of at most 18 digits");
                return 0;
            }
            return number.longValue();
        }

        /** {@return id, version and revision; the texts are left out, so that no log holds them} */
        @Override
        public String toString() {
            return "Edition[" + id() + " version " + version + " revision " + revision
                    + (withdrawn ? " withdrawn]" : "]");
        }
    }

    /**
     * What became of a template for a request. Nothing that anybody wrote is in it.
     *
     * @param template the template
     * @param request what the request is known by, 1 to {@value #MAX_REQUEST} visible characters of ASCII
     * @param version the version of the edition that was used
     * @param outcome what became of it
     * @param agent the host's id of whoever replied, at most {@value ReplyTemplate#MAX_NAME} characters on one line; empty if forgotten
     * @param customer the host's id of whoever asked, likewise; empty if forgotten or not known
     * @param number the number of the use among all of the store, from 1 on; 0 as long as it is not stored
     * @param at when that was, to the microsecond
     */
    record Use(ReplyTemplate.Id template, String request, long version, Outcome outcome, String agent, String customer,
            long number, Instant at) {

        /** The longest reference of a request, in characters. */
        public static final int MAX_REQUEST = 100;

        /** What became of a template. */
        public enum Outcome {
            /** It was sent as it stands. */
            SENT,
            /** It was sent after its text was changed. */
            EDITED,
            /** It was suggested and not wanted. */
            REJECTED,
            /** It was taken by mistake: as if it had never been. */
            UNDONE,
            /** Somebody in it was forgotten. */
            FORGOTTEN
        }

        /**
         * Cuts the instant to microseconds and checks everything.
         *
         * @throws InvalidInputException with all that is wrong
         */
        public Use {
            requireNonNull(template, "template");
            requireNonNull(outcome, "outcome");
            at = at.truncatedTo(ChronoUnit.MICROS);
            Findings findings = new Findings();
            if (request.isEmpty() || request.length() > MAX_REQUEST
                    || request.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                findings.add("request", "reference",
                        "a request is known by 1 to " + MAX_REQUEST + " visible ASCII characters");
            }
            if (version < 1) {
                findings.add("version", "range", "a version is 1 or more, not " + version);
            }
            if (number < 0) {
                findings.add("number", "range", "a number is 0 or more, not " + number);
            }
            if (!agent.isEmpty() || outcome != Outcome.FORGOTTEN) {
                TemplateCheck.line(findings, "agent", agent, ReplyTemplate.MAX_NAME);
            }
            if (!customer.isEmpty()) {
                TemplateCheck.line(findings, "customer", customer, ReplyTemplate.MAX_NAME);
            }
            TemplateCheck.time(findings, "at", at);
            findings.refuse("use of a reply template");
        }

        /**
         * The same use under a number of the store.
         *
         * @param value the number
         * @return the numbered use
         */
        public Use numbered(long value) {
            return new Use(template, request, version, outcome, agent, customer, value, at);
        }

        /**
         * The same use with another outcome.
         *
         * @param value what became of it
         * @param when when that was
         * @return the use, without a number
         */
        public Use become(Outcome value, Instant when) {
            return new Use(template, request, version, value, agent, customer, 0, when);
        }

        /** {@return the same use without names, to be numbered anew; for stores} */
        public Use forgotten() {
            return new Use(template, request, version, Outcome.FORGOTTEN, "", "", 0, at);
        }

        /** {@return template, request, outcome and number; no names} */
        @Override
        public String toString() {
            return "Use[" + template + " for " + request + " " + outcome + " number " + number + "]";
        }
    }

    /**
     * How often something became of a template.
     *
     * @param template the template
     * @param outcome what became of it
     * @param count how often
     * @param last when that was the last time
     */
    record Tally(ReplyTemplate.Id template, Use.Outcome outcome, long count, Instant last) {

        /** Checks that nothing is missing. */
        public Tally {
            requireNonNull(template, "template");
            requireNonNull(outcome, "outcome");
            requireNonNull(last, "last");
        }
    }
}
