package io.opora.lucene;

import io.opora.StorageException;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.QueryCache;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/** The files of an index, one writer or none, and readers of them. Thread-safe. */
final class Index {

    /** What a search does with a searcher. */
    @FunctionalInterface
    interface Use<T> {
        T with(IndexSearcher searcher) throws IOException;
    }

    private static final String FORMAT = "opora.format";
    private static final String REVISION = "opora.revision";
    private static final long CACHE_BYTES = 8L << 20;
    private static final int CACHED_FILTERS = 200;

    private final @Nullable Path path;
    private final Directory directory;
    private final @Nullable IndexWriter writer;
    private final ReaderManager readers;
    private final Documents documents;
    private final String format;
    private final @Nullable Vectors vectors;
    private final QueryCache cache = new LRUQueryCache(CACHED_FILTERS, CACHE_BYTES);
    /** A reader makes its context when it is first asked for it, and two who ask at once would go on with different ones. */
    private final Object contexts = new Object();
    /** One change at a time. */
    private final Object changing = new Object();
    private volatile long revision;

    private Index(@Nullable Path path, Directory directory, @Nullable IndexWriter writer, ReaderManager readers,
            Stems stems, @Nullable Vectors vectors, long revision) {
        this.path = path;
        this.directory = directory;
        this.writer = writer;
        this.readers = readers;
        this.documents = new Documents(stems);
        this.format = format(vectors);
        this.vectors = vectors;
        this.revision = revision;
    }

    /** {@return what an index has to be written as; vectors of different models cannot be compared} */
    private static String format(@Nullable Vectors vectors) {
        return vectors == null ? Fields.FORMAT : Fields.FORMAT + " " + vectors.format();
    }

    static Index open(@Nullable Path path, Stems stems, @Nullable Vectors vectors) {
        Directory directory = null;
        IndexWriter writer = null;
        try {
            directory = path == null ? new ByteBuffersDirectory() : FSDirectory.open(path);
            boolean usable = isUsable(directory, format(vectors));
            if (!usable) {
                clear(directory);
            }
            writer = new IndexWriter(directory, config(usable
                    ? IndexWriterConfig.OpenMode.APPEND
                    : IndexWriterConfig.OpenMode.CREATE));
            long revision = usable ? revision(writer.getLiveCommitData()) : 0;
            if (!usable) {
                commit(writer, format(vectors), 0);
            }
            return new Index(path, directory, writer, new ReaderManager(writer), stems, vectors, revision);
        } catch (IOException e) {
            closeQuietly(writer, directory);
            if (e instanceof LockObtainFailedException && path != null) {
                throw new IndexHeldException(path, e);
            }
            throw new StorageException("The FAQ index in " + path + " could not be opened: " + e.getMessage()
                    + ". Check that the directory can be read and written.", e);
        }
    }

    static Index read(Path path, Stems stems, @Nullable Vectors vectors) {
        Directory directory = null;
        try {
            if (!Files.isDirectory(path)) {
                throw new NoSuchFileException(path.toString());
            }
            directory = FSDirectory.open(path);
            DirectoryReader reader = DirectoryReader.open(directory);
            if (!isInFormat(reader, format(vectors))) {
                reader.close();
                throw new IOException("it is in another format; open it for writing once, and give it the entries");
            }
            return new Index(path, directory, null, new ReaderManager(reader), stems, vectors, 0);
        } catch (IOException e) {
            closeQuietly(null, directory);
            throw new StorageException("The FAQ index in " + path + " could not be opened for reading: "
                    + e.getMessage() + ". It is made by LuceneFaqSearch.open(path).", e);
        }
    }

    private static boolean isInFormat(DirectoryReader reader, String format) throws IOException {
        return format.equals(reader.getIndexCommit().getUserData().get(FORMAT));
    }

    private static IndexWriterConfig config(IndexWriterConfig.OpenMode mode) {
        // in the calling thread: a library starts none of its own
        return new IndexWriterConfig().setOpenMode(mode).setSimilarity(new Ranking.Similarity())
                .setMergeScheduler(new SerialMergeScheduler()).setCommitOnClose(false);
    }

