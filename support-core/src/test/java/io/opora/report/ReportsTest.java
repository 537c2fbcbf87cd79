package io.opora.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.opora.ClosedException;
import io.opora.StorageException;
import io.opora.access.AccessDeniedException;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.condition.Condition;
import io.opora.report.Report.Cell;
import io.opora.report.Report.Group;
import io.opora.report.Report.Period;
import io.opora.report.Report.Spread;
import io.opora.report.Report.Table;
import io.opora.report.Report.Times;
import io.opora.report.ReportPlan.By;
import io.opora.report.ReportPlan.Step;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.sla.SlaPolicy;
import io.opora.sla.TimeRange;
import io.opora.testing.TestDesk;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.Channel;
import io.opora.ticket.Classify;
import io.opora.ticket.FieldDefinition;
import io.opora.ticket.FieldSet;
import io.opora.ticket.Merge;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Reply;
import io.opora.ticket.RequestKind;
import io.opora.ticket.Requester;
import io.opora.ticket.SetFields;
import io.opora.ticket.TeamId;
import io.opora.ticket.TicketCommand;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.Tickets;
import io.opora.ticket.Unmerge;
import io.opora.workflow.Phase;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The desk's clock starts on Monday, 2026-03-02, at 09:00 UTC. */
class ReportsTest {

    private static final Actor OLGA = Actor.agent("olga").withRoles(Role.SUPERVISOR);
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor MARIA = Actor.customer("maria");
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final Times NOTHING = new Times(0, 0, Optional.empty(), Optional.empty());

    private final TestDesk desk = TestDesk.create(builder -> builder.fields(FieldSet.of(
            FieldDefinition.builder("product", FieldDefinition.Type.text(1, 200)).build(),
            FieldDefinition.builder("return-reason", FieldDefinition.Type.choice("broken", "late", "wrong")).build()))
            .access(AccessPolicy.standard().toBuilder()
                    .permit(Role.of("lead"), Relation.TEAM_MEMBER, only -> only.teams("money"), Operation.REPORT)
                    .build()));
    private final Tickets tickets = desk.desk().tickets();

    @AfterEach
    void close() {
        desk.close();
    }

    private TicketId open(UnaryOperator<OpenTicket.Builder> how) {
        return tickets.open(MARIA, how.apply(OpenTicket.builder("Lamp", "It flickers")).build()).id();
    }

    private TicketId open() {
        return open(how -> how);
    }

    private void pass(Duration time) {
        desk.clock().advance(time);
    }

    private void handle(Actor actor, TicketId id, TicketCommand... commands) {
        for (TicketCommand command : commands) {
            tickets.handle(actor, id, command);
        }
    }

    private static Move solve() {
        return Move.of("solve").with("resolution", "answered");
    }

    private static ReportPlan.Builder plan(int days) {
        return ReportPlan.builder(ZoneOffset.UTC, MONDAY, MONDAY.plusDays(days));
    }

    private Report read(ReportPlan.Builder plan) {
        return desk.desk().reports().read(OLGA, plan.build());
    }

    private static Spread spread(Duration median, Duration percentile90, Duration longest) {
        return new Spread(median, percentile90, longest, true);
    }

    private static Spread one(Duration duration) {
        return spread(duration, duration, duration);
    }

    private static Times times(long waiting, Duration only) {
        return new Times(1, waiting, Optional.of(one(only)), Optional.empty());
    }

    @Test
    void aDeskWithoutTicketsHasNoFigures() {
        Report report = read(plan(2).groupBy(By.Property.KIND).cross(By.Property.TAG, By.Property.KIND));

        assertThat(report.total()).isEqualTo(new Group(Optional.empty(), 0, 0, 0, 0, NOTHING, NOTHING));
        assertThat(report.groups(By.Property.KIND)).isEmpty();
        assertThat(report.crossing(By.Property.TAG, By.Property.KIND)).isEmpty();
        // the second day has not come yet
        assertThat(report.periods()).hasSize(1).first().extracting(Period::opened, Period::unfinished)
                .containsExactly(0L, 0L);
    }

