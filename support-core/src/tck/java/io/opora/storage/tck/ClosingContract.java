package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.ticket.CommandOptions;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A closed storage says so at every call, can be closed again, and leaves nothing running. */
public abstract class ClosingContract extends StorageSuite {

    private static final Duration ENDING = Duration.ofSeconds(5);

    /** For subclasses, which make the fixture. */
    protected ClosingContract() {}

    @Test
    void everyCallAfterClosingSaysThatItIsClosed() {
        Storage storage = storage();
        TicketStore store = store();
        Map<String, ThrowingCallable> calls = calls(store);
        calls.putAll(calls(storage.outbox()));
        calls.put("tickets()", storage::tickets);
        calls.put("outbox()", storage::outbox);
        calls.put("configuration()", storage::configuration);
        ConfigurationStore configuration = storage.configuration();
        calls.put("append(List)", () -> configuration.append(List.of()));
        calls.put("changes(long, int)", () -> configuration.changes(0, 10));
        calls.putAll(calls(storage.faq()));
        calls.put("faq()", storage::faq);
        calls(storage.templates()).forEach((method, call) -> calls.put("templates: " + method, call));
        calls.put("templates()", storage::templates);
        calls.put("capabilities()", storage::capabilities);
        calls.put("readAll(Consumer)", () -> storage.readAll(record -> {}));
        calls.put("fill(Iterator)", () -> storage.fill(List.<StorageRecord>of().iterator()));
        assertThat(calls.keySet()).as("methods of the interfaces, each of which is called below")
                .isEqualTo(Stream.concat(
                        Stream.of(Storage.class, TicketStore.class, LinkStore.class, OutboxStore.class, FaqStore.class,
                                ConfigurationStore.class).flatMap(type -> Stream.of(type.getMethods()))
                                .filter(method -> !method.getName().equals("close")).map(ClosingContract::signature),
                        // some of them are called as those of the FAQ are
                        Stream.of(TemplateStore.class.getMethods())
                                .map(method -> "templates: " + signature(method)))
                        .collect(Collectors.toSet()));

        storage.close();

        calls.forEach((method, call) -> assertThatExceptionOfType(ClosedException.class).as(method).isThrownBy(call));
    }

