package io.opora.examples.faqsite;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.examples.faqsite.Gaps.Gap;
import org.junit.jupiter.api.Test;

class GapsTest {

    private final Gaps gaps = new Gaps();

    @Test
    void theSameQuestionIsCountedTheMostFrequentFirst() {
        gaps.record("en", "Bicycles?");
        gaps.record("en", "do you sell  HATS");
        gaps.record("en", " do you sell hats ");
        gaps.record("ru", "do you sell hats");

        assertThat(gaps.list()).containsExactly(new Gap("en", "do you sell hats", 2), new Gap("en", "bicycles?", 1),
                new Gap("ru", "do you sell hats", 1));
    }

    @Test
    void nothingSaysWhoAsked() {
        assertThat(Gaps.bare("I am maria.k@shop.example, order 4276 1600 1234, call +7 (912) 345-67-89 about 2 hats"))
                .isEqualTo("i am … order …, call +… about 2 hats");
    }

    @Test
    void noMoreAreKeptThanSomebodyReads() {
        for (int i = 0; i < Gaps.MOST + 10; i++) {
            gaps.record("en", "question " + (char) ('a' + i % 26) + "x".repeat(1 + i / 26));
        }
        gaps.record("en", "word ".repeat(1_000));
        gaps.record("en", "   ");

        assertThat(gaps.list()).hasSize(Gaps.MOST)
                .allSatisfy(gap -> assertThat(gap.question().length()).isLessThan(130));
    }

    @Test
    void textsThatInviteToSearchLongAreShortened() {
        assertThat(Gaps.bare("1".repeat(100_000) + "@".repeat(100_000)).length()).isLessThan(130);
    }
}
