package io.opora.report;

import static java.util.Objects.requireNonNull;

import io.opora.report.Report.Cell;
import io.opora.report.Report.Group;
import io.opora.report.Report.Judged;
import io.opora.report.Report.Period;
import io.opora.report.Report.Times;
import io.opora.report.ReportPlan.By;
import io.opora.report.ReportPlan.Crossing;
import io.opora.report.TicketLife.Happening;
import io.opora.report.TicketLife.Stay;
import io.opora.sla.BusinessCalendar;
import io.opora.sla.SlaClock;
import io.opora.ticket.FieldValue;
import io.opora.ticket.ServiceLevels;
import io.opora.ticket.TeamId;
import io.opora.ticket.Ticket;
import io.opora.ticket.TicketEvent;
import io.opora.ticket.TicketId;
import io.opora.workflow.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sums of a report on the way. */
final class Counts {

    private static final Comparator<Optional<String>> BY_VALUE = Comparator
            .comparing((Optional<String> value) -> value.isEmpty()).thenComparing(value -> value.orElse(""));

    private final ReportPlan plan;
    private final Instant asOf;
    private final Instant begin;
    private final Instant end;
    private final List<LocalDate> starts;
    /** The end of each period. */
    private final Instant[] ends;
    private final Map<Happening, long[]> happened = new EnumMap<>(Happening.class);
    /** For each phase, by how much the backlog of a period differs from that of the one before. */
    private final Map<Phase, long[]> backlog = new EnumMap<>(Phase.class);
    private final GroupCounts total;
    private final Map<By, Bounded<Optional<String>, GroupCounts>> groups = new LinkedHashMap<>();
    private final Map<Phase, TimeCounts> phases = new EnumMap<>(Phase.class);
    private final Map<Crossing, Bounded<Pair, long[]>> crossings = new LinkedHashMap<>();

    /** By kind and team, for each clock the cycles that began in each period. */
    private final Bounded<Pair, Map<SlaClock.Kind, SlaClock.@Nullable Tally[]>> serviceLevels;
    private long withoutClocks;

    private record Pair(String value, Optional<String> by) {}

    /** Values by a key, of which there may be only so many; all others share the value of one key. */
    private record Bounded<K, V>(Map<K, V> map, int most, K others, Supplier<V> maker) {

        V get(K key) {
            return map.computeIfAbsent(map.size() < most - 1 || map.containsKey(key) ? key : others,
                    absent -> maker.get());
        }
    }

    Counts(ReportPlan plan, Instant asOf) {
        this.plan = plan;
        this.asOf = asOf;
        this.begin = plan.begin();
        this.end = plan.end();
        this.starts = plan.starts();
        this.ends = new Instant[starts.size()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = i + 1 < ends.length ? starts.get(i + 1).atStartOfDay(plan.zone()).toInstant() : end;
        }
        for (Happening what : Happening.values()) {
            happened.put(what, new long[ends.length]);
        }
        for (Phase phase : Phase.values()) {
            if (!phase.isFinished()) {
                backlog.put(phase, new long[ends.length + 1]);
            }
            if (phase != Phase.CLOSED) {
                phases.put(phase, new TimeCounts(plan.calendar()));
            }
        }
        Supplier<GroupCounts> group = () -> new GroupCounts(plan.calendar());
        this.total = group.get();
        plan.groups().forEach(by -> groups.put(by,
                new Bounded<>(new HashMap<>(), Report.MAX_GROUPS, Optional.of(Report.OTHERS), group)));
        Pair others = new Pair(Report.OTHERS, Optional.of(Report.OTHERS));
        this.serviceLevels = new Bounded<>(new HashMap<>(), Report.MAX_GROUPS, others,
                () -> new EnumMap<>(SlaClock.Kind.class));
        plan.crossings().forEach(crossing -> crossings.put(crossing,
                new Bounded<>(new HashMap<>(), Report.MAX_CELLS, others, () -> new long[1])));
    }

    /** How long something took, in calendar and business time. */
    private static final class TimeCounts {

        private final Optional<BusinessCalendar> hours;
        private final Distribution calendar = new Distribution();
        private final Distribution business = new Distribution();
        private long waiting;

        TimeCounts(Optional<BusinessCalendar> hours) {
            this.hours = hours;
        }

        void add(Instant from, Instant to) {
            calendar.add(Duration.between(from, to));
            hours.ifPresent(open -> business.add(open.between(from, to)));
        }

