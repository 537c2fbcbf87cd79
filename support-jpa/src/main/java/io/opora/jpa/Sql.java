package io.opora.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What is done with every command, in SQL: a provider translates statements of its own language that change rows anew each time, and
 * looks at all that a persistence context holds before and after a row is stored through it. Each statement has a constant text.
 */
final class Sql {

    /** By this Hibernate knows which tables a statement is about; it would empty all of the host's second-level cache otherwise. */
    private static final String TABLES = "org.hibernate.query.native.spaces";

    private Sql() {}

    /**
     * Changes rows.
     *
     * @param text with its parameters as {@code ?1}, {@code ?2} and so on
     * @return how many rows
     */
    static int change(EntityManager manager, String table, String text, Object... values) {
        return query(manager, text, values).setHint(TABLES, table).executeUpdate();
    }

    /** Asks for rows. */
    static List<?> rows(EntityManager manager, String text, Object... values) {
        return query(manager, text, values).getResultList();
    }

    /**
     * Changes the columns of one row.
     *
     * @param where which one, with the first parameters
     * @return whether there was one
     */
    static boolean update(EntityManager manager, String table, Map<String, @Nullable Object> columns, String where,
            Object... values) {
        StringJoiner set = new StringJoiner(", ");
        List<Object> all = new ArrayList<>(List.of(values));
        columns.forEach((column, value) -> {
            // a parameter that is null has no type, which PostgreSQL wants to know
            if (value == null) {
                set.add(column + " = null");
            } else {
                all.add(value);
                set.add(column + " = ?" + all.size());
            }
        });
        return change(manager, table, "update " + table + " set " + set + " where " + where, all.toArray()) == 1;
    }

    private static Query query(EntityManager manager, String text, Object... values) {
        Query query = manager.createNativeQuery(text);
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        return query;
    }
}
