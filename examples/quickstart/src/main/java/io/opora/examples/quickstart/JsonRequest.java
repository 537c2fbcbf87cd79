package io.opora.examples.quickstart;

import io.opora.ticket.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes a request of a JSON object. */
final class JsonRequest {

    private static final List<String> NAMES = Stream.concat(RequestFields.NAMES.stream(), Stream.of("attachments"))
            .toList();
    private static final List<String> ATTACHMENT_NAMES = List.of("name", "mediaType", "size", "reference");

    private JsonRequest() {}

    static IncomingRequest of(JsonObject object) throws MalformedLineException {
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
