package io.opora.faq;

import io.opora.faq.Faq.Questions.EntryUse;
import io.opora.faq.Faq.Questions.EntryUse.Doubt;
import io.opora.faq.Faq.Questions.Figures;
import io.opora.faq.Faq.Questions.Report;
import io.opora.faq.FaqStore.Asked;
import io.opora.faq.FaqStore.Asked.Kind;
import io.opora.faq.FaqStore.Asked.Use;
import io.opora.faq.FaqStore.Asked.Use.Step;
import io.opora.faq.FaqStore.Vote;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Adds up what was asked. */
final class Analysis {

    private static final Comparator<EntryUse> ORDER = Comparator
            .comparing((EntryUse use) -> use.doubt().map(Enum::ordinal).orElse(Integer.MAX_VALUE))
            .thenComparing(Comparator.comparingLong((EntryUse use) -> use.failed() + use.sentAnyway()).reversed())
            .thenComparing(Comparator.comparingLong(EntryUse::opened).reversed())
            .thenComparing(Comparator.comparingLong(EntryUse::shown).reversed()).thenComparing(EntryUse::entry)
            .thenComparing(use -> use.locale().toLanguageTag());

    private record Key(FaqEntry.Id entry, Locale locale) {}

    /** How an entry was used so far. */
    private static final class Sum {

        private final FaqEdition edition;
        private final LocalDate changed;
        private long shown;
        private long opened;
        private long answered;
        private long sentAnyway;
        private long otherwise;
        /** The same since the entry was changed last: what was said before may be about what is not there any more. */
        private long answeredSince;
        private long againstSince;

        Sum(FaqEdition edition) {
            this.edition = edition;
            this.changed = LocalDate.ofInstant(edition.at(), ZoneOffset.UTC);
        }
    }

    private final LocalDate from;
    private final LocalDate until;
    private final Map<Key, Sum> sums = new LinkedHashMap<>();
    private final Map<String, Figures> locales = new TreeMap<>();
    private final Map<LocalDate, Figures> days = new TreeMap<>();
    private final Topics topics = new Topics();

    Analysis(List<FaqEdition> editions, LocalDate from, LocalDate until) {
        this.from = from;
        this.until = until;
        for (FaqEdition edition : editions) {
            sums.put(new Key(edition.id(), edition.locale()), new Sum(edition));
            FaqEntry entry = edition.content().entry();
            topics.background(entry.locale(), entry.question() + "\n" + entry.answer());
        }
    }

    void add(Asked asked) {
        Figures figures = Figures.of(asked);
        if (asked.kind() != Kind.REQUEST) {
            locales.merge(asked.locale().toLanguageTag(), figures, Figures::plus);
            days.merge(asked.day(), figures, Figures::plus);
        }
        boolean unanswered = asked.sent() || (asked.kind() == Kind.SEARCHED && asked.foundNothing());
        if (unanswered) {
            asked.question().ifPresent(words -> topics.add(asked.locale(), words, asked.day(), asked.sent()));
        }
        boolean answered = asked.came(Step.ANSWERED);
        for (Use use : asked.uses()) {
            Sum sum = sums.get(new Key(use.entry(), use.locale()));
            if (sum != null) {
                add(sum, asked, use, answered);
            }
        }
    }

    private static void add(Sum sum, Asked asked, Use use, boolean answered) {
        boolean since = !asked.day().isBefore(sum.changed);
        if (asked.kind() == Kind.REQUEST) {
            // its sender was counted when they wrote it
            sum.answered += use.step() == Step.ANSWERED ? 1 : 0;
            sum.answeredSince += since && use.step() == Step.ANSWERED ? 1 : 0;
            sum.otherwise += use.step() == Step.OPENED && answered ? 1 : 0;
            return;
        }
        boolean anyway = asked.sent() && use.step().compareTo(Step.OPENED) >= 0;
        sum.shown++;
        sum.opened += use.step().compareTo(Step.OPENED) >= 0 ? 1 : 0;
        sum.answered += use.step() == Step.ANSWERED && !asked.sent() ? 1 : 0;
        sum.sentAnyway += anyway ? 1 : 0;
        sum.answeredSince += since && use.step() == Step.ANSWERED && !asked.sent() ? 1 : 0;
        sum.againstSince += since && anyway ? 1 : 0;
    }

    Report report(Function<FaqEdition, List<Vote>> votes) {
        List<EntryUse> entries = sums.values().stream().map(sum -> use(sum, votes.apply(sum.edition))).sorted(ORDER)
                .toList();
        Map<Locale, Figures> byLocale = new LinkedHashMap<>();
        locales.forEach((tag, figures) -> byLocale.put(Locale.forLanguageTag(tag), figures));
        return new Report(from, until, Collections.unmodifiableMap(byLocale), Collections.unmodifiableMap(days),
                topics.list(Faq.Questions.MAX_TOPICS), entries, topics.isComplete());
    }

    private EntryUse use(Sum sum, List<Vote> votes) {
        List<Vote> current = votes.stream().filter(vote -> vote.version() == sum.edition.version()).toList();
        long helped = current.stream().filter(Vote::helped).count();
        long failed = current.size() - helped;
        long against = failed + sum.againstSince;
        Optional<Doubt> doubt = Optional.empty();
        if (against >= Faq.Questions.ENOUGH_DOUBTS && against > helped + sum.answeredSince) {
            doubt = Optional.of(Doubt.CONTRADICTED);
        } else if (sum.opened > 0 && sum.changed.plusDays(Faq.Questions.STALE_DAYS).isBefore(until)) {
            doubt = Optional.of(Doubt.STALE);
        }
        return new EntryUse(sum.edition.id(), sum.edition.locale(), sum.shown, sum.opened, sum.answered, sum.sentAnyway,
                sum.otherwise, helped, failed, sum.edition.at(), doubt);
    }
}
