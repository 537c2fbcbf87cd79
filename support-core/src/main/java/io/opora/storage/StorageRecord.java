package io.opora.storage;

import static java.util.Objects.requireNonNull;

import io.opora.access.SecretLink;
import io.opora.event.OutboxStore;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqStore;
import io.opora.reply.TemplateStore;
import io.opora.routing.Assignment;
import io.opora.ticket.Configuration;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A piece of what a storage keeps, so that all of it can be {@linkplain Storage#readAll read} and another storage
 * {@linkplain Storage#fill filled} with it. Records come in one order, the same on every storage: the types as they stand here, and
 * within a type as it says; ids and names in the order of their characters. What lasts for a moment only, a claim, is none.
 */
public sealed interface StorageRecord {

    /**
     * A ticket with its history and links. In the order of the ids.
     *
     * @param ticket the header
     * @param wakeAt when time alone does something to it next
     * @param history all of its events
     * @param links its secret links, in the order in which they expire, and then of their ids
     */
    record OfTicket(Ticket ticket, Optional<Instant> wakeAt, List<TicketEvent> history,
            List<SecretLink.Usage> links) implements StorageRecord {

        /**
         * Takes unmodifiable copies and checks them.
         *
         * @throws IllegalArgumentException if events are missing, or anything is of another ticket
         */
        public OfTicket {
            requireNonNull(ticket, "ticket");
            requireNonNull(wakeAt, "wakeAt");
            history = List.copyOf(history);
            links = List.copyOf(links);
            long sequence = 0;
            for (TicketEvent event : history) {
                sequence++;
                if (event.stamp().sequence() != sequence || !event.stamp().ticket().equals(ticket.id())) {
                    throw new IllegalArgumentException(
                            "event " + sequence + " of ticket " + ticket.id() + " is missing");
                }
            }
            String id = ticket.id().toString();
            if (sequence != ticket.version() || links.stream().anyMatch(usage -> !usage.link().ticket().equals(id))) {
                throw new IllegalArgumentException("ticket " + id + " has " + ticket.version()
                        + " events, and links of its own");
            }
        }
    }

    /**
     * What was answered under a key. In the order of the tickets, then of the actors and the keys.
     *
     * @param answer the answer
     */
    record OfAnswer(TicketCommit.Answer answer) implements StorageRecord, Comparable<OfAnswer> {

        private static final Comparator<OfAnswer> ORDER = byText((OfAnswer one) -> one.answer.ticket().toString())
                .thenComparing(byText(one -> one.answer.actor().value()))
                .thenComparing(byText(one -> one.answer.key().value()));

        /** Checks that nothing is missing. */
        public OfAnswer {
            requireNonNull(answer, "answer");
        }

        @Override
        public int compareTo(OfAnswer other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Whose turn it was in a team. In the order of the teams.
     *
     * @param team the team
     * @param turns its turns
     */
    record OfTurns(TeamId team, Assignment.Turns turns) implements StorageRecord {

        /** Checks that nothing is missing. */
        public OfTurns {
            requireNonNull(team, "team");
            requireNonNull(turns, "turns");
        }
    }

    /**
     * Who is still to be told of an event. In the order of the consumers, then of the streams and the sequences.
     *
     * @param entry the entry
     * @param attempts how often it was claimed since it was put in or unblocked
     * @param error what went wrong the last time, if it failed
     * @param retryAt when it is to be tried again; if it failed and this is empty, it is parked
     */
    record OfOutbox(OutboxStore.Entry entry, int attempts, Optional<String> error,
            Optional<Instant> retryAt) implements StorageRecord {

        /**
         * Checks that nothing is missing.
         *
         * @throws IllegalArgumentException if it is to be tried again and has not failed, the error is too long, or the attempts are
         *         negative
         */
        public OfOutbox {
            requireNonNull(entry, "entry");
            requireNonNull(retryAt, "retryAt");
            if (attempts < 0 || (error.isEmpty() && retryAt.isPresent())
                    || error.filter(text -> text.length() > OutboxStore.Outcome.MAX_ERROR_LENGTH).isPresent()) {
                throw new IllegalArgumentException("what is tried again has failed, with an error of at most "
                        + OutboxStore.Outcome.MAX_ERROR_LENGTH + " characters, in 0 attempts or more");
            }
        }
    }

    /**
     * Who changed what of the configuration. In the order of the numbers.
     *
     * @param change the change
     */
    record OfConfiguration(Configuration.Change change) implements StorageRecord {

        /** Checks that nothing is missing. */
        public OfConfiguration {
            requireNonNull(change, "change");
        }
    }

    /**
     * An edition of an FAQ entry. In the order of the entries, then of the languages and the versions.
     *
     * @param edition the edition, with its revision
     */
    record OfEdition(FaqEdition edition) implements StorageRecord, Comparable<OfEdition> {

        private static final Comparator<OfEdition> ORDER = byText((OfEdition one) -> one.edition.id().value())
                .thenComparing(byText(one -> one.edition.locale().toLanguageTag()))
                .thenComparingLong(one -> one.edition.version());

        /**
         * Checks that nothing is missing.
         *
         * @throws IllegalArgumentException if no store has numbered the edition
         */
        public OfEdition {
            if (edition.revision() == 0) {
                throw new IllegalArgumentException("an edition that is kept has a revision");
            }
        }

        @Override
        public int compareTo(OfEdition other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What somebody says of an FAQ entry. In the order of the entries, then of the languages and the persons.
     *
     * @param vote the vote
     */
    record OfVote(FaqStore.Vote vote) implements StorageRecord, Comparable<OfVote> {

        private static final Comparator<OfVote> ORDER = byText((OfVote one) -> one.vote.entry().value())
                .thenComparing(byText(one -> one.vote.locale().toLanguageTag()))
                .thenComparing(byText(one -> one.vote.person()));

        /** Checks that nothing is missing. */
        public OfVote {
            requireNonNull(vote, "vote");
        }

        @Override
        public int compareTo(OfVote other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A question to the FAQ, and what became of it. In the order of the ids.
     *
     * @param asked the question
     */
    record OfAsked(FaqStore.Asked asked) implements StorageRecord {

        /** Checks that nothing is missing. */
        public OfAsked {
            requireNonNull(asked, "asked");
        }
    }

    /**
     * An edition of a reply template. In the order of the templates, then of the versions.
     *
     * @param edition the edition, with its revision
     */
    record OfTemplate(TemplateStore.Edition edition) implements StorageRecord, Comparable<OfTemplate> {

        private static final Comparator<OfTemplate> ORDER = byText((OfTemplate one) -> one.edition.id().value())
                .thenComparingLong(one -> one.edition.version());

        /**
         * Checks that nothing is missing.
         *
         * @throws IllegalArgumentException if no store has numbered the edition
         */
        public OfTemplate {
            if (edition.revision() == 0) {
                throw new IllegalArgumentException("an edition that is kept has a revision");
            }
        }

        @Override
        public int compareTo(OfTemplate other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What became of a reply template for a request. In the order of the numbers.
     *
     * @param use what became of it, with its number
     */
    record OfUse(TemplateStore.Use use) implements StorageRecord {

        /**
         * Checks that nothing is missing.
         *
         * @throws IllegalArgumentException if no store has numbered the use
         */
        public OfUse {
            if (use.number() == 0) {
                throw new IllegalArgumentException("a use that is kept has a number");
            }
        }
    }

    /** By bytes of UTF-8, whose order is that of the characters, unlike that of strings. */
    private static <T> Comparator<T> byText(Function<T, String> text) {
        return Comparator.comparing(value -> text.apply(value).getBytes(StandardCharsets.UTF_8),
                Arrays::compareUnsigned);
    }
}
