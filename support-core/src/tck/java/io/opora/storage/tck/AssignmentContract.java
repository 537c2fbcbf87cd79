package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.access.LinkStore;
import io.opora.access.Role;
import io.opora.routing.Assignment;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Requester;
import io.opora.ticket.Staffing;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests are handed out in turns, and of each turn there is one. */
public abstract class AssignmentContract extends StorageSuite {

    private static final int THREADS = 8;
    private static final int ROUNDS = 12;
    private static final TeamId TEAM = TeamId.of("money");
    private static final TeamId OTHER = TeamId.of("money-2");
    private static final Instant LATER = Samples.START.plusSeconds(60);
    private static final Actor LEAD = Actor.agent("lead").withRoles(Role.SUPERVISOR);

    /** For subclasses, which make the fixture. */
    protected AssignmentContract() {}

    private static Assignment.Turns turns(long count) {
        return new Assignment.Turns(count,
                Map.of("boris", count, "Boris", 1L, "o'neill\\\"50%", Math.max(1, count - 1)));
    }

    private static TicketCommit commit(TicketChange change, TeamId team, Assignment.Turns turns) {
        return new TicketCommit(List.of(change), Optional.empty(), LinkStore.Changes.NONE, List.of(), Optional.empty(),
                Optional.of(new TicketCommit.Turn(team, turns)));
    }

    private TicketStore.AppendResult take(TicketChange change, TeamId team, Assignment.Turns turns) {
        return store().append(commit(change, team, turns));
    }

    private Story stored() {
        Story story = samples().open();
        store(story);
        return story;
    }

    private static TicketChange note(Story story) {
        return story.handle(Samples.BORIS, AddNote.of("noted"), LATER).change();
    }

    @Test
    void aTeamThatHasHandedNothingOutHasHadNoTurns() {
        Story story = stored();
        assertThat(take(note(story), OTHER, turns(1))).isEqualTo(TicketStore.AppendResult.STORED);

        assertThat(store().turns(TEAM)).isEqualTo(Assignment.Turns.none());
        assertThat(store().turns(OTHER)).isEqualTo(turns(1));
    }

    @Test
    void theTurnsOfTheLastCommitAreKeptWhole() {
        Story story = stored();
        for (int turn = 1; turn <= 3; turn++) {
            assertThat(take(note(story), TEAM, turns(turn))).isEqualTo(TicketStore.AppendResult.STORED);
            story.saved();

            assertThat(store().turns(TEAM)).isEqualTo(turns(turn));
            assertThat(fixture().reopen().tickets().turns(TEAM)).isEqualTo(turns(turn));
        }
        assertStored(store(), story);
    }

    @Test
    void whoComesTooLateForATurnStoresNothing() {
        Story first = stored();
        Story second = stored();
        assertThat(take(note(first), TEAM, turns(1))).isEqualTo(TicketStore.AppendResult.STORED);
        Picture before = Picture.of(store());

        for (long wrong : List.of(1L, 3L, 7L)) {
            assertThat(take(note(second.fork()), TEAM, turns(wrong))).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
            assertThat(take(samples().open().change(), TEAM, turns(wrong)))
                    .isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        }

        assertSame(Picture.of(store()), before);
        assertThat(store().turns(TEAM)).isEqualTo(turns(1));
        assertThat(take(note(second), TEAM, turns(2))).isEqualTo(TicketStore.AppendResult.STORED);
    }

    @Test
    void noTurnIsTakenByACommitThatIsOvertakenOrWasAnsweredBefore() {
        Story story = stored();
        Story slow = story.fork();
        TicketCommit.Answer answer = Samples.answer(Samples.BORIS, "key", story.ticket());
        append(answer, note(story));
        story.saved();

        assertThat(take(note(slow), TEAM, turns(1))).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(store().append(new TicketCommit(List.of(note(story.fork())), Optional.of(answer),
                LinkStore.Changes.NONE, List.of(), Optional.empty(),
                Optional.of(new TicketCommit.Turn(TEAM, turns(1)))))).isEqualTo(TicketStore.AppendResult.KEY_EXISTS);

        assertThat(store().turns(TEAM)).isEqualTo(Assignment.Turns.none());
    }

