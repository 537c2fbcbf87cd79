package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.NotFoundException;
import io.opora.access.ActorId;
import io.opora.access.LinkStore;
import io.opora.access.SecretLink;
import io.opora.ticket.AddNote;
import io.opora.ticket.AddParticipant;
import io.opora.ticket.OpenTicket;
import io.opora.ticket.RemoveParticipant;
import io.opora.ticket.Reply;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketChange;
import io.opora.ticket.TicketCommit;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.ticket.TicketLinks;
import io.opora.ticket.TicketStore;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Secret links are kept, replaced and forgotten together with what becomes of their tickets, and their use is counted. */
public abstract class LinkContract extends StorageSuite {

    private static final Instant LATER = Samples.START.plusSeconds(60);
    private static final ActorId ZOE = ActorId.of("zoë");

    /** For subclasses, which make the fixture. */
    protected LinkContract() {}

    @Test
    void aLinkIsFoundByItsTokenByItsIdAndAmongThoseOfItsTicket() {
        Story story = stored();
        Story other = stored();
        SecretLink link = link(story);
        SecretLink elsewhere = link(other);
        keep(story, link);
        keep(other, elsewhere);

        assertSame(links().find(link.token()), Optional.of(link));
        assertSame(links().find(link.id()), Optional.of(link));
        assertSame(links().of(link.ticket()), List.of(unused(link)));
        assertSame(fixture().reopen().tickets().links().find(link.token()), Optional.of(link));
        assertSame(links().of(elsewhere.ticket()), List.of(unused(elsewhere)));
    }

    @Test
    void aStoreHasOneStoreOfLinks() {
        Story story = stored();
        keep(story, link(story));

        assertThat(links()).isSameAs(links());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Story story = stored();
        SecretLink link = link(story);
        keep(story, link);
        String hash = link.token().value();
        String nearby = hash.substring(0, hash.length() - 1) + (hash.endsWith("0") ? "1" : "0");

        assertThat(links().find(link.token())).contains(link);
        assertThat(links().find(SecretLink.Token.generate().hash())).isEmpty();
        assertThat(links().find(new SecretLink.Token.Hash(nearby))).isEmpty();
        assertThat(links().find(link(story).id())).isEmpty();
        assertThat(links().of(samples().newId().toString())).isEmpty();
        assertThat(links().of("")).isEmpty();
    }

    @Test
    void everyPartOfALinkComesBackEqual() {
        Story story = stored();
        List<Set<SecretLink.Scope>> scopes = List.of(EnumSet.allOf(SecretLink.Scope.class),
                Set.of(SecretLink.Scope.SEE), Set.of(SecretLink.Scope.REPLY, SecretLink.Scope.RATE));
        for (ActorId participant : List.of(ZOE, ActorId.of("ZOË"), ActorId.of("o'neill; \\ 50%_\uD83D\uDE80"))) {
            for (Set<SecretLink.Scope> some : scopes) {
                SecretLink link = new SecretLink(link(story).id(), story.id().toString(), participant, some,
                        Instant.parse("2027-03-01T23:59:59.999999Z"), SecretLink.Token.generate().hash());
                keep(story, link);

                assertSame(links().find(link.token()), Optional.of(link));
            }
        }
        assertThat(links().of(story.id().toString())).hasSize(9);
    }

    @Test
    void theLinksOfATicketComeInTheOrderInWhichTheyExpire() {
        Story story = stored();
        List<SecretLink> inOrder = Stream.of(1, 2, 3, 4)
                .map(day -> samples().link(story, ZOE, Samples.START.plusSeconds(86_400L * day))).toList();
        keep(story, inOrder.get(2), inOrder.get(0));
        keep(story, inOrder.get(3), inOrder.get(1));

        assertThat(links().of(story.id().toString())).extracting(SecretLink.Usage::link).isEqualTo(inOrder);
    }

