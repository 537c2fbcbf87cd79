package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.event.EventConsumer;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.TimeRange;
import io.opora.storage.memory.MemoryStorage;
import io.opora.testing.TestDesk;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks is told that their request has arrived. */
class AcknowledgementTest {

    private static final String PATTERN = "https://shop.example/requests/{token}?from=mail";
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final SlaPolicy.Versions PROMISES = new SlaPolicy.Versions(List.of(SlaPolicy.builder("support", 1)
            .calendar("office", BusinessCalendar.builder(ZoneOffset.UTC)
                    .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "18:00")).build())
            .rule("all", Condition.always(), rule -> rule.target(SlaClock.Kind.FIRST_REPLY, Duration.ofHours(2)))
            .build(TicketFacts.of(FieldSet.none()).tickets())));

    private final List<Acknowledgement.Notice> sent = new ArrayList<>();
    private boolean mailIsDown;
    private final TestDesk test = TestDesk.create(desk -> desk.sla(PROMISES).acknowledgement(acknowledgement()));
    private final Tickets tickets = test.desk().tickets();

    private Acknowledgement acknowledgement() {
        return Acknowledgement.of(PATTERN, ZoneId.of("Europe/Moscow"), notice -> {
            if (mailIsDown) {
                throw new java.io.IOException("no mail today");
            }
            sent.add(notice);
        }).limit(2, Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static OpenTicket.Builder request() {
        return OpenTicket.builder("Cheap pills", "Buy at http://spam.example")
                .requester(Requester.of("maria").withName("Click here").withEmail("maria@example.org"));
    }

    private Acknowledgement.Notice acknowledged(OpenTicket request) {
        tickets.open(MARIA, request);
        test.desk().events().drain(10);
        return sent.removeFirst();
    }

    private static String token(Acknowledgement.Notice notice) {
        return notice.link().replace("https://shop.example/requests/", "").replace("?from=mail", "");
    }

    @Test
    void theNoticeHasNumberPromiseAndALinkThatOpensTheTicketForItsRequester() {
        Acknowledgement.Notice notice = acknowledged(request().build());

        assertThat(notice.to().email()).contains("maria@example.org");
        assertThat(notice.number()).isEqualTo(TicketNumber.of(1));
        assertThat(notice.subject()).isEqualTo("Your request 1");
        assertThat(notice.promise().orElseThrow().answerBy()).isEqualTo(TestDesk.START.plus(Duration.ofHours(2)));
        assertThat(notice.text()).contains("Its number is 1.").contains(notice.promise().get().sentence())
                .contains("\n" + notice.link() + "\n");
        TicketLinks.Visit visit = tickets.links().open(token(notice), "192.0.2.1");
        assertThat(visit.ticket()).isEqualTo(notice.ticket());
        assertThat(tickets.customerView(visit.actor(), visit.ticket(), 0, 10).entries()).hasSize(1);
        assertThat(tickets.handle(visit.actor(), visit.ticket(), Reply.of("One more thing.")).version())
                .isGreaterThan(2);
    }

    @Test
    void nothingThatTheSubmitterWroteIsInItAndItsSecretIsNotPrinted() {
        Acknowledgement.Notice notice = acknowledged(request().build());

        assertThat(notice.subject() + notice.text()).doesNotContain("pills", "spam", "Click");
        assertThat(notice.toString()).isEqualTo("Notice[1]");
    }

    @Test
    void itSpeaksTheRequestersLanguageAndTheirTime() {
        Acknowledgement.Notice russian = acknowledged(request().locale(Locale.of("ru", "RU")).build());

        assertThat(russian.subject()).isEqualTo("Обращение 1");
        assertThat(russian.text()).startsWith("Мы получили ваше обращение, его номер — 1.\n").contains("14:00")
                .doesNotContain("request ");
        assertThat(acknowledged(request().locale(Locale.FRENCH).build()).text()).startsWith("We have received");
    }

    @Test
    void withoutAPromiseNoneIsMade() {
        try (TestDesk other = TestDesk.create(desk -> desk.acknowledgement(acknowledgement()))) {
            other.openedBy("maria");
            other.desk().events().drain(10);
        }
        assertThat(sent).singleElement().satisfies(notice -> assertThat(notice.promise()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO_REPLY", "BOUNCE", "BULK", "OWN"})
    void automaticMailIsKeptAndNotAnswered(String origin) {
        Ticket ticket = tickets.open(MARIA, request().origin(Message.Origin.valueOf(origin)).build());
        test.desk().events().drain(10);

        assertThat(sent).isEmpty();
        assertThat(tickets.get(OLGA, ticket.id()).subject()).isEqualTo("Cheap pills");
    }

    @Test
    void oneAddressIsAnsweredSoOftenAndThenNotForAWhileWhateverItsCase() {
        acknowledged(request().build());
        acknowledged(request().requester(Requester.of("maria").withEmail("Maria@Example.org")).build());
        Ticket third = tickets.open(MARIA, request().build());
        assertThat(test.desk().events().drain(10).delivered()).isEqualTo(1);
        assertThat(sent).isEmpty();
        assertThat(tickets.links().list(OLGA, third.id())).as("no link that nobody gets").isEmpty();

        tickets.open(Actor.customer("paul"), OpenTicket.of("Lamp", "Broken"));
        test.desk().events().drain(10);
        assertThat(sent).extracting(notice -> notice.to().id()).containsExactly(io.opora.access.ActorId.of("paul"));
        sent.clear();
        test.clock().advance(Duration.ofHours(1));
        assertThat(acknowledged(request().build()).number()).isEqualTo(TicketNumber.of(5));
    }

    @Test
    void whatCouldNotBeSentIsTriedAgainAndDoesNotCount() {
        mailIsDown = true;
        Ticket ticket = tickets.open(MARIA, request().build());
        for (int i = 0; i < 3; i++) {
            assertThat(test.desk().events().drain(10).delivered()).isZero();
            test.clock().advance(Duration.ofMinutes(10));
        }
        assertThat(test.desk().events().failures(OLGA, Acknowledgement.CONSUMER, 10).getFirst().error())
                .isEqualTo("java.io.IOException: no mail today");
        mailIsDown = false;
        test.desk().events().retry(OLGA, Acknowledgement.CONSUMER, ticket.id(), 1);
        assertThat(test.desk().events().drain(10).delivered()).isEqualTo(1);

        assertThat(sent).singleElement().satisfies(
                notice -> assertThat(tickets.links().open(token(notice), "192.0.2.1").ticket()).isEqualTo(ticket.id()));
    }

    @Test
    void followUpsAreAcknowledgedAndSplitTicketsAreNot() {
        Acknowledgement.Notice first = acknowledged(request().build());
        tickets.handle(MARIA, first.ticket(), Reply.of("And my bill is wrong."));
        long message = tickets.history(OLGA, first.ticket(), 0, 100).stream()
                .filter(TicketEvent.MessageAdded.class::isInstance).toList().getLast().stamp().sequence();
        tickets.handle(OLGA, first.ticket(), Split.of("Bill", message));
        test.desk().events().drain(10);
        assertThat(sent).isEmpty();

        tickets.handle(OLGA, first.ticket(), SetFields.of("resolution", "sent again"));
        tickets.handle(OLGA, first.ticket(), Reply.of("Sent again."));
        tickets.handle(OLGA, first.ticket(), Move.of("solve"));
        test.pass(Duration.ofDays(60));
        Ticket next = tickets.handle(MARIA, first.ticket(), Reply.of("It broke again."));
        assertThat(next.id()).isNotEqualTo(first.ticket());
        test.desk().events().drain(10);

        assertThat(sent).extracting(Acknowledgement.Notice::ticket).containsExactly(next.id());
    }

    @Test
    void whatWasErasedMeanwhileIsNotAcknowledged() {
        tickets.open(MARIA, request().build());
        tickets.people().erase(OLGA, MARIA.id());
        test.desk().events().drain(10);

        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{token}", "shop.example/{token}", "ftp://shop.example/{token}",
            "https://shop.example/",
            "https://shop.example/{token}/{token}", "https://{token}.example/", "https://{token}/",
            "javascript:{token}",
            "https:///{token}", "https://shop.example/{token} x"})
    void aLinkThatLeadsNowhereIsRefused(String link) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Acknowledgement.of(link, ZoneOffset.UTC, notice -> {}))
                .withMessageContaining("https://shop.example/requests/{token}");
    }

    @Test
    void everythingThatIsOutOfRangeIsListed() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
                () -> new Acknowledgement(notice -> {}, "x", Duration.ZERO, ZoneOffset.UTC, 0, Duration.ZERO))
                .satisfies(e -> assertThat(e.violations()).hasSize(4));
    }

    @Test
    void itNeedsAnOutboxAndAConsumerOfItsOwnName() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Tickets
                .builder(MemoryStorage.create().tickets()).acknowledgement(acknowledgement()).build())
                .withMessageContaining("acknowledgement");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TestDesk.create(desk -> desk
                .acknowledgement(acknowledgement())
                .consumer(EventConsumer.of(Acknowledgement.CONSUMER, delivery -> {}))));
    }
}
