package io.opora.examples.faqsite;

import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.faq.Faq;
import io.opora.faq.FaqExchange;
import io.opora.faq.FaqExchange.Reading;
import io.opora.faq.FaqSearch;
import io.opora.faq.FaqStore;
import io.opora.lucene.LuceneFaqSearch;
import io.opora.storage.memory.MemoryStorage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Serves a FAQ: that of a shop that comes along, or one of yours. Arguments: a folder of Markdown files, or a JSON or CSV file;
 * {@code --port 8080}; {@code --open} to be reached from other machines too.
 */
public final class FaqSite {

    static final Faq.Person EDITOR = Faq.Person.editor("editor");
    private static final int PORT = 8080;
    private static final String OWN = "faq";

    private FaqSite() {}

    /**
     * Serves until it is interrupted.
     *
     * @param args as above
     * @throws InterruptedException if it is interrupted otherwise than by the end of the process
     */
    public static void main(String[] args) throws InterruptedException {
        Optional<Running> running = run(List.of(args), System.out, System.err);
        if (running.isEmpty()) {
            System.exit(2);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(running.get()::close));
        new CountDownLatch(1).await();
    }

    /** A site that runs, with what it stands on. */
    record Running(Site site, Faq faq, FaqSearch search, MemoryStorage storage) implements AutoCloseable {

        @Override
        public void close() {
            site.close();
            faq.close();
            search.close();
            storage.close();
        }
    }

    /** Begins to serve; empty if the arguments or the entries are wrong, which is printed then. */
    static Optional<Running> run(List<String> args, PrintStream out, PrintStream err) {
        Optional<Path> folder = Optional.empty();
        int port = PORT;
        boolean open = false;
        Iterator<String> rest = args.iterator();
        while (rest.hasNext()) {
            String arg = rest.next();
            String value = arg.equals("--port") && rest.hasNext() ? rest.next() : "";
            if (value.matches("[0-9]{1,4}|[1-5][0-9]{4}")) {
                port = Integer.parseInt(value);
            } else if (arg.equals("--open")) {
                open = true;
            } else if (arg.startsWith("--") || folder.isPresent()) {
                err.println("What is " + arg + "? Say: [FOLDER | FILE.json | FILE.csv] [--port 8080] [--open]");
                return Optional.empty();
            } else {
                folder = Optional.of(Path.of(arg));
            }
        }
        try {
            Reading reading = folder.map(FaqExchange::read).orElseGet(FaqSite::own);
            reading.problems().forEach(err::println);
            Running running = serve(reading, new InetSocketAddress(open
                    ? new InetSocketAddress(0).getAddress()
                    : InetAddress.getLoopbackAddress(), port), InstantSource.system());
            out.println(reading.entries().size() + " entries at " + running.site().address());
            out.println("Editor's page: " + running.site().editorAddress());
            return Optional.of(running);
        } catch (InvalidInputException | StorageException e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("Port " + port + " cannot be used (" + e.getMessage() + "): choose another one with --port");
        }
        return Optional.empty();
    }

    static Running serve(Reading reading, InetSocketAddress address, InstantSource clock) throws IOException {
        MemoryStorage storage = MemoryStorage.create();
        FaqStore store = storage.faq();
        FaqSearch search = LuceneFaqSearch.inMemory();
        Faq faq = Faq.builder(store).search(search).clock(clock).fallback(Locale.ENGLISH, Locale.of("ru"))
                .likelyFrom(Site.AN_ANSWER).build();
        for (int start = 0; start < reading.entries().size(); start += FaqStore.MAX_STEP) {
            FaqExchange.importAll(faq, EDITOR, new Reading(reading.entries().subList(start,
                    Math.min(reading.entries().size(), start + FaqStore.MAX_STEP)), List.of()));
        }
        return new Running(new Site(faq, search, clock, address), faq, search, storage);
    }

    /** The FAQ that comes along. */
    static Reading own() {
        URL folder = FaqSite.class.getResource(OWN);
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return FaqExchange.read(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return FaqExchange.read(jar.provider().getPath(uri));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
