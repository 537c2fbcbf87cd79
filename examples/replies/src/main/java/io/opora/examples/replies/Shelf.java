package io.opora.examples.replies;

import io.opora.reply.Replies;
import io.opora.reply.Replies.Person;
import io.opora.reply.Replies.Request;
import io.opora.reply.ReplyMatcher;
import io.opora.reply.ReplyTemplate;
import io.opora.storage.memory.MemoryStorage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Templates, and what is known of how they were used. */
final class Shelf implements AutoCloseable {

    static final Person AGENT = Person.editor("agent");

    private final MemoryStorage storage = MemoryStorage.create();
    private final Map<String, String> messages = new HashMap<>();
    private final Replies replies;

    /**
     * Puts templates on a shelf; where a past message names one that is not among them, one that is only known by its id.
     *
     * @param accept the share of wrong suggestions that is accepted
     */
    Shelf(List<ReplyTemplate> templates, List<Past> past, double accept) {
        replies = Replies.builder(storage.templates()).matcher(ReplyMatcher.acceptingWrong(accept))
                .messages(reference -> Optional.ofNullable(messages.get(reference))).build();
        Map<ReplyTemplate.Id, ReplyTemplate> all = new LinkedHashMap<>();
        templates.forEach(template -> all.put(template.id(), template));
        past.forEach(message -> message.template().ifPresent(id -> all.computeIfAbsent(id, Shelf::unwritten)));
        all.values().forEach(template -> replies.save(AGENT, template, 0));
        int number = 0;
        for (Past message : past) {
            number++;
            if (message.template().isPresent()) {
                String reference = "message-" + number;
                messages.put(reference, message.text());
                replies.sent(message.template().get(), request(reference, message.text(), Locale.ENGLISH), false);
            }
        }
        replies.catchUp();
    }

    private static ReplyTemplate unwritten(ReplyTemplate.Id id) {
        return ReplyTemplate.builder(id.value(), id.value().replaceAll("[_-]+", " "))
                .text(Locale.ENGLISH, "(nobody has written this one)").build();
    }

    private static Request request(String reference, String message, Locale locale) {
        return Request.of(AGENT, reference, locale, message);
    }

    Replies replies() {
        return replies;
    }

    List<Replies.Suggestion> suggest(String message, int limit) {
        return replies.suggest(request("asked", message, Locale.ENGLISH), limit);
    }

    ReplyTemplate.Rendering render(ReplyTemplate.Id template, String message, ReplyTemplate.Values values) {
        boolean cyrillic = message.codePoints()
                .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC);
        return replies.render(template, request("asked", message, cyrillic ? Locale.of("ru") : Locale.ENGLISH), values);
    }

    /** The message of a reference, to be shown as a reason. */
    Optional<String> message(String reference) {
        return Optional.ofNullable(messages.get(reference));
    }

    @Override
    public void close() {
        replies.close();
        storage.close();
    }
}
