package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.ticket.Attachment;
import io.opora.ticket.Channel;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingRequestTest {

    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
    private static final Attachment FILE = new Attachment("a.jpg", "image/jpeg", 7, "files/a.jpg");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The pump hums. It does not pump. | The pump hums.
            Не работает                      | Не работает
            Version 2.5 fails!! Why?         | Version 2.5 fails!!
            ?                                | ?
            It hums                          | It hums
            Hi! Hi! My pump hums. Why?       | Hi! Hi! My pump hums.
            Здравствуйте. Где мой заказ? Жду | Здравствуйте. Где мой заказ?
            Help!! Now                       | Help!! Now
            """)
    void theSubjectIsTheFirstSentenceThatSaysMoreThanAGreeting(String text, String subject) {
        assertThat(IncomingRequest.subjectOf(text)).isEqualTo(subject);
    }

    @Test
    void theSubjectEndsWithTheLine() {
        assertThat(IncomingRequest.subjectOf("  Где же мой заказ\r\nDP-20391?")).isEqualTo("Где же мой заказ");
        assertThat(IncomingRequest.subjectOf("Добрый день\r\n\r\nгде мой   заказ\nDP-20391?"))
                .isEqualTo("Добрый день где мой заказ");
    }

    @Test
    void aLongSubjectIsCutBetweenWordsAndHasAtMostEightyCharacters() {
        assertThat(IncomingRequest.subjectOf("garden ".repeat(40))).hasSizeLessThanOrEqualTo(80).endsWith("garden…");
        assertThat(IncomingRequest.subjectOf("x".repeat(80))).isEqualTo("x".repeat(80));
        assertThat(IncomingRequest.subjectOf("x".repeat(81))).isEqualTo("x".repeat(79) + "…");
    }

    @Test
    void oneEndlessWordIsCutWithoutHalvingAnEmoji() {
        assertThat(IncomingRequest.subjectOf("😀".repeat(200))).isEqualTo("😀".repeat(79) + "…");
    }

    @ParameterizedTest
    @CsvSource({"Где заказ, ru", "Where is it, en", "Не включается GreenLeaf Hub Pro 3000, ru", "ne rabotaet, en",
            "Я abc, ru", "Я abcd, en"})
    void theLanguageIsGuessedByLetters(String text, String language) {
        assertThat(IncomingRequest.localeOf(text)).isEqualTo(Locale.of(language));
    }

    @Test
    void aTextWithoutLettersHasNoLanguage() {
        assertThat(IncomingRequest.localeOf("?? 😀 12")).isEqualTo(Locale.ROOT);
    }

    @Test
    void timeIsKeptToTheMicrosecond() {
        assertThat(request("q1", "text", Instant.parse("2026-03-02T08:00:00.123456789Z")).at())
                .isEqualTo(Instant.parse("2026-03-02T08:00:00.123456Z"));
    }

    @Test
    void whatCannotBeARequestIsRefused() {
        assertThatThrownBy(() -> request(" ", "text", AT)).hasMessage("the id is blank");
        assertThatThrownBy(() -> request("q1", " ", AT)).hasMessage("the text is blank");
        assertThatThrownBy(() -> request("q1", "text", Instant.MAX)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> request("q1", "text", Instant.EPOCH)).hasMessageContaining("cannot be meant");
        assertThatThrownBy(() -> IncomingRequest.sender("", null)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aTicketHasEverythingThatTheRequestSays() {
        OpenTicket ticket = full("Насос").toTicket();

        assertThat(ticket).isEqualTo(OpenTicket.builder("Насос", "Гудит")
                .requester(Requester.of("vera@example.org").withName("Вера").withEmail("vera@example.org"))
                .kind(RequestKind.TECHNICAL).channel(Channel.of("chat")).locale(Locale.of("ru")).attachment(FILE)
                .build());
        assertThat(full("Насос").actor()).isEqualTo(Actor.customer("vera@example.org"));
    }

    @Test
    void aReplyHasEverythingThatTheRequestSaysButItsSubject() {
        assertThat(full("Насос").toReply()).isEqualTo(Reply.of("Гудит").withChannel(Channel.of("chat"))
                .withLocale(Locale.of("ru")).withAttachments(List.of(FILE)));
    }

    @Test
    void anUnknownLanguageIsLeftToTheDesk() {
        IncomingRequest request = new IncomingRequest("q1", AT, Requester.of("c1"), Locale.ROOT, Channel.FORM,
                RequestKind.UNSORTED, "?", "?", List.of(), null);

        assertThat(request.toTicket().locale()).isEqualTo(Optional.empty());
        assertThat(request.toReply().locale()).isEqualTo(Optional.empty());
    }

    @Test
    void aSubjectThatIsNoLineBecomesOne() {
        assertThat(full(" The\r\npump\u2028hums\u0000 ").toTicket().subject()).isEqualTo("The pump hums");
        assertThat(full("\n").toTicket().subject()).isEqualTo("Гудит");
    }

    @Test
    void whatASubjectHasNoRoomForStandsAboveTheText() {
        String longest = "x".repeat(200);

        assertThat(full(longest).toTicket()).returns(longest, OpenTicket::subject).returns("Гудит", OpenTicket::text);
        assertThat(full(longest + "y").toTicket()).returns("x".repeat(79) + "…", OpenTicket::subject)
                .returns(longest + "y\n\nГудит", OpenTicket::text);
    }

    @Test
    void sizeCountsEveryText() {
        assertThat(full("Насос").size()).isEqualTo("q1".length() + "Вера".length() + "Насос".length()
                + "Гудит".length() + "a.jpg".length() + "image/jpeg".length() + "files/a.jpg".length());
    }

    @Test
    void aRequestHasAsManyFilesAsADeskTakes() {
        assertThat(files(20).attachments()).hasSize(20);
        assertThatThrownBy(() -> files(21)).hasMessage("21 attachments, 20 are possible");
    }

    private static IncomingRequest files(int number) {
        return new IncomingRequest("q1", AT, Requester.of("c1"), Locale.ENGLISH, Channel.FORM, RequestKind.UNSORTED,
                "subject", "text", Collections.nCopies(number, FILE), null);
    }

    private static IncomingRequest full(String subject) {
        return new IncomingRequest("q1", AT, IncomingRequest.sender("Vera@example.org", "Вера"), Locale.of("ru"),
                Channel.of("chat"), RequestKind.TECHNICAL, subject, "Гудит", List.of(FILE), "q0");
    }

    private static IncomingRequest request(String id, String text, Instant at) {
        return new IncomingRequest(id, at, Requester.of("a@example.org"), Locale.ENGLISH, Channel.FORM,
                RequestKind.UNSORTED, "subject", text, List.of(), null);
    }
}
