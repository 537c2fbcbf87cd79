package io.opora.routing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opora.InvalidInputException;
import io.opora.condition.Vocabulary;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this room speak of. */
final class Desk {

    static final Vocabulary FACTS = Vocabulary.builder().declare("subject", Vocabulary.Type.TEXT)
            .declare("kind", Vocabulary.Type.TEXT, "technical", "financial", "unsorted")
            .declare("team", Vocabulary.Type.TEXT, "billing", "front-desk")
            .declare("priority", Vocabulary.Type.TEXT, "low", "normal", "high", "urgent")
            .declare("status", Vocabulary.Type.TEXT, "new", "open", "pending", "waiting", "solved", "closed")
            .declare("phase", Vocabulary.Type.TEXT, "new", "open", "pending", "solved", "closed")
            .declare("assignee", Vocabulary.Type.TEXT).declare("tags", Vocabulary.Type.NAMES)
            .declare("field.amount", Vocabulary.Type.NUMBER).declare("field.ordered", Vocabulary.Type.DATE)
            .declare("field.seen", Vocabulary.Type.INSTANT).declare("field.insured", Vocabulary.Type.FLAG)
            .declare("field.colour", Vocabulary.Type.TEXT, "red", "blue").declare("field.parts", Vocabulary.Type.NAMES)
            .declare("field.remark", Vocabulary.Type.TEXT).build();

    static final Catalog CATALOG = Catalog.builder(FACTS).action("ask", "pending", "pending")
            .action("wait", "waiting", "pending").action("reopen", "open", "open").action("solve", "solved", "solved")
            .action("close", "closed", "closed").action("proceed", "open", "open").action("proceed", "solved", "solved")
            .placeholders("customer", "field.amount").events("opened", "customer-replied").build();

    private Desk() {}

    /** What a call is refused with, one line each: code, path and message. */
    static List<String> refusal(ThrowingCallable call) {
        return catchThrowableOfType(InvalidInputException.class, call).violations().stream()
                .map(violation -> violation.code() + " " + violation).toList();
    }
}
