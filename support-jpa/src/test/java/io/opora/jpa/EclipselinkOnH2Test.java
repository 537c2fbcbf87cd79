package io.opora.jpa;

class EclipselinkOnH2Test extends KitOnDatabase {

    EclipselinkOnH2Test() {
        super(Database.H2_MEMORY, Provider.ECLIPSELINK);
    }
}
