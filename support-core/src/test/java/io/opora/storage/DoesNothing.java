package io.opora.storage;

import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.routing.Assignment;
import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A storage that does nothing, whatever it says.
 *
 * @param says what it says of everything that it is given
 * @param capabilities what it says that it can do
 */
record DoesNothing(TicketStore.AppendResult says, Set<Storage.Capability> capabilities) implements Storage {

    @Override
    public TicketStore tickets() {
        return new TicketStore() {
            @Override
            public TicketNumber reserveNumber() {
                return TicketNumber.of(1);
            }

            @Override
            public TicketStore.AppendResult append(TicketCommit commit) {
                return says;
            }

            @Override
            public Optional<Ticket> find(TicketId id) {
                return Optional.empty();
            }

            @Override
            public Optional<Ticket> find(TicketNumber number) {
                return Optional.empty();
            }

            @Override
            public List<TicketEvent> history(TicketId id, long after, int limit) {
                return List.of();
            }

            @Override
            public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
                return Optional.empty();
            }

            @Override
            public List<Ticket> find(TicketQuery query, int limit) {
                return List.of();
            }

            @Override
            public Map<Phase, Long> countByPhase(TicketQuery query) {
                return Map.of();
            }

            @Override
            public List<TicketId> involving(ActorId person, Optional<TicketId> after, int limit) {
                return List.of();
            }

            @Override
            public Assignment.Turns turns(TeamId team) {
                return Assignment.Turns.none();
            }

            @Override
            public LinkStore links() {
                return new LinkStore() {
                    @Override
                    public Optional<SecretLink> find(SecretLink.Token.Hash token) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<SecretLink> find(SecretLink.Id id) {
                        return Optional.empty();
                    }

                    @Override
                    public List<SecretLink.Usage> of(String ticket) {
                        return List.of();
                    }

                    @Override
                    public void used(SecretLink.Id id, Instant at) {
                        // nothing
                    }
                };
            }

            @Override
            public List<TicketId> due(Instant until, int limit) {
                return List.of();
            }
        };
    }

    @Override
    public ConfigurationStore configuration() {
        return new ConfigurationStore() {
            @Override
            public boolean append(List<Configuration.Change> changes) {
                return says == TicketStore.AppendResult.STORED;
            }

            @Override
            public List<Configuration.Change> changes(long after, int limit) {
                return List.of();
            }
        };
    }

    @Override
    public OutboxStore outbox() {
        return new OutboxStore() {
            @Override
            public Optional<Claim> claim(Set<String> consumers, Instant now, Instant until) {
                return Optional.empty();
            }

            @Override
            public boolean settle(Claim claim, Outcome outcome) {
                return says == TicketStore.AppendResult.STORED;
            }

            @Override
            public int enqueue(List<OutboxStore.Entry> entries) {
                return 0;
            }

            @Override
            public List<Failure> failures(String consumer, int limit) {
                return List.of();
            }

            @Override
            public boolean retry(String consumer, String stream, long sequence) {
                return says == TicketStore.AppendResult.STORED;
            }

            @Override
            public boolean skip(String consumer, String stream, long sequence) {
                return says == TicketStore.AppendResult.STORED;
            }

            @Override
            public Map<String, Lag> lag() {
                return Map.of();
            }
        };
    }

    @Override
    public TemplateStore templates() {
        return new TemplateStore() {
            @Override
            public Optional<List<Edition>> save(List<Edition> editions) {
                return says == TicketStore.AppendResult.STORED
                        ? Optional.of(editions.stream().map(edition -> edition.numbered(1)).toList())
                        : Optional.empty();
            }

            @Override
            public Optional<Edition> find(ReplyTemplate.Id id) {
                return Optional.empty();
            }

            @Override
            public List<Edition> history(ReplyTemplate.Id id, long before, int limit) {
                return List.of();
            }

            @Override
            public List<Edition> newest(long after, int limit) {
                return List.of();
            }

            @Override
            public Use record(Use use) {
                return use.numbered(1);
            }

            @Override
            public List<Use> uses(long after, int limit) {
                return List.of();
            }

            @Override
            public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
                return List.of();
            }

            @Override
            public List<TemplateStore.Tally> tallies() {
                return List.of();
            }

            @Override
            public List<Use> involving(String person) {
                return List.of();
            }

            @Override
            public int forget(String person) {
                return 0;
            }
        };
    }

    @Override
    public FaqStore faq() {
        return new FaqStore() {
            @Override
            public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
                return says == TicketStore.AppendResult.STORED
                        ? Optional.of(editions.stream().map(edition -> edition.numbered(1)).toList())
                        : Optional.empty();
            }

            @Override
            public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
                return Optional.empty();
            }

            @Override
            public List<FaqEdition> translations(FaqEntry.Id id) {
                return List.of();
            }

            @Override
            public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
                return List.of();
            }

            @Override
            public List<FaqEdition> newest(long after, int limit) {
                return List.of();
            }

            @Override
            public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
                return List.of();
            }

            @Override
            public void vote(Vote vote) {
                // nothing
            }

            @Override
            public FaqStore.Tally tally(FaqEntry.Id id, Locale locale) {
                return new FaqStore.Tally(0, 0);
            }

            @Override
            public List<Vote> votes(FaqEntry.Id id, Locale locale, int limit) {
                return List.of();
            }

            @Override
            public boolean record(Asked asked) {
                return says == TicketStore.AppendResult.STORED;
            }

            @Override
            public Optional<Asked> asked(String id) {
                return Optional.empty();
            }

            @Override
            public List<Asked> asked(LocalDate day, String after, int limit) {
                return List.of();
            }

            @Override
            public int forgetAsked(LocalDate before) {
                return 0;
            }

            @Override
            public List<Vote> said(String person) {
                return List.of();
            }

            @Override
            public int forget(String person) {
                return 0;
            }
        };
    }

    @Override
    public void readAll(Consumer<? super StorageRecord> to) {
        // nothing
    }

    @Override
    public boolean fill(Iterator<? extends StorageRecord> records) {
        return says == TicketStore.AppendResult.STORED;
    }

    @Override
    public void close() {
        // nothing
    }
}
