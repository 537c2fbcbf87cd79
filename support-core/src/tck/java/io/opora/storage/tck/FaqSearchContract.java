package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.Tag;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqEntry.Status;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Part;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import io.opora.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FaqSearch} promises: what it was given is found, what was taken away is not; it knows up to which change it
 * holds everything; any text is a text; nobody finds what is not for them; searches and changes at the same time see all of a change
 * or nothing; and the least of what people expect of a search in English and Russian: word forms, case, a misspelt letter, half a
 * word. How good the order of hits is beyond that is measured, not tested.
 */
public abstract class FaqSearchContract {

    private static final Locale EN = Locale.ENGLISH;
    private static final Locale RU = Locale.of("ru");
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ENDING = Duration.ofSeconds(5);

    private static final FaqEntry REFUND = FaqEntry.of("refund", EN, "How do I get my money back?",
            "Within 14 days, to your card.");
    private static final FaqEntry DELIVERY = FaqEntry.of("delivery", EN, "What does the courier cost?",
            "Five within the city.");
    private static final FaqEntry PASSWORD = FaqEntry.of("password", EN, "How do I change my password?",
            "Open the settings.");
    private static final FaqEntry WARRANTY = FaqEntry.of("warranty", EN, "How long is the warranty for a lamp?",
            "Ask us.\n\n# Lamps\n\nTwo years.\n\n## Bulbs\n\nHalf a year for every bulb that flickers.\n");
    private static final FaqEntry REFUND_RU = FaqEntry.of("refund", RU, "Как вернуть деньги за заказ?",
            "Они приходят на карту за 14 дней.");
    private static final FaqEntry DELIVERY_RU = FaqEntry.of("delivery", RU, "Сколько стоит доставка курьером?",
            "Триста рублей по городу.");
    private static final FaqEntry PASSWORD_RU = FaqEntry.of("password", RU, "Как сменить пароль в кабинете?",
            "Откройте настройки.");
    private static final FaqEntry INVOICE_RU = FaqEntry.of("invoice", RU, "Где найти счёт на оплату?",
            "В письме, которое мы прислали.");
    private static final List<FaqEntry> ENTRIES = List.of(REFUND, DELIVERY, PASSWORD, WARRANTY, REFUND_RU, DELIVERY_RU,
            PASSWORD_RU, INVOICE_RU);

    private @Nullable FaqSearchFixture fixture;

    /** For subclasses, which make the fixture. */
    protected FaqSearchContract() {}

