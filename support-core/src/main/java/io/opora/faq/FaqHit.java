package io.opora.faq;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry that was found, how well it fits, and why.
 *
 * @param entry the entry, as it was when it was indexed
 * @param score how much of what was asked the entry covers, from just above 0 to 1; a short word in passing gives little, the same
 *        question gives nearly everything. Comparable between queries, so that one threshold serves all
 * @param highlights what to mark in the texts, by text and position, never overlapping; empty if nothing in the texts shows why
 * @param because which words led here and how, in the order of the query
 * @param section the part of the answer that says most about it; empty if the answer has no headings or none of its parts says
 *        anything
 */
public record FaqHit(FaqEntry entry, double score, List<Highlight> highlights, List<Because> because,
        Optional<Section> section) {

    /** The texts of an entry. */
    public enum Part {
        /** The question. */
        QUESTION,
        /** The answer, as Markdown. */
        ANSWER
    }

    /** How a word of the query came to a word of the entry. */
    public enum Rule {
        /** It is the same word, or a form of it. */
        WORD,
        /** It begins so: the last word while somebody is typing. */
        PREFIX,
        /** It means the same. */
        SYNONYM,
        /** It looks alike, as words of one root do. */
        LOOK_ALIKE,
        /** It is misspelt, split or joined. */
        SPELLING,
        /** It was typed with the keyboard in another language. */
        KEYBOARD,
        /** It is Russian in Latin letters. */
        TRANSLITERATION,
        /** It occurs in another phrasing of the question, one that people have used included. */
        PHRASING,
        /** It says the same in other words, as a model of the host's has it: asked and found are whole texts. */
        MEANING
    }

    /**
     * A piece of a text to be marked.
     *
     * @param part in which text
     * @param start where it begins, as an index into the string
     * @param end where it ends, exclusive
     */
    public record Highlight(Part part, int start, int end) {

        /** Checks that it is a piece. */
        public Highlight {
            requireNonNull(part, "part");
            if (start < 0 || end <= start) {
                throw new IllegalArgumentException("no piece of a text: " + start + " to " + end);
            }
        }
    }

    /**
     * A reason for a hit.
     *
     * @param asked the word as it was asked for
     * @param rule how it led to the entry
     * @param found the word of the entry; for {@link Rule#PHRASING} the word asked for
     */
    public record Because(String asked, Rule rule, String found) {

        /** Checks that nothing is missing. */
        public Because {
            requireNonNull(asked, "asked");
            requireNonNull(rule, "rule");
            requireNonNull(found, "found");
        }
    }

    /**
     * A part of an answer under a heading.
     *
     * @param heading the heading's text, without its markup
     * @param number which heading of the answer it is, from 0
     * @param start where the part begins in the answer, its heading included
     * @param end where it ends, exclusive
     */
    public record Section(String heading, int number, int start, int end) {

        private static final int LONGEST_HEADING = 500;

        /** Checks that nothing is missing. */
        public Section {
            requireNonNull(heading, "heading");
        }

        /**
         * Takes an answer apart by its headings.
         *
         * @param answer the answer in Markdown
         * @return its parts in their order, what stands above the first heading in none; what looks like a heading in fenced code is
         *         none
         */
        public static List<Section> of(String answer) {
            List<Section> sections = new ArrayList<>();
            boolean code = false;
            int start = 0;
            while (start < answer.length()) {
                int end = answer.indexOf('\n', start);
                end = end < 0 ? answer.length() : end;
                String line = answer.substring(start, Math.min(end, start + LONGEST_HEADING)).strip();
                if (line.startsWith("```") || line.startsWith("~~~")) {
                    code = !code;
                } else if (!code && isHeading(line)) {
                    if (!sections.isEmpty()) {
                        Section last = sections.removeLast();
                        sections.add(new Section(last.heading(), last.number(), last.start(), start));
                    }
                    sections.add(new Section(bare(line), sections.size(), start, answer.length()));
                }
                start = end + 1;
            }
            return sections;
        }

        private static boolean isHeading(String line) {
            int level = 0;
            while (level < line.length() && line.charAt(level) == '#') {
                level++;
            }
            return level >= 1 && level <= 6 && (level == line.length() || Character.isWhitespace(line.charAt(level)));
        }

        private static String bare(String heading) {
            int start = 0;
            int end = heading.length();
            while (start < end && heading.charAt(start) == '#') {
                start++;
            }
            while (end > start && (heading.charAt(end - 1) == '#' || heading.charAt(end - 1) == ' ')) {
                end--;
            }
            return heading.substring(start, end).strip();
        }
    }

    /** Copies the lists. */
    public FaqHit {
        requireNonNull(entry, "entry");
        requireNonNull(section, "section");
        highlights = List.copyOf(highlights);
        because = List.copyOf(because);
    }

    /** {@return the id of the entry} */
    public FaqEntry.Id id() {
        return entry.id();
    }

    /** {@return id, language and score} */
    @Override
    public String toString() {
        return "FaqHit[" + entry.id() + " " + entry.locale().toLanguageTag() + " " + score + "]";
    }
}
