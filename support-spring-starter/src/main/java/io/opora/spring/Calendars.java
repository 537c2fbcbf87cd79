package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.HolidaySource;
import io.opora.sla.JollydayHolidays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calendars that the properties name, with the holidays of their countries, which policies may count in without holding them
 * themselves. What a policy comes to is a text again, which holds everything that it takes.
 */
final class Calendars {

    private static final String CALENDARS = "calendars";
    private static final String CLOSED = "closed";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Lines NOWHERE = path -> OptionalInt.empty();

    private final Map<String, JsonNode> byName = new LinkedHashMap<>();

    Calendars(Map<String, SupportProperties.Calendar> properties, Locale locale) {
        properties
                .forEach((name, calendar) -> byName.put(name, calendar("support.calendars." + name, calendar, locale)));
    }

    private static JsonNode calendar(String property, SupportProperties.Calendar calendar, Locale locale) {
        String file = property + ".file";
        if (calendar.file() == null) {
            throw SupportConfigurationException.impossible(file,
                    "is missing, so nobody knows when that calendar is open",
                    "Let '" + file + "' name the calendar's file, such as classpath:support/calendar.json.", null);
        }
        JsonNode rules = Documents.read(file, calendar.file(), json -> {
            BusinessCalendar.fromJson(json);
            return JSON.readTree(json);
        }).orElseThrow();
        close(rules, calendar, property, locale);
        try {
            BusinessCalendar.fromJson(rules.toString());
        } catch (InvalidInputException e) { // more holidays than a calendar holds, or names that are too long
            throw SupportConfigurationException.invalid(property, calendar.file().getDescription(), NOWHERE, e);
        }
        ((ObjectNode) rules).remove("schema"); // which only a calendar by itself has
        return rules;
    }

    private static void close(JsonNode rules, SupportProperties.Calendar calendar, String property, Locale locale) {
        if (calendar.country() != null) {
            close(rules, country(property, calendar, calendar.country(), locale), calendar);
        }
        Documents.read(property + ".holidays", calendar.holidays(), HolidaySource::iCalendar, text -> NOWHERE)
                .ifPresent(source -> close(rules, source, calendar));
    }

    private static HolidaySource country(String property, SupportProperties.Calendar calendar, String country,
            Locale locale) {
        if (!ClassUtils.isPresent("de.focus_shift.jollyday.core.HolidayManager", null)) {
            throw SupportConfigurationException.impossible(property + ".country",
                    "names the country " + country
                            + ", but the library that knows its holidays is not on the class path",
                    "Add de.focus-shift:jollyday-core and de.focus-shift:jollyday-jaxb, or leave '" + property
                            + ".country' out and name a file of holidays by '" + property + ".holidays'.",
                    null);
        }
        try {
            return JollydayHolidays.of(locale, country, calendar.region().toArray(String[]::new));
        } catch (InvalidInputException e) {
            String wrong = property + '.' + e.violations().getFirst().path();
            throw SupportConfigurationException.impossible(wrong,
                    "cannot be taken: " + e.violations().getFirst().message(),
                    "Let '" + wrong + "' be what Jollyday knows, a country by its code in ISO 3166-1, such as de, and"
                            + " a region by its own, such as by.",
                    e);
        }
    }

    /** Hours that the file gives to a date win, as does what it calls a date on which it is closed. */
    private static void close(JsonNode rules, HolidaySource source, SupportProperties.Calendar calendar) {
        for (String combination : Set.of("union", "intersection")) {
            rules.path(combination).forEach(part -> close(part, source, calendar));
        }
        if (rules.has("zone")) {
            ObjectNode closed = ((ObjectNode) rules).withObjectProperty(CLOSED);
            for (int year = calendar.firstYear(); year <= calendar.lastYear(); year++) {
                for (HolidaySource.Holiday holiday : source.holidays(year)) {
                    String date = holiday.date().toString();
                    if (!closed.has(date)) {
                        closed.put(date, holiday.name());
                    }
                }
            }
        }
    }

    /**
     * A policy with the calendars that it counts in and does not hold itself: those that its rules name, or all if it holds none and there
     * are some.
     *
     * @param policy the policy in JSON, or any other text
     * @return the same, or a policy that holds them too
     */
    String within(String policy) {
        if (byName.isEmpty() || !(tree(policy) instanceof ObjectNode root)) {
            return policy;
        }
        Set<String> wanted = new TreeSet<>();
        if (root.has(CALENDARS)) {
            root.path("rules").forEach(rule -> wanted.add(rule.path("calendar").asString("")));
        } else {
            wanted.addAll(byName.keySet());
        }
        wanted.retainAll(byName.keySet());
        if (wanted.isEmpty() || (root.has(CALENDARS) && !root.get(CALENDARS).isObject())) {
            return policy;
        }
        ObjectNode calendars = root.withObjectProperty(CALENDARS);
        wanted.stream().filter(name -> !calendars.has(name)).forEach(name -> calendars.set(name, byName.get(name)));
        return root.toString();
    }

    /** What is no JSON is refused by whoever reads it next, and better. */
    private static @Nullable JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }
}
