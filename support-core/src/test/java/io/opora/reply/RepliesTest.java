package io.opora.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.SettableClock;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.reply.Replies.Person;
import io.opora.reply.Replies.Request;
import io.opora.reply.Replies.Suggestion;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Scope;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.reply.TemplateStore.Edition;
import io.opora.reply.TemplateStore.Use;
import io.opora.storage.DelegatingTemplates;
import io.opora.storage.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepliesTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Person EDITOR = Person.editor("eve");
    private static final Person ANN = Person.agent("ann", "billing");
    private static final Person BOB = Person.agent("bob");
    private static final ReplyTemplate.Id REFUND = ReplyTemplate.Id.of("refund");
    private static final ReplyTemplate.Id DELIVERY = ReplyTemplate.Id.of("delivery");

    private final MemoryStorage storage = MemoryStorage.create();
    private final TemplateStore store = storage.templates();
    private final SettableClock clock = SettableClock.at(START);
    private final Map<String, String> messages = new HashMap<>();
    private final Replies replies = node();

    private Replies node() {
        return builder().build();
    }

    private Replies.Builder builder() {
        return Replies.builder(store).clock(clock)
                .messages(reference -> Optional.ofNullable(messages.get(reference)));
    }

    private static ReplyTemplate.Builder template(String id, String title, String... examples) {
        return ReplyTemplate.builder(id, title).text(Locale.ENGLISH, "About " + id).examples(examples);
    }

    private static ReplyTemplate refund() {
        return template("refund", "Refund of money", "I want my money back", "please return what I paid").build();
    }

    private static ReplyTemplate delivery() {
        return template("delivery", "Where a parcel is", "where is my parcel", "my order has not arrived").build();
    }

    private void shop() {
        replies.save(EDITOR, refund(), 0);
        replies.save(EDITOR, delivery(), 0);
    }

    private Request request(Person person, String reference, String message) {
        messages.put(reference, message);
        return Request.of(person, reference, Locale.ENGLISH, message);
    }

    private static List<String> ids(List<Suggestion> suggestions) {
        return suggestions.stream().map(each -> each.template().id().value()).toList();
    }

    private List<String> suggested(Replies node, String message) {
        return ids(node.suggest(Request.of(BOB, "ask", Locale.ENGLISH, message), 3));
    }

    // Editing

    @Test
    void everyEditionIsKeptAndOneCanGoBack() {
        Edition first = replies.save(EDITOR, refund(), 0);
        Edition second = replies.save(EDITOR, template("refund", "Another title").build(), first.version());
        Edition withdrawn = replies.withdraw(EDITOR, REFUND, second.version());
        Edition back = replies.restore(EDITOR, REFUND, 1, withdrawn.version());

        assertThat(back.template()).isEqualTo(refund());
        assertThat(withdrawn.withdrawn()).isTrue();
        assertThat(back.withdrawn()).isFalse();
        assertThat(replies.history(BOB, REFUND, Long.MAX_VALUE, 10)).containsExactly(back, withdrawn, second, first);
        assertThat(replies.history(BOB, REFUND, 3, 1)).containsExactly(second);
        assertThat(replies.edition(BOB, REFUND)).isEqualTo(back);
        assertThat(first.editor()).isEqualTo("eve");
        assertThat(first.at()).isEqualTo(START);
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> replies.restore(EDITOR, REFUND, 9, 4));
    }

    @Test
    void whoWasOvertakenIsToldWhatIsThere() {
        Edition first = replies.save(EDITOR, refund(), 0);
        for (long seen : new long[]{0, 2}) {
            Replies.OvertakenException overtaken = catchThrowableOfType(Replies.OvertakenException.class,
                    () -> replies.save(EDITOR, refund(), seen));
            assertThat(overtaken.there()).contains(first);
        }
        assertThatThrownBy(() -> replies.save(EDITOR, refund(), -1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> replies.withdraw(EDITOR, REFUND, 7)).isInstanceOf(Replies.OvertakenException.class);
    }

    @Test
    void whatIsEverybodysIsChangedByEditorsAndOnesOwnByOneselfAlone() {
        assertThatExceptionOfType(Replies.NotPermittedException.class)
                .isThrownBy(() -> replies.save(ANN, refund(), 0));
        replies.save(ANN, template("mine", "Mine").scope(new Scope.Own("ann")).build(), 0);
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(
                () -> replies.save(EDITOR, template("other", "Other").scope(new Scope.Own("ann")).build(), 0));
        for (Person other : List.of(BOB, EDITOR)) {
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> replies.edition(other, ReplyTemplate.Id.of("mine")));
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> replies.withdraw(other, ReplyTemplate.Id.of("mine"), 1));
        }
        assertThatExceptionOfType(NotFoundException.class).as("to take it over is to change it")
                .isThrownBy(() -> replies.save(EDITOR, template("mine", "Mine").build(), 1));
        assertThatExceptionOfType(Replies.NotPermittedException.class).as("to give it to all is an editor's")
                .isThrownBy(() -> replies.save(ANN, template("mine", "Mine").build(), 1));
        replies.save(ANN, template("mine", "Mine, too").scope(new Scope.Own("ann")).build(), 1);
    }

    @Test
    void whatIsATeamsIsSeenByTheTeam() {
        replies.save(EDITOR, template("vat", "VAT").scope(new Scope.Team("billing")).build(), 0);
        replies.save(EDITOR, refund(), 0);

        assertThat(replies.editions(ANN)).extracting(edition -> edition.id().value()).containsExactly("refund", "vat");
        assertThat(replies.editions(BOB)).extracting(edition -> edition.id().value()).containsExactly("refund");
        assertThat(replies.editions(EDITOR)).hasSize(2);
        assertThatExceptionOfType(Replies.NotPermittedException.class)
                .isThrownBy(() -> replies.withdraw(ANN, ReplyTemplate.Id.of("vat"), 1));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> replies.withdraw(BOB, ReplyTemplate.Id.of("vat"), 1));
    }

    @Test
    void whatATemplateSpeaksOfIsChecked() {
        Replies checked = builder()
                .facts(Vocabulary.builder().declare("kind", Vocabulary.Type.TEXT, "financial").build())
                .variables(List.of(Variable.of("customer.name", ReplyTemplate.Type.LINE, Source.CUSTOMER)))
                .macros(List.of("solve")).build();
        ReplyTemplate wrong = template("t", "T").macro("slove").when(Condition.in("knid", "financial"))
                .variable(Variable.of("customer.nmae", ReplyTemplate.Type.LINE, Source.CUSTOMER))
                .variable(Variable.of("customer.name", ReplyTemplate.Type.NUMBER, Source.CUSTOMER))
                .variable(Variable.of("anything", ReplyTemplate.Type.NUMBER, Source.HOST)).build();

        assertThat(catchThrowableOfType(InvalidInputException.class, () -> checked.save(EDITOR, wrong, 0)).violations())
                .extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder("when.fact unknown-fact", "macro unknown-macro",
                        "variables[0].name unknown-variable", "variables[1] wrong-type");
        replies.save(EDITOR, wrong, 0);
        replies.save(EDITOR, refund(), 0);
        assertThat(checked.check()).containsOnlyKeys(ReplyTemplate.Id.of("t"));
        assertThat(checked.check().get(ReplyTemplate.Id.of("t"))).hasSize(4);
        replies.withdraw(EDITOR, ReplyTemplate.Id.of("t"), 1);
        assertThat(checked.check()).isEmpty();
    }

    // Suggesting

    @Test
    void aTemplateIsSuggestedFromItsTitleAndExamples() {
        shop();

        List<Suggestion> suggestions = replies.suggest(request(BOB, "1", "give me my money back please"), 3);

        assertThat(ids(suggestions)).first().isEqualTo("refund");
        assertThat(suggestions.getFirst().confidence()).isBetween(0.3, 1.0);
        assertThat(suggestions.getFirst().because().words()).contains("money");
        assertThat(suggestions.getFirst().because().cases()).extracting(ReplyMatch.Case::reference).contains("");
        assertThat(suggested(replies, "колибри поют на рассвете")).isEmpty();
        assertThatThrownBy(() -> replies.suggest(request(BOB, "1", "x"), 0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void conditionsAndTimesAndTeamsComeFirst() {
        replies.save(EDITOR, refund().toBuilder().when(Condition.in("kind", "financial")).build(), 0);
        replies.save(EDITOR, template("team-refund", "Refund of money", "I want my money back")
                .scope(new Scope.Team("billing")).build(), 0);
        replies.save(EDITOR, template("late-refund", "Refund of money", "I want my money back")
                .from(START.plusSeconds(60)).until(START.plusSeconds(120)).build(), 0);
        String message = "I want my money back";
        Facts facts = Facts.builder().text("kind", "financial").build();
        Request financial = new Request(BOB, "1", Optional.empty(), Locale.ENGLISH, message, facts,
                Values.builder().build());

        assertThat(ids(replies.suggest(Request.of(BOB, "1", Locale.ENGLISH, message), 9))).isEmpty();
        assertThat(ids(replies.suggest(Request.of(ANN, "1", Locale.ENGLISH, message), 9)))
                .containsExactly("team-refund");
        assertThat(ids(replies.suggest(financial, 9))).containsExactly("refund");
        assertThat(replies.suggest(financial, 9).getFirst().conditions()).extracting(Object::toString)
                .containsExactly("in: kind is financial");
        assertThat(replies.offered(financial)).extracting(offer -> offer.template().id().value())
                .containsExactly("refund");
        clock.advance(Duration.ofSeconds(60));
        assertThat(ids(replies.suggest(financial, 9))).containsExactlyInAnyOrder("refund", "late-refund");
        clock.advance(Duration.ofSeconds(60));
        assertThat(ids(replies.suggest(financial, 9))).containsExactly("refund");
    }

    @Test
    void whatIsWithdrawnOrRewrittenIsSuggestedAccordingly() {
        shop();
        assertThat(suggested(replies, "where is my parcel")).first().isEqualTo("delivery");
        Edition withdrawn = replies.withdraw(EDITOR, DELIVERY, 1);
        assertThat(suggested(replies, "where is my parcel")).doesNotContain("delivery");
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(
                () -> replies.render(DELIVERY, request(BOB, "1", "x"), Values.builder().build()));
        replies.save(EDITOR, template("delivery", "Opening hours", "when are you open").build(), withdrawn.version());
        assertThat(suggested(replies, "when are you open")).first().isEqualTo("delivery");
        assertThat(suggested(replies, "where is my parcel")).doesNotContain("delivery");
    }

    @Test
    void whatWasSentTeachesEveryNode() {
        shop();
        Replies other = node();
        String unheard = "the courier brought a broken teapot";
        assertThat(suggested(other, unheard)).isEmpty();

        for (int i = 0; i < 3; i++) {
            replies.sent(REFUND, request(ANN, "ticket:" + i, "courier brought broken teapot " + i), i == 1);
        }

        assertThat(suggested(other, unheard)).first().isEqualTo("refund");
        assertThat(suggested(replies, unheard)).first().isEqualTo("refund");
        assertThat(other.suggest(request(BOB, "2", unheard), 1).getFirst().because().cases())
                .extracting(ReplyMatch.Case::reference).allMatch(reference -> reference.startsWith("ticket:"));
        assertThat(suggested(node(), unheard)).as("of a node that starts").first().isEqualTo("refund");
    }

    @Test
    void whatWasUndoneIsUnlearned() {
        shop();
        Request teapot = request(ANN, "ticket:1", "the courier brought a broken teapot");
        replies.sent(REFUND, teapot, false);
        replies.sent(REFUND, request(ANN, "ticket:2", "broken teapot, the courier brought it"), false);
        assertThat(suggested(replies, teapot.message())).first().isEqualTo("refund");

        replies.undo(REFUND, teapot);
        Use undone = replies.undo(REFUND, request(ANN, "ticket:2", "broken teapot, the courier brought it"));

        assertThat(undone.outcome()).isEqualTo(Use.Outcome.UNDONE);
        assertThat(suggested(replies, teapot.message())).isEmpty();
    }

    @Test
    void whoIsForgottenIsUnlearnedByEveryNode() {
        shop();
        Replies other = node();
        for (int i = 0; i < 3; i++) {
            Request asked = request(ANN, "ticket:" + i, "broken teapot from the courier " + i);
            replies.sent(REFUND, new Request(ANN, asked.reference(), Optional.of("maria"), asked.locale(),
                    asked.message(), asked.facts(), asked.values()), false);
        }
        assertThat(suggested(other, "a broken teapot from the courier")).first().isEqualTo("refund");
        assertThat(suggested(replies, "a broken teapot from the courier")).first().isEqualTo("refund");

        store.forget("maria");

        assertThat(suggested(other, "a broken teapot from the courier")).isEmpty();
        assertThat(suggested(replies, "a broken teapot from the courier")).isEmpty();
    }

    @Test
    void aMessageThatIsGoneTeachesNothing() {
        shop();
        replies.sent(REFUND, request(ANN, "ticket:1", "the courier brought a broken teapot"), false);
        messages.clear();
        assertThat(suggested(node(), "the courier brought a broken teapot")).isEmpty();
    }

    @Test
    void whatWasSeenInATransactionThatWasRolledBackIsForgotten() {
        MemoryStorage real = MemoryStorage.create();
        MemoryStorage doomed = MemoryStorage.create();
        MemoryStorage[] current = {real};
        // as the view of a transaction does
        TemplateStore switching = new DelegatingTemplates(() -> current[0].templates());
        Replies node = Replies.builder(switching).clock(clock)
                .messages(reference -> Optional.ofNullable(messages.get(reference))).build();
        for (MemoryStorage each : List.of(real, doomed)) {
            current[0] = each;
            node.save(EDITOR, refund(), 0);
        }
        node.save(EDITOR, delivery(), 0);
        node.sent(DELIVERY, request(ANN, "1", "the courier brought a broken teapot"), false);
        assertThat(suggested(node, "where is my parcel")).first().isEqualTo("delivery");

        current[0] = real;
        assertThat(suggested(node, "where is my parcel")).isEmpty();
        node.save(EDITOR, template("hours", "Opening hours", "when are you open").build(), 0);
        assertThat(suggested(node, "when are you open")).first().isEqualTo("hours");
        assertThat(suggested(node, "I want my money back")).first().isEqualTo("refund");
    }

    @Test
    void aModelOfTheHostsOwnSuggestsWhatConditionsAllow() {
        replies.save(EDITOR, refund().toBuilder().when(Condition.in("kind", "financial")).build(), 0);
        replies.save(EDITOR, delivery(), 0);
        ReplyMatch.Because because = new ReplyMatch.Because(List.of("stub"), List.of());
        ReplySuggester stub = (message, limit) -> Stream.of("refund", "delivery", "delivery", "unknown")
                .map(id -> new ReplyMatch(ReplyTemplate.Id.of(id), 0.9, because)).toList();
        Replies stubbed = builder().suggester(stub).build();

        List<Suggestion> suggestions = stubbed.suggest(request(BOB, "1", "whatever"), 3);

        assertThat(ids(suggestions)).containsExactly("delivery");
        assertThat(suggestions.getFirst().because().words()).containsExactly("stub");
    }

    @Test
    void aTemplateIsRenderedForARequest() {
        replies.save(EDITOR, template("t", "T").variable(Variable.of("customer.name", ReplyTemplate.Type.LINE,
                Source.CUSTOMER)).variable(Variable.of("order", ReplyTemplate.Type.LINE, Source.AGENT))
                .text(Locale.ENGLISH, "{{customer.name}}: {{order}}").build(), 0);
        Request request = new Request(ANN, "1", Optional.empty(), Locale.UK, "x", Facts.builder().build(),
                Values.builder().text("customer.name", "Maria").build());
        ReplyTemplate.Id id = ReplyTemplate.Id.of("t");

        assertThat(replies.render(id, request, Values.builder().build())).isInstanceOf(Rendering.Asks.class);
        assertThat(replies.render(id, request, Values.builder().text("order", "A-1").build()))
                .isInstanceOfSatisfying(Rendering.Rendered.class,
                        rendered -> assertThat(rendered.text()).isEqualTo("Maria: A-1"));
        assertThat(replies.render(id, request, Values.builder().text("order", "A-1").text("customer.name", "Mrs M")
                .build())).isInstanceOfSatisfying(Rendering.Rendered.class,
                        rendered -> assertThat(rendered.text()).isEqualTo("Mrs M: A-1"));
    }

    // Figures

    @Test
    void usageIsCountedForEveryTemplate() {
        shop();
        replies.save(EDITOR, template("never", "Never").build(), 0);
        replies.save(EDITOR, template("gone", "Gone").build(), 0);
        replies.withdraw(EDITOR, ReplyTemplate.Id.of("gone"), 1);
        replies.sent(REFUND, request(ANN, "1", "a"), false);
        clock.advance(Duration.ofSeconds(5));
        replies.sent(REFUND, request(ANN, "2", "b"), true);
        clock.advance(Duration.ofSeconds(5));
        replies.rejected(REFUND, request(ANN, "3", "c"));
        replies.sent(REFUND, request(ANN, "4", "d"), true);
        replies.undo(REFUND, request(ANN, "4", "d"));

        List<Replies.Usage> usage = replies.usage(ANN);

        assertThat(usage).extracting(each -> each.template().value()).containsExactly("delivery", "never", "refund");
        assertThat(usage.get(2)).isEqualTo(new Replies.Usage(REFUND, "Refund of money", 1, 1, 1, 1,
                Optional.of(START.plusSeconds(5))));
        assertThat(usage.get(2).acceptance()).isEqualTo(2.0 / 3);
        assertThat(usage.get(1).acceptance()).isZero();
        assertThat(usage.get(1).isUnused(Instant.EPOCH)).isTrue();
        assertThat(usage.get(2).isUnused(START.plusSeconds(5))).isFalse();
        assertThat(usage.get(2).isUnused(START.plusSeconds(6))).isTrue();
    }

    // Moving

    @Test
    void whatIsExportedIsTakenInElsewhere() {
        shop();
        replies.save(EDITOR, template("gone", "Gone").build(), 0);
        replies.withdraw(EDITOR, ReplyTemplate.Id.of("gone"), 1);
        String json = replies.export(EDITOR);
        Replies elsewhere = Replies.builder(MemoryStorage.create().templates()).clock(clock).build();

        Replies.Taken dry = elsewhere.take(EDITOR, json, true);
        assertThat(dry).isEqualTo(new Replies.Taken(List.of(DELIVERY, REFUND), List.of(), List.of()));
        assertThat(elsewhere.editions(EDITOR)).isEmpty();
        assertThat(elsewhere.take(EDITOR, json, false)).isEqualTo(dry);
        assertThat(elsewhere.export(EDITOR)).isEqualTo(json);
        elsewhere.save(EDITOR, template("refund", "Changed").build(), 1);
        assertThat(elsewhere.take(EDITOR, json, false))
                .isEqualTo(new Replies.Taken(List.of(), List.of(REFUND), List.of(DELIVERY)));
        elsewhere.withdraw(EDITOR, DELIVERY, 1);
        assertThat(elsewhere.take(EDITOR, json, false).changed()).containsExactly(DELIVERY);
        assertThat(elsewhere.edition(EDITOR, REFUND).version()).isEqualTo(3);
    }

    @Test
    void anImportListsEverythingThatIsWrongAndStoresNothing() {
        String json = """
                {"templates": [
                  {"id": "good", "title": "Good", "variants": [{"locale": "en", "text": "Hello"}]},
                  {"id": "good", "title": "Twice", "variants": [{"locale": "en", "text": "Hello"}]},
                  {"id": "bad", "title": "Bad", "variants": [{"locale": "en", "text": "Hello {{name}}"}]},
                  {"id": "worse", "titel": "Worse", "variants": []}
                ]}""";
        InvalidInputException refused = catchThrowableOfType(InvalidInputException.class,
                () -> replies.take(EDITOR, json, false));
        assertThat(refused.violations()).extracting(violation -> violation.path() + " " + violation.code())
                .containsExactlyInAnyOrder("templates[1].id duplicate",
                        "templates[2].variants[0].text unknown-variable",
                        "templates[3].titel unknown-field", "templates[3].title missing");
        assertThat(replies.editions(EDITOR)).isEmpty();
        assertThatThrownBy(() -> replies.take(BOB, """
                {"templates": [{"id": "good", "title": "Good", "variants": [{"locale": "en", "text": "Hello"}]}]}""",
                false)).isInstanceOf(Replies.NotPermittedException.class);
        for (String broken : List.of("", "{}", "[]", "{\"templates\": 7}")) {
            assertThatThrownBy(() -> replies.take(EDITOR, broken, true)).isInstanceOf(InvalidInputException.class);
        }
        assertThat(replies.take(EDITOR, "{\"templates\": []}", false).added()).isEmpty();
    }

    @Test
    void afterItsEndItSaysThatItIsClosed() {
        replies.close();
        replies.close();
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> replies.editions(BOB));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(replies::catchUp);
        assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(() -> replies.suggest(request(BOB, "1", "x"), 1));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> replies.take(BOB, "{}", true));
    }
}
