package io.opora.spring.web;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.spring.CurrentActor;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whoever is logged in to Spring Security, by their name: an agent if they have the authority, or else a customer. */
final class SecurityCurrentActor implements CurrentActor {

    private final WebProperties properties;

    SecurityCurrentActor(WebProperties properties) {
        this.properties = properties;
    }

    @Override
    public Optional<Actor> actor() {
        Authentication user = SecurityContextHolder.getContext().getAuthentication();
        if (user == null || !user.isAuthenticated() || user instanceof AnonymousAuthenticationToken) {
            return Optional.empty();
        }
        Set<String> authorities = user.getAuthorities().stream().map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        if (authorities.contains(properties.supervisorAuthority())) {
            return Optional.of(new Actor(ActorId.of(user.getName()), Actor.Kind.AGENT, Set.of(Role.SUPERVISOR)));
        }
        return Optional.of(authorities.contains(properties.agentAuthority())
                ? Actor.agent(user.getName())
                : Actor.customer(user.getName()));
    }
}
