package io.opora.examples.quickstart;

import io.opora.SettableClock;
import io.opora.SupportException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.condition.Condition;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.event.OutboxStore;
import io.opora.report.Report;
import io.opora.report.ReportPlan;
import io.opora.routing.Assignment;
import io.opora.routing.Macro;
import io.opora.routing.RuleSet;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.TimeRange;
import io.opora.ticket.Acknowledgement;
import io.opora.ticket.ApplyMacro;
import io.opora.ticket.CustomerView;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Merge;
import io.opora.ticket.ServiceLevels;
import io.opora.ticket.Staffing;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketEvents;
import io.opora.ticket.TicketFacts;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.ticket.Unmerge;
import io.opora.workflow.Phase;
import io.opora.workflow.Workflow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The first day of the sample once more, on a desk that is told the shop's rules, its hours and who works in which team: what it
 * does by itself then, and what people do with it.
 */
final class Tour {

    private static final int MOST_ROWS = 10;
    private static final int SUBJECT = 40;
    private static final TeamId FIRST_LINE = TeamId.of("first-line");
    private static final Actor READER = History.READER;
    private static final Actor ANNA = Actor.agent("anna");
    /** The ticket that the warehouse cannot take. */
    private static final TicketNumber POISON = TicketNumber.of(5);
    private static final ActorId NOBODY = ActorId.of("somebody-else");
    private static final TicketFacts FACTS = TicketFacts.of(FieldSet.none(), Workflow.standard(), Workflow.returns());

    private static final RuleSet RULES = RuleSet.builder("front-door", 1)
            .rule("money", Condition.words("text", "charged", "refund", "payment*", "invoice", "деньг*", "списал*",
                    "возврат*", "оплат*"), rule -> rule.team("billing").tags("money"))
            .rule("broken", Condition.all(Condition.not(Condition.contains("tags", "money")),
                    Condition.words("text", "broken", "stopped", "offline", "firmware", "сломал*", "перестал*",
                            "прошивк*")),
                    rule -> rule.team("engineering").tags("broken"))
            .rule("danger", Condition.words("text", "dangerous", "smoke", "опасн*", "дым*", "искр*"),
                    rule -> rule.priority("urgent"))
            .rule("others", Condition.not(Condition.any(Condition.contains("tags", "money"),
                    Condition.contains("tags", "broken"))), rule -> rule.team(FIRST_LINE.name()))
            .build(FACTS.requests());

