/**
 * The stores of the library on Jakarta Persistence, for applications that already have a relational database: PostgreSQL, MariaDB
 * or H2, through Hibernate or EclipseLink.
 *
 * <p>
 * {@link io.opora.jpa.JpaStorage#create(jakarta.persistence.EntityManagerFactory)} makes the storage, {@link io.opora.jpa.JpaSchema}
 * the tables:
 *
 * {@snippet :
 * JpaSchema.apply(factory);
 * Storage storage = JpaStorage.create(factory);
 * }
 *
 * <p>
 * With a supplier of the current entity manager, each call joins the caller's transaction: a shop opens a ticket and cancels an
 * order as one. Everything is safe for use by any number of threads and nodes.
 */
@NullMarked
package io.opora.jpa;

import org.jspecify.annotations.NullMarked;
