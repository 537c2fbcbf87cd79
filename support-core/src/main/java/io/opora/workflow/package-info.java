/** The course of a ticket as data. */
@NullMarked
package io.opora.workflow;

import org.jspecify.annotations.NullMarked;