        /** Several stays as one. */
        void add(List<Stay> stays, Instant until) {
            Duration inAll = Duration.ZERO;
            Duration inOpenTime = Duration.ZERO;
            for (Stay stay : stays) {
                Instant to = stay.to().orElse(until);
                inAll = inAll.plus(Duration.between(stay.from(), to));
                inOpenTime = hours.isEmpty() ? inOpenTime : inOpenTime.plus(hours.get().between(stay.from(), to));
                waiting += stay.to().isEmpty() ? 1 : 0;
            }
            calendar.add(inAll);
            if (hours.isPresent()) {
                business.add(inOpenTime);
            }
        }

        void add(Instant from, Optional<Instant> to, boolean elsewhere) {
            if (to.isPresent()) {
                add(from, to.get());
            } else if (!elsewhere) {
                waiting++;
            }
        }

        Times times() {
            return new Times(calendar.size(), waiting, calendar.spread(), business.spread());
        }
    }

    /** The sums of a group. */
    private static final class GroupCounts {

        private final TimeCounts firstReply;
        private final TimeCounts resolution;
        private long tickets;
        private long merged;
        private long solved;
        private long reopened;

        GroupCounts(Optional<BusinessCalendar> calendar) {
            firstReply = new TimeCounts(calendar);
            resolution = new TimeCounts(calendar);
        }

        void add(TicketLife life) {
            tickets++;
            merged += life.isMerged() ? 1 : 0;
            solved += life.wasSolved() ? 1 : 0;
            reopened += life.wasReopened() ? 1 : 0;
            Instant openedAt = life.ticket().openedAt();
            firstReply.add(openedAt, life.firstReply(), life.isMerged());
            resolution.add(openedAt, life.finishedAt(), life.isMerged());
        }

        Group group(Optional<String> value) {
            return new Group(value, tickets, merged, solved, reopened, firstReply.times(), resolution.times());
        }
    }

    void add(List<TicketEvent> history, Function<TicketId, List<TicketEvent>> others) {
        TicketLife.of(history, asOf).ifPresent(life -> {
            add(life);
            plan.serviceLevels().ifPresent(policies -> ServiceLevels.timeline(history, others).ifPresentOrElse(
                    timeline -> judge(life.ticket(), SlaClock.read(timeline, policies, asOf)), () -> withoutClocks++));
        });
    }

    private void judge(Ticket ticket, SlaClock.Reading reading) {
        Pair pair = new Pair(ticket.kind().name(), ticket.team().map(TeamId::name));
        for (SlaClock clock : reading.clocks()) {
            for (SlaClock.Cycle cycle : clock.cycles()) {
                if (isWithin(cycle.start())) {
                    SlaClock.@Nullable Tally[] tallies = serviceLevels.get(pair).computeIfAbsent(clock.kind(),
                            kind -> new SlaClock.Tally[ends.length]);
                    int period = endedBy(cycle.start());
                    SlaClock.@Nullable Tally before = tallies[period];
                    tallies[period] = before == null ? tally(cycle) : before.plus(tally(cycle));
                }
            }
        }
    }

    private static SlaClock.Tally tally(SlaClock.Cycle cycle) {
        return switch (cycle.state()) {
            case MET -> new SlaClock.Tally(1, 0, 0);
            case BREACHED -> new SlaClock.Tally(0, 1, 0);
            case RUNNING, PAUSED -> new SlaClock.Tally(0, 0, 1);
        };
    }

    private boolean isWithin(Instant at) {
        return !at.isBefore(begin) && at.isBefore(end);
    }

    private void add(TicketLife life) {
        for (TicketLife.Happened each : life.happened()) {
            if (isWithin(each.at())) {
                counts(each.what())[endedBy(each.at())]++;
            }
        }
        for (Stay stay : life.stays()) {
            long[] differences = backlog.get(stay.phase());
            if (differences != null) {
                differences[endedBy(stay.from())]++;
                differences[stay.to().map(this::endedBy).orElse(ends.length)]--;
            }
        }
        if (isWithin(life.ticket().openedAt())) {
            addOpened(life);
        }
    }

