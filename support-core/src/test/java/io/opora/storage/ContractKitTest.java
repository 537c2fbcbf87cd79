package io.opora.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.storage.tck.StorageFixture;
import io.opora.ticket.TicketStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract kit passes what keeps its promises, and notices what does not. */
class ContractKitTest {

    static List<Flaw> flaws() {
        return Stream
                .of(BrokenTickets.flaws(), BrokenLinks.flaws(), BrokenErasure.flaws(), BrokenAssignment.flaws(),
                        BrokenConfiguration.flaws(),
                        BrokenOutbox.flaws(), BrokenFaq.flaws(), BrokenTemplates.flaws(), BrokenTransfer.flaws(),
                        BrokenStorages.flaws())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void aSoundStoragePassesEverySuite() {
        assertPassesEverything(() -> new Flaw.Fixture(BrokenTickets.copying()));
    }

    @Test
    void aSoundStorageThatJoinsTransactionsPassesEverySuite() {
        assertPassesEverything(TransactionalMemory::sound);
    }

    @Test
    void aSoundStorageWhoseTransactionsOverlapPassesOverNothing() {
        assertThat(Suites.run(() -> new OverlappingMemory(false), Set.of("Outbox.whatIsCommittedLaterIsNotPassedOver")))
                .allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
    }

    private static void assertPassesEverything(Supplier<StorageFixture> fixtures) {
        Map<String, Optional<Throwable>> ended = Suites.run(fixtures, Suites.all().keySet());

        assertThat(suites(ended.keySet())).isEqualTo(Suites.all().keySet());
        assertThat(ended).allSatisfy((test, failure) -> assertThat(failure).as(test).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aStorageThatDoesNothingFailsEveryTest(TicketStore.AppendResult whatItSays) {
        assertPassesNothing(new DoesNothing(whatItSays, Set.of()), Suites.all().keySet());
    }

    @ParameterizedTest
    @EnumSource
    void aStorageThatDoesNothingInTransactionsFailsTheirTests(TicketStore.AppendResult whatItSays) {
        assertPassesNothing(new DoesNothing(whatItSays, Set.of(Storage.Capability.JOINS_TRANSACTIONS)),
                Set.of("Transaction"));
    }

    private static void assertPassesNothing(Storage storage, Set<String> suites) {
        Map<String, Optional<Throwable>> ended = Suites.run(() -> new Flaw.Fixture(data -> storage), suites);
        ended.remove("Transaction.transactionsAreThereIfDeclaredAndRefusedOtherwise"); // asks the fixture, not the storage

        assertThat(suites(ended.keySet())).isEqualTo(suites);
        assertThat(ended).allSatisfy((test, failure) -> assertThat(failure).as(test).isPresent());
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void everyFlawIsNoticed(Flaw flaw) {
        Map<String, Optional<Throwable>> ended = Suites.run(flaw.fixtures(), flaw.noticedBy());

        assertThat(ended).containsOnlyKeys(flaw.noticedBy()).allSatisfy(
                (test, failure) -> assertThat(failure).as("%s of a storage that %s", test, flaw).isPresent());
    }

    @Test
    void everySuiteNoticesAFlaw() {
        assertThat(suites(flaws().stream().flatMap(flaw -> flaw.noticedBy().stream()).toList()))
                .isEqualTo(Suites.all().keySet());
    }

    private static Set<String> suites(Iterable<String> tests) {
        Set<String> suites = new HashSet<>();
        tests.forEach(test -> suites.add(test.substring(0, test.indexOf('.'))));
        return suites;
    }
}
