package io.opora.storage.tck;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Random numbers for tests that tell their seed when they fail. */
final class Dice {

    /** The system property that rolls the same again. */
    private static final String SEED = "opora.tck.seed";

    private final Random random;

    private Dice(long seed) {
        this.random = new Random(seed);
    }

    /** Runs a test with dice of its own; what it throws comes with the seed. */
    static void roll(Consumer<Dice> test) {
        long seed = Long.getLong(SEED, new Random().nextLong());
        try {
            test.accept(new Dice(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
        }
    }

    /** {@return dice that always roll the same, for data that has to be varied and nothing more} */
    static Dice loaded() {
        return new Dice(42);
    }

    Random random() {
        return random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    void shuffle(List<?> values) {
        Collections.shuffle(values, random);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
