package io.opora.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opora.Tag;
import io.opora.faq.FaqEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** What an entry is in the index, and back. Thread-safe. */
final class Documents {

    /**
     * A question that was learned.
     *
     * @param question what was asked
     * @param at when it was last asked
     */
    record Learned(String question, Instant at) {}

    /**
     * What a document holds.
     *
     * @param entry the entry
     * @param learned what was learned about it, the latest first
     */
    record Content(FaqEntry entry, List<Learned> learned) {}

    /** More words of one text are not indexed. */
    static final int MOST_WORDS = 50_000;

    private static final FieldType STEMS = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);
    private static final FieldType GRAMS = type(IndexOptions.DOCS_AND_FREQS, false);
    private static final FieldType WORDS = type(IndexOptions.DOCS, true);

    private final Stems stems;

    Documents(Stems stems) {
        this.stems = stems;
    }

    private static FieldType type(IndexOptions options, boolean omitNorms) {
        FieldType type = new FieldType();
        type.setIndexOptions(options);
        type.setTokenized(true);
        type.setOmitNorms(omitNorms);
        type.freeze();
        return type;
    }

    static String key(FaqEntry.Id id, Locale locale) {
        return id.value() + '\n' + locale.toLanguageTag();
    }

    static String translation(FaqEntry.Id id, Locale locale) {
        return id.value() + '\n' + locale.getLanguage();
    }

    Document document(Content content, Optional<float[]> vector) {
        FaqEntry entry = content.entry();
        String language = entry.locale().getLanguage();
        Document document = new Document();
        document.add(new StringField(Fields.KEY, key(entry.id(), entry.locale()), Field.Store.NO));
        document.add(new StringField(Fields.ID, entry.id().value(), Field.Store.NO));
        document.add(new SortedDocValuesField(Fields.KEY, new BytesRef(key(entry.id(), entry.locale()))));
        document.add(new StringField(Fields.TRANSLATION, translation(entry.id(), entry.locale()), Field.Store.NO));
        document.add(new StringField(Fields.LANGUAGE, language, Field.Store.NO));
        document.add(new SortedDocValuesField(Fields.LOCALE, new BytesRef(entry.locale().toLanguageTag())));
        document.add(new StringField(Fields.STATUS, entry.status().name(), Field.Store.NO));
        document.add(new StringField(Fields.AUDIENCE, entry.audience().name(), Field.Store.NO));
        for (String path : paths(entry.category())) {
            document.add(new StringField(Fields.CATEGORY, path, Field.Store.NO));
            document.add(new SortedSetDocValuesField(Fields.CATEGORY, new BytesRef(path)));
        }
        for (Tag tag : entry.tags()) {
            document.add(new StringField(Fields.TAG, tag.value(), Field.Store.NO));
            document.add(new SortedSetDocValuesField(Fields.TAG, new BytesRef(tag.value())));
        }
        addTexts(document, content, language);
        vector.ifPresent(numbers -> document
                .add(new KnnFloatVectorField(Fields.VECTOR, numbers, VectorSimilarityFunction.DOT_PRODUCT)));
        document.add(new StoredField(Fields.STORED, new BytesRef(bytes(content))));
        return document;
    }

    /** {@return a category and those above it} */
    private static List<String> paths(Optional<String> category) {
        List<String> paths = new ArrayList<>();
        category.ifPresent(path -> {
            for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                paths.add(path.substring(0, at));
            }
            paths.add(path);
        });
        return paths;
    }

    private void addTexts(Document document, Content content, String language) {
        FaqEntry entry = content.entry();
        List<Word> question = Words.of(entry.question(), MOST_WORDS);
        List<Word> answer = Words.of(entry.answer(), MOST_WORDS);
        List<List<Word>> phrasings = new ArrayList<>(List.of(question));
        entry.phrasings().forEach(phrasing -> phrasings.add(Words.of(phrasing, MOST_WORDS)));
        content.learned().forEach(learned -> phrasings.add(Words.of(learned.question(), MOST_WORDS)));
        if (phrasings.size() > 1) {
            document.add(new StringField(Fields.REPHRASED, "yes", Field.Store.NO));
        }
        document.add(new Field(Fields.QUESTION, new ReadyTokens(stemsOf(question, language)), STEMS));
        List<String> all = new ArrayList<>();
        List<String> grams = new ArrayList<>();
        Set<String> words = new LinkedHashSet<>();
        for (List<Word> phrasing : phrasings) {
            all.addAll(stemsOf(phrasing, language));
            phrasing.forEach(word -> {
                grams.addAll(grams(word.text()));
                words.add(Words.withoutAccents(word.text()));
            });
        }
        answer.forEach(word -> words.add(Words.withoutAccents(word.text())));
        document.add(new Field(Fields.PHRASINGS, new ReadyTokens(all), STEMS));
        document.add(new Field(Fields.GRAMS, new ReadyTokens(grams), GRAMS));
        document.add(new Field(Fields.ANSWER, new ReadyTokens(stemsOf(answer, language)), STEMS));
        document.add(new Field(Fields.WORDS, new ReadyTokens(List.copyOf(words)), WORDS));
    }

    private List<String> stemsOf(List<Word> words, String language) {
        return words.stream().map(word -> stems.of(word, language).text()).toList();
    }

    /** {@return four letters each of a word, its edges marked} */
    static List<String> grams(String word) {
        String marked = "_" + Words.withoutAccents(word) + "_";
        if (marked.length() <= 4) {
            return List.of(marked);
        }
        List<String> grams = new ArrayList<>(marked.length() - 3);
        for (int i = 0; i + 4 <= marked.length(); i++) {
            grams.add(marked.substring(i, i + 4));
        }
        return grams;
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            FaqEntry entry = content.entry();
            write(out, entry.id().value());
            write(out, entry.locale().toLanguageTag());
            write(out, entry.question());
            write(out, entry.answer());
            out.writeInt(entry.phrasings().size());
            for (String phrasing : entry.phrasings()) {
                write(out, phrasing);
            }
            write(out, entry.category().orElse(""));
            out.writeInt(entry.tags().size());
            for (Tag tag : entry.tags()) {
                write(out, tag.value());
            }
            write(out, entry.audience().name());
            write(out, entry.status().name());
            out.writeLong(entry.revision());
            out.writeInt(content.learned().size());
            for (Learned learned : content.learned()) {
                write(out, learned.question());
                write(out, learned.at().toString());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static Content content(Document document) throws IOException {
        BytesRef stored = document.getBinaryValue(Fields.STORED);
        DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(stored.bytes, stored.offset, stored.length));
        FaqEntry.Id id = FaqEntry.Id.of(read(in));
        Locale locale = Locale.forLanguageTag(read(in));
        String question = read(in);
        String answer = read(in);
        List<String> phrasings = readAll(in);
        String category = read(in);
        Set<Tag> tags = new TreeSet<>(readAll(in).stream().map(Tag::of).toList());
        FaqEntry.Audience audience = FaqEntry.Audience.valueOf(read(in));
        FaqEntry.Status status = FaqEntry.Status.valueOf(read(in));
        long revision = in.readLong();
        List<Learned> learned = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            learned.add(new Learned(read(in), Instant.parse(read(in))));
        }
        return new Content(new FaqEntry(id, locale, question, phrasings, answer,
                category.isEmpty() ? Optional.empty() : Optional.of(category), tags, audience, status, revision),
                List.copyOf(learned));
    }

    private static List<String> readAll(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(read(in));
        }
        return texts;
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), UTF_8);
    }

    /** {@return what is known with more questions, the latest first, at most so many} */
    static List<Learned> learned(List<Learned> known, List<Learned> more, int most) {
        List<Learned> all = new ArrayList<>(more);
        all.addAll(known);
        all.sort(Comparator.comparing(Learned::at).reversed().thenComparing(Learned::question));
        Set<String> seen = new LinkedHashSet<>();
        return all.stream().filter(learned -> seen.add(learned.question())).limit(most).toList();
    }
}
