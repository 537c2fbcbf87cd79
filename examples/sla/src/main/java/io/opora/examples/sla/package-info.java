/**
 * Business time without a support desk: {@link io.opora.examples.sla.BusinessTime} reads a calendar from a file and answers
 * questions about it from the command line, with the reasons, and draws a month. Of the library it uses {@code io.opora.sla}
 * alone.
 */
@NullMarked
package io.opora.examples.sla;

import org.jspecify.annotations.NullMarked;
