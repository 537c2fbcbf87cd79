package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.desk.SupportDesk;
import io.opora.workflow.Workflow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSetTest {

    private static final Locale RU = Locale.of("ru");
    private static final RequestKind RETURN = RequestKind.of("return");

    private static FieldDefinition field(FieldDefinition.Type type) {
        return FieldDefinition.builder("field", type).build();
    }

    private static List<String> defects(FieldDefinition... definitions) {
        return defects(() -> FieldSet.of(definitions));
    }

    private static List<String> defects(ThrowingCallable call) {
        return violations(call).stream().map(violation -> violation.code() + " " + violation).toList();
    }

    private static List<Violation> violations(ThrowingCallable call) {
        InvalidInputException[] thrown = new InvalidInputException[1];
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call).satisfies(e -> thrown[0] = e);
        return thrown[0].violations();
    }

    @Nested
    class Labels {

        private final FieldDefinition product = FieldDefinition.builder("product", FieldDefinition.Type.choice(
                new FieldDefinition.Type.Option("lamp", Map.of(RU, "Лампа")),
                new FieldDefinition.Type.Option("bulb", Map.of())))
                .label(Locale.ENGLISH, "Product").label(RU, "Товар").build();

        @Test
        void areThoseOfTheNearestLanguage() {
            assertThat(product.label(RU)).isEqualTo("Товар");
            assertThat(product.label(Locale.forLanguageTag("ru-RU"))).isEqualTo("Товар");
            assertThat(product.label(Locale.UK)).isEqualTo("Product");
        }

        @Test
        void areTheFirstOnesInOtherLanguagesAndTheNameIfThereAreNone() {
            assertThat(product.label(Locale.GERMAN)).isEqualTo("Product");
            assertThat(product.label(Locale.ROOT)).isEqualTo("Product");
            List<FieldDefinition.Type.Option> options = ((FieldDefinition.Type.Choice) product.type()).options();
            assertThat(options).extracting(option -> option.label(Locale.GERMAN)).containsExactly("Лампа", "bulb");
            assertThat(field(FieldDefinition.Type.flag()).label(RU)).isEqualTo("field");
        }
    }

    @Nested
    class Checking {

        @Test
        void keepsTheFieldsInTheirOrder() {
            FieldDefinition zeta = FieldDefinition.builder("zeta", FieldDefinition.Type.flag()).build();
            FieldDefinition alpha = FieldDefinition.builder("alpha", FieldDefinition.Type.text()).build();
            FieldSet fields = FieldSet.of(zeta, alpha);

            assertThat(fields.definitions()).containsExactly(zeta, alpha);
            assertThat(fields.find("alpha")).contains(alpha);
            assertThat(fields.find("beta")).isEmpty();
            assertThat(FieldSet.none().definitions()).isEmpty();
        }

        @Test
        void listsEveryDefectAtOnce() {
            assertThat(defects(
                    FieldDefinition.builder("Order Number", FieldDefinition.Type.text(0, 2_001)).label(Locale.ROOT, " ")
                            .build(),
                    FieldDefinition.builder("amount",
                            new FieldDefinition.Type.Numeric(Optional.of(BigDecimal.TEN), Optional.of(BigDecimal.ONE),
                                    7))
                            .build(),
                    FieldDefinition
                            .builder("amount",
                                    FieldDefinition.Type.date(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 1)))
                            .requiredOn("Pay out", "pay-out").build(),
                    FieldDefinition.builder("reason", FieldDefinition.Type.choice("a", "b", "a", "C")).build(),
                    FieldDefinition.builder("none", FieldDefinition.Type.choice(new FieldDefinition.Type.Option[0]))
                            .build()))
                    .containsExactly(
                            "field-name fields[0].name: 'Order Number' is no field name: lower-case letters, digits and"
                                    + " hyphens, beginning with a letter, at most 64 characters",
                            "length fields[0].minLength: must be 1 to the greatest length, 2001, not 0",
                            "length fields[0].maxLength: must be at most 2000, not 2001",
                            "locale fields[0].labels.und: must be a language tag such as 'en' or 'pt-BR', of at most 35"
                                    + " characters",
                            "label fields[0].labels.und: ' ' is no label: 1 to 200 characters in one line, not blank",
                            "decimals fields[1].decimals: must be 0 to 6, not 7",
                            "range fields[1].max: must not be less than the least number",
                            "duplicate fields[2].name: 'amount' is there twice",
                            "range fields[2].last: must not lie before the first day, 2026-03-02",
                            "action-name fields[2].requiredOn: 'Pay out' is no action name: lower-case letters, digits"
                                    + " and hyphens, beginning with a letter, at most 64 characters",
                            "duplicate fields[3].options[2].name: 'a' is there twice",
                            "option-name fields[3].options[3].name: 'C' is no option name: lower-case letters, digits and"
                                    + " hyphens, beginning with a letter, at most 64 characters",
                            "missing fields[4].options: a choice needs at least one option");
        }

        @Test
        void refusesBoundsThatNobodyCouldFillIn() {
            BigDecimal tooGreat = new BigDecimal("1E+999999999");
            assertThat(defects(field(new FieldDefinition.Type.Numeric(Optional.of(tooGreat), Optional.of(tooGreat), 0)),
                    FieldDefinition.builder("other", FieldDefinition.Type.date(LocalDate.MIN, LocalDate.MAX)).build()))
                    .containsExactly(
                            "range fields[0].min: a number has at most 12 digits before the decimal point and 6 behind it",
                            "range fields[0].max: a number has at most 12 digits before the decimal point and 6 behind it",
                            "range fields[1].first: a date lies in the years 1000 to 9999",
                            "range fields[1].last: a date lies in the years 1000 to 9999");
        }

        static Stream<Arguments> limits() {
            return Stream.of(
                    limit(FieldSet.MAX_FIELDS, "fields",
                            n -> FieldSet
                                    .of(names(n).map(
                                            name -> FieldDefinition.builder(name, FieldDefinition.Type.flag()).build())
                                            .toList())),
                    limit(FieldDefinition.Type.MAX_OPTIONS, "fields[0].options",
                            n -> FieldSet.of(field(FieldDefinition.Type.choice(names(n).toArray(String[]::new))))),
                    limit(FieldDefinition.MAX_LABELS, "fields[0].labels", n -> FieldSet.of(
                            new FieldDefinition("field", FieldDefinition.Type.flag(), labels(n), false, Set.of(),
                                    Set.of()))),
                    limit(FieldDefinition.MAX_LABELS, "fields[0].options[0].labels",
                            n -> FieldSet.of(field(
                                    FieldDefinition.Type.choice(new FieldDefinition.Type.Option("a", labels(n)))))),
                    limit(FieldDefinition.MAX_REQUIREMENTS, "fields[0].requiredFor",
                            n -> FieldSet.of(FieldDefinition.builder("field", FieldDefinition.Type.flag())
                                    .requiredFor(names(n).map(RequestKind::of).toArray(RequestKind[]::new)).build())),
                    limit(FieldDefinition.MAX_REQUIREMENTS, "fields[0].requiredOn",
                            n -> FieldSet.of(FieldDefinition.builder("field", FieldDefinition.Type.flag())
                                    .requiredOn(names(n).toArray(String[]::new)).build())),
                    limit(FieldDefinition.MAX_LABEL_LENGTH, "fields[0].labels.en",
                            n -> FieldSet.of(FieldDefinition.builder("field", FieldDefinition.Type.flag())
                                    .label(Locale.ENGLISH, "x".repeat(n)).build())),
                    limit(FieldValue.MAX_TEXT_LENGTH, "fields[0].maxLength",
                            n -> FieldSet.of(field(FieldDefinition.Type.text(1, n)))),
                    limit(FieldValue.MAX_DECIMALS, "fields[0].decimals",
                            n -> FieldSet.of(field(FieldDefinition.Type.number(BigDecimal.ZERO, BigDecimal.TEN, n)))),
                    limit(64, "fields[0].name",
                            n -> FieldSet
                                    .of(FieldDefinition.builder("x".repeat(n), FieldDefinition.Type.flag()).build())),
                    limit(FieldSet.MAX_JSON_LENGTH, "",
                            n -> FieldSet.fromJson("{\"fields\":[]}" + " ".repeat(n - 13))));
        }

        private static Arguments limit(int limit, String path, IntFunction<FieldSet> make) {
            return Arguments.of(limit, path, make);
        }

        private static Stream<String> names(int count) {
            return IntStream.range(0, count).mapToObj(i -> "name" + i);
        }

        private static Map<Locale, String> labels(int count) {
            return Arrays.stream(Locale.getISOCountries()).limit(count)
                    .collect(Collectors.toMap(country -> Locale.of("en", country), country -> "x"));
        }

        @ParameterizedTest
        @MethodSource("limits")
        void keepsToEachLimit(int limit, String path, IntFunction<FieldSet> make) {
            assertThatCode(() -> make.apply(limit)).doesNotThrowAnyException();
            assertThat(violations(() -> make.apply(limit + 1))).extracting(Violation::path).containsExactly(path);
        }

        @Test
        void allowsTheSmallestOfEverything() {
            assertThatCode(() -> FieldSet.of(field(FieldDefinition.Type.text(1, 1)))).doesNotThrowAnyException();
            assertThatCode(() -> FieldSet.of(field(FieldDefinition.Type.number(BigDecimal.ONE, BigDecimal.ONE, 0))))
                    .doesNotThrowAnyException();
            assertThatCode(() -> FieldSet.of(field(FieldDefinition.Type.date(LocalDate.EPOCH, LocalDate.EPOCH))))
                    .doesNotThrowAnyException();
            assertThat(defects(field(FieldDefinition.Type.text(2, 1)))).hasSize(1);
            assertThat(defects(field(FieldDefinition.Type.number(BigDecimal.ONE, BigDecimal.ONE, -1)))).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a\nb", "\u2028"})
        void aLabelIsALine(String label) {
            assertThat(defects(FieldDefinition.builder("field", FieldDefinition.Type.flag()).label(RU, label).build()))
                    .singleElement()
                    .asString().startsWith("label fields[0].labels.ru: ");
        }
    }

    @Nested
    class InJson {

        @Test
        void everythingThatTheFormHasIsRead() {
            Map<Locale, String> labels = new LinkedHashMap<>();
            labels.put(Locale.ENGLISH, "Order number");
            labels.put(RU, "Номер заказа");
            assertThat(FieldSet.fromJson("""
                    { "fields": [
                      { "name": "order-number", "type": "text", "minLength": 4, "maxLength": 20,
                        "labels": { "en": "Order number", "ru": "Номер заказа" },
                        "visibleToCustomers": true, "requiredFor": [ "return" ], "requiredOn": [ "pay-out" ] },
                      { "name": "amount", "type": "number", "min": 0, "max": 99999.99, "decimals": 2 },
                      { "name": "bought-on", "type": "date", "first": "2020-01-01", "last": "2099-12-31" },
                      { "name": "pending-reason", "type": "choice",
                        "options": [ { "name": "photo", "labels": { "en": "A photo" } }, { "name": "address" } ] },
                      { "name": "gift", "type": "flag", "visibleToCustomers": false }
                    ] }""").definitions()).containsExactly(
                    new FieldDefinition("order-number", FieldDefinition.Type.text(4, 20), labels, true, Set.of(RETURN),
                            Set.of("pay-out")),
                    FieldDefinition
                            .builder("amount",
                                    FieldDefinition.Type.number(BigDecimal.ZERO, new BigDecimal("99999.99"), 2))
                            .build(),
                    FieldDefinition.builder("bought-on",
                            FieldDefinition.Type.date(LocalDate.of(2020, 1, 1), LocalDate.of(2099, 12, 31))).build(),
                    FieldDefinition.builder("pending-reason", FieldDefinition.Type.choice(
                            new FieldDefinition.Type.Option("photo", Map.of(Locale.ENGLISH, "A photo")),
                            new FieldDefinition.Type.Option("address", Map.of())))
                            .build(),
                    FieldDefinition.builder("gift", FieldDefinition.Type.flag()).build());
        }

        @Test
        void whatIsWrittenIsReadBackAndEqualFieldsAreWrittenAlike() {
            FieldSet written = FieldSet.of(
                    new FieldDefinition("order-number", FieldDefinition.Type.text(4, 20),
                            Map.of(RU, "Номер \"заказа\"", Locale.ENGLISH, "Order number"), true,
                            Set.of(RETURN, RequestKind.TECHNICAL), Set.of("pay-out", "approve")),
                    FieldDefinition.builder("amount",
                            FieldDefinition.Type.number(BigDecimal.ZERO, new BigDecimal("99999.99"), 2)).build(),
                    FieldDefinition.builder("any", FieldDefinition.Type.number()).build(),
                    FieldDefinition.builder("bought-on",
                            FieldDefinition.Type.date(LocalDate.of(2020, 1, 1), LocalDate.of(2099, 12, 31))).build(),
                    FieldDefinition.builder("seen-on", FieldDefinition.Type.date()).build(),
                    FieldDefinition.builder("pending-reason", FieldDefinition.Type.choice(
                            new FieldDefinition.Type.Option("photo", Map.of(Locale.ENGLISH, "A photo")),
                            new FieldDefinition.Type.Option("address", Map.of()))).build(),
                    FieldDefinition.builder("gift", FieldDefinition.Type.flag()).build());

            FieldSet read = FieldSet.fromJson(written.toJson());

            assertThat(read.definitions()).isEqualTo(written.definitions());
            assertThat(read.toJson()).isEqualTo(written.toJson());
            assertThat(FieldSet.fromJson(FieldSet.none().toJson()).definitions()).isEmpty();
        }

        @Test
        void whatIsLeftOutIsUnlimited() {
            assertThat(FieldSet.fromJson("""
                    {"fields": [{"name": "a", "type": "text"}, {"name": "b", "type": "number"},
                                {"name": "c", "type": "date"}]}""").definitions()).extracting(FieldDefinition::type)
                    .containsExactly(FieldDefinition.Type.text(), FieldDefinition.Type.number(),
                            FieldDefinition.Type.date());
        }

        @Test
        void whatIsWrongIsReportedAtOnceWithWhatWouldBeRight() {
            assertThat(defects(() -> FieldSet.fromJson("""
                    {"fields": [
                      {"name": "a", "type": "txt"},
                      {"name": "b", "type": "text", "options": [], "labels": {"EN": "x", "not a tag": "y", "ru": 1}},
                      {"name": "c", "type": "date", "first": "2026-02-30"},
                      {"name": "d", "type": "number", "min": "0", "requiredFor": ["A kind"]},
                      {"name": "e", "type": "choice"},
                      {"type": "flag", "visibleToCustomers": "yes"}],
                     "field": []}"""))).containsExactly(
                    "unknown-field field: there is no field 'field' here; did you mean 'fields'?",
                    "unknown-value fields[0].type: 'txt' is no type of a field; did you mean 'text'?",
                    "unknown-field fields[1].options: there is no field 'options' here; there is name, type, labels,"
                            + " visibleToCustomers, requiredFor, requiredOn, minLength, maxLength",
                    "locale fields[1].labels.EN: 'EN' is no language tag: write 'en' or 'pt-BR'",
                    "locale fields[1].labels.not a tag: 'not a tag' is no language tag: write 'en' or 'pt-BR'",
                    "wrong-type fields[1].labels.ru: a text is needed here, not the number 1",
                    "date fields[2].first: '2026-02-30' is no date: write 2026-03-02",
                    "wrong-type fields[3].min: a number is needed here, not a text",
                    "kind-name fields[3].requiredFor[0]: 'A kind' is no request kind: lower-case letters, digits and"
                            + " hyphens, beginning with a letter, at most 64 characters",
                    "missing fields[4].options: the field 'options' is missing",
                    "missing fields[5].name: the field 'name' is missing",
                    "wrong-type fields[5].visibleToCustomers: true or false is needed here, not a text");
        }

        @Test
        void whatIsReadIsCheckedLikeWhatIsWrittenInJava() {
            assertThat(defects(() -> FieldSet.fromJson(
                    "{\"fields\": [{\"name\": \"a\", \"type\": \"number\", \"max\": 1e999999999, \"odd\": 1}]}")))
                    .containsExactly(
                            "unknown-field fields[0].odd: there is no field 'odd' here; there is name, type, labels,"
                                    + " visibleToCustomers, requiredFor, requiredOn, min, max, decimals",
                            "range fields[0].max: a number has at most 12 digits before the decimal point and 6 behind"
                                    + " it");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "[]", "{", "null", "{\"fields\": [], \"fields\": []}", "{\"fields\": 1}", "{}",
                "{\"fields\": [null]}", "{\"fields\": [[]]}", "{\"fields\": []} x"})
        void whatIsNoSetOfFieldsIsRefused(String json) {
            assertThat(violations(() -> FieldSet.fromJson(json))).isNotEmpty();
        }

        @Test
        void whatIsNestedTooDeeplyIsRefused() {
            assertThat(violations(() -> FieldSet.fromJson("[".repeat(5_000)))).extracting(Violation::code)
                    .containsExactly("json-limit");
        }
    }

    @Nested
    class OfADesk {

        @Test
        void holdsWhatTheWorkflowsNameToo() {
            FieldDefinition declared = FieldDefinition.builder("reason", FieldDefinition.Type.choice("spam")).build();
            try (SupportDesk desk = SupportDesk.builder().fields(FieldSet.of(declared)).build()) {
                assertThat(desk.tickets().fields().definitions()).containsExactly(declared,
                        FieldDefinition.builder("pending-reason", FieldDefinition.Type.text()).build(),
                        FieldDefinition.builder("resolution", FieldDefinition.Type.text()).build());
            }
        }

        @Test
        void isTheDeclaredOneIfTheWorkflowsNameNothingElse() {
            FieldSet fields = FieldSet.of(FieldDefinition.builder("resolution", FieldDefinition.Type.text()).build(),
                    FieldDefinition.builder("reason", FieldDefinition.Type.text()).build(),
                    FieldDefinition.builder("pending-reason", FieldDefinition.Type.text()).build());

            assertThat(fields.with(List.of(Workflow.standard()))).isSameAs(fields);
        }

        @Test
        void isRefusedIfItRequiresAFieldOnAnActionThatNoWorkflowHas() {
            FieldSet fields = FieldSet.of(field(FieldDefinition.Type.flag()),
                    FieldDefinition.builder("other", FieldDefinition.Type.flag())
                            .requiredOn("slove", "start", "approve").build());

            assertThat(defects(() -> SupportDesk.builder().fields(fields).build().close())).containsExactly(
                    "unknown-action fields[1].requiredOn: no workflow has the action 'approve'; there is ask, close,"
                            + " give-up, hold, reject, reopen, resume, solve, start",
                    "unknown-action fields[1].requiredOn: no workflow has the action 'slove'; did you mean 'solve'?");
            assertThatCode(() -> SupportDesk.builder().workflow(RETURN, Workflow.returns()).fields(FieldSet.of(
                    FieldDefinition.builder("other", FieldDefinition.Type.flag()).requiredOn("solve", "approve")
                            .build()))
                    .build()
                    .close()).doesNotThrowAnyException();
        }
    }

    @Test
    void definitionsAreImmutable() {
        Map<Locale, String> labels = new LinkedHashMap<>(Map.of(RU, "Товар"));
        FieldDefinition definition = new FieldDefinition("a", FieldDefinition.Type.flag(), labels, false, Set.of(),
                Set.of());
        labels.clear();

        assertThat(definition.labels()).containsExactly(Map.entry(RU, "Товар")).isUnmodifiable();
        assertThat(Collections.unmodifiableList(FieldSet.of(definition).definitions())).isUnmodifiable();
    }
}
