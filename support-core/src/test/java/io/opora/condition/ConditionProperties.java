package io.opora.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.InvalidInputException;
import io.opora.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConditionProperties {

    @Provide
    Arbitrary<Condition> conditions() {
        return ArbitraryConditions.conditions();
    }

    @Provide
    Arbitrary<Map<String, Object>> values() {
        return ArbitraryConditions.values();
    }

    @Property(tries = 10_000)
    void aConditionAnswersAsAPlainReadingOfItDoes(@ForAll("conditions") Condition condition,
            @ForAll("values") Map<String, Object> values) {
        assertThat(condition.matches(ArbitraryConditions.facts(values))).isEqualTo(holds(condition, values));
    }

    @Property(tries = 2_000)
    void notAllIsAnyNotAndNotAnyIsAllNot(@ForAll("conditions") Condition one, @ForAll("conditions") Condition other,
            @ForAll("values") Map<String, Object> values) {
        Facts facts = ArbitraryConditions.facts(values);
        Condition notOne = Condition.not(one);
        Condition notOther = Condition.not(other);

        assertThat(Condition.not(Condition.all(one, other)).matches(facts))
                .isEqualTo(Condition.any(notOne, notOther).matches(facts));
        assertThat(Condition.not(Condition.any(one, other)).matches(facts))
                .isEqualTo(Condition.all(notOne, notOther).matches(facts));
        assertThat(Condition.not(notOne).matches(facts)).isEqualTo(one.matches(facts))
                .isNotEqualTo(notOne.matches(facts));
    }

    @Property(tries = 2_000)
    void whatIsWrittenAsJsonIsReadBack(@ForAll("conditions") Condition condition) {
        String json = condition.toJson();
        Condition read = Condition.fromJson(json, ArbitraryConditions.VOCABULARY);
        assertThat(read).isEqualTo(condition).hasSameHashCodeAs(condition);
        assertThat(read.toJson()).isEqualTo(json);
    }

    @Property(tries = 2_000)
    void reasonsNameOnlyFactsThatWereAskedForAndAreTheSameForBothAnswers(@ForAll("conditions") Condition condition,
            @ForAll("values") Map<String, Object> values) {
        Facts facts = ArbitraryConditions.facts(values);
        List<Reason> reasons = condition.because(facts);

        assertThat(reasons).isNotEmpty();
        assertThat(reasons).allSatisfy(reason -> {
            assertThat(reason.message()).doesNotContain("{");
            if (!reason.code().endsWith("always")) {
                assertThat(condition.facts()).contains(String.valueOf(reason.facts().get("fact")));
            }
        });
        assertThat(Condition.not(condition).because(facts)).isEqualTo(reasons);
    }

    /** The parts that are named decide alone: whatever becomes of all other facts, the answer stays. */
    @Property(tries = 2_000)
    void whatIsNotNamedAsAReasonDoesNotMatter(@ForAll("conditions") Condition condition,
            @ForAll("values") Map<String, Object> values, @ForAll("values") Map<String, Object> others) {
        boolean answer = condition.matches(ArbitraryConditions.facts(values));
        Set<Object> named = new HashSet<>();
        condition.because(ArbitraryConditions.facts(values)).forEach(reason -> named.add(reason.facts().get("fact")));
        Map<String, Object> changed = new HashMap<>(others);
        changed.keySet().removeAll(named);
        values.forEach((fact, value) -> {
            if (named.contains(fact)) {
                changed.put(fact, value);
            }
        });

        assertThat(condition.matches(ArbitraryConditions.facts(changed))).isEqualTo(answer);
    }

    @Property(tries = 2_000)
    void damagedJsonIsEitherRefusedWithAListOrRead(@ForAll("conditions") Condition condition, @ForAll Random random,
            @ForAll("values") Map<String, Object> values) {
        StringBuilder json = new StringBuilder(condition.toJson());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(json.length());
            switch (random.nextInt(3)) {
                case 0 -> json.deleteCharAt(at);
                case 1 -> json.insert(at, "{}[]\",:1a\n\\".charAt(random.nextInt(11)));
                default -> json.insert(at, json.substring(at, Math.min(json.length(), at + random.nextInt(40))));
            }
        }
        try {
            Condition read = Condition.fromJson(json.toString(), ArbitraryConditions.VOCABULARY);
            assertThat(read.matches(ArbitraryConditions.facts(values))).isEqualTo(holds(read, values));
        } catch (InvalidInputException e) {
            assertThat(e.violations()).isNotEmpty()
                    .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
        }
    }

    /** What a condition means, spelt out anew. */
    private static boolean holds(Condition condition, Map<String, Object> values) {
        return switch (condition) {
            case Condition.All all -> all.parts().stream().allMatch(part -> holds(part, values));
            case Condition.Any any -> any.parts().stream().anyMatch(part -> holds(part, values));
            case Condition.Not not -> !holds(not.part(), values);
            case Condition.Always always -> true;
            case Condition.Leaf leaf -> answers(leaf, values.getOrDefault(leaf.fact(), ""));
        };
    }

    private static boolean answers(Condition.Leaf leaf, Object value) {
        return !value.equals("") && !value.equals(Set.of()) && switch (leaf) {
            case Condition.In in -> in.values().contains(value);
            case Condition.Contains contains -> value instanceof Set<?> set
                    && contains.values().stream().anyMatch(set::contains);
            case Condition.HasWords words -> words.words().stream().anyMatch(word -> hasWord(word, value.toString()));
            case Condition.Is is -> value.equals(is.value());
            case Condition.CompareNumber compare -> compares(compare.comparison(),
                    ((BigDecimal) value).subtract(compare.value()).signum());
            case Condition.CompareDate compare -> compares(compare.comparison(),
                    Long.signum(((LocalDate) value).toEpochDay() - compare.value().toEpochDay()));
            case Condition.CompareInstant compare -> compares(compare.comparison(),
                    compare.value().equals(value) ? 0 : compare.value().isBefore((Instant) value) ? 1 : -1);
            case Condition.During during -> isWithin(during, ((Instant) value).atZone(during.zone()));
            case Condition.Present present -> true;
        };
    }

    private static boolean compares(Condition.Comparison comparison, int sign) {
        return switch (comparison.symbol()) {
            case "<" -> sign == -1;
            case "<=" -> sign != 1;
            case "=" -> sign == 0;
            case ">=" -> sign != -1;
            default -> sign == 1;
        };
    }

    private static boolean hasWord(Condition.Word word, String text) {
        List<String> words = split(text);
        List<String> wanted = split(word.text());
        int last = wanted.size() - 1;
        for (int i = 0; i + last < words.size(); i++) {
            boolean same = words.subList(i, i + last).equals(wanted.subList(0, last));
            String end = words.get(i + last);
            if (same && (word.beginning() ? end.startsWith(wanted.get(last)) : end.equals(wanted.get(last)))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> split(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).replace('ё', 'е').split("[^\\p{L}\\p{Nd}]+");
        return Arrays.stream(words).filter(word -> !word.isEmpty()).toList();
    }

    /** A day and its predecessor are tried as the day on which the window begins. */
    private static boolean isWithin(Condition.During during, ZonedDateTime time) {
        for (int back = 0; back <= 1; back++) {
            LocalDate day = time.toLocalDate().minusDays(back);
            boolean overMidnight = !during.from().isBefore(during.to());
            var from = day.atTime(during.from());
            var to = (overMidnight ? day.plusDays(1) : day).atTime(during.to());
            if (during.days().contains(day.getDayOfWeek()) && !time.toLocalDateTime().isBefore(from)
                    && time.toLocalDateTime().isBefore(to)) {
                return true;
            }
        }
        return false;
    }
}
