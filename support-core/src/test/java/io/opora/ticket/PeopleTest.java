package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.InvalidInputException;
import io.opora.SettableClock;
import io.opora.StorageException;
import io.opora.access.AccessDeniedException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.access.SecretLink;
import io.opora.desk.SupportDesk;
import io.opora.report.Report;
import io.opora.report.ReportPlan;
import io.opora.sla.BusinessCalendar;
import io.opora.storage.memory.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleTest {

    private static final Actor MARIA = Actor.customer("maria");
    private static final Actor PAUL = Actor.customer("paul");
    private static final Actor ANNA = Actor.agent("anna");
    private static final Actor CHIEF = Actor.agent("chief").withRoles(Role.SUPERVISOR);

    private final MemoryStorage storage = MemoryStorage.create();
    private final SupportDesk desk = SupportDesk.builder().storage(storage)
            .clock(SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"))).build();
    private final Tickets tickets = desk.tickets();
    private Ticket marias;
    private Ticket pauls;

    @BeforeEach
    void talk() {
        marias = tickets.open(MARIA, OpenTicket.builder("Secret subject", "Secret question")
                .requester(Requester.of("maria").withName("Secret Name").withEmail("secret@example.org")).build());
        tickets.handle(CHIEF, marias.id(), new AddParticipant(ActorId.of("paul"), Ticket.Participation.REPLY));
        tickets.handle(PAUL, marias.id(), Reply.of("Words of Paul"));
        tickets.handle(ANNA, marias.id(), Reply.of("You wrote: Secret question"));
        tickets.handle(ANNA, marias.id(), AddNote.of("She said Secret things"));
        tickets.handle(MARIA, marias.id(), Reply.of("Secret reply"), CommandOptions.key("secret-key"));
        pauls = tickets.open(PAUL, OpenTicket.of("Subject of Paul", "Question of Paul"));
        tickets.handle(CHIEF, pauls.id(), new AddParticipant(ActorId.of("maria"), Ticket.Participation.REPLY));
        tickets.handle(MARIA, pauls.id(), Reply.of("Secret remark"));
        tickets.handle(ANNA, pauls.id(), Reply.of("Answer to Paul"));
    }

    @AfterEach
    void close() {
        desk.close();
        storage.close();
    }

    private List<TicketEvent> history(Ticket ticket) {
        return storage.tickets().history(ticket.id(), 0, 1_000);
    }

    private String everything(Ticket ticket) {
        return TicketJson.write(storage.tickets().find(ticket.id()).orElseThrow())
                + history(ticket).stream().map(TicketJson::write).collect(Collectors.joining("\n"));
    }

    private int erase() {
        return desk.people().erase(CHIEF, MARIA.id());
    }

    private String exported() {
        StringBuilder out = new StringBuilder();
        desk.people().export(CHIEF, MARIA.id(), out);
        return out.toString();
    }

    @Test
    void nothingOfAnErasedPersonIsLeftInTheirTicketsAndInThoseOfOthers() {
        assertThat(everything(marias) + everything(pauls)).contains("Secret", "secret", "maria");

        assertThat(erase()).isEqualTo(2);

        assertThat(everything(marias) + everything(pauls)).doesNotContain("Secret", "secret", "\"maria\"");
    }

    @Test
    void whatOthersWroteStays() {
        erase();

        assertThat(everything(marias)).contains("Words of Paul");
        assertThat(everything(pauls)).contains("Subject of Paul", "Question of Paul", "Answer to Paul");
    }

    @Test
    void historiesStayWithoutGapsWithTheirTimesAndGiveTheHeader() {
        List<Instant> times = new ArrayList<>(history(marias).stream().map(event -> event.stamp().at()).toList());

        erase();

        List<TicketEvent> history = history(marias);
        assertThat(history.getLast()).isInstanceOf(TicketEvent.Erased.class);
        assertThat(history.getLast().stamp().by()).isEqualTo(CHIEF);
        assertThat(history.stream().limit(times.size()).map(event -> event.stamp().at())).isEqualTo(times);
        assertThat(Ticket.replay(history)).isEqualTo(tickets.get(CHIEF, marias.id()))
                .extracting(Ticket::version).isEqualTo((long) history.size());
    }

    @Test
    void theTicketsOfAnErasedPersonCannotBeTiedTogether() {
        erase();

        assertThat(tickets.get(CHIEF, pauls.id()).participants())
                .doesNotContainKey(tickets.get(CHIEF, marias.id()).requester().id()).hasSize(1);
    }

    @Test
    void linksAndKeptAnswersOfAnErasedPersonEndAndThoseOfOthersStay() {
        tickets.links().issue(CHIEF, marias.id(), MARIA.id(), Set.of(SecretLink.Scope.SEE), Duration.ofDays(1));
        tickets.links().issue(CHIEF, marias.id(), PAUL.id(), Set.of(SecretLink.Scope.SEE), Duration.ofDays(1));
        tickets.handle(PAUL, marias.id(), Reply.of("More"), CommandOptions.key("key-of-paul"));

        erase();

        assertThat(tickets.links().list(CHIEF, marias.id())).extracting(usage -> usage.link().participant())
                .containsExactly(PAUL.id());
        assertThat(storage.tickets().findAnswer(MARIA.id(), IdempotencyKey.of("secret-key"))).isEmpty();
        assertThat(storage.tickets().findAnswer(PAUL.id(), IdempotencyKey.of("key-of-paul"))).isPresent();
    }

    @Test
    void erasingAgainChangesNothing() {
        erase();
        String before = everything(marias) + everything(pauls);

        assertThat(erase()).isZero();

        assertThat(everything(marias) + everything(pauls)).isEqualTo(before);
    }

    @Test
    void anExportHoldsEachMessageOnceAndNothingAfterErasure() {
        String exported = exported();

        assertThat(exported).startsWith("{\"version\":1,\"person\":\"maria\",\"tickets\":[").containsOnlyOnce(
                "Secret reply").containsOnlyOnce("Secret remark").contains("Secret Name", "secret@example.org")
                .doesNotContain("Words of Paul", "Answer to Paul");

        erase();

        assertThat(exported())
                .isEqualTo(
                        "{\"version\":1,\"person\":\"maria\",\"tickets\":[],\"faq-votes\":[],\"reply-template-uses\":[]}");
    }

    /** Keeps search terms of persons. */
    private static final class SearchTerms implements People.Place {

        private final List<String> terms = new ArrayList<>(List.of("\"lamp\"", "{\"q\":\"Secret\"}"));

        @Override
        public String name() {
            return "search-terms";
        }

        @Override
        public String describe() {
            return "what customers searched for, for 30 days";
        }

        @Override
        public int erase(ActorId person) {
            int erased = person.value().equals("maria") ? terms.size() : 0;
            terms.subList(0, erased).clear();
            return erased;
        }

        @Override
        public void export(ActorId person, Consumer<String> found) {
            if (person.value().equals("maria")) {
                terms.forEach(found);
            }
        }
    }

    @Test
    void placesThatTheHostNamesAreListedExportedAndErasedToo() {
        SearchTerms terms = new SearchTerms();
        try (SupportDesk other = SupportDesk.builder().storage(storage).personalData(terms).build()) {
            assertThat(other.people().places()).containsOnlyKeys("tickets", "faq-votes", "reply-template-uses",
                    "search-terms")
                    .containsEntry("search-terms", "what customers searched for, for 30 days");
            StringBuilder out = new StringBuilder();
            other.people().export(CHIEF, MARIA.id(), out);
            assertThat(out).endsWith(",\"search-terms\":[\"lamp\",{\"q\":\"Secret\"}]}");

            assertThat(other.people().erase(CHIEF, PAUL.id())).as("of others, nothing there").isEqualTo(2);
            assertThat(terms.terms).hasSize(2);
            assertThat(other.people().erase(CHIEF, MARIA.id())).as("two tickets, two terms").isEqualTo(4);
            assertThat(terms.terms).isEmpty();
            terms.terms.add("no JSON");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> other.people().export(CHIEF, MARIA.id(), new StringBuilder()))
                    .withMessageContaining("search-terms").withMessageNotContaining("no JSON at");
        }
        for (String name : List.of("tickets", "version", "person")) {
            assertThatExceptionOfType(InvalidInputException.class).as(name)
                    .isThrownBy(() -> SupportDesk.builder().personalData(named(name)).build());
        }
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SupportDesk.builder().personalData(terms, terms).build());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SupportDesk.builder().personalData(named("No name\"")).build());
    }

    private static People.Place named(String name) {
        return new People.Place() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String describe() {
                return "nothing";
            }

            @Override
            public int erase(ActorId person) {
                return 0;
            }

            @Override
            public void export(ActorId person, Consumer<String> found) {
                // nothing
            }
        };
    }

    @Test
    void anExportThatCannotBeWrittenSaysSo() throws Exception {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void flush() {
                // nothing
            }

            @Override
            public void close() {
                // nothing
            }
        };
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> desk.people().export(CHIEF, MARIA.id(), full)).withMessageContaining("no space left");
        full.close();
    }

    @Test
    void reportsStayAsTheyWere() {
        ReportPlan plan = ReportPlan
                .builder(ZoneOffset.UTC, LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-05"))
                .calendar(BusinessCalendar.alwaysOpen(ZoneOffset.UTC)).groupBy(ReportPlan.By.Property.KIND).build();
        Report before = desk.reports().read(CHIEF, plan);

        erase();

        Report after = desk.reports().read(CHIEF, plan);
        assertThat(before.total().tickets()).isEqualTo(2);
        for (Report.Table table : Report.Table.values()) {
            assertThat(after.csv(table)).isEqualTo(before.csv(table));
        }
    }

    @Test
    void whoMayNotEraseChangesNothing() {
        String before = everything(marias) + everything(pauls);

        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> desk.people().erase(ANNA, MARIA.id()));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> desk.people().erase(MARIA, ActorId.of("maria")));

        assertThat(everything(marias) + everything(pauls)).isEqualTo(before);
    }
}
