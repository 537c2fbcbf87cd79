package io.opora.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedH2Test {

    @ParameterizedTest
    @CsvSource({"jdbc:h2:file:./x;WRITE_DELAY=500, WRITE_DELAY", "jdbc:h2:file:./x;write_delay = 1, WRITE_DELAY",
            "jdbc:h2:file:./x;WRITE_DELAY, WRITE_DELAY", "jdbc:h2:file:./x;FILE_LOCK=NO, FILE_LOCK",
            "jdbc:h2:file:./x;LOCK_MODE=0, LOCK_MODE", "jdbc:h2:file:./x;INIT=SET WRITE_DELAY 500, INIT",
            "jdbc:h2:file:./x;DB_CLOSE_ON_EXIT=FALSE, DB_CLOSE_ON_EXIT", "jdbc:h2:mem:x, jdbc:h2:file:",
            "jdbc:postgresql:x, jdbc:h2:file:"})
    void whatWouldMakeItLoseSomethingIsRefusedAndNamed(String url, String named) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> JpaStorage.embedded(url))
                .withMessageContaining(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";WRITE_DELAY=0", ";CACHE_SIZE=1024", ";FILE_LOCK=fs;write_delay=0"})
    void otherSettingsAreTheHosts(String settings, @TempDir Path folder) {
        try (Storage storage = JpaStorage.embedded("jdbc:h2:file:" + folder.resolve("desk") + settings)) {
            assertThat(storage.tickets().reserveNumber().value()).isEqualTo(1);
        }
        try (Storage storage = JpaStorage.embedded("jdbc:h2:file:" + folder.resolve("desk") + settings)) {
            assertThat(storage.tickets().reserveNumber().value()).isGreaterThan(1);
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> JpaStorage.embedded("jdbc:h2:mem:x;WRITE_DELAY=5;LOCK_MODE=1"))
                .satisfies(e -> assertThat(e.violations()).hasSize(3));
    }

    @Test
    void aFolderThatCannotBeWrittenIsAStorageError() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> JpaStorage.embedded("jdbc:h2:file:/proc/nowhere/desk"));
    }
}
