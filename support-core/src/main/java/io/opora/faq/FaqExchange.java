package io.opora.faq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry.Audience;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes into a base of knowledge and comes out of it: entries as a folder of Markdown files, as JSON and as CSV; for other
 * machines, a site map and structured data. Reading finds everything that is wrong, with file and line; an import can be tried
 * before it is done, and is done as a whole or not at all.
 *
 * <p>
 * A Markdown file holds one entry in one language: fields between two lines of three dashes, then the answer.
 *
 * <pre>{@code
 * ---
 * id: refund
 * locale: en
 * question: How do I get my money back?
 * phrasings:
 *   - I want a refund
 *   - "Money back: when?"
 * category: payment/refunds
 * tags: [money, card]
 * audience: customers
 * ---
 *
 * Within **14** days.
 * }</pre>
 *
 * <p>
 * The other fields are {@code order} (a number), {@code pinned} and {@code draft} ({@code true}), {@code from} and {@code until}
 * (instants such as {@code 2026-03-02T09:00:00Z}). An entry with neither {@code from} nor {@code draft} is shown. Where {@code id} and
 * {@code locale} are left out, the file's name says them: {@code en/delivery/cost.md} or {@code delivery/cost.en.md}. JSON is an
 * object whose field {@code entries} holds an array of objects with the same fields and {@code answer}; CSV has their names in its first
 * row, commas or semicolons between, phrasings one a line and tags with blanks between. What is exported and read again is the same.
 */
public final class FaqExchange {

    /** The most entries that are read at once. */
    public static final int MAX_ENTRIES = 20_000;

    /** The longest file, in characters of UTF-16; a Markdown file has at most a twentieth of it. */
    public static final int MAX_FILE = 50_000_000;

    /** The most problems that are listed. */
    public static final int MAX_PROBLEMS = Findings.MAX_LISTED;

    /** The most pages of a site map, as sitemaps.org has it. */
    public static final int MAX_PAGES = 50_000;

    private static final int MAX_MARKDOWN = MAX_FILE / 20;
    private static final int MAX_FOLDERS = 20;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ADDRESS = 2_047;
    private static final Comparator<Content> BY_ID = Comparator.comparing((Content content) -> content.entry().id())
            .thenComparing(content -> content.entry().locale().toLanguageTag());

    private FaqExchange() {}

    // In

    /**
     * Reads entries from a folder of Markdown files, folders below it included, or from one file whose name ends with {@code .md},
     * {@code .json} or {@code .csv}. In a folder, files called {@code README.md}, hidden ones and all others are passed over, and links
     * are not followed.
     *
     * @param path the folder or the file
     * @return what was read, and what is wrong
     * @throws StorageException if it is not there or cannot be read
     */
    public static Reading read(Path path) {
        requireNonNull(path, "path");
        try {
            if (!Files.isDirectory(path)) {
                String name = String.valueOf(path.getFileName());
                return text(path, name).map(text -> parse(name, text)).orElseGet(() -> new Reading(List.of(),
                        List.of(new Problem(name, 1,
                                "the file is no UTF-8, or longer than " + MAX_FILE + " characters"))));
            }
            return readFolder(path);
        } catch (IOException e) {
            throw new StorageException("Could not read the FAQ in " + path + ": is it there, and readable?", e);
        }
    }