    @Test
    void inTheCallersTransactionALostTurnSpoilsNothingAndATurnIsRolledBackWithIt() {
        Story story = stored();
        assertThat(take(note(story), TEAM, turns(1))).isEqualTo(TicketStore.AppendResult.STORED);
        story.saved();

        commit(() -> {
            assertThat(take(note(story.fork()), TEAM, turns(5))).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
            assertThat(take(note(story), TEAM, turns(2))).isEqualTo(TicketStore.AppendResult.STORED);
            story.saved();
            assertThat(store().turns(TEAM)).isEqualTo(turns(2));
        });
        rollBack(() -> assertThat(take(note(story.fork()), TEAM, turns(3)))
                .isEqualTo(TicketStore.AppendResult.STORED));

        assertThat(store().turns(TEAM)).isEqualTo(turns(joinsTransactions() ? 2 : 1));
        assertStored(store(), story);
    }

    @Test
    void ofThoseWhoTakeOneTurnAtOnceOneGetsIt() {
        List<Story> stories = Stream.generate(this::stored).limit(THREADS).toList();
        List<TicketCommit> commits = stories.stream().map(story -> commit(note(story), TEAM, turns(1))).toList();
        List<Race.Outcome<TicketStore.AppendResult>> met = Race.run(THREADS,
                (thread, round) -> store().append(commits.get(thread)));

        assertThat(met).filteredOn(new Race.Outcome.Returned<>(TicketStore.AppendResult.STORED)::equals).hasSize(1);
        assertThat(met).filteredOn(new Race.Outcome.Returned<>(TicketStore.AppendResult.OVERTAKEN)::equals)
                .hasSize(THREADS - 1);
    }

    @Test
    void whatManyOpenAtOnceIsHandedOutEvenlyAndNobodyHasMoreThanTheyCanTake() {
        int all = THREADS * ROUNDS;
        List<Staffing.Member> members = List.of(Staffing.Member.of("boris", all), Staffing.Member.of("zoë", all),
                Staffing.Member.of("li", 7));
        Staffing staffing = Staffing.of(TEAM, Assignment.ROUND_ROBIN, () -> members);
        Tickets one = tickets(storage(), SettableClock.at(LATER), desk -> desk.staffing(staffing));
        Tickets other = tickets(fixture().reopen(), SettableClock.at(LATER), desk -> desk.staffing(staffing));
        Race.run(THREADS, ROUNDS, (thread, round) -> {
            Tickets desk = thread % 2 == 0 ? one : other;
            Ticket ticket = desk.open(LEAD, OpenTicket.builder("Lamp", "It flickers.")
                    .requester(Requester.of("maria")).build());
            return desk.handle(LEAD, ticket.id(), Assign.toTeam(TEAM));
        }).forEach(round -> assertThat(round).allMatch(Race.Outcome.Returned.class::isInstance));

        Map<String, Integer> counts = new HashMap<>();
        Optional<TicketQuery.Cursor> place = Optional.empty();
        do {
            TicketQuery.Builder query = TicketQuery.builder().team(TEAM).limit(50);
            place.ifPresent(query::after);
            var page = one.inbox(LEAD, query.build());
            page.tickets().forEach(ticket -> counts.merge(ticket.assignee().orElseThrow().value(), 1, Integer::sum));
            place = page.next();
        } while (place.isPresent());
        assertThat(counts).containsEntry("li", 7).hasSize(3);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(all);
        assertThat(Math.abs(counts.getOrDefault("boris", 0) - counts.getOrDefault("zoë", 0))).isLessThanOrEqualTo(1);
        assertThat(store().turns(TEAM).count()).isEqualTo(all);
    }
}
