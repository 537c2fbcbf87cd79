package io.opora.jpa;

import io.opora.StorageException;
import io.opora.SupportException;
import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.storage.StorageRecord;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketJson;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads all tables at one instant, page by page, and fills empty ones. */
final class JpaTransfer {

    /** How many tickets are held at once, with their histories. */
    private static final int PAGE = 50;
    private static final int SMALL_PAGE = 1_000;
    private static final List<String> FILLED = List.of("support_ticket", "support_answer", "support_turn",
            "support_outbox",
            "support_configuration", "support_faq_edition", "support_faq_vote", "support_faq_asked",
            "support_template_edition",
            "support_template_use");

    private final Sessions sessions;
    private final Dialect dialect;
    private final JpaTicketStore tickets;
    private final JpaOutboxStore outbox;
    private final JpaFaqStore faq;

    JpaTransfer(Sessions sessions, Dialect dialect, JpaTicketStore tickets, JpaOutboxStore outbox, JpaFaqStore faq) {
        this.sessions = sessions;
        this.dialect = dialect;
        this.tickets = tickets;
        this.outbox = outbox;
        this.faq = faq;
    }

    /** What somebody else's code threw, through code that makes something of exceptions. */
    private static final class Theirs extends SupportException {

        private static final long serialVersionUID = 1L;

        private final transient RuntimeException thrown;

        Theirs(RuntimeException thrown) {
            super("not ours");
            this.thrown = thrown;
        }
    }

    private static <T> T theirs(Function<Iterator<? extends StorageRecord>, T> asked,
            Iterator<? extends StorageRecord> records) {
        try {
            return asked.apply(records);
        } catch (RuntimeException e) {
            throw new Theirs(e);
        }
    }

    void readAll(Consumer<? super StorageRecord> to) {
        try {
            sessions.readApart(manager -> {
                dialect.freeze(manager);
                new Reader(manager, record -> {
                    try {
                        to.accept(record);
                    } catch (RuntimeException e) {
                        throw new Theirs(e);
                    }
                }).read();
            });
        } catch (Theirs e) {
            throw e.thrown;
        }
    }

    private record Reader(EntityManager manager, Consumer<StorageRecord> to) {

        void read() {
            readTickets();
            readAnswers();
            list("select t.team, t.last from SupportTurnRow t order by t.team").forEach(
                    row -> to.accept(
                            new StorageRecord.OfTurns(TeamId.of(text(row[0])), TicketJson.readTurns(text(row[1])))));
            readOutbox();
            readConfiguration();
            readEditions();
            readVotes();
            readAsked();
            readTemplates();
            readUses();
        }

        private List<Object[]> list(String query) {
            return manager.createQuery(query, Object[].class).getResultList();
        }

        private void readTickets() {
            String after = "";
            List<Object[]> page;
            do {
                page = manager.createQuery("select t.id, t.header, t.wakeAt from SupportTicketRow t where t.id > :after"
                        + " order by t.id", Object[].class).setParameter("after", after).setMaxResults(PAGE)
                        .getResultList();
                if (!page.isEmpty()) {
                    List<String> ids = page.stream().map(row -> text(row[0])).toList();
                    Map<String, List<TicketEvent>> histories = histories(ids);
                    Map<String, List<SecretLink.Usage>> links = new HashMap<>();
                    JpaLinkStore.of(manager, ids).forEach(
                            usage -> links.computeIfAbsent(usage.link().ticket(), id -> new ArrayList<>()).add(usage));
                    for (Object[] row : page) {
                        String id = text(row[0]);
                        to.accept(new StorageRecord.OfTicket(TicketJson.readTicket(text(row[1])),
                                Optional.ofNullable((Long) row[2]).map(JpaLinkStore::instant),
                                histories.getOrDefault(id, List.of()), links.getOrDefault(id, List.of())));
                    }
                    after = ids.getLast();
                }
            } while (page.size() == PAGE);
        }

        private Map<String, List<TicketEvent>> histories(List<String> ids) {
            Map<String, List<TicketEvent>> histories = new HashMap<>();
            manager.createQuery("select e.ticket, e.event from SupportEventRow e where e.ticket in :ids"
                    + " order by e.ticket, e.sequence", Object[].class).setParameter("ids", ids).getResultList()
                    .forEach(row -> histories.computeIfAbsent(text(row[0]), id -> new ArrayList<>())
                            .add(TicketJson.readEvent(text(row[1]))));
            return histories;
        }

