package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.condition.Condition;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.ReplyTemplate.Variant;
import io.opora.reply.ReplyTemplate.WhenMissing;
import io.opora.reply.TemplateStore;
import io.opora.reply.TemplateStore.Edition;
import io.opora.reply.TemplateStore.Tally;
import io.opora.reply.TemplateStore.Use;
import io.opora.reply.TemplateStore.Use.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Editions of reply templates are all kept, numbered without gaps, and overtake each other one at a time; so is what became of them. */
public abstract class TemplateContract extends StorageSuite {

    private static final Instant AT = Samples.START;
    private static final ReplyTemplate.Id REFUND = ReplyTemplate.Id.of("refund");
    private static final long ALL = Long.MAX_VALUE;

    /** For subclasses, which make the fixture. */
    protected TemplateContract() {}

    private TemplateStore templates() {
        return storage().templates();
    }

    private static ReplyTemplate template(String id, String text) {
        return ReplyTemplate.builder(id, "Refund").text(Locale.ENGLISH, text).build();
    }

    private static Edition edition(String id, long version) {
        return new Edition(template(id, "version " + version), false, version, 0, "ann", AT);
    }

    private Edition saved(Edition edition) {
        Optional<List<Edition>> stored = templates().save(List.of(edition));
        assertThat(stored).isPresent();
        return stored.orElseThrow().getFirst();
    }

    private static Use use(String template, String request, Outcome outcome) {
        return new Use(ReplyTemplate.Id.of(template), request, 1, outcome, "ann", "maria", 0, AT);
    }

    private static Use use(String agent, String customer) {
        return new Use(REFUND, "of-" + agent + "-for-" + customer, 1, Outcome.SENT, agent, customer, 0, AT);
    }

    @Test
    void theNewestEditionIsFoundAndThoseBeforeItAreKept() {
        Edition first = saved(edition("refund", 1));
        Edition second = saved(edition("refund", 2));
        Edition third = saved(edition("refund", 3));
        saved(edition("Refund", 1));

        assertSame(templates().find(REFUND), Optional.of(third));
        assertSame(templates().history(REFUND, ALL, 10), List.of(third, second, first));
        assertSame(templates().history(REFUND, ALL, 2), List.of(third, second));
        assertSame(templates().history(REFUND, 2, 2), List.of(first));
        assertThat(templates().history(REFUND, 1, 2)).isEmpty();
        assertThat(templates().find(ReplyTemplate.Id.of("refunds"))).isEmpty();
        assertThat(templates().history(ReplyTemplate.Id.of("refunds"), ALL, 2)).isEmpty();
    }

    @Test
    void everyPartOfAnEditionComesBackEqual() {
        ReplyTemplate full = ReplyTemplate.builder("~!@#%_'\"\\" + "x".repeat(ReplyTemplate.Id.MAX_LENGTH - 9),
                "Возврат \uD83D\uDE80 'x' \\").category("доставка/за границу").scope(new Scope.Team("o'neill "))
                .variable(Variable.of("name", ReplyTemplate.Type.LINE, Source.CUSTOMER).orElse(" друг "))
                .whenMissing(WhenMissing.REFUSE).macro("solve").when(Condition.in("kind", "financial"))
                .examples("где деньги", "x".repeat(ReplyTemplate.MAX_EXAMPLE))
                .from(Instant.parse("2027-03-01T23:59:59.999999Z"))
                .until(Instant.parse("9999-12-31T23:59:59.999999Z"))
                .variant(new Variant(Locale.forLanguageTag("sr-Latn-RS"), Optional.of("«{{name}}»"),
                        "Текст \uD83D\uDE80\r\n\t".repeat(1_500), Optional.of("<p>{{name}}</p>")))
                .text(Locale.ENGLISH, "x").build();
        Edition stored = saved(new Edition(full, true, 1, 0, "é".repeat(ReplyTemplate.MAX_NAME), AT.minusNanos(1_000)));

        assertThat(stored.template()).isEqualTo(full);
        assertSame(templates().find(full.id()), Optional.of(stored));
        assertSame(fixture().reopen().templates().newest(0, 10), List.of(stored));
    }

