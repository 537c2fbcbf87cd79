package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.Attachment;
import io.opora.ticket.Consent;
import io.opora.ticket.FieldValue;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Message;
import io.opora.ticket.Move;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.Rate;
import io.opora.ticket.Reply;
import io.opora.ticket.Requester;
import io.opora.ticket.SetFields;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Texts come back to the character, whatever they hold, and two ids are one only if they are equal. */
public abstract class TextContract extends StorageSuite {

    private static final List<String> LINES = List.of("",
            " ",
            "trailing blank ",
            "  leading blanks",
            "\u00A0no-break blanks\u00A0",
            "UPPER lower",
            "It's \"quoted\" `twice` ''",
            "100% of a_b\\c \\% \\_ \\\\",
            "; DROP TABLE tickets; --",
            "{\"json\": [null, 1e9]} ${expression} #{expression} {{template}} ?1 :name",
            "ёлка и елка, Ёлка и ЙОД",
            "combining: e\u0301 is not \u00E9, \u0438\u0306 is not \u0439, \u1112\u1161\u11AB is not \uD55C",
            "four bytes: \uD83D\uDE80 \uD83D\uDC69\u200D\uD83D\uDE80 \uD800\uDF48 \uDBFF\uDFFD",
            "שלום (שלום) مرحبا \u202Eright to left\u202C",
            "soft\u00ADhyphen, zero\u200Bwidth, byte order \uFEFFmark, not a character \uFFFE",
            "İıŞşÇç ẞß ﬁ Ⅷ Σσς");

    private static final List<String> TEXTS = List.of(
            "two\nlines", "two\r\nlines", "two\rlines", "\n\n\n", "\r\n", "tab\tand form feed\f", "ends with a line\n",
            "other lines\u2028and\u2029paragraphs\u0085", "escape \u001B[31m and bell \u0007");

    /** Ids that careless comparisons take for one. */
    private static final List<String> LOOKALIKES = List.of("Maria", "maria", "MARIA", "maria ", " maria", "maria  ",
            "mari\u00E1",
            "maria\u0301", "mar\u0456a", "mar\u0131a", "m%", "m_ria", "\uFF4Daria", "strasse", "straße", "1", "01",
            "1.0");

    /** For subclasses, which make the fixture. */
    protected TextContract() {}

    @Test
    void textsComeBackToTheCharacter() {
        for (String text : LINES) {
            assertComesBack(text, text);
        }
        for (String text : TEXTS) {
            assertComesBack("one line", text);
        }
    }

    @Test
    void aTextOfAHundredThousandCharactersComesBack() {
        assertComesBack("one line", "漢".repeat(Message.MAX_LENGTH)); // the most bytes that so many characters can take
        assertComesBack("one line", "\uD83D\uDE80".repeat(Message.MAX_LENGTH / 2));
        assertComesBack("one line", "a".repeat(Message.MAX_LENGTH - 1) + " ");
        assertComesBack("one line", " ".repeat(Message.MAX_LENGTH));
    }

    /** Puts the two into every component that can hold them, and looks whether they come back. */
    private void assertComesBack(String line, String text) {
        Attachment file = new Attachment(line, "text/plain", Long.MAX_VALUE, line);
        String id = line.isBlank() ? "nobody" : line;
        Requester requester = new Requester(ActorId.of(id), Optional.of(line), Optional.of(line),
                Optional.of(cut(line, 40)),
                Optional.of(new Consent(cut(text, 2_000), Samples.START)));
        Actor agent = new Actor(ActorId.of(id), Actor.Kind.AGENT, Set.of());
        Story story = samples().open(OpenTicket.builder(line, text).attachment(file), requester, Samples.START);
        story.handle(agent, Reply.of(text).withAttachments(List.of(file, file)), Samples.START);
        story.handle(agent, AddNote.of(text).withAttachments(List.of(file)), Samples.START);
        story.handle(agent, Assign.to(agent.id()), Samples.START);
        // nothing but blanks is not filled in
        story.handle(agent, Move.of("solve")
                .with("resolution", text.isBlank() ? "blank" : cut(text, FieldValue.MAX_TEXT_LENGTH))
                .with("cost-center", line.isBlank() ? "blank" : line), Samples.START);
        story.handle(Samples.requester(story), Rate.of(3).withText(cut(text, Rate.MAX_TEXT_LENGTH)), Samples.START);
        store(story);

        assertThat(store().find(story.id()).orElseThrow().subject()).isEqualTo(line);
        assertStored(store(), story);
        assertStored(fixture().reopen().tickets(), story);
    }

