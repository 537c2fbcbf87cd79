package io.opora.condition;

import static io.opora.condition.Condition.all;
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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.condition.Condition.Comparison;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static final Vocabulary VOCABULARY = Vocabulary.builder()
            .declare("kind", Vocabulary.Type.TEXT, "technical", "financial")
            .declare("subject", Vocabulary.Type.TEXT).declare("tags", Vocabulary.Type.NAMES)
            .declare("skills", Vocabulary.Type.NAMES, "java", "sql")
            .declare("field.amount", Vocabulary.Type.NUMBER).declare("field.ordered", Vocabulary.Type.DATE)
            .declare("opened", Vocabulary.Type.INSTANT)
            .declare("vip", Vocabulary.Type.FLAG).build();

    private static List<String> wrong(Condition condition) {
        Findings findings = new Findings();
        VOCABULARY.check(condition, "rules[0].when", findings);
        return findings.violations().stream().map(violation -> {
            assertThat(violation.path()).startsWith("rules[0].when");
            return violation.code() + " " + violation.toString().substring("rules[0].when".length());
        }).toList();
    }

    private static List<String> refusal(Vocabulary.Builder builder) {
        return catchThrowableOfType(InvalidInputException.class, builder::build).violations().stream()
                .map(violation -> violation.code() + " " + violation).toList();
    }

    @Test
    void aVocabularyKnowsItsFacts() {
        assertThat(VOCABULARY.facts()).startsWith("kind", "subject").hasSize(8);
        assertThat(VOCABULARY.type("tags")).contains(Vocabulary.Type.NAMES);
        assertThat(VOCABULARY.type("tag")).isEmpty();
        assertThat(VOCABULARY.values("kind")).containsExactly("technical", "financial");
        assertThat(VOCABULARY.values("subject")).isEmpty();
        assertThat(VOCABULARY.values("tag")).isEmpty();
        assertThat(VOCABULARY).hasToString("vocabulary of 8 facts");
    }

    @Test
    void aRightConditionIsGivenBack() {
        Condition right = all(in("kind", "technical"), in("subject", "anything"), words("subject", "x"),
                words("kind", "x"),
                contains("tags", "anything"), contains("skills", "sql"), compare("field.amount", Comparison.LESS, 1),
                compare("field.ordered", Comparison.LESS, LocalDate.EPOCH),
                compare("opened", Comparison.LESS, Instant.EPOCH), not(is("vip", true)), any(present("vip")),
                during("opened", ZoneOffset.UTC, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT), Condition.always());

        assertThat(VOCABULARY.require(right)).isSameAs(right);
        assertThat(wrong(right)).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsListedWithItsPath() {
        assertThat(
                wrong(all(in("knd", "x"), any(contains("skills", "jav", "java", "JAVA", "cobol"), not(in("kind"))))))
                .containsExactly(
                        "unknown-fact .all[0].fact: 'knd' is no fact here; did you mean 'kind'?",
                        "unknown-value .all[1].any[0].contains[0]: 'jav' is no value of 'skills'; did you mean 'java'?",
                        "duplicate .all[1].any[0].contains[2]: this is here twice",
                        "unknown-value .all[1].any[0].contains[3]: 'cobol' is no value of 'skills'; there is java, sql",
                        "empty .all[1].any[1].not.in: at least one is needed here");
        InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class,
                () -> VOCABULARY.require(in("kind", "tecnical")));
        assertThat(refusal.violations()).containsExactly(new Violation("in[0]", "unknown-value",
                "'tecnical' is no value of 'kind'; did you mean 'technical'?"));
    }

    @Test
    void eachTypeSaysWhatItCanBeAskedFor() {
        assertThat(wrong(contains("kind", "technical"))).containsExactly(
                "wrong-type : 'kind' is a text, which can be asked for in, words, present");
        assertThat(wrong(in("tags", "x"))).containsExactly(
                "wrong-type : 'tags' is a set of names, which can be asked for contains, present");
        assertThat(wrong(words("vip", "x"))).containsExactly(
                "wrong-type : 'vip' is a flag, which can be asked for is, present");
        assertThat(wrong(is("subject", true))).hasSize(1);
        assertThat(wrong(compare("field.ordered", Comparison.LESS, 1))).containsExactly(
                "wrong-type : 'field.ordered' is a date, which can be asked for <, <=, =, >=, >, present");
        assertThat(wrong(compare("opened", Comparison.LESS, LocalDate.EPOCH))).containsExactly(
                "wrong-type : 'opened' is an instant, which can be asked for <, <=, =, >=, >, during, present");
        assertThat(wrong(compare("field.amount", Comparison.LESS, Instant.EPOCH))).containsExactly(
                "wrong-type : 'field.amount' is a number, which can be asked for <, <=, =, >=, >, present");
        assertThat(wrong(during("field.ordered", ZoneOffset.UTC, LocalTime.MIDNIGHT, LocalTime.NOON))).hasSize(1);
    }

    @Test
    void emptyListsAndPartsThatAreThereTwiceAreNamed() {
        assertThat(wrong(all())).containsExactly("empty .all: at least one is needed here");
        assertThat(wrong(any())).containsExactly("empty .any: at least one is needed here");
        assertThat(wrong(words("subject"))).containsExactly("empty .words: at least one is needed here");
        assertThat(wrong(any(present("vip"), present("tags"), present("vip"))))
                .containsExactly("duplicate .any[2]: this is here twice");
        assertThat(wrong(words("subject", "Ёлка", "елка"))).containsExactly("duplicate .words[1]: this is here twice");
    }

    @Test
    void valuesAndWordsHaveAForm() {
        String longest = "x".repeat(200);
        assertThat(wrong(all(in("subject", longest), words("subject", longest)))).isEmpty();
        assertThat(wrong(in("subject", " ", longest + "x", "a\nb"))).containsExactly(
                "value .in[0]: ' ' is no value: 1 to 200 characters, not blank, without control characters",
                "value .in[1]: '" + "x".repeat(80)
                        + "...' is no value: 1 to 200 characters, not blank, without control characters",
                "value .in[2]: 'a?b' is no value: 1 to 200 characters, not blank, without control characters");
        assertThat(wrong(words("subject", "--", "*", longest + "x"))).containsExactly(
                "word .words[0]: '--' is no word: letters or digits, at most 200 characters",
                "word .words[1]: '*' is no word: letters or digits, at most 200 characters",
                "word .words[2]: '" + "x".repeat(80) + "...' is no word: letters or digits, at most 200 characters");
    }

    @Test
    void numbersHaveAMeasure() {
        for (String right : List.of("999999999999999999", "-999999999999999999.999999999", "0.000000001", "1e17",
                "0e999")) {
            assertThat(wrong(compare("field.amount", Comparison.LESS, new BigDecimal(right)))).as(right).isEmpty();
        }
        for (String wrong : List.of("1000000000000000000", "1e18", "1e999999999", "0.0000000001", "1e-999999999")) {
            assertThat(wrong(compare("field.amount", Comparison.MORE, new BigDecimal(wrong)))).as(wrong).singleElement()
                    .asString().startsWith("number .>: the number ").endsWith(
                            " is too big or too exact: at most 18 digits before the point and 9 after it");
        }
    }

    @Test
    void aWindowIsNotNothing() {
        assertThat(wrong(new Condition.During("opened", ZoneOffset.UTC, Set.of(), LocalTime.NOON, LocalTime.NOON)))
                .containsExactly("empty .during.days: at least one is needed here",
                        "window .during: from 12:00 to 12:00"
                                + " could be nothing or a whole day: leave both out for the whole day");
    }

    @Test
    void aListOfWhatIsWrongEnds() {
        Findings findings = new Findings();
        Condition wrong = words("subject", Collections.nCopies(999, "x").toArray(String[]::new));
        VOCABULARY.check(wrong, "", findings);
        assertThat(findings.violations()).hasSize(998);
        VOCABULARY.check(wrong, "", findings);
        VOCABULARY.check(in("nothing", "x"), "", findings);
        assertThat(findings.violations()).hasSize(1_000);
    }

    @Test
    void aVocabularyIsCheckedItself() {
        assertThat(refusal(Vocabulary.builder().declare("Kind", Vocabulary.Type.TEXT)
                .declare("field.a.b", Vocabulary.Type.TEXT)
                .declare("a", Vocabulary.Type.TEXT).declare("a", Vocabulary.Type.FLAG)
                .declare("b", Vocabulary.Type.NUMBER, "1")
                .declare("c", Vocabulary.Type.NAMES, List.of("ok", " ", "VIP")))).containsExactly(
                        "fact-name facts[0]: 'Kind' is no name of a fact: lower-case letters, digits and hyphens, beginning"
                                + " with a letter, at most 64 characters; or two such names joined by a dot",
                        "fact-name facts[1]: 'field.a.b' is no name of a fact: lower-case letters, digits and hyphens,"
                                + " beginning with a letter, at most 64 characters; or two such names joined by a dot",
                        "duplicate facts[3]: 'a' is declared twice", "value facts[4]: a number has no list of values",
                        "value facts[5]: ' ' is no value: 1 to 200 characters, not blank, without control characters",
                        "value facts[5]: 'VIP' is not in lower case, as names are");
    }

    @Test
    void aVocabularyIsBounded() {
        Vocabulary.Builder full = Vocabulary.builder();
        IntStream.range(0, 1_000).forEach(i -> full.declare("f" + i, Vocabulary.Type.FLAG));
        assertThat(full.build().facts()).hasSize(1_000);
        assertThat(refusal(full.declare("last", Vocabulary.Type.FLAG)))
                .containsExactly("too-many facts: 1001 are too many: at most 1000 facts");

        List<String> values = IntStream.range(0, 1_001).mapToObj(i -> "v" + i).toList();
        assertThat(
                Vocabulary.builder().declare("a", Vocabulary.Type.TEXT, values.subList(1, 1_001)).build().values("a"))
                .hasSize(1_000);
        assertThat(refusal(Vocabulary.builder().declare("a", Vocabulary.Type.TEXT, values)))
                .containsExactly("too-many facts[0]: 1001 are too many: at most 1000 values");
    }
}
