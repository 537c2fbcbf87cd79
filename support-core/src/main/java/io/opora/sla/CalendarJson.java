package io.opora.sla;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.Json;
import io.opora.Spelling;
import io.opora.Violation;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calendars as JSON. The form is described on the page of this package. */
final class CalendarJson {

    static final int SCHEMA = 1;
    /** Two levels for each part of a union, and some for texts that are wrong and deserve a better answer than "too deep". */
    static final int MAX_DEPTH = 2 * BusinessCalendar.MAX_PARTS + 16;

    private static final String UNION = "union";
    private static final String INTERSECTION = "intersection";
    /** The most characters that a range or a date takes, apart from its name, with what stands around it. */
    private static final int MAX_PER_PART = 60;

    private CalendarJson() {}

    static BusinessCalendar read(String text) {
        Findings findings = new Findings();
        Json json = Json.parse(text, BusinessCalendar.MAX_JSON_LENGTH, MAX_DEPTH, findings);
        requireSchema(json, SCHEMA);
        Optional<BusinessCalendar> calendar = read(json, findings, "schema");
        findings.refuse("calendar in JSON");
        return calendar.orElseThrow();
    }

    /** Reports a form that this version does not know. */
    static void requireSchema(Json json, int schema) {
        Json version = json.required("schema");
        int written = version.integer();
        if (version.isNumber() && written != schema) {
            version.wrong("schema", "the form of version " + written + " is not known: this is version " + schema);
        }
    }

    /**
     * Reads a calendar that may stand in a bigger JSON.
     *
     * @param also a field that it may have beside its own
     * @return nothing if there is something wrong with it, which then is among the findings
     */
    static Optional<BusinessCalendar> read(Json json, Findings findings, String... also) {
        int before = findings.violations().size();
        Optional<CalendarRules> rules = rules(json, findings, also);
        if (rules.isPresent() && findings.violations().size() == before) {
            try {
                return Optional.of(BusinessCalendar.of(rules.get()));
            } catch (InvalidInputException e) {
                e.violations().forEach(violation -> findings.add(json.path(), violation.code(), violation.message()));
            }
        }
        return Optional.empty();
    }

    private static Optional<CalendarRules> rules(Json json, Findings findings, String... also) {
        Json union = json.optional(UNION);
        Json intersection = json.optional(INTERSECTION);
        if (union.exists()) {
            json.fields(with(also, UNION));
            return both(union, findings, CalendarRules.Union::new);
        }
        if (intersection.exists()) {
            json.fields(with(also, INTERSECTION));
            return both(intersection, findings, CalendarRules.Intersection::new);
        }
        json.fields(with(also, "zone", "week", "hours", "closed", "yearly", "breaks"));
        BusinessCalendar.Builder builder = BusinessCalendar.builder(zone(json.required("zone")));
        each(json.optional("week"), CalendarJson::weekday, (day, ranges) -> builder.open(day, ranges(ranges)));
        each(json.optional("hours"), CalendarJson::date, (date, ranges) -> builder.open(date, ranges(ranges)));
        each(json.optional("closed"), CalendarJson::date, (date, name) -> builder.closed(date, name.text()));
        each(json.optional("yearly"), CalendarJson::monthDay, (day, name) -> builder.closedYearly(day, name.text()));
        each(json.optional("breaks"), CalendarJson::date, (date, ranges) -> builder.without(date, ranges(ranges)));
        return findings.readable() ? Optional.of(builder.check(json.path(), findings)) : Optional.empty();
    }

    private interface Combination {
        CalendarRules of(CalendarRules first, CalendarRules second);
    }

    private static Optional<CalendarRules> both(Json parts, Findings findings, Combination combination) {
        List<Json> items = parts.items();
        if (items.size() != 2) {
            parts.wrong("parts",
                    items.size() + " calendars are not two, which is what a union or an intersection is made of");
            return Optional.empty();
        }
        Optional<CalendarRules> first = rules(items.getFirst(), findings);
        Optional<CalendarRules> second = rules(items.getLast(), findings);
        return first.flatMap(one -> second.map(other -> combination.of(one, other)));
    }

    private static String[] with(String[] also, String... fields) {
        String[] all = java.util.Arrays.copyOf(fields, fields.length + also.length);
        System.arraycopy(also, 0, all, fields.length, also.length);
        return all;
    }

