package io.opora.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditsTest {

    @ParameterizedTest
    @CsvSource({"refund, refund, 0", "refund, refnud, 1", "refund, refunds, 1", "refund, efund, 1",
            "refund, rephund, 2",
            "refund, rfeudn, 2", "refund, xefuyd, 2", "refund, deliver, 3", "доставка, даставка, 1", "abab, baba, 2",
            "aa, aaaa, 2", "refund, order, 3"})
    void anEditChangesPutsInLeavesOutOrSwapsOneLetter(String one, String other, int edits) {
        assertThat(Edits.between(one, other, 2)).isEqualTo(edits);
        assertThat(Edits.between(other, one, 2)).isEqualTo(edits);
    }

    @Test
    void whatWordsBeginAndEndWithAlikeChangesNothing() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            String one = word(random, 6);
            String other = word(random, 6);
            String begin = word(random, 3);
            String end = word(random, 3);

            assertThat(Edits.between(begin + one + end, begin + other + end, 3))
                    .as("%s and %s between %s and %s", one, other, begin, end)
                    .isLessThanOrEqualTo(Edits.between(one, other, 3));
            assertThat(Edits.between("<" + one + ">", "<" + other + ">", 3)).isEqualTo(Edits.between(one, other, 3));
        }
    }

    private static String word(Random random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int left = random.nextInt(longest + 1); left > 0; left--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
