package io.opora.storage;

import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes records as lines of JSON. */
final class LineWriter {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final OutputStream to;
    private final MessageDigest digest = sha256();
    private StorageTransfer.Summary summary = StorageTransfer.Summary.NOTHING;

    LineWriter(OutputStream to) {
        this.to = to;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void begin() {
        line(object().put("opora", "storage").put("format", StorageTransfer.FORMAT));
    }

    void write(StorageRecord record) {
        line(json(record));
        summary = summary.plus(record);
    }

    StorageTransfer.Summary end() {
        String sum = HexFormat.of().formatHex(digest.digest());
        line(object().put("end", summary.records()).put("sha256", sum));
        return summary;
    }

    private void line(ObjectNode json) {
        byte[] line = (MAPPER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
        if (line.length > StorageTransfer.MAX_LINE) {
            throw StorageTransfer.refuse(summary.records() + 2, "too-long",
                    "a record of " + line.length + " bytes is too long to be read again: at most "
                            + StorageTransfer.MAX_LINE);
        }
        digest.update(line);
        try {
            to.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode json(StorageRecord record) {
        return switch (record) {
            case StorageRecord.OfTicket of -> {
                ObjectNode json = object();
                json.putRawValue("ticket", new RawValue(TicketJson.write(of.ticket())));
                put(json, "wakeAt", of.wakeAt());
                array(json, "history", of.history(), TicketJson::write);
                array(json, "links", of.links(), usage -> MAPPER.writeValueAsString(link(usage)));
                yield json;
            }
            case StorageRecord.OfAnswer of -> {
                TicketCommit.Answer answer = of.answer();
                yield of("answer", object().put("actor", answer.actor().value()).put("key", answer.key().value())
                        .put("fingerprint", answer.fingerprint()).put("ticket", answer.ticket().toString())
                        .put("version", answer.version()));
            }
            case StorageRecord.OfTurns of -> {
                ObjectNode json = object().put("team", of.team().name());
                json.putRawValue("turns", new RawValue(TicketJson.write(of.turns())));
                yield json;
            }
            case StorageRecord.OfOutbox of -> of("outbox", outbox(of));
            case StorageRecord.OfConfiguration of -> {
                ObjectNode json = object();
                json.putRawValue("configuration", new RawValue(TicketJson.write(of.change())));
                yield json;
            }
            case StorageRecord.OfEdition of ->
                object().set("edition", MAPPER.readTree(of.edition().toJson())); // which has several lines
            case StorageRecord.OfVote of -> of("vote", vote(of.vote()));
            case StorageRecord.OfAsked of -> object().set("asked", MAPPER.readTree(of.asked().toJson()));
            case StorageRecord.OfTemplate of ->
                object().set("template", MAPPER.readTree(of.edition().toJson()));
            case StorageRecord.OfUse of -> of("use", use(of.use()));
        };
    }

    private static ObjectNode of(String name, ObjectNode value) {
        ObjectNode json = object();
        json.set(name, value);
        return json;
    }

    private static <T> void array(ObjectNode json, String name, List<T> values, Function<T, String> text) {
        ArrayNode array = json.putArray(name);
        values.forEach(value -> array.addRawValue(new RawValue(text.apply(value))));
    }

    private static void put(ObjectNode json, String name, Optional<?> value) {
        value.ifPresent(present -> json.put(name, present.toString()));
    }

    private static ObjectNode link(SecretLink.Usage usage) {
        SecretLink link = usage.link();
        ObjectNode json = object().put("id", link.id().toString()).put("ticket", link.ticket())
                .put("participant", link.participant().value());
        ArrayNode scopes = json.putArray("scopes");
        link.scopes().stream().sorted().forEach(scope -> scopes.add(scope.name()));
        json.put("expiresAt", link.expiresAt().toString()).put("hash", link.token().value()).put("used", usage.count());
        put(json, "lastUsed", usage.last());
        return json;
    }

    private static ObjectNode outbox(StorageRecord.OfOutbox of) {
        OutboxStore.Entry entry = of.entry();
        ObjectNode json = object().put("consumer", entry.consumer()).put("stream", entry.stream())
                .put("sequence", entry.sequence()).put("at", entry.at().toString()).put("attempts", of.attempts());
        put(json, "error", of.error());
        put(json, "retryAt", of.retryAt());
        return json;
    }

    private static ObjectNode use(TemplateStore.Use use) {
        return object().put("template", use.template().value()).put("request", use.request())
                .put("version", use.version()).put("outcome", use.outcome().name()).put("agent", use.agent())
                .put("customer", use.customer()).put("number", use.number()).put("at", use.at().toString());
    }

    private static ObjectNode vote(FaqStore.Vote vote) {
        ObjectNode json = object().put("entry", vote.entry().value()).put("locale", vote.locale().toLanguageTag())
                .put("person", vote.person()).put("helped", vote.helped());
        put(json, "reason", vote.reason());
        return json.put("version", vote.version()).put("at", vote.at().toString());
    }
}
