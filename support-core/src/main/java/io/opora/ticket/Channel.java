package io.opora.ticket;

import io.opora.InvalidInputException;
import io.opora.Names;

/**
 * The way by which a message came or went. An open value: a host adds its own.
 *
 * @param name a name in the sense of {@link Names}
 */
public record Channel(String name) {

    /** A form on a page. */
    public static final Channel FORM = new Channel("form");
    /** E-mail. */
    public static final Channel EMAIL = new Channel("email");
    /** A chat. */
    public static final Channel CHAT = new Channel("chat");
    /** A telephone call that somebody wrote down. */
    public static final Channel PHONE = new Channel("phone");
    /** A program of the host. */
    public static final Channel API = new Channel("api");

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it is no name
     */
    public Channel {
        Names.require("channel", name);
    }

    /**
     * The channel of this name.
     *
     * @param name a name in the sense of {@link Names}
     * @return the channel
     * @throws InvalidInputException if it is no name
     */
    public static Channel of(String name) {
        return new Channel(name);
    }

    /** {@return the bare name} */
    @Override
    public String toString() {
        return name;
    }
}
