package io.opora.jpa;

class HibernateOnH2Test extends KitOnDatabase {

    HibernateOnH2Test() {
        super(Database.H2_MEMORY, Provider.HIBERNATE);
    }
}
