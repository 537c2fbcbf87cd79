package io.opora.jpa;

class EclipselinkOnPostgresqlTest extends KitOnDatabase {

    EclipselinkOnPostgresqlTest() {
        super(Database.POSTGRESQL, Provider.ECLIPSELINK);
    }
}
