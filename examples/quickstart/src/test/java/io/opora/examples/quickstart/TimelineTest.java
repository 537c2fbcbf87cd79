package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.desk.SupportDesk;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.Attachment;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.Classify;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketId;
import io.opora.ticket.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Attachment FILE = new Attachment("lamp.jpg", "image/jpeg", 7, "files/lamp.jpg");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T08:00:00Z"));
    private final SupportDesk desk = Quickstart.desk(clock);
    private final Tickets tickets = desk.tickets();

    @AfterEach
    void close() {
        desk.close();
    }

    private TicketId open(String text) {
        return tickets.open(MARIA, OpenTicket.builder("Lamp", text)
                .requester(Requester.of("maria").withName("Maria")).attachment(FILE).build()).id();
    }

    private void minuteLater(Actor actor, TicketId id, TicketCommand command) {
        clock.advance(Duration.ofMinutes(1));
        tickets.handle(actor, id, command);
    }

    private List<String> lines(TicketId id) {
        return new Timeline(ZoneOffset.UTC)
                .lines(tickets, History.of(tickets, tickets.get(History.READER, id)));
    }

    @Test
    void everyEventIsToldAndTheCustomerIsShownTheirs() {
        TicketId id = open("It flickers");
        minuteLater(ANNA, id, new ChangeTags(Set.of(Tag.of("vip"), Tag.of("lamp")), Set.of()));
        minuteLater(ANNA, id, new ChangeTags(Set.of(), Set.of(Tag.of("vip"))));
        minuteLater(ANNA, id, new Assign(Optional.of(TeamId.of("bulbs")), Optional.empty()));
        minuteLater(ANNA, id, new Assign(Optional.empty(), Optional.of(ActorId.of("boris"))));
        minuteLater(ANNA, id, new Prioritize(Priority.HIGH));
        minuteLater(ANNA, id, new Classify(RequestKind.TECHNICAL));
        minuteLater(ANNA, id, AddNote.of("Third of this batch"));
        minuteLater(ANNA, id, Reply.of("Which bulb?").withAttachments(List.of(FILE)));
        minuteLater(Actor.bot("robot"), id, Reply.of("We are open till six"));
        minuteLater(ANNA, id, Move.of("ask"));
        clock.advance(Duration.ofDays(3));
        tickets.tick(1);
        minuteLater(ANNA, id, Move.of("solve").with("resolution", "unknown"));
        clock.advance(Duration.ofDays(14));
        tickets.tick(1);
        minuteLater(MARIA, id, Reply.of("It is an E27"));

        assertThat(lines(id)).containsExactly(
                "What the desk knows                                            │ What the customer is shown",
                "───────────────────────────────────────────────────────────────┼─"
                        + "───────────────────────────────────────────────────",
                "Mon 02 Mar 08:00  opened by Maria: unsorted, by form, priority │ Mon 02 Mar 08:00  You wrote [lamp.jpg]",
                "                  normal                                       │     It flickers",
                "                  Maria writes [lamp.jpg]                      │",
                "    It flickers                                                │",
                "Mon 02 Mar 08:01  anna tags +lamp +vip                         │",
                "Mon 02 Mar 08:02  anna tags -vip                               │",
                "Mon 02 Mar 08:03  anna assigns it to nobody, team bulbs        │",
                "Mon 02 Mar 08:04  anna assigns it to boris, team bulbs         │",
                "Mon 02 Mar 08:05  anna sets priority: normal → high            │",
                "Mon 02 Mar 08:06  anna sets kind: unsorted → technical         │",
                "Mon 02 Mar 08:07  anna notes for colleagues                    │",
                "    Third of this batch                                        │",
                "Mon 02 Mar 08:08  anna writes [lamp.jpg]                       │ Mon 02 Mar 08:08  We answered [lamp.jpg]",
                "    Which bulb?                                                │     Which bulb?",
                "Mon 02 Mar 08:09  robot writes                                 │ Mon 02 Mar 08:09  Automatic message",
                "    We are open till six                                       │     We are open till six",
                "Mon 02 Mar 08:10  new → pending (anna: ask)                    │ Mon 02 Mar 08:10  We are waiting for your answer",
                "Thu 05 Mar 08:10  a reminder of the customer is due            │",
                "Thu 05 Mar 08:11  pending → solved (anna: solve)               │ "
                        + "Thu 05 Mar 08:11  Solved; write to us if it is not",
                "                  resolution: unknown                          │",
                "Thu 19 Mar 08:11  solved → closed (time: close)                │ Thu 19 Mar 08:11  Closed",
                "Thu 19 Mar 08:12  continued in a follow-up ticket              │ Thu 19 Mar 08:12  We go on in another ticket");
    }

    @Test
    void aLongTextIsShownInPart() {
        assertThat(lines(open("line\n".repeat(21) + "x"))).noneMatch(line -> line.contains("    x"))
                .last().asString().startsWith("    … 2 more lines");
        assertThat(lines(open("line\n".repeat(19) + "x"))).last().asString().startsWith("    x  ");
    }

    @Test
    void theMostTellingTicketHasANoteAndWasTakenUpAgain() {
        TicketId plain = open("It flickers");
        TicketId noted = open("It hums");
        minuteLater(ANNA, noted, AddNote.of("A lamp"));
        assertThat(mostTelling()).isEqualTo(noted);

        minuteLater(ANNA, plain, AddNote.of("A lamp"));
        assertThat(mostTelling()).as("of two alike the first").isEqualTo(plain);

        minuteLater(ANNA, noted, Move.of("solve").with("resolution", "done"));
        minuteLater(MARIA, noted, Reply.of("It still hums"));
        assertThat(mostTelling()).isEqualTo(noted);

        for (int i = 0; i < 20; i++) {
            minuteLater(MARIA, noted, Reply.of("Hello?"));
        }
        assertThat(mostTelling()).as("not one that takes for ever to tell").isEqualTo(plain);
    }

    private TicketId mostTelling() {
        return Timeline.mostTelling(History.all(tickets)).ticket().id();
    }
}
