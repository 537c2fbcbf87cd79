package io.opora.faq;

import io.opora.faq.Faq.Questions.Topic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts questions together that are about the same. Words count by how rare they are among the entries of a language, short ones half;
 * forms of a word are taken for one by how they begin. The most frequent questions come first, and each joins the topic that it is
 * nearest to, or begins one: the same questions give the same topics.
 */
final class Topics {

    /** The most different questions that are held. */
    static final int MOST_QUESTIONS = 5_000;

    /** How near a question has to be to a topic, as a cosine. */
    private static final double NEAR = 0.5;
    private static final int BEGINNING = 5;
    /** Words up to this length hold sentences together more often than they say what these are about. */
    private static final int SHORT = 3;
    private static final double SHORT_WEIGHT = 0.5;
    private static final int WORDS = 3;
    /** By how many of its rarest words a question looks for its topic. */
    private static final int LOOKED_FOR = 5;
    private static final Pattern WORD = Pattern.compile("(?U)[\\p{L}\\p{M}\\d]{2,80}");

    private static final Comparator<Map.Entry<String, Double>> HEAVIEST = Map.Entry
            .<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    private record Key(Locale locale, String text) {}

    /** How often the same was asked. */
    private static final class Count {

        private long times;
        private long sent;
        private LocalDate last = LocalDate.EPOCH;
    }

    private static final class Group {

        private final List<Map.Entry<String, Count>> questions = new ArrayList<>();
        private final Map<String, Double> sum = new HashMap<>();
        /** How the words of the topic are written, by how they begin. */
        private final Map<String, String> written = new HashMap<>();

        private double length;

        void add(Map.Entry<String, Count> question, Map<String, Double> vector) {
            questions.add(question);
            vector.forEach((word, weight) -> sum.merge(word, weight * question.getValue().times, Double::sum));
            length = length(sum);
        }

        double nearness(Map<String, Double> vector) {
            double product = 0;
            for (Map.Entry<String, Double> each : vector.entrySet()) {
                product += each.getValue() * sum.getOrDefault(each.getKey(), 0.0);
            }
            return product / (length * length(vector));
        }
    }

    private final Map<Key, Count> questions = new LinkedHashMap<>();
    private final Map<Locale, List<Set<String>>> known = new HashMap<>();
    private boolean complete = true;

    /** A text of the base of knowledge, which says how rare words are. */
    void background(Locale locale, String text) {
        known.computeIfAbsent(Locale.of(locale.getLanguage()), missing -> new ArrayList<>()).add(words(text).keySet());
    }

    void add(Locale locale, String text, LocalDate day, boolean sent) {
        Key key = new Key(locale, text);
        if (!questions.containsKey(key) && questions.size() == MOST_QUESTIONS) {
            complete = false;
            return;
        }
        Count count = questions.computeIfAbsent(key, missing -> new Count());
        count.times++;
        count.sent += sent ? 1 : 0;
        count.last = count.last.isAfter(day) ? count.last : day;
    }

    /** Whether all questions were held. */
    boolean isComplete() {
        return complete;
    }

    /** The most frequent topics first. */
    List<Topic> list(int most) {
        Map<String, Map<String, Count>> byLanguage = new TreeMap<>();
        questions.forEach((key, count) -> byLanguage
                .computeIfAbsent(key.locale().toLanguageTag(), missing -> new TreeMap<>()).put(key.text(), count));
        List<Topic> topics = new ArrayList<>();
        byLanguage.forEach((tag, counts) -> topics.addAll(topics(Locale.forLanguageTag(tag), counts)));
        topics.sort(Comparator.comparingLong(Topic::questions).thenComparingLong(Topic::sent).reversed()
                .thenComparing(topic -> topic.locale().toLanguageTag())
                .thenComparing(topic -> topic.examples().getFirst()));
        return List.copyOf(topics.subList(0, Math.min(most, topics.size())));
    }

    private List<Topic> topics(Locale locale, Map<String, Count> counts) {
        Map<String, Integer> frequencies = new HashMap<>();
        List<Set<String>> texts = known.getOrDefault(locale, List.of());
        texts.forEach(words -> words.forEach(word -> frequencies.merge(word, 1, Integer::sum)));
        List<Group> groups = new ArrayList<>();
        Map<String, Set<Integer>> with = new HashMap<>();
        counts.entrySet().stream().sorted(Comparator
                .comparingLong((Map.Entry<String, Count> each) -> each.getValue().times).reversed()
                .thenComparing(Map.Entry::getKey)).forEach(each -> {
                    Map<String, String> words = words(each.getKey());
                    Map<String, Double> vector = new HashMap<>();
                    words.forEach((word, written) -> vector.put(word, (written.length() > SHORT ? 1 : SHORT_WEIGHT)
                            * (1 + Math.log((texts.size() + 1.0) / (frequencies.getOrDefault(word, 0) + 1.0)))));
                    Set<Integer> candidates = new TreeSet<>();
                    vector.entrySet().stream().sorted(HEAVIEST).limit(LOOKED_FOR)
                            .forEach(word -> candidates.addAll(with.getOrDefault(word.getKey(), Set.of())));
                    int best = nearest(groups, candidates, vector);
                    if (best < 0) {
                        best = groups.size();
                        groups.add(new Group());
                    }
                    Group group = groups.get(best);
                    group.add(each, vector);
                    words.forEach(group.written::putIfAbsent);
                    for (String word : words.keySet()) {
                        with.computeIfAbsent(word, missing -> new HashSet<>()).add(best);
                    }
                });
        return groups.stream().map(group -> topic(locale, group)).toList();
    }

    private static int nearest(List<Group> groups, Set<Integer> candidates, Map<String, Double> vector) {
        int best = -1;
        double nearness = NEAR;
        for (int candidate : candidates) {
            double near = groups.get(candidate).nearness(vector);
            if (near > nearness) {
                best = candidate;
                nearness = near;
            }
        }
        return best;
    }

    private static Topic topic(Locale locale, Group group) {
        List<String> words = group.sum.entrySet().stream()
                .sorted(HEAVIEST).limit(WORDS).map(each -> group.written.getOrDefault(each.getKey(), each.getKey()))
                .toList();
        return new Topic(locale, words, group.questions.stream().mapToLong(each -> each.getValue().times).sum(),
                group.questions.stream().mapToLong(each -> each.getValue().sent).sum(),
                group.questions.stream().map(each -> each.getValue().last).max(Comparator.naturalOrder())
                        .orElse(LocalDate.EPOCH),
                group.questions.stream().limit(Topic.MAX_EXAMPLES).map(Map.Entry::getKey).toList());
    }

    private static double length(Map<String, Double> vector) {
        return Math.sqrt(vector.values().stream().mapToDouble(weight -> weight * weight).sum());
    }

    /** The words by how they begin. */
    static Map<String, String> words(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('ё', 'е'));
        while (matcher.find()) {
            String word = matcher.group();
            boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
            String bare = plural ? word.substring(0, word.length() - 1) : word;
            words.putIfAbsent(bare.substring(0, bare.offsetByCodePoints(0,
                    Math.min(BEGINNING, bare.codePointCount(0, bare.length())))), word);
        }
        return words;
    }
}
