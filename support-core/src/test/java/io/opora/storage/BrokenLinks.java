package io.opora.storage;

import io.opora.ClosedException;
import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What stores do wrong with secret links, a line each: with what becomes of them, with finding them, with their use. */
final class BrokenLinks {

    private BrokenLinks() {}

    static List<Flaw> flaws() {
        return List.of(
                changing("stores no links", changes -> LinkStore.Changes.NONE,
                        "Link.aLinkIsFoundByItsTokenByItsIdAndAmongThoseOfItsTicket",
                        "Limits.theMostLinksOfATicket"),
                flaw("stores links though the ticket was overtaken", StoresAnyway::new,
                        "Link.linksAreStoredWithTheirTicketOrNotAtAll"),
                changing("ends no links", changes -> new LinkStore.Changes(changes.keep(), Set.of()),
                        "Link.anEndedLinkIsNowhereAndTheOthersStay",
                        "Link.whoeverIsRemovedLosesTheirLinksInTheSameStep"),
                flaw("ends all links of a ticket for one", sound -> new DelegatingStore(sound) {
                    @Override
                    public TicketStore.AppendResult append(TicketCommit commit) {
                        Set<SecretLink.Id> end = new HashSet<>(commit.links().end());
                        commit.links().end().forEach(id -> links().find(id)
                                .ifPresent(link -> links().of(link.ticket()).forEach(use -> end.add(use.link().id()))));
                        return super.append(with(commit, new LinkStore.Changes(commit.links().keep(), end)));
                    }
                },
                        "Link.anEndedLinkIsNowhereAndTheOthersStay",
                        "Link.whoeverIsRemovedLosesTheirLinksInTheSameStep"),
                flaw("forgets the use of a link whose token is replaced", ForgetsUse::new,
                        "Link.aReplacedTokenOpensNothingAndUseGoesOnBeingCounted"),
                flaw("remembers the use of a link that was ended", RemembersUse::new,
                        "Link.anEndedLinkIsNowhereAndTheOthersStay"),
                flaw("knows former tokens", FormerTokens::new,
                        "Link.aReplacedTokenOpensNothingAndUseGoesOnBeingCounted",
                        "Link.ofThoseWhoReplaceOneTokenTheLastOneWins"),
                links("compares the beginning of a hash", sound -> new DelegatingLinks(() -> sound) {
                    private final Map<String, SecretLink.Token.Hash> known = new ConcurrentHashMap<>();

                    @Override
                    public Optional<SecretLink> find(SecretLink.Token.Hash token) {
                        Optional<SecretLink> exact = super.find(token);
                        exact.ifPresent(link -> known.put(beginning(token), token));
                        return exact.or(() -> Optional.ofNullable(known.get(beginning(token))).flatMap(super::find));
                    }

                    private String beginning(SecretLink.Token.Hash token) {
                        return token.value().substring(0, 60);
                    }
                }, "Link.whatIsNotThereIsNotFound"),
                giving("opens every scope", link -> new SecretLink(link.id(), link.ticket(), link.participant(),
                        EnumSet.allOf(SecretLink.Scope.class), link.expiresAt(), link.token()),
                        "Link.everyPartOfALinkComesBackEqual"),
                giving("cuts instants to milliseconds", link -> new SecretLink(link.id(), link.ticket(),
                        link.participant(), link.scopes(), link.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                        link.token()),
                        "Link.everyPartOfALinkComesBackEqual",
                        "Link.aLinkIsFoundByItsTokenByItsIdAndAmongThoseOfItsTicket"),
                giving("takes upper and lower case of participants for one", link -> new SecretLink(link.id(),
                        link.ticket(), ActorId.of(link.participant().value().toLowerCase(Locale.ROOT)), link.scopes(),
                        link.expiresAt(), link.token()),
                        "Link.everyPartOfALinkComesBackEqual"),
                links("lists links backwards", sound -> new DelegatingLinks(() -> sound) {
                    @Override
                    public List<SecretLink.Usage> of(String ticket) {
                        return super.of(ticket).reversed();
                    }
                }, "Link.theLinksOfATicketComeInTheOrderInWhichTheyExpire"),
                flaw("lists the links of other tickets too", ListsOthers::new,
                        "Link.aLinkIsFoundByItsTokenByItsIdAndAmongThoseOfItsTicket",
                        "Link.whatIsNotThereIsNotFound"),
                losingUse(new ReentrantLock()),
                links("counts use once", sound -> new DelegatingLinks(() -> sound) {
                    private final Set<SecretLink.Id> used = ConcurrentHashMap.newKeySet();

                    @Override
                    public void used(SecretLink.Id id, Instant at) {
                        if (used.add(id)) {
                            super.used(id, at);
                        }
                    }
                }, "Link.useIsCountedAndTheLatestInstantKept"),
                links("keeps the instant of the first use", sound -> new DelegatingLinks(() -> sound) {
                    private final Map<SecretLink.Id, Instant> first = new ConcurrentHashMap<>();

                    @Override
                    public void used(SecretLink.Id id, Instant at) {
                        super.used(id, first.computeIfAbsent(id, missing -> at));
                    }
                }, "Link.noUseIsLostWhenManyCountAtOnce"),
                links("keeps the instant of the last call", sound -> new DelegatingLinks(() -> sound) {
                    private final Map<SecretLink.Id, Instant> last = new ConcurrentHashMap<>();

                    @Override
                    public void used(SecretLink.Id id, Instant at) {
                        super.used(id, at);
                        last.put(id, at);
                    }

                    @Override
                    public List<SecretLink.Usage> of(String ticket) {
                        return super.of(ticket).stream().map(use -> new SecretLink.Usage(use.link(), use.count(),
                                Optional.ofNullable(last.get(use.link().id())))).toList();
                    }
                }, "Link.useIsCountedAndTheLatestInstantKept"),
                links("remembers the use of links that are not there", sound -> new DelegatingLinks(() -> sound) {
                    private final Map<SecretLink.Id, Instant> early = new ConcurrentHashMap<>();

                    @Override
                    public void used(SecretLink.Id id, Instant at) {
                        if (super.find(id).isEmpty()) {
                            early.put(id, at);
                        }
                        super.used(id, at);
                    }

                    @Override
                    public List<SecretLink.Usage> of(String ticket) {
                        super.of(ticket).forEach(use -> Optional.ofNullable(early.remove(use.link().id()))
                                .ifPresent(at -> super.used(use.link().id(), at)));
                        return super.of(ticket);
                    }
                }, "Link.useOfALinkThatIsNotThereDoesNothing"),
                flaw("makes a new store of links at each call", sound -> new DelegatingStore(sound) {
                    @Override
                    public LinkStore links() {
                        return new DelegatingLinks(super::links);
                    }
                }, "Link.aStoreHasOneStoreOfLinks"),
                links("finds nothing after closing instead of saying so", sound -> new DelegatingLinks(() -> sound) {
                    @Override
                    public Optional<SecretLink> find(SecretLink.Token.Hash token) {
                        try {
                            return super.find(token);
                        } catch (ClosedException e) {
                            return Optional.empty();
                        }
                    }
                }, "Closing.everyCallAfterClosingSaysThatItIsClosed"));
    }

