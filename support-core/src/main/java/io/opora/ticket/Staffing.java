package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.ActorId;
import io.opora.routing.Assignment;
import io.opora.sla.BusinessCalendar;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who works in a team, and how the team's requests are handed out to them. A desk that is told of it hands out every request that
 * waits in the team: one that is nobody's, not put aside, in a phase where it is the staff's turn
 * ({@link io.opora.workflow.Phase#NEW}, {@link io.opora.workflow.Phase#OPEN}). It does so right after the request has come to the
 * team, in a step of its own by {@link io.opora.access.Actor#SYSTEM}; what nobody can take then is offered again by
 * {@link Tickets#tick}, the most urgent first. Why somebody got it is kept in the history, for the staff.
 *
 * <p>
 * How many requests an agent has is counted by the desk: those of any team that are theirs and in the phases above. On any number
 * of nodes, handing out the requests of one team takes turns, so nobody is given more than they can take by it. People may still
 * take or be given more, and so may two teams that share an agent.
 *
 * <p>
 * Whoever had a request last and does not have it any more is not given it again by the desk.
 *
 * @param team the team
 * @param strategy who gets the next request
 * @param members asked at each request, by any thread, so it has to be quick: who works in the team now, at most
 *        {@value Assignment#MAX_AGENTS}; when it throws, or what it gives is not allowed, a warning is logged and the request waits
 * @param needs which skills a request needs; names in the sense of {@link io.opora.Names}
 * @param untouched when a request goes back to the team that the desk gave to somebody who has not touched it
 */
public record Staffing(TeamId team, Assignment strategy, Supplier<? extends Collection<Member>> members,
        Function<? super Ticket, Set<String>> needs, Optional<Return> untouched) {

    /** Checks that nothing is missing. */
    public Staffing {
        requireNonNull(team, "team");
        requireNonNull(strategy, "strategy");
        requireNonNull(members, "members");
        requireNonNull(needs, "needs");
        requireNonNull(untouched, "untouched");
    }

    /**
     * Staffing of a team whose requests need no skills and stay with whom they were given to.
     *
     * @param team the team
     * @param strategy who gets the next request
     * @param members who works in the team now
     * @return the staffing
     */
    public static Staffing of(TeamId team, Assignment strategy, Supplier<? extends Collection<Member>> members) {
        return new Staffing(team, strategy, members, ticket -> Set.of(), Optional.empty());
    }

    /**
     * The same with other skills that requests need.
     *
     * @param skills which skills a request needs, such as its language: asked often, so it has to be quick
     * @return the staffing
     */
    public Staffing needing(Function<? super Ticket, Set<String>> skills) {
        return new Staffing(team, strategy, members, skills, untouched);
    }

    /**
     * The same with requests that go back to the team when whom they were given to has not touched them: has neither written, nor
     * moved, nor changed anything since.
     *
     * @param after how much working time they have
     * @param calendar what working time is
     * @return the staffing
     * @throws InvalidInputException if the time is not longer than nothing
     */
    public Staffing returning(Duration after, BusinessCalendar calendar) {
        return new Staffing(team, strategy, members, needs, Optional.of(new Return(after, calendar)));
    }

    /**
     * Somebody who works in a team.
     *
     * @param id who
     * @param skills what they can do; names in the sense of {@link io.opora.Names}, at most {@value Assignment#MAX_SKILLS}
     * @param capacity how many requests they can have at a time; 0 or more
     * @param available whether they take requests now
     */
    public record Member(ActorId id, Set<String> skills, int capacity, boolean available) {

        /** Checks that nothing is missing and takes an unmodifiable copy. */
        public Member {
            requireNonNull(id, "id");
            skills = Set.copyOf(skills);
        }

        /**
         * Somebody who takes requests and has no skills that matter.
         *
         * @param id who
         * @param capacity how many requests they can have at a time; 0 or more
         * @return the member
         */
        public static Member of(String id, int capacity) {
            return new Member(ActorId.of(id), Set.of(), capacity, true);
        }

        /**
         * The same person with other skills.
         *
         * @param names what they can do
         * @return the member
         */
        public Member with(String... names) {
            return new Member(id, Set.of(names), capacity, available);
        }

        /** {@return the same person who takes no requests now} */
        public Member away() {
            return new Member(id, skills, capacity, false);
        }
    }

    /**
     * When requests go back that nobody has touched.
     *
     * @param after how much working time they have
     * @param calendar what working time is
     */
    public record Return(Duration after, BusinessCalendar calendar) {

        /**
         * Checks the values.
         *
         * @throws InvalidInputException if the time is not longer than nothing
         */
        public Return {
            requireNonNull(calendar, "calendar");
            if (!after.isPositive()) {
                throw new InvalidInputException("staffing", new Violation("after", "range",
                        "must be longer than nothing, not " + after));
            }
        }
    }
}
