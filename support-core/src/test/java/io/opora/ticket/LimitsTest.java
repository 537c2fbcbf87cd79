package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Reason;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import io.opora.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R16: every input and every list is bounded. Each limit is tried at the limit and one past it. */
class LimitsTest {

    private static final Actor CUSTOMER = Actor.customer("maria");
    private static final Actor AGENT = Actor.agent("anna");

    private final SupportDesk desk = SupportDesk.builder().fields(FieldSet.of(definitions(60))).build();
    private final Ticket ticket = desk.tickets().open(CUSTOMER, OpenTicket.of("Lamp", "Broken"));

    @AfterEach
    void close() {
        desk.close();
    }

    static Stream<Arguments> limitsOfOpening() {
        return Stream.of(
                limit("subject", Ticket.MAX_SUBJECT_LENGTH, n -> OpenTicket.builder(text(n), "text")),
                limit("text", Message.MAX_LENGTH, n -> OpenTicket.builder("subject", text(n))),
                limit("attachments", Message.MAX_ATTACHMENTS, n -> {
                    OpenTicket.Builder builder = OpenTicket.builder("subject", "text");
                    files(n).forEach(builder::attachment);
                    return builder;
                }),
                limit("attachments[0].name", 255, n -> attached(new Attachment(text(n), "image/png", 1, "ref"))),
                limit("attachments[0].mediaType", 127,
                        n -> attached(new Attachment("a", "x/" + text(n - 2), 1, "ref"))),
                limit("attachments[0].reference", 1_000, n -> attached(new Attachment("a", "image/png", 1, text(n)))),
                limit("tags", Ticket.MAX_TAGS, n -> {
                    OpenTicket.Builder builder = OpenTicket.builder("subject", "text");
                    tags(n).forEach(tag -> builder.tag(tag.value()));
                    return builder;
                }),
                limit("requester.name", 200, n -> asked(Requester.of("maria").withName(text(n)))),
                limit("requester.email", 254, n -> asked(Requester.of("maria").withEmail(email(n)))),
                limit("requester.phone", 40, n -> asked(Requester.of("maria").withPhone(text(n)))),
                limit("requester.consent.wording", 2_000,
                        n -> asked(Requester.of("maria").withConsent(new Consent(text(n), Instant.EPOCH)))),
                limit("fields", Ticket.MAX_FIELDS, n -> {
                    OpenTicket.Builder builder = OpenTicket.builder("subject", "text");
                    names(n).forEach(name -> builder.field(name, "x"));
                    return builder;
                }),
                limit("fields[name0]", FieldValue.MAX_TEXT_LENGTH,
                        n -> OpenTicket.builder("subject", "text").field("name0", text(n))),
                limit("locale", 35, n -> OpenTicket.builder("subject", "text").locale(locale(n))));
    }

    @ParameterizedTest
    @MethodSource("limitsOfOpening")
    void ofOpeningATicket(String path, int limit, IntFunction<OpenTicket.Builder> command) {
        assertThatCode(() -> desk.tickets().open(CUSTOMER, command.apply(limit).build())).doesNotThrowAnyException();
        assertRefused(path, () -> desk.tickets().open(CUSTOMER, command.apply(limit + 1).build()));
    }

    static Stream<Arguments> limitsOfCommands() {
        return Stream.of(
                limit("text", Message.MAX_LENGTH, n -> Reply.of(text(n))),
                limit("attachments", Message.MAX_ATTACHMENTS, n -> Reply.of("x").withAttachments(files(n))),
                limit("locale", 35, n -> Reply.of("x").withLocale(locale(n))),
                limit("text", Message.MAX_LENGTH, n -> AddNote.of(text(n))),
                limit("attachments", Message.MAX_ATTACHMENTS, n -> AddNote.of("x").withAttachments(files(n))),
                limit("fields", Ticket.MAX_FIELDS, n -> new SetFields(values(n), Set.of())),
                limit("clear", Ticket.MAX_FIELDS, n -> new SetFields(Map.of(), Set.copyOf(names(n)))),
                limit("fields[name0]", FieldValue.MAX_TEXT_LENGTH, n -> SetFields.of("name0", text(n))),
                limit("remove", Ticket.MAX_TAGS, n -> new ChangeTags(Set.of(), tags(n))),
                limit("add", Ticket.MAX_TAGS, n -> new ChangeTags(tags(n), Set.of())));
    }

