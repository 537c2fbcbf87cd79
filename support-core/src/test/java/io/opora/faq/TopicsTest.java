package io.opora.faq;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.Faq.Questions.Topic;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Locale RU = Locale.of("ru");

    private final Topics topics = new Topics();

    private void add(Locale locale, String... texts) {
        for (String text : texts) {
            topics.add(locale, text, DAY, false);
        }
    }

    @Test
    void formsOfAWordAreOneTopic() {
        add(RU, "подарочная упаковка", "упаковку для подарка", "есть ли подарочные упаковки",
                "самовывоз по воскресеньям",
                "самовывоз в воскресенье");

        assertThat(topics.list(10)).extracting(Topic::questions).containsExactly(3L, 2L);
        assertThat(topics.list(10).getFirst().words()).contains("подарочные", "упаковки");
    }

    @Test
    void wordsThatEveryEntryHasBringNothingTogether() {
        IntStream.range(0, 50).forEach(i -> topics.background(Locale.ENGLISH, "how do i do you sell thing" + i));
        add(Locale.ENGLISH, "how do i do you sell hats", "how do i do you sell bicycles", "hats for sale");

        assertThat(topics.list(10)).extracting(Topic::examples).containsExactly(
                List.of("hats for sale", "how do i do you sell hats"), List.of("how do i do you sell bicycles"));
    }

    @Test
    void languagesAreApart() {
        add(Locale.ENGLISH, "visa");
        add(Locale.FRENCH, "visa");

        assertThat(topics.list(10)).extracting(Topic::locale).containsExactly(Locale.ENGLISH, Locale.FRENCH);
    }

    @Test
    void theMostFrequentComesFirstWithItsExamplesAndItsLastDay() {
        add(Locale.ENGLISH, "pet food");
        IntStream.range(0, 3).forEach(i -> topics.add(Locale.ENGLISH, "gift cards", DAY.minusDays(i), i == 0));
        IntStream.range(0, 7).forEach(i -> add(Locale.ENGLISH, "gift cards " + "abcdefg".charAt(i)));

        assertThat(topics.list(10)).containsExactly(
                new Topic(Locale.ENGLISH, List.of("cards", "gift"), 10, 1, DAY, List.of("gift cards", "gift cards a",
                        "gift cards b", "gift cards c", "gift cards d")),
                new Topic(Locale.ENGLISH, List.of("food", "pet"), 1, 0, DAY, List.of("pet food")));
        assertThat(topics.list(1)).hasSize(1);
    }

    @Test
    void theSameQuestionsGiveTheSameTopicsInWhateverOrderTheyCame() {
        List<String> texts = List.of("gift cards", "cards", "gift wrapping", "wrapping paper", "paper cards", "gift");
        Topics other = new Topics();
        texts.forEach(text -> add(Locale.ENGLISH, text));
        texts.reversed().forEach(text -> other.add(Locale.ENGLISH, text, DAY, false));

        assertThat(topics.list(10)).isEqualTo(other.list(10));
    }

    @Test
    void whatIsNoWordIsATopicOfItsOwn() {
        add(Locale.ENGLISH, "?", "a b");

        assertThat(topics.list(10)).hasSize(2);
    }

    @Test
    void soManyDifferentQuestionsAreHeldAndThatIsSaid() {
        IntStream.range(0, Topics.MOST_QUESTIONS).forEach(i -> add(Locale.ENGLISH, "question" + i));
        assertThat(topics.isComplete()).isTrue();
        add(Locale.ENGLISH, "question0");
        assertThat(topics.isComplete()).isTrue();
        add(Locale.ENGLISH, "another");
        assertThat(topics.isComplete()).isFalse();
    }
}
