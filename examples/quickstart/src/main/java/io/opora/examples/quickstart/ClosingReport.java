package io.opora.examples.quickstart;

import io.opora.report.Report;
import io.opora.report.ReportPlan.By;
import io.opora.workflow.Phase;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The closing report: what came in, how quickly it was answered, what was left each day, and what the desk refused. */
final class ClosingReport {

    private static final int MOST_GROUPS = 20;
    private static final String INDENT = "  ";
    private static final int WIDTH = Display.WIDTH - INDENT.length();

    private final Report report;
    private final Figures figures;
    private final Journal journal;
    private final ZoneId zone;

    /**
     * Prepares the report.
     *
     * @param report what the desk itself reports, by kind, language and channel
     * @param figures what happened on each day
     * @param journal what was read, done and refused
     * @param zone where the desk stands
     */
    ClosingReport(Report report, Figures figures, Journal journal, ZoneId zone) {
        this.report = report;
        this.figures = figures;
        this.journal = journal;
        this.zone = zone;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(journal.summary());
        section(lines, "Tickets by kind", volumes("kind", By.Property.KIND));
        section(lines, "Tickets by language", volumes("language", By.Property.LANGUAGE));
        section(lines, "Tickets by channel", volumes("channel", By.Property.CHANNEL));
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
    private List<String> volumes(String property, By by) {
        List<Report.Group> groups = report.groups(by);
        Table table = new Table(WIDTH).left(property).right("tickets").right("share").right("first reply, median")
                .right("90 % within").right("unanswered");
        groups.stream().limit(MOST_GROUPS).forEach(group -> {
            Optional<Report.Spread> waits = group.firstReply().calendar();
            table.row(group.value().orElse(""), group.tickets(), share(group.tickets(), report.total().tickets()),
                    Times.brief(waits.map(Report.Spread::median)), Times.brief(waits.map(Report.Spread::percentile90)),
                    group.firstReply().waiting());
        });
        List<String> lines = table.lines();
        if (groups.size() > MOST_GROUPS) {
            lines.add("and " + (groups.size() - MOST_GROUPS) + " more, with "
                    + Display.count(groups.stream().skip(MOST_GROUPS).mapToLong(Report.Group::tickets).sum(),
                            "ticket"));
        }
        return lines;
    }

    private List<String> firstReplies() {
        Report.Times replies = report.total().firstReply();
        return replies.calendar().map(waits -> List.of("median " + Times.brief(waits.median()) + ", 90 % within "
                + Times.brief(waits.percentile90()) + ", longest " + Times.brief(waits.longest()) + "; "
                + Display.count(replies.count(), "ticket") + " answered, " + replies.waiting() + " not"))
                .orElse(List.of("nobody has been answered"));
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
                report.total().solved() == 0
                        ? "no ticket has been solved"
                        : "of " + Display.count(report.total().solved(), "solved ticket") + " "
                                + report.total().reopened()
                                + " taken up again (" + share(report.total().reopened(), report.total().solved())
                                + "); "
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