    @Test
    void volumesAreCountedByKindTeamChannelTagLanguageAndField() {
        TicketId first = open(how -> how.kind(RequestKind.TECHNICAL).channel(Channel.EMAIL).tag("vip").tag("lamp"));
        open(how -> how.kind(RequestKind.TECHNICAL).channel(Channel.CHAT).tag("vip")
                .locale(Locale.of("ru")));
        open(how -> how.kind(RequestKind.FINANCIAL).channel(Channel.CHAT));
        handle(ANNA, first, new Assign(Optional.of(TeamId.of("money")), Optional.empty()),
                SetFields.of("product", "Lamp, red"));
        Report report = read(plan(1).groupBy(By.Property.values()).groupBy(By.field("product")));

        assertThat(values(report, By.Property.KIND)).containsExactly("technical 2", "financial 1");
        assertThat(values(report, By.Property.TEAM)).containsExactly("- 2", "money 1");
        assertThat(values(report, By.Property.CHANNEL)).containsExactly("chat 2", "email 1");
        assertThat(values(report, By.Property.TAG)).containsExactly("vip 2", "lamp 1", "- 1");
        assertThat(values(report, By.Property.LANGUAGE)).containsExactly("en 2", "ru 1");
        assertThat(values(report, By.Property.PRIORITY)).containsExactly("NORMAL 3");
        assertThat(values(report, By.field("product"))).containsExactly("- 2", "Lamp, red 1");
        assertThat(report.total().tickets()).isEqualTo(3);
        assertThat(report.groups(By.field("unasked"))).isEmpty();
    }

    private static List<String> values(Report report, By by) {
        return report.groups(by).stream().map(group -> group.value().orElse("-") + " " + group.tickets()).toList();
    }

    @Test
    void aPropertyCountsAsItIsInTheEnd() {
        TicketId id = open(how -> how.kind(RequestKind.TECHNICAL).tag("vip"));
        pass(Duration.ofDays(1));
        handle(ANNA, id, new Classify(RequestKind.FINANCIAL), ChangeTags.remove("vip"));

        assertThat(values(read(plan(1).groupBy(By.Property.KIND)), By.Property.KIND)).containsExactly("financial 1");
        Report before = read(plan(1).groupBy(By.Property.KIND, By.Property.TAG).asOf(TestDesk.START));
        assertThat(values(before, By.Property.KIND)).containsExactly("technical 1");
        assertThat(values(before, By.Property.TAG)).containsExactly("vip 1");
    }

    @Test
    void theFirstReplyIsTheFirstWordOfAPersonInCalendarAndBusinessTime() {
        BusinessCalendar office = BusinessCalendar.builder(ZoneOffset.UTC)
                .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("10:00", "18:00")).build();
        TicketId asked = open();
        open();
        TicketId byPhone = tickets.open(ANNA, OpenTicket.builder("By phone", "It flickers")
                .requester(Requester.of("maria")).build()).id();
        pass(Duration.ofMinutes(1));
        handle(Actor.bot("helper"), asked, Reply.of("We have your request"));
        handle(MARIA, asked, Reply.of("And it hums"));
        pass(Duration.ofMinutes(1_439));
        handle(ANNA, asked, Reply.of("Which bulb?"));
        pass(Duration.ofHours(2));
        handle(ANNA, asked, Reply.of("Are you there?"));
        handle(ANNA, byPhone, Reply.of("Solved by phone"));
        Report report = read(plan(2).calendar(office));

