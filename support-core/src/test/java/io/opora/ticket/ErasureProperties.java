package io.opora.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.opora.SettableClock;
import io.opora.SupportException;
import io.opora.access.Actor;
import io.opora.access.ActorId;
import io.opora.access.Role;
import io.opora.report.Report;
import io.opora.report.ReportPlan;
import io.opora.report.Reports;
import io.opora.sla.BusinessCalendar;
import io.opora.storage.memory.MemoryStorage;
import io.opora.workflow.Workflow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of erasing and exporting a person, of tickets to which anything has happened, merged and split ones included. */
class ErasureProperties {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Actor CHIEF = Actor.agent("chief").withRoles(Role.SUPERVISOR);
    private static final List<Actor> CUSTOMERS = List.of(Actor.customer("maria"), Actor.customer("ivan"),
            Actor.customer("zoe"));
    private static final ActorId MARIA = ActorId.of("maria");
    private static final ReportPlan PLAN = ReportPlan
            .builder(ZoneOffset.UTC, LocalDate.parse("2026-03-01"), LocalDate.parse("2026-12-31"))
            .calendar(BusinessCalendar.alwaysOpen(ZoneOffset.UTC))
            .groupBy(ReportPlan.By.Property.KIND, ReportPlan.By.Property.TEAM, ReportPlan.By.Property.TAG).build();

    /** A desk with tickets of three people who take part in each other's; what each wrote says who wrote it. */
    private static final class World implements AutoCloseable {

        private final SettableClock clock = SettableClock.at(START);
        private final MemoryStorage storage = MemoryStorage.create();
        private final Tickets tickets = Tickets.builder(storage.tickets()).clock(clock).random(new Random(1))
                .fields(RandomCommands.FIELDS).knownWorkflow(Workflow.returns()).build();
        private final List<TicketId> ids = new ArrayList<>();

        World(long seed) {
            Random random = new Random(seed);
            RandomCommands commands = new RandomCommands(Workflow.standard(), random);
            for (int i = 0; i < 5; i++) {
                Actor customer = CUSTOMERS.get(random.nextInt(3));
                ids.add(tickets.open(customer, OpenTicket.builder("Subject of " + customer.id(), said(customer))
                        .requester(new Requester(customer.id(), Optional.of("Name of " + customer.id()),
                                Optional.of(customer.id() + "@example.org"), Optional.empty(), Optional.empty()))
                        .build()).id());
            }
            for (int i = 0; i < 60; i++) {
                clock.advance(commands.pause());
                TicketId id = ids.get(random.nextInt(ids.size()));
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        Actor customer = CUSTOMERS.get(random.nextInt(3));
                        send(customer, id, Reply.of(said(customer)));
                    }
                    case 2 -> send(CHIEF, id, new AddParticipant(CUSTOMERS.get(random.nextInt(3)).id(),
                            Ticket.Participation.REPLY));
                    case 3 -> send(CHIEF, id, random.nextBoolean()
                            ? Merge.into(ids.get(random.nextInt(ids.size())))
                            : new Unmerge());
                    case 4 -> send(CHIEF, id, Split.of("Split off", 1 + random.nextInt(9)));
                    default -> send(commands.actor(), id, commands.command(clock.instant()));
                }
            }
        }

        private static String said(Actor customer) {
            return "Words of " + customer.id();
        }

        private void send(Actor actor, TicketId id, TicketCommand command) {
            try {
                Ticket ticket = tickets.handle(actor, id, command);
                if (!ids.contains(ticket.id())) {
                    ids.add(ticket.id());
                }
            } catch (SupportException e) {
                // not admitted, which is no matter here
            }
        }

        List<TicketEvent> history(TicketId id) {
            return storage.tickets().history(id, 0, Tickets.MAX_HISTORY_PAGE);
        }

        String everything() {
            return ids.stream().map(id -> TicketJson.write(storage.tickets().find(id).orElseThrow())
                    + history(id).stream().map(TicketJson::write).collect(Collectors.joining("\n")))
                    .collect(Collectors.joining("\n"));
        }

        String exported(ActorId person) {
            StringBuilder out = new StringBuilder();
            tickets.people().export(CHIEF, person, out);
            return out.toString();
        }

        @Override
        public void close() {
            tickets.close();
            storage.close();
        }
    }

    @Property(tries = 150)
    void nothingOfAnErasedPersonIsLeftAndHistoriesStayGaplessWithTheirTimesAndGiveTheirHeaders(@ForAll long seed) {
        try (World world = new World(seed)) {
            List<List<Instant>> times = world.ids.stream().map(id -> world.history(id).stream()
                    .map(event -> event.stamp().at()).toList()).toList();

            world.tickets.people().erase(CHIEF, MARIA);

            assertThat(world.everything()).doesNotContain("Words of maria", "Name of maria", "maria@", "\"maria\"");
            for (int i = 0; i < world.ids.size(); i++) {
                List<TicketEvent> history = world.history(world.ids.get(i));
                assertThat(history.stream().map(event -> event.stamp().at()))
                        .startsWith(times.get(i).toArray(Instant[]::new));
                for (int sequence = 1; sequence <= history.size(); sequence++) {
                    assertThat(history.get(sequence - 1).stamp().sequence()).isEqualTo(sequence);
                }
                assertThat(Ticket.replay(history))
                        .isEqualTo(world.storage.tickets().find(world.ids.get(i)).orElseThrow());
            }
        }
    }

    @Property(tries = 100)
    void anExportHasWhatAnErasureTakesAndNothingAfterIt(@ForAll long seed) {
        try (World world = new World(seed)) {
            String exported = world.exported(MARIA);
            boolean isThere = world.everything().contains("\"maria\"");
            assertThat(exported.contains("\"events\"")).isEqualTo(isThere);
            assertThat(exported).doesNotContain("Words of ivan", "Name of zoe");

            int erased = world.tickets.people().erase(CHIEF, MARIA);

            assertThat(erased > 0).isEqualTo(isThere);
            assertThat(world.exported(MARIA)).isEqualTo("{\"version\":1,\"person\":\"maria\",\"tickets\":[]}");
            String after = world.everything();
            assertThat(world.tickets.people().erase(CHIEF, MARIA)).as("once more").isZero();
            assertThat(world.everything()).isEqualTo(after);
        }
    }

    @Property(tries = 100)
    void whatOthersWroteAndReportsStayAsTheyWere(@ForAll long seed) {
        try (World world = new World(seed)) {
            Reports reports = new Reports(world.tickets, world.clock);
            Report before = reports.read(CHIEF, PLAN);
            String words = others(world.everything());

            world.tickets.people().erase(CHIEF, MARIA);

            Report after = reports.read(CHIEF, PLAN);
            for (Report.Table table : Report.Table.values()) {
                assertThat(after.csv(table)).isEqualTo(before.csv(table));
            }
            assertThat(others(world.everything())).isEqualTo(words);
        }
    }

    /** What the other two wrote, in its order. */
    private static String others(String everything) {
        return java.util.regex.Pattern.compile("Words of (ivan|zoe)").matcher(everything).results()
                .map(java.util.regex.MatchResult::group).collect(Collectors.joining(", "));
    }
}
