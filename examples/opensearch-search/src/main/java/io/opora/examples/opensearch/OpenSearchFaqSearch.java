package io.opora.examples.opensearch;

import static java.util.Objects.requireNonNull;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Part;
import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * FAQ search in an OpenSearch cluster, which any number of nodes share. Searches go to an alias; what is made anew is made in another
 * index, to which the alias is then switched. Nothing is seen of a change until all of it is there, because the index refreshes when
 * it is told to. Two nodes that change the same entry find out by its sequence number, and the later one reads it again.
 *
 * <p>
 * All entries live in one shard, so that what is seen changes in one step; that is enough for more entries than people write.
 * Thread-safe.
 */
public final class OpenSearchFaqSearch implements FaqSearch {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
    private static final String STATE = "state";
    private static final int MOST_SUGGESTED = 100;
    private static final int MOST_FOUND = 10_000;
    private static final int PAGE = 500;
    private static final int MOST_BYTES = 4_000_000;
    private static final int ATTEMPTS = 20;
    private static final int CONFLICT = 409;
    private static final int ERROR = 300;
    /** Where a word begins that led to a hit; the texts may hold these characters, in which case nothing is marked. */
    private static final String BEGIN = "\uE0F0\uE0F1";
    private static final String END = "\uE0F1\uE0F0";

    private final Rest rest;
    private final String alias;
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    /** One change at a time; those of other nodes are found by their sequence numbers. */
    private final Object changing = new Object();
    private volatile Reading.Synonyms synonyms = Reading.Synonyms.NONE;
    private boolean closed;

    private OpenSearchFaqSearch(Rest rest, String alias) {
        this.rest = rest;
        this.alias = alias;
    }

