package io.opora.examples.quickstart;

/** Receives what a {@link RequestReader} finds, in the file's order and on the reader's thread. */
interface RequestSink {

    /** A request was read. */
    void request(IncomingRequest request);

    /** Something could not be read, and was skipped; reading goes on behind it. */
    void badLine(BadLine line);
}
