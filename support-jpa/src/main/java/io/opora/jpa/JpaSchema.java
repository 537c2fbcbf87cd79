package io.opora.jpa;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Spelling;
import io.opora.StorageException;
import io.opora.Violation;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/**
 * The tables of {@link JpaStorage}: scripts for each database, to be given to whatever tool an application has for its migrations,
 * or to be applied by {@link #apply}. All names begin with {@code support_}; the scripts lie where no migration tool looks by itself.
 */
public final class JpaSchema {

    /** The version of the schema that this version of the library needs. */
    public static final int VERSION = 1;

    private static final String VERSION_KNOWN = "select version from support_schema where id = 1";

    private JpaSchema() {}

    /** {@return the databases that there are scripts for} */
    public static List<String> databases() {
        return Arrays.stream(Dialect.values()).map(Dialect::scripts).toList();
    }

    /**
     * Lists the scripts of a database, in the order in which they have to run.
     *
     * @param database one of {@link #databases()}
     * @return the names of the scripts, such as {@code postgresql-v1.sql}
     * @throws InvalidInputException if there are none for such a database
     */
    public static List<String> scripts(String database) {
        if (!databases().contains(requireNonNull(database, "database"))) {
            throw new InvalidInputException("schema", new Violation("database", "unknown-database",
                    Spelling.quote(database) + " is none of " + Spelling.list(databases())));
        }
        return List.of(database + "-v1.sql");
    }

    /**
     * Reads a script.
     *
     * @param name one of those that {@link #scripts} lists
     * @return its text: statements, each ended by a semicolon at the end of a line
     * @throws InvalidInputException if there is no such script
     */
    public static String script(String name) {
        List<String> known = databases().stream().flatMap(database -> scripts(database).stream()).toList();
        if (!known.contains(requireNonNull(name, "name"))) {
            throw new InvalidInputException("schema", new Violation("name", "unknown-script",
                    Spelling.quote(name) + " is none of " + Spelling.list(known)));
        }
        try (InputStream script = requireNonNull(JpaSchema.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the scripts of a database into files, for tools that take files.
     *
     * @param database one of {@link #databases()}
     * @param folder where to write them, under their names; made if it is not there
     * @throws InvalidInputException if there are none for such a database
     * @throws UncheckedIOException if they cannot be written
     */
    public static void write(String database, Path folder) {
        List<String> names = scripts(database);
        try {
            Files.createDirectories(folder);
            for (String name : names) {
                Files.writeString(folder.resolve(name), script(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the tables if they are not there, also if it was broken off before. Several nodes may start at once on PostgreSQL, where all
     * of it is one transaction and one of them has its way; on other databases let one node do it first.
     *
     * @param factory on the database; its provider must not have been told to validate tables that are not there yet
     * @return the names of the scripts that were run, in their order; empty if the tables were there
     * @throws StorageException if a statement fails, or the tables are of a later version than this library knows
     */
    public static List<String> apply(EntityManagerFactory factory) {
        try (EntityManager manager = factory.createEntityManager()) {
            EntityTransaction transaction = manager.getTransaction();
            transaction.begin();
            try {
                int version = version(manager);
                List<String> missing = missing(manager, version);
                for (String name : missing) {
                    for (String statement : statements(script(name))) {
                        manager.createNativeQuery(statement).executeUpdate();
                    }
                }
                transaction.commit();
                return missing;
            } catch (RuntimeException e) {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
                throw e instanceof StorageException known
                        ? known
                        : new StorageException("The tables could not be made", e);
            }
        }
    }

    /**
     * Makes the tables if they are not there, without a provider: before one is started that validates them. Otherwise like
     * {@link #apply(EntityManagerFactory)}.
     *
     * @param database the database; a connection is taken, and given back in the mode in which it came
     * @return the names of the scripts that were run, in their order; empty if the tables were there
     * @throws StorageException if the database is none that Opora knows, a statement fails, or the tables are of a later version
     *         than this library knows
     */
    public static List<String> apply(DataSource database) {
        try (Connection connection = database.getConnection()) {
            boolean committing = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                List<String> applied = apply(connection);
                connection.commit();
                return applied;
            } finally {
                connection.rollback(); // of what was not committed; nothing otherwise
                connection.setAutoCommit(committing);
            }
        } catch (SQLException e) {
            throw new StorageException("The tables could not be made (SQL state " + e.getSQLState() + ")", e);
        }
    }

    private static List<String> apply(Connection connection) throws SQLException {
        Dialect dialect = Dialect.named(connection.getMetaData().getDatabaseProductName());
        try (Statement statement = connection.createStatement()) {
            int version = 0;
            try (ResultSet tables = statement.executeQuery(tables(dialect))) {
                version = tables.next() && tables.getInt(1) > 0 ? 1 : 0;
            }
            if (version > 0) {
                try (ResultSet known = statement.executeQuery(VERSION_KNOWN)) {
                    version = known.next() ? known.getInt(1) : 0;
                }
            }
            List<String> missing = missing(dialect, version);
            for (String name : missing) {
                for (String each : statements(script(name))) {
                    statement.execute(each);
                }
            }
            return missing;
        }
    }

    static List<String> statements(String script) {
        return Arrays.stream(script.split(";\\s*\n", -1)).map(String::strip)
                .filter(statement -> !statement.lines().allMatch(line -> line.isBlank() || line.startsWith("--")))
                .toList();
    }

    /** Throws unless the tables are there in the version that is needed. */
    static void check(EntityManager manager) {
        List<String> missing = missing(manager, version(manager));
        if (!missing.isEmpty()) {
            throw new StorageException("The database lacks the tables of Opora. Run " + Spelling.list(missing)
                    + " (JpaSchema.script gives the text, JpaSchema.write files), or call JpaSchema.apply", null);
        }
    }

    private static List<String> missing(EntityManager manager, int version) {
        return missing(Dialect.of(manager), version);
    }

    private static List<String> missing(Dialect dialect, int version) {
        if (version > VERSION) {
            throw new StorageException("The tables of Opora are of version " + version
                    + ", made by a later version of this library, which knows version " + VERSION, null);
        }
        List<String> scripts = scripts(dialect.scripts());
        return scripts.subList(version, scripts.size());
    }

    /** 0 if there are no tables, or not all of them: H2 and MariaDB commit each statement of a script by itself. */
    private static int version(EntityManager manager) {
        Object tables = manager.createNativeQuery(tables(Dialect.of(manager))).getSingleResult();
        if (((Number) tables).longValue() == 0) {
            return 0;
        }
        List<?> version = manager.createNativeQuery(VERSION_KNOWN).getResultList();
        return version.isEmpty() ? 0 : ((Number) version.getFirst()).intValue();
    }

    /** Asks whether there is a table that knows the version. */
    private static String tables(Dialect dialect) {
        return "select count(*) from information_schema.tables t"
                + " where lower(t.table_name) = 'support_schema' and lower(t.table_schema) = lower("
                + (dialect == Dialect.MARIADB ? "database()" : "current_schema") + ")";
    }
}
