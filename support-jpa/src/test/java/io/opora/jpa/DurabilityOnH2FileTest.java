package io.opora.jpa;

import io.opora.storage.Storage;
import io.opora.storage.tck.DurabilityContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DurabilityOnH2FileTest extends DurabilityContract {

    @TempDir
    private Path folder;

    /** Opens files. */
    public static final class Files implements Opener {

        /** For the other process too. */
        public Files() {}

        @Override
        public Storage open(String place) {
            return JpaStorage.embedded(place);
        }
    }

    @Override
    protected Class<? extends Opener> opener() {
        return Files.class;
    }

    private int places;

    @Override
    protected String createPlace() {
        places++;
        return "jdbc:h2:file:" + folder.resolve("desk-" + places);
    }
}
