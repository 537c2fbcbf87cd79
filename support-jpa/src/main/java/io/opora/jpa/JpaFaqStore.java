package io.opora.jpa;

import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.jpa.rows.FaqEditionRow;
import io.opora.jpa.rows.FaqHeadRow;
import io.opora.jpa.rows.TicketRow;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Editions of FAQ entries. Whoever saves holds the row of the count until the end of their transaction, so revisions are given in the
 * order in which they come to be seen, and none is lost when one is rolled back.
 */
final class JpaFaqStore implements FaqStore {

    private static final String VOTES = "support_faq_vote";
    private static final List<String> VOTE_COLUMNS = List.of("faq_id", "locale", "person", "helped", "reason",
            "edition_version", "voted_us");
    private static final List<List<String>> VOTE_KEYS = List.of(List.of("faq_id", "locale", "person"));
    private static final String ASKED = "support_faq_asked";
    private static final List<String> ASKED_COLUMNS = List.of("asked_id", "asked_day", "asked_version", "asked");
    private static final List<List<String>> ASKED_KEYS = List.of(List.of("asked_id"));
    private static final String NEWEST = "select e.edition from SupportFaqEditionRow e, SupportFaqHeadRow h"
            + " where e.faq = h.faq and e.locale = h.locale and e.version = h.version and ";

    private final Sessions sessions;
    private final Dialect dialect;

    JpaFaqStore(Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
    }

