package io.opora.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.condition.Condition;
import io.opora.condition.Vocabulary;
import io.opora.reply.Replies.Person;
import io.opora.reply.Replies.Taken;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.ReplyTemplate.Variant;
import io.opora.reply.ReplyTemplate.WhenMissing;
import io.opora.storage.memory.MemoryStorage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFilesTest {

    private static final Person EDITOR = Person.editor("eve");

    private final Replies replies = empty();

    private static Replies empty() {
        return Replies.builder(MemoryStorage.create().templates())
                .clock(SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"))).build();
    }

    /** Everything that a template can say, in the form that is worst for a spreadsheet. */
    private static List<ReplyTemplate> awkward() {
        return List.of(
                ReplyTemplate.builder("=A1", "=HYPERLINK(\"http://evil.example\")").category("payment/refunds")
                        .variable(Variable.of("customer.name", ReplyTemplate.Type.LINE, Source.CUSTOMER)
                                .orElse("you, \"there\""))
                        .variable(Variable.of("order", ReplyTemplate.Type.LINE, Source.AGENT))
                        .variable(Variable.of("express", ReplyTemplate.Type.FLAG, Source.HOST))
                        .variant(new Variant(Locale.ENGLISH, Optional.of("Order {{order}}"),
                                "Hello {{customer.name}},\n\n\"{{order}}\"; thanks.\r\n=1+1", Optional.of("<p>Hi</p>")))
                        .text(Locale.forLanguageTag("pt-BR"), "'=Olá")
                        .text(Locale.of("ru"), "- Здравствуйте 😀")
                        .examples("I want, my; money", "+7 900", "\"quoted\"", "  with blanks ")
                        .whenMissing(WhenMissing.REFUSE)
                        .when(Condition.all(Condition.in("kind", "financial"),
                                Condition.compare("amount", Condition.Comparison.AT_LEAST, new BigDecimal("1.10"))))
                        .macro("solve").from(Instant.parse("2026-01-01T00:00:00Z"))
                        .until(Instant.parse("2027-01-01T00:00:00.000001Z")).build(),
                ReplyTemplate.builder("mine", "Mine").scope(new Scope.Own("eve")).text(Locale.ENGLISH, "x")
                        .examples("two\nlines", "one").build(),
                ReplyTemplate.builder("team", "Team").scope(new Scope.Team("billing")).text(Locale.ENGLISH, "y")
                        .examples("[not json").build());
    }

    @Test
    void whatIsWrittenForASpreadsheetIsReadBackAsItWas() {
        for (ReplyTemplate template : awkward()) {
            replies.save(EDITOR, template, 0);
        }
        String csv = replies.exportCsv(EDITOR);
        Replies elsewhere = empty();

        Taken dry = elsewhere.takeCsv(EDITOR, csv, true);

        assertThat(dry.added()).extracting(ReplyTemplate.Id::value).containsExactly("=A1", "mine", "team");
        assertThat(elsewhere.editions(EDITOR)).as("a dry run stores nothing").isEmpty();
        assertThat(elsewhere.takeCsv(EDITOR, csv, false)).isEqualTo(dry);
        assertThat(elsewhere.editions(EDITOR)).extracting(TemplateStore.Edition::template)
                .containsExactlyElementsOf(awkward());
        assertThat(elsewhere.exportCsv(EDITOR)).isEqualTo(csv);
        assertThat(elsewhere.export(EDITOR)).isEqualTo(replies.export(EDITOR));
        assertThat(elsewhere.takeCsv(EDITOR, csv, false).same()).hasSize(3);
    }

    @Test
    void nothingThatIsWrittenIsRunByASpreadsheet() {
        replies.save(EDITOR, awkward().getFirst(), 0);

        assertThat(replies.exportCsv(EDITOR)).contains("\"'=A1\"", "\"'=HYPERLINK(\"\"http://evil.example\"\")\"")
                .doesNotContainPattern(",\"?[=+@-]");
    }

    @Test
    void aSpreadsheetMayBeAsPlainAsThis() {
        Taken taken = replies.takeCsv(EDITOR, """
                \uFEFFid;title;locale;text;examples\r
                hours;Opening hours;en;From 9 to 18.;"when are you open
                are you there on Sunday"\r
                ;;;;\r
                hours;;ru;С 9 до 18.;\r
                """, false);

        assertThat(taken.added()).hasSize(1);
        ReplyTemplate hours = replies.edition(EDITOR, ReplyTemplate.Id.of("hours")).template();
        assertThat(hours).isEqualTo(ReplyTemplate.builder("hours", "Opening hours")
                .text(Locale.ENGLISH, "From 9 to 18.").text(Locale.of("ru"), "С 9 до 18.")
                .examples("when are you open", "are you there on Sunday").build());
    }

    private static List<String> wrong(Replies replies, String csv) {
        return catchThrowableOfType(InvalidInputException.class, () -> replies.takeCsv(EDITOR, csv, true)).violations()
                .stream().map(violation -> violation.path() + " " + violation.code()).toList();
    }

    @Test
    void everythingThatIsWrongIsListedWithItsLineAndColumn() {
        Replies strict = Replies.builder(MemoryStorage.create().templates()).macros(List.of("solve"))
                .facts(Vocabulary.builder().declare("kind", Vocabulary.Type.TEXT).build()).build();

        assertThat(wrong(strict, """
                id,title,locale,text,variables,when,macro,colour
                a,Good,en,Hello,,,slove,
                b,Bad,en,"Hello
                {{name}}",,,,red
                b,Other title,ru,Привет {,,,,blue
                c,Variables,en,x,"[{""name"": ""n""}]",,,
                d,Broken,en,x,[,,,
                e,Condition,en,x,,"{""in"": [""knid"", ""x""]}",,
                ,Nameless,en,x,,,,
                f,Language,en,x,,,,,too much
                f,,en,y,,,,
                g,,,z,,,,
                h,Open,en,"never closed
                """)).containsExactlyInAnyOrder("line 4 unknown-field", "line 2, macro unknown-macro",
                "line 3, text unknown-variable", "line 5, title contradiction", "line 5, text brace",
                "line 6, variables[0].type missing", "line 6, variables[0].source missing",
                "line 7, variables json-syntax", "line 8, when unknown-value", "line 9, id missing",
                "line 10 csv", "line 11, locale duplicate", "line 12, title missing", "line 12, locale missing",
                "line 13 csv");
        assertThat(strict.editions(EDITOR)).isEmpty();
    }

    @Test
    void aCellCannotSayMoreThanItsColumn() {
        assertThat(wrong(replies, "id,title,locale,text,variables\n"
                + "a,T,en,x,\"[], \"\"title\"\": \"\"other\"\"\"\n")).containsExactly("line 2, variables json-syntax");
        assertThat(wrong(replies, "id,title,locale,text,team,agent\na,T,en,x,billing,eve\n"))
                .containsExactly("line 2, scope unknown-value");
        assertThat(wrong(replies, "id,title,title,locale,text\na,T,T,en,x\n"))
                .containsExactly("line 2, title duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id,title,locale,text\n", "\uFEFF", "\n\n"})
    void anEmptySheetTakesInNothing(String csv) {
        assertThat(replies.takeCsv(EDITOR, csv, false)).isEqualTo(new Taken(List.of(), List.of(), List.of()));
    }

    @Test
    void onlyWhoMayEditATemplateTakesItIn() {
        assertThatThrownBy(() -> replies.takeCsv(Person.agent("bob"), "id,title,locale,text\na,T,en,x\n", false))
                .isInstanceOf(Replies.NotPermittedException.class);
        assertThat(replies.takeCsv(Person.agent("bob"), "id,title,locale,text,agent\na,T,en,x,bob\n", false).added())
                .hasSize(1);
    }

    @Test
    void tooMuchAtOnceIsRefused() {
        StringBuilder csv = new StringBuilder("id,title,locale,text\n");
        for (int i = 0; i <= TemplateStore.MAX_STEP; i++) {
            csv.append('t').append(i).append(",T,en,x\n");
        }
        assertThat(wrong(replies, csv.toString())).containsExactly("templates too-many");
        assertThat(wrong(replies, "x".repeat(Replies.MAX_IMPORT_LENGTH + 1))).containsExactly(" too-long");
    }
}
