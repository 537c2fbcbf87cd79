package io.opora.jpa;

import io.opora.jpa.rows.TemplateEditionRow;
import io.opora.jpa.rows.TemplateHeadRow;
import io.opora.jpa.rows.TemplateUseRow;
import io.opora.jpa.rows.TicketRow;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Editions of reply templates, and what became of them. Whoever writes holds the row of the count until the end of their transaction,
 * so numbers are given in the order in which they come to be seen, and none is lost when one is rolled back.
 */
final class JpaTemplateStore implements TemplateStore {

    private static final int REVISIONS = 1;
    private static final int USES = 2;
    private static final String NEWEST = "select e.edition from SupportTemplateEditionRow e, SupportTemplateHeadRow h"
            + " where e.template = h.template and e.version = h.version and ";
    private static final String USE = "select u.template, u.request, u.version, u.outcome, u.agent, u.customer,"
            + " u.number, u.usedAt from SupportTemplateUseRow u where ";
    /** Locking reads, because the snapshot of a transaction may be older than the lock on the count. */
    private static final String LOCKED_USE = "select template_id, request, edition_version, outcome, agent, customer,"
            + " use_number, used_us from support_template_use where ";

    private final Sessions sessions;

    JpaTemplateStore(Sessions sessions) {
        this.sessions = sessions;
    }

    private static long count(EntityManager manager, int counter) {
        return ((Number) manager
                .createNativeQuery("select revision from support_template_count where id = ?1 for update")
                .setParameter(1, counter).getSingleResult()).longValue();
    }

    private static void count(EntityManager manager, int counter, long value) {
        manager.createNativeQuery("update support_template_count set revision = ?1 where id = ?2")
                .setParameter(1, value).setParameter(2, counter).executeUpdate();
    }

    @Override
    public Optional<List<Edition>> save(List<Edition> editions) {
        Edition.requireStep(editions);
        return sessions.write(manager -> save(manager, editions), Optional::isPresent);
    }

    private static Optional<List<Edition>> save(EntityManager manager, List<Edition> editions) {
        long revision = count(manager, REVISIONS);
        for (Edition edition : editions) {
            List<?> version = manager.createNativeQuery(
                    "select edition_version from support_template_head where template_id = ?1 for update")
                    .setParameter(1, edition.id().value()).getResultList();
            long newest = version.isEmpty() ? 0 : ((Number) version.getFirst()).longValue();
            if (newest + 1 != edition.version()) {
                return Optional.empty();
            }
        }
        List<Edition> stored = new ArrayList<>();
        List<Object> rows = new ArrayList<>();
        for (Edition edition : editions) {
            revision++;
            Edition numbered = edition.numbered(revision);
            stored.add(numbered);
            add(manager, numbered, rows);
        }
        JpaTicketStore.save(manager, rows);
        count(manager, REVISIONS, revision);
        return Optional.of(List.copyOf(stored));
    }

    private static void add(EntityManager manager, Edition edition, List<Object> rows) {
        String id = edition.id().value();
        rows.add(new TemplateEditionRow(id, edition.version(), edition.toJson()));
        if (edition.version() == 1) {
            rows.add(new TemplateHeadRow(id, edition.version(), edition.revision()));
        } else if (manager.createQuery("update SupportTemplateHeadRow h set h.version = :version,"
                + " h.revision = :revision where h.template = :template and h.version = :before")
                .setParameter("version", edition.version()).setParameter("revision", edition.revision())
                .setParameter("template", id).setParameter("before", edition.version() - 1).executeUpdate() != 1) {
            throw JpaTransfer.taken(edition + ", or one before it is missing");
        }
    }

    /** An edition that has its revision already. */
    static void put(EntityManager manager, Edition edition) {
        List<Object> rows = new ArrayList<>();
        add(manager, edition, rows);
        JpaTicketStore.save(manager, rows);
    }

    /** A use that has its number already. */
    static void put(EntityManager manager, Use use) {
        JpaTicketStore.save(manager, List.of(row(use)));
    }

    /** Goes on behind these numbers. */
    static void count(EntityManager manager, long revision, long number) {
        count(manager, REVISIONS, revision);
        count(manager, USES, number);
    }

    private static TemplateUseRow row(Use use) {
        return new TemplateUseRow(use.template().value(), use.request(), use.version(), use.outcome().name(),
                use.agent(), use.customer(), use.number(), TicketRow.micros(use.at()));
    }

    @Override
    public Optional<Edition> find(ReplyTemplate.Id id) {
        return editions("h.template = :id", Map.of("id", id.value()), 1).stream().findFirst();
    }

    @Override
    public List<Edition> newest(long after, int limit) {
        return editions("h.revision > :after", Map.of("after", after), limit);
    }

