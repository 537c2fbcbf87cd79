package io.opora.examples.customstorage;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.rocksdb.RocksDBException;

/**
 * Secret links.
 *
 * <pre>
 * "link", id                          ticket, participant, scopes, expiry, hash of the token, count, last use
 * "link-by-token", hash               id
 * "link-by-ticket", ticket, expiry, id    -
 * </pre>
 */
final class RocksLinks implements LinkStore {

    private final RocksStorage storage;

    RocksLinks(RocksStorage storage) {
        this.storage = storage;
    }

    private static Tuple key(SecretLink.Id id) {
        return Tuple.of("link", id.toString());
    }

    private static Tuple byToken(SecretLink.Token.Hash token) {
        return Tuple.of("link-by-token", token.value());
    }

    private static Tuple byTicket(SecretLink link) {
        return Tuple.of("link-by-ticket", link.ticket(), link.expiresAt(), link.id().toString());
    }

    void change(Changes changes, Records records) throws RocksDBException {
        for (SecretLink.Id id : changes.end()) {
            remove(id, records);
        }
        for (SecretLink link : changes.keep()) {
            Optional<SecretLink.Usage> before = remove(link.id(), records);
            put(new SecretLink.Usage(link, before.map(SecretLink.Usage::count).orElse(0L),
                    before.flatMap(SecretLink.Usage::last)), records);
            records.put(byToken(link.token()), link.id().toString());
            records.put(byTicket(link));
        }
    }

    /** Keeps a link and how it was used; answers whether it is new. */
    static boolean add(SecretLink.Usage usage, Records records) throws RocksDBException {
        if (records.has(key(usage.link().id())) || records.has(byToken(usage.link().token()))) {
            return false;
        }
        put(usage, records);
        records.put(byToken(usage.link().token()), usage.link().id().toString());
        records.put(byTicket(usage.link()));
        return true;
    }

    private static Optional<SecretLink.Usage> remove(SecretLink.Id id, Records records) throws RocksDBException {
        Optional<SecretLink.Usage> usage = usage(id, records);
        if (usage.isPresent()) {
            records.delete(key(id));
            records.delete(byToken(usage.get().link().token()));
            records.delete(byTicket(usage.get().link()));
        }
        return usage;
    }

    private static void put(SecretLink.Usage usage, Records records) throws RocksDBException {
        SecretLink link = usage.link();
        records.put(key(link.id()), link.ticket(), link.participant().value(),
                link.scopes().stream().map(Enum::name).collect(Collectors.joining(" ")), link.expiresAt(),
                link.token().value(), usage.count(), usage.last());
    }

    private static Optional<SecretLink.Usage> usage(SecretLink.Id id, Records records) throws RocksDBException {
        return records.get(key(id)).map(value -> new SecretLink.Usage(
                new SecretLink(id, value.text(), ActorId.of(value.text()),
                        Arrays.stream(value.text().split(" ")).map(SecretLink.Scope::valueOf)
                                .collect(Collectors.toSet()),
                        value.instant(), new SecretLink.Token.Hash(value.text())),
                value.number(), value.optionalInstant()));
    }

    @Override
    public Optional<SecretLink> find(SecretLink.Token.Hash token) {
        return storage.read(records -> {
            Optional<Tuple.Reader> id = records.get(byToken(token));
            return id.isEmpty()
                    ? Optional.empty()
                    : usage(SecretLink.Id.of(id.get().text()), records).map(SecretLink.Usage::link);
        });
    }

    @Override
    public Optional<SecretLink> find(SecretLink.Id id) {
        return storage.read(records -> usage(id, records).map(SecretLink.Usage::link));
    }

    @Override
    public List<SecretLink.Usage> of(String ticket) {
        return storage.read(records -> of(ticket, records));
    }

    static List<SecretLink.Usage> of(String ticket, Records records) throws RocksDBException {
        Tuple links = Tuple.of("link-by-ticket", ticket);
        List<SecretLink.Usage> usages = new ArrayList<>();
        records.scan(links, Optional.empty(), (key, value) -> {
            Tuple.Reader rest = links.behind(key);
            rest.instant();
            usage(SecretLink.Id.of(rest.text()), records).ifPresent(usages::add);
            return true;
        });
        return List.copyOf(usages);
    }

    @Override
    public void used(SecretLink.Id id, Instant at) {
        storage.write(records -> {
            Optional<SecretLink.Usage> usage = usage(id, records);
            if (usage.isPresent()) {
                put(new SecretLink.Usage(usage.get().link(), usage.get().count() + 1,
                        usage.get().last().filter(at::isBefore).or(() -> Optional.of(at))), records);
            }
            return id;
        });
    }
}
