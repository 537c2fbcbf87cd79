/**
 * A support desk in one program: it reads the requests of a small shop from files, replays what the shop's agents did
 * with them, and shows what the desk makes of it.
 *
 * <p>The intake stands first. {@link io.opora.examples.quickstart.RequestReader} turns JSON Lines, CSV and mbox files
 * into {@link io.opora.examples.quickstart.IncomingRequest}s and reports what it cannot read, line by line:
 * <pre>{@code
 * RequestReader.read(Path.of("support.mbox"), sink);   // sink.request(...) or sink.badLine(...), in the file's order
 * }</pre>
 * Nothing here is shared between threads, and no file is held in memory as a whole.
 */
@NullMarked
package io.opora.examples.quickstart;

import org.jspecify.annotations.NullMarked;
