package io.opora.examples.quickstart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object, read strictly: no key twice, nothing behind it, no type taken for another. JSON's null means absent.
 */
final class JsonObject implements RequestFields {

    /** The most elements of a list: enough for every list that a line may have. */
    private static final int MAX_ELEMENTS = 100;

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode node;

    private JsonObject(ObjectNode node) {
        this.node = node;
    }

    static JsonObject parse(String line) throws MalformedLineException {
        try {
            return of(MAPPER.readTree(line));
        } catch (JacksonException e) {
            throw new MalformedLineException("bad JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static JsonObject of(JsonNode node) throws MalformedLineException {
        if (node instanceof ObjectNode object) {
            return new JsonObject(object);
        }
        throw new MalformedLineException("a JSON object is expected");
    }

    /** Refuses every field but the given ones, so that a misspelt name is noticed. */
    void allowOnly(Collection<String> names) throws MalformedLineException {
        for (String name : node.propertyNames()) {
            if (!names.contains(name)) {
                throw new MalformedLineException("unknown field \"" + name + "\"");
            }
        }
    }

    @Override
    public Optional<String> text(String name) throws MalformedLineException {
        Optional<JsonNode> value = value(name);
        return value.isPresent()
                ? Optional.of(text(name, value.get())).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** A whole number, zero or more. */
    long count(String name) throws MalformedLineException {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && value.get().isIntegralNumber() && value.get().canConvertToLong()
                && value.get().longValue() >= 0) {
            return value.get().longValue();
        }
        throw new MalformedLineException("\"" + name + "\" must be a whole number, zero or more");
    }

    /** A list of texts, empty if absent. */
    List<String> texts(String name) throws MalformedLineException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            texts.add(text(name, element));
        }
        return texts;
    }

    /** A list of objects, empty if absent. */
    List<JsonObject> objects(String name) throws MalformedLineException {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            objects.add(of(element));
        }
        return objects;
    }

    /** An object whose values are all texts, empty if absent. */
    Map<String, String> textsByName(String name) throws MalformedLineException {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return Map.of();
        }
        JsonObject object = of(value.get());
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : object.node.propertyNames()) {
            texts.put(key, object.required(key));
        }
        return texts;
    }

    private Iterable<JsonNode> array(String name) throws MalformedLineException {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get().isArray() && value.get().size() <= MAX_ELEMENTS) {
            return value.get();
        }
        throw new MalformedLineException("\"" + name + "\" must be a list of at most " + MAX_ELEMENTS);
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private static String text(String name, JsonNode value) throws MalformedLineException {
        if (value.isString()) {
            return value.stringValue();
        }
        throw new MalformedLineException("\"" + name + "\" must be a text");
    }
}
