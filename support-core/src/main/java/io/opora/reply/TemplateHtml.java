package io.opora.reply;

import io.opora.Spelling;
import io.opora.reply.ReplyTemplate.Variable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the HTML of a template. It is written by hand and short, so what is not known to be harmless is refused rather than taken out:
 * a few elements, links of a few kinds, every element closed where it was opened. A variable stands between elements, where escaping
 * is enough, or is a whole link.
 */
final class TemplateHtml {

    private static final char VALUE = '\uE000';
    private static final char MARK = '\uE001';
    private static final Set<String> PLAIN = Set.of("p", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li",
            "blockquote", "code", "pre", "h1", "h2", "h3", "h4", "span", "div", "table", "thead", "tbody", "tr", "td",
            "th", "small", "sub", "sup");
    private static final Set<String> EMPTY = Set.of("br", "hr");
    private static final Pattern ELEMENT = Pattern
            .compile("<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})((?:\\s+[a-zA-Z-]{1,20}=\"[^\"<>\uE001]*\"){0,4})\\s*(/?)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]{1,20})=\"([^\"]*)\"");
    private static final Pattern LINK = Pattern.compile("(?:https?://|mailto:|tel:)[^\\s\\p{Cntrl}]*",
            Pattern.CASE_INSENSITIVE);

    private final String text;
    private final Map<String, Variable> variables;
    private final TemplateText.Wrong wrong;
    private final String skeleton;
    private final Map<Integer, TemplateText.Tag> tagAt = new HashMap<>();
    /** Elements that are open, and an empty name for each section that is. */
    private final Deque<String> open = new ArrayDeque<>();

    TemplateHtml(String text, List<TemplateText.Tag> tags, Map<String, Variable> variables, TemplateText.Wrong wrong) {
        this.text = text;
        this.variables = variables;
        this.wrong = wrong;
        char[] chars = text.toCharArray();
        for (TemplateText.Tag tag : tags) {
            tagAt.put(tag.from(), tag);
            Arrays.fill(chars, tag.from(), tag.to(), tag.shows() ? VALUE : MARK);
        }
        skeleton = new String(chars);
    }

    /** {@return whether a text is a link that may stand in a reply} */
    static boolean isLink(String value) {
        return value.length() <= ReplyTemplate.MAX_LINK && LINK.matcher(value).matches() && value.indexOf('"') < 0
                && value.indexOf('<') < 0 && value.indexOf('>') < 0;
    }

    void check() {
        if (text.indexOf(VALUE) >= 0 || text.indexOf(MARK) >= 0) {
            wrong.at(0, "html", "the characters U+E000 and U+E001 do not belong into a reply");
            return;
        }
        Matcher element = ELEMENT.matcher(skeleton);
        int at = 0;
        while (at < skeleton.length()) {
            TemplateText.Tag tag = tagAt.get(at);
            if (tag != null) {
                section(tag);
                at = tag.to();
            } else if (skeleton.charAt(at) != '<') {
                at++;
            } else if (element.region(at, skeleton.length()).lookingAt()) {
                element(element, at);
                at = element.end();
            } else {
                wrong.at(at, "html", "this '<' begins no element that is understood: write it as &lt;, or an element "
                        + "as <name attribute=\"value\">");
                at++;
            }
        }
        open.stream().filter(name -> !name.isEmpty()).forEach(name -> wrong.at(text.length(), "html-open",
                "the element <" + name + "> is not closed"));
    }

    private void section(TemplateText.Tag tag) {
        if (tag.opens()) {
            open.push("");
        } else if (tag.closes() && open.contains("")) {
            String name = open.pop();
            while (!name.isEmpty()) {
                wrong.at(tag.from(), "html-open", "the element <" + name + "> is not closed within the section");
                name = open.pop();
            }
        }
    }

    private void element(Matcher element, int at) {
        String name = element.group(2).toLowerCase(Locale.ROOT);
        boolean closes = !element.group(1).isEmpty();
        if (!PLAIN.contains(name) && !EMPTY.contains(name) && !name.equals("a")) {
            wrong.at(at, "html-element", "the element <" + name + "> does not belong into a reply");
            return;
        }
        if (closes) {
            if (name.equals(open.peek()) && element.group(3).isEmpty()) {
                open.pop();
            } else {
                wrong.at(at, "html-open", "</" + name + "> closes nothing that was opened last");
            }
            return;
        }
        Matcher attribute = ATTRIBUTE.matcher(element.group(3));
        while (attribute.find()) {
            attribute(name, attribute.group(1).toLowerCase(Locale.ROOT), element.start(3) + attribute.start(2),
                    attribute.group(2), at);
        }
        if (!EMPTY.contains(name)) {
            open.push(name);
        }
    }

    private void attribute(String element, String name, int start, String value, int at) {
        TemplateText.Tag tag = tagAt.get(start);
        if (!element.equals("a") || !name.equals("href")) {
            wrong.at(at, "html-attribute", "the attribute " + Spelling.quote(name) + " of <" + element
                    + "> does not belong into a reply");
        } else if (value.indexOf(VALUE) < 0) {
            if (!isLink(value)) {
                wrong.at(at, "link",
                        Spelling.quote(value) + " is no link for a reply: it begins with https://, http://, "
                                + "mailto: or tel: and holds no blanks");
            }
        } else if (tag == null || tag.to() != start + value.length()
                || (variables.containsKey(tag.name()) && variables.get(tag.name()).type() != ReplyTemplate.Type.LINK)) {
            wrong.at(at, "html-attribute", "a variable within an element is a whole link: <a href=\"{{name}}\"> with a "
                    + "variable of the type LINK");
        }
    }
}
