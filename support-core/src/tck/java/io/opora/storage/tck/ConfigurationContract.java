package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.access.AccessPolicy;
import io.opora.access.Actor;
import io.opora.access.Operation;
import io.opora.access.Relation;
import io.opora.access.Role;
import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.Tickets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who changed what of the configuration is kept without a gap, and nothing of it is ever changed. */
public abstract class ConfigurationContract extends StorageSuite {

    private static final int THREADS = 8;
    private static final Actor LEAD = Actor.agent("lead \uD83D\uDE80").withRoles(Role.SUPERVISOR).inTeams("money");
    private static final Actor OTHER = Actor.agent("other").withRoles(Role.SUPERVISOR);
    private static final Configuration.Document DOCUMENT = new Configuration.Document(Configuration.Part.WORKFLOW,
            "returns@2");

    /** For subclasses, which make the fixture. */
    protected ConfigurationContract() {}

    private ConfigurationStore configuration() {
        return storage().configuration();
    }

    private static Configuration.Change change(long number, String text) {
        return new Configuration.Change(number, Instant.parse("2026-03-02T09:00:00.123456Z"), LEAD, DOCUMENT,
                number == 1 ? Optional.empty() : Optional.of("before " + number), Optional.of(text));
    }

    private static List<Configuration.Change> changes(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> change(number, "text " + number)).toList();
    }

    @Test
    void whatWasRecordedIsReadInItsOrderPageByPage() {
        assertThat(configuration().changes(0, 10)).isEmpty();
        assertThat(configuration().append(changes(1, 3))).isTrue();
        assertThat(configuration().append(changes(4, 5))).isTrue();

        assertSame(configuration().changes(0, 10), changes(1, 5));
        assertSame(configuration().changes(0, 2), changes(1, 2));
        assertSame(configuration().changes(2, 2), changes(3, 4));
        assertThat(configuration().changes(5, 2)).isEmpty();
        assertThat(configuration().changes(Long.MAX_VALUE, 2)).isEmpty();
        assertSame(fixture().reopen().configuration().changes(0, 10), changes(1, 5));
        assertThat(configuration()).isSameAs(storage().configuration());
    }

    @Test
    void everyPartOfAChangeComesBackEqual() {
        List<Configuration.Change> all = new ArrayList<>();
        for (String text : List.of("{}", " ё \uD83D\uDE80 \\ \" ' \n\tx",
                "x".repeat(1_000_000))) {
            all.add(change(all.size() + 1L, text));
        }
        all.add(new Configuration.Change(all.size() + 1L, Instant.EPOCH, Actor.SYSTEM,
                new Configuration.Document(Configuration.Part.ACCESS, "ё".repeat(Configuration.Document.MAX_ID)),
                Optional.of("gone"), Optional.empty()));

        assertThat(configuration().append(all)).isTrue();

        assertSame(configuration().changes(0, 10), all);
    }

    @Test
    void whoIsTooLateStoresNothing() {
        assertThat(configuration().append(changes(2, 3))).as("nothing is there before it").isFalse();
        assertThat(configuration().append(changes(1, 2))).isTrue();

        assertThat(configuration().append(changes(1, 3))).isFalse();
        assertThat(configuration().append(changes(2, 4))).isFalse();
        assertThat(configuration().append(changes(4, 4))).isFalse();

        assertSame(configuration().changes(0, 10), changes(1, 2));
    }

    @Test
    void ofThoseWhoRecordAtOnceOneIsFirst() {
        List<Race.Outcome<Boolean>> met = Race.run(THREADS, (thread, round) -> configuration()
                .append(List.of(change(1, "by " + thread), change(2, "also by " + thread))));

        assertThat(met).filteredOn(new Race.Outcome.Returned<>(true)::equals).hasSize(1);
        assertThat(met).filteredOn(new Race.Outcome.Returned<>(false)::equals).hasSize(THREADS - 1);
        List<Configuration.Change> stored = configuration().changes(0, 10);
        assertThat(stored).hasSize(2);
        assertThat(stored.get(1).after()).contains("also " + stored.get(0).after().orElseThrow());
    }

    @Test
    void aTransactionOfTheCallerTakesItAlong() {
        assertThat(configuration().append(changes(1, 1))).isTrue();
        commit(() -> {
            assertThat(configuration().append(changes(3, 3))).isFalse();
            assertThat(configuration().append(changes(2, 2))).isTrue();
            assertSame(configuration().changes(0, 10), changes(1, 2));
        });
        rollBack(() -> assertThat(configuration().append(changes(3, 4))).isTrue());

        assertSame(configuration().changes(0, 10), changes(1, joinsTransactions() ? 2 : 1));
    }

    @Test
    void nodesThatStartAtOnceRecordOneConfigurationOnceAndLaterChangesWithWhatWasBefore() {
        List<Tickets> nodes = IntStream.range(0, THREADS)
                .mapToObj(node -> tickets(fixture().reopen(), SettableClock.at(Samples.START))).toList();
        Race.run(THREADS, (thread, round) -> nodes.get(thread).configuration().record(LEAD))
                .forEach(outcome -> assertThat(outcome).isInstanceOf(Race.Outcome.Returned.class));
        List<Configuration.Change> first = nodes.getFirst().configuration().changes(LEAD, 0, 100);
        assertThat(first).extracting(Configuration.Change::document)
                .containsExactlyElementsOf(nodes.getFirst().configuration().documents().keySet());
        assertThat(first).allSatisfy(change -> assertThat(change.before()).isEmpty());

        Tickets changed = tickets(storage(), SettableClock.at(Samples.START),
                desk -> desk.access(AccessPolicy.standard().toBuilder()
                        .permit(Role.of("auditor"), Relation.STAFF, Operation.AUDIT).build()));
        assertThat(nodes.getFirst().configuration().record(LEAD)).as("nothing has changed").isEmpty();
        Configuration.Change change = changed.configuration().record(OTHER).getFirst();
        assertThat(change.document()).isEqualTo(new Configuration.Document(Configuration.Part.ACCESS, "desk"));
        assertThat(change.number()).isEqualTo(first.size() + 1L);
        assertThat(change.by()).isEqualTo(OTHER);
        assertThat(change.before())
                .contains(nodes.getFirst().configuration().documents().get(change.document()));
        assertThat(change.after()).contains(changed.configuration().documents().get(change.document()));
    }
}
