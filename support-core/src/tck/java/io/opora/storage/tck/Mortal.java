package io.opora.storage.tck;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opora.event.EventConsumer;
import io.opora.storage.Storage;
import io.opora.storage.StorageTransfer;
import io.opora.ticket.AddNote;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.Tickets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** The process of {@link DurabilityContract} that works until it is killed, and says what was acknowledged. */
final class Mortal {

    /** What is said before a storage is filled, and after it. */
    static final String READY = "ready";
    static final String DONE = "done";

    private static final int THREADS = 3;
    private static final int COMMANDS_EACH = 10;

    private final Tickets tickets;
    private final String round;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    private Mortal(Tickets tickets, String round) {
        this.tickets = tickets;
        this.round = round;
    }

    /**
     * Works, or fills the storage if there is a file to fill it from.
     *
     * @param arguments the name of the opener, the place, which life this is, and a file if there is one
     * @throws Exception if the storage cannot be opened
     */
    public static void main(String[] arguments) throws Exception {
        DurabilityContract.Opener opener = Class.forName(arguments[0])
                .asSubclass(DurabilityContract.Opener.class).getDeclaredConstructor().newInstance();
        Storage storage = opener.open(arguments[1]);
        if (arguments.length > 3) {
            System.out.println(READY);
            try (InputStream file = Files.newInputStream(Path.of(arguments[3]))) {
                StorageTransfer.read(file, storage);
            }
            System.out.println(DONE);
            new CountDownLatch(1).await(); // until it is killed
        }
        Tickets tickets = Tickets.builder(storage.tickets()).outbox(storage.outbox()).clock(InstantSource.system())
                .workflow(Rules.STANDARD).consumer(EventConsumer.of(DurabilityContract.CONSUMER, delivery -> {}))
                .build();
        Mortal mortal = new Mortal(tickets, arguments[2]);
        Race.returned(Race.run(THREADS, (thread, start) -> {
            for (int count = 0;; count++) {
                mortal.work(thread + "-" + count);
            }
        }));
    }

    /** A ticket and some commands to it. */
    private void work(String name) {
        Ticket ticket = acknowledge(name, 0,
                options -> tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."), options));
        for (int i = 1; i < COMMANDS_EACH; i++) {
            int number = i;
            Ticket now = ticket;
            ticket = acknowledge(name, i, options -> number % 3 == 0
                    ? tickets.handle(Samples.MARIA, now.id(), Reply.of("Again."), options)
                    : number % 3 == 1
                            ? tickets.handle(Samples.BORIS, now.id(), AddNote.of("Again."), options)
                            : tickets.handle(Samples.BORIS, now.id(), ChangeTags.add("tag-" + number), options));
        }
    }

    private interface Work {
        Ticket with(CommandOptions options);
    }

    private Ticket acknowledge(String name, int number, Work work) {
        IdempotencyKey key = IdempotencyKey.of(round + "-" + name + "-" + number);
        Ticket ticket = work.with(CommandOptions.key(key.value()));
        say(new DurabilityContract.Acknowledged(ticket.id(), ticket.version(), key).line());
        return ticket;
    }

    /** In one piece, because it may be the last one. */
    private synchronized void say(String line) {
        try {
            out.write(line.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
