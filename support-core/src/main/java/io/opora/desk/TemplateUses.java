package io.opora.desk;

import io.opora.Json;
import io.opora.access.ActorId;
import io.opora.reply.Replies;
import io.opora.reply.TemplateStore;
import io.opora.ticket.People;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What became of reply templates, as a place where something about persons is kept. */
final class TemplateUses implements People.Place {

    private final TemplateStore store;
    private final Supplier<Replies> replies;

    TemplateUses(TemplateStore store, Supplier<Replies> replies) {
        this.store = store;
        this.replies = replies;
    }

    @Override
    public String name() {
        return "reply-template-uses";
    }

    @Override
    public String describe() {
        return "which reply template was used when and by whom, for whose request, and what a matcher learned from the message, as"
                + " numbers from which it cannot be read, until they are erased";
    }

    @Override
    public int erase(ActorId person) {
        int forgotten = store.forget(person.value());
        if (forgotten > 0) {
            replies.get().catchUp();
        }
        return forgotten;
    }

    @Override
    public void export(ActorId person, Consumer<String> found) {
        for (TemplateStore.Use use : store.involving(person.value())) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("template", use.template().value());
            json.put("request", use.request());
            json.put("outcome", use.outcome().name());
            json.put("as", use.agent().equals(person.value()) ? "agent" : "customer");
            json.put("at", use.at().toString());
            found.accept(Json.print(json));
        }
    }
}
