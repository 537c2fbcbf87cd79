package io.opora.examples.faqsite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.lucene.LuceneFaqSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How well the search answers what people ask the shop: 300 questions in each language, as they are asked, misspelt, in the wrong keyboard
 * layout, in Latin letters, and ones that no entry answers. A figure that falls fails the build.
 */
class SearchFiguresTest {

    /** The most that is looked at. */
    private static final int DEPTH = 10;

    private static final FaqSearch SEARCH = index();

    /**
     * A question.
     *
     * @param kind how it is asked
     * @param entry what answers it; empty if nothing does
     * @param text as it was typed
     * @param meant as it was meant
     */
    record Question(String kind, String entry, String text, String meant) {}

    private static FaqSearch index() {
        FaqSearch search = LuceneFaqSearch.inMemory();
        search.index(FaqSite.own().entries().stream()
                .map(content -> content.entry().toBuilder().status(FaqEntry.Status.PUBLISHED).build()).toList());
        return search;
    }

    @AfterAll
    static void close() {
        SEARCH.close();
    }

    private static List<Question> questions(String language) {
        try (InputStream file = SearchFiguresTest.class.getResourceAsStream("questions_" + language + ".tsv")) {
            return new String(file.readAllBytes(), UTF_8).lines().map(line -> line.split("\t", -1))
                    .map(cells -> new Question(cells[0], cells[1], cells[2], cells[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Question> questions(String language, String kind) {
        return questions(language).stream().filter(question -> question.kind().equals(kind)).toList();
    }

    private static List<FaqHit> ask(FaqSearch search, String text, String language) {
        return search.search(FaqQuery.of(text).locale(Locale.of(language)).limit(DEPTH));
    }

    /** Where the entry stands among the hits, from 1; 0 if it does not. */
    private static int rank(FaqSearch search, String text, String entry, String language) {
        List<FaqHit> hits = ask(search, text, language);
        return IntStream.range(0, hits.size()).filter(i -> hits.get(i).id().value().equals(entry)).map(i -> i + 1)
                .findFirst()
                .orElse(0);
    }

    private static double meanReciprocalRank(FaqSearch search, List<Question> questions,
            Function<Question, String> text,
            String language) {
        return questions.stream().mapToInt(question -> rank(search, text.apply(question), question.entry(), language))
                .mapToDouble(rank -> rank == 0 ? 0 : 1.0 / rank).average().orElseThrow();
    }

    private static double share(List<Question> questions, Function<Question, String> text, int best, String language) {
        return questions.stream().mapToInt(question -> rank(SEARCH, text.apply(question), question.entry(), language))
                .mapToDouble(rank -> rank > 0 && rank <= best ? 1 : 0).average().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void thereAreThreeHundredQuestionsOfAllKindsAboutEveryEntry(String language) {
        List<Question> questions = questions(language);

        assertThat(questions).hasSizeGreaterThanOrEqualTo(300).extracting(Question::kind).contains("plain", "one typo",
                "two typos", "layout", "none");
        assertThat(questions(language, "plain").stream().map(Question::entry).distinct()).hasSize(67);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void whatPeopleAskIsAnsweredFirst(String language) {
        List<Question> plain = questions(language, "plain");

        assertThat(share(plain, Question::text, 1, language)).as("P@1").isGreaterThanOrEqualTo(0.93);
        assertThat(share(plain, Question::text, 3, language)).as("hit@3").isGreaterThanOrEqualTo(0.97);
        assertThat(meanReciprocalRank(SEARCH, plain, Question::text, language)).as("MRR").isGreaterThanOrEqualTo(0.96);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void whatIsTypedWrongCostsLittle(String language) {
        Map<String, Double> most = Map.of("one typo", 0.01, "two typos", 0.07, "layout", 0.02, "latin", 0.10);

        most.forEach((kind, loss) -> {
            List<Question> wrong = questions(language, kind);
            if (!wrong.isEmpty()) {
                assertThat(1 - meanReciprocalRank(SEARCH, wrong, Question::text, language)
                        / meanReciprocalRank(SEARCH, wrong, Question::meant, language)).as(kind)
                        .isLessThanOrEqualTo(loss);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void halfOfAQuestionFindsMostOfThem(String language) {
        assertThat(share(questions(language, "plain"),
                question -> question.text().substring(0, (question.text().length() + 1) / 2), 3, language)).as("hit@3")
                .isGreaterThanOrEqualTo(0.80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void whatNothingAnswersIsToldFromWhatSomethingDoes(String language) {

        assertThat(answered(questions(language, "none"), language)).as("taken for answered").isLessThanOrEqualTo(0.15);
        assertThat(answered(questions(language, "plain"), language)).as("answered").isGreaterThanOrEqualTo(0.95);
    }

    private static double answered(List<Question> questions, String language) {
        return questions.stream().map(question -> ask(SEARCH, question.text(), language))
                .mapToDouble(hits -> !hits.isEmpty() && hits.getFirst().score() >= Site.AN_ANSWER ? 1 : 0).average()
                .orElseThrow();
    }

    /** The search learns from every second question. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void whatWasLearnedIsKnownAndDoesTheOthersNoHarm(String language) {
        List<Question> plain = questions(language, "plain");
        List<Question> learned = everySecond(plain, 0);
        List<Question> others = everySecond(plain, 1);
        try (FaqSearch search = index()) {
            search.learn(learned.stream().map(question -> new FaqSearch.Answered(question.text(),
                    FaqEntry.Id.of(question.entry()), Locale.of(language), Instant.EPOCH)).toList());

            assertThat(meanReciprocalRank(search, learned, Question::text, language)).isGreaterThanOrEqualTo(0.99);
            assertThat(meanReciprocalRank(search, others, Question::text, language))
                    .isGreaterThanOrEqualTo(meanReciprocalRank(SEARCH, others, Question::text, language) - 0.01);
        }
    }

    private static List<Question> everySecond(List<Question> questions, int rest) {
        return IntStream.range(0, questions.size()).filter(i -> i % 2 == rest).mapToObj(questions::get).toList();
    }
}
