package io.opora.examples.customstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TupleTest {

    private static final List<String> TEXTS = List.of("", "\0", "\0\0", "\0a", "\1", "a", "a\0", "a\0b", "a\1", "aa",
            "ab",
            "b", "\u00e9", "\u0451", "\uD83D\uDE80");
    private static final List<Long> NUMBERS = List.of(Long.MIN_VALUE, -256L, -1L, 0L, 1L, 255L, 256L, Long.MAX_VALUE);
    private static final List<Instant> INSTANTS = List.of(Instant.MIN, Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.EPOCH, Instant.EPOCH.plusNanos(1_000), Instant.parse("2026-03-02T09:00:00Z"), Instant.MAX);

    @Test
    void whatWasWrittenIsRead() {
        for (String text : TEXTS) {
            for (Long number : NUMBERS) {
                for (Instant instant : INSTANTS) {
                    Tuple.Reader reader = Tuple
                            .read(Tuple.of(text, number, Optional.of(instant), Optional.empty(), instant,
                                    Optional.of(text), Optional.empty()).bytes());

                    assertThat(reader.text()).isEqualTo(text);
                    assertThat(reader.number()).isEqualTo(number);
                    assertThat(reader.optionalInstant()).contains(instant);
                    assertThat(reader.optionalInstant()).isEmpty();
                    assertThat(reader.instant()).isEqualTo(instant);
                    assertThat(reader.optionalText()).contains(text);
                    assertThat(reader.optionalText()).isEmpty();
                }
            }
        }
    }

    @Test
    void bytesSortAsTheirPartsDo() {
        List<byte[]> sorted = new ArrayList<>();
        for (String text : TEXTS) {
            for (Long number : NUMBERS) {
                INSTANTS.forEach(instant -> sorted.add(Tuple.of(text, number, instant).bytes()));
            }
        }
        List<byte[]> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(Arrays::compareUnsigned);

        assertThat(shuffled).containsExactlyElementsOf(sorted);
    }

    @Test
    void aTupleOfTheFirstPartsIsTheBeginningOfTheKeysThatHaveThem() {
        Tuple a = Tuple.of("x", "a");

        assertThat(a.begins(a.with("b").bytes())).isTrue();
        assertThat(a.behind(a.with("b", 3L).bytes()).text()).isEqualTo("b");
        TEXTS.stream().filter(text -> !text.equals("a"))
                .forEach(text -> assertThat(a.begins(Tuple.of("x", text, "b").bytes())).as(text).isFalse());
        for (Long number : NUMBERS) {
            assertThat(Arrays.compareUnsigned(Records.end(a), a.with(number, Instant.MAX).bytes())).isPositive();
        }
        TEXTS.forEach(text -> assertThat(Arrays.compareUnsigned(Records.end(a), a.with(text).bytes())).isPositive());
    }

    @Test
    void whatIsNoPartIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tuple.of(1))
                .withMessage("no part of a tuple: class java.lang.Integer");
    }
}
