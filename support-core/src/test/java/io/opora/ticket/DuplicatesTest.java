package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opora.InvalidInputException;
import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.testing.TestDesk;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that were made before are noticed, each with its reasons. */
class DuplicatesTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor IVAN = Actor.customer("ivan");
    private static final Actor ANNA = Actor.agent("anna");

    private final TestDesk desk = TestDesk.create();
    private final Tickets tickets = desk.desk().tickets();

    @AfterEach
    void close() {
        desk.close();
    }

    private Ticket open(Actor customer, String subject, String text) {
        return tickets.open(customer, OpenTicket.of(subject, text));
    }

    private static OpenTicket asks(String customer, String subject, String text) {
        return OpenTicket.builder(subject, text).requester(Requester.of(customer)).build();
    }

    private static List<String> codes(Tickets.Duplicate duplicate) {
        return duplicate.reasons().stream().map(Reason::code).toList();
    }

    @Test
    void theSameWordsOfTheSamePersonAreMostLikelyTheSameRequest() {
        Ticket lamp = open(MARIA, "Lamp broken", "It flickers, then goes out.");
        Ticket other = open(MARIA, "Parcel", "Where is my parcel?");

        List<Tickets.Duplicate> found = tickets.duplicatesOf(ANNA,
                asks("maria", "Lamp broken!", "it flickers... then goes OUT"));

        assertThat(found).extracting(Tickets.Duplicate::ticket).containsExactly(lamp.id(), other.id());
        assertThat(found.get(0).number()).isEqualTo(lamp.number());
        assertThat(codes(found.get(0))).containsExactly("same-requester", "similar-wording");
        assertThat(found.get(0).score()).isEqualTo(1);
        assertThat(found.get(0).reasons()).extracting(Reason::message)
                .containsExactly("The same person asked", "100 % of the wording is the same");
        assertThat(codes(found.get(1))).containsExactly("same-requester");
        assertThat(found.get(1).score()).isCloseTo(0.3, within(1e-9));
        assertThat(tickets.inbox(ANNA, TicketQuery.all()).tickets()).as("nothing is opened or merged")
                .containsExactlyInAnyOrder(lamp, other);
    }

    @ParameterizedTest
    @CsvSource({
            "Order 10023, about 10023 again, 10023",
            "Order AB-10023, ab it is AB10023, AB10023",
            "Заказ №1002345, где заказ 1002345?, 1002345",
            "order:12345, (12345), 12345",
            "123456789012, x 123456789012 y, 123456789012"})
    void theSameOrderNumberOfAnybodyIsNoticed(String before, String now, String number) {
        Ticket ticket = open(MARIA, "Something", before);

        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "Quite different words", now))).singleElement()
                .satisfies(duplicate -> {
                    assertThat(duplicate.ticket()).isEqualTo(ticket.id());
                    assertThat(codes(duplicate)).containsExactly("same-order-number");
                    assertThat(duplicate.score()).isCloseTo(0.6, within(1e-9));
                    assertThat(duplicate.reasons().getFirst().message()).isEqualTo("Both name the order " + number);
                    assertThat(duplicate.toString()).doesNotContain(number)
                            .isEqualTo("Duplicate[1, score " + duplicate.score() + ", [same-order-number]]");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234", "2026-03-02", "+79000000000", "1234567890123", "x12345", "12345y"})
    void whatIsNoOrderNumberIsNone(String text) {
        open(MARIA, "Something", text);

        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "Quite different words", text + " is what I say now")))
                .allSatisfy(duplicate -> assertThat(codes(duplicate)).doesNotContain("same-order-number"));
    }

    @Test
    void orderNumbersInTheSubjectCountToo() {
        open(MARIA, "Order 10023", "Where is it?");

        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "10023 lost", "Not here"))).hasSize(1);
    }

    @Test
    void severalReasonsAreTogetherMoreLikelyThanEach() {
        open(MARIA, "Order 10023", "Where is it?");

        assertThat(tickets.duplicatesOf(ANNA, asks("maria", "Paid twice", "10023"))).singleElement()
                .satisfies(duplicate -> {
                    assertThat(codes(duplicate)).containsExactly("same-requester", "same-order-number");
                    assertThat(duplicate.score()).isCloseTo(0.72, within(1e-9));
                });
    }

    @Test
    void similarWordsOfAnybodyAreNoticedAlsoInOtherForms() {
        Ticket outage = open(MARIA, "Сайт не открывается", "Не могу открыть страницу оплаты заказа, белый экран");

        assertThat(tickets.duplicatesOf(ANNA,
                asks("ivan", "Сайт не открывался", "Не могу открыть страницы оплаты заказов, белый экран")))
                .singleElement().satisfies(duplicate -> {
                    assertThat(duplicate.ticket()).isEqualTo(outage.id());
                    assertThat(codes(duplicate)).containsExactly("similar-wording");
                    assertThat(duplicate.score()).isBetween(0.5, 0.99);
                    assertThat(duplicate.reasons().getFirst().facts()).containsEntry("score", duplicate.score());
                });
        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "Сайт", "Хочу другой цвет кнопки на странице заказа")))
                .isEmpty();
        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "?", "!"))).isEmpty();
    }

    @Test
    void onlyTheWindowCounts() {
        open(MARIA, "Lamp broken", "It flickers.");
        desk.clock().advance(Duration.ofDays(14));
        assertThat(tickets.duplicatesOf(ANNA, asks("maria", "Lamp", "flickers"))).hasSize(1);

        desk.clock().advance(Duration.ofNanos(1_000));
        assertThat(tickets.duplicatesOf(ANNA, asks("maria", "Lamp", "flickers"))).isEmpty();
    }

    @Test
    void ofATicketAreThoseThatWereOpenedBeforeIt() {
        Ticket first = open(MARIA, "Lamp broken", "It flickers.");
        desk.clock().advance(Duration.ofDays(10));
        Ticket second = open(MARIA, "Lamp broken", "It flickers.");
        desk.clock().advance(Duration.ofDays(10));
        Ticket third = open(MARIA, "Lamp broken", "It flickers.");

        assertThat(tickets.duplicatesOf(ANNA, first.id())).isEmpty();
        assertThat(tickets.duplicatesOf(ANNA, second.id())).extracting(Tickets.Duplicate::ticket)
                .containsExactly(first.id());
        assertThat(tickets.duplicatesOf(ANNA, third.id())).extracting(Tickets.Duplicate::ticket)
                .containsExactly(second.id());
    }

    @Test
    void mergedTicketsAreNotReportedAgain() {
        Ticket first = open(MARIA, "Lamp broken", "It flickers.");
        Ticket second = open(MARIA, "Lamp broken", "It flickers.");
        tickets.handle(ANNA, second.id(), Merge.into(first.id()));

        assertThat(tickets.duplicatesOf(ANNA, asks("maria", "Lamp broken", "It flickers."))).singleElement()
                .satisfies(duplicate -> assertThat(duplicate.ticket()).isEqualTo(first.id()));
    }

    @Test
    void aTicketThatWasSplitOffIsComparedByItsFirstMessage() {
        Ticket lamp = open(MARIA, "Lamp", "It flickers.");
        tickets.handle(MARIA, lamp.id(), Reply.of("And where is order 10023?"));
        Ticket split = tickets.handle(ANNA, lamp.id(), Split.of("Parcel", 3));

        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "Lost", "10023"))).singleElement()
                .satisfies(duplicate -> assertThat(duplicate.ticket()).isEqualTo(split.id()));
    }

    @Test
    void customersAreToldOfTheirOwnTicketsOnly() {
        Ticket marias = open(MARIA, "Order 10023", "Where is it?");
        desk.clock().advance(Duration.ofSeconds(1));
        Ticket ivans = open(IVAN, "Order 10023", "Where is it?");

        assertThat(tickets.duplicatesOf(MARIA, OpenTicket.of("Order 10023", "Where is it?"))).singleElement()
                .satisfies(duplicate -> assertThat(duplicate.ticket()).isEqualTo(marias.id()));
        assertThat(tickets.duplicatesOf(IVAN, ivans.id())).isEmpty();
        assertThat(tickets.duplicatesOf(ANNA, ivans.id())).hasSize(1);
        assertThatThrownBy(() -> tickets.duplicatesOf(MARIA, ivans.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> tickets.duplicatesOf(MARIA, asks("ivan", "s", "t")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aBoundedNumberOfTicketsIsLookedAtAndReported() {
        Ticket old = open(MARIA, "Order 10023", "Where is it?");
        for (int i = 0; i < Duplicates.MAX_CANDIDATES; i++) {
            desk.clock().advance(Duration.ofSeconds(1));
            open(IVAN, "Something else " + i, "Words without end");
        }

        assertThat(tickets.duplicatesOf(ANNA, asks("boris", "Lost", "10023"))).as("too long ago").isEmpty();
        assertThat(tickets.duplicatesOf(ANNA, asks("maria", "Lost", "10023"))).extracting(Tickets.Duplicate::ticket)
                .containsExactly(old.id());
        List<Tickets.Duplicate> many = tickets.duplicatesOf(ANNA, asks("ivan", "Something else", "Words without end"));
        assertThat(many).hasSize(Duplicates.MAX_REPORTED);
        assertThat(IntStream.range(1, many.size())).allMatch(i -> many.get(i - 1).score() >= many.get(i).score());
    }

    @Test
    void onlyTheBeginningOfALongTextIsComparedAndFewOrderNumbers() {
        String numbers = IntStream.range(10_000, 10_020).mapToObj(Integer::toString)
                .reduce("", (all, each) -> all + " " + each);
        open(MARIA, "s", numbers + " 99999");
        open(MARIA, "s", "x ".repeat(2_000) + "88888");

        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "t", "99999"))).isEmpty();
        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "t", "88888"))).isEmpty();
        assertThat(tickets.duplicatesOf(ANNA, asks("ivan", "t", "10019"))).hasSize(1);
    }

    @Test
    void theDeskMaySayWhatCounts() {
        Tickets.Duplicate.Rules rules = new Tickets.Duplicate.Rules(Duration.ofHours(1), Pattern.compile("ORD\\d+"), 1);
        try (TestDesk own = TestDesk.create(builder -> builder.duplicates(rules))) {
            Tickets with = own.desk().tickets();
            with.open(MARIA, OpenTicket.of("Lamp broken", "ORD1 and 10023"));
            own.clock().advance(Duration.ofHours(1));

            assertThat(with.duplicatesOf(ANNA, asks("ivan", "Lost", "ORD1"))).hasSize(1);
            assertThat(with.duplicatesOf(ANNA, asks("ivan", "Lamp broken", "ORD2 and 10023"))).isEmpty();
            assertThat(with.duplicatesOf(ANNA, asks("ivan", "Lamp broken", "ORD1 and 10023"))).singleElement()
                    .satisfies(duplicate -> assertThat(duplicate.score()).isEqualTo(1));
            own.clock().advance(Duration.ofNanos(1_000));
            assertThat(with.duplicatesOf(ANNA, asks("ivan", "Lost", "ORD1"))).isEmpty();
        }
    }

    @Test
    void rulesOutOfRangeAreRefusedAllAtOnce() {
        Pattern any = Pattern.compile("x");

        for (Duration window : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(366).plusNanos(1))) {
            for (double likeness : new double[]{0, -1, 1.01, Double.NaN}) {
                assertThatExceptionOfType(InvalidInputException.class)
                        .isThrownBy(() -> new Tickets.Duplicate.Rules(window, any, likeness))
                        .satisfies(e -> assertThat(e.violations()).extracting(Violation::path)
                                .containsExactly("window", "likeness"));
            }
        }
        assertThat(new Tickets.Duplicate.Rules(Duration.ofDays(366), any, 1).likeness()).isEqualTo(1);
    }
}
