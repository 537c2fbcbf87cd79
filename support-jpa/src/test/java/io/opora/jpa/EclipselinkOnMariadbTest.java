package io.opora.jpa;

class EclipselinkOnMariadbTest extends KitOnDatabase {

    EclipselinkOnMariadbTest() {
        super(Database.MARIADB, Provider.ECLIPSELINK);
    }
}
