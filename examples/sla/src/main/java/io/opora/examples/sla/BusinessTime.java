package io.opora.examples.sla;

import io.opora.Spelling;
import io.opora.SupportException;
import io.opora.sla.BusinessCalendar;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Reads a calendar and answers a question about it, with the reasons. Without a question it asks a few itself. */
public final class BusinessTime {

    static final String USAGE = """
            Ask one of these; times are 2026-03-06T16:00 by the calendar's clock, 2026-03-06T16:00+03:00, or now:
              add TIME DURATION    when so much open time has passed: add 2026-03-06T16:00 8h
              between TIME TIME    how much open time there is: between 2026-03-06T16:00 2026-03-10T10:00
              open TIME            whether anybody is there, and until when or when again: open now
              explain DATE         what holds on a date, and why: explain 2026-03-29
              month MONTH FILE     draws a month: month 2026-03 march.svg
            Options: --calendar FILE (JSON), --language en or ru, --zone ZONE (the customer's, such as Asia/Tokyo)""";

    /** What is asked if nothing is. */
    static final List<String> TOUR = List.of("add 2026-03-06T16:00 8h --zone Asia/Tokyo",
            "between 2026-03-28T20:00 2026-03-30T10:00",
            "open 2026-03-09T10:00 --zone Asia/Yekaterinburg --language ru",
            "explain 2026-03-18");

    private final Arguments arguments;
    private final BusinessCalendar calendar;
    private final InstantSource clock;
    private final Words words;
    private final ZoneId zone;
    private final PrintStream out;

    private BusinessTime(Arguments arguments, InstantSource clock, PrintStream out) {
        this.arguments = arguments;
        this.words = arguments.language();
        this.calendar = arguments.calendar();
        this.zone = arguments.zone(calendar);
        this.clock = clock;
        this.out = out;
    }

    /**
     * Answers.
     *
     * @param args the question and the options
     */
    public static void main(String[] args) {
        System.exit(run(List.of(args), InstantSource.system(), System.out, System.err));
    }

    /** Ends with 0, or with 2 if the question or the calendar is wrong. */
    static int run(List<String> args, InstantSource clock, PrintStream out, PrintStream err) {
        try {
            Arguments arguments = Arguments.of(args);
            if (arguments.words().isEmpty()) {
                tour(arguments.options(), clock, out);
            } else {
                new BusinessTime(arguments, clock, out).answer();
            }
            return 0;
        } catch (UsageException | SupportException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static void tour(Map<String, String> options, InstantSource clock, PrintStream out) {
        for (String question : TOUR) {
            out.println("$ " + question);
            new BusinessTime(Arguments.of(List.of(question.split(" "))).with(options), clock, out).answer();
            out.println();
        }
        out.println(USAGE);
    }

    private void answer() {
        String question = arguments.words().getFirst();
        switch (question) {
            case "add" -> {
                expect(3);
                add();
            }
            case "between" -> {
                expect(3);
                between();
            }
            case "open" -> {
                expect(2);
                open();
            }
            case "explain" -> {
                expect(2);
                explain();
            }
            case "month" -> {
                expect(3);
                draw();
            }
            default -> throw new UsageException(Spelling.quote(question) + " is no question"
                    + Spelling.hintFor(question, List.of("add", "between", "open", "explain", "month")) + "\n" + USAGE);
        }
    }

    private void expect(int size) {
        int given = arguments.words().size();
        if (given != size) {
            throw new UsageException("'" + arguments.words().getFirst() + "' is followed by " + (size - 1)
                    + (size == 2 ? " word" : " words") + ", not by " + (given - 1) + "\n" + USAGE);
        }
    }

    private void add() {
        BusinessCalendar.Explanation explanation = calendar.explain(arguments.instant(1, calendar.zone(), clock),
                arguments.duration(2));
        out.print(explanation.text(words.locale));
        if (!zone.equals(calendar.zone())) {
            out.println(words.say("by the customer's clock ", "по часам клиента ")
                    + words.moment(explanation.due(), zone) + " (" + zone + ')');
        }
    }

    private void between() {
        Instant from = arguments.instant(1, calendar.zone(), clock);
        Instant to = arguments.instant(2, calendar.zone(), clock);
        if (to.isBefore(from)) {
            throw new UsageException("the second time is before the first: nothing lies between them");
        }
        out.println(words.span(calendar.between(from, to)) + words.say(" of open time from ", " рабочего времени с ")
                + words.moment(from, calendar.zone()) + words.say(" to ", " по ") + words.moment(to, calendar.zone())
                + " (" + calendar.zone() + ')');
        print(calendar.segments(from, to));
    }

    private void print(List<BusinessCalendar.Explanation.Segment> segments) {
        segments.forEach(segment -> out.println("  " + segment.text(calendar.zone(), words.locale)));
    }

    private void open() {
        Instant at = arguments.instant(1, calendar.zone(), clock);
        BusinessCalendar.Availability answer = calendar.availability(at, zone, words.locale);
        out.println(answer.sentence());
        Month.Day day = Month.Day.of(calendar, at.atZone(calendar.zone()).toLocalDate());
        print(day.segments().stream().filter(segment -> !at.isBefore(segment.from()) && at.isBefore(segment.to()))
                .toList());
    }

    private void explain() {
        LocalDate date = arguments.date(1);
        Month.Day day = Month.Day.of(calendar, date);
        out.println(words.date(date) + " (" + calendar.zone() + "): "
                + words.say(words.span(day.open()) + " open of " + words.span(day.length()),
                        "открыто " + words.span(day.open()) + " из " + words.span(day.length())));
        print(day.segments());
    }

    private void draw() {
        YearMonth which = arguments.month(1);
        Path file = arguments.file(2);
        Month month = Month.of(calendar, which);
        try {
            Files.writeString(file, new MonthDrawing(month, words).svg());
        } catch (IOException e) {
            throw new UsageException("cannot write " + Spelling.quote(file.toString()) + ": " + Arguments.reason(e));
        }
        out.println(words.month(which) + ": " + MonthDrawing.total(month, words) + ", "
                + words.say("drawn in ", "рисунок в ")
                + file);
    }
}
