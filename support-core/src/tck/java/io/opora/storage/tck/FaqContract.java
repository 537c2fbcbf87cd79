package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.faq.FaqStore.Asked;
import io.opora.faq.FaqStore.Asked.Use;
import io.opora.faq.FaqStore.Tally;
import io.opora.faq.FaqStore.Vote;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Editions of FAQ entries are all kept, numbered without gaps, and overtake each other one at a time; readers have a vote each; what
 * became of a question is known until it is forgotten.
 */
public abstract class FaqContract extends StorageSuite {

    private static final Instant AT = Samples.START;
    private static final FaqEntry.Id REFUND = FaqEntry.Id.of("refund");
    private static final Locale EN = Locale.ENGLISH;
    private static final long ALL = Long.MAX_VALUE;
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    /** For subclasses, which make the fixture. */
    protected FaqContract() {}

    private FaqStore faq() {
        return storage().faq();
    }

    private static Content content(String id, Locale locale, String answer) {
        return Content.of(FaqEntry.of(id, locale, "How do I get a refund?", answer));
    }

    private static FaqEdition edition(Content content, long version) {
        return new FaqEdition(content, version, 0, "ann", AT);
    }

    private static FaqEdition edition(String id, long version) {
        return edition(content(id, EN, "version " + version), version);
    }

    private FaqEdition saved(FaqEdition edition) {
        Optional<List<FaqEdition>> stored = faq().save(List.of(edition));
        assertThat(stored).isPresent();
        return stored.orElseThrow().getFirst();
    }

    @Test
    void theNewestEditionIsFoundAndThoseBeforeItAreKept() {
        FaqEdition first = saved(edition("refund", 1));
        FaqEdition second = saved(edition("refund", 2));
        FaqEdition third = saved(edition("refund", 3));
        saved(edition("other", 1));

        assertSame(faq().find(REFUND, EN), Optional.of(third));
        assertSame(faq().history(REFUND, EN, ALL, 10), List.of(third, second, first));
        assertSame(faq().history(REFUND, EN, ALL, 2), List.of(third, second));
        assertSame(faq().history(REFUND, EN, 2, 2), List.of(first));
        assertThat(faq().history(REFUND, EN, 1, 2)).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        FaqEdition there = saved(edition("refund", 1));

        assertThat(faq().find(REFUND, EN)).contains(there);
        assertThat(faq().find(REFUND, Locale.UK)).isEmpty();
        assertThat(faq().find(FaqEntry.Id.of("refunds"), EN)).isEmpty();
        assertThat(faq().translations(FaqEntry.Id.of("refunds"))).isEmpty();
        assertThat(faq().history(REFUND, Locale.ROOT, ALL, 10)).isEmpty();
        assertThat(faq().votes(REFUND, EN, 10)).isEmpty();
        assertThat(faq().tally(REFUND, EN)).isEqualTo(new Tally(0, 0));
    }

    @Test
    void everyPartOfAnEditionComesBackEqual() {
        String long1 = "Возврат «\uD83D\uDE80» \\ ' \" %_ \r\n\t".repeat(8_000);
        Content full = new Content(FaqEntry
                .builder(FaqEntry.Id.of("delivery/abroad-ёё-\uD83D\uDE80"), Locale.forLanguageTag("sr-Latn-RS"),
                        "Где?", long1)
                .phrasings("wo?", " WO? ", "x".repeat(FaqEntry.MAX_QUESTION)).category("доставка/за границу")
                .tags("vip", "ёлка", "елка").audience(FaqEntry.Audience.STAFF).build(),
                Optional.of(Instant.parse("2027-03-01T23:59:59.999999Z")),
                Optional.of(Instant.parse("9999-12-31T23:59:59.999999Z")), -Content.MAX_ORDER, true);
        Content bare = Content.of(FaqEntry.of("x".repeat(FaqEntry.Id.MAX_LENGTH), Locale.ROOT, "?", ""));
        for (Content content : List.of(full, bare)) {
            FaqEdition stored = saved(
                    new FaqEdition(content, 1, 0, "o'neill ".repeat(25).substring(0, 199) + "é", AT.minusNanos(1_000)));

            assertSame(faq().find(stored.id(), stored.locale()), Optional.of(stored));
            assertThat(stored.content()).isEqualTo(content);
        }
        assertSame(fixture().reopen().faq().newest(0, 10), faq().newest(0, 10));
        assertThat(faq().newest(0, 10)).hasSize(2);
    }

