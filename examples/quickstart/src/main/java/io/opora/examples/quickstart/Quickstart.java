package io.opora.examples.quickstart;

import java.util.List;

/** Holds the place of the quickstart: it prints its arguments. */
final class Quickstart {

    private Quickstart() {}

    public static void main(String[] args) {
        System.out.println("Opora quickstart, Java " + Runtime.version().feature() + ", arguments " + List.of(args));
    }
}
