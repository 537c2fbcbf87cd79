package io.opora.examples.faqsite;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Highlight;
import io.opora.faq.FaqHit.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkedTest {

    private static FaqHit hit(String question, String answer, Highlight... highlights) {
        return new FaqHit(FaqEntry.of("a", Locale.ENGLISH, question, answer), 1, List.of(highlights), List.of(),
                Optional.empty());
    }

    @Test
    void whatIsMarkedIsEscapedAsWell() {
        assertThat(Marked
                .question(hit("<b> & <i>", "", new Highlight(Part.QUESTION, 0, 3), new Highlight(Part.QUESTION, 6, 9))))
                .isEqualTo("<mark>&lt;b&gt;</mark> &amp; <mark>&lt;i&gt;</mark>");
    }

    @Test
    void marksThatOverlapOrReachTooFarDoNoHarm() {
        assertThat(
                Marked.question(hit("abc", "", new Highlight(Part.QUESTION, 0, 2), new Highlight(Part.QUESTION, 1, 9))))
                .isEqualTo("<mark>ab</mark><mark>c</mark>");
    }

    @Test
    void anExcerptBeginsNearWhatWasFoundWithoutSignsOfMarkdown() {
        String answer = "word ".repeat(40) + "# The **needle** here " + "word ".repeat(80);
        int at = answer.indexOf("needle");

        assertThat(Marked.excerpt(hit("?", answer, new Highlight(Part.ANSWER, at, at + 6)))).startsWith("… word")
                .contains("The <mark>needle</mark> here").endsWith(" …").hasSizeLessThan(300);
        assertThat(Marked.excerpt(hit("?", "Short."))).isEqualTo("Short.");
        assertThat(Marked.excerpt(hit("?", ""))).isEmpty();
    }

    @Test
    void anExcerptHasTheWordsOfLinksAlone() {
        assertThat(Marked.excerpt(hit("?", "See [the *map*](https://shop.example/map) and ![x](/y.png).")))
                .isEqualTo("See the map and x.");
        assertThat(Marked.excerpt(hit("?", "[".repeat(500) + "](".repeat(500)))).startsWith("[[");
    }

    @Test
    void noCharacterIsCutInTwo() {
        for (int length = 200; length < 260; length++) {
            String text = Marked.excerpt(hit("?", "a".repeat(length % 2) + "\uD83D\uDE00".repeat(length)));
            assertThat(text.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }
}