    private static final BusinessCalendar HOURS = BusinessCalendar.builder(Quickstart.ZONE)
            .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "13:00"),
                    TimeRange.of("14:00", "18:00"))
            .build();

    private static final Macro PHOTO = Macro.builder("ask-for-photo", "Ask for a photo")
            .reply("Could you send us a photo of it? Your request has the number {{number}}.").tag("photo")
            .step(new Macro.Step.Take("ask", Map.of())).build(FACTS.catalog());

    private final Scenario scenario;
    private final PrintStream out;
    private final List<Acknowledgement.Notice> notices = new ArrayList<>();
    private boolean isBroken = true;
    private final SettableClock clock;
    private final SupportDesk desk;
    private final Tickets tickets;

    Tour(Scenario scenario, PrintStream out) {
        this.scenario = scenario;
        this.out = out;
        clock = SettableClock.at(scenario.start());
        desk = SupportDesk.builder().clock(clock).random(new Random(2))
                .workflow(Quickstart.RETURN, Workflow.returns()).routing(RULES).macros(PHOTO)
                .staffing(staffing("first-line"), staffing("billing"), staffing("engineering"))
                .sla(SlaPolicy.Versions.of(policy(1, Duration.ofHours(2))))
                .acknowledgement(
                        Acknowledgement.of("https://shop.example/requests/{token}", Quickstart.ZONE, notices::add))
                .consumer(EventConsumer.of("warehouse", TicketEvent.Opened.class, told -> {
                    if (isBroken && told.event().number().equals(POISON)) {
                        throw new IllegalStateException("no such article");
                    }
                })).build();
        tickets = desk.tickets();
    }

    private Staffing staffing(String team) {
        List<Staffing.Member> members = scenario.team().stream()
                .filter(member -> member.team().equals(team) && !member.actor().id().value().equals("autoresponder"))
                .map(member -> Staffing.Member.of(member.actor().id().value(), 20)).toList();
        return Staffing.of(TeamId.of(team), Assignment.LEAST_LOADED, () -> members);
    }

    private static SlaPolicy policy(int version, Duration firstReply) {
        return SlaPolicy.builder("support", version).calendar("office", HOURS)
                .rule("all", Condition.always(), rule -> rule.target(SlaClock.Kind.FIRST_REPLY, firstReply)
                        .target(SlaClock.Kind.FIRST_REPLY, "urgent", Duration.ofMinutes(30))
                        .level(SlaClock.Kind.FIRST_REPLY, "75%")
                        .level(SlaClock.Kind.FIRST_REPLY, "breach", new SlaPolicy.Action.Prioritize("high")))
                .build(FACTS.tickets());
    }

    /** Plays the day and shows it. */
    void show() {
        try (desk) {
            LocalDate day = LocalDate.ofInstant(scenario.start(), Quickstart.ZONE);
            Instant noon = day.atTime(LocalTime.NOON).atZone(Quickstart.ZONE).toInstant();
            Instant night = day.plusDays(1).atStartOfDay(Quickstart.ZONE).toInstant();
            Simulation simulation = new Simulation(tickets, clock, Quickstart.ZONE,
                    new Journal(new PrintStream(OutputStream.nullOutputStream())), date -> {});
            play(simulation, scenario.start(), noon);
            print(Times.day(day) + " once more: sorted by rules, handed out, promised", sorted());
            print("Acknowledgements: number, promise, private link, and nothing that the customer wrote",
                    acknowledged());
            print("Inbox at noon, what is due first", due());
            play(simulation, noon, night);
            print("What the service levels recorded, why one was due then, and what a stricter policy would make of the day",
                    serviceLevels());
            privatePage();
            duplicate();
            macro();
            outbox();
            erasure();
        }
    }

    /** Plays a part of the day, and tells the consumers after each step what has happened, as a host does every few seconds. */
    private void play(Simulation simulation, Instant from, Instant to) {
        scenario.happenings().stream().map(happening -> happening.value().at()).distinct()
                .filter(at -> !at.isBefore(from) && at.isBefore(to)).forEach(at -> {
                    simulation.play(scenario, at, at.plusNanos(1_000));
                    drain();
                });
        simulation.passUntil(to);
        drain();
    }

    private void print(String title, List<String> lines) {
        Quickstart.print(out, title, lines.stream().flatMap(line -> Display.width(line) <= Display.WIDTH
                ? Stream.of(line)
                : Display.wrap(line, Display.WIDTH).stream()).toList());
    }

    private List<Ticket> all() {
        return History.all(tickets).stream().map(History::ticket).toList();
    }

    private List<TicketEvent> events(TicketId id) {
        return tickets.history(READER, id, 0, Tickets.MAX_HISTORY_PAGE);
    }

    private static String assignee(Ticket ticket) {
        return ticket.assignee().map(ActorId::value).orElse("–");
    }

    private static String team(Ticket ticket) {
        return ticket.team().map(TeamId::name).orElse("–");
    }

    private List<String> sorted() {
        Table table = new Table(Display.WIDTH).right("#").left("subject", SUBJECT).left("priority").left("team")
                .left("given to").wrapped("because");
        all().stream().limit(MOST_ROWS).forEach(ticket -> table.row("#" + ticket.number(), ticket.subject(),
                ticket.priority().name().toLowerCase(Locale.ROOT), team(ticket), assignee(ticket), because(ticket)));
        return table.lines();
    }

    private String because(Ticket ticket) {
        return events(ticket.id()).stream().filter(TicketEvent.Explained.class::isInstance)
                .map(TicketEvent.Explained.class::cast).flatMap(why -> why.rules().stream())
                .map(spoken -> Stream.concat(Stream.of(spoken.rule()),
                        spoken.because().stream().filter(reason -> !reason.endsWith("is not given")))
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private List<String> acknowledged() {
        List<String> lines = new ArrayList<>();
        for (String language : List.of("en", "ru")) {
            notices.stream().filter(notice -> notice.locale().getLanguage().equals(language)).findFirst()
                    .ifPresent(notice -> {
                        lines.add(notice.subject());
                        notice.text().lines().filter(line -> !line.isBlank())
                                .map(line -> "  " + line.replace(token(notice), "…"))
                                .flatMap(line -> Display.wrap(line, Display.WIDTH).stream()).forEach(lines::add);
                    });
        }
        lines.add(Display.count(notices.size(), "acknowledgement") + " for "
                + Display.count(all().size(), "ticket") + "; automatic mail is not answered.");
        return lines;
    }

    private static String token(Acknowledgement.Notice notice) {
        return notice.link().substring(notice.link().lastIndexOf('/') + 1);
    }

    private List<String> due() {
        Table table = new Table(Display.WIDTH).right("#").left("due").left("in").left("priority").left("assignee")
                .left("subject");
        tickets.inbox(READER, TicketQuery.builder().sort(TicketQuery.Sort.DUE).limit(MOST_ROWS).build()).tickets()
                .forEach(ticket -> table.row("#" + ticket.number(),
                        ticket.due().map(at -> Times.minute(at, Quickstart.ZONE)).orElse("–"),
                        ticket.due().map(at -> at.isBefore(clock.instant())
                                ? "late"
                                : Times.brief(Duration.between(clock.instant(), at))).orElse("–"),
                        ticket.priority().name().toLowerCase(Locale.ROOT), assignee(ticket), ticket.subject()));
        return table.lines();
    }

    private List<String> serviceLevels() {
        List<String> lines = new ArrayList<>();
        Map<String, Long> recorded = all().stream().flatMap(ticket -> events(ticket.id()).stream())
                .filter(TicketEvent.LevelReached.class::isInstance).map(TicketEvent.LevelReached.class::cast)
                .collect(Collectors.groupingBy(reached -> reached.milestone().level(), TreeMap::new,
                        Collectors.counting()));
        recorded.forEach((level, count) -> lines.add("first reply, " + level + ": recorded of "
                + Display.count(count, "ticket") + ", once each"));
        all().stream().filter(ticket -> !ticket.openedAt().isBefore(clock.instant().minus(Duration.ofHours(14))))
                .map(ticket -> desk.sla().explain(READER, ticket.id(), SlaClock.Kind.FIRST_REPLY)
                        .map(why -> Map.entry(ticket, why)))
                .flatMap(Optional::stream).filter(each -> each.getValue().segments().size() > 2).findFirst()
                .ifPresent(each -> {
                    lines.add("The first reply to #" + each.getKey().number() + " was due as it was because:");
                    each.getValue().text(Locale.ENGLISH).lines().map(line -> "  " + line).forEach(lines::add);
                });
        ServiceLevels.Trial trial = desk.sla().tryOut(READER, SlaPolicy.Versions.always(policy(2, Duration.ofHours(1))),
                TicketQuery.builder().limit(TicketQuery.MAX_LIMIT).build());
        lines.add("First replies in time within 2 hours: " + share(trial.present())
                + "; within 1 hour it would have been "
                + share(trial.proposed()) + ", and " + Display.count(trial.changed().size(), "ticket")
                + " would be judged otherwise.");
        return lines;
    }

    private static String share(Map<SlaClock.Kind, SlaClock.Tally> tallies) {
        SlaClock.Tally tally = tallies.getOrDefault(SlaClock.Kind.FIRST_REPLY, new SlaClock.Tally(0, 0, 0));
        return tally.met() + " of " + (tally.met() + tally.breached());
    }

    private void privatePage() {
        Acknowledgement.Notice notice = notices.stream()
                .filter(each -> tickets.customerView(READER, each.ticket(), 0, 100).entries().size() > 2).findFirst()
                .orElse(notices.getFirst());
        TicketLinks.Visit visit = tickets.links().open(token(notice), "192.0.2.1");
        List<String> lines = new ArrayList<>();
        lines.add("The link of #" + notice.number() + " opens, without registration, for "
                + visit.scopes().stream().map(SecretLink.Scope::name).map(name -> name.toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ":");
        tickets.customerView(visit.actor(), visit.ticket(), 0, 100).entries().forEach(entry -> lines.add(
                Display.cut("  " + Times.minute(entry.at(), Quickstart.ZONE) + "  " + shown(entry), Display.WIDTH)));
        lines.add("Somebody else asks for #" + notice.number() + ": " + refusal(
                () -> tickets.customerView(Actor.customer(NOBODY.value()), notice.ticket(), 0, 100), notice.ticket()));
        lines.add("The same link with one letter changed: "
                + refusal(() -> tickets.links().open(
                        (token(notice).startsWith("A") ? "B" : "A") + token(notice).substring(1),
                        "192.0.2.2"), notice.ticket()));
        print("The private page of one of them, and who does not get there", lines);
    }

    private static String shown(CustomerView.Entry entry) {
        return switch (entry) {
            case CustomerView.Said said -> (said.from() == CustomerView.Side.CUSTOMER ? "You: " : "We: ")
                    + Display.clean(said.message().text());
            case CustomerView.Progressed progressed -> "now " + progressed.phase().name().toLowerCase(Locale.ROOT);
            case CustomerView.Continued continued -> "goes on in another request";
            case CustomerView.MovedOut moved -> "a part became a request of its own";
        };
    }

    /** What somebody is told who asks for what they may not have; an id stands for itself. */
    private static String refusal(Runnable attempt, TicketId id) {
        try {
            attempt.run();
            return "let through";
        } catch (SupportException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replace(id.toString(), "…");
        }
    }

    /** The customer of an unsolved request sends it once more. */
    private void duplicate() {
        List<String> lines = new ArrayList<>();
        scenario.requests().stream().map(Numbered::value).filter(request -> request.inReplyTo() == null)
                .filter(request -> all().stream().anyMatch(ticket -> ticket.phase() != Phase.CLOSED
                        && ticket.requester().id().equals(request.from().id())
                        && ticket.subject().equals(request.toTicket().subject())))
                .findFirst().ifPresent(request -> {
                    List<Tickets.Duplicate> before = tickets.duplicatesOf(request.actor(), request.toTicket());
                    lines.add("Before the customer of #" + before.getFirst().number()
                            + " sends the same once more, they are told that it is there.");
                    Ticket again = tickets.open(request.actor(), request.toTicket());
                    lines.addAll(merged(again, tickets.duplicatesOf(READER, again.id()).getFirst()));
                });
        print("A duplicate is found, merged, and taken out again", lines);
    }

    private List<String> merged(Ticket ticket, Tickets.Duplicate duplicate) {
        List<String> lines = new ArrayList<>();
        lines.add("#" + ticket.number() + " repeats #" + duplicate.number() + " with a likelihood of "
                + String.format(Locale.ROOT, "%.2f", duplicate.score()) + ": "
                + duplicate.reasons().stream().map(reason -> reason.code()).collect(Collectors.joining(", ")));
        CustomerView before = view(ticket.id());
        CustomerView target = view(duplicate.ticket());
        tickets.handle(ANNA, ticket.id(), Merge.into(duplicate.ticket()));
        lines.add("Merged: the conversation of #" + ticket.number() + " goes on in "
                + tickets.get(READER, ticket.id()).related().target().map(to -> "#" + tickets.get(READER, to).number())
                        .orElse("itself")
                + ", and its clocks stand still.");
        tickets.handle(ANNA, ticket.id(), new Unmerge());
        lines.add("Taken out again: its customer sees " + same(before, view(ticket.id())) + ", the other one "
                + same(target, view(duplicate.ticket())) + ".");
        return lines;
    }

    private CustomerView view(TicketId id) {
        return tickets.customerView(READER, id, 0, Tickets.MAX_HISTORY_PAGE);
    }

    private static String same(CustomerView before, CustomerView after) {
        return before.entries().equals(after.entries()) && Objects.equals(before.goesOnIn(), after.goesOnIn())
                ? "what they saw before"
                : "something else";
    }

    private void macro() {
        List<String> lines = new ArrayList<>();
        all().stream().filter(ticket -> ticket.phase() == Phase.OPEN
                && ticket.workflow().equals(Workflow.standard().ref())).findFirst().ifPresent(ticket -> {
                    long version = ticket.version();
                    lines.add("#" + ticket.number() + " before: " + ticket.status() + ", tags " + ticket.tags());
                    lines.add("Previewed, which changes nothing: "
                            + tickets.rules().preview(ANNA, ticket.id(), ApplyMacro.of(PHOTO.id())).getClass()
                                    .getSimpleName()
                                    .toLowerCase(Locale.ROOT));
                    Ticket after = tickets.handle(ANNA, ticket.id(), ApplyMacro.of(PHOTO.id()));
                    lines.add("Applied as one: " + after.status() + ", tags " + after.tags() + ", "
                            + Display.count(after.version() - version, "event"));
                });
        print("A macro: a reply, a tag and a move", lines);
    }

    private void outbox() {
        TicketEvents events = desk.events();
        List<String> lines = new ArrayList<>();
        OutboxStore.Lag lag = events.lag(READER).get("warehouse");
        lines.add("The warehouse cannot take #" + POISON + " and was told of everything else: "
                + (lag == null ? 0 : lag.waiting()) + " waiting.");
        events.failures(READER, "warehouse", 10).forEach(failure -> lines.add("  attempt " + failure.attempts() + ", "
                + failure.error() + ", tried again "
                + failure.retryAt().map(at -> Times.brief(Duration.between(clock.instant(), at)) + " later")
                        .orElse("when somebody says so")));
        isBroken = false;
        events.failures(READER, "warehouse", 10)
                .forEach(failure -> events.retry(READER, "warehouse", failure.ticket(), failure.sequence()));
        drain();
        lines.add("Repaired and sent again: "
                + (events.lag(READER).isEmpty() ? "nothing is waiting." : "still waiting."));
        print("The outbox, with a consumer that fails of one ticket", lines);
    }

    private void drain() {
        while (desk.events().drain(1_000).delivered() > 0) {
            // until nothing more can be delivered
        }
    }

    private void erasure() {
        ActorId person = all().getFirst().requester().id();
        Report before = report();
        StringBuilder export = new StringBuilder();
        desk.people().export(READER, person, export);
        int erased = desk.people().erase(READER, person);
        Report after = report();
        List<String> changed = Stream.of(Report.Table.values())
                .filter(table -> !before.csv(table).equals(after.csv(table))).map(Report.Table::name).toList();
        print("A customer asks to be forgotten", List.of(
                "Exported " + (export.length() > 100 ? "what is known of them" : "nothing") + " as JSON; erased from "
                        + Display.count(erased, "ticket") + ": #" + all().getFirst().number() + " is now \""
                        + all().getFirst().subject() + "\".",
                changed.isEmpty()
                        ? "Every table of the report is what it was."
                        : "The report has changed: " + changed));
    }

    private Report report() {
        LocalDate day = LocalDate.ofInstant(scenario.start(), Quickstart.ZONE);
        return desk.reports().read(READER, ReportPlan.builder(Quickstart.ZONE, day, day.plusDays(1))
                .calendar(HOURS).groupBy(ReportPlan.By.Property.KIND, ReportPlan.By.Property.TEAM,
                        ReportPlan.By.Property.LANGUAGE)
                .build());
    }
}
