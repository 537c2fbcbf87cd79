package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.StorageException;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import io.opora.routing.Assignment;
import io.opora.storage.Storage;
import io.opora.storage.StorageRecord;
import io.opora.storage.StorageTransfer;
import io.opora.ticket.AddNote;
import io.opora.ticket.Configuration;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that is kept can be read at one instant, and another storage filled with it, wholly or not at all. */
public abstract class TransferContract extends StorageSuite {

    private static final Instant LATER = Samples.START.plus(Duration.ofDays(400));
    private static final TeamId TEAM = TeamId.of("money");
    private static final TeamId OTHER_TEAM = TeamId.of("first-line");
    private static final int ENOUGH = 20;
    private static final FaqEntry.Id FIRST = FaqEntry.Id.of("Delivery");
    /** Before the next one by its characters, and after it by their halves. */
    private static final FaqEntry.Id HIGHEST = FaqEntry.Id.of("\uFFFD");
    private static final FaqEntry.Id ROCKET = FaqEntry.Id.of("\uD83D\uDE80");

    /** For subclasses, which make the fixture. */
    protected TransferContract() {}

    private static List<StorageRecord> everything(Storage storage) {
        List<StorageRecord> all = new ArrayList<>();
        storage.readAll(all::add);
        return all;
    }

    private void assertKept(List<StorageRecord> expected) {
        assertSame(everything(storage()), expected);
    }

    /** A storage that is as empty as this one was. */
    private void anew() throws Exception {
        closeFixture();
        openFixture();
    }

    private static Configuration.Change change(long number) {
        return new Configuration.Change(number, Samples.START.plusNanos(1_000), Samples.BORIS,
                new Configuration.Document(Configuration.Part.ACCESS, "desk"),
                number == 1 ? Optional.empty() : Optional.of("{\"before\": " + number + "}"),
                Optional.of("{\"ё\": \"\uD83D\uDE80\\n\"}"));
    }

    private static OutboxStore.Entry entry(String consumer, Story story, long sequence) {
        return new OutboxStore.Entry(consumer, story.id().toString(), sequence, Samples.START.plusSeconds(sequence));
    }

    /** Stories whose ids come in no order, with everything else that is kept. */
    private List<StorageRecord> records(int tickets) {
        List<Story> stories = new ArrayList<>(samples().random(tickets));
        stories.addAll(samples().everything());
        stories.sort(Comparator.comparing(Story::id));
        List<StorageRecord> all = new ArrayList<>();
        Optional<Instant> wakeAt = Optional.of(LATER.plusNanos(1_000));
        for (Story story : stories) {
            List<SecretLink.Usage> links = Stream.of(2, 1)
                    .map(days -> samples().link(story, Samples.MARIA.id(), Samples.START.minus(Duration.ofDays(days))))
                    .map(link -> new SecretLink.Usage(link, 3, Optional.of(Samples.START.plusNanos(2_000)))).toList();
            all.add(new StorageRecord.OfTicket(story.ticket(), wakeAt, story.history(),
                    wakeAt.isPresent() ? links : List.of()));
            wakeAt = wakeAt.isPresent() ? Optional.empty() : Optional.of(LATER);
        }
        stories.stream()
                .flatMap(story -> Stream.of("key", "KEY", "~").flatMap(key -> Stream.of(Samples.MARIA, Samples.BORIS)
                        .map(actor -> Samples.answer(actor, key + story.ticket().number(), story.ticket()))))
                .map(StorageRecord.OfAnswer::new).sorted().forEach(all::add);
        all.add(new StorageRecord.OfTurns(OTHER_TEAM, new Assignment.Turns(1, Map.of("boris", 1L))));
        all.add(new StorageRecord.OfTurns(TEAM, new Assignment.Turns(7, Map.of("boris", 6L, "li 李", 7L))));
        for (String consumer : List.of("index", "mailer")) {
            for (Story story : stories) {
                all.add(new StorageRecord.OfOutbox(entry(consumer, story, 1), 4, Optional.of("ё\n" + "x".repeat(900)),
                        consumer.equals("index") ? Optional.empty() : Optional.of(LATER)));
                all.add(new StorageRecord.OfOutbox(entry(consumer, story, 2), 0, Optional.empty(), Optional.empty()));
            }
        }
        for (long number = 1; number <= 3; number++) {
            all.add(new StorageRecord.OfConfiguration(change(number)));
        }
        all.addAll(knowledge());
        all.addAll(replies());
        return List.copyOf(all);
    }

