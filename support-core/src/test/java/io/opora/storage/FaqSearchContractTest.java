package io.opora.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.storage.tck.FaqSearchContract;
import io.opora.storage.tck.FaqSearchFixture;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The suite for searches passes one that keeps its promises, and notices those that do not. */
class FaqSearchContractTest {

    /** Makes the fixtures of the run that this thread is in: JUnit makes the suite, and gives it nothing. */
    private static final ThreadLocal<Supplier<FaqSearchFixture>> FIXTURES = new ThreadLocal<>();

    @Nested
    class OfASoundSearch extends FaqSearchContract {
        @Override
        protected FaqSearchFixture createFixture() {
            return new BrokenFaqSearches.Fixture(search -> search);
        }
    }

    static final class Broken extends FaqSearchContract {
        @Override
        protected FaqSearchFixture createFixture() {
            return FIXTURES.get().get();
        }
    }

    private static Map<String, Optional<Throwable>> run(Supplier<FaqSearchFixture> fixtures,
            DiscoverySelector... tests) {
        FIXTURES.set(fixtures);
        try {
            Map<String, Optional<Throwable>> ended = new TreeMap<>();
            EngineTestKit.engine("junit-jupiter").selectors(tests).execute().allEvents().stream()
                    .forEach(event -> Suites.note(event, ended));
            return ended;
        } finally {
            FIXTURES.remove();
        }
    }

    static List<BrokenFaqSearches.Flaw> flaws() {
        return BrokenFaqSearches.flaws();
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void everyFlawIsNoticed(BrokenFaqSearches.Flaw flaw) {
        Map<String, Optional<Throwable>> ended = run(flaw.fixtures(), flaw.noticedBy().stream()
                .map(test -> selectMethod(Broken.class, test)).toArray(DiscoverySelector[]::new));

        assertThat(ended).hasSameSizeAs(flaw.noticedBy()).allSatisfy(
                (test, failure) -> assertThat(failure).as("%s of a search that %s", test, flaw).isPresent());
    }

    @Test
    void aSearchThatDoesNothingFailsEveryTest() {
        Map<String, Optional<Throwable>> ended = run(() -> new BrokenFaqSearches.Fixture(sound -> new DoesNothing()),
                selectClass(Broken.class));

        assertThat(ended).hasSizeGreaterThan(40)
                .allSatisfy((test, failure) -> assertThat(failure).as(test).isPresent());
    }

    private static final class DoesNothing implements FaqSearch {

        @Override
        public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
            // nothing
        }

        @Override
        public void rebuild(Collection<FaqEntry> entries, long revision) {
            // nothing
        }

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public Result find(FaqQuery query) {
            return new Result(List.of(), 0, Result.Facets.NONE, Optional.empty(), true);
        }

        @Override
        public List<String> suggest(String text, Locale locale, int limit) {
            return List.of();
        }

        @Override
        public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
            return List.of();
        }

        @Override
        public void learn(Collection<Answered> answered) {
            // nothing
        }

        @Override
        public void synonyms(Synonyms synonyms) {
            // nothing
        }

        @Override
        public void close() {
            // nothing
        }
    }
}
