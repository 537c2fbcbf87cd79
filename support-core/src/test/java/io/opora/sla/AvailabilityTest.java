package io.opora.sla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final Locale RUSSIAN = Locale.of("ru", "RU");
    private static final BusinessCalendar OFFICE = BusinessCalendar.builder(MOSCOW)
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "18:00"))
            .open(LocalDate.of(2026, 1, 16), TimeRange.of("09:00", "02:00")).build();

    private static String ask(String instant, ZoneId zone, Locale locale) {
        return OFFICE.availability(Instant.parse(instant), zone, locale).sentence();
    }

    @Test
    void whileOpenItSaysUntilWhen() {
        BusinessCalendar.Availability answer = OFFICE.availability(Instant.parse("2026-01-12T10:00:00Z"), MOSCOW,
                Locale.ENGLISH);

        assertThat(answer)
                .isEqualTo(new BusinessCalendar.Availability(true, Optional.of(Instant.parse("2026-01-12T15:00:00Z")),
                        "We are here now, until 18:00 today (UTC+3)."));
        assertThat(ask("2026-01-12T10:00:00Z", MOSCOW, RUSSIAN)).isEqualTo("Мы на связи до 18:00 сегодня (UTC+3).");
    }

    @Test
    void whileClosedItSaysWhenItOpensAgain() {
        BusinessCalendar.Availability answer = OFFICE.availability(Instant.parse("2026-01-12T05:00:00Z"), MOSCOW,
                Locale.ENGLISH);

        assertThat(answer)
                .isEqualTo(new BusinessCalendar.Availability(false, Optional.of(Instant.parse("2026-01-12T06:00:00Z")),
                        "We are closed now. We are back at 09:00 today (UTC+3)."));
        assertThat(ask("2026-01-12T16:00:00Z", MOSCOW, Locale.ENGLISH))
                .isEqualTo("We are closed now. We are back at 09:00 tomorrow, Tuesday, 13 January (UTC+3).");
        assertThat(ask("2026-01-17T16:00:00Z", MOSCOW, Locale.ENGLISH))
                .isEqualTo("We are closed now. We are back at 09:00 on Monday, 19 January (UTC+3).");
        assertThat(ask("2026-01-12T05:00:00Z", MOSCOW, RUSSIAN))
                .isEqualTo("Сейчас мы не работаем. Снова на связи с 09:00 сегодня (UTC+3).");
        assertThat(ask("2026-01-12T16:00:00Z", MOSCOW, RUSSIAN))
                .isEqualTo("Сейчас мы не работаем. Снова на связи с 09:00 завтра, вторник, 13 января (UTC+3).");
        assertThat(ask("2026-01-17T16:00:00Z", MOSCOW, RUSSIAN))
                .isEqualTo("Сейчас мы не работаем. Снова на связи с 09:00, понедельник, 19 января (UTC+3).");
    }

    @Test
    void timesAreThoseOfTheCustomersClockAndDates() {
        ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
        ZoneId losAngeles = ZoneId.of("America/Los_Angeles");

        assertThat(ask("2026-01-12T10:00:00Z", kathmandu, Locale.ENGLISH))
                .isEqualTo("We are here now, until 20:45 today (UTC+5:45).");
        assertThat(ask("2026-01-16T22:00:00Z", kathmandu, Locale.ENGLISH)).as("open until 02:00 in Moscow").isEqualTo(
                "We are here now, until 04:45 today (UTC+5:45).");
        assertThat(ask("2026-01-12T20:00:00Z", losAngeles, Locale.ENGLISH))
                .isEqualTo("We are closed now. We are back at 22:00 today (UTC-8).");
        assertThat(ask("2026-01-12T20:00:00Z", ZoneOffset.UTC, Locale.ENGLISH))
                .isEqualTo("We are closed now. We are back at 06:00 tomorrow, Tuesday, 13 January (UTC).");
    }

    @Test
    void anotherYearIsSaid() {
        BusinessCalendar calendar = BusinessCalendar.builder(MOSCOW)
                .open(LocalDate.of(2027, 3, 1), TimeRange.of("09:00:30", "10:00")).build();

        assertThat(calendar.availability(Instant.parse("2026-01-12T10:00:00Z"), MOSCOW, Locale.ENGLISH).sentence())
                .isEqualTo("We are closed now. We are back at 09:00:30 on Monday, 1 March 2027 (UTC+3).");
    }

    @Test
    void nobodyIsMisledWhenNothingIsKnown() {
        BusinessCalendar over = BusinessCalendar.builder(MOSCOW)
                .open(LocalDate.of(2020, 3, 2), TimeRange.of("09:00", "10:00"))
                .build();
        Instant now = Instant.parse("2026-01-12T10:00:00Z");

        assertThat(over.availability(now, MOSCOW, Locale.ENGLISH))
                .isEqualTo(new BusinessCalendar.Availability(false, Optional.empty(),
                        "We are closed now. We do not know yet when we are back."));
        assertThat(over.availability(now, MOSCOW, RUSSIAN).sentence())
                .isEqualTo("Сейчас мы не работаем. Когда откроемся, пока неизвестно.");
        assertThat(BusinessCalendar.alwaysOpen(MOSCOW).availability(now, MOSCOW, Locale.ENGLISH)).isEqualTo(
                new BusinessCalendar.Availability(true, Optional.empty(), "We are here around the clock."));
        assertThat(BusinessCalendar.alwaysOpen(MOSCOW).availability(now, MOSCOW, RUSSIAN).sentence())
                .isEqualTo("Мы на связи круглосуточно.");
    }

    @Test
    void otherLanguagesFallBackToEnglish() {
        assertThat(ask("2026-01-12T10:00:00Z", MOSCOW, Locale.JAPANESE))
                .isEqualTo(ask("2026-01-12T10:00:00Z", MOSCOW, Locale.UK));
        assertThat(ask("2026-01-12T10:00:00Z", MOSCOW, Locale.ROOT)).startsWith("We are here now");
    }
}
