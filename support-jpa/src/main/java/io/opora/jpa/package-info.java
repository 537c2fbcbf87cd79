/**
 * The stores of the library on Jakarta Persistence, for applications that already have a relational database.
 * <p>
 * This room is empty until its capability is built: there is nothing here to call yet.
 */
@NullMarked
package io.opora.jpa;

import org.jspecify.annotations.NullMarked;
