package io.opora.faq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.faq.Faq.Person;
import io.opora.faq.Faq.Questions.Answers;
import io.opora.faq.Faq.Questions.EntryUse;
import io.opora.faq.Faq.Questions.EntryUse.Doubt;
import io.opora.faq.Faq.Questions.Figures;
import io.opora.faq.Faq.Questions.Report;
import io.opora.faq.Faq.Questions.Topic;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqStore.Asked;
import io.opora.faq.FaqStore.Asked.Kind;
import io.opora.faq.FaqStore.Asked.Use;
import io.opora.faq.FaqStore.Asked.Use.Step;
import io.opora.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaqQuestionsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Locale EN = Locale.ENGLISH;
    private static final Locale RU = Locale.of("ru");
    private static final Person ANN = Person.editor("ann");
    private static final Person BORIS = Person.staff("boris");
    private static final FaqEntry.Id REFUND = FaqEntry.Id.of("refund");
    private static final FaqEntry.Id LAMP = FaqEntry.Id.of("lamp");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T23:00:00Z"));
    private final FaqStore store = MemoryStorage.create().faq();
    private final WordSearch index = new WordSearch();
    private final List<Asked> told = new ArrayList<>();
    private final Faq faq = builder().onQuestion(told::add).build();
    private final Faq.Questions questions = faq.questions();

    private Faq.Builder builder() {
        return Faq.builder(store).clock(clock).search(index);
    }

    @BeforeEach
    void twoEntries() {
        publish("refund", EN, "how do i get my money back", Audience.PUBLIC);
        publish("lamp", EN, "which lamp fits", Audience.PUBLIC);
        publish("refund", RU, "как вернуть деньги", Audience.PUBLIC);
        publish("secret", EN, "where is the spare key", Audience.STAFF);
    }

    private void publish(String id, Locale locale, String question, Audience audience) {
        long seen = store.find(FaqEntry.Id.of(id), locale).map(FaqEdition::version).orElse(0L);
        faq.save(ANN, Content.of(FaqEntry.builder(FaqEntry.Id.of(id), locale, question, "Answer.").audience(audience)
                .build()).from(clock.instant()), seen);
    }

    private Answers search(String text) {
        return questions.search(Person.ANYBODY, FaqQuery.of(text).locale(EN), Optional.empty());
    }

    private String asked(String text) {
        return search(text).asked().orElseThrow();
    }

    private String written(String subject, String text) {
        return questions.write(Person.ANYBODY, subject, text, EN, Optional.empty()).asked().orElseThrow();
    }

    private Asked kept(String id) {
        return store.asked(id).orElseThrow();
    }

    private Report report() {
        return questions.report(ANN, DAY, DAY);
    }

    // What is kept

    @Test
    void aSearchIsKeptWithWhatItFound() {
        Answers answers = search("How do I get my MONEY?");

        assertThat(answers.likely()).extracting(FaqHit::id).containsExactly(REFUND);
        assertThat(kept(answers.asked().orElseThrow())).isEqualTo(new Asked(answers.asked().orElseThrow(),
                Kind.SEARCHED, EN, DAY, Optional.of("how do i get my money?"),
                List.of(new Use(REFUND, EN, Step.SHOWN)), false, 1));
    }

    @Test
    void whatIsUnlikelyIsFoundButNoAnswer() {
        Answers answers = search("fits a bicycle saddle");

        assertThat(answers.result().hits()).extracting(FaqHit::id).containsExactly(LAMP);
        assertThat(answers.likely()).isEmpty();
        assertThat(kept(answers.asked().orElseThrow()).foundNothing()).isTrue();
    }

    @Test
    void theHostSaysWhatIsLikely() {
        try (Faq easy = builder().likelyFrom(0.25).build()) {
            assertThat(easy.questions().search(Person.ANYBODY, FaqQuery.of("fits a bicycle saddle"), Optional.empty())
                    .likely()).hasSize(1);
        }
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().likelyFrom(1.01));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().likelyFrom(Double.NaN));
    }

    @Test
    void theSameQuestionGoesOnUnderItsId() {
        String id = asked("lamp");
        clock.advance(Duration.ofHours(2)); // it is another day by now

        Answers again = questions.search(Person.ANYBODY, FaqQuery.of("money back").locale(EN), Optional.of(id));

        assertThat(again.asked()).contains(id);
        assertThat(kept(id)).isEqualTo(new Asked(id, Kind.SEARCHED, EN, DAY, Optional.of("money back"),
                List.of(new Use(LAMP, EN, Step.SHOWN), new Use(REFUND, EN, Step.SHOWN)), false, 2));
    }

    @Test
    void whatIsShownWhileSomebodyWritesIsWhatWasShownLast() {
        String id = written("lamp", "");
        questions.opened(id, REFUND, RU);

        questions.write(Person.ANYBODY, "my money", "I want it back", EN, Optional.of(id));

        assertThat(kept(id).uses()).containsExactly(new Use(REFUND, RU, Step.OPENED), new Use(REFUND, EN, Step.SHOWN));
        assertThat(kept(id).question()).contains("my money i want it back");
    }

    @Test
    void subjectTextAndTheQuestionsInItAreLookedForByThemselves() {
        String text = "I have been your customer for many years and always liked it here. Which lamp fits? "
                + "Please tell me soon because everything is dark.";

        assertThat(questions.write(Person.ANYBODY, "", text, EN, Optional.empty()).likely()).extracting(FaqHit::id)
                .containsExactly(LAMP);
        assertThat(questions.write(Person.ANYBODY, "money back", text, EN, Optional.empty()).likely())
                .extracting(FaqHit::id).containsExactly(LAMP, REFUND);
        assertThat(questions.write(Person.ANYBODY, "hello", "there", EN, Optional.empty()).likely()).isEmpty();
    }

    @Test
    void nobodyChoosesTheIdOfTheirQuestion() {
        assertThat(questions.search(Person.ANYBODY, FaqQuery.of("lamp"), Optional.of("mine")).asked().orElseThrow())
                .isNotEqualTo("mine").hasSize(22);
        assertThat(store.asked("mine")).isEmpty();
        String search = asked("lamp");
        assertThat(questions.write(Person.ANYBODY, "lamp", "", EN, Optional.of(search)).asked().orElseThrow())
                .as("a search is no request").isNotEqualTo(search);
        questions.sent(written("lamp", ""), Optional.of("4711"));
        assertThat(questions.search(Person.ANYBODY, FaqQuery.of("lamp"), Optional.of("4711")).asked().orElseThrow())
                .as("a request is no search").isNotEqualTo("4711");
    }

    @Test
    void whatTheStaffLooksForAndWhatIsBlankIsNotKept() {
        assertThat(questions.search(BORIS, FaqQuery.of("where is the spare key"), Optional.empty()).asked()).isEmpty();
        assertThat(search("  ").asked()).isEmpty();
        assertThat(questions.write(Person.ANYBODY, " ", "\n", EN, Optional.empty()).asked()).isEmpty();
        assertThat(store.asked(DAY, "", 10)).isEmpty();
        assertThat(search("where is the spare key").likely()).as("for others it is not there").isEmpty();
    }

    @Test
    void wordsAreLeftOutIfTheHostSaysSo() {
        try (Faq silent = builder().withoutWords().build()) {
            String id = silent.questions().search(Person.ANYBODY, FaqQuery.of("bicycles"), Optional.empty()).asked()
                    .orElseThrow();
            assertThat(kept(id).question()).isEmpty();
            assertThat(silent.questions().solved(id, LAMP, EN)).isTrue();
            assertThat(silent.questions().report(ANN, DAY, DAY).total().searches()).isEqualTo(1);
            assertThat(silent.questions().report(ANN, DAY, DAY).topics()).isEmpty();
        }
        assertThat(index.learned()).isEmpty();
    }

    @Test
    void itIsKnownWhatWasOpenedAndWhatWasTheAnswer() {
        String id = asked("lamp");

        assertThat(questions.opened(id, REFUND, EN)).isTrue();
        assertThat(questions.opened(id, LAMP, EN)).isTrue();
        assertThat(questions.solved(id, LAMP, EN)).isTrue();
        assertThat(questions.opened(id, LAMP, EN)).as("which takes nothing back").isTrue();

        assertThat(kept(id).uses()).containsExactly(new Use(LAMP, EN, Step.ANSWERED), new Use(REFUND, EN, Step.OPENED));
        assertThat(index.learned()).containsExactly(new FaqSearch.Answered("lamp", LAMP, EN, clock.instant()));
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        String id = asked("lamp");

        assertThat(questions.opened("unknown", LAMP, EN)).isFalse();
        assertThat(questions.opened("", LAMP, EN)).isFalse();
        assertThat(questions.opened("ё".repeat(200), LAMP, EN)).isFalse();
        assertThat(questions.opened(id, FaqEntry.Id.of("nothing"), EN)).isFalse();
        assertThat(questions.solved(id, LAMP, Locale.FRENCH)).isFalse();
        assertThat(questions.sent("unknown", Optional.of("4711"))).isFalse();
        assertThat(store.asked("4711")).isEmpty();
        assertThat(kept(id).version()).isEqualTo(1);
    }

    @Test
    void aRequestIsKeptApartFromItsWords() {
        String id = written("lamp", "does not fit, which one does?");
        questions.opened(id, LAMP, EN);

        assertThat(questions.sent(id, Optional.of("4711"))).isTrue();
        assertThat(questions.sent(id, Optional.of("4711"))).as("sent again by mistake").isTrue();

        assertThat(kept(id)).isEqualTo(new Asked(id, Kind.WRITTEN, EN, DAY,
                Optional.of("lamp does not fit, which one does?"), List.of(new Use(LAMP, EN, Step.OPENED)), true, 3));
        assertThat(kept("4711")).isEqualTo(new Asked("4711", Kind.REQUEST, EN, DAY, Optional.empty(),
                List.of(new Use(LAMP, EN, Step.OPENED)), true, 1));
        assertThat(store.asked(DAY, "", 10)).hasSize(2);
    }

    @Test
    void whoeverSendsARequestAfterAllWasNotHelped() {
        String id = written("which lamp fits", "");
        questions.solved(id, LAMP, EN);
        questions.sent(id, Optional.of("4711"));

        assertThat(kept("4711").uses()).containsExactly(new Use(LAMP, EN, Step.OPENED));
        assertThat(report().total()).isEqualTo(new Figures(0, 0, 0, 1, 1, 0, 1));
        assertThat(report().entries()).filteredOn(use -> use.entry().equals(LAMP)).singleElement()
                .satisfies(use -> assertThat(use.answered()).isZero())
                .satisfies(use -> assertThat(use.sentAnyway()).isEqualTo(1));
    }

    @Test
    void agentsSayWithWhatARequestWasAnswered() {
        questions.sent(written("money", "lamp"), Optional.of("4711"));
        questions.answered(BORIS, "4711", REFUND, EN);
        questions.answered(BORIS, "4712", LAMP, EN);

        assertThat(questions.usedFor(BORIS, "4711")).containsExactly(new Use(REFUND, EN, Step.ANSWERED),
                new Use(LAMP, EN, Step.SHOWN));
        assertThat(questions.usedFor(BORIS, "4712")).containsExactly(new Use(LAMP, EN, Step.ANSWERED));
        assertThat(questions.usedFor(BORIS, "4713")).isEmpty();
        assertThat(questions.requests(BORIS, LAMP, EN, DAY, DAY, 10)).isEqualTo(Map.of("4711", Step.SHOWN, "4712",
                Step.ANSWERED));
        assertThat(questions.requests(BORIS, LAMP, EN, DAY, DAY, 1)).hasSize(1);
        assertThat(questions.requests(BORIS, LAMP, RU, DAY, DAY, 10)).isEmpty();
        assertThat(questions.usedFor(BORIS, asked("lamp"))).as("a search is no request").isEmpty();
    }

    @Test
    void onlyTheStaffKnowsOfRequestsAndOnlyEditorsOfQuestions() {
        for (Person person : List.of(Person.ANYBODY, Person.customer("maria"))) {
            assertThatExceptionOfType(Faq.NotPermittedException.class)
                    .isThrownBy(() -> questions.answered(person, "1", LAMP, EN));
            assertThatExceptionOfType(Faq.NotPermittedException.class).isThrownBy(() -> questions.usedFor(person, "1"));
            assertThatExceptionOfType(Faq.NotPermittedException.class)
                    .isThrownBy(() -> questions.requests(person, LAMP, EN, DAY, DAY, 1));
        }
        assertThatExceptionOfType(Faq.NotPermittedException.class)
                .isThrownBy(() -> questions.report(BORIS, DAY, DAY));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> questions.answered(BORIS, "1", LAMP, Locale.FRENCH));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> questions.answered(BORIS, "a b", LAMP, EN));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> questions.sent(asked("lamp"), Optional.of("x".repeat(101))));
    }

    @Test
    void whatIsOldIsForgottenWithTheFirstQuestionOfADay() {
        try (Faq brief = builder().questionsKept(2).build()) {
            String old = brief.questions().search(Person.ANYBODY, FaqQuery.of("lamp"), Optional.empty()).asked()
                    .orElseThrow();
            clock.advance(Duration.ofDays(2));
            brief.questions().search(Person.ANYBODY, FaqQuery.of("lamp"), Optional.empty());
            assertThat(store.asked(old)).isPresent();
            clock.advance(Duration.ofDays(1));
            brief.questions().search(Person.ANYBODY, FaqQuery.of("lamp"), Optional.empty());
            assertThat(store.asked(old)).isEmpty();
            assertThat(store.asked(DAY.plusDays(2), "", 10)).hasSize(1);
        }
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().questionsKept(0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder().questionsKept(3_651));
    }

    @Test
    void noMoreThanSoManyAreKeptOfADay() {
        try (Faq silent = builder().withoutWords().build()) {
            FaqQuery query = FaqQuery.of("lamp");
            IntStream.range(0, Faq.Questions.MAX_A_DAY)
                    .forEach(i -> silent.questions().search(Person.ANYBODY, query, Optional.empty()));
            Answers beyond = silent.questions().search(Person.ANYBODY, query, Optional.empty());

            assertThat(beyond.asked()).isEmpty();
            assertThat(beyond.likely()).hasSize(1);
            clock.advance(Duration.ofDays(1));
            assertThat(silent.questions().search(Person.ANYBODY, query, Optional.empty()).asked()).isPresent();
        }
    }

    @Test
    void whoeverListensIsToldOfEachChangeAndStopsNothing() {
        String id = asked("lamp");
        questions.opened(id, LAMP, EN);
        questions.opened(id, LAMP, EN);

        assertThat(told).extracting(Asked::version).containsExactly(1, 2);
        try (Faq deaf = builder().onQuestion(asked -> {
            throw new IllegalStateException("full");
        }).build()) {
            assertThat(deaf.questions().opened(id, REFUND, EN)).isTrue();
        }
        assertThat(kept(id).version()).isEqualTo(3);
    }

    @Test
    void afterClosingNothingIsAnswered() {
        faq.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> search("lamp"));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> questions.opened("a", LAMP, EN));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> questions.sent("a", Optional.empty()));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> questions.usedFor(BORIS, "a"));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> report());
        assertThatExceptionOfType(ClosedException.class).isThrownBy(questions::teach);
    }

    @Test
    void anIndexThatWasLostIsTaughtAgainWhatEntriesHaveAnswered() {
        questions.solved(asked("lamp"), LAMP, EN);
        questions.opened(asked("which lamp"), LAMP, EN);
        String anyway = written("lamp fits", "");
        questions.solved(anyway, LAMP, EN);
        questions.sent(anyway, Optional.of("1"));
        clock.advance(Duration.ofDays(1));
        WordSearch other = new WordSearch();

        try (Faq node = Faq.builder(store).clock(clock).search(other).build()) {
            assertThat(node.questions().teach()).isEqualTo(1);
        }
        assertThat(other.learned()).containsExactly(
                new FaqSearch.Answered("lamp", LAMP, EN, Instant.parse("2026-03-02T00:00:00Z")));
    }

    // What it says

    @Test
    void questionsAreCountedByLanguageAndByDay() {
        asked("bicycles");
        asked("lamp");
        questions.opened(asked("lamp"), LAMP, EN);
        questions.search(Person.customer("maria"), FaqQuery.of("деньги").locale(Locale.of("ru", "KZ")),
                Optional.empty());
        clock.advance(Duration.ofDays(1));
        written("hello", "");
        questions.solved(written("lamp", ""), LAMP, EN);
        questions.sent(written("lamp", ""), Optional.of("1"));
        questions.sent(written("hello", ""), Optional.empty());
        clock.advance(Duration.ofDays(1));
        asked("lamp");

        Report report = questions.report(ANN, DAY, DAY.plusDays(1));

        assertThat(report.locales()).isEqualTo(Map.of(EN, new Figures(3, 1, 1, 4, 2, 1, 2), RU,
                new Figures(1, 0, 1, 0, 0, 0, 0)));
        assertThat(report.days()).isEqualTo(Map.of(DAY, new Figures(4, 1, 2, 0, 0, 0, 0), DAY.plusDays(1),
                new Figures(0, 0, 0, 4, 2, 1, 2)));
        assertThat(report.total()).isEqualTo(new Figures(4, 1, 2, 4, 2, 1, 2));
        assertThat(report.total().deflectionRate().orElseThrow()).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(new Figures(1, 0, 1, 0, 0, 0, 0).deflectionRate()).isEmpty();
        assertThat(report.complete()).isTrue();
    }

    @Test
    void whatNoEntryAnsweredComesByTopic() {
        asked("do you sell bicycles");
        asked("Bicycles?");
        asked("a bicycle for my son");
        asked("opening hours");
        asked("lamp");
        questions.sent(written("which lamp fits", "my old socket"), Optional.of("1"));
        written("gift wrapping", "");

        List<Topic> topics = report().topics();

        assertThat(topics).extracting(Topic::questions).containsExactly(3L, 1L, 1L);
        assertThat(topics.getFirst()).isEqualTo(new Topic(EN, topics.getFirst().words(), 3, 0, DAY,
                List.of("a bicycle for my son", "bicycles?", "do you sell bicycles")));
        assertThat(topics.getFirst().words().getFirst()).startsWith("bicycle");
        assertThat(topics.get(1).examples()).as("that one request was sent").containsExactly(
                "which lamp fits my old socket");
        assertThat(topics.get(1).sent()).isEqualTo(1);
        assertThat(topics.get(2).examples()).containsExactly("opening hours");
    }

    private EntryUse use(FaqEntry.Id entry) {
        return report().entries().stream().filter(each -> each.entry().equals(entry) && each.locale().equals(EN))
                .findFirst().orElseThrow();
    }

    @Test
    void anEntryIsContradictedIfMoreSayNoThanItHelped() {
        for (int i = 0; i < 2; i++) {
            faq.vote(Person.visitor("v" + i), LAMP, EN, false, Optional.empty());
        }
        assertThat(use(LAMP).doubt()).isEmpty();
        faq.vote(Person.visitor("v2"), LAMP, EN, false, Optional.empty());
        assertThat(use(LAMP).doubt()).contains(Doubt.CONTRADICTED);
        assertThat(report().doubtful()).extracting(EntryUse::entry).containsExactly(LAMP);
        assertThat(report().entries().getFirst().entry()).isEqualTo(LAMP);
        for (int i = 3; i < 6; i++) {
            faq.vote(Person.visitor("v" + i), LAMP, EN, true, Optional.empty());
        }
        assertThat(use(LAMP).doubt()).as("as many say yes").isEmpty();
    }

    @Test
    void anEntryIsContradictedIfRequestsAreSentAfterIt() {
        for (int i = 0; i < 3; i++) {
            String id = written("which lamp fits", "");
            questions.opened(id, LAMP, EN);
            questions.sent(id, Optional.of("r" + i));
        }
        questions.answered(BORIS, "r0", REFUND, EN);

        assertThat(use(LAMP)).isEqualTo(new EntryUse(LAMP, EN, 3, 3, 0, 3, 1, 0, 0, clock.instant(),
                Optional.of(Doubt.CONTRADICTED)));
        questions.answered(BORIS, "r1", LAMP, EN);
        questions.answered(BORIS, "r2", LAMP, EN);
        questions.solved(asked("lamp"), LAMP, EN);
        assertThat(use(LAMP).doubt()).as("agents answer with it").isEmpty();
        assertThat(use(LAMP).answered()).isEqualTo(3);
    }

    @Test
    void anEntryThatWasChangedSinceIsInNoDoubt() {
        for (int i = 0; i < 3; i++) {
            faq.vote(Person.visitor("v" + i), LAMP, EN, false, Optional.empty());
            String id = written("which lamp fits", "");
            questions.opened(id, LAMP, EN);
            questions.sent(id, Optional.empty());
        }
        clock.advance(Duration.ofDays(1));
        publish("lamp", EN, "which lamp fits my socket", Audience.PUBLIC);

        EntryUse lamp = questions.report(ANN, DAY, DAY.plusDays(1)).entries().stream()
                .filter(each -> each.entry().equals(LAMP)).findFirst().orElseThrow();

        assertThat(lamp.doubt()).isEmpty();
        assertThat(lamp.sentAnyway()).isEqualTo(3);
        assertThat(lamp.failed()).isZero();
    }

    @Test
    void anEntryThatIsUsedAndNotLookedAfterIsStale() {
        clock.advance(Duration.ofDays(Faq.Questions.STALE_DAYS + 1));
        LocalDate later = DAY.plusDays(Faq.Questions.STALE_DAYS + 1);
        questions.opened(asked("lamp"), LAMP, EN);

        assertThat(questions.report(ANN, later, later).doubtful()).extracting(EntryUse::entry, EntryUse::doubt)
                .containsExactly(tuple(LAMP, Optional.of(Doubt.STALE)));
    }

    @Test
    void aPeriodIsBounded() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> questions.report(ANN, DAY, DAY.minusDays(1)));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> questions.report(ANN, DAY, DAY.plusDays(Faq.Questions.MAX_DAYS)));
        assertThat(questions.report(ANN, DAY, DAY.plusDays(Faq.Questions.MAX_DAYS - 1)).total())
                .isEqualTo(Figures.NOTHING);
    }
}
