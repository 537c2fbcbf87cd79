package io.opora.examples.quickstart;

import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvent.Cause;
import io.opora.ticket.TicketEvent.MessageAdded;
import io.opora.ticket.TicketEvent.Opened;
import io.opora.ticket.TicketEvent.Reminded;
import io.opora.ticket.TicketEvent.StatusChanged;
import io.opora.workflow.Phase;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was done on a desk, counted from what its histories say.
 *
 * @param opened       tickets opened, follow-up tickets among them
 * @param followUps    tickets opened because a customer wrote after the closing
 * @param replies      public messages of people of the staff; what programs write does not count
 * @param solved       times that a ticket was solved, by whomever
 * @param solvedByTime those of them that nobody but time solved
 * @param reopened     times that a solved ticket was taken up again
 * @param closed       times that a ticket was closed
 * @param closedByTime those of them that nobody but time closed
 * @param reminded     times that a reminder fell due
 */
record Activity(long opened, long followUps, long replies, long solved, long solvedByTime, long reopened, long closed,
        long closedByTime, long reminded) {

    /** Counts what events say. */
    static Activity of(List<TicketEvent> events) {
        return new Activity(
                count(events, event -> event instanceof Opened),
                count(events, event -> event instanceof Opened opened && opened.followUpOf().isPresent()),
                count(events, Activity::isReply),
                count(events, event -> enters(event, Phase.SOLVED)),
                count(events, event -> enters(event, Phase.SOLVED) && isOfTime(event)),
                count(events, Activity::isReopening),
                count(events, event -> enters(event, Phase.CLOSED)),
                count(events, event -> enters(event, Phase.CLOSED) && isOfTime(event)),
                count(events, event -> event instanceof Reminded));
    }

    /** Whether somebody of the staff, and no program, wrote to the customer. */
    static boolean isReply(TicketEvent event) {
        return event instanceof MessageAdded said && !said.message().origin().isAutomatic()
                && switch (said.stamp().by().kind()) {
                    case AGENT -> said.stamp().sequence() > 2; // the first message is the request, whoever wrote it down
                    case BOT, SYSTEM, CUSTOMER -> false;
                };
    }

    /** Whether a ticket that had been solved is worked on again. */
    static boolean isReopening(TicketEvent event) {
        return event instanceof StatusChanged moved && moved.from().phase() == Phase.SOLVED
                && !moved.to().phase().isFinished();
    }

    private static boolean enters(TicketEvent event, Phase phase) {
        return event instanceof StatusChanged moved && moved.to().phase() == phase && moved.from().phase() != phase;
    }

    private static boolean isOfTime(TicketEvent event) {
        return event instanceof StatusChanged moved && moved.cause() == Cause.TIME;
    }

    private static long count(List<TicketEvent> events, Predicate<TicketEvent> wanted) {
        return events.stream().filter(wanted).count();
    }
}
