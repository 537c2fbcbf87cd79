/** The smallest Spring Boot application with a helpdesk. */
@NullMarked
package io.opora.examples.springapp;

import org.jspecify.annotations.NullMarked;