    /** How many periods have ended by an instant, which is also the index of the period that it lies in, or before. */
    private int endedBy(Instant at) {
        int found = Arrays.binarySearch(ends, at);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private void addOpened(TicketLife life) {
        Ticket ticket = life.ticket();
        total.add(life);
        groups.forEach((by, counts) -> {
            List<String> values = values(by, ticket);
            if (values.isEmpty()) {
                counts.get(Optional.empty()).add(life);
            }
            values.forEach(value -> counts.get(Optional.of(value)).add(life));
        });
        phases.forEach((phase, counts) -> {
            List<Stay> stays = life.stays().stream().filter(stay -> stay.phase() == phase).toList();
            if (!stays.isEmpty()) {
                counts.add(stays, asOf);
            }
        });
        crossings.forEach((crossing, counts) -> {
            List<Optional<String>> others = values(crossing.by(), ticket).stream().map(Optional::of).toList();
            for (String value : values(crossing.what(), ticket)) {
                for (Optional<String> other : others.isEmpty() ? List.of(Optional.<String>empty()) : others) {
                    counts.get(new Pair(value, other))[0]++;
                }
            }
        });
    }

    private static List<String> values(By by, Ticket ticket) {
        return switch (by) {
            case By.Property.KIND -> List.of(ticket.kind().name());
            case By.Property.TEAM -> ticket.team().map(team -> List.of(team.name())).orElse(List.of());
            case By.Property.CHANNEL -> List.of(ticket.channel().name());
            case By.Property.TAG -> ticket.tags().stream().map(Object::toString).toList();
            case By.Property.LANGUAGE -> List.of(ticket.locale().toLanguageTag());
            case By.Property.PRIORITY -> List.of(ticket.priority().name());
            case By.Field field -> Optional.ofNullable(ticket.fields().get(field.field())).map(FieldValue::asText)
                    .map(List::of).orElse(List.of());
        };
    }

    Report report() {
        Map<By, List<Group>> byProperty = new LinkedHashMap<>();
        groups.forEach((by, counts) -> byProperty.put(by, counts.map().entrySet().stream()
                .map(each -> each.getValue().group(each.getKey()))
                .sorted(Comparator.comparingLong(Group::tickets).reversed().thenComparing(Group::value, BY_VALUE))
                .toList()));
        Map<Phase, Times> times = new EnumMap<>(Phase.class);
        phases.forEach((phase, counts) -> times.put(phase, counts.times()));
        Map<Crossing, List<Cell>> cells = new LinkedHashMap<>();
        crossings.forEach((crossing, counts) -> cells.put(crossing, counts.map().entrySet().stream()
                .map(each -> new Cell(each.getKey().value(), each.getKey().by(), each.getValue()[0]))
                .sorted(Comparator.comparingLong(Cell::tickets).reversed().thenComparing(Cell::value)
                        .thenComparing(Cell::by, BY_VALUE))
                .toList()));
        return new Report(plan, asOf, periods(), total.group(Optional.empty()), byProperty, times, cells,
                judged(), withoutClocks);
    }

    private List<Judged> judged() {
        List<Judged> judged = new ArrayList<>();
        serviceLevels.map().forEach((pair, clocks) -> clocks.forEach((clock, tallies) -> {
            for (int i = 0; i < tallies.length; i++) {
                SlaClock.@Nullable Tally tally = tallies[i];
                if (tally != null) {
                    judged.add(new Judged(starts.get(i), clock, pair.value(), pair.by(), tally));
                }
            }
        }));
        judged.sort(Comparator.comparing(Judged::from).thenComparing(Judged::clock).thenComparing(Judged::kind)
                .thenComparing(Judged::team, BY_VALUE));
        return judged;
    }

    private List<Period> periods() {
        List<Period> periods = new ArrayList<>();
        Map<Phase, Long> left = new EnumMap<>(Phase.class);
        for (int i = 0; i < ends.length; i++) {
            Instant from = i == 0 ? begin : ends[i - 1];
            if (from.isAfter(asOf)) {
                break;
            }
            int index = i;
            backlog.forEach((phase, differences) -> left.merge(phase, differences[index], Long::sum));
            periods.add(new Period(starts.get(i), i + 1 < ends.length ? starts.get(i + 1) : plan.to(),
                    count(Happening.OPENED, i), count(Happening.REPLY, i), count(Happening.CUSTOMER_MESSAGE, i),
                    count(Happening.SOLVED, i), count(Happening.REOPENED, i), count(Happening.CLOSED, i), left));
        }
        return periods;
    }

    private long count(Happening what, int period) {
        return counts(what)[period];
    }

    private long[] counts(Happening what) {
        return requireNonNull(happened.get(what));
    }
}
