package io.opora.examples.customstorage;

import io.opora.storage.Storage;
import io.opora.storage.tck.StorageFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

// tag::fixture[]
/** A storage in a folder of its own. */
final class RocksFixture implements StorageFixture {

    private final Path folder = Files.createTempDirectory("rocks");
    private final RocksStorage storage;
    private final List<Storage> opened = new ArrayList<>();

    RocksFixture(Function<Path, RocksStorage> opening) throws IOException {
        storage = opening.apply(folder);
        opened.add(storage);
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Storage reopen() {
        Storage another = storage.another();
        opened.add(another);
        return another;
    }

    @Override
    public void close() throws IOException {
        opened.forEach(Storage::close);
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
// end::fixture[]
