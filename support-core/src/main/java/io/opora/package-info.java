/**
 * The ground that every room of Opora stands on: the root of all errors, what an error is made of and how it is worded, and
 * how configuration is read from JSON, so that a mistake is answered in the same way everywhere. Nothing else.
 *
 * <p>
 * Two kinds of "no" exist. <em>Input</em> that breaks a declared rule is answered with {@link io.opora.Violation}s inside
 * an {@link io.opora.InvalidInputException}; a <em>command</em> that a rule of the desk forbids is answered with
 * {@link io.opora.Reason}s. Both always list everything that is wrong, never the first thing only.
 *
 * {@snippet :
 * try {
 *     Workflow.fromJson(text);
 * } catch (InvalidInputException e) {
 *     e.violations().forEach(v -> System.out.println(v.path() + ": " + v.message()));
 * }
 * }
 *
 * <p>
 * Everything here but {@link io.opora.Findings}, which collect what is wrong, is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora;

import org.jspecify.annotations.NullMarked;