    /** Editions whose revisions come in another order than they do, and votes. */
    private static List<StorageRecord> knowledge() {
        List<StorageRecord> all = new ArrayList<>();
        all.add(edition(FIRST, Locale.ENGLISH, 1, 2));
        all.add(edition(FIRST, Locale.ENGLISH, 2, 5));
        all.add(edition(FIRST, Locale.forLanguageTag("ru"), 1, 3));
        all.add(edition(HIGHEST, Locale.ENGLISH, 1, 1));
        all.add(edition(ROCKET, Locale.ENGLISH, 1, 4));
        for (FaqEntry.Id entry : List.of(FIRST, HIGHEST, ROCKET)) {
            for (String person : List.of("MARIA", "maria", "\uFFFD", "\uD83D\uDE80")) {
                all.add(vote(entry, person));
            }
        }
        for (String id : List.of("10", "9", "A", "a", "~")) {
            all.add(asked(id, FIRST));
        }
        return all;
    }

    private static StorageRecord.OfAsked asked(String id, FaqEntry.Id... entries) {
        return new StorageRecord.OfAsked(new FaqStore.Asked(id, FaqStore.Asked.Kind.SEARCHED, Locale.ENGLISH,
                LocalDate.of(2026, 3, 2), Optional.of("ё \uD83D\uDE80"), Stream.of(entries)
                        .map(entry -> new FaqStore.Asked.Use(entry, Locale.of("ru"),
                                FaqStore.Asked.Use.Step.OPENED))
                        .toList(),
                false, 1));
    }

    /** Templates whose revisions come in another order than they do, and what became of them. */
    private static List<StorageRecord> replies() {
        List<StorageRecord> all = new ArrayList<>();
        all.add(template("Refund", 1, 2));
        all.add(template("Refund", 2, 4));
        all.add(template("refund", 1, 1));
        all.add(use("refund", 2));
        all.add(use("Refund", 3));
        return all;
    }

    private static StorageRecord.OfTemplate template(String id, long version, long revision) {
        ReplyTemplate template = ReplyTemplate.builder(id, "ё").text(Locale.of("ru"), "\uD83D\uDE80\n" + version)
                .examples("где деньги").from(Samples.START).build();
        return new StorageRecord.OfTemplate(
                new TemplateStore.Edition(template, version == 2, version, revision, "ann", Samples.START));
    }

    private static StorageRecord.OfUse use(String template, long number) {
        return new StorageRecord.OfUse(new TemplateStore.Use(ReplyTemplate.Id.of(template), "1:1", 1,
                TemplateStore.Use.Outcome.EDITED, "ann", number == 2 ? "" : "ё", number,
                Samples.START.plusNanos(1_000)));
    }

    private static StorageRecord.OfEdition edition(FaqEntry.Id entry, Locale locale, long version, long revision) {
        FaqEdition.Content content = FaqEdition.Content
                .of(FaqEntry.builder(entry, locale, "ё?", "\uD83D\uDE80\n" + version)
                        .phrasings("one", "two").tags("vip").category("a/b").build())
                .from(Samples.START).until(LATER).order(3);
        return new StorageRecord.OfEdition(new FaqEdition(content, version, revision, "ann", Samples.START));
    }

    private static StorageRecord.OfVote vote(FaqEntry.Id entry, String person) {
        return new StorageRecord.OfVote(new FaqStore.Vote(entry, Locale.ENGLISH, person, person.equals("maria"),
                person.equals("maria") ? Optional.empty() : Optional.of("ё"), 1, Samples.START.plusNanos(1_000)));
    }

    @Test
    void anEmptyStorageHasNothingToRead() {
        assertThat(everything(storage())).isEmpty();
        assertThat(storage().fill(List.<StorageRecord>of().iterator())).as("filled with nothing").isTrue();
        assertThat(everything(storage())).isEmpty();
        assertThat(storage().fill(records(1).iterator())).isTrue();
        assertThat(everything(storage())).isNotEmpty();
    }