        /** By tickets, because databases order actors in ways of their own. */
        private void readAnswers() {
            String after = "";
            List<String> page;
            do {
                page = manager.createQuery("select distinct a.ticket from SupportAnswerRow a where a.ticket > :after"
                        + " order by a.ticket", String.class).setParameter("after", after).setMaxResults(PAGE)
                        .getResultList();
                if (!page.isEmpty()) {
                    manager.createQuery("select a.actor, a.key, a.fingerprint, a.ticket, a.version"
                            + " from SupportAnswerRow a where a.ticket in :tickets", Object[].class)
                            .setParameter("tickets", page).getResultList().stream()
                            .map(row -> new StorageRecord.OfAnswer(new TicketCommit.Answer(ActorId.of(text(row[0])),
                                    IdempotencyKey.of(text(row[1])), text(row[2]), TicketId.of(text(row[3])),
                                    number(row[4]))))
                            .sorted().forEach(to);
                    after = page.getLast();
                }
            } while (page.size() == PAGE);
        }

        private void readOutbox() {
            String consumer = "";
            String stream = "";
            long sequence = 0;
            List<Object[]> page;
            do {
                page = manager
                        .createQuery("select o.consumer, o.stream, o.sequence, o.at, o.attempts, o.error, o.retryAt"
                                + " from SupportOutboxRow o where o.consumer > :consumer or (o.consumer = :consumer"
                                + " and (o.stream > :stream or (o.stream = :stream and o.sequence > :sequence)))"
                                + " order by o.consumer, o.stream, o.sequence", Object[].class)
                        .setParameter("consumer", consumer).setParameter("stream", stream)
                        .setParameter("sequence", sequence).setMaxResults(SMALL_PAGE).getResultList();
                for (Object[] row : page) {
                    consumer = text(row[0]);
                    stream = text(row[1]);
                    sequence = number(row[2]);
                    to.accept(new StorageRecord.OfOutbox(
                            new OutboxStore.Entry(consumer, stream, sequence, JpaLinkStore.instant(number(row[3]))),
                            (int) number(row[4]), Optional.ofNullable((String) row[5]),
                            Optional.ofNullable((Long) row[6]).map(JpaLinkStore::instant)));
                }
            } while (page.size() == SMALL_PAGE);
        }

        private void readConfiguration() {
            long after = 0;
            List<String> page;
            do {
                page = manager.createQuery("select c.change from SupportConfigurationRow c where c.number > :after"
                        + " order by c.number", String.class).setParameter("after", after).setMaxResults(PAGE)
                        .getResultList();
                for (String text : page) {
                    StorageRecord.OfConfiguration record = new StorageRecord.OfConfiguration(
                            TicketJson.readChange(text));
                    after = record.change().number();
                    to.accept(record);
                }
            } while (page.size() == PAGE);
        }

        /** An entry in one language; ordered here, because databases order ids in ways of their own. */
        private record Key(String faq, String locale) {

            private static final Comparator<Key> ORDER = Comparator
                    .comparing((Key key) -> key.faq().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
                    .thenComparing(Key::locale);
        }

        private List<Key> keys(String query) {
            return list(query).stream().map(row -> new Key(text(row[0]), text(row[1])))
                    .sorted(Key.ORDER).toList();
        }

        private void readEditions() {
            for (Key key : keys("select h.faq, h.locale from SupportFaqHeadRow h")) {
                manager.createQuery("select e.edition from SupportFaqEditionRow e where e.faq = :faq"
                        + " and e.locale = :locale order by e.version", String.class).setParameter("faq", key.faq())
                        .setParameter("locale", key.locale()).getResultList().stream().map(FaqEdition::readJson)
                        .map(StorageRecord.OfEdition::new).forEach(to);
            }
        }

        private void readTemplates() {
            for (String id : manager.createQuery("select h.template from SupportTemplateHeadRow h", String.class)
                    .getResultList().stream().sorted().toList()) { // ids are of ASCII
                manager.createQuery("select e.edition from SupportTemplateEditionRow e where e.template = :template"
                        + " order by e.version", String.class).setParameter("template", id).getResultList().stream()
                        .map(TemplateStore.Edition::readJson).map(StorageRecord.OfTemplate::new).forEach(to);
            }
        }

