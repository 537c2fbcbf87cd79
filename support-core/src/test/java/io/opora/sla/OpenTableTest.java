package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpenTableTest {

    private static BusinessCalendar.Builder office() {
        return BusinessCalendar.builder(ZoneId.of("America/New_York")).open(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                TimeRange.of("09:00", "13:00"), TimeRange.of("14:00", "18:00"));
    }

    @Test
    void equalRulesShareATableAndOthersDoNot() {
        CalendarRules rules = office().build().rules();
        CalendarRules equal = office().build().rules();
        CalendarRules other = office().closed(LocalDate.of(2026, 1, 1)).build().rules();

        assertThat(OpenTable.of(equal)).isSameAs(OpenTable.of(rules));
        assertThat(OpenTable.of(other)).isNotSameAs(OpenTable.of(rules));
    }

    @Test
    void aYearTakesLessThanEightKibibytes() {
        OpenTable table = OpenTable.unshared(office().build().rules());
        table.between(Instant.parse("2010-01-01T00:00:00Z").getEpochSecond(), 0,
                Instant.parse("2036-01-01T00:00:00Z").getEpochSecond(), 0);

        assertThat(table.bytes() / 26).isBetween(4_000L, 8_192L);
    }

    @Test
    void manyThreadsThatExtendItAtOnceGetTheAnswersOfOne() throws Exception {
        CalendarRules rules = office().build().rules();
        Random random = new Random(42);
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            starts.add(-1_500_000_000L + (long) (random.nextDouble() * 8e9));
        }
        long nanos = Duration.ofDays(125).toNanos();
        OpenTable alone = OpenTable.unshared(rules);
        List<Long> truth = starts.stream().map(start -> alone.add(start, 0, nanos)).toList();

        OpenTable shared = OpenTable.unshared(rules);
        int threads = 8;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Long>>> answers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int from = thread * starts.size() / threads;
                Callable<List<Long>> ask = () -> {
                    barrier.await();
                    Long[] found = new Long[starts.size()];
                    for (int i = 0; i < found.length; i++) {
                        int at = (from + i) % found.length;
                        found[at] = shared.add(starts.get(at), 0, nanos);
                    }
                    return List.of(found);
                };
                answers.add(executor.submit(ask));
            }
            for (Future<List<Long>> answer : answers) {
                assertThat(answer.get()).isEqualTo(truth);
            }
        }
    }

    @Test
    void whatIsOpenAcrossTheCutsOfTheTableGoesOn() {
        BusinessCalendar always = BusinessCalendar.builder(ZoneId.of("UTC"))
                .open(EnumSet.allOf(DayOfWeek.class), TimeRange.of("00:00", "24:00")).closed(LocalDate.of(2030, 6, 15))
                .build();
        Instant opens = Instant.parse("2030-06-16T00:00:00Z");

        assertThat(always.nextClosing(Instant.parse("1950-01-01T00:00:00Z")))
                .contains(Instant.parse("2030-06-15T00:00:00Z"));
        assertThat(always.nextClosing(opens)).isEmpty();
        Instant cut = Instant.ofEpochSecond(60L << 25);
        assertThat(always.isOpen(cut)).isTrue();
        assertThat(always.nextClosing(cut.minusSeconds(1))).isEmpty();
        assertThat(always.nextOpening(cut)).contains(cut);
        assertThat(always.add(cut.minusSeconds(10), Duration.ofSeconds(10))).isEqualTo(cut);
        assertThat(always.add(cut.minusSeconds(10), Duration.ofSeconds(20))).isEqualTo(cut.plusSeconds(10));
        assertThat(always.subtract(cut.plusSeconds(10), Duration.ofSeconds(10))).isEqualTo(cut);
    }
}
