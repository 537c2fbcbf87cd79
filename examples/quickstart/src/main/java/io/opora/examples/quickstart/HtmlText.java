package io.opora.examples.quickstart;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Makes plain text of HTML, with the line breaks a reader would see; scripts and styles are no text. */
final class HtmlText implements NodeVisitor {

    private final StringBuilder text = new StringBuilder();

    private HtmlText() {}

    static String of(String html) {
        HtmlText visitor = new HtmlText();
        Jsoup.parse(html).body().traverse(visitor);
        return visitor.text.toString().strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            String said = words.text();
            text.append(text.isEmpty() || endsWith(" ") || endsWith("\n") ? said.stripLeading() : said);
        } else if (isBlock(node) || node.nameIs("br")) {
            breakLine();
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (isBlock(node)) {
            breakLine();
        }
    }

    /** Ends the line; of empty lines one is enough. */
    private void breakLine() {
        while (endsWith(" ")) {
            text.setLength(text.length() - 1);
        }
        if (!endsWith("\n\n")) {
            text.append('\n');
        }
    }

    private boolean endsWith(String end) {
        return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
    }

    /** Whether the node stands on lines of its own; a line break does not, though some releases of jsoup say so. */
    private static boolean isBlock(Node node) {
        return node instanceof Element element && element.isBlock() && !element.nameIs("br");
    }
}
