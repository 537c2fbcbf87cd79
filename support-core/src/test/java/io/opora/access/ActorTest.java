package io.opora.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {

    private static final SecretLink LINK = new SecretLink(
            SecretLink.Id.of("0199b1a2-7c3d-4e4f-8a5b-6c7d8e9f0a1b"), "t", ActorId.of("maria"),
            Set.of(SecretLink.Scope.RATE, SecretLink.Scope.SEE), Instant.EPOCH, SecretLink.Token.generate().hash());

    @Test
    void keepsItsTeamsAndItsLinkWithMoreRolesAndItsRolesWithMoreTeams() {
        Actor actor = Actor.agent("anna").inTeams("money").withRoles(Role.SUPERVISOR).inTeams("returns", "money");

        assertThat(actor.roles()).containsExactlyInAnyOrder(Role.AGENT, Role.SUPERVISOR);
        assertThat(actor.teams()).containsExactlyInAnyOrder("money", "returns");
        assertThat(actor.link()).isEmpty();
        assertThat(LINK.holder().withRoles(Role.SUPERVISOR).inTeams("money").link()).contains(LINK.id());
    }

    @Test
    void theHolderOfALinkIsACustomerAndNoMore() {
        assertThat(LINK.holder()).isEqualTo(new Actor(ActorId.of("maria"), Actor.Kind.CUSTOMER, Set.of(Role.CUSTOMER),
                Set.of(), Optional.of(LINK.id())));
        assertThat(Actor.customer("maria")).isNotEqualTo(LINK.holder());
    }

    @Test
    void belongsToTeamsThatHaveNames() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Actor.agent("anna").inTeams("money", "No name", ""))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::path, Violation::code)
                        .containsExactly(tuple("teams", "name"),
                                tuple("teams", "name")));
    }

    @Test
    void hasNoMoreRolesAndTeamsThanMayBe() {
        Set<Role> roles = IntStream.range(0, Actor.MAX_ROLES).mapToObj(i -> Role.of("r" + i))
                .collect(Collectors.toSet());
        Set<String> teams = IntStream.rangeClosed(0, Actor.MAX_TEAMS).mapToObj(i -> "t" + i)
                .collect(Collectors.toSet());

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Actor(ActorId.of("a"), Actor.Kind.AGENT, roles, teams, Optional.empty()))
                .satisfies(e -> assertThat(e.violations()).containsExactly(
                        new Violation("roles", "size", "an actor has at most 50 roles, not 51"),
                        new Violation("teams", "size", "an actor has at most 50 teams, not 51")));
        assertThat(Actor.agent("a").inTeams(teams.stream().limit(Actor.MAX_TEAMS).toArray(String[]::new)).teams())
                .hasSize(Actor.MAX_TEAMS);
    }

    @Test
    void aLinkIsGoodForSomethingUntilItExpires() {
        assertThat(LINK.scopes()).containsExactly(SecretLink.Scope.SEE, SecretLink.Scope.RATE);
        assertThat(LINK.isLive(Instant.EPOCH.minusNanos(1))).isTrue();
        assertThat(LINK.isLive(Instant.EPOCH)).isFalse();
        assertThatThrownBy(() -> new SecretLink(LINK.id(), "t", LINK.participant(), Set.of(), Instant.EPOCH,
                LINK.token())).isInstanceOf(InvalidInputException.class).hasMessageContaining("scope");
        assertThat(EnumSet.allOf(SecretLink.Scope.class)).extracting(SecretLink.Scope::operation)
                .containsExactly(Operation.VIEW, Operation.REPLY, Operation.RATE);
    }

    @Test
    void anIdOfALinkIsReadAsItIsPrintedAndMadeOfRandomBits() {
        Random random = new Random(7);
        SecretLink.Id id = SecretLink.Id.generate(random);

        assertThat(SecretLink.Id.of(id.toString())).isEqualTo(id);
        assertThat(id).isNotEqualTo(SecretLink.Id.generate(random))
                .isEqualTo(SecretLink.Id.generate(new Random(7)));
        assertThat(IntStream.range(0, 100).mapToObj(i -> SecretLink.Id.generate(random).value()))
                .allSatisfy(value -> {
                    assertThat(value.version()).isEqualTo(4);
                    assertThat(value.variant()).isEqualTo(2);
                }).extracting(UUID::getMostSignificantBits).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "0199B1A2-7C3D-4E4F-8A5B-6C7D8E9F0A1B", "no id at all"})
    void anIdOfALinkHasOneForm(String text) {
        assertThatThrownBy(() -> SecretLink.Id.of(text)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aChangeOfLinksNamesEachOnce() {
        assertThat(LinkStore.Changes.NONE.isEmpty()).isTrue();
        assertThat(new LinkStore.Changes(List.of(LINK), Set.of()).isEmpty()).isFalse();
        assertThat(new LinkStore.Changes(List.of(), Set.of(LINK.id())).isEmpty()).isFalse();
        assertThatThrownBy(() -> new LinkStore.Changes(List.of(LINK), Set.of(LINK.id())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(LINK.id().toString());
        assertThatThrownBy(() -> new LinkStore.Changes(List.of(LINK, LINK), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
