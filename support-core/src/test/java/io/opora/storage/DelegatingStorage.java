package io.opora.storage;

import io.opora.event.OutboxStore;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketStore;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;

/** Is what another storage is, but for what a subclass breaks. */
class DelegatingStorage implements Storage {

    private final Storage sound;

    DelegatingStorage(Storage sound) {
        this.sound = sound;
    }

    @Override
    public TicketStore tickets() {
        return sound.tickets();
    }

    @Override
    public OutboxStore outbox() {
        return sound.outbox();
    }

    @Override
    public ConfigurationStore configuration() {
        return sound.configuration();
    }

    @Override
    public FaqStore faq() {
        return sound.faq();
    }

    @Override
    public TemplateStore templates() {
        return sound.templates();
    }

    @Override
    public Set<Storage.Capability> capabilities() {
        return sound.capabilities();
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        sound.readAll(to);
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        return sound.fill(records);
    }

    @Override
    public void close() {
        sound.close();
    }
}
