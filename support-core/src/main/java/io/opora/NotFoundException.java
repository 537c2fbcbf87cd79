package io.opora;

/**
 * What was asked for does not exist, or the one who asks may not know that it does: the two are not told apart.
 */
public final class NotFoundException extends SupportException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param what the kind of thing, such as {@code "ticket"}
     * @param id the id that was asked for
     */
    public NotFoundException(String what, Object id) {
        super("There is no " + what + " " + id + " that you could see");
    }
}
