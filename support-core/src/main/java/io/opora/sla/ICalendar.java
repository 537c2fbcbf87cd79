package io.opora.sla;

import io.opora.Findings;
import io.opora.Spelling;
import io.opora.sla.HolidaySource.Holiday;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the all-day events of an iCalendar text. Everything else in it (alarms, zones, tasks, time of day) is passed over. */
final class ICalendar {

    static final int MAX_LENGTH = 2_000_000;
    static final int MAX_EVENTS = 10_000;
    static final int MAX_DAYS = 366;

    private static final String SUBJECT = "iCalendar text";

    /**
     * An event that lasts whole days.
     *
     * @param start its first day, or that of its first repetition
     * @param days how many days it lasts
     * @param rule how it is repeated, {@code null} if it is not
     * @param more further first days
     * @param except first days on which it does not take place
     */
    private record Event(LocalDate start, long days, String name, @Nullable YearlyRule rule, Set<LocalDate> more,
            Set<LocalDate> except) {

        void addTo(List<Holiday> holidays, int year) {
            Set<LocalDate> starts = new HashSet<>(more);
            starts.add(start);
            if (rule != null) {
                // one that begins in a year may last into the next one
                starts.addAll(rule.from(start, year - 1));
                starts.addAll(rule.from(start, year));
            }
            starts.removeAll(except);
            for (LocalDate first : starts) {
                for (int day = 0; day < days; day++) {
                    LocalDate date = first.plusDays(day);
                    if (date.getYear() == year) {
                        holidays.add(new Holiday(date, name));
                    }
                }
            }
        }
    }

    /** A line of the text after joining what was folded: {@code NAME;parameters:value}. */
    private record Line(int number, String name, String value) {}

    private final Findings findings = new Findings();
    private final List<Event> events = new ArrayList<>();

    private ICalendar() {}

    static HolidaySource read(Path file) throws IOException {
        if (Files.size(file) > 4L * MAX_LENGTH) {
            return parse(" ".repeat(MAX_LENGTH + 1));
        }
        return parse(Files.readString(file));
    }

    static HolidaySource parse(String text) {
        ICalendar calendar = new ICalendar();
        if (text.length() > MAX_LENGTH) {
            calendar.findings.add("", "too-long", "the text is too long: at most " + MAX_LENGTH + " characters");
        } else {
            calendar.read(calendar.lines(text));
        }
        calendar.findings.refuse(SUBJECT);
        List<Event> events = List.copyOf(calendar.events);
        return year -> {
            List<Holiday> holidays = new ArrayList<>();
            events.forEach(event -> event.addTo(holidays, year));
            return List.copyOf(holidays);
        };
    }

