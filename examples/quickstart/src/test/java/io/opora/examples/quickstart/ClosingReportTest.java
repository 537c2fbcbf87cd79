package io.opora.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every figure of the closing report on the sample, reckoned a second time from the bare files. */
class ClosingReportTest {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE dd MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("EEE dd MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneId.of("Europe/Moscow"));
    private static final Program PROGRAM = Program.run();
    private static final Replay REPLAY = Replay.ofSample();

    @Test
    void itSaysWhatBecameOfEveryLine() {
        int requests = Replay.lines("requests.jsonl").size();
        int steps = Replay.lines("agents.jsonl").size();
        int opened = requests - REPLAY.added - REPLAY.followUps;

        assertThat(PROGRAM.part("Report")).startsWith(
                requests + " requests: " + opened + " opened a ticket, " + REPLAY.added + " continued one, "
                        + REPLAY.followUps + " came after the closing and opened a follow-up ticket.",
                steps + " steps of agents: " + (steps - REPLAY.refusals.size()) + " done, " + REPLAY.refusals.size()
                        + " refused.",
                "Every line could be read.");
        assertThat(opened + REPLAY.followUps).isEqualTo(REPLAY.tickets.size());
        assertThat(REPLAY.done).isEqualTo(steps - REPLAY.refusals.size());
    }

    @Test
    void volumesAndFirstRepliesByKindLanguageAndChannelAreThoseOfTheSample() {
        assertThat(PROGRAM.rows("Tickets by kind:")).isEqualTo(volumes(ticket -> ticket.kind))
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(PROGRAM.rows("Tickets by language:")).isEqualTo(volumes(ticket -> ticket.locale)).hasSize(2);
        assertThat(PROGRAM.rows("Tickets by channel:")).isEqualTo(volumes(ticket -> ticket.channel)).hasSize(4);
    }

    private static List<List<String>> volumes(Function<Replay.Ticket, String> property) {
        Map<String, List<Replay.Ticket>> groups = REPLAY.tickets.stream()
                .collect(Collectors.groupingBy(property, TreeMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .sorted(Comparator.comparingInt(group -> -group.getValue().size())) // a stable sort keeps names in order
                .map(group -> {
                    List<Duration> waits = waits(group.getValue());
                    int size = group.getValue().size();
                    return List.of(group.getKey(), "" + size,
                            Math.round(100.0 * size / REPLAY.tickets.size()) + " %", brief(waits, 0.5),
                            brief(waits, 0.9), "" + (size - waits.size()));
                }).toList();
    }

    @Test
    void firstRepliesAreThoseOfTheScript() {
        List<Duration> waits = waits(REPLAY.tickets);

        assertThat(PROGRAM.section("First reply by a person")).containsExactly("median " + brief(waits, 0.5)
                + ", 90 % within " + brief(waits, 0.9) + ", longest " + brief(waits, 1) + "; " + waits.size()
                + " tickets answered, " + (REPLAY.tickets.size() - waits.size()) + " not");
        assertThat(waits).hasSizeGreaterThan(100);
    }

    private static List<Duration> waits(List<Replay.Ticket> tickets) {
        return tickets.stream().map(Replay.Ticket::waited).flatMap(Optional::stream).sorted().toList();
    }

    /** The least wait that this share of all does not exceed, as it is printed. */
    private static String brief(List<Duration> waits, double share) {
        Duration wait = waits.stream()
                .filter(each -> waits.stream().filter(other -> other.compareTo(each) <= 0).count() >= share
                        * waits.size())
                .findFirst().orElseThrow();
        long minutes = wait.toMinutes();
        return minutes < 60
                ? minutes + " min"
                : minutes < 24 * 60
                        ? minutes / 60 + String.format(Locale.ROOT, " h %02d min", minutes % 60)
                        : minutes / (24 * 60) + String.format(Locale.ROOT, " d %02d h", minutes / 60 % 24);
    }

    @Test
    void theBacklogOfEachDayIsThatOfTheReplay() {
        List<List<String>> expected = new ArrayList<>();
        REPLAY.days.forEach((date, day) -> expected.add(Stream.concat(Stream.of(DAY.format(date)),
                Stream.of(day.opened, day.replies, day.solved, day.reopened, day.closed, day.in("new"),
                        day.in("open"), day.in("pending"), day.in("on hold"), day.unfinished())
                        .map(Object::toString))
                .toList()));

        assertThat(PROGRAM.rows("Backlog at the end of each day")).isEqualTo(expected).hasSizeGreaterThan(15);
    }

    @Test
    void theProgressLinesSaidTheSame() {
        DateTimeFormatter day = DateTimeFormatter.ofPattern("EEE dd MMM", Locale.ENGLISH);
        List<String> expected = new ArrayList<>();
        REPLAY.days.forEach((date, done) -> expected.add("%s opened %d replies %d solved %d reopened %d closed %d "
                .formatted(day.format(date), done.opened, done.replies, done.solved, done.reopened, done.closed)
                + "reminded %d backlog %d".formatted(done.reminded, done.unfinished())));

        assertThat(PROGRAM.out().lines().filter(line -> line.contains("   reminded "))
                .map(line -> line.replaceAll(" +", " "))).isEqualTo(expected);
    }

    @Test
    void whatTimeAloneDidIsWhatTheRulesOfTheWorkflowsSay() {
        long solved = count(ticket -> ticket.everSolved);
        long reopened = count(ticket -> ticket.everReopened);
        long reminders = REPLAY.days.values().stream().mapToLong(day -> day.reminded).sum();

        assertThat(PROGRAM.section("Taken up again, and what time alone did")).containsExactly(
                "of " + solved + " solved tickets " + reopened + " taken up again ("
                        + Math.round(100.0 * reopened / solved) + " %); " + REPLAY.followUps
                        + " follow-up tickets opened",
                "time alone: " + reminders + " reminders, " + REPLAY.solvedByTime + " tickets solved, "
                        + REPLAY.closedByTime + " closed");
    }

    private static long count(Predicate<Replay.Ticket> property) {
        return REPLAY.tickets.stream().filter(property).count();
    }

    @Test
    void everyRefusalIsListedWithItsWholeReason() {
        List<String> lines = PROGRAM.section("Refused by the desk:").stream().skip(2).toList();
        List<String> rows = new ArrayList<>();
        for (String line : lines) { // reasons go on in the next line, behind blanks
            if (line.startsWith(" ")) {
                rows.set(rows.size() - 1, rows.getLast() + " " + line.strip());
            } else {
                rows.add(line.replaceAll(" {2,}", " | "));
            }
        }

        assertThat(rows).hasSameSizeAs(REPLAY.refusals).hasSizeGreaterThanOrEqualTo(6);
        for (int i = 0; i < rows.size(); i++) {
            Replay.Refusal refusal = REPLAY.refusals.get(i);
            assertThat(rows.get(i)).startsWith(MINUTE.format(refusal.at()) + " | " + refusal.agent() + " | #"
                    + refusal.ticket() + " (" + refusal.status() + ") | " + refusal.action()).contains(refusal.words())
                    .doesNotContain("…", "not foreseen");
        }
    }
}
