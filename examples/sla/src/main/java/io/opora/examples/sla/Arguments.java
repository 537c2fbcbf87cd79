package io.opora.examples.sla;

import io.opora.Spelling;
import io.opora.sla.BusinessCalendar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was written on the command line. Each method reads one thing and says clearly what is wrong with it.
 *
 * @param words what follows the options: the question and what it is about
 * @param options the options by their names
 */
record Arguments(List<String> words, Map<String, String> options) {

    private static final List<String> OPTIONS = List.of("--calendar", "--language", "--zone");
    private static final int MAX_FILE_BYTES = 4 * BusinessCalendar.MAX_JSON_LENGTH;
    private static final Pattern DURATION = Pattern.compile("(?:PT)?(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})S)?",
            Pattern.CASE_INSENSITIVE);

    static Arguments of(List<String> args) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("--")) {
                words.add(arg);
            } else if (!OPTIONS.contains(arg)) {
                throw new UsageException(
                        Spelling.quote(arg) + " is no option" + Spelling.hintFor(arg, OPTIONS));
            } else if (i + 1 == args.size()) {
                throw new UsageException(arg + " needs a value");
            } else if (options.put(arg, args.get(++i)) != null) {
                throw new UsageException(arg + " is given twice");
            }
        }
        return new Arguments(List.copyOf(words), Map.copyOf(options));
    }

    /** The same with other options, which win. */
    Arguments with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(others);
        return new Arguments(words, Map.copyOf(all));
    }

    /** The calendar of the file, or the one that comes with the program. */
    BusinessCalendar calendar() {
        String file = options.get("--calendar");
        return BusinessCalendar.fromJson(file == null ? shipped() : content(path(file)));
    }

    private static String shipped() {
        try (InputStream file = Objects.requireNonNull(Arguments.class.getResourceAsStream("shop.json"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new UsageException(Spelling.quote(file.toString()) + " is no calendar: it has more than "
                        + MAX_FILE_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UsageException(Spelling.quote(file.toString()) + " is no text in UTF-8");
        } catch (IOException e) {
            throw new UsageException("cannot read " + Spelling.quote(file.toString()) + ": " + reason(e));
        }
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }

    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException(Spelling.quote(name) + " is no name of a file");
        }
    }

    Words language() {
        return Words.of(options.getOrDefault("--language", "en"));
    }

    /** By whose clock the customer lives. */
    ZoneId zone(BusinessCalendar calendar) {
        String zone = options.get("--zone");
        return zone == null
                ? calendar.zone()
                : read(zone, ZoneId::of, "a time zone: write Asia/Tokyo or +09:00");
    }

    private static <T> T read(String text, Function<String, T> reader, String what) {
        try {
            return reader.apply(text);
        } catch (DateTimeException e) {
            throw new UsageException(Spelling.quote(text) + " is not " + what);
        }
    }

    /** A word of the question, counted from 0, which is the question itself. */
    private String word(int index) {
        return words.get(index);
    }

    /** An instant: with an offset, by the calendar's clock, or {@code now}. */
    Instant instant(int index, ZoneId zone, InstantSource clock) {
        String text = word(index);
        if (text.equals("now")) {
            return clock.instant();
        }
        String what = "a time: write 2026-03-06T16:00, 2026-03-06T16:00+03:00 or now";
        if (text.matches(".*T.*(Z|[+-]\\d\\d.*)")) {
            return read(text, OffsetDateTime::parse, what).toInstant();
        }
        LocalDateTime local = read(text, LocalDateTime::parse, what);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new UsageException(Spelling.quote(text) + " does not exist in " + zone
                    + ": the clocks skip it; give an offset");
        }
        return local.toInstant(offsets.getFirst());
    }

    LocalDate date(int index) {
        return read(word(index), LocalDate::parse, "a date: write 2026-03-06");
    }

    YearMonth month(int index) {
        return read(word(index), YearMonth::parse, "a month: write 2026-03");
    }

    Path file(int index) {
        return path(word(index));
    }

    Duration duration(int index) {
        String text = word(index);
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || !text.matches(".*\\d.*")) {
            throw new UsageException(Spelling.quote(text)
                    + " is not a duration: write 8h, 1h30m or PT8H; a day is not always as long, so there is no unit for it");
        }
        return Duration.ofHours(number(matcher.group(1))).plusMinutes(number(matcher.group(2)))
                .plusSeconds(number(matcher.group(3)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
