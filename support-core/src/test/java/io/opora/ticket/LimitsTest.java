package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.InvalidInputException;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.desk.SupportDesk;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

    private final SupportDesk desk = SupportDesk.inMemory();
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
                Move.of("reopen").with("why", text(Move.MAX_FIELD_LENGTH)))).doesNotThrowAnyException();
        assertRefused("fields[resolution]", () -> desk.tickets().handle(AGENT, ticket.id(),
                Move.of("solve").with("resolution", text(Move.MAX_FIELD_LENGTH + 1))));
        // a name of 64 characters is let in, and refused by the workflow only
        assertThatExceptionOfType(TransitionNotAllowedException.class)
                .isThrownBy(() -> desk.tickets().handle(AGENT, ticket.id(), Move.of(text(64)).with(text(64), "x")));
        assertRefused("action", () -> desk.tickets().handle(AGENT, ticket.id(), Move.of(text(65))));
        assertRefused("fields[" + text(65) + "]", () -> desk.tickets().handle(AGENT, ticket.id(),
                Move.of("solve").with(text(65), "x")));
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

    private static java.util.Map<String, String> fields(int count) {
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
