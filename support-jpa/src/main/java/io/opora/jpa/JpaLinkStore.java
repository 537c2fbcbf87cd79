package io.opora.jpa;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.jpa.rows.LinkRow;
import io.opora.jpa.rows.TicketRow;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Secret links. Changes come within an append, which holds the ticket's row. */
final class JpaLinkStore implements LinkStore {

    private static final String COLUMNS = "select l.id, l.ticket, l.participant, l.scopes, l.expiresAt, l.hash, l.uses,"
            + " l.usedAt from SupportLinkRow l where ";

    private final Sessions sessions;

    JpaLinkStore(Sessions sessions) {
        this.sessions = sessions;
    }

    void change(EntityManager manager, Changes changes) {
        if (changes.isEmpty()) {
            return;
        }
        changes.end().forEach(id -> manager.createQuery("delete from SupportLinkRow l where l.id = :id")
                .setParameter("id", id.toString()).executeUpdate());
        List<LinkRow> added = changes.keep().stream().filter(link -> !replace(manager, link))
                .map(link -> row(new SecretLink.Usage(link, 0, Optional.empty()))).toList();
        JpaTicketStore.save(manager, added);
    }

    static LinkRow row(SecretLink.Usage usage) {
        SecretLink link = usage.link();
        return new LinkRow(link.id().toString(), link.ticket(), link.participant().value(), scopes(link),
                TicketRow.micros(link.expiresAt()), link.token().value(), usage.count(),
                usage.last().map(TicketRow::micros).orElse(null));
    }

    /** Reads the links of tickets, each with its ticket: by their tickets, then as {@link #of} does. */
    static List<SecretLink.Usage> of(EntityManager manager, List<String> tickets) {
        return manager
                .createQuery(COLUMNS + "l.ticket in :tickets order by l.ticket, l.expiresAt, l.id", Object[].class)
                .setParameter("tickets", tickets).getResultList().stream().map(JpaLinkStore::usage).toList();
    }

    private static boolean replace(EntityManager manager, SecretLink link) {
        return manager.createQuery("update SupportLinkRow l set l.ticket = :ticket, l.participant = :participant,"
                + " l.scopes = :scopes, l.expiresAt = :expires, l.hash = :hash where l.id = :id")
                .setParameter("ticket", link.ticket()).setParameter("participant", link.participant().value())
                .setParameter("scopes", scopes(link)).setParameter("expires", TicketRow.micros(link.expiresAt()))
                .setParameter("hash", link.token().value()).setParameter("id", link.id().toString())
                .executeUpdate() == 1;
    }

    private static String scopes(SecretLink link) {
        return link.scopes().stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    @Override
    public Optional<SecretLink> find(SecretLink.Token.Hash token) {
        return list("l.hash = :value", token.value()).stream().findFirst().map(SecretLink.Usage::link);
    }

    @Override
    public Optional<SecretLink> find(SecretLink.Id id) {
        return list("l.id = :value", id.toString()).stream().findFirst().map(SecretLink.Usage::link);
    }

    @Override
    public List<SecretLink.Usage> of(String ticket) {
        return list("l.ticket = :value order by l.expiresAt, l.id", ticket);
    }

    private List<SecretLink.Usage> list(String condition, String value) {
        return sessions.read(manager -> manager.createQuery(COLUMNS + condition, Object[].class)
                .setParameter("value", value).getResultList()).stream().map(JpaLinkStore::usage).toList();
    }

    private static SecretLink.Usage usage(@Nullable Object[] row) {
        SecretLink link = new SecretLink(SecretLink.Id.of(text(row[0])), text(row[1]), ActorId.of(text(row[2])),
                Arrays.stream(text(row[3]).split(" ", -1)).map(SecretLink.Scope::valueOf).collect(Collectors.toSet()),
                instant(number(row[4])), new SecretLink.Token.Hash(text(row[5])));
        return new SecretLink.Usage(link, number(row[6]),
                Optional.ofNullable((Long) row[7]).map(JpaLinkStore::instant));
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public void used(SecretLink.Id id, Instant at) {
        sessions.write(manager -> manager.createQuery("update SupportLinkRow l set l.uses = l.uses + 1,"
                + " l.usedAt = case when l.usedAt is null or l.usedAt < :at then :at else l.usedAt end"
                + " where l.id = :id").setParameter("at", TicketRow.micros(at)).setParameter("id", id.toString())
                .executeUpdate(), changed -> true);
    }
}
