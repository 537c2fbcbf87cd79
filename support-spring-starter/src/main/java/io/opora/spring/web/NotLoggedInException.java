package io.opora.spring.web;

/** Somebody has to say who they are. */
final class NotLoggedInException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotLoggedInException() {
        super("Log in first: this is for those whom the application knows");
    }
}
