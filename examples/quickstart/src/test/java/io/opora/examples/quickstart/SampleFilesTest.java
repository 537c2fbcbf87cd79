package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.ticket.Attachment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The files that people are invited to try must be read without a complaint. */
class SampleFilesTest {

    private static final Path SAMPLES = Path.of("samples");

    @Test
    void theMailboxIsRead() throws IOException {
        ReadResult result = ReadResult.of(SAMPLES.resolve("support.mbox"));

        assertThat(result.badLines()).isEmpty();
        assertThat(result.requests()).hasSize(12);
        assertThat(result.requests()).extracting(IncomingRequest::subject)
                .contains("Не открывается личный кабинет", "Счёт на два обогревателя", "One lantern of four",
                        "Возврат кресла, трещина");
        assertThat(result.requests()).filteredOn(request -> request.inReplyTo() != null).hasSize(3);
        assertThat(result.requests().stream().flatMap(request -> request.attachments().stream())).containsExactly(
                new Attachment("реквизиты.pdf", "application/pdf", 48, "support.mbox#raisa-77@example.org/2"),
                new Attachment("ножка.jpg", "image/jpeg", 22, "support.mbox#return-15@example.org/2"));
        assertThat(result.requests()).filteredOn(request -> request.id().equals("no-clock@example.com"))
                .singleElement()
                .extracting(IncomingRequest::at)
                .isEqualTo(Instant.parse("2026-03-03T10:44:19Z"));
    }

    @Test
    void theTableIsRead() throws IOException {
        ReadResult result = ReadResult.of(SAMPLES.resolve("requests.csv"));

        assertThat(result.badLines()).isEmpty();
        assertThat(result.requests()).hasSize(10);
        assertThat(result.requests()).filteredOn(request -> request.inReplyTo() != null).hasSize(2);
    }
}
