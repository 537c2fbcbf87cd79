package io.opora.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqEntry.Status;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Part;
import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuceneFaqSearchTest {

    private static final Locale RU = Locale.of("ru");
    private static final Locale EN = Locale.ENGLISH;

    private final LuceneFaqSearch search = LuceneFaqSearch.inMemory();

    private static List<FaqEntry> entries() {
        return List.of(
                FaqEntry.of("refund", RU, "Как вернуть деньги за заказ?", "Деньги приходят на карту за 14 дней."),
                FaqEntry.of("delivery", RU, "Сколько стоит доставка курьером?", "Доставка по городу стоит 300 рублей."),
                FaqEntry.of("password", RU, "Как сменить пароль в личном кабинете?", "Откройте настройки."),
                FaqEntry.of("track", RU, "Где находится моя посылка?", "Номер для отслеживания есть в письме."),
                FaqEntry.of("refund", EN, "How do I get my money back?", "Within 14 days, to your card."),
                FaqEntry.of("delivery", EN, "How much is delivery by courier?", "It costs 5 within the city."),
                FaqEntry.of("password", EN, "How do I change my password?", "Open the settings."),
                FaqEntry.of("warranty", EN, "How long is the warranty for a lamp?",
                        "Ask us.\n\n# Lamps\n\nTwo years.\n\n```\n# not a heading: bulbs\n```\n\n## Bulbs ##\n\nHalf a"
                                + " year for every bulb that flickers.\n"));
    }

    @AfterEach
    void close() {
        search.close();
    }

    private String first(String text, Locale locale) {
        return search.search(FaqQuery.of(text).locale(locale)).stream().findFirst().map(hit -> hit.id().toString())
                .orElse("nothing");
    }

    @ParameterizedTest
    @CsvSource({"как вернуть деньги, refund", "возвращение денег за заказы, refund", "КАК ВЕРНУТЬ ДЕНЬГИ, refund",
            "rfr dthyenm ltymub, refund", "ghbdtn! cvtybnm gfhjkm, password", "kak vernut dengi, refund",
            "skolko stoit dostavka, delivery", "smenit' parol', password", "как вирнуть деньги, refund",
            "сменить порль, password", "ваставка курьерам, delivery", "гдемоя посылка, track",
            "поменять пароль, password",
            "где посы, track", "посылочка, track"})
    void aRussianQuestionIsUnderstood(String asked, String expected) {
        search.index(entries());

        assertThat(first(asked, RU)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"money back, refund", "changing passwords, password", "pasword change, password",
            "руддщ цкщтп зфыыцщкв, password", "how mcuh is delivery, delivery", "modify my password, password",
            "warranties, warranty", "pass word, password", "deliv, delivery"})
    void anEnglishQuestionIsUnderstood(String asked, String expected) {
        search.index(entries());

        assertThat(first(asked, EN)).isEqualTo(expected);
    }

    @Test
    void whatIsSaidExactlyComesBeforeWhatWasCorrected() {
        search.index(List.of(FaqEntry.of("form", EN, "Where is the form?", ""),
                FaqEntry.of("from", EN, "Where are you from?", "")));

        assertThat(first("from", EN)).isEqualTo("from");
        assertThat(first("form", EN)).isEqualTo("form");
    }

    @Test
    void aHitSaysWhyAndWhere() {
        search.index(entries());

        FaqHit hit = search.search(FaqQuery.of("flickering bulbs waranty").locale(EN)).get(0);

        assertThat(hit.id()).hasToString("warranty");
        assertThat(hit.score()).isBetween(0.0, 1.0);
        assertThat(hit.because()).contains(new FaqHit.Because("waranty", Rule.SPELLING, "warranty"),
                new FaqHit.Because("flickering", Rule.WORD, "flickers"));
        assertThat(hit.highlights()).anySatisfy(highlight -> {
            assertThat(highlight.part()).isEqualTo(Part.QUESTION);
            assertThat(hit.entry().question().substring(highlight.start(), highlight.end())).isEqualTo("warranty");
        });
        FaqHit.Section section = hit.section().orElseThrow();
        assertThat(section.heading()).isEqualTo("Bulbs");
        assertThat(section.number()).isEqualTo(1);
        assertThat(hit.entry().answer().substring(section.start(), section.end())).startsWith("## Bulbs ##")
                .contains("flickers");
    }

    @Test
    void didYouMeanPutsRightWhatHelped() {
        search.index(entries());

        assertThat(search.find(FaqQuery.of("chang my pasword").locale(EN)).didYouMean().orElseThrow())
                .endsWith("my password");
        assertThat(search.find(FaqQuery.of("rfr dthyenm ltymub").locale(RU)).didYouMean())
                .contains("как вернуть деньги");
        assertThat(search.find(FaqQuery.of("change my password").locale(EN)).didYouMean()).isEmpty();
        assertThat(search.find(FaqQuery.of("xyzzyqwv").locale(EN)).didYouMean()).isEmpty();
    }

    @Test
    void completionsAreQuestionsAndBearMisspelling() {
        search.index(entries());

        assertThat(search.suggest("как вер", RU, 5)).first().isEqualTo("Как вернуть деньги за заказ?");
        assertThat(search.suggest("how do i chnage", EN, 5)).contains("How do I change my password?");
        assertThat(search.suggest("", RU, 5)).isEmpty();
    }

    @Test
    void onlyTheAudienceAndThePublishedAreFound() {
        search.index(List.of(
                FaqEntry.builder(FaqEntry.Id.of("all"), EN, "Lamp one?", "").category("light/lamps").tags("vip")
                        .build(),
                FaqEntry.builder(FaqEntry.Id.of("known"), EN, "Lamp two?", "").audience(Audience.CUSTOMERS).build(),
                FaqEntry.builder(FaqEntry.Id.of("staff"), EN, "Lamp three?", "").audience(Audience.STAFF).build(),
                FaqEntry.builder(FaqEntry.Id.of("draft"), EN, "Lamp four?", "").status(Status.DRAFT).build()));

        assertThat(ids(FaqQuery.of("lamp"))).containsExactly("all");
        assertThat(ids(FaqQuery.of("lamp").audience(Audience.CUSTOMERS))).containsExactlyInAnyOrder("all", "known");
        assertThat(ids(FaqQuery.of("lamp").audience(Audience.STAFF))).containsExactlyInAnyOrder("all", "known",
                "staff");
        assertThat(ids(FaqQuery.of("lamp").statuses(Status.DRAFT))).containsExactly("draft");
        assertThat(ids(FaqQuery.of("lamp").category("light"))).containsExactly("all");
        assertThat(ids(FaqQuery.of("lamp").category("lights"))).isEmpty();
        assertThat(ids(FaqQuery.of("lamp").tags("vip"))).containsExactly("all");
        FaqSearch.Result.Facets facets = search.find(FaqQuery.of("lamp").withFacets()).facets();
        assertThat(facets.categories()).containsEntry("light", 1).containsEntry("light/lamps", 1);
        assertThat(facets.locales()).containsEntry(EN, 1);
        assertThat(facets.tags()).hasSize(1);
    }

    private List<String> ids(FaqQuery query) {
        return search.search(query).stream().map(hit -> hit.id().value()).toList();
    }

    @Test
    void anotherLanguageIsFoundOnlyWhereATranslationIsMissing() {
        search.index(entries());

        List<FaqHit> hits = search.search(FaqQuery.of("money warranty password").locales(RU, EN));

        assertThat(hits).extracting(hit -> hit.id().value()).contains("warranty").doesNotContain("refund");
        assertThat(search.search(FaqQuery.of("password").locale(RU))).isEmpty();
    }

    @Test
    void itLearnsHowPeopleAsk() {
        search.index(entries());
        assertThat(first("верните бабки", RU)).isNotEqualTo("track");

        search.learn(List.of(new FaqSearch.Answered("ну и куда запропастилась коробка", FaqEntry.Id.of("track"), RU,
                Instant.EPOCH), new FaqSearch.Answered("x", FaqEntry.Id.of("unknown"), RU, Instant.EPOCH)));
        FaqHit hit = search.search(FaqQuery.of("запропастилась коробка").locale(RU)).get(0);

        assertThat(hit.id()).hasToString("track");
        assertThat(hit.because()).extracting(FaqHit.Because::rule).containsOnly(Rule.PHRASING);
        search.index(entries());
        assertThat(first("запропастилась коробка", RU)).isEqualTo("track");
    }

    @Test
    void theHostsSynonymsCountFromTheNextSearchOn() {
        search.index(entries());
        assertThat(first("dosh", EN)).isEqualTo("nothing");

        search.synonyms(FaqSearch.Synonyms.parse("# slang\ndosh, money\nlost key, password"));

        assertThat(first("dosh", EN)).isEqualTo("refund");
        assertThat(first("lost key", EN)).isEqualTo("password");
    }

    @Test
    void entriesAreReplacedAndForgottenAndOlderRevisionsPassedOver() {
        search.index(entries());
        search.apply(List.of(FaqEntry.builder(FaqEntry.Id.of("track"), RU, "Как отследить груз?", "").revision(7)
                .build()), List.of(), 9);
        search.index(List.of(FaqEntry.builder(FaqEntry.Id.of("track"), RU, "Где письмо?", "").revision(3).build()));

        assertThat(search.revision()).isEqualTo(9);
        assertThat(first("груз", RU)).isEqualTo("track");
        assertThat(search.size()).isEqualTo(8);
        search.remove(List.of(FaqEntry.Id.of("refund"), FaqEntry.Id.of("nobody")));
        assertThat(search.size()).isEqualTo(6);
        assertThat(first("money", EN)).isNotEqualTo("refund");
        search.rebuild(entries().subList(0, 2), 4);
        assertThat(search.size()).isEqualTo(2);
        assertThat(search.revision()).isEqualTo(4);
    }

    @Test
    void moreLikeGivesOtherEntriesOfTheSameLanguage() {
        search.index(entries());

        assertThat(search.moreLike(FaqEntry.Id.of("refund"), RU, 3)).extracting(hit -> hit.id().value())
                .isNotEmpty().doesNotContain("refund");
        assertThat(search.moreLike(FaqEntry.Id.of("nobody"), RU, 3)).isEmpty();
    }

    @Test
    void pagesFollowEachOtherAndEqualScoresAreOrderedById() {
        List<FaqEntry> same = new ArrayList<>();
        for (int i = 9; i >= 0; i--) {
            same.add(FaqEntry.of("e" + i, EN, "How bright is the lamp?", ""));
        }
        search.index(same);

        List<String> all = ids(FaqQuery.of("bright lamp").limit(10));

        assertThat(all).isSorted().hasSize(10);
        assertThat(ids(FaqQuery.of("bright lamp").limit(4).offset(4))).isEqualTo(all.subList(4, 8));
        assertThat(ids(FaqQuery.of("bright lamp").minScore(1))).isEmpty();
    }

    static Stream<String> hostile() {
        Random random = new Random(5);
        Stream<String> noise = Stream.generate(() -> random.ints(300, 0, 0x10000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString())
                .limit(70);
        return Stream.concat(noise, Stream.of("", " ", "\u0000", "\uD800", "\uDC00x", "(".repeat(100_000),
                "\"".repeat(5_000), "a AND (b OR", "title:*", "*", "?", "~", "a~2", "/(a+)+$/", "[a TO b]", "\\", "a\\",
                "как ".repeat(100_000), "а".repeat(1_000_000), "+-&&||!(){}[]^\"~*?:\\/", "'; DROP TABLE faq; --",
                "<script>alert(1)</script>", "é".repeat(3_000), "e\u0301".repeat(3_000), "中文怎么退款", "ภาษาไทย",
                "🙂".repeat(2_000), "a'b'c'd'".repeat(500), "c++".repeat(1_000), "\u202Eabc",
                random.ints(2_000, 'a', 'z').collect(StringBuilder::new, (to, c) -> to.append((char) c).append(' '),
                        StringBuilder::append).toString()));
    }

    @Test
    void hostileQueriesAreBoundedInTimeAndNeverAnError() {
        search.index(entries());
        List<String> queries = hostile().toList();
        assertThat(queries).hasSizeGreaterThanOrEqualTo(100);

        for (String text : queries) {
            long start = System.nanoTime();
            search.search(FaqQuery.of(text));
            search.suggest(text, RU, 5);
            assertThat(System.nanoTime() - start).as("%d characters", text.length()).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void patienceIsAMillisecondToAMinute() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofMinutes(1).plusNanos(1),
                Duration.ofSeconds(-1), Duration.ofDays(365_000_000))) {
            assertThatExceptionOfType(InvalidInputException.class).as("%s", wrong)
                    .isThrownBy(() -> LuceneFaqSearch.builder().patience(wrong)).withMessageContaining("1 minute");
        }
        for (Duration right : List.of(Duration.ofMillis(1), Duration.ofMinutes(1))) {
            LuceneFaqSearch.builder().patience(right).build().close();
        }
    }

    @Test
    void everyCallAfterClosingSaysThatItIsClosed() {
        search.close();
        search.close();

        List<Runnable> calls = List.of(() -> search.index(entries()), () -> search.remove(List.of()),
                () -> search.rebuild(List.of(), 0), search::revision, search::size,
                () -> search.find(FaqQuery.of("x")), () -> search.search(FaqQuery.of("x")),
                () -> search.suggest("x", EN, 1), () -> search.moreLike(FaqEntry.Id.of("x"), EN, 1),
                () -> search.learn(List.of()), () -> search.synonyms(FaqSearch.Synonyms.none()));
        assertThat(calls).allSatisfy(call -> assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(call::run));
    }

    @Test
    void searchesSeeAllOfAChangeOrNothingWhileOthersIndex() throws Exception {
        search.index(List.of(FaqEntry.of("a", EN, "lamp version 0", ""), FaqEntry.of("b", EN, "lamp version 0", "")));
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            Callable<List<String>> read = () -> {
                List<String> torn = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    List<String> seen = search.search(FaqQuery.of("lamp version")).stream()
                            .map(hit -> hit.entry().question()).distinct().toList();
                    if (seen.size() != 1) {
                        torn.add(seen.toString());
                    }
                }
                return torn;
            };
            List<Future<List<String>>> reading = List.of(readers.submit(read), readers.submit(read));
            for (int i = 1; i <= 50; i++) {
                String question = "lamp version " + i;
                search.index(List.of(FaqEntry.of("a", EN, question, ""), FaqEntry.of("b", EN, question, "")));
                assertThat(search.search(FaqQuery.of("lamp"))).allMatch(hit -> hit.entry().question()
                        .equals(question));
            }
            for (Future<List<String>> each : reading) {
                assertThat(each.get()).isEmpty();
            }
        }
    }

    @Test
    void aDirectoryIsKeptHeldByOneWriterAndReadByOthers(@TempDir Path folder) {
        Path path = folder.resolve("faq");
        try (LuceneFaqSearch writer = LuceneFaqSearch.open(path)) {
            writer.apply(entries(), List.of(), 42);
            assertThatExceptionOfType(IndexHeldException.class).isThrownBy(() -> LuceneFaqSearch.open(path))
                    .withMessageContaining(path.toString()).withMessageContaining("read(path)")
                    .returns(path, IndexHeldException::path);
            try (LuceneFaqSearch reader = LuceneFaqSearch.read(path)) {
                assertThat(reader.revision()).isEqualTo(42);
                writer.apply(List.of(FaqEntry.of("new", EN, "Zebra?", "")), List.of(), 43);
                assertThat(reader.search(FaqQuery.of("zebra"))).hasSize(1);
                assertThat(reader.revision()).isEqualTo(43);
                assertThatExceptionOfType(StorageException.class).isThrownBy(() -> reader.index(entries()))
                        .withMessageContaining("reading alone");
            }
        }
        try (LuceneFaqSearch again = LuceneFaqSearch.open(path)) {
            assertThat(again.size()).isEqualTo(9);
            assertThat(again.revision()).isEqualTo(43);
        }
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> LuceneFaqSearch.read(folder.resolve("no")));
    }

    @Test
    void whatIsDamagedIsBegunAnewAndNeverAnsweredFrom(@TempDir Path folder) throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 20; round++) {
            Path path = folder.resolve("faq" + round);
            try (LuceneFaqSearch writer = LuceneFaqSearch.open(path)) {
                writer.apply(entries(), List.of(), 42);
            }
            List<Path> files;
            try (Stream<Path> listed = Files.list(path)) {
                files = listed.filter(file -> !file.endsWith("write.lock")).sorted().toList();
            }
            Path victim = files.get(random.nextInt(files.size()));
            if (round % 2 == 0) {
                Files.delete(victim);
            } else {
                flip(victim, random);
            }

            try (LuceneFaqSearch again = LuceneFaqSearch.open(path)) {
                assertThat(again.revision()).as("%s in round %d", victim.getFileName(), round).isIn(0L, 42L);
                if (again.revision() == 0) {
                    assertThat(again.size()).isZero();
                    again.rebuild(entries(), 42);
                }
                assertThat(again.search(FaqQuery.of("password").locale(EN)).get(0).id()).hasToString("password");
                assertThat(again.size()).isEqualTo(8);
            }
        }
    }

    private static void flip(Path file, Random random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = random.nextLong(bytes.length());
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ (1 << random.nextInt(8)));
        }
    }
}