    @Test
    void whatWasStoredIsReadInOneOrder() {
        List<Story> stories = new ArrayList<>(samples().random(ENOUGH));
        List<StorageRecord> expected = new ArrayList<>();
        store(stories);
        stories.sort(Comparator.comparing(Story::id));
        Story first = stories.getFirst();
        Optional<Instant> wakeAt = Optional.of(LATER.plusNanos(1_000));
        first.handle(Samples.BORIS, AddNote.of("note"), LATER);
        SecretLink early = samples().link(first, Samples.MARIA.id(), Samples.START);
        SecretLink late = samples().link(first, Samples.MARIA.id(), Samples.START.plusSeconds(1));
        TicketCommit.Answer answer = Samples.answer(Samples.BORIS, "key", first.ticket());
        Assignment.Turns turns = new Assignment.Turns(1, Map.of("boris", 1L));
        long version = first.ticket().version();
        assertThat(store().append(new TicketCommit(List.of(first.change(wakeAt)), Optional.of(answer),
                new LinkStore.Changes(List.of(late, early), Set.of()), List.of(entry("mailer", first, version)),
                Optional.empty(), Optional.of(new TicketCommit.Turn(TEAM, turns)))))
                .isEqualTo(TicketStore.AppendResult.STORED);
        store().links().used(late.id(), LATER);
        storage().outbox().enqueue(List.of(entry("mailer", first, 1), entry("index", first, 1)));
        Instant retryAt = LATER.plusNanos(1_000);
        storage().outbox().settle(claim("mailer"), new OutboxStore.Outcome.Retry(retryAt, "no"));
        storage().outbox().settle(claim("index"), new OutboxStore.Outcome.Park("never"));
        storage().configuration().append(List.of(change(1), change(2)));
        FaqEdition edition = edition(ROCKET, Locale.ENGLISH, 1, 1).edition();
        storage().faq()
                .save(List.of(edition.numbered(0), edition(HIGHEST, Locale.ENGLISH, 1, 2).edition().numbered(0)));
        storage().faq().save(List.of(edition(ROCKET, Locale.ENGLISH, 2, 3).edition().numbered(0)));
        storage().faq().vote(vote(HIGHEST, "maria").vote());
        storage().faq().record(asked("a", ROCKET).asked());
        storage().faq().record(asked("A").asked());
        storage().templates().save(List.of(template("refund", 1, 1).edition().numbered(0),
                template("Refund", 1, 2).edition().numbered(0)));
        storage().templates().record(use("refund", 1).use().numbered(0));
        storage().templates().record(use("Refund", 2).use().numbered(0));

        for (Story story : stories) {
            expected.add(story.equals(first)
                    ? new StorageRecord.OfTicket(story.ticket(), wakeAt, story.history(),
                            List.of(new SecretLink.Usage(early, 0, Optional.empty()),
                                    new SecretLink.Usage(late, 1, Optional.of(LATER))))
                    : new StorageRecord.OfTicket(story.ticket(), Rules.of(story.ticket()).wakeAt(story.ticket()),
                            story.history(),
                            List.of()));
        }
        expected.add(new StorageRecord.OfAnswer(answer));
        expected.add(new StorageRecord.OfTurns(TEAM, turns));
        expected.add(new StorageRecord.OfOutbox(entry("index", first, 1), 1, Optional.of("never"), Optional.empty()));
        expected.add(new StorageRecord.OfOutbox(entry("mailer", first, 1), 1, Optional.of("no"), Optional.of(retryAt)));
        expected.add(
                new StorageRecord.OfOutbox(entry("mailer", first, version), 0, Optional.empty(), Optional.empty()));
        expected.add(new StorageRecord.OfConfiguration(change(1)));
        expected.add(new StorageRecord.OfConfiguration(change(2)));
        expected.add(edition(HIGHEST, Locale.ENGLISH, 1, 2));
        expected.add(edition(ROCKET, Locale.ENGLISH, 1, 1));
        expected.add(edition(ROCKET, Locale.ENGLISH, 2, 3));
        expected.add(vote(HIGHEST, "maria"));
        expected.add(asked("A"));
        expected.add(asked("a", ROCKET));
        expected.add(template("Refund", 1, 2));
        expected.add(template("refund", 1, 1));
        expected.add(use("refund", 1));
        expected.add(use("Refund", 2));
        assertKept(expected);
    }

    private OutboxStore.Claim claim(String consumer) {
        return storage().outbox().claim(Set.of(consumer), LATER, LATER.plusSeconds(60)).orElseThrow();
    }

