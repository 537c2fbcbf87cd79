package io.opora.ticket;

import io.opora.InvalidInputException;
import io.opora.Names;

/**
 * What a request is about. An open value: a host adds its own kinds, each of which may have a workflow of its own.
 *
 * @param name a name in the sense of {@link Names}
 */
public record RequestKind(String name) {

    /** Something does not work. */
    public static final RequestKind TECHNICAL = new RequestKind("technical");
    /** Which product fits, how to use it. */
    public static final RequestKind PRODUCT_ADVICE = new RequestKind("product-advice");
    /** Payments, invoices, refunds. */
    public static final RequestKind FINANCIAL = new RequestKind("financial");
    /** An idea or a wish. */
    public static final RequestKind SUGGESTION = new RequestKind("suggestion");
    /** Nobody has said yet. */
    public static final RequestKind UNSORTED = new RequestKind("unsorted");

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it is no name
     */
    public RequestKind {
        Names.require("request kind", name);
    }

    /**
     * The request kind of this name.
     *
     * @param name a name in the sense of {@link Names}
     * @return the request kind
     * @throws InvalidInputException if it is no name
     */
    public static RequestKind of(String name) {
        return new RequestKind(name);
    }

    /** {@return the bare name} */
    @Override
    public String toString() {
        return name;
    }
}
