package io.opora.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.StorageException;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.storage.StorageTransfer.Summary;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an export looks like, and what becomes of one that is not what it should be. */
class StorageTransferTest {

    private final MemoryStorage storage = MemoryStorage.create();
    private final MemoryStorage empty = MemoryStorage.create();

    @BeforeEach
    void work() {
        SupportDesk desk = SupportDesk.builder().storage(storage).build();
        Ticket ticket = desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Lamp broken", "It flickers."));
        desk.tickets().handle(Actor.agent("boris"), ticket.id(), Reply.of("Try another bulb."));
        desk.tickets().open(Actor.customer("maria"), OpenTicket.of("Invoice, please", "For ёлка \uD83D\uDE80"));
    }

    private String export() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StorageTransfer.write(storage, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isEmpty() {
        List<StorageRecord> all = new ArrayList<>();
        empty.readAll(all::add);
        return all.isEmpty();
    }

    /** The lines between the first and the last one, with an end that goes with them. */
    private static String signed(List<String> records) {
        String body = "{\"opora\":\"storage\",\"format\":1}\n" + String.join("", records);
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return body + "{\"end\":" + records.size() + ",\"sha256\":\"" + HexFormat.of().formatHex(sum) + "\"}\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> records() throws IOException {
        List<String> lines = export().lines().map(line -> line + "\n").toList();
        return new ArrayList<>(lines.subList(1, lines.size() - 1));
    }

    @Test
    void anExportIsALineARecordBetweenALineThatNamesTheFormatAndOneThatEndsIt() throws IOException {
        List<String> lines = export().lines().toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).isEqualTo("{\"opora\":\"storage\",\"format\":1}");
        assertThat(lines.get(1)).startsWith("{\"ticket\":{").contains("\"history\":[{", "Try another bulb.");
        assertThat(lines.get(3)).matches("\\{\"end\":2,\"sha256\":\"[0-9a-f]{64}\"}");
        assertThat(export()).isEqualTo(signed(records()));
    }

    @Test
    void whatWentOverIsCounted() throws IOException {
        assertThat(StorageTransfer.read(in(export()), empty)).isEqualTo(new Summary(2, 5, 2));
        assertThat(isEmpty()).isFalse();
    }

    @Test
    void aDryRunCountsAndLeavesNothing() throws IOException {
        assertThat(StorageTransfer.check(in(export()), empty)).isEqualTo(new Summary(2, 5, 2));
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void aDryRunTellsOfEveryLineThatIsWrong() throws IOException {
        List<String> records = records();
        records.addFirst("{\"pigeon\":1}\n");
        records.add("no json\n");
        records.add(records.get(1).replace("\"version\":", "\"revision\":"));
        records.add("{\"vote\":{\"entry\":\"refund\",\"locale\":\"en\",\"person\":\"maria\",\"helped\":1}}\n");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> StorageTransfer.check(in(signed(records)), empty))
                .satisfies(
                        e -> assertThat(e.violations()).extracting(Violation::path).containsExactly("line 2", "line 5",
                                "line 6", "line 7", "line 8"));
        assertThat(isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"pigeon":1}                                                       | record      | one of the fields ticket, answer
            []                                                                 | wrong-type  | JSON object
            {"vote":{}}                                                        | record      | 'entry' is missing
            {"vote":{"entry":7}}                                               | record      | 'entry' is no text
            {"vote":7}                                                         | record      | 'vote' is missing
            {"team":"money","turns":{"count":"x"}}                             | record      | cannot be read
            {"outbox":{"consumer":"a","stream":"s","sequence":1.5,"at":"x"}}   | record      | 'sequence' is missing, or no whole number
            {"outbox":{"consumer":"a","stream":"s","sequence":0,"at":"2026-01-01T00:00:00Z","attempts":0}} | record | sequences begin at 1
            {"outbox":{"consumer":"a","stream":"s","sequence":1,"at":"soon","attempts":0}}                 | record | could not be parsed
            {"answer":{"actor":"a","key":"","fingerprint":"f"}}                | record      | idempotency key
            {"a":1,"a":2}                                                      | json-syntax | this is no JSON
            """)
    void aLineThatIsWrongIsRefusedWithItsNumber(String line, String code, String message) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> StorageTransfer.read(in(signed(List.of(line + "\n"))), empty))
                .satisfies(e -> assertThat(e.violations()).singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.path()).isEqualTo("line 2");
                            assertThat(violation.code()).isEqualTo(code);
                            assertThat(violation.message()).contains(message);
                        }));
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void anExportThatWasCutOffAnywhereIsRefused() throws IOException {
        byte[] whole = export().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length - 1; length += 1 + whole.length / 97) {
            int bytes = length;
            assertThatExceptionOfType(InvalidInputException.class).as("the first %s bytes", bytes)
                    .isThrownBy(() -> StorageTransfer.read(new ByteArrayInputStream(whole, 0, bytes), empty));
            assertThat(isEmpty()).isTrue();
        }
        StorageTransfer.read(new ByteArrayInputStream(whole), empty);
        assertThat(isEmpty()).isFalse();
    }

    @Test
    void anExportThatWasChangedIsRefused() throws IOException {
        for (String changed : List.of(export().replace("bulb", "lamp"), export() + "more\n",
                signed(records()).replace("\"end\":2", "\"end\":3"), export().replace("\"format\":1", "\"format\":2"),
                export().replace("\"storage\"", "\"pigeons\""))) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> StorageTransfer.read(in(changed), empty));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> StorageTransfer.check(in(changed), empty));
            assertThat(isEmpty()).isTrue();
        }
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] bytes = signed(List.of("{\"vote\":\"\u00E9\"}\n")).getBytes(StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> StorageTransfer.read(new ByteArrayInputStream(bytes), empty))
                .withMessageContaining("UTF-8");
    }

    @Test
    void recordsThatCannotBeKeptTogetherAreRefusedByADryRunToo() throws IOException {
        List<String> twice = records();
        twice.add(twice.getFirst());

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> StorageTransfer.check(in(signed(twice)), empty));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> StorageTransfer.read(in(signed(twice)), empty));
        assertThat(isEmpty()).isTrue();
    }

    @Test
    void aStorageThatKeepsSomethingIsNotFilled() throws IOException {
        String text = export();
        for (Action action : List.<Action>of(StorageTransfer::read, StorageTransfer::check)) {
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> action.run(in(text), storage))
                    .withMessageContaining("only an empty one is filled");
        }
        assertThat(export()).isEqualTo(text);
    }

    private interface Action {
        Summary run(InputStream from, Storage into) throws IOException;
    }

    @Test
    void whatStreamsThrowIsThrownOn() throws IOException {
        IOException full = new IOException("the disk is full");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StorageTransfer.write(storage, new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw full;
                    }
                })).isSameAs(full);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> StorageTransfer.read(new InputStream() {
            private final InputStream sound = in("{\"opora\":\"storage\",\"format\":1}\n");

            @Override
            public int read() throws IOException {
                int next = sound.read();
                if (next < 0) {
                    throw full;
                }
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int next = read();
                bytes[offset] = (byte) next;
                return 1;
            }
        }, empty)).isSameAs(full);
        assertThat(isEmpty()).isTrue();
    }
}
