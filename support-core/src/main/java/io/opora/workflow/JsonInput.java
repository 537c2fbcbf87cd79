package io.opora.workflow;

import io.opora.Violation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * One value of a JSON text with its path: reads strictly, reports whatever is wrong to {@link Findings} and goes on. After a
 * report the reading methods answer something harmless of their type, so that a caller reads on without asking; it must
 * not use what it has read unless the findings are {@linkplain Findings#readable() readable}.
 */
final class JsonInput {

    /** What is wrong with a text. */
    static final class Findings {

        private final List<Violation> violations = new ArrayList<>();
        private boolean readable = true;

        /** {@return whether everything that is there has the right form; unknown fields do no harm to that} */
        boolean readable() {
            return readable && !full();
        }

        /** {@return whether no more is listed, so that looking for more is a waste} */
        private boolean full() {
            return violations.size() >= Defects.MAX_LISTED;
        }

        List<Violation> violations() {
            return List.copyOf(violations);
        }

        private void add(String path, String code, String message) {
            if (!full()) {
                violations.add(new Violation(path, code, message));
            }
        }
    }

    private static final int MAX_DURATION_LENGTH = 64;
    private static final int MAX_SYNTAX_LENGTH = 160;
    /** Text after the end is looked for here, where it gets a message of ours. */
    private static final ObjectReader READER = JsonMapper.shared().reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode node;
    private final String path;
    private final Findings findings;

    private JsonInput(JsonNode node, String path, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
    }

    /**
     * Reads a text.
     *
     * @param maxLength the longest text, in characters
     * @param maxDepth how deep arrays and objects may be nested
     * @param findings takes what is wrong
     */
    static JsonInput parse(String text, int maxLength, int maxDepth, Findings findings) {
        JsonInput nothing = new JsonInput(MissingNode.getInstance(), "", findings);
        if (text.length() > maxLength) {
            nothing.wrong("json-too-long",
                    "a text of " + text.length() + " characters is too long: at most " + maxLength);
            return nothing;
        }
        JsonFactory strict = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth).build()).build();
        try (JsonParser parser = strict.createParser(ObjectReadContext.empty(), text)) {
            return new JsonInput(parse(parser, nothing), "", findings);
        }
    }

    private static JsonNode parse(JsonParser parser, JsonInput nothing) {
        try {
            JsonNode root = READER.readTree(parser);
            if (root == null || root.isMissingNode()) {
                nothing.wrong("json-syntax", "the text is empty: a JSON object is needed");
            } else if (parser.nextToken() != null) {
                nothing.wrong("json-syntax", "there is more text after the end" + at(parser.currentTokenLocation()));
            } else {
                return root;
            }
        } catch (JacksonException e) {
            TokenStreamContext context = parser.streamReadContext();
            TokenStreamLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            JsonInput broken = new JsonInput(nothing.node, path(context), nothing.findings);
            if (e instanceof StreamConstraintsException) {
                broken.wrong("json-limit", e.getOriginalMessage().replaceFirst(", from `[^`]*`", "") + at(location));
            } else if (e.getOriginalMessage().startsWith("Duplicate")) {
                broken.wrong("duplicate-field", "this field is there twice" + at(location));
            } else {
                broken.wrong("json-syntax", syntax(e.getOriginalMessage()) + at(location));
            }
        }
        return nothing.node;
    }

    /** What the parser says, without what it adds about its own sources and settings. */
    private static String syntax(String message) {
        int aside = message.indexOf(" (start marker");
        String plain = aside < 0 ? message : message.substring(0, aside);
        return plain.length() <= MAX_SYNTAX_LENGTH ? plain : plain.substring(0, MAX_SYNTAX_LENGTH) + "...";
    }

    private static String at(TokenStreamLocation location) {
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ')';
    }

    private static String path(TokenStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        String parent = path(context.getParent());
        return context.inArray()
                ? parent + '[' + Math.max(0, context.getCurrentIndex()) + ']'
                : context.currentName() == null ? parent : dotted(parent, context.currentName());
    }

    private static String dotted(String parent, String name) {
        return parent.isEmpty() ? Spelling.shorten(name) : parent + '.' + Spelling.shorten(name);
    }

    /** Reports that this value is wrong. */
    void wrong(String code, String message) {
        findings.readable = false;
        findings.add(path, code, message);
    }

    /** Checks that this is an object and has only fields of these names. */
    JsonInput fields(String... known) {
        if (isA(node.isObject(), "an object")) {
            List<String> names = Arrays.asList(known);
            for (String name : node.propertyNames()) {
                if (!names.contains(name) && !findings.full()) {
                    findings.add(dotted(path, name), "unknown-field",
                            "there is no field " + Spelling.quote(name) + " here" + Spelling.hintFor(name, names));
                }
            }
        }
        return this;
    }

    /** A field of this object that may be left out: {@link #exists()} says whether it is there. */
    JsonInput optional(String name) {
        return new JsonInput(node.path(name), dotted(path, name), findings);
    }

    /** A field of this object that must be there. */
    JsonInput required(String name) {
        JsonInput field = optional(name);
        // whatever is no object has been reported as such
        if (!field.exists() && node.isObject()) {
            field.wrong("missing", "the field '" + name + "' is missing");
        }
        return field;
    }

    boolean exists() {
        return !node.isMissingNode();
    }

    boolean isText() {
        return node.isString();
    }

    boolean isObject() {
        return node.isObject();
    }

    /** The elements of this array. */
    List<JsonInput> items() {
        List<JsonInput> items = new ArrayList<>();
        if (isA(node.isArray(), "an array")) {
            for (JsonNode item : node.values()) {
                items.add(new JsonInput(item, path + '[' + items.size() + ']', findings));
            }
        }
        return items;
    }

    List<String> texts() {
        return items().stream().map(JsonInput::text).toList();
    }

    String text() {
        return isA(node.isString(), "a text") ? node.stringValue() : "";
    }

    int integer() {
        return isA(node.isInt(), "a whole number") ? node.intValue() : 0;
    }

    /** Only {@code true}: for fields that say something by being there. */
    void mustBeTrue() {
        isA(node.isBoolean() && node.booleanValue(), "true");
    }

    /** One of the constants of an enum, by its name. */
    <E extends Enum<E>> E constant(Class<E> type) {
        String text = text();
        E[] constants = type.getEnumConstants();
        for (E constant : constants) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        if (isText()) {
            wrong("unknown-value", Spelling.quote(text) + " is none of "
                    + Spelling.list(Arrays.stream(constants).map(Enum::name).toList()) + hintFor(text, constants));
        }
        return constants[0];
    }

    private static <E extends Enum<E>> String hintFor(String text, E[] constants) {
        String nearest = Spelling.nearest(text, Arrays.stream(constants).map(Enum::name).toList());
        return nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
    }

    /** A duration as ISO 8601 spells it, in days, hours, minutes and seconds. */
    Duration duration() {
        String text = text();
        if (isText()) {
            try {
                if (text.length() <= MAX_DURATION_LENGTH) {
                    return Duration.parse(text);
                }
            } catch (DateTimeParseException e) {
                // reported below, as is what is too long to be parsed
            }
            wrong("duration",
                    Spelling.quote(text) + " is no duration: write days as 'P3D', hours and minutes as 'PT1H30M'");
        }
        return Duration.ZERO;
    }

    private boolean isA(boolean right, String what) {
        if (!right && exists() && !findings.full()) {
            wrong("wrong-type", what + " is needed here, not " + kind());
        }
        return right;
    }

    private String kind() {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "the number " + Spelling.shorten(node.asString());
            case BOOLEAN -> node.asString();
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "this";
        };
    }
}