    @Test
    void linksAreStoredWithTheirTicketOrNotAtAll() {
        Story story = stored();
        SecretLink kept = link(story);
        keep(story, kept);
        Story slow = story.fork().handle(Samples.BORIS, AddNote.of("slow"), LATER);
        append(Samples.answer(Samples.BORIS, "key", story.ticket()), note(story));
        story.saved();
        LinkStore.Changes changes = new LinkStore.Changes(List.of(link(story)), Set.of(kept.id()));
        Picture before = Picture.of(store());

        assertThat(store().append(new TicketCommit(List.of(slow.change()), Optional.empty(), changes, List.of())))
                .isEqualTo(TicketStore.AppendResult.OVERTAKEN);
        assertThat(store().append(new TicketCommit(List.of(note(story.fork())),
                Optional.of(Samples.answer(Samples.BORIS, "key", story.ticket())), changes, List.of())))
                .isEqualTo(TicketStore.AppendResult.KEY_EXISTS);

        assertSame(Picture.of(store()), before);
        assertThat(links().find(changes.keep().getFirst().token())).isEmpty();
        assertThat(links().find(kept.token())).contains(kept);
    }

    @Test
    void aReplacedTokenOpensNothingAndUseGoesOnBeingCounted() {
        Story story = stored();
        SecretLink before = link(story);
        keep(story, before);
        links().used(before.id(), LATER);
        SecretLink after = new SecretLink(before.id(), before.ticket(), before.participant(),
                Set.of(SecretLink.Scope.SEE), before.expiresAt().plusSeconds(1), SecretLink.Token.generate().hash());

        keep(story, after);

        assertThat(links().find(before.token())).isEmpty();
        assertSame(links().find(after.token()), Optional.of(after));
        assertSame(links().find(before.id()), Optional.of(after));
        assertSame(links().of(after.ticket()), List.of(new SecretLink.Usage(after, 1, Optional.of(LATER))));
    }

    @Test
    void anEndedLinkIsNowhereAndTheOthersStay() {
        Story story = stored();
        SecretLink ended = link(story);
        SecretLink other = link(story);
        keep(story, ended, other);
        links().used(ended.id(), LATER);

        end(story, ended.id(), link(story).id()); // the second was never there

        assertThat(links().find(ended.token())).isEmpty();
        assertThat(links().find(ended.id())).isEmpty();
        assertSame(links().of(ended.ticket()), List.of(unused(other)));
        keep(story, ended);
        assertThat(links().of(ended.ticket())).as("the use of an ended link is forgotten")
                .containsExactlyInAnyOrder(unused(ended), unused(other));
    }

    @Test
    void useIsCountedAndTheLatestInstantKept() {
        Story story = stored();
        SecretLink link = link(story);
        SecretLink other = link(story);
        keep(story, link, other);

        links().used(link.id(), LATER);
        links().used(link.id(), Samples.START);

        assertThat(links().of(link.ticket())).containsExactlyInAnyOrder(
                new SecretLink.Usage(link, 2, Optional.of(LATER)), unused(other));
    }

    @Test
    void noUseIsLostWhenManyCountAtOnce() {
        Story story = stored();
        SecretLink link = link(story);
        keep(story, link);

        Race.returned(Race.run(8, (thread, round) -> {
            LinkStore own = fixture().reopen().tickets().links();
            for (int i = 0; i < 25; i++) {
                own.used(link.id(), Samples.START.plusSeconds(thread * 25L + i));
            }
            return thread;
        }));

        assertThat(links().of(link.ticket()))
                .containsExactly(new SecretLink.Usage(link, 200, Optional.of(Samples.START.plusSeconds(199))));
    }

    @Test
    void useOfALinkThatIsNotThereDoesNothing() {
        Story story = stored();
        SecretLink link = link(story);

        links().used(link.id(), LATER);
        keep(story, link);

        assertSame(links().of(link.ticket()), List.of(unused(link)));
    }