        assertThat(report.total().firstReply()).isEqualTo(new Times(2, 1,
                Optional.of(spread(Duration.ofDays(1), Duration.ofHours(26), Duration.ofHours(26))),
                Optional.of(spread(Duration.ofHours(8), Duration.ofHours(9), Duration.ofHours(9)))));
        assertThat(report.periods()).extracting(Period::replies).containsExactly(0L, 3L);
        assertThat(report.periods()).extracting(Period::customerMessages).containsExactly(1L, 0L);
    }

    @Test
    void aTicketIsResolvedWhenItWasFinishedForGood() {
        TicketId reopened = open();
        TicketId rejected = open();
        open();
        pass(Duration.ofHours(1));
        handle(ANNA, reopened, solve());
        handle(ANNA, rejected, Move.of("reject").with("reason", "spam"));
        pass(Duration.ofHours(1));
        handle(MARIA, reopened, Reply.of("It still flickers"));

        assertThat(read(plan(1)).total()).isEqualTo(new Group(Optional.empty(), 3, 0, 1, 1,
                new Times(0, 3, Optional.empty(), Optional.empty()), times(2, Duration.ofHours(1))));
        pass(Duration.ofHours(1));
        handle(ANNA, reopened, solve());
        assertThat(read(plan(1)).total().resolution()).isEqualTo(new Times(2, 1,
                Optional.of(spread(Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(3))), Optional.empty()));
        assertThat(read(plan(1)).periods()).singleElement()
                .isEqualTo(new Period(MONDAY, MONDAY.plusDays(1), 3, 0, 1, 2, 1, 1, Map.of(Phase.NEW, 1L,
                        Phase.OPEN, 0L, Phase.PENDING, 0L, Phase.ON_HOLD, 0L)));
    }

    @Test
    void theBacklogOfAnyPastDateIsKnown() {
        TicketId id = open(); // on Monday
        pass(Duration.ofDays(1));
        handle(ANNA, id, Move.of("start"));
        TicketId other = open(); // on Tuesday
        pass(Duration.ofDays(2));
        handle(ANNA, id, Move.of("ask"));
        handle(ANNA, other, solve()); // on Thursday
        pass(Duration.ofDays(1)); // Friday
        Report report = read(plan(7));

        assertThat(report.periods()).hasSize(5); // the weekend has not come yet
        assertThat(report.periods()).extracting(Period::unfinished).containsExactly(1L, 2L, 2L, 1L, 1L);
        assertThat(report.periods()).extracting(period -> period.in(Phase.NEW)).containsExactly(1L, 1L, 1L, 0L, 0L);
        assertThat(report.periods()).extracting(period -> period.in(Phase.OPEN)).containsExactly(0L, 1L, 1L, 0L, 0L);
        assertThat(report.periods()).extracting(period -> period.in(Phase.PENDING)).containsExactly(0L, 0L, 0L, 1L, 1L);
        assertThat(report.periods()).extracting(period -> period.in(Phase.SOLVED)).containsOnly(0L);
        // a report that begins later knows what was left before
        assertThat(read(ReportPlan.builder(ZoneOffset.UTC, MONDAY.plusDays(2), MONDAY.plusDays(7)).step(Step.WEEK))
                .periods()).extracting(Period::opened, Period::unfinished)
                .containsExactly(tuple(0L, 1L));
    }

    @Test
    void aPeriodEndsAtMidnightOfItsZone() {
        pass(Duration.ofHours(12)); // Tuesday, 00:00 in Moscow
        open();

        assertThat(read(plan(2)).periods()).extracting(Period::opened).containsExactly(1L);
        assertThat(read(ReportPlan.builder(ZoneId.of("Europe/Moscow"), MONDAY, MONDAY.plusDays(2))).periods())
                .extracting(Period::opened, Period::unfinished).containsExactly(
                        tuple(0L, 0L), tuple(1L, 1L));
    }

    @Test
    void timeInAPhaseIsAddedUpForEachTicket() {
        TicketId id = open();
        pass(Duration.ofHours(1));
        handle(ANNA, id, Move.of("start"));
        pass(Duration.ofHours(2));
        handle(ANNA, id, Move.of("ask"));
        pass(Duration.ofHours(3));
        handle(MARIA, id, Reply.of("An E27"));
        pass(Duration.ofHours(4));
        Report report = read(plan(1));

        assertThat(report.phases()).containsOnlyKeys(Phase.NEW, Phase.OPEN, Phase.PENDING, Phase.ON_HOLD, Phase.SOLVED)
                .containsEntry(Phase.NEW, times(0, Duration.ofHours(1)))
                .containsEntry(Phase.OPEN, times(1, Duration.ofHours(6)))
                .containsEntry(Phase.PENDING, times(0, Duration.ofHours(3)))
                .containsEntry(Phase.SOLVED, NOTHING);
    }

    @Test
    void aMergedTicketWasOpenedAndWaitsNoLonger() {
        TicketId target = open();
        TicketId merged = open();
        pass(Duration.ofHours(1));
        handle(ANNA, merged, Merge.into(target));
        pass(Duration.ofHours(1));
        handle(ANNA, merged, Reply.of("We are on it")); // is relayed to the target
        Report report = read(plan(1));

        assertThat(report.total()).isEqualTo(new Group(Optional.empty(), 2, 1, 0, 0, times(0, Duration.ofHours(2)),
                new Times(0, 1, Optional.empty(), Optional.empty())));
        assertThat(report.periods()).singleElement().extracting(Period::opened, Period::replies, Period::unfinished)
                .containsExactly(2L, 1L, 1L);
        assertThat(report.phases().get(Phase.NEW)).isEqualTo(new Times(2, 1,
                Optional.of(spread(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(2))), Optional.empty()));
        // as of before the merge there was none
        assertThat(read(plan(1).asOf(TestDesk.START.plusSeconds(60))).total().merged()).isZero();

        handle(ANNA, merged, new Unmerge());
        pass(Duration.ofHours(1));
        Report undone = read(plan(1));
        assertThat(undone.total()).extracting(Group::merged, group -> group.firstReply().waiting()).containsExactly(0L,
                1L);
        assertThat(undone.periods().getFirst().unfinished()).isEqualTo(2);
    }

    @Test
    void reasonsOfReturnsAreCountedByProduct() {
        String[][] returns = {{"Lamp", "broken"}, {"Lamp", "broken"}, {"Lamp", "late"}, {"Desk", "broken"},
                {"", "wrong"}};
        for (String[] each : returns) {
            TicketId id = open();
            handle(ANNA, id, SetFields.of("return-reason", each[1]));
            if (!each[0].isEmpty()) {
                handle(ANNA, id, SetFields.of("product", each[0]));
            }
        }
        handle(ANNA, open(), SetFields.of("product", "Lamp")); // no return
        Report report = read(plan(1).cross(By.field("return-reason"), By.field("product")));

        assertThat(report.crossing(By.field("return-reason"), By.field("product"))).containsExactly(
                new Cell("broken", Optional.of("Lamp"), 2), new Cell("broken", Optional.of("Desk"), 1),
                new Cell("late", Optional.of("Lamp"), 1), new Cell("wrong", Optional.empty(), 1));
        assertThat(report.csv(Table.CROSSINGS)).isEqualTo("""
                what,value,by,value,tickets\r
                field:return-reason,broken,field:product,Lamp,2\r
                field:return-reason,broken,field:product,Desk,1\r
                field:return-reason,late,field:product,Lamp,1\r
                field:return-reason,wrong,field:product,,1\r
                """);
    }

    @Test
    void valuesBeyondTheMostAreCountedTogether() {
        for (int i = 0; i < Report.MAX_GROUPS + 5; i++) {
            handle(ANNA, open(), SetFields.of("product", "p" + i));
        }
        List<Group> groups = read(plan(1).groupBy(By.field("product"))).groups(By.field("product"));

        assertThat(groups).hasSize(Report.MAX_GROUPS);
        assertThat(groups.getFirst()).returns(Optional.of(Report.OTHERS), Group::value).returns(6L, Group::tickets);
    }

    @Test
    void aReportIsWrittenAsTables() {
        TicketId id = open(how -> how.tag("vip"));
        pass(Duration.ofSeconds(90));
        handle(ANNA, id, Reply.of("Which bulb?"), SetFields.of("product", "=1+1"));
        Report report = read(plan(1).groupBy(By.Property.TAG, By.field("product")));

        assertThat(report.csv(Table.PERIODS)).isEqualTo("""
                from,to,opened,replies,customer messages,solved,reopened,closed,new,open,pending,on hold,backlog\r
                2026-03-02,2026-03-03,1,1,0,0,0,0,1,0,0,0,1\r
                """);
        assertThat(report.csv(Table.GROUPS).lines().skip(1)).containsExactly(
                "all,,1,0,0,0,1,0,90,90,90,,,,0,1,,,,,,", "tag,vip,1,0,0,0,1,0,90,90,90,,,,0,1,,,,,,",
                "field:product,\"'=1+1\",1,0,0,0,1,0,90,90,90,,,,0,1,,,,,,");
        assertThat(report.csv(Table.PHASES).lines().skip(1)).startsWith("NEW,1,1,90,90,90,,,", "OPEN,0,0,,,,,,");
        for (Table table : Table.values()) {
            List<Long> columns = report.csv(table).lines().filter(line -> !line.contains("\""))
                    .map(line -> line.chars().filter(each -> each == ',').count()).distinct().toList();
            assertThat(columns.size())
                    .as(table + ": every row has as many columns as the header, whose names hold commas")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatWasPromisedIsCountedAsMetAndBreached() {
        SlaPolicy.Versions policies = SlaPolicy.Versions.of(SlaPolicy.builder("support", 1)
                .calendar("always", BusinessCalendar.alwaysOpen(ZoneOffset.UTC))
                .rule("everybody", Condition.always(),
                        rule -> rule.target(SlaClock.Kind.FIRST_REPLY, Duration.ofHours(2)))
                .build(tickets.facts().tickets()));
        TicketId soon = open(how -> how.kind(RequestKind.TECHNICAL));
        TicketId late = open(how -> how.kind(RequestKind.TECHNICAL));
        handle(ANNA, late, new Assign(Optional.of(TeamId.of("money")), Optional.empty()));
        pass(Duration.ofHours(2));
        handle(ANNA, soon, Reply.of("Which bulb?"));
        pass(Duration.ofHours(24));
        open(how -> how.kind(RequestKind.FINANCIAL));
        Report report = read(plan(2).serviceLevels(policies));

        assertThat(report.csv(Table.SERVICE_LEVELS)).isEqualTo("""
                from,clock,kind,team,met,breached,neither yet\r
                2026-03-02,FIRST_REPLY,technical,money,0,1,0\r
                2026-03-02,FIRST_REPLY,technical,,1,0,0\r
                2026-03-03,FIRST_REPLY,financial,,0,0,1\r
                """);
        assertThat(report.withoutClocks()).isZero();
        assertThat(read(plan(2)).serviceLevels()).isEmpty();
    }

    @Test
    void whatHappensLaterDoesNotChangeAReportOfAnEarlierInstant() {
        TicketId id = open();
        pass(Duration.ofHours(1));
        Instant then = desk.clock().instant();
        Report before = read(plan(3).groupBy(By.Property.values()));
        pass(Duration.ofHours(1));
        handle(ANNA, id, Reply.of("Hello"), solve());
        open();

        assertThat(read(plan(3).groupBy(By.Property.values()).asOf(then))).usingRecursiveComparison()
                .ignoringFields("plan").isEqualTo(before);
    }

    @Test
    void anInstantInTheFutureIsNotKnownYet() {
        assertThat(read(plan(3).asOf(TestDesk.START.plusSeconds(1_000_000))).asOf()).isEqualTo(TestDesk.START);
    }

    @Test
    void allPagesAndWholeHistoriesAreRead() {
        for (int i = 0; i < 2 * TicketQuery.MAX_LIMIT + 1; i++) {
            pass(Duration.ofSeconds(1));
            open();
        }
        TicketId id = open();
        for (int i = 0; i < Tickets.MAX_HISTORY_PAGE + 10; i++) {
            handle(MARIA, id, Reply.of("Hello?"));
        }
        Report report = read(plan(1));

        assertThat(report.total().tickets()).isEqualTo(2 * TicketQuery.MAX_LIMIT + 2);
        assertThat(report.periods().getFirst().customerMessages()).isEqualTo(Tickets.MAX_HISTORY_PAGE + 10);
    }

    @Test
    void onlyTheTicketsOfTheQueryCountWhateverItsOrderAndLimit() {
        open(how -> how.kind(RequestKind.TECHNICAL));
        open(how -> how.kind(RequestKind.FINANCIAL));
        open(how -> how.kind(RequestKind.FINANCIAL));
        TicketQuery.Cursor cursor = TicketQuery.Sort.NEWEST
                .cursor(tickets.inbox(ANNA, TicketQuery.all()).tickets().getFirst());
        TicketQuery query = TicketQuery.builder().kinds(RequestKind.FINANCIAL).sort(TicketQuery.Sort.NEWEST)
                .after(cursor)
                .limit(1).build();

        assertThat(desk.desk().reports().read(OLGA, plan(1).build(), query).total().tickets()).isEqualTo(2);
    }

    @Test
    void whoMayReportOnOneTeamAloneAsksForThatTeam() {
        Actor lead = Actor.agent("lena").withRoles(Role.of("lead")).inTeams("money");
        TicketId id = open();
        open();
        handle(ANNA, id, new Assign(Optional.of(TeamId.of("money")), Optional.empty()));
        ReportPlan plan = plan(1).build();

        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.desk().reports().read(lead, plan));
        assertThat(
                desk.desk().reports().read(lead, plan, TicketQuery.builder().team(TeamId.of("money")).build()).total()
                        .tickets())
                .isEqualTo(1);
    }

    @Test
    void historiesAreShownOfATicketAndOfThoseMergedIntoItAndOfNoOther() {
        TicketId target = open();
        TicketId merged = open();
        TicketId along = open();
        TicketId stranger = open();
        handle(ANNA, along, Merge.into(merged));
        handle(ANNA, merged, Merge.into(target));
        List<TicketEvent> seen = new ArrayList<>();
        tickets.histories(OLGA, TicketQuery.all(), (ticket, histories) -> {
            if (ticket.id().equals(target)) {
                seen.addAll(histories.apply(target));
                assertThat(histories.apply(merged)).isEqualTo(tickets.history(OLGA, merged, 0, 100));
                assertThat(histories.apply(along)).isEqualTo(tickets.history(OLGA, along, 0, 100));
                assertThat(histories.apply(stranger)).isEmpty();
            }
        });

        assertThat(seen).isEqualTo(tickets.history(OLGA, target, 0, 100)).isNotEmpty();
    }

    @Test
    void aCounterTakesHistoriesFromAnywhere() {
        TicketId id = open();
        Report.Counter counter = Report.counter(plan(1).build(), desk.clock().instant());
        counter.add(tickets.history(OLGA, id, 0, 100), other -> List.of());

        assertThat(counter.report()).isEqualTo(read(plan(1)));
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> counter.add(List.of(), other -> List.of()));
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> counter.add(tickets.history(OLGA, id, 1, 100), other -> List.of()));
    }

    @Test
    void aClosedDeskReportsNothing() {
        desk.close();

        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> read(plan(1)));
    }
}
