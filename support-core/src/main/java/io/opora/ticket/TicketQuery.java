package io.opora.ticket;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Names;
import io.opora.Tag;
import io.opora.Violation;
import io.opora.access.ActorId;
import io.opora.condition.Facts;
import io.opora.workflow.Phase;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tickets an inbox shows, and in which order. All conditions have to hold; within one, any of its values will do, but
 * for tags, words and fields, which all have to be as asked. An empty set means that the condition is not asked.
 *
 * <p>
 * Every store answers exactly as {@link #matches} does; the contract kit holds them to it.
 *
 * @param phases phases, any of them
 * @param statuses names of statuses, any of them; at most {@value #MAX_VALUES}
 * @param kinds kinds, any of them; at most {@value #MAX_VALUES}
 * @param priorities priorities, any of them
 * @param assignment who works on it
 * @param team the team that it belongs to
 * @param tags tags, all of them; at most {@value #MAX_VALUES}
 * @param requester who asked
 * @param subjectWords beginnings of words of the subject, all of them, upper and lower case alike, as {@link #words} takes
 *        them apart; at most {@value #MAX_VALUES}; one with neither letters nor digits asks for nothing
 * @param updatedBefore only tickets whose last event happened before this instant
 * @param fields what has to be filled in, all of it; at most {@value #MAX_VALUES}
 * @param snoozed whether only tickets that were put aside and have not come back, or only the others
 * @param dueBefore only tickets that are {@linkplain Ticket#due() due} before this instant
 * @param merged whether tickets that were merged into others are asked for too
 * @param sort the order
 * @param after only what comes behind this place; it has to belong to the same order
 * @param limit the most tickets to give, 1 to {@value #MAX_LIMIT}
 */
public record TicketQuery(
        Set<Phase> phases,
        @Size(max = TicketQuery.MAX_VALUES) Set<@Pattern(regexp = Names.PATTERN, message = "must be a name: "
                + Names.FORM) String> statuses,
        @Size(max = TicketQuery.MAX_VALUES) Set<RequestKind> kinds,
        Set<Priority> priorities,
        Assignment assignment,
        Optional<TeamId> team,
        @Size(max = TicketQuery.MAX_VALUES) Set<Tag> tags,
        Optional<ActorId> requester,
        @Size(max = TicketQuery.MAX_VALUES) List<@Line(max = TicketQuery.MAX_WORD_LENGTH) String> subjectWords,
        Optional<Instant> updatedBefore,
        @Size(max = TicketQuery.MAX_VALUES) List<@Valid FieldCondition> fields,
        Optional<Boolean> snoozed,
        Optional<Instant> dueBefore,
        boolean merged,
        Sort sort,
        Optional<Cursor> after,
        @Min(1) @Max(TicketQuery.MAX_LIMIT) int limit) {

    /** The largest page. */
    public static final int MAX_LIMIT = 200;

    /** The most values that a condition may name. */
    public static final int MAX_VALUES = 20;

    /** The longest word to look for, in characters. */
    public static final int MAX_WORD_LENGTH = 50;

    private static final TicketQuery ALL = new TicketQuery(Set.of(), Set.of(), Set.of(), Set.of(),
            new Assignment.Any(), Optional.empty(), Set.of(), Optional.empty(), List.of(), Optional.empty(),
            List.of(), Optional.empty(), Optional.empty(), false, Sort.NEWEST, Optional.empty(), 50);

    /** Who works on the tickets that a query asks for. */
    public sealed interface Assignment {

        /** Anybody or nobody. */
        record Any() implements Assignment {}

        /** Nobody. */
        record Nobody() implements Assignment {}

        /**
         * One person.
         *
         * @param assignee the person
         */
        record To(ActorId assignee) implements Assignment {

            /** Checks that nothing is missing. */
            public To {
                requireNonNull(assignee, "assignee");
            }
        }
    }

    /** What has to be filled in for a field. */
    public sealed interface FieldCondition {

        /** {@return the field's name} */
        String field();

        /** {@return the value to compare with} */
        FieldValue value();

        /**
         * The definition of what this condition asks for.
         *
         * @param actual what is filled in
         * @return whether it is as asked
         */
        boolean matches(FieldValue actual);

        /**
         * Exactly this value.
         *
         * @param field the field's name
         * @param value the value
         */
        record Equal(@Name String field, FieldValue value) implements FieldCondition {

            /** Checks that nothing is missing. */
            public Equal {
                requireNonNull(field, "field");
                requireNonNull(value, "value");
            }

            @Override
            public boolean matches(FieldValue actual) {
                return value.equals(actual);
            }
        }

        /**
         * This value or a greater one of its type.
         *
         * @param field the field's name
         * @param value the least value
         */
        record AtLeast(@Name String field, FieldValue.Ordered value) implements FieldCondition {

            /** Checks that nothing is missing. */
            public AtLeast {
                requireNonNull(field, "field");
                requireNonNull(value, "value");
            }

            @Override
            public boolean matches(FieldValue actual) {
                return value.isAtMost(actual);
            }
        }

        /**
         * This value or a smaller one of its type.
         *
         * @param field the field's name
         * @param value the greatest value
         */
        record AtMost(@Name String field, FieldValue.Ordered value) implements FieldCondition {

            /** Checks that nothing is missing. */
            public AtMost {
                requireNonNull(field, "field");
                requireNonNull(value, "value");
            }

            @Override
            public boolean matches(FieldValue actual) {
                return actual instanceof FieldValue.Ordered ordered && ordered.isAtMost(value);
            }
        }
    }

    /** Checks that nothing is missing and takes unmodifiable copies; the desk checks the limits. */
    public TicketQuery {
        phases = Set.copyOf(phases);
        statuses = Set.copyOf(statuses);
        kinds = Set.copyOf(kinds);
        priorities = Set.copyOf(priorities);
        requireNonNull(assignment, "assignment");
        requireNonNull(team, "team");
        tags = Set.copyOf(tags);
        requireNonNull(requester, "requester");
        subjectWords = List.copyOf(subjectWords);
        requireNonNull(updatedBefore, "updatedBefore");
        fields = List.copyOf(fields);
        requireNonNull(snoozed, "snoozed");
        requireNonNull(dueBefore, "dueBefore");
        requireNonNull(sort, "sort");
        requireNonNull(after, "after");
    }

    /** {@return all tickets but merged ones, the newest first, 50 a page} */
    public static TicketQuery all() {
        return ALL;
    }

    /** {@return a builder for all tickets but merged ones, the newest first, 50 a page, to be narrowed down} */
    public static Builder builder() {
        return ALL.toBuilder();
    }

    /** {@return a builder with the values of this query} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * The definition of what this query asks for. Order, place and limit have no part in it.
     *
     * @param ticket a ticket
     * @return whether the ticket fulfils every condition
     */
    public boolean matches(Ticket ticket) {
        return (phases.isEmpty() || phases.contains(ticket.phase()))
                && (statuses.isEmpty() || statuses.contains(ticket.status().name()))
                && (kinds.isEmpty() || kinds.contains(ticket.kind()))
                && (priorities.isEmpty() || priorities.contains(ticket.priority()))
                && switch (assignment) {
                    case Assignment.Any any -> true;
                    case Assignment.Nobody nobody -> ticket.assignee().isEmpty();
                    case Assignment.To to -> ticket.assignee().filter(to.assignee()::equals).isPresent();
                }
                && (team.isEmpty() || team.equals(ticket.team()))
                && ticket.tags().containsAll(tags)
                && (requester.isEmpty() || requester.get().equals(ticket.requester().id()))
                && (updatedBefore.isEmpty() || ticket.updatedAt().isBefore(updatedBefore.get()))
                && (merged || !ticket.related().isMerged())
                && fields.stream().allMatch(condition -> isFulfilled(condition, ticket))
                && (snoozed.isEmpty() || snoozed.get() == ticket.snoozedUntil().isPresent())
                && (dueBefore.isEmpty() || ticket.due().filter(due -> due.isBefore(dueBefore.get())).isPresent())
                && (subjectWords.isEmpty() || hasWords(ticket.subject()));
    }

    private static boolean isFulfilled(FieldCondition condition, Ticket ticket) {
        FieldValue value = ticket.fields().get(condition.field());
        return value != null && condition.matches(value);
    }

    private boolean hasWords(String subject) {
        String words = words(subject);
        return subjectWords.stream().allMatch(word -> words.contains(words(word).stripTrailing()));
    }

    /**
     * Takes a subject apart into words, as {@link Facts#words} does: in lower case, with one blank before each and one behind the
     * last. A store that keeps this beside the subject finds a word's beginning by looking for a blank and the beginning. A word
     * to look for is taken apart in the same way.
     *
     * @param subject any text
     * @return the words; empty if there are none
     */
    public static String words(String subject) {
        return Facts.words(subject);
    }

    /** Makes queries. Not thread-safe. */
    public static final class Builder {

        private Set<Phase> phases;
        private Set<String> statuses;
        private Set<RequestKind> kinds;
        private Set<Priority> priorities;
        private Assignment assignment;
        private Optional<TeamId> team;
        private Set<Tag> tags;
        private Optional<ActorId> requester;
        private List<String> subjectWords;
        private Optional<Instant> updatedBefore;
        private List<FieldCondition> fields;
        private Optional<Boolean> snoozed;
        private Optional<Instant> dueBefore;
        private boolean merged;
        private Sort sort;
        private Optional<Cursor> after;
        private int limit;

        private Builder(TicketQuery query) {
            phases = query.phases;
            statuses = query.statuses;
            kinds = query.kinds;
            priorities = query.priorities;
            assignment = query.assignment;
            team = query.team;
            tags = query.tags;
            requester = query.requester;
            subjectWords = query.subjectWords;
            updatedBefore = query.updatedBefore;
            fields = query.fields;
            snoozed = query.snoozed;
            dueBefore = query.dueBefore;
            merged = query.merged;
            sort = query.sort;
            after = query.after;
            limit = query.limit;
        }

        /**
         * Asks for phases.
         *
         * @param values any of these
         * @return this builder
         */
        public Builder phases(Phase... values) {
            phases = Set.copyOf(Arrays.asList(values));
            return this;
        }

        /**
         * Asks for statuses.
         *
         * @param names any of these
         * @return this builder
         */
        public Builder statuses(String... names) {
            statuses = Set.copyOf(Arrays.asList(names));
            return this;
        }

        /**
         * Asks for kinds.
         *
         * @param values any of these
         * @return this builder
         */
        public Builder kinds(RequestKind... values) {
            kinds = Set.copyOf(Arrays.asList(values));
            return this;
        }

        /**
         * Asks for priorities.
         *
         * @param values any of these
         * @return this builder
         */
        public Builder priorities(Priority... values) {
            priorities = Set.copyOf(Arrays.asList(values));
            return this;
        }

        /**
         * Asks for the tickets of one person of the staff.
         *
         * @param value who works on them
         * @return this builder
         */
        public Builder assignee(ActorId value) {
            assignment = new Assignment.To(value);
            return this;
        }

        /** {@return this builder, asking for tickets that nobody works on} */
        public Builder unassigned() {
            assignment = new Assignment.Nobody();
            return this;
        }

        /**
         * Asks for the tickets of a team.
         *
         * @param value the team
         * @return this builder
         */
        public Builder team(TeamId value) {
            team = Optional.of(value);
            return this;
        }

        /**
         * Asks for tags.
         *
         * @param values all of these
         * @return this builder
         * @throws io.opora.InvalidInputException if one of them is no {@link Tag}
         */
        public Builder tags(String... values) {
            tags = Set.copyOf(Arrays.stream(values).map(Tag::of).toList());
            return this;
        }

        /**
         * Asks for the tickets of one customer.
         *
         * @param value who asked
         * @return this builder
         */
        public Builder requester(ActorId value) {
            requester = Optional.of(value);
            return this;
        }

        /**
         * Asks for words of the subject.
         *
         * @param values beginnings of words, all of them
         * @return this builder
         */
        public Builder subjectWords(String... values) {
            subjectWords = List.of(values);
            return this;
        }

        /**
         * Asks for tickets that nothing happened to for a while.
         *
         * @param value only tickets whose last event happened before this instant
         * @return this builder
         */
        public Builder updatedBefore(Instant value) {
            updatedBefore = Optional.of(value);
            return this;
        }

        /** {@return this builder, asking also for tickets that were merged into others} */
        public Builder withMerged() {
            merged = true;
            return this;
        }

        /**
         * Asks for a value of a field, besides what has been asked for.
         *
         * @param name the field's name
         * @param value exactly this
         * @return this builder
         */
        public Builder field(String name, FieldValue value) {
            return and(new FieldCondition.Equal(name, value));
        }

        /**
         * Asks for a range of a field, besides what has been asked for.
         *
         * @param name the field's name
         * @param value this or greater
         * @return this builder
         */
        public Builder fieldAtLeast(String name, FieldValue.Ordered value) {
            return and(new FieldCondition.AtLeast(name, value));
        }

        /**
         * Asks for a range of a field, besides what has been asked for.
         *
         * @param name the field's name
         * @param value this or smaller
         * @return this builder
         */
        public Builder fieldAtMost(String name, FieldValue.Ordered value) {
            return and(new FieldCondition.AtMost(name, value));
        }

        /**
         * Asks for tickets that were put aside and have not come back, or for the others.
         *
         * @param value whether they were put aside
         * @return this builder
         */
        public Builder snoozed(boolean value) {
            snoozed = Optional.of(value);
            return this;
        }

        /**
         * Asks for tickets that are due by the service levels, or were.
         *
         * @param value only tickets that are due before this instant; the present one for those that are overdue
         * @return this builder
         */
        public Builder dueBefore(Instant value) {
            dueBefore = Optional.of(value);
            return this;
        }

        private Builder and(FieldCondition condition) {
            List<FieldCondition> more = new ArrayList<>(fields);
            more.add(condition);
            fields = more;
            return this;
        }

        /**
         * Sets the order.
         *
         * @param value the order
         * @return this builder
         */
        public Builder sort(Sort value) {
            sort = value;
            return this;
        }

        /**
         * Goes on where a page ended.
         *
         * @param value the place that came with that page
         * @return this builder
         */
        public Builder after(Cursor value) {
            after = Optional.of(value);
            return this;
        }

        /**
         * Begins with the first page again.
         *
         * @return this builder
         */
        public Builder fromTheBeginning() {
            after = Optional.empty();
            return this;
        }

        /**
         * Sets the size of the page.
         *
         * @param value 1 to {@value TicketQuery#MAX_LIMIT}
         * @return this builder
         */
        public Builder limit(int value) {
            limit = value;
            return this;
        }

        /** {@return the query} */
        public TicketQuery build() {
            return new TicketQuery(phases, statuses, kinds, priorities, assignment, team, tags, requester, subjectWords,
                    updatedBefore, fields, snoozed, dueBefore, merged, sort, after, limit);
        }
    }

    /** The order of an inbox. Ties are broken by the id, so that every order is total and pages never overlap. */
    public enum Sort {
        /** By opening, the oldest first. */
        OLDEST,
        /** By opening, the newest first. */
        NEWEST,
        /** By the last event, the one that was left alone longest first. */
        LEAST_RECENTLY_UPDATED,
        /** By the last event, the latest first. */
        RECENTLY_UPDATED,
        /** By priority, the most urgent first; among equals by opening, the oldest first. */
        MOST_URGENT,
        /** By what is {@linkplain Ticket#due() due} first; behind those, the tickets for which nothing is due. */
        DUE;

        /** The instant at which tickets for which nothing is due stand in the order {@link #DUE}: later than any that is due. */
        public static final Instant NEVER_DUE = Instant.parse("9999-12-31T23:59:59.999999Z");

        /**
         * The place of a ticket in this order.
         *
         * @param ticket the ticket
         * @return the place, which is also the cursor behind the ticket
         */
        public Cursor cursor(Ticket ticket) {
            Instant at = switch (this) {
                case OLDEST, NEWEST, MOST_URGENT -> ticket.openedAt();
                case LEAST_RECENTLY_UPDATED, RECENTLY_UPDATED -> ticket.updatedAt();
                case DUE -> ticket.due().orElse(NEVER_DUE);
            };
            Priority priority = this == MOST_URGENT ? ticket.priority() : Priority.NORMAL;
            return new Cursor(this, priority, at, ticket.id());
        }

        /** {@return the order of the places of tickets, as {@link #cursor} gives them} */
        public Comparator<Cursor> order() {
            Comparator<Cursor> ascending = Comparator.comparing(Cursor::at).thenComparing(Cursor::id);
            return switch (this) {
                case OLDEST, LEAST_RECENTLY_UPDATED, DUE -> ascending;
                case NEWEST, RECENTLY_UPDATED -> ascending.reversed();
                case MOST_URGENT -> Comparator.comparing(Cursor::priority).reversed().thenComparing(ascending);
            };
        }
    }

    /**
     * A place in an inbox: "behind this ticket". The next page begins there, whatever was opened or closed meanwhile; there are no
     * page numbers, so nothing is shown twice or skipped because the list moved. As text it is safe in a URL. It is no secret and
     * gives no right to anything.
     *
     * @param sort the order in which the place lies
     * @param priority the ticket's priority, or {@link Priority#NORMAL} in orders that do not look at it
     * @param at the instant by which the order sorts
     * @param id the ticket
     */
    public record Cursor(Sort sort, Priority priority, Instant at, TicketId id) {

        private static final int MAX_TEXT_LENGTH = 200;

        /** Checks that nothing is missing. */
        public Cursor {
            requireNonNull(sort, "sort");
            requireNonNull(priority, "priority");
            requireNonNull(at, "at");
            requireNonNull(id, "id");
        }

        /**
         * Reads a place as {@link #toString()} prints it.
         *
         * @param text the text
         * @return the place
         * @throws InvalidInputException if the text was not printed by this class
         */
        public static Cursor of(String text) {
            if (text.length() <= MAX_TEXT_LENGTH) {
                try {
                    String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(
                            " ",
                            -1);
                    if (parts.length == 4) {
                        Cursor cursor = new Cursor(Sort.valueOf(parts[0]), Priority.valueOf(parts[1]),
                                Instant.EPOCH.plus(Long.parseLong(parts[2]), ChronoUnit.MICROS), TicketId.of(parts[3]));
                        if (cursor.toString().equals(text)) { // one place, one text
                            return cursor;
                        }
                    }
                } catch (IllegalArgumentException | DateTimeException | ArithmeticException | InvalidInputException e) {
                    // answered below
                }
            }
            throw new InvalidInputException("page cursor", new Violation("", "page-cursor",
                    "this is no cursor: give back exactly the text that came with the page before"));
        }

        /** {@return the place as text, from which {@link #of} reads it} */
        @Override
        public String toString() {
            String plain = sort + " " + priority + " " + ChronoUnit.MICROS.between(Instant.EPOCH, at) + " " + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
