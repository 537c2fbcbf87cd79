package io.opora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.report.ReportPlan.By;
import io.opora.report.ReportPlan.Step;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPlanTest {

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final LocalDate FIRST = LocalDate.of(2026, 2, 25);

    private static List<String> starts(Step step, LocalDate to) {
        return ReportPlan.builder(MOSCOW, FIRST, to).step(step).build().starts().stream().map(LocalDate::toString)
                .toList();
    }

    @Test
    void periodsBeginWhereTheCalendarsDo() {
        assertThat(starts(Step.DAY, FIRST.plusDays(3))).containsExactly("2026-02-25", "2026-02-26", "2026-02-27");
        assertThat(starts(Step.WEEK, LocalDate.of(2026, 3, 10))).containsExactly("2026-02-25", "2026-03-02",
                "2026-03-09");
        assertThat(starts(Step.MONTH, LocalDate.of(2026, 4, 1))).containsExactly("2026-02-25", "2026-03-01");
        assertThat(starts(Step.QUARTER, LocalDate.of(2026, 12, 31))).containsExactly("2026-02-25", "2026-04-01",
                "2026-07-01", "2026-10-01");
        assertThat(starts(Step.YEAR, LocalDate.of(2028, 1, 2))).containsExactly("2026-02-25", "2027-01-01",
                "2028-01-01");
    }

    @Test
    void thereAreAsManyPeriodsAsPromisedAndNotOneMore() {
        assertThat(starts(Step.DAY, FIRST.plusDays(ReportPlan.MAX_PERIODS))).hasSize(ReportPlan.MAX_PERIODS);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> starts(Step.DAY, FIRST.plusDays(ReportPlan.MAX_PERIODS + 1)))
                .withMessageContaining("more than 1000 periods of a DAY: take a longer step or fewer dates");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> starts(Step.DAY, LocalDate.MAX));
    }

    @Test
    void everythingThatIsWrongIsListed() {
        ReportPlan.Builder builder = ReportPlan.builder(MOSCOW, FIRST, FIRST);
        for (int i = 0; i <= ReportPlan.MAX_GROUPINGS; i++) {
            builder.groupBy(By.Property.KIND).cross(By.Property.KIND, By.Property.TEAM);
        }

        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(builder::build)
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::path, Violation::code).containsExactly(
                        tuple("to", "range"),
                        tuple("groups", "too-many"),
                        tuple("crossings", "too-many")));
    }

    @Test
    void aFieldIsGivenByAName() {
        assertThat(By.field("product").name()).isEqualTo("field:product");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> By.field("No Name"));
    }
}
