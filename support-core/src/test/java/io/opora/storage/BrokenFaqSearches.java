package io.opora.storage;

import io.opora.faq.FaqEntry;
import io.opora.faq.FaqEntry.Audience;
import io.opora.faq.FaqEntry.Status;
import io.opora.faq.FaqHit;
import io.opora.faq.FaqHit.Rule;
import io.opora.faq.FaqQuery;
import io.opora.faq.FaqSearch;
import io.opora.storage.tck.FaqSearchFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Searches that are broken on purpose. */
final class BrokenFaqSearches {

    /**
     * A promise that a search breaks, and tests of the suite that have to notice.
     *
     * @param name what the search does wrong
     * @param fixtures makes fixtures with such a search
     * @param noticedBy tests that fail because of it; it may be noticed by others too
     */
    record Flaw(String name, Supplier<FaqSearchFixture> fixtures, List<String> noticedBy) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A plain search, changed. */
    static final class Fixture implements FaqSearchFixture {

        private final UnaryOperator<FaqSearch> change;
        private PlainFaqSearch.Index index = new PlainFaqSearch.Index();
        private FaqSearch sound = new PlainFaqSearch(index);
        private FaqSearch search;

        Fixture(UnaryOperator<FaqSearch> change) {
            this.change = change;
            this.search = change.apply(sound);
        }

        @Override
        public FaqSearch search() {
            return search;
        }

        @Override
        public FaqSearch restart(boolean lost) {
            search.close();
            index = lost ? new PlainFaqSearch.Index() : index;
            sound = new PlainFaqSearch(index);
            search = change.apply(sound);
            return search;
        }

        @Override
        public void close() {
            search.close();
            sound.close();
        }
    }

    private BrokenFaqSearches() {}

    private static Flaw flaw(String name, UnaryOperator<FaqSearch> flaw, String... noticedBy) {
        return new Flaw(name, () -> new Fixture(flaw), List.of(noticedBy));
    }

    /** A search whose results are changed. */
    private static Flaw finding(String name, UnaryOperator<FaqSearch.Result> flaw, String... noticedBy) {
        return flaw(name, sound -> new DelegatingFaqSearch(sound) {
            @Override
            public Result find(FaqQuery query) {
                return flaw.apply(super.find(query));
            }
        }, noticedBy);
    }

    /** A search that does not find some of what it ought to. */
    private static Flaw missing(String name, Predicate<FaqHit> missed, String... noticedBy) {
        return finding(name, result -> with(result, result.hits().stream().filter(missed.negate()).toList()),
                noticedBy);
    }

    private static Flaw asking(String name, UnaryOperator<FaqQuery> flaw, String... noticedBy) {
        return flaw(name, sound -> new DelegatingFaqSearch(sound) {
            @Override
            public Result find(FaqQuery query) {
                return super.find(flaw.apply(query));
            }
        }, noticedBy);
    }

