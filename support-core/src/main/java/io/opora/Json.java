package io.opora;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One value of a JSON text with its path: reads strictly, reports whatever is wrong to {@link Findings} and goes on. After a
 * report the reading methods answer something harmless of their type, so that a caller reads on without asking; it must
 * not use what it has read unless the findings are {@linkplain Findings#readable() readable}.
 *
 * <p>
 * Every room reads its configuration with this and writes it with {@link #print}, so that a mistake is answered in the same
 * words everywhere. The codes: {@code json-too-long}, {@code json-limit}, {@code json-syntax} and {@code duplicate-field} (with
 * line and column) end the reading; {@code unknown-field}, {@code missing}, {@code wrong-type}, {@code unknown-value} and what
 * {@link #parsed} is given do not. Immutable, apart from the findings.
 */
public final class Json {

    private static final int MAX_PARSED_LENGTH = 64;
    private static final int MAX_SYNTAX_LENGTH = 160;
    /** Text after the end is looked for here, where it gets a message of ours. */
    private static final ObjectReader READER = JsonMapper.shared().reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonNode node;
    private final String path;
    private final Findings findings;

    private Json(JsonNode node, String path, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
    }

    /**
     * Reads a text.
     *
     * @param text the text
     * @param maxLength the longest text, in characters
     * @param maxDepth how deep arrays and objects may be nested
     * @param findings takes what is wrong
     * @return the value that the text holds; one that does not {@linkplain #exists() exist} if it could not be read
     */
    public static Json parse(String text, int maxLength, int maxDepth, Findings findings) {
        Json nothing = new Json(MissingNode.getInstance(), "", requireNonNull(findings, "findings"));
        if (text.length() > maxLength) {
            nothing.wrong("json-too-long",
                    "a text of " + text.length() + " characters is too long: at most " + maxLength);
            return nothing;
        }
        JsonFactory strict = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth).build()).build();
        try (JsonParser parser = strict.createParser(ObjectReadContext.empty(), text)) {
            return new Json(parse(parser, nothing), "", findings);
        }
    }

    private static JsonNode parse(JsonParser parser, Json nothing) {
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
            Json broken = new Json(nothing.node, path(context), nothing.findings);
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

    /**
     * Writes a value.
     *
     * @param value the value
     * @return its text; indented by two blanks, with '\n' line ends, also after the last line
     */
    public static String print(JsonNode value) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return JsonMapper.shared().writer().with(printer).writeValueAsString(value) + '\n';
    }

    /**
     * Adds a field with an array of texts to an object, unless there are none.
     *
     * @param object the object
     * @param name the name of the field
     * @param values what is written, as its {@code toString()} spells it
     */
    public static void putTexts(ObjectNode object, String name, Iterable<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        if (!array.isEmpty()) {
            object.set(name, array);
        }
    }

    /** {@return where this value stands, as in {@link Violation#path()}} */
    public String path() {
        return path;
    }

    /**
     * Reports that this value is wrong, in such a way that what has been read must not be used.
     *
     * @param code the broken rule
     * @param message a sentence for people
     */
    public void wrong(String code, String message) {
        findings.unreadable();
        findings.add(path, code, message);
    }

    /**
     * Checks that this is an object and has only fields of these names.
     *
     * @param known the names
     * @return this
     */
    public Json fields(String... known) {
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

    /**
     * A field of this object that may be left out.
     *
     * @param name its name
     * @return its value; {@link #exists()} says whether it is there
     */
    public Json optional(String name) {
        return new Json(node.path(name), dotted(path, name), findings);
    }

    /**
     * A field of this object that must be there.
     *
     * @param name its name
     * @return its value
     */
    public Json required(String name) {
        Json field = optional(name);
        // whatever is no object has been reported as such
        if (!field.exists() && node.isObject()) {
            field.wrong("missing", "the field '" + name + "' is missing");
        }
        return field;
    }

    /**
     * All fields of this object, for objects whose names are data.
     *
     * @return the values by name, in the order of the text
     */
    public Map<String, Json> entries() {
        Map<String, Json> entries = new LinkedHashMap<>();
        if (isA(node.isObject(), "an object")) {
            node.propertyNames().forEach(name -> entries.put(name, optional(name)));
        }
        return Collections.unmodifiableMap(entries);
    }

    /** {@return whether this value is there at all} */
    public boolean exists() {
        return !node.isMissingNode();
    }

    /** {@return whether this is a text} */
    public boolean isText() {
        return node.isString();
    }

    /** {@return whether this is an object} */
    public boolean isObject() {
        return node.isObject();
    }

    /** {@return whether this is a number} */
    public boolean isNumber() {
        return node.isNumber();
    }

    /** {@return the elements of this array} */
    public List<Json> items() {
        List<Json> items = new ArrayList<>();
        if (isA(node.isArray(), "an array")) {
            for (JsonNode item : node.values()) {
                items.add(new Json(item, path + '[' + items.size() + ']', findings));
            }
        }
        return items;
    }

    /** {@return the elements of this array of texts} */
    public List<String> texts() {
        return items().stream().map(Json::text).toList();
    }

    /** {@return this text} */
    public String text() {
        return isA(node.isString(), "a text") ? node.stringValue() : "";
    }

    /** {@return this whole number; written with a point or an exponent it is none} */
    public int integer() {
        return isA(node.isInt(), "a whole number") ? node.intValue() : 0;
    }

    /** {@return this number, exactly as it is written; beware of exponents without measure, such as {@code 1e999999999}} */
    public BigDecimal number() {
        return isA(node.isNumber(), "a number") ? node.decimalValue() : BigDecimal.ZERO;
    }

    /** {@return this flag} */
    public boolean flag() {
        return isA(node.isBoolean(), "true or false") && node.booleanValue();
    }

    /** Only {@code true}: for fields that say something by being there. */
    public void mustBeTrue() {
        isA(node.isBoolean() && node.booleanValue(), "true");
    }

    /**
     * One of the constants of an enum, by its name.
     *
     * @param <E> the enum
     * @param type the enum
     * @return the constant
     */
    public <E extends Enum<E>> E constant(Class<E> type) {
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

    /** {@return a duration as ISO 8601 spells it, in days, hours, minutes and seconds} */
    public Duration duration() {
        return parsed("duration", "duration: write days as 'P3D', hours and minutes as 'PT1H30M'", Duration.ZERO,
                Duration::parse);
    }

    /**
     * A text that stands for something else, such as a date.
     *
     * @param <T> what the text stands for
     * @param code the code of the report if it does not
     * @param what what it is to be and how that is written, after "is no", such as {@code "date: write 2026-01-31"}
     * @param harmless what to answer after a report
     * @param parser makes the value of a text of at most 64 characters; throws {@link DateTimeException} or
     *        {@link IllegalArgumentException} if it cannot
     * @return what the parser makes of the text
     */
    public <T> T parsed(String code, String what, T harmless, Function<String, T> parser) {
        String text = text();
        if (isText()) {
            try {
                if (text.length() <= MAX_PARSED_LENGTH) {
                    return parser.apply(text);
                }
            } catch (DateTimeException | IllegalArgumentException e) {
                // reported below, as is what is too long to be parsed
            }
            wrong(code, Spelling.quote(text) + " is no " + what);
        }
        return harmless;
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

    /**
     * Comma-separated values (RFC 4180), the other form in which entries and templates are handed over: a row each, under a row of names.
     * Commas stand between, or semicolons if the row of names has no comma; a mark of the byte order is passed over.
     *
     * <p>
     * Spreadsheets run what begins like a formula. So a text that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab, CR or
     * LF, or with the full-width form of one of the signs, gets an apostrophe in front, as OWASP advises
     * (owasp.org/www-community/attacks/CSV_Injection); so does one that begins so behind blanks, which some programs drop, or behind
     * apostrophes. Reading takes the apostrophe away.
     */
    public static final class Csv {

        private Csv() {}

        /**
         * A row below the names.
         *
         * @param line where it begins, from 1 on
         * @param cells what it says; what is empty is not there
         * @param faults what is wrong with its form
         */
        public record Row(int line, List<Cell> cells, List<Fault> faults) {

            /** Copies the lists. */
            public Row {
                cells = List.copyOf(cells);
                faults = List.copyOf(faults);
            }
        }

        /**
         * What stands in a row under a name.
         *
         * @param name the name above it
         * @param text the text; not empty
         * @param line where it begins, from 1 on
         */
        public record Cell(String name, String text, int line) {

            /** Checks that nothing is missing. */
            public Cell {
                requireNonNull(name, "name");
                requireNonNull(text, "text");
            }

            /** {@return the texts that {@link Csv#list} put into one, without blank ones} */
            public List<String> texts() {
                if (text.startsWith("[")) {
                    Findings findings = new Findings();
                    List<String> texts = parse(text, text.length(), 2, findings).texts();
                    if (findings.isEmpty()) {
                        return texts;
                    }
                }
                return text.lines().filter(line -> !line.isBlank()).toList();
            }
        }

        /**
         * Something wrong with the form of a row.
         *
         * @param line where it is, from 1 on
         * @param message a sentence for people
         */
        public record Fault(int line, String message) {

            /** Checks that nothing is missing. */
            public Fault {
                requireNonNull(message, "message");
            }
        }

        /**
         * Takes a text apart. Rows that are blank are passed over.
         *
         * @param text the text
         * @param most the most rows to read, without that of the names
         * @return the rows
         */
        public static List<Row> read(String text, int most) {
            return CsvText.read(text, most);
        }

        /**
         * Writes a text so that it is one field.
         *
         * @param text the text
         * @return the field
         */
        public static String field(String text) {
            return CsvText.field(text);
        }

        /**
         * Puts texts into one: a line each, or as JSON where they have lines themselves.
         *
         * @param texts the texts; none of them blank
         * @return one text, empty if there are none, not yet a {@link #field}
         */
        public static String list(List<String> texts) {
            if (!texts.isEmpty() && (texts.getFirst().startsWith("[")
                    || texts.stream().anyMatch(text -> text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0))) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                texts.forEach(array::add);
                return print(array).strip();
            }
            return String.join("\n", texts);
        }
    }
}
