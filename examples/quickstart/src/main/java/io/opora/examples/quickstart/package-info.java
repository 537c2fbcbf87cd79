/**
 * A support desk in one program: it reads the requests of a small shop from files, replays what the shop's agents did
 * with them, and shows what the desk makes of it.
 *
 * <p>The intake comes first: {@link io.opora.examples.quickstart.RequestReader} turns JSON Lines, CSV and mbox files into
 * {@link io.opora.examples.quickstart.IncomingRequest}s and reports what it cannot read, line by line.
 * {@link io.opora.examples.quickstart.Simulation} is what a host would write: it calls the desk. The rest counts what the
 * histories say, and prints it.
 *
 * <p>Nothing here is shared between threads.
 */
@NullMarked
package io.opora.examples.quickstart;

import org.jspecify.annotations.NullMarked;
