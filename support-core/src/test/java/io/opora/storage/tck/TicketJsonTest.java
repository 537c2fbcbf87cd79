package io.opora.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opora.StorageException;
import io.opora.storage.memory.MemoryStorage;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TicketJsonTest {

    @Test
    void everyHeaderAndEveryEventComesBack() {
        Dice.roll(dice -> {
            Samples samples = new Samples(MemoryStorage.create().tickets(), dice);
            List<Story> stories = new ArrayList<>(samples.everything());
            stories.addAll(samples.random(300));
            for (Story story : stories) {
                StorageSuite.assertSame(TicketJson.readTicket(TicketJson.write(story.ticket())), story.ticket());
                for (TicketEvent event : story.history()) {
                    StorageSuite.assertSame(TicketJson.readEvent(TicketJson.write(event)), event);
                }
            }
        });
    }

    @Test
    void theSamplesHaveEveryTypeOfEvent() {
        Samples samples = new Samples(MemoryStorage.create().tickets(), Dice.loaded());
        Set<String> written = samples.everything().stream().flatMap(story -> story.history().stream())
                .map(TicketJson::write).map(TicketJson::readEvent).map(event -> event.getClass().getSimpleName())
                .collect(Collectors.toSet());
        assertThat(written).containsAll(Stream.of(TicketEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName).toList());
    }

    @Test
    void equalValuesAreWrittenAlikeWhateverTheOrderInMemory() {
        Samples samples = new Samples(MemoryStorage.create().tickets(), Dice.loaded());
        for (Story story : samples.everything()) {
            Ticket again = Ticket.replay(story.history());
            assertThat(TicketJson.write(again)).isEqualTo(TicketJson.write(story.ticket()));
            assertThat(TicketJson.write(TicketJson.readTicket(TicketJson.write(again))))
                    .isEqualTo(TicketJson.write(again));
        }
    }

    @Test
    void whatIsDamagedIsRefusedWithoutQuotingWhatPeopleWrote() {
        String text = TicketJson.write(new Samples(MemoryStorage.create().tickets(), Dice.loaded()).open().ticket());
        for (String damaged : List.of("", "null", "[]", "{}", text.substring(0, text.length() - 1),
                "{\"type\":\"Nope\"}",
                text.replace("Lamp broken\"", "Lamp broken\",\"surprise\":1"))) {
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> TicketJson.readTicket(damaged))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Lamp").contains("Ticket"));
            assertThatExceptionOfType(StorageException.class).isThrownBy(() -> TicketJson.readEvent(damaged))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Lamp").contains("TicketEvent"));
        }
    }
}
