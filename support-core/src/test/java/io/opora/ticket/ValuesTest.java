package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void aTicketIdIsAUuidOfVersionSevenThatCarriesItsTime() {
        TicketId id = TicketId.generate(Instant.parse("2026-03-02T09:00:00.123456Z"), new Random(1));

        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.value().getMostSignificantBits() >>> 16)
                .isEqualTo(Instant.parse("2026-03-02T09:00:00.123Z").toEpochMilli());
        assertThat(id.value().getMostSignificantBits() & 0xFFF).isEqualTo(456 * 4096 / 1_000);
    }

    @Test
    void ticketIdsSortByTheTimeAtWhichTheyWereMade() {
        Random random = new Random(1);
        Instant start = Instant.parse("2026-03-02T09:00:00Z");
        List<TicketId> made = Stream.iterate(start, instant -> instant.plusNanos(250_000)).limit(1_000)
                .map(instant -> TicketId.generate(instant, random)).toList();

        assertThat(made).isSorted();
        assertThat(made.stream().map(TicketId::toString)).isSorted();
    }

    @Test
    void ticketIdsSortAsTheirTextDoesAlsoWhereTheirHalvesAreNegative() {
        List<TicketId> ids = Stream.of("00000000-0000-7000-8000-000000000000", "00000000-0000-7000-f000-000000000000",
                "7fffffff-ffff-7fff-8000-000000000000", "80000000-0000-7000-8000-000000000000",
                "80000000-0000-7000-8000-000000000001").map(TicketId::of).toList();

        assertThat(ids.reversed().stream().sorted()).containsExactlyElementsOf(ids);
        assertThat(ids.getFirst()).isEqualByComparingTo(TicketId.of("00000000-0000-7000-8000-000000000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1-1-1-1-1", "019CADC6-9A80-7000-89E4-F1C264370B10",
            "019cadc6-9a80-7000-89e4-f1c264370b1", "019cadc6-9a80-7000-89e4-f1c264370b100",
            "019cadc69a80700089e4f1c264370b10"})
    void aTicketIdIsReadInOneFormOnly(String text) {
        assertThatThrownBy(() -> TicketId.of(text)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lower case");
    }

    @Test
    void aTicketIdIsReadAsItIsPrinted() {
        TicketId id = TicketId.generate(Instant.EPOCH, new Random(1));

        assertThat(TicketId.of(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "01", "1x", " 1", "+1", "1234567890123456789"})
    void aTicketNumberIsDigitsOnly(String text) {
        assertThatThrownBy(() -> TicketNumber.of(text)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void aTicketNumberIsReadAsItIsPrintedAndSortsByValue() {
        assertThat(TicketNumber.of("123456789012345678").toString()).isEqualTo("123456789012345678");
        assertThat(TicketNumber.of(9)).isLessThan(TicketNumber.of(10));
        assertThatThrownBy(() -> TicketNumber.of(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> TicketNumber.of("x".repeat(1_000))).hasMessageContaining("x".repeat(40) + "…'");
    }

    @Test
    void tagsAreOneInUpperAndLowerCase() {
        assertThat(Tag.of("ВАЖНО")).isEqualTo(Tag.of("важно")).hasToString("важно");
        assertThat(Tag.of("a")).isLessThan(Tag.of("b"));
    }

    @ParameterizedTest
    @EnumSource(TicketQuery.Sort.class)
    void aCursorIsReadAsItIsPrinted(TicketQuery.Sort sort) {
        for (Instant at : List.of(Instant.EPOCH, Instant.parse("2026-03-02T09:00:00.123456Z"),
                Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z"))) {
            TicketQuery.Cursor cursor = new TicketQuery.Cursor(sort, Priority.HIGH, at,
                    TicketId.generate(Instant.EPOCH, new Random(1)));

            assertThat(TicketQuery.Cursor.of(cursor.toString())).isEqualTo(cursor);
            assertThat(cursor.toString()).matches("[A-Za-z0-9_-]{1,200}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!", "T0xERVNU", "T0xERVNUIE5PUk1BTCAwIHg",
            "T0xERVNUIE5PUk1BTCAwIDAxOWNhZGM2LTlhODAtNzAwMC04OWU0LWYxYzI2NDM3MGIxMA=="})
    void aCursorThatWasNotPrintedByUsIsRefused(String text) {
        assertThatThrownBy(() -> TicketQuery.Cursor.of(text)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("give back exactly the text");
    }

    @Test
    void aCursorHasOneTextOnlyAndNoLongOne() {
        String text = new TicketQuery.Cursor(TicketQuery.Sort.OLDEST, Priority.NORMAL, Instant.EPOCH,
                TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10")).toString();

        assertThat(TicketQuery.Cursor.of(text).sort()).isEqualTo(TicketQuery.Sort.OLDEST);
        assertThatThrownBy(() -> TicketQuery.Cursor.of(text + "=")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> TicketQuery.Cursor.of(text.repeat(1_000))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anActorHoldsTheRoleOfItsKindAndThoseItIsGiven() {
        Actor boris = Actor.agent("boris").withRoles(Role.of("accountant"));

        assertThat(boris.roles()).containsExactlyInAnyOrder(Role.AGENT, Role.of("accountant"));
        assertThat(boris.isCustomer()).isFalse();
        assertThat(Actor.customer("maria").roles()).containsExactly(Role.CUSTOMER);
        assertThat(Actor.bot("b").kind()).isEqualTo(Actor.Kind.BOT);
        assertThat(Actor.SYSTEM.roles()).containsExactly(Role.SYSTEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "\u0000"})
    void anActorIdIsALineThatIsNotBlank(String id) {
        assertThatThrownBy(() -> ActorId.of(id)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void subjectsAreTakenApartIntoWordsOfEveryLanguage() {
        assertThat(TicketQuery.words("Не работает ЁЛКА-2, e-mail!")).isEqualTo(" не работает елка 2 e mail ");
        assertThat(TicketQuery.words("…")).isEmpty();
        assertThat(TicketQuery.words("")).isEmpty();
        assertThat(TicketQuery.words("x𝒳y")).isEqualTo(" x𝒳y ");
    }

    @Test
    void nothingThatAPersonWroteStandsInATextForm() {
        Requester requester = Requester.of("m").withName("Maria").withEmail("maria@example.org");
        Message message = new Message(Channel.FORM, Locale.ENGLISH, "my secret", List.of());

        assertThat(List.of(requester.toString(), message.toString(), new Note("my secret", List.of()).toString()))
                .containsExactly("Requester[m]", "Message[form, 9 characters, 0 attachments]",
                        "Note[9 characters, 0 attachments]");
    }

    @Test
    void aConsentKeepsWhatAStoreKeeps() {
        assertThat(new Consent("w", Instant.parse("2026-03-02T09:00:00.123456789Z")).givenAt())
                .isEqualTo("2026-03-02T09:00:00.123456Z");
    }

    @Test
    void everyUuidOfVersionSevenIsATicketId() {
        UUID uuid = new UUID(0x0123456789AB7CDEL, 0x8123456789ABCDEFL);

        assertThat(TicketId.of(uuid.toString()).value()).isEqualTo(uuid);
    }
}
