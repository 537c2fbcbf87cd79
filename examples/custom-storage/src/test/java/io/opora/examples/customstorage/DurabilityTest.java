package io.opora.examples.customstorage;

import io.opora.storage.Storage;
import io.opora.storage.tck.DurabilityContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives the process. */
// tag::durability[]
class DurabilityTest extends DurabilityContract {

    @TempDir
    private Path folder;

    /** Opens folders, in the process that is killed too. */
    public static final class Folders implements Opener {

        /** Called by the kit. */
        public Folders() {}

        @Override
        public Storage open(String place) {
            return RocksStorage.open(Path.of(place));
        }
    }

    @Override
    protected Class<? extends Opener> opener() {
        return Folders.class;
    }

    @Override
    protected String createPlace() throws IOException {
        return Files.createTempDirectory(folder, "desk-").toString();
    }
}
// end::durability[]
