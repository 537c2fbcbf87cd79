/**
 * A small site that answers questions from a FAQ: the JDK's HTTP server, {@code io.opora.faq} and its search on Lucene, nothing else.
 */
@NullMarked
package io.opora.examples.faqsite;

import org.jspecify.annotations.NullMarked;
