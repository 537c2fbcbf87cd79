package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import io.opora.access.Actor;
import io.opora.access.SecretLink;
import io.opora.event.Relay;
import io.opora.sla.SlaClock;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who have asked that their request has arrived: its number, a private link to it that needs no registration, and until
 * when an answer is promised. A desk that is given this acknowledges every new request, follow-ups included, by a consumer of its
 * outbox called {@value #CONSUMER}: so at least once, and after a crash in the middle twice, each time with a link of its own.
 *
 * <p>
 * Nothing that the submitter wrote is in it, neither subject nor text nor name: a stranger could otherwise have the desk send their
 * words to anybody. Not acknowledged are automatic mail ({@link Message.Origin#isAutomatic}), tickets that a split has made, what was
 * erased meanwhile, and what comes from one address beyond a limit, which is counted in each process.
 *
 * @param sender sends it
 * @param link what private links look like, with <code>{token}</code> where the token goes
 * @param lifetime how long a link lives, {@link TicketLinks#MIN_LIFETIME} to {@link TicketLinks#MAX_LIFETIME}
 * @param zone the zone of the clock by which times are said
 * @param most how many requests from one address are acknowledged within a window, 1 or more
 * @param window how long requests are counted, from the first one on; longer than nothing
 */
public record Acknowledgement(Sender sender, String link, Duration lifetime, ZoneId zone, int most, Duration window) {

    /** The name of the consumer, which no other can have. */
    public static final String CONSUMER = "acknowledgement";

    private static final String TOKEN = "{token}";
    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgement.class);

    /**
     * Checks the values.
     *
     * @throws InvalidInputException if the link is no absolute {@code https} or {@code http} address with <code>{token}</code> in it
     *         once, behind the host, or another value is out of its range; lists every violation
     */
    public Acknowledgement {
        requireNonNull(sender, "sender");
        requireNonNull(zone, "zone");
        List<Violation> violations = new ArrayList<>();
        if (!isPattern(link)) {
            violations.add(new Violation("link", "link", "must be an address such as"
                    + " https://shop.example/requests/{token}, with {token} in it once, behind the host, not '" + link
                    + "'"));
        }
        if (lifetime.compareTo(TicketLinks.MIN_LIFETIME) < 0 || lifetime.compareTo(TicketLinks.MAX_LIFETIME) > 0) {
            violations.add(new Violation("lifetime", "range", "must be " + TicketLinks.MIN_LIFETIME + " to "
                    + TicketLinks.MAX_LIFETIME + ", not " + lifetime));
        }
        if (most < 1) {
            violations.add(new Violation("most", "range", "must be 1 or more, not " + most));
        }
        if (!window.isPositive()) {
            violations.add(new Violation("window", "range", "must be longer than nothing, not " + window));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException("acknowledgement", violations);
        }
    }

    private static boolean isPattern(String link) {
        int token = link.indexOf(TOKEN);
        if (token < 0 || link.indexOf(TOKEN, token + 1) >= 0) {
            return false;
        }
        try {
            URI uri = new URI(link.replace(TOKEN, "t"));
            String authority = uri.getScheme() + "://" + uri.getRawAuthority();
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null
                    && token > authority.length();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Acknowledgement with links that live for 90 days, and of at most 5 requests from one address within an hour.
     *
     * @param link what private links look like, such as <code>https://shop.example/requests/{token}</code>
     * @param zone the zone of the clock by which times are said
     * @param sender sends it
     * @return the acknowledgement
     * @throws InvalidInputException if the link is not what it has to be
     */
    public static Acknowledgement of(String link, ZoneId zone, Sender sender) {
        return new Acknowledgement(sender, link, Duration.ofDays(90), zone, 5, Duration.ofHours(1));
    }

    /**
     * The same with another limit.
     *
     * @param requests how many requests from one address are acknowledged within a window, 1 or more
     * @param within how long requests are counted, from the first one on; longer than nothing
     * @return the acknowledgement
     * @throws InvalidInputException if a value is out of its range
     */
    public Acknowledgement limit(int requests, Duration within) {
        return new Acknowledgement(sender, link, lifetime, zone, requests, within);
    }

    /** Sends acknowledgements. */
    @FunctionalInterface
    public interface Sender {

        /**
         * Sends one. Returning says that it is done; throwing that it has to be tried again later, as {@link Relay.Policy} says, with
         * a new link. Called on the thread that drains the outbox, on several threads at once.
         *
         * @param notice what to send
         * @throws Exception if it could not be sent
         */
        void send(Notice notice) throws Exception;
    }

    /**
     * What to send: complete texts, and their parts for hosts that say it in their own words. The text holds a secret, the link.
     *
     * @param to to whom; with an address if they left one
     * @param ticket the ticket
     * @param number its number
     * @param locale the language that they wrote in; the texts are Russian, or English for every other
     * @param subject one line
     * @param text plain text, in lines that end with {@code \n}
     * @param link the private link
     * @param promise until when an answer is promised; nothing if none is
     */
    public record Notice(Requester to, TicketId ticket, TicketNumber number, Locale locale, String subject, String text,
            String link, Optional<SlaClock.Promise> promise) {

        /** Checks that nothing is missing. */
        public Notice {
            requireNonNull(to, "to");
            requireNonNull(ticket, "ticket");
            requireNonNull(number, "number");
            requireNonNull(locale, "locale");
            requireNonNull(subject, "subject");
            requireNonNull(text, "text");
            requireNonNull(link, "link");
            requireNonNull(promise, "promise");
        }

        /** {@return the number alone: the link is a secret} */
        @Override
        public String toString() {
            return "Notice[" + number + "]";
        }
    }

    /** Acknowledges a request, unless it is one of those that are not. */
    void acknowledge(TicketEvent.Opened opened, Tickets tickets, TicketStore store, Attempts attempts)
            throws Exception {
        TicketId id = opened.stamp().ticket();
        boolean isWritten = store.history(id, 1, 1).stream()
                .anyMatch(event -> event instanceof TicketEvent.MessageAdded said
                        && !said.message().origin().isAutomatic() && !said.message().text().isEmpty()); // as only erased ones are
        if (!isWritten) {
            return;
        }
        Requester to = opened.requester();
        String address = to.email().map(email -> email.toLowerCase(Locale.ROOT)).orElse(to.id().value());
        Optional<Instant> tooMany = attempts.count(address, tickets.now());
        if (tooMany.isPresent()) {
            LOG.debug("Ticket {} is not acknowledged: too many from its address", opened.number());
            return;
        }
        try {
            sender.send(notice(opened, tickets));
        } catch (Exception e) {
            attempts.takeBack(address);
            throw e;
        }
    }

    private Notice notice(TicketEvent.Opened opened, Tickets tickets) {
        TicketId id = opened.stamp().ticket();
        SecretLink.Token token = tickets.links().issue(Actor.SYSTEM, id, opened.requester().id(),
                Set.of(SecretLink.Scope.values()), lifetime).token();
        String address = link.replace(TOKEN, token.reveal());
        Optional<SlaClock.Promise> promise = tickets.sla().promise(Actor.SYSTEM, id, opened.locale(), zone);
        boolean russian = opened.locale().getLanguage().equals("ru");
        String number = opened.number().toString();
        StringBuilder text = new StringBuilder(russian
                ? "Мы получили ваше обращение, его номер — " + number + ".\n"
                : "We have received your request. Its number is " + number + ".\n");
        promise.ifPresent(promised -> text.append('\n').append(promised.sentence()).append('\n'));
        text.append(russian
                ? "\nЧто с ним происходит и что мы ответили, видно по этой ссылке; там же можно дописать. Никому её не передавайте:\n"
                : "\nThis link shows what becomes of it and what we answer, and takes what you want to add. Keep it to yourself:\n")
                .append(address).append('\n');
        return new Notice(opened.requester(), id, opened.number(), opened.locale(),
                russian ? "Обращение " + number : "Your request " + number, text.toString(), address, promise);
    }
}