    private static String signature(Method method) {
        return method.getName() + Stream.of(method.getParameterTypes()).map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A call of each method, by its signature; each of them does something while the store is open. */
    private Map<String, ThrowingCallable> calls(TicketStore store) {
        Story story = samples().open();
        store(story);
        TicketCommit commit = new TicketCommit(List.of(samples().open().change()), Optional.empty());
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("reserveNumber()", store::reserveNumber);
        calls.put("append(TicketCommit)", () -> store.append(commit));
        calls.put("find(TicketId)", () -> store.find(story.id()));
        calls.put("find(TicketNumber)", () -> store.find(story.ticket().number()));
        calls.put("history(TicketId, long, int)", () -> store.history(story.id(), 0, 10));
        calls.put("findAnswer(ActorId, IdempotencyKey)",
                () -> store.findAnswer(Samples.MARIA.id(), IdempotencyKey.of("key")));
        calls.put("find(TicketQuery, int)", () -> store.find(TicketQuery.all(), 10));
        calls.put("countByPhase(TicketQuery)", () -> store.countByPhase(TicketQuery.all()));
        calls.put("due(Instant, int)", () -> store.due(Samples.START, 10));
        calls.put("involving(ActorId, Optional, int)",
                () -> store.involving(Samples.MARIA.id(), Optional.empty(), 10));
        calls.put("turns(TeamId)", () -> store.turns(TeamId.of("money")));
        LinkStore links = store.links();
        SecretLink link = samples().link(story, Samples.MARIA.id(), Samples.START);
        calls.put("links()", store::links);
        calls.put("find(Hash)", () -> links.find(link.token()));
        calls.put("find(Id)", () -> links.find(link.id()));
        calls.put("of(String)", () -> links.of(link.ticket()));
        calls.put("used(Id, Instant)", () -> links.used(link.id(), Samples.START));
        return calls;
    }

    private static Map<String, ThrowingCallable> calls(OutboxStore outbox) {
        OutboxStore.Entry entry = new OutboxStore.Entry("mailer", "stream", 1, Samples.START);
        outbox.enqueue(List.of(entry));
        Instant until = Samples.START.plusSeconds(60);
        OutboxStore.Claim claim = outbox.claim(Set.of("mailer"), Samples.START, until).orElseThrow();
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("claim(Set, Instant, Instant)", () -> outbox.claim(Set.of("mailer"), Samples.START, until));
        calls.put("settle(Claim, Outcome)", () -> outbox.settle(claim, new OutboxStore.Outcome.Delivered()));
        calls.put("enqueue(List)", () -> outbox.enqueue(List.of(entry)));
        calls.put("failures(String, int)", () -> outbox.failures("mailer", 10));
        calls.put("retry(String, String, long)", () -> outbox.retry("mailer", "stream", 1));
        calls.put("skip(String, String, long)", () -> outbox.skip("mailer", "stream", 1));
        calls.put("lag()", outbox::lag);
        return calls;
    }

    private static Map<String, ThrowingCallable> calls(TemplateStore templates) {
        TemplateStore.Edition edition = new TemplateStore.Edition(
                ReplyTemplate.builder("refund", "Refund").text(Locale.ENGLISH, "Yes.").build(), false, 1, 0, "ann",
                Samples.START);
        TemplateStore.Use use = new TemplateStore.Use(edition.id(), "1", 1, TemplateStore.Use.Outcome.SENT, "ann", "",
                0, Samples.START);
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("save(List)", () -> templates.save(List.of(edition)));
        calls.put("find(Id)", () -> templates.find(edition.id()));
        calls.put("history(Id, long, int)", () -> templates.history(edition.id(), Long.MAX_VALUE, 10));
        calls.put("newest(long, int)", () -> templates.newest(0, 10));
        calls.put("record(Use)", () -> templates.record(use));
        calls.put("uses(long, int)", () -> templates.uses(0, 10));
        calls.put("usesOf(Id, long, int)", () -> templates.usesOf(edition.id(), Long.MAX_VALUE, 10));
        calls.put("tallies()", templates::tallies);
        calls.put("involving(String)", () -> templates.involving("maria"));
        calls.put("forget(String)", () -> templates.forget("maria"));
        return calls;
    }

    private static Map<String, ThrowingCallable> calls(FaqStore faq) {
        FaqEntry entry = FaqEntry.of("refund", Locale.ENGLISH, "Refund?", "Yes.");
        FaqEdition edition = new FaqEdition(FaqEdition.Content.of(entry), 1, 0, "ann", Samples.START);
        FaqStore.Vote vote = new FaqStore.Vote(entry.id(), entry.locale(), "maria", true, Optional.empty(), 1,
                Samples.START);
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("save(List)", () -> faq.save(List.of(edition)));
        calls.put("find(Id, Locale)", () -> faq.find(entry.id(), entry.locale()));
        calls.put("translations(Id)", () -> faq.translations(entry.id()));
        calls.put("history(Id, Locale, long, int)",
                () -> faq.history(entry.id(), entry.locale(), Long.MAX_VALUE, 10));
        calls.put("newest(long, int)", () -> faq.newest(0, 10));
        calls.put("turning(Instant, Instant, long, int)",
                () -> faq.turning(Instant.EPOCH, Samples.START, 0, 10));
        calls.put("vote(Vote)", () -> faq.vote(vote));
        calls.put("tally(Id, Locale)", () -> faq.tally(entry.id(), entry.locale()));
        calls.put("votes(Id, Locale, int)", () -> faq.votes(entry.id(), entry.locale(), 10));
        calls.put("said(String)", () -> faq.said("maria"));
        calls.put("forget(String)", () -> faq.forget("maria"));
        FaqStore.Asked asked = new FaqStore.Asked("a", FaqStore.Asked.Kind.SEARCHED, Locale.ENGLISH, LocalDate.EPOCH,
                Optional.empty(), List.of(), false, 1);
        calls.put("record(Asked)", () -> faq.record(asked));
        calls.put("asked(String)", () -> faq.asked("a"));
        calls.put("asked(LocalDate, String, int)", () -> faq.asked(LocalDate.EPOCH, "", 10));
        calls.put("forgetAsked(LocalDate)", () -> faq.forgetAsked(LocalDate.EPOCH));
        return calls;
    }

    @Test
    void closingAgainDoesNothing() {
        Storage storage = storage();
        TicketStore store = store();

        storage.close();

        assertThatCode(storage::close).doesNotThrowAnyException();
        assertThatExceptionOfType(ClosedException.class).isThrownBy(store::reserveNumber);
    }

    @Test
    void aDeskOnAClosedStorageSaysThatItIsClosed() {
        Tickets tickets = tickets();
        storage().close();

        assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(() -> tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers.")));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> tickets.open(Samples.MARIA,
                OpenTicket.of("Lamp broken", "It flickers."), CommandOptions.key("key")));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> tickets.tick(1));
    }

    @Test
    void closingWhileOthersWorkEndsTheirCallsAndNothingElse() {
        Storage storage = storage();
        Tickets tickets = tickets();

        AtomicBoolean closed = new AtomicBoolean();

        List<Race.Outcome<Ticket>> outcomes = Race.run(8, (thread, round) -> {
            if (thread == 0) {
                try {
                    storage.close();
                } finally {
                    closed.set(true);
                }
            }
            while (!closed.get()) {
                tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
            }
            return tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        });

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(Race.Outcome.Threw.class,
                        threw -> assertThat(threw.error()).isInstanceOf(ClosedException.class)));
    }

    @Test
    void nothingKeepsRunningAfterClosing() throws Exception {
        closeFixture();
        useAndClose(); // what a driver starts once for the whole process and never ends is there from now on
        Set<Thread> before = threads();

        useAndClose();

        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread thread : left) {
            assertThat(thread.join(ENDING)).as("%s ends", thread).isTrue();
        }
    }

    private void useAndClose() throws Exception {
        openFixture();
        store(samples().random(10));
        Tickets tickets = tickets();
        Race.returned(Race.run(8,
                (thread, round) -> tickets.open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."))));
        assertThat(Picture.of(store()).inbox()).hasSize(10 + 8);
        storage().close();
        closeFixture();
    }

    /** The threads of this process, but for those of the pool that belongs to everybody. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
