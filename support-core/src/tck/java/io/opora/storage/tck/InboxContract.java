package io.opora.storage.tck;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.opora.Tag;
import io.opora.access.ActorId;
import io.opora.ticket.AddNote;
import io.opora.ticket.Assign;
import io.opora.ticket.ChangeTags;
import io.opora.ticket.FieldValue;
import io.opora.ticket.Move;
import io.opora.ticket.Prioritize;
import io.opora.ticket.Priority;
import io.opora.ticket.RequestKind;
import io.opora.ticket.SetFields;
import io.opora.ticket.Snooze;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketQuery;
import io.opora.workflow.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Inboxes show what {@link TicketQuery#matches} says, in the query's order, and pages that fit together. Many tickets share
 * instants, people and words here, and a list in the memory of the test answers everything too.
 */
public abstract class InboxContract extends StorageSuite {

    private static final int TICKETS = 300;
    private static final int QUERIES = 400;

    /** For subclasses, which make the fixture. */
    protected InboxContract() {}

    @Test
    void phasesAreAnyOfThoseNamed() {
        assertEachFinds(ticket -> Stream.of(ticket.phase()), (query, value) -> query.phases(value),
                TicketQuery.builder().phases(Phase.NEW, Phase.SOLVED));
    }

    @Test
    void statusesAreAnyOfThoseNamed() {
        assertEachFinds(ticket -> Stream.of(ticket.status().name()), (query, value) -> query.statuses(value),
                TicketQuery.builder().statuses("new", "on-hold", "no-such-status"));
    }

    @Test
    void kindsAreAnyOfThoseNamed() {
        assertEachFinds(ticket -> Stream.of(ticket.kind()), (query, value) -> query.kinds(value),
                TicketQuery.builder().kinds(RequestKind.TECHNICAL, RequestKind.FINANCIAL));
    }

    @Test
    void prioritiesAreAnyOfThoseNamed() {
        assertEachFinds(ticket -> Stream.of(ticket.priority()), (query, value) -> query.priorities(value),
                TicketQuery.builder().priorities(Priority.LOW, Priority.URGENT));
    }

    @Test
    void assigneesAreFoundAndSoIsNobody() {
        assertEachFinds(ticket -> ticket.assignee().stream(), (query, value) -> query.assignee(value),
                TicketQuery.builder().unassigned());
    }

    @Test
    void teamsAreFound() {
        assertEachFinds(ticket -> ticket.team().stream(), (query, value) -> query.team(value));
    }

    @Test
    void tagsAreAllOfThoseNamed() {
        assertEachFinds(ticket -> ticket.tags().stream(), (query, value) -> query.tags(value.value()),
                TicketQuery.builder().tags("vip", "v_p"));
    }

    @Test
    void requestersAreFound() {
        assertEachFinds(ticket -> Stream.of(ticket.requester().id()), (query, value) -> query.requester(value));
    }

    @Test
    void wordsOfTheSubjectAreAllOfThoseNamed() {
        assertEachFinds(InboxContract::words, (query, value) -> query.subjectWords(value),
                TicketQuery.builder().subjectWords("again", "lam"),
                TicketQuery.builder().subjectWords("refund", "100%", "now"));
    }

    @Test
    void mergedTicketsAreLeftOutUnlessAskedFor() {
        Dice.roll(dice -> {
            List<Ticket> tickets = fill(dice);
            List<Ticket> merged = tickets.stream().filter(ticket -> ticket.related().isMerged()).toList();
            assertThat(merged).as("merged ones among the tickets").hasSizeGreaterThan(2);
            assertAnswered(tickets, TicketQuery.all(), TicketQuery.MAX_LIMIT + 1);
            assertAnswered(tickets, TicketQuery.builder().withMerged().build(), TicketQuery.MAX_LIMIT + 1);
            for (Phase phase : Phase.values()) {
                assertAnswered(tickets, TicketQuery.builder().phases(phase).build(), TicketQuery.MAX_LIMIT + 1);
                assertAnswered(tickets, TicketQuery.builder().phases(phase).withMerged().build(), 5);
            }
        });
    }

    @Test
    void ticketsLeftAloneSinceAnInstantAreFound() {
        assertEachFinds(ticket -> Stream.of(ticket.updatedAt(), ticket.updatedAt().plusNanos(1_000)),
                (query, value) -> query.updatedBefore(value));
    }

    @Test
    void valuesOfFieldsAreFound() {
        assertEachFinds(ticket -> ticket.fields().entrySet().stream(),
                (query, field) -> query.field(field.getKey(), field.getValue()),
                // the same text, filled in for a field of another type or for another field
                TicketQuery.builder().field("amount", FieldValue.text("12.5")),
                TicketQuery.builder().field("cost-center", FieldValue.number(9)),
                TicketQuery.builder().field("cost-center", FieldValue.choice("photo")),
                TicketQuery.builder().field("gift", FieldValue.text("true")),
                TicketQuery.builder().field("no-such-field", FieldValue.flag(true)),
                TicketQuery.builder().field("gift", FieldValue.flag(true)).field("cost-center", FieldValue.text("9")));
    }

    @Test
    void rangesOfNumbersAndDaysIncludeTheirEnds() {
        FieldValue.Ordered ten = FieldValue.number(10);
        assertEachFinds(InboxContract::ordered, (query, field) -> field.end()
                ? query.fieldAtMost(field.name(), field.value())
                : query.fieldAtLeast(field.name(), field.value()),
                TicketQuery.builder().fieldAtLeast("amount", FieldValue.number(-13)).fieldAtMost("amount", ten),
                TicketQuery.builder().fieldAtLeast("bought-on", ten),
                TicketQuery.builder().fieldAtMost("bought-on", ten),
                TicketQuery.builder().fieldAtLeast("cost-center", ten),
                TicketQuery.builder().fieldAtMost("cost-center", ten));
    }

    /** A value at which a range begins or ends. */
    private record Bound(String name, FieldValue.Ordered value, boolean end) {}

    private static Stream<Bound> ordered(Ticket ticket) {
        return ticket.fields().entrySet().stream()
                .filter(field -> field.getValue() instanceof FieldValue.Ordered)
                .flatMap(field -> Stream.of(true, false)
                        .map(end -> new Bound(field.getKey(), (FieldValue.Ordered) field.getValue(), end)));
    }

    @Test
    void ticketsThatWerePutAsideAreFoundAndSoAreTheOthers() {
        assertEachFinds(ticket -> Stream.of(ticket.phase()), (query, phase) -> query.phases(phase).snoozed(true),
                TicketQuery.builder().snoozed(true), TicketQuery.builder().snoozed(false));
    }

    @Test
    void ticketsThatAreDueBeforeAnInstantAreFound() {
        assertEachFinds(ticket -> ticket.due().stream().flatMap(due -> Stream.of(due, due.plusNanos(1_000))),
                (query, value) -> query.dueBefore(value),
                TicketQuery.builder().dueBefore(TicketQuery.Sort.NEVER_DUE),
                TicketQuery.builder().dueBefore(Samples.START.plusSeconds(300)).sort(TicketQuery.Sort.DUE).limit(5));
    }

    @Test
    void whatIsDueFirstComesFirstAndWhatIsNeverDueLast() {
        Dice.roll(dice -> {
            List<Ticket> tickets = fill(dice);
            TicketQuery query = TicketQuery.builder().sort(TicketQuery.Sort.DUE).withMerged().build();
            Optional<TicketQuery.Cursor> place = Optional.empty();
            List<Ticket> read = new ArrayList<>();
            do {
                List<Ticket> page = store().find(place.map(query.toBuilder()::after).orElse(query.toBuilder()).build(),
                        7);
                read.addAll(page);
                place = page.isEmpty() ? Optional.empty() : Optional.of(TicketQuery.Sort.DUE.cursor(page.getLast()));
            } while (place.isPresent());
            Comparator<Ticket> order = Comparator.comparing(ticket -> ticket.due().orElse(TicketQuery.Sort.NEVER_DUE));
            assertThat(read).isEqualTo(tickets.stream().sorted(order.thenComparing(Ticket::id)).toList());
            assertThat(read.getFirst().due()).isPresent();
            assertThat(read.getLast().due()).isEmpty();
        });
    }

    /** The words of a ticket's subject as it is written, and their beginnings. */
    private static Stream<String> words(Ticket ticket) {
        return Stream.of(ticket.subject().split(" ")).flatMap(word -> Stream.of(word,
                word.substring(0, word.offsetByCodePoints(0, (word.codePointCount(0, word.length()) + 1) / 2))));
    }

    private interface Condition<V> {
        TicketQuery.Builder on(TicketQuery.Builder query, V value);
    }

    /** Asks for each value that some ticket has, and whatever else is given. */
    private <V> void assertEachFinds(Function<Ticket, Stream<V>> values, Condition<V> condition,
            TicketQuery.Builder... more) {
        Dice.roll(dice -> {
            List<Ticket> tickets = fill(dice);
            Set<V> all = new LinkedHashSet<>(tickets.stream().flatMap(values).toList());
            assertThat(all).as("values among the tickets").hasSizeGreaterThan(2);
            for (V value : all) {
                assertAnswered(tickets, condition.on(TicketQuery.builder(), value).build(), TicketQuery.MAX_LIMIT + 1);
            }
            for (TicketQuery.Builder query : more) {
                assertAnswered(tickets, query.build(), TicketQuery.MAX_LIMIT + 1);
            }
        });
    }

    @Test
    void anyCombinationIsAnsweredAsAListWouldAnswerIt() {
        Dice.roll(dice -> {
            List<Ticket> tickets = fill(dice);
            for (int i = 0; i < QUERIES; i++) {
                assertAnswered(tickets, randomQuery(dice, tickets), 1 + dice.below(TicketQuery.MAX_LIMIT + 1));
            }
        });
    }

    private List<Ticket> fill(Dice dice) {
        List<Story> stories = new Samples(store(), dice).random(TICKETS);
        for (int from = 0; from < TICKETS; from += 50) {
            store(stories.subList(from, from + 50));
        }
        return stories.stream().map(Story::ticket).toList();
    }

    private static TicketQuery randomQuery(Dice dice, List<Ticket> tickets) {
        TicketQuery.Sort sort = dice.oneOf(List.of(TicketQuery.Sort.values()));
        TicketQuery.Builder query = TicketQuery.builder().sort(sort).limit(1 + dice.below(TicketQuery.MAX_LIMIT));
        // values of one ticket, so that a combination often finds something
        Ticket model = dice.oneOf(tickets);
        Ticket other = dice.oneOf(tickets);
        if (dice.onceIn(4)) {
            query.phases(model.phase(), other.phase());
        }
        if (dice.onceIn(5)) {
            query.statuses(model.status().name(), other.status().name());
        }
        if (dice.onceIn(4)) {
            query.kinds(model.kind());
        }
        if (dice.onceIn(4)) {
            query.priorities(model.priority(), other.priority());
        }
        if (dice.onceIn(4)) {
            model.assignee().ifPresentOrElse(query::assignee, query::unassigned);
        }
        if (dice.onceIn(5)) {
            model.team().ifPresent(query::team);
        }
        if (dice.onceIn(4)) {
            query.tags(model.tags().stream().map(Tag::value).toArray(String[]::new));
        }
        if (dice.onceIn(5)) {
            query.requester(model.requester().id());
        }
        if (dice.onceIn(4)) {
            query.subjectWords(dice.oneOf(words(model).toList()));
        }
        if (dice.onceIn(4)) {
            query.updatedBefore(other.updatedAt());
        }
        if (dice.onceIn(2)) {
            query.withMerged();
        }
        if (dice.onceIn(4)) {
            model.fields().forEach(query::field);
        }
        if (dice.onceIn(4)) {
            ordered(model).filter(Bound::end).forEach(field -> query.fieldAtMost(field.name(), field.value()));
            ordered(other).filter(Bound::end).forEach(field -> query.fieldAtLeast(field.name(), field.value()));
        }
        if (dice.onceIn(4)) {
            query.snoozed(model.snoozedUntil().isPresent());
        }
        if (dice.onceIn(4)) {
            other.due().ifPresent(query::dueBefore);
        }
        if (dice.onceIn(3)) {
            query.after(sort.cursor(dice.oneOf(tickets)));
        } else if (dice.onceIn(6)) {
            query.after(nowhere(sort.cursor(dice.oneOf(tickets)), dice));
        }
        return query.build();
    }

    /** A place at which no ticket stands: that of one that was changed since. */
    private static TicketQuery.Cursor nowhere(TicketQuery.Cursor place, Dice dice) {
        return new TicketQuery.Cursor(place.sort(), place.priority(), place.at(),
                TicketId.generate(Samples.START, dice.random()));
    }

    private void assertAnswered(List<Ticket> tickets, TicketQuery query, int limit) {
        TicketQuery.Sort sort = query.sort();
        List<Ticket> expected = tickets.stream().filter(query::matches)
                .filter(ticket -> query.after().isEmpty()
                        || sort.order().compare(sort.cursor(ticket), query.after().get()) > 0)
                .sorted(Comparator.comparing(sort::cursor, sort.order())).limit(limit).toList();
        assertThat(store().find(query, limit)).as("%s, limit %d", query, limit).isEqualTo(expected);
        assertThat(store().countByPhase(query)).as("counts of %s", query)
                .isEqualTo(tickets.stream().filter(query::matches).collect(groupingBy(Ticket::phase, counting())));
    }

    @Test
    void pagesTogetherShowEverythingOnceInEveryOrder() {
        Dice.roll(dice -> {
            List<Ticket> tickets = fill(dice);
            for (TicketQuery.Sort sort : TicketQuery.Sort.values()) {
                List<Ticket> expected = tickets.stream().sorted(Comparator.comparing(sort::cursor, sort.order()))
                        .toList();
                for (int size : new int[]{1, 7, 100, TicketQuery.MAX_LIMIT + 1}) {
                    List<Ticket> shown = new ArrayList<>();
                    Pages pages = new Pages(sort, size);
                    for (List<Ticket> page = pages.next(); !page.isEmpty(); page = pages.next()) {
                        shown.addAll(page);
                        assertThat(shown).as("%s in pages of %d", sort, size).hasSizeLessThanOrEqualTo(TICKETS);
                    }
                    assertThat(shown).as("%s in pages of %d", sort, size).isEqualTo(expected);
                }
            }
        });
    }

    /** Turns the pages of all tickets. */
    private final class Pages {

        private final int size;
        private TicketQuery query;

        Pages(TicketQuery.Sort sort, int size) {
            this.size = size;
            this.query = TicketQuery.builder().sort(sort).withMerged().build();
        }

        List<Ticket> next() {
            List<Ticket> page = store().find(query, size);
            if (!page.isEmpty()) {
                query = query.toBuilder().after(query.sort().cursor(page.getLast())).build();
            }
            return page;
        }
    }

    @Test
    void nothingThatStaysIsSkippedOrRepeatedWhileOthersComeAndChange() {
        Dice.roll(dice -> {
            Samples samples = new Samples(store(), dice);
            List<Story> stories = new ArrayList<>(samples.random(120));
            store(stories);
            for (TicketQuery.Sort sort : TicketQuery.Sort.values()) {
                Map<TicketId, Ticket> staying = new HashMap<>();
                stories.forEach(story -> staying.put(story.id(), story.ticket()));
                List<Ticket> shown = new ArrayList<>();
                Pages pages = new Pages(sort, 7);
                for (List<Ticket> page = pages.next(); !page.isEmpty(); page = pages.next()) {
                    shown.addAll(page);
                    assertThat(shown).as("tickets shown, by %s", sort).hasSizeLessThan(1_000);
                    Story moved = dice.oneOf(stories);
                    moved.tryToHandle(Samples.BORIS, new Prioritize(dice.oneOf(List.of(Priority.values()))),
                            moved.ticket().updatedAt().plusSeconds(dice.below(600)));
                    moved.handle(Samples.BORIS, AddNote.of("note"), moved.ticket().updatedAt());
                    Story fresh = samples.random();
                    store(moved, fresh);
                    staying.remove(moved.id());
                    stories.add(fresh);
                }
                assertThat(shown.stream().filter(ticket -> staying.containsKey(ticket.id())))
                        .as("what stayed as it was, by %s", sort)
                        .isEqualTo(staying.values().stream().sorted(Comparator.comparing(sort::cursor, sort.order()))
                                .toList());
            }
        });
    }

    @Test
    void aTicketLeavesAnInboxAsSoonAsItMatchesNoMore() {
        Story story = samples().open().handle(Samples.BORIS, SetFields.of("gift", "false"), Samples.START);
        store(story);
        Set<TicketQuery> emptied = new HashSet<>(Set.of(TicketQuery.builder().phases(Phase.NEW).build(),
                TicketQuery.builder().statuses("new").build(), TicketQuery.builder().unassigned().build(),
                TicketQuery.builder().field("gift", FieldValue.flag(false)).build(),
                TicketQuery.builder().snoozed(false).build()));
        TicketQuery filled = TicketQuery.builder().phases(Phase.PENDING).assignee(Samples.BORIS.id())
                .team(TeamId.of("first-line")).tags("vip").field("gift", FieldValue.flag(true)).snoozed(true).build();
        assertThat(emptied).allSatisfy(query -> assertThat(store().find(query, 10)).hasSize(1));
        assertThat(store().find(filled, 10)).isEmpty();

        Instant now = Samples.START.plusSeconds(1);
        story.handle(Samples.BORIS, Move.of("ask"), now);
        story.handle(Samples.BORIS, new Assign(Optional.of(TeamId.of("first-line")),
                Optional.of(ActorId.of("boris"))), now);
        story.handle(Samples.BORIS, ChangeTags.add("vip"), now);
        story.handle(Samples.BORIS, SetFields.of("gift", "true"), now);
        story.handle(Samples.BORIS, Snooze.until(now.plusSeconds(1)), now);
        store(story);

        assertThat(emptied).allSatisfy(query -> {
            assertThat(store().find(query, 10)).isEmpty();
            assertThat(store().countByPhase(query)).isEmpty();
        });
        assertThat(store().find(filled, 10)).containsExactly(story.ticket());
        assertThat(store().countByPhase(filled)).isEqualTo(Map.of(Phase.PENDING, 1L));
    }

    @Test
    void aMergedTicketLeavesInboxAndWakeUpsAndComesBack() {
        Story story = samples().open().handle(Samples.BORIS, Move.of("ask"), Samples.START);
        Story target = samples().open();
        store(story, target);
        TicketQuery pending = TicketQuery.builder().phases(Phase.PENDING).build();
        Instant late = Samples.START.plusSeconds(999_999);
        assertThat(store().due(late, 10)).containsExactly(story.id());

        Samples.merge(story, target, Samples.START.plusSeconds(1));
        store(story, target);
        assertThat(store().find(pending, 10)).isEmpty();
        assertThat(store().countByPhase(pending)).isEmpty();
        assertThat(store().due(late, 10)).isEmpty();
        assertThat(store().find(pending.toBuilder().withMerged().build(), 10)).containsExactly(story.ticket());
        assertThat(store().countByPhase(pending.toBuilder().withMerged().build()))
                .isEqualTo(Map.of(Phase.PENDING, 1L));

        Samples.unmerge(story, target, Samples.START.plusSeconds(2));
        store(story, target);
        assertThat(store().find(pending, 10)).containsExactly(story.ticket());
        assertThat(store().due(late, 10)).containsExactly(story.id());
    }

    @Test
    void theLimitOfTheQueryItselfDoesNotCount() {
        List<Story> stories = samples().random(5);
        store(stories);
        TicketQuery query = TicketQuery.builder().limit(2).withMerged().build();

        assertThat(store().find(query, 5)).hasSize(5);
        assertThat(store().find(query.toBuilder().limit(200).build(), 1)).hasSize(1);
        assertThat(store().countByPhase(query).values().stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
    }
}
