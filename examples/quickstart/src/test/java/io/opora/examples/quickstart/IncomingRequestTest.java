package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.examples.quickstart.IncomingRequest.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingRequestTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The pump hums. It does not pump. | The pump hums.
            Не работает                      | Не работает
            Version 2.5 fails!! Why?         | Version 2.5 fails!!
            ?                                | ?
            """)
    void theSubjectIsTheFirstSentence(String text, String subject) {
        assertThat(IncomingRequest.subjectOf(text)).isEqualTo(subject);
    }

    @Test
    void theSubjectEndsWithTheFirstLine() {
        assertThat(IncomingRequest.subjectOf("  Добрый день\r\nгде мой заказ?")).isEqualTo("Добрый день");
    }

    @Test
    void aLongSubjectIsCutBetweenWordsAndHasAtMostEightyCharacters() {
        String subject = IncomingRequest.subjectOf("garden ".repeat(40));

        assertThat(subject).hasSizeLessThanOrEqualTo(80).endsWith("garden…");
    }

    @Test
    void oneEndlessWordIsCutWithoutHalvingAnEmoji() {
        String subject = IncomingRequest.subjectOf("😀".repeat(200));

        assertThat(subject.codePointCount(0, subject.length())).isEqualTo(80);
        assertThat(subject).isEqualTo("😀".repeat(79) + "…");
    }

    @ParameterizedTest
    @CsvSource({"Где заказ, ru", "Where is it, en", "Не включается GreenLeaf Hub Pro 3000, ru", "ne rabotaet, en"})
    void theLanguageIsGuessedByLetters(String text, String language) {
        assertThat(IncomingRequest.localeOf(text)).isEqualTo(Locale.of(language));
    }

    @Test
    void aTextWithoutLettersHasNoLanguage() {
        assertThat(IncomingRequest.localeOf("?? 😀 12")).isEqualTo(Locale.ROOT);
    }

    @Test
    void timeIsKeptToTheMicrosecond() {
        assertThat(request("q1", "form", "text", Instant.parse("2026-03-02T08:00:00.123456789Z")).at())
                .isEqualTo(Instant.parse("2026-03-02T08:00:00.123456Z"));
    }

    @Test
    void whatCannotBeARequestIsRefused() {
        Instant at = Instant.EPOCH;
        assertThatThrownBy(() -> request(" ", "form", "text", at)).hasMessage("the id is blank");
        assertThatThrownBy(() -> request("q1", "Form!", "text", at)).hasMessageContaining("\"Form!\" is no channel");
        assertThatThrownBy(() -> request("q1", "form", " ", at)).hasMessage("the text is blank");
        assertThatThrownBy(() -> new Sender("", null)).hasMessage("the sender is blank");
        assertThatThrownBy(() -> new Attachment("a.jpg", "image/jpeg", -1, "ref")).hasMessageContaining("negative: -1");
    }

    private static IncomingRequest request(String id, String channel, String text, Instant at) {
        return new IncomingRequest(id, at, new Sender("a@example.org", null), Locale.ENGLISH, channel, null, "subject",
                text,
                List.of(), null);
    }
}