    /** Counts a use unless another one is being counted, on whichever node. */
    private static Flaw losingUse(ReentrantLock counting) {
        return links("loses use that is counted at once", sound -> new DelegatingLinks(() -> sound) {
            @Override
            public void used(SecretLink.Id id, Instant at) {
                if (counting.tryLock()) {
                    try {
                        LockSupport.parkNanos(100_000);
                        super.used(id, at);
                    } finally {
                        counting.unlock();
                    }
                }
            }
        }, "Link.noUseIsLostWhenManyCountAtOnce");
    }

    private static Flaw flaw(String name, UnaryOperator<TicketStore> flaw, String... noticedBy) {
        return BrokenTickets.flaw(name, flaw, noticedBy);
    }

    /** Makes something else of what becomes of links. */
    private static Flaw changing(String name, UnaryOperator<LinkStore.Changes> flaw, String... noticedBy) {
        return flaw(name, sound -> new DelegatingStore(sound) {
            @Override
            public TicketStore.AppendResult append(TicketCommit commit) {
                return super.append(with(commit, flaw.apply(commit.links())));
            }
        }, noticedBy);
    }

    private static TicketCommit with(TicketCommit commit, LinkStore.Changes links) {
        return new TicketCommit(commit.changes(), commit.answer(), links, commit.outbox());
    }

    /** Answers questions about links otherwise. */
    private static Flaw links(String name, Function<LinkStore, LinkStore> flaw, String... noticedBy) {
        return flaw(name, sound -> new DelegatingStore(sound) {
            private final LinkStore broken = flaw.apply(sound.links());

            @Override
            public LinkStore links() {
                super.links();
                return broken;
            }
        }, noticedBy);
    }

    /** Gives links otherwise than they were stored. */
    private static Flaw giving(String name, UnaryOperator<SecretLink> flaw, String... noticedBy) {
        return links(name, sound -> new DelegatingLinks(() -> sound) {
            @Override
            public Optional<SecretLink> find(SecretLink.Token.Hash token) {
                return super.find(token).map(flaw);
            }

            @Override
            public Optional<SecretLink> find(SecretLink.Id id) {
                return super.find(id).map(flaw);
            }
        }, noticedBy);
    }

    /** Sees what becomes of links, to remember it wrongly. */
    private abstract static class Remembering extends DelegatingStore {

