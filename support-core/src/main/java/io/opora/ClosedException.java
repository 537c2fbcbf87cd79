package io.opora;

/** A call reached a component after its {@code close()}. Build a new one; a closed one never opens again. */
public final class ClosedException extends SupportException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param component what was closed, such as {@code "SupportDesk"}
     */
    public ClosedException(String component) {
        super(component + " is closed");
    }
}
