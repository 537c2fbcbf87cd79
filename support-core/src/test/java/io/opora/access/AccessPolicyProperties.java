package io.opora.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.AccessPolicy.Permission;
import io.opora.access.AccessPolicy.Target;
import io.opora.access.AccessPolicy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of decisions, tried with random policies, actors and targets. */
class AccessPolicyProperties {

    private static final List<Role> ROLES = List.of(Role.CUSTOMER, Role.AGENT, Role.BOT, Role.SUPERVISOR,
            Role.of("accountant"));
    private static final List<String> TEAMS = List.of("money", "returns");
    private static final List<String> KINDS = List.of("financial", "technical");

    /** What a decision is made of, at random. */
    private record Asked(AccessPolicy policy, Actor actor, Operation operation, Target target) {

        static Asked at(long seed) {
            Random random = new Random(seed);
            AccessPolicy.Builder policy = AccessPolicy.builder()
                    .permit(Role.AGENT, Relation.STAFF, Operation.COUNT);
            for (int i = random.nextInt(8); i > 0; i--) {
                permit(policy, random);
            }
            Actor.Kind kind = one(List.of(Actor.Kind.CUSTOMER, Actor.Kind.AGENT, Actor.Kind.BOT), random);
            Actor actor = new Actor(ActorId.of("a"), kind, some(ROLES, random));
            List<Relation> relations = new ArrayList<>(EnumSet.allOf(Relation.class));
            relations.removeIf(relation -> relation.isCustomers() != actor.isCustomer());
            return new Asked(policy.build(), actor, one(List.of(Operation.values()), random),
                    new Target(one(relations, random), maybe(TEAMS, random), maybe(KINDS, random), Optional.empty()));
        }

        private static void permit(AccessPolicy.Builder policy, Random random) {
            Role role = one(ROLES, random);
            boolean customers = role.equals(Role.CUSTOMER);
            Relation as = customers
                    ? one(List.of(Relation.REQUESTER, Relation.REPLYING_PARTICIPANT, Relation.SEEING_PARTICIPANT),
                            random)
                    : one(List.of(Relation.ASSIGNEE, Relation.TEAM_MEMBER, Relation.STAFF), random);
            boolean limited = random.nextBoolean();
            List<Operation> possible = new ArrayList<>(EnumSet.allOf(Operation.class));
            possible.removeIf(operation -> (customers && !operation.isForCustomers())
                    || (limited && (operation.subject() == Operation.Subject.DESK || operation == Operation.OPEN)));
            Set<Operation> operations = new HashSet<>(some(possible, random));
            operations.add(Operation.VIEW);
            policy.permit(role, as, only -> {
                if (limited) {
                    only.teams(some(TEAMS, random).toArray(String[]::new))
                            .kinds(some(KINDS, random).toArray(String[]::new));
                }
            }, operations.toArray(Operation[]::new));
        }

        private static <T> T one(List<T> values, Random random) {
            return values.get(random.nextInt(values.size()));
        }

        private static <T> Set<T> some(List<T> values, Random random) {
            Set<T> some = new HashSet<>();
            values.stream().filter(value -> random.nextInt(3) == 0).forEach(some::add);
            return some;
        }

        private static Optional<String> maybe(List<String> values, Random random) {
            return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(one(values, random));
        }

        boolean allowed() {
            return policy.decide(actor, operation, target) instanceof Verdict.Allowed;
        }

        Asked with(Actor other) {
            return new Asked(policy, other, operation, target);
        }

        Asked with(AccessPolicy other) {
            return new Asked(other, actor, operation, target);
        }

        Asked with(Target other) {
            return new Asked(policy, actor, operation, other);
        }
    }

    @Property
    void whatIsAllowedSomePermissionSays(@ForAll long seed) {
        Asked asked = Asked.at(seed);

        assertThat(asked.allowed()).isEqualTo(asked.policy().permissions().stream()
                .anyMatch(permission -> says(permission, asked)));
    }

    /** The meaning of a permission, spelt out. */
    private static boolean says(Permission permission, Asked asked) {
        Relation relation = asked.target().relation();
        Set<Relation> enough = switch (permission.as()) {
            case REQUESTER -> EnumSet.of(Relation.REQUESTER);
            case REPLYING_PARTICIPANT -> EnumSet.of(Relation.REQUESTER, Relation.REPLYING_PARTICIPANT);
            case SEEING_PARTICIPANT ->
                EnumSet.of(Relation.REQUESTER, Relation.REPLYING_PARTICIPANT, Relation.SEEING_PARTICIPANT);
            case STRANGER -> EnumSet.noneOf(Relation.class);
            case ASSIGNEE -> EnumSet.of(Relation.ASSIGNEE);
            case TEAM_MEMBER -> EnumSet.of(Relation.ASSIGNEE, Relation.TEAM_MEMBER);
            case STAFF -> EnumSet.of(Relation.ASSIGNEE, Relation.TEAM_MEMBER, Relation.STAFF);
        };
        return asked.actor().roles().contains(permission.role())
                && permission.operations().contains(asked.operation()) && enough.contains(relation)
                && (permission.teams().isEmpty() || permission.teams().contains(asked.target().team().orElse("")))
                && (permission.kinds().isEmpty() || permission.kinds().contains(asked.target().kind().orElse("")));
    }

