package io.opora.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.AccessPolicy.Permission;
import io.opora.access.AccessPolicy.Target;
import io.opora.access.AccessPolicy.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessPolicyTest {

    private static final Role ACCOUNTANT = Role.of("accountant");
    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor BORIS = Actor.agent("boris").withRoles(ACCOUNTANT);

    private static Target target(Relation relation) {
        return target(relation, null, null);
    }

    private static Target target(Relation relation, @Nullable String team, @Nullable String kind) {
        return new Target(relation, Optional.ofNullable(team), Optional.ofNullable(kind), Optional.empty());
    }

    private static boolean allows(AccessPolicy policy, Actor actor, Operation operation, Target target) {
        return policy.decide(actor, operation, target) instanceof Verdict.Allowed;
    }

    private static Verdict.Denied denied(AccessPolicy policy, Actor actor, Operation operation, Target target) {
        return (Verdict.Denied) policy.decide(actor, operation, target);
    }

    @Nested
    class ADecision {

        private final AccessPolicy policy = AccessPolicy.builder()
                .permit(ACCOUNTANT, Relation.TEAM_MEMBER, Operation.READ, Operation.MERGE)
                .permit(ACCOUNTANT, Relation.STAFF, only -> only.teams("money", "gold").kinds("financial"),
                        Operation.NOTE)
                .permit(Role.CUSTOMER, Relation.SEEING_PARTICIPANT, Operation.VIEW)
                .build();

        @Test
        void isNoUnlessSomePermissionSaysYes() {
            for (Operation operation : Operation.values()) {
                for (Relation relation : Relation.values()) {
                    assertThat(allows(policy, ANNA, operation, target(relation))).isFalse();
                }
            }
        }

        @Test
        void goesByTheRoleThatAnActorHolds() {
            assertThat(allows(policy, BORIS, Operation.MERGE, target(Relation.TEAM_MEMBER))).isTrue();
            assertThat(allows(policy, ANNA, Operation.MERGE, target(Relation.TEAM_MEMBER))).isFalse();
        }

        @Test
        void goesByTheOperation() {
            assertThat(allows(policy, BORIS, Operation.READ, target(Relation.TEAM_MEMBER))).isTrue();
            assertThat(allows(policy, BORIS, Operation.ASSIGN, target(Relation.TEAM_MEMBER))).isFalse();
        }

        @Test
        void givesWhoIsCloserWhatItGivesWhoIsFurtherAway() {
            assertThat(allows(policy, BORIS, Operation.READ, target(Relation.ASSIGNEE))).isTrue();
            assertThat(allows(policy, BORIS, Operation.READ, target(Relation.STAFF))).isFalse();
            assertThat(allows(policy, MARIA, Operation.VIEW, target(Relation.REQUESTER))).isTrue();
            assertThat(allows(policy, MARIA, Operation.VIEW, target(Relation.REPLYING_PARTICIPANT))).isTrue();
            assertThat(allows(policy, MARIA, Operation.VIEW, target(Relation.SEEING_PARTICIPANT))).isTrue();
            assertThat(allows(policy, MARIA, Operation.VIEW, target(Relation.STRANGER))).isFalse();
        }

        @Test
        void isLimitedToTeamsAndKinds() {
            assertThat(allows(policy, BORIS, Operation.NOTE, target(Relation.STAFF, "money", "financial"))).isTrue();
            assertThat(allows(policy, BORIS, Operation.NOTE, target(Relation.STAFF, "gold", "financial"))).isTrue();
            assertThat(allows(policy, BORIS, Operation.NOTE, target(Relation.STAFF, "other", "financial"))).isFalse();
            assertThat(allows(policy, BORIS, Operation.NOTE, target(Relation.STAFF, "money", "other"))).isFalse();
            assertThat(allows(policy, BORIS, Operation.NOTE, target(Relation.STAFF, null, "financial"))).isFalse();
            assertThat(allows(policy, BORIS, Operation.NOTE, target(Relation.STAFF, "money", null))).isFalse();
        }

        @Test
        void neverGivesACustomerWhatIsTheStaffs() {
            Actor posing = MARIA.withRoles(ACCOUNTANT, Role.AGENT, Role.SUPERVISOR);

            for (Relation relation : List.of(Relation.REQUESTER, Relation.REPLYING_PARTICIPANT,
                    Relation.SEEING_PARTICIPANT, Relation.STRANGER)) {
                for (Operation operation : EnumSet.range(Operation.READ, Operation.MANAGE_OUTBOX)) {
                    assertThat(allows(policy, posing, operation, target(relation))).isFalse();
                    assertThat(allows(AccessPolicy.standard(), posing, operation, target(relation))).isFalse();
                }
            }
        }

        @Test
        void saysWhatWouldBeNeeded() {
            Verdict.Denied merge = denied(policy, ANNA, Operation.MERGE, target(Relation.STAFF));
            Verdict.Denied note = denied(policy, ANNA, Operation.NOTE, target(Relation.STAFF));
            Verdict.Denied erase = denied(policy, ANNA, Operation.ERASE, target(Relation.STAFF));

            assertThat(merge.reason().code()).isEqualTo("permission-missing");
            assertThat(merge.reason().facts()).isEqualTo(
                    Map.of("operation", Operation.MERGE, "needed", "accountant as TEAM_MEMBER"));
            assertThat(merge.reason().message()).isEqualTo("it takes accountant as TEAM_MEMBER");
            assertThat(note.reason().message())
                    .isEqualTo("it takes accountant as STAFF in team gold or money for kind financial");
            assertThat(erase.reason().message()).isEqualTo("nobody may, by the policy of this desk");
            assertThat(new AccessDeniedException(ANNA, Operation.MERGE, merge.reason()))
                    .hasMessage("An agent may not merge tickets here: it takes accountant as TEAM_MEMBER")
                    .returns(Operation.MERGE, AccessDeniedException::operation)
                    .returns(merge.reason(), AccessDeniedException::reason);
            assertThat(new AccessDeniedException(MARIA, Operation.NOTE, note.reason()))
                    .hasMessageStartingWith("A customer may not write notes here: ");
        }

        @Test
        void hidesTheTicketFromWhomMayNotSeeIt() {
            assertThat(denied(policy, BORIS, Operation.ASSIGN, target(Relation.TEAM_MEMBER)).hidden()).isFalse();
            assertThat(denied(policy, BORIS, Operation.ASSIGN, target(Relation.STAFF)).hidden()).isTrue();
            assertThat(denied(policy, MARIA, Operation.REPLY, target(Relation.SEEING_PARTICIPANT)).hidden()).isFalse();
            assertThat(denied(policy, MARIA, Operation.REPLY, target(Relation.STRANGER)).hidden()).isTrue();
        }

        @Test
        void hidesNothingWhereThereIsNoTicket() {
            for (Operation operation : List.of(Operation.OPEN, Operation.INBOX, Operation.COUNT, Operation.REPORT,
                    Operation.AUTOMATE, Operation.CONFIGURE, Operation.AUDIT, Operation.MANAGE_OUTBOX)) {
                assertThat(denied(policy, ANNA, operation, target(Relation.STAFF)).hidden()).isFalse();
            }
        }

        @Test
        void aboutTheDeskItselfThrows() {
            AccessPolicy standard = AccessPolicy.standard();

            assertThatCode(() -> standard.require(ANNA.withRoles(Role.SUPERVISOR), Operation.CONFIGURE))
                    .doesNotThrowAnyException();
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> standard.require(ANNA, Operation.CONFIGURE))
                    .satisfies(e -> assertThat(e.operation()).isEqualTo(Operation.CONFIGURE))
                    .withMessage("An agent may not configure the desk here: it takes supervisor as STAFF");
            assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(
                    () -> standard.require(MARIA.withRoles(Role.SUPERVISOR), Operation.CONFIGURE));
        }
    }

    @Nested
    class ALink {

        private final SecretLink link = new SecretLink(SecretLink.Id.generate(new Random(1)), "t", MARIA.id(),
                Set.of(SecretLink.Scope.SEE), Instant.MAX, SecretLink.Token.generate().hash());

        private Target by(Optional<SecretLink> given) {
            return new Target(Relation.REQUESTER, Optional.empty(), Optional.empty(), given);
        }

        @Test
        void isGoodForItsScopesOnly() {
            AccessPolicy policy = AccessPolicy.standard();

            assertThat(allows(policy, link.holder(), Operation.VIEW, by(Optional.of(link)))).isTrue();
            assertThat(allows(policy, link.holder(), Operation.REPLY, by(Optional.of(link)))).isFalse();
            Verdict.Denied denied = denied(policy, link.holder(), Operation.REPLY, by(Optional.of(link)));
            assertThat(denied.hidden()).isFalse();
            assertThat(denied.reason().code()).isEqualTo("link-scope");
            for (Operation operation : EnumSet.complementOf(EnumSet.of(Operation.VIEW))) {
                assertThat(allows(policy, link.holder(), operation, by(Optional.of(link)))).isFalse();
            }
        }

        @Test
        void isGoodForNothingUnlessItIsTheOneThatTheActorCameBy() {
            AccessPolicy policy = AccessPolicy.standard();
            SecretLink other = new SecretLink(SecretLink.Id.generate(new Random(2)), "t", MARIA.id(), link.scopes(),
                    Instant.MAX, SecretLink.Token.generate().hash());
            SecretLink anothers = new SecretLink(link.id(), "t", ActorId.of("ivan"), link.scopes(), Instant.MAX,
                    SecretLink.Token.generate().hash());

            for (Optional<SecretLink> given : List.of(Optional.<SecretLink>empty(), Optional.of(other),
                    Optional.of(anothers))) {
                assertThat(denied(policy, link.holder(), Operation.VIEW, by(given)).hidden()).isTrue();
            }
        }

        @Test
        void addsNothingToWhatItsParticipantMayDo() {
            Target seeing = new Target(Relation.SEEING_PARTICIPANT, Optional.empty(), Optional.empty(),
                    Optional.of(new SecretLink(link.id(), "t", MARIA.id(), EnumSet.allOf(SecretLink.Scope.class),
                            Instant.MAX, link.token())));

            assertThat(allows(AccessPolicy.standard(), link.holder(), Operation.VIEW, seeing)).isTrue();
            assertThat(allows(AccessPolicy.standard(), link.holder(), Operation.REPLY, seeing)).isFalse();
            assertThat(allows(AccessPolicy.standard(), link.holder(), Operation.RATE, seeing)).isFalse();
        }

        @Test
        void doesNotMatterToWhoCameWithoutOne() {
            assertThat(allows(AccessPolicy.standard(), MARIA, Operation.REPLY, by(Optional.of(link)))).isTrue();
        }
    }

    @Nested
    class Building {

        private List<Violation> violations(AccessPolicy.Builder builder) {
            try {
                builder.build();
                return List.of();
            } catch (InvalidInputException e) {
                return e.violations();
            }
        }

        private void assertDefect(AccessPolicy.Builder builder, String path, String code, String... message) {
            assertThat(violations(builder)).singleElement().satisfies(violation -> {
                assertThat(violation.path()).isEqualTo(path);
                assertThat(violation.code()).isEqualTo(code);
                assertThat(message).allSatisfy(part -> assertThat(violation.message()).contains(part));
            });
        }

        @Test
        void refusesAPolicyThatPermitsNothing() {
            assertDefect(AccessPolicy.builder(), "permissions", "empty");
            assertDefect(AccessPolicy.builder().permit(ACCOUNTANT, Relation.STAFF), "permissions[0].may", "empty");
        }

        @Test
        void refusesWhateverIsPermittedToStrangers() {
            assertDefect(AccessPolicy.builder().permit(Role.CUSTOMER, Relation.STRANGER, Operation.VIEW),
                    "permissions[0].as", "stranger");
        }

        @Test
        void refusesWhatIsTheStaffsForCustomers() {
            for (Relation relation : List.of(Relation.REQUESTER, Relation.REPLYING_PARTICIPANT,
                    Relation.SEEING_PARTICIPANT)) {
                assertDefect(AccessPolicy.builder().permit(Role.CUSTOMER, relation, Operation.READ_HISTORY),
                        "permissions[0].may", "not-for-customers", "READ_HISTORY", relation.name());
            }
            assertThat(violations(AccessPolicy.builder().permit(Role.CUSTOMER, Relation.REQUESTER,
                    Operation.values()))).hasSize(Operation.values().length - 6);
        }

        @Test
        void refusesPermissionsThatCanNeverHold() {
            assertDefect(AccessPolicy.builder().permit(Role.CUSTOMER, Relation.STAFF, Operation.VIEW),
                    "permissions[0].as", "never", "STAFF", "REQUESTER");
            for (Role role : List.of(Role.AGENT, Role.BOT, Role.SYSTEM)) {
                assertDefect(AccessPolicy.builder().permit(role, Relation.REQUESTER, Operation.VIEW),
                        "permissions[0].as", "never", role.name(), "ASSIGNEE");
            }
            assertDefect(AccessPolicy.builder().permit(Role.AGENT, Relation.STAFF, only -> only.teams("money"),
                    Operation.CONFIGURE), "permissions[0].may", "never", "CONFIGURE");
            assertDefect(AccessPolicy.builder().permit(Role.AGENT, Relation.STAFF, only -> only.kinds("money"),
                    Operation.AUDIT), "permissions[0].may", "never", "AUDIT");
            assertDefect(AccessPolicy.builder().permit(Role.AGENT, Relation.STAFF, only -> only.teams("money"),
                    Operation.OPEN), "permissions[0].may", "never", "OPEN");
            assertThat(violations(AccessPolicy.builder().permit(Role.AGENT, Relation.STAFF,
                    only -> only.kinds("money"), Operation.OPEN))).isEmpty();
        }

        @Test
        void refusesWhatIsNoName() {
            assertDefect(AccessPolicy.builder().permit(ACCOUNTANT, Relation.STAFF, only -> only.teams("a", "B c"),
                    Operation.READ), "permissions[0].teams[1]", "team-name", "'B c'");
            assertDefect(AccessPolicy.builder().permit(ACCOUNTANT, Relation.STAFF, only -> only.kinds(""),
                    Operation.READ), "permissions[0].kinds[0]", "kind-name");
        }

        @Test
        void listsEverythingAtOnceWithItsPlace() {
            assertThat(violations(AccessPolicy.builder()
                    .permit(ACCOUNTANT, Relation.STAFF, Operation.READ)
                    .permit(Role.CUSTOMER, Relation.STRANGER, only -> only.teams("X").kinds("Y"), Operation.OPEN)
                    .permit(Role.CUSTOMER, Relation.STAFF)))
                    .extracting(Violation::path)
                    .containsExactly("permissions[1].as", "permissions[1].may", "permissions[1].teams[0]",
                            "permissions[1].kinds[0]", "permissions[2].as", "permissions[2].may");
        }

        @Test
        void refusesMoreThanItsLimits() {
            String[] most = names(AccessPolicy.MAX_NAMES);
            String[] more = names(AccessPolicy.MAX_NAMES + 1);
            assertThat(violations(AccessPolicy.builder().permit(ACCOUNTANT, Relation.STAFF,
                    only -> only.teams(most).kinds(most), Operation.READ))).isEmpty();
            assertDefect(AccessPolicy.builder().permit(ACCOUNTANT, Relation.STAFF, only -> only.teams(more),
                    Operation.READ), "permissions[0].teams", "too-many", "20", "21");
            assertDefect(AccessPolicy.builder().permit(ACCOUNTANT, Relation.STAFF, only -> only.kinds(more),
                    Operation.READ), "permissions[0].kinds", "too-many");

            AccessPolicy.Builder largest = AccessPolicy.builder();
            IntStream.range(0, AccessPolicy.MAX_PERMISSIONS).forEach(
                    i -> largest.permit(Role.of("r" + i), Relation.STAFF, Operation.READ));
            assertThat(violations(largest)).isEmpty();
            assertDefect(largest.permit(ACCOUNTANT, Relation.STAFF, Operation.READ), "permissions", "too-many",
                    "200", "201");
        }

        private String[] names(int count) {
            return IntStream.range(0, count).mapToObj(i -> "n" + i).toArray(String[]::new);
        }

        @Test
        void putsTogetherWhatDiffersInTheOperationsAlone() {
            AccessPolicy policy = AccessPolicy.builder()
                    .permit(ACCOUNTANT, Relation.STAFF, only -> only.teams("b", "a"), Operation.NOTE, Operation.READ)
                    .permit(Role.AGENT, Relation.STAFF, Operation.READ)
                    .permit(ACCOUNTANT, Relation.ASSIGNEE, Operation.READ)
                    .permit(ACCOUNTANT, Relation.STAFF, only -> only.teams("a").teams("b", "a"), Operation.TAG)
                    .build();

            assertThat(policy.permissions()).containsExactly(
                    new Permission(ACCOUNTANT, Relation.ASSIGNEE, Set.of(Operation.READ), Set.of(), Set.of()),
                    new Permission(ACCOUNTANT, Relation.STAFF, Set.of(Operation.READ, Operation.NOTE, Operation.TAG),
                            Set.of("a", "b"), Set.of()),
                    new Permission(Role.AGENT, Relation.STAFF, Set.of(Operation.READ), Set.of(), Set.of()));
            assertThat(policy.permissions().get(1).operations()).containsExactly(Operation.READ, Operation.NOTE,
                    Operation.TAG);
            assertThat(policy).hasToString("access policy (3 permissions)");
        }

        @Test
        void goesOnFromAPolicyThatIsThere() {
            AccessPolicy standard = AccessPolicy.standard();
            AccessPolicy more = standard.toBuilder().permit(Role.AGENT, Relation.ASSIGNEE, Operation.ERASE).build();

            assertThat(standard.toBuilder().build()).isEqualTo(standard).hasSameHashCodeAs(standard);
            assertThat(more).isNotEqualTo(standard);
            assertThat(allows(more, ANNA, Operation.ERASE, target(Relation.ASSIGNEE))).isTrue();
            assertThat(allows(more, ANNA, Operation.ERASE, target(Relation.STAFF))).isFalse();
            assertThat(allows(more, ANNA, Operation.NOTE, target(Relation.STAFF))).isTrue();
        }
    }

    @Nested
    class AsJson {

        private List<Violation> violations(String json) {
            try {
                AccessPolicy.fromJson(json);
                return List.of();
            } catch (InvalidInputException e) {
                return e.violations();
            }
        }

        @Test
        void aPolicyIsReadAsItWouldBeBuilt() {
            assertThat(AccessPolicy.fromJson("""
                    {"permissions": [
                      {"role": "accountant", "as": "TEAM_MEMBER", "may": ["MERGE", "SPLIT"]},
                      {"role": "auditor", "as": "STAFF", "may": ["READ_HISTORY"], "teams": ["money"],
                       "kinds": ["financial"]}
                    ]}
                    """)).isEqualTo(AccessPolicy.builder()
                    .permit(ACCOUNTANT, Relation.TEAM_MEMBER, Operation.MERGE, Operation.SPLIT)
                    .permit(Role.of("auditor"), Relation.STAFF, only -> only.teams("money").kinds("financial"),
                            Operation.READ_HISTORY)
                    .build());
        }

        @Test
        void aPolicyIsWrittenSoThatItIsReadBack() {
            AccessPolicy policy = AccessPolicy.builder()
                    .permit(ACCOUNTANT, Relation.STAFF, only -> only.teams("money").kinds("a", "b"), Operation.READ)
                    .permit(Role.AGENT, Relation.STAFF, Operation.CONFIGURE, Operation.NOTE).build();

            assertThat(policy.toJson()).isEqualTo("""
                    {
                      "permissions": [ {
                        "role": "accountant",
                        "as": "STAFF",
                        "may": [ "READ" ],
                        "teams": [ "money" ],
                        "kinds": [ "a", "b" ]
                      }, {
                        "role": "agent",
                        "as": "STAFF",
                        "may": [ "NOTE", "CONFIGURE" ]
                      } ]
                    }
                    """);
            assertThat(AccessPolicy.fromJson(policy.toJson())).isEqualTo(policy);
            assertThat(AccessPolicy.fromJson(AccessPolicy.standard().toJson())).isEqualTo(AccessPolicy.standard());
        }

        @Test
        void theLargestPolicyIsReadBackToo() {
            AccessPolicy.Builder largest = AccessPolicy.builder();
            String[] names = IntStream.range(0, AccessPolicy.MAX_NAMES).mapToObj(i -> "n".repeat(62) + (10 + i))
                    .toArray(String[]::new);
            Operation[] limitable = Arrays.stream(Operation.values())
                    .filter(operation -> operation.subject() != Operation.Subject.DESK
                            && operation != Operation.OPEN)
                    .toArray(Operation[]::new);
            IntStream.range(0, AccessPolicy.MAX_PERMISSIONS)
                    .forEach(i -> largest.permit(Role.of("r".repeat(61) + (100 + i)), Relation.TEAM_MEMBER,
                            only -> only.teams(names).kinds(names), limitable));
            AccessPolicy policy = largest.build();

            assertThat(AccessPolicy.fromJson(policy.toJson())).isEqualTo(policy);
        }

        @Test
        void everyDefectOfTheFormIsListedWithTheNearestName() {
            assertThat(violations("""
                    {"permission": [], "permissions": [
                      {"role": 7, "as": "STAF", "may": ["RAED", "READ"], "team": ["a"]},
                      {"role": "accountant", "may": "READ"},
                      "READ"
                    ]}
                    """)).extracting(Violation::path, Violation::code).containsExactly(
                    tuple("permission", "unknown-field"),
                    tuple("permissions[0].team", "unknown-field"),
                    tuple("permissions[0].role", "wrong-type"),
                    tuple("permissions[0].as", "unknown-value"),
                    tuple("permissions[0].may[0]", "unknown-value"),
                    tuple("permissions[1].as", "missing"),
                    tuple("permissions[1].may", "wrong-type"),
                    tuple("permissions[2]", "wrong-type"));
            assertThat(violations("{\"permissions\": [{\"role\": \"a\", \"as\": \"STAFF\", \"may\": [\"RAED\"]}]}"))
                    .singleElement().satisfies(violation -> assertThat(violation.message()).contains("'READ'"));
        }

        @Test
        void whatTheFormAllowsIsCheckedLikeWhatIsBuilt() {
            assertThat(violations("""
                    {"more": 1, "permissions": [
                      {"role": "No Name", "as": "STRANGER", "may": []}
                    ]}
                    """)).extracting(Violation::path, Violation::code).containsExactly(
                    tuple("more", "unknown-field"),
                    tuple("permissions[0].role", "role-name"),
                    tuple("permissions[0].as", "stranger"),
                    tuple("permissions[0].may", "empty"));
        }

        @Test
        void hostileTextIsRefusedQuickly() {
            String deep = "[".repeat(100_000);
            String twice = "{\"permissions\": [], \"permissions\": []}";

            assertThat(violations(deep)).singleElement().extracting(Violation::code).isEqualTo("json-limit");
            assertThat(violations(twice)).singleElement().extracting(Violation::code).isEqualTo("duplicate-field");
            assertThat(violations("")).isNotEmpty();
            assertThat(violations("null")).isNotEmpty();
            assertThat(violations(" ".repeat(AccessPolicy.MAX_JSON_LENGTH + 1))).singleElement()
                    .extracting(Violation::code).isEqualTo("json-too-long");
            assertThatThrownBy(() -> AccessPolicy.fromJson("{}")).hasMessageContaining("access policy in JSON");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationHasAPhraseForPeople(Operation operation) {
        assertThat(operation.phrase()).matches("[a-z' ]+");
        assertThat(Arrays.stream(Operation.values()).map(Operation::phrase)).doesNotHaveDuplicates();
    }
}
