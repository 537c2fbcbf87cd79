package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.routing.Automation;
import io.opora.routing.Macro;
import io.opora.testing.TestDesk;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of macros: all or nothing, and what is previewed is what is done. */
class MacroProperties {

    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final TicketFacts FACTS = TicketFacts.of(FieldSet.none());
    private static final List<Macro.Step> STEPS = List.of(new Macro.Step.Reply("About {{subject}}"),
            new Macro.Step.Reply("Dear {{customer}}"), new Macro.Step.Note("Look"),
            new Macro.Step.Prioritize("high"), new Macro.Step.ChangeTags(List.of("vip"), List.of()),
            new Macro.Step.AssignToActor(), new Macro.Step.Take("start", Map.of()),
            new Macro.Step.Take("ask", Map.of()), new Macro.Step.Take("solve", Map.of()),
            new Macro.Step.Take("solve", Map.of("resolution", "done")), new Macro.Step.Take("reopen", Map.of()),
            new Macro.Step.SetField("resolution", Optional.of("done")));
    private static final Set<Operation> OF_STEPS = EnumSet.of(Operation.REPLY, Operation.NOTE, Operation.PRIORITIZE,
            Operation.TAG, Operation.ASSIGN, Operation.MOVE, Operation.CHANGE_FIELDS, Operation.APPLY_MACRO);

    @Provide
    Arbitrary<List<Macro.Step>> steps() {
        return Arbitraries.of(STEPS).list().ofMinSize(1).ofMaxSize(5).filter(MacroProperties::isMacro);
    }

    /** Some lists contradict themselves and are no macros. */
    private static boolean isMacro(List<Macro.Step> steps) {
        try {
            macro(steps);
            return true;
        } catch (io.opora.InvalidInputException e) {
            return false;
        }
    }

    private static Macro macro(List<Macro.Step> steps) {
        Macro.Builder macro = Macro.builder("any", "Any");
        steps.forEach(macro::step);
        return macro.build(FACTS.catalog());
    }

    @Provide
    Arbitrary<Set<Operation>> permitted() {
        return Arbitraries.of(OF_STEPS).set();
    }

    @Property(tries = 300)
    void aMacroIsAppliedWholeAsPreviewedOrChangesNothing(@ForAll("steps") List<Macro.Step> steps,
            @ForAll("permitted") Set<Operation> permitted, @ForAll boolean all) {
        Set<Operation> operations = EnumSet.of(Operation.READ, Operation.READ_HISTORY);
        operations.addAll(all ? OF_STEPS : permitted);
        AccessPolicy policy = AccessPolicy.builder().permit(Role.CUSTOMER, Relation.REQUESTER, Operation.OPEN)
                .permit(Role.SUPERVISOR, Relation.STAFF, Operation.READ_HISTORY)
                .permit(Role.AGENT, Relation.STAFF, operations.toArray(Operation[]::new)).build();
        try (TestDesk test = TestDesk.create(desk -> desk.macros(macro(steps)).access(policy))) {
            Tickets tickets = test.desk().tickets();
            Ticket before = test.openedBy("maria");
            List<TicketEvent> history = tickets.history(OLGA, before.id(), 0, 100);
            try {
                Decision preview = tickets.rules().preview(ANNA, before.id(), ApplyMacro.of("any"));
                assertThat(tickets.get(ANNA, before.id())).isEqualTo(before);
                Ticket after = tickets.handle(ANNA, before.id(), ApplyMacro.of("any"));
                assertThat(preview).isInstanceOfSatisfying(Decision.Accepted.class,
                        accepted -> assertThat(after).isEqualTo(accepted.ticket()));
                assertThat(Ticket.replay(tickets.history(OLGA, before.id(), 0, 100))).isEqualTo(after);
            } catch (AccessDeniedException | CommandRefusedException e) {
                assertThat(tickets.get(ANNA, before.id())).isEqualTo(before);
                assertThat(tickets.history(OLGA, before.id(), 0, 100)).isEqualTo(history);
            }
        }
    }

    @Property(tries = 100)
    void whatARuleAppliesIsWholeOrSaysWhyNot(@ForAll("steps") List<Macro.Step> steps) {
        List<Macro.Step> withoutActor = steps.stream().filter(step -> !(step instanceof Macro.Step.AssignToActor))
                .toList();
        if (withoutActor.isEmpty()) {
            return;
        }
        Macro macro = macro(withoutActor);
        Automation rules = Automation.builder("rules", 1)
                .on("any", "opened", Condition.always(), "any").build(FACTS.catalog(), List.of(macro));
        try (TestDesk test = TestDesk.create(desk -> desk.macros(macro).automation(rules))) {
            Ticket before = test.openedBy("maria");
            test.desk().events().drain(100);
            List<TicketEvent> history = test.desk().tickets().history(ANNA, before.id(), 2, 100);
            assertThat(history.getFirst()).isInstanceOfSatisfying(TicketEvent.Explained.class, explained -> {
                if (!explained.refused().isEmpty()) {
                    assertThat(history).hasSize(1);
                }
            });
            assertThat(history.subList(1, history.size())).noneMatch(TicketEvent.Explained.class::isInstance);
        }
    }
}
