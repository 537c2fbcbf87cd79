/** Tests of the quickstart, its intake and its sample. */
@NullMarked
package io.opora.examples.quickstart;

import org.jspecify.annotations.NullMarked;