    @Test
    void aStorageThatWasFilledKeepsTheSame() throws Exception {
        List<StorageRecord> records = records(ENOUGH * 5);
        anew();

        assertThat(storage().fill(records.iterator())).isTrue();

        assertKept(records);
        assertSame(everything(fixture().reopen()), records);
        for (StorageRecord record : records) {
            switch (record) {
                case StorageRecord.OfTicket of -> {
                    assertSame(store().find(of.ticket().id()), Optional.of(of.ticket()));
                    assertSame(store().find(of.ticket().number()), Optional.of(of.ticket()));
                    assertSame(Picture.history(store(), of.ticket().id()), of.history());
                    assertSame(store().links().of(of.ticket().id().toString()), of.links());
                    of.links().forEach(usage -> assertSame(store().links().find(usage.link().token()),
                            Optional.of(usage.link())));
                }
                case StorageRecord.OfAnswer of -> assertThat(store().findAnswer(of.answer().actor(), of.answer().key()))
                        .contains(of.answer());
                case StorageRecord.OfTurns of -> assertThat(store().turns(of.team())).isEqualTo(of.turns());
                case StorageRecord.OfOutbox of ->
                    assertThat(storage().outbox().lag()).containsKey(of.entry().consumer());
                case StorageRecord.OfConfiguration of -> assertThat(storage().configuration().changes(0, 10))
                        .contains(of.change());
                case StorageRecord.OfEdition of -> assertThat(
                        storage().faq().history(of.edition().id(), of.edition().locale(), Long.MAX_VALUE, 10))
                        .contains(of.edition());
                case StorageRecord.OfVote of ->
                    assertThat(storage().faq().said(of.vote().person())).contains(of.vote());
                case StorageRecord.OfAsked of ->
                    assertThat(storage().faq().asked(of.asked().id())).contains(of.asked());
                case StorageRecord.OfTemplate of ->
                    assertThat(storage().templates().history(of.edition().id(), Long.MAX_VALUE, 10))
                            .contains(of.edition());
                case StorageRecord.OfUse of ->
                    assertThat(storage().templates().usesOf(of.use().template(), Long.MAX_VALUE, 10))
                            .contains(of.use());
            }
        }
        List<Ticket> tickets = tickets(records);
        assertThat(Picture.of(store()).inbox()).containsExactlyInAnyOrderElementsOf(tickets);
        assertThat(store().due(LATER, 1_000)).isNotEmpty().hasSizeLessThan(tickets.size());
        assertThat(store().involving(Samples.BORIS.id(), Optional.empty(), 1_000)).isNotEmpty();
    }

    private static List<Ticket> tickets(List<StorageRecord> records) {
        return records.stream().flatMap(record -> record instanceof StorageRecord.OfTicket of
                ? Stream.of(of.ticket())
                : Stream.empty()).toList();
    }

