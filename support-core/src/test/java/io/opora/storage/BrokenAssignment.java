package io.opora.storage;

import io.opora.routing.Assignment;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What stores do wrong when requests are handed out, a line each. */
final class BrokenAssignment {

    private static final TeamId ALL = TeamId.of("all");

    private BrokenAssignment() {}

    static List<Flaw> flaws() {
        return List.of(
                BrokenTickets.flaw("stores without looking whose turn it is", OwnTurns::new,
                        "Assignment.whoComesTooLateForATurnStoresNothing",
                        "Assignment.ofThoseWhoTakeOneTurnAtOnceOneGetsIt"),
                BrokenTickets.flaw("takes the turn of a commit that is overtaken", sound -> new OwnTurns(sound) {
                    @Override
                    public TicketStore.AppendResult append(TicketCommit commit) {
                        commit.turn().filter(this::isNext).ifPresent(this::take);
                        return super.append(commit);
                    }
                }, "Assignment.noTurnIsTakenByACommitThatIsOvertakenOrWasAnsweredBefore"),
                BrokenTickets.flaw("has one turn for all teams", sound -> new OwnTurns(sound) {
                    @Override
                    public Assignment.Turns turns(TeamId team) {
                        return super.turns(ALL);
                    }

                    @Override
                    void take(TicketCommit.Turn turn) {
                        super.take(new TicketCommit.Turn(ALL, turn.taken()));
                    }
                }, "Assignment.aTeamThatHasHandedNothingOutHasHadNoTurns"),
                BrokenTickets.flaw("forgets whose turns they were", sound -> new DelegatingStore(sound) {
                    @Override
                    public Assignment.Turns turns(TeamId team) {
                        return new Assignment.Turns(super.turns(team).count(), Map.of());
                    }
                }, "Assignment.theTurnsOfTheLastCommitAreKeptWhole"));
    }

    /** Keeps turns beside the store, and lets everybody have theirs. */
    private static class OwnTurns extends DelegatingStore {

        private final Map<TeamId, Assignment.Turns> turns = new ConcurrentHashMap<>();

        OwnTurns(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            TicketStore.AppendResult result = super.append(new TicketCommit(commit.changes(), commit.answer(),
                    commit.links(), commit.outbox(), commit.forgotten(), Optional.empty()));
            if (result == TicketStore.AppendResult.STORED) {
                commit.turn().ifPresent(this::take);
            }
            return result;
        }

        boolean isNext(TicketCommit.Turn turn) {
            return turns(turn.team()).count() + 1 == turn.taken().count();
        }

        void take(TicketCommit.Turn turn) {
            turns.put(turn.team(), turn.taken());
        }

        @Override
        public Assignment.Turns turns(TeamId team) {
            return turns.getOrDefault(team, Assignment.Turns.none());
        }
    }
}
