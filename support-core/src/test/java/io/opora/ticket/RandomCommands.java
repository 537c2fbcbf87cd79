package io.opora.ticket;

import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.workflow.Transition;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes commands that a workflow knows, and some that it does not. */
final class RandomCommands {

    static final Actor CUSTOMER = Actor.customer("maria");
    private static final List<Actor> ACTORS = List.of(CUSTOMER, CUSTOMER, Actor.agent("anna"), Actor.agent("anna"),
            Actor.agent("boris").withRoles(Role.of("accountant")), Actor.bot("helper"));
    static final FieldSet FIELDS = FieldSet.of(
            FieldDefinition.builder("cost-center", FieldDefinition.Type.text(1, 20)).visibleToCustomers().build(),
            FieldDefinition.builder("pieces", FieldDefinition.Type.number()).requiredOn("hold", "receive-goods")
                    .build(),
            FieldDefinition.builder("gift", FieldDefinition.Type.flag()).build());
    private static final List<ActorId> PEOPLE = List.of(CUSTOMER.id(), ActorId.of("zoe"), ActorId.of("ivan"));
    private static final List<Tag> TAGS = List.of(Tag.of("vip"), Tag.of("refund"), Tag.of("срочно"));

    private final RandomGenerator random;
    private final List<String> actions;
    private final List<String> fields;

    RandomCommands(Workflow workflow, RandomGenerator random) {
        this.random = random;
        this.actions = workflow.transitions().stream().map(Transition::action).distinct().toList();
        this.fields = workflow.transitions().stream().flatMap(transition -> transition.requiredFields().stream())
                .distinct().sorted().toList();
    }

    <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    Actor actor() {
        return one(ACTORS);
    }

    /** Mostly short, sometimes long enough for time rules, sometimes backwards. */
    Duration pause() {
        return switch (random.nextInt(10)) {
            case 0 -> Duration.ofDays(random.nextInt(40));
            case 1 -> Duration.ofMinutes(-random.nextInt(120));
            default -> Duration.ofSeconds(random.nextInt(10_000));
        };
    }

    TicketCommand command(Instant now) {
        return switch (random.nextInt(19)) {
            case 0 -> Reply.of("text " + random.nextInt());
            case 1 -> Reply.of("😀").withChannel(Channel.CHAT).withLocale(Locale.of("ru"))
                    .withOrigin(one(List.of(Message.Origin.values())));
            case 2 -> AddNote.of("note " + random.nextInt());
            case 3 -> Assign.to("agent" + random.nextInt(3));
            case 4 -> new Assign(Optional.of(TeamId.of("team" + random.nextInt(2))), Optional.empty());
            case 5 -> new Prioritize(one(List.of(Priority.values())));
            case 6 -> new Classify(one(List.of(RequestKind.TECHNICAL, RequestKind.FINANCIAL)));
            case 7 -> new ChangeTags(Set.of(one(TAGS)), Set.of(one(TAGS)));
            case 8 -> SetFields.of("pieces", one(List.of("1", "1.0", "2", "many"))).with("gift", "true");
            case 9 -> SetFields.of("cost-center", one(List.of("a", "b"))).without("gift").without("resolution");
            case 10 -> Snooze.until(now.plus(pause()));
            case 11 -> random.nextInt(4) == 0 ? Snooze.end() : Rate.of(1 + random.nextInt(5));
            case 12 -> new AddParticipant(one(PEOPLE), one(List.of(Ticket.Participation.values())));
            case 13 -> new RemoveParticipant(one(PEOPLE));
            default -> move();
        };
    }

    Move move() {
        Map<String, String> given = new HashMap<>();
        for (String field : fields) {
            if (random.nextInt(3) > 0) {
                given.put(field, "value");
            }
        }
        return new Move(random.nextInt(20) == 0 ? "no-such-action" : one(actions), given);
    }
}
