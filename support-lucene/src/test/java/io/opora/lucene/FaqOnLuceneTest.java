package io.opora.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.faq.Faq;
import io.opora.faq.Faq.Person;
import io.opora.faq.FaqEdition.Content;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqStore;
import io.opora.storage.memory.MemoryStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index is fed from the store, by whichever process. */
class FaqOnLuceneTest {

    private static final Person ANN = Person.editor("ann");
    private static final Person MARIA = Person.customer("maria");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
    private final FaqStore store = MemoryStorage.create().faq();

    private Faq faq(LuceneFaqSearch index) {
        return Faq.builder(store).clock(clock).search(index).build();
    }

    private static Content content(String id, String question) {
        return Content.of(FaqEntry.of(id, Locale.ENGLISH, question, "Ask us."));
    }

    private static List<String> found(Faq faq, Person reader, String text) {
        return faq.search(reader, FaqQuery.of(text)).hits().stream().map(FaqHit::id).map(FaqEntry.Id::value).toList();
    }

    @Test
    void whatEditorsDoIsFoundByTheNextSearch() {
        try (LuceneFaqSearch index = LuceneFaqSearch.inMemory()) {
            Faq faq = faq(index);
            faq.save(ANN, content("refund", "How do I get a refund?").from(clock.instant()), 0);
            faq.save(ANN, content("lamp", "Why does my lamp flicker?").from(clock.instant()), 0);
            assertThat(found(faq, MARIA, "refund")).containsExactly("refund");

            faq.save(ANN, content("refund", "Where is my parcel?").from(clock.instant()), 1);
            assertThat(found(faq, MARIA, "refund")).isEmpty();
            assertThat(found(faq, MARIA, "parcel")).containsExactly("refund");

            faq.archive(ANN, FaqEntry.Id.of("refund"), Locale.ENGLISH, 2);
            assertThat(found(faq, MARIA, "parcel")).isEmpty();
            assertThat(found(faq, MARIA, "lamp")).containsExactly("lamp");
        }
    }

    @Test
    void whatIsScheduledIsFoundFromItsInstantOnAndNotAfterItsEnd() {
        try (LuceneFaqSearch index = LuceneFaqSearch.inMemory()) {
            Faq faq = faq(index);
            faq.save(ANN, content("sale", "When is the sale?").from(clock.instant().plusSeconds(60))
                    .until(clock.instant().plusSeconds(120)), 0);

            assertThat(found(faq, MARIA, "sale")).isEmpty();
            clock.advance(Duration.ofSeconds(60));
            assertThat(found(faq, MARIA, "sale")).containsExactly("sale");
            clock.advance(Duration.ofSeconds(60));
            assertThat(found(faq, MARIA, "sale")).isEmpty();
        }
    }

    @Test
    void nobodyFindsWhatIsNotForThemWhateverTheQuerySays() {
        try (LuceneFaqSearch index = LuceneFaqSearch.inMemory()) {
            Faq faq = faq(index);
            faq.save(ANN, Content.of(content("fraud", "How do we spot fraud?").entry().toBuilder()
                    .audience(Audience.STAFF).build()).from(clock.instant()), 0);
            faq.save(ANN, content("draft", "Is fraud a draft?"), 0);
            FaqQuery greedy = FaqQuery.of("fraud").audience(Audience.STAFF).statuses(FaqEntry.Status.values());

            assertThat(faq.search(MARIA, greedy).hits()).isEmpty();
            assertThat(faq.search(Person.ANYBODY, greedy).hits()).isEmpty();
            assertThat(found(faq, Person.staff("boris"), "fraud")).containsExactly("fraud");
        }
    }

    @Test
    void nodesWithAnIndexOfTheirOwnFindTheSame(@TempDir Path directory) {
        try (LuceneFaqSearch one = LuceneFaqSearch.open(directory.resolve("one"));
                LuceneFaqSearch two = LuceneFaqSearch.open(directory.resolve("two"))) {
            List<Faq> nodes = List.of(faq(one), faq(two));
            for (int i = 0; i < 1_201; i++) {
                nodes.get(i % 2).save(ANN, content("e" + i, "What about word" + i + "?").from(clock.instant()), 0);
            }

            assertThat(Stream.of(0, 600, 1_200)).allSatisfy(i -> assertThat(nodes)
                    .allSatisfy(node -> assertThat(found(node, MARIA, "word" + i)).contains("e" + i)));
            assertThat(one.size()).isEqualTo(1_201).isEqualTo(two.size());
            assertThat(one.revision()).isEqualTo(1_201).isEqualTo(two.revision());
        }
    }

    @Test
    void anIndexOfADirectoryGoesOnWhereItWasAndALostOneIsMadeAnew(@TempDir Path directory) {
        try (LuceneFaqSearch index = LuceneFaqSearch.open(directory.resolve("a"))) {
            Faq faq = faq(index);
            faq.save(ANN, content("refund", "How do I get a refund?").from(clock.instant()), 0);
            assertThat(found(faq, MARIA, "refund")).containsExactly("refund");
        }
        Faq.builder(store).clock(clock).build().save(ANN,
                content("parcel", "Where is my parcel?").from(clock.instant()), 0);
        for (String place : List.of("a", "b")) {
            try (LuceneFaqSearch index = LuceneFaqSearch.open(directory.resolve(place))) {
                Faq faq = faq(index);
                assertThat(found(faq, MARIA, "parcel")).containsExactly("parcel");
                assertThat(found(faq, MARIA, "refund")).containsExactly("refund");
            }
        }
    }

    @Test
    void anIndexOfAnotherStoreIsMadeAnew(@TempDir Path directory) {
        try (LuceneFaqSearch index = LuceneFaqSearch.open(directory)) {
            index.apply(List.of(FaqEntry.of("stranger", Locale.ENGLISH, "Who is the stranger?", "Nobody.")), List.of(),
                    9);
            Faq faq = faq(index);
            faq.save(ANN, content("refund", "How do I get a refund?").from(clock.instant()), 0);

            assertThat(found(faq, MARIA, "stranger")).isEmpty();
            assertThat(found(faq, MARIA, "refund")).containsExactly("refund");
            assertThat(index.revision()).isEqualTo(1);
        }
    }
}