        private void readUses() {
            long after = 0;
            List<TemplateStore.Use> page;
            do {
                page = JpaTemplateStore.uses(manager, after, SMALL_PAGE);
                for (TemplateStore.Use use : page) {
                    after = use.number();
                    to.accept(new StorageRecord.OfUse(use));
                }
            } while (page.size() == SMALL_PAGE);
        }

        private void readAsked() {
            String after = "";
            List<FaqStore.Asked> page;
            do {
                page = JpaFaqStore.asked(manager, after, SMALL_PAGE);
                for (FaqStore.Asked asked : page) {
                    after = asked.id();
                    to.accept(new StorageRecord.OfAsked(asked));
                }
            } while (page.size() == SMALL_PAGE);
        }

        private void readVotes() {
            for (Key key : keys("select distinct v.faq, v.locale from SupportFaqVoteRow v")) {
                JpaFaqStore.votes(manager, FaqEntry.Id.of(key.faq()), Locale.forLanguageTag(key.locale()),
                        Integer.MAX_VALUE).stream().map(StorageRecord.OfVote::new).sorted().forEach(to);
            }
        }
    }

    boolean fill(Iterator<? extends StorageRecord> records) {
        try {
            return sessions.writeOnce(manager -> fill(manager, records), filled -> filled);
        } catch (Theirs e) {
            throw e.thrown;
        }
    }

    private boolean fill(EntityManager manager, Iterator<? extends StorageRecord> records) {
        // of two that fill at once, the second one waits here, and then sees what the first one has stored
        manager.createNativeQuery("select revision from support_faq_count where id = 1 for update").getSingleResult();
        for (String table : FILLED) {
            if (!manager.createNativeQuery("select 1 from " + table + " limit 1").getResultList().isEmpty()) {
                return false;
            }
        }
        long lastNumber = 0;
        long lastRevision = 0;
        long lastOfTemplates = 0;
        long lastUse = 0;
        while (theirs(Iterator::hasNext, records)) {
            StorageRecord record = theirs(Iterator::next, records);
            if (!put(manager, record)) {
                throw taken(record);
            }
            if (record instanceof StorageRecord.OfTicket of) {
                lastNumber = Math.max(lastNumber, of.ticket().number().value());
            } else if (record instanceof StorageRecord.OfEdition of) {
                lastRevision = Math.max(lastRevision, of.edition().revision());
            } else if (record instanceof StorageRecord.OfTemplate of) {
                lastOfTemplates = Math.max(lastOfTemplates, of.edition().revision());
            } else if (record instanceof StorageRecord.OfUse of) {
                lastUse = Math.max(lastUse, of.use().number());
            }
        }
        JpaFaqStore.count(manager, lastRevision);
        JpaTemplateStore.count(manager, lastOfTemplates, lastUse);
        if (lastNumber > 0) {
            dialect.advance(manager, JpaTicketStore.NUMBER_SEQUENCE, lastNumber);
        }
        return true;
    }

    private boolean put(EntityManager manager, StorageRecord record) {
        return switch (record) {
            case StorageRecord.OfTicket of -> tickets.insert(manager, of);
            case StorageRecord.OfAnswer of -> tickets.insert(manager, of.answer());
            case StorageRecord.OfTurns of -> tickets.insert(manager, of.team(), of.turns());
            case StorageRecord.OfOutbox of -> outbox.put(manager, of);
            case StorageRecord.OfConfiguration of ->
                JpaConfigurationStore.append(manager, dialect, List.of(of.change()));
            case StorageRecord.OfEdition of -> {
                JpaFaqStore.put(manager, of.edition());
                yield true;
            }
            case StorageRecord.OfVote of -> faq.insert(manager, of.vote());
            case StorageRecord.OfAsked of -> faq.insert(manager, of.asked());
            case StorageRecord.OfTemplate of -> {
                JpaTemplateStore.put(manager, of.edition());
                yield true;
            }
            case StorageRecord.OfUse of -> {
                JpaTemplateStore.put(manager, of.use());
                yield true;
            }
        };
    }

    static StorageException taken(Object what) {
        return new StorageException("Two records are about " + what + ". Nothing was stored", null);
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