    @Test
    void anEditionThatIsNotTheNextOneIsNotStoredNorAnythingOfItsStep() {
        Edition first = saved(edition("refund", 1));
        Edition other = edition("other", 1);

        for (long version : new long[]{1, 3}) {
            assertThat(templates().save(List.of(other, edition("refund", version)))).isEmpty();
            assertThat(templates().save(List.of(edition("refund", version), other))).isEmpty();
        }
        assertThat(templates().save(List.of(edition("new", 2)))).isEmpty();

        assertSame(templates().newest(0, 10), List.of(first));
        assertThat(templates().find(ReplyTemplate.Id.of("other"))).isEmpty();
        assertThat(templates().history(REFUND, ALL, 10)).containsExactly(first);
    }

    @Test
    void revisionsAreCountedAcrossAllTemplatesWithoutGaps() {
        assertThat(saved(edition("a", 1)).revision()).isEqualTo(1);
        List<Edition> step = templates().save(List.of(edition("c", 1), edition("a", 2), edition("b", 1))).orElseThrow();
        assertThat(step).extracting(Edition::revision).containsExactly(2L, 3L, 4L);
        assertThat(step).extracting(edition -> edition.id().value()).containsExactly("c", "a", "b");
        assertThat(templates().save(List.of(edition("b", 2), edition("a", 2)))).isEmpty();
        assertThat(fixture().reopen().templates().save(List.of(edition("a", 3))).orElseThrow().getFirst().revision())
                .as("after a step that was refused, on another node").isEqualTo(5);
    }

    @Test
    void changesAreTheNewestEditionsByRevisionAndEndWithTheLast() {
        IntStream.rangeClosed(1, 9).forEach(i -> saved(edition("t" + i, 1)));
        Edition again = saved(edition("t2", 2));

        List<Edition> all = new ArrayList<>();
        List<Edition> page = templates().newest(0, 4);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(4);
            all.addAll(page);
            page = templates().newest(page.getLast().revision(), 4);
        }

