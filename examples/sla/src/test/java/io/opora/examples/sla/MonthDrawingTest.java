package io.opora.examples.sla;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.sla.BusinessCalendar;
import io.opora.sla.TimeRange;
import java.io.ByteArrayInputStream;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class MonthDrawingTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String GREEN = "#15803d";
    private static final String BLUE = "#1d4ed8";
    private static final String ORANGE = "#c2410c";

    private static BusinessCalendar.Builder office(ZoneId zone) {
        return BusinessCalendar.builder(zone).open(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                TimeRange.of("09:00", "12:00"), TimeRange.of("13:00", "18:00"));
    }

    private static Element draw(BusinessCalendar calendar, String month, Words words) throws Exception {
        String svg = new MonthDrawing(Month.of(calendar, YearMonth.parse(month)), words).svg();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
        return document.getDocumentElement();
    }

    private static List<Element> all(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    /** The cell of a date. */
    private static Element cell(Element image, int date) {
        return all(image, "svg").stream().filter(cell -> texts(cell).indexOf("" + date) == 0).findFirst().orElseThrow();
    }

    private static List<String> texts(Element element) {
        return all(element, "text").stream().map(Element::getTextContent).toList();
    }

    /** What is drawn in a colour, as shares of the bar from left to right. */
    private static List<String> bar(Element cell, String colour) {
        List<String> shares = new ArrayList<>();
        for (Element rect : all(cell, "rect")) {
            if (rect.getAttribute("fill").equals(colour)) {
                double from = (Double.parseDouble(rect.getAttribute("x")) - 8) / 124;
                double width = Double.parseDouble(rect.getAttribute("width")) / 124;
                shares.add("%.3f-%.3f".formatted(from, from + width));
            }
        }
        return shares;
    }

    @Test
    void theOpenHoursOfADateAreDrawnAndWritten() throws Exception {
        Element image = draw(office(BERLIN).build(), "2026-03", Words.ENGLISH);
        Element tuesday = cell(image, 10);

        assertThat(bar(tuesday, GREEN)).containsExactly("0.375-0.500", "0.542-0.750");
        assertThat(texts(tuesday)).contains("8 h", "09:00–12:00", "13:00–18:00");
        assertThat(texts(cell(image, 8))).contains("closed");
        assertThat(bar(cell(image, 8), GREEN)).isEmpty();
    }

    @Test
    void weeksAreRowsAndDatesStandUnderTheirWeekday() throws Exception {
        Element image = draw(office(BERLIN).build(), "2026-03", Words.ENGLISH);

        // 1 March 2026 is a Sunday, so the month touches six weeks
        assertThat(all(image, "svg")).hasSize(42);
        assertThat(cell(image, 1).getAttribute("x")).isEqualTo(cell(image, 29).getAttribute("x")).isEqualTo("884");
        assertThat(cell(image, 2).getAttribute("x")).isEqualTo("44");
        assertThat(cell(image, 2).getAttribute("y")).isEqualTo(cell(image, 8).getAttribute("y"));
        assertThat(texts(image)).contains("March 2026", "Mon", "Sun", "9", "14");
        assertThat(all(draw(office(BERLIN).build(), "2021-02", Words.ENGLISH), "svg")).hasSize(28);
    }

    @Test
    void weeksAreNumberedAsIsoDoesOverTheTurnOfTheYear() throws Exception {
        assertThat(texts(draw(office(BERLIN).build(), "2027-01", Words.ENGLISH))).contains("53");
        assertThat(texts(draw(office(BERLIN).build(), "2025-12", Words.ENGLISH)).stream().filter("1"::equals))
                .hasSize(2);
    }

    @Test
    void aHolidayHasItsNameAndADateOfItsOwnHoursItsColour() throws Exception {
        Element image = draw(office(BERLIN).closed(LocalDate.of(2026, 3, 10), "Spring cleaning of the warehouse")
                .closed(LocalDate.of(2026, 3, 11)).open(LocalDate.of(2026, 3, 14), TimeRange.of("10:00", "14:00"))
                .without(LocalDate.of(2026, 3, 12), TimeRange.of("10:00", "10:30")).build(), "2026-03", Words.ENGLISH);

        assertThat(texts(cell(image, 10))).contains("closed", "Spring cleaning of", "the warehouse");
        assertThat(texts(cell(image, 11))).contains("closed on this date");
        assertThat(bar(cell(image, 14), BLUE)).containsExactly("0.417-0.583");
        assertThat(texts(cell(image, 14))).contains("4 h", "10:00–14:00");
        assertThat(texts(cell(image, 12))).containsSequence("09:00–10:00", "break 10:00–10:30", "10:30–12:00",
                "13:00–18:00");
        assertThat(bar(cell(image, 12), "url(#break)")).containsExactly("0.417-0.438");
    }

    @Test
    void hoursAfterMidnightStandOnTheDateOnWhichTheyAre() throws Exception {
        Element image = draw(BusinessCalendar.builder(BERLIN).open(DayOfWeek.SATURDAY, TimeRange.of("22:00", "04:00"))
                .build(), "2026-02", Words.ENGLISH);

        assertThat(texts(cell(image, 7))).contains("2 h", "22:00–24:00");
        assertThat(texts(cell(image, 8))).contains("4 h", "00:00–04:00");
    }

    @Test
    void aDayOnWhichTheClocksChangeIsMarkedAndDrawnInItsOwnLength() throws Exception {
        BusinessCalendar nights = BusinessCalendar.builder(BERLIN)
                .open(EnumSet.allOf(DayOfWeek.class), TimeRange.of("00:00", "12:00")).build();
        Element spring = cell(draw(nights, "2026-03", Words.ENGLISH), 29);
        Element autumn = cell(draw(nights, "2026-10", Words.RUSSIAN), 25);

        assertThat(texts(spring)).contains("11 h of 23 h", "clocks 02:00 → 03:00", "00:00–02:00", "03:00–12:00");
        assertThat(bar(spring, GREEN)).containsExactly("0.000-0.087", "0.087-0.478");
        assertThat(bar(spring, ORANGE)).hasSize(1);
        assertThat(texts(autumn)).contains("13 ч из 25 ч", "часы 03:00 → 02:00", "00:00–03:00", "02:00–12:00");
        assertThat(bar(autumn, GREEN)).containsExactly("0.000-0.120", "0.120-0.520");
    }

    @Test
    void clocksThatChangeAtMidnightBelongToTheDayThatBegins() throws Exception {
        Element image = draw(office(ZoneId.of("Asia/Beirut")).build(), "2026-03", Words.ENGLISH);

        assertThat(texts(cell(image, 29))).contains("closed of 23 h", "clocks 00:00 → 01:00");
        assertThat(bar(cell(image, 28), ORANGE)).isEmpty();
    }

    @Test
    void aDateThatTheClocksSkipSaysSo() throws Exception {
        Element image = draw(office(ZoneId.of("Pacific/Apia")).build(), "2011-12", Words.ENGLISH);

        assertThat(texts(cell(image, 30))).contains("the clocks skip it");
        assertThat(bar(cell(image, 30), GREEN)).isEmpty();
        assertThat(texts(cell(image, 29))).contains("09:00–12:00", "13:00–18:00");
    }

    @Test
    void whatDoesNotFitIsCountedAndStandsInTheTooltip() throws Exception {
        TimeRange[] ranges = IntStream.range(0, 23)
                .mapToObj(hour -> TimeRange.of("%02d:00".formatted(hour), "%02d:30".formatted(hour)))
                .toArray(TimeRange[]::new);
        Element cell = cell(draw(BusinessCalendar.builder(BERLIN).open(DayOfWeek.TUESDAY, ranges).build(), "2026-03",
                Words.ENGLISH), 10);

        assertThat(texts(cell)).contains("00:00–00:30", "02:00–02:30", "and 20 more").doesNotContain("03:00–03:30");
        assertThat(bar(cell, GREEN)).hasSize(23);
        assertThat(all(cell, "title").getFirst().getTextContent()).contains("Tue 2026-03-10",
                "Tue 2026-03-10 22:00 - 22:30: open 22:00-22:30, counts 30 min");
    }

    @Test
    void aHostileNameIsTextAndNothingElse() throws Exception {
        String name = "</text><script>alert(1)</script>&\"'\uFFFE\uD800 end";
        Element image = draw(office(BERLIN).closed(LocalDate.of(2026, 3, 10), name).build(), "2026-03", Words.ENGLISH);

        assertThat(all(image, "script")).isEmpty();
        assertThat(all(cell(image, 10), "title").getFirst().getTextContent())
                .contains("</text><script>alert(1)</script>&\"'\uFFFD\uFFFD end");
    }

    @Test
    void aNameIsBrokenAtBlanksAndCutBetweenCharacters() {
        assertThat(MonthDrawing.wrap("Good Friday")).containsExactly("Good Friday");
        assertThat(MonthDrawing.wrap("Day of Defenders of the Fatherland")).containsExactly("Day of Defenders of",
                "the Fatherland");
        assertThat(MonthDrawing.wrap("x".repeat(200))).containsExactly("x".repeat(20), "x".repeat(19) + '…');
        assertThat(MonthDrawing.wrap("x" + "🎄".repeat(30)))
                .allSatisfy(line -> assertThat(line.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty());
    }

    @Test
    void aCalendarThatDoesNotOpenAgainIsDrawnToo() throws Exception {
        BusinessCalendar once = BusinessCalendar.builder(BERLIN)
                .open(LocalDate.of(2026, 3, 2), TimeRange.of("09:00", "10:00"))
                .closed(LocalDate.of(2026, 3, 31), "The end").build();

        assertThat(texts(cell(draw(once, "2026-03", Words.ENGLISH), 31))).contains("The end");
    }

    @Test
    void itSpeaksRussian() throws Exception {
        Element image = draw(office(BERLIN).build(), "2026-03", Words.RUSSIAN);

        assertThat(texts(image)).contains("Март 2026", "пн", "вс", "открыто 176 ч, дней с рабочими часами: 22",
                "по часам Europe/Berlin", "перевод часов", "закрыто");
        assertThat(image.getAttribute("xml:lang")).isEqualTo("ru");
    }
}
