package io.opora.access;

import io.opora.Findings;
import io.opora.Names;
import io.opora.Spelling;
import io.opora.access.AccessPolicy.Line;
import io.opora.access.AccessPolicy.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for everything that is wrong with a policy, and puts what is right into canonical order. */
final class PolicyCheck {

    private static final Comparator<Permission> ORDER = Comparator.comparing((Permission each) -> each.role().name())
            .thenComparing(Permission::as).thenComparing(each -> String.join(",", each.teams()))
            .thenComparing(each -> String.join(",", each.kinds()));

    private final Findings findings;

    private PolicyCheck(Findings findings) {
        this.findings = findings;
    }

    /** Adds what is wrong with these lines to what was found already. */
    static void check(List<Line> lines, Findings findings) {
        if (lines.isEmpty()) {
            findings.add("permissions", "empty", "a policy without permissions lets nobody do anything");
        } else if (lines.size() > AccessPolicy.MAX_PERMISSIONS) {
            findings.add("permissions", "too-many", "a policy has at most " + AccessPolicy.MAX_PERMISSIONS
                    + " permissions, not " + lines.size());
        } else {
            PolicyCheck check = new PolicyCheck(findings);
            for (int i = 0; i < lines.size(); i++) {
                check.line("permissions[" + i + ']', lines.get(i));
            }
        }
    }

    private void line(String path, Line line) {
        name(path + ".role", "role", line.role());
        relation(path + ".as", line);
        if (line.operations().isEmpty()) {
            findings.add(path + ".may", "empty", "a permission permits something: name at least one operation");
        }
        for (Operation operation : line.operations()) {
            operation(path + ".may", line, operation);
        }
        names(path + ".teams", "team", line.teams());
        names(path + ".kinds", "kind", line.kinds());
    }

    private void relation(String path, Line line) {
        if (line.as() == Relation.STRANGER) {
            findings.add(path, "stranger", "nothing can be permitted to strangers: everybody would have it");
        } else if (!line.as().isCustomers() && line.role().equals(Role.CUSTOMER.name())) {
            findings.add(path, "never", "a customer is never " + line.as()
                    + ": REQUESTER, REPLYING_PARTICIPANT or SEEING_PARTICIPANT is meant");
        } else if (line.as().isCustomers() && isHeldByStaffAlone(line.role())) {
            findings.add(path, "never", "only customers are " + line.as() + ": for the role '" + line.role()
                    + "' ASSIGNEE, TEAM_MEMBER or STAFF is meant");
        }
    }

    private static boolean isHeldByStaffAlone(String role) {
        return role.equals(Role.AGENT.name()) || role.equals(Role.BOT.name()) || role.equals(Role.SYSTEM.name());
    }

    private void operation(String path, Line line, Operation operation) {
        if (line.as().isCustomers() && !operation.isForCustomers()) {
            findings.add(path, "not-for-customers", operation + " shows or changes what is the staff's, and "
                    + line.as() + " is a customer");
        }
        if (operation.subject() == Operation.Subject.DESK && !(line.teams().isEmpty() && line.kinds().isEmpty())) {
            findings.add(path, "never", operation + " is about the desk, which has neither team nor kind:"
                    + " permit it without limits");
        } else if (operation == Operation.OPEN && !line.teams().isEmpty()) {
            findings.add(path, "never",
                    "OPEN is about a new ticket, which belongs to no team yet: permit it without teams");
        }
    }

    private void names(String path, String what, List<String> names) {
        if (names.size() > AccessPolicy.MAX_NAMES) {
            findings.add(path, "too-many", "a permission is limited to at most " + AccessPolicy.MAX_NAMES + ' ' + what
                    + "s, not " + names.size());
        } else {
            for (int i = 0; i < names.size(); i++) {
                name(path + '[' + i + ']', what, names.get(i));
            }
        }
    }

    private void name(String path, String what, String name) {
        if (!Names.isName(name)) {
            findings.add(path, what + "-name", Spelling.malformed(what + " name", name));
        }
    }

    /** The policy of lines that are right: one permission for all that differ in the operations alone. */
    static AccessPolicy policy(List<Line> lines) {
        Map<Permission, Set<Operation>> merged = new LinkedHashMap<>();
        for (Line line : lines) {
            merged.computeIfAbsent(line.permission(Set.of()), key -> EnumSet.noneOf(Operation.class))
                    .addAll(line.operations());
        }
        List<Permission> permissions = new ArrayList<>();
        merged.forEach((key, all) -> permissions
                .add(new Permission(key.role(), key.as(), all, key.teams(), key.kinds())));
        return new AccessPolicy(permissions.stream().sorted(ORDER).toList());
    }
}
