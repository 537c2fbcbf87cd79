package io.opora.lucene;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A model small enough to be read: a text is about so many of a few things, whichever words it uses, in English and Russian. */
class ConceptEmbedder implements TextEmbedder {

    private static final List<List<String>> THINGS = List.of(
            List.of("money", "refund", "reimburse", "compensat", "деньг", "возмещ"),
            List.of("password", "credential", "sign", "парол", "вход"),
            List.of("parcel", "courier", "shipment", "посылк", "курьер", "груз"),
            List.of("lamp", "bulb", "illuminat", "ламп", "освещ"));

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();

    @Override
    public String model() {
        return "concepts-1";
    }

    @Override
    public int dimensions() {
        return THINGS.size();
    }

    @Override
    public double unrelated() {
        return .3;
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
        counter(purpose).addAndGet(texts.size());
        return texts.stream().map(this::embed).toList();
    }

    private float[] embed(String text) {
        float[] vector = new float[dimensions()];
        for (int i = 0; i < THINGS.size(); i++) {
            for (String stem : THINGS.get(i)) {
                if (text.toLowerCase(Locale.ROOT).contains(stem)) {
                    vector[i] += 1;
                }
            }
        }
        return vector;
    }

    /** {@return how many texts it was asked to embed} */
    int asked(Purpose purpose) {
        return counter(purpose).get();
    }

    private AtomicInteger counter(Purpose purpose) {
        return purpose == Purpose.ASKED ? asked : kept;
    }
}
