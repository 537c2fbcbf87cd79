/**
 * The desk in Spring Boot's Actuator: whether it works ({@code health}), what it is ({@code info}) and how much there is to do
 * ({@code support}). Each part is there if the application has what it stands on, and has the switch that Actuator has for it.
 */
@NullMarked
package io.opora.spring.actuate;

import org.jspecify.annotations.NullMarked;
