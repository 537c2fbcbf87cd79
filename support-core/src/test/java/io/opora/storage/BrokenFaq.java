package io.opora.storage;

import io.opora.ClosedException;
import io.opora.faq.FaqEdition;
import io.opora.faq.FaqEntry;
import io.opora.faq.FaqStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What stores do wrong with the FAQ, a line each: with editions and their numbers, with changes, with votes. */
final class BrokenFaq {

    private BrokenFaq() {}

    static List<Flaw> flaws() {
        return List.of(
                flaw("keeps the newest edition alone", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
                        return super.history(id, locale, before, 1);
                    }
                }, "Faq.theNewestEditionIsFoundAndThoseBeforeItAreKept"),
                flaw("gives histories from their beginning", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> history(FaqEntry.Id id, Locale locale, long before, int limit) {
                        return super.history(id, locale, before, limit).reversed();
                    }
                }, "Faq.theNewestEditionIsFoundAndThoseBeforeItAreKept"),
                flaw("lets the last one win", LastWins::new,
                        "Faq.anEditionThatIsNotTheNextOneIsNotStoredNorAnythingOfItsStep",
                        "Faq.ofThoseWhoSaveOneVersionAtOnceExactlyOneIsFirst"),
                flaw("stores half a step", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
                        List<FaqEdition> stored = new ArrayList<>();
                        for (FaqEdition edition : editions) {
                            Optional<List<FaqEdition>> one = super.save(List.of(edition));
                            if (one.isEmpty()) {
                                return Optional.empty();
                            }
                            stored.addAll(one.get());
                        }
                        return Optional.of(stored);
                    }
                }, "Faq.anEditionThatIsNotTheNextOneIsNotStoredNorAnythingOfItsStep"),
                flaw("counts revisions for each entry", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
                        return super.save(editions).map(stored -> stored.stream()
                                .map(edition -> edition.numbered(edition.version())).toList());
                    }
                }, "Faq.revisionsAreCountedAcrossAllEntriesWithoutGaps"),
                flaw("forgets a language's region", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
                        return super.find(id, locale)
                                .or(() -> super.find(id, Locale.of(locale.getLanguage())));
                    }
                }, "Faq.whatIsNotThereIsNotFound"),
                flaw("takes upper and lower case of ids for one", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> translations(FaqEntry.Id id) {
                        List<FaqEdition> both = new ArrayList<>(super.translations(id));
                        FaqEntry.Id lower = FaqEntry.Id.of(id.value().toLowerCase(Locale.ROOT));
                        if (!lower.equals(id)) {
                            both.addAll(super.translations(lower));
                        }
                        return both;
                    }
                }, "Faq.idsAndLanguagesAreComparedAsTheyAre"),
                flaw("cuts texts", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Optional<FaqEdition> find(FaqEntry.Id id, Locale locale) {
                        return super.find(id, locale).map(edition -> {
                            FaqEntry entry = edition.content().entry();
                            String answer = entry.answer();
                            return new FaqEdition(edition.content().entry(entry.toBuilder()
                                    .answer(answer.substring(0, Math.min(answer.length(), 65_535))).build()),
                                    edition.version(), edition.revision(), edition.editor(), edition.at());
                        });
                    }
                }, "Faq.everyPartOfAnEditionComesBackEqual"),
                flaw("gives superseded editions too", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> newest(long after, int limit) {
                        return super.newest(0, 1_000).stream()
                                .flatMap(edition -> super.history(edition.id(), edition.locale(), Long.MAX_VALUE, 9)
                                        .stream())
                                .filter(edition -> edition.revision() > after)
                                .sorted(Comparator.comparingLong(FaqEdition::revision)).limit(limit).toList();
                    }
                }, "Faq.changesAreTheNewestEditionsByRevisionAndEndWithTheLast"),
                flaw("knows one page of changes only", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> newest(long after, int limit) {
                        return after == 0 ? super.newest(after, limit) : List.of();
                    }
                }, "Faq.changesAreTheNewestEditionsByRevisionAndEndWithTheLast"),
                flaw("shows a revision before those below it", EarlySight::new,
                        "Faq.whoeverReadsChangesWhileOthersSaveMissesNone"),
                flaw("takes what was published at once for scheduled", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
                        return super.newest(afterRevision, 1_000).stream()
                                .filter(edition -> edition.content().from()
                                        .filter(from -> from.isAfter(after) && !from.isAfter(until)).isPresent())
                                .limit(limit).toList();
                    }
                }, "Faq.whatTurnsIsWhatTimeAloneShowsOrHidesWithinASpan"),
                flaw("takes the beginning of a span into it", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<FaqEdition> turning(Instant after, Instant until, long afterRevision, int limit) {
                        return super.turning(after.minusNanos(1_000), until, afterRevision, limit);
                    }
                }, "Faq.whatTurnsIsWhatTimeAloneShowsOrHidesWithinASpan"),
                flaw("keeps every vote of a person", ManyVotes::new, "Faq.aPersonHasOneVoteWhichTheyMayChange",
                        "Faq.noVoteIsLostAndNoneCountsTwiceWhenManyVoteAtOnce"),
                flaw("keeps the first vote of a person", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public void vote(Vote vote) {
                        if (super.votes(vote.entry(), vote.locale(), 1_000).stream()
                                .noneMatch(other -> other.person().equals(vote.person()))) {
                            super.vote(vote);
                        }
                    }
                }, "Faq.aPersonHasOneVoteWhichTheyMayChange"),
                flaw("counts votes for all languages together", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public void vote(Vote vote) {
                        super.vote(new Vote(vote.entry(), Locale.ENGLISH, vote.person(), vote.helped(), vote.reason(),
                                vote.version(), vote.at()));
                    }
                }, "Faq.aPersonHasOneVoteWhichTheyMayChange"),
                flaw("forgets nobody", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public int forget(String person) {
                        return super.said(person).size();
                    }
                }, "Faq.votesOfSomebodyWhoIsForgottenAreGoneEverywhere"),
                flaw("takes upper and lower case of persons for one", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public int forget(String person) {
                        return super.forget(person) + super.forget(person.toUpperCase(Locale.ROOT).charAt(0)
                                + person.substring(1));
                    }
                }, "Faq.votesOfSomebodyWhoIsForgottenAreGoneEverywhere"),
                flaw("lets the last one win who says what became of a question",
                        sound -> new DelegatingFaq(() -> sound) {
                            @Override
                            public boolean record(Asked asked) {
                                int there = super.asked(asked.id()).map(Asked::version).orElse(0);
                                return super.record(new Asked(asked.id(), asked.kind(), asked.locale(), asked.day(),
                                        asked.question(), asked.uses(), asked.sent(), there + 1));
                            }
                        }, "Faq.whatBecameOfAQuestionIsStoredOnWhatWasThere",
                        "Faq.ofThoseWhoSayWhatBecameOfAQuestionAtOnceExactlyOneIsFirst"),
                flaw("forgets which entries a question came to", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Optional<Asked> asked(String id) {
                        return super.asked(id)
                                .map(asked -> new Asked(asked.id(), asked.kind(), asked.locale(), asked.day(),
                                        asked.question(), List.of(), asked.sent(), asked.version()));
                    }
                }, "Faq.everyPartOfAQuestionComesBackEqual"),
                flaw("gives questions of all days", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<Asked> asked(LocalDate day, String after, int limit) {
                        return Stream.of(day, day.plusDays(1))
                                .flatMap(each -> super.asked(each, after, limit).stream())
                                .sorted(Comparator.comparing(Asked::id)).limit(limit).toList();
                    }
                }, "Faq.whatWasAskedIsReadByDayInTheOrderOfTheIds"),
                flaw("gives the last question of a page again", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public List<Asked> asked(LocalDate day, String after, int limit) {
                        return Stream.concat(super.asked(after).filter(asked -> asked.day().equals(day)).stream(),
                                super.asked(day, after, limit).stream()).limit(limit).toList();
                    }
                }, "Faq.whatWasAskedIsReadByDayInTheOrderOfTheIds"),
                flaw("forgets the day itself too", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public int forgetAsked(LocalDate before) {
                        return super.forgetAsked(before.plusDays(1));
                    }
                }, "Faq.whatWasAskedBeforeADayIsForgotten"),
                flaw("stores no more than a hundred editions a step", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
                        return super.save(editions.subList(0, Math.min(editions.size(), 100)));
                    }
                }, "Faq.theMostEditionsOfOneStepAreStored"),
                Flaw.of("makes a new store of the FAQ at each call", sound -> new DelegatingStorage(sound) {
                    @Override
                    public FaqStore faq() {
                        return new DelegatingFaq(super::faq);
                    }
                }, "Faq.aStorageHasOneStoreOfTheFaqAndOtherHandlesSeeWhatItStores"),
                flaw("counts nothing after closing instead of saying so", sound -> new DelegatingFaq(() -> sound) {
                    @Override
                    public Tally tally(FaqEntry.Id id, Locale locale) {
                        try {
                            return super.tally(id, locale);
                        } catch (ClosedException e) {
                            return new Tally(0, 0);
                        }
                    }
                }, "Closing.everyCallAfterClosingSaysThatItIsClosed"));
    }

    private static Flaw flaw(String name, UnaryOperator<FaqStore> flaw, String... noticedBy) {
        return Flaw.of(name, sound -> new DelegatingStorage(sound) {
            private final FaqStore broken = flaw.apply(sound.faq());

            @Override
            public FaqStore faq() {
                super.faq();
                return broken;
            }
        }, noticedBy);
    }

    /** Numbers versions itself, whatever the editor has seen. */
    private static final class LastWins extends DelegatingFaq {

        LastWins(FaqStore sound) {
            super(() -> sound);
        }

        @Override
        public Optional<List<FaqEdition>> save(List<FaqEdition> editions) {
            Optional<List<FaqEdition>> stored = super.save(editions);
            while (stored.isEmpty()) {
                stored = super.save(editions.stream()
                        .map(edition -> new FaqEdition(edition.content(),
                                find(edition.id(), edition.locale()).map(FaqEdition::version).orElse(0L) + 1, 0,
                                edition.editor(), edition.at()))
                        .toList());
            }
            return stored;
        }
    }

    /** A revision comes to be seen later than the one above it, as where numbers are given at insert and seen at commit. */
    private static final class EarlySight extends DelegatingFaq {

        private final AtomicLong highest = new AtomicLong();

        EarlySight(FaqStore sound) {
            super(() -> sound);
        }

        @Override
        public List<FaqEdition> newest(long after, int limit) {
            long seen = highest.get();
            List<FaqEdition> there = super.newest(after, limit).stream()
                    .filter(edition -> edition.revision() % 5 != 0 || edition.revision() < seen).toList();
            there.forEach(edition -> highest.accumulateAndGet(edition.revision(), Math::max));
            return there;
        }
    }

    private static final class ManyVotes extends DelegatingFaq {

        ManyVotes(FaqStore sound) {
            super(() -> sound);
        }

        @Override
        public void vote(Vote vote) {
            int same = (int) super.votes(vote.entry(), vote.locale(), 1_000).stream()
                    .filter(other -> other.person().startsWith(vote.person())).count();
            super.vote(new Vote(vote.entry(), vote.locale(), vote.person() + "#".repeat(same), vote.helped(),
                    vote.reason(), vote.version(), vote.at()));
        }
    }
}
