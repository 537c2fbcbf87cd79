package io.opora.faq;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Makes HTML of Markdown: our own limits, then commonmark-java, then the OWASP sanitizer. The only class that knows these libraries,
 * which whoever renders brings along.
 */
final class Markdown {

    /** How deep quotes and lists are nested; what is deeper is text. */
    private static final int MAX_OPEN_BLOCKS = 20;
    /** How many signs that can nest a block of lines may have; the others are text. The parser goes as deep as half of them. */
    private static final int MAX_MARKS = 500;
    private static final int MAX_LINE = 20_000;
    private static final int MAX_TARGET = 2_048;
    /** How long all targets of links and images together are, as they are printed; what a short reference points at may be long. */
    private static final int MAX_TARGETS = FaqEntry.MAX_ANSWER;
    private static final String MARKS = "*_[`<";
    private static final String[] HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"};

    private static final Parser PARSER = Parser.builder().maxOpenBlockParsers(MAX_OPEN_BLOCKS)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
    private static final PolicyFactory POLICY = new HtmlPolicyBuilder().allowElements(HEADINGS)
            .allowElements("p", "br", "hr", "strong", "em", "b", "i", "s", "del", "ins", "code", "kbd", "pre", "sub",
                    "sup",
                    "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th",
                    "td",
                    "a", "img")
            .allowUrlProtocols("http", "https", "mailto", "tel").allowAttributes("href").onElements("a")
            .allowAttributes("src", "alt").onElements("img").allowAttributes("title").onElements("a", "img")
            .allowAttributes("id").matching(Pattern.compile("section-[0-9]{1,6}")).onElements(HEADINGS)
            .allowAttributes("start").matching(Pattern.compile("[0-9]{1,9}")).onElements("ol")
            .requireRelsOnLinks("noopener", "noreferrer").toFactory();

    private Markdown() {}

    static String html(String answer) {
        Node document = PARSER.parse(tamed(answer));
        Map<Node, Integer> sections = sections(answer, document);
        document.accept(new Targets());
        HtmlRenderer renderer = HtmlRenderer.builder().attributeProviderFactory(context -> (node, tag, attributes) -> {
            Integer section = sections.get(node);
            if (section != null) {
                attributes.put("id", "section-" + section);
            }
        }).build();
        return POLICY.sanitize(renderer.render(document));
    }

    /**
     * The same text with as many signs taken for what they are as no parser stumbles over. It has the same lines, so that headings are
     * where they were.
     */
    private static String tamed(String answer) {
        StringBuilder tamed = new StringBuilder(answer.length());
        int marks = 0;
        int column = 0;
        boolean blank = true;
        for (int i = 0; i < answer.length(); i++) {
            char c = answer.charAt(i);
            if (c == '\n') {
                marks = blank ? 0 : marks;
                blank = true;
                column = 0;
            } else {
                blank &= c == ' ' || c == '\t' || c == '\r';
                column++;
            }
            if (turnsText(c)) {
                continue;
            }
            if (MARKS.indexOf(c) >= 0) {
                marks++;
                if ((marks > MAX_MARKS || column > MAX_LINE) && (i == 0 || answer.charAt(i - 1) != '\\')) {
                    tamed.append('\\');
                }
            }
            tamed.append(c);
        }
        return tamed.toString();
    }

    /** Overriding the direction of text turns letters around for the eye alone, which nobody needs and deceivers do. */
    private static boolean turnsText(char c) {
        return c == '\u202D' || c == '\u202E';
    }

    /** The headings of the parts that a hit may name, with the numbers that it gives them; one step lower than the page's own. */
    private static Map<Node, Integer> sections(String answer, Node document) {
        Map<Integer, Integer> numberByLine = new HashMap<>();
        int line = 0;
        int at = 0;
        for (FaqHit.Section section : FaqHit.Section.of(answer)) {
            for (; at < section.start(); at++) {
                line += answer.charAt(at) == '\n' ? 1 : 0;
            }
            numberByLine.put(line, section.number());
        }
        Map<Node, Integer> sections = new HashMap<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                heading.setLevel(Math.min(heading.getLevel() + 1, HEADINGS.length));
                heading.getSourceSpans().stream().findFirst().map(span -> numberByLine.get(span.getLineIndex()))
                        .ifPresent(number -> sections.put(heading, number));
            }
        });
        return sections;
    }

    /** Leaves the text of links whose target is too long, by itself or together with those before it, and nothing of such images. */
    private static final class Targets extends AbstractVisitor {

        private long length;

        @Override
        public void visit(Link link) {
            visitChildren(link);
            if (isTooLong(link.getDestination(), link.getTitle())) {
                unwrap(link);
            }
        }

        @Override
        public void visit(Image image) {
            visitChildren(image);
            if (isTooLong(image.getDestination(), image.getTitle())) {
                unwrap(image);
            }
        }

        private boolean isTooLong(String target, @Nullable String title) {
            int own = target.length() + (title == null ? 0 : title.length());
            length += own;
            return own > MAX_TARGET || length > MAX_TARGETS;
        }

        private static void unwrap(Node node) {
            for (Node child = node.getFirstChild(); child != null; child = node.getFirstChild()) {
                node.insertBefore(child);
            }
            node.unlink();
        }
    }
}