        assertThat(all).extracting(Edition::revision).containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(all.getLast()).isEqualTo(again);
        assertThat(templates().newest(10, 4)).isEmpty();
    }

    @Test
    void theMostEditionsOfOneStepAreStored() {
        List<Edition> most = IntStream.range(0, TemplateStore.MAX_STEP).mapToObj(i -> edition("t" + i, 1)).toList();

        assertThat(templates().save(most).orElseThrow()).extracting(Edition::revision)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, TemplateStore.MAX_STEP).boxed().toList());
        assertThat(templates().newest(0, TemplateStore.MAX_STEP + 1)).hasSize(TemplateStore.MAX_STEP);
    }

    @Test
    void ofThoseWhoSaveOneVersionAtOnceExactlyOneIsFirst() {
        int rounds = 10;

        List<List<Race.Outcome<Boolean>>> outcomes = Race.run(8, rounds, (thread, round) -> fixture().reopen()
                .templates()
                .save(List.of(new Edition(template("refund", "by " + thread), false, round + 1, 0, "ann", AT)))
                .isPresent());

        assertThat(outcomes).allSatisfy(round -> assertThat(Race.returned(round)).containsOnlyOnce(true));
        assertThat(templates().history(REFUND, ALL, 100)).extracting(Edition::version)
                .containsExactlyElementsOf(LongStream.iterate(rounds, i -> i - 1).limit(rounds).boxed().toList());
        assertThat(templates().newest(0, 10)).extracting(Edition::revision).containsExactly((long) rounds);
    }

    @Test
    void whatBecameOfATemplateForARequestIsKeptInsteadOfWhatWasKeptBefore() {
        Use sent = templates().record(use("refund", "1:1", Outcome.SENT));
        Use rejected = templates().record(use("delivery", "1:1", Outcome.REJECTED));
        Use other = templates().record(use("refund", "1:2", Outcome.EDITED));
        assertThat(List.of(sent.number(), rejected.number(), other.number())).containsExactly(1L, 2L, 3L);

        Use undone = templates().record(sent.become(Outcome.UNDONE, AT.plusSeconds(9)));

        assertThat(undone).isEqualTo(new Use(REFUND, "1:1", 1, Outcome.UNDONE, "ann", "maria", 4, AT.plusSeconds(9)));
        assertSame(templates().uses(0, 10), List.of(rejected, other, undone));
        assertSame(fixture().reopen().templates().usesOf(REFUND, ALL, 10), List.of(undone, other));
    }

    @Test
    void whatIsKeptAlreadyIsNotNumberedAnew() {
        Use sent = templates().record(use("refund", "1:1", Outcome.SENT));

        assertThat(templates().record(use("refund", "1:1", Outcome.SENT))).isEqualTo(sent);
        assertThat(templates().record(use("refund", "1:2", Outcome.SENT)).number()).isEqualTo(2);
        assertSame(templates().uses(0, 1), List.of(sent));
    }

    @Test
    void usesAreReadPageByPage() {
        IntStream.rangeClosed(1, 9).forEach(i -> templates().record(use(i % 2 == 0 ? "refund" : "Refund", "r:" + i,
                Outcome.SENT)));
        templates().record(use("refund", "r:4", Outcome.EDITED));

        assertThat(templates().uses(0, 3)).extracting(Use::number).containsExactly(1L, 2L, 3L);
        assertThat(templates().uses(3, 100)).extracting(Use::number).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(templates().uses(10, 100)).isEmpty();
        assertThat(templates().usesOf(REFUND, ALL, 2)).extracting(Use::number).containsExactly(10L, 8L);
        assertThat(templates().usesOf(REFUND, 8, 100)).extracting(Use::number).containsExactly(6L, 2L);
        assertThat(templates().usesOf(ReplyTemplate.Id.of("REFUND"), ALL, 2)).isEmpty();
    }

    @Test
    void everyPartOfAUseComesBackEqual() {
        for (Outcome outcome : Outcome.values()) {
            Use use = new Use(ReplyTemplate.Id.of("~'\"" + outcome), "x'\"".repeat(33) + outcome.name().charAt(0), ALL,
                    outcome, "Ёё \uD83D\uDE80'", outcome == Outcome.SENT ? "" : "y".repeat(ReplyTemplate.MAX_NAME), 0,
                    AT.plusNanos(1_000));
            Use stored = templates().record(use);
            assertThat(stored).isEqualTo(use.numbered(stored.number()));
            assertSame(fixture().reopen().templates().usesOf(use.template(), ALL, 9), List.of(stored));
        }
        assertThat(templates().uses(0, 10)).hasSize(Outcome.values().length);
    }

    @Test
    void whatBecameOfTemplatesIsCounted() {
        templates().record(use("refund", "1:1", Outcome.SENT));
        templates().record(use("refund", "1:2", Outcome.SENT).become(Outcome.SENT, AT.plusSeconds(5)));
        templates().record(use("refund", "1:3", Outcome.SENT));
        templates().record(use("refund", "1:3", Outcome.REJECTED));
        templates().record(use("Refund", "1:1", Outcome.SENT));

        assertThat(templates().tallies()).containsExactlyInAnyOrder(
                new Tally(REFUND, Outcome.SENT, 2, AT.plusSeconds(5)), new Tally(REFUND, Outcome.REJECTED, 1, AT),
                new Tally(ReplyTemplate.Id.of("Refund"), Outcome.SENT, 1, AT));
    }

    @Test
    void whoIsForgottenIsNamedNowhereAndEverybodyIsTold() {
        Use byAnn = templates().record(use("ann", "maria"));
        Use forAnn = templates().record(use("bob", "ann"));
        Use others = templates().record(use("Ann", "bob"));
        Use nobody = templates().record(use("bob", ""));
        assertThat(templates().involving("ann")).containsExactlyInAnyOrder(byAnn, forAnn);
        assertThat(templates().involving("")).isEmpty();

        assertThat(templates().forget("ann")).isEqualTo(2);

        assertThat(templates().involving("ann")).isEmpty();
        assertThat(templates().forget("ann")).isZero();
        assertThat(templates().forget("")).isZero();
        List<Use> left = templates().uses(0, 10);
        assertSame(left.subList(0, 2), List.of(others, nobody));
        assertThat(left.subList(2, 4)).extracting(Use::number).containsExactly(5L, 6L);
        assertThat(left.subList(2, 4)).extracting(use -> use.numbered(0))
                .containsExactlyInAnyOrder(byAnn.forgotten(), forAnn.forgotten());
        assertThat(templates().tallies()).extracting(Tally::outcome, Tally::count).containsExactlyInAnyOrder(
                tuple(Outcome.SENT, 2L),
                tuple(Outcome.FORGOTTEN, 2L));
    }

    @Test
    void whoeverReadsWhileOthersWriteMissesNothing() {
        int writers = 6;
        int each = 15;

        AtomicInteger writing = new AtomicInteger(writers);
        List<Long> seen = Race.returned(Race.run(writers + 1, (thread, round) -> {
            TemplateStore own = fixture().reopen().templates();
            if (thread == 0) {
                return follow(own, writing);
            }
            try {
                for (int i = 0; i < each; i++) {
                    own.record(use("t-" + thread, "r:" + i, Outcome.SENT));
                    own.save(List.of(edition("t-" + thread + "-" + i, 1)));
                }
            } finally {
                writing.decrementAndGet();
            }
            return List.<Long>of();
        })).stream().flatMap(List::stream).toList();

        assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, (long) writers * each).boxed().toList());
        assertThat(templates().newest(0, 1_000)).extracting(Edition::revision)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, (long) writers * each).boxed().toList());
    }

    /** Reads on until nobody writes any more and there is nothing left. */
    private static List<Long> follow(TemplateStore store, AtomicInteger writing) {
        List<Long> numbers = new ArrayList<>();
        long last = 0;
        boolean more = true;
        while (more) {
            boolean done = writing.get() == 0;
            List<Use> page = store.uses(last, 7);
            for (Use use : page) {
                numbers.add(use.number());
                last = use.number();
            }
            more = !done || !page.isEmpty();
        }
        return numbers;
    }

    @Test
    void noUseIsLostAndNoneCountsTwiceWhenManyRecordAtOnce() {
        Race.returned(Race.run(8, (thread, round) -> {
            TemplateStore own = fixture().reopen().templates();
            own.record(use("refund", "everybody", thread % 2 == 0 ? Outcome.SENT : Outcome.EDITED));
            own.record(use("refund", "of-" + thread, Outcome.SENT));
            return thread;
        }));

        List<Use> uses = templates().uses(0, 100);
        assertThat(uses).extracting(Use::request).hasSize(9).doesNotHaveDuplicates();
        assertThat(uses).extracting(Use::number).doesNotHaveDuplicates();
    }

    @Test
    void whatWasStoredGoesWithTheTransactionOfTheCallerAndItsNumbersAreGivenAgain() {
        Edition kept = saved(edition("kept", 1));
        Use use = templates().record(use("kept", "1:1", Outcome.SENT));

        rollBack(() -> {
            assertThat(saved(edition("lost", 1)).revision()).isEqualTo(2);
            assertThat(templates().record(use("kept", "1:2", Outcome.SENT)).number()).isEqualTo(2);
            assertThat(templates().forget("maria")).isEqualTo(2);
        });

        assertSame(templates().newest(0, 10), List.of(kept));
        assertSame(templates().uses(0, 10), List.of(use));
        assertThat(saved(edition("next", 1)).revision()).isEqualTo(2);
        assertThat(templates().record(use("next", "1:1", Outcome.SENT)).number()).isEqualTo(2);
        commit(() -> {
            assertThat(saved(edition("more", 1)).revision()).isEqualTo(3);
            assertThat(templates().record(use("more", "1:1", Outcome.SENT)).number()).isEqualTo(3);
        });
        assertThat(templates().uses(0, 10)).hasSize(joinsTransactions() ? 3 : 2);
    }

    @Test
    void aStorageHasOneStoreOfTemplatesAndOtherHandlesSeeWhatItStores() {
        Edition first = saved(edition("refund", 1));

        assertThat(storage().templates()).isSameAs(storage().templates());
        TemplateStore other = fixture().reopen().templates();
        assertSame(other.find(REFUND), Optional.of(first));
        Edition second = other.save(List.of(edition("refund", 2))).orElseThrow().getFirst();
        assertSame(templates().find(REFUND), Optional.of(second));
    }
}
