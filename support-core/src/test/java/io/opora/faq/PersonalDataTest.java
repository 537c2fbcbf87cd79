package io.opora.faq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

    private static String kept(String text) {
        return PersonalData.kept(text, Locale.ENGLISH).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I am maria.k@shop.example, help me                   | i am … help me
            my handle is @maria                                  | my handle is …
            order 4276 1600 1234 5678 is late                    | order … is late
            call +7 (912) 345-67-89 about 2 hats                 | call … about 2 hats
            call me at 8‑912‑345‑67‑89 please                    | call me at … please
            born on 12.03.1985                                   | born on …
            where is AB-1234                                     | where is …
            where is a1b2c3                                      | where is …
            order #12 is late                                    | order … is late
            see https://shop.example/orders/7?token=x now        | see … now
            see www.shop.example/me now                          | see … now
            заказ №12345 не пришёл                               | заказ … не пришёл
            меня зовут мария петрова, где заказ                  | меня зовут …, где заказ
            Меня зовут Мария. Где заказ?                         | меня зовут …. где заказ?
            my name is john smith. where is it                   | my name is …. where is it
            where is it? kind regards, john                      | where is it? kind regards, …
            Hello, this is about John Smith and his hat          | hello, this is about … and his hat
            Maria Petrova has no parcel                          | … has no parcel
            посылка для И. И. Иванова пропала                    | посылка для и. и. … пропала
            """)
    void whatMaySayWhoAskedIsLeftOut(String text, String kept) {
        assertThat(kept(text)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"how do i return 2 hats", "error 404", "is an item of 100 euros refunded in 14 days?",
            "can i pay with a pin or by sms", "как вернуть 2 шапки?", "a 5 g phone"})
    void whatSaysNothingOfAnybodyIsKept(String text) {
        assertThat(kept(text)).isEqualTo(text);
    }

    @Test
    void sentencesMayBeginWithCapitals() {
        assertThat(kept("How do I return it? It is broken. Please help: Thanks")).isEqualTo(
                "how do i return it? it is broken. please help: thanks");
    }

    @Test
    void nounsOfGermanAreNoNames() {
        assertThat(PersonalData.kept("Wo ist mein Paket, Anna?", Locale.GERMAN)).contains("wo ist mein paket, anna?");
        assertThat(PersonalData.kept("Ich heiße so: name: anna", Locale.GERMAN)).contains("ich heiße so: name: …");
    }

    @Test
    void nothingIsKeptOfATextThatHoldsNothingElse() {
        for (String text : List.of("4276160012345678", "maria@shop.example", "   ", "?!", "\uD83D\uDE80", "\uD83D")) {
            assertThat(PersonalData.kept(text, Locale.ENGLISH)).as(text).isEqualTo(Optional.empty());
        }
    }

    @Test
    void whatIsKeptIsShortAndStorable() {
        String rockets = "a" + "\uD83D\uDE80".repeat(300);

        assertThat(kept("word ".repeat(1_000))).hasSizeLessThanOrEqualTo(FaqStore.Asked.MAX_QUESTION);
        assertThat(kept(rockets)).hasSize(199).doesNotContain("\uD83D\uD83D");
        assertThat(kept("a\u0000b\nc\t d\uD83D")).isEqualTo("a b c d");
        assertThat(kept("x".repeat(FaqQuery.MAX_TEXT - 5) + " 4276160012345678")).doesNotContain("42761");
    }

    @Test
    void namesThatAreGivenAreFoundHoweverTheyAreWritten() {
        String text = "hi, maria here, MARIA PETROVA and Petrovas";

        assertThat(PersonalData.without(text, PersonalData.find(text, Locale.ENGLISH, List.of("Maria Petrova"))))
                .isEqualTo("hi, … here, … … and …");
    }

    @Test
    void textsThatInviteToSearchLongAreReadSoon() {
        Stream.of("1", "@", "a@", "1-", "A ", "regards ", "www.", "a1", "(", "…", "my name is ", "a.")
                .forEach(piece -> {
                    long start = System.nanoTime();
                    kept(piece.repeat(100_000));
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(piece).isLessThan(Duration.ofSeconds(2));
                });
    }
}
