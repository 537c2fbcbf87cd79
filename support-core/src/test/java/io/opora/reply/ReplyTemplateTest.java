package io.opora.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.condition.Condition;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.ReplyTemplate.Variant;
import io.opora.reply.ReplyTemplate.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTemplateTest {

    private static final Locale RUSSIAN = Locale.of("ru");

    private static ReplyTemplate.Builder template() {
        return ReplyTemplate.builder("refund", "Refund of an order")
                .variable(Variable.of("name", ReplyTemplate.Type.LINE, Source.CUSTOMER).orElse("there"))
                .variable(Variable.of("order", ReplyTemplate.Type.LINE, Source.AGENT))
                .variable(Variable.of("note", ReplyTemplate.Type.TEXT, Source.AGENT).optional())
                .variable(Variable.of("url", ReplyTemplate.Type.LINK, Source.TICKET).optional())
                .variable(Variable.of("vip", ReplyTemplate.Type.FLAG, Source.TICKET));
    }

    private static ReplyTemplate of(String text) {
        return template().text(Locale.ENGLISH, text).build();
    }

    private static ReplyTemplate ofHtml(String html) {
        return template().variant(new Variant(Locale.ENGLISH, Optional.empty(), "text", Optional.of(html))).build();
    }

    private static List<Violation> defects(String text) {
        return catchThrowableOfType(InvalidInputException.class, () -> of(text)).violations();
    }

    private static List<Violation> htmlDefects(String html) {
        return catchThrowableOfType(InvalidInputException.class, () -> ofHtml(html)).violations();
    }

    private static Values values(String... namesAndTexts) {
        Values.Builder values = Values.builder();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            values.text(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return values.build();
    }

    private static Rendering.Rendered rendered(ReplyTemplate template, Values values) {
        return (Rendering.Rendered) template.render(Locale.ENGLISH, values);
    }

    private static String text(String text, String... namesAndTexts) {
        return rendered(of(text), values(namesAndTexts)).text();
    }

    // What a text may hold

    @Test
    void variablesAreReplacedBySections() {
        assertThat(text(
                "Hello {{name}},\n{{#note}}NB: {{note}}\n{{/note}}{{^note}}Nothing else.\n{{/note}}{{! remark }}Bye",
                "name", "Ann", "note", "two\nlines")).isEqualTo("Hello Ann,\nNB: two\nlines\nBye");
        assertThat(text("{{#note}}NB: {{ note }}{{/note}}{{^note}}Nothing else.{{/note}}"))
                .isEqualTo("Nothing else.");
    }

    @Test
    void aFlagDecidesASection() {
        ReplyTemplate template = of("{{#vip}}At once{{/vip}}{{^vip}}Soon{{/vip}}, {{name}}");
        assertThat(rendered(template, Values.builder().flag("vip", true).build()).text()).isEqualTo("At once, there");
        assertThat(rendered(template, Values.builder().flag("vip", false).build()).text()).isEqualTo("Soon, there");
        assertThat(rendered(template, values()).text()).isEqualTo("Soon, there");
    }

    @Test
    void sectionsSeeWhatStandsAroundThem() {
        assertThat(text("{{#note}}{{#order}}{{note}}/{{order}}/{{name}}{{/order}}{{/note}}", "note", "N", "order", "O"))
                .isEqualTo("N/O/there");
    }

    @Test
    void everythingThatIsWrongIsListedWithLineAndColumn() {
        List<Violation> defects = defects("Hello {{nmae}},\n  {{{order}}} {{&order}}\n{{>footer}} {{=<% %>=}}\n"
                + "{{#vip}}{{/note}} 😀 {name} {{note}} {{vip}} {{}}\n{{order");

        assertThat(defects).extracting(Violation::path).containsOnly("variants[0].text");
        assertThat(defects).extracting(Violation::code).containsExactlyInAnyOrder("unknown-variable", "unescaped",
                "unescaped", "partial", "delimiters", "section-end", "section-open", "brace", "brace",
                "may-be-missing", "flag", "variable-name", "tag-open");
        assertThat(defects).filteredOn(defect -> defect.code().equals("unknown-variable")).singleElement()
                .extracting(Violation::message).asString().contains("did you mean 'name'?")
                .endsWith("(line 1, column 7)");
        assertThat(defects).filteredOn(defect -> defect.code().equals("brace")).extracting(Violation::message)
                .allMatch(message -> message.contains("(line 4, column "))
                // a character outside of the basic plane is one column
                .anyMatch(message -> message.endsWith("(line 4, column 21)"));
        assertThat(defects).filteredOn(defect -> defect.code().equals("tag-open")).extracting(Violation::message)
                .allMatch(message -> message.endsWith("(line 5, column 1)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{{#note}}never closed | section-open",
            "closed {{/note}} | section-end",
            "{{#note}}{{#vip}}{{/note}}{{/vip}} | section-end",
            "${name} | brace",
            "a } b | brace",
            "{{name}}} | brace",
            "{{#note}}{{/note}}{{note}} | may-be-missing",
            "{{^note}}{{note}}{{/note}} | may-be-missing",
            "{{this}} | variable-name",
            "{{.}} | variable-name",
            "{{-index}} | variable-name",
            "{{#}}{{/}} | variable-name",
            "{{name.length}} | unknown-variable",
            "{{class}} | unknown-variable",
            "{{name()}} | variable-name",
            "{{ # name }}x{{/ nam }} | section-end",
            "{{<parent}}{{/parent}} | partial",
            "{{$block}}x{{/block}} | partial",
            "{{na{{name}}me}} | tag-open",
            "{{!a { b}} | brace",
            "{{#vip}}{{#vip}}{{#vip}}{{#vip}}{{#vip}}{{#vip}}{{#vip}}{{#vip}}{{#vip}}x{{/vip}}{{/vip}}{{/vip}}{{/vip}}{{/vip}}{{/vip}}{{/vip}}{{/vip}}{{/vip}} | too-deep",
    })
    void whatIsNotUnderstoodIsRefused(String text, String code) {
        assertThat(defects(text)).extracting(Violation::code).contains(code);
    }

    @Test
    @Timeout(10)
    void aHostileTextIsRefusedInNoTime() {
        for (String piece : List.of("{{", "{{{", "{{#a}}", "}}", "{{/a}}", "{{name}", "{{!", "<", "<a ", "<b>", "</b>",
                "<a href=\"{{url}}\">", "{{#vip}}<b>")) {
            String text = piece.repeat(ReplyTemplate.MAX_BODY / piece.length());
            assertThatThrownBy(() -> template().variant(new Variant(Locale.ENGLISH, Optional.of("s"), text,
                    Optional.of(text))).build()).as(piece).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void aTextHasItsLimits() {
        of("x".repeat(ReplyTemplate.MAX_BODY));
        assertThat(defects("x".repeat(ReplyTemplate.MAX_BODY + 1))).extracting(Violation::code)
                .containsExactly("too-long");
        of("{{name}}".repeat(TemplateText.MAX_TAGS));
        assertThat(defects("{{name}}".repeat(TemplateText.MAX_TAGS + 1))).extracting(Violation::code)
                .containsExactly("too-many");
        assertThat(defects(" ")).extracting(Violation::code).containsExactly("not-blank");
        assertThat(defects("a\0b")).extracting(Violation::code).containsExactly("storable");
        of("{{#vip}}".repeat(TemplateText.MAX_DEPTH) + "x" + "{{/vip}}".repeat(TemplateText.MAX_DEPTH));
    }

    // What is sent

    @Test
    void aMissingValueIsReplacedAskedForOrRefusedAsTheTemplateSays() {
        ReplyTemplate asks = of("{{name}}: {{order}}");
        assertThat(asks.render(Locale.ENGLISH, values("order", " \n\t\uFEFF"))).isEqualTo(new Rendering.Asks(
                List.of(Variable.of("order", ReplyTemplate.Type.LINE, Source.AGENT))));
        ReplyTemplate refuses = template().whenMissing(WhenMissing.REFUSE).text(Locale.ENGLISH, "{{name}}: {{order}}")
                .build();
        assertThat(((Rendering.Refused) refuses.render(Locale.ENGLISH, values())).violations())
                .extracting(Violation::path, Violation::code)
                .containsExactly(tuple("order", "missing"));
        assertThat(rendered(refuses, values("order", "A-1")).text()).isEqualTo("there: A-1");
    }

    @Test
    void onlyWhatTheTextNeedsIsAskedFor() {
        assertThat(text("Hello {{name}}")).isEqualTo("Hello there");
    }

    @Test
    void valuesAreDataWhateverTheyHold() {
        assertThat(text("{{order}}", "order", "{{name}} {{{x}}} {{#vip}}")).isEqualTo(
                "{ {name} } { { {x} } } { {#vip} }");
        assertThat(text("{{order}}{{name}}", "order", "{", "name", "{order}}")).doesNotContain("{{")
                .doesNotContain("}}");
        assertThat(text("{{order}}", "order", "a\u0007b\u202Ec\r\nd")).isEqualTo("abc d");
        assertThat(text("{{#note}}{{note}}{{/note}}", "note", "a\r\nb\rc\u2028d\u0000")).isEqualTo("a\nb\nc\nd");
        assertThat(text("{{order}}", "order", "$1 \\ <b>&amp;")).isEqualTo("$1 \\ <b>&amp;");
    }

    @Test
    void htmlGetsEveryValueEscaped() {
        ReplyTemplate template = ofHtml("<p>Hi <b>{{name}}</b><br/>{{#note}}{{note}}{{/note}}</p>"
                + "{{#url}}<a href=\"{{url}}\">{{url}}</a>{{/url}}");
        String html = rendered(template, values("name", "<script>alert('1')</script>\" onload=\"{{x}}", "note", "a\nb",
                "url", "https://shop.example/?a=1&b='2'")).html().orElseThrow();

        assertThat(html).doesNotContain("<script", "{", "}", "onload=\"", "\" on").contains("a<br>b", "&lt;script&gt;")
                .contains("<a href=\"https://shop.example/?a");
        assertThat(html.substring(html.indexOf("<a href")).chars().filter(c -> c == '"').count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "/path",
            "https://a.example/\" onclick=\"x", "https://a b", "https://a\n", " vbscript:x", "https://<b>"})
    void aLinkOfAnotherKindIsRefused(String link) {
        ReplyTemplate template = ofHtml("{{#url}}<a href=\"{{url}}\">here</a>{{/url}}<p>x</p>");
        if (!link.strip().equals("https://a")) {
            assertThat(((Rendering.Refused) template.render(Locale.ENGLISH, values("url", link))).violations())
                    .extracting(Violation::code).containsExactly("link");
        }
        assertThat(htmlDefects("<a href=\"" + link + "\">x</a>")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "<script>x</script> | html-element", "<img src=\"https://a.example/x.png\"> | html-element",
            "<p onclick=\"x\">a</p> | html-attribute", "<p style=\"x\">a</p> | html-attribute",
            "<a href=\"{{name}}\">a</a> | html-attribute", "<a href=\"https://a/{{url}}\">a</a> | html-attribute",
            "<a title=\"{{name}}\">a</a> | html-attribute", "<{{name}}> | html", "<p {{name}}>a</p> | html",
            "<!-- x --> | html", "<p>a | html-open", "a</p> | html-open", "<b><i>a</b></i> | html-open",
            "{{#vip}}<b>{{/vip}}a</b> | html-open", "a < b | html", "<a href=javascript:x>a</a> | html",
            "<a href='https://a'>a</a> | html", "<svg/onload=alert(1)> | html", "<iframe></iframe> | html-element",
            "<a href=\"{{#vip}}https://a{{/vip}}\">a</a> | html", "<p\u0000> | storable", "<?php x ?> | html",
            "<![CDATA[x]]> | html", "<style>x</style> | html-element", "<form></form> | html-element",
            "<base href=\"https://a\"> | html-element", "</p onclick=\"x\"> | html-open"})
    void htmlThatIsNotKnownToBeHarmlessIsRefused(String html, String code) {
        assertThat(htmlDefects(html)).extracting(Violation::code).contains(code);
    }

    @Test
    void aDefectOfHtmlHasItsPlace() {
        assertThat(htmlDefects("<p>a</p>\n<p>{{name}} <script>")).extracting(Violation::message)
                .anyMatch(message -> message.contains("<script>") && message.endsWith("(line 2, column 13)"));
    }

    @Test
    void aSubjectIsOneLine() {
        ReplyTemplate template = template().variant(new Variant(Locale.ENGLISH, Optional.of("Order {{order}} {{name}}"),
                "text", Optional.empty())).build();
        assertThat(rendered(template, values("order", "1\r\nBcc: a@example.org", "name", "=?utf-8?q?x?= {{y}}"))
                .subject()).contains("Order 1 Bcc: a@example.org = ?utf-8?q?x?= { {y} }");
        assertThatThrownBy(() -> template().variant(new Variant(Locale.ENGLISH, Optional.of("a\nb"), "text",
                Optional.empty())).build()).hasMessageContaining("one line");
    }

    @Test
    void numbersDatesAndInstantsAreWrittenInTheLanguageOfTheText() {
        ReplyTemplate template = ReplyTemplate.builder("sum", "Sum")
                .variable(Variable.of("sum", ReplyTemplate.Type.NUMBER, Source.HOST))
                .variable(Variable.of("day", ReplyTemplate.Type.DATE, Source.HOST))
                .variable(Variable.of("at", ReplyTemplate.Type.INSTANT, Source.PROMISE))
                .text(Locale.ENGLISH, "{{sum}} on {{day}} at {{at}}").text(RUSSIAN, "{{sum}} / {{day}} / {{at}}")
                .build();
        Values values = Values.builder().number("sum", new BigDecimal("1234.50")).date("day", LocalDate.of(2026, 3, 2))
                .instant("at", Instant.parse("2026-03-02T22:30:00Z")).zone(ZoneId.of("Europe/Moscow")).build();

        assertThat(rendered(template, values).text()).startsWith("1,234.50 on March 2, 2026 at March 3, 2026")
                .contains("1:30");
        assertThat(((Rendering.Rendered) template.render(RUSSIAN, values)).text())
                .matches("1.234,50 / 2 марта 2026.г. / 3 марта 2026.г.*1:30");
    }

    @Test
    void aValueOfAnotherTypeOrSizeIsRefused() {
        ReplyTemplate template = of("{{name}} {{order}}");
        Values wrong = Values.builder().number("name", BigDecimal.ONE)
                .text("order", "x".repeat(ReplyTemplate.MAX_LINE + 1)).build();
        assertThat(((Rendering.Refused) template.render(Locale.ENGLISH, wrong)).violations())
                .extracting(Violation::path, Violation::code).containsExactly(
                        tuple("name", "wrong-type"),
                        tuple("order", "too-long"));
        assertThat(text("{{order}}", "order", "x".repeat(ReplyTemplate.MAX_LINE))).hasSize(ReplyTemplate.MAX_LINE);
        ReplyTemplate number = ReplyTemplate.builder("n", "N")
                .variable(Variable.of("n", ReplyTemplate.Type.NUMBER, Source.HOST))
                .text(Locale.ENGLISH, "{{n}}").build();
        assertThat(number.render(Locale.ENGLISH, Values.builder().number("n", new BigDecimal("1e999999999")).build()))
                .isInstanceOf(Rendering.Refused.class);
    }

    @Test
    void whatGrowsTooLongOrComesToNothingIsRefused() {
        ReplyTemplate big = of("{{#note}}" + "{{note}}".repeat(21) + "{{/note}}x");
        assertThat(((Rendering.Refused) big.render(Locale.ENGLISH, values("note", "x".repeat(ReplyTemplate.MAX_TEXT))))
                .violations()).extracting(Violation::code).containsExactly("too-long");
        ReplyTemplate nothing = of("{{#note}}a{{/note}}");
        assertThat(((Rendering.Refused) nothing.render(Locale.ENGLISH, values())).violations())
                .extracting(Violation::code).containsExactly("not-blank");
    }

    @Test
    void theNearestLanguageIsTaken() {
        ReplyTemplate template = template().text(Locale.ENGLISH, "en").text(Locale.of("pt", "BR"), "br")
                .text(Locale.of("pt"), "pt").text(Locale.of("sr", "RS"), "rs").build();
        assertThat(Stream.of("en", "en-GB", "pt-BR", "pt-PT", "pt", "sr", "ja").map(Locale::forLanguageTag)
                .map(locale -> template.variant(locale).text()).toList())
                .containsExactly("en", "en", "br", "pt", "pt", "rs", "en");
    }

    // The rest of a template

    @Test
    void itsTimeIsHalfOpen() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        ReplyTemplate template = template().text(Locale.ENGLISH, "x").from(from).until(from.plusSeconds(10)).build();
        assertThat(template.isOffered(from.minusNanos(1))).isFalse();
        assertThat(template.isOffered(from)).isTrue();
        assertThat(template.isOffered(from.plusSeconds(10))).isFalse();
        assertThatThrownBy(() -> template.toBuilder().until(from).build()).hasMessageContaining("never be offered");
    }

    @Test
    void everythingElseIsCheckedToo() {
        InvalidInputException refused = catchThrowableOfType(InvalidInputException.class,
                () -> ReplyTemplate.builder("t", " ").category("a//b").scope(new Scope.Team("a\nb")).macro("")
                        .variable(Variable.of("Name", ReplyTemplate.Type.LINE, Source.HOST))
                        .variable(Variable.of("a", ReplyTemplate.Type.FLAG, Source.HOST).orElse("true"))
                        .variable(Variable.of("b", ReplyTemplate.Type.LINK, Source.HOST).orElse("javascript:x"))
                        .variable(Variable.of("b", ReplyTemplate.Type.LINE, Source.HOST).orElse("\uFEFF"))
                        .text(Locale.ROOT, "x").examples(" ", "fine").from(Instant.MAX).build());

        assertThat(refused.violations()).extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder("title not-blank", "category category", "scope.team line",
                        "macro not-blank", "variables[0].name variable-name", "variables[1].default default",
                        "variables[2].default link", "variables[3].name duplicate", "variables[3].default not-blank",
                        "variants[0].locale locale", "examples[0] not-blank", "from range");
        assertThatThrownBy(() -> ReplyTemplate.builder("t", "T").build()).hasMessageContaining("at least one language");
    }

    @Test
    void textsAreInNoToString() {
        ReplyTemplate template = of("secret {{name}}");
        assertThat(template + " " + template.variants() + rendered(template, values("name", "secret"))
                + values("name", "secret")).doesNotContain("secret");
    }

    // JSON

    @Test
    void itComesBackFromJsonAsItWas() {
        ReplyTemplate small = ReplyTemplate.builder("small", "Small").text(RUSSIAN, "Привет").build();
        ReplyTemplate big = template().category("payment/refunds").scope(new Scope.Team("billing"))
                .whenMissing(WhenMissing.REFUSE).when(Condition.all(Condition.in("kind", "financial"),
                        Condition.words("subject", "refund*")))
                .macro("solve").examples("where is my money", "верните деньги")
                .from(Instant.parse("2026-01-01T00:00:00.000001Z")).until(Instant.parse("2027-01-01T00:00:00Z"))
                .variant(new Variant(Locale.of("pt", "BR"), Optional.of("Pedido {{order}}"), "x {{name}}",
                        Optional.of("<p>{{name}}</p>")))
                .text(Locale.ENGLISH, "y").build();
        for (ReplyTemplate template : List.of(small, big, small.toBuilder().scope(new Scope.Own("ann")).build())) {
            ReplyTemplate back = ReplyTemplate.fromJson(template.toJson());
            assertThat(back).isEqualTo(template).hasSameHashCodeAs(template);
            assertThat(back.toJson()).isEqualTo(template.toJson());
            assertThat(template.toBuilder().build()).isEqualTo(template);
        }
    }

    @Test
    void jsonIsReadStrictly() {
        InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, () -> ReplyTemplate.fromJson(
                """
                        {"id": "a", "titel": "A", "scope": {"team": "x", "agent": "y"}, "when-missing": "GUESS",
                         "variables": [{"name": "a", "type": "LINES", "source": "HOST"}], "variants": [{"locale": "en"}],
                         "when": {"fact": "kind"}, "from": "tomorrow"}"""));
        assertThat(refused.violations()).extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder("titel unknown-field", "title missing", "scope unknown-value",
                        "when-missing unknown-value", "variables[0].type unknown-value", "variants[0].text missing",
                        "when unknown-value", "from instant");
        assertThatThrownBy(() -> ReplyTemplate.fromJson("""
                {"id": "a", "title": "A", "variants": [{"locale": "en", "text": "Hi {{nobody}}"}]}"""))
                .hasMessageContaining(
                        "variants[0].text: there is no variable 'nobody'; there is none (line 1, column 4)");
        for (String broken : List.of("", "[]", "null", "{", "{\"id\":\"a b\",\"title\":\"A\",\"variants\":[]}")) {
            assertThatThrownBy(() -> ReplyTemplate.fromJson(broken)).isInstanceOf(InvalidInputException.class);
        }
    }
}
