package io.opora.ticket;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Spelling;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Operation;
import io.opora.routing.Macro;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns macros into commands and decides these as one: a part of the shell. Safe for use by any number of threads. */
final class Macros {

    private final Map<String, Macro> macros;
    private final Gate gate;
    private final InputValidator validator;

    Macros(Collection<Macro> macros, Gate gate, InputValidator validator) {
        Map<String, Macro> byId = new LinkedHashMap<>();
        macros.forEach(macro -> byId.put(macro.id(), macro));
        this.macros = Collections.unmodifiableMap(byId);
        this.gate = gate;
        this.validator = validator;
    }

    List<Macro> all() {
        return List.copyOf(macros.values());
    }

    /** What comes of a macro that a person applies, with every reason against any of its steps. */
    Decision decide(TicketLifecycle lifecycle, Ticket ticket, ApplyMacro command, Actor actor, Instant now) {
        Macro macro = macros.get(command.macro());
        if (macro == null) {
            return refused(new Reason("unknown-macro", "There is no macro '{macro}'{hint}",
                    Map.of("macro", Spelling.shorten(command.macro()), "hint",
                            Spelling.hintFor(command.macro(), macros.keySet()))));
        }
        if (ticket.related().isMerged()) {
            return refused(Merging.merged(ticket, actor));
        }
        Fold fold = new Fold(ticket, actor, (on, step) -> lifecycle.decide(on, step, actor, now));
        fold.add(
                explained(ticket, actor, now, TicketEvent.Explained.Origin.MACRO, macro.id(), List.of(), List.of(), 0));
        List<Macro.Step> steps = macro.steps();
        for (int i = 0; i < steps.size(); i++) {
            Operation operation = operation(steps.get(i));
            if (!gate.permits(actor, operation, ticket, now)) {
                fold.against(i, new Reason("access-denied", "{actor} may not {operation}",
                        Map.of("actor", actor.id(), "operation", operation.phrase())));
            }
        }
        fold.take(macro);
        if (!fold.reasons.isEmpty()) {
            return new Decision.Refused(fold.reasons);
        }
        // nothing is explained where nothing comes of it
        return fold.events.size() == 1 ? new Decision.Accepted(ticket, List.of()) : fold.accepted();
    }

    /**
     * What comes of a macro that a rule applies: nobody's permissions are asked, because whoever configures rules has them all.
     * What the ticket does not admit is kept with the reasons, or it would be tried for ever.
     *
     * @param of the event that set the rule off; 0 if time did
     */
    Decision.Accepted byRule(TicketLifecycle lifecycle, Ticket ticket, Macro macro, TicketEvent.Explained.Spoken rule,
            long of, Instant now) {
        Fold fold = new Fold(ticket, Actor.SYSTEM, (on, step) -> step instanceof Move move
                ? lifecycle.moveByRule(on, move, now)
                : lifecycle.decide(on, step, Actor.SYSTEM, now));
        fold.add(explained(ticket, Actor.SYSTEM, now, TicketEvent.Explained.Origin.AUTOMATION, macro.id(),
                List.of(rule), List.of(), of));
        fold.take(macro);
        if (fold.reasons.isEmpty()) {
            return fold.accepted();
        }
        return explained(ticket, Actor.SYSTEM, now, TicketEvent.Explained.Origin.AUTOMATION, macro.id(), List.of(rule),
                Sorting.sentences(fold.reasons), of);
    }

    /** Says why, in the history. */
    static Decision.Accepted explained(Ticket ticket, Actor actor, Instant now, TicketEvent.Explained.Origin origin,
            String source, List<TicketEvent.Explained.Spoken> rules, List<String> refused, long of) {
        return new TicketLifecycle.Draft(ticket, actor, now)
                .then(stamp -> new TicketEvent.Explained(stamp, origin, source, rules, refused, of)).accepted();
    }

    private static Decision refused(Reason reason) {
        return new Decision.Refused(List.of(reason));
    }