    @Test
    void idsAndLanguagesAreComparedAsTheyAre() {
        List<String> ids = List.of("refund", "Refund", "réfund", "refund/", "50%", "50_", "ёлка", "елка");
        ids.forEach(id -> saved(edition(id, 1)));
        List<Locale> locales = Stream.of("en-GB", "en", "ru", "ru-KZ", "und").map(Locale::forLanguageTag).toList();
        locales.forEach(locale -> saved(edition(content("many", locale, locale.toLanguageTag()), 1)));

        assertThat(ids).allSatisfy(id -> assertThat(faq().translations(FaqEntry.Id.of(id)))
                .extracting(edition -> edition.id().value()).containsExactly(id));
        assertThat(locales).allSatisfy(locale -> assertThat(faq().find(FaqEntry.Id.of("many"), locale)
                .map(edition -> edition.content().entry().answer())).contains(locale.toLanguageTag()));
        assertThat(faq().translations(FaqEntry.Id.of("many"))).extracting(FaqEdition::locale)
                .containsExactlyInAnyOrderElementsOf(locales);
    }

    @Test
    void anEditionThatIsNotTheNextOneIsNotStoredNorAnythingOfItsStep() {
        FaqEdition first = saved(edition("refund", 1));
        FaqEdition other = edition("other", 1);

        for (long version : new long[]{1, 3}) {
            assertThat(faq().save(List.of(other, edition("refund", version)))).isEmpty();
            assertThat(faq().save(List.of(edition("refund", version), other))).isEmpty();
        }
        assertThat(faq().save(List.of(edition("new", 2)))).isEmpty();

        assertSame(faq().newest(0, 10), List.of(first));
        assertThat(faq().find(FaqEntry.Id.of("other"), EN)).isEmpty();
        assertThat(faq().history(REFUND, EN, ALL, 10)).containsExactly(first);
    }

    @Test
    void revisionsAreCountedAcrossAllEntriesWithoutGaps() {
        assertThat(saved(edition("a", 1)).revision()).isEqualTo(1);
        Optional<List<FaqEdition>> step = faq().save(List.of(edition("c", 1), edition("a", 2), edition("b", 1)));
        assertThat(step.orElseThrow()).extracting(FaqEdition::revision).containsExactly(2L, 3L, 4L);
        assertThat(step.orElseThrow()).extracting(edition -> edition.id().value()).containsExactly("c", "a", "b");
        assertThat(faq().save(List.of(edition("b", 2), edition("a", 2)))).isEmpty();
        assertThat(fixture().reopen().faq().save(List.of(edition("a", 3))).orElseThrow().getFirst().revision())
                .as("after a step that was refused, on another node").isEqualTo(5);
    }

    @Test
    void changesAreTheNewestEditionsByRevisionAndEndWithTheLast() {
        IntStream.rangeClosed(1, 9).forEach(i -> saved(edition("e" + i, 1)));
        FaqEdition again = saved(edition("e2", 2));

        List<FaqEdition> all = new ArrayList<>();
        List<FaqEdition> page = faq().newest(0, 4);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(4);
            all.addAll(page);
            page = faq().newest(page.getLast().revision(), 4);
        }

