package io.opora.jpa;

import io.opora.storage.tck.DurabilityContract;

/** Its own process is killed, not the server, whose durability is its own. */
class DurabilityOnMariadbTest extends DurabilityContract {

    @Override
    protected Class<? extends Opener> opener() {
        return ServerOpener.class;
    }

    @Override
    protected String createPlace() {
        return Database.MARIADB.createUrl();
    }
}