    private static Operation operation(Macro.Step step) {
        return switch (step) {
            case Macro.Step.Reply s -> Operation.REPLY;
            case Macro.Step.Note s -> Operation.NOTE;
            case Macro.Step.Take s -> Operation.MOVE;
            case Macro.Step.Assign s -> Operation.ASSIGN;
            case Macro.Step.AssignToActor s -> Operation.ASSIGN;
            case Macro.Step.Prioritize s -> Operation.PRIORITIZE;
            case Macro.Step.ChangeTags s -> Operation.TAG;
            case Macro.Step.SetField s -> Operation.CHANGE_FIELDS;
        };
    }

    private static TicketCommand command(Macro.Step step, Actor actor) {
        return switch (step) {
            case Macro.Step.Reply s -> Reply.of(s.text());
            case Macro.Step.Note s -> AddNote.of(s.text());
            case Macro.Step.Take s -> new Move(s.action(), s.fields());
            case Macro.Step.Assign s -> new Assign(s.team().map(TeamId::of), s.agent().map(ActorId::of));
            case Macro.Step.AssignToActor s -> new Assign(Optional.empty(), Optional.of(actor.id()));
            case Macro.Step.Prioritize s -> new Prioritize(priority(s.priority()));
            case Macro.Step.ChangeTags s -> new ChangeTags(tags(s.add()), tags(s.remove()));
            case Macro.Step.SetField s -> s.value().map(value -> SetFields.of(s.field(), value))
                    .orElseGet(() -> SetFields.clear(s.field()));
        };
    }

    private static Set<Tag> tags(List<String> tags) {
        return tags.stream().map(Tag::of).collect(Collectors.toSet());
    }

    /** The priority that a catalog calls by this name. */
    static Priority priority(String name) {
        return Priority.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private interface Rules {
        Decision decide(Ticket ticket, TicketCommand command);
    }

    /** A ticket on its way through the steps of a macro, each of which sees what those before it have done. */
    private final class Fold {

        private final Actor actor;
        private final Rules rules;
        private final List<TicketEvent> events = new ArrayList<>();
        private final List<Reason> reasons = new ArrayList<>();
        private Ticket ticket;

        Fold(Ticket ticket, Actor actor, Rules rules) {
            this.ticket = ticket;
            this.actor = actor;
            this.rules = rules;
        }

        void take(Macro macro) {
            List<Macro.Step> filled;
            try {
                filled = macro.fill(TicketFacts.placeholders(ticket, actor));
            } catch (InvalidInputException e) {
                e.violations().forEach(violation -> reasons
                        .add(Reason.of(violation.code(), violation.path() + ": " + violation.message())));
                return;
            }
            for (int i = 0; i < filled.size(); i++) {
                take(i, filled.get(i));
            }
        }

        private void take(int index, Macro.Step step) {
            try {
                TicketCommand command = command(step, actor);
                validator.require("step", command);
                switch (rules.decide(ticket, command)) {
                    case Decision.Accepted accepted -> add(accepted);
                    case Decision.Refused refused -> refused.reasons().forEach(reason -> against(index, reason));
                    case Decision.FollowUp followUp ->
                        throw new IllegalStateException("staff writes to closed tickets");
                }
            } catch (InvalidInputException e) {
                e.violations().forEach(violation -> against(index,
                        Reason.of(violation.code(), violation.path() + ": " + violation.message())));
            }
        }

        private void against(int index, Reason reason) {
            Map<String, Object> facts = new HashMap<>(reason.facts());
            facts.put("step", index + 1);
            reasons.add(new Reason(reason.code(), "Step {step}: " + reason.template(), facts));
        }

        private void add(Decision.Accepted accepted) {
            ticket = accepted.ticket();
            events.addAll(accepted.events());
        }

        Decision.Accepted accepted() {
            return new Decision.Accepted(ticket, events);
        }
    }
}