    private static String cut(String text, int max) {
        int end = Math.min(text.length(), max);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    @Test
    void nothingIsNotTheSameAsAnEmptyText() {
        Requester nobody = Requester.of(Samples.MARIA.id());
        Story absent = samples().open(OpenTicket.builder("", ""), nobody, Samples.START);
        Story empty = samples().open(OpenTicket.builder("", ""), nobody.withName("").withEmail("").withPhone(""),
                Samples.START);
        store(absent, empty);

        assertStored(store(), absent);
        assertStored(store(), empty);
    }

    @Test
    void requestersWhoLookAlikeAreDifferentPeople() {
        List<Ticket> tickets = new ArrayList<>();
        for (String id : LOOKALIKES) {
            Story story = samples().open(OpenTicket.builder("Lamp broken", "It flickers."), Requester.of(id),
                    Samples.START);
            store(story);
            tickets.add(story.ticket());
        }

        for (int i = 0; i < LOOKALIKES.size(); i++) {
            assertFoundAlone(tickets.get(i), TicketQuery.builder().requester(ActorId.of(LOOKALIKES.get(i))).build());
        }
    }

    @Test
    void assigneesWhoLookAlikeAreDifferentPeople() {
        List<Ticket> tickets = new ArrayList<>();
        for (String id : LOOKALIKES) {
            Story story = samples().open().handle(Samples.BORIS, Assign.to(id), Samples.START);
            store(story);
            tickets.add(story.ticket());
        }

        for (int i = 0; i < LOOKALIKES.size(); i++) {
            assertFoundAlone(tickets.get(i), TicketQuery.builder().assignee(ActorId.of(LOOKALIKES.get(i))).build());
        }
    }

    @Test
    void tagsThatLookAlikeAreDifferent() {
        List<String> tags = List.of("vip", "vip2", "v_p", "v%", "v%%", "v\\p", "ёлка", "елка", "caf\u00E9",
                "cafe\u0301", "cafe",
                "strasse", "straße", "\uD83D\uDE80", "\uD83D\uDE81", "'", "\"", "[]");
        List<Ticket> tickets = new ArrayList<>();
        for (String tag : tags) {
            Story story = samples().open(OpenTicket.builder("Lamp broken", "It flickers.").tag(tag),
                    Requester.of(Samples.MARIA.id()), Samples.START);
            store(story);
            tickets.add(story.ticket());
        }

        for (int i = 0; i < tags.size(); i++) {
            assertStoredTags(tickets.get(i));
            assertFoundAlone(tickets.get(i), TicketQuery.builder().tags(tags.get(i)).build());
        }
    }

    @Test
    void textsOfFieldsThatLookAlikeAreDifferent() {
        List<Ticket> tickets = new ArrayList<>();
        for (String text : LOOKALIKES) {
            Story story = samples().open().handle(Samples.BORIS, SetFields.of("cost-center", text), Samples.START);
            store(story);
            tickets.add(story.ticket());
        }

        for (int i = 0; i < LOOKALIKES.size(); i++) {
            assertFoundAlone(tickets.get(i),
                    TicketQuery.builder().field("cost-center", FieldValue.text(LOOKALIKES.get(i))).build());
        }
    }

    private void assertStoredTags(Ticket ticket) {
        assertThat(store().find(ticket.id()).orElseThrow().tags()).isEqualTo(ticket.tags());
    }

    private void assertFoundAlone(Ticket ticket, TicketQuery query) {
        assertThat(store().find(query, 100)).as("%s", query).containsExactly(ticket);
        assertThat(store().countByPhase(query)).as("%s", query).hasSize(1).containsEntry(ticket.phase(), 1L);
    }

    @Test
    void answersToActorsWhoLookAlikeAreDifferent() {
        Story story = samples().open();
        store(story);
        List<TicketCommit.Answer> answers = LOOKALIKES.stream()
                .map(id -> Samples.answer(Actor.agent(id), "key", story.ticket())).toList();

        assertAllKept(answers);
    }

    @Test
    void keysThatLookAlikeAreDifferent() {
        Story story = samples().open();
        store(story);
        List<TicketCommit.Answer> answers = List
                .of("key", "Key", "KEY", "k_y", "k%", "'key'", "\"key\"", "key;", "\\key", "1", "01")
                .stream().map(key -> Samples.answer(Samples.BORIS, key, story.ticket())).toList();

        assertAllKept(answers);
    }

    private void assertAllKept(List<TicketCommit.Answer> answers) {
        List<TicketCommit.Answer> different = IntStream.range(0, answers.size()).mapToObj(i -> {
            TicketCommit.Answer answer = answers.get(i);
            return new TicketCommit.Answer(answer.actor(), answer.key(), "%064x".formatted(i), answer.ticket(),
                    answer.version());
        }).toList();
        different.forEach(
                answer -> assertThat(append(answer)).as("%s", answer).isEqualTo(TicketStore.AppendResult.STORED));

        assertThat(different).allSatisfy(
                answer -> assertThat(store().findAnswer(answer.actor(), answer.key())).contains(answer));
        assertThat(store().findAnswer(ActorId.of("mAria"), IdempotencyKey.of("kEy"))).isEmpty();
    }

    @Test
    void wordsOfSubjectsAreFoundAsTheQuerySaysWhateverTheyHold() {
        List<Ticket> tickets = new ArrayList<>();
        for (String subject : LINES) {
            Story story = samples().open(OpenTicket.builder(subject, "It flickers."), Requester.of("maria"),
                    Samples.START);
            store(story);
            tickets.add(story.ticket());
        }
        List<String> words = List.of("ёлка", "ЕЛКА", "елк", "лка", "йод", "йод", "upper", "UPPER LOW", "lower upper",
                "%", "_",
                "\\", "a_b", "a%b", "a b", "100%", "1_0", "10", "0", "'", "it's", "its", "\"quoted", "drop table",
                "tickets;",
                "1e9", "\uD83D\uDE80", "\uD800\uDF48", "four", "bytes: \uD83D\uDE80", "e\u0301", "\u00E9", "e", "한",
                "שלום",
                "مرحبا", "soft", "softhyphen", "soft\u00ADhyphen", "hyphen", "ışşçç", "i", "iı", "ı", "ß", "SS", "ẞ",
                "ﬁ", "fi", "σσσ",
                "σσς", "viii", "ⅷ", "blank", "blanks", "  blank  ", "not", "NOT a", "null", "nul");

        for (String word : words) {
            TicketQuery query = TicketQuery.builder().subjectWords(word).build();
            assertThat(store().find(query, 100)).as("tickets with '%s'", word)
                    .containsExactlyInAnyOrderElementsOf(tickets.stream().filter(query::matches).toList());
        }
    }
}