    @Test
    void workGoesOnWhereItWas() throws Exception {
        List<StorageRecord> records = records(ENOUGH);
        Story story = samples().open();
        TicketCommit.Answer answer = Samples.answer(Samples.BORIS, "again", story.ticket());
        List<StorageRecord> more = new ArrayList<>(records);
        more.add(new StorageRecord.OfTicket(story.ticket(), Optional.empty(), story.history(), List.of()));
        more.add(new StorageRecord.OfAnswer(answer));
        more.add(new StorageRecord.OfOutbox(entry("printer", story, 1), 2, Optional.empty(), Optional.empty()));
        more.add(new StorageRecord.OfOutbox(entry("printer", story, 2), 0, Optional.empty(), Optional.empty()));
        story.saved();
        anew();

        assertThat(storage().fill(more.iterator())).isTrue();

        long highest = tickets(more).stream().mapToLong(ticket -> ticket.number().value()).max().orElseThrow();
        assertThat(store().reserveNumber().value()).isGreaterThan(highest);
        assertThat(fixture().reopen().tickets().reserveNumber().value()).isGreaterThan(highest + 1);
        assertThat(append(answer, samples().open().change())).isEqualTo(TicketStore.AppendResult.KEY_EXISTS);
        Story taken = samples().open(samples().newId(), story.ticket().number(), Samples.START);
        assertThat(append(taken.change())).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        store(story.handle(Samples.BORIS, AddNote.of("note"), LATER));
        assertStored(store(), story);
        assertThat(storage().configuration().append(List.of(change(4)))).isTrue();
        assertThat(turn(7)).isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(turn(8)).isEqualTo(TicketStore.AppendResult.STORED);
        OutboxStore outbox = storage().outbox();
        OutboxStore.Claim claim = claim("printer");
        assertThat(claim.entry()).isEqualTo(entry("printer", story, 1));
        assertThat(claim.attempt()).isEqualTo(3);
        assertThat(outbox.claim(Set.of("printer"), LATER, LATER.plusSeconds(60))).as("behind the head").isEmpty();
        assertThat(outbox.settle(claim, new OutboxStore.Outcome.Delivered())).isTrue();
        assertThat(claim("printer").entry()).isEqualTo(entry("printer", story, 2));
        assertThat(outbox.claim(Set.of("index"), LATER, LATER.plusSeconds(60))).as("what is parked").isEmpty();
        assertThat(outbox.claim(Set.of("mailer"), LATER.minusSeconds(1), LATER)).as("what is to wait").isEmpty();
        assertThat(claim("mailer").attempt()).isEqualTo(5);
        assertThat(outbox.failures("index", 1_000)).hasSize(tickets(records).size());
        assertThat(storage().faq().newest(0, 10)).extracting(FaqEdition::revision).containsExactly(1L, 3L, 4L, 5L);
        assertThat(storage().faq().turning(LATER.minusSeconds(1), LATER, 4, 10)).extracting(FaqEdition::id)
                .containsExactly(FIRST);
        assertThat(storage().faq().save(List.of(edition(FIRST, Locale.ENGLISH, 2, 1).edition().numbered(0)))).isEmpty();
        assertThat(
                storage().faq().save(List.of(edition(FIRST, Locale.ENGLISH, 3, 1).edition().numbered(0))).orElseThrow())
                .extracting(FaqEdition::revision).containsExactly(6L);
        TemplateStore templates = storage().templates();
        assertThat(templates.newest(0, 10)).extracting(TemplateStore.Edition::revision).containsExactly(1L, 4L);
        assertThat(templates.save(List.of(template("refund", 2, 1).edition().numbered(0))).orElseThrow())
                .extracting(TemplateStore.Edition::revision).containsExactly(5L);
        assertThat(templates.record(use("Refund", 3).use().numbered(0)).number()).as("the same again").isEqualTo(3);
        assertThat(templates.forget("ann")).isEqualTo(2);
        assertThat(templates.uses(0, 10)).extracting(TemplateStore.Use::number).containsExactly(4L, 5L);
        storage().faq().vote(vote(FIRST, "maria").vote());
        assertThat(storage().faq().tally(FIRST, Locale.ENGLISH)).isEqualTo(new FaqStore.Tally(1, 3));
    }

    private TicketStore.AppendResult turn(long count) {
        Story story = samples().open();
        return store().append(new TicketCommit(List.of(story.change()), Optional.empty(), LinkStore.Changes.NONE,
                List.of(), Optional.empty(),
                Optional.of(new TicketCommit.Turn(TEAM, new Assignment.Turns(count, Map.of())))));
    }

