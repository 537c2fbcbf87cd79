package io.opora.examples.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads requests from JSON Lines. */
final class JsonLinesReader {

    private static final List<String> NAMES = Stream.concat(RequestFields.NAMES.stream(), Stream.of("attachments"))
            .toList();
    private static final List<String> ATTACHMENT_NAMES = List.of("name", "mediaType", "size", "reference");

    private final Lines lines;
    private final RequestSink sink;

    JsonLinesReader(Lines lines, RequestSink sink) {
        this.lines = lines;
        this.sink = sink;
    }

    void read() throws IOException {
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (!line.get().isBlank()) {
                read(line.get());
            }
        }
    }

    private void read(Lines.Line line) {
        IncomingRequest request;
        try {
            request = parse(line.text());
        } catch (MalformedLineException e) {
            sink.badLine(new BadLine(line.number(), e.reason()));
            return;
        }
        sink.request(request); // outside the try: what the caller throws is not the file's fault
    }

    private static IncomingRequest parse(String line) throws MalformedLineException {
        JsonObject object = JsonObject.parse(line);
        object.allowOnly(NAMES);
        List<Attachment> attachments = new ArrayList<>();
        for (JsonObject attachment : object.objects("attachments")) {
            attachments.add(attachment(attachment));
        }
        return object.toRequest(attachments);
    }

    private static Attachment attachment(JsonObject object) throws MalformedLineException {
        object.allowOnly(ATTACHMENT_NAMES);
        return new Attachment(object.required("name"), object.required("mediaType"), object.count("size"),
                object.required("reference"));
    }
}
