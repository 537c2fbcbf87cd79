package io.opora.workflow;

import io.opora.Spelling;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which known name an unknown one was meant to be; asked once per name, and for a bounded number of names. */
final class Guesses {

    /** Comparing costs; a text that holds more different wrong names than this is not a text with typing errors. */
    private static final int MAX_GUESSES = 500;

    private final Collection<String> known;
    private final Map<String, String> guesses = new HashMap<>();

    Guesses(Collection<String> known) {
        this.known = known;
    }

    /** The nearest known name, or an empty text if none is near enough. */
    String guess(String wrong) {
        if (guesses.size() >= MAX_GUESSES) {
            return guesses.getOrDefault(wrong, "");
        }
        return guesses.computeIfAbsent(wrong, name -> Spelling.nearest(name, known));
    }

    /** What to append to a message about an unknown name. */
    String hint(String wrong) {
        return Spelling.hint(guess(wrong), known);
    }
}
