package io.opora.ticket;

import io.opora.ticket.Message.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells by the header of a mail whether somebody wrote it. Looks for what the senders of automatic mail say about it, in this
 * order:
 * <ul>
 * <li>an own address in {@code From}: {@link Origin#OWN};
 * <li>{@code Content-Type: multipart/report} (RFC 6522: what became of a mail, RFC 3464 and RFC 8098): {@link Origin#BOUNCE};
 * <li>{@code Auto-Submitted: auto-replied} (RFC 3834, 5), {@code Precedence: auto_reply}, and the older
 * {@code X-Autoreply}, {@code X-Autorespond}, {@code X-Autoresponse}, {@code X-Auto-Reply}: {@link Origin#AUTO_REPLY};
 * <li>{@code Return-Path: <>}, the null address of notifications (RFC 5321, 4.5.5): {@link Origin#BOUNCE};
 * <li>any other {@code Auto-Submitted} but {@code no} (RFC 3834, 5.2), {@code Precedence: bulk}, {@code junk} or {@code list}
 * (RFC 3834, 2; RFC 2076, 3.9), and the {@code List-} headers of RFC 2369 and RFC 2919: {@link Origin#BULK}.
 * </ul>
 * What a subject or text says is not looked at: people quote such words, and a customer's mail that counts as automatic reopens
 * nothing.
 *
 * <p>
 * {@code X-Auto-Response-Suppress} is no sign: it asks not to be answered by programs, and people's mail has it too.
 *
 * @param ownAddresses the addresses that the desk sends from, in any case
 * @param ownLists the names in {@code List-Id} of lists by which people's mail reaches the desk, such as a group that forwards to
 *        it, in any case; that mail came by one of these says nothing about it
 */
public record AutomaticMail(Set<String> ownAddresses, Set<String> ownLists) {

    /** Without own addresses and lists. */
    public static final AutomaticMail STANDARD = new AutomaticMail(Set.of(), Set.of());

    /** How much of a header is read, in characters. */
    static final int MAX_HEADER = 10_000;

    private static final Set<String> OLDER_REPLIES = Set.of("x-autoreply", "x-autorespond", "x-autoresponse",
            "x-auto-reply");
    private static final Set<String> BULK = Set.of("bulk", "junk", "list");
    private static final Set<String> LISTS = Set.of("list-id", "list-help", "list-subscribe", "list-unsubscribe",
            "list-post", "list-owner", "list-archive");

    /** Takes unmodifiable copies. */
    public AutomaticMail {
        ownAddresses = lowerCase(ownAddresses);
        ownLists = lowerCase(ownLists);
    }

    private static Set<String> lowerCase(Collection<String> values) {
        return values.stream().map(AutomaticMail::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    private static String lowerCase(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The same with own addresses.
     *
     * @param values the addresses that the desk sends from
     * @return the settings
     */
    public AutomaticMail withOwnAddresses(Collection<String> values) {
        return new AutomaticMail(Set.copyOf(values), ownLists);
    }

    /**
     * The same with own lists.
     *
     * @param values the names in {@code List-Id} of lists by which people's mail reaches the desk
     * @return the settings
     */
    public AutomaticMail withOwnLists(Collection<String> values) {
        return new AutomaticMail(ownAddresses, Set.copyOf(values));
    }

    /**
     * Tells where a mail comes from.
     *
     * @param header the values of each header field by its name, in any case; unfolded or not
     * @return what the header says; {@link Origin#WRITTEN} if it says nothing
     */
    public Origin origin(Map<String, ? extends Collection<String>> header) {
        Header read = new Header(header);
        if (ownAddresses.stream().anyMatch(own -> read.hasAddress("from", own))) {
            return Origin.OWN;
        }
        if (read.words("content-type").contains("multipart/report")) {
            return Origin.BOUNCE;
        }
        Set<String> submitted = read.words("auto-submitted");
        Set<String> precedence = read.words("precedence");
        if (submitted.contains("auto-replied") || precedence.contains("auto_reply")
                || OLDER_REPLIES.stream().anyMatch(read::has)) {
            return Origin.AUTO_REPLY;
        }
        if (read.values("return-path").anyMatch(path -> path.equals("<>"))) {
            return Origin.BOUNCE;
        }
        boolean generated = submitted.stream().anyMatch(word -> !word.equals("no"));
        return generated || isList(read, precedence) ? Origin.BULK : Origin.WRITTEN;
    }

    private boolean isList(Header header, Set<String> precedence) {
        if (ownLists.stream().anyMatch(own -> header.hasAddress("list-id", own))) {
            return precedence.contains("junk");
        }
        return precedence.stream().anyMatch(BULK::contains) || LISTS.stream().anyMatch(header::has);
    }

    /** The header of one mail, read in lower case. */
    private record Header(Map<String, ? extends Collection<String>> fields) {

        Stream<String> values(String name) {
            return fields.entrySet().stream().filter(field -> field.getKey().equalsIgnoreCase(name))
                    .flatMap(field -> field.getValue().stream())
                    .map(value -> lowerCase(value.length() > MAX_HEADER ? value.substring(0, MAX_HEADER) : value));
        }

        boolean has(String name) {
            return values(name).anyMatch(value -> !value.isEmpty());
        }

        /** What each value says before its parameters and comments. */
        Set<String> words(String name) {
            Set<String> words = new TreeSet<>();
            values(name).map(value -> value.split("[;,(\\s]", 2)[0]).filter(word -> !word.isEmpty())
                    .forEach(words::add);
            return words;
        }

        /** Whether an address stands in a field, alone or in angle brackets. */
        boolean hasAddress(String name, String address) {
            return values(name).flatMap(value -> List.of(value.split("[<>,\\s]+")).stream()).anyMatch(address::equals);
        }
    }
}
