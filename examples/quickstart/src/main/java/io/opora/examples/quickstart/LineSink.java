package io.opora.examples.quickstart;

/**
 * Receives what a reader finds, in the file's order and on the reader's thread.
 *
 * @param <T> what the lines of the file stand for
 */
interface LineSink<T> {

    /**
     * Something was read.
     *
     * @param line  the line at which it begins, counted from 1
     * @param value what was read
     */
    void read(long line, T value);

    /** Something could not be read, and was skipped; reading goes on behind it. */
    void badLine(BadLine line);
}
