package io.opora.lucene;

import java.util.List;

/**
 * Turns texts into vectors that lie near each other where the texts mean the same, whatever their words (SPI). A search that is given
 * one ({@link LuceneFaqSearch.Builder#embedder}) looks for words and for meaning, and ranks what it finds by both.
 *
 * <p>
 * No model comes with this library. What runs one is a few lines of the host's around, for example, LangChain4j's in-process models
 * ({@code dev.langchain4j:langchain4j-embeddings}, on ONNX Runtime) or the tokenizers of DJL with ONNX Runtime:
 *
 * {@snippet :
 * final class Model implements TextEmbedder {
 *     private final java.util.function.Function<List<String>, List<float[]>> runtime;   // what runs the model
 *     Model(java.util.function.Function<List<String>, List<float[]>> runtime) { this.runtime = runtime; }
 *     public String model() { return "multilingual-e5-small"; }
 *     public int dimensions() { return 384; }
 *     public double unrelated() { return 0.8; }
 *     public List<float[]> embed(List<String> texts, Purpose purpose) {
 *         String prefix = purpose == Purpose.ASKED ? "query: " : "passage: ";           // as this model wants it
 *         return runtime.apply(texts.stream().map(prefix::concat).toList());
 *     }
 * }
 * }
 *
 * <p>
 * Called by any number of threads at once, in those that search and index. What it throws while indexing is thrown on, and nothing is
 * changed; while searching it is passed over, and the search goes by words alone and says that it is not
 * {@linkplain io.opora.faq.FaqSearch.Result#complete() complete}.
 */
public interface TextEmbedder {

    /** The most dimensions that an index takes. */
    int MAX_DIMENSIONS = 1_024;

    /** What a text is embedded for: some models want to be told. */
    enum Purpose {
        /** A question that somebody asks. */
        ASKED,
        /** An entry, to be found by questions. */
        KEPT
    }

    /** {@return a name of the model with its version; an index that was made by another one is begun anew} */
    String model();

    /** {@return how many numbers a vector has, 1 to {@value #MAX_DIMENSIONS}} */
    int dimensions();

    /**
     * {@return the cosine of two vectors up to which their texts have nothing to do with each other, -1 to 1, exclusive; a matter of the
     * model: texts that are less alike do not count}
     */
    double unrelated();

    /**
     * Embeds texts.
     *
     * @param texts 1 to 32 texts of at most 2,000 characters
     * @param purpose what for
     * @return a vector for each of them, in their order; of any length, since directions alone are compared. One of zeros says nothing
     */
    List<float[]> embed(List<String> texts, Purpose purpose);
}
