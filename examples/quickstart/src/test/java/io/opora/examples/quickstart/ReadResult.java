package io.opora.examples.quickstart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that a reader found in one file. */
record ReadResult(List<IncomingRequest> requests, List<BadLine> badLines) implements LineSink<IncomingRequest> {

    static ReadResult of(String name, String content) {
        return of(name, content.getBytes(StandardCharsets.UTF_8));
    }

    static ReadResult of(String name, byte[] content) {
        ReadResult result = new ReadResult(new ArrayList<>(), new ArrayList<>());
        try {
            RequestReader.read(name, new ByteArrayInputStream(content), result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    static ReadResult of(Path file) throws IOException {
        ReadResult result = new ReadResult(new ArrayList<>(), new ArrayList<>());
        RequestReader.read(file, result);
        return result;
    }

    @Override
    public void read(long line, IncomingRequest request) {
        requests.add(request);
    }

    @Override
    public void badLine(BadLine line) {
        badLines.add(line);
    }

    /** The only request, where there must be one and nothing bad. */
    IncomingRequest only() {
        if (requests.size() != 1 || !badLines.isEmpty()) {
            throw new AssertionError("expected one good request, got " + this);
        }
        return requests.getFirst();
    }

    /** The ids of all requests. */
    List<String> ids() {
        return requests.stream().map(IncomingRequest::id).toList();
    }
}
