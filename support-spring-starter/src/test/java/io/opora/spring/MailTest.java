package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import io.opora.ticket.AddNote;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.CustomerView;
import io.opora.ticket.Message;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvents;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mail that a desk sends, to a mail server that is there. */
class MailTest {

    private static final GreenMail SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor BOSS = new Actor(ActorId.of("boss"), Actor.Kind.AGENT, Set.of(Role.SUPERVISOR));
    private static final Requester MARIA = Requester.of(ActorId.of("maria")).withEmail("maria@example.org");
    private static final Pattern LINK = Pattern.compile("https://shop\\.example/requests/([A-Za-z0-9_-]{43})");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));

    @BeforeAll
    static void startTheServer() {
        SERVER.start();
    }

    @AfterAll
    static void stopTheServer() {
        SERVER.stop();
    }

    @BeforeEach
    void empty() throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
    }

    private ApplicationContextRunner unset() {
        return Boot.bare().withConfiguration(AutoConfigurations.of(SupportMailAutoConfiguration.class))
                .withBean(InstantSource.class, () -> clock)
                .withPropertyValues("support.storage=memory", "support.background.enabled=false",
                        "support.mail.enabled=true");
    }

    private ApplicationContextRunner application() {
        return unset().withPropertyValues("support.mail.from=Лавка <support@shop.example>",
                "support.mail.link=https://shop.example/requests/{token}");
    }

    private static JavaMailSender sender() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(SERVER.getSmtp().getPort());
        return sender;
    }

    private interface Scenario {
        void play(SupportDesk desk) throws Exception;
    }

    private void play(Scenario scenario) {
        application().withBean(JavaMailSender.class, MailTest::sender).run(context -> {
            assertThat(context).hasNotFailed();
            scenario.play(context.getBean(SupportDesk.class));
        });
    }

    private static Ticket open(SupportDesk desk, Locale locale) {
        return desk.tickets().open(ANNA, OpenTicket.builder("Lamp broken", "It flickers.").requester(MARIA)
                .locale(locale).build());
    }

    private static List<MimeMessage> sent(SupportDesk desk) {
        desk.events().drain(100);
        return Arrays.asList(SERVER.getReceivedMessages());
    }

    private static String header(MimeMessage mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        return values == null ? "" : String.join("|", values);
    }

    private static String body(MimeMessage mail) throws IOException, MessagingException {
        return ((String) mail.getContent()).replace("\r\n", "\n");
    }

    private static String token(MimeMessage mail) throws IOException, MessagingException {
        return LINK.matcher(body(mail)).results().findFirst().orElseThrow().group(1);
    }

    @Test
    void whoAsksIsToldThatItHasArrivedAndWhatIsAnsweredInTheirLanguageWithAPrivateLink() {
        play(desk -> {
            Ticket ticket = open(desk, Locale.of("ru"));
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Какая лампа?"));

            List<MimeMessage> mails = sent(desk);
            assertThat(mails).hasSize(2);
            MimeMessage arrived = mails.get(0);
            MimeMessage answered = mails.get(1);
            assertThat(arrived.getSubject()).isEqualTo("Обращение " + ticket.number());
            assertThat(body(arrived)).contains("Мы получили").doesNotContain("Lamp", "flickers");
            assertThat(answered.getSubject()).isEqualTo(arrived.getSubject());
            assertThat(body(answered)).startsWith("Какая лампа?\n").contains("Никому её не передавайте");
            assertThat(answered.getFrom()[0]).hasToString(arrived.getFrom()[0].toString());
            assertThat(answered.getAllRecipients()).extracting(Object::toString).containsExactly("maria@example.org");
            assertThat(header(answered, "In-Reply-To")).as("one conversation").isEqualTo(arrived.getMessageID())
                    .isEqualTo("<" + ticket.id() + ".1@shop.example>");

            Actor visitor = desk.tickets().links().open(token(answered), "192.0.2.1").actor();
            assertThat(desk.tickets().customerView(visitor, ticket.id(), 0, 10).entries())
                    .filteredOn(CustomerView.Said.class::isInstance).hasSize(2);
        });
    }

    @Test
    void everyOtherLanguageIsEnglish() {
        play(desk -> {
            Ticket ticket = open(desk, Locale.FRENCH);
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Quelle lampe ?"));

            assertThat(body(sent(desk).get(1))).contains("Quelle lampe ?", "Keep it to yourself");
        });
    }

    @Test
    void whatProgramsSayIsMarkedAndWhatPeopleSayIsNot() {
        play(desk -> {
            Ticket ticket = open(desk, Locale.ENGLISH);
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which lamp?"));
            desk.tickets().handle(Actor.bot("bot"), ticket.id(), Reply.of("Have you tried the FAQ?"));

            List<MimeMessage> mails = sent(desk);
            assertThat(header(mails.get(0), "Auto-Submitted")).isEqualTo("auto-replied");
            assertThat(header(mails.get(1), "Auto-Submitted")).isEmpty();
            assertThat(header(mails.get(2), "Auto-Submitted")).isEqualTo("auto-generated");
            for (MimeMessage mail : mails) {
                assertThat(header(mail, "X-Auto-Response-Suppress")).isEqualTo("All");
            }
        });
    }

    @Test
    void automaticMailIsNotAnsweredAndNothingInternalIsMailed() {
        play(desk -> {
            desk.tickets().open(ANNA, OpenTicket.builder("Out of office", "I am away.").requester(MARIA)
                    .origin(Message.Origin.AUTO_REPLY).build());
            Ticket ticket = desk.tickets().open(Actor.customer("pat"), OpenTicket.of("Lamp", "No address was left."));
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Whom does this reach?"));
            Ticket other = open(desk, Locale.ENGLISH);
            desk.tickets().handle(ANNA, other.id(), AddNote.of("She is angry"));
            desk.tickets().handle(Actor.customer("maria"), other.id(), Reply.of("Hello?"));
            desk.tickets().handle(ANNA, other.id(), Reply.of("I am away.").withOrigin(Message.Origin.AUTO_REPLY));

            assertThat(sent(desk)).singleElement()
                    .satisfies(mail -> assertThat(mail.getSubject()).isEqualTo("Your request " + other.number()));
        });
    }

    @Test
    void whoDoesNotAnswerIsRemindedWhileItIsTheirTurn() {
        play(desk -> {
            Ticket ticket = open(desk, Locale.ENGLISH);
            desk.tickets().handle(ANNA, ticket.id(), Move.of("ask"));
            clock.advance(Duration.ofDays(4));
            desk.tickets().tick(10);

            assertThat(body(sent(desk).getLast())).startsWith("We are waiting for your answer.");
        });
    }

    @Test
    void whatIsSentTwiceHasTheSameIdAndALinkOfItsOwn() {
        play(desk -> {
            Ticket ticket = open(desk, Locale.ENGLISH);
            desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which lamp?"));
            desk.events().drain(100);
            long last = desk.tickets().get(ANNA, ticket.id()).version();
            assertThat(desk.events().redeliver(BOSS, "mail-out", ticket.id(), 1, last)).isEqualTo(1);

            List<MimeMessage> mails = sent(desk);
            assertThat(mails).hasSize(3);
            assertThat(mails.get(2).getMessageID()).isEqualTo(mails.get(1).getMessageID())
                    .isNotEqualTo(mails.get(0).getMessageID());
            assertThat(token(mails.get(2))).isNotEqualTo(token(mails.get(1)));
        });
    }

    @Test
    void linksOfALongConversationDoNotPileUpAndTheLatestOpens() {
        play(desk -> {
            Ticket ticket = open(desk, Locale.ENGLISH);
            for (int i = 0; i < 30; i++) {
                desk.tickets().handle(ANNA, ticket.id(), Reply.of("Message " + i));
                clock.advance(Duration.ofSeconds(1));
            }

            MimeMessage last = sent(desk).getLast();
            assertThat(desk.tickets().links().list(ANNA, ticket.id())).hasSize(20);
            assertThat(desk.tickets().links().open(token(last), "192.0.2.1").ticket()).isEqualTo(ticket.id());
        });
    }

    @Test
    void aFailureIsTriedAgainAndWhatIsKeptOfItNamesNobody() {
        List<MimeMessage> taken = new ArrayList<>();
        JavaMailSenderImpl moody = new JavaMailSenderImpl() {
            private int times;

            @Override
            public void send(MimeMessage... mails) {
                if (times++ < 2) {
                    throw new MailSendException("maria@example.org is not wanted here",
                            new MessagingException("550 maria@example.org"));
                }
                taken.addAll(List.of(mails));
            }
        };
        application().withPropertyValues("support.mail.acknowledge=false")
                .withBean(JavaMailSender.class, () -> moody).run(context -> {
                    SupportDesk desk = context.getBean(SupportDesk.class);
                    Ticket ticket = open(desk, Locale.ENGLISH);
                    desk.tickets().handle(ANNA, ticket.id(), Reply.of("Which lamp?"), CommandOptions.NONE);
                    desk.events().drain(10);
                    assertThat(desk.events().failures(BOSS, "mail-out", 10)).singleElement()
                            .extracting(TicketEvents.Failure::error).asString()
                            .contains("MailSendException", "MessagingException").doesNotContain("maria");
                    clock.advance(Duration.ofHours(1));
                    desk.events().drain(10);
                    clock.advance(Duration.ofHours(1));
                    desk.events().drain(10);

                    assertThat(taken).hasSize(1);
                    assertThat(GreenMailUtil.getBody(taken.getFirst())).contains("Which lamp?");
                });
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return requireNonNull(new SupportFailureAnalyzer(null).analyze(failure));
    }

    @ParameterizedTest
    @CsvSource({"support.mail.from=, support.mail.from", "support.mail.from=nobody, support.mail.from",
            "'support.mail.from=a@shop.example, b@shop.example', support.mail.from",
            "support.mail.reply-to=nobody at all, support.mail.reply-to", "support.mail.link=, support.mail.link",
            "support.mail.link=/requests/{token}, support.mail.link",
            "support.mail.link=https://shop.example/requests, support.mail.link",
            "support.mail.link-lifetime=400d, support.mail.link-lifetime"})
    void whatCannotBeDoneEndsTheStartAndIsNamedWithWhatToDo(String setting, String property) {
        application().withPropertyValues(setting).withBean(JavaMailSender.class, MailTest::sender).run(context -> {
            FailureAnalysis analysis = analysis(requireNonNull(context.getStartupFailure()));
            assertThat(analysis.getDescription()).contains("'" + property + "'");
            assertThat(analysis.getAction()).contains("'" + property + "'", "such as");
        });
    }

    @Test
    void whatIsMissingEndsTheStartAndIsNamed() {
        unset().withBean(JavaMailSender.class, MailTest::sender).run(context -> assertThat(
                analysis(requireNonNull(context.getStartupFailure())).getDescription())
                .contains("'support.mail.from' is missing"));
        application().run(context -> assertThat(
                analysis(requireNonNull(context.getStartupFailure())).getAction()).contains("spring.mail.host"));
        application().withClassLoader(new FilteredClassLoader("org.springframework.mail")).run(context -> assertThat(
                analysis(requireNonNull(context.getStartupFailure())).getAction())
                .contains("spring-boot-starter-mail"));
    }

    @Test
    void nothingIsMailedUnlessItIsWanted() {
        application().withPropertyValues("support.mail.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("supportMail");
            assertThat(context.getBean(SupportDesk.class).events().consumers()).isEmpty();
        });
    }
}
