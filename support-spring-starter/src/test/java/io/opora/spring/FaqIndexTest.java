package io.opora.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.ClosedException;
import io.opora.faq.Faq;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.lucene.LuceneFaqSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The index of the FAQ in applications that have support-lucene. */
class FaqIndexTest {

    private static final Faq.Person ANN = Faq.Person.editor("ann");

    @TempDir
    private Path folder;

    private static void save(ApplicationContext context, String id, String question) {
        context.getBean(Faq.class).save(ANN, FaqEdition.Content
                .of(FaqEntry.of(id, Locale.ENGLISH, question, "Yes.")).from(Instant.EPOCH), 0);
    }

    /** A machine that has much else to do may not be through with a search in time, which the answer says. */
    private static List<String> found(ApplicationContext context, String text) {
        FaqSearch.Result result = context.getBean(Faq.class).search(Faq.Person.ANYBODY, query(text));
        for (int i = 0; i < 20 && !result.complete(); i++) {
            result = context.getBean(Faq.class).search(Faq.Person.ANYBODY, query(text));
        }
        return result.hits().stream().map(FaqHit::id).map(FaqEntry.Id::value).toList();
    }

    private static FaqQuery query(String text) {
        return FaqQuery.of(text).locale(Locale.ENGLISH);
    }

    private static FailureAnalysis analysis(ApplicationContext context, Throwable failure) {
        assertThat(context).isNotNull();
        return requireNonNull(new SupportFailureAnalyzer(null).analyze(failure));
    }

    private static ApplicationContextRunner onOneDatabase(String url) {
        return Boot.withDatabase().withPropertyValues("spring.datasource.url=" + url);
    }

    private static String url() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    @Test
    void anEntryIsFoundByTheFirstSearchAfterItsCommit() {
        Boot.withDatabase().run(context -> {
            new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(status -> save(context, "delivery", "Do you deliver abroad?"));
            assertThat(found(context, "abroad")).containsExactly("delivery");
        });
    }

    @Test
    void inMemoryItNeedsNoDatabaseEither() {
        Boot.bare().withPropertyValues("support.storage=memory").run(context -> {
            save(context, "delivery", "Do you deliver abroad?");
            assertThat(found(context, "abroad")).containsExactly("delivery");
        });
    }

    @Test
    void whatAnotherNodeHasCommittedIsFoundToo() {
        String url = url();
        onOneDatabase(url).withPropertyValues("support.faq.index.directory=" + folder.resolve("one"))
                .run(one -> onOneDatabase(url)
                        .withPropertyValues("support.faq.index.directory=" + folder.resolve("other"))
                        .run(other -> {
                            assertThat(found(other, "abroad")).isEmpty();
                            save(one, "delivery", "Do you deliver abroad?");
                            assertThat(found(other, "abroad")).containsExactly("delivery");
                        }));
    }

    @Test
    void itHasCaughtUpInTheBackgroundBeforeAnybodySearches() {
        String url = url();
        onOneDatabase(url).run(context -> save(context, "delivery", "Do you deliver abroad?"));
        CountDownLatch given = new CountDownLatch(1);
        onOneDatabase(url).withBean(FaqSearch.class, () -> new Watched(LuceneFaqSearch.inMemory(), given))
                .run(context -> {
                    assertThat(context).doesNotHaveBean("supportFaqSearch");
                    assertThat(given.await(30, TimeUnit.SECONDS)).isTrue();
                    assertThat(found(context, "abroad")).containsExactly("delivery");
                });
    }

    @Test
    void aDirectoryIsKeptOverRestartsAndClosedWithTheApplication() {
        String url = url();
        Path index = folder.resolve("index");
        onOneDatabase(url).withPropertyValues("support.faq.index.directory=" + index).run(context -> {
            save(context, "delivery", "Do you deliver abroad?");
            assertThat(found(context, "abroad")).containsExactly("delivery");
            FaqSearch search = context.getBean(FaqSearch.class);
            context.close();
            assertThatExceptionOfType(ClosedException.class).isThrownBy(search::size);
        });
        try (LuceneFaqSearch kept = LuceneFaqSearch.open(index)) {
            assertThat(kept.size()).isEqualTo(1);
        }
        onOneDatabase(url).withPropertyValues("support.faq.index.directory=" + index,
                "support.background.enabled=false").run(context -> {
                    assertThat(context.getBean(FaqSearch.class).size()).isEqualTo(1);
                    save(context, "returns", "Can I send it back?");
                    assertThat(found(context, "back")).containsExactly("returns");
                });
    }