    @ParameterizedTest
    @MethodSource("limitsOfCommands")
    void ofCommands(String path, int limit, IntFunction<TicketCommand> command) {
        assertThatCode(() -> desk.tickets().handle(AGENT, ticket.id(), command.apply(limit)))
                .doesNotThrowAnyException();
        assertRefused(path, () -> desk.tickets().handle(AGENT, ticket.id(), command.apply(limit + 1)));
    }

    @Test
    void ofTheFieldsOfAMove() {
        Move full = new Move("solve", fields(Move.MAX_FIELDS));
        assertThatCode(() -> desk.tickets().handle(AGENT, ticket.id(), full)).doesNotThrowAnyException();
        assertRefused("fields", () -> desk.tickets().handle(AGENT, ticket.id(),
                new Move("reopen", fields(Move.MAX_FIELDS + 1))));
        assertThatCode(() -> desk.tickets().handle(AGENT, ticket.id(),
                Move.of("reopen").with("name0", text(FieldValue.MAX_TEXT_LENGTH)))).doesNotThrowAnyException();
        assertRefused("fields[resolution]", () -> desk.tickets().handle(AGENT, ticket.id(),
                Move.of("solve").with("resolution", text(FieldValue.MAX_TEXT_LENGTH + 1))));
        // a name of 64 characters is let in, and refused by the workflow only
        assertThatExceptionOfType(TransitionNotAllowedException.class)
                .isThrownBy(() -> desk.tickets().handle(AGENT, ticket.id(), Move.of(text(64))));
        assertRefused("action", () -> desk.tickets().handle(AGENT, ticket.id(), Move.of(text(65))));
        assertRefused("fields[" + text(65) + "]", () -> desk.tickets().handle(AGENT, ticket.id(),
                Move.of("solve").with(text(65), "x")));
    }