    private static Flaw changing(String name, UnaryOperator<FaqEntry> flaw, String... noticedBy) {
        return flaw(name, sound -> new DelegatingFaqSearch(sound) {
            @Override
            public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                super.apply(entries.stream().map(flaw).toList(), removed, revision);
            }
        }, noticedBy);
    }

    private static FaqSearch.Result with(FaqSearch.Result result, List<FaqHit> hits) {
        return new FaqSearch.Result(hits, result.total(), result.facets(), result.didYouMean(), result.complete());
    }

    private static FaqSearch.Result hits(FaqSearch.Result result, UnaryOperator<FaqHit> change) {
        return with(result, result.hits().stream().map(change).toList());
    }

    private static boolean because(FaqHit hit, Predicate<FaqHit.Because> because) {
        return hit.because().stream().allMatch(because);
    }

    static List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>(ofWhatIsHeld());
        flaws.addAll(ofWhatIsFound());
        flaws.addAll(ofManyAtOnce());
        return flaws;
    }

    private static List<Flaw> ofWhatIsHeld() {
        return List.of(
                changing("takes any revision", entry -> entry.toBuilder().revision(0).build(),
                        "anOlderRevisionIsPassedOverAndOneWithoutANumberIsNot", "everyPartOfAnEntryComesBackEqual"),
                changing("cuts answers", entry -> entry.toBuilder()
                        .answer(entry.answer().substring(0, Math.min(entry.answer().length(), 32_766))).build(),
                        "everyPartOfAnEntryComesBackEqual"),
                changing("knows languages and no countries",
                        entry -> new FaqEntry(entry.id(), Locale.of(entry.locale().getLanguage()), entry.question(),
                                entry.phrasings(), entry.answer(), entry.category(), entry.tags(), entry.audience(),
                                entry.status(), entry.revision()),
                        "everyPartOfAnEntryComesBackEqual", "idsAreComparedAsTheyAre"),
                changing("knows no other phrasings", entry -> entry.toBuilder().phrasings().build(),
                        "otherPhrasingsAndAnswersLeadToAnEntryToo"),
                flaw("passes over removals", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                        super.apply(entries, List.of(), revision);
                    }
                }, "whatIsRemovedIsGoneInEveryLanguageWithWhatWasLearnedAboutIt",
                        "whatIsForgottenAndTakenInByOneChangeIsThere", "idsAreComparedAsTheyAre"),
                flaw("removes after it has taken in", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                        super.apply(entries, List.of(), 0);
                        super.apply(List.of(), removed, revision);
                    }
                }, "whatIsForgottenAndTakenInByOneChangeIsThere"),
                flaw("removes whatever the case", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                        List<FaqEntry.Id> more = new ArrayList<>(removed);
                        removed.forEach(id -> more.add(FaqEntry.Id.of("L" + id.value().substring(1))));
                        super.apply(entries, more, revision);
                    }
                }, "idsAreComparedAsTheyAre"),
                flaw("remembers the revision that it was told last", sound -> new DelegatingFaqSearch(sound) {
                    private long last;

                    @Override
                    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                        super.apply(entries, removed, revision);
                        last = revision;
                    }

                    @Override
                    public long revision() {
                        return last;
                    }
                }, "theHighestRevisionThatItWasToldIsRemembered"),
                flaw("takes the revisions of entries for its own", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                        super.apply(entries, removed,
                                Math.max(revision, entries.stream().mapToLong(FaqEntry::revision).max().orElse(0)));
                    }
                }, "theHighestRevisionThatItWasToldIsRemembered"),
                flaw("knows no revision", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public long revision() {
                        return 0;
                    }
                }, "aSearchCatchesUpWithItsStoreWhoeverChangedIt", "anIndexThatKnowsMoreThanItsStoreIsMadeAnew",
                        "aSearchThatBeginsAgainGoesOnWhereItWasOrSaysThatItIsEmpty"),
                new Flaw("remembers a revision of what it has lost", () -> {
                    AtomicLong highest = new AtomicLong();
                    return new Fixture(sound -> new DelegatingFaqSearch(sound) {
                        @Override
                        public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed,
                                long revision) {
                            super.apply(entries, removed, revision);
                            highest.accumulateAndGet(revision, Math::max);
                        }

                        @Override
                        public long revision() {
                            return Math.max(super.revision(), highest.get());
                        }
                    });
                }, List.of("anIndexThatWasLostIsEmptyAndFilledAgain")),
                flaw("adds to what is there instead of making it anew", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void rebuild(Collection<FaqEntry> entries, long revision) {
                        apply(entries, List.of(), revision);
                    }
                }, "whatIsMadeAnewHoldsTheseEntriesAndNoOther", "anIndexThatKnowsMoreThanItsStoreIsMadeAnew"),
                flaw("empties itself before it is made anew", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void rebuild(Collection<FaqEntry> entries, long revision) {
                        super.rebuild(List.of(), revision);
                        Pause.untilAnotherThreadHasSearched();
                        super.rebuild(entries, revision);
                    }

                    @Override
                    public Result find(FaqQuery query) {
                        Result result = super.find(query);
                        Pause.searched();
                        return result;
                    }
                }, "whatIsMadeAnewHoldsTheseEntriesAndNoOther", "searchesFindTheOldEntriesUntilTheNewOnesAreThere"),
                flaw("forgets the newest of what it has learned", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void learn(Collection<Answered> answered) {
                        super.learn(answered.stream().map(each -> new Answered(each.question(), each.entry(),
                                each.locale(), Instant.ofEpochSecond(Integer.MAX_VALUE - each.at().getEpochSecond())))
                                .toList());
                    }
                }, "theOldestOfWhatWasLearnedGivesWay"),
                flaw("learns nothing", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void learn(Collection<Answered> answered) {
                        // nothing
                    }
                }, "questionsThatAnEntryHasAnsweredLeadToIt", "everyCallAfterClosingSaysThatItIsClosed"),
                flaw("takes synonyms once", sound -> new DelegatingFaqSearch(sound) {
                    private boolean taken;

                    @Override
                    public void synonyms(Synonyms synonyms) {
                        if (!taken) {
                            super.synonyms(synonyms);
                        }
                        taken = true;
                    }
                }, "theHostsSynonymsCountFromTheNextSearchOnUntilTheyAreReplaced"),
                flaw("closes and goes on", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void close() {
                        // nothing
                    }
                }, "everyCallAfterClosingSaysThatItIsClosed",
                        "closingWhileOthersSearchEndsTheirSearchesAndNothingElse"),
                flaw("leaves a thread behind", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void close() {
                        super.close();
                        Thread.ofPlatform().daemon().start(() -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
                    }
                }, "nothingKeepsRunningAfterClosing"));
    }

    private static List<Flaw> ofWhatIsFound() {
        return List.of(
                missing("knows no forms of words",
                        hit -> because(hit, why -> why.rule() == Rule.WORD && !why.asked().equalsIgnoreCase(
                                why.found())),
                        "formsOfAWordAreFound"),
                missing("minds the case", hit -> because(hit, why -> !why.asked().equals(why.found())),
                        "caseAccentsAndYoAreAllTheSame"),
                missing("knows no misspelt words", hit -> because(hit, why -> why.rule() == Rule.SPELLING),
                        "aMisspeltWordIsFoundAndComesAfterOneThatIsRight"),
                asking("needs every word", query -> FaqQuery.of(query.text().contains(" ") ? "" : query.text()),
                        "notEveryWordHasToBeThereAndTheirOrderDoesNotMatter"),
                missing("finds nothing by answers",
                        hit -> hit.highlights().stream().noneMatch(each -> each.part() == FaqHit.Part.QUESTION)
                                && because(hit, why -> why.rule() == Rule.WORD),
                        "otherPhrasingsAndAnswersLeadToAnEntryToo"),
                asking("shows everything to everybody",
                        query -> query.audience(Audience.STAFF).statuses(Status.values()),
                        "nobodyFindsWhatIsNotForThem",
                        "aMissingTranslationIsOneThatMayBeRead"),
                asking("does not look at tags", query -> query.tags(new String[0]),
                        "categoriesAndTagsNarrowASearchAndAreCounted"),
                asking("does not look at languages", query -> query.locales(new Locale[0]),
                        "aLaterLanguageIsSearchedWhereATranslationIsMissing"),
                flaw("finds translations beside each other", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public Result find(FaqQuery query) {
                        List<String> languages = query.locales().stream().map(Locale::getLanguage).toList();
                        Result all = super.find(query.locales(new Locale[0]));
                        return languages.size() < 2
                                ? super.find(query)
                                : with(all, all.hits().stream().filter(hit -> languages.contains(
                                        hit.entry().locale().getLanguage())).toList());
                    }
                }, "aLaterLanguageIsSearchedWhereATranslationIsMissing"),
                flaw("hides translations after the page was cut", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public Result find(FaqQuery query) {
                        List<FaqHit> right = super.find(query).hits();
                        Result all = super.find(query.locales(new Locale[0]));
                        return query.locales().size() < 2
                                ? super.find(query)
                                : with(all, all.hits().stream().filter(right::contains).toList());
                    }
                }, "aPageInALaterLanguageIsFilledHoweverManyTranslationsStandInItsWay"),
                asking("always gives the first page", query -> query.offset(0),
                        "pagesFollowEachOtherWithoutGapsAndEqualScoresAreOrderedById"),
                asking("gives at most a hundred hits", query -> query.limit(Math.min(query.limit(), 100)),
                        "pagesFollowEachOtherWithoutGapsAndEqualScoresAreOrderedById"),
                finding("shuffles pages", result -> {
                    List<FaqHit> shuffled = new ArrayList<>(result.hits());
                    Collections.shuffle(shuffled);
                    return with(result, shuffled);
                }, "theOrderOfHitsSaysNothingAboutWhenTheyWereTakenIn",
                        "pagesFollowEachOtherWithoutGapsAndEqualScoresAreOrderedById"),
                finding("gives the worst first", result -> with(result, result.hits().reversed()),
                        "whatSaysMoreOfWhatWasAskedComesFirst"),
                finding("is always sure",
                        result -> hits(result, hit -> new FaqHit(hit.entry(), 1, hit.highlights(), hit.because(),
                                hit.section())),
                        "whatSaysMoreOfWhatWasAskedComesFirst"),
                asking("does not look at scores", query -> query.minScore(0),
                        "whatCoversTooLittleOfTheQuestionIsLeftOut"),
                finding("counts the page",
                        result -> new FaqSearch.Result(result.hits(), result.hits().size(), result.facets(),
                                result.didYouMean(), result.complete()),
                        "pagesFollowEachOtherWithoutGapsAndEqualScoresAreOrderedById",
                        "whatCoversTooLittleOfTheQuestionIsLeftOut"),
                asking("always counts", FaqQuery::withFacets, "categoriesAndTagsNarrowASearchAndAreCounted"),
                finding("never counts",
                        result -> new FaqSearch.Result(result.hits(), result.total(), FaqSearch.Result.Facets.NONE,
                                result.didYouMean(), result.complete()),
                        "categoriesAndTagsNarrowASearchAndAreCounted"),
                finding("marks beside the words", result -> hits(result,
                        hit -> new FaqHit(hit.entry(), hit.score(), hit.highlights().stream()
                                .map(each -> new FaqHit.Highlight(each.part(), each.start() + 1, each.end() + 1))
                                .toList(), hit.because(), hit.section())),
                        "aHitSaysWhichWordsLedToItAndWhereTheyStand"),
                finding("marks beyond the text", result -> hits(result,
                        hit -> new FaqHit(hit.entry(), hit.score(), List.of(new FaqHit.Highlight(FaqHit.Part.QUESTION,
                                hit.entry().question().length(), hit.entry().question().length() + 1)), hit.because(),
                                hit.section())),
                        "hostileTextsAreTakenInAndFoundAgain"),
                finding("does not say why", result -> hits(result,
                        hit -> new FaqHit(hit.entry(), hit.score(), hit.highlights(), List.of(), hit.section())),
                        "aHitSaysWhichWordsLedToItAndWhereTheyStand"),
                finding("opens at the top", result -> hits(result,
                        hit -> new FaqHit(hit.entry(), hit.score(), hit.highlights(), hit.because(),
                                Optional.empty())),
                        "aHitOpensAtTheSectionThatAnswers"),
                finding("never asks what was meant",
                        result -> new FaqSearch.Result(result.hits(), result.total(), result.facets(),
                                Optional.empty(), result.complete()),
                        "whatWasMisspeltIsPutRightAndNothingElse"),
                finding("always asks what was meant",
                        result -> new FaqSearch.Result(result.hits(), result.total(), result.facets(),
                                Optional.of("password"), result.complete()),
                        "whatWasMisspeltIsPutRightAndNothingElse"),
                finding("says that it has read everything",
                        result -> new FaqSearch.Result(result.hits(), result.total(), result.facets(),
                                result.didYouMean(), true),
                        "whatIsBeyondTheLimitOfATextIsNotRead", "hostileQueriesAreBoundedInTimeAndNeverAnError"),
                asking("reads the end of a long text too", query -> FaqQuery
                        .of(query.text().substring(Math.max(0, query.text().length() - FaqQuery.MAX_TEXT)))
                        .locales(query.locales().toArray(Locale[]::new)), "whatIsBeyondTheLimitOfATextIsNotRead"),
                asking("takes a star for everything",
                        query -> query.text().contains("*") ? query.statuses(Status.values()) : refused(query),
                        "syntaxOfQueriesIsTextAsWell", "hostileQueriesAreBoundedInTimeAndNeverAnError"),
                flaw("completes with as many as there are", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public List<String> suggest(String text, Locale locale, int limit) {
                        return super.suggest(text, locale, 100);
                    }
                }, "whatIsBeingTypedIsCompletedWithQuestions"),
                flaw("completes with the same question twice", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public List<String> suggest(String text, Locale locale, int limit) {
                        List<String> twice = new ArrayList<>(super.suggest(text, locale, limit));
                        twice.addAll(List.copyOf(twice));
                        return twice.subList(0, Math.min(twice.size(), limit));
                    }
                }, "whatIsBeingTypedIsCompletedWithQuestions"),
                flaw("finds an entry to be like itself", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public List<FaqHit> moreLike(FaqEntry.Id id, Locale locale, int limit) {
                        return super.find(FaqQuery.of(id.value()).locale(locale).limit(Math.max(1, limit))).hits();
                    }
                }, "entriesAboutTheSameAreFoundInTheSameLanguage"));
    }

    /** Syntax that is wrong, as the parser of a language of queries would say. */
    private static FaqQuery refused(FaqQuery query) {
        if (query.text().contains("(") != query.text().contains(")")) {
            throw new IllegalArgumentException("unbalanced");
        }
        return query;
    }

    private static List<Flaw> ofManyAtOnce() {
        return List.of(flaw("takes in one after the other", sound -> new DelegatingFaqSearch(sound) {
            @Override
            public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                for (FaqEntry entry : entries) {
                    super.apply(List.of(entry), removed, revision);
                    Pause.untilAnotherThreadHasSearched();
                }
            }

            @Override
            public Result find(FaqQuery query) {
                Result result = super.find(query);
                Pause.searched();
                return result;
            }
        }, "searchesSeeAllOfAChangeOrNothingOfIt"), flaw("loses some changes", sound -> new DelegatingFaqSearch(sound) {
            private final AtomicInteger changes = new AtomicInteger();

            @Override
            public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                super.apply(changes.incrementAndGet() % 7 == 0 ? List.of() : entries, removed, revision);
            }
        }, "noChangeIsLostAmongThoseThatAreMadeAtTheSameTime",
                "pagesFollowEachOtherWithoutGapsAndEqualScoresAreOrderedById"),
                flaw("loses what it learns at the same time", sound -> new DelegatingFaqSearch(sound) {
                    private final AtomicInteger learned = new AtomicInteger();

                    @Override
                    public void learn(Collection<Answered> answered) {
                        if (learned.incrementAndGet() % 7 != 0) {
                            super.learn(answered);
                        }
                    }
                }, "noChangeIsLostAmongThoseThatAreMadeAtTheSameTime"),
                flaw("takes in a thousand at the most", sound -> new DelegatingFaqSearch(sound) {
                    @Override
                    public void apply(Collection<FaqEntry> entries, Collection<FaqEntry.Id> removed, long revision) {
                        super.apply(entries.stream().limit(1_000).toList(), removed, revision);
                    }
                }, "severalThousandEntriesAreTakenInAtOnce"));
    }

    /** Makes sure that somebody looks at what lasts a moment only; does nothing where nobody else searches. */
    private static final class Pause {

        private static final long PATIENCE_NANOS = 20_000_000;
        private static final AtomicInteger SEARCHES = new AtomicInteger();

        static void searched() {
            SEARCHES.incrementAndGet();
        }

        static void untilAnotherThreadHasSearched() {
            int before = SEARCHES.get();
            long start = System.nanoTime();
            // one of them may have begun before
            while (SEARCHES.get() < before + 4 && System.nanoTime() - start < PATIENCE_NANOS) {
                Thread.onSpinWait();
            }
        }
    }
}
