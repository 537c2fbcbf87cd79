package io.opora.jpa;

class HibernateOnPostgresqlTest extends KitOnDatabase {

    HibernateOnPostgresqlTest() {
        super(Database.POSTGRESQL, Provider.HIBERNATE);
    }
}
