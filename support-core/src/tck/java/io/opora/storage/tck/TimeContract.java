package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.AddNote;
import io.opora.ticket.Consent;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Rate;
import io.opora.ticket.Requester;
import io.opora.ticket.Snooze;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Instants come back to the microsecond, sort as time goes, and wake a ticket when they are reached and not before. */
public abstract class TimeContract extends StorageSuite {

    /** Where databases, drivers and zones are known to go wrong. In the order of time. */
    private static final List<Instant> INSTANTS = Stream.of(
            "1000-01-02T00:00:00Z", // the earliest day that every database keeps, wherever it is
            "1582-10-10T12:00:00.000001Z", // a day that some calendars lack
            "1883-11-18T12:03:58.123456Z", // before zones had whole hours
            "1969-12-31T23:59:59.999999Z", // the fraction of a negative number of seconds
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:00.000001Z",
            "2001-09-09T01:46:39.999999Z",
            "2026-03-08T07:30:00.654321Z", // an hour that New York skips
            "2026-03-29T01:30:00.654321Z", // an hour that Berlin skips
            "2026-10-25T00:30:00.1Z", // an hour that Berlin has twice
            "2026-10-25T01:30:00.1Z",
            "2026-11-01T05:30:00.000999Z", // an hour that New York has twice
            "2026-11-01T06:30:00.000999Z",
            "2026-12-31T23:59:59.999999Z",
            "2028-02-29T23:59:59.999999Z",
            "2038-01-19T03:14:08.000001Z", // more seconds than 31 bits hold
            "2262-04-11T23:47:16.854776Z", // more nanoseconds than 63 bits hold
            "9999-12-30T00:00:00.999999Z").map(Instant::parse).toList();

    /** For subclasses, which make the fixture. */
    protected TimeContract() {}

    @Test
    void instantsComeBackToTheMicrosecond() {
        for (Instant instant : INSTANTS) {
            Story story = open(instant).handle(Samples.BORIS, AddNote.of("note"), instant.plus(1, ChronoUnit.MICROS));
            Story solved = open(instant)
                    .handle(Samples.BORIS, Move.of("solve").with("resolution", "new bulb"), instant)
                    .handle(Samples.MARIA, Rate.of(4), instant.plus(1, ChronoUnit.MICROS));
            story.handle(Samples.BORIS, Snooze.until(instant.plus(2, ChronoUnit.MICROS)), instant);
            store(story, solved);

            assertStored(store(), story);
            assertStored(store(), solved);
            assertStored(fixture().reopen().tickets(), story);
            assertStored(fixture().reopen().tickets(), solved);
        }
    }

    private Story open(Instant instant) {
        Requester requester = Requester.of(Samples.MARIA.id()).withConsent(new Consent("I agree", instant));
        return samples().open(OpenTicket.builder("Lamp broken", "It flickers."), requester, instant);
    }

