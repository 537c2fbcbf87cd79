package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.SettableClock;
import io.opora.storage.Storage;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketStore;
import io.opora.ticket.Tickets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all suites share: a fresh fixture for each test, and short ways to store and to compare. */
abstract class StorageSuite {

    /** What an application throws when it thinks better of it. */
    static final class ChangeOfMind extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private @Nullable StorageFixture fixture;
    private @Nullable Samples samples;
    private @Nullable Tickets tickets;
    private final List<Tickets> toClose = new ArrayList<>();

    /**
     * Makes the fixture of one test. Called before each test; the fixture is closed after it.
     *
     * @return a fixture whose storage is empty
     * @throws Exception if that fails; the test then fails as well
     */
    protected abstract StorageFixture createFixture() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = createFixture();
        samples = null;
        tickets = null;
    }

    @AfterEach
    final void closeFixture() throws Exception {
        toClose.forEach(Tickets::close);
        toClose.clear();
        if (fixture != null) {
            StorageFixture open = fixture;
            fixture = null;
            open.close();
        }
    }

    final StorageFixture fixture() {
        return Objects.requireNonNull(fixture, "the fixture is closed");
    }

    final Storage storage() {
        return fixture().storage();
    }

    final TicketStore store() {
        return storage().tickets();
    }

    /** Tickets to store, the same in every run. */
    final Samples samples() {
        if (samples == null) {
            samples = new Samples(store(), Dice.loaded());
        }
        return samples;
    }

    /** Tickets with the workflows of {@link Rules}, on the storage under test. */
    final Tickets tickets() {
        if (tickets == null) {
            tickets = tickets(storage());
        }
        return tickets;
    }

    final Tickets tickets(Storage storage) {
        return tickets(storage, SettableClock.at(Samples.START));
    }

    final Tickets tickets(Storage storage, InstantSource clock) {
        return tickets(storage, clock, settings -> {});
    }

    final Tickets tickets(Storage storage, InstantSource clock, Consumer<Tickets.Builder> settings) {
        Tickets.Builder builder = Tickets.builder(storage.tickets()).outbox(storage.outbox())
                .configuration(storage.configuration()).clock(clock)
                .workflow(Rules.STANDARD).knownWorkflow(Rules.SUCCESSOR).fields(Rules.FIELDS);
        settings.accept(builder);
        Tickets opened = builder.build();
        toClose.add(opened);
        return opened;
    }

    /** Stores what became of tickets since they were last stored, in one commit. */
    final void store(Story... stories) {
        store(Arrays.asList(stories));
    }

    final void store(List<Story> stories) {
        assertThat(append(stories.stream().map(Story::change).toArray(TicketChange[]::new)))
                .isEqualTo(TicketStore.AppendResult.STORED);
        stories.forEach(Story::saved);
    }

    final TicketStore.AppendResult append(TicketChange... changes) {
        return store().append(new TicketCommit(List.of(changes), Optional.empty()));
    }

    final TicketStore.AppendResult append(TicketCommit.Answer answer, TicketChange... changes) {
        return store().append(new TicketCommit(List.of(changes), Optional.of(answer)));
    }

    /** Asserts that a store has a ticket as it is in its story, header and history. */
    static void assertStored(TicketStore store, Story story) {
        assertSame(store.find(story.id()), Optional.of(story.ticket()));
        assertSame(store.find(story.ticket().number()), Optional.of(story.ticket()));
        assertSame(store.history(story.id(), 0, Tickets.MAX_HISTORY_PAGE), story.history());
    }

    /** Asserts that two values are equal and names the components that are not: the {@code toString} of many hides them. */
    static void assertSame(Object actual, Object expected) {
        if (!actual.equals(expected)) {
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
        }
        assertThat(actual).isEqualTo(expected);
    }

    final boolean joinsTransactions() {
        return storage().capabilities().contains(Storage.Capability.JOINS_TRANSACTIONS);
    }

    /** Runs work in a transaction of the caller that commits; asserts that there is none if the storage joins none. */
    final void commit(Runnable work) {
        if (joinsTransactions()) {
            fixture().inTransaction(work);
        } else {
            assertNoTransactions(work);
        }
    }

    /** Runs work in a transaction of the caller that is rolled back; asserts that there is none if the storage joins none. */
    final void rollBack(Runnable work) {
        if (joinsTransactions()) {
            assertThatExceptionOfType(ChangeOfMind.class).isThrownBy(() -> fixture().inTransaction(() -> {
                work.run();
                throw new ChangeOfMind();
            }));
        } else {
            assertNoTransactions(work);
        }
    }

    final void assertNoTransactions(Runnable work) {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> fixture().inTransaction(() -> {
            throw new AssertionError("this storage declares no transactions, yet its fixture runs one: " + work);
        }));
    }
}