    @Test
    void anIndexOfAnotherDatabaseIsMadeAnew() {
        Path index = folder.resolve("index");
        onOneDatabase(url()).withPropertyValues("support.faq.index.directory=" + index).run(context -> {
            save(context, "delivery", "Do you deliver abroad?");
            assertThat(found(context, "abroad")).containsExactly("delivery");
        });
        onOneDatabase(url()).withPropertyValues("support.faq.index.directory=" + index)
                .run(context -> assertThat(found(context, "abroad")).isEmpty());
    }

    @Test
    void twoNodesInOneDirectoryAreToldToHaveOneEach() {
        Path index = folder.resolve("index");
        Boot.withDatabase().withPropertyValues("support.faq.index.directory=" + index)
                .run(first -> Boot.withDatabase().withPropertyValues("support.faq.index.directory=" + index)
                        .run(second -> {
                            FailureAnalysis analysis = analysis(first, requireNonNull(second.getStartupFailure()));
                            assertThat(analysis.getDescription()).contains("'support.faq.index.directory'",
                                    index.toString(), "another node");
                            assertThat(analysis.getAction()).contains("a directory of this node alone");
                        }));
    }

    @Test
    void whereNoDirectoryCanBeIsSaidWithItsProperty() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");
        Boot.withDatabase().withPropertyValues("support.faq.index.directory=" + file).run(context -> {
            FailureAnalysis analysis = analysis(context, requireNonNull(context.getStartupFailure()));
            assertThat(analysis.getDescription()).contains("'support.faq.index.directory'", file.toString());
            assertThat(analysis.getAction()).contains("a directory that this application may");
        });
    }

    @Test
    void anIndexThatWouldOutliveItsEntriesIsRefusedAndAnEmptyPropertyIsNone() {
        ApplicationContextRunner memory = Boot.bare().withPropertyValues("support.storage=memory");
        memory.withPropertyValues("support.faq.index.directory=" + folder).run(context -> assertThat(
                analysis(context, requireNonNull(context.getStartupFailure())).getDescription())
                .contains("'support.faq.index.directory'", "outlive"));
        memory.withPropertyValues("support.faq.index.directory=").run(context -> {
            save(context, "delivery", "Do you deliver abroad?");
            assertThat(found(context, "abroad")).containsExactly("delivery");
        });
    }

    @Test
    void synonymsOfTheApplicationCount() {
        Boot.withDatabase().withPropertyValues("support.faq.index.synonyms=classpath:support/synonyms.txt")
                .run(context -> {
                    save(context, "voucher", "Where do I enter my voucher?");
                    assertThat(found(context, "schnipsel")).containsExactly("voucher");
                });
        Boot.withDatabase().withPropertyValues("support.faq.index.synonyms=classpath:support/wrong-synonyms.txt")
                .run(context -> assertThat(
                        analysis(context, requireNonNull(context.getStartupFailure())).getDescription())
                        .contains("'support.faq.index.synonyms'", "wrong-synonyms.txt", "2 to 30 phrases"));
    }

    @Test
    void everydaySynonymsCanBeLeftOut() {
        for (boolean everyday : List.of(true, false)) {
            Boot.withDatabase().withPropertyValues("support.faq.index.everyday-synonyms=" + everyday).run(context -> {
                save(context, "cancel", "How do I cancel?");
                assertThat(found(context, "call off")).hasSize(everyday ? 1 : 0);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"support.faq.index.enabled=false", "support.enabled=false"})
    void switchedOffThereIsNoIndex(String property) {
        Boot.withDatabase().withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FaqSearch.class));
    }

    @Test
    void withoutLuceneThereIsNoIndexAndADesk() {
        Boot.withDatabase().withClassLoader(new FilteredClassLoader(LuceneFaqSearch.class)).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(FaqSearch.class);
            save(context, "delivery", "Do you deliver abroad?");
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> found(context, "abroad"));
        });
    }

    /** Says when it was given entries. */
    private record Watched(FaqSearch search, CountDownLatch given) implements FaqSearch {

        @Override
        public void apply(java.util.Collection<FaqEntry> entries, java.util.Collection<FaqEntry.Id> removed,
                long revision) {
            search.apply(entries, removed, revision);
            given.countDown();
        }

        @Override
        public void rebuild(java.util.Collection<FaqEntry> entries, long revision) {
            search.rebuild(entries, revision);
        }

        @Override
        public long revision() {
            return search.revision();
        }

        @Override
        public long size() {
            return search.size();
        }

        @Override
        public Result find(FaqQuery query) {
            return search.find(query);
        }

        @Override
        public List<String> suggest(String text, Locale locale, int limit) {
            return search.suggest(text, locale, limit);
        }

        @Override
        public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
            return search.moreLike(id, locale, limit);
        }

        @Override
        public void learn(java.util.Collection<Answered> answered) {
            search.learn(answered);
        }

        @Override
        public void synonyms(Synonyms synonyms) {
            search.synonyms(synonyms);
        }

        @Override
        public void close() {
            search.close();
        }
    }
}
