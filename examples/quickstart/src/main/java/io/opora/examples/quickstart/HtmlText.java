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
        return visitor.text.toString().replaceAll(" *\\n *", "\n").replaceAll("\\n{3,}", "\n\n").strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            text.append(words.text());
        } else if (isBlock(node) || node.nameIs("br")) {
            text.append('\n');
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (isBlock(node)) {
            text.append('\n');
        }
    }

    /** Whether the node stands on lines of its own; a line break does not, though some releases of jsoup say so. */
    private static boolean isBlock(Node node) {
        return node instanceof Element element && element.isBlock() && !element.nameIs("br");
    }
}
