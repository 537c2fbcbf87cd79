package io.opora.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;

class SecurityCurrentActorTest {

    private final SecurityCurrentActor current = new SecurityCurrentActor(new WebProperties(true, "/support",
            ZoneOffset.UTC, Duration.ofDays(90), 10, 10, DataSize.ofMegabytes(1), "Login", true, "ROLE_DESK",
            "ROLE_BOSS"));

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    private static void logIn(Authentication user) {
        SecurityContextHolder.getContext().setAuthentication(user);
    }

    @Test
    void theAuthorityMakesAnAgentOrASupervisorAndWhoHasNoneIsACustomer() {
        logIn(new TestingAuthenticationToken("anna", "", "ROLE_DESK"));
        assertThat(current.actor()).contains(Actor.agent("anna"));
        logIn(new TestingAuthenticationToken("boris", "", "ROLE_DESK", "ROLE_BOSS"));
        assertThat(current.actor())
                .contains(new Actor(ActorId.of("boris"), Actor.Kind.AGENT, Set.of(Role.SUPERVISOR)));
        logIn(new TestingAuthenticationToken("maria", "", "ROLE_SHOPPER"));
        assertThat(current.actor()).contains(Actor.customer("maria"));
    }

    @Test
    void whoIsNotLoggedInIsNobody() {
        assertThat(current.actor()).isEmpty();
        logIn(new AnonymousAuthenticationToken("key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_DESK")));
        assertThat(current.actor()).isEmpty();
        TestingAuthenticationToken failed = new TestingAuthenticationToken("anna", "", "ROLE_DESK");
        failed.setAuthenticated(false);
        logIn(failed);
        assertThat(current.actor()).isEmpty();
    }
}
