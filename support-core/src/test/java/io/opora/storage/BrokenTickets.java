package io.opora.storage;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.opora.StorageException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.ticket.IdempotencyKey;
import io.opora.ticket.Message;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketNumber;
import io.opora.ticket.TicketQuery;
import io.opora.ticket.TicketStore;
import io.opora.workflow.Phase;
import java.lang.reflect.RecordComponent;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stores of tickets do wrong, a line each, in the order of the questions of {@link TicketStore}. */
final class BrokenTickets {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int ALL = 10_000;

    private BrokenTickets() {}

    /** {@return no flaw: a storage that keeps a copy of what it is given, part by part} */
    static UnaryOperator<Storage> copying() {
        return tickets(keeping(Object.class, UnaryOperator.identity()));
    }

    static List<Flaw> flaws() {
        return Stream.of(numbers(), appends(), answers(), values(), reading(), conditions(), pages(), time(), sharing())
                .flatMap(List::stream).toList();
    }

    private static List<Flaw> numbers() {
        return List.of(
                flaw("counts numbers on each node", OwnNumbers::new,
                        "Basics.numbersAreGivenOnceAndGrow",
                        "Concurrency.numbersAreGivenOnceAndGrowForEachCaller"),
                flaw("gives each number twice", sound -> new DelegatingStore(sound) {
                    @Override
                    public TicketNumber reserveNumber() {
                        return TicketNumber.of((super.reserveNumber().value() + 1) / 2);
                    }
                },
                        "Basics.numbersAreGivenOnceAndGrow"),
                flaw("gives one number to two who ask at once", SharedNumber::new,
                        "Concurrency.numbersAreGivenOnceAndGrowForEachCaller"),
                flaw("counts numbers down", sound -> new DelegatingStore(sound) {
                    @Override
                    public TicketNumber reserveNumber() {
                        return TicketNumber.of(1_000_000 - super.reserveNumber().value());
                    }
                },
                        "Basics.numbersAreGivenOnceAndGrow",
                        "Concurrency.numbersAreGivenOnceAndGrowForEachCaller"));
    }

    private static List<Flaw> appends() {
        return List.of(
                flaw("loses the update of who is overtaken",
                        appending((sound, commit) -> stored(sound.append(commit))),
                        "Basics.aChangeOfAnOlderVersionIsOvertaken",
                        "Concurrency.noCommandIsLostAndNoHistoryHasAHole",
                        "Time.theWakeUpOfAnOvertakenChangeDoesNotCount"),
                flaw("lets the last one win", taking((change, version) -> true),
                        "ServiceLevel.eachTimerActsExactlyOnceHoweverManyDesksTick",
                        "Basics.aChangeOfAnOlderVersionIsOvertaken",
                        "Concurrency.noCommandIsLostAndNoHistoryHasAHole",
                        "Concurrency.ofThoseWhoChangeOneVersionExactlyOneWins"),
                flaw("takes a change of an older version", taking((change, version) -> change.expectedVersion() > 0
                        && change.expectedVersion() < version),
                        "Basics.aChangeOfAnOlderVersionIsOvertaken",
                        "Concurrency.ofThoseWhoChangeOneVersionExactlyOneWins",
                        "Concurrency.ofThoseWhoChangeTwoTicketsInOppositeOrderExactlyOneWins"),
                flaw("takes a change of a later version",
                        taking((change, version) -> version > 0 && change.expectedVersion() > version),
                        "Basics.aChangeOfALaterVersionIsOvertaken"),
                flaw("opens tickets that are only to be changed", taking((change, version) -> version == 0),
                        "Basics.aChangeOfATicketThatDoesNotExistIsOvertaken"),
                flaw("opens a ticket over another", taking((change, version) -> change.expectedVersion() == 0),
                        "Basics.aNewTicketWhoseIdIsTakenIsOvertaken",
                        "Concurrency.ofThoseWhoTakeOneIdExactlyOneWins"),
                flaw("gives another number to a ticket whose number is taken", appending(BrokenTickets::renumbered),
                        "Basics.aNewTicketWhoseNumberIsTakenIsOvertaken",
                        "Basics.twoNewTicketsOfOneCommitCannotShareANumber",
                        "Concurrency.ofThoseWhoTakeOneNumberExactlyOneWins"),
                flaw("fails instead of saying who was faster", appending((sound, commit) -> {
                    TicketStore.AppendResult result = sound.append(commit);
                    if (result == TicketStore.AppendResult.OVERTAKEN) {
                        throw new StorageException("could not serialize access", null);
                    }
                    return result;
                }),
                        "Basics.aChangeOfAnOlderVersionIsOvertaken",
                        "Concurrency.ofThoseWhoChangeOneVersionExactlyOneWins"),
                flaw("drops all events of a commit but the last", DropsEvents::new,
                        "Basics.everyTypeOfEventComesBackEqual",
                        "Basics.theHeaderIsTheFoldOfTheHistoryAfterEveryCommit"),
                flaw("stores half a commit of two tickets", appending((sound, commit) -> sound.append(new TicketCommit(
                        commit.changes().subList(0, (commit.changes().size() + 1) / 2), commit.answer()))),
                        "Basics.aCommitOfSeveralTicketsIsStoredAsAWhole"),
                flaw("stores one ticket of a commit after the other", appending(BrokenTickets::oneByOne),
                        "Basics.aCommitOfWhichOneChangeIsOvertakenStoresNothing",
                        "Concurrency.nobodySeesHalfACommit"),
                flaw("looks first and stores then", LooksFirst::new,
                        "Concurrency.ofThoseWhoChangeOneVersionExactlyOneWins",
                        "Concurrency.ofThoseWhoTakeOneIdExactlyOneWins",
                        "Concurrency.ofThoseWhoUseOneKeyExactlyOneWins",
                        "Concurrency.timePassesOnceHoweverManyNodesLookAtTheirClocks"),
                flaw("stores histories later than headers", LateHistory::new,
                        "Concurrency.nobodySeesHalfACommit"));
    }

