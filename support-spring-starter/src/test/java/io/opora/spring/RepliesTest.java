package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.reply.Replies;
import io.opora.reply.ReplyMatch;
import io.opora.reply.ReplySuggester;
import io.opora.reply.ReplyTemplate;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Prepared replies in applications. */
class RepliesTest {

    private static final Actor BORIS = Actor.agent("boris");
    private static final Actor MARIA = Actor.customer("maria");
    private static final String MONEY = "I want my money back";

    private static void save(ApplicationContext context) {
        SupportDesk desk = context.getBean(SupportDesk.class);
        desk.replies().save(desk.templateEditor(Actor.agent("ed").withRoles(io.opora.access.Role.SUPERVISOR)),
                ReplyTemplate.builder("refund", "Money back").text(Locale.ENGLISH, "It is on its way.")
                        .examples("give me my money back", "refund please", MONEY, "I want a refund").build(),
                0);
    }

    private static TicketId open(ApplicationContext context) {
        return context.getBean(Tickets.class).open(MARIA, OpenTicket.of("Hello", MONEY)).id();
    }

    private static List<Replies.Suggestion> suggestions(ApplicationContext context, TicketId id) {
        return context.getBean(Replies.class).suggest(context.getBean(SupportDesk.class).request(BORIS, id), 3);
    }

    private static List<String> said(ApplicationContext context, TicketId id) {
        return context.getBean(Tickets.class).history(BORIS, id, 0, 100).stream()
                .filter(TicketEvent.MessageAdded.class::isInstance).map(TicketEvent.MessageAdded.class::cast)
                .map(event -> event.message().text()).toList();
    }

    /** Sure of one template, whatever somebody writes. */
    private static ReplySuggester always(double confidence) {
        return (message, limit) -> List.of(new ReplyMatch(ReplyTemplate.Id.of("refund"), confidence,
                new ReplyMatch.Because(List.of(), List.of())));
    }

    @Test
    void theirFacadeCanBeInjected() {
        Boot.withDatabase().run(context -> assertThat(context.getBean(Replies.class))
                .isSameAs(context.getBean(SupportDesk.class).replies()));
    }

    @Test
    void aModelOfTheApplicationSuggestsInsteadOfOurs() {
        Boot.withDatabase().withBean(ReplySuggester.class, () -> always(0.42)).run(context -> {
            save(context);
            assertThat(suggestions(context, open(context))).singleElement()
                    .satisfies(offered -> assertThat(offered.confidence()).isEqualTo(0.42));
        });
    }

    @Test
    void theShareOfWrongSuggestionsIsAProperty() {
        for (int accepted : List.of(0, 1)) {
            Boot.withDatabase().withPropertyValues("support.replies.accepted-wrong=" + accepted).run(context -> {
                save(context);
                assertThat(suggestions(context, open(context))).hasSize(accepted);
            });
        }
    }

    @Test
    void theVirtualManagerAnswersOnceWhatIsNewWhenConsumersAreTold() {
        ApplicationContextRunner runner = Boot.withDatabase()
                .withPropertyValues("support.background.enabled=false",
                        "support.replies.virtual-manager.enabled=true",
                        "support.replies.virtual-manager.templates=refund",
                        "support.replies.virtual-manager.id=robot")
                .withBean(ReplySuggester.class, () -> always(0.95));
        runner.run(context -> {
            assertThat(context).hasSingleBean(SupportDesk.VirtualManager.class);
            save(context);
            TicketId id = open(context);
            assertThat(said(context, id)).hasSize(1);

            context.getBean(SupportDesk.class).events().drain(100);
            context.getBean(SupportDesk.class).events().drain(100);

            assertThat(said(context, id)).hasSize(2).last().asString().startsWith("It is on its way.")
                    .contains("sent by a program");
        });
        runner.withPropertyValues("support.replies.virtual-manager.at-least=0.96").run(context -> {
            save(context);
            TicketId id = open(context);
            context.getBean(SupportDesk.class).events().drain(100);
            assertThat(said(context, id)).as("not sure enough").hasSize(1);
        });
    }

    @Test
    void aVirtualManagerOfTheApplicationNeedsNoProperties() {
        Boot.withDatabase().withPropertyValues("support.background.enabled=false")
                .withBean(ReplySuggester.class, () -> always(0.95)).withBean("ours", SupportDesk.VirtualManager.class,
                        () -> SupportDesk.VirtualManager.of("robot", 0.9, ReplyTemplate.Id.of("refund")))
                .run(context -> {
                    save(context);
                    TicketId id = open(context);
                    context.getBean(SupportDesk.class).events().drain(100);
                    assertThat(said(context, id)).hasSize(2);
                });
    }

    @Test
    void unlessItIsWantedThereIsNoVirtualManager() {
        Boot.withDatabase().run(context -> assertThat(context).doesNotHaveBean(SupportDesk.VirtualManager.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            support.replies.accepted-wrong=1.1           | support.replies.accepted-wrong must be from 0 to 1, not 1.1
            support.replies.virtual-manager.enabled=true | support.replies.virtual-manager.templates must name the templates
            support.replies.virtual-manager.at-least=0.5 | support.replies.virtual-manager.at-least must be more than 0.5
            """)
    void whatIsOutOfRangeIsSaidWithItsProperty(String property, String message) {
        Boot.withDatabase().withPropertyValues(property).run(context -> assertThat(
                requireNonNull(context.getStartupFailure())).rootCause().hasMessageContaining(message));
    }
}
