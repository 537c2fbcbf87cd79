/**
 * Business time: {@link io.opora.sla.BusinessCalendar} says when somebody is there and counts in the time that this leaves
 * open. It knows no tickets.
 *
 * {@snippet :
 * BusinessCalendar calendar = BusinessCalendar.builder(ZoneId.of("Europe/Moscow"))
 *         .open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), TimeRange.of("09:00", "13:00"), TimeRange.of("14:00", "18:00"))
 *         .closedYearly(MonthDay.of(5, 9), "Victory Day")
 *         .open(LocalDate.of(2026, 1, 3), TimeRange.of("10:00", "14:00"))
 *         .build();
 * Instant asked = Instant.parse("2026-01-16T14:00:00Z");
 * Instant due = calendar.add(asked, Duration.ofHours(8));
 * Duration worked = calendar.between(asked, due);
 * System.out.println(calendar.explain(asked, Duration.ofHours(8)).text(Locale.ENGLISH));
 * System.out.println(calendar.availability(asked, ZoneId.of("Asia/Tokyo"), Locale.ENGLISH).sentence());
 * }
 *
 * <h2>What is checked</h2>
 * A calendar is refused with a list of everything that is wrong, each with a path such as {@code week.MONDAY} or
 * {@code hours.2026-01-03}: {@code overlap} (two ranges of a day, or one that runs into those of the next day; both are
 * named), {@code no-range}, {@code too-many}, {@code date} (beyond what calendars know), {@code name},
 * {@code json-too-long}; and if nothing else is wrong, {@code never-opens}. A dated range may run into the hours of the next
 * day's weekday: that day is then open from both.
 *
 * <h2>The form of the JSON</h2>
 *
 * {@snippet lang=json :
 * {
 *   "schema": 1,
 *   "zone": "Europe/Moscow",
 *   "week": { "MONDAY": [ "09:00-13:00", "14:00-18:00" ], "FRIDAY": [ "22:00-06:00" ] },
 *   "hours": { "2026-01-03": [ "10:00-14:00" ] },
 *   "closed": { "2026-01-01": "New Year", "2026-01-02": "" },
 *   "yearly": { "05-09": "Victory Day" },
 *   "breaks": { "2026-01-12": [ "12:00-12:30" ] }
 * }
 * }
 *
 * <p>
 * All but {@code schema} and {@code zone} may be left out. Instead of them a union or an intersection has its two parts:
 * {@code { "schema": 1, "union": [ {...}, {...} ] }}. Reading is strict, see {@link io.opora.Json}; its own codes are
 * {@code schema}, {@code zone}, {@code date}, {@code time-range} and {@code parts}.
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.sla;

import org.jspecify.annotations.NullMarked;
