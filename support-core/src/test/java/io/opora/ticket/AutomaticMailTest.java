package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.testing.TestDesk;
import io.opora.ticket.Message.Origin;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AutomaticMailTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");

    private final TestDesk test = TestDesk.create();
    private final Tickets tickets = test.desk().tickets();

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "AUTO_REPLY | Auto-Submitted    | auto-replied (vacation)",
            "AUTO_REPLY | auto-submitted    | Auto-Replied; owner-email=\"x@example.org\"",
            "AUTO_REPLY | Precedence        | auto_reply",
            "AUTO_REPLY | X-Autoreply       | yes",
            "AUTO_REPLY | X-Autorespond     | Re: your mail",
            "AUTO_REPLY | X-AutoResponse    | 1",
            "AUTO_REPLY | X-Auto-Reply      | yes",
            "BOUNCE     | Content-Type      | multipart/report; report-type=delivery-status; boundary=b",
            "BOUNCE     | Content-Type      | Multipart/Report;boundary=b",
            "BOUNCE     | Return-Path       | <>",
            "BULK       | Auto-Submitted    | auto-generated",
            "BULK       | Auto-Submitted    | auto-notified; owner-email=\"x@example.org\"",
            "BULK       | Precedence        | Bulk",
            "BULK       | Precedence        | junk",
            "BULK       | Precedence        | list",
            "BULK       | List-Unsubscribe  | <mailto:leave@example.org>",
            "BULK       | List-Id           | News <news.example.org>",
            "WRITTEN    | Auto-Submitted    | no",
            "WRITTEN    | Auto-Submitted    | No (a person wrote this)",
            "WRITTEN    | Auto-Submitted    | ''",
            "WRITTEN    | Precedence        | first-class",
            "WRITTEN    | Return-Path       | <maria@example.org>",
            "WRITTEN    | Content-Type      | multipart/mixed; boundary=\"multipart/report\"",
            "WRITTEN    | Subject           | Out of office: auto-replied",
            "WRITTEN    | X-Auto-Response-Suppress | All"})
    void theHeaderTellsWhereAMailComesFrom(Origin origin, String name, String value) {
        assertThat(AutomaticMail.STANDARD.origin(Map.of("From", List.of("Maria <maria@example.org>"), name,
                List.of(value)))).isEqualTo(origin);
    }

    @Test
    void ofSeveralFieldsOfOneNameAnyCounts() {
        assertThat(AutomaticMail.STANDARD.origin(Map.of("Auto-Submitted", List.of("no", "auto-replied"))))
                .isEqualTo(Origin.AUTO_REPLY);
    }

    @Test
    void aHeaderThatSaysNothingIsWritten() {
        assertThat(AutomaticMail.STANDARD.origin(Map.of())).isEqualTo(Origin.WRITTEN);
    }

    @Test
    void ownMailIsKnownByItsSenderWhateverItsCase() {
        AutomaticMail desk = AutomaticMail.STANDARD.withOwnAddresses(Set.of("Help@Example.org"));

        assertThat(Stream.of("help@example.org", "\"The, desk\" <HELP@example.org>", "A <a@b.org>, <help@example.org>")
                .map(from -> desk.origin(Map.of("from", List.of(from))))).containsOnly(Origin.OWN);
        assertThat(desk.origin(Map.of("From", List.of("no-help@example.org")))).isEqualTo(Origin.WRITTEN);
        assertThat(desk.origin(Map.of("To", List.of("help@example.org")))).isEqualTo(Origin.WRITTEN);
    }

    @Test
    void mailByAnOwnListIsWrittenUnlessSomethingElseSpeaksAgainstIt() {
        AutomaticMail desk = AutomaticMail.STANDARD.withOwnLists(Set.of("Support.example.org"));
        List<String> list = List.of("Support <support.example.org>");

        assertThat(desk.origin(Map.of("List-ID", list, "Precedence", List.of("list"), "List-Post",
                List.of("<mailto:support@example.org>")))).isEqualTo(Origin.WRITTEN);
        assertThat(desk.origin(Map.of("List-ID", list, "Auto-Submitted", List.of("auto-replied"))))
                .isEqualTo(Origin.AUTO_REPLY);
        assertThat(desk.origin(Map.of("List-ID", list, "Precedence", List.of("junk")))).isEqualTo(Origin.BULK);
        assertThat(desk.origin(Map.of("List-ID", List.of("<news.example.org>")))).isEqualTo(Origin.BULK);
    }

    @Test
    void onlyTheBeginningOfAHeaderIsRead() {
        String blanks = " ,".repeat(AutomaticMail.MAX_HEADER / 2);
        AutomaticMail desk = AutomaticMail.STANDARD.withOwnAddresses(Set.of("a@b.org"));

        assertThat(desk.origin(Map.of("From", List.of(blanks.substring(7) + "a@b.org")))).isEqualTo(Origin.OWN);
        assertThat(desk.origin(Map.of("From", List.of(blanks.substring(6) + "a@b.org")))).isEqualTo(Origin.WRITTEN);
    }

    private Ticket asked() {
        Ticket ticket = test.openedBy("maria");
        tickets.handle(ANNA, ticket.id(), Move.of("ask"));
        test.clock().advance(Duration.ofHours(1));
        return tickets.get(ANNA, ticket.id());
    }

    private static Reply automatic(Origin origin) {
        return Reply.of("I am away").withOrigin(origin);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WRITTEN")
    void whatNobodyWroteIsKeptAndChangesNothingElse(Origin origin) {
        Ticket before = asked();

        Ticket after = tickets.handle(MARIA, before.id(), automatic(origin));

        assertThat(after).isEqualTo(before.toBuilder().version(before.version() + 1).updatedAt(after.updatedAt())
                .build());
        assertThat(tickets.history(ANNA, before.id(), before.version(), 10)).singleElement()
                .isInstanceOfSatisfying(TicketEvent.MessageAdded.class,
                        said -> assertThat(said.message().origin()).isEqualTo(origin));
    }

    @Test
    void whatSomebodyWroteBringsTheTicketBack() {
        assertThat(tickets.handle(MARIA, asked().id(), Reply.of("Back!")).phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void aNoticeOfAbsenceDelaysNoReminder() {
        TestDesk undisturbed = TestDesk.create();
        Ticket asked = undisturbed.openedBy("maria");
        undisturbed.desk().tickets().handle(ANNA, asked.id(), Move.of("ask"));
        undisturbed.clock().advance(Duration.ofHours(1));
        Ticket disturbed = asked();
        tickets.handle(MARIA, disturbed.id(), automatic(Origin.AUTO_REPLY));

        for (int day = 0; day < 20; day++) {
            assertThat(test.pass(Duration.ofDays(1))).isEqualTo(undisturbed.pass(Duration.ofDays(1)));
        }
        assertThat(tickets.get(ANNA, disturbed.id()).status())
                .isEqualTo(undisturbed.desk().tickets().get(ANNA, asked.id()).status());
        undisturbed.close();
    }

    @Test
    void itNeitherWakesATicketNorBeginsAFollowUp() {
        Ticket aside = tickets.handle(ANNA, test.openedBy("maria").id(),
                Snooze.until(TestDesk.START.plus(Duration.ofDays(9))));
        assertThat(tickets.handle(MARIA, aside.id(), automatic(Origin.BOUNCE)).snoozedUntil()).isPresent();

        Ticket closed = tickets.handle(ANNA, test.openedBy("maria").id(),
                Move.of("solve").with("resolution", "new lamp"));
        test.pass(Duration.ofDays(60));
        assertThat(tickets.get(ANNA, closed.id()).phase()).isEqualTo(Phase.CLOSED);
        Ticket same = tickets.handle(MARIA, closed.id(), automatic(Origin.AUTO_REPLY));
        assertThat(same.id()).isEqualTo(closed.id());
        assertThat(same.phase()).isEqualTo(Phase.CLOSED);
        assertThat(same.followUps().next()).isEmpty();
    }

    @Test
    void itStaysInTheMergedTicketThatItWasSentTo() {
        Ticket target = test.openedBy("maria");
        Ticket merged = test.openedBy("maria");
        tickets.handle(ANNA, merged.id(), Merge.into(target.id()));
        long version = tickets.get(ANNA, target.id()).version();

        assertThat(tickets.handle(MARIA, merged.id(), automatic(Origin.AUTO_REPLY)).id()).isEqualTo(merged.id());

        assertThat(tickets.get(ANNA, target.id()).version()).isEqualTo(version);
    }

    @Test
    void aTicketMayBeginWithWhatNobodyWrote() {
        Ticket ticket = tickets.open(MARIA, OpenTicket.builder("News", "Buy!").origin(Origin.BULK).build());

        assertThat(tickets.customerView(MARIA, ticket.id(), 0, 10).entries()).singleElement()
                .isInstanceOfSatisfying(CustomerView.Said.class,
                        said -> assertThat(said.message().origin()).isEqualTo(Origin.BULK));
    }
}
