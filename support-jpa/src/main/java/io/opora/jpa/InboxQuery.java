package io.opora.jpa;

import io.opora.jpa.rows.TicketRow;
import io.opora.ticket.FieldValue;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link TicketQuery} in the language of Jakarta Persistence: whatever it asks is asked of the database. */
final class InboxQuery {

    private final TicketQuery query;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    private InboxQuery(TicketQuery query) {
        this.query = query;
    }

    static InboxQuery of(TicketQuery query) {
        InboxQuery inbox = new InboxQuery(query);
        inbox.headers();
        inbox.tagsAndFields();
        inbox.times();
        return inbox;
    }

    private void headers() {
        if (!query.merged()) {
            conditions.add("t.merged = 0");
        }
        in("t.phase", query.phases().stream().map(Phase::name).toList());
        in("t.status", List.copyOf(query.statuses()));
        in("t.kind", query.kinds().stream().map(kind -> kind.name()).toList());
        in("t.priority", query.priorities().stream().map(TicketRow::rank).toList());
        switch (query.assignment()) {
            case TicketQuery.Assignment.Any any -> {
                // nothing is asked
            }
            case TicketQuery.Assignment.Nobody nobody -> conditions.add("t.assignee is null");
            case TicketQuery.Assignment.To to -> is("t.assignee = ", to.assignee().value());
        }
        query.team().ifPresent(team -> is("t.team = ", team.name()));
        query.requester().ifPresent(requester -> is("t.requester = ", requester.value()));
        query.snoozed().ifPresent(snoozed -> conditions.add("t.snoozed = " + (snoozed ? 1 : 0)));
        for (String word : query.subjectWords()) {
            String words = TicketQuery.words(word).stripTrailing();
            if (!words.isEmpty()) {
                conditions.add("locate(" + parameter(words) + ", t.words) > 0");
            }
        }
    }

    private void tagsAndFields() {
        query.tags().forEach(tag -> conditions.add("exists (select g.tag from SupportTagRow g where g.ticket = t.id"
                + " and g.tag = " + parameter(tag.value()) + ")"));
        for (TicketQuery.FieldCondition condition : query.fields()) {
            FieldValue value = condition.value();
            boolean number = value instanceof FieldValue.Numeric;
            String operator = switch (condition) {
                case TicketQuery.FieldCondition.Equal equal -> " = ";
                case TicketQuery.FieldCondition.AtLeast least -> " >= ";
                case TicketQuery.FieldCondition.AtMost most -> " <= ";
            };
            // days are ordered like their texts, because their years have four digits
            conditions.add("exists (select f.name from SupportFieldRow f where f.ticket = t.id and f.name = "
                    + parameter(condition.field()) + " and f.type = " + parameter(value.getClass().getSimpleName())
                    + " and " + (number ? "f.number" : "f.text") + operator
                    + parameter(value instanceof FieldValue.Numeric exact ? exact.value() : value.asText()) + ")");
        }
    }

    private void times() {
        query.updatedBefore().ifPresent(before -> is("t.updatedAt < ", ceiling(before)));
        query.dueBefore().ifPresent(before -> {
            is("t.dueAt < ", ceiling(before));
            is("t.dueAt < ", TicketRow.micros(TicketQuery.Sort.NEVER_DUE));
        });
    }

    /** The first whole microsecond that is not before an instant. */
    private static long ceiling(Instant instant) {
        return -JpaTicketStore.floor(Instant.EPOCH.minus(Duration.between(Instant.EPOCH, instant)));
    }

    private void in(String attribute, List<?> values) {
        if (!values.isEmpty()) {
            conditions.add(attribute + " in " + parameter(values));
        }
    }

    private void is(String comparison, Object value) {
        conditions.add(comparison + parameter(value));
    }

    private String parameter(Object value) {
        String name = "p" + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }

    /** The headers of a page. */
    List<String> page(EntityManager manager, int limit) {
        query.after().ifPresent(this::behind);
        String text = "select t.header from SupportTicketRow t" + where() + " order by " + order();
        return bind(manager.createQuery(text, String.class)).setMaxResults(limit).getResultList();
    }

    List<Object[]> countByPhase(EntityManager manager) {
        String text = "select t.phase, count(t.id) from SupportTicketRow t" + where() + " group by t.phase";
        return bind(manager.createQuery(text, Object[].class)).getResultList();
    }

    private void behind(TicketQuery.Cursor place) {
        boolean descending = query.sort() == TicketQuery.Sort.NEWEST
                || query.sort() == TicketQuery.Sort.RECENTLY_UPDATED;
        String further = descending ? " < " : " > ";
        String at = parameter(TicketRow.micros(place.at()));
        String behind = "(" + instant() + further + at + " or (" + instant() + " = " + at + " and t.id" + further
                + parameter(place.id().toString()) + "))";
        // the first condition says nothing new, and is what a database finds its place in the index by
        String reached = instant() + (descending ? " <= " : " >= ") + at;
        if (query.sort() == TicketQuery.Sort.MOST_URGENT) {
            String priority = parameter(TicketRow.rank(place.priority()));
            conditions.add("t.priority <= " + priority + " and (t.priority < " + priority + " or " + behind + ")");
        } else {
            conditions.add(reached + " and " + behind);
        }
    }

    private String instant() {
        return switch (query.sort()) {
            case OLDEST, NEWEST, MOST_URGENT -> "t.openedAt";
            case LEAST_RECENTLY_UPDATED, RECENTLY_UPDATED -> "t.updatedAt";
            case DUE -> "t.dueAt";
        };
    }

    private String order() {
        return switch (query.sort()) {
            case OLDEST, LEAST_RECENTLY_UPDATED, DUE -> instant() + ", t.id";
            case NEWEST, RECENTLY_UPDATED -> instant() + " desc, t.id desc";
            case MOST_URGENT -> "t.priority desc, t.openedAt, t.id";
        };
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private <Q extends Query> Q bind(Q bound) {
        parameters.forEach(bound::setParameter);
        return bound;
    }
}
