package io.opora.storage;

import io.opora.ClosedException;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.TemplateStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** What stores do wrong with reply templates, a line each: with editions and their numbers, and with what became of them. */
final class BrokenTemplates {

    private static final long ALL = Long.MAX_VALUE;

    private BrokenTemplates() {}

    static List<Flaw> flaws() {
        return List.of(
                flaw("keeps the newest edition of a template alone", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public List<Edition> history(ReplyTemplate.Id id, long before, int limit) {
                        return super.history(id, before, 1);
                    }
                }, "Template.theNewestEditionIsFoundAndThoseBeforeItAreKept"),
                flaw("takes upper and lower case of templates for one", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Optional<Edition> find(ReplyTemplate.Id id) {
                        return super.find(ReplyTemplate.Id.of(id.value().toUpperCase(Locale.ROOT).charAt(0)
                                + id.value().substring(1))).or(() -> super.find(id));
                    }
                }, "Template.theNewestEditionIsFoundAndThoseBeforeItAreKept"),
                flaw("forgets that a template was withdrawn", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Optional<Edition> find(ReplyTemplate.Id id) {
                        return super.find(id).map(edition -> new Edition(edition.template(), false, edition.version(),
                                edition.revision(), edition.editor(), edition.at()));
                    }
                }, "Template.everyPartOfAnEditionComesBackEqual"),
                flaw("lets the last edition win", LastWins::new,
                        "Template.anEditionThatIsNotTheNextOneIsNotStoredNorAnythingOfItsStep",
                        "Template.ofThoseWhoSaveOneVersionAtOnceExactlyOneIsFirst"),
                flaw("stores half a step of templates", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Optional<List<Edition>> save(List<Edition> editions) {
                        List<Edition> stored = new ArrayList<>();
                        for (Edition edition : editions) {
                            Optional<List<Edition>> one = super.save(List.of(edition));
                            if (one.isEmpty()) {
                                return Optional.empty();
                            }
                            stored.addAll(one.get());
                        }
                        return Optional.of(stored);
                    }
                }, "Template.anEditionThatIsNotTheNextOneIsNotStoredNorAnythingOfItsStep"),
                flaw("counts revisions for each template", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Optional<List<Edition>> save(List<Edition> editions) {
                        return super.save(editions).map(stored -> stored.stream()
                                .map(edition -> edition.numbered(edition.version())).toList());
                    }
                }, "Template.revisionsAreCountedAcrossAllTemplatesWithoutGaps"),
                flaw("gives superseded editions of templates too", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public List<Edition> newest(long after, int limit) {
                        return super.newest(0, 1_000).stream().flatMap(edition -> super.history(edition.id(), ALL, 9)
                                .stream()).filter(edition -> edition.revision() > after)
                                .sorted(Comparator.comparingLong(Edition::revision)).limit(limit).toList();
                    }
                }, "Template.changesAreTheNewestEditionsByRevisionAndEndWithTheLast"),
                flaw("stores no more than a hundred templates a step", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Optional<List<Edition>> save(List<Edition> editions) {
                        return super.save(editions.subList(0, Math.min(editions.size(), 100)));
                    }
                }, "Template.theMostEditionsOfOneStepAreStored"),
                flaw("keeps every use for a request", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Use record(Use use) {
                        int same = (int) super.uses(0, 1_000).stream()
                                .filter(other -> other.template().equals(use.template())
                                        && other.request().startsWith(use.request()) && !other.numbered(0).equals(use))
                                .count();
                        return super.record(new Use(use.template(), use.request() + "#".repeat(same), use.version(),
                                use.outcome(), use.agent(), use.customer(), 0, use.at()));
                    }
                }, "Template.whatBecameOfATemplateForARequestIsKeptInsteadOfWhatWasKeptBefore",
                        "Template.noUseIsLostAndNoneCountsTwiceWhenManyRecordAtOnce"),
                flaw("numbers what is kept already anew", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public Use record(Use use) {
                        super.record(use.become(Use.Outcome.UNDONE, use.at()));
                        return super.record(use);
                    }
                }, "Template.whatIsKeptAlreadyIsNotNumberedAnew"),
                flaw("knows one page of uses only", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public List<Use> uses(long after, int limit) {
                        return after == 0 ? super.uses(after, limit) : List.of();
                    }
                }, "Template.usesAreReadPageByPage"),
                flaw("gives uses of a template from their beginning", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
                        return super.usesOf(id, before, 1_000).reversed().stream().limit(limit).toList();
                    }
                }, "Template.usesAreReadPageByPage"),
                flaw("takes what is not known of a customer for a blank",
                        sound -> new DelegatingTemplates(() -> sound) {
                            @Override
                            public List<Use> usesOf(ReplyTemplate.Id id, long before, int limit) {
                                return super.usesOf(id, before, limit).stream()
                                        .map(use -> new Use(use.template(), use.request(), use.version(), use.outcome(),
                                                use.agent(), use.customer().isEmpty() ? "?" : use.customer(),
                                                use.number(),
                                                use.at()))
                                        .toList();
                            }
                        }, "Template.everyPartOfAUseComesBackEqual"),
                flaw("counts what was replaced too", sound -> new DelegatingTemplates(() -> sound) {
                    private final List<Use> all = new ArrayList<>();

                    @Override
                    public synchronized Use record(Use use) {
                        all.add(use);
                        return super.record(use);
                    }

                    @Override
                    public synchronized List<Tally> tallies() {
                        return super.tallies().stream().map(tally -> new Tally(tally.template(), tally.outcome(),
                                all.stream().filter(use -> use.template().equals(tally.template())
                                        && use.outcome() == tally.outcome()).count(),
                                tally.last())).toList();
                    }
                }, "Template.whatBecameOfTemplatesIsCounted"),
                flaw("forgets agents alone", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public int forget(String person) {
                        List<Use> customers = super.involving(person).stream()
                                .filter(use -> !use.agent().equals(person)).toList();
                        int forgotten = super.forget(person);
                        customers.forEach(use -> super.record(use.numbered(0)));
                        return forgotten;
                    }
                }, "Template.whoIsForgottenIsNamedNowhereAndEverybodyIsTold"),
                flaw("forgets and tells nobody", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public List<Use> uses(long after, int limit) {
                        return super.uses(after, limit).stream()
                                .filter(use -> use.outcome() != Use.Outcome.FORGOTTEN).toList();
                    }
                }, "Template.whoIsForgottenIsNamedNowhereAndEverybodyIsTold"),
                flaw("shows a use before those below it", EarlySight::new,
                        "Template.whoeverReadsWhileOthersWriteMissesNothing"),
                Flaw.of("makes a new store of templates at each call", sound -> new DelegatingStorage(sound) {
                    @Override
                    public TemplateStore templates() {
                        return new DelegatingTemplates(super::templates);
                    }
                }, "Template.aStorageHasOneStoreOfTemplatesAndOtherHandlesSeeWhatItStores"),
                flaw("counts nothing of templates after closing", sound -> new DelegatingTemplates(() -> sound) {
                    @Override
                    public List<Tally> tallies() {
                        try {
                            return super.tallies();
                        } catch (ClosedException e) {
                            return List.of();
                        }
                    }
                }, "Closing.everyCallAfterClosingSaysThatItIsClosed"));
    }

    private static Flaw flaw(String name, UnaryOperator<TemplateStore> flaw, String... noticedBy) {
        return Flaw.of(name, sound -> new DelegatingStorage(sound) {
            private final TemplateStore broken = flaw.apply(sound.templates());

            @Override
            public TemplateStore templates() {
                super.templates();
                return broken;
            }
        }, noticedBy);
    }

    /** Numbers versions itself, whatever the editor has seen. */
    private static final class LastWins extends DelegatingTemplates {

        LastWins(TemplateStore sound) {
            super(() -> sound);
        }

        @Override
        public Optional<List<Edition>> save(List<Edition> editions) {
            Optional<List<Edition>> stored = super.save(editions);
            while (stored.isEmpty()) {
                stored = super.save(editions.stream().map(edition -> new Edition(edition.template(),
                        edition.withdrawn(), find(edition.id()).map(Edition::version).orElse(0L) + 1, 0,
                        edition.editor(), edition.at())).toList());
            }
            return stored;
        }
    }

    /** A use comes to be seen later than the one above it, as where numbers are given at insert and seen at commit. */
    private static final class EarlySight extends DelegatingTemplates {

        private final AtomicLong highest = new AtomicLong();

        EarlySight(TemplateStore sound) {
            super(() -> sound);
        }

        @Override
        public List<Use> uses(long after, int limit) {
            long seen = highest.get();
            List<Use> there = super.uses(after, limit).stream()
                    .filter(use -> use.number() % 5 != 0 || use.number() < seen).toList();
            there.forEach(use -> highest.accumulateAndGet(use.number(), Math::max));
            return there;
        }
    }
}
