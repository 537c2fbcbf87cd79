package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opora.NotFoundException;
import io.opora.Reason;
import io.opora.access.Actor;
import io.opora.testing.TestDesk;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links between tickets. */
class LinkingTest {

    private static final Actor ANNA = Actor.agent("anna");

    private final TestDesk desk = TestDesk.create();
    private final Tickets tickets = desk.desk().tickets();
    private final TicketId lamp = desk.openedBy("maria").id();
    private final TicketId order = desk.openedBy("ivan").id();

    @AfterEach
    void close() {
        desk.close();
    }

    private Ticket get(TicketId id) {
        Ticket ticket = tickets.get(ANNA, id);
        assertThat(Ticket.replay(tickets.history(ANNA, id, 0, 100))).isEqualTo(ticket);
        return ticket;
    }

    private static void assertRefused(List<String> reasons, ThrowingCallable call) {
        assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(call)
                .satisfies(e -> assertThat(e.reasons()).extracting(Reason::toString).isEqualTo(reasons));
    }

    @ParameterizedTest
    @EnumSource
    void areSeenFromBothSides(Link.Type type) {
        Ticket linked = tickets.handle(ANNA, lamp, new Link(order, type));

        assertThat(linked).isEqualTo(get(lamp));
        assertThat(linked.related().links()).isEqualTo(Map.of(order, type));
        assertThat(get(order).related().links()).isEqualTo(Map.of(lamp, type.inverse()));
        assertThat(type.inverse().inverse()).isEqualTo(type);
        assertThat(tickets.history(ANNA, order, 2, 10)).containsExactly(new TicketEvent.Linked(
                new TicketEvent.Stamp(order, 3, TestDesk.START, ANNA), lamp, type.inverse()));
        assertThat(tickets.customerView(ANNA, order, 0, 10).entries()).hasSize(1);
    }

    @Test
    void areInverseWhereOneTicketWaitsForTheOther() {
        assertThat(Link.Type.BLOCKS.inverse()).isEqualTo(Link.Type.BLOCKED_BY);
        assertThat(Link.Type.RELATED.inverse()).isEqualTo(Link.Type.RELATED);
        assertThat(Link.Type.DUPLICATE.inverse()).isEqualTo(Link.Type.DUPLICATE);
        assertThat(Link.with(lamp)).isEqualTo(new Link(lamp, Link.Type.RELATED));
    }

    @Test
    void areReplacedByLaterOnes() {
        tickets.handle(ANNA, lamp, Link.with(order));

        tickets.handle(ANNA, order, new Link(lamp, Link.Type.BLOCKS));

        assertThat(get(lamp).related().links()).isEqualTo(Map.of(order, Link.Type.BLOCKED_BY));
        assertThat(get(order).related().links()).isEqualTo(Map.of(lamp, Link.Type.BLOCKS));
    }

    @Test
    void thatAreThereAddNothingToTheHistories() {
        Ticket linked = tickets.handle(ANNA, lamp, Link.with(order));

        assertThat(tickets.handle(ANNA, lamp, Link.with(order))).isEqualTo(linked);
        assertThat(tickets.handle(ANNA, order, Link.with(lamp)).version()).isEqualTo(3);
        TicketId other = desk.openedBy("maria").id();
        assertThat(tickets.handle(ANNA, lamp, Unlink.from(other))).isEqualTo(linked);
    }

    @Test
    void areTakenAwayFromEitherSide() {
        tickets.handle(ANNA, lamp, Link.with(order));

        Ticket unlinked = tickets.handle(ANNA, order, Unlink.from(lamp));

        assertThat(unlinked.related()).isEqualTo(RelatedTickets.NONE);
        assertThat(get(lamp).related()).isEqualTo(RelatedTickets.NONE);
        assertThat(tickets.history(ANNA, lamp, 3, 10)).containsExactly(new TicketEvent.Unlinked(
                new TicketEvent.Stamp(lamp, 4, TestDesk.START, ANNA), order));
    }

    @Test
    void areNotMadeWithItselfNorWithNothing() {
        TicketId unknown = TicketId.of("019cadc6-9a80-7000-89e4-f1c264370b10");

        assertRefused(List.of("link-to-itself: Ticket 1 cannot be linked with itself"),
                () -> tickets.handle(ANNA, lamp, Link.with(lamp)));
        assertThatThrownBy(() -> tickets.handle(ANNA, lamp, Link.with(unknown))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> tickets.handle(ANNA, lamp, Unlink.from(unknown)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void areNotMadeWithMergedTicketsButOutliveTheMerge() {
        tickets.handle(ANNA, lamp, Link.with(order));
        TicketId target = desk.openedBy("maria").id();
        tickets.handle(ANNA, lamp, Merge.into(target));
        String reason = "merged: Ticket 1 was merged into ticket " + target + ": do it there";

        assertRefused(List.of(reason), () -> tickets.handle(ANNA, order, new Link(lamp, Link.Type.BLOCKS)));
        assertRefused(List.of(reason), () -> tickets.handle(ANNA, lamp, new Link(order, Link.Type.BLOCKS)));
        assertThat(get(lamp).related().links()).containsOnlyKeys(order);
        assertThat(tickets.handle(ANNA, lamp, Unlink.from(order)).related().links()).isEmpty();
        assertThat(get(order).related().links()).isEmpty();
    }

    @Test
    void commuteWithWhatOthersDo() {
        tickets.handle(ANNA, lamp, Move.of("start"));

        tickets.handle(ANNA, lamp, Link.with(order), CommandOptions.seen(2));
        assertThat(tickets.handle(ANNA, lamp, Unlink.from(order), CommandOptions.seen(2)).version()).isEqualTo(5);
    }

    @Test
    void haveOneEffectUnderAKey() {
        CommandOptions key = CommandOptions.key("k");
        Ticket linked = tickets.handle(ANNA, lamp, Link.with(order), key);
        tickets.handle(ANNA, lamp, Unlink.from(order));

        assertThat(tickets.handle(ANNA, lamp, Link.with(order), key)).isEqualTo(linked);
        assertThat(get(lamp).related().links()).isEmpty();
        for (TicketCommand other : List.of(new Link(order, Link.Type.BLOCKS), Link.with(lamp), Unlink.from(order))) {
            assertThatThrownBy(() -> tickets.handle(ANNA, lamp, other, key))
                    .isInstanceOf(IdempotencyKey.ReusedException.class);
        }
    }

    @Test
    void areBoundedOnBothSides() {
        for (int i = 0; i < RelatedTickets.MAX_LINKS; i++) {
            tickets.handle(ANNA, desk.openedBy("maria").id(), Link.with(lamp));
        }
        String reason = "too-many-links: A ticket has at most 50 links, and ticket 1 has as many";

        assertThat(get(lamp).related().links()).hasSize(RelatedTickets.MAX_LINKS);
        assertRefused(List.of(reason), () -> tickets.handle(ANNA, lamp, Link.with(order)));
        assertRefused(List.of(reason), () -> tickets.handle(ANNA, order, Link.with(lamp)));
        TicketId linked = get(lamp).related().links().keySet().iterator().next();
        tickets.handle(ANNA, lamp, new Link(linked, Link.Type.BLOCKS));
        assertThat(get(lamp).related().links()).containsEntry(linked, Link.Type.BLOCKS);
    }
}
