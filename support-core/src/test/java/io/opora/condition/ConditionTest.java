package io.opora.condition;

import static io.opora.condition.Condition.all;
import static io.opora.condition.Condition.always;
import static io.opora.condition.Condition.any;
import static io.opora.condition.Condition.compare;
import static io.opora.condition.Condition.contains;
import static io.opora.condition.Condition.during;
import static io.opora.condition.Condition.in;
import static io.opora.condition.Condition.is;
import static io.opora.condition.Condition.not;
import static io.opora.condition.Condition.present;
import static io.opora.condition.Condition.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.condition.Condition.Comparison;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");
    private static final Facts FACTS = Facts.builder().text("kind", "financial")
            .text("subject", "Где мои Ёлочки? REFUND!")
            .names("tags", List.of("vip", "angry")).number("field.amount", new BigDecimal("99.50"))
            .date("field.ordered", LocalDate.of(2026, 1, 31)).instant("opened", Instant.parse("2026-01-30T21:30:00Z"))
            .flag("field.insured", false).text("note", " ").names("skills", List.of()).build();

    private static boolean holds(Condition condition) {
        return condition.matches(FACTS);
    }

    private static List<String> because(Condition condition) {
        return condition.because(FACTS).stream().map(Reason::toString).toList();
    }

    @Test
    void aTextIsComparedLetterByLetter() {
        assertThat(holds(in("kind", "technical", "financial"))).isTrue();
        assertThat(holds(in("kind", "Financial", "fin"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"refund,true", "Refund,true", "ref,false", "ref*,true", "елочки,true", "ёл*,true", "мои елочки,true",
            "мои елоч*,true", "мои ёлоч,false", "елочки мои,false", "'ЁЛОЧКИ, refund',true", "очки,false",
            "очки*,false",
            "d,false", "--,false", "*,false", "'',false", "' ',false"})
    void wordsAreFoundWholeOrByTheirBeginning(String word, boolean found) {
        assertThat(holds(words("subject", word))).isEqualTo(found);
        assertThat(holds(words("subject", "nothing", word))).isEqualTo(found);
    }

    @Test
    void aWordIsFoundBehindOneThatOnlyContainsIt() {
        Facts facts = Facts.builder().text("subject", "rebill unbill bills bill").build();

        assertThat(words("subject", "bill").matches(facts)).isTrue();
        assertThat(words("subject", "bill*").matches(facts)).isTrue();
        assertThat(words("subject", "bil").matches(facts)).isFalse();
    }

    @Test
    void wordsAreKeptAsTheyAreLookedFor() {
        assertThat(Condition.Word.of(" Money-Back * ")).isEqualTo(new Condition.Word("money back *", false))
                .hasToString("money back");
        assertThat(Condition.Word.of("Ёл*")).isEqualTo(new Condition.Word("ел", true)).hasToString("ел*");
        assertThat(Condition.Word.of(" -- ").text()).isEqualTo("--");
    }

    @Test
    void aSetHasAnyOfTheValues() {
        assertThat(holds(contains("tags", "bulk", "vip"))).isTrue();
        assertThat(holds(contains("tags", "bulk"))).isFalse();
    }

    @Test
    void aFlagThatIsNotSetIsThere() {
        assertThat(holds(is("field.insured", false))).isTrue();
        assertThat(holds(is("field.insured", true))).isFalse();
        assertThat(holds(present("field.insured"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"LESS,true,false,false", "AT_MOST,true,true,false", "EQUAL,false,true,false",
            "AT_LEAST,false,true,true",
            "MORE,false,false,true"})
    void comparisonsOfAllTypesMeanTheSame(Comparison how, boolean less, boolean equal, boolean more) {
        assertThat(List.of(holds(compare("field.amount", how, 100)),
                holds(compare("field.amount", how, new BigDecimal("99.5"))), holds(compare("field.amount", how, 99))))
                .containsExactly(less, equal, more);
        assertThat(IntStream.of(1, 0, -1).mapToObj(days -> LocalDate.of(2026, 1, 31).plusDays(days))
                .map(day -> holds(compare("field.ordered", how, day)))).containsExactly(less, equal, more);
        assertThat(IntStream.of(1, 0, -1).mapToObj(nanos -> Instant.parse("2026-01-30T21:30:00Z").plusNanos(nanos))
                .map(instant -> holds(compare("opened", how, instant)))).containsExactly(less, equal, more);
    }

    @Test
    void aWindowIsSeenByTheWallClockOfItsZone() {
        // 00:30 on Saturday in Moscow, Friday evening in UTC
        LocalTime midnight = LocalTime.MIDNIGHT;
        assertThat(holds(during("opened", MOSCOW, midnight, midnight, DayOfWeek.SATURDAY))).isTrue();
        assertThat(holds(during("opened", MOSCOW, midnight, midnight, DayOfWeek.FRIDAY))).isFalse();
        assertThat(holds(during("opened", ZoneId.of("UTC"), midnight, midnight, DayOfWeek.FRIDAY))).isTrue();
        assertThat(holds(during("opened", MOSCOW, midnight, midnight))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"00:30,00:31,SATURDAY,true", "00:29,00:30,SATURDAY,false", "00:31,24:00,SATURDAY,false",
            "22:00,06:00,FRIDAY,true", "22:00,06:00,SATURDAY,false", "22:00,00:30,FRIDAY,false",
            "22:00,00:31,FRIDAY,true", "00:30,00:30,SATURDAY,true", "00:31,00:31,FRIDAY,true"})
    void aWindowThatRunsOverMidnightBelongsToTheDayOnWhichItBegins(String from, String to, DayOfWeek day,
            boolean within) {
        assertThat(holds(during("opened", MOSCOW, LocalTime.parse(from),
                to.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(to), day, day))).isEqualTo(within);
    }

    @Test
    void bothPassesOfARepeatedHourAreWithinAndASkippedHourIsNever() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Condition early = during("opened", berlin, LocalTime.of(2, 0), LocalTime.of(3, 0));
        for (String instant : List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")) {
            assertThat(early.matches(Facts.builder().instant("opened", Instant.parse(instant)).build())).isTrue();
        }
        for (String instant : List.of("2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z")) {
            assertThat(early.matches(Facts.builder().instant("opened", Instant.parse(instant)).build())).isFalse();
        }
    }

    @Test
    void whatIsNotThereOrOfAnotherTypeDoesNotHold() {
        for (Condition condition : List.of(in("tags", "vip"), words("tags", "vip"), contains("kind", "financial"),
                is("kind", true), compare("kind", Comparison.AT_LEAST, 0),
                compare("kind", Comparison.AT_LEAST, LocalDate.MIN), compare("kind", Comparison.AT_LEAST, Instant.MIN),
                during("kind", MOSCOW, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT), in("nothing", "x"),
                words("nothing", "x"), contains("nothing", "x"), is("nothing", false),
                compare("nothing", Comparison.AT_MOST, 0), present("nothing"))) {
            assertThat(holds(condition)).as(condition.toString()).isFalse();
            assertThat(holds(not(condition))).as(condition.toString()).isTrue();
        }
    }

    @Test
    void anEmptyTextAndAnEmptySetAreNotThere() {
        assertThat(holds(present("note"))).isFalse();
        assertThat(holds(present("skills"))).isFalse();
        assertThat(holds(present("tags"))).isTrue();
        assertThat(FACTS.toBuilder().text("kind", "").names("tags", List.of()).build().has("kind")).isFalse();
        assertThat(FACTS.toBuilder().without("tags").build().names("tags")).isEmpty();
    }

    @Test
    void factsAreChangedInCopies() {
        Facts changed = FACTS.toBuilder().text("kind", "technical").build();

        assertThat(in("kind", "technical").matches(changed)).isTrue();
        assertThat(holds(in("kind", "financial"))).isTrue();
        Facts.Builder builder = Facts.builder().number("n", 1);
        Facts one = builder.build();
        builder.number("n", 2);
        assertThat(compare("n", Comparison.EQUAL, 1).matches(one)).isTrue();
    }

    @Test
    void factsPrintTheirNamesAndNotWhatPeopleWrote() {
        assertThat(Facts.builder().text("b", "secret").flag("a", true).build()).hasToString("facts [a, b]");
    }

    @Test
    void groupsHoldAsTheirNamesSay() {
        Condition yes = is("field.insured", false);
        Condition no = is("field.insured", true);

        assertThat(holds(all(yes, present("tags")))).isTrue();
        assertThat(holds(all(yes, no))).isFalse();
        assertThat(holds(any(no, yes))).isTrue();
        assertThat(holds(any(no, present("nothing")))).isFalse();
        assertThat(holds(always())).isTrue();
    }

    @Test
    void reasonsNameThePartsThatHeld() {
        assertThat(because(all(in("kind", "technical", "financial"), any(words("subject", "refund*", "елочки", "x"),
                contains("tags", "bulk"), contains("tags", "vip", "bulk", "angry")),
                not(compare("field.amount", Comparison.MORE, 100)), not(present("assignee")), always())))
                .containsExactly("in: kind is financial", "words: subject has the words refund*, елочки",
                        "contains: tags has vip, angry", "not-compare: field.amount is not more than 100",
                        "absent: assignee is not given", "always: this always holds");
        assertThat(because(all(is("field.insured", false), compare("field.ordered", Comparison.AT_LEAST,
                LocalDate.of(2026, 1, 1)), present("tags"),
                during("opened", MOSCOW, LocalTime.of(22, 0), LocalTime.MIDNIGHT.plusHours(6))))).containsExactly(
                        "is: field.insured is false", "compare: field.ordered is at least 2026-01-01",
                        "present: tags is given", "during: opened is within every day 22:00-06:00 Europe/Moscow");
    }

    @Test
    void reasonsNameThePartsThatDidNotHoldIfTheWholeDoesNot() {
        assertThat(because(all(in("kind", "technical", "x"), present("tags"), words("subject", "a", "b"))))
                .containsExactly("not-in: kind is not technical, x", "not-words: subject has none of the words a, b");
        assertThat(because(any(contains("tags", "bulk"), in("note", "x"), is("field.insured", true), during("opened",
                MOSCOW, LocalTime.NOON, LocalTime.MIDNIGHT, DayOfWeek.SUNDAY, DayOfWeek.MONDAY), not(present("tags")),
                not(always())))).containsExactly("not-contains: tags has none of bulk", "absent: note is not given",
                        "not-is: field.insured is not true",
                        "not-during: opened is not within MONDAY, SUNDAY 12:00-24:00 Europe/Moscow",
                        "present: tags is given", "always: this always holds");
        assertThat(because(not(always()))).containsExactly("always: this always holds");
    }

    @Test
    void aConditionKnowsWhichFactsItAsksFor() {
        assertThat(all(in("b", "x"), any(present("a"), not(words("c", "x"))), present("b"), always()).facts())
                .containsExactly("b", "a", "c");
        assertThat(always().facts()).isEmpty();
    }

    @Test
    void equalNumbersAreEqualConditions() {
        for (String number : List.of("100", "100.00", "1e2", "1E+2")) {
            assertThat(compare("n", Comparison.LESS, new BigDecimal(number)))
                    .isEqualTo(compare("n", Comparison.LESS, 100));
        }
    }

    @Test
    void conditionsAreAtMostEightDeep() {
        Condition deep = present("a");
        for (int i = 1; i < Condition.MAX_DEPTH; i++) {
            deep = i % 2 == 0 ? not(deep) : all(deep, always());
        }
        Condition deepest = deep;
        assertThat(deepest.facts()).containsExactly("a");
        assertThatThrownBy(() -> not(deepest)).isInstanceOfSatisfying(InvalidInputException.class,
                e -> assertThat(e.violations()).containsExactly(new Violation("", "too-deep",
                        "conditions that stand 9 deep in each other are too deep: at most 8")));
        assertThatThrownBy(() -> any(always(), deepest)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void conditionsHaveAtMostAThousandPartsAndValues() {
        String[] many = IntStream.range(0, 498).mapToObj(i -> "x" + i).toArray(String[]::new);
        Condition biggest = all(in("a", many), contains("b", many),
                always());
        assertThat(biggest.facts()).containsExactly("a", "b");
        for (Condition big : List.of(in("a", many), contains("a", many), words("a", many))) {
            assertThatThrownBy(() -> all(big, big, always(), always())).isInstanceOfSatisfying(
                    InvalidInputException.class,
                    e -> assertThat(e.violations()).containsExactly(new Violation("", "too-many",
                            "1001 parts and values are too many: at most 1000")));
        }
        List<String> tooMany = Collections.nCopies(1_000, "x");
        assertThatThrownBy(() -> new Condition.In("a", tooMany)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Condition.Contains("a", tooMany)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> words("a", tooMany.toArray(String[]::new))).isInstanceOf(InvalidInputException.class);
        assertThat(new Condition.In("a", Collections.nCopies(999, "x")).values()).hasSize(999);
        assertThatThrownBy(() -> new Condition.All(Collections.nCopies(1_000, always())))
                .isInstanceOf(InvalidInputException.class);
    }
}
