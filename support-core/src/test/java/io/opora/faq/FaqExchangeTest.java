package io.opora.faq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.faq.Faq.Person;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqExchange.Import;
import io.opora.faq.FaqExchange.Kind;
import io.opora.faq.FaqExchange.Problem;
import io.opora.faq.FaqExchange.Reading;
import io.opora.storage.memory.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class FaqExchangeTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Person ANN = Person.editor("ann");
    private static final Locale RU = Locale.of("ru");

    @TempDir
    private Path folder;

    private final FaqStore store = MemoryStorage.create().faq();
    private final Faq faq = Faq.builder(store).clock(SettableClock.at(START)).build();

    private static Content content(FaqEntry.Builder entry) {
        return Content.of(entry.build()).from(Instant.EPOCH);
    }

    private static FaqEntry.Builder entry(String id) {
        return FaqEntry.builder(FaqEntry.Id.of(id), Locale.ENGLISH, "How long?", "Two days.");
    }

    /** Texts that files of all three forms stumble over. */
    private static List<Content> awkward() {
        List<String> texts = List.of("---", "--- \n---\n", "a: b", "# no comment", "- item", "=1+1", "'=1+1", "''", "'",
                "\"",
                "\\n", "[a, b]", "[\"a\"]", "{}", "true", "null", "12", "1e5", "|", "> quote", "&amp;", "*star*", "!x",
                "%x", "@x",
                "a #b", "a # b", " blanks ", "a\tb", "a;b,c", "line\nline", "line\r\nline", "\rx", "\uD83D\uDE00",
                "a\u2028b\u2029",
                "\u0085", "\uFEFFx", "\u202Eabc", "ёЁ", "</script>", "]]>", "a:", ":", "?", "~", "`code`", "＝1",
                "\u00a0=1");
        List<Content> contents = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            contents.add(content(entry("entry-" + i).question(text).answer(text).phrasings(text, "x", text)
                    .tags("one", "two")));
            contents.add(content(entry("answers-" + i).answer("\n" + text + "\n")));
        }
        contents.add(content(FaqEntry.builder(FaqEntry.Id.of("../../etc/passwd"), Locale.of("pt", "BR"), "?", "")
                .category("a: \"b\"/#c").audience(FaqEntry.Audience.STAFF)));
        contents.add(content(entry("Ünï/ё:?*\\'\"%<>|")));
        contents.add(content(FaqEntry.builder(FaqEntry.Id.of("x"), Locale.ROOT, "?", "")));
        contents.add(Content.of(entry("draft").build()).order(-3).pinned(true));
        contents.add(Content.of(entry("DRAFT").build()).from(START).until(START.plusSeconds(1)));
        return contents;
    }

    @Test
    void whatIsExportedAndReadAgainIsTheSame() {
        FaqExchange.writeFolder(folder.resolve("out"), awkward());

        for (Reading reading : List.of(FaqExchange.read(folder.resolve("out")),
                FaqExchange.parse("faq.json", FaqExchange.toJson(awkward())),
                FaqExchange.parse("faq.csv", FaqExchange.toCsv(awkward())))) {
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.entries()).containsExactlyInAnyOrderElementsOf(awkward());
        }
    }

    @Test
    void whatIsExportedImportedAndExportedAgainHasTheSameBytes() throws IOException {
        assertThat(FaqExchange.importAll(faq, ANN, FaqExchange.parse("faq.json", FaqExchange.toJson(awkward())))
                .count(Kind.ADDED)).isEqualTo(awkward().size());
        List<Content> first = FaqExchange.export(faq, ANN);
        FaqExchange.writeFolder(folder.resolve("first"), first);
        Faq other = Faq.builder(MemoryStorage.create().faq()).build();
        FaqExchange.importAll(other, ANN, FaqExchange.read(folder.resolve("first")));
        List<Content> second = FaqExchange.export(other, ANN);
        FaqExchange.writeFolder(folder.resolve("second"), second);

        assertThat(FaqExchange.toJson(second)).isEqualTo(FaqExchange.toJson(first));
        assertThat(FaqExchange.toCsv(second)).isEqualTo(FaqExchange.toCsv(first));
        assertThat(files(folder.resolve("second"))).isEqualTo(files(folder.resolve("first"))).hasSameSizeAs(first);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void noNameOfAFileLeadsOutOfTheFolder() throws IOException {
        FaqExchange.writeFolder(folder.resolve("out"), awkward());

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("out"));
        }
        assertThat(files(folder.resolve("out")).keySet()).contains("pt-BR/__/__/etc/passwd.md", "en/DRAFT.md",
                "en/draft-2.md");
    }

    @Test
    void aFolderIsReadAsPeopleWriteIt() throws IOException {
        write("delivery/cost.en.md", """
                ---
                # how much it is
                question: How much is delivery: by courier?
                phrasings:
                  - What's the price   # of it
                  - 'It''s "how" much'
                tags: [delivery, "price"]
                audience: customers
                pinned: true
                order: 2
                ---

                300 roubles.
                """);
        write("ru/delivery/cost.md", "---\r\nquestion: Сколько?\r\n---\r\n300\r\nрублей\r\n");
        write("README.md", "no entry");
        write(".hidden/x.md", "no entry");
        write("notes.txt", "no entry");

        Reading reading = FaqExchange.read(folder);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.entries()).containsExactly(
                content(FaqEntry
                        .builder(FaqEntry.Id.of("delivery/cost"), Locale.ENGLISH, "How much is delivery: by courier?",
                                "300 roubles.")
                        .phrasings("What's the price", "It's \"how\" much").tags("delivery", "price")
                        .audience(FaqEntry.Audience.CUSTOMERS)).pinned(true).order(2),
                content(FaqEntry.builder(FaqEntry.Id.of("delivery/cost"), RU, "Сколько?", "300\nрублей")));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void everythingThatIsWrongWithAFileIsSaidWithItsLine() throws IOException {
        write("a.md", "no dashes");
        write("b.md", "---\nquestion: x\n");
        write("c.en.md", """
                ---
                quesion: x
                audience: everybody
                order: first
                from: tomorrow
                tags: [a b, good]
                phrasings:
                  - good
                  - " "
                pinned: perhaps
                nonsense
                answer: x
                category: "open
                category: twice
                id: has blanks
                draft: |
                until: "\\q"
                ---
                """);
        write("d.en.md", "---\nquestion: x\n---\nFine.");
        write("e.md", "---\nid: d\nlocale: en\nquestion: x\n---\n");
        write("f.en.md", "---\nid: f\nlocale: english language\nquestion: \" \"\n---\n\uFFFF");
        write("g.en.md", "---\nquestion: x\n---\n" + "x".repeat(FaqEntry.MAX_ANSWER + 1));
        Files.write(folder.resolve("h.md"), "---\n".getBytes(UTF_8));
        Files.write(folder.resolve("i.md"), new byte[]{'-', (byte) 0xC3});
        write("j.en.md", "---\nquestion: x\nphrasings:\n - good\n - \" \"\ncategory: /\n---\n");

        Reading reading = FaqExchange.read(folder);

        assertThat(reading.entries()).hasSize(1);
        assertThat(reading.problems()).extracting(Problem::toString)
                .anyMatch(text -> text.startsWith("a.md:1: a file begins"))
                .anyMatch(text -> text.startsWith("b.md:1: there is no second line"))
                .contains("c.en.md:2: there is no field 'quesion' here; did you mean 'question'?")
                .contains("c.en.md:3: audience: 'everybody' is none of public, customers, staff")
                .contains("c.en.md:4: order: 'first' is no whole number")
                .anyMatch(text -> text.startsWith("c.en.md:5: from: 'tomorrow' is no instant"))
                .contains("c.en.md:10: pinned: 'perhaps' is neither true nor false")
                .anyMatch(text -> text.startsWith("c.en.md:11: this is no field"))
                .contains("c.en.md:12: the answer stands below the fields", "c.en.md:13: the quotes are not closed",
                        "c.en.md:14: the field 'category' is there twice", "c.en.md:1: the field 'question' is missing")
                .anyMatch(text -> text.startsWith("c.en.md:16: a text that begins with '|'"))
                .anyMatch(text -> text.startsWith("c.en.md:17: there is no escape \\q"))
                .contains("e.md:1: there is an entry d in en already, in d.en.md:1")
                .anyMatch(text -> text.startsWith("f.en.md:3: locale: 'english language' is no language"))
                .contains("g.en.md:4: answer: an answer has at most 200000 characters, not 200001")
                .anyMatch(text -> text.startsWith("h.md:1: there is no second line"))
                .anyMatch(text -> text.startsWith("i.md:1: the file is no UTF-8"))
                .contains("j.en.md:3: phrasings[1]: a question must not be blank")
                .anyMatch(text -> text.startsWith("j.en.md:6: category: "));
    }

    @Test
    void jsonIsWrongWithLinesToo() {
        assertThat(problems("faq.json", "{")).singleElement().asString().startsWith("faq.json:1: ");
        assertThat(problems("faq.json", "[]")).singleElement().asString().contains("an object is needed");
        assertThat(problems("faq.json", "{\n\"entries\": 1}")).singleElement().asString()
                .contains("an array is needed");
        assertThat(problems("faq.json", "{\"entries\": [\n{\"id\": \"a\",\n\"id\": \"b\"}]}")).singleElement()
                .asString()
                .startsWith("faq.json:3: ").contains("twice");
        assertThat(problems("faq.json", """
                {"entries": [
                  {"id": "a", "locale": "en", "question": "x"},
                  {"id": "b", "locale": "en",
                   "question": [1], "order": 1.5,
                   "pinned": "no",
                   "phrasings": ["good", 2]},
                  {"id": "a",
                   "locale": "en", "question": "x"},
                  3, null,
                  {"id": "c", "locale": "en", "question": "x", "tags": "good", "colour": {"a": [1]}}
                ]}"""))
                .anyMatch(text -> text.startsWith("faq.json:4: entries[1].question: a text is needed"))
                .anyMatch(text -> text.startsWith("faq.json:4: order: "))
                .anyMatch(text -> text.startsWith("faq.json:5: pinned: 'no' is neither"))
                .anyMatch(text -> text.startsWith("faq.json:6: entries[1].phrasings[1]: a text is needed"))
                .contains("faq.json:7: there is an entry a in en already, in faq.json:2")
                .anyMatch(text -> text.startsWith("faq.json:9: entries[3]: an object is needed"))
                .anyMatch(text -> text.startsWith("faq.json:9: entries[4]: an object is needed"))
                .anyMatch(text -> text.startsWith("faq.json:10: there is no field 'colour'"));
    }

    @Test
    void csvIsWrongWithLinesTooAndTakesSemicolonsAndAByteOrderMark() {
        Reading reading = FaqExchange.parse("faq.csv",
                "\uFEFFid;locale;question;answer;tags\r\na;en;How?;\"two\nlines; one\";\"one, two\"\r\n\r\nb;en;;;\r\nc;en;x;y;;too much\r\n"
                        + "d;en;\"open;");

        assertThat(reading.entries()).containsExactly(content(FaqEntry
                .builder(FaqEntry.Id.of("a"), Locale.ENGLISH, "How?", "two\nlines; one").tags("one", "two")));
        assertThat(reading.problems()).extracting(Problem::toString).contains(
                "faq.csv:5: the field 'question' is missing",
                "faq.csv:6: this row has more fields than the first one has names",
                "faq.csv:7: the quotes are not closed");
        assertThat(problems("faq.csv", "")).isEmpty();
        assertThat(problems("faq.csv", "id,colour\na,red")).anyMatch(text -> text.contains("no field 'colour'"));
    }

    @Test
    void whatIsNoneOfTheThreeFormsIsRefused() {
        assertThat(problems("faq.xml", "<x/>")).containsExactly("faq.xml:1: this is neither .md, .json nor .csv");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> FaqExchange.read(folder.resolve("nothing.md")))
                .withMessageContaining("nothing.md");
    }

    private static List<String> problems(String name, String text) {
        return FaqExchange.parse(name, text).problems().stream().map(Problem::toString).toList();
    }

    @Test
    void aTrialSaysWhatAnImportThenDoes() {
        FaqExchange.importAll(faq, ANN, new Reading(List.of(content(entry("a")), content(entry("b"))), List.of()));
        Reading reading = new Reading(
                List.of(content(entry("b").answer("Three days.")), content(entry("c")), content(entry("a"))),
                List.of());

        Import trial = FaqExchange.tryOut(faq, ANN, reading);
        assertThat(FaqExchange.export(faq, ANN)).hasSize(2);
        assertThat(trial.steps()).extracting(FaqExchange.Step::kind).containsExactly(Kind.CHANGED, Kind.ADDED,
                Kind.UNCHANGED);
        assertThat(trial.steps().getFirst().changes())
                .containsExactly(new Faq.Change("answer", "Two days.", "Three days."));
        assertThat(FaqExchange.importAll(faq, ANN, reading)).isEqualTo(trial);
        assertThat(faq.history(ANN, FaqEntry.Id.of("b"), Locale.ENGLISH, Long.MAX_VALUE, 10)).hasSize(2);
        assertThat(faq.history(ANN, FaqEntry.Id.of("a"), Locale.ENGLISH, Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(FaqExchange.importAll(faq, ANN, reading).count(Kind.UNCHANGED)).isEqualTo(3);
    }

    @Test
    void whatIsWrongAnywhereImportsNothing() {
        Reading reading = FaqExchange.parse("faq.csv", "id,locale,question\na,en,x\nb,en,\n");

        assertThat(FaqExchange.tryOut(faq, ANN, reading).count(Kind.ADDED)).isEqualTo(1);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FaqExchange.importAll(faq, ANN, reading))
                .withMessageContaining("faq.csv:3").withMessageContaining("the field 'question' is missing");
        assertThat(FaqExchange.export(faq, ANN)).isEmpty();
    }

    @Test
    void oneImportChangesAsMuchAsOneStepHolds() {
        List<Content> most = IntStream.range(0, FaqStore.MAX_STEP).mapToObj(i -> content(entry("e" + i))).toList();
        List<Content> more = new ArrayList<>(most);
        more.add(content(entry("more")));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FaqExchange.importAll(faq, ANN, new Reading(more, List.of())))
                .withMessageContaining("at most 1000 entries change");
        FaqExchange.importAll(faq, ANN, new Reading(most, List.of()));
        assertThat(FaqExchange.importAll(faq, ANN, new Reading(more, List.of())).count(Kind.ADDED)).isEqualTo(1);
    }

    @Test
    void onlyEditorsImportAndExport() {
        Person maria = Person.customer("maria");
        Reading nothing = new Reading(List.of(), List.of());

        assertThatExceptionOfType(Faq.NotPermittedException.class).isThrownBy(() -> FaqExchange.export(faq, maria));
        assertThatExceptionOfType(Faq.NotPermittedException.class)
                .isThrownBy(() -> FaqExchange.tryOut(faq, maria, nothing));
        assertThatExceptionOfType(Faq.NotPermittedException.class)
                .isThrownBy(() -> FaqExchange.importAll(faq, maria, nothing));
    }

    @Test
    void noFileIsWrittenOver() {
        FaqExchange.writeFolder(folder, List.of(content(entry("a"))));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> FaqExchange.writeFolder(folder, List.of(content(entry("a")))))
                .withMessageContaining("empty folder");
    }

    @Test
    void aSiteMapHoldsWhatEverybodyMayRead() throws Exception {
        FaqExchange.importAll(faq, ANN, new Reading(List.of(content(entry("a&b")),
                content(FaqEntry.builder(FaqEntry.Id.of("a&b"), RU, "Сколько?", "Два")),
                Content.of(entry("draft").build()),
                content(entry("late")).from(START.plusSeconds(9)), content(entry("gone")).until(START),
                content(entry("secret").audience(FaqEntry.Audience.CUSTOMERS))), List.of()));

        String xml = FaqExchange.siteMap(faq,
                entry -> URI
                        .create("https://shop.example/" + entry.locale() + "/faq?id=" + entry.id() + "&x='%3Cё%3E'"));

        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Element root = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(UTF_8)))
                .getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("http://www.sitemaps.org/schemas/sitemap/0.9");
        assertThat(root.getElementsByTagName("loc").getLength()).isEqualTo(2);
        assertThat(root.getElementsByTagName("loc").item(0).getTextContent())
                .isEqualTo("https://shop.example/en/faq?id=a&b&x='%3C%D1%91%3E'");
        assertThat(root.getElementsByTagName("lastmod").item(1).getTextContent()).isEqualTo("2026-03-02T09:00:00Z");
    }

    @Test
    void addressesOfASiteMapAreWhole() {
        FaqExchange.importAll(faq, ANN, new Reading(List.of(content(entry("a"))), List.of()));

        for (String address : List.of("/faq/a", "mailto:x", "https://shop.example/" + "a".repeat(2_027))) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> FaqExchange.siteMap(faq, entry -> URI.create(address)));
        }
        assertThat(FaqExchange.siteMap(faq, entry -> URI.create("https://shop.example/" + "a".repeat(2_026))))
                .contains("<loc>");
    }

    @Test
    void structuredDataCannotEndItsElement() {
        String hostile = "</script><script>alert(1)</script><!-- ]]> & \u2028 \" \\";
        String json = FaqExchange.jsonLd(List.of(entry("a").question(hostile).answer(hostile + " **b**").build(),
                entry("staff").audience(FaqEntry.Audience.STAFF).build(),
                entry("draft").status(FaqEntry.Status.DRAFT).build()));

        assertThat(json).doesNotContain("<", ">", "&", "\u2028");
        Findings findings = new Findings();
        Json page = Json.parse(json, 10_000, 10, findings);
        assertThat(page.required("@type").text()).isEqualTo("FAQPage");
        assertThat(page.required("@context").text()).isEqualTo("https://schema.org");
        Json question = page.required("mainEntity").items().getFirst();
        assertThat(page.required("mainEntity").items()).hasSize(1);
        assertThat(question.required("name").text()).isEqualTo(hostile);
        assertThat(question.required("inLanguage").text()).isEqualTo("en");
        assertThat(question.required("acceptedAnswer").required("text").text()).contains("<strong>b</strong>")
                .doesNotContain("<script");
        assertThat(findings.isEmpty()).isTrue();
    }

    @Test
    void anImportThatWasOvertakenStoresNothing() {
        FaqExchange.importAll(faq, ANN, new Reading(List.of(content(entry("a"))), List.of()));
        FaqEdition seen = faq.edition(ANN, FaqEntry.Id.of("a"), Locale.ENGLISH);
        Map<Content, Long> changes = Map.of(content(entry("a").answer("x")), 1L, content(entry("b")), 0L);
        faq.save(ANN, seen.content().order(1), 1);

        assertThatExceptionOfType(Faq.OvertakenException.class).isThrownBy(() -> faq.saveAll(ANN, changes))
                .satisfies(e -> assertThat(e.there()).isPresent());
        assertThat(store.find(FaqEntry.Id.of("b"), Locale.ENGLISH)).isEqualTo(Optional.empty());
    }

    @Test
    @Tag("volume")
    void hostileFilesAreReadInBoundedTime() {
        for (String unit : List.of("[", "{", "\"", "'", "\\", ",", ";", "\n", "\r", "- ", "a: b\n", "a", "\u0000",
                "---\n",
                "{\"entries\":", "{\"entries\":[],", "\uD83D\uDE00", "\"\"", "question: [")) {
            String text = unit.repeat(500_000 / unit.length());
            for (String each : List.of(text, "---\n" + text, "---\nquestion: " + text,
                    "---\nquestion: " + text + "\n---\n",
                    "{\"entries\": [" + text, "id,locale\n" + text)) {
                for (String name : List.of("x.md", "x.json", "x.csv")) {
                    long start = System.nanoTime();
                    Reading reading = FaqExchange.parse(name, each);

                    assertThat(reading.problems().size()).isLessThanOrEqualTo(FaqExchange.MAX_PROBLEMS);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(name + " " + unit)
                            .isLessThan(Duration.ofSeconds(5));
                }
            }
        }
    }

    private static Reading front(String fields) {
        return FaqExchange.parse("en/x.md", "---\nquestion: q\n" + fields + "\n---");
    }

    private static List<String> phrasings(String fields) {
        Reading reading = front(fields);
        assertThat(reading.problems()).isEmpty();
        return reading.entries().getFirst().entry().phrasings();
    }

    @Test
    void aTextOfFrontMatterIsWrittenInManyWays() {
        assertThat(phrasings("phrasings: [a, \"b, \\\" ] c\", 'd, ''e'']', f g ] # h")).containsExactly("a",
                "b, \" ] c",
                "d, 'e']", "f g");
        assertThat(phrasings("phrasings: []")).isEmpty();
        assertThat(phrasings(
                "phrasings: # none yet\n  - \"\\u0041\\n\\t\\r\\b\\f\\/\\\\\\\"\" # so\n- '''' # it is\n\t- b # c"))
                .containsExactly("A\n\t\r\b\f/\\\"", "'", "b");
        assertThat(phrasings("\n # a note\nphrasings: a#b")).containsExactly("a#b");
        assertThat(front("tags: [one]").entries().getFirst().entry().answer()).isEmpty();
    }

    @Test
    void whatIsNoTextOfFrontMatterIsSaidWithItsLine() {
        Map<String, String> wrong = Map.ofEntries(Map.entry("[a, b", "the list has no end: write [one, two]"),
                Map.entry("[a] b", "there is more text behind the end of this one"),
                Map.entry("\"a\" b", "there is more text behind the end of this one"),
                Map.entry("'a' b", "there is more text behind the end of this one"),
                Map.entry("'a", "the quotes are not closed"),
                Map.entry("\"a", "the quotes are not closed"), Map.entry("\"a\\", "there is no escape"),
                Map.entry("\"\\u004\"", "there is no escape \\u"), Map.entry("\"\\u00G1\"", "there is no escape \\u"),
                Map.entry("\"\\x41\"", "there is no escape \\x"), Map.entry("> a", "a text that begins with '>'"),
                Map.entry("&a", "a text that begins with '&'"), Map.entry("*a", "a text that begins with '*'"),
                Map.entry("{a}", "a text that begins with '{'"), Map.entry("!a", "a text that begins with '!'"));

        wrong.forEach((text, message) -> {
            Reading reading = front("\nphrasings: " + text);
            assertThat(reading.entries()).as(text).isEmpty();
            assertThat(reading.problems()).as(text).anySatisfy(problem -> {
                assertThat(problem.line()).isEqualTo(4);
                assertThat(problem.message()).startsWith(message);
            });
        });
    }

    @Test
    void whatIsWrittenIsAsBareAsYamlTakesIt() {
        assertThat(FaqExchange.toMarkdown(content(entry("a/b-c").question("What is it?").answer("x\n")
                .phrasings("no", "5 days", "a: b", "tab\t", "\u0085", "\u2028\u2029\uFEFFx", "it's", "Я ё")
                .category("c/d"))))
                .isEqualTo("""
                        ---
                        id: a/b-c
                        locale: en
                        question: What is it?
                        phrasings:
                          - "no"
                          - "5 days"
                          - "a: b"
                          - "tab\\t"
                          - "\\u0085"
                          - "\\u2028\\u2029\\ufeffx"
                          - "it's"
                          - Я ё
                        category: c/d
                        ---

                        x

                        """);
    }

    @Test
    void theNameOfAFileSaysWhatItsFieldsDoNot() {
        Map<String, String> meant = Map.of("a/b.pt-BR.md", "a/b pt-BR", "ru/b.en.MD", "ru/b en", "v1.2.en.md",
                "v1.2 en");

        meant.forEach((name, entry) -> assertThat(FaqExchange.parse(name, "---\nquestion: q\n---\n").entries()).as(name)
                .extracting(content -> content.entry().id() + " " + content.entry().locale().toLanguageTag())
                .containsExactly(entry));
        for (String name : List.of("a.md", "de.md", "zz/a.md", "en.de/a.md", "a.x.md")) {
            assertThat(problems(name, "---\nquestion: q\n---\n")).as(name)
                    .containsExactly(name + ":1: the field 'locale' is missing");
        }
        assertThat(FaqExchange.parse("de/x.md", "---\nid: y\nlocale: fr\nquestion: q\n---\n").entries())
                .containsExactly(content(FaqEntry.builder(FaqEntry.Id.of("y"), Locale.FRENCH, "q", "")));
    }
}