    @Property
    void moreRolesNeverTakeAnythingAway(@ForAll long seed) {
        Asked asked = Asked.at(seed);

        if (asked.allowed()) {
            assertThat(asked.with(asked.actor().withRoles(Role.of("accountant"), Role.SUPERVISOR)).allowed()).isTrue();
        }
    }

    @Property
    void morePermissionsNeverTakeAnythingAway(@ForAll long seed, @ForAll long other) {
        Asked asked = Asked.at(seed);
        AccessPolicy.Builder more = asked.policy().toBuilder();
        Asked.at(other).policy().permissions().forEach(permission -> more.permit(permission.role(), permission.as(),
                only -> only.teams(permission.teams().toArray(String[]::new))
                        .kinds(permission.kinds().toArray(String[]::new)),
                permission.operations().toArray(Operation[]::new)));

        if (asked.allowed()) {
            assertThat(asked.with(more.build()).allowed()).isTrue();
        }
    }

    @Property
    void whoIsCloserMayDoNoLess(@ForAll long seed) {
        Asked asked = Asked.at(seed);

        if (asked.allowed()) {
            Relation closest = asked.actor().isCustomer() ? Relation.REQUESTER : Relation.ASSIGNEE;
            assertThat(asked.with(new Target(closest, asked.target().team(), asked.target().kind(), Optional.empty()))
                    .allowed()).isTrue();
        }
    }

    @Property
    void customersNeverGetWhatIsTheStaffsNorStrangersAnything(@ForAll long seed) {
        Asked asked = Asked.at(seed);

        if (asked.allowed() && asked.actor().isCustomer()) {
            assertThat(asked.operation().isForCustomers()).isTrue();
            assertThat(asked.target().relation()).isNotEqualTo(Relation.STRANGER);
        }
    }

    @Property
    void aLinkOnlyTakesAway(@ForAll long seed) {
        Asked asked = Asked.at(seed);
        Random random = new Random(seed);
        SecretLink link = new SecretLink(SecretLink.Id.generate(random), "t", asked.actor().id(),
                Set.of(Asked.one(List.of(SecretLink.Scope.values()), random)), Instant.MAX,
                SecretLink.Token.generate().hash());
        Target through = new Target(asked.target().relation(), asked.target().team(), asked.target().kind(),
                Optional.of(link));

        if (asked.with(link.holder()).with(through).allowed()) {
            assertThat(asked.with(Actor.customer("a")).allowed()).isTrue();
            assertThat(link.scopes()).extracting(SecretLink.Scope::operation).containsExactly(asked.operation());
        }
    }

    @Property
    void whatIsHiddenCanNeitherBeViewedNorRead(@ForAll long seed) {
        Asked asked = Asked.at(seed);

        if (asked.policy().decide(asked.actor(), asked.operation(), asked.target()) instanceof Verdict.Denied denied
                && asked.operation().subject() == Operation.Subject.TICKET) {
            boolean seen = new Asked(asked.policy(), asked.actor(), Operation.VIEW, asked.target()).allowed()
                    || new Asked(asked.policy(), asked.actor(), Operation.READ, asked.target()).allowed();
            assertThat(denied.hidden()).isEqualTo(!seen);
        }
    }

    @Property
    void jsonIsReadBackAndTheOrderOfPermissionsMeansNothing(@ForAll long seed) {
        AccessPolicy policy = Asked.at(seed).policy();
        List<Permission> shuffled = new ArrayList<>(policy.permissions());
        Collections.shuffle(shuffled, new Random(seed));
        AccessPolicy.Builder other = AccessPolicy.builder();
        shuffled.forEach(permission -> permission.operations().forEach(operation -> other.permit(permission.role(),
                permission.as(), only -> only.teams(permission.teams().toArray(String[]::new))
                        .kinds(permission.kinds().toArray(String[]::new)),
                operation)));

        assertThat(AccessPolicy.fromJson(policy.toJson())).isEqualTo(policy);
        assertThat(other.build()).isEqualTo(policy).hasSameHashCodeAs(policy);
        assertThat(other.build().toJson()).isEqualTo(policy.toJson());
    }
}
