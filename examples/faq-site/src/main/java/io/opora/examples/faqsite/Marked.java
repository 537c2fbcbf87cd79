package io.opora.examples.faqsite;

import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Highlight;
import io.opora.faq.FaqHit.Part;
import java.util.List;
import java.util.regex.Pattern;

/** Texts as HTML: escaped, with what was found marked. */
final class Marked {

    private static final int BEFORE = 60;
    private static final int LENGTH = 220;
    /** Signs of Markdown that say nothing outside of it. */
    private static final String SIGNS = "*#`|";
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]]{0,200})\\]\\([^()\\s]{0,500}\\)");

    private Marked() {}

    /** A text fit for an element and for a quoted attribute. */
    static String escape(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return html.toString();
    }

    /** The question of a hit. */
    static String question(FaqHit hit) {
        String question = hit.entry().question();
        return marked(question, 0, question.length(), of(hit, Part.QUESTION), "");
    }

    /** A piece of the answer of a hit: where it says what was asked, else its beginning. */
    static String excerpt(FaqHit hit) {
        String answer = hit.entry().answer();
        List<Highlight> highlights = of(hit, Part.ANSWER);
        int first = highlights.isEmpty() ? 0 : highlights.getFirst().start();
        int start = wordStart(answer, Math.max(0, first - BEFORE));
        int end = wordStart(answer, Math.min(answer.length(), start + LENGTH));
        return (start > 0 ? "… " : "") + marked(answer, start, end, highlights, SIGNS).strip()
                + (end < answer.length() ? " …" : "");
    }

    private static int wordStart(String text, int at) {
        int start = at;
        while (start > 0 && start < text.length() && !Character.isWhitespace(text.charAt(start - 1))
                && at - start < 20) {
            start--;
        }
        boolean between = start > 0 && start < text.length() && Character.isLowSurrogate(text.charAt(start));
        return between ? start - 1 : start;
    }

    private static List<Highlight> of(FaqHit hit, Part part) {
        return hit.highlights().stream().filter(highlight -> highlight.part() == part)
                .sorted((one, other) -> Integer.compare(one.start(), other.start())).toList();
    }

    private static String marked(String text, int start, int end, List<Highlight> highlights, String without) {
        StringBuilder html = new StringBuilder();
        int at = start;
        for (Highlight highlight : highlights) {
            int from = Math.max(at, highlight.start());
            int to = Math.min(end, highlight.end());
            if (from < to) {
                html.append(plain(text.substring(at, from), without)).append("<mark>")
                        .append(escape(text.substring(from, to))).append("</mark>");
                at = to;
            }
        }
        return html.append(plain(text.substring(at, end), without)).toString();
    }

    private static String plain(String text, String without) {
        StringBuilder plain = new StringBuilder();
        String bare = without.isEmpty() ? text : LINK.matcher(text).replaceAll("$1");
        bare.chars().filter(c -> without.indexOf(c) < 0).forEach(c -> plain.append((char) c));
        return escape(plain.toString());
    }
}
