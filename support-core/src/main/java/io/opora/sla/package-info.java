/**
 * Business time and service levels. {@link io.opora.sla.BusinessCalendar} says when somebody is there and counts in the time that
 * this leaves open. {@link io.opora.sla.SlaPolicy} says what is promised to whom, and {@link io.opora.sla.SlaClock} derives from
 * what happened to a request how its clocks stand. Nothing here knows tickets: whoever keeps them translates their history into a
 * {@link io.opora.sla.Timeline}.
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
 * {@snippet :
 * BusinessCalendar office = BusinessCalendar.alwaysOpen(ZoneId.of("UTC"));
 * Vocabulary vocabulary = Vocabulary.builder().declare("priority", Vocabulary.Type.TEXT, "normal", "urgent").build();
 * SlaPolicy policy = SlaPolicy.builder("support", 1).calendar("office", office)
 *         .rule("everybody", Condition.always(), rule -> rule
 *                 .target(SlaClock.Kind.FIRST_REPLY, Duration.ofHours(4))
 *                 .target(SlaClock.Kind.FIRST_REPLY, "urgent", Duration.ofMinutes(30))
 *                 .level(SlaClock.Kind.FIRST_REPLY, "80%")
 *                 .level(SlaClock.Kind.FIRST_REPLY, "+PT1H", new SlaPolicy.Action.Notify("lead")))
 *         .build(vocabulary);
 * Instant asked = Instant.parse("2026-01-16T14:00:00Z");
 * Timeline timeline = Timeline.of(new Timeline.Requested(asked, "NEW", Facts.builder().text("priority", "normal").build()));
 * SlaClock.Reading reading = SlaClock.read(timeline, SlaPolicy.Versions.of(policy), asked.plusSeconds(3600));
 * reading.clock(SlaClock.Kind.FIRST_REPLY).ifPresent(clock -> System.out.println(clock.last().remaining()));   // PT3H
 * System.out.println(reading.next());                                                    // when it is to be looked at again
 * }
 *
 * <h2>What is checked</h2>
 * A calendar is refused with a list of everything that is wrong, each with a path such as {@code week.MONDAY} or
 * {@code hours.2026-01-03}: {@code overlap} (two ranges of a day, or one that runs into those of the next day; both are
 * named), {@code no-range}, {@code too-many}, {@code date} (beyond what calendars know), {@code name},
 * {@code json-too-long}; and if nothing else is wrong, {@code never-opens}. A dated range may run into the hours of the next
 * day's weekday: that day is then open from both.
 *
 * <p>
 * A policy is refused likewise, besides what is wrong with its {@linkplain io.opora.condition conditions}: {@code name},
 * {@code version}, {@code duplicate}, {@code too-many}, {@code json-too-long}; {@code unreachable} (a rule behind one that always
 * applies); {@code calendar} (none is named), {@code unknown-calendar}; {@code duration} (a target of zero or less, or too long);
 * {@code unknown-phase}, {@code never-runs} (a clock that stands still in every phase); {@code no-target} (a level of a clock without
 * one), {@code mark} (a level before the start, or no level at all); {@code unknown-value}. A timeline: {@code request}, {@code order},
 * {@code unknown-phase}, {@code too-many}. Versions of a policy: {@code id}, {@code from}, {@code version}.
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
 * A policy, with its calendars in the form above, but for {@code schema}:
 *
 * {@snippet lang=json :
 * {
 *   "schema": 1,
 *   "id": "support",
 *   "version": 3,
 *   "from": "2026-02-01T00:00:00Z",
 *   "calendars": { "office": { "zone": "Europe/Moscow", "week": { "MONDAY": [ "09:00-18:00" ] } } },
 *   "rules": [ {
 *     "id": "vip",
 *     "when": { "fact": "tags", "contains": [ "vip" ] },
 *     "calendar": "office",
 *     "targets": [ { "clock": "FIRST_REPLY", "within": "PT4H" },
 *                  { "clock": "FIRST_REPLY", "priority": "urgent", "within": "PT30M" },
 *                  { "clock": "RESOLUTION", "within": "PT40H" } ],
 *     "pauses": { "RESOLUTION": [ "PENDING" ] },
 *     "levels": [ { "clock": "FIRST_REPLY", "at": "80%" },
 *                 { "clock": "RESOLUTION", "at": "-PT1H", "actions": [ { "notify": "lead" } ] },
 *                 { "clock": "RESOLUTION", "at": "breach", "actions": [ { "priority": "urgent" }, { "team": "second-line" } ] },
 *                 { "clock": "RESOLUTION", "at": "+PT8H" } ],
 *     "onReopen": "RESUME",
 *     "onChange": "KEEP_USED",
 *     "onMerge": "KEEP_OWN"
 *   } ]
 * }
 * }
 *
 * <p>
 * {@code from}, {@code priority}, {@code pauses}, {@code levels}, {@code actions} and the three options may be left out, and so may
 * {@code calendar} if there is only one.
 *
 * <p>
 * Everything here but the builders is immutable and safe for use by any number of threads.
 */
@NullMarked
package io.opora.sla;

import org.jspecify.annotations.NullMarked;
