package io.opora.lucene;

import io.opora.StorageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Another search is writing to this directory: of this process, of another one, or of one that has not ended yet. An index has one
 * writer; {@link LuceneFaqSearch#read(Path)} opens any number of readers beside it.
 */
public final class IndexHeldException extends StorageException {

    private static final long serialVersionUID = 1L;

    /** Kept as text, because a path is not serializable. */
    private final String path;

    IndexHeldException(Path path, @Nullable Throwable cause) {
        super("Another FaqSearch writes to " + path + ". Close that one first, give this one a directory of its own"
                + " (each node keeps its own index), or open it for reading with LuceneFaqSearch.read(path).", cause);
        this.path = path.toString();
    }

    /** {@return the directory} */
    public Path path() {
        return Path.of(path);
    }
}
