package io.opora.routing;

import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Reason;
import io.opora.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who of a team gets the next request. A decision is a function of what is given: the agents as they stand now, and the
 * {@link Turns} that were taken so far. Nobody gets a request who is away, has no room for it, or lacks a skill that it needs.
 *
 * <p>
 * <strong>Fair on any number of nodes.</strong> Two nodes that decide at the same moment see the same turns and would both choose
 * the same agent. So the turns of a team are stored with the number of turns as their version, and the assignment is stored
 * together with {@link Choice.Chosen#turns()} on the condition that the stored number is still {@link Turns#count()}: whoever
 * comes second reads agents and turns again and decides again. Reading has the same order: first the turns, then the agents, so
 * that an assignment in between is noticed.
 */
public enum Assignment {

    /** Who has waited longest for a request gets it. */
    ROUND_ROBIN,
    /**
     * Who uses the least share of what they can take gets it; of several, who has waited longest. So somebody who can take half
     * as many gets half as many.
     */
    LEAST_LOADED;

    /** The most agents among whom to choose. */
    public static final int MAX_AGENTS = 1_000;

    /** The most skills of an agent or a request. */
    public static final int MAX_SKILLS = 100;

    private static final Comparator<Candidate> LONGEST_WAITING = Comparator.comparingLong(Candidate::lastTurn)
            .thenComparing(candidate -> candidate.agent().id());

    /**
     * An agent as they stand now.
     *
     * @param id the host's id of the person, not blank
     * @param skills what they can do; names in the sense of {@link Names}, at most {@value #MAX_SKILLS}
     * @param capacity how many requests they can have at a time; 0 or more
     * @param load how many they have; 0 or more, also more than they can
     * @param available whether they take requests now
     */
    public record Agent(String id, Set<String> skills, int capacity, int load, boolean available) {

        /**
         * Checks everything and takes an unmodifiable copy.
         *
         * @throws InvalidInputException if the id is blank, a skill is no name or there are too many, or a number is negative
         */
        public Agent {
            requireNonNull(id, "id");
            skills = Set.copyOf(skills);
            Findings findings = new Findings();
            if (id.isBlank()) {
                findings.add("id", "not-blank", "the id of an agent is blank");
            }
            checkSkills(skills, findings);
            if (capacity < 0 || load < 0) {
                findings.add(capacity < 0 ? "capacity" : "load", "negative",
                        Math.min(capacity, load) + " is too few: 0 or more is needed");
            }
            findings.refuse("agent " + Spelling.shorten(id));
        }

        boolean hasRoom() {
            return load < capacity;
        }
    }

    /**
     * The turns that the agents of a team have taken: all the state that fairness needs. It is a value; {@link Choice.Chosen} brings
     * the next one.
     *
     * @param count how many requests have been handed out; the version under which the next turns are stored
     * @param last the number of the last turn of each agent, from 1; an agent without one has waited longest
     */
    public record Turns(long count, Map<String, Long> last) {

        /** Takes an unmodifiable copy. */
        public Turns {
            last = Map.copyOf(last);
        }

        /** {@return the turns of a team that has not had a request yet} */
        public static Turns none() {
            return new Turns(0, Map.of());
        }

        /** The turns after one more; agents who are no longer there are forgotten. */
        private Turns next(String agent, Set<String> team) {
            Map<String, Long> next = new HashMap<>(last);
            next.keySet().retainAll(team);
            next.put(agent, count + 1);
            return new Turns(count + 1, next);
        }
    }

    /** What was decided. */
    public sealed interface Choice {

        /**
         * An agent gets the request.
         *
         * @param agent the agent's id
         * @param because why this one
         * @param turns what is stored with the assignment
         */
        record Chosen(String agent, Reason because, Turns turns) implements Choice {

            /** Checks that nothing is missing. */
            public Chosen {
                requireNonNull(agent, "agent");
                requireNonNull(because, "because");
                requireNonNull(turns, "turns");
            }
        }

        /**
         * Nobody can take the request now. Nothing is stored; it waits in its team.
         *
         * @param reasons what stands in the way, with how many agents each concerns; an agent can count several times
         */
        record Nobody(List<Reason> reasons) implements Choice {

            /** Takes an unmodifiable copy. */
            public Nobody {
                reasons = List.copyOf(reasons);
            }
        }
    }

    private record Candidate(Agent agent, long lastTurn) {}

    /** Compares {@code load / capacity} without dividing. */
    private static int byShare(Candidate one, Candidate other) {
        return Long.compare((long) one.agent().load() * other.agent().capacity(),
                (long) other.agent().load() * one.agent().capacity());
    }

    /**
     * Chooses an agent for a request.
     *
     * @param skills what the request needs; names in the sense of {@link Names}, at most {@value #MAX_SKILLS}
     * @param agents the agents of the team, at most {@value #MAX_AGENTS}, each once; whoever must not get this request, such as
     *        the one who has just left it untouched, is there as not available, because the turns of who is not there are
     *        forgotten
     * @param turns the turns that they have taken so far
     * @return who gets it, or why nobody can
     * @throws InvalidInputException if a skill is no name, an agent is there twice, or there are too many of either
     */
    public Choice choose(Set<String> skills, Collection<Agent> agents, Turns turns) {
        Set<String> team = check(skills, agents);
        List<Candidate> candidates = agents.stream()
                .filter(agent -> agent.available() && agent.hasRoom() && agent.skills().containsAll(skills))
                .map(agent -> new Candidate(agent, turns.last().getOrDefault(agent.id(), 0L))).sorted(order()).toList();
        if (candidates.isEmpty()) {
            return new Choice.Nobody(obstacles(skills, agents));
        }
        Agent chosen = candidates.getFirst().agent();
        return new Choice.Chosen(chosen.id(), reason(chosen, candidates.size()), turns.next(chosen.id(), team));
    }

    private Comparator<Candidate> order() {
        return switch (this) {
            case ROUND_ROBIN -> LONGEST_WAITING;
            case LEAST_LOADED -> ((Comparator<Candidate>) Assignment::byShare).thenComparing(LONGEST_WAITING);
        };
    }

    private Reason reason(Agent chosen, int candidates) {
        Map<String, Object> facts = Map.of("agent", chosen.id(), "load", chosen.load(), "capacity", chosen.capacity(),
                "candidates", candidates);
        return switch (this) {
            case ROUND_ROBIN -> new Reason("longest-waiting", "has waited longest of {candidates}", facts);
            case LEAST_LOADED -> new Reason("least-loaded",
                    "has {load} of {capacity}, the least share of {candidates}", facts);
        };
    }

    private static Set<String> check(Set<String> skills, Collection<Agent> agents) {
        Findings findings = new Findings();
        checkSkills(skills, findings);
        if (agents.size() > MAX_AGENTS) {
            findings.add("agents", "too-many", agents.size() + " are too many: at most " + MAX_AGENTS + " agents");
        }
        Set<String> team = new HashSet<>();
        for (Agent agent : agents) {
            if (!team.add(agent.id())) {
                findings.add("agents", "duplicate", "agent " + Spelling.quote(agent.id()) + " is there twice");
            }
        }
        findings.refuse("request to be assigned");
        return team;
    }

    private static void checkSkills(Set<String> skills, Findings findings) {
        if (skills.size() > MAX_SKILLS) {
            findings.add("skills", "too-many", skills.size() + " are too many: at most " + MAX_SKILLS + " skills");
        }
        skills.stream().filter(skill -> !Names.isName(skill)).sorted()
                .forEach(skill -> findings.add("skills", "name", Spelling.malformed("skill", skill)));
    }

    private static List<Reason> obstacles(Set<String> skills, Collection<Agent> agents) {
        if (agents.isEmpty()) {
            return List.of(Reason.of("no-agents", "there are no agents"));
        }
        List<Reason> obstacles = new ArrayList<>();
        count(agents, agent -> !agent.available(), "away", "{count} of {all} are away", "", obstacles);
        count(agents, agent -> !agent.hasRoom(), "full", "{count} of {all} have all that they can take", "", obstacles);
        count(agents, agent -> !agent.skills().containsAll(skills), "unskilled",
                "{count} of {all} lack one of {skills}",
                Spelling.list(new TreeSet<>(skills)), obstacles);
        return obstacles;
    }

    private static void count(Collection<Agent> agents, Predicate<Agent> test, String code, String sentence,
            String skills,
            List<Reason> obstacles) {
        long count = agents.stream().filter(test).count();
        if (count > 0) {
            obstacles.add(new Reason(code, sentence, Map.of("count", count, "all", agents.size(), "skills", skills)));
        }
    }
}
