package io.opora.access;

import io.opora.Findings;
import io.opora.Json;
import io.opora.access.AccessPolicy.Line;
import io.opora.access.AccessPolicy.Permission;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Policies as JSON. The form is described on the page of this package. */
final class PolicyJson {

    /** Four levels are in use; the rest is for texts that are wrong and deserve a better answer than "too deep". */
    static final int MAX_DEPTH = 20;

    private PolicyJson() {}

    static AccessPolicy read(String json) {
        Findings findings = new Findings();
        Json root = Json.parse(json, AccessPolicy.MAX_JSON_LENGTH, MAX_DEPTH, findings).fields("permissions");
        List<Line> lines = root.required("permissions").items().stream().map(PolicyJson::line).toList();
        if (findings.readable()) {
            PolicyCheck.check(lines, findings);
        }
        findings.refuse("access policy in JSON");
        return PolicyCheck.policy(lines);
    }

    private static Line line(Json permission) {
        permission.fields("role", "as", "may", "teams", "kinds");
        return new Line(permission.required("role").text(), permission.required("as").constant(Relation.class),
                permission.required("may").items().stream().map(each -> each.constant(Operation.class))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class))),
                permission.optional("teams").texts(), permission.optional("kinds").texts());
    }

    static String write(AccessPolicy policy) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode permissions = root.putArray("permissions");
        for (Permission permission : policy.permissions()) {
            ObjectNode line = permissions.addObject();
            line.put("role", permission.role().name()).put("as", permission.as().name());
            Json.putTexts(line, "may", permission.operations());
            Json.putTexts(line, "teams", permission.teams());
            Json.putTexts(line, "kinds", permission.kinds());
        }
        return Json.print(root);
    }
}
