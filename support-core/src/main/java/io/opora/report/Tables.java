package io.opora.report;

import io.opora.report.Report.Group;
import io.opora.report.Report.Spread;
import io.opora.report.Report.Times;
import io.opora.workflow.Phase;
import java.util.Locale;
import java.util.Optional;

/** The tables of a report as comma-separated values. */
final class Tables {

    private Tables() {}

    static String csv(Report report, Report.Table table) {
        Csv csv = new Csv();
        switch (table) {
            case PERIODS -> periods(report, csv);
            case GROUPS -> groups(report, csv);
            case PHASES -> phases(report, csv);
            case CROSSINGS -> crossings(report, csv);
            case SERVICE_LEVELS -> serviceLevels(report, csv);
        }
        return csv.toString();
    }

    private static void periods(Report report, Csv csv) {
        csv.row("from", "to", "opened", "replies", "customer messages", "solved", "reopened", "closed", "new", "open",
                "pending", "on hold", "backlog");
        report.periods().forEach(period -> csv.date(period.from()).date(period.to()).number(period.opened())
                .number(period.replies()).number(period.customerMessages()).number(period.solved())
                .number(period.reopened()).number(period.closed()).number(period.in(Phase.NEW))
                .number(period.in(Phase.OPEN)).number(period.in(Phase.PENDING)).number(period.in(Phase.ON_HOLD))
                .number(period.unfinished()).end());
    }

    private static void groups(Report report, Csv csv) {
        csv.text("by").text("value").text("tickets").text("merged").text("ever solved").text("ever reopened");
        header(csv, "first reply");
        header(csv, "resolution");
        csv.end();
        group(csv, "all", report.total());
        report.groups().forEach((by, groups) -> groups.forEach(group -> group(csv, name(by), group)));
    }

    private static void group(Csv csv, String by, Group group) {
        csv.text(by).text(group.value()).number(group.tickets()).number(group.merged()).number(group.solved())
                .number(group.reopened());
        times(csv, group.firstReply());
        times(csv, group.resolution());
        csv.end();
    }

    private static void phases(Report report, Csv csv) {
        csv.text("phase");
        header(csv, "in it");
        csv.end();
        report.phases().forEach((phase, times) -> {
            csv.text(phase.name());
            times(csv, times);
            csv.end();
        });
    }

    private static void crossings(Report report, Csv csv) {
        csv.row("what", "value", "by", "value", "tickets");
        report.crossings().forEach((crossing, cells) -> cells.forEach(cell -> csv.text(name(crossing.what()))
                .text(cell.value()).text(name(crossing.by())).text(cell.by()).number(cell.tickets()).end()));
    }

    private static void serviceLevels(Report report, Csv csv) {
        csv.row("from", "clock", "kind", "team", "met", "breached", "neither yet");
        report.serviceLevels().forEach(row -> csv.date(row.from()).text(row.clock().name()).text(row.kind())
                .text(row.team()).number(row.cycles().met()).number(row.cycles().breached()).number(row.cycles().open())
                .end());
    }

    private static String name(ReportPlan.By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private static void header(Csv csv, String what) {
        csv.text(what + ": count").text(what + ": waiting");
        for (String time : new String[]{"calendar", "business"}) {
            csv.text(what + ": median, " + time + " seconds").text(what + ": 90 % within, " + time + " seconds")
                    .text(what + ": longest, " + time + " seconds");
        }
    }

    private static void times(Csv csv, Times times) {
        csv.number(times.count()).number(times.waiting());
        spread(csv, times.calendar());
        spread(csv, times.business());
    }

    private static void spread(Csv csv, Optional<Spread> spread) {
        csv.duration(spread.map(Spread::median)).duration(spread.map(Spread::percentile90))
                .duration(spread.map(Spread::longest));
    }
}
