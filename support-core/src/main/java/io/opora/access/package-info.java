/**
 * Who acts, and what they may do. An {@link io.opora.access.Actor} is what the host application knows about the person or
 * program behind a call: an id of the host's own, the kind of actor, roles and teams. Every command and every reading names its
 * actor. Opora has no users, passwords or sessions of its own.
 *
 * <p>
 * An {@link io.opora.access.AccessPolicy} says, as data, which {@link io.opora.access.Role} may do which
 * {@link io.opora.access.Operation} with the tickets to which its holder has which {@link io.opora.access.Relation}; what it does
 * not say is denied. It is the one decision behind every door of a desk.
 *
 * {@snippet :
 * Actor customer = Actor.customer("maria");
 * Actor accountant = Actor.agent("boris").withRoles(Role.of("accountant")).inTeams("money");
 * AccessPolicy policy = AccessPolicy.standard().toBuilder()
 *         .permit(Role.of("accountant"), Relation.TEAM_MEMBER, Operation.MERGE, Operation.SPLIT)
 *         .permit(Role.of("auditor"), Relation.STAFF, only -> only.kinds("financial"), Operation.READ_HISTORY)
 *         .build();
 * }
 *
 * <p>
 * The same as JSON, for {@link io.opora.access.AccessPolicy#fromJson}; {@code teams} and {@code kinds} may be left out:
 *
 * {@snippet lang=json :
 * {"permissions": [
 *   {"role": "accountant", "as": "TEAM_MEMBER", "may": ["MERGE", "SPLIT"]},
 *   {"role": "auditor", "as": "STAFF", "may": ["READ_HISTORY"], "teams": ["money"], "kinds": ["financial"]}
 * ]}
 * }
 *
 * <table>
 * <caption>What is checked when a policy is built, beside the form of the JSON</caption>
 * <tr><th>Code</th><th>What is wrong</th></tr>
 * <tr><td>{@code empty}</td><td>a policy without permissions, a permission without operations</td></tr>
 * <tr><td>{@code too-many}</td><td>too many permissions, teams or kinds</td></tr>
 * <tr><td>{@code role-name}, {@code team-name}, {@code kind-name}</td><td>the name is none</td></tr>
 * <tr><td>{@code stranger}</td><td>something is permitted to strangers</td></tr>
 * <tr><td>{@code not-for-customers}</td><td>something that is the staff's is permitted to customers</td></tr>
 * <tr><td>{@code never}</td><td>a permission that can never hold: customers as staff, staff as customers, the desk itself in a
 * team, a new ticket in a team</td></tr>
 * </table>
 * Limits: {@value io.opora.access.AccessPolicy#MAX_PERMISSIONS} permissions, each limited to
 * {@value io.opora.access.AccessPolicy#MAX_NAMES} teams and {@value io.opora.access.AccessPolicy#MAX_NAMES} kinds;
 * {@value io.opora.access.AccessPolicy#MAX_JSON_LENGTH} characters of JSON, nested at most 20 deep.
 *
 * <p>
 * A {@link io.opora.access.SecretLink} lets one person act as one participant of one ticket without having been recognised by
 * the host; its {@link io.opora.access.SecretLink.Token} is a secret that no store knows.
 *
 * <p>
 * All values are immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.access;

import org.jspecify.annotations.NullMarked;
