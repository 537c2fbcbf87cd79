package io.opora.storage;

import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Does what another store of reply templates does, but for what a subclass breaks. */
public class DelegatingTemplates implements TemplateStore {

    private final Supplier<TemplateStore> sound;

    /**
     * Makes a store.
     *
     * @param sound the store that does the work at the moment of a call
     */
    public DelegatingTemplates(Supplier<TemplateStore> sound) {
        this.sound = sound;
    }

    @Override
    public Optional<List<Edition>> save(List<Edition> editions) {
        return sound.get().save(editions);
    }

    @Override
    public Optional<Edition> find(ReplyTemplate.Id id) {
        return sound.get().find(id);
    }

    @Override
    public List<Edition> history(ReplyTemplate.Id id, long before, int limit) {
        return sound.get().history(id, before, limit);
    }

    @Override
    public List<Edition> newest(long after, int limit) {
        return sound.get().newest(after, limit);
    }

    @Override
    public Use record(Use use) {
        return sound.get().record(use);
    }

    @Override
    public List<Use> uses(long after, int limit) {
        return sound.get().uses(after, limit);
    }

    @Override
    public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
        return sound.get().usesOf(id, before, limit);
    }

    @Override
    public List<Tally> tallies() {
        return sound.get().tallies();
    }

    @Override
    public List<Use> involving(String person) {
        return sound.get().involving(person);
    }

    @Override
    public int forget(String person) {
        return sound.get().forget(person);
    }
}
