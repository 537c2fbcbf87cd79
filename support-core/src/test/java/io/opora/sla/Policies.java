package io.opora.sla;

import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.function.Consumer;

/** What the tests of policies and clocks speak of. 2026-01-12 is a Monday. */
final class Policies {

    static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");

    /** Monday to Friday, 09:00 to 18:00 with an hour for lunch at 13:00. */
    static final BusinessCalendar OFFICE = BusinessCalendar.builder(MOSCOW)
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "13:00"),
                    TimeRange.of("14:00", "18:00"))
            .build();

    static final Vocabulary VOCABULARY = Vocabulary.builder()
            .declare("priority", Vocabulary.Type.TEXT, "low", "normal", "high", "urgent")
            .declare("team", Vocabulary.Type.TEXT, "front", "second-line").declare("kind", Vocabulary.Type.TEXT)
            .declare("vip", Vocabulary.Type.FLAG).build();

    static final Facts NORMAL = facts("normal");

    private Policies() {}

    static Facts facts(String priority) {
        return Facts.builder().text("priority", priority).build();
    }

    /** An instant of 2026 by Moscow's clock, such as "01-12 10:00". */
    static Instant at(String text) {
        return LocalDateTime.parse("2026-" + text.replace(' ', 'T')).atZone(MOSCOW).toInstant();
    }

    static SlaPolicy.Builder builder(int version) {
        return SlaPolicy.builder("support", version).calendar("office", OFFICE);
    }

    static SlaPolicy policy(Consumer<SlaPolicy.Rule.Builder> rule) {
        return builder(1).rule("all", Condition.always(), rule).build(VOCABULARY);
    }

    static SlaPolicy.Versions always(Consumer<SlaPolicy.Rule.Builder> rule) {
        return SlaPolicy.Versions.of(policy(rule));
    }

    static Timeline.Event asked(String at) {
        return new Timeline.Requested(at(at), "NEW", NORMAL);
    }

    static Timeline.Event wrote(String at) {
        return new Timeline.CustomerWrote(at(at));
    }

    static Timeline.Event replied(String at) {
        return new Timeline.AgentReplied(at(at));
    }

    static Timeline.Event phase(String at, String phase) {
        return new Timeline.PhaseChanged(at(at), phase);
    }

    static Timeline.Event priority(String at, String priority) {
        return new Timeline.FactsChanged(at(at), facts(priority));
    }
}
