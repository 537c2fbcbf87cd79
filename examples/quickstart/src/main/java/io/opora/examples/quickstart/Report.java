package io.opora.examples.quickstart;

import io.opora.workflow.Phase;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The closing report: what came in, how quickly it was answered, what was left each day, and what the desk refused. */
final class Report {

    private final Figures figures;
    private final Journal journal;
    private final ZoneId zone;

    Report(Figures figures, Journal journal, ZoneId zone) {
        this.figures = figures;
        this.journal = journal;
        this.zone = zone;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(journal.summary());
        section(lines, "Tickets by kind", volumes("kind", figures.volumes(ticket -> ticket.kind().name())));
        section(lines, "Tickets by language", volumes("language",
                figures.volumes(ticket -> ticket.locale().toLanguageTag())));
        section(lines, "Tickets by channel", volumes("channel",
                figures.volumes(ticket -> ticket.channel().name())));
        section(lines, "First reply by a person (nights and weekends included; what programs write does not count)",
                firstReplies());
        section(lines, "Backlog at the end of each day on which something happened", backlog());
        section(lines, "After the first answer", afterwards());
        section(lines, "Refused by the desk", refusals());
        return lines;
    }

    private static void section(List<String> lines, String title, List<String> content) {
        lines.add("");
        lines.add(title + ":");
        content.forEach(line -> lines.add("  " + line));
    }

    private List<String> volumes(String property, List<Figures.Volume> volumes) {
        Table table = new Table().left(property).right("tickets").right("share").right("first reply, median")
                .right("90 % within").right("unanswered");
        volumes.forEach(volume -> table.row(volume.name(), volume.tickets(), share(volume.tickets(), figures.tickets()),
                Times.brief(volume.replies().median()), Times.brief(volume.replies().percentile(90)),
                volume.replies().unanswered()));
        return table.lines();
    }

    private List<String> firstReplies() {
        FirstReplies replies = figures.firstReplies();
        return List.of("median " + Times.brief(replies.median()) + ", 90 % within "
                + Times.brief(replies.percentile(90)) + ", longest " + Times.brief(replies.longest()) + "; "
                + replies.waits().size() + " tickets answered, " + replies.unanswered() + " not");
    }

    private List<String> backlog() {
        Table table = new Table().left("day").right("opened").right("replies").right("solved").right("reopened")
                .right("closed").right("new").right("open").right("pending").right("on hold").right("waiting");
        figures.days().forEach(day -> table.row(Times.day(day.date()) + " " + day.date().getYear(),
                day.activity().opened(), day.activity().replies(), day.activity().solved(), day.activity().reopened(),
                day.activity().closed(), day.in(Phase.NEW), day.in(Phase.OPEN), day.in(Phase.PENDING),
                day.in(Phase.ON_HOLD), day.waiting()));
        return table.lines();
    }

    private List<String> afterwards() {
        Activity all = figures.activity();
        return List.of(
                figures.everReopened() + " of " + figures.everSolved() + " solved tickets were taken up again ("
                        + share(figures.everReopened(), figures.everSolved()) + "); "
                        + all.followUps() + " follow-up tickets were opened",
                "time alone: " + all.reminded() + " reminders, " + all.solvedByTime() + " tickets solved, "
                        + all.closedByTime() + " closed");
    }

    private List<String> refusals() {
        if (journal.refusals().isEmpty()) {
            return List.of("nothing");
        }
        Table table = new Table().left("when").left("who", 14).left("ticket", 24).left("asked for", 24)
                .left("reasons");
        journal.refusals().forEach(refusal -> table.row(Times.minute(refusal.at(), zone), refusal.agent(),
                refusal.ticket(), refusal.asked(),
                String.join("; ", refusal.reasons()) + (refusal.foreseen() ? "" : " (not foreseen by the script)")));
        return table.lines();
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }
}
