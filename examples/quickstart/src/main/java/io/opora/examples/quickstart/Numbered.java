package io.opora.examples.quickstart;

/**
 * What was read, and where: whatever becomes of it later can be told with its place in the file.
 *
 * @param line  line of the file, counted from 1
 * @param value what was read there
 */
record Numbered<T>(long line, T value) {}
