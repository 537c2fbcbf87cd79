package io.opora.workflow;

import io.opora.access.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Random workflows without defects, for properties of this room and of those above it. Each status lies on a way from the
 * initial one to a closed one; beside that way there is anything: candidates with guards, roles, fields, effects, rules.
 */
public final class ArbitraryWorkflows {

    /** The guards that random workflows name. */
    public static final List<String> GUARDS = List.of("paid", "in-stock", "not-spam", "approved");
    /** The fields that random workflows require. */
    public static final List<String> FIELDS = List.of("resolution", "reason", "amount", "order-no");
    /** The roles that random workflows give rights to. */
    public static final List<Role> ROLES = List.of(Role.AGENT, Role.BOT, Role.CUSTOMER, Role.of("boss"));

    private static final List<Phase> NOT_CLOSED = List.of(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD,
            Phase.SOLVED);
    private static final List<String> ACTIONS = List.of("solve", "ask", "hold", "escalate");
    private static final List<Effect> EFFECTS = List.of(new Effect.AssignToActor(), new Effect.Unassign(),
            new Effect.AddTag("vip\"x\""), new Effect.RemoveTag("\u0441\u0440\u043e\u0447\u043d\u043e"),
            new Effect.ClearField("order-no"));

    private ArbitraryWorkflows() {}

    /**
     * Any workflow.
     *
     * @return the arbitrary
     */
    public static Arbitrary<Workflow> workflows() {
        return plans().map(Plan::build);
    }

    /** Workflows together with the steps that make them, which can be taken in another order. */
    static Arbitrary<Plan> plans() {
        return Arbitraries.randomValue(ArbitraryWorkflows::plan);
    }

    /**
     * How to build a workflow.
     *
     * @param steps each list in its order; the lists in any order among each other
     */
    record Plan(List<List<Consumer<Workflow.Builder>>> steps) {

        Workflow build() {
            Workflow.Builder builder = Workflow.builder("random", 7);
            steps.forEach(list -> list.forEach(step -> step.accept(builder)));
            return builder.build();
        }

        /** The same workflow, written down in another order. */
        Workflow buildShuffled(Random random) {
            List<Integer> turns = new ArrayList<>();
            for (int list = 0; list < steps.size(); list++) {
                turns.addAll(Collections.nCopies(steps.get(list).size(), list));
            }
            Collections.shuffle(turns, random);
            Workflow.Builder builder = Workflow.builder("random", 7);
            Map<Integer, Integer> done = new HashMap<>();
            for (int list : turns) {
                steps.get(list).get(done.merge(list, 1, Integer::sum) - 1).accept(builder);
            }
            return builder.build();
        }
    }

    private static Plan plan(Random random) {
        List<List<Consumer<Workflow.Builder>>> steps = new ArrayList<>();
        Map<String, Phase> statuses = new LinkedHashMap<>();
        statuses.put("start", random.nextBoolean() ? Phase.NEW : Phase.OPEN);
        int open = random.nextInt(6);
        for (int i = 0; i < open; i++) {
            statuses.put("open-" + i, NOT_CLOSED.get(random.nextInt(NOT_CLOSED.size())));
        }
        int closed = 1 + random.nextInt(2);
        for (int i = 0; i < closed; i++) {
            statuses.put("end-" + i, Phase.CLOSED);
        }
        statuses.forEach((name, phase) -> steps.add(List.of(builder -> builder.status(name, phase))));
        steps.add(List.of(builder -> builder.initial("start")));
        steps.add(List.of(builder -> builder.role(Role.of("boss"))));
        steps.add(List.of(builder -> builder.role(Role.of("never-used"))));
        addWay(new ArrayList<>(statuses.keySet()), closed, steps);
        addCandidates(random, statuses, steps);
        addRules(random, statuses, steps);
        return new Plan(steps);
    }

