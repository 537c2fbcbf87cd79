package io.opora.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.routing.Assignment.Agent;
import io.opora.routing.Assignment.Choice;
import io.opora.routing.Assignment.Turns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AssignmentProperties {

    private static final List<String> SKILLS = List.of("java", "sql", "lang-ru");

    @Provide
    Arbitrary<List<Agent>> teams() {
        return Arbitraries.randomValue(random -> {
            List<Agent> team = new ArrayList<>();
            for (int i = random.nextInt(7); i >= 0; i--) {
                team.add(new Agent("agent-" + i, skills(random), random.nextInt(6), random.nextInt(4),
                        random.nextInt(4) > 0));
            }
            return team;
        });
    }

    @Provide
    Arbitrary<Turns> turns() {
        return Arbitraries.randomValue(random -> {
            Map<String, Long> last = new HashMap<>();
            for (long turn = 1; turn <= 10; turn++) {
                if (random.nextBoolean()) {
                    last.put("agent-" + random.nextInt(8), turn);
                }
            }
            return new Turns(10, last);
        });
    }

    @Provide
    Arbitrary<Set<String>> needed() {
        return Arbitraries.randomValue(AssignmentProperties::skills);
    }

    private static Set<String> skills(Random random) {
        return Set.copyOf(SKILLS.subList(0, random.nextInt(SKILLS.size() + 1)));
    }

    private static boolean isEligible(Agent agent, Set<String> needed) {
        return agent.available() && agent.load() < agent.capacity() && agent.skills().containsAll(needed);
    }

    @Property(tries = 2_000)
    void somebodyEligibleIsChosenIfThereIsAnybodyAndNobodyElse(@ForAll Assignment assignment,
            @ForAll("teams") List<Agent> team, @ForAll("needed") Set<String> needed, @ForAll("turns") Turns turns) {
        switch (assignment.choose(needed, team, turns)) {
            case Choice.Chosen chosen -> {
                assertThat(team).anyMatch(agent -> agent.id().equals(chosen.agent()) && isEligible(agent, needed));
                assertThat(chosen.turns().count()).isEqualTo(turns.count() + 1);
                assertThat(chosen.turns().last()).containsEntry(chosen.agent(), turns.count() + 1);
            }
            case Choice.Nobody nobody -> {
                assertThat(team).noneMatch(agent -> isEligible(agent, needed));
                assertThat(nobody.reasons()).isNotEmpty();
            }
        }
    }

    @Property(tries = 500)
    void theOrderInWhichAgentsAreListedDoesNotMatter(@ForAll Assignment assignment, @ForAll("teams") List<Agent> team,
            @ForAll("turns") Turns turns, @ForAll Random random) {
        List<Agent> shuffled = new ArrayList<>(team);
        Collections.shuffle(shuffled, random);
        assertThat(assignment.choose(Set.of(), shuffled, turns)).isEqualTo(assignment.choose(Set.of(), team, turns));
    }

    /** Whatever the turns before: any number of requests is spread evenly, to within one. */
    @Property(tries = 500)
    void takingTurnsGivesEveryEligibleAgentAsManyToWithinOne(@ForAll("teams") List<Agent> team,
            @ForAll("needed") Set<String> needed, @ForAll("turns") Turns before,
            @ForAll @IntRange(max = 40) int requests) {
        List<String> eligible = team.stream().filter(agent -> isEligible(agent, needed)).map(Agent::id).toList();
        Map<String, Integer> given = new HashMap<>();
        Turns turns = before;
        for (int i = 0; i < requests; i++) {
            if (Assignment.ROUND_ROBIN.choose(needed, team, turns) instanceof Choice.Chosen chosen) {
                given.merge(chosen.agent(), 1, Integer::sum);
                turns = chosen.turns();
            }
        }
        assertThat(eligible).containsAll(given.keySet());
        for (String agent : eligible) {
            assertThat(given.getOrDefault(agent, 0)).isBetween(requests / eligible.size(),
                    (requests + eligible.size() - 1) / eligible.size());
        }
    }

    /** With loads that grow as requests are given: capacity is filled to the last place, evenly, and never beyond. */
    @Property(tries = 500)
    void capacityIsFilledEvenlyAndNeverPassed(@ForAll Assignment assignment, @ForAll("teams") List<Agent> team,
            @ForAll @IntRange(max = 40) int requests) {
        List<Agent> now = new ArrayList<>(team);
        Turns turns = Turns.none();
        int given = 0;
        for (int i = 0; i < requests; i++) {
            if (assignment.choose(Set.of(), now, turns) instanceof Choice.Chosen chosen) {
                given++;
                turns = chosen.turns();
                now.replaceAll(agent -> agent.id().equals(chosen.agent()) ? loaded(agent) : agent);
            }
        }
        int room = team.stream().filter(Agent::available)
                .mapToInt(agent -> Math.max(0, agent.capacity() - agent.load())).sum();
        assertThat(given).isEqualTo(Math.min(requests, room));
        for (int i = 0; i < team.size(); i++) {
            Agent before = team.get(i);
            Agent after = now.get(i);
            assertThat(after.load()).isLessThanOrEqualTo(Math.max(before.load(), before.capacity()));
            if (assignment == Assignment.LEAST_LOADED && after.load() > before.load()) {
                // before its last request, its share was the least of those who still have room
                assertThat(now).noneMatch(other -> isEligible(other, Set.of())
                        && other.load() * after.capacity() < (after.load() - 1) * other.capacity());
            }
        }
    }

    @Property(tries = 20)
    void nodesThatStoreTurnsUnderTheirNumberAreFairTogether(@ForAll @IntRange(min = 1, max = 7) int agents,
            @ForAll @IntRange(min = 1, max = 60) int requests) throws Exception {
        List<Agent> team = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            team.add(new Agent("agent-" + i, Set.of(), 1_000, 0, true));
        }
        AtomicReference<Turns> stored = new AtomicReference<>(Turns.none());
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < requests; i++) {
                answers.add(nodes.submit(() -> assign(team, stored)));
            }
        }
        Map<String, Integer> given = new HashMap<>();
        for (Future<String> answer : answers) {
            given.merge(answer.get(), 1, Integer::sum);
        }
        for (Agent agent : team) {
            assertThat(given.getOrDefault(agent.id(), 0)).isBetween(requests / agents,
                    (requests + agents - 1) / agents);
        }
        assertThat(stored.get().count()).isEqualTo(requests);
    }

    /** What a store does: the turns are replaced only if their number is still that which was read. */
    private static String assign(List<Agent> team, AtomicReference<Turns> stored) {
        while (true) {
            Turns read = stored.get();
            Choice.Chosen chosen = (Choice.Chosen) Assignment.ROUND_ROBIN.choose(Set.of(), team, read);
            boolean[] won = new boolean[1];
            stored.updateAndGet(now -> {
                won[0] = now.count() == read.count();
                return won[0] ? chosen.turns() : now;
            });
            if (won[0]) {
                return chosen.agent();
            }
        }
    }

    private static Agent loaded(Agent agent) {
        return new Agent(agent.id(), agent.skills(), agent.capacity(), agent.load() + 1, agent.available());
    }
}
