package io.opora.examples.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opora.Tag;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an entry is in the index, and back. The entry and what was learned about it are kept beside the fields, not indexed. */
final class Documents {

    /**
     * A question that was learned.
     *
     * @param question what was asked
     * @param at when it was last asked
     */
    record Learned(String question, Instant at) {}

    private Documents() {}

    static String key(FaqEntry.Id id, Locale locale) {
        return id.value() + '\n' + locale.toLanguageTag();
    }

    static String translation(String id, String language) {
        return id + '\n' + language;
    }

    /** {@return the number of a document: an id may be longer than OpenSearch takes} */
    static String number(FaqEntry.Id id, Locale locale) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key(id, locale).getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static ObjectNode document(FaqEntry entry, List<Learned> learned) {
        ObjectNode document = Rest.JSON.createObjectNode();
        document.put("kind", "entry");
        document.put("id", entry.id().value());
        document.put("key", key(entry.id(), entry.locale()));
        document.put("translation", translation(entry.id().value(), entry.locale().getLanguage()));
        document.put("language", entry.locale().getLanguage());
        document.put("locale", entry.locale().toLanguageTag());
        document.put("status", entry.status().name());
        document.put("audience", entry.audience().name());
        ArrayNode categories = document.putArray("category");
        entry.category().ifPresent(path -> {
            for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                categories.add(path.substring(0, at));
            }
            categories.add(path);
        });
        ArrayNode tags = document.putArray("tag");
        entry.tags().forEach(tag -> tags.add(tag.value()));
        document.put("question", entry.question());
        ArrayNode phrasings = document.putArray("phrasings");
        entry.phrasings().forEach(phrasings::add);
        learned.forEach(each -> phrasings.add(each.question()));
        document.put("answer", entry.answer());
        document.set("entry", written(entry));
        ArrayNode known = document.putArray("learned");
        learned.forEach(each -> known.addObject().put("question", each.question()).put("at", each.at().toString()));
        return document;
    }

    private static ObjectNode written(FaqEntry entry) {
        ObjectNode written = Rest.JSON.createObjectNode();
        written.put("id", entry.id().value());
        written.put("locale", entry.locale().toLanguageTag());
        ArrayNode phrasings = written.putArray("phrasings");
        entry.phrasings().forEach(phrasings::add);
        entry.category().ifPresent(path -> written.put("category", path));
        written.put("audience", entry.audience().name());
        written.put("status", entry.status().name());
        written.put("revision", entry.revision());
        return written;
    }

    /** {@return the entry of a document; its texts are in the fields} */
    static FaqEntry entry(JsonNode document) {
        JsonNode written = document.path("entry");
        FaqEntry.Builder builder = FaqEntry
                .builder(FaqEntry.Id.of(written.path("id").asString()),
                        Locale.forLanguageTag(written.path("locale").asString()),
                        document.path("question").asString(), document.path("answer").asString())
                .phrasings(texts(written.path("phrasings")))
                .tags(texts(document.path("tag")).stream().map(Tag::of).toList())
                .audience(FaqEntry.Audience.valueOf(written.path("audience").asString()))
                .status(FaqEntry.Status.valueOf(written.path("status").asString()))
                .revision(written.path("revision").asLong());
        if (written.has("category")) {
            builder.category(written.path("category").asString());
        }
        return builder.build();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    static List<Learned> learned(JsonNode document) {
        List<Learned> learned = new ArrayList<>();
        document.path("learned").forEach(each -> learned
                .add(new Learned(each.path("question").asString(), Instant.parse(each.path("at").asString()))));
        return learned;
    }

    /** {@return what is known with more questions, the latest first; the oldest give way} */
    static List<Learned> learned(List<Learned> known, Collection<FaqSearch.Answered> more) {
        Map<String, Learned> all = new LinkedHashMap<>();
        known.forEach(each -> all.put(each.question(), each));
        more.stream().map(each -> new Learned(readable(each.question()), each.at()))
                .filter(each -> !each.question().isBlank())
                .forEach(each -> all.merge(each.question(), each,
                        (one, other) -> one.at().isAfter(other.at()) ? one : other));
        return all.values().stream()
                .sorted(Comparator.comparing(Learned::at).reversed().thenComparing(Learned::question))
                .limit(FaqSearch.MAX_LEARNED).toList();
    }

    /** {@return as much of a text as is read, as long as it was, without what UTF-8 cannot say} */
    static String readable(String text) {
        StringBuilder readable = new StringBuilder(
                text.substring(0, Math.min(text.length(), FaqQuery.MAX_TEXT)));
        for (int i = 0; i < readable.length(); i++) {
            int c = readable.codePointAt(i);
            if (Character.getType(c) == Character.SURROGATE) {
                readable.setCharAt(i, ' ');
            }
            i += Character.charCount(c) - 1;
        }
        return readable.toString();
    }
}
