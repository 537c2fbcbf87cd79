package io.opora.examples.customstorage;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.storage.Storage;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketPage;
import io.opora.ticket.TicketQuery;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Opens a few tickets on a storage in a folder, closes it, opens it again and lists what is there. */
public final class TicketFolder {

    static final String USAGE = "Say in which folder: -Dargs=\"target/desk\"; and what to ask, if you like: -Dargs=\"target/desk Where is my order?\"";

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor ANNA = Actor.agent("anna");
    private static final List<String> SUBJECTS = List.of("Lamp broken", "Where is my order?", "Invoice, please");

    private TicketFolder() {}

    /**
     * Does that.
     *
     * @param args the folder, and the words of a subject
     */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** Ends with 0, or with 2 if there is no folder or it cannot be opened. */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty()) {
            err.println(USAGE);
            return 2;
        }
        Path folder = Path.of(args.getFirst());
        List<String> subjects = args.size() > 1
                ? List.of(String.join(" ", args.subList(1, args.size())))
                : SUBJECTS;
        try {
            ask(folder, subjects, out);
            list(folder, out);
            return 0;
        } catch (StorageException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static void ask(Path folder, List<String> subjects, PrintStream out) {
        // tag::desk[]
        try (Storage storage = RocksStorage.open(folder)) {
            SupportDesk desk = SupportDesk.builder().storage(storage).build();
            for (String subject : subjects) {
                Ticket ticket = desk.tickets().open(MARIA, OpenTicket.of(subject, "Please help."));
                out.println("opened " + ticket.number() + ": " + ticket.subject());
            }
        }
        // end::desk[]
    }

    private static void list(Path folder, PrintStream out) {
        try (Storage storage = RocksStorage.open(folder)) {
            SupportDesk desk = SupportDesk.builder().storage(storage).build();
            TicketPage page = desk.tickets().inbox(ANNA, TicketQuery.builder().sort(TicketQuery.Sort.OLDEST).build());
            out.println("opened the folder again, the first " + page.tickets().size() + " tickets in it:");
            page.tickets().forEach(ticket -> out.println(ticket.number() + "  " + ticket.status().name() + "  "
                    + ticket.subject()));
        }
    }
}
