package io.opora.faq;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words and phrases that mean the same to the host's customers, as data that an editor may change: {@code parcel, package, order}.
 * They are applied when somebody searches, so that changing them needs no new index. Upper and lower case and word forms are
 * alike.
 *
 * @param groups what means the same; at most {@value #MAX_GROUPS} groups of 2 to {@value #MAX_PHRASES} phrases, each of at most
 *        {@value #MAX_LENGTH} characters
 */
public record FaqSynonyms(List<List<String>> groups) {

    /** The most groups. */
    public static final int MAX_GROUPS = 10_000;

    /** The most phrases of a group. */
    public static final int MAX_PHRASES = 30;

    /** The longest phrase, in characters. */
    public static final int MAX_LENGTH = 100;

    /**
     * Checks and copies the groups.
     *
     * @throws InvalidInputException with all that is wrong
     */
    public FaqSynonyms {
        groups = groups.stream().map(List::copyOf).toList();
        Findings findings = new Findings();
        if (groups.size() > MAX_GROUPS) {
            findings.add("", "too-many", "at most " + MAX_GROUPS + " groups of synonyms, not " + groups.size());
        }
        for (int i = 0; i < groups.size() && !findings.full(); i++) {
            check(findings, "groups[" + i + "]", groups.get(i));
        }
        findings.refuse("synonyms");
    }

    private static void check(Findings findings, String path, List<String> group) {
        if (group.size() < 2 || group.size() > MAX_PHRASES) {
            findings.add(path, "size", "a group has 2 to " + MAX_PHRASES + " phrases, not " + group.size());
        }
        for (int i = 0; i < group.size(); i++) {
            String phrase = group.get(i);
            if (phrase.isBlank() || phrase.length() > MAX_LENGTH) {
                findings.add(path + "[" + i + "]", "phrase",
                        "a phrase has 1 to " + MAX_LENGTH + " characters and is not blank");
            }
        }
    }

    /** {@return no synonyms} */
    public static FaqSynonyms none() {
        return new FaqSynonyms(List.of());
    }

    /**
     * Reads groups as an editor writes them: one a line, phrases parted by commas; empty lines and those that begin with
     * {@code #} say nothing.
     *
     * @param text the lines
     * @return the synonyms
     * @throws InvalidInputException with all that is wrong, by group
     */
    public static FaqSynonyms parse(String text) {
        List<List<String>> groups = new ArrayList<>();
        requireNonNull(text, "text").lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> groups
                        .add(Arrays.stream(line.split(",", -1)).map(String::strip).toList()));
        return new FaqSynonyms(groups);
    }
}
