package io.opora.storage;

import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Does what another store of the FAQ does, but for what a subclass breaks. */
class DelegatingFaq implements FaqStore {

    private final Supplier<FaqStore> sound;

    /**
     * Makes a store.
     *
     * @param sound the store that does the work at the moment of a call
     */
    DelegatingFaq(Supplier<FaqStore> sound) {
        this.sound = sound;
    }

    @Override
    public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
        return sound.get().save(editions);
    }

    @Override
    public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
        return sound.get().find(id, locale);
    }

    @Override
    public List<FaqEdition> translations(FaqEntry.Id id) {
        return sound.get().translations(id);
    }

    @Override
    public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
        return sound.get().history(id, locale, before, limit);
    }

    @Override
    public List<FaqEdition> newest(long after, int limit) {
        return sound.get().newest(after, limit);
    }

    @Override
    public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
        return sound.get().turning(after, until, afterRevision, limit);
    }

    @Override
    public void vote(Vote vote) {
        sound.get().vote(vote);
    }

    @Override
    public Tally tally(FaqEntry.Id id, Locale locale) {
        return sound.get().tally(id, locale);
    }

    @Override
    public List<Vote> votes(FaqEntry.Id id, Locale locale, int limit) {
        return sound.get().votes(id, locale, limit);
    }

    @Override
    public List<Vote> said(String person) {
        return sound.get().said(person);
    }

    @Override
    public int forget(String person) {
        return sound.get().forget(person);
    }

    @Override
    public boolean record(Asked asked) {
        return sound.get().record(asked);
    }

    @Override
    public Optional<Asked> asked(String id) {
        return sound.get().asked(id);
    }

    @Override
    public List<Asked> asked(LocalDate day, String after, int limit) {
        return sound.get().asked(day, after, limit);
    }

    @Override
    public int forgetAsked(LocalDate before) {
        return sound.get().forgetAsked(before);
    }
}
