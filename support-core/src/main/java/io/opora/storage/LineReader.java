package io.opora.storage;

import io.opora.Findings;
import io.opora.SupportException;
import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads records from lines of JSON, up to and with the line that ends them. */
final class LineReader implements Iterator<StorageRecord> {

    static final String SUBJECT = "export of a storage";

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private final InputStream from;
    private final @Nullable Findings findings;
    private final MessageDigest digest = LineWriter.sha256();
    private StorageTransfer.Summary summary = StorageTransfer.Summary.NOTHING;
    private long line;
    private long wrong;
    private boolean isOver;
    private @Nullable StorageRecord next;

    /** @param findings where lines that are wrong are told; {@code null} to end with the first one */
    LineReader(InputStream from, @Nullable Findings findings) {
        this.from = new BufferedInputStream(from, 64 * 1024);
        this.findings = findings;
    }

    StorageTransfer.Summary summary() {
        return summary;
    }

    @Override
    public StorageRecord next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        StorageRecord record = next;
        next = null;
        return record;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !isOver) {
            advance();
        }
        return next != null;
    }

    /** Reads a line. What is wrong with the text as a whole ends it; what is wrong in a record may be told with others. */
    private void advance() {
        String sum = line == 0 ? "" : HexFormat.of().formatHex(copy(digest).digest());
        byte[] bytes = readLine();
        if (bytes.length == 0) {
            throw wrong("incomplete", line == 1
                    ? "there is nothing where the format should be named"
                    : "the text ends without its last line, which has 'end' and 'sha256': it was cut off");
        }
        JsonNode json = parse(bytes);
        if (line == 1) {
            begin(json);
        } else if (json != null && json.has("end")) {
            end(json, sum);
        } else if (json != null) {
            take(json);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be cloned", e);
        }
    }

    private byte[] readLine() {
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int next = from.read(); next >= 0; next = from.read()) {
                bytes.write(next);
                if (next == '\n') {
                    break;
                }
                if (bytes.size() >= StorageTransfer.MAX_LINE) {
                    throw wrong("too-long", "a line has at most " + StorageTransfer.MAX_LINE + " bytes");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] whole = bytes.toByteArray();
        digest.update(whole);
        return whole;
    }

    private @Nullable JsonNode parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            JsonNode json = MAPPER.readTree(text);
            if (json.isObject()) {
                return json;
            }
            note("wrong-type", "a line is a JSON object");
        } catch (CharacterCodingException e) {
            note("encoding", "the text is not UTF-8");
        } catch (JacksonException e) {
            note("json-syntax", "this is no JSON"
                    + (e.getLocation() == null ? "" : ": see column " + e.getLocation().getColumnNr()));
        }
        return null;
    }

    private void begin(@Nullable JsonNode json) {
        if (json == null || !json.path("opora").asString("").equals("storage")
                || json.path("format").asInt(0) != StorageTransfer.FORMAT) {
            throw wrong("format", "the first line has to be {\"opora\":\"storage\",\"format\":" + StorageTransfer.FORMAT
                    + "}: this is no export of a storage, or one of another version");
        }
    }

    private void end(JsonNode json, String sum) {
        isOver = true;
        long records = summary.records() + wrong;
        if (json.path("end").asLong(-1) != records) {
            note("incomplete", "there should be " + json.path("end").asLong(-1) + " records, and there are " + records);
        } else if (!json.path("sha256").asString("").equals(sum)) {
            note("changed", "the SHA-256 of the lines above is another one: the text was changed");
        }
        if (readLine().length > 0) {
            note("trailing", "nothing may stand behind the line that ends the text");
        }
    }

    private void take(JsonNode json) {
        try {
            next = record(json);
            summary = summary.plus(next);
        } catch (SupportException | IllegalArgumentException | DateTimeException e) {
            note("record", String.valueOf(e.getMessage()));
            wrong++;
        }
    }

    private void note(String code, String message) {
        if (findings == null) {
            throw wrong(code, message);
        }
        findings.add(StorageTransfer.violation(line, code, message));
    }

    private RuntimeException wrong(String code, String message) {
        return StorageTransfer.refuse(line, code, message);
    }

    private static StorageRecord record(JsonNode json) {
        Fields fields = new Fields(json);
        String kind = fields.first("ticket", "answer", "team", "outbox", "configuration", "edition", "vote",
                "asked", "template", "use");
        return switch (kind) {
            case "ticket" -> new StorageRecord.OfTicket(TicketJson.readTicket(fields.json("ticket")),
                    fields.instant("wakeAt"), history(fields.node("history")), links(fields.node("links")));
            case "answer" -> answer(new Fields(fields.node("answer")));
            case "team" -> new StorageRecord.OfTurns(TeamId.of(fields.text("team")),
                    TicketJson.readTurns(fields.json("turns")));
            case "outbox" -> outbox(new Fields(fields.node("outbox")));
            case "configuration" -> new StorageRecord.OfConfiguration(
                    TicketJson.readChange(fields.json("configuration")));
            case "edition" -> new StorageRecord.OfEdition(FaqEdition.readJson(fields.json("edition")));
            case "vote" -> vote(new Fields(fields.node("vote")));
            case "asked" -> new StorageRecord.OfAsked(FaqStore.Asked.readJson(fields.json("asked")));
            case "template" -> new StorageRecord.OfTemplate(TemplateStore.Edition.readJson(fields.json("template")));
            default -> use(new Fields(fields.node("use")));
        };
    }

    private static List<TicketEvent> history(JsonNode json) {
        List<TicketEvent> events = new ArrayList<>();
        for (JsonNode event : json) {
            events.add(TicketJson.readEvent(event.toString()));
        }
        return events;
    }

    private static List<SecretLink.Usage> links(JsonNode json) {
        List<SecretLink.Usage> links = new ArrayList<>();
        for (JsonNode element : json) {
            Fields link = new Fields(element);
            Set<SecretLink.Scope> scopes = new HashSet<>();
            link.node("scopes").forEach(scope -> scopes.add(SecretLink.Scope.valueOf(scope.asString(""))));
            links.add(new SecretLink.Usage(new SecretLink(SecretLink.Id.of(link.text("id")), link.text("ticket"),
                    ActorId.of(link.text("participant")), scopes, Instant.parse(link.text("expiresAt")),
                    new SecretLink.Token.Hash(link.text("hash"))), link.number("used"), link.instant("lastUsed")));
        }
        return links;
    }

    private static StorageRecord answer(Fields answer) {
        return new StorageRecord.OfAnswer(new TicketCommit.Answer(ActorId.of(answer.text("actor")),
                IdempotencyKey.of(answer.text("key")), answer.text("fingerprint"), TicketId.of(answer.text("ticket")),
                answer.number("version")));
    }

    private static StorageRecord outbox(Fields entry) {
        return new StorageRecord.OfOutbox(
                new OutboxStore.Entry(entry.text("consumer"), entry.text("stream"), entry.number("sequence"),
                        Instant.parse(entry.text("at"))),
                Math.toIntExact(entry.number("attempts")), entry.optional("error"), entry.instant("retryAt"));
    }

    private static StorageRecord use(Fields use) {
        return new StorageRecord.OfUse(new TemplateStore.Use(ReplyTemplate.Id.of(use.text("template")),
                use.text("request"),
                use.number("version"), TemplateStore.Use.Outcome.valueOf(use.text("outcome")), use.text("agent"),
                use.text("customer"), use.number("number"), Instant.parse(use.text("at"))));
    }

    private static StorageRecord vote(Fields vote) {
        return new StorageRecord.OfVote(new FaqStore.Vote(FaqEntry.Id.of(vote.text("entry")),
                Locale.forLanguageTag(vote.text("locale")), vote.text("person"), vote.flag("helped"),
                vote.optional("reason"), vote.number("version"), Instant.parse(vote.text("at"))));
    }

    /** The fields of an object; what is missing or of another type is an {@link IllegalArgumentException} that says so. */
    private record Fields(JsonNode json) {

        String first(String... names) {
            for (String name : names) {
                if (json.has(name)) {
                    return name;
                }
            }
            throw new IllegalArgumentException("a record has one of the fields " + String.join(", ", names));
        }

        JsonNode node(String name) {
            JsonNode value = json.path(name);
            if (!value.isObject() && !value.isArray()) {
                throw new IllegalArgumentException("'" + name + "' is missing, or no object and no list");
            }
            return value;
        }

        String json(String name) {
            return node(name).toString();
        }

        String text(String name) {
            return optional(name)
                    .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing"));
        }

        Optional<String> optional(String name) {
            JsonNode value = json.path(name);
            if (!value.isString() && !value.isMissingNode()) {
                throw new IllegalArgumentException("'" + name + "' is no text");
            }
            return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
        }

        Optional<Instant> instant(String name) {
            return optional(name).map(Instant::parse);
        }

        long number(String name) {
            JsonNode value = json.path(name);
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw new IllegalArgumentException("'" + name + "' is missing, or no whole number");
            }
            return value.longValue();
        }

        boolean flag(String name) {
            JsonNode value = json.path(name);
            if (!value.isBoolean()) {
                throw new IllegalArgumentException("'" + name + "' is missing, or neither true nor false");
            }
            return value.booleanValue();
        }
    }
}
