/**
 * What Opora costs, measured with JMH, each time beside a floor in the same run: what a program would do that has the same
 * data and no library at all. Start with the README; the numbers are ratios, because a machine's nanoseconds mean little.
 *
 * <p>
 * In each benchmark the contestants are methods: {@code opora}, {@code floor}, and the peers. Every contestant ends with
 * the same result, and a test in this module says so.
 */
@NullMarked
package io.opora.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
