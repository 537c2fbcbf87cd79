package io.opora.routing;

import static io.opora.routing.Desk.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.Reason;
import io.opora.routing.Assignment.Agent;
import io.opora.routing.Assignment.Choice;
import io.opora.routing.Assignment.Turns;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AssignmentTest {

    private static final Agent ANNA = new Agent("anna", Set.of("java", "lang-ru"), 3, 1, true);
    private static final Agent BORIS = new Agent("boris", Set.of("sql"), 10, 2, true);
    private static final Agent CLARA = new Agent("clara", Set.of("java", "sql"), 5, 5, true);
    private static final Agent DMITRI = new Agent("dmitri", Set.of("java", "sql", "lang-ru"), 5, 0, false);
    private static final List<Agent> TEAM = List.of(DMITRI, CLARA, BORIS, ANNA);

    private static Choice.Chosen chosen(Choice choice) {
        assertThat(choice).isInstanceOf(Choice.Chosen.class);
        return (Choice.Chosen) choice;
    }

    private static List<String> obstacles(Choice choice) {
        assertThat(choice).isInstanceOf(Choice.Nobody.class);
        return ((Choice.Nobody) choice).reasons().stream().map(Reason::toString).toList();
    }

    @Test
    void whoHasWaitedLongestIsNext() {
        Turns turns = new Turns(7, Map.of("anna", 6L, "boris", 7L, "clara", 1L, "gone", 3L));
        Choice.Chosen choice = chosen(Assignment.ROUND_ROBIN.choose(Set.of(), TEAM, turns));

        assertThat(choice.agent()).isEqualTo("anna");
        assertThat(choice.because()).hasToString("longest-waiting: has waited longest of 2");
        assertThat(choice.turns()).as("the next turn, without who is gone")
                .isEqualTo(new Turns(8, Map.of("anna", 8L, "boris", 7L, "clara", 1L)));
        assertThat(chosen(Assignment.ROUND_ROBIN.choose(Set.of(), TEAM, choice.turns())).agent()).isEqualTo("boris");
    }

    @Test
    void whoNeverHadATurnHasWaitedLongestAndTheNameDecidesBetweenSeveral() {
        assertThat(chosen(Assignment.ROUND_ROBIN.choose(Set.of(), TEAM, new Turns(1, Map.of("anna", 1L)))).agent())
                .isEqualTo("boris");
        assertThat(chosen(Assignment.ROUND_ROBIN.choose(Set.of(), TEAM, Turns.none())).turns())
                .isEqualTo(new Turns(1, Map.of("anna", 1L)));
    }

    @Test
    void theLeastShareOfCapacityIsNext() {
        Choice.Chosen choice = chosen(Assignment.LEAST_LOADED.choose(Set.of(), TEAM, Turns.none()));

        assertThat(choice.agent()).isEqualTo("boris");
        assertThat(choice.because()).hasToString("least-loaded: has 2 of 10, the least share of 2");
    }

    @Test
    void ofEqualSharesWhoHasWaitedLongestIsNext() {
        List<Agent> even = List.of(new Agent("a", Set.of(), 4, 2, true), new Agent("b", Set.of(), 2, 1, true));

        assertThat(
                chosen(Assignment.LEAST_LOADED.choose(Set.of(), even, new Turns(2, Map.of("a", 2L, "b", 1L)))).agent())
                .isEqualTo("b");
        assertThat(
                chosen(Assignment.LEAST_LOADED.choose(Set.of(), even, new Turns(2, Map.of("a", 1L, "b", 2L)))).agent())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhoHasEverySkillIsChosen(Assignment assignment) {
        assertThat(chosen(assignment.choose(Set.of("java"), TEAM, Turns.none())).agent()).isEqualTo("anna");
        assertThat(chosen(assignment.choose(Set.of("sql"), TEAM, Turns.none())).agent()).isEqualTo("boris");
        assertThat(obstacles(assignment.choose(Set.of("sql", "java"), TEAM, Turns.none()))).containsExactly(
                "away: 1 of 4 are away", "full: 1 of 4 have all that they can take",
                "unskilled: 2 of 4 lack one of java, sql");
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsChosenWhoIsAwayOrHasNoRoom(Assignment assignment) {
        assertThat(obstacles(assignment.choose(Set.of(), List.of(CLARA), Turns.none())))
                .containsExactly("full: 1 of 1 have all that they can take");
        assertThat(obstacles(assignment.choose(Set.of("java"), List.of(DMITRI), Turns.none())))
                .containsExactly("away: 1 of 1 are away");
        assertThat(obstacles(assignment.choose(Set.of(), List.of(new Agent("x", Set.of(), 0, 0, true)), Turns.none())))
                .containsExactly("full: 1 of 1 have all that they can take");
        assertThat(obstacles(assignment.choose(Set.of(), List.of(new Agent("x", Set.of(), 1, 5, true)), Turns.none())))
                .containsExactly("full: 1 of 1 have all that they can take");
        assertThat(obstacles(assignment.choose(Set.of(), List.of(), Turns.none())))
                .containsExactly("no-agents: there are no agents");
    }

    @Test
    void sharesAreComparedExactlyHoweverBigTheNumbersAre() {
        List<Agent> big = List.of(new Agent("a", Set.of(), Integer.MAX_VALUE, Integer.MAX_VALUE - 1, true),
                new Agent("b", Set.of(), Integer.MAX_VALUE, Integer.MAX_VALUE - 2, true));
        assertThat(chosen(Assignment.LEAST_LOADED.choose(Set.of(), big, Turns.none())).agent()).isEqualTo("b");
    }

    @Test
    void inputIsCheckedWithEverythingThatIsWrong() {
        assertThat(refusal(() -> new Agent(" ", Set.of("Java"), -1, -2, true))).containsExactly(
                "not-blank id: the id of an agent is blank",
                "name skills: 'Java' is no skill: lower-case letters, digits and hyphens, beginning with a letter, at most"
                        + " 64 characters",
                "negative capacity: -2 is too few: 0 or more is needed");
        assertThat(refusal(() -> new Agent("x", Set.of(), 0, -1, true)))
                .containsExactly("negative load: -1 is too few: 0 or more is needed");
        assertThat(refusal(
                () -> Assignment.ROUND_ROBIN.choose(Set.of("B", "A"), List.of(ANNA, BORIS, ANNA), Turns.none())))
                .containsExactly(
                        "name skills: 'A' is no skill: lower-case letters, digits and hyphens, beginning with a letter, at"
                                + " most 64 characters",
                        "name skills: 'B' is no skill: lower-case letters, digits and hyphens, beginning with a letter, at"
                                + " most 64 characters",
                        "duplicate agents: agent 'anna' is there twice");
    }

    @Test
    void inputIsBounded() {
        Set<String> skills = IntStream.range(0, 101).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        assertThat(refusal(() -> new Agent("x", skills, 1, 1, true)))
                .containsExactly("too-many skills: 101 are too many: at most 100 skills");
        Set<String> most = IntStream.range(0, 100).mapToObj(i -> "s" + i).collect(Collectors.toSet());
        List<Agent> team = IntStream.range(0, 1_001).mapToObj(i -> new Agent("a" + i, most, 1, 0, true)).toList();
        assertThat(chosen(Assignment.ROUND_ROBIN.choose(most, team.subList(1, 1_001), Turns.none())).agent())
                .isEqualTo("a1");
        assertThat(refusal(() -> Assignment.ROUND_ROBIN.choose(Set.of(), team, Turns.none())))
                .containsExactly("too-many agents: 1001 are too many: at most 1000 agents");
    }
}
