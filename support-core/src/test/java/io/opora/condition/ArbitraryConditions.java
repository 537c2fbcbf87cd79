package io.opora.condition;

import io.opora.condition.Condition.Comparison;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Conditions that a vocabulary accepts, and facts about which they have something to say. */
final class ArbitraryConditions {

    static final Vocabulary VOCABULARY = Vocabulary.builder().declare("kind", Vocabulary.Type.TEXT, "a", "b", "c")
            .declare("subject", Vocabulary.Type.TEXT).declare("tags", Vocabulary.Type.NAMES)
            .declare("field.amount", Vocabulary.Type.NUMBER)
            .declare("field.day", Vocabulary.Type.DATE).declare("opened", Vocabulary.Type.INSTANT)
            .declare("vip", Vocabulary.Type.FLAG).build();

    private static final List<String> SUBJECTS = List.of("", "Refund!", "my ЁЛКА, refunds", "елка\tрефунд",
            "money-back",
            "back money", "refund 𝒳money back", "...", "x");
    private static final List<String> WORDS = List.of("refund", "refund*", "елка", "Ёл*", "money back", "money ba*",
            "x", "𝒳*", "m", "mon");
    private static final List<ZoneId> ZONES = List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"),
            ZoneId.of("Asia/Kathmandu"), ZoneId.of("America/St_Johns"));
    private static final List<String> TIMES = List.of("00:00", "00:00:00.000001", "09:00", "12:30", "23:59:59");

    private ArbitraryConditions() {}

    static Arbitrary<Condition> conditions() {
        return Arbitraries.randomValue(random -> condition(random, 3));
    }

    /** The raw values of facts, from which the naive evaluator of the tests works too. */
    static Arbitrary<Map<String, Object>> values() {
        return Arbitraries.randomValue(ArbitraryConditions::values);
    }

    static Condition condition(Random random, int depth) {
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0, 1 -> new Condition.All(parts(random, depth));
            case 2, 3 -> new Condition.Any(parts(random, depth));
            case 4, 5 -> new Condition.Not(condition(random, depth - 1));
            default -> leaf(random);
        };
    }

    private static List<Condition> parts(Random random, int depth) {
        return some(random, () -> condition(random, depth - 1));
    }

    private static Condition leaf(Random random) {
        Comparison comparison = pick(random, List.of(Comparison.values()));
        return switch (random.nextInt(10)) {
            case 0 -> Condition.always();
            case 1 -> new Condition.In("kind", some(random, () -> pick(random, List.of("a", "b", "c"))));
            case 2 -> new Condition.Contains("tags", some(random, () -> pick(random, List.of("x", "y", "z"))));
            case 3 -> Condition.words("subject", some(random, () -> pick(random, WORDS)).toArray(String[]::new));
            case 4 -> Condition.is("vip", random.nextBoolean());
            case 5 -> Condition.compare("field.amount", comparison, amount(random));
            case 6 -> Condition.compare("field.day", comparison, LocalDate.of(2026, 1, 1 + random.nextInt(3)));
            case 7 -> Condition.compare("opened", comparison, instant(random));
            case 8 -> during(random);
            default -> Condition.present(pick(random, List.copyOf(VOCABULARY.facts())));
        };
    }

    private static Condition during(Random random) {
        LocalTime from = LocalTime.parse(pick(random, TIMES));
        LocalTime to = LocalTime.parse(pick(random, TIMES));
        if (from.equals(to)) {
            from = LocalTime.MIDNIGHT;
            to = LocalTime.MIDNIGHT;
        }
        return Condition.during("opened", pick(random, ZONES), from, to,
                some(random, () -> pick(random, List.of(DayOfWeek.values()))).toArray(DayOfWeek[]::new));
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(5) * 50L, random.nextInt(3));
    }

    /** Around two changes of the clock in Berlin, one of them with its repeated hour. */
    private static Instant instant(Random random) {
        return pick(random, List.of(Instant.parse("2026-03-29T00:30:00Z"), Instant.parse("2026-10-25T00:00:00Z"),
                Instant.parse("1960-01-01T00:00:00Z"))).plusSeconds(random.nextInt(7 * 24 * 4) * 900L)
                .plusNanos(random.nextInt(2) * 1_000L);
    }

    private static Map<String, Object> values(Random random) {
        Map<String, Object> values = new HashMap<>();
        values.put("kind", pick(random, List.of("", "a", "b", "c", "d")));
        values.put("subject", pick(random, SUBJECTS));
        values.put("tags", Set.copyOf(List.of("x", "y", "z").subList(0, random.nextInt(4))));
        values.put("field.amount", amount(random));
        values.put("field.day", LocalDate.of(2026, 1, 1 + random.nextInt(3)));
        values.put("opened", instant(random));
        values.put("vip", random.nextBoolean());
        values.keySet().removeIf(fact -> random.nextInt(5) == 0);
        return values;
    }

    /** Facts of these values. */
    static Facts facts(Map<String, Object> values) {
        Facts.Builder facts = Facts.builder();
        values.forEach((fact, value) -> {
            switch (value) {
                case String text -> facts.text(fact, text);
                case Set<?> set -> facts.names(fact, set.stream().map(Object::toString).toList());
                case BigDecimal number -> facts.number(fact, number);
                case LocalDate date -> facts.date(fact, date);
                case Instant instant -> facts.instant(fact, instant);
                case Boolean flag -> facts.flag(fact, flag);
                default -> throw new IllegalArgumentException(value.toString());
            }
        });
        return facts.build();
    }

    /** One to three different ones. */
    private static <T> List<T> some(Random random, Supplier<T> one) {
        Set<T> some = new HashSet<>();
        IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> some.add(one.get()));
        return new ArrayList<>(some);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