        private final LinkStore links = new DelegatingLinks(super::links) {
            @Override
            public Optional<SecretLink> find(SecretLink.Token.Hash token) {
                return super.find(token).or(() -> remembered(token));
            }

            @Override
            public List<SecretLink.Usage> of(String ticket) {
                return remembered(ticket, super.of(ticket));
            }
        };

        Remembering(TicketStore sound) {
            super(sound);
        }

        @Override
        public TicketStore.AppendResult append(TicketCommit commit) {
            LinkStore.Changes links = commit.links();
            before(links);
            TicketStore.AppendResult result = super.append(commit);
            after(links, result);
            return result;
        }

        void before(LinkStore.Changes changes) {}

        void after(LinkStore.Changes changes, TicketStore.AppendResult result) {}

        Optional<SecretLink> remembered(SecretLink.Token.Hash token) {
            return Optional.empty();
        }

        List<SecretLink.Usage> remembered(String ticket, List<SecretLink.Usage> sound) {
            return sound;
        }

        @Override
        public LinkStore links() {
            super.links(); // says if it is closed
            return links;
        }
    }

    private static final class StoresAnyway extends Remembering {

        private final Map<SecretLink.Token.Hash, SecretLink> stored = new ConcurrentHashMap<>();

        StoresAnyway(TicketStore sound) {
            super(sound);
        }

        @Override
        void after(LinkStore.Changes changes, TicketStore.AppendResult result) {
            if (result != TicketStore.AppendResult.STORED) {
                changes.keep().forEach(link -> stored.put(link.token(), link));
            }
        }

        @Override
        Optional<SecretLink> remembered(SecretLink.Token.Hash token) {
            return Optional.ofNullable(stored.get(token));
        }

        @Override
        List<SecretLink.Usage> remembered(String ticket, List<SecretLink.Usage> sound) {
            return Stream.concat(sound.stream(),
                    stored.values().stream().filter(link -> link.ticket().equals(ticket))
                            .map(link -> new SecretLink.Usage(link, 0, Optional.empty())))
                    .toList();
        }
    }

    private static final class FormerTokens extends Remembering {

        private final Map<SecretLink.Token.Hash, SecretLink.Id> former = new ConcurrentHashMap<>();

        FormerTokens(TicketStore sound) {
            super(sound);
        }

        @Override
        void after(LinkStore.Changes changes, TicketStore.AppendResult result) {
            changes.keep().forEach(link -> former.put(link.token(), link.id()));
        }

        @Override
        Optional<SecretLink> remembered(SecretLink.Token.Hash token) {
            return Optional.ofNullable(former.get(token)).flatMap(id -> links().find(id));
        }
    }

    private static final class ForgetsUse extends Remembering {

        private final Map<SecretLink.Id, Long> forgotten = new ConcurrentHashMap<>();

        ForgetsUse(TicketStore sound) {
            super(sound);
        }

        @Override
        void before(LinkStore.Changes changes) {
            changes.keep().forEach(link -> sound().links().of(link.ticket()).stream()
                    .filter(use -> use.link().id().equals(link.id()))
                    .forEach(use -> forgotten.put(link.id(), use.count())));
        }

        @Override
        List<SecretLink.Usage> remembered(String ticket, List<SecretLink.Usage> sound) {
            return sound.stream()
                    .map(use -> new SecretLink.Usage(use.link(),
                            use.count() - forgotten.getOrDefault(use.link().id(), 0L), use.last()))
                    .toList();
        }
    }

    private static final class RemembersUse extends Remembering {

        private final Map<SecretLink.Id, SecretLink.Usage> ended = new ConcurrentHashMap<>();

        RemembersUse(TicketStore sound) {
            super(sound);
        }

        @Override
        void before(LinkStore.Changes changes) {
            changes.end().forEach(id -> sound().links().find(id).ifPresent(link -> sound().links().of(link.ticket())
                    .forEach(use -> ended.put(use.link().id(), use))));
        }

        @Override
        List<SecretLink.Usage> remembered(String ticket, List<SecretLink.Usage> sound) {
            return sound.stream().map(use -> ended.getOrDefault(use.link().id(), use)).toList();
        }
    }

    private static final class ListsOthers extends Remembering {

        private final Set<String> tickets = ConcurrentHashMap.newKeySet();

        ListsOthers(TicketStore sound) {
            super(sound);
        }

        @Override
        void after(LinkStore.Changes changes, TicketStore.AppendResult result) {
            changes.keep().forEach(link -> tickets.add(link.ticket()));
        }

        @Override
        List<SecretLink.Usage> remembered(String ticket, List<SecretLink.Usage> sound) {
            return tickets.stream().flatMap(each -> sound().links().of(each).stream()).toList();
        }
    }
}
