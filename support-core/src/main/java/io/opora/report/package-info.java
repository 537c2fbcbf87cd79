/**
 * Figures from facts: volumes, times, the backlog of any past date, reopened tickets, one property against another, what was promised and
 * kept. Everything is computed from the histories of tickets when it is asked for. {@link io.opora.report.Reports} reads those of a
 * desk; {@link io.opora.report.Report#counter} takes any.
 *
 * {@snippet :
 * SupportDesk desk = SupportDesk.inMemory();
 * ReportPlan plan = ReportPlan.builder(ZoneId.of("Europe/Moscow"), LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1))
 *         .step(ReportPlan.Step.WEEK)
 *         .groupBy(ReportPlan.By.Property.KIND, ReportPlan.By.Property.TEAM)
 *         .cross(ReportPlan.By.field("return-reason"), ReportPlan.By.field("product"))
 *         .serviceLevels(desk.sla().policies())
 *         .build();
 * Report report = desk.reports().read(Actor.agent("olga").withRoles(Role.SUPERVISOR), plan);
 * report.periods().forEach(week -> System.out.println(week.from() + ": " + week.opened() + " opened, " + week.unfinished() + " left"));
 * report.total().firstReply().calendar().ifPresent(times -> System.out.println(times.median() + ", " + times.percentile90()));
 * String spreadsheet = report.csv(Report.Table.GROUPS);
 * }
 *
 * <p>
 * Plans, reports and the facade are safe for use by any number of threads; a counter is not.
 */
@NullMarked
package io.opora.report;

import org.jspecify.annotations.NullMarked;