    private List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder unfolded = new StringBuilder();
        int number = 0;
        int begun = 1;
        for (String line : (text + "\n").split("\r?\n", -1)) {
            number++;
            if (line.startsWith(" ") || line.startsWith("\t")) {
                unfolded.append(line, 1, line.length());
                continue;
            }
            addLine(lines, begun, unfolded.toString());
            unfolded.setLength(0);
            unfolded.append(line);
            begun = number;
        }
        return lines;
    }

    private void addLine(List<Line> lines, int number, String line) {
        if (line.isBlank()) {
            return;
        }
        boolean quoted = false;
        int nameEnds = -1;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (!quoted && nameEnds < 0 && (c == ';' || c == ':')) {
                nameEnds = i;
            }
            if (!quoted && c == ':') {
                String name = line.substring(0, nameEnds).toUpperCase(Locale.ROOT);
                lines.add(new Line(number, name, line.substring(i + 1).strip()));
                return;
            }
        }
        wrong(number, "syntax",
                Spelling.quote(line) + " is no line of an iCalendar text: a name, ':' and a value are needed");
    }

    private void wrong(int line, String code, String message) {
        findings.add("line " + line, code, message);
    }

    private void read(List<Line> lines) {
        Deque<String> components = new ArrayDeque<>();
        List<Line> event = new ArrayList<>();
        for (Line line : lines) {
            if (line.name().equals("BEGIN")) {
                components.push(line.value().toUpperCase(Locale.ROOT));
                event = components.size() == 2 ? new ArrayList<>() : event;
            } else if (line.name().equals("END")) {
                String component = line.value().toUpperCase(Locale.ROOT);
                if (!component.equals(components.poll())) {
                    wrong(line.number(), "nesting",
                            "END:" + Spelling.shorten(component) + " ends nothing that has begun here");
                    return;
                }
                if (component.equals("VEVENT") && components.size() == 1) {
                    addEvent(line.number(), event);
                }
            } else if (components.size() == 2 && components.peek().equals("VEVENT")) {
                event.add(line);
            }
        }
        if (lines.isEmpty() || !components.isEmpty()) {
            findings.add("", "nesting", lines.isEmpty()
                    ? "the text is empty: BEGIN:VCALENDAR is needed"
                    : "the text ends before END:" + components.peek());
        }
    }

    private void addEvent(int number, List<Line> lines) {
        Line start = null;
        Line end = null;
        Line duration = null;
        Line rule = null;
        String name = "";
        Set<LocalDate> more = new HashSet<>();
        Set<LocalDate> except = new HashSet<>();
        for (Line line : lines) {
            switch (line.name()) {
                case "DTSTART" -> start = line;
                case "DTEND" -> end = line;
                case "DURATION" -> duration = line;
                case "RRULE" -> rule = line;
                case "SUMMARY" -> name = name(line.value());
                case "RDATE" -> dates(line, more);
                case "EXDATE" -> dates(line, except);
                case "EXRULE", "RECURRENCE-ID" -> wrong(line.number(), "unsupported", line.name()
                        + " is not understood: write such a holiday as an event of its own");
                case "STATUS" -> {
                    if (line.value().equalsIgnoreCase("CANCELLED")) {
                        return;
                    }
                }
                default -> {}
            }
        }
        if (start == null) {
            wrong(number, "missing", "an event has no DTSTART");
            return;
        }
        if (start.value().indexOf('T') >= 0) {
            return;
        }
        LocalDate first = date(start.number(), start.value());
        if (first == null) {
            return;
        }
        long days = days(first, end, duration);
        if (days < 1 || days > MAX_DAYS) {
            wrong(end != null ? end.number() : start.number(), "days",
                    "an event lasts 1 to " + MAX_DAYS + " days, not " + days);
            return;
        }
        if (events.size() == MAX_EVENTS) {
            findings.add("", "too-many", "there are too many events: at most " + MAX_EVENTS);
            return;
        }
        try {
            events.add(
                    new Event(first, days, name, rule == null ? null : YearlyRule.parse(rule.value()), more, except));
        } catch (IllegalArgumentException | DateTimeException e) {
            wrong(rule == null ? number : rule.number(), "unsupported",
                    "the rule " + Spelling.quote(rule == null ? "" : rule.value())
                            + " is not understood: " + e.getMessage());
        }
    }

    private long days(LocalDate first, @Nullable Line end, @Nullable Line duration) {
        if (end != null) {
            LocalDate last = date(end.number(), end.value());
            return last == null ? 1 : ChronoUnit.DAYS.between(first, last);
        }
        if (duration != null) {
            try {
                Period period = Period.parse(duration.value());
                return ChronoUnit.DAYS.between(first, first.plus(period));
            } catch (DateTimeException e) {
                wrong(duration.number(), "duration", Spelling.quote(duration.value())
                        + " is no number of days or weeks: write P1D or P2W");
            }
        }
        return 1;
    }

    private void dates(Line line, Set<LocalDate> dates) {
        for (String value : line.value().split(",", -1)) {
            // with a time of day it speaks of an event that is left out anyway
            LocalDate date = value.indexOf('T') >= 0 ? null : date(line.number(), value);
            if (date != null) {
                dates.add(date);
            }
        }
    }

    private @Nullable LocalDate date(int line, String text) {
        try {
            return LocalDate.parse(text.strip(), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            wrong(line, "date", Spelling.quote(text) + " is no date: write 20260131");
            return null;
        }
    }

    private static String name(String value) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < value.length() && name.length() < BusinessCalendar.MAX_NAME_LENGTH; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char escaped = value.charAt(++i);
                c = escaped == 'n' || escaped == 'N' ? ' ' : escaped;
            }
            name.append(Character.isISOControl(c) ? ' ' : c);
        }
        return name.toString().strip();
    }
}
