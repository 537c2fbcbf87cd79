package io.opora.reply;

import io.opora.reply.Replies.Overlap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Templates that answer the same messages, or say the same. */
final class Overlaps {

    private static final double ALIKE = 0.6;

    private record Pair(ReplyTemplate.Id one, ReplyTemplate.Id other) {}

    private final Map<Pair, Double> alike = new HashMap<>();

    private Overlaps() {}

    static List<Overlap> of(List<ReplyTemplate> templates) {
        Overlaps messages = new Overlaps();
        messages.compare(templates, template -> List.of(
                template.title() + '\n' + String.join("\n", template.examples())));
        Overlaps texts = new Overlaps();
        texts.compare(templates, template -> template.variants().stream()
                .map(variant -> TemplateText.plain(variant.text())).toList());
        Map<Pair, Overlap> found = new TreeMap<>(Comparator.comparing(Pair::one).thenComparing(Pair::other));
        for (Map<Pair, Double> each : List.of(messages.alike, texts.alike)) {
            each.keySet().forEach(pair -> found.put(pair, new Overlap(pair.one(), pair.other(),
                    messages.alike.getOrDefault(pair, 0.0), texts.alike.getOrDefault(pair, 0.0))));
        }
        return found.values().stream().sorted(Comparator.comparingDouble(
                (Overlap overlap) -> Math.max(overlap.messages(), overlap.texts())).reversed()).toList();
    }

    private void compare(List<ReplyTemplate> templates, Function<ReplyTemplate, List<String>> saying) {
        List<ReplyTemplate.Id> owners = new ArrayList<>();
        List<char[]> all = new ArrayList<>();
        Cases cases = new Cases();
        for (ReplyTemplate template : templates) {
            for (String text : saying.apply(template)) {
                owners.add(template.id());
                all.add(MessageFeatures.of(text).buckets());
                cases.count(all.getLast());
            }
        }
        for (int i = 0; i < all.size(); i++) {
            Cases.Neighbours near = cases.near(all.get(i), i, all.size(), null);
            for (int n = 0; n < near.indexes().length && near.likeness()[n] >= ALIKE; n++) {
                ReplyTemplate.Id one = owners.get(near.indexes()[n]);
                if (!one.equals(owners.get(i))) {
                    boolean inOrder = one.compareTo(owners.get(i)) < 0;
                    alike.merge(inOrder ? new Pair(one, owners.get(i)) : new Pair(owners.get(i), one),
                            near.likeness()[n], Math::max);
                }
            }
            cases.add(i, all.get(i), 0, "", all.size());
        }
    }
}
