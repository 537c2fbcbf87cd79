/**
 * The desk over HTTP, off unless {@code support.web.enabled} says otherwise: for agents, for those who ask, and for readers of the FAQ.
 * Nothing is decided here: each request becomes one call of a facade of the desk, which asks for the right that it takes; what the desk
 * throws becomes a problem (RFC 9457). Needs Spring MVC.
 */
@NullMarked
package io.opora.spring.web;

import org.jspecify.annotations.NullMarked;
