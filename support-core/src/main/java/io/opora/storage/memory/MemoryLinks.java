package io.opora.storage.memory;

import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secret links in memory, by everything by which they are looked for. Not thread-safe; the store's lock guards it.
 */
final class MemoryLinks {

    private final Map<SecretLink.Id, SecretLink.Usage> links = new HashMap<>();
    private final Map<SecretLink.Token.Hash, SecretLink.Id> tokens = new HashMap<>();
    private final Map<String, Set<SecretLink.Id>> tickets = new HashMap<>();

    void change(LinkStore.Changes changes) {
        changes.end().forEach(this::remove);
        for (SecretLink link : changes.keep()) {
            SecretLink.Usage before = remove(link.id());
            add(before == null
                    ? new SecretLink.Usage(link, 0, Optional.empty())
                    : new SecretLink.Usage(link, before.count(), before.last()));
        }
    }

    /** A link that comes with how it was used. */
    void put(SecretLink.Usage usage) {
        MemoryStorage.require(!links.containsKey(usage.link().id()) && !tokens.containsKey(usage.link().token()),
                "link " + usage.link().id() + " or its token");
        add(usage);
    }

    private void add(SecretLink.Usage usage) {
        SecretLink link = usage.link();
        links.put(link.id(), usage);
        tokens.put(link.token(), link.id());
        tickets.computeIfAbsent(link.ticket(), missing -> new HashSet<>()).add(link.id());
    }

    private SecretLink.@Nullable Usage remove(SecretLink.Id id) {
        SecretLink.Usage removed = links.remove(id);
        if (removed != null) {
            tokens.remove(removed.link().token());
            tickets.computeIfPresent(removed.link().ticket(), (same, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
        }
        return removed;
    }

    Optional<SecretLink> find(SecretLink.Token.Hash token) {
        return Optional.ofNullable(tokens.get(token)).flatMap(this::find);
    }

    Optional<SecretLink> find(SecretLink.Id id) {
        return Optional.ofNullable(links.get(id)).map(SecretLink.Usage::link);
    }

    List<SecretLink.Usage> of(String ticket) {
        return tickets.getOrDefault(ticket, Set.of()).stream().map(links::get)
                .sorted(Comparator.comparing((SecretLink.Usage usage) -> usage.link().expiresAt())
                        .thenComparing(usage -> usage.link().id().toString()))
                .toList();
    }

    void used(SecretLink.Id id, Instant at) {
        links.computeIfPresent(id, (same, usage) -> new SecretLink.Usage(usage.link(), usage.count() + 1,
                usage.last().filter(at::isBefore).or(() -> Optional.of(at))));
    }

    void clear() {
        links.clear();
        tokens.clear();
        tickets.clear();
    }
}
