package io.opora.examples.quickstart;

import io.opora.workflow.Phase;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The closing report: what came in, how quickly it was answered, what was left each day, and what the desk refused. */
final class Report {

    private static final int MOST_GROUPS = 20;
    private static final String INDENT = "  ";
    private static final int WIDTH = Display.WIDTH - INDENT.length();

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
        section(lines, "Backlog at the end of each day (days on which nothing happened are left out)", backlog());
        section(lines, "Taken up again, and what time alone did", afterwards());
        section(lines, "Refused by the desk", refusals());
        return lines;
    }

    private static void section(List<String> lines, String title, List<String> content) {
        lines.add("");
        lines.add(title + ":");
        content.forEach(line -> lines.add(INDENT + line));
    }

    /** The largest groups. Kinds and languages come from the file, and a file may have thousands. */
    private List<String> volumes(String property, List<Figures.Volume> volumes) {
        Table table = new Table(WIDTH).left(property).right("tickets").right("share").right("first reply, median")
                .right("90 % within").right("unanswered");
        volumes.stream().limit(MOST_GROUPS).forEach(
                volume -> table.row(volume.name(), volume.tickets(), share(volume.tickets(), figures.tickets()),
                        Times.brief(volume.replies().median()), Times.brief(volume.replies().percentile(90)),
                        volume.replies().unanswered()));
        List<String> lines = table.lines();
        if (volumes.size() > MOST_GROUPS) {
            lines.add("and " + (volumes.size() - MOST_GROUPS) + " more, with "
                    + Display.count(volumes.stream().skip(MOST_GROUPS).mapToInt(Figures.Volume::tickets).sum(),
                            "ticket"));
        }
        return lines;
    }

    private List<String> firstReplies() {
        FirstReplies replies = figures.firstReplies();
        if (replies.waits().isEmpty()) {
            return List.of("nobody has been answered");
        }
        return List.of("median " + Times.brief(replies.median()) + ", 90 % within "
                + Times.brief(replies.percentile(90)) + ", longest " + Times.brief(replies.longest()) + "; "
                + Display.count(replies.waits().size(), "ticket") + " answered, " + replies.unanswered() + " not");
    }

    private List<String> backlog() {
        Table table = new Table(WIDTH).left("day").right("opened").right("replies").right("solved").right("reopened")
                .right("closed").right("new").right("open").right("pending").right("on hold").right("backlog");
        figures.days().forEach(day -> table.row(Times.day(day.date()) + " " + day.date().getYear(),
                day.activity().opened(), day.activity().replies(), day.activity().solved(), day.activity().reopened(),
                day.activity().closed(), day.in(Phase.NEW), day.in(Phase.OPEN), day.in(Phase.PENDING),
                day.in(Phase.ON_HOLD), day.unfinished()));
        return table.lines();
    }

    private List<String> afterwards() {
        Activity all = figures.activity();
        return List.of(
                figures.everSolved() == 0
                        ? "no ticket has been solved"
                        : "of " + Display.count(figures.everSolved(), "solved ticket") + " " + figures.everReopened()
                                + " taken up again (" + share(figures.everReopened(), figures.everSolved()) + "); "
                                + Display.count(all.followUps(), "follow-up ticket") + " opened",
                "time alone: " + Display.count(all.reminded(), "reminder") + ", "
                        + Display.count(all.solvedByTime(), "ticket") + " solved, " + all.closedByTime() + " closed");
    }

    private List<String> refusals() {
        if (journal.refusals().isEmpty()) {
            return List.of("nothing");
        }
        Table table = new Table(WIDTH).left("when").left("who", 14).left("ticket", 24).left("asked for", 24)
                .wrapped("reasons");
        journal.refusals().forEach(refusal -> table.row(Times.minute(refusal.at(), zone), refusal.agent(),
                refusal.ticket(), refusal.asked(),
                String.join("; ", refusal.reasons()) + (refusal.foreseen() ? "" : " (not foreseen by the script)")));
        return table.lines();
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }
}
