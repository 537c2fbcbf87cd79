package io.opora.spring;

import io.opora.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/** In which line of a file that stands which a path of a violation names. */
@FunctionalInterface
interface Lines {

    /** {@return the line, from 1; nothing if the path names the file as a whole, or nothing in it} */
    OptionalInt of(String path);

    /** The lines of a JSON text, as far as it is one. Of what is not there, such as a field that is missing, the line of what it is missing in. */
    static Lines json(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (!token.isStructEnd()) {
                    TokenStreamContext context = parser.streamReadContext();
                    // what an object or an array is called is known outside of it
                    String path = path(token.isStructStart() ? context.getParent() : context);
                    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (JacksonException e) {
            // what is behind it has no lines; what is wrong with the text says its own
        }
        return path -> nearest(lines, path);
    }

    private static OptionalInt nearest(Map<String, Integer> lines, String path) {
        String at = path;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return OptionalInt.of(line);
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return OptionalInt.empty();
    }

    /** As {@link io.opora.Json} writes it. */
    private static String path(TokenStreamContext context) {
        if (context.inRoot()) {
            return "";
        }
        String parent = path(context.getParent());
        if (context.inArray()) {
            return parent + '[' + Math.max(0, context.getCurrentIndex()) + ']';
        }
        String name = Spelling.shorten(String.valueOf(context.currentName()));
        return parent.isEmpty() ? name : parent + '.' + name;
    }

    /** The lines of groups of synonyms, of which each has one. */
    static Lines groups(String text) {
        List<String> all = text.lines().map(String::strip).toList();
        int[] groups = IntStream.range(0, all.size())
                .filter(line -> !all.get(line).isEmpty() && !all.get(line).startsWith("#")).toArray();
        Pattern form = Pattern.compile("groups\\[(\\d{1,9})\\].*");
        return path -> {
            Matcher group = form.matcher(path);
            return group.matches() && Integer.parseInt(group.group(1)) < groups.length
                    ? OptionalInt.of(groups[Integer.parseInt(group.group(1))] + 1)
                    : OptionalInt.empty();
        };
    }
}