    /**
     * Makes the fixture of one test. Called before each test; the fixture is closed after it.
     *
     * @return a fixture whose search is empty
     * @throws Exception if that fails; the test then fails as well
     */
    protected abstract FaqSearchFixture createFixture() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = createFixture();
    }

    @AfterEach
    final void closeFixture() throws Exception {
        if (fixture != null) {
            FaqSearchFixture open = fixture;
            fixture = null;
            open.close();
        }
    }

    private FaqSearchFixture fixture() {
        return Objects.requireNonNull(fixture, "the fixture is closed");
    }

    private FaqSearch search() {
        return fixture().search();
    }

    private static FaqEntry entry(String id, String question) {
        return FaqEntry.of(id, EN, question, "");
    }

    private static FaqEntry entry(String id, String question, long revision) {
        return entry(id, question).toBuilder().revision(revision).build();
    }

    private static FaqEntry.Id id(String value) {
        return FaqEntry.Id.of(value);
    }

    private List<String> found(FaqQuery query) {
        return search().search(query).stream().map(hit -> hit.id().value()).toList();
    }

    private List<String> found(String text) {
        return found(FaqQuery.of(text));
    }

    private void assertFirst(String text, FaqEntry expected) {
        assertThat(search().search(FaqQuery.of(text).locale(expected.locale()))).as(text).isNotEmpty()
                .first().extracting(FaqHit::entry).isEqualTo(expected);
    }

    // What is held

    @Test
    void whatWasTakenInIsFoundAndAnEmptySearchFindsNothing() {
        assertThat(search().size()).isZero();
        assertThat(search().revision()).isZero();
        assertThat(search().find(FaqQuery.of("password").withFacets()))
                .isEqualTo(new FaqSearch.Result(List.of(), 0, FaqSearch.Result.Facets.NONE, Optional.empty(),
                        true));
        assertThat(search().suggest("password", EN, 5)).isEmpty();
        assertThat(search().moreLike(id("password"), EN, 5)).isEmpty();

        search().index(ENTRIES);

        assertThat(search().size()).isEqualTo(ENTRIES.size());
        assertThat(search().revision()).isZero();
        assertThat(ENTRIES).allSatisfy(entry -> assertFirst(entry.question(), entry));
    }

    @Test
    void everyPartOfAnEntryComesBackEqual() {
        FaqEntry whole = FaqEntry.builder(id("a/б🙂\"\\_%*"), Locale.forLanguageTag("sr-Latn-RS"),
                "Zebra <script>alert('1')</script> \t 🦓?",
                "# H\r\n\r\n{\"json\": [1]} \u0001 \u202E " + "ж".repeat(2_000))
                .phrasings("Zebras, \"quoted\" \\ backslash?", "Zebra\nof two lines").category("тема/под тема/*")
                .tags("vip", "new-one").audience(Audience.STAFF).status(Status.ARCHIVED)
                .revision(9_007_199_254_740_993L)
                .build();
        FaqEntry longest = FaqEntry.of("longest", Locale.ROOT, "Zebra " + "q".repeat(FaqEntry.MAX_QUESTION - 6),
                "слово ".repeat(FaqEntry.MAX_ANSWER / 6));
        search().index(List.of(whole, longest));

        List<FaqHit> hits = search().search(FaqQuery.of("zebra").audience(Audience.STAFF).statuses(Status.values()));

        assertThat(hits).extracting(FaqHit::entry).containsExactlyInAnyOrder(whole, longest);
    }

    @Test
    void entriesReplaceThoseOfTheSameIdAndLanguageAndNoOther() {
        search().index(ENTRIES);

        search().index(List.of(entry("password", "Zebra one?"), entry("password", "Where is the parcel?")));

        assertThat(search().size()).isEqualTo(ENTRIES.size());
        assertThat(found("parcel")).containsExactly("password");
        assertThat(found("zebra")).isEmpty();
        assertThat(found(FaqQuery.of("change my password").locale(EN))).doesNotContain("password");
        assertFirst("сменить пароль", PASSWORD_RU);
    }

    @Test
    void idsAreComparedAsTheyAre() {
        search().index(List.of(entry("Lamp", "lamp"), entry("lamp", "lamp"), entry("lamp/a", "lamp"),
                FaqEntry.of("lamp", Locale.UK, "lamp", "")));
        assertThat(search().size()).isEqualTo(4);

        search().remove(List.of(id("lamp")));

        assertThat(found("lamp")).containsExactlyInAnyOrder("Lamp", "lamp/a");
    }

    @Test
    void anOlderRevisionIsPassedOverAndOneWithoutANumberIsNot() {
        search().index(List.of(entry("a", "Zebra?", 7)));

        search().index(List.of(entry("a", "Lion?", 3), entry("b", "Tiger?", 3)));
        assertThat(found("lion")).isEmpty();
        assertThat(found("zebra")).containsExactly("a");
        assertThat(found("tiger")).containsExactly("b");

        search().index(List.of(entry("a", "Parrot?", 7)));
        assertThat(found("parrot")).containsExactly("a");
        search().index(List.of(entry("a", "Walrus?")));
        assertThat(found("walrus")).containsExactly("a");
        search().index(List.of(entry("a", "Camel?", 1)));
        assertThat(found("camel")).containsExactly("a");
        assertThat(search().size()).isEqualTo(2);
    }

    @Test
    void whatIsRemovedIsGoneInEveryLanguageWithWhatWasLearnedAboutIt() {
        search().index(ENTRIES);
        search().learn(List.of(new FaqSearch.Answered("zebra crossing", id("refund"), EN, START)));
        assertThat(found("zebra")).containsExactly("refund");

        search().remove(List.of(id("refund"), id("nobody")));
        assertThat(search().size()).isEqualTo(ENTRIES.size() - 2);
        assertThat(found(REFUND.question())).doesNotContain("refund");
        assertThat(found(REFUND_RU.question())).doesNotContain("refund");
        assertThat(search().suggest("How do I get my mon", EN, 5)).doesNotContain(REFUND.question());

        search().index(List.of(REFUND));
        assertFirst("money back", REFUND);
        assertThat(found("zebra")).isEmpty();
    }

    @Test
    void theHighestRevisionThatItWasToldIsRemembered() {
        search().apply(List.of(entry("a", "Zebra?", 3), entry("b", "Lion?", 4)), List.of(), 4);
        assertThat(search().revision()).isEqualTo(4);

        search().apply(List.of(entry("c", "Tiger?", 6)), List.of(id("a")), 6);
        search().apply(List.of(entry("c", "Tiger?", 6)), List.of(id("a")), 6);
        search().apply(List.of(entry("d", "Walrus?", 2)), List.of(), 2);
        search().index(List.of(entry("e", "Camel?", 9)));

        assertThat(search().revision()).isEqualTo(6);
        assertThat(found("zebra")).isEmpty();
        assertThat(found("lion tiger walrus camel")).containsExactlyInAnyOrder("b", "c", "d", "e");
        assertThat(search().size()).isEqualTo(4);
    }

    @Test
    void whatIsForgottenAndTakenInByOneChangeIsThere() {
        search().index(List.of(entry("a", "Zebra?", 8), FaqEntry.of("a", RU, "Зебра?", "")));

        search().apply(List.of(entry("a", "Lion?", 2)), List.of(id("a")), 9);

        assertThat(found("lion")).containsExactly("a");
        assertThat(found("zebra")).isEmpty();
        assertThat(found("зебра")).isEmpty();
        assertThat(search().size()).isEqualTo(1);
    }

    @Test
    void whatIsMadeAnewHoldsTheseEntriesAndNoOther() {
        search().apply(ENTRIES, List.of(), 40);
        search().learn(List.of(new FaqSearch.Answered("zebra crossing", id("refund"), EN, START),
                new FaqSearch.Answered("lion", id("password"), EN, START)));

        search().rebuild(List.of(REFUND, DELIVERY_RU), 12);
        assertThat(search().revision()).isEqualTo(12);
        assertThat(search().size()).isEqualTo(2);
        assertThat(found(PASSWORD.question())).doesNotContain("password");
        assertThat(found("lion")).isEmpty();
        assertThat(found("zebra")).as("what was learned stays").containsExactly("refund");
        assertFirst("сколько стоит курьер", DELIVERY_RU);

        search().rebuild(List.of(), 0);
        assertThat(search().revision()).isZero();
        assertThat(search().size()).isZero();
        search().apply(List.of(PASSWORD), List.of(), 3);
        assertThat(search().revision()).isEqualTo(3);
        assertFirst("password", PASSWORD);
    }

    @Test
    void severalThousandEntriesAreTakenInAtOnce() {
        List<FaqEntry> many = IntStream.range(0, 3_000)
                .mapToObj(i -> entry("e" + i, "What about word" + i + " of the lamp?", i + 1)).toList();

        search().apply(many, List.of(), 3_000);

        assertThat(search().size()).isEqualTo(3_000);
        assertThat(search().revision()).isEqualTo(3_000);
        assertThat(found("word0")).contains("e0");
        assertThat(found("word2999")).contains("e2999");
        assertThat(search().find(FaqQuery.of("lamp").limit(1)).total()).isBetween(1_000L, 3_000L);
        assertThat(found(FaqQuery.of("lamp").offset(2_990).limit(100))).hasSize(10).isSorted();
    }

    // The store is the truth

    @Test
    void aSearchCatchesUpWithItsStoreWhoeverChangedIt() {
        FaqStore store = MemoryStorage.create().faq();
        SettableClock clock = SettableClock.at(START);
        Faq mine = Faq.builder(store).clock(clock).search(search()).build();
        Faq another = Faq.builder(store).clock(clock).build();
        publish(another, REFUND);
        publish(another, PASSWORD);

        assertThat(mine.search(Faq.Person.ANYBODY, FaqQuery.of("money")).hits()).extracting(FaqHit::id)
                .containsExactly(id("refund"));
        assertThat(search().revision()).isEqualTo(2);

        another.archive(Faq.Person.editor("ann"), id("refund"), EN, 1);
        publish(another, DELIVERY);
        assertThat(mine.search(Faq.Person.ANYBODY, FaqQuery.of("money courier")).hits()).extracting(FaqHit::id)
                .containsExactly(id("delivery"));
        assertThat(search().revision()).isEqualTo(4);
    }

    @Test
    void aSearchThatBeginsAgainGoesOnWhereItWasOrSaysThatItIsEmpty() throws Exception {
        FaqStore store = MemoryStorage.create().faq();
        SettableClock clock = SettableClock.at(START);
        publish(Faq.builder(store).clock(clock).build(), REFUND);
        Faq.builder(store).clock(clock).search(search()).build().catchUp();
        assertThat(search().revision()).isEqualTo(1);
        publish(Faq.builder(store).clock(clock).build(), PASSWORD);

        FaqSearch again = fixture().restart(false);

        assertThat(again.size()).isIn(0L, 1L).isEqualTo(again.revision());
        Faq faq = Faq.builder(store).clock(clock).search(again).build();
        assertThat(faq.search(Faq.Person.ANYBODY, FaqQuery.of("money password")).hits()).extracting(FaqHit::id)
                .containsExactlyInAnyOrder(id("refund"), id("password"));
        assertThat(again.revision()).isEqualTo(2);
        assertThat(again.size()).isEqualTo(2);
    }

    @Test
    void anIndexThatWasLostIsEmptyAndFilledAgain() throws Exception {
        FaqStore store = MemoryStorage.create().faq();
        SettableClock clock = SettableClock.at(START);
        publish(Faq.builder(store).clock(clock).build(), REFUND);
        Faq.builder(store).clock(clock).search(search()).build().catchUp();
        assertThat(found("money")).containsExactly("refund");

        FaqSearch again = fixture().restart(true);

        assertThat(again.revision()).isZero();
        assertThat(again.size()).isZero();
        assertThat(again.search(FaqQuery.of("money"))).isEmpty();
        Faq.builder(store).clock(clock).search(again).build().catchUp();
        assertThat(again.revision()).isEqualTo(1);
        assertThat(found("money")).containsExactly("refund");
    }

    @Test
    void anIndexThatKnowsMoreThanItsStoreIsMadeAnew() {
        search().apply(List.of(entry("stranger", "Who is the stranger?", 8)), List.of(), 9);
        FaqStore store = MemoryStorage.create().faq();
        Faq faq = Faq.builder(store).clock(SettableClock.at(START)).search(search()).build();
        publish(faq, REFUND);

        faq.catchUp();

        assertThat(found("stranger")).isEmpty();
        assertThat(found("money")).containsExactly("refund");
        assertThat(search().revision()).isEqualTo(1);
        assertThat(search().size()).isEqualTo(1);
    }

    private static void publish(Faq faq, FaqEntry entry) {
        faq.save(Faq.Person.editor("ann"), FaqEdition.Content.of(entry).from(START), 0);
    }

    // What is understood

    @Test
    void formsOfAWordAreFound() {
        search().index(ENTRIES);

        assertFirst("passwords", PASSWORD);
        assertFirst("changing", PASSWORD);
        assertFirst("couriers", DELIVERY);
        assertFirst("пароли", PASSWORD_RU);
        assertFirst("заказами", REFUND_RU);
        assertFirst("курьеров", DELIVERY_RU);
    }

    @Test
    void caseAccentsAndYoAreAllTheSame() {
        search().index(ENTRIES);
        FaqEntry cafe = entry("cafe", "Is there a café?");
        search().index(List.of(cafe));

        assertFirst("PASSWORD", PASSWORD);
        assertFirst("СМЕНИТЬ ПАРОЛЬ", PASSWORD_RU);
        assertFirst("счет", INVOICE_RU);
        assertFirst("СЧЁТ", INVOICE_RU);
        assertFirst("cafe", cafe);
        assertFirst("CAFE\u0301", cafe);
    }

    @Test
    void notEveryWordHasToBeThereAndTheirOrderDoesNotMatter() {
        search().index(ENTRIES);

        assertFirst("good morning zzyzx please tell me password thank you very much", PASSWORD);
        assertFirst("courier: cost?", DELIVERY);
        assertFirst("доброе утро, подскажите пожалуйста, курьером доставка", DELIVERY_RU);
    }

    @Test
    void aMisspeltWordIsFoundAndComesAfterOneThatIsRight() {
        search().index(ENTRIES);
        assertFirst("pasword", PASSWORD);
        assertFirst("waranty", WARRANTY);
        assertFirst("порль сменить", PASSWORD_RU);
        assertThat(found("zzyzxqw")).isEmpty();

        search().index(List.of(entry("carrot", "Where is the carrot?"), entry("parrot", "Where is the parrot?")));
        assertThat(found("parrot")).first().isEqualTo("parrot");
        assertThat(found("carrot")).first().isEqualTo("carrot");
    }

    @Test
    void whatWasMisspeltIsPutRightAndNothingElse() {
        search().index(ENTRIES);

        assertThat(search().find(FaqQuery.of("pasword").locale(EN)).didYouMean()).contains("password");
        assertThat(search().find(FaqQuery.of("change my password").locale(EN)).didYouMean()).isEmpty();
        assertThat(search().find(FaqQuery.of("zzyzxqw").locale(EN)).didYouMean()).isEmpty();
    }

    @Test
    void otherPhrasingsAndAnswersLeadToAnEntryToo() {
        search().index(ENTRIES);
        FaqEntry rephrased = entry("hours", "When are you open?").toBuilder().phrasings("Business hours", "Timetable")
                .build();
        search().index(List.of(rephrased));

        assertFirst("business hours", rephrased);
        assertFirst("timetable", rephrased);
        assertFirst("settings", PASSWORD);
        assertFirst("настройки", PASSWORD_RU);
    }

    @Test
    void whatSaysMoreOfWhatWasAskedComesFirst() {
        search().index(List.of(FaqEntry.of("c", EN, "How long is the warranty?", "The same for a lamp or a table."),
                entry("b", "How bright is the lamp?"), entry("a", "Is the lamp under warranty?")));

        List<FaqHit> hits = search().search(FaqQuery.of("lamp warranty"));

        assertThat(hits).hasSize(3).first().extracting(FaqHit::id).isEqualTo(id("a"));
        assertThat(hits).allSatisfy(hit -> assertThat(hit.score()).isGreaterThan(0).isLessThanOrEqualTo(1))
                .isSortedAccordingTo(Comparator.comparingDouble(FaqHit::score).reversed());
        assertThat(hits.getFirst().score()).isGreaterThan(hits.getLast().score());
    }

    @Test
    void questionsThatAnEntryHasAnsweredLeadToIt() {
        search().index(ENTRIES);
        search().learn(List.of(new FaqSearch.Answered("where did the zebra go", id("delivery"), EN, START),
                new FaqSearch.Answered("giraffe", id("nobody"), EN, START),
                new FaqSearch.Answered("giraffe", id("delivery"), Locale.FRENCH, START),
                new FaqSearch.Answered("x".repeat(10_000), id("delivery"), EN, START)));

        assertFirst("zebra", DELIVERY);
        assertThat(found("giraffe")).isEmpty();
        FaqEntry changed = DELIVERY.toBuilder().answer("Six.").build();
        search().index(List.of(changed));
        assertFirst("zebra", changed);
    }

    @Test
    void theOldestOfWhatWasLearnedGivesWay() {
        search().index(ENTRIES);
        search().learn(List.of(answered("zebra", 0), answered("walrus", 1)));
        assertThat(found("zebra walrus")).containsExactly("delivery");

        search().learn(IntStream.rangeClosed(2, FaqSearch.MAX_LEARNED)
                .mapToObj(i -> answered("courier number " + i, i)).toList());

        assertThat(found("zebra")).isEmpty();
        assertThat(found("walrus")).containsExactly("delivery");
    }

    private static FaqSearch.Answered answered(String question, int minute) {
        return new FaqSearch.Answered(question, id("delivery"), EN, START.plus(Duration.ofMinutes(minute)));
    }

    @Test
    void theHostsSynonymsCountFromTheNextSearchOnUntilTheyAreReplaced() {
        search().index(ENTRIES);
        assertThat(found("zebra")).isEmpty();

        search().synonyms(FaqSearch.Synonyms.parse("zebra, password\nхрусты, деньги\npurple rain, warranty"));
        assertFirst("Zebras", PASSWORD);
        assertFirst("хрусты", REFUND_RU);
        assertFirst("purple rain", WARRANTY);

        search().synonyms(FaqSearch.Synonyms.none());
        assertThat(found("zebra")).isEmpty();
    }

    // Who finds what

    @Test
    void nobodyFindsWhatIsNotForThem() {
        search().index(List.of(lamp("all").build(), lamp("known").audience(Audience.CUSTOMERS).build(),
                lamp("staff").audience(Audience.STAFF).build(), lamp("draft").status(Status.DRAFT).build(),
                lamp("gone").status(Status.ARCHIVED).build()));
        FaqQuery lamp = FaqQuery.of("lamp");

        assertThat(found(lamp)).containsExactly("all");
        assertThat(found(lamp.audience(Audience.CUSTOMERS))).containsExactlyInAnyOrder("all", "known");
        assertThat(found(lamp.audience(Audience.STAFF))).containsExactlyInAnyOrder("all", "known", "staff");
        assertThat(found(lamp.statuses(Status.DRAFT, Status.ARCHIVED))).containsExactlyInAnyOrder("draft", "gone");
        assertThat(search().find(lamp).total()).isEqualTo(1);
        assertThat(search().suggest("lam", EN, 10)).containsExactly("Lamp all?");
        assertThat(search().moreLike(id("all"), EN, 10)).isEmpty();
        assertThat(search().moreLike(id("staff"), EN, 10)).extracting(hit -> hit.id().value())
                .containsExactlyInAnyOrder("all", "known");
    }

    private static FaqEntry.Builder lamp(String id) {
        return FaqEntry.builder(id(id), EN, "Lamp " + id + "?", "");
    }

    @Test
    void categoriesAndTagsNarrowASearchAndAreCounted() {
        search().index(List.of(lamp("a").category("light/lamps").tags("new", "vip").build(),
                lamp("b").category("light").tags("new").build(), lamp("c").category("lights").build(),
                lamp("d").build(), FaqEntry.of("a", RU, "Lamp lamp?", ""), entry("e", "Zebra?").toBuilder()
                        .category("light").tags("new").build()));
        FaqQuery lamp = FaqQuery.of("lamp").locale(EN);

        assertThat(found(lamp.category("light"))).containsExactlyInAnyOrder("a", "b");
        assertThat(found(lamp.category("light/lamps"))).containsExactly("a");
        assertThat(found(lamp.category("Light"))).isEmpty();
        assertThat(found(lamp.tags("new"))).containsExactlyInAnyOrder("a", "b");
        assertThat(found(lamp.tags("new", "vip"))).containsExactly("a");
        assertThat(search().find(lamp).facets()).isEqualTo(FaqSearch.Result.Facets.NONE);
        FaqSearch.Result.Facets facets = search().find(FaqQuery.of("lamp").limit(1).withFacets()).facets();
        assertThat(facets.categories()).isEqualTo(Map.of("light", 2, "light/lamps", 1, "lights", 1));
        assertThat(facets.categories().keySet()).first().isEqualTo("light");
        assertThat(facets.tags()).isEqualTo(Map.of(Tag.of("new"), 2, Tag.of("vip"), 1));
        assertThat(facets.tags().keySet()).first().isEqualTo(Tag.of("new"));
        assertThat(facets.locales()).isEqualTo(Map.of(EN, 4, RU, 1));
    }

    @Test
    void aLaterLanguageIsSearchedWhereATranslationIsMissing() {
        search().index(ENTRIES);

        assertThat(found(FaqQuery.of("money warranty password").locales(RU, EN))).contains("warranty")
                .doesNotContain("refund", "password");
        assertThat(found(FaqQuery.of("money warranty password").locales(EN, RU))).contains("warranty", "refund",
                "password");
        assertThat(found(FaqQuery.of("password").locale(RU))).isEmpty();
        assertThat(found(FaqQuery.of("пароль").locale(Locale.forLanguageTag("ru-KZ")))).containsExactly("password");
        assertThat(search().search(FaqQuery.of("password пароль"))).extracting(hit -> hit.entry().locale())
                .containsExactlyInAnyOrder(EN, RU);
    }

    @Test
    void aMissingTranslationIsOneThatMayBeRead() {
        search().index(List.of(lamp("a").build(), FaqEntry.builder(id("a"), RU, "Лампа?", "").status(Status.DRAFT)
                .build(), lamp("b").build(), FaqEntry.of("b", RU, "Лампа?", "")));

        assertThat(found(FaqQuery.of("lamp лампа").locales(RU, EN))).containsExactlyInAnyOrder("a", "b");
        assertThat(search().search(FaqQuery.of("lamp").locales(RU, EN))).extracting(FaqHit::id)
                .containsExactly(id("a"));
    }

    // Order and pages

    @Test
    void pagesFollowEachOtherWithoutGapsAndEqualScoresAreOrderedById() {
        List<FaqEntry> same = new ArrayList<>(IntStream.range(1_000, 1_250)
                .mapToObj(i -> entry("e" + i, "How bright is the lamp?")).toList());
        List<String> inOrder = same.stream().map(entry -> entry.id().value()).toList();
        Dice.loaded().shuffle(same);
        same.forEach(entry -> search().index(List.of(entry)));

        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < 300; offset += 60) {
            paged.addAll(found(FaqQuery.of("bright lamp").offset(offset).limit(60)));
        }

        assertThat(paged).isEqualTo(inOrder);
        assertThat(found(FaqQuery.of("bright lamp").limit(FaqQuery.MAX_LIMIT))).isEqualTo(inOrder);
        assertThat(found(FaqQuery.of("bright lamp").offset(FaqQuery.MAX_OFFSET).limit(FaqQuery.MAX_LIMIT))).isEmpty();
        assertThat(search().find(FaqQuery.of("bright lamp").limit(1)).total()).isEqualTo(250);
    }

    @Test
    void aPageInALaterLanguageIsFilledHoweverManyTranslationsStandInItsWay() {
        List<FaqEntry> entries = new ArrayList<>(List.of(entry("z1", "A very long question about a lamp?"),
                entry("z2", "A very long question about a lamp?")));
        for (int i = 0; i < 400; i++) {
            entries.add(entry("e" + i, "lamp"));
            entries.add(FaqEntry.of("e" + i, RU, "Зонт", ""));
        }
        search().index(entries);

        assertThat(found(FaqQuery.of("lamp").locales(RU, EN).limit(5))).containsExactly("z1", "z2");
        assertThat(found(FaqQuery.of("lamp").locales(RU, EN).offset(1).limit(5))).containsExactly("z2");
    }

    @Test
    void theOrderOfHitsSaysNothingAboutWhenTheyWereTakenIn() {
        List<FaqEntry> shuffled = new ArrayList<>(ENTRIES);
        Dice.loaded().shuffle(shuffled);
        FaqQuery query = FaqQuery.of("how do I get money for my lamp, password, деньги, курьером");
        search().index(ENTRIES);
        List<FaqHit> hits = search().search(query);
        assertThat(hits).hasSizeGreaterThan(3);
        assertThat(search().search(query)).isEqualTo(hits);

        search().rebuild(List.of(), 0);
        shuffled.forEach(entry -> search().index(List.of(entry)));
        search().index(shuffled);

        assertThat(search().search(query)).extracting(FaqHit::entry)
                .isEqualTo(hits.stream().map(FaqHit::entry).toList());
    }

    @Test
    void whatCoversTooLittleOfTheQuestionIsLeftOut() {
        search().index(ENTRIES);
        List<FaqHit> hits = search().search(FaqQuery.of("change my lamp password").locale(EN));
        assertThat(hits).hasSizeGreaterThan(1);
        double best = hits.getFirst().score();
        assertThat(best).isGreaterThan(hits.get(1).score());

        assertThat(search().search(FaqQuery.of("change my lamp password").locale(EN).minScore(best - .000_01)))
                .extracting(FaqHit::id).containsExactly(id("password"));
        assertThat(search().find(FaqQuery.of("change my lamp password").locale(EN).minScore(1))).satisfies(
                result -> assertThat(result.total()).isGreaterThanOrEqualTo(hits.size()));
    }

    // Why, and where

    @Test
    void aHitSaysWhichWordsLedToItAndWhereTheyStand() {
        search().index(ENTRIES);

        FaqHit hit = search().search(FaqQuery.of("zzyzx password changing settings").locale(EN)).getFirst();

        assertThat(hit.entry()).isEqualTo(PASSWORD);
        assertThat(hit.because()).extracting(FaqHit.Because::asked).containsExactly("password", "changing", "settings");
        assertThat(hit.because()).extracting(FaqHit.Because::rule).contains(FaqHit.Rule.WORD);
        assertThat(marked(hit)).contains("password", "change", "settings");
        FaqHit misspelt = search().search(FaqQuery.of("waranty").locale(EN)).getFirst();
        assertThat(misspelt.because()).containsExactly(
                new FaqHit.Because("waranty", FaqHit.Rule.SPELLING, "warranty"));
        FaqHit russian = search().search(FaqQuery.of("курьеров").locale(RU)).getFirst();
        assertThat(marked(russian)).contains("курьером");
    }

    /** Fails if a highlight does not lie in its text, or overlaps another. */
    private static List<String> marked(FaqHit hit) {
        List<String> marked = new ArrayList<>();
        for (Part part : Part.values()) {
            String text = part == Part.QUESTION ? hit.entry().question() : hit.entry().answer();
            int last = 0;
            for (FaqHit.Highlight highlight : hit.highlights().stream().filter(each -> each.part() == part)
                    .sorted(Comparator.comparingInt(FaqHit.Highlight::start)).toList()) {
                assertThat(highlight.start()).as("%s", hit.highlights()).isGreaterThanOrEqualTo(last);
                assertThat(highlight.end()).as("%s", hit.highlights()).isLessThanOrEqualTo(text.length());
                marked.add(text.substring(highlight.start(), highlight.end()));
                last = highlight.end();
            }
        }
        return marked;
    }

    @Test
    void aHitOpensAtTheSectionThatAnswers() {
        search().index(ENTRIES);

        assertThat(search().search(FaqQuery.of("warranty bulbs flickers").locale(EN)).getFirst().section())
                .hasValueSatisfying(section -> assertThat(section.heading()).isEqualTo("Bulbs"));
        assertThat(search().search(FaqQuery.of("password").locale(EN)).getFirst().section()).isEmpty();
    }

    @Test
    void whatIsBeingTypedIsCompletedWithQuestions() {
        search().index(ENTRIES);
        search().index(List.of(entry("again", PASSWORD.question())));

        assertThat(search().suggest("change my passw", EN, 5)).containsOnlyOnce(PASSWORD.question()).first()
                .isEqualTo(PASSWORD.question());
        assertThat(search().suggest("сколько сто", RU, 5)).contains(DELIVERY_RU.question());
        assertThat(search().suggest("how", EN, 2)).hasSize(2);
        assertThat(search().suggest("passw", RU, 5)).isEmpty();
        assertThat(search().suggest("  ", EN, 5)).isEmpty();
        for (int limit : new int[]{0, -1, 101}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> search().suggest("how", EN, limit));
        }
    }

    @Test
    void entriesAboutTheSameAreFoundInTheSameLanguage() {
        search().index(ENTRIES);
        search().index(List.of(entry("lamps", "Is there a longer warranty for a lamp?"),
                FaqEntry.of("lamps", RU, "Is there a longer warranty for a lamp?", "")));

        assertThat(search().moreLike(id("warranty"), EN, 5)).isNotEmpty()
                .allSatisfy(hit -> assertThat(hit.entry().locale()).isEqualTo(EN))
                .extracting(hit -> hit.id().value()).startsWith("lamps").doesNotContain("warranty");
        assertThat(search().moreLike(id("warranty"), EN, 1)).hasSize(1);
        assertThat(search().moreLike(id("warranty"), RU, 5)).isEmpty();
        for (int limit : new int[]{0, 101}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> search().moreLike(id("warranty"), EN, limit));
        }
    }

    // Any text is a text

    @Test
    void hostileQueriesAreBoundedInTimeAndNeverAnError() {
        search().index(ENTRIES);
        List<String> queries = HostileTexts.all();
        assertThat(queries).hasSizeGreaterThanOrEqualTo(100);

        for (String text : queries) {
            long start = System.nanoTime();
            FaqSearch.Result result = search().find(FaqQuery.of(text).audience(Audience.STAFF).withFacets());
            result.hits().forEach(FaqSearchContract::marked);
            search().suggest(text, RU, 5);
            search().suggest(text, EN, 5);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%d characters", text.length())
                    .isLessThan(PATIENCE);
            if (text.length() > FaqQuery.MAX_TEXT) {
                assertThat(result.complete()).as("%d characters", text.length()).isFalse();
            }
        }
        assertFirst("password", PASSWORD);
    }

    @Test
    void syntaxOfQueriesIsTextAsWell() {
        search().index(ENTRIES);

        assertFirst("NOT password", PASSWORD);
        assertFirst("-password", PASSWORD);
        assertFirst("question:password", PASSWORD);
        assertFirst("(password", PASSWORD);
        assertFirst("\"password", PASSWORD);
        assertFirst("password^0 AND", PASSWORD);
        assertThat(found("*")).isEmpty();
        assertThat(found("*:*")).isEmpty();
        assertThat(found("/.*/")).isEmpty();
        assertThat(found("id:[a TO z]").size()).isLessThan(ENTRIES.size());
    }

    @Test
    void whatIsBeyondTheLimitOfATextIsNotRead() {
        search().index(ENTRIES);
        String filler = "warranty ".repeat(FaqQuery.MAX_TEXT / 9 + 1);

        FaqSearch.Result result = search().find(FaqQuery.of(filler + "password").locale(EN));

        assertThat(result.hits()).extracting(hit -> hit.id().value()).contains("warranty").doesNotContain("password");
        assertThat(result.complete()).isFalse();
        assertThat(search().find(FaqQuery.of("warranty password").locale(EN)).complete()).isTrue();
    }

    @Test
    void hostileTextsAreTakenInAndFoundAgain() {
        List<FaqEntry> hostile = new ArrayList<>();
        for (String text : HostileTexts.all()) {
            hostile.add(FaqEntry.of("e" + hostile.size(), EN, "zebra " + storable(text, 900),
                    storable(text, 20_000)));
        }

        search().index(hostile);

        List<FaqHit> hits = search().search(FaqQuery.of("zebra").limit(FaqQuery.MAX_LIMIT));
        assertThat(hits).extracting(FaqHit::entry).containsExactlyInAnyOrderElementsOf(hostile);
        hits.forEach(FaqSearchContract::marked);
    }

    private static String storable(String text, int most) {
        return text.codePoints().filter(c -> c != 0 && Character.getType(c) != Character.SURROGATE).limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    // Many at once

    @Test
    void searchesSeeAllOfAChangeOrNothingOfIt() {
        search().index(List.of(entry("a", "lamp version0"), entry("b", "lamp version0")));
        AtomicBoolean over = new AtomicBoolean();

        List<List<String>> seen = Race.returned(Race.run(3, (thread, round) -> {
            List<String> torn = new ArrayList<>();
            if (thread == 0) {
                try {
                    for (int i = 1; i <= 25; i++) {
                        String question = "lamp version" + i;
                        search().index(List.of(entry("a", question), entry("b", question)));
                        if (!questions().equals(Set.of(question))) {
                            torn.add("after the change to " + question + ": " + questions());
                        }
                    }
                } finally {
                    over.set(true);
                }
            }
            do {
                Set<String> questions = questions();
                if (questions.size() != 1) {
                    torn.add(questions.toString());
                }
            } while (!over.get());
            return torn;
        }));

        assertThat(seen).allSatisfy(torn -> assertThat(torn).isEmpty());
    }

    private Set<String> questions() {
        Set<String> questions = new HashSet<>();
        search().search(FaqQuery.of("lamp")).forEach(hit -> questions.add(hit.entry().question()));
        return questions;
    }

    @Test
    void searchesFindTheOldEntriesUntilTheNewOnesAreThere() {
        List<FaqEntry> lamps = IntStream.range(0, 50).mapToObj(i -> entry("e" + i, "lamp")).toList();
        search().rebuild(lamps, 1);
        AtomicBoolean over = new AtomicBoolean();

        List<List<Integer>> counts = Race.returned(Race.run(3, (thread, round) -> {
            List<Integer> wrong = new ArrayList<>();
            if (thread == 0) {
                try {
                    for (int i = 2; i <= 6; i++) {
                        search().rebuild(lamps, i);
                    }
                } finally {
                    over.set(true);
                }
            }
            do {
                int found = search().search(FaqQuery.of("lamp").limit(100)).size();
                if (found != lamps.size()) {
                    wrong.add(found);
                }
            } while (!over.get());
            return wrong;
        }));

        assertThat(counts).allSatisfy(wrong -> assertThat(wrong).isEmpty());
        assertThat(search().revision()).isEqualTo(6);
    }

    @Test
    void noChangeIsLostAmongThoseThatAreMadeAtTheSameTime() {
        search().index(List.of(entry("shared", "lamp", 1)));

        List<List<Race.Outcome<Long>>> rounds = Race.run(4, 10, (thread, round) -> {
            long revision = 2 + round * 4L + thread;
            search().apply(List.of(entry("shared", "lamp version" + revision, revision),
                    entry("own-" + thread + "-" + round, "zebra", revision)), List.of(), revision);
            search().learn(List.of(new FaqSearch.Answered(word(revision), id("shared"), EN, START)));
            return revision;
        });

        rounds.forEach(Race::returned);
        assertThat(search().revision()).isEqualTo(41);
        assertThat(search().size()).isEqualTo(41);
        assertThat(found(FaqQuery.of("zebra").limit(100))).hasSize(40);
        assertThat(search().search(FaqQuery.of("lamp"))).extracting(hit -> hit.entry().question())
                .containsExactly("lamp version41");
        for (int revision = 2; revision <= 41; revision++) {
            assertThat(found(word(revision))).as("learned with revision %d", revision).contains("shared");
        }
    }

    /** A word that neither is misspelt for another one nor is a form of it. */
    private static String word(long number) {
        return Character.toString('a' + (int) (number % 26)).repeat(3)
                + Character.toString('a' + (int) (number / 26)).repeat(3);
    }

    // The end

    @Test
    void everyCallAfterClosingSaysThatItIsClosed() {
        FaqSearch search = search();
        search.index(ENTRIES);
        search.close();
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("index", () -> search.index(ENTRIES));
        calls.put("remove", () -> search.remove(List.of(id("x"))));
        calls.put("apply", () -> search.apply(List.of(), List.of(), 0));
        calls.put("rebuild", () -> search.rebuild(List.of(), 0));
        calls.put("revision", search::revision);
        calls.put("size", search::size);
        calls.put("find", () -> search.find(FaqQuery.of("x")));
        calls.put("search", () -> search.search(FaqQuery.of("x")));
        calls.put("suggest", () -> search.suggest("x", EN, 1));
        calls.put("moreLike", () -> search.moreLike(id("x"), EN, 1));
        calls.put("learn", () -> search.learn(List.of()));
        calls.put("synonyms", () -> search.synonyms(FaqSearch.Synonyms.none()));

        assertThat(calls).allSatisfy((name, call) -> assertThatExceptionOfType(ClosedException.class).as(name)
                .isThrownBy(call));
        assertThatCode(search::close).doesNotThrowAnyException();
    }

    @Test
    void closingWhileOthersSearchEndsTheirSearchesAndNothingElse() {
        FaqSearch search = search();
        search.index(ENTRIES);
        AtomicBoolean closed = new AtomicBoolean();

        List<Race.Outcome<Integer>> outcomes = Race.run(4, (thread, round) -> {
            if (thread == 0) {
                try {
                    search.close();
                } finally {
                    closed.set(true);
                }
            }
            while (!closed.get()) {
                assertThat(search.search(FaqQuery.of("password").locale(EN))).hasSize(1);
            }
            return search.search(FaqQuery.of("password")).size();
        });

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(Race.Outcome.Threw.class,
                        threw -> assertThat(threw.error()).isInstanceOf(ClosedException.class)));
    }

    @Test
    void nothingKeepsRunningAfterClosing() throws Exception {
        closeFixture();
        useAndClose(); // what a library starts once for the whole process and never ends is there from now on
        Set<Thread> before = threads();

        useAndClose();

        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread thread : left) {
            assertThat(thread.join(ENDING)).as("%s ends", thread).isTrue();
        }
    }

    private void useAndClose() throws Exception {
        openFixture();
        search().index(ENTRIES);
        Race.returned(Race.run(4, (thread, round) -> found("password").size()));
        assertFirst("password", PASSWORD);
        search().close();
        closeFixture();
    }

    /** The threads of this process, but for those of the pool that belongs to everybody. */
    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().startsWith("ForkJoinPool.commonPool"));
        return threads;
    }
}
