package io.opora.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that is given a model looks for meaning as well as for words. */
class TextEmbedderTest {

    private static final Locale EN = Locale.ENGLISH;
    private static final Locale RU = Locale.of("ru");

    private static final List<FaqEntry> ENTRIES = List.of(
            FaqEntry.of("refund", EN, "How do I get my money back?", "Within 14 days."),
            FaqEntry.of("password", EN, "How do I change my password?", "Open the settings."),
            FaqEntry.of("parcel", RU, "Где моя посылка?", "Номер есть в письме."),
            FaqEntry.builder(FaqEntry.Id.of("secret"), EN, "Who gets money at once?", "Nobody.")
                    .audience(Audience.STAFF).build(),
            FaqEntry.of("hours", EN, "When are you open?", "All day."));

    /** With a patience that a machine with much else to do does not exhaust. */
    private static LuceneFaqSearch.Builder builder(TextEmbedder embedder) {
        return LuceneFaqSearch.builder().embedder(embedder).patience(Duration.ofMinutes(1));
    }

    private static LuceneFaqSearch with(TextEmbedder embedder) {
        return builder(embedder).build();
    }

    private static List<String> found(FaqSearch search, FaqQuery query) {
        return search.search(query).stream().map(hit -> hit.id().value()).toList();
    }

    @Test
    void whatSaysTheSameInOtherWordsIsFoundAndSaysWhy() {
        try (FaqSearch words = LuceneFaqSearch.inMemory(); FaqSearch both = with(new ConceptEmbedder())) {
            words.index(ENTRIES);
            both.index(ENTRIES);
            FaqQuery query = FaqQuery.of("Compensation?");

            assertThat(found(words, query)).isEmpty();
            FaqSearch.Result result = both.find(query.withFacets());
            assertThat(result.hits()).extracting(FaqHit::id).containsExactly(FaqEntry.Id.of("refund"));
            assertThat(result.hits().get(0).because()).containsExactly(
                    new FaqHit.Because("Compensation?", Rule.MEANING, "How do I get my money back?"));
            assertThat(result.hits().get(0).score()).isBetween(.1, 1.0);
            assertThat(result.total()).isEqualTo(1);
            assertThat(result.facets().locales()).containsEntry(EN, 1);
            assertThat(result.complete()).isTrue();
        }
    }

    @Test
    void meaningGoesAcrossLanguagesAndFiltersHoldForIt() {
        try (FaqSearch search = with(new ConceptEmbedder())) {
            search.index(ENTRIES);

            assertThat(found(search, FaqQuery.of("shipment"))).containsExactly("parcel");
            assertThat(found(search, FaqQuery.of("shipment").locale(EN))).isEmpty();
            assertThat(found(search, FaqQuery.of("reimbursement").audience(Audience.STAFF)))
                    .containsExactlyInAnyOrder("refund", "secret");
            assertThat(found(search, FaqQuery.of("reimbursement").category("payment"))).isEmpty();
        }
    }

    @Test
    void wordsAndMeaningTogetherComeBeforeEitherAlone() {
        try (FaqSearch search = with(new ConceptEmbedder())) {
            search.index(List.of(FaqEntry.of("words", EN, "Is it open on Sunday?", ""),
                    FaqEntry.of("meaning", EN, "Where do I get a refund?", ""),
                    FaqEntry.of("both", EN, "Is it open on Sunday for money?", "")));

            List<FaqHit> hits = search.search(FaqQuery.of("open sunday compensation"));

            assertThat(hits).extracting(hit -> hit.id().value()).startsWith("both")
                    .containsExactlyInAnyOrder("both", "words", "meaning");
        }
    }

    @Test
    void whatIsUnrelatedDoesNotCount() {
        try (FaqSearch search = with(new ConceptEmbedder())) {
            search.index(ENTRIES);

            assertThat(search.search(FaqQuery.of("when open"))).first()
                    .satisfies(hit -> assertThat(hit.because()).extracting(FaqHit.Because::rule)
                            .doesNotContain(Rule.MEANING));
            assertThat(found(search, FaqQuery.of("zzyzx"))).isEmpty();
        }
    }

    @Test
    void vectorsGoWithTheirEntriesWhenTheseChange() {
        try (FaqSearch search = with(new ConceptEmbedder())) {
            search.index(ENTRIES);
            search.learn(List.of(new FaqSearch.Answered("zebra", FaqEntry.Id.of("refund"), EN, Instant.EPOCH)));
            assertThat(found(search, FaqQuery.of("compensation"))).containsExactly("refund");

            search.index(List.of(FaqEntry.of("refund", EN, "Which lamp?", "")));
            assertThat(found(search, FaqQuery.of("compensation"))).isEmpty();
            assertThat(found(search, FaqQuery.of("illumination"))).containsExactly("refund");
            search.remove(List.of(FaqEntry.Id.of("refund")));
            assertThat(found(search, FaqQuery.of("illumination"))).isEmpty();
            search.rebuild(ENTRIES, 1);
            assertThat(found(search, FaqQuery.of("compensation"))).containsExactly("refund");
        }
    }

