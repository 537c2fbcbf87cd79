package io.opora.spring;

import io.opora.desk.SupportDesk;

/** Changes settings of the desk before it is built. Beans of this type are called in their order, after the properties. */
@FunctionalInterface
public interface SupportDeskCustomizer {

    /**
     * Changes settings.
     *
     * @param builder the builder of the desk, with what the properties say
     */
    void customize(SupportDesk.Builder builder);
}
