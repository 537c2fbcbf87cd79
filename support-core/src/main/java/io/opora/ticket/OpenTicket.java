package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens a ticket. Subject and text are all that a customer has to give.
 *
 * @param subject what it is about, in a line; 1 to {@value Ticket#MAX_SUBJECT_LENGTH} characters
 * @param text the opening message; 1 to {@value Message#MAX_LENGTH} characters
 * @param kind what it is about, {@link RequestKind#UNSORTED} by default
 * @param priority how much it matters, {@link Priority#NORMAL} by default
 * @param requester who asks; a customer who opens a ticket is its requester by default and cannot name another, and staff
 *        must name one
 * @param locale the requester's language; by default the one that the desk was built with
 * @param channel the way by which the request came, {@link Channel#FORM} by default
 * @param attachments files that came with it; at most {@value Message#MAX_ATTACHMENTS}
 * @param tags tags to begin with; at most {@value Ticket#MAX_TAGS}
 * @param fields what to fill in, by the field's name, each as {@link FieldValue#asText()} describes; at most
 *        {@value Ticket#MAX_FIELDS}, each of 1 to {@value FieldValue#MAX_TEXT_LENGTH} characters
 * @param origin whether somebody wrote the opening message, as is the default, or a program sent it unasked
 */
public record OpenTicket(
        @Line(max = Ticket.MAX_SUBJECT_LENGTH) String subject,
        @Text(max = Message.MAX_LENGTH) String text,
        RequestKind kind,
        Priority priority,
        Optional<@Valid Requester> requester,
        Optional<@LanguageTag Locale> locale,
        Channel channel,
        @Size(max = Message.MAX_ATTACHMENTS) List<@Valid Attachment> attachments,
        @Size(max = Ticket.MAX_TAGS) Set<Tag> tags,
        @Size(max = Ticket.MAX_FIELDS) Map<@Name String, @Text(max = FieldValue.MAX_TEXT_LENGTH) String> fields,
        Message.Origin origin) {

    /** Checks that nothing is missing and takes unmodifiable copies. */
    public OpenTicket {
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
        requireNonNull(kind, "kind");
        requireNonNull(priority, "priority");
        requireNonNull(requester, "requester");
        requireNonNull(locale, "locale");
        requireNonNull(channel, "channel");
        attachments = List.copyOf(attachments);
        tags = Set.copyOf(tags);
        fields = Map.copyOf(fields);
        requireNonNull(origin, "origin");
    }

    /**
     * A request with nothing but a subject and a text.
     *
     * @param subject what it is about, in a line
     * @param text the opening message
     * @return the command
     */
    public static OpenTicket of(String subject, String text) {
        return builder(subject, text).build();
    }

    /**
     * A builder with the defaults described above.
     *
     * @param subject what it is about, in a line
     * @param text the opening message
     * @return the builder
     */
    public static Builder builder(String subject, String text) {
        return new Builder(requireNonNull(subject, "subject"), requireNonNull(text, "text"));
    }

    OpenTicket withRequester(Requester value) {
        return new OpenTicket(subject, text, kind, priority, Optional.of(value), locale, channel, attachments, tags,
                fields, origin);
    }

    /** Makes the command. Not thread-safe. */
    public static final class Builder {

        private final String subject;
        private final String text;
        private final List<Attachment> attachments = new ArrayList<>();
        private final Set<Tag> tags = new HashSet<>();
        private final Map<String, String> fields = new HashMap<>();
        private RequestKind kind = RequestKind.UNSORTED;
        private Priority priority = Priority.NORMAL;
        private Channel channel = Channel.FORM;
        private Message.Origin origin = Message.Origin.WRITTEN;
        private @Nullable Requester requester;
        private @Nullable Locale locale;

        private Builder(String subject, String text) {
            this.subject = subject;
            this.text = text;
        }

        /**
         * Says what the request is about.
         *
         * @param value the kind
         * @return this builder
         */
        public Builder kind(RequestKind value) {
            kind = requireNonNull(value, "kind");
            return this;
        }

        /**
         * Says how much it matters.
         *
         * @param value the priority
         * @return this builder
         */
        public Builder priority(Priority value) {
            priority = requireNonNull(value, "priority");
            return this;
        }

        /**
         * Says who asks.
         *
         * @param value the person
         * @return this builder
         */
        public Builder requester(Requester value) {
            requester = requireNonNull(value, "requester");
            return this;
        }

        /**
         * Says which language the requester speaks.
         *
         * @param value the language
         * @return this builder
         */
        public Builder locale(Locale value) {
            locale = requireNonNull(value, "locale");
            return this;
        }

        /**
         * Says by which way the request came.
         *
         * @param value the channel
         * @return this builder
         */
        public Builder channel(Channel value) {
            channel = requireNonNull(value, "channel");
            return this;
        }

        /**
         * Adds a file.
         *
         * @param value the file
         * @return this builder
         */
        public Builder attachment(Attachment value) {
            attachments.add(requireNonNull(value, "attachment"));
            return this;
        }

        /**
         * Adds a tag.
         *
         * @param value the tag
         * @return this builder
         * @throws io.opora.InvalidInputException if the value is no {@link Tag}
         */
        public Builder tag(String value) {
            tags.add(Tag.of(value));
            return this;
        }

        /**
         * Fills in a field.
         *
         * @param name the field's name
         * @param value what to fill in, as {@link FieldValue#asText()} describes
         * @return this builder
         */
        public Builder field(String name, String value) {
            fields.put(name, value);
            return this;
        }

        /**
         * Says whether somebody wrote the opening message; {@link AutomaticMail} tells of mail.
         *
         * @param value where it comes from
         * @return this builder
         */
        public Builder origin(Message.Origin value) {
            origin = requireNonNull(value, "origin");
            return this;
        }

        /** {@return the command} */
        public OpenTicket build() {
            return new OpenTicket(subject, text, kind, priority, Optional.ofNullable(requester),
                    Optional.ofNullable(locale), channel, attachments, tags, fields, origin);
        }
    }
}
