package io.opora.lucene;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.faq.FaqEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the host's embedder says, checked and of length 1. Thread-safe. */
final class Vectors {

    /** How many of the nearest entries are looked at. */
    static final int NEAREST = 50;

    private static final int BATCH = 32;

    private final TextEmbedder embedder;
    private final int dimensions;

    /**
     * Takes an embedder in.
     *
     * @throws InvalidInputException if what it says of itself is out of range
     */
    Vectors(TextEmbedder embedder) {
        this.embedder = embedder;
        this.dimensions = embedder.dimensions();
        if (dimensions < 1 || dimensions > TextEmbedder.MAX_DIMENSIONS) {
            throw wrong("dimensions", "1 to " + TextEmbedder.MAX_DIMENSIONS + " dimensions, not " + dimensions);
        }
        if (!(embedder.unrelated() >= -1 && embedder.unrelated() < 1)) {
            throw wrong("unrelated", "a cosine from -1 to below 1, not " + embedder.unrelated());
        }
    }

    private static InvalidInputException wrong(String path, String message) {
        return new InvalidInputException("text embedder", new Violation(path, "range", message));
    }

    /** {@return what tells vectors of this embedder from those of another} */
    String format() {
        return embedder.model() + "/" + dimensions;
    }

    /** {@return a vector for each entry; empty where the embedder has nothing to say} */
    List<Optional<float[]>> of(List<Documents.Content> contents) {
        List<Optional<float[]>> vectors = new ArrayList<>(contents.size());
        for (int from = 0; from < contents.size(); from += BATCH) {
            vectors.addAll(embed(contents.subList(from, Math.min(contents.size(), from + BATCH)).stream()
                    .map(content -> text(content.entry())).toList(), TextEmbedder.Purpose.KEPT));
        }
        return vectors;
    }

    Optional<float[]> of(String question) {
        return embed(List.of(question), TextEmbedder.Purpose.ASKED).get(0);
    }

    private static String text(FaqEntry entry) {
        StringBuilder text = new StringBuilder(entry.question());
        entry.phrasings().forEach(phrasing -> text.append('\n').append(phrasing));
        return Searching.cut(text.append('\n').append(Searching.cut(entry.answer())).toString());
    }

    private List<Optional<float[]>> embed(List<String> texts, TextEmbedder.Purpose purpose) {
        List<float[]> vectors = embedder.embed(texts, purpose);
        if (vectors.size() != texts.size()) {
            throw wrong("embed", "as many vectors as texts: " + texts.size() + ", not " + vectors.size());
        }
        return vectors.stream().map(this::unit).toList();
    }

    private Optional<float[]> unit(float[] vector) {
        if (vector.length != dimensions) {
            throw wrong("embed", "vectors of " + dimensions + " dimensions, not " + vector.length);
        }
        double sum = 0;
        for (float each : vector) {
            sum += (double) each * each;
        }
        if (!Double.isFinite(sum)) {
            throw wrong("embed", "vectors of finite numbers");
        }
        if (sum == 0) {
            return Optional.empty();
        }
        float[] unit = vector.clone();
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (unit[i] / Math.sqrt(sum));
        }
        return Optional.of(unit);
    }

    /**
     * How much alike two texts are.
     *
     * @param cosine the cosine of their vectors
     * @return 0 for texts that have nothing to do with each other, 1 for the same
     */
    double likeness(double cosine) {
        double unrelated = embedder.unrelated();
        return Math.clamp((cosine - unrelated) / (1 - unrelated), 0, 1);
    }
}
