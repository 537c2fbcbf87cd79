package io.opora.examples.quickstart;

import io.opora.SettableClock;
import io.opora.desk.SupportDesk;
import io.opora.report.Report;
import io.opora.report.ReportPlan;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Tickets;
import io.opora.workflow.Workflow;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Lets a support desk work through a file of requests, and shows what it makes of them. */
public final class Quickstart {

    /** Goods are to go back: a kind of this shop's own, with a workflow of its own. */
    static final RequestKind RETURN = RequestKind.of("return");
    /** Where the desk stands. */
    static final ZoneId ZONE = ZoneId.of("Europe/Moscow");
    /** How long the desk is watched after the last step, to see what time alone does. */
    static final int DAYS_AFTERWARDS = 21;

    private Quickstart() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            Journal journal = new Journal(out);
            Scenario scenario = Scenario.of(args, journal);
            play(scenario, journal, out);
            if (args.isEmpty()) {
                new Tour(scenario, out).show();
                new PreparedReplies(scenario, out).show();
            }
            return 0;
        } catch (UsageException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static void play(Scenario scenario, Journal journal, PrintStream out) {
        out.println(Display.clean(scenario.title()));
        out.println("Days and times are those of " + ZONE + ".\n");
        SettableClock clock = SettableClock.at(scenario.start());
        try (SupportDesk desk = desk(clock)) {
            Tickets tickets = desk.tickets();
            Progress progress = new Progress(tickets, ZONE, out);
            Simulation simulation = new Simulation(tickets, clock, ZONE, journal, progress);
            simulation.play(scenario);
            progress.admitSilence();
            print(out, "Inbox on " + Times.full(clock.instant(), ZONE) + ", the most urgent first",
                    Inbox.lines(tickets, clock.instant()));
            print(out, DAYS_AFTERWARDS + " more days, in which people do nothing", List.of());
            simulation.passDays(DAYS_AFTERWARDS);
            progress.admitSilence();
            List<History> histories = History.all(tickets);
            History telling = Timeline.mostTelling(histories);
            print(out, "Ticket #" + telling.ticket().number() + ": " + telling.ticket().subject(),
                    new Timeline(ZONE).lines(tickets, telling));
            print(out, "The workflow of all kinds but returns, in Mermaid, which Markdown viewers draw",
                    Workflow.standard().diagram(Workflow.DiagramFormat.MERMAID).lines().toList());
            print(out, "Report", new ClosingReport(report(desk, histories, clock.instant()),
                    new Figures(histories, ZONE), journal, ZONE).lines());
        }
    }

    /** What the desk reports of all its tickets, whatever their dates. */
    static Report report(SupportDesk desk, List<History> histories, Instant now) {
        Instant first = histories.isEmpty() ? now : histories.getFirst().ticket().openedAt();
        ReportPlan plan = ReportPlan.builder(ZONE, LocalDate.ofInstant(first, ZONE),
                LocalDate.ofInstant(now, ZONE).plusDays(1)).step(ReportPlan.Step.YEAR)
                .groupBy(ReportPlan.By.Property.KIND, ReportPlan.By.Property.LANGUAGE, ReportPlan.By.Property.CHANNEL)
                .build();
        return desk.reports().read(History.READER, plan);
    }

    static SupportDesk desk(InstantSource clock) {
        return SupportDesk.builder().clock(clock).random(new Random(1)).workflow(RETURN, Workflow.returns()).build();
    }

    static void print(PrintStream out, String title, List<String> lines) {
        out.println(Display.heading(title));
        lines.forEach(out::println);
    }
}
