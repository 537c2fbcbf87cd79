package io.opora.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.event.OutboxStore;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both contestants come to the same, on a small database. */
class PostgresBenchmarksTest {

    @Test
    void bothReply() {
        PostgresCommandBenchmark benchmark = new PostgresCommandBenchmark();
        benchmark.open();
        try {
            assertThat(benchmark.opora()).isGreaterThan(1);
            assertThat(benchmark.floor()).isGreaterThan(1);
            assertThat(benchmark.opora()).isGreaterThan(1);
        } finally {
            benchmark.close();
        }
    }

    /** But from anywhere, which is another place for each. */
    @ParameterizedTest
    @ValueSource(strings = {"inbox", "inbox-deep", "due", "claim"})
    void bothFindTheSame(String question) {
        PostgresQueryBenchmark benchmark = new PostgresQueryBenchmark();
        benchmark.question = question;
        benchmark.tickets = 1_000;
        benchmark.open();
        try {
            String opora = shown(benchmark.opora());
            benchmark.release();
            assertThat(shown(benchmark.floor())).isEqualTo(opora);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void aPageFromAnywhereIsHardlyEverTheSameTwice() {
        PostgresQueryBenchmark benchmark = new PostgresQueryBenchmark();
        benchmark.question = "inbox-anywhere";
        benchmark.tickets = 20_000;
        benchmark.open();
        try {
            assertThat(Stream.generate(benchmark::opora).limit(10).map(page -> ((List<?>) page).getFirst()).distinct())
                    .hasSizeGreaterThan(1);
            assertThat(Stream.generate(benchmark::floor).limit(10).map(page -> ((List<?>) page).getFirst()).distinct())
                    .hasSizeGreaterThan(1);
        } finally {
            benchmark.close();
        }
    }

    /** Of what one gives as tickets and ids, and the other as texts. */
    private static String shown(Object answer) {
        return switch (answer) {
            case List<?> list -> {
                assertThat(list).hasSize(50);
                yield list.stream().map(PostgresBenchmarksTest::shown).toList().toString();
            }
            case Ticket ticket -> ticket.id().toString();
            case TicketId id -> id.toString();
            case OutboxStore.Entry entry -> entry.stream();
            case String text -> text.startsWith("{") ? TicketJson.readTicket(text).id().toString() : text;
            default -> throw new AssertionError(answer);
        };
    }
}
