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

import io.opora.InvalidInputException;
import io.opora.condition.Condition.Comparison;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionJsonTest {

    private static final Vocabulary VOCABULARY = Vocabulary.builder().declare("kind", Vocabulary.Type.TEXT)
            .declare("subject", Vocabulary.Type.TEXT).declare("tags", Vocabulary.Type.NAMES)
            .declare("field.amount", Vocabulary.Type.NUMBER)
            .declare("field.ordered", Vocabulary.Type.DATE).declare("opened", Vocabulary.Type.INSTANT)
            .declare("vip", Vocabulary.Type.FLAG).build();

    private static final ZoneId MOSCOW = ZoneId.of("Europe/Moscow");

    private static Condition read(String json) {
        return Condition.fromJson(json, VOCABULARY);
    }

    private static List<String> refusal(String json) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(json)).violations().stream()
                .map(violation -> violation.code() + " " + violation).toList();
    }

    @Test
    void everythingThatTheFormHasIsRead() {
        assertThat(read("""
                { "all": [
                    { "fact": "kind", "in": [ "financial", "technical" ] },
                    { "fact": "subject", "words": [ "Refund*", "money back" ] },
                    { "any": [ { "fact": "tags", "contains": [ "vip" ] }, { "fact": "field.amount", ">=": 100.50 } ] },
                    { "not": { "fact": "kind", "present": true } },
                    { "fact": "vip", "is": false }, { "always": true },
                    { "fact": "field.ordered", "<": "2026-01-31" },
                    { "fact": "opened", "=": "2026-01-31T12:00:00Z" },
                    { "fact": "opened", "during": { "zone": "Europe/Moscow", "days": [ "SUNDAY", "SATURDAY" ] } },
                    { "fact": "opened", "during": { "zone": "Europe/Moscow", "from": "22:00", "to": "06:00" } },
                    { "fact": "opened", "during": { "zone": "Europe/Moscow", "from": "09:00", "to": "24:00" } }
                ] }""")).isEqualTo(all(in("kind", "financial", "technical"), words("subject", "refund*", "money back"),
                any(contains("tags", "vip"), compare("field.amount", Comparison.AT_LEAST, new BigDecimal("100.5"))),
                not(present("kind")), is("vip", false), Condition.always(),
                compare("field.ordered", Comparison.LESS, LocalDate.of(2026, 1, 31)),
                compare("opened", Comparison.EQUAL, Instant.parse("2026-01-31T12:00:00Z")),
                during("opened", MOSCOW, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                during("opened", MOSCOW, LocalTime.of(22, 0), LocalTime.of(6, 0)),
                during("opened", MOSCOW, LocalTime.of(9, 0), LocalTime.MIDNIGHT)));
    }

    @Test
    void theWrittenFormIsByteForByteThis() {
        assertThat(all(in("kind", "a"), words("subject", "Ёлка*"), contains("tags", "x", "y"),
                compare("field.amount", Comparison.MORE, new BigDecimal("1e3")), is("vip", true), Condition.always(),
                compare("opened", Comparison.AT_MOST, Instant.EPOCH),
                any(not(present("kind"))),
                during("opened", MOSCOW, LocalTime.of(9, 0), LocalTime.MIDNIGHT, DayOfWeek.MONDAY)).toJson())
                .isEqualTo("""
                        {
                          "all": [ {
                            "fact": "kind",
                            "in": [ "a" ]
                          }, {
                            "fact": "subject",
                            "words": [ "елка*" ]
                          }, {
                            "fact": "tags",
                            "contains": [ "x", "y" ]
                          }, {
                            "fact": "field.amount",
                            ">": 1000
                          }, {
                            "fact": "vip",
                            "is": true
                          }, {
                            "always": true
                          }, {
                            "fact": "opened",
                            "<=": "1970-01-01T00:00:00Z"
                          }, {
                            "any": [ {
                              "not": {
                                "fact": "kind",
                                "present": true
                              }
                            } ]
                          }, {
                            "fact": "opened",
                            "during": {
                              "zone": "Europe/Moscow",
                              "days": [ "MONDAY" ],
                              "from": "09:00",
                              "to": "24:00"
                            }
                          } ]
                        }
                        """);
    }

    @Test
    void exactlyOneQuestionIsAsked() {
        String answer = "unknown-value a condition is one of all, any, not, always, or a fact with one of in, contains,"
                + " words, is, during, present, <, <=, =, >=, >";
        for (String json : List.of("{}", "{\"fact\": \"kind\"}", "{\"in\": [\"x\"]}",
                "{\"always\": true, \"fact\": \"kind\", \"in\": [\"x\"]}", "{\"all\": [], \"any\": []}",
                "{\"not\": {\"always\": true}, \"words\": [\"x\"]}", "{\"always\": true, \"fact\": \"kind\"}",
                "{\"fact\": \"kind\", \"in\": [\"x\"], \"words\": [\"x\"]}")) {
            assertThat(refusal(json)).as(json).containsExactly(answer);
        }
        assertThat(refusal("{\"fact\": \"kind\", \"on\": [\"x\"]}")).containsExactly(
                "unknown-field on: there is no field 'on' here; did you mean 'in'?", answer);
        assertThat(refusal("[]")).containsExactly("wrong-type an object is needed here, not an array");
    }

    @Test
    void wrongTypesAndTextsAreReportedWithTheirPath() {
        assertThat(refusal("""
                { "all": [ { "fact": 1, "in": "x" }, { "not": [] }, { "always": false }, { "any": 3 },
                    { "fact": "vip", "is": 1 }, { "fact": "vip", "present": false },
                    { "fact": "opened", "<": "yesterday" }, { "fact": "opened", ">": true },
                    { "fact": "opened", "<": "2026-13-01" }, { "fact": "opened", "<": "2026-01-01T25:00" },
                    { "fact": "opened", "during": { "days": [ "MONDAI" ], "from": "9", "to": "25:00", "at": 1 } },
                    { "fact": "opened", "during": { "zone": "Europe/Moskow" } } ] }""")).containsExactly(
                "wrong-type all[0].fact: a text is needed here, not the number 1",
                "wrong-type all[0].in: an array is needed here, not a text",
                "wrong-type all[1].not: an object is needed here, not an array",
                "wrong-type all[2].always: true is needed here, not false",
                "wrong-type all[3].any: an array is needed here, not the number 3",
                "wrong-type all[4].is: true or false is needed here, not the number 1",
                "wrong-type all[5].present: true is needed here, not false",
                "date all[6].<: 'yesterday' is no date or instant: write 2026-01-31, or 2026-01-31T12:00:00Z; a number"
                        + " stands without quotes",
                "wrong-type all[7].>: a text is needed here, not true",
                "date all[8].<: '2026-13-01' is no date or instant: write 2026-01-31, or 2026-01-31T12:00:00Z; a number"
                        + " stands without quotes",
                "date all[9].<: '2026-01-01T25:00' is no date or instant: write 2026-01-31, or 2026-01-31T12:00:00Z;"
                        + " a number stands without quotes",
                "unknown-field all[10].during.at: there is no field 'at' here; there is zone, days, from, to",
                "missing all[10].during.zone: the field 'zone' is missing",
                "unknown-value all[10].during.days[0]: 'MONDAI' is none of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY,"
                        + " SATURDAY, SUNDAY; did you mean 'MONDAY'?",
                "time all[10].during.from: '9' is no time of day: write '09:00', or '24:00' for the end of a day",
                "time all[10].during.to: '25:00' is no time of day: write '09:00', or '24:00' for the end of a day",
                "zone all[11].during.zone: 'Europe/Moskow' is no time zone: write 'Europe/Moscow' or 'UTC'");
    }

    @Test
    void whatAVocabularyFindsIsAddedIfTheFormIsRight() {
        assertThat(refusal("{\"all\": [{\"fact\": \"knd\", \"in\": [\"x\"], \"note\": 1}]}")).containsExactly(
                "unknown-field all[0].note: there is no field 'note' here; did you mean 'not'?",
                "unknown-fact all[0].fact: 'knd' is no fact here; did you mean 'kind'?");
        assertThat(refusal("{\"all\": [{\"fact\": \"knd\", \"in\": 1}]}")).hasSize(1);
        assertThat(refusal("{\"all\": []}")).containsExactly("empty all: at least one is needed here");
    }

    @Test
    void whatStandsThereTwiceIsNoJson() {
        assertThat(refusal("{\"always\": true,\n \"always\": true}"))
                .containsExactly("duplicate-field always: this field is there twice (line 2, column 10)");
    }

    @Test
    void whatIsTooBigIsRefusedBeforeItIsMade() {
        String deep = "{\"not\": ".repeat(8) + "{\"always\": true}" + "}".repeat(8);
        assertThat(refusal(deep)).containsExactly(
                "too-deep not: conditions that stand 9 deep in each other are too deep: at most 8");
        assertThat(read(deep.substring(8, deep.length() - 1))).isInstanceOf(Condition.Not.class);
        assertThat(refusal("{\"not\":".repeat(100_000))).singleElement().asString().startsWith("json-limit ");
        assertThat(refusal("{\"fact\": \"kind\", \"in\": ["
                + String.join(",", Collections.nCopies(1_000, "\"x\"")) + "]}"))
                .containsExactly("too-many in: 1001 parts and values are too many: at most 1000");
        assertThat(refusal("[" + " ".repeat(1_000_000))).singleElement().asString().startsWith("json-too-long ");
        assertThat(refusal("{\"fact\": \"field.amount\", \"<\": 1e999999999}")).singleElement().asString()
                .startsWith("number <: the number 1E+999999999 is too big");
    }
}