    @Test
    void whatIsWrittenIsReadAndWrittenAgainToTheSameBytes() throws Exception {
        List<StorageRecord> records = records(ENOUGH);
        anew();
        assertThat(storage().fill(records.iterator())).isTrue();
        byte[] written = written();
        anew();

        StorageTransfer.Summary summary = StorageTransfer.check(new ByteArrayInputStream(written), storage());

        assertThat(summary.records()).isEqualTo(records.size());
        assertThat(summary.tickets()).isEqualTo(tickets(records).size());
        assertThat(everything(storage())).as("after the dry run").isEmpty();
        assertThat(StorageTransfer.read(new ByteArrayInputStream(written), storage())).isEqualTo(summary);
        assertThat(written()).isEqualTo(written);
        assertKept(records);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> StorageTransfer.read(new ByteArrayInputStream(written), storage()))
                .withMessageContaining("only an empty one is filled");
    }

    private byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StorageTransfer.write(storage(), out);
        return out.toByteArray();
    }

    @Test
    void aStorageThatKeepsAnythingIsNotFilled() throws Exception {
        List<StorageRecord> records = records(1);
        List<Consumer<Storage>> anything = List.of(
                storage -> append(samples().open().change()),
                storage -> append(Samples.answer(Samples.BORIS, "key", samples().open().ticket())),
                storage -> storage.outbox()
                        .enqueue(List.of(new OutboxStore.Entry("mailer", "stream", 1, Samples.START))),
                storage -> storage.configuration().append(List.of(change(1))),
                storage -> storage.faq().save(List.of(edition(FIRST, Locale.ENGLISH, 1, 1).edition().numbered(0))),
                storage -> storage.faq().vote(vote(FIRST, "maria").vote()),
                storage -> storage.templates().save(List.of(template("refund", 1, 1).edition().numbered(0))),
                storage -> storage.templates().record(use("refund", 1).use().numbered(0)));
        for (Consumer<Storage> thing : anything) {
            anew();
            thing.accept(storage());
            List<StorageRecord> before = everything(storage());
            assertThat(before).hasSize(1);

            assertThat(storage().fill(records.iterator())).isFalse();

            assertKept(before);
        }
    }

    @Test
    void whatEndsInTheMiddleLeavesNothing() throws Exception {
        List<StorageRecord> records = records(ENOUGH);
        anew();
        for (int whole = 0; whole <= records.size(); whole += 1 + records.size() / 10) {
            Iterator<StorageRecord> broken = Stream.concat(records.stream().limit(whole),
                    Stream.<StorageRecord>generate(() -> {
                        throw new ChangeOfMind();
                    })).iterator();

            assertThatExceptionOfType(ChangeOfMind.class).as("after %s records", whole)
                    .isThrownBy(() -> storage().fill(broken));

            assertThat(everything(storage())).isEmpty();
            assertThat(Picture.of(store()).inbox()).isEmpty();
            assertThat(storage().outbox().lag()).isEmpty();
        }
        assertThat(storage().fill(records.iterator())).isTrue();
        assertKept(records);
    }

    @Test
    void whatCannotBeKeptTogetherIsRefusedAsAWhole() throws Exception {
        List<StorageRecord> records = records(2);
        anew();
        for (StorageRecord twice : records) {
            List<StorageRecord> more = new ArrayList<>(records);
            more.add(more.indexOf(twice), twice);

            assertThatExceptionOfType(StorageException.class).as("twice: %s", twice)
                    .isThrownBy(() -> storage().fill(more.iterator()));

            assertThat(everything(storage())).isEmpty();
        }
        assertThat(storage().fill(records.iterator())).isTrue();
    }

    @Test
    void aTransactionOfTheCallerTakesItAlong() throws Exception {
        List<StorageRecord> records = records(ENOUGH);
        anew();

        rollBack(() -> assertThat(storage().fill(records.iterator())).isTrue());
        assertThat(everything(storage())).isEmpty();
        commit(() -> assertThat(storage().fill(records.iterator())).isTrue());
        if (!joinsTransactions()) {
            assertThat(storage().fill(records.iterator())).isTrue();
        }

        assertKept(records);
    }

    @Test
    void whatIsReadIsOfOneInstant() {
        List<Story> pair = List.of(samples().open(), samples().open());
        store(samples().random(ENOUGH));
        store(pair);
        Storage other = fixture().reopen();
        AtomicBoolean done = new AtomicBoolean();

        Race.returned(Race.run(2, (thread, round) -> {
            if (thread == 0) {
                try {
                    for (int i = 0; i < ENOUGH; i++) {
                        assertPairIsEqual(everything(storage()), pair);
                    }
                } finally {
                    done.set(true);
                }
            } else {
                while (!done.get()) {
                    pair.forEach(story -> story.handle(Samples.BORIS, AddNote.of("note"), LATER));
                    assertThat(other.tickets().append(new TicketCommit(changes(pair), Optional.empty())))
                            .isEqualTo(TicketStore.AppendResult.STORED);
                    pair.forEach(Story::saved);
                }
            }
            return thread;
        }));
    }

    private static List<TicketChange> changes(List<Story> stories) {
        return stories.stream().map(Story::change).toList();
    }

    private static void assertPairIsEqual(List<StorageRecord> records, List<Story> pair) {
        Set<TicketId> ids = Set.of(pair.get(0).id(), pair.get(1).id());
        assertThat(tickets(records)).hasSizeGreaterThan(ENOUGH).filteredOn(ticket -> ids.contains(ticket.id()))
                .hasSize(2)
                .extracting(Ticket::version)
                .satisfies(versions -> assertThat(versions.get(0)).isEqualTo(versions.get(1)));
    }
}
