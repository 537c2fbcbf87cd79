package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.report.Report;
import io.opora.report.ReportPlan.By;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Moscow");
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T20:00:00Z")); // 23:00 in Moscow
    private final SupportDesk desk = Quickstart.desk(clock);
    private final Tickets tickets = desk.tickets();

    @AfterEach
    void close() {
        desk.close();
    }

    private TicketId open() {
        return tickets.open(MARIA, OpenTicket.of("Lamp", "It flickers")).id();
    }

    private void handle(Actor actor, TicketId id, String action) {
        tickets.handle(actor, id, Move.of(action).with("resolution", "done").with("reason", "spam"));
    }

    private Figures figures() {
        return new Figures(History.all(tickets), ZONE);
    }

    private Report report() {
        return Quickstart.report(desk, History.all(tickets), clock.instant());
    }

    @Test
    void aDeskWithoutTicketsHasNoFigures() {
        assertThat(figures().days()).isEmpty();
        assertThat(report().total().tickets()).isZero();
        assertThat(report().groups(By.Property.KIND)).isEmpty();
    }

    @Test
    void aDayEndsAtMidnightOfTheDesk() {
        TicketId id = open();
        clock.advance(Duration.ofHours(1)); // midnight
        handle(ANNA, id, "start");

        assertThat(figures().days()).extracting(Figures.Day::date)
                .containsExactly(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-03"));
        assertThat(figures().days()).extracting(day -> day.in(Phase.NEW)).containsExactly(1, 0);
        assertThat(figures().days()).extracting(day -> day.in(Phase.OPEN)).containsExactly(0, 1);
    }

    @Test
    void daysCountWhatHappenedAndWhatIsLeft() {
        TicketId solved = open();
        TicketId rejected = open();
        open();
        tickets.handle(ANNA, solved, Reply.of("Try another bulb"));
        handle(ANNA, solved, "solve");
        handle(ANNA, rejected, "reject");
        tickets.handle(MARIA, solved, Reply.of("It still flickers"));
        handle(ANNA, solved, "solve");

        assertThat(figures().days()).singleElement().satisfies(day -> {
            assertThat(day.activity()).isEqualTo(new Activity(3, 0, 1, 2, 0, 1, 1, 0, 0));
            assertThat(day.unfinished()).isEqualTo(1);
            assertThat(day.in(Phase.SOLVED)).isEqualTo(1);
            assertThat(day.in(Phase.CLOSED)).isEqualTo(1);
        });
        assertThat(report().total().solved()).isEqualTo(1);
        assertThat(report().total().reopened()).isEqualTo(1);
    }

    @Test
    void whatTimeAloneDoesIsCountedApart() {
        TicketId asked = open();
        handle(ANNA, asked, "ask");
        for (int days : List.of(3, 7, 14)) {
            clock.advance(Duration.ofDays(days));
            tickets.tick(10);
        }
        tickets.handle(MARIA, asked, Reply.of("Hello?"));

        assertThat(figures().activity()).isEqualTo(new Activity(2, 1, 0, 1, 1, 0, 1, 1, 1));
    }

    @Test
    void theFirstReplyIsThatOfAPersonAndLaterOnesDoNotCount() {
        TicketId id = open();
        clock.advance(Duration.ofMinutes(1));
        tickets.handle(Actor.bot("autoresponder"), id, Reply.of("We have your request"));
        tickets.handle(MARIA, id, Reply.of("And it hums"));
        assertThat(report().total().firstReply().calendar()).isEmpty();

        clock.advance(Duration.ofMinutes(9));
        tickets.handle(ANNA, id, Reply.of("Which bulb?"));
        clock.advance(Duration.ofHours(9));
        tickets.handle(ANNA, id, Reply.of("Are you there?"));
        open();

        Duration wait = Duration.ofMinutes(10);
        assertThat(report().total().firstReply()).isEqualTo(new Report.Times(1, 1,
                Optional.of(new Report.Spread(wait, wait, wait, true)), Optional.empty()));
    }

    @Test
    void aRequestThatAnAgentWroteDownIsNoReply() {
        tickets.open(ANNA, OpenTicket.builder("By phone", "It flickers")
                .requester(Requester.of("maria")).build());

        assertThat(report().total().firstReply().waiting()).isEqualTo(1);
    }

    @Test
    void theReportReachesFromTheFirstTicketToNowHoweverLongThatIs() {
        tickets.open(MARIA, OpenTicket.builder("Lamp", "It hums").kind(RequestKind.FINANCIAL).build());
        clock.advance(Duration.ofDays(3_000));
        open();
        open();

        assertThat(report().groups(By.Property.KIND)).extracting(group -> group.value().orElseThrow())
                .containsExactly("unsorted", "financial");
        assertThat(report().groups(By.Property.LANGUAGE)).extracting(Report.Group::tickets).containsExactly(3L);
    }

    @Test
    void historiesAreReadToTheirEndHoweverLongTheyAre() {
        Instant start = clock.instant();
        TicketId id = open();
        for (int i = 2; i < 2 * Tickets.MAX_HISTORY_PAGE; i++) {
            tickets.handle(MARIA, id, Reply.of("Hello?"));
        }
        assertThat(History.all(tickets)).singleElement()
                .satisfies(history -> assertThat(history.events()).hasSize(2 * Tickets.MAX_HISTORY_PAGE));

        for (int i = 0; i < 250; i++) {
            clock.advance(Duration.ofSeconds(1));
            open();
        }
        assertThat(History.all(tickets)).hasSize(251)
                .isSortedAccordingTo(Comparator.comparingLong(history -> history.ticket().number().value()));
        assertThat(History.since(tickets, start)).hasSize(2 * Tickets.MAX_HISTORY_PAGE + 500);
        assertThat(History.since(tickets, start.plusSeconds(50))).hasSize(2 * 201);
        assertThat(History.since(tickets, clock.instant().plusSeconds(1))).isEmpty();
    }
}
