package io.opora.spring;

import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.SecretLink;
import io.opora.desk.SupportDesk;
import io.opora.event.EventConsumer;
import io.opora.event.EventConsumer.Delivery;
import io.opora.ticket.Acknowledgement;
import io.opora.ticket.Message;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.workflow.Phase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Sends those who ask what the desk says to them: that their request has arrived, what was answered, and a reminder if it is their turn. A
 * consumer of the outbox, so at least once: a mail that was sent when its process ended before that was noted is sent again, under the
 * same {@code Message-ID}, by which mail programs tell that they have it, and with a link of its own.
 *
 * <p>
 * What programs send is marked so that no other program answers it (RFC 3834), and mail that a program has sent is never
 * acknowledged. What the mail server says of a failure may name the address, so that only its class is kept.
 */
final class MailOut {

    /** The name under which the outbox knows it, for good. */
    static final String CONSUMER = "mail-out";

    /** Links of a ticket are few: each mail brings one, and takes the oldest ones away. */
    private static final int MAX_LINKS = 20;

    private static final String TOKEN = "{token}";
    private static final Logger LOG = LoggerFactory.getLogger(MailOut.class);

    private final JavaMailSender sender;
    private final Supplier<SupportDesk> desk;
    private final InternetAddress from;
    private final Optional<InternetAddress> replyTo;
    private final Acknowledgement acknowledgement;
    private final boolean acknowledge;

    private MailOut(MailProperties properties, JavaMailSender sender, Supplier<SupportDesk> desk) {
        this.sender = sender;
        this.desk = desk;
        from = address("support.mail.from", properties.from());
        replyTo = Optional.ofNullable(properties.replyTo()).map(text -> address("support.mail.reply-to", text));
        acknowledgement = acknowledgement(properties.link(), properties.linkLifetime(), properties.zone());
        acknowledge = properties.acknowledge();
    }

    static MailOut of(MailProperties properties, JavaMailSender sender, Supplier<SupportDesk> desk) {
        return new MailOut(properties, sender, desk);
    }

