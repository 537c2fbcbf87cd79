package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.storage.Storage;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JpaSchemaTest {

    @ParameterizedTest
    @EnumSource(Database.class)
    void theScriptsAloneMakeTheTablesThatTheRowsNeed(Database database) {
        try (HikariDataSource source = database.create()) {
            try (EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none")) {
                assertThatExceptionOfType(StorageException.class).isThrownBy(() -> JpaStorage.create(factory))
                        .withMessageContaining(database.scripts() + "-v1.sql").withMessageContaining("JpaSchema.apply");
                assertThat(JpaSchema.apply(factory)).isEqualTo(JpaSchema.scripts(database.scripts()));
                assertThat(JpaSchema.apply(factory)).as("the second time").isEmpty();
            }
            assertThatCode(() -> {
                try (EntityManagerFactory validating = Provider.HIBERNATE.open(source)) {
                    JpaStorage.create(validating).close();
                }
            }).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everythingInTheDatabaseIsNamedAfterTheLibrary(Database database) throws Exception {
        try (HikariDataSource source = database.create()) {
            try (EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none")) {
                JpaSchema.apply(factory);
            }
            try (Connection connection = source.getConnection();
                    ResultSet tables = connection.getMetaData().getTables(connection.getCatalog(),
                            database == Database.MARIADB ? null : connection.getSchema(), "%", new String[]{"TABLE"})) {
                int count = 0;
                while (tables.next()) {
                    assertThat(tables.getString("TABLE_NAME").toLowerCase(java.util.Locale.ROOT))
                            .startsWith("support_");
                    count++;
                }
                assertThat(count).isGreaterThan(9);
            }
        }
    }

    /** A process that was killed while it made the tables left a database that no desk could be opened on. */
    @ParameterizedTest
    @EnumSource(Database.class)
    void aScriptThatWasBrokenOffAnywhereIsTakenUp(Database database) throws Exception {
        List<String> statements = JpaSchema.statements(JpaSchema.script(database.scripts() + "-v1.sql"));
        boolean isServer = database == Database.POSTGRESQL || database == Database.MARIADB;
        for (int done = 0; done < statements.size(); done += isServer ? statements.size() / 4 : 1) {
            try (HikariDataSource source = database.create();
                    EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none")) {
                try (Connection connection = source.getConnection();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    for (String each : statements.subList(0, done)) {
                        statement.execute(each);
                    }
                    connection.rollback(); // undoes all of it, or nothing that H2 and MariaDB have committed by themselves
                }
                assertThat(JpaSchema.apply(factory)).as("after %s statements", done).hasSize(1);
                JpaStorage.create(factory).close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aProviderThatValidatesStartsOnTablesThatWereMadeWithoutOne(Database database) throws Exception {
        try (HikariDataSource source = database.create()) {
            assertThat(JpaSchema.apply(source)).isEqualTo(JpaSchema.scripts(database.scripts()));
            assertThat(JpaSchema.apply(source)).as("the second time").isEmpty();
            try (Connection connection = source.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
            }
            try (EntityManagerFactory validating = Provider.HIBERNATE.open(source)) {
                JpaStorage.create(validating).close();
                assertThat(JpaSchema.apply(validating)).isEmpty();
            }
        }
    }

    @Test
    void tablesOfALaterVersionAreRefused() throws Exception {
        try (HikariDataSource source = Database.H2_MEMORY.create();
                EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none")) {
            JpaSchema.apply(factory);
            try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
                statement.executeUpdate("update support_schema set version = 99");
            }
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> JpaStorage.create(factory))
                    .withMessageContaining("version 99");
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> JpaSchema.apply(factory));
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> JpaSchema.apply(source))
                    .withMessageContaining("version 99");
        }
    }

    @Test
    void whoIsNotToldOfTransactionsDeclaresNone() {
        try (HikariDataSource source = Database.H2_MEMORY.create();
                EntityManagerFactory factory = Provider.HIBERNATE.open(source, "none")) {
            JpaSchema.apply(factory);
            assertThat(JpaStorage.create(factory).capabilities()).isEmpty();
            assertThat(JpaStorage.create(factory, Optional::empty).capabilities())
                    .containsExactly(Storage.Capability.JOINS_TRANSACTIONS);
        }
    }

    @Test
    void scriptsAreListedReadAndWritten(@TempDir Path folder) throws Exception {
        assertThat(JpaSchema.databases()).containsExactly("postgresql", "mariadb", "h2");
        for (String database : JpaSchema.databases()) {
            JpaSchema.write(database, folder.resolve(database));
            for (String name : JpaSchema.scripts(database)) {
                assertThat(Files.readString(folder.resolve(database).resolve(name))).isEqualTo(JpaSchema.script(name))
                        .contains("support_ticket (");
            }
        }
    }

    @Test
    void whatThereIsNotIsNamedWithWhatThereIs() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> JpaSchema.scripts("oracle"))
                .withMessageContaining("postgresql");
        for (String name : List.of("../h2-v1.sql", "h2-v2.sql", "")) {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> JpaSchema.script(name))
                    .withMessageContaining("h2-v1.sql");
        }
    }
}
