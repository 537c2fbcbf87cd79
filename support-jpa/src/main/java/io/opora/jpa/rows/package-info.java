/**
 * The rows of the tables that {@link io.opora.jpa.JpaStorage} keeps, and nothing else, so that whoever has to name this package to a
 * persistence provider takes in nothing besides. No API: columns come and go with the versions of the schema.
 */
@NullMarked
package io.opora.jpa.rows;

import org.jspecify.annotations.NullMarked;
