package io.opora.storage;

import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** What stores of the configuration do wrong, a line each. */
final class BrokenConfiguration {

    private BrokenConfiguration() {}

    static List<Flaw> flaws() {
        return List.of(
                flaw("records whoever comes", sound -> new Own() {
                    @Override
                    public synchronized boolean append(List<Configuration.Change> changes) {
                        return all.addAll(changes);
                    }
                }, "Configuration.whoIsTooLateStoresNothing", "Configuration.ofThoseWhoRecordAtOnceOneIsFirst"),
                flaw("keeps the first of several changes", sound -> new Own() {
                    @Override
                    public synchronized boolean append(List<Configuration.Change> changes) {
                        return super.append(changes.subList(0, 1));
                    }
                }, "Configuration.whatWasRecordedIsReadInItsOrderPageByPage"),
                flaw("gives the latest first", sound -> new Own() {
                    @Override
                    public synchronized List<Configuration.Change> changes(long after, int limit) {
                        return super.changes(after, limit).reversed();
                    }
                }, "Configuration.whatWasRecordedIsReadInItsOrderPageByPage"),
                flaw("gives more than was asked for", sound -> new Own() {
                    @Override
                    public synchronized List<Configuration.Change> changes(long after, int limit) {
                        return super.changes(after, Integer.MAX_VALUE);
                    }
                }, "Configuration.whatWasRecordedIsReadInItsOrderPageByPage"),
                flaw("is not part of the storage", sound -> new Own(),
                        "Configuration.whatWasRecordedIsReadInItsOrderPageByPage"));
    }

    private static Flaw flaw(String name, UnaryOperator<ConfigurationStore> flaw, String... noticedBy) {
        return Flaw.of(name, sound -> {
            ConfigurationStore broken = flaw.apply(sound.configuration());
            return new DelegatingStorage(sound) {
                @Override
                public ConfigurationStore configuration() {
                    return broken;
                }
            };
        }, noticedBy);
    }

    /** Keeps changes of its own. */
    private static class Own implements ConfigurationStore {

        final List<Configuration.Change> all = Collections.synchronizedList(new ArrayList<>());

        @Override
        public synchronized boolean append(List<Configuration.Change> changes) {
            return changes.getFirst().number() == all.size() + 1L && all.addAll(changes);
        }

        @Override
        public synchronized List<Configuration.Change> changes(long after, int limit) {
            return all.stream().filter(change -> change.number() > after).limit(limit).toList();
        }
    }
}
