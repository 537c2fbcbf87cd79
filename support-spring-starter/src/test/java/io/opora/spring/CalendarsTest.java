package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.ticket.Configuration;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Ticket;
import io.opora.ticket.Tickets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calendars that properties name, and the holidays of countries. */
class CalendarsTest {

    private static final Actor MARIA = Actor.customer("maria");
    /** A Wednesday afternoon, ahead of Ascension Day, which is a holiday in all of Germany. */
    private static final Instant AHEAD_OF_A_HOLIDAY = Instant.parse("2026-05-13T14:00:00Z");

    @TempDir
    private Path folder;

    private String file(String name, String text) throws Exception {
        return "file:" + Files.writeString(folder.resolve(name), text);
    }

    private ApplicationContextRunner runner() throws Exception {
        return runner(AHEAD_OF_A_HOLIDAY);
    }

    private ApplicationContextRunner runner(Instant now) throws Exception {
        return Boot.bare().withBean(Clock.class, () -> Clock.fixed(now, ZoneOffset.UTC))
                .withPropertyValues("support.storage=memory", "support.background.enabled=false",
                        "support.sla=" + file("sla.json", """
                                { "schema": 1, "id": "support", "version": 1, "rules": [ {
                                    "id": "everybody", "when": { "always": true },
                                    "targets": [ { "clock": "FIRST_REPLY", "within": "PT4H" } ] } ] }
                                """),
                        "support.calendars.office.file=" + file("office.json", """
                                { "schema": 1, "zone": "Europe/Berlin", "week": {
                                    "MONDAY": [ "09:00-17:00" ], "TUESDAY": [ "09:00-17:00" ],
                                    "WEDNESDAY": [ "09:00-17:00" ], "THURSDAY": [ "09:00-17:00" ],
                                    "FRIDAY": [ "09:00-17:00" ] },
                                  "hours": { "2026-05-25": [ "09:00-17:00" ] } }
                                """));
    }

    private static Instant promised(org.springframework.context.ApplicationContext context) {
        Ticket ticket = context.getBean(Tickets.class).open(MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        return context.getBean(SupportDesk.class).sla()
                .promise(MARIA, ticket.id(), Locale.ENGLISH, ZoneId.of("Europe/Berlin")).orElseThrow().answerBy();
    }

    private static FailureAnalysis analysis(org.springframework.context.ApplicationContext context, Throwable failure) {
        assertThat(context).isNotNull();
        return requireNonNull(new SupportFailureAnalyzer(null).analyze(failure));
    }

    @Test
    void aPolicyCountsInACalendarThatAPropertyNames() throws Exception {
        runner().run(context -> assertThat(promised(context)).isEqualTo("2026-05-14T10:00:00Z"));
    }

    @Test
    void theHolidaysOfItsCountryAreTakenOut() throws Exception {
        runner().withPropertyValues("support.calendars.office.country=de")
                .run(context -> assertThat(promised(context)).isEqualTo("2026-05-15T10:00:00Z"));
    }

    @Test
    void soAreThoseOfItsRegionAndThoseOfAFile() throws Exception {
        String regional = "2026-06-04"; // Corpus Christi, in Bavaria and not in Berlin
        for (String region : new String[]{"by", "be"}) {
            runner().withPropertyValues("support.calendars.office.country=de",
                    "support.calendars.office.region=" + region)
                    .run(context -> assertThat(policy(context).contains(regional)).isEqualTo(region.equals("by")));
        }
        runner().withPropertyValues("support.calendars.office.holidays=" + file("holidays.ics", """
                BEGIN:VCALENDAR\r
                VERSION:2.0\r
                BEGIN:VEVENT\r
                UID:1\r
                DTSTART;VALUE=DATE:20260514\r
                SUMMARY:Works outing\r
                END:VEVENT\r
                END:VCALENDAR\r
                """)).run(context -> {
            assertThat(promised(context)).isEqualTo("2026-05-15T10:00:00Z");
            assertThat(policy(context)).contains("Works outing");
        });
    }

    private static String policy(org.springframework.context.ApplicationContext context) {
        return context.getBean(Configuration.class).documents().toString();
    }

    @Test
    void hoursThatTheFileGivesToAHolidayWin() throws Exception {
        runner(Instant.parse("2026-05-22T14:00:00Z")).withPropertyValues("support.calendars.office.country=de")
                .run(context -> assertThat(promised(context)).as("on Whit Monday").isEqualTo("2026-05-25T10:00:00Z"));
    }

    @Test
    void aPolicyMayHoldSomeAndNameOthers() throws Exception {
        runner().withPropertyValues("support.sla=" + file("both.json", """
                { "schema": 1, "id": "support", "version": 1,
                  "calendars": { "always": { "zone": "UTC", "week": { "WEDNESDAY": [ "00:00-24:00" ] } } },
                  "rules": [ { "id": "vip", "when": { "fact": "tags", "contains": [ "vip" ] }, "calendar": "always",
                    "targets": [ { "clock": "FIRST_REPLY", "within": "PT1H" } ] },
                  { "id": "everybody", "when": { "always": true }, "calendar": "office",
                    "targets": [ { "clock": "FIRST_REPLY", "within": "PT4H" } ] } ] }
                """)).run(context -> assertThat(promised(context)).isEqualTo("2026-05-14T10:00:00Z"));
    }

    @Test
    void withoutJollydayItIsSaidWhatIsMissing() throws Exception {
        runner().withPropertyValues("support.calendars.office.country=de")
                .withClassLoader(new FilteredClassLoader("de.focus_shift")).run(context -> {
                    FailureAnalysis analysis = analysis(context, requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription()).contains("'support.calendars.office.country'", "class path");
                    assertThat(analysis.getAction()).contains("de.focus-shift:jollyday-core", "jollyday-jaxb");
                });
        runner().withClassLoader(new FilteredClassLoader("de.focus_shift"))
                .run(context -> assertThat(context).as("nobody asks for it").hasNotFailed());
    }

    @Test
    void countriesAndRegionsThatAreNoneAreSaidWithTheirProperty() throws Exception {
        runner().withPropertyValues("support.calendars.office.country=dee").run(context -> {
            FailureAnalysis analysis = analysis(context, requireNonNull(context.getStartupFailure()));
            assertThat(analysis.getDescription()).contains("'support.calendars.office.country'", "'dee'");
        });
        runner().withPropertyValues("support.calendars.office.country=de", "support.calendars.office.region=bavaria")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context, requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription()).contains("'support.calendars.office.region'", "'bavaria'");
                });
    }

    @Test
    void aCalendarWithoutAFileAndOneWithYearsInNoOrderEndTheStart() {
        Boot.bare().withPropertyValues("support.storage=memory", "support.calendars.office.country=de")
                .run(context -> assertThat(
                        analysis(context, requireNonNull(context.getStartupFailure())).getDescription())
                        .contains("'support.calendars.office.file'", "is missing"));
        Boot.bare().withPropertyValues("support.storage=memory", "support.calendars.office.first-year=2030",
                "support.calendars.office.last-year=2029").run(
                        context -> assertThat(
                                requireNonNull(context.getStartupFailure())).rootCause()
                                .hasMessageContaining("not 2030 to 2029"));
    }
}