    /**
     * Connects to a cluster. Nothing is asked of it yet.
     *
     * @param cluster where it answers, such as {@code http://localhost:9200}
     * @param name the name of the index, an alias; 1 to 100 lower-case letters, digits, hyphens and underscores
     * @return the search
     * @throws InvalidInputException if the name is another
     */
    public static OpenSearchFaqSearch connect(URI cluster, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException("FAQ search", new Violation("name", "form",
                    "an index has a name of 1 to 100 lower-case letters, digits, hyphens and underscores"));
        }
        return new OpenSearchFaqSearch(new Rest(requireNonNull(cluster, "cluster")), name);
    }

    private <T> T open(Supplier<T> work) {
        closing.readLock().lock();
        try {
            if (closed) {
                throw new ClosedException("OpenSearchFaqSearch");
            }
            return work.get();
        } finally {
            closing.readLock().unlock();
        }
    }

    // What is held

    @Override
    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
        Map<String, FaqEntry> wanted = byNumber(entries);
        Set<FaqEntry.Id> gone = Set.copyOf(removed);
        change(() -> {
            Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>> changes = new LinkedHashMap<>();
            for (String number : numbers(gone)) {
                changes.put(number, there -> Optional.empty());
            }
            wanted.forEach((number, entry) -> changes.put(number, there -> Optional.of(gone.contains(entry.id())
                    ? Documents.document(entry, List.of())
                    : replaced(there, entry))));
            if (revision > 0) {
                changes.put(STATE, there -> Optional.of(state(
                        Math.max(revision, there.map(state -> state.path("revision").asLong()).orElse(0L)))));
            }
            return changes;
        });
    }

    private static Map<String, FaqEntry> byNumber(Collection<FaqEntry> entries) {
        Map<String, FaqEntry> byNumber = new LinkedHashMap<>();
        entries.forEach(entry -> byNumber.put(Documents.number(entry.id(), entry.locale()), entry));
        return byNumber;
    }

    private static ObjectNode replaced(Optional<JsonNode> there, FaqEntry entry) {
        boolean older = entry.revision() > 0 && there
                .filter(document -> document.at("/entry/revision").asLong() > entry.revision()).isPresent();
        return older
                ? (ObjectNode) there.orElseThrow()
                : Documents.document(entry, there.map(Documents::learned).orElse(List.of()));
    }

    private static ObjectNode state(long revision) {
        return Rest.JSON.createObjectNode().put("kind", STATE).put("revision", revision);
    }

    private List<String> numbers(Set<FaqEntry.Id> ids) {
        List<String> numbers = new ArrayList<>();
        for (FaqEntry.Id id : ids) {
            ObjectNode body = Rest.JSON.createObjectNode().put("size", MOST_FOUND).put("_source", false);
            body.putObject("query").putObject("term").put("id", id.value());
            search(body).path("hits").path("hits").forEach(hit -> numbers.add(hit.path("_id").asString()));
        }
        return numbers;
    }

    @Override
    public void learn(Collection<Answered> answered) {
        Map<String, List<Answered>> byNumber = new LinkedHashMap<>();
        answered.forEach(each -> byNumber
                .computeIfAbsent(Documents.number(each.entry(), each.locale()), any -> new ArrayList<>()).add(each));
        change(() -> {
            Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>> changes = new LinkedHashMap<>();
            byNumber.forEach((number, more) -> changes.put(number, there -> there.map(document -> Documents
                    .document(Documents.entry(document), Documents.learned(Documents.learned(document), more)))));
            return changes;
        });
    }

    private void change(Supplier<Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>>> changes) {
        open(() -> {
            synchronized (changing) {
                if (indices().isEmpty()) {
                    make(alias + "-0", true);
                }
                Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>> left = changes.get();
                for (int i = 0; !left.isEmpty() && i < ATTEMPTS; i++) {
                    left = written(left);
                }
                rest.ask("POST", alias + "/_refresh");
                if (!left.isEmpty()) {
                    throw new StorageException("Other nodes change the same entries of " + alias
                            + " again and again: nothing is wrong with the index, try once more.", null);
                }
                return alias;
            }
        });
    }

    /** Writes changes on top of what is there. {@return those that others were faster with} */
    private Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>> written(
            Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>> changes) {
        Map<String, Function<Optional<JsonNode>, Optional<ObjectNode>>> late = new LinkedHashMap<>();
        List<String> numbers = List.copyOf(changes.keySet());
        for (int from = 0; from < numbers.size(); from += PAGE) {
            List<String> page = numbers.subList(from, Math.min(numbers.size(), from + PAGE));
            Bulk bulk = new Bulk(alias);
            read(page).forEach((number, there) -> {
                Optional<JsonNode> before = Optional.of(there.path("_source")).filter(JsonNode::isObject);
                Optional<ObjectNode> after = requireNonNull(changes.get(number)).apply(before);
                ObjectNode action = Rest.JSON.createObjectNode().put("_id", number);
                before.ifPresent(any -> action.put("if_seq_no", there.path("_seq_no").asLong()).put("if_primary_term",
                        there.path("_primary_term").asLong()));
                if (after.isPresent()) {
                    bulk.add(before.isPresent() ? "index" : "create", action, after);
                } else if (before.isPresent()) {
                    bulk.add("delete", action, after);
                }
            });
            bulk.send().forEach(number -> late.put(number, requireNonNull(changes.get(number))));
        }
        return late;
    }

    private Map<String, JsonNode> read(List<String> numbers) {
        ObjectNode body = Rest.JSON.createObjectNode();
        ArrayNode ids = body.putArray("ids");
        numbers.forEach(ids::add);
        Map<String, JsonNode> there = new LinkedHashMap<>();
        rest.ask("POST", alias + "/_mget", body).path("docs")
                .forEach(document -> there.put(document.path("_id").asString(), document));
        return there;
    }

    /** Lines of changes, sent in pieces that the cluster takes. */
    private final class Bulk {

        private final String index;
        private final StringBuilder lines = new StringBuilder();
        private final List<String> conflicts = new ArrayList<>();

        Bulk(String index) {
            this.index = index;
        }

        void add(String kind, ObjectNode action, Optional<ObjectNode> document) {
            ObjectNode line = Rest.JSON.createObjectNode();
            line.set(kind, action);
            lines.append(Rest.JSON.writeValueAsString(line)).append('\n');
            document.ifPresent(each -> lines.append(Rest.JSON.writeValueAsString(each)).append('\n'));
            if (lines.length() > MOST_BYTES) {
                flush();
            }
        }

        private void flush() {
            if (lines.isEmpty()) {
                return;
            }
            for (JsonNode item : rest.bulk(index + "/_bulk", lines.toString()).path("items")) {
                JsonNode result = item.iterator().next();
                int status = result.path("status").asInt();
                if (status == CONFLICT) {
                    conflicts.add(result.path("_id").asString());
                } else if (status >= ERROR && !result.path("result").asString("").equals("not_found")) {
                    throw new StorageException("OpenSearch did not take an entry into " + index + ": "
                            + result.at("/error/type").asString("") + ", " + result.at("/error/reason").asString(""),
                            null);
                }
            }
            lines.setLength(0);
        }

        List<String> send() {
            flush();
            return conflicts;
        }
    }

    @Override
    public void rebuild(Collection<FaqEntry> entries, long revision) {
        Map<String, FaqEntry> all = byNumber(entries);
        open(() -> {
            synchronized (changing) {
                List<String> before = indices();
                String fresh = alias + "-" + UUID.randomUUID();
                make(fresh, false);
                Bulk bulk = new Bulk(fresh);
                List<String> numbers = List.copyOf(all.keySet());
                for (int from = 0; from < numbers.size(); from += PAGE) {
                    List<String> page = numbers.subList(from, Math.min(numbers.size(), from + PAGE));
                    Map<String, JsonNode> there = before.isEmpty() ? Map.of() : read(page);
                    page.forEach(number -> bulk.add("index", Rest.JSON.createObjectNode().put("_id", number),
                            Optional.of(Documents.document(requireNonNull(all.get(number)), Documents.learned(
                                    there.getOrDefault(number, Rest.JSON.createObjectNode()).path("_source"))))));
                }
                bulk.add("index", Rest.JSON.createObjectNode().put("_id", STATE), Optional.of(state(revision)));
                bulk.send();
                rest.ask("POST", fresh + "/_refresh");
                switchTo(fresh, before);
                return fresh;
            }
        });
    }

    /** One step for whoever searches. The index before stays until the next time: searches may be under way in it. */
    private void switchTo(String fresh, List<String> before) {
        ObjectNode body = Rest.JSON.createObjectNode();
        ArrayNode actions = body.putArray("actions");
        for (String old : before) {
            actions.addObject().putObject("remove").put("index", old).put("alias", alias);
        }
        actions.addObject().putObject("add").put("index", fresh).put("alias", alias);
        rest.ask("POST", "_aliases", body);
        rest.ask("GET", alias + "-*/_alias").propertyNames().forEach(index -> {
            if (index.matches(Pattern.quote(alias) + "-([0-9]|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
                    && !index.equals(fresh) && !before.contains(index)) {
                rest.find("DELETE", index);
            }
        });
    }

    private List<String> indices() {
        return rest.find("GET", "_alias/" + alias).map(answer -> List.copyOf(answer.propertyNames()))
                .orElse(List.of());
    }

    private void make(String index, boolean named) {
        try (InputStream resource = requireNonNull(OpenSearchFaqSearch.class.getResourceAsStream("index.json"))) {
            ObjectNode body = (ObjectNode) Rest.JSON.readTree(resource);
            if (named) {
                body.putObject("aliases").putObject(alias);
            }
            rest.make(index, body);
        } catch (IOException e) {
            throw new StorageException("the settings of the index could not be read", e);
        }
    }

    @Override
    public long revision() {
        return open(() -> rest.find("GET", alias + "/_doc/" + STATE + "?realtime=false&preference=opora")
                .map(answer -> answer.at("/_source/revision").asLong()).orElse(0L));
    }

    @Override
    public long size() {
        ObjectNode body = Rest.JSON.createObjectNode().put("size", 0).put("track_total_hits", true);
        body.putObject("query").putObject("term").put("kind", "entry");
        return open(() -> search(body).at("/hits/total/value").asLong());
    }

    @Override
    public void synonyms(Synonyms value) {
        requireNonNull(value, "synonyms");
        open(() -> {
            synchronized (changing) {
                if (indices().isEmpty()) {
                    make(alias + "-0", true);
                }
                synonyms = Reading.Synonyms.of(rest, alias, value);
                return synonyms;
            }
        });
    }

    // What is found

    private JsonNode search(ObjectNode body) {
        body.put("timeout", "1s");
        // always the same copy as long as it is there: copies count forgotten entries differently, and scores with them
        String path = alias + "/_search?preference=opora&allow_partial_search_results=false";
        // one more time for a search that began in an index that was made anew meanwhile
        return rest.find("POST", path, body).or(() -> rest.find("POST", path, body))
                .orElseGet(Rest.JSON::createObjectNode);
    }

    @Override
    public Result find(FaqQuery query) {
        requireNonNull(query, "query");
        return open(() -> found(query));
    }

    private Result found(FaqQuery query) {
        Reading reading = Reading.of(rest, alias, query.text(), synonyms);
        if (reading.isEmpty()) {
            return new Result(List.of(), 0, Result.Facets.NONE, Optional.empty(), reading.complete());
        }
        ObjectNode match = matching(reading, query);
        List<String> hidden = translated(match, query);
        if (!hidden.isEmpty()) {
            ArrayNode ids = match.withObject("bool").putArray("must_not").addObject().putObject("ids")
                    .putArray("values");
            hidden.forEach(ids::add);
        }
        ObjectNode body = Rest.JSON.createObjectNode().put("from", query.offset()).put("size", query.limit())
                .put("track_scores", true).put("track_total_hits", MOST_FOUND);
        body.set("query", match);
        body.putArray("sort").add("_score").addObject().put("key", "asc");
        highlight(body);
        if (query.facets()) {
            ObjectNode aggs = body.putObject("aggs");
            for (String field : List.of("category", "tag", "locale")) {
                aggs.putObject(field).putObject("terms").put("field", field).put("size", MOST_FOUND);
            }
        }
        JsonNode answer = search(body);
        List<FaqHit> hits = new ArrayList<>();
        Optional<String> meant = Optional.empty();
        for (JsonNode each : answer.at("/hits/hits")) {
            Map<Reading.Word, Rule> led = reading.led(each.path("matched_queries"));
            double score = score(each.path("_score").asDouble(), reading);
            if (score < query.minScore()) {
                break;
            }
            if (hits.isEmpty() && query.offset() == 0) {
                meant = reading.meant(led);
            }
            hits.add(hit(each, score, reading, led));
        }
        return new Result(hits, answer.at("/hits/total/value").asLong(),
                query.facets() ? facets(answer.path("aggregations")) : Result.Facets.NONE, meant,
                reading.complete() && !answer.path("timed_out").asBoolean(false) && hidden.size() < MOST_FOUND);
    }

    private static ObjectNode matching(Reading reading, FaqQuery query) {
        ObjectNode match = Rest.JSON.createObjectNode();
        ObjectNode bool = match.putObject("bool").put("minimum_should_match", 1);
        ArrayNode should = bool.putArray("should");
        reading.clauses(true).forEach(should::add);
        bool.set("filter", filters(query));
        return match;
    }

    private static ArrayNode filters(FaqQuery query) {
        ArrayNode filters = Rest.JSON.createArrayNode();
        any(filters, "status", query.statuses().stream().map(Enum::name).sorted().toList());
        any(filters, "audience", Arrays.stream(Audience.values())
                .filter(audience -> audience.compareTo(query.audience()) <= 0).map(Enum::name).toList());
        if (!query.locales().isEmpty()) {
            any(filters, "language", languages(query));
        }
        query.category().ifPresent(path -> any(filters, "category", List.of(path)));
        query.tags().stream().map(Tag::value).sorted().forEach(tag -> any(filters, "tag", List.of(tag)));
        return filters;
    }

    private static List<String> languages(FaqQuery query) {
        return query.locales().stream().map(Locale::getLanguage).distinct().toList();
    }

    private static void any(ArrayNode filters, String field, Collection<String> values) {
        ArrayNode terms = filters.addObject().putObject("terms").putArray(field);
        values.forEach(terms::add);
    }

    /** {@return what would be found in a later language although it is there in an earlier one, by its number} */
    private List<String> translated(ObjectNode match, FaqQuery query) {
        List<String> languages = languages(query);
        if (languages.size() < 2) {
            return List.of();
        }
        ObjectNode body = Rest.JSON.createObjectNode().put("size", MOST_FOUND).put("_source", false);
        ObjectNode bool = body.putObject("query").putObject("bool");
        bool.putArray("must").add(match);
        any(bool.putArray("filter"), "language", languages.subList(1, languages.size()));
        body.putArray("docvalue_fields").add("id").add("language");
        Map<String, List<String>> earlier = new HashMap<>();
        for (JsonNode hit : search(body).at("/hits/hits")) {
            String id = hit.at("/fields/id/0").asString();
            String language = hit.at("/fields/language/0").asString();
            earlier.put(hit.path("_id").asString(), languages.stream().takeWhile(other -> !other.equals(language))
                    .map(other -> Documents.translation(id, other)).toList());
        }
        Set<String> wanted = new LinkedHashSet<>();
        earlier.values().forEach(wanted::addAll);
        Set<String> present = new HashSet<>();
        List<String> all = List.copyOf(wanted);
        for (int from = 0; from < all.size(); from += MOST_FOUND) {
            ObjectNode there = Rest.JSON.createObjectNode().put("size", MOST_FOUND).put("_source", false);
            ArrayNode filters = filters(query);
            any(filters, "translation", all.subList(from, Math.min(all.size(), from + MOST_FOUND)));
            there.putObject("query").putObject("bool").set("filter", filters);
            there.putArray("docvalue_fields").add("translation");
            search(there).at("/hits/hits")
                    .forEach(hit -> present.add(hit.at("/fields/translation/0").asString()));
        }
        return earlier.entrySet().stream().filter(each -> each.getValue().stream().anyMatch(present::contains))
                .map(Map.Entry::getKey).sorted().toList();
    }

    /** A sum of BM25 grows with the words that were found; relative to their number it says how much of the question that is. */
    private static double score(double sum, Reading reading) {
        return Math.max(Double.MIN_NORMAL, 1 - Math.exp(-sum / reading.words().size() / 2));
    }

    private static void highlight(ObjectNode body) {
        ObjectNode highlight = body.putObject("highlight").put("number_of_fragments", 0)
                .put("require_field_match", false).put("encoder", "default");
        highlight.putArray("pre_tags").add(BEGIN);
        highlight.putArray("post_tags").add(END);
        highlight.putObject("fields").putObject("question");
        highlight.withObject("fields").putObject("answer");
    }

    private static FaqHit hit(JsonNode found, double score, Reading reading, Map<Reading.Word, Rule> led) {
        FaqEntry entry = Documents.entry(found.path("_source"));
        List<FaqHit.Highlight> highlights = new ArrayList<>();
        mark(highlights, Part.QUESTION, entry.question(), found.at("/highlight/question/0").asString(""));
        mark(highlights, Part.ANSWER, entry.answer(), found.at("/highlight/answer/0").asString(""));
        List<String> marked = highlights.stream().map(each -> (each.part() == Part.QUESTION
                ? entry.question()
                : entry.answer()).substring(each.start(), each.end()).toLowerCase(Locale.ROOT)).toList();
        List<FaqHit.Because> because = new ArrayList<>();
        led.forEach((word, rule) -> {
            String asked = reading.asked(word);
            because.add(new FaqHit.Because(asked, rule, switch (rule) {
                case SPELLING -> word.corrected().orElse(asked);
                case PHRASING -> asked;
                default -> nearest(marked, asked.toLowerCase(Locale.ROOT));
            }));
        });
        FaqHit.Section best = null;
        long most = 0;
        for (FaqHit.Section section : FaqHit.Section.of(entry.answer())) {
            long says = highlights.stream().filter(each -> each.part() == Part.ANSWER
                    && each.start() >= section.start() && each.end() <= section.end()).count();
            if (says > most) {
                most = says;
                best = section;
            }
        }
        return new FaqHit(entry, score, highlights, because, Optional.ofNullable(best));
    }

    /** {@return the marked word that begins most like another one; that one itself if nothing is marked} */
    private static String nearest(List<String> marked, String asked) {
        String nearest = asked;
        int most = 0;
        for (String each : marked) {
            int common = 0;
            while (common < Math.min(each.length(), asked.length()) && each.charAt(common) == asked.charAt(common)) {
                common++;
            }
            if (common > most) {
                most = common;
                nearest = each;
            }
        }
        return nearest;
    }

    private static void mark(List<FaqHit.Highlight> highlights, Part part, String text, String marked) {
        List<FaqHit.Highlight> found = new ArrayList<>();
        StringBuilder bare = new StringBuilder();
        int at = 0;
        for (int begin = marked.indexOf(BEGIN); begin >= 0; begin = marked.indexOf(BEGIN, at)) {
            int end = marked.indexOf(END, begin);
            if (end < 0) {
                return;
            }
            bare.append(marked, at, begin);
            int start = bare.length();
            bare.append(marked, begin + BEGIN.length(), end);
            if (bare.length() > start) {
                found.add(new FaqHit.Highlight(part, start, bare.length()));
            }
            at = end + END.length();
        }
        String trimmed = text.trim(); // the highlighter does so, by the same rule
        if (bare.append(marked, at, marked.length()).toString().equals(trimmed)) {
            int lead = text.indexOf(trimmed);
            found.forEach(each -> highlights
                    .add(new FaqHit.Highlight(part, lead + each.start(), lead + each.end())));
        }
    }

    private static Result.Facets facets(JsonNode counted) {
        return new Result.Facets(counts(counted.path("category"), Function.identity()),
                counts(counted.path("tag"), Tag::of), counts(counted.path("locale"), Locale::forLanguageTag));
    }

    private static <T> Map<T, Integer> counts(JsonNode field, Function<String, T> as) {
        Map<T, Integer> counts = new LinkedHashMap<>();
        field.path("buckets").forEach(
                bucket -> counts.put(as.apply(bucket.path("key").asString()), bucket.path("doc_count").asInt()));
        return counts;
    }

    @Override
    public List<String> suggest(String text, Locale locale, int limit) {
        requireNonNull(text, "text");
        FaqQuery query = FaqQuery.of("").locale(locale);
        requireLimit(limit);
        return open(() -> {
            Reading reading = Reading.of(rest, alias, text, synonyms);
            if (reading.isEmpty()) {
                return List.<String>of();
            }
            ObjectNode body = Rest.JSON.createObjectNode().put("size", limit).put("track_scores", true)
                    .put("_source", "question");
            ObjectNode bool = body.putObject("query").putObject("bool");
            ArrayNode must = bool.putArray("must");
            reading.clauses(false).forEach(must::add);
            bool.set("filter", filters(query));
            body.putObject("collapse").put("field", "question.whole");
            body.putArray("sort").add("_score").addObject().put("key", "asc");
            List<String> questions = new ArrayList<>();
            search(body).at("/hits/hits").forEach(hit -> questions.add(hit.at("/_source/question").asString()));
            return List.copyOf(questions);
        });
    }

    @Override
    public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
        requireNonNull(id, "id");
        requireNonNull(locale, "locale");
        requireLimit(limit);
        return open(() -> rest
                .find("GET", alias + "/_doc/" + Documents.number(id, locale) + "?realtime=false&preference=opora")
                .map(document -> Documents.entry(document.path("_source")))
                .map(entry -> found(FaqQuery.of(entry.question() + ".").locale(locale).audience(entry.audience())
                        .limit(limit + 1)).hits().stream().filter(hit -> !hit.id().equals(id)).limit(limit).toList())
                .orElse(List.of()));
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MOST_SUGGESTED) {
            throw new InvalidInputException("limit",
                    new Violation("limit", "range", "limit: 1 to " + MOST_SUGGESTED + ", not " + limit));
        }
    }

    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                rest.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
    }
}
