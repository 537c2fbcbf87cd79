package io.opora.jpa;

class HibernateOnMariadbTest extends KitOnDatabase {

    HibernateOnMariadbTest() {
        super(Database.MARIADB, Provider.HIBERNATE);
    }
}
