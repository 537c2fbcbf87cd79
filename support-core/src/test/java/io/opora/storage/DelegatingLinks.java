package io.opora.storage;

import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Does what another store of links does, but for what a subclass breaks. */
class DelegatingLinks implements LinkStore {

    private final Supplier<LinkStore> sound;

    /**
     * Makes a store.
     *
     * @param sound the store that does the work at the moment of a call
     */
    DelegatingLinks(Supplier<LinkStore> sound) {
        this.sound = sound;
    }

    @Override
    public Optional<SecretLink> find(SecretLink.Token.Hash token) {
        return sound.get().find(token);
    }

    @Override
    public Optional<SecretLink> find(SecretLink.Id id) {
        return sound.get().find(id);
    }

    @Override
    public List<SecretLink.Usage> of(String ticket) {
        return sound.get().of(ticket);
    }

    @Override
    public void used(SecretLink.Id id, Instant at) {
        sound.get().used(id, at);
    }
}
