package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.access.Actor;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk.AutomaticAnswer;
import io.opora.desk.SupportDesk.VirtualManager;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.Message;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.workflow.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualManagerTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor BORIS = Actor.agent("boris");
    private static final String MONEY = "I want my money back, please return what I paid";

    private final SupportDesk desk = SupportDesk.builder().virtualManager(VirtualManager.of("robot", 0.6,
            ReplyTemplate.Id.of("refund"), ReplyTemplate.Id.of("invoice"))).build();

    @BeforeEach
    void writeTemplates() {
        save(template("refund", "Refund", "I want my money back, please return what I paid", "верните мои деньги")
                .text(Locale.of("ru"), "Деньги вернутся.").build());
        save(template("delivery", "Delivery", "my parcel from the courier has not arrived").build());
        save(template("invoice", "Invoice", "send an invoice with VAT to our company")
                .variable(Variable.of("address", ReplyTemplate.Type.TEXT, Source.AGENT))
                .text(Locale.ENGLISH, "{{address}}").build());
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private static ReplyTemplate.Builder template(String id, String title, String... examples) {
        return ReplyTemplate.builder(id, title).text(Locale.ENGLISH, "About " + id + ".").examples(examples);
    }

    private void save(ReplyTemplate template) {
        desk.replies().save(desk.templateEditor(BORIS), template, 0);
    }

    private TicketId opened(String text) {
        return desk.tickets().open(MARIA, OpenTicket.of("Hello", text)).id();
    }

    private String reason(TicketId id) {
        long before = desk.tickets().get(BORIS, id).version();
        AutomaticAnswer answer = desk.answerAutomatically(id);
        assertThat(desk.tickets().get(BORIS, id).version()).isEqualTo(before);
        return answer instanceof AutomaticAnswer.LeftToPeople left ? left.reason().code() : answer.toString();
    }

    private List<TicketEvent.MessageAdded> answers(TicketId id) {
        return desk.tickets().history(BORIS, id, 0, 100).stream()
                .flatMap(event -> event instanceof TicketEvent.MessageAdded said && !said.stamp().by().isCustomer()
                        ? List.of(said).stream()
                        : List.<TicketEvent.MessageAdded>of().stream())
                .toList();
    }

    @Test
    void whatItIsSureOfIsAnsweredOnceAndSaysThatNobodyWroteIt() {
        TicketId id = opened(MONEY);

        AutomaticAnswer answer = desk.answerAutomatically(id);

        assertThat(answer).isInstanceOfSatisfying(AutomaticAnswer.Sent.class, sent -> {
            assertThat(sent.template()).isEqualTo(ReplyTemplate.Id.of("refund"));
            assertThat(sent.confidence()).isGreaterThanOrEqualTo(0.6);
            assertThat(sent.ticket().phase()).as("still a person's to answer").isEqualTo(Phase.NEW);
        });
        assertThat(answers(id)).singleElement().satisfies(said -> {
            assertThat(said.message().text()).isEqualTo(
                    "About refund.\n\nThis answer was sent by a program. If it does not help, just reply: a person will answer.");
            assertThat(said.stamp().by().kind()).isEqualTo(Actor.Kind.BOT);
        });
        assertThat(reason(id)).isEqualTo("answered");
        assertThat(answers(id)).hasSize(1);
        assertThat(desk.replies().usage(desk.templateUser(BORIS))).allSatisfy(
                usage -> assertThat(usage.last()).as("it teaches itself nothing").isEmpty());
    }

    @Test
    void itAnswersInTheLanguageOfTheTicket() {
        Ticket ticket = desk.tickets().open(MARIA,
                OpenTicket.builder("Возврат", "верните мои деньги").locale(Locale.of("ru")).build());

        desk.answerAutomatically(ticket.id());

        assertThat(answers(ticket.id()).getFirst().message().text()).startsWith("Деньги вернутся.\n\nЭтот ответ");
    }

    @Test
    void whoWritesAgainReachesAPerson() {
        TicketId id = opened(MONEY);
        desk.answerAutomatically(id);
        desk.tickets().handle(MARIA, id, Reply.of(MONEY));
        assertThat(reason(id)).isIn("answered", "said-more");
        TicketId other = opened(MONEY);
        desk.tickets().handle(MARIA, other, Reply.of("and the shipping, too"));
        assertThat(reason(other)).isEqualTo("said-more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"I want my money back and a human to answer", "money back! let me talk to a real person",
            "верните деньги, позовите оператора", "верните деньги, хочу поговорить с человеком"})
    void whoAsksForAPersonGetsOne(String text) {
        assertThat(reason(opened(text))).isEqualTo("wants-a-person");
    }

    @Test
    void whatIsInDoubtIsLeftToPeople() {
        assertThat(reason(opened("колибри поют на рассвете"))).isEqualTo("nothing-fits");
        assertThat(reason(opened("my parcel from the courier has not arrived"))).isEqualTo("not-permitted");
        assertThat(reason(opened("send an invoice with VAT to our company"))).isEqualTo("not-filled-in");
        try (SupportDesk strict = SupportDesk.builder()
                .virtualManager(VirtualManager.of("robot", 1, ReplyTemplate.Id.of("refund"))).build()) {
            strict.replies().save(strict.templateEditor(BORIS), template("refund", "Refund", "return my money").build(),
                    0);
            TicketId id = strict.tickets().open(MARIA, OpenTicket.of("Money", "return the money for my kettle")).id();
            assertThat(strict.answerAutomatically(id)).isInstanceOfSatisfying(AutomaticAnswer.LeftToPeople.class,
                    left -> assertThat(left.reason().code()).isEqualTo("not-sure"));
        }
    }

    @Test
    void whatPeopleWorkOnIsTheirs() {
        TicketId assigned = opened(MONEY);
        desk.tickets().handle(BORIS, assigned, new Assign(Optional.empty(), Optional.of(BORIS.id())));
        assertThat(reason(assigned)).isEqualTo("not-new");
        TicketId noted = opened(MONEY);
        desk.tickets().handle(BORIS, noted, AddNote.of("looking into it"));
        assertThat(reason(noted)).isEqualTo("noted");
        TicketId answered = opened(MONEY);
        desk.tickets().handle(BORIS, answered, Reply.of("Which order?"));
        assertThat(reason(answered)).isEqualTo("answered");
        TicketId byPhone = desk.tickets().open(BORIS, OpenTicket.builder("Phone", MONEY)
                .requester(Requester.of("maria")).build()).id();
        assertThat(reason(byPhone)).isEqualTo("not-asked");
        TicketId mail = desk.tickets().open(MARIA, OpenTicket.builder("Away", MONEY)
                .origin(Message.Origin.AUTO_REPLY).build()).id();
        assertThat(reason(mail)).isEqualTo("not-asked");
    }

    @Test
    void itIsABotAndHasToBeSureAndToSaySo() {
        Condition never = Condition.words("text", "human");
        Map<Locale, String> notices = Map.of(Locale.ENGLISH, "A program wrote this.");
        for (VirtualManager fine : List.of(VirtualManager.of("robot", 1),
                new VirtualManager(Actor.bot("robot"), 0.51, Set.of(), never, notices))) {
            assertThat(fine.templates()).isEmpty();
        }
        assertThatThrownBy(() -> new VirtualManager(BORIS, 0.5, Set.of(), never, Map.of()))
                .isInstanceOfSatisfying(InvalidInputException.class,
                        e -> assertThat(e.violations()).extracting(violation -> violation.path())
                                .containsExactly("bot", "atLeast", "notices"));
        assertThatThrownBy(() -> VirtualManager.of("robot", 1.1)).isInstanceOf(InvalidInputException.class);
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(
                () -> desk.answerAutomatically(TicketId.of("00000000-0000-7000-8000-000000000000")));
        try (SupportDesk none = SupportDesk.inMemory()) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> none.answerAutomatically(opened(MONEY)));
        }
    }
}
