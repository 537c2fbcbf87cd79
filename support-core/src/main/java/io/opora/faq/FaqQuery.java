package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqEntry.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody looks for, and among which entries. Any text is a text: it has no syntax, and none is refused; what is beyond
 * {@value #MAX_TEXT} characters is not read. Begins with {@link #of}; each method gives a changed copy.
 *
 * @param text the question, in the customer's own words
 * @param locales the languages to look in, the best first; empty for all. An entry in a later language is found only where there is
 *        no translation of it in an earlier one. A locale stands for its language: {@code ru-KZ} finds {@code ru}
 * @param limit the most hits, 1 to {@value #MAX_LIMIT}
 * @param offset how many hits to leave out, 0 to {@value #MAX_OFFSET}
 * @param audience who is looking: finds what this audience may read
 * @param statuses in which statuses entries are found; not empty
 * @param category finds only what is filed under this path or below; empty for everything
 * @param tags finds only what has all of these
 * @param minScore finds only what has at least this {@linkplain FaqHit#score() score}, 0 to 1
 * @param facets whether to count the entries found by category, tag and language, which costs a look at each of them
 */
public record FaqQuery(String text, List<Locale> locales, int limit, int offset, Audience audience,
        Set<Status> statuses, Optional<String> category, Set<Tag> tags, double minScore, boolean facets) {

    /** How much of a text is read, in characters. */
    public static final int MAX_TEXT = 2_000;

    /** The most hits of one search. */
    public static final int MAX_LIMIT = 1_000;

    /** The most hits that can be left out. */
    public static final int MAX_OFFSET = 10_000;

    /** The most languages, and the most tags. */
    public static final int MAX_VALUES = 20;

    /**
     * Checks everything but the text and copies the collections.
     *
     * @throws InvalidInputException with all that is wrong
     */
    public FaqQuery {
        requireNonNull(text, "text");
        requireNonNull(audience, "audience");
        requireNonNull(category, "category");
        locales = List.copyOf(locales);
        statuses = Set.copyOf(statuses);
        tags = Set.copyOf(tags);
        Findings findings = new Findings();
        range(findings, "limit", limit, 1, MAX_LIMIT);
        range(findings, "offset", offset, 0, MAX_OFFSET);
        range(findings, "locales", locales.size(), 0, MAX_VALUES);
        range(findings, "tags", tags.size(), 0, MAX_VALUES);
        range(findings, "statuses", statuses.size(), 1, Status.values().length);
        if (!(minScore >= 0 && minScore <= 1)) {
            findings.add("minScore", "range", "minScore is 0 to 1, not " + minScore);
        }
        findings.refuse("FAQ query");
    }

    private static void range(Findings findings, String path, int value, int least, int most) {
        if (value < least || value > most) {
            findings.add(path, "range", path + ": " + least + " to " + most + ", not " + value);
        }
    }

    /**
     * Looks for a text among published entries for everybody, in all languages, and takes ten hits.
     *
     * @param text what somebody asks
     * @return the query
     */
    public static FaqQuery of(String text) {
        return new FaqQuery(text, List.of(), 10, 0, Audience.PUBLIC, Set.of(Status.PUBLISHED), Optional.empty(),
                Set.of(), 0, false);
    }

    /**
     * Looks in one language.
     *
     * @param value the language
     * @return a changed copy
     */
    public FaqQuery locale(Locale value) {
        return locales(value);
    }

    /**
     * Looks in these languages, the best first.
     *
     * @param values the languages; none for all
     * @return a changed copy
     * @throws InvalidInputException if there are more than {@value #MAX_VALUES}
     */
    public FaqQuery locales(Locale... values) {
        return new FaqQuery(text, Arrays.asList(values), limit, offset, audience, statuses, category, tags, minScore,
                facets);
    }

    /**
     * Takes at most so many hits.
     *
     * @param value 1 to {@value #MAX_LIMIT}
     * @return a changed copy
     * @throws InvalidInputException if the value is out of this range
     */
    public FaqQuery limit(int value) {
        return new FaqQuery(text, locales, value, offset, audience, statuses, category, tags, minScore, facets);
    }

    /**
     * Leaves out the first hits.
     *
     * @param value how many, 0 to {@value #MAX_OFFSET}
     * @return a changed copy
     * @throws InvalidInputException if the value is out of this range
     */
    public FaqQuery offset(int value) {
        return new FaqQuery(text, locales, limit, value, audience, statuses, category, tags, minScore, facets);
    }

    /**
     * Finds what this audience may read.
     *
     * @param value who is looking
     * @return a changed copy
     */
    public FaqQuery audience(Audience value) {
        return new FaqQuery(text, locales, limit, offset, value, statuses, category, tags, minScore, facets);
    }

    /**
     * Finds entries in these statuses, as an editor's page needs it.
     *
     * @param values the statuses; at least one
     * @return a changed copy
     * @throws InvalidInputException if there is none
     */
    public FaqQuery statuses(Status... values) {
        return new FaqQuery(text, locales, limit, offset, audience, Set.of(values), category, tags, minScore, facets);
    }

    /**
     * Finds what is filed under a path or below it.
     *
     * @param path the category
     * @return a changed copy
     */
    public FaqQuery category(String path) {
        return new FaqQuery(text, locales, limit, offset, audience, statuses, Optional.of(path), tags, minScore,
                facets);
    }

    /**
     * Finds what has all of these tags.
     *
     * @param values the tags
     * @return a changed copy
     * @throws InvalidInputException if one is no {@link Tag}, or there are more than {@value #MAX_VALUES}
     */
    public FaqQuery tags(String... values) {
        return new FaqQuery(text, locales, limit, offset, audience, statuses, category,
                Set.copyOf(Arrays.stream(values).map(Tag::of).toList()), minScore, facets);
    }

    /**
     * Finds what is at least so good.
     *
     * @param value the least {@linkplain FaqHit#score() score}, 0 to 1
     * @return a changed copy
     * @throws InvalidInputException if the value is out of this range
     */
    public FaqQuery minScore(double value) {
        return new FaqQuery(text, locales, limit, offset, audience, statuses, category, tags, value, facets);
    }

    /**
     * Counts the entries found by category, tag and language.
     *
     * @return a changed copy
     */
    public FaqQuery withFacets() {
        return new FaqQuery(text, locales, limit, offset, audience, statuses, category, tags, minScore, true);
    }

    /** {@return how much text there is and where it looks, but not the text: it is a customer's} */
    @Override
    public String toString() {
        return "FaqQuery[" + text.length() + " characters, " + locales + ", limit " + limit + ", offset " + offset
                + "]";
    }
}