    @Test
    void inboxesSortAsTimeGoes() {
        List<Story> stories = new ArrayList<>(INSTANTS.stream().map(this::open).toList());
        Collections.shuffle(stories, Dice.loaded().random());
        store(stories);

        assertThat(store().find(TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).build(), 100))
                .extracting(Ticket::openedAt)
                .isEqualTo(INSTANTS);
        assertThat(store().find(TicketQuery.builder().sort(TicketQuery.Sort.NEWEST).build(), 100))
                .extracting(Ticket::openedAt)
                .isEqualTo(INSTANTS.reversed());
        for (int i = 0; i < INSTANTS.size(); i++) {
            TicketQuery query = TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).updatedBefore(INSTANTS.get(i))
                    .build();
            assertThat(store().find(query, 100)).extracting(Ticket::openedAt).isEqualTo(INSTANTS.subList(0, i));
        }
    }

    @Test
    void aTicketIsDueAtTheInstantAndNotAMicrosecondBefore() {
        for (Instant wakeAt : INSTANTS) {
            Story story = samples().open();
            assertThat(append(story.change(Optional.of(wakeAt)))).isEqualTo(TicketStore.AppendResult.STORED);
            story.saved();

            assertThat(store().due(wakeAt.minus(1, ChronoUnit.MICROS), 100)).doesNotContain(story.id());
            assertThat(store().due(wakeAt, 100)).contains(story.id());
            assertThat(store().due(wakeAt.plus(1, ChronoUnit.MICROS), 100)).contains(story.id());
        }
        assertThat(store().due(INSTANTS.getLast(), 100)).hasSameSizeAs(INSTANTS);
    }

    @Test
    void whatIsDueComesByInstantAndThenById() {
        record Wake(Instant at, TicketId id) {}
        List<Wake> wakes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Story story = samples().open();
            Instant wakeAt = INSTANTS.get(i % 6);
            append(story.change(Optional.of(wakeAt)));
            wakes.add(new Wake(wakeAt, story.id()));
        }
        wakes.sort(Comparator.comparing(Wake::at).thenComparing(Wake::id));
        List<TicketId> all = wakes.stream().map(Wake::id).toList();

        for (int limit = 1; limit <= 61; limit++) {
            assertThat(store().due(INSTANTS.getLast(), limit)).isEqualTo(all.subList(0, Math.min(limit, 60)));
        }
        assertThat(store().due(INSTANTS.get(2), 100)).isEqualTo(all.subList(0, 30));
    }

    @Test
    void aWakeUpIsReplacedByALaterAndByAnEarlierOne() {
        Story story = samples().open();
        changeAt(story, Optional.of(INSTANTS.get(8)));
        changeAt(story, Optional.of(INSTANTS.get(10)));
        assertThat(store().due(INSTANTS.get(9), 10)).isEmpty();
        assertThat(store().due(INSTANTS.get(10), 10)).containsExactly(story.id());

        changeAt(story, Optional.of(INSTANTS.get(3)));
        assertThat(store().due(INSTANTS.get(2), 10)).isEmpty();
        assertThat(store().due(INSTANTS.get(3), 10)).containsExactly(story.id());
        assertThat(store().due(INSTANTS.getLast(), 10)).as("once, not once for each wake-up")
                .containsExactly(story.id());
    }

    @Test
    void aWakeUpIsClearedAndSetAgain() {
        Story story = samples().open();
        changeAt(story, Optional.of(INSTANTS.get(8)));
        changeAt(story, Optional.empty());
        assertThat(store().due(INSTANTS.getLast(), 10)).isEmpty();

        changeAt(story, Optional.of(INSTANTS.get(8)));
        assertThat(store().due(INSTANTS.get(8), 10)).containsExactly(story.id());
    }

    @Test
    void aTicketThatWasPutAsideComesBackAtItsInstantAndOnce() {
        Instant until = Samples.START.plusSeconds(86_400).plus(1, ChronoUnit.MICROS);
        Story story = samples().open().handle(Samples.BORIS, Snooze.until(until), Samples.START);
        store(story);
        TicketQuery snoozed = TicketQuery.builder().snoozed(true).build();
        assertThat(store().due(until.minus(1, ChronoUnit.MICROS), 10)).isEmpty();
        assertThat(store().due(until, 10)).containsExactly(story.id());
        assertThat(store().find(snoozed, 10)).containsExactly(story.ticket());

        store(story.timePassed(until));

        assertStored(store(), story);
        assertThat(store().due(INSTANTS.getLast(), 10)).isEmpty();
        assertThat(store().find(snoozed, 10)).isEmpty();
    }

    private void changeAt(Story story, Optional<Instant> wakeAt) {
        story.handle(Samples.BORIS, AddNote.of("note"), Samples.START);
        assertThat(append(story.change(wakeAt))).isEqualTo(TicketStore.AppendResult.STORED);
        story.saved();
    }

    @Test
    void theWakeUpOfAnOvertakenChangeDoesNotCount() {
        Story story = samples().open();
        changeAt(story, Optional.of(INSTANTS.get(8)));
        Story slow = story.fork().handle(Samples.BORIS, AddNote.of("slow"), Samples.START);
        changeAt(story, Optional.of(INSTANTS.get(9)));

        assertThat(append(slow.change(Optional.of(INSTANTS.get(0))))).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(append(slow.change(Optional.empty()))).isEqualTo(TicketStore.AppendResult.OVERTAKEN);

        assertThat(store().due(INSTANTS.get(8), 10)).isEmpty();
        assertThat(store().due(INSTANTS.get(9), 10)).containsExactly(story.id());
    }
}
