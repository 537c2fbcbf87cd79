package io.opora.reply;

import io.opora.reply.TemplateStore.Edition;
import io.opora.reply.TemplateStore.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what a store says of templates, as a matcher: titles and examples, and what became of templates for which messages. It goes
 * on where it was; if that is no longer there, because a transaction was rolled back in which it had looked, it begins anew.
 */
final class Learning {

    private static final int PAGE = 500;
    private static final String OF_TEMPLATE = "template ";

    private final TemplateStore store;
    private final ReplyMatcher matcher;
    private final Function<String, Optional<String>> messages;
    private final ReentrantLock catchingUp = new ReentrantLock();
    private volatile Map<ReplyTemplate.Id, Edition> editions = Map.of();
    private volatile boolean ready;
    // under the lock
    private final Set<String> learned = new HashSet<>();
    private @Nullable Edition lastEdition;
    private @Nullable Use lastUse;

    Learning(TemplateStore store, ReplyMatcher matcher, Function<String, Optional<String>> messages) {
        this.store = store;
        this.matcher = matcher;
        this.messages = messages;
    }

    ReplyMatcher matcher() {
        return matcher;
    }

    /** The newest editions by id, as they were when it caught up the last time. */
    Map<ReplyTemplate.Id, Edition> editions() {
        return editions;
    }

    /** Takes in what is new. Whoever comes while another does that goes on with what is known, unless nothing is. */
    void catchUp() {
        if (!catchingUp.tryLock()) {
            if (ready) {
                return;
            }
            catchingUp.lock();
        }
        try {
            if (!takeNew()) {
                forgetEverything();
                takeNew();
            }
            if (!ready && matcher.cases() > 0) {
                matcher.rehearse();
            }
            ready = true;
        } finally {
            catchingUp.unlock();
        }
    }

    private void forgetEverything() {
        matcher.forget(reference -> true);
        learned.clear();
        editions = Map.of();
        lastEdition = null;
        lastUse = null;
        ready = false;
    }

    /** Answers whether what was taken in before is still what the store says. */
    private boolean takeNew() {
        Edition edition = lastEdition;
        List<Edition> changed = new ArrayList<>();
        List<Edition> page = store.newest(edition == null ? 0 : edition.revision() - 1, PAGE);
        while (!page.isEmpty()) {
            changed.addAll(page);
            page = store.newest(page.getLast().revision(), PAGE);
        }
        Use use = lastUse;
        List<Use> used = new ArrayList<>();
        List<Use> more = store.uses(use == null ? 0 : use.number() - 1, PAGE);
        while (!more.isEmpty()) {
            used.addAll(more);
            more = store.uses(more.getLast().number(), PAGE);
        }
        boolean goesOn = (edition == null || changed.stream().anyMatch(each -> each.id().equals(edition.id())))
                && (use == null || used.stream().anyMatch(each -> each.template().equals(use.template())
                        && each.request().equals(use.request())));
        if (goesOn) {
            changed.remove(edition);
            used.remove(use);
            take(changed, used);
        }
        return goesOn;
    }

    private void take(List<Edition> changed, List<Use> used) {
        if (changed.isEmpty() && used.isEmpty()) {
            return;
        }
        Set<String> stale = new LinkedHashSet<>();
        List<Edition> taught = changed.stream().filter(edition -> teachesElse(edition, editions.get(edition.id())))
                .toList();
        taught.forEach(edition -> stale.add(OF_TEMPLATE + edition.id()));
        used.forEach(use -> stale.add(reference(use)));
        stale.retainAll(learned);
        if (!stale.isEmpty()) {
            matcher.forget(stale::contains);
            learned.removeAll(stale);
        }
        taught.forEach(this::learn);
        used.forEach(this::learn);
        Map<ReplyTemplate.Id, Edition> now = new TreeMap<>(editions);
        for (Edition edition : changed) {
            now.put(edition.id(), edition);
            lastEdition = edition;
        }
        editions = Collections.unmodifiableMap(now);
        for (Use use : used) {
            lastUse = use;
        }
    }

    private static boolean teachesElse(Edition edition, @Nullable Edition before) {
        return before == null || before.withdrawn() != edition.withdrawn()
                || !before.template().title().equals(edition.template().title())
                || !before.template().examples().equals(edition.template().examples());
    }

    private void learn(Edition edition) {
        if (!edition.withdrawn()) {
            learn(edition.id(), edition.template().title(), OF_TEMPLATE + edition.id(), ReplyMatcher.Outcome.ACCEPTED);
            edition.template().examples().forEach(example -> learn(edition.id(), example, OF_TEMPLATE + edition.id(),
                    ReplyMatcher.Outcome.ACCEPTED));
        }
    }

    private void learn(Use use) {
        switch (use.outcome()) {
            case SENT -> learn(use, ReplyMatcher.Outcome.ACCEPTED);
            case EDITED -> learn(use, ReplyMatcher.Outcome.EDITED);
            case REJECTED -> learn(use, ReplyMatcher.Outcome.REJECTED);
            case UNDONE, FORGOTTEN -> {}
        }
    }

    private void learn(Use use, ReplyMatcher.Outcome outcome) {
        messages.apply(use.request()).filter(message -> !message.isBlank())
                .ifPresent(message -> learn(use.template(), message, reference(use), outcome));
    }

    private void learn(ReplyTemplate.Id template, String message, String reference, ReplyMatcher.Outcome outcome) {
        // beyond its limits it stays as it is, rather than that nothing is suggested any more
        if (matcher.cases() < ReplyMatcher.MAX_CASES
                && (matcher.templates().size() < ReplyMatcher.MAX_TEMPLATES
                        || matcher.templates().contains(template))) {
            matcher.learn(template, message, reference, outcome);
            learned.add(reference);
        }
    }

    private static String reference(Use use) {
        return use.request() + ' ' + use.template();
    }

    /** Past cases by the request that they were, which is empty for what a template itself says. */
    static ReplyMatch.Because readable(ReplyMatch.Because because) {
        return new ReplyMatch.Because(because.words(), because.cases().stream()
                .map(each -> new ReplyMatch.Case(each.reference().startsWith(OF_TEMPLATE)
                        ? ""
                        : each.reference().substring(0, Math.max(0, each.reference().indexOf(' '))),
                        each.likeness()))
                .toList());
    }
}
