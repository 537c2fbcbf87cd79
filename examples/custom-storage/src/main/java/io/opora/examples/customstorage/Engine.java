package io.opora.examples.customstorage;

import io.opora.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * An open database, which lives until the last {@link RocksStorage} on it is closed; a folder can be opened once at a time.
 *
 * <p>
 * Reading sees the database as it is at the beginning, and waits for nobody. Writing happens one after the other: what is read
 * there is what nobody else changes meanwhile, so versions can be compared, and what was written is stored as one batch, whole or
 * not at all, and on the disk when {@link #write} returns.
 */
final class Engine {

    /** What is read, or read and written, in one step. */
    @FunctionalInterface
    interface Work<T> {
        T on(Records records) throws RocksDBException;
    }

    private final ReentrantLock writing = new ReentrantLock();
    private final Options options = new Options();
    private final WriteOptions durably;
    private final RocksDB database;
    private int storages = 1;

    private Engine(Path folder, WriteOptions durably) throws RocksDBException {
        this.durably = durably;
        this.database = RocksDB.open(options.setCreateIfMissing(true).setKeepLogFileNum(2)
                .setCompressionType(CompressionType.NO_COMPRESSION), // a test looks for what was erased
                folder.toString());
    }

    static Engine open(Path folder) {
        return open(folder, options -> options.setSync(true));
    }

    /** Tests open it with other options to show what comes of them. */
    static Engine open(Path folder, UnaryOperator<WriteOptions> options) {
        try {
            loadLibrary();
            Files.createDirectories(folder);
            return new Engine(folder, options.apply(new WriteOptions()));
        } catch (RocksDBException | IOException e) {
            throw new StorageException("The tickets in " + folder
                    + " cannot be opened. Is another process working on them? A folder is opened by one at a time.", e);
        }
    }

    /** The library unpacks its native part into a file, which a process that is killed would leave behind: 17 MB each time. */
    private static void loadLibrary() throws IOException {
        Path folder = Files.createTempDirectory("rocksdb-" + ProcessHandle.current().pid() + "-");
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file); // loaded by now; systems that do not let go of it keep the file
                }
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                folder.toFile().deleteOnExit();
            }
        }
    }

    /** {@return the same database, for one storage more} */
    synchronized Engine share() {
        storages++;
        return this;
    }

    /** One storage less. The caller sees to it that none of its calls is under way. */
    synchronized void release() {
        storages--;
        if (storages == 0) {
            database.close();
            durably.close();
            options.close();
        }
    }

    <T> T read(Work<T> work) {
        Snapshot snapshot = database.getSnapshot();
        try (ReadOptions asOfNow = new ReadOptions().setSnapshot(snapshot)) {
            return work.on(new Records(database, asOfNow, null));
        } catch (RocksDBException e) {
            throw failure("read", e);
        } finally {
            database.releaseSnapshot(snapshot);
        }
    }

    <T> T write(Work<T> work) {
        writing.lock();
        try (ReadOptions latest = new ReadOptions(); WriteBatchWithIndex batch = new WriteBatchWithIndex(true)) {
            T answer = work.on(new Records(database, latest, batch));
            if (batch.count() > 0) {
                database.write(durably, batch);
            }
            return answer;
        } catch (RocksDBException e) {
            throw failure("stored", e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Takes what was deleted or replaced under keys that begin like this out of the files too, where it stands until they are written
     * anew. Costs as much as writing the files that have such keys.
     */
    void forget(List<Tuple> beginnings) {
        try (FlushOptions flush = new FlushOptions();
                CompactRangeOptions anew = new CompactRangeOptions()
                        .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
            database.flush(flush);
            for (Tuple beginning : beginnings) {
                database.compactRange(database.getDefaultColumnFamily(), beginning.bytes(), Records.end(beginning),
                        anew);
            }
        } catch (RocksDBException e) {
            throw failure("taken out of the files", e);
        }
    }

    private static StorageException failure(String what, RocksDBException e) {
        return new StorageException("RocksDB: it could not be " + what + " (" + e.getMessage() + ")", e);
    }
}