    private static Reading readFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, MAX_FOLDERS)) {
            files = all
                    .filter(file -> isEntry(folder.relativize(file))
                            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .limit(MAX_ENTRIES + 1L).sorted(Comparator.comparing(file -> name(folder, file))).toList();
        }
        List<Written> written = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            String name = name(folder, file);
            Written entry = new Written(name, 1, problems);
            Optional<String> text = text(file, name);
            if (text.isPresent()) {
                MarkdownFile.read(name, text.get(), entry);
            } else {
                entry.wrong(1, "the file is no UTF-8, or longer than " + MAX_MARKDOWN + " characters");
            }
            written.add(entry);
        }
        return reading(written, problems);
    }

    private static boolean isEntry(Path file) {
        for (Path part : file) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".md") && !name.equals("readme.md");
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static Optional<String> text(Path file, String name) throws IOException {
        int most = name.toLowerCase(Locale.ROOT).endsWith(".md") ? MAX_MARKDOWN : MAX_FILE;
        if (Files.size(file) > 3L * most) {
            return Optional.empty();
        }
        try {
            // Files.readString gives the same exception, but not for what is half of a character at the end
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString())
                    .filter(text -> text.length() <= most);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads entries from a text, such as one that an editor has sent.
     *
     * @param name the name of its file, whose ending says what it is: {@code .md} (one entry), {@code .json} or {@code .csv}
     * @param text the text
     * @return what was read, and what is wrong
     */
    public static Reading parse(String name, String text) {
        List<Problem> problems = new ArrayList<>();
        List<Written> written = new ArrayList<>();
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String kind = name.toLowerCase(Locale.ROOT);
        if (text.length() > (kind.endsWith(".md") ? MAX_MARKDOWN : MAX_FILE)) {
            problems.add(new Problem(name, 1, "the text is longer than " + MAX_FILE + " characters"));
        } else if (kind.endsWith(".md")) {
            written.add(new Written(name, 1, problems));
            MarkdownFile.read(name, plain, written.getFirst());
        } else if (kind.endsWith(".json")) {
            written.addAll(JsonFile.read(name, plain, problems));
        } else if (kind.endsWith(".csv")) {
            written.addAll(CsvFile.read(name, plain, problems));
        } else {
            problems.add(new Problem(name, 1, "this is neither .md, .json nor .csv"));
        }
        return reading(written, problems);
    }

    private static Reading reading(List<Written> written, List<Problem> problems) {
        Map<Object, Written> named = new HashMap<>();
        List<Content> entries = new ArrayList<>();
        for (Written each : written.subList(0, Math.min(written.size(), MAX_ENTRIES))) {
            each.content().ifPresent(content -> {
                Written before = named.putIfAbsent(List.of(content.entry().id(), content.entry().locale()), each);
                if (before == null) {
                    entries.add(content);
                } else {
                    each.wrong(each.line(), "there is an entry " + content.entry().id() + " in "
                            + content.entry().locale().toLanguageTag() + " already, in " + before.file() + ":"
                            + before.line());
                }
            });
        }
        if (written.size() > MAX_ENTRIES) {
            written.getLast().wrong(1, "at most " + MAX_ENTRIES + " entries are read at once");
        }
        return new Reading(entries, problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
    }

    /**
     * Says what an import would do, and does nothing.
     *
     * @param faq the base of knowledge
     * @param editor who asks
     * @param reading what was read
     * @return what would be done, entry by entry; for the part that could be read, if something is wrong
     * @throws Faq.NotPermittedException if they may not edit
     */
    public static Import tryOut(Faq faq, Faq.Person editor, Reading reading) {
        return plan(faq, editor, reading, new LinkedHashMap<>());
    }

    /**
     * Imports entries: those that are new or not the same are stored as newest editions, all of them or none. What is there and was not
     * read stays.
     *
     * @param faq the base of knowledge
     * @param editor who does it
     * @param reading what was read
     * @return what was done, entry by entry
     * @throws Faq.NotPermittedException if they may not edit
     * @throws InvalidInputException if anything is wrong with what was read, with all of that, or if more than
     *         {@value FaqStore#MAX_STEP} entries change
     * @throws Faq.OvertakenException if somebody has changed one of the entries meanwhile
     */
    public static Import importAll(Faq faq, Faq.Person editor, Reading reading) {
        Map<Content, Long> seen = new LinkedHashMap<>();
        Import plan = plan(faq, editor, reading, seen);
        Findings findings = new Findings();
        reading.problems().forEach(
                problem -> findings.add(problem.file() + ":" + problem.line(), "import", problem.message()));
        if (seen.size() > FaqStore.MAX_STEP) {
            findings.add("", "too-many",
                    "at most " + FaqStore.MAX_STEP + " entries change in one import, not " + seen.size()
                            + ": import parts of them");
        }
        findings.refuse("FAQ import");
        faq.saveAll(editor, seen);
        return plan;
    }

    private static Import plan(Faq faq, Faq.Person editor, Reading reading, Map<Content, Long> seen) {
        requireNonNull(reading, "reading");
        Map<Object, FaqEdition> there = new HashMap<>();
        faq.everything(editor).forEach(edition -> there.put(List.of(edition.id(), edition.locale()), edition));
        List<Step> steps = new ArrayList<>();
        for (Content content : reading.entries()) {
            FaqEdition edition = there.get(List.of(content.entry().id(), content.entry().locale()));
            if (edition == null) {
                steps.add(new Step(content, Kind.ADDED, List.of()));
                seen.put(content, 0L);
            } else if (edition.content().equals(content)) {
                steps.add(new Step(content, Kind.UNCHANGED, List.of()));
            } else {
                steps.add(new Step(content, Kind.CHANGED, Faq.compare(edition,
                        new FaqEdition(content, edition.version() + 1, 0, edition.editor(), edition.at()))));
                seen.put(content, edition.version());
            }
        }
        return new Import(steps);
    }

    // Out

    /**
     * Gives all entries out, drafts and archived ones included.
     *
     * @param faq the base of knowledge
     * @param editor who asks
     * @return what the newest editions hold, by id and language
     * @throws Faq.NotPermittedException if they may not edit
     */
    public static List<Content> export(Faq faq, Faq.Person editor) {
        return faq.everything(editor).stream().map(FaqEdition::content).sorted(BY_ID).toList();
    }

    /**
     * Writes entries as JSON.
     *
     * @param entries the entries
     * @return the text
     */
    public static String toJson(Collection<Content> entries) {
        return JsonFile.print(entries);
    }

    /**
     * Writes entries as CSV. A text that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes away.
     *
     * @param entries the entries
     * @return the text
     */
    public static String toCsv(Collection<Content> entries) {
        return CsvFile.print(entries);
    }

    /**
     * Writes an entry as a Markdown file.
     *
     * @param entry the entry
     * @return the text
     */
    public static String toMarkdown(Content entry) {
        return MarkdownFile.print(requireNonNull(entry, "entry"));
    }

    /**
     * Writes entries as Markdown files, in a folder for each language. The names of the files are those of the entries, as far as file
     * systems take them.
     *
     * @param folder the folder, which is made if it is not there; what it holds stays, and no file is written over
     * @param entries the entries
     * @throws InvalidInputException if a file is there already
     * @throws StorageException if the folder cannot be written
     */
    public static void writeFolder(Path folder, Collection<Content> entries) {
        requireNonNull(folder, "folder");
        Set<String> taken = new HashSet<>();
        try {
            for (Content content : entries.stream().sorted(BY_ID).toList()) {
                String name = fileName(content.entry());
                String free = name;
                for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
                    free = name + "-" + i;
                }
                Path file = folder.resolve(free + ".md");
                Files.createDirectories(requireNonNull(file.getParent()));
                Files.writeString(file, toMarkdown(content), UTF_8, StandardOpenOption.CREATE_NEW);
            }
        } catch (FileAlreadyExistsException e) {
            throw new InvalidInputException("FAQ export", new Violation("folder", "taken",
                    "there is a file already: " + e.getFile() + "; export to an empty folder"));
        } catch (IOException e) {
            throw new StorageException("Could not write the FAQ to " + folder, e);
        }
    }

    private static String fileName(FaqEntry entry) {
        StringBuilder name = new StringBuilder(entry.locale().toLanguageTag());
        for (String part : entry.id().value().split("/", -1)) {
            String plain = part.replaceAll("[^\\p{L}\\p{N}_-]", "_");
            name.append('/').append(plain.isEmpty() ? "_" : plain.substring(0, Math.min(plain.length(), LONGEST_NAME)));
        }
        return name.toString();
    }

    /**
     * Writes a site map of what everybody may read, a page for each entry and language, in the form of sitemaps.org.
     *
     * @param faq the base of knowledge
     * @param address where the page of an entry is, host and all
     * @return the XML
     * @throws InvalidInputException if there are more than {@value #MAX_PAGES} pages, or an address is not absolute or longer than 2,047
     *         characters
     */
    public static String siteMap(Faq faq, Function<FaqEntry, URI> address) {
        requireNonNull(address, "address");
        List<FaqEdition> pages = faq.shown(Faq.Person.ANYBODY).stream()
                .sorted(Comparator.comparing(FaqEdition::content, BY_ID)).toList();
        Findings findings = new Findings();
        if (pages.size() > MAX_PAGES) {
            findings.add("", "too-many", "a site map has at most " + MAX_PAGES + " pages, not " + pages.size());
        }
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for (FaqEdition page : pages) {
            URI uri = address.apply(page.content().entry());
            String text = uri.toASCIIString();
            if (!uri.isAbsolute() || uri.getHost() == null || text.length() > LONGEST_ADDRESS) {
                findings.add("address", "address", "an address names its host and has at most " + LONGEST_ADDRESS
                        + " characters; that of " + page.id() + " does not");
            }
            Instant changed = page.content().from().filter(page.at()::isBefore).orElse(page.at());
            xml.append("  <url>\n    <loc>").append(escaped(text)).append("</loc>\n    <lastmod>").append(changed)
                    .append("</lastmod>\n  </url>\n");
        }
        findings.refuse("site map");
        return xml.append("</urlset>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;")
                .replace("\"", "&quot;");
    }

    /**
     * Describes entries to search engines, as a {@code FAQPage} of schema.org in JSON-LD. It can stand in a page as it is, between
     * {@code <script type="application/ld+json">} and {@code </script>}: no text of an entry ends that.
     *
     * @param entries the entries that the page shows; of these only published ones for everybody are described
     * @return the JSON
     * @throws IllegalStateException if one of the libraries that {@link FaqEntry#html()} needs is missing
     */
    public static String jsonLd(Collection<FaqEntry> entries) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("@context", "https://schema.org");
        page.put("@type", "FAQPage");
        var questions = page.putArray("mainEntity");
        entries.stream()
                .filter(entry -> entry.audience() == Audience.PUBLIC && entry.status() == FaqEntry.Status.PUBLISHED)
                .forEach(entry -> {
                    ObjectNode question = questions.addObject();
                    question.put("@type", "Question");
                    question.put("name", entry.question());
                    if (!entry.locale().equals(Locale.ROOT)) {
                        question.put("inLanguage", entry.locale().toLanguageTag());
                    }
                    ObjectNode answer = question.putObject("acceptedAnswer");
                    answer.put("@type", "Answer");
                    answer.put("text", entry.html());
                });
        return JsonMapper.shared().writeValueAsString(page).replace("<", "\\u003c").replace(">", "\\u003e")
                .replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    /** What an import does with an entry. */
    public enum Kind {
        /** There was none of this id and language. */
        ADDED,
        /** There was another. */
        CHANGED,
        /** It is there as it was read. */
        UNCHANGED
    }

    /**
     * Something that is wrong with a file.
     *
     * @param file its name, below the folder that was read
     * @param line the line, from 1
     * @param message what is wrong and what would be right
     */
    public record Problem(String file, int line, String message) {

        /** Checks that nothing is missing. */
        public Problem {
            requireNonNull(file, "file");
            requireNonNull(message, "message");
        }

        /** {@return file, line and message, as compilers print them} */
        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }

    /**
     * What was read.
     *
     * @param entries those that are sound, in the order of reading
     * @param problems what is wrong, at most {@value #MAX_PROBLEMS}
     */
    public record Reading(List<Content> entries, List<Problem> problems) {

        /** Copies the lists. */
        public Reading {
            entries = List.copyOf(entries);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What an import does, or would do.
     *
     * @param steps what it does with each entry that was read
     */
    public record Import(List<Step> steps) {

        /** Copies the list. */
        public Import {
            steps = List.copyOf(steps);
        }

        /**
         * Counts entries.
         *
         * @param kind what is done with them
         * @return how many there are
         */
        public long count(Kind kind) {
            return steps.stream().filter(step -> step.kind() == kind).count();
        }
    }

    /**
     * What an import does with an entry.
     *
     * @param content the entry as it was read
     * @param kind what is done with it
     * @param changes how it is not the same as what was there; empty if it is, or nothing was there
     */
    public record Step(Content content, Kind kind, List<Faq.Change> changes) {

        /** Copies the list. */
        public Step {
            requireNonNull(content, "content");
            requireNonNull(kind, "kind");
            changes = List.copyOf(changes);
        }
    }
}
