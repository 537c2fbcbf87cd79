package io.opora.examples.quickstart;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a request is about, as far as the customer or an agent has said. */
enum RequestKind {

    /** Something does not work. */
    TECHNICAL,
    /** Which product fits, and how to use it. */
    PRODUCT_ADVICE,
    /** Prices, payments and invoices. */
    FINANCIAL,
    /** An idea or a wish. */
    SUGGESTION,
    /** Goods are to go back; such tickets follow a workflow of their own. */
    RETURN;

    /** The name used in files, such as {@code product-advice}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a kind by the name used in files.
     *
     * @throws IllegalArgumentException if there is no such kind; the message names those there are
     */
    static RequestKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind \"" + text + "\", expected one of "
                        + Arrays.stream(values()).map(RequestKind::text).collect(Collectors.joining(", "))));
    }
}