    @Test
    void entriesAreEmbeddedOnceAndInBatches() {
        List<Integer> batches = new ArrayList<>();
        ConceptEmbedder embedder = new ConceptEmbedder() {
            @Override
            public List<float[]> embed(List<String> texts, Purpose purpose) {
                batches.add(texts.size());
                assertThat(texts).allMatch(text -> text.length() <= FaqQuery.MAX_TEXT);
                return super.embed(texts, purpose);
            }
        };
        try (FaqSearch search = with(embedder)) {
            search.index(IntStream.range(0, 70)
                    .mapToObj(i -> FaqEntry.of("e" + i, EN, "Lamp " + i + "?", "x".repeat(5_000))).toList());

            assertThat(batches).containsExactly(32, 32, 6);
            search.find(FaqQuery.of("lamp ".repeat(1_000)));
            assertThat(embedder.asked(TextEmbedder.Purpose.KEPT)).isEqualTo(70);
            assertThat(embedder.asked(TextEmbedder.Purpose.ASKED)).isEqualTo(1);
        }
    }

    /** Fails when it is told to. */
    private static final class Failing extends ConceptEmbedder {

        private boolean fails;

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            if (fails) {
                throw new UnsupportedOperationException("the model is away");
            }
            return super.embed(texts, purpose);
        }
    }

    @Test
    void aSearchGoesByWordsAloneWhenTheModelFailsAndSaysSo() {
        Failing embedder = new Failing();
        try (FaqSearch search = with(embedder)) {
            search.index(ENTRIES);
            embedder.fails = true;

            FaqSearch.Result result = search.find(FaqQuery.of("money"));

            assertThat(result.hits()).extracting(FaqHit::id).containsExactly(FaqEntry.Id.of("refund"));
            assertThat(result.complete()).isFalse();
        }
    }

    @Test
    void nothingIsChangedWhenTheModelFailsWhileIndexing() {
        Failing embedder = new Failing();
        try (FaqSearch search = with(embedder)) {
            search.apply(ENTRIES, List.of(), 5);
            embedder.fails = true;

            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> search.apply(
                    List.of(FaqEntry.of("new", EN, "Zebra?", "")), List.of(FaqEntry.Id.of("refund")), 6));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> search.rebuild(List.of(FaqEntry.of("new", EN, "Zebra?", "")), 7));

            embedder.fails = false;
            search.index(List.of(FaqEntry.of("other", EN, "Walrus?", "")));
            assertThat(search.revision()).isEqualTo(5);
            assertThat(search.size()).isEqualTo(ENTRIES.size() + 1);
            assertThat(found(search, FaqQuery.of("zebra"))).isEmpty();
            assertThat(found(search, FaqQuery.of("money"))).containsExactly("refund");
        }
    }

    @Test
    void aDirectoryOfAnotherModelIsBegunAnew(@TempDir Path path) {
        try (FaqSearch search = LuceneFaqSearch.open(path)) {
            search.apply(ENTRIES, List.of(), 3);
        }
        LuceneFaqSearch.Builder builder = builder(new ConceptEmbedder()).directory(path);
        try (FaqSearch search = builder.build()) {
            assertThat(search.revision()).isZero();
            search.apply(ENTRIES, List.of(), 4);
        }
        try (FaqSearch search = builder.build()) {
            assertThat(search.revision()).isEqualTo(4);
            assertThat(found(search, FaqQuery.of("compensation"))).containsExactly("refund");
        }
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> LuceneFaqSearch.read(path))
                .withMessageContaining("another format");
        TextEmbedder other = new ConceptEmbedder() {
            @Override
            public String model() {
                return "concepts-2";
            }
        };
        try (FaqSearch search = builder(other).directory(path).build()) {
            assertThat(search.size()).isZero();
        }
    }

    /** Says of itself, and gives, what it is told to. */
    private record Odd(int dimensions, double unrelated, List<float[]> vectors) implements TextEmbedder {

        @Override
        public String model() {
            return "odd";
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            return vectors;
        }
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        for (Odd odd : List.of(new Odd(0, 0, List.of()), new Odd(1_025, 0, List.of()), new Odd(2, 1, List.of()),
                new Odd(2, -1.1, List.of()), new Odd(2, Double.NaN, List.of()))) {
            assertThatExceptionOfType(InvalidInputException.class).as("%s", odd).isThrownBy(() -> with(odd));
        }
        for (Odd odd : List.of(new Odd(2, 0, List.of()), new Odd(2, 0, List.of(new float[3])),
                new Odd(2, 0, List.of(new float[]{1, Float.NaN})),
                new Odd(2, 0, List.of(new float[]{1, Float.POSITIVE_INFINITY})))) {
            try (FaqSearch search = with(odd)) {
                assertThatExceptionOfType(InvalidInputException.class).as("%s", odd)
                        .isThrownBy(() -> search.index(ENTRIES.subList(0, 1)));
                assertThat(search.size()).isZero();
            }
        }
        try (FaqSearch search = with(new Odd(1_024, -1, List.of(new float[1_024])))) {
            search.index(ENTRIES.subList(0, 1));
            assertThat(found(search, FaqQuery.of("money"))).containsExactly("refund");
        }
    }
}
