package io.opora.testing;

import io.opora.SettableClock;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A desk for tests: everything in memory, a clock that stands still until it is told to move, ids that are the same in every
 * run.
 */
public final class TestDesk implements AutoCloseable {

    /** What the clock shows at first: a Monday morning, so that offices are open. */
    public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private static final long SEED = 42;

    private final SettableClock clock;
    private final SupportDesk desk;

    private TestDesk(SettableClock clock, SupportDesk desk) {
        this.clock = clock;
        this.desk = desk;
    }

    /** {@return a desk with the defaults of {@link SupportDesk#builder()}, but for clock and ids} */
    public static TestDesk create() {
        return create(builder -> {});
    }

    /**
     * A desk set up as the application does it.
     *
     * @param settings what else to set on its builder, such as a workflow or a storage of its own; not the clock
     * @return the desk
     * @throws io.opora.InvalidInputException if the settings do not fit together
     */
    public static TestDesk create(Consumer<SupportDesk.Builder> settings) {
        SettableClock clock = SettableClock.at(START);
        SupportDesk.Builder builder = SupportDesk.builder().random(new Random(SEED));
        settings.accept(builder);
        return new TestDesk(clock, builder.clock(clock).build());
    }

    /** {@return the desk} */
    public SupportDesk desk() {
        return desk;
    }

    /** {@return its clock; moving it here does nothing but that, see {@link #pass}} */
    public SettableClock clock() {
        return clock;
    }

    /**
     * Lets time pass: moves the clock, and does everything that is due then, as a host does that calls
     * {@link Tickets#tick} after sleeping that long. What follows from something that was done late counts from when it was
     * done.
     *
     * @param time how long
     * @return how many times time alone changed a ticket
     */
    public int pass(Duration time) {
        clock.advance(time);
        int changes = 0;
        int changed;
        do {
            changed = desk.tickets().tick(Tickets.MAX_TICK);
            changes += changed;
        } while (changed > 0);
        return changes;
    }

    /**
     * Opens a ticket to start with.
     *
     * @param customer the id of the customer who opens it
     * @return the ticket, new, about something that does not matter
     * @throws io.opora.InvalidInputException if the text is no {@link io.opora.access.ActorId}
     */
    public Ticket openedBy(String customer) {
        return desk.tickets().open(Actor.customer(customer),
                OpenTicket.of("Lamp broken", "It flickers and then goes out."));
    }

    /** Closes the desk, and with it everything that it kept; a storage that it was given stays open. */
    @Override
    public void close() {
        desk.close();
    }
}