    private static List<Flaw> answers() {
        return List.of(
                flaw("forgets answers", keepingAnswers(answer -> Optional.empty()),
                        "Fault.whicheverCallOfACommandIsNotAnsweredSentAgainItHasOneEffect",
                        "Basics.anAnswerIsKeptWithWhatItAnswers",
                        "Idempotency.aKeyHasOneEffectAndOneAnswerHoweverOftenItIsSent"),
                flaw("forgets the answers to what changed nothing",
                        appending((sound, commit) -> commit.changes().isEmpty()
                                ? TicketStore.AppendResult.STORED
                                : sound.append(commit)),
                        "Basics.anAnswerIsKeptWithoutAnyChange",
                        "Idempotency.aCommandThatChangedNothingIsAnsweredTheSameAfterItWouldChangeSomething"),
                flaw("forgets answers when it is opened again", OwnAnswers::new,
                        "Basics.everythingIsThereWhenTheDataIsOpenedOnceMore",
                        "Idempotency.anAnswerIsTheTicketAsItWasThenWhateverHappenedSince"),
                flaw("keeps the answer of who was overtaken", appending((sound, commit) -> {
                    TicketStore.AppendResult result = sound.append(commit);
                    if (result == TicketStore.AppendResult.OVERTAKEN && commit.answer().isPresent()) {
                        sound.append(new TicketCommit(List.of(), commit.answer()));
                    }
                    return result;
                }),
                        "Basics.aCommitOfWhichOneChangeIsOvertakenStoresNothing"),
                flaw("answers to other actors' keys", sound -> new ForeignAnswers(sound, actor -> ActorId.of("all"),
                        key -> key),
                        "Basics.twoActorsMayUseTheSameKey",
                        "Idempotency.keysBelongToWhoeverSendsThem"),
                flaw("takes actors for one who differ in case", sound -> new ForeignAnswers(sound,
                        actor -> ActorId.of(fold(actor.value())), key -> key),
                        "Text.answersToActorsWhoLookAlikeAreDifferent"),
                flaw("takes keys for one that differ in case", sound -> new ForeignAnswers(sound, actor -> actor,
                        key -> IdempotencyKey.of(fold(key.value()))),
                        "Text.keysThatLookAlikeAreDifferent"),
                flaw("sees too late that a key exists", appending((sound, commit) -> isCurrent(sound, commit)
                        ? sound.append(commit)
                        : TicketStore.AppendResult.OVERTAKEN),
                        "Basics.aKeyThatExistsIsAnsweredSoWhateverElseIsWrong"),
                flaw("gives a key to the last who comes", LastAnswers::new,
                        "Basics.aKeyThatExistsIsAnsweredSoWhateverElseIsWrong",
                        "Concurrency.ofThoseWhoUseOneKeyExactlyOneWins"),
                flaw("takes a key that is only looked for", LookedForKeys::new, "Refusal.aMoveThatTheWorkflowLacks",
                        "Basics.anEmptyStoreFindsNothing"),
                flaw("cuts fingerprints", keepingAnswers(answer -> Optional.of(new TicketCommit.Answer(answer.actor(),
                        answer.key(), answer.fingerprint().substring(0, 32), answer.ticket(), answer.version()))),
                        "Basics.anAnswerIsKeptWithWhatItAnswers",
                        "Idempotency.keysBelongToWhoeverSendsThem"),
                flaw("answers with the ticket as it is now", sound -> new DelegatingStore(sound) {
                    @Override
                    public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
                        return super.findAnswer(actor, key).map(answer -> new TicketCommit.Answer(actor, key,
                                answer.fingerprint(), answer.ticket(), version(sound, answer.ticket())));
                    }
                },
                        "Idempotency.anAnswerIsTheTicketAsItWasThenWhateverHappenedSince"));
    }

    private static List<Flaw> values() {
        return List.of(
                flaw("cuts instants to milliseconds", keeping(Instant.class, at -> at.truncatedTo(ChronoUnit.MILLIS)),
                        "Basics.everyTypeOfEventComesBackEqual",
                        "Time.instantsComeBackToTheMicrosecond"),
                flaw("cuts instants to seconds", keeping(Instant.class, at -> at.truncatedTo(ChronoUnit.SECONDS)),
                        "Time.instantsComeBackToTheMicrosecond",
                        "Time.aTicketIsDueAtTheInstantAndNotAMicrosecondBefore"),
                flaw("keeps local times", keeping(Instant.class,
                        at -> LocalDateTime.ofInstant(at, BERLIN).atZone(BERLIN).toInstant()),
                        "Time.instantsComeBackToTheMicrosecond",
                        "Time.inboxesSortAsTimeGoes"),
                flaw("counts nanoseconds in 64 bits", keeping(Instant.class, at -> Instant.EPOCH.plusNanos(
                        at.getEpochSecond() * 1_000_000_000 + at.getNano())),
                        "Time.instantsComeBackToTheMicrosecond",
                        "Time.inboxesSortAsTimeGoes"),
                flaw("trims texts", keeping(String.class, String::strip),
                        "Text.textsComeBackToTheCharacter"),
                flaw("cuts blanks at the end", keeping(String.class, String::stripTrailing),
                        "Text.textsComeBackToTheCharacter",
                        "Text.requestersWhoLookAlikeAreDifferentPeople"),
                flaw("folds the case of ids", keeping(ActorId.class, id -> ActorId.of(fold(id.value()))),
                        "Basics.aTicketIsFoundByItsIdAndByItsNumberAmongOthers",
                        "Text.requestersWhoLookAlikeAreDifferentPeople"),
                flaw("knows no characters of four bytes", keeping(String.class,
                        text -> text.replaceAll("[\\x{10000}-\\x{10FFFF}]", "?")),
                        "Text.textsComeBackToTheCharacter",
                        "Text.tagsThatLookAlikeAreDifferent"),
                flaw("cuts texts after 65,535 characters", keeping(String.class, text -> cut(text, 65_535)),
                        "Text.aTextOfAHundredThousandCharactersComesBack",
                        "Limits.theLargestTicket"),
                flaw("cuts texts after 255 characters", keeping(String.class, text -> cut(text, 255)),
                        "Text.aTextOfAHundredThousandCharactersComesBack",
                        "Limits.theLargestTicket"),
                flaw("composes characters", keeping(String.class, text -> Normalizer.normalize(text,
                        Normalizer.Form.NFC)),
                        "Text.textsComeBackToTheCharacter",
                        "Text.tagsThatLookAlikeAreDifferent"),
                flaw("ends lines in its own way", keeping(String.class, text -> text.replace("\r\n", "\n")),
                        "Text.textsComeBackToTheCharacter"),
                flaw("takes an empty text for none", keeping(Optional.class, value -> value.equals(Optional.of(""))
                        ? Optional.empty()
                        : value),
                        "Text.nothingIsNotTheSameAsAnEmptyText"),
                flaw("forgets in which role something was done", keeping(Actor.class,
                        actor -> new Actor(actor.id(), actor.kind(), Set.of())),
                        "Basics.everyTypeOfEventComesBackEqual",
                        "Limits.theLargestTicket"),
                flaw("forgets that nobody wrote a message",
                        keeping(Message.class, message -> new Message(message.channel(),
                                message.locale(), message.text(), message.attachments())),
                        "Basics.everyTypeOfEventComesBackEqual"),
                flaw("keeps languages without their countries", keeping(Locale.class,
                        locale -> Locale.of(locale.getLanguage())),
                        "Basics.everyTypeOfEventComesBackEqual",
                        "Limits.theLargestTicket"));
    }

    private static List<Flaw> reading() {
        return List.of(
                flaw("shows inboxes as they were a commit ago", LateInboxes::new,
                        "Inbox.aTicketLeavesAnInboxAsSoonAsItMatchesNoMore"),
                flaw("finds no number", sound -> new DelegatingStore(sound) {
                    @Override
                    public Optional<Ticket> find(TicketNumber number) {
                        return Optional.empty();
                    }
                },
                        "Basics.aTicketIsFoundByItsIdAndByItsNumberAmongOthers"),
                flaw("counts being read for a change", ReadsAreChanges::new, "Refusal.aMoveThatTheWorkflowLacks"),
                flaw("reads from a cache of its own", CachedHeaders::new,
                        "Basics.whatOneHandleStoresTheOtherSeesAtOnce"),
                flaw("gives histories backwards", history((sound, id, after, limit) -> sound.history(id, after, limit)
                        .reversed()),
                        "Basics.aHistoryIsReadInPages"),
                flaw("gives histories by time alone", history((sound, id, after, limit) -> sound.history(id, 0, ALL)
                        .stream().sorted(Comparator.comparing((TicketEvent event) -> event.stamp().at())
                                .thenComparingLong(event -> -event.stamp().sequence()))
                        .skip(after).limit(limit).toList()),
                        "Basics.aHistoryIsReadInPages"),
                flaw("begins a history at an event instead of behind it", history((sound, id, after, limit) -> sound
                        .history(id, Math.max(after, 1) - 1, limit)),
                        "Basics.aHistoryIsReadInPages"),
                flaw("gives histories from their beginning", history((sound, id, after, limit) -> sound
                        .history(id, 0, limit)),
                        "Basics.aHistoryIsReadInPages"),
                flaw("gives whole histories", history((sound, id, after, limit) -> sound.history(id, after, ALL)),
                        "Basics.aHistoryIsReadInPages"),
                flaw("gives no more than 500 events", history((sound, id, after, limit) -> sound
                        .history(id, after, Math.min(limit, 500))),
                        "Limits.theLongestPageOfAHistory"));
    }

    private static List<Flaw> conditions() {
        return List.of(
                flaw("does not look at phases", asking("phases"),
                        "Inbox.phasesAreAnyOfThoseNamed",
                        "Inbox.aTicketLeavesAnInboxAsSoonAsItMatchesNoMore"),
                flaw("does not look at statuses", asking("statuses"),
                        "Inbox.statusesAreAnyOfThoseNamed"),
                flaw("does not look at kinds", asking("kinds"),
                        "Inbox.kindsAreAnyOfThoseNamed"),
                flaw("does not look at priorities", asking("priorities"),
                        "Inbox.prioritiesAreAnyOfThoseNamed"),
                flaw("does not look at assignees", asking("assignment"),
                        "Inbox.assigneesAreFoundAndSoIsNobody"),
                flaw("does not look at teams", asking("team"),
                        "Inbox.teamsAreFound"),
                flaw("does not look at tags", asking("tags"),
                        "Inbox.tagsAreAllOfThoseNamed"),
                flaw("does not look at requesters", asking("requester"),
                        "Inbox.requestersAreFound"),
                flaw("does not look at words", asking("subjectWords"),
                        "Inbox.wordsOfTheSubjectAreAllOfThoseNamed"),
                flaw("does not look at the last update", asking("updatedBefore"),
                        "Inbox.ticketsLeftAloneSinceAnInstantAreFound"),
                flaw("does not look at what is due", asking("dueBefore"),
                        "Inbox.ticketsThatAreDueBeforeAnInstantAreFound"),
                flaw("finds what is due at the instant", asking(query -> query.dueBefore().isEmpty()
                        ? query
                        : query.toBuilder().dueBefore(query.dueBefore().get().plus(1, ChronoUnit.MICROS)).build()),
                        "Inbox.ticketsThatAreDueBeforeAnInstantAreFound"),
                flaw("finds what is never due", matching("dueBefore", (query, ticket) -> query.dueBefore().isEmpty()
                        || ticket.due().isEmpty() || ticket.due().get().isBefore(query.dueBefore().get())),
                        "Inbox.ticketsThatAreDueBeforeAnInstantAreFound"),
                flaw("finds what was updated at the instant", asking(query -> query.updatedBefore().isEmpty()
                        ? query
                        : query.toBuilder().updatedBefore(query.updatedBefore().get().plus(1, ChronoUnit.MICROS))
                                .build()),
                        "Inbox.ticketsLeftAloneSinceAnInstantAreFound",
                        "Time.inboxesSortAsTimeGoes"),
                flaw("finds tickets with any of the tags", matching("tags", (query, ticket) -> query.tags().isEmpty()
                        || query.tags().stream().anyMatch(ticket.tags()::contains)),
                        "Inbox.tagsAreAllOfThoseNamed"),
                flaw("finds tags by a part of them", matching("tags", (query, ticket) -> query.tags().stream().allMatch(
                        tag -> ticket.tags().stream().anyMatch(other -> other.value().contains(tag.value())))),
                        "Inbox.tagsAreAllOfThoseNamed",
                        "Text.tagsThatLookAlikeAreDifferent"),
                flaw("finds words by a part of them", matching("subjectWords", (query, ticket) -> query.subjectWords()
                        .stream().allMatch(word -> TicketQuery.words(ticket.subject())
                                .contains(TicketQuery.words(word).strip()))),
                        "Inbox.wordsOfTheSubjectAreAllOfThoseNamed",
                        "Text.wordsOfSubjectsAreFoundAsTheQuerySaysWhateverTheyHold"),
                flaw("finds whole words only", matching("subjectWords", (query, ticket) -> query.subjectWords()
                        .stream().allMatch(word -> TicketQuery.words(ticket.subject())
                                .contains(TicketQuery.words(word)))),
                        "Inbox.wordsOfTheSubjectAreAllOfThoseNamed",
                        "Limits.theLargestQuery"),
                flaw("finds words as they are written", matching("subjectWords", (query, ticket) -> query.subjectWords()
                        .stream().allMatch(word -> (" " + ticket.subject()).contains(" " + word))),
                        "Text.wordsOfSubjectsAreFoundAsTheQuerySaysWhateverTheyHold"),
                flaw("finds requesters whatever the case", matching("requester", (query, ticket) -> query.requester()
                        .isEmpty()
                        || fold(query.requester().get().value()).equals(fold(ticket.requester().id()
                                .value()))),
                        "Inbox.requestersAreFound",
                        "Text.requestersWhoLookAlikeAreDifferentPeople"),
                flaw("finds requesters whatever blanks follow", matching("requester", (query, ticket) -> query
                        .requester().isEmpty()
                        || query.requester().get().value().stripTrailing()
                                .equals(ticket.requester().id().value().stripTrailing())),
                        "Text.requestersWhoLookAlikeAreDifferentPeople"),
                flaw("finds assignees whatever the case", matching("assignment", (query, ticket) -> !(query
                        .assignment() instanceof TicketQuery.Assignment.To to) || ticket.assignee()
                                .filter(id -> fold(id.value()).equals(fold(to.assignee().value()))).isPresent()),
                        "Inbox.assigneesAreFoundAndSoIsNobody",
                        "Text.assigneesWhoLookAlikeAreDifferentPeople"));
    }

    private static List<Flaw> pages() {
        return List.of(
                flaw("sorts backwards", ordering(sort -> sort.order().reversed(), 0),
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder",
                        "Time.inboxesSortAsTimeGoes"),
                flaw("sorts by signed ids", ordering(sort -> sort == TicketQuery.Sort.OLDEST
                        ? Comparator.comparing(TicketQuery.Cursor::at).thenComparing(cursor -> cursor.id().value())
                        : sort.order(), 0),
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder"),
                flaw("sorts what is never due first", ordering(sort -> sort == TicketQuery.Sort.DUE
                        ? Comparator
                                .comparing(
                                        (TicketQuery.Cursor cursor) -> !cursor.at().equals(TicketQuery.Sort.NEVER_DUE))
                                .thenComparing(sort.order())
                        : sort.order(), 0),
                        "Inbox.whatIsDueFirstComesFirstAndWhatIsNeverDueLast",
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder"),
                flaw("sorts priorities by name", ordering(sort -> sort == TicketQuery.Sort.MOST_URGENT
                        ? Comparator.<TicketQuery.Cursor, String>comparing(cursor -> cursor.priority().name())
                                .thenComparing(sort.order())
                        : sort.order(), 0),
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder"),
                flaw("leaves ties as they come", ordering(sort -> sort == TicketQuery.Sort.RECENTLY_UPDATED
                        ? Comparator.comparing(TicketQuery.Cursor::at).reversed()
                        : sort.order(), 0),
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder"),
                flaw("repeats the ticket at a page's border", ordering(TicketQuery.Sort::order, -1),
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder"),
                flaw("skips the ticket behind a page's border", ordering(TicketQuery.Sort::order, 1),
                        "Inbox.pagesTogetherShowEverythingOnceInEveryOrder"),
                flaw("counts how many tickets a page left behind it", Offsets::new,
                        "Inbox.nothingThatStaysIsSkippedOrRepeatedWhileOthersComeAndChange"),
                flaw("gives no more than the query itself asks for", finding((sound, query, limit) -> sound
                        .find(query, Math.min(limit, query.limit()))),
                        "Inbox.theLimitOfTheQueryItselfDoesNotCount"),
                flaw("gives no more than a page", finding((sound, query, limit) -> sound
                        .find(query, Math.min(limit, TicketQuery.MAX_LIMIT))),
                        "Limits.theLongestPageOfAnInbox"),
                flaw("gives one more than it may", finding((sound, query, limit) -> sound.find(query, limit + 1)),
                        "Inbox.theLimitOfTheQueryItselfDoesNotCount",
                        "Limits.theLongestPageOfAnInbox"),
                flaw("cuts the page before it looks at conditions", finding((sound, query, limit) -> sound
                        .find(TicketQuery.builder().sort(query.sort()).build(), limit).stream().filter(query::matches)
                        .toList()),
                        "Inbox.anyCombinationIsAnsweredAsAListWouldAnswerIt"),
                flaw("counts every ticket", counts((sound, query) -> sound.countByPhase(TicketQuery.all())),
                        "Inbox.aTicketLeavesAnInboxAsSoonAsItMatchesNoMore"),
                flaw("counts tickets where they were opened", counts((sound, query) -> sound.find(query, ALL).stream()
                        .collect(groupingBy(ticket -> Phase.NEW, counting()))),
                        "Inbox.aTicketLeavesAnInboxAsSoonAsItMatchesNoMore"),
                flaw("counts a page", counts((sound, query) -> sound.find(query, query.limit()).stream()
                        .collect(groupingBy(Ticket::phase, counting()))),
                        "Inbox.theLimitOfTheQueryItselfDoesNotCount"),
                flaw("counts what comes behind the page", counts((sound, query) -> sound.find(query, ALL).stream()
                        .collect(groupingBy(Ticket::phase, counting()))),
                        "Inbox.anyCombinationIsAnsweredAsAListWouldAnswerIt"),
                flaw("counts nothing as zero", counts((sound, query) -> Stream.of(Phase.values())
                        .collect(Collectors.toMap(Function.identity(),
                                phase -> sound.countByPhase(query).getOrDefault(phase, 0L)))),
                        "Basics.anEmptyStoreFindsNothing"));
    }

    private static List<Flaw> time() {
        return List.of(
                flaw("wakes a microsecond late", due((sound, until, limit) -> sound
                        .due(until.minus(1, ChronoUnit.MICROS), limit)),
                        "Time.aTicketIsDueAtTheInstantAndNotAMicrosecondBefore",
                        "Concurrency.timePassesOnceHoweverManyNodesLookAtTheirClocks"),
                flaw("knows nothing that is due to another handle", OwnWakes::new,
                        "ServiceLevel.eachTimerActsExactlyOnceHoweverManyDesksTick",
                        "ServiceLevel.eachTimerActsExactlyOnceThoughTheClocksOfTheDesksDisagreeByHours",
                        "ServiceLevel.eachTimerActsExactlyOnceThoughTheClocksOfTheDesksJump"),
                flaw("wakes a microsecond early", due((sound, until, limit) -> sound
                        .due(until.plus(1, ChronoUnit.MICROS), limit)),
                        "Time.aTicketIsDueAtTheInstantAndNotAMicrosecondBefore"),
                flaw("wakes whenever it is asked", due((sound, until, limit) -> sound
                        .due(until.plus(Duration.ofDays(365_000)), limit)),
                        "Time.aTicketIsDueAtTheInstantAndNotAMicrosecondBefore"),
                flaw("wakes the latest first", due((sound, until, limit) -> sound.due(until, limit).reversed()),
                        "Time.whatIsDueComesByInstantAndThenById",
                        "Limits.theMostTicketsThatTimeComesForAtOnce"),
                flaw("wakes by id", due((sound, until, limit) -> sound.due(until, ALL).stream().sorted().limit(limit)
                        .toList()),
                        "Time.whatIsDueComesByInstantAndThenById"),
                flaw("wakes all at once", due((sound, until, limit) -> sound.due(until, ALL)),
                        "Time.whatIsDueComesByInstantAndThenById",
                        "Limits.theMostTicketsThatTimeComesForAtOnce"),
                flaw("wakes the second first", due((sound, until, limit) -> sound.due(until, ALL).stream().skip(1)
                        .limit(limit).toList()),
                        "ServiceLevel.onlyWhatIsDueIsLookedAt"),
                flaw("keeps a wake-up that is cleared", OldWakes::new,
                        "Time.aWakeUpIsClearedAndSetAgain"),
                flaw("wakes at every wake-up there ever was", AllWakes::new,
                        "Time.aWakeUpIsReplacedByALaterAndByAnEarlierOne",
                        "Time.theWakeUpOfAnOvertakenChangeDoesNotCount"));
    }

    private static List<Flaw> sharing() {
        return List.of(
                flaw("gives live lists", LiveLists::new,
                        "Basics.whatWasReadDoesNotChangeWhenTheStoreDoes"),
                flaw("gives everybody the same list", SameLists::new,
                        "Basics.whatACallerDoesToAListItWasGivenIsNoMatterToTheStore"));
    }

    /** {@return a flaw of the store of tickets alone} */
    static Flaw flaw(String name, UnaryOperator<TicketStore> flaw, String... noticedBy) {
        return Flaw.of(name, tickets(flaw), noticedBy);
    }

    private static UnaryOperator<Storage> tickets(UnaryOperator<TicketStore> flaw) {
        return sound -> new DelegatingStorage(sound) {
            private final TicketStore broken = flaw.apply(sound.tickets());

            @Override
            public TicketStore tickets() {
                super.tickets(); // says if it is closed
                return broken;
            }
        };
    }

    // how a line says which question it answers otherwise

    private static UnaryOperator<TicketStore> appending(
            BiFunction<TicketStore, TicketCommit, TicketStore.AppendResult> flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public TicketStore.AppendResult append(TicketCommit commit) {
                return flaw.apply(sound(), commit);
            }
        };
    }

    /** Takes some changes of other versions than the one that there is. */
    private static UnaryOperator<TicketStore> taking(BiPredicate<TicketChange, Long> which) {
        return appending((sound, commit) -> sound.append(onTop(sound, commit, which)));
    }

    private static <T> UnaryOperator<TicketStore> keeping(Class<T> type, UnaryOperator<T> flaw) {
        return appending((sound, commit) -> sound.append(Rewriting.of(commit,
                value -> type.isInstance(value) ? flaw.apply(type.cast(value)) : value)));
    }

    private static UnaryOperator<TicketStore> keepingAnswers(
            Function<TicketCommit.Answer, Optional<TicketCommit.Answer>> flaw) {
        return appending((sound, commit) -> {
            Optional<TicketCommit.Answer> answer = commit.answer().flatMap(flaw);
            return commit.changes().isEmpty() && answer.isEmpty()
                    ? TicketStore.AppendResult.STORED
                    : sound.append(new TicketCommit(commit.changes(), answer));
        });
    }

    @FunctionalInterface
    private interface History {
        List<TicketEvent> read(TicketStore sound, TicketId id, long after, int limit);
    }

    private static UnaryOperator<TicketStore> history(History flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public List<TicketEvent> history(TicketId id, long after, int limit) {
                return flaw.read(sound(), id, after, limit);
            }
        };
    }

    /** Asks another question than it was asked, both to find and to count. */
    private static UnaryOperator<TicketStore> asking(UnaryOperator<TicketQuery> flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public List<Ticket> find(TicketQuery query, int limit) {
                return super.find(flaw.apply(query), limit);
            }

            @Override
            public Map<Phase, Long> countByPhase(TicketQuery query) {
                return super.countByPhase(flaw.apply(query));
            }
        };
    }

    /** Does not look at one condition. */
    private static UnaryOperator<TicketStore> asking(String withoutCondition) {
        return asking(query -> without(withoutCondition, query));
    }

    /** Understands one condition otherwise. */
    private static UnaryOperator<TicketStore> matching(String condition, BiPredicate<TicketQuery, Ticket> flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public List<Ticket> find(TicketQuery query, int limit) {
                return super.find(without(condition, query), ALL).stream().filter(ticket -> flaw.test(query, ticket))
                        .limit(limit).toList();
            }
        };
    }

    private static TicketQuery without(String condition, TicketQuery query) {
        RecordComponent[] components = TicketQuery.class.getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getAccessor()
                        .invoke(components[i].getName().equals(condition) ? TicketQuery.all() : query);
            }
            return (TicketQuery) TicketQuery.class.getConstructors()[0].newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Find {
        List<Ticket> find(TicketStore sound, TicketQuery query, int limit);
    }

    private static UnaryOperator<TicketStore> finding(Find flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public List<Ticket> find(TicketQuery query, int limit) {
                return flaw.find(sound(), query, limit);
            }
        };
    }

    /** Sorts in another order, and begins that many tickets beside the place. */
    private static UnaryOperator<TicketStore> ordering(Function<TicketQuery.Sort, Comparator<TicketQuery.Cursor>> flaw,
            int shift) {
        return finding((sound, query, limit) -> {
            Comparator<TicketQuery.Cursor> order = flaw.apply(query.sort());
            List<Ticket> all = inOrder(sound, query, order);
            int from = query.after().isEmpty()
                    ? 0
                    : Math.max(0, shift + (int) all.stream()
                            .filter(ticket -> order.compare(query.sort().cursor(ticket), query.after().get()) <= 0)
                            .count());
            return all.stream().skip(from).limit(limit).toList();
        });
    }

    private static List<Ticket> inOrder(TicketStore sound, TicketQuery query, Comparator<TicketQuery.Cursor> order) {
        return sound.find(without("after", query), ALL).stream()
                .sorted(Comparator.comparing(query.sort()::cursor, order)).toList();
    }

    private static UnaryOperator<TicketStore> counts(BiFunction<TicketStore, TicketQuery, Map<Phase, Long>> flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public Map<Phase, Long> countByPhase(TicketQuery query) {
                return flaw.apply(sound(), query);
            }
        };
    }

    @FunctionalInterface
    private interface Due {
        List<TicketId> due(TicketStore sound, Instant until, int limit);
    }

    private static UnaryOperator<TicketStore> due(Due flaw) {
        return sound -> new DelegatingStore(sound) {
            @Override
            public List<TicketId> due(Instant until, int limit) {
                return flaw.due(sound(), until, limit);
            }
        };
    }

    // what lines share

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    /** Long enough for a thread that is about to do the same. */
    private static void letOthersGoFirst() {
        LockSupport.parkNanos(1_000);
    }

    private static long version(TicketStore sound, TicketId id) {
        return sound.find(id).map(Ticket::version).orElse(0L);
    }

    private static boolean isCurrent(TicketStore sound, TicketCommit commit) {
        return commit.changes().stream()
                .allMatch(change -> change.expectedVersion() == version(sound, change.ticket().id()));
    }

    private static TicketStore.AppendResult stored(TicketStore.AppendResult result) {
        return result == TicketStore.AppendResult.OVERTAKEN ? TicketStore.AppendResult.STORED : result;
    }

    /** {@return the commit as if some of its changes had been made of the version that their tickets have} */
    private static TicketCommit onTop(TicketStore sound, TicketCommit commit, BiPredicate<TicketChange, Long> which) {
        return new TicketCommit(commit.changes().stream().map(change -> {
            long version = version(sound, change.ticket().id());
            return which.test(change, version) ? moved(change, version - change.expectedVersion()) : change;
        }).toList(), commit.answer());
    }

    private static TicketChange moved(TicketChange change, long by) {
        return Rewriting.of(change, value -> switch (value) {
            case TicketEvent.Stamp stamp -> new TicketEvent.Stamp(stamp.ticket(), stamp.sequence() + by, stamp.at(),
                    stamp.by());
            case Ticket ticket -> ticket.toBuilder().version(ticket.version() + by).build();
            default -> value;
        });
    }

    private static TicketStore.AppendResult renumbered(TicketStore sound, TicketCommit commit) {
        Set<TicketNumber> taken = new HashSet<>();
        return sound.append(new TicketCommit(commit.changes().stream().map(change -> {
            TicketNumber number = change.ticket().number();
            boolean free = change.expectedVersion() > 0 || (taken.add(number) && sound.find(number).isEmpty());
            return free
                    ? change
                    : Rewriting.of(change, value -> value.equals(number) ? sound.reserveNumber() : value);
        }).toList(), commit.answer()));
    }

    private static TicketStore.AppendResult oneByOne(TicketStore sound, TicketCommit commit) {
        Optional<TicketCommit.Answer> answer = commit.answer();
        if (commit.changes().isEmpty()) {
            return sound.append(commit);
        }
        for (TicketChange change : commit.changes()) {
            TicketStore.AppendResult result = sound.append(new TicketCommit(List.of(change), answer));
            if (result != TicketStore.AppendResult.STORED) {
                return result;
            }
            answer = Optional.empty();
            letOthersGoFirst();
        }
        return TicketStore.AppendResult.STORED;
    }

    // stores that remember something of their own

    private static final class OwnNumbers extends DelegatingStore {

        private long last;

        OwnNumbers(TicketStore sound) {
            super(sound);
        }

        @Override
        public synchronized TicketNumber reserveNumber() {
            last++;
            return TicketNumber.of(last);
        }
    }

    /** Keeps in a field what belongs into a variable. */
    private static final class SharedNumber extends DelegatingStore {

        private volatile TicketNumber latest = TicketNumber.of(1);

        SharedNumber(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketNumber reserveNumber() {
            latest = super.reserveNumber();
            letOthersGoFirst();
            return latest;
        }
    }

    private static final class DropsEvents extends DelegatingStore {

        private final Set<TicketEvent> dropped = ConcurrentHashMap.newKeySet();

        DropsEvents(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            commit.changes()
                    .forEach(change -> dropped.addAll(change.events().subList(0, change.events().size() - 1)));
            return super.append(commit);
        }

        @Override
        public List<TicketEvent> history(TicketId id, long after, int limit) {
            return super.history(id, after, ALL).stream().filter(event -> !dropped.contains(event)).limit(limit)
                    .toList();
        }
    }

    /** Leaves time between the look at what is there and the storing: not safe for several threads. */
    private static final class LooksFirst extends DelegatingStore {

        private final Map<List<Object>, TicketCommit.Answer> answers = new ConcurrentHashMap<>();

        LooksFirst(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            if (commit.answer().flatMap(answer -> findAnswer(answer.actor(), answer.key())).isPresent()) {
                return TicketStore.AppendResult.KEY_EXISTS;
            }
            if (!isCurrent(sound(), commit)) {
                return TicketStore.AppendResult.OVERTAKEN;
            }
            letOthersGoFirst();
            synchronized (this) {
                commit.answer().ifPresent(answer -> answers.put(List.of(answer.actor(), answer.key()), answer));
                return commit.changes().isEmpty()
                        ? TicketStore.AppendResult.STORED
                        : super.append(new TicketCommit(onTop(sound(), commit, (change, version) -> true).changes(),
                                Optional.empty()));
            }
        }

        @Override
        public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
            return Optional.ofNullable(answers.get(List.of(actor, key)));
        }
    }

    private static final class LateHistory extends DelegatingStore {

        private final Map<TicketId, Long> written = new ConcurrentHashMap<>();

        LateHistory(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            commit.changes().forEach(change -> written.put(change.ticket().id(), change.expectedVersion()));
            TicketStore.AppendResult result = super.append(commit);
            letOthersGoFirst();
            commit.changes().forEach(change -> written.remove(change.ticket().id()));
            return result;
        }

        @Override
        public List<TicketEvent> history(TicketId id, long after, int limit) {
            long end = written.getOrDefault(id, Long.MAX_VALUE);
            return super.history(id, after, limit).stream().filter(event -> event.stamp().sequence() <= end).toList();
        }
    }

    private static final class OwnAnswers extends DelegatingStore {

        private final Map<List<Object>, TicketCommit.Answer> answers = new ConcurrentHashMap<>();

        OwnAnswers(TicketStore sound) {
            super(sound);
        }

        @Override
        public synchronized TicketStore.AppendResult append(TicketCommit commit) {
            if (commit.answer().flatMap(answer -> findAnswer(answer.actor(), answer.key())).isPresent()) {
                return TicketStore.AppendResult.KEY_EXISTS;
            }
            TicketStore.AppendResult result = commit.changes().isEmpty()
                    ? TicketStore.AppendResult.STORED
                    : super.append(new TicketCommit(commit.changes(), Optional.empty()));
            if (result == TicketStore.AppendResult.STORED) {
                commit.answer().ifPresent(answer -> answers.put(List.of(answer.actor(), answer.key()), answer));
            }
            return result;
        }

        @Override
        public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
            return Optional.ofNullable(answers.get(List.of(actor, key)));
        }
    }

    /** Keeps answers under actors and keys as it sees them. */
    private static final class ForeignAnswers extends DelegatingStore {

        private final UnaryOperator<ActorId> actors;
        private final UnaryOperator<IdempotencyKey> keys;

        ForeignAnswers(TicketStore sound, UnaryOperator<ActorId> actors, UnaryOperator<IdempotencyKey> keys) {
            super(sound);
            this.actors = actors;
            this.keys = keys;
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            return super.append(new TicketCommit(commit.changes(), commit.answer()
                    .map(answer -> under(actors.apply(answer.actor()), keys.apply(answer.key()), answer))));
        }

        @Override
        public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
            return super.findAnswer(actors.apply(actor), keys.apply(key)).map(answer -> under(actor, key, answer));
        }

        private static TicketCommit.Answer under(ActorId actor, IdempotencyKey key, TicketCommit.Answer answer) {
            return new TicketCommit.Answer(actor, key, answer.fingerprint(), answer.ticket(), answer.version());
        }
    }

    private static final class LastAnswers extends DelegatingStore {

        private final Map<List<Object>, TicketCommit.Answer> last = new ConcurrentHashMap<>();

        LastAnswers(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            commit.answer().ifPresent(answer -> last.put(List.of(answer.actor(), answer.key()), answer));
            return commit.changes().isEmpty()
                    ? TicketStore.AppendResult.STORED
                    : super.append(new TicketCommit(commit.changes(), Optional.empty()));
        }

        @Override
        public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
            return Optional.ofNullable(last.get(List.of(actor, key)));
        }
    }

    private static final class LookedForKeys extends DelegatingStore {

        private final Set<List<Object>> taken = ConcurrentHashMap.newKeySet();

        LookedForKeys(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            return commit.answer().filter(answer -> taken.contains(List.of(answer.actor(), answer.key()))).isPresent()
                    ? TicketStore.AppendResult.KEY_EXISTS
                    : super.append(commit);
        }

        @Override
        public Optional<TicketCommit.Answer> findAnswer(ActorId actor, IdempotencyKey key) {
            Optional<TicketCommit.Answer> answer = super.findAnswer(actor, key);
            if (answer.isEmpty()) {
                taken.add(List.of(actor, key));
            }
            return answer;
        }
    }

    private static final class LateInboxes extends DelegatingStore {

        private List<Ticket> earlier = List.of();

        LateInboxes(TicketStore sound) {
            super(sound);
        }

        @Override
        public synchronized TicketStore.AppendResult append(TicketCommit commit) {
            earlier = super.find(TicketQuery.all(), ALL);
            return super.append(commit);
        }

        @Override
        public synchronized List<Ticket> find(TicketQuery query, int limit) {
            return earlier.stream().filter(query::matches).limit(limit).toList();
        }
    }

    private static final class ReadsAreChanges extends DelegatingStore {

        private final AtomicInteger reads = new AtomicInteger();

        ReadsAreChanges(TicketStore sound) {
            super(sound);
        }

        @Override
        public Optional<Ticket> find(TicketId id) {
            return super.find(id).map(ticket -> ticket.toBuilder().timeRulesRun(reads.incrementAndGet()).build());
        }
    }

    private static final class CachedHeaders extends DelegatingStore {

        private final Map<TicketId, Ticket> cache = new ConcurrentHashMap<>();

        CachedHeaders(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            commit.changes().forEach(change -> cache.remove(change.ticket().id()));
            return super.append(commit);
        }

        @Override
        public Optional<Ticket> find(TicketId id) {
            Optional<Ticket> found = Optional.ofNullable(cache.get(id)).or(() -> super.find(id));
            found.ifPresent(ticket -> cache.put(id, ticket));
            return found;
        }
    }

    /** Begins a page as many tickets behind the first as there were when the page before was shown. */
    private static final class Offsets extends DelegatingStore {

        private final Map<TicketQuery.Cursor, Integer> shown = new ConcurrentHashMap<>();

        Offsets(TicketStore sound) {
            super(sound);
        }

        @Override
        public List<Ticket> find(TicketQuery query, int limit) {
            List<Ticket> all = inOrder(sound(), query, query.sort().order());
            int from = query.after().map(place -> shown.getOrDefault(place, 0)).orElse(0);
            List<Ticket> page = all.stream().skip(from).limit(limit).toList();
            for (int i = 0; i < page.size(); i++) {
                shown.put(query.sort().cursor(page.get(i)), from + i + 1);
            }
            return page;
        }
    }

    private static final class OldWakes extends DelegatingStore {

        private final Map<TicketId, Instant> wakes = new ConcurrentHashMap<>();

        OldWakes(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            TicketStore.AppendResult result = super.append(new TicketCommit(commit.changes().stream()
                    .map(change -> new TicketChange(change.ticket(), change.events(),
                            change.wakeAt().or(() -> Optional.ofNullable(wakes.get(change.ticket().id())))))
                    .toList(), commit.answer()));
            if (result == TicketStore.AppendResult.STORED) {
                commit.changes()
                        .forEach(change -> change.wakeAt().ifPresent(at -> wakes.put(change.ticket().id(), at)));
            }
            return result;
        }
    }

    private static final class AllWakes extends DelegatingStore {

        private record Wake(Instant at, TicketId id) {}

        private final Set<Wake> wakes = ConcurrentHashMap.newKeySet();

        AllWakes(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            commit.changes().forEach(
                    change -> change.wakeAt().ifPresent(at -> wakes.add(new Wake(at, change.ticket().id()))));
            return super.append(commit);
        }

        @Override
        public List<TicketId> due(Instant until, int limit) {
            return wakes.stream().filter(wake -> !wake.at().isAfter(until))
                    .sorted(Comparator.comparing(Wake::at).thenComparing(Wake::id)).map(Wake::id).limit(limit).toList();
        }
    }

    /** Each handle wakes the tickets that were changed through it. */
    private static final class OwnWakes extends DelegatingStore {

        private final Set<TicketId> changed = ConcurrentHashMap.newKeySet();

        OwnWakes(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            commit.changes().forEach(change -> changed.add(change.ticket().id()));
            return super.append(commit);
        }

        @Override
        public List<TicketId> due(Instant until, int limit) {
            return super.due(until, limit).stream().filter(changed::contains).toList();
        }
    }

    private static final class LiveLists extends DelegatingStore {

        LiveLists(TicketStore sound) {
            super(sound);
        }

        @Override
        public List<TicketEvent> history(TicketId id, long after, int limit) {
            return live(() -> super.history(id, after, limit));
        }

        @Override
        public List<Ticket> find(TicketQuery query, int limit) {
            return live(() -> super.find(query, limit));
        }

        @Override
        public List<TicketId> due(Instant until, int limit) {
            return live(() -> super.due(until, limit));
        }

        private static <T> List<T> live(Supplier<List<T>> list) {
            return new AbstractList<>() {
                @Override
                public T get(int index) {
                    return list.get().get(index);
                }

                @Override
                public int size() {
                    return list.get().size();
                }
            };
        }
    }

    /** Remembers what it gave until something is stored, and gives it once more. */
    private static final class SameLists extends DelegatingStore {

        private final Map<List<Object>, List<?>> given = new HashMap<>();

        SameLists(TicketStore sound) {
            super(sound);
        }

        @Override
        public synchronized TicketStore.AppendResult append(TicketCommit commit) {
            given.clear();
            return super.append(commit);
        }

        @Override
        public List<TicketEvent> history(TicketId id, long after, int limit) {
            return same(() -> super.history(id, after, limit), id, after, limit);
        }

        @Override
        public List<Ticket> find(TicketQuery query, int limit) {
            return same(() -> super.find(query, limit), query, limit);
        }

        @Override
        public List<TicketId> due(Instant until, int limit) {
            return same(() -> super.due(until, limit), until, limit);
        }

        @SuppressWarnings("unchecked") // the question tells the type
        private synchronized <T> List<T> same(Supplier<List<T>> list, Object... question) {
            return (List<T>) given.computeIfAbsent(List.of(question), asked -> new ArrayList<>(list.get()));
        }
    }
}
