package io.opora.spring.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often strangers may come: a bucket for each address, which holds a minute's worth and fills evenly (token bucket). Remembers a
 * bounded number of addresses, those that came last. Of this node alone. Thread-safe.
 */
final class RateLimits {

    private static final int MAX_ADDRESSES = 20_000;
    private static final double MINUTE_MILLIS = 60_000;

    private record Bucket(double tokens, long at) {}

    private final int perMinute;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    RateLimits(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /**
     * Lets one come in.
     *
     * @throws ExceededException if there were too many from that network
     */
    void take(String address) {
        long now = clock.millis();
        synchronized (buckets) {
            String network = network(address);
            Bucket before = buckets.getOrDefault(network, new Bucket(perMinute, now));
            double tokens = Math.min(perMinute,
                    before.tokens() + Math.max(0, now - before.at()) * perMinute / MINUTE_MILLIS);
            if (tokens < 1) {
                buckets.put(network, new Bucket(tokens, now));
                throw new ExceededException((long) Math.ceil((1 - tokens) * MINUTE_MILLIS / perMinute / 1_000));
            }
            buckets.put(network, new Bucket(tokens - 1, now));
        }
    }

    /**
     * One household has 2^64 addresses of version 6: the first half names it. An address of version 4 that is written as one of version 6
     * (RFC 4291, 2.5.5.2) is what it stands for.
     */
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        InetAddress parsed;
        try {
            parsed = InetAddress.getByName(address); // asks nobody: what has a colon is no name
        } catch (UnknownHostException e) {
            return address;
        }
        if (!(parsed instanceof Inet6Address)) {
            return parsed.getHostAddress();
        }
        ByteBuffer bytes = ByteBuffer.wrap(parsed.getAddress());
        return IntStream.range(0, 4).mapToObj(i -> Integer.toHexString(Short.toUnsignedInt(bytes.getShort())) + ':')
                .collect(Collectors.joining());
    }

    /** Too many. */
    static final class ExceededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long seconds;

        private ExceededException(long seconds) {
            super("Too many requests came from this address; try again in " + Math.max(1, seconds) + " s");
            this.seconds = Math.max(1, seconds);
        }

        long seconds() {
            return seconds;
        }
    }
}
