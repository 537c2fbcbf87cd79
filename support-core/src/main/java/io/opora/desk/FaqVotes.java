package io.opora.desk;

import io.opora.Json;
import io.opora.access.ActorId;
import io.opora.faq.FaqStore;
import io.opora.ticket.People;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What readers say of entries of the FAQ, as a place where something about persons is kept. */
final class FaqVotes implements People.Place {

    private final FaqStore store;

    FaqVotes(FaqStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "faq-votes";
    }

    @Override
    public String describe() {
        return "whether an entry of the FAQ helped, and why, by the id of whoever says so, until they are erased";
    }

    @Override
    public int erase(ActorId person) {
        return store.forget(person.value());
    }

    @Override
    public void export(ActorId person, Consumer<String> found) {
        for (FaqStore.Vote vote : store.said(person.value())) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("entry", vote.entry().value());
            json.put("locale", vote.locale().toLanguageTag());
            json.put("helped", vote.helped());
            vote.reason().ifPresent(reason -> json.put("reason", reason));
            json.put("at", vote.at().toString());
            found.accept(Json.print(json));
        }
    }
}