    private List<Edition> editions(String condition, Map<String, Object> values, int limit) {
        return sessions.read(manager -> {
            var query = manager.createQuery(NEWEST + condition + " order by h.revision", String.class)
                    .setMaxResults(limit);
            values.forEach(query::setParameter);
            return query.getResultList();
        }).stream().map(Edition::readJson).toList();
    }

    @Override
    public List<Edition> history(ReplyTemplate.Id id, long before, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select e.edition from SupportTemplateEditionRow e where e.template = :template"
                        + " and e.version < :before order by e.version desc", String.class)
                .setParameter("template", id.value()).setParameter("before", before).setMaxResults(limit)
                .getResultList()).stream().map(Edition::readJson).toList();
    }

    @Override
    public Use record(Use use) {
        return sessions.write(manager -> record(manager, use), done -> true);
    }

    private static Use record(EntityManager manager, Use use) {
        long number = count(manager, USES) + 1;
        List<?> there = manager.createNativeQuery(LOCKED_USE + "template_id = ?1 and request = ?2 for update")
                .setParameter(1, use.template().value()).setParameter(2, use.request()).getResultList();
        Use stored = use.numbered(number);
        if (there.isEmpty()) {
            put(manager, stored);
        } else {
            Use before = use((Object[]) there.getFirst());
            if (before.numbered(0).equals(use)) {
                return before;
            }
            replace(manager, stored);
        }
        count(manager, USES, number);
        return stored;
    }

    private static void replace(EntityManager manager, Use use) {
        manager.createQuery("update SupportTemplateUseRow u set u.version = :version, u.outcome = :outcome,"
                + " u.agent = :agent, u.customer = :customer, u.number = :number, u.usedAt = :at"
                + " where u.template = :template and u.request = :request").setParameter("version", use.version())
                .setParameter("outcome", use.outcome().name()).setParameter("agent", use.agent())
                .setParameter("customer", use.customer()).setParameter("number", use.number())
                .setParameter("at", TicketRow.micros(use.at())).setParameter("template", use.template().value())
                .setParameter("request", use.request()).executeUpdate();
    }

    private static Use use(Object[] row) {
        return new Use(ReplyTemplate.Id.of((String) row[0]), (String) row[1], ((Number) row[2]).longValue(),
                Use.Outcome.valueOf((String) row[3]), (String) row[4], (String) row[5], ((Number) row[6]).longValue(),
                JpaLinkStore.instant(((Number) row[7]).longValue()));
    }

    @Override
    public List<Use> uses(long after, int limit) {
        return sessions.read(manager -> uses(manager, after, limit));
    }

    @Override
    public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
        return uses("u.template = :template and u.number < :before order by u.number desc",
                Map.of("template", id.value(), "before", before), limit);
    }

    private List<Use> uses(String condition, Map<String, Object> values, int limit) {
        return sessions.read(manager -> uses(manager, condition, values, limit));
    }

    /** Uses in the order of their numbers. */
    static List<Use> uses(EntityManager manager, long after, int limit) {
        return uses(manager, "u.number > :after order by u.number", Map.of("after", after), limit);
    }

    private static List<Use> uses(EntityManager manager, String condition, Map<String, Object> values, int limit) {
        var query = manager.createQuery(USE + condition, Object[].class).setMaxResults(limit);
        values.forEach(query::setParameter);
        return query.getResultList().stream().map(JpaTemplateStore::use).toList();
    }

    @Override
    public List<Tally> tallies() {
        return sessions.read(manager -> manager
                .createQuery("select u.template, u.outcome, count(u.number), max(u.usedAt)"
                        + " from SupportTemplateUseRow u group by u.template, u.outcome", Object[].class)
                .getResultList()).stream()
                .map(row -> new Tally(ReplyTemplate.Id.of((String) row[0]), Use.Outcome.valueOf((String) row[1]),
                        ((Number) row[2]).longValue(), JpaLinkStore.instant(((Number) row[3]).longValue())))
                .toList();
    }

    @Override
    public List<Use> involving(String person) {
        return person.isEmpty()
                ? sessions.read(manager -> List.of())
                : uses("u.agent = :person or u.customer = :person", Map.of("person", person), Integer.MAX_VALUE);
    }

    @Override
    public int forget(String person) {
        return sessions.write(manager -> person.isEmpty() ? 0 : forget(manager, person), done -> true);
    }

    private static int forget(EntityManager manager, String person) {
        long number = count(manager, USES);
        List<?> named = manager
                .createNativeQuery(LOCKED_USE + "(agent = ?1 or customer = ?2) order by use_number for update")
                .setParameter(1, person).setParameter(2, person).getResultList();
        for (Object row : named) {
            number++;
            replace(manager, use((Object[]) row).forgotten().numbered(number));
        }
        count(manager, USES, number);
        return named.size();
    }
}
