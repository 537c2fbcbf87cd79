package io.opora.lucene;

/** The fields of the index. {@link #FORMAT} changes with any of them, and with what is written into them. */
final class Fields {

    /** Another format is not read: the index is made anew. */
    static final String FORMAT = "1";

    /** Id and locale: one document. */
    static final String KEY = "key";
    static final String ID = "id";
    /** Id and language: tells whether there is a translation. */
    static final String TRANSLATION = "translation";
    static final String LANGUAGE = "language";
    static final String LOCALE = "locale";
    static final String STATUS = "status";
    static final String AUDIENCE = "audience";
    /** The path and every path above it. */
    static final String CATEGORY = "category";
    static final String TAG = "tag";
    /** Stems of the question. */
    static final String QUESTION = "q";
    /** Stems of the question and of every other phrasing. */
    static final String PHRASINGS = "p";
    /** Four letters each of the question and of every other phrasing. */
    static final String GRAMS = "g";
    /** Stems of the answer. */
    static final String ANSWER = "a";
    /** Words as they are written, of everything. */
    static final String WORDS = "w";
    /** Marks entries that have phrasings beside their question. */
    static final String REPHRASED = "rephrased";
    /** What the entry means, as the host's embedder says. */
    static final String VECTOR = "v";
    /** The entry and what was learned about it. */
    static final String STORED = "entry";

    private Fields() {}
}
