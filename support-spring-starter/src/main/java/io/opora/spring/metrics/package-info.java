/**
 * The desk's meters and observations, by Micrometer, in an application that has a meter registry. Tags have few values, all of them the
 * host's own words; nothing of any one ticket or person is in them.
 */
@NullMarked
package io.opora.spring.metrics;

import org.jspecify.annotations.NullMarked;
