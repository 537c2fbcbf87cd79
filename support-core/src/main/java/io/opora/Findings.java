package io.opora;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with an input while it is read and checked, and refuses it in the end with all of that at once. Not
 * thread-safe.
 */
public final class Findings {

    /** No more than this is listed: nobody reads a longer list, and hostile input could make it as long as memory. */
    public static final int MAX_LISTED = 1_000;

    private final List<Violation> violations = new ArrayList<>();
    private boolean readable = true;

    /** Begins with nothing found. */
    public Findings() {}

    /**
     * Adds one thing that is wrong; beyond {@value #MAX_LISTED} it is left out.
     *
     * @param violation what is wrong
     */
    public void add(Violation violation) {
        if (!full()) {
            violations.add(violation);
        }
    }

    /**
     * Adds one thing that is wrong; beyond {@value #MAX_LISTED} it is left out.
     *
     * @param path where it is, as in {@link Violation#path()}
     * @param code the broken rule
     * @param message a sentence for people
     */
    public void add(String path, String code, String message) {
        if (!full()) {
            violations.add(new Violation(path, code, message));
        }
    }

    /** {@return whether nothing is wrong so far} */
    public boolean isEmpty() {
        return violations.isEmpty();
    }

    /** {@return whether no more is listed, so that looking for more is a waste} */
    public boolean full() {
        return violations.size() >= MAX_LISTED;
    }

    /**
     * Tells whether what {@link Json} has read may be used: everything that is there has the right form. Unknown fields do no
     * harm to that, and nothing that is added here by others does.
     *
     * @return whether a check of what has been read makes sense
     */
    public boolean readable() {
        return readable && !full();
    }

    void unreadable() {
        readable = false;
    }

    /** {@return a copy of what was found, in the order of finding} */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /**
     * Refuses the input if anything is wrong with it.
     *
     * @param subject what was being read or checked, such as {@code "workflow returns@1"}
     * @throws InvalidInputException with everything that was found, if that is anything
     */
    public void refuse(String subject) {
        if (!violations.isEmpty()) {
            throw new InvalidInputException(subject, violations);
        }
    }
}
