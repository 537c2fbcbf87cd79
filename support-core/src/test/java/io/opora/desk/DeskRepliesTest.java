package io.opora.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.reply.Replies;
import io.opora.reply.ReplyMatch;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Rendering.Rendered;
import io.opora.reply.ReplyTemplate.Source;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import io.opora.routing.Macro;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.CommandRefusedException;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Rate;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.TicketId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeskRepliesTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor BORIS = Actor.agent("boris");
    private static final Actor SUPERVISOR = Actor.agent("sue").withRoles(Role.SUPERVISOR);
    private static final ReplyTemplate.Id REFUND = ReplyTemplate.Id.of("refund");
    private static final Macro TAGGING = Macro.builder("tagging", "Tagging").tag("answered")
            .build(TicketFacts.of(FieldSet.none()).catalog());
    private static final Macro REFUSED = Macro.builder("refused", "Refused").take("reopen")
            .build(TicketFacts.of(FieldSet.none()).catalog());

    private final MemoryStorage storage = MemoryStorage.create();
    private final SupportDesk desk = SupportDesk.builder().storage(storage).macros(TAGGING, REFUSED).build();

    @AfterEach
    void close() {
        desk.close();
        storage.close();
    }

    private static ReplyTemplate.Builder refund() {
        return ReplyTemplate.builder("refund", "Refund of money")
                .variable(Variable.of("customer.name", ReplyTemplate.Type.LINE, Source.CUSTOMER).orElse("there"))
                .variable(Variable.of("ticket.number", ReplyTemplate.Type.LINE, Source.TICKET))
                .text(Locale.ENGLISH, "Hello {{customer.name}}, about {{ticket.number}}: the money is on its way.")
                .examples("I want my money back", "please return what I paid");
    }

    private void save(ReplyTemplate template) {
        desk.replies().save(desk.templateEditor(BORIS), template, 0);
    }

    private Ticket opened(String subject, String text) {
        return desk.tickets().open(MARIA, OpenTicket.builder(subject, text)
                .requester(Requester.of("maria").withName("Maria")).build());
    }

    private Rendered rendered(TicketId ticket) {
        return (Rendered) desk.replies().render(REFUND, desk.request(BORIS, ticket), Values.builder().build());
    }

    private List<String> suggested(Ticket ticket) {
        return desk.replies().suggest(desk.request(BORIS, ticket.id()), 3).stream()
                .map(suggestion -> suggestion.template().id().value()).toList();
    }

    @Test
    void thePolicyOfTheDeskSaysWhoUsesAndWhoEditsTemplates() {
        assertThat(desk.templateUser(BORIS.inTeams("billing")))
                .isEqualTo(Replies.Person.agent("boris", "billing"));
        assertThat(desk.templateEditor(BORIS).editor()).isTrue();
        assertThat(desk.templateUser(Actor.bot("b")).editor()).isFalse();
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.templateEditor(Actor.bot("b")))
                .satisfies(e -> assertThat(e.operation()).isEqualTo(Operation.EDIT_TEMPLATES));
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.templateUser(MARIA))
                .satisfies(e -> assertThat(e.operation()).isEqualTo(Operation.USE_TEMPLATES));
    }

    @Test
    void aTicketIsARequestWithWhatItTells() {
        Ticket ticket = opened("Money", "I want it back");

        Replies.Request request = desk.request(BORIS, ticket.id());

        assertThat(request.reference()).isEqualTo(ticket.id() + ":2");
        assertThat(request.customer()).contains("maria");
        assertThat(request.message()).isEqualTo("Money\nI want it back");
        assertThat(request.locale()).isEqualTo(Locale.ENGLISH);
        assertThat(request.agent()).isEqualTo(Replies.Person.agent("boris"));
        assertThat(request.values().names()).contains("customer.name", "ticket.number", "ticket.subject", "agent.id");
        assertThat(Condition.in("status", "new").matches(request.facts())).isTrue();
        desk.tickets().handle(BORIS, ticket.id(), Reply.of("Which order?"));
        Ticket after = desk.tickets().handle(MARIA, ticket.id(), Reply.of("Order 7"));
        assertThat(desk.request(BORIS, ticket.id()).message()).isEqualTo("Order 7");
        assertThat(desk.request(BORIS, ticket.id()).reference()).startsWith(ticket.id() + ":")
                .isNotEqualTo(request.reference());
        assertThat(after.id()).isEqualTo(ticket.id());
    }

    @Test
    void whatFitsIsSuggestedFilledInSentAndLearned() {
        save(refund().build());
        Ticket ticket = opened("Order 7", "I want my money back");

        assertThat(suggested(ticket)).containsExactly("refund");
        Rendered rendered = rendered(ticket.id());
        assertThat(rendered.text()).isEqualTo("Hello Maria, about " + ticket.number() + ": the money is on its way.");
        desk.reply(BORIS, ticket.id(), REFUND, rendered, Reply.of(rendered.text()));

        assertThat(desk.tickets().history(BORIS, ticket.id(), 0, 100)).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(TicketEvent.MessageAdded.class,
                        said -> assertThat(said.message().text()).isEqualTo(rendered.text())));
        Replies.Usage usage = desk.replies().usage(desk.templateUser(BORIS)).getFirst();
        assertThat(usage.sent()).isEqualTo(1);
        Ticket other = opened("Broken teapot", "The courier brought it in pieces");
        desk.reply(BORIS, other.id(), REFUND, rendered(other.id()), Reply.of("Sorry! The money is on its way."));
        assertThat(desk.replies().usage(desk.templateUser(BORIS)).getFirst().edited()).isEqualTo(1);
        Ticket third = opened("Teapot in pieces", "The courier brought a broken teapot");
        assertThat(suggested(third)).containsExactly("refund");
        assertThat(desk.replies().suggest(desk.request(BORIS, third.id()), 1).getFirst().because().cases())
                .extracting(ReplyMatch.Case::reference).contains(other.id() + ":2");
    }

    @Test
    void whatBecameOfTheTicketsThatATemplateWasSentToIsCounted() {
        save(refund().build());
        Ticket rated = opened("One", "I want my money back");
        Ticket reopened = opened("Two", "I want my money back");
        Ticket open = opened("Three", "I want my money back");
        for (Ticket each : List.of(rated, reopened, open)) {
            desk.reply(BORIS, each.id(), REFUND, rendered(each.id()), Reply.of("Yes"));
        }
        desk.replies().rejected(REFUND, desk.request(BORIS, opened("Four", "no").id()));
        for (Ticket each : List.of(rated, reopened)) {
            desk.tickets().handle(BORIS, each.id(), Move.of("solve").with("resolution", "paid back"));
        }
        desk.tickets().handle(MARIA, rated.id(), Rate.of(4));
        desk.tickets().handle(MARIA, reopened.id(), Reply.of("It did not come"));

        assertThat(desk.outcomes(SUPERVISOR, REFUND, 100))
                .isEqualTo(new SupportDesk.TemplateOutcome(REFUND, 3, 2, 1, 1, 4));
        assertThat(desk.outcomes(SUPERVISOR, ReplyTemplate.Id.of("other"), 1).tickets()).isZero();
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.outcomes(BORIS, REFUND, 1));
        for (int uses : new int[]{0, SupportDesk.MAX_USES + 1}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> desk.outcomes(SUPERVISOR, REFUND, uses));
        }
    }

    @Test
    void theMacroOfATemplateIsAppliedAfterTheReply() {
        save(refund().macro("tagging").build());
        Ticket ticket = opened("Order 7", "I want my money back");

        Ticket after = desk.reply(BORIS, ticket.id(), REFUND, rendered(ticket.id()), Reply.of("Yes"));

        assertThat(after.tags()).extracting(Object::toString).containsExactly("answered");
    }

    @Test
    void nothingIsSentIfTheMacroIsRefused() {
        save(refund().macro("refused").build());
        Ticket ticket = opened("Order 7", "I want my money back");

        assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(
                () -> desk.reply(BORIS, ticket.id(), REFUND, rendered(ticket.id()), Reply.of("Yes")));

        assertThat(desk.tickets().get(BORIS, ticket.id()).version()).isEqualTo(ticket.version());
        assertThat(desk.replies().usage(desk.templateUser(BORIS)).getFirst().last()).isEmpty();
    }

    @Test
    void whatTemplatesSpeakOfIsCheckedAgainstTheDesk() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> save(refund()
                .macro("taging").when(Condition.in("fase", "new"))
                .variable(Variable.of("customer.nmae", ReplyTemplate.Type.LINE, Source.CUSTOMER)).build()))
                .withMessageContaining("did you mean 'tagging'?").withMessageContaining("fase")
                .withMessageContaining("did you mean 'customer.name'?");
    }

    @Test
    void whoIsErasedIsUnlearned() {
        save(refund().build());
        for (int i = 0; i < 3; i++) {
            Ticket ticket = opened("Broken teapot " + i, "The courier brought it in pieces");
            desk.reply(BORIS, ticket.id(), REFUND, rendered(ticket.id()), Reply.of("Sorry"));
        }
        Ticket other = desk.tickets().open(Actor.customer("ivan"), OpenTicket.of("Teapot", "in pieces by the courier"));
        assertThat(suggested(other)).containsExactly("refund");
        StringBuilder exported = new StringBuilder();
        desk.people().export(SUPERVISOR, MARIA.id(), exported);
        assertThat(exported).contains("\"reply-template-uses\"").contains("\"refund\"");

        desk.people().erase(SUPERVISOR, MARIA.id());

        assertThat(suggested(other)).isEmpty();
        assertThat(storage.templates().involving("maria")).isEmpty();
        try (SupportDesk another = SupportDesk.builder().storage(storage).macros(TAGGING, REFUSED).build()) {
            assertThat(another.replies().suggest(another.request(BORIS, other.id()), 3)).isEmpty();
        }
    }

    @Test
    void aDeskCanBeMoreOrLessSureAndHaveAModelOfItsOwn() {
        ReplyTemplate template = refund().build();
        try (SupportDesk strict = SupportDesk.builder().acceptingWrongReplies(0).build();
                SupportDesk own = SupportDesk.builder().replySuggester((message, limit) -> List.of(
                        new ReplyMatch(REFUND, 1, new ReplyMatch.Because(List.of(), List.of())))).build()) {
            for (SupportDesk each : List.of(strict, own)) {
                each.replies().save(each.templateEditor(BORIS), template, 0);
                Ticket ticket = each.tickets().open(MARIA, OpenTicket.of("Hello", "colibri"));
                assertThat(each.replies().suggest(each.request(BORIS, ticket.id()), 1)).hasSize(each == own ? 1 : 0);
            }
        }
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SupportDesk.builder().acceptingWrongReplies(2));
    }

    @Test
    void closingTheDeskEndsIt() {
        desk.close();
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> desk.replies().check());
        assertThat(Optional.of(desk.replies())).isPresent();
    }

    @Test
    void whatAgentsKeepWritingIsProposedAndWhatATemplateSentIsNot() {
        save(refund().build());
        for (String name : List.of("Maria", "Ivan", "Olga", "Zoe")) {
            Actor customer = Actor.customer(name.toLowerCase(Locale.ROOT));
            Ticket ticket = desk.tickets().open(customer, OpenTicket.builder("Where is it", "My parcel did not come")
                    .requester(Requester.of(customer.id()).withName(name)).build());
            desk.tickets().handle(BORIS, ticket.id(), Reply.of(
                    "Hello " + name + ", your parcel was lost by the courier, we send another one to " + name + "."));
            Ticket other = opened("Money", "I want my money back");
            desk.reply(BORIS, other.id(), REFUND, rendered(other.id()),
                    Reply.of("The money is on its way to your bank and comes within three days"));
        }

        List<ReplyTemplate.Proposal> proposals = desk.proposeTemplates(SUPERVISOR, 100, 3);

        assertThat(proposals).singleElement().satisfies(proposal -> {
            assertThat(proposal.text()).isEqualTo("Hello {{customer.name}}, your parcel was lost by the courier, "
                    + "we send another one to {{customer.name}}.");
            assertThat(proposal.times()).isEqualTo(4);
            assertThat(proposal.requests()).allMatch(request -> request.endsWith(":2"));
        });
        save(proposals.getFirst().toTemplate("lost", "Lost parcel").build());
        assertThat(desk.proposeTemplates(SUPERVISOR, 100, 3)).singleElement()
                .satisfies(proposal -> assertThat(proposal.like()).contains(ReplyTemplate.Id.of("lost")));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> desk.proposeTemplates(BORIS, 100, 3));
        for (int latest : new int[]{0, SupportDesk.MAX_TICKETS + 1}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> desk.proposeTemplates(SUPERVISOR, latest, 3));
        }
    }

    @Test
    void aReplyBecomesADraftOfATemplate() {
        Ticket ticket = opened("Where is it", "My parcel A-7 did not come");
        Ticket after = desk.tickets().handle(BORIS, ticket.id(), Reply.of("Dear Maria, A-7 is on its way. Boris"));
        long reply = desk.tickets().history(BORIS, after.id(), 0, 100).stream()
                .filter(event -> event instanceof TicketEvent.MessageAdded && event.stamp().by().equals(BORIS))
                .findFirst().orElseThrow().stamp().sequence();

        ReplyTemplate.Proposal proposal = desk.proposeTemplate(BORIS, ticket.id(), reply);

        assertThat(proposal.text()).isEqualTo("Dear {{customer.name}}, {{number-1}} is on its way. {{name-1}}");
        desk.replies().draft(desk.templateEditor(BORIS), proposal.toTemplate("way", "On its way").build(), 0);
        assertThat(desk.replies().usage(desk.templateUser(BORIS))).isEmpty();
        assertThatExceptionOfType(NotFoundException.class).as("what a customer wrote")
                .isThrownBy(() -> desk.proposeTemplate(BORIS, ticket.id(), 2));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> desk.proposeTemplate(BORIS, ticket.id(), reply + 1));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> desk.proposeTemplate(MARIA, ticket.id(), reply));
    }

    @Test
    void anEntryOfTheFaqIsAReplyIfTheCustomerMayReadIt() {
        Faq.Person editor = desk.editor(BORIS);
        for (FaqEntry entry : List.of(FaqEntry.of("refund", Locale.ENGLISH, "Money back?", "Within **14** days."),
                FaqEntry.of("refund", Locale.of("ru"), "Вернуть деньги?", "За 14 дней."),
                FaqEntry.builder(FaqEntry.Id.of("secret"), Locale.ENGLISH, "Discounts?", "Up to half.")
                        .audience(FaqEntry.Audience.STAFF).build(),
                FaqEntry.builder(FaqEntry.Id.of("shop"), Locale.ENGLISH, "My bonus?", "In your account.")
                        .audience(FaqEntry.Audience.CUSTOMERS).build())) {
            desk.faq().save(editor, FaqEdition.Content.of(entry), 0);
            desk.faq().publish(editor, entry.id(), entry.locale(), 1);
        }
        Ticket ticket = opened("Money", "I want it back");

        assertThat(desk.entryAsReply(BORIS, ticket.id(), FaqEntry.Id.of("refund"))).isEqualTo(
                new Rendered(Locale.ENGLISH, Optional.empty(), "Within **14** days.", Optional.empty()));
        assertThat(desk.entryAsReply(BORIS, ticket.id(), FaqEntry.Id.of("shop")).text()).isEqualTo("In your account.");
        Ticket russian = desk.tickets().open(MARIA, OpenTicket.builder("Деньги", "Верните").locale(Locale.of("ru"))
                .build());
        assertThat(desk.entryAsReply(BORIS, russian.id(), FaqEntry.Id.of("refund")).text()).isEqualTo("За 14 дней.");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> desk.entryAsReply(BORIS, ticket.id(), FaqEntry.Id.of("secret")));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> desk.entryAsReply(MARIA, ticket.id(), FaqEntry.Id.of("refund")));
    }
}
