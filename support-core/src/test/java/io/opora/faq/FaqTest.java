package io.opora.faq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.faq.Faq.Person;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEdition.State;
import io.opora.faq.FaqEntry.Audience;
import io.opora.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FaqTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Person ANN = Person.editor("ann");
    private static final Person MARIA = Person.customer("maria");
    private static final Locale RU = Locale.of("ru");
    private static final FaqEntry.Id REFUND = FaqEntry.Id.of("refund");

    private final SettableClock clock = SettableClock.at(START);
    private final FaqStore store = MemoryStorage.create().faq();
    private final RecordingSearch index = new RecordingSearch();
    private final Faq faq = Faq.builder(store).clock(clock).search(index).build();

    private static FaqEntry.Builder entry(String id, Locale locale) {
        return FaqEntry.builder(FaqEntry.Id.of(id), locale, "How do I get a refund?", "Within 14 days.");
    }

    private FaqEdition published(FaqEntry entry) {
        return published(entry, content -> content);
    }

    private FaqEdition published(FaqEntry entry, UnaryOperator<Content> with) {
        return faq.save(ANN, with.apply(Content.of(entry).from(clock.instant())), 0);
    }

    @Test
    void whatIsShownFollowsFromTheTimeAlone() {
        faq.save(ANN, Content.of(entry("refund", Locale.ENGLISH).build()).from(START.plusSeconds(60))
                .until(START.plusSeconds(120)), 0);

        assertThat(faq.edition(ANN, REFUND, Locale.ENGLISH).state(clock.instant())).isEqualTo(State.SCHEDULED);
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> faq.read(MARIA, REFUND, Locale.ENGLISH));
        clock.advance(Duration.ofSeconds(60));
        assertThat(faq.read(MARIA, REFUND, Locale.ENGLISH).entry().status()).isEqualTo(FaqEntry.Status.PUBLISHED);
        clock.advance(Duration.ofSeconds(60));
        assertThat(faq.edition(ANN, REFUND, Locale.ENGLISH).state(clock.instant())).isEqualTo(State.ARCHIVED);
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> faq.read(MARIA, REFUND, Locale.ENGLISH));
    }

    @Test
    void aDraftIsSeenByEditorsAlone() {
        faq.save(ANN, Content.of(entry("refund", Locale.ENGLISH).build()), 0);

        assertThat(faq.edition(ANN, REFUND, Locale.ENGLISH).state(clock.instant())).isEqualTo(State.DRAFT);
        assertThat(faq.list(Person.staff("boris"), Locale.ENGLISH, Optional.empty())).isEmpty();
    }

    @Test
    void whoeverBeganWithAnotherEditionIsToldTheOneThatIsThere() {
        FaqEdition first = published(entry("refund", Locale.ENGLISH).build());
        FaqEdition second = faq.save(ANN, first.content().entry(entry("refund", Locale.ENGLISH).answer("30 days.")
                .build()), 1);

        assertThatExceptionOfType(Faq.OvertakenException.class).isThrownBy(() -> faq.save(ANN, first.content(), 1))
                .satisfies(e -> assertThat(e.there()).contains(second)).withMessageContaining("version 1 but at 2");
        assertThatExceptionOfType(Faq.OvertakenException.class).isThrownBy(() -> faq.save(ANN, first.content(), 0));
        assertThatExceptionOfType(Faq.OvertakenException.class).isThrownBy(() -> faq.save(ANN, first.content(), 5));
        assertThat(faq.history(ANN, REFUND, Locale.ENGLISH, Long.MAX_VALUE, 10)).containsExactly(second, first);
    }

    @Test
    void everyPartOfAnEditionIsCompared() {
        FaqEdition first = published(entry("refund", Locale.ENGLISH).build());
        FaqEdition second = faq.save(ANN,
                first.content().entry(entry("refund", Locale.ENGLISH).question("Money?").answer("x")
                        .phrasings("one", "two").category("payment").tags("a", "b").audience(Audience.STAFF).build())
                        .from(START.plusSeconds(1)).until(START.plusSeconds(2)).order(7).pinned(true),
                1);

        assertThat(Faq.compare(first, second)).containsExactly(
                new Faq.Change("question", "How do I get a refund?", "Money?"),
                new Faq.Change("phrasings", "", "one\ntwo"), new Faq.Change("answer", "Within 14 days.", "x"),
                new Faq.Change("category", "", "payment"), new Faq.Change("tags", "", "a b"),
                new Faq.Change("audience", "PUBLIC", "STAFF"),
                new Faq.Change("from", "2026-03-02T09:00:00Z", "2026-03-02T09:00:01Z"),
                new Faq.Change("until", "", "2026-03-02T09:00:02Z"), new Faq.Change("order", "0", "7"),
                new Faq.Change("pinned", "false", "true"));
        assertThat(Faq.compare(second, second)).isEmpty();
    }

    @Test
    void editionsAreComparedPartByPart() {
        FaqEdition first = published(entry("refund", Locale.ENGLISH).tags("money").build());
        FaqEdition second = faq.save(ANN, first.content().order(3).entry(entry("refund", Locale.ENGLISH)
                .answer("30 days.").category("payment").build()), 1);

        assertThat(Faq.compare(first, second)).containsExactly(
                new Faq.Change("answer", "Within 14 days.", "30 days."), new Faq.Change("category", "", "payment"),
                new Faq.Change("tags", "money", ""), new Faq.Change("order", "0", "3"));
        assertThat(Faq.compare(first, first)).isEmpty();
    }

    @Test
    void anOldEditionIsRestoredAsANewOneAndStaysAsVisibleAsItIs() {
        FaqEdition first = faq.save(ANN, Content.of(entry("refund", Locale.ENGLISH).build()).order(7), 0);
        faq.save(ANN, first.content().order(1).entry(entry("refund", Locale.ENGLISH).answer("Never.").build()), 1);
        FaqEdition shown = faq.publish(ANN, REFUND, Locale.ENGLISH, 2);

        FaqEdition restored = faq.restore(ANN, REFUND, Locale.ENGLISH, 1, 3);

        assertThat(restored.version()).isEqualTo(4);
        assertThat(restored.content()).isEqualTo(first.content().from(shown.content().from().orElseThrow()));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> faq.restore(ANN, REFUND, Locale.ENGLISH, 9, 4));
    }

    @Test
    void whatWasArchivedIsHiddenUntilItIsPublishedAgain() {
        published(entry("refund", Locale.ENGLISH).build());
        faq.archive(ANN, REFUND, Locale.ENGLISH, 1);

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> faq.read(MARIA, REFUND, Locale.ENGLISH));
        faq.publish(ANN, REFUND, Locale.ENGLISH, 2);
        assertThat(faq.read(MARIA, REFUND, Locale.ENGLISH).version()).isEqualTo(3);
    }

    @Test
    void editingIsARight() {
        published(entry("refund", Locale.ENGLISH).build());
        for (Person other : List.of(Person.ANYBODY, Person.visitor("v"), MARIA, Person.staff("boris"))) {
            List<Runnable> doors = List.of(
                    () -> faq.save(other, Content.of(entry("refund", RU).build()), 0),
                    () -> faq.publish(other, REFUND, Locale.ENGLISH, 1),
                    () -> faq.archive(other, REFUND, Locale.ENGLISH, 1),
                    () -> faq.restore(other, REFUND, Locale.ENGLISH, 1, 1),
                    () -> faq.edition(other, REFUND, Locale.ENGLISH), () -> faq.editions(other, 0, 10),
                    () -> faq.history(other, REFUND, Locale.ENGLISH, Long.MAX_VALUE, 10),
                    () -> faq.tally(other, REFUND, Locale.ENGLISH),
                    () -> faq.votes(other, REFUND, Locale.ENGLISH, 10));
            assertThat(doors).allSatisfy(door -> assertThatExceptionOfType(Faq.NotPermittedException.class)
                    .isThrownBy(door::run));
        }
        assertThat(store.newest(0, 10)).hasSize(1);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Person(Optional.empty(), Audience.STAFF, true));
    }

    @Test
    void readersSeeWhatIsForTheirAudience() {
        for (Audience audience : Audience.values()) {
            published(entry(audience.name(), Locale.ENGLISH).audience(audience).build());
        }

        assertThat(ids(Person.ANYBODY)).containsExactly("PUBLIC");
        assertThat(ids(MARIA)).containsExactly("CUSTOMERS", "PUBLIC");
        assertThat(ids(Person.staff("boris"))).containsExactly("CUSTOMERS", "PUBLIC", "STAFF");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> faq.read(MARIA, FaqEntry.Id.of("STAFF"), Locale.ENGLISH))
                .withMessage("There is no FAQ entry STAFF that you could see");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> faq.vote(MARIA, FaqEntry.Id.of("STAFF"), Locale.ENGLISH, true, Optional.empty()));
    }

    private List<String> ids(Person reader) {
        return faq.list(reader, Locale.ENGLISH, Optional.empty()).stream().map(found -> found.entry().id().value())
                .toList();
    }

    @Test
    void aMissingTranslationIsMadeUpForAndSaid() {
        published(entry("refund", Locale.GERMAN).build());

        Faq.Found german = faq.read(MARIA, REFUND, Locale.forLanguageTag("de-Latn-AT"));
        assertThat(german.entry().locale()).isEqualTo(Locale.GERMAN);
        assertThat(german.isFallback()).isFalse();
        assertThat(german.missing()).extracting(Locale::toLanguageTag).containsExactly("de-Latn-AT", "de-Latn");

        Faq.Found russian = faq.read(MARIA, REFUND, RU);
        assertThat(russian.isFallback()).isTrue();
        assertThat(russian.missing()).containsExactly(RU, Locale.ENGLISH);
        assertThat(russian.languages()).containsExactly(Locale.GERMAN);

        published(entry("refund", Locale.ENGLISH).build());
        assertThat(faq.read(MARIA, REFUND, RU).entry().locale()).isEqualTo(Locale.ENGLISH);
        published(entry("refund", Locale.of("ru", "KZ")).build());
        assertThat(faq.read(MARIA, REFUND, RU).entry().locale()).isEqualTo(Locale.of("ru", "KZ"));
        published(entry("refund", RU).audience(Audience.STAFF).build());
        assertThat(faq.read(MARIA, REFUND, RU).entry().locale()).as("one that they may not read is missing too")
                .isEqualTo(Locale.of("ru", "KZ"));
        assertThat(faq.list(MARIA, RU, Optional.empty())).hasSize(1);
    }

    @Test
    void pinnedEntriesComeFirstThenTheOrderCountsThenTheId() {
        published(entry("a", Locale.ENGLISH).build(), content -> content.order(2));
        published(entry("c", Locale.ENGLISH).build(), content -> content.order(-1));
        published(entry("b", Locale.ENGLISH).build(), content -> content.order(2));
        published(entry("z", Locale.ENGLISH).build(), content -> content.order(9).pinned(true));

        assertThat(ids(MARIA)).containsExactly("z", "c", "a", "b");
    }

    @Test
    void categoriesAreATreeOfWhatIsShown() {
        published(entry("a", Locale.ENGLISH).category("payment/refunds/late").build());
        published(entry("b", Locale.ENGLISH).category("payment").build());
        published(entry("c", Locale.ENGLISH).category("delivery").build());
        published(entry("d", Locale.ENGLISH).category("payments").build());
        published(entry("e", Locale.ENGLISH).category("secret").audience(Audience.STAFF).build());

        Faq.Category late = new Faq.Category("payment/refunds/late", 1, List.of());
        assertThat(faq.categories(MARIA, Locale.ENGLISH)).containsExactly(new Faq.Category("delivery", 1, List.of()),
                new Faq.Category("payment", 2, List.of(new Faq.Category("payment/refunds", 1, List.of(late)))),
                new Faq.Category("payments", 1, List.of()));
        assertThat(late.name()).isEqualTo("late");
        assertThat(faq.list(MARIA, Locale.ENGLISH, Optional.of("payment")))
                .extracting(found -> found.entry().id().value())
                .containsExactly("a", "b");
    }

    @Test
    void aPersonHasOneVoteAndMayChangeIt() {
        published(entry("refund", Locale.ENGLISH).build());
        faq.vote(MARIA, REFUND, Locale.ENGLISH, true, Optional.empty());
        faq.vote(Person.visitor("v"), REFUND, Locale.ENGLISH, true, Optional.empty());
        clock.advance(Duration.ofSeconds(1));
        faq.vote(MARIA, REFUND, Locale.ENGLISH, false, Optional.of("Nothing on parcels."));

        assertThat(faq.tally(ANN, REFUND, Locale.ENGLISH)).isEqualTo(new FaqStore.Tally(1, 1));
        assertThat(faq.votes(ANN, REFUND, Locale.ENGLISH, 1)).containsExactly(new FaqStore.Vote(REFUND, Locale.ENGLISH,
                "maria", false, Optional.of("Nothing on parcels."), 1, clock.instant()));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> faq.vote(Person.ANYBODY, REFUND, Locale.ENGLISH, true, Optional.empty()));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
                () -> faq.vote(MARIA, REFUND, Locale.ENGLISH, true, Optional.of("x".repeat(1_001))));
    }

    @Test
    void anIndexCatchesUpWithWhatWasChangedAndWithWhatTimeHasTurned() {
        published(entry("refund", Locale.ENGLISH).build());
        faq.save(ANN, Content.of(entry("later", Locale.ENGLISH).build()).from(START.plusSeconds(60)), 0);
        faq.catchUp();
        assertThat(index.revision()).isEqualTo(2);
        assertThat(index.statuses()).containsExactly("refund PUBLISHED", "later DRAFT");

        faq.catchUp();
        assertThat(index.statuses()).as("nothing has happened").hasSize(2);
        clock.advance(Duration.ofSeconds(60));
        faq.search(MARIA, FaqQuery.of("refund").audience(Audience.STAFF).statuses(FaqEntry.Status.DRAFT));

        assertThat(index.statuses()).containsExactly("refund PUBLISHED", "later DRAFT", "later PUBLISHED");
        assertThat(index.asked().audience()).isEqualTo(Audience.CUSTOMERS);
        assertThat(index.asked().statuses()).containsExactly(FaqEntry.Status.PUBLISHED);
    }

    @Test
    void itSaysHowFarBehindItsIndexIs() {
        published(entry("refund", Locale.ENGLISH).build());
        published(entry("delivery", Locale.ENGLISH).build());

        assertThat(faq.behind()).hasValue(2);
        faq.catchUp();
        assertThat(faq.behind()).hasValue(0);
        assertThat(Faq.builder(store).build().behind()).as("without an index").isEmpty();
    }

    @Test
    void anIndexThatSleptWhileTimePassedIsToldByTheNextProcess() {
        faq.save(ANN, Content.of(entry("later", Locale.ENGLISH).build()).from(START.plusSeconds(60)), 0);
        faq.catchUp();
        clock.advance(Duration.ofSeconds(60));

        Faq.builder(store).clock(clock).search(index).build().catchUp();

        assertThat(index.statuses()).containsExactly("later DRAFT", "later PUBLISHED");
    }

    @Test
    void anIndexOfAnotherStoreIsMadeAnew() {
        published(entry("refund", Locale.ENGLISH).build());
        index.apply(List.of(entry("stranger", Locale.ENGLISH).build()), List.of(), 7);

        faq.catchUp();

        assertThat(index.rebuilt()).isTrue();
        assertThat(index.revision()).isEqualTo(1);
    }

    @Test
    void aNodeWhoseClockIsSlowTakesWhatWasPublishedForPublished() {
        SettableClock fast = SettableClock.at(START.plusSeconds(300));
        Faq.builder(store).clock(fast).build().save(ANN,
                Content.of(entry("refund", Locale.ENGLISH).build()).from(fast.instant()), 0);

        faq.catchUp();

        assertThat(index.statuses()).containsExactly("refund PUBLISHED");
        assertThat(faq.read(MARIA, REFUND, Locale.ENGLISH).version()).isEqualTo(1);
    }

    @Test
    void aClosedFaqSaysSo() {
        faq.close();
        faq.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> faq.read(MARIA, REFUND, RU));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> faq.editions(ANN, 0, 1));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(faq::catchUp);
        assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(() -> faq.vote(MARIA, REFUND, RU, true, Optional.empty()));
    }

    @Test
    void limitsAreSaidAtTheLimitAndOnePastIt() {
        assertThat(faq.editions(ANN, 0, Faq.MAX_PAGE)).isEmpty();
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> faq.editions(ANN, 0, Faq.MAX_PAGE + 1));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> faq.history(ANN, REFUND, RU, Long.MAX_VALUE, 0));
        Content content = Content.of(entry("refund", RU).build());
        assertThat(content.order(Content.MAX_ORDER).order()).isEqualTo(1_000_000);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> content.order(Content.MAX_ORDER + 1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> content.from(Instant.MAX));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> faq.save(ANN, content, -1));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Person.customer("x".repeat(FaqEdition.MAX_NAME + 1)));
    }

    @Test
    void anAnswerIsTakenApartByItsHeadings() {
        String answer = "Intro.\n# One #\ntext\n```\n# no heading\n```\n#nor this\n## Two\nend";

        List<FaqHit.Section> sections = FaqHit.Section.of(answer);

        assertThat(sections).extracting(FaqHit.Section::heading).containsExactly("One", "Two");
        assertThat(answer.substring(sections.get(0).start(), sections.get(0).end())).startsWith("# One")
                .endsWith("#nor this\n");
        assertThat(answer.substring(sections.get(1).start(), sections.get(1).end())).isEqualTo("## Two\nend");
        assertThat(FaqHit.Section.of("No heading.")).isEmpty();
        assertThat(FaqHit.Section.of("")).isEmpty();
    }

    @Test
    void anEditionIsTheSameAfterItWasWrittenAsJson() {
        FaqEdition edition = published(
                entry("refund", Locale.forLanguageTag("sr-Latn-RS")).phrasings("Деньги?", "\"x\"\n")
                        .category("a/б").tags("vip", "ёлка").audience(Audience.STAFF).build(),
                content -> content.until(START.plusNanos(1_999)).order(-5).pinned(true));

        assertThat(FaqEdition.readJson(edition.toJson())).isEqualTo(edition);
        assertThat(edition.content().until()).contains(START.plusNanos(1_000));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FaqEdition.readJson(edition.toJson().replace("\"order\"", "\"oder\"")))
                .withMessageContaining("oder");
    }

    /** Writes down what it is given. */
    private static final class RecordingSearch implements FaqSearch {

        private final List<String> statuses = new ArrayList<>();
        private final List<FaqQuery> asked = new ArrayList<>();
        private boolean rebuilt;
        private long revision;

        List<String> statuses() {
            return statuses;
        }

        FaqQuery asked() {
            return asked.getLast();
        }

        boolean rebuilt() {
            return rebuilt;
        }

        @Override
        public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed,
                long upTo) {
            entries.forEach(entry -> statuses.add(entry.id() + " " + entry.status()));
            revision = Math.max(revision, upTo);
        }

        @Override
        public void rebuild(Collection<FaqEntry> entries, long upTo) {
            rebuilt = true;
            revision = upTo;
        }

        @Override
        public long revision() {
            return revision;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public Result find(FaqQuery query) {
            asked.add(query);
            return new Result(List.of(), 0, Result.Facets.NONE, Optional.empty(), true);
        }

        @Override
        public List<String> suggest(String text, Locale locale, int limit) {
            return List.of();
        }

        @Override
        public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
            return List.of();
        }

        @Override
        public void learn(Collection<Answered> answered) {
            // not asked here
        }

        @Override
        public void synonyms(Synonyms synonyms) {
            // not asked here
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
