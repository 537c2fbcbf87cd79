package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.Reason;
import io.opora.access.Actor;
import io.opora.workflow.ArbitraryWorkflows;
import io.opora.workflow.Guard;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * R2 and R3: random moves in random workflows against a small model, which knows nothing but the rows of the workflow and
 * looks through all of them each time. The seed stands in each failure's message.
 */
class WorkflowModelTest {

    private static final int WORKFLOWS = 500;
    private static final int STEPS = 2_000;
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private static final FieldSet FIELDS = FieldSet.of(ArbitraryWorkflows.FIELDS.stream().map(
            name -> FieldDefinition.builder(name, FieldDefinition.Type.text()).visibleToCustomers().build()).toList());

    /** What the model says of a move: where it leads, or why it does not. */
    private record Expected(Optional<Transition> taken, Set<String> codes) {}

    @Tag("volume")
    @Test
    void aMillionMovesNeverGoWhereTheWorkflowDoesNotAndEveryRefusalSaysWhy() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long accepted = 0;
        for (int i = 0; i < WORKFLOWS; i++) {
            Workflow workflow = ArbitraryWorkflows.workflows().generator(1_000).next(random).value();
            accepted += walk(workflow, random, "seed " + seed + ", workflow " + i);
        }
        assertThat(accepted).as("seed %s: moves that were accepted", seed).isBetween(1L * WORKFLOWS * STEPS / 20,
                1L * WORKFLOWS * STEPS * 19 / 20);
    }

    private static long walk(Workflow workflow, Random random, String where) {
        RandomCommands commands = new RandomCommands(workflow, random);
        // a guard agrees or not by the move's fields, so that the model can ask it again
        Map<String, Guard<Move.Context>> guards = ArbitraryWorkflows.GUARDS.stream()
                .collect(Collectors.toMap(Function.identity(), name -> seen -> agrees(name, seen.fields().keySet())
                        ? Optional.empty()
                        : Optional.of(Reason.of("guard-" + name, "The guard says no"))));
        TicketLifecycle rules = TicketLifecycle.of(workflow, guards, FIELDS);
        Ticket fresh = rules.open(OpenTicket.builder("s", "t").requester(Requester.of("maria")).build(),
                TicketId.generate(NOW, random), TicketNumber.of(1), Locale.ENGLISH, Actor.agent("anna"), NOW).ticket();
        Ticket ticket = fresh;
        long accepted = 0;
        for (int step = 0; step < STEPS; step++) {
            Move move = commands.move();
            Actor actor = commands.actor();
            Expected expected = expected(workflow, ticket, move, actor);
            switch (rules.decide(ticket, move, actor, NOW)) {
                case Decision.Accepted done -> {
                    accepted++;
                    if (!expected.taken().map(Transition::to).equals(Optional.of(done.ticket().status()))) {
                        throw new AssertionError(where + ": " + ticket + " " + move + " led to "
                                + done.ticket().status() + ", not to " + expected);
                    }
                    ticket = done.ticket().phase().isFinished() && random.nextBoolean() ? fresh : done.ticket();
                }
                case Decision.Refused refused -> {
                    Set<String> codes = refused.reasons().stream().map(Reason::code).collect(Collectors.toSet());
                    if (expected.taken().isPresent() || !codes.equals(expected.codes())) {
                        throw new AssertionError(where + ": " + ticket + " " + move + " was refused with " + codes
                                + ", not " + expected);
                    }
                    ticket = ticket.phase().isFinished() && random.nextInt(4) == 0 ? fresh : ticket;
                }
                case Decision.FollowUp followUp -> throw new AssertionError(where + ": a move follows nothing up");
            }
        }
        return accepted;
    }

    private static boolean agrees(String guard, Set<String> fields) {
        return (guard.length() + fields.size()) % 2 == 0;
    }

    private static Expected expected(Workflow workflow, Ticket ticket, Move move, Actor actor) {
        Set<String> codes = new LinkedHashSet<>();
        boolean known = false;
        Set<String> filled = new HashSet<>(ticket.fields().keySet());
        filled.addAll(move.fields().keySet());
        for (Transition row : workflow.transitions()) {
            if (row.from().equals(ticket.status()) && row.action().equals(move.action())) {
                known = true;
                List<String> against = new ArrayList<>();
                if (row.roles().stream().noneMatch(actor.roles()::contains)) {
                    against.add("right-missing");
                }
                if (!filled.containsAll(row.requiredFields())) {
                    against.add("field-required");
                }
                row.guards().stream().filter(guard -> !agrees(guard, move.fields().keySet()))
                        .forEach(guard -> against.add("guard-" + guard));
                if (against.isEmpty()) {
                    return new Expected(Optional.of(row), Set.of());
                }
                codes.addAll(against);
            }
        }
        return new Expected(Optional.empty(), known ? codes : Set.of("unknown-action"));
    }
}
