package io.opora.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.storage.tck.DurabilityContract;
import io.opora.storage.tck.FaqSearchContract;
import io.opora.storage.tck.FaqSearchFixture;
import io.opora.storage.tck.StorageFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every suite of the contract kit, also for those that are still to come. */
class ContractKitRulesTest {

    private static final Path KIT = Path.of("src/tck/java/io/opora/storage/tck");

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.list(KIT)) {
            List<Path> sources = files.toList();
            assertThat(sources).hasSizeGreaterThan(10);
            return sources.stream()
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noTestIsEverSkipped() throws IOException {
        assertThat(sources()).allSatisfy((file, source) -> assertThat(source).as(file)
                .doesNotContainPattern("@Disabled|@Enabled|(?i)assumption|assume|TestAborted"));
    }

    @Test
    void threadsAreStartedByTheRaceAloneAndNobodySleeps() throws IOException {
        assertThat(sources()).allSatisfy((file, source) -> {
            assertThat(source).as(file).doesNotContainPattern("\\.sleep\\(|parkNanos|@RepeatedTest|@RetryingTest");
            assertThat(Pattern
                    .compile("new Thread|Thread\\.(of|start)|Executor|ForkJoinPool\\(|CompletableFuture|parallel")
                    .matcher(source).find()).as("%s starts threads", file).isEqualTo(file.equals("Race.java"));
        });
    }

    @Test
    void anAdapterCanOverrideNothingButItsFixtureAndTheSizes() {
        List<Method> methods = Stream
                .concat(Suites.all().values().stream().map(Class::getSuperclass), Stream.of(FaqSearchContract.class))
                .flatMap(suite -> Stream.of(suite, suite.getSuperclass())).filter(type -> type != Object.class)
                .flatMap(suite -> Stream.of(suite.getDeclaredMethods())).distinct()
                .filter(method -> !method.isSynthetic()).toList();

        assertThat(methods).filteredOn(ContractKitRulesTest::isHook).isNotEmpty()
                .allMatch(hook -> Modifier.isFinal(hook.getModifiers()), "is final");
        assertThat(methods).filteredOn(ContractKitRulesTest::isOpen)
                .allMatch(method -> Set.of(StorageFixture.class, FaqSearchFixture.class, int.class)
                        .contains(method.getReturnType()), "is the fixture or a size");
    }

    private static boolean isHook(Method method) {
        return Stream.of(BeforeEach.class, AfterEach.class, BeforeAll.class, AfterAll.class)
                .anyMatch(method::isAnnotationPresent);
    }

    private static boolean isOpen(Method method) {
        int modifiers = method.getModifiers();
        return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)) && !Modifier.isFinal(modifiers)
                && !Modifier.isStatic(modifiers);
    }

    @Test
    void everySuiteIsOnThePackagePageAndIsProvenHere() throws IOException {
        Map<String, String> sources = sources();
        List<String> suites = sources.values().stream()
                .flatMap(source -> names(source, "(?m)^public abstract class (\\w+)")).sorted().toList();

        assertThat(suites).hasSizeGreaterThanOrEqualTo(10);
        assertThat(names(sources.getOrDefault("package-info.java", ""),
                "<tr><td>\\{@link io\\.opora\\.storage\\.tck\\.(\\w+)}"))
                .as("the table of the package page").containsExactlyInAnyOrderElementsOf(suites);
        // two suites have another fixture and a test of their own: DurabilityContractTest, FaqSearchContractTest
        assertThat(Stream.concat(Suites.all().values().stream().map(Class::getSuperclass).map(Class::getSimpleName),
                Stream.of(DurabilityContract.class.getSimpleName(), FaqSearchContract.class.getSimpleName())))
                .containsExactlyInAnyOrderElementsOf(suites);
    }

    private static Stream<String> names(String source, String pattern) {
        return Pattern.compile(pattern).matcher(source).results().map((MatchResult found) -> found.group(1));
    }
}
