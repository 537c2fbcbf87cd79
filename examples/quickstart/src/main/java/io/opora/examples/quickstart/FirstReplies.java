package io.opora.examples.quickstart;

import io.opora.ticket.TicketEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long customers waited for the first word of a person. Nights and weekends count: this is time as customers see it.
 *
 * @param waits      the waits of all tickets that have been answered, the shortest first
 * @param unanswered how many tickets have not been answered by a person
 */
record FirstReplies(List<Duration> waits, int unanswered) {

    FirstReplies {
        waits = waits.stream().sorted().toList();
    }

    static FirstReplies of(List<History> histories) {
        List<Duration> waits = histories.stream().map(FirstReplies::wait).flatMap(Optional::stream).toList();
        return new FirstReplies(waits, histories.size() - waits.size());
    }

    private static Optional<Duration> wait(History history) {
        return history.events().stream().filter(Activity::isReply).findFirst().map(TicketEvent::stamp)
                .map(reply -> Duration.between(history.ticket().openedAt(), reply.at()));
    }

    /** The wait that a share of the answered tickets did not exceed, or nothing if none was answered. */
    Optional<Duration> percentile(int percent) {
        int rank = Math.ceilDiv(waits.size() * percent, 100);
        return waits.isEmpty() ? Optional.empty() : Optional.of(waits.get(Math.max(rank, 1) - 1));
    }

    /** The wait in the middle. */
    Optional<Duration> median() {
        return percentile(50);
    }

    /** The longest wait. */
    Optional<Duration> longest() {
        return percentile(100);
    }
}
