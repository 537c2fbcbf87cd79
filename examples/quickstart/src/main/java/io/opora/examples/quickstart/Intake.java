package io.opora.examples.quickstart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes in the lines of a file: keeps those that can be used, and has the others reported at once, so that a file of
 * nothing but mistakes costs no memory.
 *
 * <p>What is kept is kept in memory, because it has to be put in order of time: at most {@value #MAX_VALUES} requests or
 * steps with {@value #MAX_CHARACTERS} characters of text in all. What comes behind is reported line by line.
 *
 * @param <T> what the lines stand for
 */
final class Intake<T extends Happening> implements LineSink<T> {

    /** The most requests or steps that are kept. */
    static final int MAX_VALUES = 100_000;
    /** The most characters that all texts may have together. */
    static final long MAX_CHARACTERS = 50_000_000;

    private final String file;
    private final Journal journal;
    private final List<Numbered<T>> values = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long characters;
    private boolean full;

    Intake(String file, Journal journal) {
        this.file = file;
        this.journal = journal;
    }

    @Override
    public void read(long line, T value) {
        if (full || values.size() == MAX_VALUES || characters + value.size() > MAX_CHARACTERS) {
            full = true;
            badLine(new BadLine(line, "no room: at most " + MAX_VALUES + " lines with " + MAX_CHARACTERS
                    + " characters of text are taken in"));
        } else if (value instanceof IncomingRequest request && !ids.add(request.id())) {
            badLine(new BadLine(line, "the id \"" + request.id() + "\" was there before"));
        } else {
            characters += value.size();
            values.add(new Numbered<>(line, value));
        }
    }

    @Override
    public void badLine(BadLine line) {
        journal.skipped(file, line);
    }

    /** What was kept, in the file's order. */
    List<Numbered<T>> values() {
        return values;
    }
}
