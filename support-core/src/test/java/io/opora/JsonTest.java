package io.opora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the tests of workflows do not show of reading JSON. */
class JsonTest {

    private final Findings findings = new Findings();

    private Json read(String text) {
        return Json.parse(text, 1_000, 10, findings);
    }

    @Test
    void aValueKnowsWhereItStands() {
        assertThat(read("{\"a\": [0, {\"b\": 1}]}").required("a").items().get(1).required("b").path())
                .isEqualTo("a[1].b");
        assertThat(read("1").path()).isEmpty();
    }

    @Test
    void numbersAreReadExactly() {
        assertThat(read("0.1000000000000000000000000001").number())
                .isEqualTo(new BigDecimal("0.1000000000000000000000000001"));
        assertThat(read("12").number()).isEqualTo(BigDecimal.valueOf(12));
        assertThat(read("1e999999999").number().scale()).isEqualTo(-999_999_999);
        assertThat(read("12").isNumber()).isTrue();
        assertThat(findings.isEmpty()).isTrue();

        assertThat(read("\"12\"").number()).isEqualTo(BigDecimal.ZERO);
        assertThat(read("\"12\"").isNumber()).isFalse();
        assertThat(findings.violations())
                .containsExactly(new Violation("", "wrong-type", "a number is needed here, not a text"));
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertThat(read("true").flag()).isTrue();
        assertThat(read("false").flag()).isFalse();
        assertThat(findings.isEmpty()).isTrue();

        assertThat(read("1").flag()).isFalse();
        assertThat(findings.violations())
                .containsExactly(new Violation("", "wrong-type", "true or false is needed here, not the number 1"));
    }

    @Test
    void namesThatAreDataKeepTheirOrder() {
        Map<String, Json> entries = read("{\"b\": \"x\", \"a\": \"y\"}").entries();
        assertThat(entries.keySet()).containsExactly("b", "a");
        assertThat(entries.get("a")).isNotNull().extracting(Json::text, Json::path).containsExactly("y", "a");

        assertThat(read("[]").entries()).isEmpty();
        assertThat(findings.violations()).extracting(Violation::code).containsExactly("wrong-type");
    }

    @Test
    void whatAParserRefusesIsReportedAndReplaced() {
        LocalDate harmless = LocalDate.EPOCH;
        assertThat(read("\"2026-01-31\"").parsed("date", "date: write 2026-01-31", harmless, LocalDate::parse))
                .isEqualTo("2026-01-31");
        assertThat(findings.isEmpty()).isTrue();

        assertThat(read("\"31.1.\"").parsed("date", "date: write 2026-01-31", harmless, LocalDate::parse))
                .isEqualTo(harmless);
        assertThat(read("\"x\"").parsed("count", "count", 0, Integer::valueOf)).isZero();
        assertThat(read("\"" + "1".repeat(65) + "\"").parsed("count", "count", "", text -> text)).isEmpty();
        assertThat(read("7").parsed("count", "count", 0, Integer::valueOf)).isZero();
        assertThat(findings.violations()).containsExactly(
                new Violation("", "date", "'31.1.' is no date: write 2026-01-31"),
                new Violation("", "count", "'x' is no count"),
                new Violation("", "count", "'" + "1".repeat(65) + "' is no count"),
                new Violation("", "wrong-type", "a text is needed here, not the number 7"));
        assertThat(findings.readable()).isFalse();
    }

    @Test
    void listsOfTextsAreWrittenUnlessTheyAreEmpty() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        Json.putTexts(object, "none", List.of());
        Json.putTexts(object, "some", List.of(Tag.of("a"), "b"));
        assertThat(Json.print(object)).isEqualTo("{\n  \"some\": [ \"a\", \"b\" ]\n}\n");
    }

    @Test
    void nothingWrongRefusesNothing() {
        findings.refuse("input");
        findings.add("a", "b", "c");
        assertThat(findings.readable()).as("a check found it, and the form was right").isTrue();
        assertThatThrownBy(() -> findings.refuse("input")).isInstanceOf(InvalidInputException.class)
                .hasMessage("Invalid input:\n  - a: c");
    }

    @Test
    void moreThanAThousandFindingsAreNotListed() {
        for (int i = 0; i < 500; i++) {
            findings.add("a", "b", "c");
            findings.add(new Violation("a", "b", "c"));
        }
        assertThat(findings.full()).isTrue();
        assertThat(findings.readable()).isFalse();
        findings.add("a", "b", "c");
        findings.add(new Violation("a", "b", "c"));
        assertThat(findings.violations()).hasSize(1_000);
    }
}
