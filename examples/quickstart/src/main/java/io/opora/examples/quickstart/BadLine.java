package io.opora.examples.quickstart;

/**
 * A place in a file that could not be read.
 *
 * @param number line of the file, counted from 1, at which the unreadable record begins
 * @param reason what is wrong with it, in words for whoever made the file
 */
record BadLine(long number, String reason) {}
