package io.opora.examples.quickstart;

import java.util.Set;

/**
 * Somebody, or some program, that works at the desk.
 *
 * @param id    short name used in the script
 * @param name  name shown to customers
 * @param team  {@code first-line}, {@code billing} or {@code engineering}
 * @param roles what they may do: {@code agent}, {@code accountant}, {@code lead}, {@code bot}
 */
record TeamMember(String id, String name, String team, Set<String> roles) {

    TeamMember {
        roles = Set.copyOf(roles);
    }
}
