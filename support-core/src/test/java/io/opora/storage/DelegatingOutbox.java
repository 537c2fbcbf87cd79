package io.opora.storage;

import io.opora.event.OutboxStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what another outbox does, but for what a subclass breaks. */
class DelegatingOutbox implements OutboxStore {

    private final OutboxStore sound;

    DelegatingOutbox(OutboxStore sound) {
        this.sound = sound;
    }

    /** {@return the outbox that does the work at this moment} */
    OutboxStore sound() {
        return sound;
    }

    @Override
    public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
        return sound().claim(consumers, now, until);
    }

    @Override
    public boolean settle(Claim claim, Outcome outcome) {
        return sound().settle(claim, outcome);
    }

    @Override
    public int enqueue(List<OutboxStore.Entry> entries) {
        return sound().enqueue(entries);
    }

    @Override
    public List<Failure> failures(String consumer, int limit) {
        return sound().failures(consumer, limit);
    }

    @Override
    public boolean retry(String consumer, String stream, long sequence) {
        return sound().retry(consumer, stream, sequence);
    }

    @Override
    public boolean skip(String consumer, String stream, long sequence) {
        return sound().skip(consumer, stream, sequence);
    }

    @Override
    public Map<String, Lag> lag() {
        return sound().lag();
    }
}