        assertThat(all).extracting(FaqEdition::revision).containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(all.getLast()).isEqualTo(again);
        assertThat(faq().newest(10, 4)).isEmpty();
    }

    @Test
    void whatTurnsIsWhatTimeAloneShowsOrHidesWithinASpan() {
        Instant from = AT.plusSeconds(60);
        Instant until = AT.plusSeconds(120);
        saved(edition("draft", 1));
        saved(edition(content("at-once", EN, "").from(AT), 1));
        saved(edition(content("both", EN, "").from(from).until(until), 1));
        saved(edition(content("from", EN, "").from(from), 1));
        saved(edition(content("until", EN, "").from(AT).until(until), 1));
        saved(edition(content("was", EN, "").from(from), 1));
        saved(edition(content("was", EN, ""), 2));

        assertThat(turning(AT, from)).containsExactly("both", "from");
        assertThat(turning(from, until)).containsExactly("both", "until");
        assertThat(turning(Instant.EPOCH, until)).containsExactly("both", "from", "until");
        assertThat(turning(from.minusNanos(1_000), from.minusNanos(1_000))).isEmpty();
        assertThat(turning(Instant.EPOCH, from.minusNanos(1_000))).isEmpty();
        assertThat(turning(until, until.plus(Duration.ofDays(9)))).isEmpty();
        assertThat(faq().turning(AT, until, 0, 1)).extracting(FaqEdition::revision).containsExactly(3L);
        assertThat(faq().turning(AT, until, 3, 1)).extracting(FaqEdition::revision).containsExactly(4L);
        assertThat(faq().turning(AT, until, 4, 9)).extracting(FaqEdition::revision).containsExactly(5L);
    }

    private List<String> turning(Instant after, Instant until) {
        return faq().turning(after, until, 0, 10).stream().map(edition -> edition.id().value()).toList();
    }

    @Test
    void ofThoseWhoSaveOneVersionAtOnceExactlyOneIsFirst() {
        int rounds = 10;

        List<List<Race.Outcome<Boolean>>> outcomes = Race.run(8, rounds, (thread, round) -> fixture().reopen().faq()
                .save(List.of(edition(content("refund", EN, "by " + thread), round + 1))).isPresent());

        assertThat(outcomes).allSatisfy(round -> assertThat(Race.returned(round)).containsOnlyOnce(true));
        assertThat(faq().history(REFUND, EN, ALL, 100)).extracting(FaqEdition::version)
                .containsExactlyElementsOf(LongStream.iterate(rounds, i -> i - 1).limit(rounds).boxed().toList());
        assertThat(faq().newest(0, 10)).extracting(FaqEdition::revision).containsExactly((long) rounds);
    }

    @Test
    void whoeverReadsChangesWhileOthersSaveMissesNone() {
        int writers = 6;
        int each = 15;

        AtomicInteger writing = new AtomicInteger(writers);
        List<Long> seen = Race.returned(Race.run(writers + 1, (thread, round) -> {
            FaqStore own = fixture().reopen().faq();
            if (thread == 0) {
                return follow(own, writing);
            }
            try {
                for (int i = 0; i < each; i++) {
                    own.save(List.of(edition("e-" + thread + "-" + i, 1)));
                }
            } finally {
                writing.decrementAndGet();
            }
            return List.<Long>of();
        })).stream().flatMap(List::stream).toList();

        assertThat(seen).containsExactlyElementsOf(
                LongStream.rangeClosed(1, (long) writers * each).boxed().toList());
    }

    /** Reads on until nobody writes any more and there is nothing left. */
    private static List<Long> follow(FaqStore store, AtomicInteger writing) {
        List<Long> revisions = new ArrayList<>();
        long last = 0;
        boolean more = true;
        while (more) {
            boolean done = writing.get() == 0;
            List<FaqEdition> page = store.newest(last, 7);
            for (FaqEdition edition : page) {
                revisions.add(edition.revision());
                last = edition.revision();
            }
            more = !done || !page.isEmpty();
        }
        return revisions;
    }

    @Test
    void aPersonHasOneVoteWhichTheyMayChange() {
        Vote first = vote("maria", true, Optional.of("Спасибо! \uD83D\uDE80 'x' \\"), AT);
        Vote changed = vote("maria", false, Optional.empty(), AT.plusSeconds(2));
        Vote other = vote("Maria", true, Optional.of("x".repeat(Vote.MAX_REASON)), AT.plusNanos(1_000));
        Vote elsewhere = new Vote(REFUND, Locale.of("ru"), "maria", true, Optional.empty(), 3, AT);

        faq().vote(first);
        faq().vote(elsewhere);
        assertSame(faq().votes(REFUND, EN, 10), List.of(first));
        faq().vote(changed);
        faq().vote(other);

        assertSame(faq().votes(REFUND, EN, 10), List.of(changed, other));
        assertSame(faq().votes(REFUND, EN, 1), List.of(changed));
        assertThat(faq().tally(REFUND, EN)).isEqualTo(new Tally(1, 1));
        assertThat(faq().tally(REFUND, Locale.of("ru"))).isEqualTo(new Tally(1, 0));
        assertSame(fixture().reopen().faq().votes(REFUND, Locale.of("ru"), 10), List.of(elsewhere));
    }

    private static Vote vote(String person, boolean helped, Optional<String> reason, Instant at) {
        return new Vote(REFUND, EN, person, helped, reason, 1, at);
    }

    @Test
    void votesOfSomebodyWhoIsForgottenAreGoneEverywhere() {
        Vote refund = vote("maria", true, Optional.of("Спасибо"), AT);
        Vote lamp = new Vote(FaqEntry.Id.of("lamp"), Locale.of("ru", "KZ"), "maria", false, Optional.empty(), 7, AT);
        faq().vote(refund);
        faq().vote(lamp);
        faq().vote(vote("Maria", true, Optional.empty(), AT));
        assertThat(faq().said("maria")).containsExactlyInAnyOrder(refund, lamp);

        assertThat(faq().forget("maria")).isEqualTo(2);

        assertThat(faq().said("maria")).isEmpty();
        assertThat(faq().forget("maria")).isZero();

        assertThat(faq().votes(REFUND, EN, 10)).extracting(Vote::person).containsExactly("Maria");
        assertThat(faq().votes(FaqEntry.Id.of("lamp"), Locale.of("ru", "KZ"), 10)).isEmpty();
    }

    @Test
    void noVoteIsLostAndNoneCountsTwiceWhenManyVoteAtOnce() {
        Race.returned(Race.run(8, (thread, round) -> {
            FaqStore own = fixture().reopen().faq();
            own.vote(vote("everybody", thread % 2 == 0, Optional.empty(), AT));
            own.vote(vote("person-" + thread, true, Optional.empty(), AT));
            return thread;
        }));

        Tally tally = faq().tally(REFUND, EN);
        assertThat(tally.helped() + tally.failed()).isEqualTo(9);
        assertThat(faq().votes(REFUND, EN, 100)).extracting(Vote::person).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void whatWasSavedGoesWithTheTransactionOfTheCallerAndItsRevisionIsGivenAgain() {
        FaqEdition kept = saved(edition("kept", 1));

        rollBack(() -> {
            assertThat(saved(edition("lost", 1)).revision()).isEqualTo(2);
            faq().vote(vote("maria", true, Optional.empty(), AT));
        });

        assertSame(faq().newest(0, 10), List.of(kept));
        assertThat(faq().tally(REFUND, EN)).isEqualTo(new Tally(0, 0));
        assertThat(saved(edition("next", 1)).revision()).isEqualTo(2);
        commit(() -> {
            assertThat(saved(edition("more", 1)).revision()).isEqualTo(3);
            assertThat(faq().save(List.of(edition("more", 1)))).isEmpty();
            assertThat(faq().find(FaqEntry.Id.of("more"), EN)).isPresent();
        });
        assertThat(faq().newest(0, 10)).extracting(edition -> edition.id().value())
                .startsWith("kept", "next").hasSize(joinsTransactions() ? 3 : 2);
    }

    @Test
    void aStorageHasOneStoreOfTheFaqAndOtherHandlesSeeWhatItStores() {
        FaqEdition first = saved(edition("refund", 1));

        assertThat(storage().faq()).isSameAs(storage().faq());
        FaqStore other = fixture().reopen().faq();
        assertSame(other.find(REFUND, EN), Optional.of(first));
        FaqEdition second = other.save(List.of(edition("refund", 2))).orElseThrow().getFirst();
        assertSame(faq().find(REFUND, EN), Optional.of(second));
    }

    @Test
    void theMostEditionsOfOneStepAreStored() {
        List<FaqEdition> most = IntStream.range(0, FaqStore.MAX_STEP).mapToObj(i -> edition("e" + i, 1)).toList();

        assertThat(faq().save(most).orElseThrow()).extracting(FaqEdition::revision)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, FaqStore.MAX_STEP).boxed().toList());
        assertThat(faq().newest(0, FaqStore.MAX_STEP + 1)).hasSize(FaqStore.MAX_STEP);
        assertThat(Set.copyOf(faq().newest(FaqStore.MAX_STEP - 1, 10))).hasSize(1);
    }

    private static Asked asked(String id, LocalDate day, int version, Use... uses) {
        return new Asked(id, Asked.Kind.SEARCHED, EN, day, Optional.of("where is my refund"), List.of(uses), false,
                version);
    }

    private static Use use(String entry, Use.Step step) {
        return new Use(FaqEntry.Id.of(entry), EN, step);
    }

    @Test
    void everyPartOfAQuestionComesBackEqual() {
        Asked full = new Asked("~!".repeat(Asked.MAX_ID / 2), Asked.Kind.WRITTEN, Locale.forLanguageTag("sr-Latn-RS"),
                LocalDate.of(9999, 12, 31), Optional.of("ё \uD83D\uDE80 ' \" \\ %_ \n".repeat(12)),
                IntStream.range(0, Asked.MAX_USES).mapToObj(i -> new Use(
                        FaqEntry.Id.of("ё\uD83D\uDE80" + "x".repeat(190) + i), Locale.of("ru"),
                        List.of(Use.Step.values()).get(i % 3)))
                        .toList(),
                true, 1);
        Asked bare = new Asked("-", Asked.Kind.REQUEST, Locale.ROOT, LocalDate.EPOCH, Optional.empty(), List.of(),
                false, 1);

        for (Asked question : List.of(full, bare)) {
            assertThat(faq().record(question)).isTrue();
            assertSame(faq().asked(question.id()), Optional.of(question));
            assertSame(fixture().reopen().faq().asked(question.day(), "", 10), List.of(question));
        }
    }

    @Test
    void whatBecameOfAQuestionIsStoredOnWhatWasThere() {
        Asked first = asked("a", DAY, 1);
        Asked opened = asked("a", DAY, 2, use("refund", Use.Step.OPENED));

        assertThat(faq().asked("a")).isEmpty();
        assertThat(faq().record(opened)).as("of nothing").isFalse();
        assertThat(faq().record(first)).isTrue();
        assertThat(faq().record(asked("a", DAY, 1, use("lamp", Use.Step.SHOWN)))).as("a second first one").isFalse();
        assertThat(faq().record(asked("a", DAY, 3))).as("one is missing").isFalse();
        assertSame(faq().asked("a"), Optional.of(first));
        assertThat(faq().record(opened)).isTrue();
        assertThat(faq().record(opened)).as("again").isFalse();

        assertSame(faq().asked("a"), Optional.of(opened));
        assertSame(faq().asked(DAY, "", 10), List.of(opened));
        assertThat(faq().asked("A")).isEmpty();
    }

    @Test
    void whatWasAskedIsReadByDayInTheOrderOfTheIds() {
        List<String> ids = List.of("10", "9", "A", "Z", "a", "ab", "b", "~");
        for (String id : List.of("ab", "Z", "~", "9", "a", "A", "10", "b")) {
            assertThat(faq().record(asked(id, DAY, 1))).isTrue();
        }
        assertThat(faq().record(asked("aa", DAY.plusDays(1), 1))).isTrue();
        assertThat(faq().record(asked("aa-", DAY.minusDays(1), 1))).isTrue();

        List<String> all = new ArrayList<>();
        String last = "";
        for (int page = 0; page < 3; page++) {
            List<Asked> questions = faq().asked(DAY, last, 3);
            assertThat(questions).as("page " + page).isNotEmpty().hasSizeLessThanOrEqualTo(3);
            questions.forEach(question -> all.add(question.id()));
            last = questions.getLast().id();
        }

        assertThat(faq().asked(DAY, last, 3)).isEmpty();
        assertThat(all).containsExactlyElementsOf(ids);
        assertThat(faq().asked(DAY, "aa", 1)).extracting(Asked::id).as("behind what is of another day")
                .containsExactly("ab");
        assertThat(faq().asked(DAY.plusDays(2), "", 10)).isEmpty();
    }

    @Test
    void whatWasAskedBeforeADayIsForgotten() {
        faq().record(asked("a", DAY.minusDays(2), 1));
        faq().record(asked("b", DAY.minusDays(1), 1));
        faq().record(asked("c", DAY, 1));

        assertThat(faq().forgetAsked(DAY)).isEqualTo(2);

        assertThat(faq().asked("a")).isEmpty();
        assertThat(faq().asked(DAY.minusDays(1), "", 10)).isEmpty();
        assertThat(faq().asked(DAY, "", 10)).extracting(Asked::id).containsExactly("c");
        assertThat(faq().forgetAsked(DAY)).isZero();
        assertThat(faq().record(asked("b", DAY, 1))).as("as if it had never been").isTrue();
    }

    @Test
    void ofThoseWhoSayWhatBecameOfAQuestionAtOnceExactlyOneIsFirst() {
        int rounds = 10;

        List<List<Race.Outcome<Boolean>>> outcomes = Race.run(8, rounds, (thread, round) -> fixture().reopen().faq()
                .record(asked("a", DAY, round + 1, use("by-" + thread, Use.Step.OPENED))));

        assertThat(outcomes).allSatisfy(round -> assertThat(Race.returned(round)).containsOnlyOnce(true));
        assertThat(faq().asked("a").map(Asked::version)).contains(rounds);
    }

    @Test
    void whatWasAskedGoesWithTheTransactionOfTheCaller() {
        assertThat(faq().record(asked("kept", DAY, 1))).isTrue();

        rollBack(() -> {
            assertThat(faq().record(asked("lost", DAY, 1))).isTrue();
            assertThat(faq().record(asked("kept", DAY, 2))).isTrue();
            assertThat(faq().forgetAsked(DAY.plusDays(1))).isEqualTo(2);
        });

        assertSame(faq().asked(DAY, "", 10), List.of(asked("kept", DAY, 1)));
        commit(() -> {
            assertThat(faq().record(asked("more", DAY, 1))).isTrue();
            assertThat(faq().record(asked("more", DAY, 1))).isFalse();
            assertThat(faq().record(asked("more", DAY, 2))).isTrue();
        });
        assertThat(faq().asked(DAY, "", 10)).hasSize(joinsTransactions() ? 2 : 1);
    }
}