    /** Reads everything once, so that damage is found now and not by a search. */
    private static boolean isUsable(Directory directory, String format) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            if (!isInFormat(reader, format)) {
                return false;
            }
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
            return true;
        } catch (CorruptIndexException | IndexFormatTooOldException
                | IndexFormatTooNewException | EOFException | FileNotFoundException | NoSuchFileException
                | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            // what is missing or damaged is made anew: it is a copy
            return false;
        }
    }

    /** Lucene reads what is there even when it is to begin anew. Files that are not its own stay. */
    private static void clear(Directory directory) throws IOException {
        try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            lock.ensureValid();
            for (String file : directory.listAll()) {
                if (IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()
                        || file.startsWith(IndexFileNames.SEGMENTS)
                        || file.startsWith(IndexFileNames.PENDING_SEGMENTS)) {
                    directory.deleteFile(file);
                }
            }
        }
    }

    private static long revision(@Nullable Iterable<Map.Entry<String, String>> data) {
        if (data != null) {
            for (Map.Entry<String, String> each : data) {
                if (each.getKey().equals(REVISION)) {
                    return Long.parseLong(each.getValue());
                }
            }
        }
        return 0;
    }

    private static void commit(IndexWriter writer, String format, long revision) throws IOException {
        writer.setLiveCommitData(Map.of(FORMAT, format, REVISION, Long.toString(revision)).entrySet());
        writer.commit();
    }

    StorageException failed(String what, IOException cause) {
        return new StorageException("The FAQ index " + (path == null ? "in memory" : "in " + path) + " could not be "
                + what + ": " + cause.getMessage() + ". It is a copy: close it, open it again, and give it the entries"
                + " if it comes back empty.", cause);
    }

    private IndexWriter writer() {
        if (writer == null) {
            throw new StorageException("The FAQ index in " + path
                    + " was opened for reading alone. Change it through the search that was opened for writing.", null);
        }
        return writer;
    }

    <T> T search(Use<T> use) throws IOException {
        if (writer == null) {
            readers.maybeRefresh();
        }
        DirectoryReader reader = readers.acquire();
        try {
            return use.with(searcher(reader));
        } finally {
            readers.release(reader);
        }
    }

    private IndexSearcher searcher(IndexReader reader) {
        IndexSearcher searcher;
        synchronized (contexts) {
            searcher = new IndexSearcher(reader);
        }
        searcher.setSimilarity(new Ranking.Similarity());
        searcher.setQueryCache(cache);
        return searcher;
    }

    long revision() throws IOException {
        if (writer != null) {
            return revision;
        }
        readers.maybeRefreshBlocking();
        DirectoryReader reader = readers.acquire();
        try {
            return revision(reader.getIndexCommit().getUserData().entrySet());
        } finally {
            readers.release(reader);
        }
    }

    long size() throws IOException {
        return search(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    void change(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long upTo) throws IOException {
        synchronized (changing) {
            List<Documents.Content> fresh = search(searcher -> merged(searcher, entries, removed));
            IndexWriter open = writer();
            List<Optional<float[]>> meanings = meanings(fresh);
            for (FaqEntry.Id id : removed) {
                open.deleteDocuments(new Term(Fields.ID, id.value()));
            }
            update(open, fresh, meanings);
            publish(open, Math.max(revision, upTo));
        }
    }

    void rebuild(Collection<FaqEntry> entries, long upTo) throws IOException {
        synchronized (changing) {
            IndexWriter open = writer();
            List<Documents.Content> fresh = search(searcher -> {
                List<Documents.Content> all = new ArrayList<>();
                for (FaqEntry entry : entries) {
                    Documents.Content there = find(searcher, entry.id(), Documents.key(entry.id(), entry.locale()));
                    all.add(new Documents.Content(entry, there == null ? List.of() : there.learned()));
                }
                return all;
            });
            List<Optional<float[]>> meanings = meanings(fresh);
            open.deleteAll();
            update(open, fresh, meanings);
            publish(open, upTo);
        }
    }

    void learn(List<FaqSearch.Answered> answered) throws IOException {
        synchronized (changing) {
            IndexWriter open = writer();
            Map<String, List<FaqSearch.Answered>> byEntry = new LinkedHashMap<>();
            answered.forEach(each -> byEntry
                    .computeIfAbsent(Documents.key(each.entry(), each.locale()), any -> new ArrayList<>()).add(each));
            List<Documents.Content> taught = search(searcher -> {
                List<Documents.Content> all = new ArrayList<>();
                for (Map.Entry<String, List<FaqSearch.Answered>> each : byEntry.entrySet()) {
                    Documents.Content there = find(searcher, each.getValue().get(0).entry(), each.getKey());
                    if (there != null) {
                        all.add(new Documents.Content(there.entry(),
                                Documents.learned(there.learned(), questions(each.getValue()),
                                        FaqSearch.MAX_LEARNED)));
                    }
                }
                return all;
            });
            update(open, taught, meanings(taught));
            publish(open, revision);
        }
    }

    private static List<Documents.Learned> questions(List<FaqSearch.Answered> answered) {
        return answered.stream().filter(each -> !each.question().isBlank()).map(each -> {
            String question = each.question();
            return new Documents.Learned(
                    question.substring(0, Math.min(question.length(), FaqQuery.MAX_TEXT)), each.at());
        }).toList();
    }

    /** The entries to be written, with what was learned about those they replace; older revisions are left out. */
    private static List<Documents.Content> merged(IndexSearcher searcher, Collection<FaqEntry> entries,
            Collection<FaqEntry.Id> removed) throws IOException {
        List<Documents.Content> merged = new ArrayList<>();
        for (FaqEntry entry : entries) {
            Documents.Content there = removed.contains(entry.id())
                    ? null
                    : find(searcher, entry.id(), Documents.key(entry.id(), entry.locale()));
            if (there == null) {
                merged.add(new Documents.Content(entry, List.of()));
            } else if (entry.revision() == 0 || entry.revision() >= there.entry().revision()) {
                merged.add(new Documents.Content(entry, there.learned()));
            }
        }
        return merged;
    }

    /** Asked before anything is changed: an embedder may fail. */
    private List<Optional<float[]>> meanings(List<Documents.Content> contents) {
        return vectors == null
                ? Collections.nCopies(contents.size(), Optional.<float[]>empty())
                : vectors.of(contents);
    }

    private void update(IndexWriter open, List<Documents.Content> contents, List<Optional<float[]>> meanings)
            throws IOException {
        for (int i = 0; i < contents.size(); i++) {
            FaqEntry entry = contents.get(i).entry();
            open.updateDocument(new Term(Fields.KEY, Documents.key(entry.id(), entry.locale())),
                    documents.document(contents.get(i), meanings.get(i)));
        }
    }

    private void publish(IndexWriter open, long upTo) throws IOException {
        commit(open, format, upTo);
        revision = upTo;
        readers.maybeRefreshBlocking();
    }

    /** {@return the document of an entry in a language; {@code null} if there is none} */
    static Documents.@Nullable Content find(IndexSearcher searcher, FaqEntry.Id id, String key) throws IOException {
        Term term = new Term(Fields.KEY, key);
        if (searcher.getIndexReader().docFreq(term) == 0) {
            return null;
        }
        ScoreDoc[] found = searcher.search(new TermQuery(term), 1).scoreDocs;
        return found.length == 0 ? null : content(searcher, found[0].doc);
    }

    static Documents.Content content(IndexSearcher searcher, int number) throws IOException {
        Document document = searcher.storedFields().document(number);
        return Documents.content(document);
    }

    void close() {
        try {
            readers.close();
            if (writer != null) {
                writer.close();
            }
            directory.close();
        } catch (IOException e) {
            throw failed("closed", e);
        }
    }

    private static void closeQuietly(@Nullable IndexWriter writer, @Nullable Directory directory) {
        try {
            if (writer != null) {
                writer.rollback();
            }
            if (directory != null) {
                directory.close();
            }
        } catch (IOException e) {
            // what could not be opened is what the caller hears of
        }
    }
}
