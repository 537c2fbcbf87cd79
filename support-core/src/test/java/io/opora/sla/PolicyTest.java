package io.opora.sla;

import static io.opora.sla.Policies.VOCABULARY;
import static io.opora.sla.Policies.at;
import static io.opora.sla.SlaClock.Kind.FIRST_REPLY;
import static io.opora.sla.SlaClock.Kind.NEXT_REPLY;
import static io.opora.sla.SlaClock.Kind.PERIODIC_UPDATE;
import static io.opora.sla.SlaClock.Kind.RESOLUTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.condition.Condition;
import io.opora.condition.Facts;
import io.opora.condition.Vocabulary;
import io.opora.sla.SlaPolicy.Action;
import io.opora.sla.SlaPolicy.Mark;
import io.opora.sla.SlaPolicy.OnChange;
import io.opora.sla.SlaPolicy.OnMerge;
import io.opora.sla.SlaPolicy.OnReopen;
import io.opora.sla.SlaPolicy.Versions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

    private static final String EVERYTHING = """
            {
              "schema": 1,
              "id": "support",
              "version": 3,
              "from": "2026-01-12T09:00:00Z",
              "calendars": {
                "night": {
                  "zone": "UTC",
                  "week": {
                    "MONDAY": [ "22:00-06:00" ]
                  }
                },
                "office": {
                  "zone": "Europe/Moscow",
                  "week": {
                    "MONDAY": [ "09:00-18:00" ]
                  }
                }
              },
              "rules": [ {
                "id": "vip",
                "when": {
                  "fact": "vip",
                  "is": true
                },
                "calendar": "office",
                "targets": [ {
                  "clock": "FIRST_REPLY",
                  "within": "PT4H"
                }, {
                  "clock": "FIRST_REPLY",
                  "priority": "urgent",
                  "within": "PT30M"
                }, {
                  "clock": "RESOLUTION",
                  "within": "P1DT12H"
                } ],
                "pauses": {
                  "FIRST_REPLY": [ ],
                  "RESOLUTION": [ "NEW", "PENDING" ]
                },
                "levels": [ {
                  "clock": "FIRST_REPLY",
                  "at": "80%"
                }, {
                  "clock": "RESOLUTION",
                  "at": "-P1D",
                  "actions": [ {
                    "notify": "lead"
                  } ]
                }, {
                  "clock": "RESOLUTION",
                  "at": "breach",
                  "actions": [ {
                    "team": "second-line"
                  }, {
                    "priority": "urgent"
                  } ]
                }, {
                  "clock": "RESOLUTION",
                  "at": "+PT1H30M"
                } ],
                "onReopen": "NEW_CYCLE",
                "onChange": "RESTART",
                "onMerge": "TAKE_OLDEST"
              }, {
                "id": "rest",
                "when": {
                  "always": true
                },
                "calendar": "night",
                "targets": [ {
                  "clock": "NEXT_REPLY",
                  "within": "PT8H"
                } ],
                "onReopen": "RESUME",
                "onChange": "KEEP_USED",
                "onMerge": "KEEP_OWN"
              } ]
            }
            """;

    private static final SlaPolicy POLICY = SlaPolicy.builder("support", 3).from(Instant.parse("2026-01-12T09:00:00Z"))
            .calendar("office", BusinessCalendar.builder(Policies.MOSCOW)
                    .open(java.time.DayOfWeek.MONDAY, TimeRange.of("09:00", "18:00")).build())
            .calendar("night", BusinessCalendar.builder(java.time.ZoneId.of("UTC"))
                    .open(java.time.DayOfWeek.MONDAY, TimeRange.of("22:00", "06:00")).build())
            .rule("vip", Condition.is("vip", true), rule -> rule.calendar("office")
                    .target(FIRST_REPLY, Duration.ofHours(4))
                    .target(FIRST_REPLY, "urgent", Duration.ofMinutes(30)).target(RESOLUTION, Duration.ofHours(36))
                    .pause(FIRST_REPLY).pause(RESOLUTION, "PENDING", "NEW").level(FIRST_REPLY, "80%")
                    .level(RESOLUTION, new Mark.Before(Duration.ofDays(1)), new Action.Notify("lead"))
                    .level(RESOLUTION, "breach", new Action.Reassign("second-line"), new Action.Prioritize("urgent"))
                    .level(RESOLUTION, "+PT1H30M").onReopen(OnReopen.NEW_CYCLE).onChange(OnChange.RESTART)
                    .onMerge(OnMerge.TAKE_OLDEST))
            .rule("rest", Condition.always(), rule -> rule.calendar("night").target(NEXT_REPLY, Duration.ofHours(8)))
            .build(VOCABULARY);

    static List<Violation> violations(SlaPolicy.Builder builder) {
        try {
            builder.build(VOCABULARY);
        } catch (InvalidInputException e) {
            return e.violations();
        }
        return List.of();
    }

    private static List<Violation> violations(String json) {
        try {
            SlaPolicy.fromJson(json, VOCABULARY);
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("Invalid service levels in JSON:");
            return e.violations();
        }
        return List.of();
    }

    private static AbstractListAssert<?, ?, Violation, ObjectAssert<Violation>> assertRule(
            Consumer<SlaPolicy.Rule.Builder> rule) {
        return assertThat(violations(Policies.builder(1).rule("all", Condition.always(), rule)));
    }

    @Test
    void everythingIsWrittenAsJsonAndReadBack() {
        assertThat(POLICY.toJson()).isEqualTo(EVERYTHING);
        assertThat(SlaPolicy.fromJson(EVERYTHING, VOCABULARY)).isEqualTo(POLICY).hasSameHashCodeAs(POLICY);
        assertThat(POLICY).hasToString("service levels support@3 (2 rules)").isNotEqualTo(Policies.policy(rule -> rule
                .target(FIRST_REPLY, Duration.ofHours(1))));
    }

    @Test
    void whatHasADefaultMayBeLeftOut() {
        SlaPolicy policy = SlaPolicy.fromJson(
                """
                        { "schema": 1, "id": "support", "version": 1,
                          "calendars": { "office": { "zone": "UTC", "week": { "MONDAY": [ "09:00-18:00" ] } } },
                          "rules": [ { "id": "all", "when": { "always": true }, "targets": [ { "clock": "RESOLUTION", "within": "P1D" } ] } ] }
                        """,
                VOCABULARY);

        assertThat(policy.from()).isEmpty();
        assertThat(policy.id()).isEqualTo("support");
        assertThat(policy.version()).isEqualTo(1);
        assertThat(policy.calendars()).containsOnlyKeys("office");
        assertThat(policy.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.calendar()).as("the only one").isEqualTo("office");
            assertThat(rule.onReopen()).isEqualTo(OnReopen.RESUME);
            assertThat(rule.onChange()).isEqualTo(OnChange.KEEP_USED);
            assertThat(rule.onMerge()).isEqualTo(OnMerge.KEEP_OWN);
            assertThat(rule.levels()).isEmpty();
            assertThat(rule.pauses()).isEmpty();
        });
        assertThat(SlaPolicy.fromJson(policy.toJson(), VOCABULARY)).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource({"-PT1H,PT7H", "+PT1H,PT9H", "breach,PT8H", "80%,PT6H24M", "150%,PT12H", "-PT30M,PT7H30M", "+P1D,PT32H"})
    void aMarkIsReadAndPrintedTheSame(String text, Duration in) {
        assertThat(Mark.of(text)).hasToString(text);
        assertThat(Mark.of(text).in(Duration.ofHours(8))).isEqualTo(in);
        assertThat(Mark.of(text).isBreach()).isEqualTo(text.equals("breach"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PT1H", "1h", "80", "%", "x%", "8.5%", "-", "+", "Breach", "99999999999%"})
    void whatIsNoMarkIsRefused(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Mark.of(text));
    }

    @Test
    void everythingThatIsWrongInJsonIsReportedAtOnceWithItsPath() {
        assertThat(violations(
                """
                        { "schema": 1, "id": 7, "version": "1", "from": "yesterday", "calendar": {},
                          "calendars": { "office": { "zone": "UTC", "week": { "MONDAY": [ "9-5" ] } } },
                          "rules": [ { "id": "all", "when": { "fact": "vip" }, "targets": [ { "clock": "REPLY", "within": "4 hours", "x": 1 } ],
                            "pauses": { "RESOLUTIONS": [] }, "levels": [ { "clock": "FIRST_REPLY", "at": "soon",
                              "actions": [ {}, { "notify": "a", "team": "b" }, "notify" ] } ],
                            "onReopen": "AGAIN" } ] }
                        """))
                .extracting(Violation::path, Violation::code).contains(tuple("calendar", "unknown-field"),
                        tuple("id", "wrong-type"),
                        tuple("version", "wrong-type"), tuple("from", "instant"),
                        tuple("calendars.office.week.MONDAY[0]", "time-range"),
                        tuple("rules[0].targets[0].x", "unknown-field"),
                        tuple("rules[0].targets[0].clock", "unknown-value"),
                        tuple("rules[0].targets[0].within", "duration"),
                        tuple("rules[0].pauses.RESOLUTIONS", "unknown-field"),
                        tuple("rules[0].levels[0].at", "mark"), tuple("rules[0].levels[0].actions[0]", "unknown-value"),
                        tuple("rules[0].levels[0].actions[1]", "unknown-value"),
                        tuple("rules[0].levels[0].actions[2]", "wrong-type"),
                        tuple("rules[0].onReopen", "unknown-value"));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void whatTheChecksRefuseIsReportedBesideWhatIsWrongWithACalendar() {
        assertThat(violations(
                """
                        { "schema": 1, "id": "support", "version": 0,
                          "calendars": { "office": { "zone": "UTC", "week": { "MONDAY": [ "09:00-12:00", "11:00-13:00" ] } }, "none": { "zone": "UTC" } },
                          "rules": [ { "id": "all", "when": { "always": true }, "calendar": "ofice", "targets": [] },
                                     { "id": "rest", "when": { "always": true }, "calendar": "office", "targets": [] } ] }
                        """))
                .containsExactly(
                        new Violation("calendars.office.week.MONDAY", "overlap",
                                "MONDAY: 09:00-12:00 and 11:00-13:00 overlap"),
                        new Violation("calendars.none", "never-opens",
                                "this calendar never opens: there is no open time between"
                                        + " 1910-01-01T00:00:00Z and 2200-01-01T00:00:00Z; look at its hours and closed dates"),
                        new Violation("version", "version", "0 is no version: 1 or more is needed"),
                        new Violation("rules[0].calendar", "unknown-calendar",
                                "there is no calendar 'ofice'; did you mean 'office'?"),
                        new Violation("rules[1]", "unreachable",
                                "'rest' never applies: 'all' ahead of it applies to every request"));
    }

    @Test
    void aFormThatIsNotKnownIsRefused() {
        assertThat(violations("{ \"schema\": 2 }").getFirst()).isEqualTo(
                new Violation("schema", "schema", "the form of version 2 is not known: this is version 1"));
        assertThat(violations("[]").getFirst().code()).isEqualTo("wrong-type");
        assertThat(violations(" ".repeat(SlaPolicy.MAX_JSON_LENGTH + 1))).extracting(Violation::code)
                .containsExactly("json-too-long");
    }

    @Test
    void namesAndConditionsAreChecked() {
        assertThat(violations(SlaPolicy.builder("My policy", 0).calendar("My office", Policies.OFFICE)
                .rule("My rule", Condition.in("priority", "hihg"),
                        rule -> rule.target(FIRST_REPLY, "hihg", Duration.ofHours(1)).level(FIRST_REPLY, "breach",
                                new Action.Notify("My boss"), new Action.Reassign("third-line"),
                                new Action.Reassign("No team"),
                                new Action.Prioritize("asap")))
                .rule("My rule", Condition.is("vpi", true), rule -> {}))).extracting(Violation::path, Violation::code)
                .containsExactly(
                        tuple("id", "name"), tuple("version", "version"), tuple("calendars.My office", "name"),
                        tuple("rules[0].id", "name"), tuple("rules[0].when.in[0]", "unknown-value"),
                        tuple("rules[0].targets[0].priority.in[0]", "unknown-value"),
                        tuple("rules[0].levels[0].actions[0].notify", "name"),
                        tuple("rules[0].levels[0].actions[1].team", "unknown-value"),
                        tuple("rules[0].levels[0].actions[2].team", "name"),
                        tuple("rules[0].levels[0].actions[3].priority.in[0]", "unknown-value"),
                        tuple("rules[1].id", "name"),
                        tuple("rules[1].id", "duplicate"), tuple("rules[1].when.fact", "unknown-fact"));
    }

    @Test
    void aPriorityNeedsAFactThatSaysIt() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Policies.builder(1)
                        .rule("all", Condition.always(), rule -> rule.target(FIRST_REPLY, "high", Duration.ofHours(1)))
                        .build(Vocabulary.builder().declare("vip", Vocabulary.Type.FLAG).build()))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::code).containsExactly("unknown-fact"));
    }

    @Test
    void aCalendarHasToBeNamedUnlessThereIsOnlyOne() {
        assertThat(violations(Policies.builder(1).calendar("other", Policies.OFFICE).rule("all", Condition.always(),
                rule -> rule.target(FIRST_REPLY, Duration.ofHours(1)))))
                .containsExactly(new Violation("rules[0].calendar", "calendar",
                        "a rule has to name its calendar, unless there is only one"));
        assertThat(violations(SlaPolicy.builder("support", 1).rule("all", Condition.always(),
                rule -> rule.target(FIRST_REPLY, Duration.ofHours(1))))).extracting(Violation::code)
                .containsExactly("calendar");
    }

    @Test
    void targetsAreChecked() {
        assertRule(rule -> rule.target(FIRST_REPLY, Duration.ZERO).target(RESOLUTION, SlaPolicy.MAX_TARGET.plusNanos(1))
                .target(NEXT_REPLY, "high", Duration.ofHours(1)).target(NEXT_REPLY, "high", Duration.ofHours(2))
                .target(PERIODIC_UPDATE, Duration.ofHours(1)).target(PERIODIC_UPDATE, Duration.ofHours(1))
                .target(RESOLUTION, "low", SlaPolicy.MAX_TARGET)).containsExactly(
                        new Violation("rules[0].targets[0].within", "duration",
                                "PT0S is no target: more than nothing is needed"),
                        new Violation("rules[0].targets[1].within", "duration",
                                "P3660DT0.000000001S is too long: at most P3660D"),
                        new Violation("rules[0].targets[3]", "duplicate",
                                "NEXT_REPLY has two targets for priority 'high'"),
                        new Violation("rules[0].targets[5]", "duplicate", "PERIODIC_UPDATE has two targets"));
    }

    @Test
    void pausesAreChecked() {
        assertRule(rule -> rule.target(RESOLUTION, Duration.ofHours(1)).pause(RESOLUTION, "PENDNG", "SOLVED")
                .pause(FIRST_REPLY, "NEW", "OPEN", "PENDING", "ON_HOLD").pause(NEXT_REPLY, "NEW", "OPEN", "PENDING"))
                .containsExactly(
                        new Violation("rules[0].pauses.FIRST_REPLY", "never-runs",
                                "this clock would never run: it stands still in every phase"),
                        new Violation("rules[0].pauses.RESOLUTION", "unknown-phase",
                                "'PENDNG' is no phase; did you mean 'PENDING'?"),
                        new Violation("rules[0].pauses.RESOLUTION", "unknown-phase",
                                "in SOLVED a request is finished, and no clock runs anyway"));
    }

    @Test
    void levelsAreChecked() {
        assertRule(rule -> rule.target(RESOLUTION, Duration.ofHours(4))
                .target(RESOLUTION, "urgent", Duration.ofHours(1))
                .level(FIRST_REPLY, "80%").level(RESOLUTION, "80%").level(RESOLUTION, "80%").level(RESOLUTION, "-PT1H")
                .level(RESOLUTION, "-PT59M").level(RESOLUTION, "100%").level(RESOLUTION, "0%")
                .level(RESOLUTION, "1001%")
                .level(RESOLUTION, "-PT0S").level(RESOLUTION, new Mark.After(Duration.ofSeconds(-1)))
                .level(RESOLUTION, "breach").level(RESOLUTION, "+PT0S").level(RESOLUTION, "1000%")
                .level(RESOLUTION, "1%"))
                .containsExactly(
                        new Violation("rules[0].levels[0].at", "no-target",
                                "FIRST_REPLY has no target, so it never gets there"),
                        new Violation("rules[0].levels[2]", "duplicate", "RESOLUTION has two levels at 80%"),
                        new Violation("rules[0].levels[3].at", "mark",
                                "-PT1H lies before the start: RESOLUTION has a target that is not longer"),
                        new Violation("rules[0].levels[5].at", "mark",
                                "100% is no level: 1 to 1000, and 100 is spelt 'breach'"),
                        new Violation("rules[0].levels[6].at", "mark",
                                "0% is no level: 1 to 1000, and 100 is spelt 'breach'"),
                        new Violation("rules[0].levels[7].at", "mark",
                                "1001% is no level: 1 to 1000, and 100 is spelt 'breach'"),
                        new Violation("rules[0].levels[8].at", "mark",
                                "PT0S is no distance: more than nothing is needed"),
                        new Violation("rules[0].levels[9].at", "mark",
                                "PT-1S is no distance: more than nothing is needed"),
                        new Violation("rules[0].levels[11]", "duplicate", "RESOLUTION has two levels at breach"));
    }

    @Test
    void thereIsALimitToEverything() {
        SlaPolicy.Builder rules = Policies.builder(1);
        SlaPolicy.Builder tooManyRules = Policies.builder(1);
        for (int i = 0; i <= SlaPolicy.MAX_RULES; i++) {
            if (i < SlaPolicy.MAX_RULES) {
                rules.rule("rule-" + i, Condition.in("kind", "kind-" + i),
                        rule -> rule.target(FIRST_REPLY, Duration.ofHours(1)));
            }
            tooManyRules.rule("rule-" + i, Condition.always(), rule -> {});
        }
        assertThat(violations(rules)).isEmpty();
        assertThat(violations(tooManyRules))
                .containsExactly(new Violation("rules", "too-many", "201 are too many: at most 200 rules"));

        SlaPolicy.Builder calendars = Policies.builder(1);
        for (int i = 1; i < SlaPolicy.MAX_CALENDARS; i++) {
            calendars.calendar("calendar-" + i, Policies.OFFICE);
        }
        assertThat(violations(calendars)).isEmpty();
        assertThat(violations(calendars.calendar("one-more", Policies.OFFICE)))
                .containsExactly(new Violation("calendars", "too-many", "51 are too many: at most 50 calendars"));

        assertRule(rule -> {
            for (int i = 0; i <= SlaPolicy.MAX_PER_RULE; i++) {
                rule.target(FIRST_REPLY, Duration.ZERO).level(FIRST_REPLY, "0%");
            }
        }).containsExactly(new Violation("rules[0].targets", "too-many", "101 are too many: at most 100 targets"),
                new Violation("rules[0].levels", "too-many", "101 are too many: at most 100 levels"));
        assertRule(rule -> {
            rule.target(FIRST_REPLY, Duration.ofHours(1));
            for (int i = 1; i < 100; i++) {
                rule.level(FIRST_REPLY, i + "%");
            }
            rule.level(FIRST_REPLY, "200%");
        }).isEmpty();

        Action[] actions = new Action[SlaPolicy.MAX_ACTIONS + 1];
        java.util.Arrays.fill(actions, new Action.Notify("lead"));
        assertRule(rule -> rule.target(FIRST_REPLY, Duration.ofHours(1)).level(FIRST_REPLY, "breach", actions))
                .containsExactly(
                        new Violation("rules[0].levels[0].actions", "too-many", "11 are too many: at most 10 actions"));
        assertRule(rule -> rule.target(FIRST_REPLY, Duration.ofHours(1)).level(FIRST_REPLY, "breach",
                java.util.Arrays.copyOf(actions, SlaPolicy.MAX_ACTIONS))).isEmpty();
    }

    @Test
    void whatCouldNotBeReadBackIsRefused() {
        SlaPolicy.Builder builder = Policies.builder(1);
        String[] values = new String[500];
        for (int i = 0; i < values.length; i++) {
            values[i] = ("kind-" + i + "-").repeat(20).substring(0, 90);
        }
        for (int i = 0; i < 50; i++) {
            builder.rule("rule-" + i, Condition.in("kind", values),
                    rule -> rule.target(FIRST_REPLY, Duration.ofHours(1)));
        }
        assertThat(violations(builder)).extracting(Violation::path, Violation::code)
                .containsExactly(tuple("", "json-too-long"));
    }

    @Test
    void aTargetForThePriorityWinsOverTheOneForAll() {
        SlaPolicy policy = Policies.policy(rule -> rule.target(FIRST_REPLY, "urgent", Duration.ofHours(1))
                .target(FIRST_REPLY, Duration.ofHours(4)).target(FIRST_REPLY, "high", Duration.ofHours(2))
                .target(RESOLUTION, "high", Duration.ofHours(8)));
        Timeline.Event asked = new Timeline.Requested(at("01-12 09:00"), "NEW", Policies.facts("high"));

        assertThat(targets(policy, "urgent")).containsExactly(Duration.ofHours(1));
        assertThat(targets(policy, "high")).containsExactly(Duration.ofHours(2), Duration.ofHours(8));
        assertThat(targets(policy, "low")).containsExactly(Duration.ofHours(4));
        assertThat(SlaClock.read(Timeline.of(asked), Versions.of(policy), at("01-12 10:00")).due())
                .contains(at("01-12 11:00"));
        assertThat(policy.rule(Facts.builder().build())).as("no priority at all").isPresent();
    }

    private static List<Duration> targets(SlaPolicy policy, String priority) {
        return SlaClock.read(Timeline.of(new Timeline.Requested(at("01-12 09:00"), "NEW", Policies.facts(priority))),
                Versions.of(policy),
                at("01-12 10:00")).clocks().stream().map(clock -> clock.last().target()).toList();
    }

    @Test
    void versionsStandInTheOrderOfTheirInstants() {
        SlaPolicy first = version(1, null);
        SlaPolicy second = version(2, "01-12 10:00");
        SlaPolicy third = version(3, "01-13 10:00");
        Versions versions = Versions.of(third, first, second);

        assertThat(versions.policies()).containsExactly(first, second, third);
        assertThat(versions.at(at("01-12 09:59"))).contains(first);
        assertThat(versions.at(at("01-12 10:00"))).contains(second);
        assertThat(versions.at(at("01-20 10:00"))).contains(third);
        assertThat(Versions.of(second).at(at("01-12 09:00"))).isEmpty();
        assertThat(versions.with(version(3, "01-11 10:00")).policies()).extracting(SlaPolicy::version)
                .containsExactly(1, 3, 2);
        assertThat(Versions.always(third).at(at("01-01 10:00")).orElseThrow().version()).isEqualTo(3);
        assertThat(Versions.always(third).policies().getFirst().from()).isEqualTo(Optional.empty());
    }

    @Test
    void versionsThatContradictEachOtherAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Versions.of(version(1, "01-12 10:00"), version(2, "01-12 10:00")))
                .withMessageContaining("versions 1 and 2 hold both from 2026-01-12T07:00:00Z");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Versions.of(version(1, null), version(2, null)))
                .withMessageContaining("versions 1 and 2 hold both from ever since");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Versions.of(version(1, null), version(1, "01-12 10:00")))
                .withMessageContaining("there are two versions 1");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Versions.of(version(1, null),
                        SlaPolicy.builder("sales", 2).from(at("01-12 10:00")).build(VOCABULARY)))
                .withMessageContaining("'support' and 'sales' are two policies");
    }

    private static SlaPolicy version(int version, @org.jspecify.annotations.Nullable String from) {
        SlaPolicy.Builder builder = Policies.builder(version);
        return (from == null ? builder : builder.from(at(from))).build(VOCABULARY);
    }

    @Test
    void aTimelineIsCheckedAsAWhole() {
        Instant late = BusinessCalendar.HORIZON;
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Timeline(List.of()))
                .withMessageContaining("a timeline begins with the request, and this one is empty");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Timeline.of(new Timeline.CustomerWrote(at("01-12 10:00")),
                        new Timeline.Requested(at("01-12 09:00"), "NEU", Policies.NORMAL),
                        new Timeline.PhaseChanged(at("01-12 11:00"), "Open"),
                        new Timeline.Absorbed(at("01-12 12:00"), at("01-12 12:01"),
                                Optional.of(BusinessCalendar.EARLIEST.minusSeconds(1))),
                        new Timeline.CustomerWrote(late)))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::path, Violation::code).containsExactly(
                        tuple("events[0]", "request"), tuple("events[1]", "request"), tuple("events[1].at", "order"),
                        tuple("events[1].phase", "unknown-phase"), tuple("events[2].phase", "unknown-phase"),
                        tuple("events[3].requestedAt", "order"), tuple("events[3].waitingSince", "order"),
                        tuple("events[4].at", "order")))
                .withMessageContaining("'Open' is no phase; did you mean 'OPEN'?")
                .withMessageContaining("2026-01-12T06:00:00Z is out of order: from 2026-01-12T07:00:00Z until before"
                        + " 2200-01-01T00:00:00Z is needed");
        assertThat(
                Timeline.of(Policies.asked("01-12 10:00"), new Timeline.Absorbed(at("01-12 12:00"), at("01-12 12:00"),
                        Optional.of(at("01-12 12:00")))).events())
                .hasSize(2);
        assertThat(Timeline.of(Policies.asked("01-12 10:00")))
                .hasToString("timeline of 1 events since 2026-01-12T07:00:00Z");
    }

    @Test
    void aTimelineIsBounded() {
        List<Timeline.Event> events = new java.util.ArrayList<>(
                java.util.Collections.nCopies(Timeline.MAX_EVENTS - 1, Policies.wrote("01-12 10:00")));
        events.addFirst(Policies.asked("01-12 10:00"));
        assertThat(new Timeline(events).events()).hasSize(Timeline.MAX_EVENTS);
        events.add(Policies.wrote("01-12 10:00"));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> new Timeline(events))
                .withMessageContaining("100001 events are too many: at most 100000");
    }

    @Test
    void theClocksAreNotReadBeyondTheHorizon() {
        assertThatExceptionOfType(BusinessCalendar.HorizonException.class).isThrownBy(
                () -> SlaClock.read(Timeline.of(Policies.asked("01-12 10:00")), new Versions(List.of()),
                        BusinessCalendar.HORIZON));
    }
}
