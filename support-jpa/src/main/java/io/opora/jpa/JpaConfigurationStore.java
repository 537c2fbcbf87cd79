package io.opora.jpa;

import io.opora.ticket.Configuration;
import io.opora.ticket.ConfigurationStore;
import io.opora.ticket.TicketJson;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Changes of the configuration. Who inserts the first number of several goes on alone: the others wait for that row. */
final class JpaConfigurationStore implements ConfigurationStore {

    private final Sessions sessions;
    private final Dialect dialect;

    JpaConfigurationStore(Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
    }

    @Override
    public boolean append(List<Configuration.Change> changes) {
        return sessions.write(manager -> append(manager, dialect, changes), stored -> stored);
    }

    static boolean append(EntityManager manager, Dialect dialect, List<Configuration.Change> changes) {
        long first = changes.getFirst().number();
        if (first > 1
                && manager.createQuery("select count(c.number) from SupportConfigurationRow c where c.number = :last",
                        Long.class).setParameter("last", first - 1).getSingleResult() == 0) {
            return false;
        }
        for (Configuration.Change change : changes) {
            if (!dialect.insertIfAbsent(manager, "support_configuration", List.of("change_number", "change_text"),
                    List.of(change.number(), TicketJson.write(change)), List.of(List.of("change_number")))) {
                return false; // the first one: where that is free, so are those behind it
            }
        }
        return true;
    }

    @Override
    public List<Configuration.Change> changes(long after, int limit) {
        return sessions.read(manager -> manager
                .createQuery("select c.change from SupportConfigurationRow c where c.number > :after order by c.number",
                        String.class)
                .setParameter("after", after).setMaxResults(limit).getResultList()).stream()
                .map(TicketJson::readChange).toList();
    }
}
