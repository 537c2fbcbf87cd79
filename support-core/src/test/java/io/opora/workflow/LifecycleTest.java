package io.opora.workflow;

import static io.opora.workflow.Defined.base;
import static io.opora.workflow.Defined.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.access.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final Status NEW = new Status("new", Phase.NEW);
    private static final Status OPEN = new Status("open", Phase.OPEN);
    private static final Set<Role> AGENT = Set.of(Role.AGENT);
    private static final Set<Role> CUSTOMER = Set.of(Role.CUSTOMER);

    /** The context is the set of the guards that object. */
    private static Guard<Set<String>> guard(String name) {
        return objecting -> objecting.contains(name)
                ? Optional.of(Reason.of("no-" + name, name + " objects"))
                : Optional.empty();
    }

    private static final Map<String, Guard<Set<String>>> GUARDS = Map.of("spam", guard("spam"), "paid", guard("paid"),
            "unused", guard("unused"));

    private static Workflow ending() {
        return base().role(Role.of("boss"))
                .transition("end", t -> t.from("open").to("closed").by(Role.AGENT, Role.of("boss")).guard("spam"))
                .transition("end", t -> t.from("open").to("solved").by(Role.AGENT).guard("spam", "paid")
                        .requires("resolution", "amount"))
                .transition("end", t -> t.from("open").to("pending").by(Role.of("boss")))
                .transition("poke", t -> t.from("open").to("open"))
                .onCustomerReply(Phase.OPEN, new ReplyRule.Take("poke")).build();
    }

    private static final Lifecycle<Set<String>> LIFECYCLE = Lifecycle.of(ending(), GUARDS);

    private static String taken(Lifecycle.MoveDecision decision) {
        return switch (decision) {
            case Lifecycle.MoveDecision.Taken(Transition transition) -> transition.toString();
            case Lifecycle.MoveDecision.Denied(List<Reason> reasons) -> "denied: " + reasons;
        };
    }

    private static List<Reason> reasons(Lifecycle.MoveDecision decision) {
        assertThat(decision).isInstanceOf(Lifecycle.MoveDecision.Denied.class);
        return ((Lifecycle.MoveDecision.Denied) decision).reasons();
    }

    @Nested
    class Binding {

        @Test
        void itKnowsItsWorkflow() {
            assertThat(LIFECYCLE.workflow()).isEqualTo(ending());
        }

        @Test
        void guardsThatAreNotRegisteredAreAllListedWithTheNearest() {
            assertThat(refusalOf(() -> Lifecycle.of(ending(), Map.of("piad", guard("paid"))))).containsExactly(
                    new Violation("guards.paid", "unknown-guard",
                            "no guard is registered as 'paid'; did you mean 'piad'?"),
                    new Violation("guards.spam", "unknown-guard",
                            "no guard is registered as 'spam'; there is piad"));
            assertThatThrownBy(() -> Lifecycle.of(ending(), Map.of())).isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("Invalid guards of workflow base@3:")
                    .hasMessageContaining("no guard is registered as 'paid'; there is none");
        }

        @Test
        void changingTheMapAfterwardsChangesNothing() {
            Map<String, Guard<Set<String>>> guards = new HashMap<>(GUARDS);
            Lifecycle<Set<String>> lifecycle = Lifecycle.of(ending(), guards);
            guards.clear();
            assertThat(taken(lifecycle.decide(OPEN, "end", AGENT, Set.of(), Set.of())))
                    .isEqualTo("open --end--> closed");
        }
    }

    @Nested
    class Deciding {

        @Test
        void theFirstCandidateThatPassesIsTaken() {
            assertThat(taken(LIFECYCLE.decide(OPEN, "end", AGENT, Set.of(), Set.of())))
                    .isEqualTo("open --end--> closed");
            assertThat(taken(LIFECYCLE.decide(OPEN, "end", Set.of(Role.CUSTOMER, Role.of("boss")), Set.of(),
                    Set.of("spam")))).isEqualTo("open --end--> pending");
        }

        @Test
        void anAcceptedMoveIsTheSameObjectEveryTime() {
            Lifecycle.MoveDecision first = LIFECYCLE.decide(NEW, "start", AGENT, Set.of(), Set.of());
            assertThat(taken(first)).isEqualTo("new --start--> open");
            assertThat(LIFECYCLE.decide(NEW, "start", AGENT, Set.of("x"), Set.of("paid"))).isSameAs(first);
        }

        @Test
        void fieldsThatAreThereLetACandidatePass() {
            Lifecycle<Set<String>> lifecycle = Lifecycle.of(base()
                    .transition("drop", t -> t.from("new").to("closed").by(Role.AGENT).requires("b", "a")).build(),
                    Map.of());
            assertThat(taken(lifecycle.decide(NEW, "drop", AGENT, Set.of("a", "b", "c"), Set.of())))
                    .isEqualTo("new --drop--> closed");
            assertThat(reasons(lifecycle.decide(NEW, "drop", AGENT, Set.of("b"), Set.of()))).containsExactly(
                    new Reason("field-required", "'{action}' needs the field '{field}'",
                            Map.of("action", "drop", "field", "a")));
            assertThat(reasons(lifecycle.decide(NEW, "drop", AGENT, Set.of(), Set.of()))).extracting(Reason::message)
                    .containsExactly("'drop' needs the field 'a'", "'drop' needs the field 'b'");
        }

        @Test
        void everyReasonOfEveryCandidateIsListedOnceInOrder() {
            List<Reason> reasons = reasons(LIFECYCLE.decide(OPEN, "end", CUSTOMER, Set.of(), Set.of("spam", "paid")));
            assertThat(reasons).extracting(Reason::toString).containsExactly(
                    "right-missing: 'end' is the right of agent, boss", "no-spam: spam objects",
                    "right-missing: 'end' is the right of agent", "field-required: 'end' needs the field 'amount'",
                    "field-required: 'end' needs the field 'resolution'", "no-paid: paid objects",
                    "right-missing: 'end' is the right of boss");
            assertThat(reasons.getFirst().facts())
                    .isEqualTo(Map.of("action", "end", "roles", List.of("agent", "boss")));
            assertThat(reasons(LIFECYCLE.decide(OPEN, "end", CUSTOMER, Set.of(), Set.of("spam", "paid"))))
                    .isEqualTo(reasons);
        }

        @Test
        void anUnknownActionIsAnsweredWithThoseThatThereAre() {
            assertThat(reasons(LIFECYCLE.decide(OPEN, "finish", AGENT, Set.of(), Set.of()))).containsExactly(
                    new Reason("unknown-action", "There is no '{action}' from '{from}', only ask, end, poke, solve",
                            Map.of("action", "finish", "from", "open", "allowed",
                                    List.of("ask", "end", "poke", "solve"))));
            assertThat(reasons(LIFECYCLE.decide(new Status("closed", Phase.CLOSED), "solve", AGENT, Set.of(),
                    Set.of()))).extracting(Reason::toString)
                    .containsExactly("unknown-action: Nothing leads out of 'closed'");
        }

        @Test
        void anUnknownStatusIsAReasonToo() {
            assertThat(reasons(LIFECYCLE.decide(new Status("gone", Phase.OPEN), "solve", AGENT, Set.of(), Set.of())))
                    .containsExactly(new Reason("unknown-status", "'{status}' is no status of workflow {workflow}",
                            Map.of("status", "gone", "workflow", "base@3")));
        }

        @Test
        void whatOnlyRulesTakeIsNobodysRight() {
            assertThat(reasons(LIFECYCLE.decide(OPEN, "poke", AGENT, Set.of(), Set.of()))).containsExactly(
                    new Reason("right-missing", "'{action}' is left to the rules of the workflow",
                            Map.of("action", "poke", "roles", List.of())));
        }

        @Test
        void whatAGuardThrowsComesThroughUnchanged() {
            IllegalStateException failure = new IllegalStateException("stock service is away");
            Lifecycle<Set<String>> lifecycle = Lifecycle.of(ending(), Map.of("paid", guard("paid"), "spam", context -> {
                throw failure;
            }));
            assertThat(catchThrowable(() -> lifecycle.decide(OPEN, "end", AGENT, Set.of(), Set.of())))
                    .isSameAs(failure);
            assertThat(catchThrowable(() -> lifecycle.moves(OPEN, AGENT, Set.of()))).isSameAs(failure);
        }

        @Test
        @SuppressWarnings("NullAway") // a guard written without null checks may well answer null
        void aGuardThatAnswersNullIsNamed() {
            Lifecycle<Set<String>> lifecycle = Lifecycle.of(ending(), Map.of("paid", guard("paid"), "spam",
                    context -> null));
            assertThatThrownBy(() -> lifecycle.decide(OPEN, "end", AGENT, Set.of(), Set.of()))
                    .isInstanceOf(NullPointerException.class).hasMessage("guard 'spam' answered null");
        }

        @Test
        void whereNoGuardIsAskedNoContextIsNeeded() {
            assertThat(LIFECYCLE.asksGuards(OPEN, "poke")).isFalse();
            assertThat(LIFECYCLE.asksGuards(OPEN, "fly")).isFalse();
            assertThat(LIFECYCLE.asksGuards(NEW, "end")).isFalse();
            assertThat(LIFECYCLE.asksGuards(new Status("lost", Phase.OPEN), "end")).isFalse();
            assertThat(taken(LIFECYCLE.decide(NEW, "start", AGENT, Set.of()))).isEqualTo("new --start--> open");
            assertThat(LIFECYCLE.decide(OPEN, "fly", AGENT, Set.of()))
                    .isEqualTo(LIFECYCLE.decide(OPEN, "fly", AGENT, Set.of(), Set.of()));
        }

        @Test
        void whereAGuardIsAskedAContextIsNeeded() {
            assertThat(LIFECYCLE.asksGuards(OPEN, "end")).isTrue();
            assertThatThrownBy(() -> LIFECYCLE.decide(OPEN, "end", AGENT, Set.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'end' asks the guard 'spam', which needs a context");
        }

        @Test
        void eachGuardIsAskedOnceForEachCandidate() {
            List<String> asked = new ArrayList<>();
            Lifecycle<String> lifecycle = Lifecycle.of(ending(), Map.of("spam", context -> {
                asked.add("spam");
                return Optional.of(Reason.of("spam", "spam"));
            }, "paid", context -> {
                asked.add("paid");
                return Optional.empty();
            }));
            lifecycle.decide(OPEN, "end", AGENT, Set.of(), "");
            assertThat(asked).containsExactly("spam", "spam", "paid");
        }
    }

    @Nested
    class ByRule {

        @Test
        void rolesAreNotAsked() {
            assertThat(taken(LIFECYCLE.decideByRule(OPEN, "poke", Set.of()))).isEqualTo("open --poke--> open");
            assertThat(taken(LIFECYCLE.decideByRule(NEW, "start", Set.of()))).isEqualTo("new --start--> open");
        }

        @Test
        void guardsAreAskedAndNoFieldIsThere() {
            Lifecycle<Set<String>> lifecycle = Lifecycle.of(base()
                    .transition("end", t -> t.from("open").to("closed").by(Role.AGENT).guard("spam"))
                    .transition("end", t -> t.from("open").to("solved").by(Role.AGENT).requires("f")).build(), GUARDS);
            assertThat(reasons(lifecycle.decideByRule(OPEN, "end", Set.of("spam")))).extracting(Reason::code)
                    .containsExactly("no-spam", "field-required");
        }

        @Test
        void anUnknownActionIsRefused() {
            assertThat(reasons(LIFECYCLE.decideByRule(OPEN, "nope", Set.of()))).extracting(Reason::code)
                    .containsExactly("unknown-action");
        }
    }

    @Nested
    class Moves {

        private List<String> moves(Status from, Set<Role> roles, Set<String> objecting) {
            return LIFECYCLE.moves(from, roles, objecting).stream().map(Transition::toString).toList();
        }

        @Test
        void theyAreWhatRolesAndGuardsAllow() {
            assertThat(moves(OPEN, AGENT, Set.of())).containsExactly("open --ask--> pending", "open --end--> closed",
                    "open --solve--> solved");
            assertThat(moves(OPEN, CUSTOMER, Set.of())).isEmpty();
            assertThat(moves(OPEN, Set.of(Role.of("boss")), Set.of("spam"))).containsExactly("open --end--> pending");
        }

        @Test
        void aStatusWithoutExitsOrOfAnotherWorkflowHasNone() {
            assertThat(moves(new Status("closed", Phase.CLOSED), AGENT, Set.of())).isEmpty();
            assertThat(moves(new Status("gone", Phase.OPEN), AGENT, Set.of())).isEmpty();
        }

        @Test
        void aMissingFieldExcludesNoMoveAndHidesNoLaterOne() {
            Lifecycle<Set<String>> lifecycle = Lifecycle.of(base()
                    .transition("end", t -> t.from("new").to("closed").by(Role.AGENT).guard("spam").requires("a", "b"))
                    .transition("end", t -> t.from("new").to("open").by(Role.AGENT).guard("paid").requires("a"))
                    .transition("end", t -> t.from("new").to("pending").by(Role.AGENT).guard("unused")
                            .requires("a", "c"))
                    .transition("end", t -> t.from("new").to("solved").by(Role.AGENT)).build(), GUARDS);
            assertThat(lifecycle.moves(NEW, AGENT, Set.of())).extracting(Transition::toString).containsExactly(
                    "new --end--> closed", "new --end--> open", "new --end--> solved", "new --start--> open");
            // what hid it objects now
            assertThat(lifecycle.moves(NEW, AGENT, Set.of("paid"))).extracting(Transition::toString).containsExactly(
                    "new --end--> closed", "new --end--> pending", "new --end--> solved", "new --start--> open");
        }

        @Test
        void theListCannotBeChanged() {
            List<Transition> moves = LIFECYCLE.moves(OPEN, AGENT, Set.of());
            assertThatThrownBy(moves::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class MoreFields {

        private final Lifecycle<Set<String>> lifecycle = Lifecycle.of(ending(), GUARDS,
                Map.of("end", Set.of("amount", "product"), "poke", Set.of("product"), "fly", Set.of("wings")));

        @Test
        void areRequiredOfPeopleBesideThoseOfTheWorkflow() {
            assertThat(reasons(lifecycle.decide(OPEN, "end", Set.of(Role.of("boss")), Set.of("amount"), Set.of())))
                    .contains(new Reason("field-required", "'{action}' needs the field '{field}'",
                            Map.of("action", "end", "field", "product")));
            assertThat(taken(lifecycle.decide(OPEN, "end", AGENT, Set.of("amount", "product"), Set.of())))
                    .isEqualTo("open --end--> closed");
            assertThat(taken(lifecycle.decide(NEW, "start", AGENT, Set.of(), Set.of())))
                    .isEqualTo("new --start--> open");
        }

        @Test
        void standInTheTransitionsThatAreOfferedAndTakenButNotInTheWorkflow() {
            assertThat(lifecycle.moves(OPEN, Set.of(Role.of("boss")), Set.of("spam")))
                    .extracting(Transition::requiredFields).containsExactly(Set.of("amount", "product"));
            assertThat(lifecycle.decide(OPEN, "end", AGENT, Set.of("amount", "product"), Set.of()))
                    .isInstanceOfSatisfying(Lifecycle.MoveDecision.Taken.class, move -> assertThat(
                            move.transition().requiredFields()).containsExactly("amount", "product"));
            assertThat(lifecycle.workflow()).isEqualTo(ending());
        }

        @Test
        void areNotAskedOfRules() {
            assertThat(taken(lifecycle.decideByRule(OPEN, "poke", Set.of()))).isEqualTo("open --poke--> open");
        }
    }
}