    /** From the initial status through all others to the closed ones. */
    private static void addWay(List<String> names, int closed, List<List<Consumer<Workflow.Builder>>> steps) {
        int lastOpen = names.size() - closed - 1;
        for (int i = 0; i < names.size() - 1; i++) {
            String from = names.get(Math.min(i, lastOpen));
            String to = names.get(i + 1);
            steps.add(List.of(builder -> builder.transition("go-" + to, t -> t.from(from).to(to).by(Role.AGENT))));
        }
    }

    private static void addCandidates(Random random, Map<String, Phase> statuses,
            List<List<Consumer<Workflow.Builder>>> steps) {
        List<String> names = new ArrayList<>(statuses.keySet());
        for (String from : names) {
            if (statuses.get(from) != Phase.CLOSED) {
                for (String action : ACTIONS) {
                    List<Consumer<Workflow.Builder>> candidates = new ArrayList<>();
                    int guarded = Math.max(0, random.nextInt(6) - 2);
                    for (int i = 0; i < guarded; i++) {
                        // the number in the tag keeps two candidates from being the same
                        Effect mark = new Effect.AddTag("mark-" + i);
                        candidates.add(candidate(random, action, from, names, some(random, GUARDS, 1), mark));
                    }
                    if (random.nextInt(3) == 0) {
                        candidates.add(candidate(random, action, from, names, List.of(), new Effect.AddTag("last")));
                    }
                    steps.add(candidates);
                }
            }
        }
    }

    private static Consumer<Workflow.Builder> candidate(Random random, String action, String from, List<String> names,
            List<String> guards, Effect mark) {
        String to = names.get(random.nextInt(names.size()));
        Role[] roles = some(random, ROLES, 1).toArray(Role[]::new);
        String[] fields = some(random, FIELDS, 0).toArray(String[]::new);
        Effect[] effects = some(random, EFFECTS, 0).toArray(Effect[]::new);
        return builder -> builder.transition(action, t -> t.from(from).to(to).by(roles)
                .guard(guards.toArray(String[]::new)).requires(fields).effect(mark).effect(effects));
    }

    private static void addRules(Random random, Map<String, Phase> statuses,
            List<List<Consumer<Workflow.Builder>>> steps) {
        for (Phase phase : Phase.values()) {
            List<String> here = statuses.keySet().stream().filter(name -> statuses.get(name) == phase).toList();
            if (here.isEmpty() || phase == Phase.CLOSED) {
                continue;
            }
            replyRule(random)
                    .ifPresent(rule -> steps.add(List.of(builder -> builder.onCustomerReply(phase, rule))));
            for (String from : here) {
                String guard = GUARDS.get(random.nextInt(GUARDS.size()));
                steps.add(List.of(
                        builder -> builder.transition("reply", t -> t.from(from).to("start").by(Role.BOT).guard(guard)),
                        builder -> builder.transition("reply", t -> t.from(from).to("start").by(Role.BOT))));
                steps.add(List.of(
                        builder -> builder.transition("time", t -> t.from(from).to("end-0").by(Role.SYSTEM))));
            }
            int reminders = random.nextInt(3);
            for (int i = 1; i <= reminders; i++) {
                Duration after = Duration.ofMinutes(i * (1L + random.nextInt(1_000)));
                // two at one moment are a defect, so each has its own day
                TimeRule rule = TimeRule.remind(phase, after.plusDays(i));
                steps.add(List.of(builder -> builder.timeRule(rule)));
            }
            if (random.nextBoolean()) {
                TimeRule rule = TimeRule.take(phase, Duration.ofDays(10 + random.nextInt(30)), "time");
                steps.add(List.of(builder -> builder.timeRule(rule)));
            }
        }
    }

    private static Optional<ReplyRule> replyRule(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Optional.of(new ReplyRule.Take("reply"));
            case 1 -> Optional.of(new ReplyRule.TakeWithin("reply", Duration.ofHours(1L + random.nextInt(500))));
            case 2 -> Optional.of(new ReplyRule.FollowUp());
            case 3 -> Optional.of(new ReplyRule.Keep());
            default -> Optional.empty();
        };
    }

    private static <T> List<T> some(Random random, List<T> all, int atLeast) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, atLeast + random.nextInt(all.size() - atLeast));
    }
}