    private static InternetAddress address(String property, @Nullable String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text == null ? "" : text, true);
            if (addresses.length == 1) {
                addresses[0].validate();
                return addresses[0];
            }
            throw new AddressException("one address is needed, not " + addresses.length);
        } catch (AddressException e) {
            throw SupportConfigurationException.impossible(property,
                    text == null ? "is missing, though support.mail.enabled asks for mail" : "is no address of mail",
                    "Set '" + property + "' to an address such as Shop <support@shop.example>.", e);
        }
    }

    private Acknowledgement acknowledgement(@Nullable String link, Duration lifetime, ZoneId zone) {
        try {
            Acknowledgement standard = Acknowledgement.of(link == null ? "" : link, zone, this::acknowledge);
            return new Acknowledgement(standard.sender(), standard.link(), lifetime, zone, standard.most(),
                    standard.window());
        } catch (InvalidInputException e) {
            boolean badLink = e.violations().stream().anyMatch(violation -> violation.path().equals("link"));
            throw badLink
                    ? SupportConfigurationException.impossible("support.mail.link",
                            link == null
                                    ? "is missing, though support.mail.enabled asks for mail"
                                    : "is no address with {token} in it once, behind the host",
                            "Set 'support.mail.link' to the address of your page that shows a request, such as"
                                    + " https://shop.example/requests/{token}.",
                            e)
                    : SupportConfigurationException.impossible("support.mail.link-lifetime",
                            "is " + lifetime + ", which is too short or too long",
                            "Set 'support.mail.link-lifetime' to a second up to 366 days, such as 90d.", e);
        }
    }

    void customize(SupportDesk.Builder builder) {
        builder.consumer(new EventConsumer<>(CONSUMER, MailOut::isSaid, this::tell));
        if (acknowledge) {
            builder.acknowledgement(acknowledgement);
        }
    }

    /** Whether an event is something that the desk says to whoever asked; the first message is the request itself. */
    static boolean isSaid(TicketEvent event) {
        return event instanceof TicketEvent.Reminded
                || (event instanceof TicketEvent.MessageAdded said && said.stamp().sequence() > 2
                        && said.stamp().by().kind() != Actor.Kind.CUSTOMER && !said.message().origin().isAutomatic());
    }

    private void acknowledge(Acknowledgement.Notice notice) throws MessagingException, NotSentException {
        if (notice.to().email().isPresent()) {
            send(new Mail(notice.to().email().get(), notice.subject(), notice.text(), notice.ticket(), 1, true));
        }
    }

    private void tell(Delivery<TicketEvent> told) throws MessagingException, NotSentException {
        TicketEvent event = told.event();
        TicketId id = event.stamp().ticket();
        Ticket ticket = desk.get().tickets().get(Actor.SYSTEM, id);
        Optional<String> address = ticket.requester().email();
        if (address.isEmpty()) {
            return;
        }
        boolean russian = ticket.locale().getLanguage().equals(Locale.of("ru").getLanguage());
        Optional<String> text = switch (event) {
            case TicketEvent.MessageAdded said -> text(said.message(), russian);
            case TicketEvent.Reminded reminded when ticket.phase() == Phase.PENDING -> Optional.of(russian
                    ? "Мы ждём вашего ответа.\n"
                    : "We are waiting for your answer.\n");
            default -> Optional.empty();
        };
        if (text.isPresent()) {
            boolean byPerson = event instanceof TicketEvent.MessageAdded
                    && event.stamp().by().kind() == Actor.Kind.AGENT;
            String subject = russian ? "Обращение " + ticket.number() : "Your request " + ticket.number();
            send(new Mail(address.get(), subject, text.get() + foot(ticket, russian), id, event.stamp().sequence(),
                    !byPerson));
        }
    }

    /** What was said; nothing if it was erased meanwhile. */
    private static Optional<String> text(Message message, boolean russian) {
        if (message.text().isEmpty() || message.text().equals(TicketEvent.Erased.TEXT)) {
            return Optional.empty();
        }
        return Optional.of(message.text() + "\n" + (message.attachments().isEmpty()
                ? ""
                : russian ? "\nФайлы — на странице обращения.\n" : "\nThe page of your request has the files.\n"));
    }

    private String foot(Ticket ticket, boolean russian) {
        return (russian
                ? "\n-- \nВсё обращение " + ticket.number()
                        + " — по этой ссылке, там же можно ответить. Никому её не передавайте:\n"
                : "\n-- \nThis link shows all of your request " + ticket.number()
                        + " and takes your answer. Keep it to yourself:\n")
                + link(ticket) + "\n";
    }

    private String link(Ticket ticket) {
        TicketLinks links = desk.get().tickets().links();
        ActorId to = ticket.requester().id();
        List<SecretLink> live = links.list(Actor.SYSTEM, ticket.id()).stream().map(SecretLink.Usage::link)
                .filter(link -> link.participant().equals(to))
                .sorted(Comparator.comparing(SecretLink::expiresAt)).toList();
        live.stream().limit(Math.max(0, live.size() - MAX_LINKS + 1))
                .forEach(old -> links.revoke(Actor.SYSTEM, ticket.id(), old.id()));
        return acknowledgement.link().replace(TOKEN, links.issue(Actor.SYSTEM, ticket.id(), to,
                Set.of(SecretLink.Scope.values()), acknowledgement.lifetime()).token().reveal());
    }

    /** A mail that is to be sent because of an event. */
    private record Mail(String to, String subject, String text, TicketId ticket, long sequence, boolean byProgram) {

        String messageId(String domain) {
            return "<" + ticket + "." + sequence + "@" + domain + ">";
        }

        String first(String domain) {
            return "<" + ticket + ".1@" + domain + ">";
        }
    }

    private void send(Mail mail) throws MessagingException, NotSentException {
        String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, "UTF-8");
        helper.setFrom(from);
        if (replyTo.isPresent()) {
            helper.setReplyTo(replyTo.get());
        }
        try {
            helper.setTo(new InternetAddress(mail.to(), true));
        } catch (AddressException e) {
            LOG.warn("Nothing is mailed for event {} of ticket {}: its requester left no address that takes mail",
                    mail.sequence(), mail.ticket());
            return; // not by trying again either
        }
        helper.setSubject(mail.subject());
        helper.setText(mail.text(), false);
        message.setHeader("Message-ID", mail.messageId(domain));
        if (mail.sequence() > 1) {
            message.setHeader("In-Reply-To", mail.first(domain));
            message.setHeader("References", mail.first(domain));
        }
        message.setHeader("X-Auto-Response-Suppress", "All");
        if (mail.byProgram()) {
            message.setHeader("Auto-Submitted", mail.sequence() == 1 ? "auto-replied" : "auto-generated");
        }
        try {
            sender.send(message);
        } catch (MailException e) {
            throw new NotSentException(e);
        }
    }

    /** The mail sender did not send it. */
    static final class NotSentException extends Exception {

        private static final long serialVersionUID = 1L;

        /** Keeps neither the message nor the cause: they may name whom it was for, and the outbox keeps what it is told. */
        NotSentException(MailException failure) {
            super("The mail sender failed with " + failure.getClass().getSimpleName() + reason(failure));
        }

        private static String reason(MailException failure) {
            Throwable root = failure.getMostSpecificCause();
            return root.equals(failure) ? "" : ", because of " + root.getClass().getSimpleName();
        }
    }
}
