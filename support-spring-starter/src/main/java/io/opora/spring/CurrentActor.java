package io.opora.spring;

import io.opora.access.Actor;
import java.util.Optional;

/**
 * Says who is at work: maps the application's user to an actor of the desk. One bean of this type is all that the desk's HTTP layer
 * wants to know of how people log in. With Spring Security there is one already, see {@code support.web.agent-authority}.
 */
@FunctionalInterface
public interface CurrentActor {

    /** {@return the actor on whose behalf this thread works; empty if nobody is logged in. Called on the thread of each request} */
    Optional<Actor> actor();
}
