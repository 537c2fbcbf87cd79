/**
 * FAQ search on Apache Lucene, embedded in the application: no server to run.
 * <p>
 * This room is empty until its capability is built: there is nothing here to call yet.
 */
@NullMarked
package io.opora.lucene;

import org.jspecify.annotations.NullMarked;