    private static ZoneId zone(Json json) {
        String text = json.text();
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            if (json.isText()) {
                String nearest = Spelling.nearest(text, ZoneId.getAvailableZoneIds());
                json.wrong("zone", Spelling.quote(text) + " is no time zone: write it as 'Europe/Moscow' or '+03:00'"
                        + (nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?"));
            }
            return ZoneOffset.UTC;
        }
    }

    private interface Key<T> {
        Optional<T> read(String name, Json value);
    }

    private static <T> void each(Json object, Key<T> key, BiConsumer<T, Json> what) {
        if (object.exists()) {
            object.entries()
                    .forEach((name, value) -> key.read(name, value).ifPresent(read -> what.accept(read, value)));
        }
    }

    private static Optional<DayOfWeek> weekday(String name, Json value) {
        List<String> names = java.util.stream.Stream.of(DayOfWeek.values()).map(DayOfWeek::name).toList();
        if (names.contains(name)) {
            return Optional.of(DayOfWeek.valueOf(name));
        }
        value.wrong("unknown-value", Spelling.quote(name) + " is no day of the week" + Spelling.hintFor(name, names));
        return Optional.empty();
    }

    private static Optional<LocalDate> date(String name, Json value) {
        return key(name, value, "date: write 2026-01-31", LocalDate::parse);
    }

    private static Optional<MonthDay> monthDay(String name, Json value) {
        return key(name, value, "date of a year: write 05-09", text -> MonthDay.parse("--" + text));
    }

    private static <T> Optional<T> key(String name, Json value, String what, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(name));
        } catch (DateTimeException e) {
            value.wrong("date", Spelling.quote(name) + " is no " + what);
            return Optional.empty();
        }
    }

    private static TimeRange[] ranges(Json json) {
        return json.items().stream().map(item -> item.parsed("time-range",
                "range of time: write 09:00-13:00; 24:00 ends a day", TimeRange.of("00:00", "24:00"), text -> {
                    try {
                        return TimeRange.parse(text);
                    } catch (InvalidInputException e) {
                        throw new IllegalArgumentException(e);
                    }
                })).toArray(TimeRange[]::new);
    }

    static String write(CalendarRules rules) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
        write(rules, root);
        return Json.print(root);
    }

    static void write(CalendarRules rules, ObjectNode target) {
        switch (rules) {
            case CalendarRules.Union(CalendarRules first, CalendarRules second) ->
                write(first, second, target, UNION);
            case CalendarRules.Intersection(CalendarRules first, CalendarRules second) ->
                write(first, second, target, INTERSECTION);
            case WeeklyRules weekly -> {
                target.put("zone", weekly.zone().getId());
                ranges(target, "week", weekly.week());
                ranges(target, "hours", weekly.hours());
                names(target, "closed", weekly.closed(), LocalDate::toString);
                names(target, "yearly", weekly.yearly(), day -> day.toString().substring(2));
                ranges(target, "breaks", weekly.breaks());
            }
        }
    }

    private static void write(CalendarRules first, CalendarRules second, ObjectNode target, String name) {
        var parts = target.putArray(name);
        write(first, parts.addObject());
        write(second, parts.addObject());
    }

    private static void ranges(ObjectNode target, String name, Map<?, List<TimeRange>> days) {
        if (!days.isEmpty()) {
            ObjectNode object = target.putObject(name);
            days.forEach((day, ranges) -> Json.putTexts(object, day.toString(), ranges));
        }
    }

    private static <T> void names(ObjectNode target, String field, SortedMap<T, String> dates,
            Function<T, String> key) {
        if (!dates.isEmpty()) {
            ObjectNode object = target.putObject(field);
            dates.forEach((date, name) -> object.put(key.apply(date), name));
        }
    }

    /** What is wrong with a calendar that could be written but not read again: nothing, or that it is too long. */
    static Optional<Violation> tooLong(CalendarRules rules) {
        if (estimate(rules) <= BusinessCalendar.MAX_JSON_LENGTH) {
            return Optional.empty();
        }
        int length = write(rules).length();
        return length <= BusinessCalendar.MAX_JSON_LENGTH
                ? Optional.empty()
                : Optional.of(new Violation("", "json-too-long", "this calendar takes " + length
                        + " characters of JSON, which is too long: at most " + BusinessCalendar.MAX_JSON_LENGTH));
    }

    private static long estimate(CalendarRules rules) {
        return switch (rules) {
            case CalendarRules.Union(CalendarRules first, CalendarRules second) -> estimate(first) + estimate(second);
            case CalendarRules.Intersection(CalendarRules first, CalendarRules second) ->
                estimate(first) + estimate(second);
            case WeeklyRules weekly -> {
                long length = 1_000;
                for (Map<?, List<TimeRange>> days : List.of(weekly.week(), weekly.hours(), weekly.breaks())) {
                    for (List<TimeRange> ranges : days.values()) {
                        length += (long) MAX_PER_PART * (1 + ranges.size());
                    }
                }
                for (Map<?, String> names : List.of(weekly.closed(), weekly.yearly())) {
                    for (String name : names.values()) {
                        length += MAX_PER_PART + 2L * name.length();
                    }
                }
                yield length;
            }
        };
    }
}
