package io.opora.jpa;

class HibernateOnH2FileTest extends KitOnDatabase {

    HibernateOnH2FileTest() {
        super(Database.H2_FILE, Provider.HIBERNATE);
    }
}