    @Test
    void ofTheFieldsOfATicket() {
        desk.tickets().handle(AGENT, ticket.id(), new SetFields(values(Ticket.MAX_FIELDS), Set.of()));
        for (TicketCommand oneMore : List.of(SetFields.of("name50", "x"), Move.of("start").with("name50", "x"))) {
            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> desk.tickets().handle(AGENT, ticket.id(), oneMore))
                    .satisfies(e -> assertThat(e.reasons()).containsExactly(new Reason("too-many-fields",
                            "A ticket has at most {limit} fields, and this would make {fields}",
                            Map.of("limit", Ticket.MAX_FIELDS, "fields", Ticket.MAX_FIELDS + 1))));
        }
        assertThatCode(() -> desk.tickets().handle(AGENT, ticket.id(), Move.of("start").with("name0", "y")))
                .doesNotThrowAnyException();
        assertThatCode(() -> desk.tickets().handle(AGENT, ticket.id(),
                SetFields.of("name50", "x").without("name0"))).doesNotThrowAnyException();
    }

    @Test
    void ofASnooze() {
        Instant now = Instant.parse("2026-03-02T09:00:00Z");
        Instant latest = now.plus(Duration.ofDays(Snooze.MAX_DAYS));
        TicketLifecycle rules = TicketLifecycle.of(Workflow.standard(), Map.of());
        for (Instant until : List.of(latest, now.plusNanos(1_000))) {
            assertThat(rules.decide(ticketAt(now), Snooze.until(until), AGENT, now))
                    .isInstanceOf(Decision.Accepted.class);
        }
        for (Instant until : List.of(latest.plusNanos(1_000), now, now.plusNanos(999), Instant.MIN, Instant.MAX)) {
            assertThat(rules.decide(ticketAt(now), Snooze.until(until), AGENT, now)).isEqualTo(new Decision.Refused(
                    List.of(new Reason("snooze-until", "It is {now}: a ticket is put aside until an instant after that,"
                            + " at the latest {latest}, not until {until}",
                            Map.of("now", now, "latest", latest, "until", Snooze.until(until).until().get())))));
        }
    }

    private static Ticket ticketAt(Instant now) {
        return TicketLifecycle.of(Workflow.standard(), Map.of())
                .open(asked(Requester.of("maria")).build(), TicketId.generate(now, new Random(1)), TicketNumber.of(1),
                        Locale.ENGLISH, CUSTOMER, now)
                .ticket();
    }

    @Test
    void ofARating() {
        desk.tickets().handle(AGENT, ticket.id(), Move.of("solve").with("resolution", "x"));
        for (int score : new int[]{Integer.MIN_VALUE, 0, 6, Integer.MAX_VALUE}) {
            assertRefused("score", () -> desk.tickets().handle(CUSTOMER, ticket.id(), Rate.of(score)));
        }
        for (String bad : List.of(text(Rate.MAX_TEXT_LENGTH + 1), "", " ", "a\u0000")) {
            assertRefused("text", () -> desk.tickets().handle(CUSTOMER, ticket.id(), Rate.of(1).withText(bad)));
        }
        for (int score : new int[]{1, 5}) {
            assertThatCode(() -> desk.tickets().handle(CUSTOMER, ticket.id(),
                    Rate.of(score).withText(text(Rate.MAX_TEXT_LENGTH)))).doesNotThrowAnyException();
            desk.tickets().handle(CUSTOMER, ticket.id(), Reply.of("No"));
            desk.tickets().handle(AGENT, ticket.id(), Move.of("solve").with("resolution", "x"));
        }
    }

    static Stream<Arguments> limitsOfQueries() {
        int most = TicketQuery.MAX_VALUES;
        return Stream.of(
                limit("limit", TicketQuery.MAX_LIMIT, n -> TicketQuery.builder().limit(n)),
                limit("statuses[]", 64, n -> TicketQuery.builder().statuses(text(n))),
                limit("statuses", most, n -> TicketQuery.builder().statuses(names(n).toArray(String[]::new))),
                limit("kinds", most, n -> TicketQuery.builder()
                        .kinds(names(n).stream().map(RequestKind::of).toArray(RequestKind[]::new))),
                limit("tags", most, n -> TicketQuery.builder().tags(names(n).toArray(String[]::new))),
                limit("subjectWords", most, n -> TicketQuery.builder().subjectWords(names(n).toArray(String[]::new))),
                limit("fields", most, n -> {
                    TicketQuery.Builder builder = TicketQuery.builder();
                    names(n).forEach(name -> builder.field(name, FieldValue.flag(true)));
                    return builder;
                }),
                limit("fields[0].field", 64, n -> TicketQuery.builder().field(text(n), FieldValue.flag(true))),
                limit("fields[0].field", 64, n -> TicketQuery.builder().fieldAtLeast(text(n), FieldValue.number(1))),
                limit("fields[0].field", 64, n -> TicketQuery.builder().fieldAtMost(text(n), FieldValue.number(1))),
                limit("subjectWords[0]", TicketQuery.MAX_WORD_LENGTH,
                        n -> TicketQuery.builder().subjectWords(text(n))));
    }

    @ParameterizedTest
    @MethodSource("limitsOfQueries")
    void ofQueries(String path, int limit, IntFunction<TicketQuery.Builder> query) {
        assertThatCode(() -> desk.tickets().inbox(AGENT, query.apply(limit).build())).doesNotThrowAnyException();
        assertRefused(path, () -> desk.tickets().inbox(AGENT, query.apply(limit + 1).build()));
        if (!path.equals("limit")) {
            assertThatCode(() -> desk.tickets().countByPhase(AGENT, query.apply(limit).build()))
                    .doesNotThrowAnyException();
        }
        assertRefused(path, () -> desk.tickets().countByPhase(AGENT, query.apply(limit + 1).build()));
    }

    @Test
    void ofEverythingThatIsRead() {
        assertRefused("limit", () -> desk.tickets().inbox(AGENT, TicketQuery.builder().limit(0).build()));
        for (int limit : new int[]{1, Tickets.MAX_HISTORY_PAGE}) {
            assertThat(desk.tickets().history(AGENT, ticket.id(), 0, limit)).isNotEmpty();
            assertThat(desk.tickets().customerView(AGENT, ticket.id(), 0, limit).entries()).isNotEmpty();
        }
        for (int limit : new int[]{-1, 0, Tickets.MAX_HISTORY_PAGE + 1}) {
            assertRefused("limit", () -> desk.tickets().history(AGENT, ticket.id(), 0, limit));
            assertRefused("limit", () -> desk.tickets().customerView(AGENT, ticket.id(), 0, limit));
        }
        assertThat(desk.tickets().tick(1)).isZero();
        assertThat(desk.tickets().tick(Tickets.MAX_TICK)).isZero();
        assertRefused("limit", () -> desk.tickets().tick(0));
        assertRefused("limit", () -> desk.tickets().tick(Tickets.MAX_TICK + 1));
    }

    @Test
    void ofNamesTagsKeysIdsAndRoles() {
        assertLimit(64, n -> RequestKind.of(text(n)));
        assertLimit(64, n -> Channel.of(text(n)));
        assertLimit(64, n -> TeamId.of(text(n)));
        assertLimit(64, n -> Role.of(text(n)));
        assertLimit(Tag.MAX_LENGTH, n -> Tag.of(text(n)));
        assertLimit(IdempotencyKey.MAX_LENGTH, n -> IdempotencyKey.of(text(n)));
        assertLimit(ActorId.MAX_LENGTH, n -> ActorId.of(text(n)));
        assertLimit(Actor.MAX_ROLES - 1, n -> AGENT.withRoles(names(n).stream().map(Role::of).toArray(Role[]::new)));
        assertLimit(18, n -> TicketNumber.of("9".repeat(n)));
    }

    @Test
    void ofTheSizeOfAFile() {
        assertThatCode(() -> desk.tickets().open(CUSTOMER, attached(new Attachment("a", "a/b", 1L << 40, "r")).build()))
                .doesNotThrowAnyException();
        assertThatCode(() -> desk.tickets().open(CUSTOMER, attached(new Attachment("a", "a/b", 0, "r")).build()))
                .doesNotThrowAnyException();
        for (long size : new long[]{-1, (1L << 40) + 1}) {
            assertRefused("attachments[0].size", () -> desk.tickets().open(CUSTOMER,
                    attached(new Attachment("a", "a/b", size, "r")).build()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "a\u0000b", "\uD83D", "\uDE00a"})
    void aTextThatIsBlankOrThatAStoreCouldNotKeepIsRefused(String text) {
        assertRefused("text", () -> desk.tickets().handle(AGENT, ticket.id(), Reply.of(text)));
        assertRefused("text", () -> desk.tickets().handle(AGENT, ticket.id(), AddNote.of(text)));
        assertRefused("text", () -> desk.tickets().open(CUSTOMER, OpenTicket.of("subject", text)));
        assertRefused("subject", () -> desk.tickets().open(CUSTOMER, OpenTicket.of(text, "text")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rBcc: x", "a\tb", "a\u007Fb", "a\u0085b", "a\u2028b", "a\u2029b"})
    void aLineHoldsNothingThatCouldEndIt(String line) {
        assertRefused("subject", () -> desk.tickets().open(CUSTOMER, OpenTicket.of(line, "text")));
        assertRefused("requester.name",
                () -> desk.tickets().open(CUSTOMER, asked(Requester.of("maria").withName(line)).build()));
        assertRefused("attachments[0].name",
                () -> desk.tickets().open(CUSTOMER, attached(new Attachment(line, "a/b", 1, "r")).build()));
        assertThatCode(() -> desk.tickets().handle(AGENT, ticket.id(), Reply.of(line))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc/passwd", "a/b", "a\\b"})
    void aFilesNameIsNoPath(String name) {
        assertRefused("attachments[0].name",
                () -> desk.tickets().open(CUSTOMER, attached(new Attachment(name, "a/b", 1, "r")).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/", "a/", "a/b c", "a/b\n"})
    void aMediaTypeHasTwoParts(String type) {
        assertRefused("attachments[0].mediaType",
                () -> desk.tickets().open(CUSTOMER, attached(new Attachment("a", type, 1, "r")).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "a@", "@example.org", "a b@example.org"})
    void anAddressIsAnAddress(String email) {
        assertRefused("requester.email",
                () -> desk.tickets().open(CUSTOMER, asked(Requester.of("maria").withEmail(email)).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "a\nb", "a\u0000", "\uD83D"})
    void aTagIsOneWord(String tag) {
        assertThatThrownBy(() -> Tag.of(tag)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ключ", "a\u007F", "a\n"})
    void aKeyIsVisibleAscii(String key) {
        assertThatThrownBy(() -> IdempotencyKey.of(key)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void localesThatNoTagGivesBackAreRefused() {
        for (Locale locale : List.of(Locale.ROOT, Locale.of("", "RU"), Locale.of("ru", "", "strange variant"))) {
            assertRefused("locale", () -> desk.tickets().open(CUSTOMER,
                    OpenTicket.builder("subject", "text").locale(locale).build()));
            assertRefused("locale",
                    () -> desk.tickets().handle(AGENT, ticket.id(), Reply.of("x").withLocale(locale)));
        }
    }

    private static void assertRefused(String path, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::path).contains(path));
    }

    private static void assertLimit(int limit, IntFunction<?> make) {
        assertThatCode(() -> make.apply(limit)).doesNotThrowAnyException();
        assertThatThrownBy(() -> make.apply(limit + 1)).isInstanceOf(InvalidInputException.class);
    }

    private static Arguments limit(String path, int limit, IntFunction<?> make) {
        return Arguments.of(path, limit, make);
    }

    private static OpenTicket.Builder attached(Attachment file) {
        return OpenTicket.builder("subject", "text").attachment(file);
    }

    private static OpenTicket.Builder asked(Requester requester) {
        return OpenTicket.builder("subject", "text").requester(requester);
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    private static List<Attachment> files(int count) {
        return Collections.nCopies(count, new Attachment("a.png", "image/png", 1, "ref"));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "name" + i).toList();
    }

    private static Set<Tag> tags(int count) {
        return names(count).stream().map(Tag::of).collect(Collectors.toSet());
    }

    private static List<FieldDefinition> definitions(int count) {
        return names(count).stream()
                .map(name -> FieldDefinition.builder(name, FieldDefinition.Type.text()).visibleToCustomers().build())
                .toList();
    }

    private static Map<String, String> values(int count) {
        return names(count).stream().collect(Collectors.toMap(name -> name, name -> "value"));
    }

    private static Map<String, String> fields(int count) {
        return Stream.concat(Stream.of("resolution"), names(count - 1).stream())
                .collect(Collectors.toMap(name -> name, name -> "value"));
    }

    /** An address of this many characters, in parts no longer than addresses may have. */
    private static String email(int length) {
        String address = text(64) + "@" + (text(60) + ".").repeat(3);
        return address + text(length - address.length());
    }

    /** A locale whose language tag has this many characters. */
    private static Locale locale(int length) {
        String extension = "-x-" + "abcdefgh-".repeat(5);
        return Locale.forLanguageTag(("ru" + extension).substring(0, length));
    }
}
