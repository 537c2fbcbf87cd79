package io.opora.examples.sla;

import java.io.StringWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an SVG image. Text may be any text: what would be markup is escaped, and what XML cannot hold is replaced. */
final class Svg {

    private static final Pattern NO_XML = Pattern
            .compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");
    private static final String FONTS = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

    private final StringWriter target = new StringWriter();
    private final XMLStreamWriter xml;

    /** An element that is being written. */
    private interface Writing {
        void write() throws XMLStreamException;
    }

    Svg(int width, int height, Locale locale, String title) {
        try {
            xml = XMLOutputFactory.newFactory().createXMLStreamWriter(target);
            xml.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        begin("svg", "xmlns", "http://www.w3.org/2000/svg", "width", "" + width, "height", "" + height, "viewBox",
                "0 0 " + width + ' ' + height, "role", "img", "xml:lang", locale.toLanguageTag(), "font-family", FONTS);
        tooltip(title);
    }

    private static void unchecked(Writing writing) {
        try {
            writing.write();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // nothing can go wrong in memory
        }
    }

    private void begin(String name, String... attributes) {
        unchecked(() -> {
            xml.writeCharacters("\n");
            xml.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                xml.writeAttribute(attributes[i], attributes[i + 1]);
            }
        });
    }

    /** Ends what was begun last. */
    void end() {
        unchecked(xml::writeEndElement);
    }

    private void characters(String text) {
        unchecked(() -> xml.writeCharacters(NO_XML.matcher(text).replaceAll("\uFFFD")));
    }

    /** The name of what was begun last, shown under the pointer and read to those who do not see. */
    void tooltip(String text) {
        begin("title");
        characters(text);
        end();
    }

    /** Declares a pattern of slanted lines, which is used by its name as {@code url(#name)}. */
    void hatch(String name, String paper, String ink) {
        begin("defs");
        begin("pattern", "id", name, "width", "4", "height", "4", "patternUnits", "userSpaceOnUse", "patternTransform",
                "rotate(45)");
        rect(0, 0, 4, 4, paper);
        rect(0, 0, 2, 4, ink);
        end();
        end();
    }

    void rect(double x, double y, double width, double height, String fill) {
        begin("rect", "x", number(x), "y", number(y), "width", number(width), "height", number(height), "fill", fill);
        end();
    }

    void frame(double x, double y, double width, double height, String fill, String stroke) {
        begin("rect", "x", number(x + 0.5), "y", number(y + 0.5), "width", number(width - 1), "height",
                number(height - 1), "fill", fill, "stroke", stroke);
        end();
    }

    /** Begins a part with coordinates of its own, in a frame; what is too wide for it is cut. */
    void cell(int x, int y, int width, int height, String fill, String stroke) {
        // one pixel wider and higher, so that neighbours share a line
        begin("svg", "x", "" + x, "y", "" + y, "width", "" + (width + 1), "height", "" + (height + 1));
        frame(0, 0, width + 1, height + 1, fill, stroke);
    }

    void text(double x, double y, int size, String fill, String anchor, String text) {
        begin("text", "x", number(x), "y", number(y), "font-size", "" + size, "fill", fill, "text-anchor", anchor);
        characters(text);
        end();
    }

    /** Bold text. */
    void title(double x, double y, int size, String fill, String text) {
        begin("text", "x", number(x), "y", number(y), "font-size", "" + size, "fill", fill, "font-weight", "bold");
        characters(text);
        end();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "" + (long) value : String.format(Locale.ROOT, "%.2f", value);
    }

    /** The image as text. */
    String finish() {
        unchecked(() -> {
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        });
        return target + "\n";
    }
}
