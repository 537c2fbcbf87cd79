package io.opora.event;

import java.util.Optional;

/** Calls code of the host, whose failures must not become failures of ours. */
final class Attempt {

    private Attempt() {}

    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /**
     * {@return what an action threw, if anything} Errors count too: hostile text makes careless parsers end in a stack overflow.
     * Only when the virtual machine itself gives up, its error is thrown on.
     */
    static Optional<Throwable> failure(Action action) {
        try {
            action.run();
            return Optional.empty();
        } catch (StackOverflowError e) {
            return Optional.of(e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Exception | Error e) {
            return Optional.of(e);
        }
    }
}
