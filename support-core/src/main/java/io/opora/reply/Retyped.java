package io.opora.reply;

import io.opora.reply.Replies.Written;
import io.opora.reply.ReplyTemplate.Proposal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds texts that people write again and again. Each joins the first that it resembles, by the same measure by which past messages
 * are found. What a text says to fewer customers than were asked for stands in no proposal.
 */
final class Retyped {

    private static final double ALIKE = 0.5;
    private static final int LEAST_WORDS = 4;

    /** Texts that resemble the first of them, or a template. */
    private static final class Group {

        private final String language;
        private final Optional<ReplyTemplate.Id> template;
        private final List<Written> texts = new ArrayList<>();

        Group(String language, Optional<ReplyTemplate.Id> template) {
            this.language = language;
            this.template = template;
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final Cases leaders = new Cases();
    private final int all;

    private Retyped(int all) {
        this.all = all;
    }

    static List<Proposal> proposals(Collection<ReplyTemplate> templates, List<Written> texts, int atLeast) {
        List<char[]> features = texts.stream().map(text -> MessageFeatures.of(text.text()).buckets()).toList();
        Retyped retyped = new Retyped(texts.size());
        features.forEach(retyped.leaders::count);
        for (ReplyTemplate template : templates) {
            template.variants().forEach(variant -> retyped.lead(
                    new Group(variant.locale().getLanguage(), Optional.of(template.id())),
                    MessageFeatures.of(TemplateText.plain(variant.text())).buckets()));
        }
        for (int i = 0; i < features.size(); i++) {
            retyped.add(texts.get(i), features.get(i));
        }
        return retyped.groups.stream().flatMap(group -> proposal(group, atLeast).stream())
                .sorted(Comparator.comparingInt(Proposal::times).reversed()).toList();
    }

    private int lead(Group group, char[] buckets) {
        int number = groups.size();
        groups.add(group);
        leaders.add(number, buckets, number, "", all);
        return number;
    }

    private void add(Written text, char[] buckets) {
        Cases.Neighbours near = leaders.near(buckets, groups.size(), all, null);
        String language = text.locale().getLanguage();
        for (int i = 0; i < near.indexes().length && near.likeness()[i] >= ALIKE; i++) {
            Group group = groups.get(near.indexes()[i]);
            if (group.language.equals(language)) {
                group.texts.add(text);
                return;
            }
        }
        groups.get(lead(new Group(language, Optional.empty()), buckets)).texts.add(text);
    }

    private static Optional<Proposal> proposal(Group group, int atLeast) {
        Set<String> customers = new HashSet<>();
        Map<String, Set<String>> said = new HashMap<>();
        for (Written text : group.texts) {
            customers.add(text.customer());
            PersonalMarks.words(text.text())
                    .forEach(word -> said.computeIfAbsent(word, first -> new HashSet<>()).add(text.customer()));
        }
        if (customers.size() < atLeast) {
            return Optional.empty();
        }
        Proposal best = null;
        int most = LEAST_WORDS - 1;
        for (Written text : group.texts) {
            PersonalMarks marks = new PersonalMarks(text.customerName(), text.names(),
                    word -> said.getOrDefault(word, Set.of()).size() >= atLeast);
            String marked = marks.marked(text.text());
            int words = PersonalMarks.words(TemplateText.plain(marked)).size() - marks.marksIn(marked).size();
            if (words > most && marked.length() <= ReplyTemplate.MAX_BODY) {
                most = words;
                best = new Proposal(text.locale(), marked, marks.marksIn(marked), group.texts.size(),
                        group.texts.stream().map(Written::request).distinct().limit(Proposal.MAX_REQUESTS).toList(),
                        group.template);
            }
        }
        return Optional.ofNullable(best);
    }
}
