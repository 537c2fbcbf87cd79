/**
 * The auto-configuration that makes the library available in a Spring Boot application.
 * <p>
 * This room is empty until its capability is built: there is nothing here to call yet.
 */
@NullMarked
package io.opora.spring;

import org.jspecify.annotations.NullMarked;
