/** An application that has entities of its own. */
@NullMarked
package io.opora.spring.host;

import org.jspecify.annotations.NullMarked;