    @Override
    public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
        FaqEdition.requireStep(editions);
        return sessions.write(manager -> save(manager, editions), Optional::isPresent);
    }

    private static Optional<List<FaqEdition>> save(EntityManager manager, List<FaqEdition> editions) {
        Object count = manager.createNativeQuery("select revision from support_faq_count where id = 1 for update")
                .getSingleResult();
        long revision = ((Number) count).longValue();
        for (FaqEdition edition : editions) {
            // a locking read, because the snapshot of a transaction may be older than the lock on the count
            List<?> version = manager.createNativeQuery(
                    "select edition_version from support_faq_head where faq_id = ?1 and locale = ?2 for update")
                    .setParameter(1, edition.id().value()).setParameter(2, tag(edition.locale())).getResultList();
            long newest = version.isEmpty() ? 0 : ((Number) version.getFirst()).longValue();
            if (newest + 1 != edition.version()) {
                return Optional.empty();
            }
        }
        List<FaqEdition> stored = new ArrayList<>();
        List<Object> rows = new ArrayList<>();
        for (FaqEdition edition : editions) {
            revision++;
            FaqEdition numbered = edition.numbered(revision);
            stored.add(numbered);
            add(manager, numbered, rows);
        }
        JpaTicketStore.save(manager, rows);
        count(manager, revision);
        return Optional.of(List.copyOf(stored));
    }

    private static void add(EntityManager manager, FaqEdition edition, List<Object> rows) {
        rows.add(new FaqEditionRow(edition.id().value(), tag(edition.locale()), edition.version(), edition.toJson()));
        if (edition.version() == 1) {
            rows.add(new FaqHeadRow(edition.id().value(), tag(edition.locale()), edition.version(), edition.revision(),
                    turn(edition, edition.content().from()), turn(edition, edition.content().until())));
        } else if (!update(manager, edition)) {
            throw JpaTransfer.taken(edition + ", or one before it is missing");
        }
    }

    static void count(EntityManager manager, long revision) {
        manager.createNativeQuery("update support_faq_count set revision = ?1 where id = 1").setParameter(1, revision)
                .executeUpdate();
    }

    /** An edition that has its revision already. */
    static void put(EntityManager manager, FaqEdition edition) {
        List<Object> rows = new ArrayList<>();
        add(manager, edition, rows);
        JpaTicketStore.save(manager, rows);
    }

    private static boolean update(EntityManager manager, FaqEdition edition) {
        return manager.createQuery("update SupportFaqHeadRow h set h.version = :version, h.revision = :revision,"
                + " h.from = :from, h.until = :until where h.faq = :faq and h.locale = :locale"
                + " and h.version = :before").setParameter("before", edition.version() - 1)
                .setParameter("version", edition.version()).setParameter("revision", edition.revision())
                .setParameter("from", turn(edition, edition.content().from()))
                .setParameter("until", turn(edition, edition.content().until()))
                .setParameter("faq", edition.id().value()).setParameter("locale", tag(edition.locale()))
                .executeUpdate() == 1;
    }

    /** An instant at which time alone shows or hides an edition; none that had passed when it was made. */
    private static @Nullable Long turn(FaqEdition edition, Optional<Instant> instant) {
        return instant.filter(edition.at()::isBefore).map(TicketRow::micros).orElse(null);
    }

    private static String tag(Locale locale) {
        return locale.toLanguageTag();
    }

    @Override
    public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
        return list("h.faq = :faq and h.locale = :locale", Map.of("faq", id.value(), "locale", tag(locale)), 1)
                .stream().findFirst();
    }

    @Override
    public List<FaqEdition> translations(FaqEntry.Id id) {
        return list("h.faq = :faq", Map.of("faq", id.value()), Integer.MAX_VALUE);
    }

    @Override
    public List<FaqEdition> newest(long after, int limit) {
        return list("h.revision > :after", Map.of("after", after), limit);
    }

    @Override
    public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
        return list("h.revision > :revision and ((h.from > :after and h.from <= :until)"
                + " or (h.until > :after and h.until <= :until))",
                Map.of("revision", afterRevision, "after", JpaTicketStore.floor(after), "until",
                        JpaTicketStore.floor(until)),
                limit);
    }

    private List<FaqEdition> list(String condition, Map<String, Object> values, int limit) {
        return sessions.read(manager -> {
            var query = manager.createQuery(NEWEST + condition + " order by h.revision", String.class)
                    .setMaxResults(limit);
            values.forEach(query::setParameter);
            return query.getResultList();
        }).stream().map(FaqEdition::readJson).toList();
    }

    @Override
    public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select e.edition from SupportFaqEditionRow e where e.faq = :faq and e.locale = :locale"
                        + " and e.version < :before order by e.version desc", String.class)
                .setParameter("faq", id.value()).setParameter("locale", tag(locale)).setParameter("before", before)
                .setMaxResults(limit).getResultList()).stream().map(FaqEdition::readJson).toList();
    }

    @Override
    public void vote(Vote vote) {
        sessions.write(manager -> update(manager, vote) || insert(manager, vote) || update(manager, vote),
                done -> true);
    }

    boolean insert(EntityManager manager, Vote vote) {
        return dialect.insertIfAbsent(manager, VOTES, VOTE_COLUMNS,
                List.of(vote.entry().value(), tag(vote.locale()), vote.person(), vote.helped() ? 1 : 0,
                        vote.reason().orElse(""), vote.version(), TicketRow.micros(vote.at())),
                VOTE_KEYS);
    }

    private static boolean update(EntityManager manager, Vote vote) {
        return manager.createQuery("update SupportFaqVoteRow v set v.helped = :helped, v.reason = :reason,"
                + " v.version = :version, v.votedAt = :at where v.faq = :faq and v.locale = :locale"
                + " and v.person = :person").setParameter("helped", vote.helped() ? 1 : 0)
                .setParameter("reason", vote.reason().orElse("")).setParameter("version", vote.version())
                .setParameter("at", TicketRow.micros(vote.at())).setParameter("faq", vote.entry().value())
                .setParameter("locale", tag(vote.locale())).setParameter("person", vote.person())
                .executeUpdate() == 1;
    }

    @Override
    public Tally tally(FaqEntry.Id id, Locale locale) {
        long helped = 0;
        long failed = 0;
        for (Object[] row : sessions.read(manager -> manager
                .createQuery("select v.helped, count(v.person) from SupportFaqVoteRow v where v.faq = :faq"
                        + " and v.locale = :locale group by v.helped", Object[].class)
                .setParameter("faq", id.value()).setParameter("locale", tag(locale)).getResultList())) {
            long count = ((Number) row[1]).longValue();
            if (((Number) row[0]).intValue() == 1) {
                helped = count;
            } else {
                failed = count;
            }
        }
        return new Tally(helped, failed);
    }

    @Override
    public List<Vote> votes(FaqEntry.Id id, Locale locale, int limit) {
        return sessions.read(manager -> votes(manager, id, locale, limit));
    }

    static List<Vote> votes(EntityManager manager, FaqEntry.Id id, Locale locale, int limit) {
        return manager
                .createQuery("select v.person, v.helped, v.reason, v.version, v.votedAt from SupportFaqVoteRow v"
                        + " where v.faq = :faq and v.locale = :locale order by v.votedAt desc, v.person",
                        Object[].class)
                .setParameter("faq", id.value()).setParameter("locale", tag(locale)).setMaxResults(limit)
                .getResultList().stream().map(row -> vote(id, locale, row)).toList();
    }

    @Override
    public List<Vote> said(String person) {
        return sessions.read(manager -> manager
                .createQuery("select v.person, v.helped, v.reason, v.version, v.votedAt, v.faq, v.locale"
                        + " from SupportFaqVoteRow v where v.person = :person", Object[].class)
                .setParameter("person", person).getResultList()).stream()
                .map(row -> vote(FaqEntry.Id.of((String) row[5]), Locale.forLanguageTag((String) row[6]), row))
                .toList();
    }

    private static Vote vote(FaqEntry.Id id, Locale locale, Object[] row) {
        return new Vote(id, locale, (String) row[0], ((Number) row[1]).intValue() == 1,
                Optional.of((String) row[2]).filter(reason -> !reason.isEmpty()), ((Number) row[3]).longValue(),
                JpaLinkStore.instant(((Number) row[4]).longValue()));
    }

    @Override
    public int forget(String person) {
        return sessions.write(manager -> manager.createQuery("delete from SupportFaqVoteRow v where v.person = :person")
                .setParameter("person", person).executeUpdate(), done -> true);
    }

    @Override
    public boolean record(Asked asked) {
        return sessions.write(manager -> asked.version() == 1 ? insert(manager, asked) : update(manager, asked),
                stored -> stored);
    }

    boolean insert(EntityManager manager, Asked asked) {
        return dialect.insertIfAbsent(manager, ASKED, ASKED_COLUMNS,
                List.of(asked.id(), day(asked.day()), asked.version(), asked.toJson()), ASKED_KEYS);
    }

    private static boolean update(EntityManager manager, Asked asked) {
        return manager
                .createQuery("update SupportFaqAskedRow a set a.day = :day, a.version = :version, a.asked = :asked"
                        + " where a.id = :id and a.version = :before")
                .setParameter("day", day(asked.day()))
                .setParameter("version", asked.version()).setParameter("asked", asked.toJson())
                .setParameter("id", asked.id()).setParameter("before", asked.version() - 1).executeUpdate() == 1;
    }

    private static int day(LocalDate day) {
        return Math.toIntExact(day.toEpochDay());
    }

    @Override
    public Optional<Asked> asked(String id) {
        return sessions.read(manager -> manager
                .createQuery("select a.asked from SupportFaqAskedRow a where a.id = :id", String.class)
                .setParameter("id", id).getResultList()).stream().map(Asked::readJson).findFirst();
    }

    @Override
    public List<Asked> asked(LocalDate day, String after, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select a.asked from SupportFaqAskedRow a where a.day = :day and a.id > :after"
                        + " order by a.id", String.class)
                .setParameter("day", day(day)).setParameter("after", after).setMaxResults(limit).getResultList())
                .stream().map(Asked::readJson).toList();
    }

    static List<Asked> asked(EntityManager manager, String after, int limit) {
        return manager.createQuery("select a.asked from SupportFaqAskedRow a where a.id > :after order by a.id",
                String.class).setParameter("after", after).setMaxResults(limit).getResultList().stream()
                .map(Asked::readJson).toList();
    }

    @Override
    public int forgetAsked(LocalDate before) {
        return sessions.write(manager -> manager.createQuery("delete from SupportFaqAskedRow a where a.day < :before")
                .setParameter("before", day(before)).executeUpdate(), done -> true);
    }
}