    @Test
    void whoeverIsRemovedLosesTheirLinksInTheSameStep() {
        Ticket ticket = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        tickets().handle(Samples.BORIS, ticket.id(), new AddParticipant(ZOE, Ticket.Participation.REPLY));
        TicketLinks.Issued zoes = issue(ticket, ZOE);
        TicketLinks.Issued marias = issue(ticket, Samples.MARIA.id());

        tickets().handle(Samples.BORIS, ticket.id(), new RemoveParticipant(ZOE));

        assertThat(links().of(ticket.id().toString())).containsExactly(unused(marias.link()));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> tickets().links().open(zoes.token().reveal(), "here"));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> tickets().handle(zoes.link().holder(), ticket.id(), Reply.of("Still here?")));
        assertThat(tickets().links().open(marias.token().reveal(), "here").ticket()).isEqualTo(ticket.id());
    }

    @Test
    void noLinkSurvivesWhoeverIsRemovedWhileItIsBeingIssued() {
        for (int round = 0; round < 20; round++) {
            Ticket ticket = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
            tickets().handle(Samples.BORIS, ticket.id(), new AddParticipant(ZOE, Ticket.Participation.REPLY));

            Race.run(4, (thread, once) -> thread == 0
                    ? tickets().handle(Samples.BORIS, ticket.id(), new RemoveParticipant(ZOE))
                    : issue(ticket, ZOE)); // which may be refused by now

            assertThat(store().find(ticket.id()).orElseThrow().participants()).isEmpty();
            assertThat(links().of(ticket.id().toString())).isEmpty();
        }
    }

    @Test
    void ofThoseWhoReplaceOneTokenTheLastOneWins() {
        Ticket ticket = tickets().open(Samples.MARIA, OpenTicket.of("Lamp broken", "It flickers."));
        TicketLinks.Issued first = issue(ticket, Samples.MARIA.id());

        List<TicketLinks.Issued> rotated = Race.returned(Race.run(8, (thread, round) -> tickets().links()
                .rotate(Samples.BORIS, ticket.id(), first.link().id(), TicketLinks.MAX_LIFETIME)));

        assertThat(rotated).filteredOn(issued -> links().find(issued.token().hash()).isPresent()).hasSize(1);
        assertThat(links().find(first.token().hash())).isEmpty();
        assertThat(links().of(ticket.id().toString())).hasSize(1);
        assertThat(issuedIn(ticket.id())).isEqualTo(9);
    }

    private long issuedIn(TicketId id) {
        return Picture.history(store(), id).stream().filter(TicketEvent.LinkIssued.class::isInstance).count();
    }

    private LinkStore links() {
        return store().links();
    }

    private TicketLinks.Issued issue(Ticket ticket, ActorId participant) {
        return tickets().links().issue(Samples.BORIS, ticket.id(), participant,
                Set.of(SecretLink.Scope.SEE, SecretLink.Scope.REPLY), TicketLinks.MAX_LIFETIME);
    }

    private Story stored() {
        Story story = samples().open();
        store(story);
        return story;
    }

    private SecretLink link(Story story) {
        return samples().link(story, ZOE, Samples.START);
    }

    private static SecretLink.Usage unused(SecretLink link) {
        return new SecretLink.Usage(link, 0, Optional.empty());
    }

    private void keep(Story story, SecretLink... links) {
        change(story, new LinkStore.Changes(List.of(links), Set.of()));
    }

    private void end(Story story, SecretLink.Id... links) {
        change(story, new LinkStore.Changes(List.of(), Set.of(links)));
    }

    private void change(Story story, LinkStore.Changes links) {
        assertThat(store().append(new TicketCommit(List.of(note(story)), Optional.empty(), links, List.of())))
                .isEqualTo(TicketStore.AppendResult.STORED);
        story.saved();
    }

    /** Something has to become of a ticket whose links change. */
    private static TicketChange note(Story story) {
        return story.handle(Samples.BORIS, AddNote.of("note"), LATER).change();
    }
}
