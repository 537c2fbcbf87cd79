package io.opora.examples.faqsite;

import io.opora.SettableClock;
import io.opora.faq.FaqExchange.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/** The site of the shop that comes along, on a port of its own. */
final class Shop {

    private Shop() {}

    static FaqSite.Running open() {
        return open(FaqSite.own());
    }

    static FaqSite.Running open(Reading reading) {
        try {
            return FaqSite.serve(reading, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    SettableClock.at(Instant.parse("2026-03-02T09:00:00Z")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
