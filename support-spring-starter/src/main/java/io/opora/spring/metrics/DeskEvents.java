package io.opora.spring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opora.access.Actor;
import io.opora.storage.Storage;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Times first replies and resolutions and counts breaches, as the events of tickets tell. What has to be read for it is read where the
 * event happens, in the transaction in which it does; it is counted when that is committed.
 */
final class DeskEvents implements Consumer<TicketEvent> {

    private static final int PAGE = 100;

    private final TicketStore store;
    private final MeterRegistry registry;
    private final MetricsProperties properties;

    DeskEvents(Storage storage, MeterRegistry registry, MetricsProperties properties) {
        this.store = storage.tickets();
        this.registry = registry;
        this.properties = properties;
    }

    @Override
    public void accept(TicketEvent event) {
        switch (event) {
            case TicketEvent.MessageAdded said when isHumanAnswer(said) && isFirst(said) -> time("support.first.reply",
                    "From the opening of a ticket to the first public message of a person of the staff", said);
            case TicketEvent.StatusChanged moved when moved.to().phase().isFinished()
                    && !moved.from().phase().isFinished() ->
                time("support.resolution",
                        "From the opening of a ticket until it is solved or closed, each time", moved);
            case TicketEvent.LevelReached reached when reached.milestone().isBreach() -> {
                String clock = reached.milestone().clock().name().toLowerCase(Locale.ROOT).replace('_', '-');
                AfterCommit.run(() -> Counter.builder("support.breaches").tag("clock", clock)
                        .description("Promises of the service levels that were broken").register(registry)
                        .increment());
            }
            default -> {
                // nothing is counted
            }
        }
    }

    /** The first message, behind the opening, is the request itself, whoever wrote it down. */
    private static boolean isHumanAnswer(TicketEvent event) {
        return event instanceof TicketEvent.MessageAdded said && said.stamp().sequence() > 2
                && said.stamp().by().kind() == Actor.Kind.AGENT && !said.message().origin().isAutomatic();
    }

    private boolean isFirst(TicketEvent.MessageAdded said) {
        long last = said.stamp().sequence() - 1;
        for (long after = 0; after < last; after += PAGE) {
            List<TicketEvent> page = store.history(said.stamp().ticket(), after, (int) Math.min(PAGE, last - after));
            if (page.stream().anyMatch(DeskEvents::isHumanAnswer)) {
                return false;
            }
        }
        return true;
    }

    private void time(String name, String description, TicketEvent event) {
        Instant at = event.stamp().at();
        store.find(event.stamp().ticket()).ifPresent(ticket -> AfterCommit.run(
                () -> timer(name, description, ticket).record(Duration.between(ticket.openedAt(), at))));
    }

    private Timer timer(String name, String description, Ticket ticket) {
        return Timer.builder(name).description(description).tag("kind", properties.tag(ticket.kind()))
                .register(registry);
    }
}
