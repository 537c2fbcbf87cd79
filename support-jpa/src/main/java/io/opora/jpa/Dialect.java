package io.opora.jpa;

import io.opora.StorageException;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;

/** What the databases say in words of their own. */
enum Dialect {
    /** PostgreSQL 16 and later. */
    POSTGRESQL("nextval('%s')", "insert into %s on conflict do nothing"),
    /** MariaDB 10.6 and later. */
    MARIADB("nextval(%s)", "insert ignore into %s"),
    /** H2 2.2.220 and later. */
    H2("next value for %s", "insert into %s");

    private static final List<String> MARKS = List.of("settings", "pg_class", "innodb_trx");

    private final String next;
    private final String insert;

    Dialect(String next, String insert) {
        this.next = next;
        this.insert = insert;
    }

    /** Asks the database who it is. Standard views alone, because a question that fails would spoil a transaction. */
    static Dialect of(EntityManager manager) {
        List<?> tables = manager.createNativeQuery("select lower(t.table_name) from information_schema.tables t"
                + " where lower(t.table_schema) in ('information_schema', 'pg_catalog')"
                + " and lower(t.table_name) in ('settings', 'pg_class', 'innodb_trx')").getResultList();
        List<String> found = MARKS.stream().filter(mark -> tables.stream().anyMatch(mark::equals)).toList();
        if (found.isEmpty()) {
            throw unknown();
        }
        return switch (found.getFirst()) {
            case "settings" -> H2;
            case "pg_class" -> POSTGRESQL;
            default -> MARIADB;
        };
    }

    /** Finds the one of a database that says who it is to JDBC. */
    static Dialect named(String product) {
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "MariaDB" -> MARIADB;
            case "H2" -> H2;
            default -> throw unknown();
        };
    }

    private static StorageException unknown() {
        return new StorageException("This database is none that Opora knows: PostgreSQL, MariaDB or H2 is needed",
                null);
    }

    /** {@return the name that the scripts of its schema begin with} */
    String scripts() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The next number of a sequence; one that is not given again when the transaction is rolled back. */
    long next(EntityManager manager, String sequence) {
        Object value = manager.createNativeQuery("select " + next.formatted(sequence)).getSingleResult();
        return ((Number) value).longValue();
    }

    /**
     * Inserts a row unless one of its unique keys is taken; waits for whoever is about to take it. Without an exception, which
     * would spoil the caller's transaction.
     *
     * @param keys the columns that make up each unique key
     * @return whether the row was inserted
     */
    boolean insertIfAbsent(EntityManager manager, String table, List<String> columns, List<?> values,
            List<List<String>> keys) {
        if (this == H2) {
            // H2 has no such statement, but one writer only (see enter): nobody inserts between the look and the insert.
            for (List<String> key : keys) {
                if (exists(manager, table, key, key.stream().map(columns::indexOf).map(values::get).toList())) {
                    return false;
                }
            }
        }
        String row = table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", columns.stream().map(column -> "?" + (columns.indexOf(column) + 1)).toList()) + ")";
        return Sql.change(manager, table, insert.formatted(row), values.toArray()) > 0;
    }

    /**
     * Before a transaction writes. On H2, one transaction of ours writes at a time, to its end, for three reasons: in files with a
     * write delay of 0, a transaction that is rolled back while others wait for a row it has touched can put back what the row was
     * before theirs, and so lose what they committed (seen with 2.4.240 and 2.5.252, by JDBC alone: 16 threads that change one row
     * under its version, most trials); it has no insert that does nothing if a key is taken; and it looks for the first free row
     * before it passes over those that are locked, and so finds nothing where others are free.
     */
    void enter(EntityManager manager) {
        if (this == H2) {
            manager.createNativeQuery("select id from support_turnstile where id = 1 for update").getSingleResult();
        }
    }

    /** Has a sequence give higher numbers than one from now on. */
    void advance(EntityManager manager, String sequence, long number) {
        if (next(manager, sequence) >= number) {
            return;
        }
        switch (this) {
            case POSTGRESQL -> manager.createNativeQuery("select setval('" + sequence + "', ?1)")
                    .setParameter(1, number).getSingleResult();
            case MARIADB -> manager.createNativeQuery("select setval(" + sequence + ", " + number + ")")
                    .getSingleResult();
            // does not commit what was done before, unlike other statements of its kind
            case H2 -> manager.createNativeQuery("alter sequence " + sequence + " restart with " + (number + 1))
                    .executeUpdate();
        }
    }

    /** At the beginning of a transaction: all of its reads see what was committed by now, whatever others commit meanwhile. */
    void freeze(EntityManager manager) {
        switch (this) {
            case POSTGRESQL, MARIADB -> manager.createNativeQuery("set transaction isolation level repeatable read")
                    .executeUpdate();
            case H2 -> enter(manager); // nobody else writes as long as this transaction lasts
        }
    }

    /** {@return how a locking read passes over rows that others have locked} */
    String passing() {
        return this == H2 ? "" : " skip locked";
    }

    private static boolean exists(EntityManager manager, String table, List<String> key, List<?> values) {
        String where = String.join(" and ", key.stream().map(column -> column + " = ?" + (key.indexOf(column) + 1))
                .toList());
        Object count = Sql.rows(manager, "select count(*) from " + table + " where " + where, values.toArray())
                .getFirst();
        return ((Number) count).longValue() > 0;
    }
}
