package io.opora.examples.replies;

import static java.util.Objects.requireNonNull;

import io.opora.Spelling;
import io.opora.SupportException;
import io.opora.reply.Replies;
import io.opora.reply.ReplyTemplate;
import io.opora.reply.ReplyTemplate.Rendering;
import io.opora.reply.ReplyTemplate.Values;
import io.opora.reply.ReplyTemplate.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads templates and past messages, and says which template fits a message, why, and how often that is right. */
public final class PreparedReplies {

    static final String USAGE = """
            Ask one of these:
              ask MESSAGE    which templates fit, how sure that is, and why: ask where is my money
              check          what is wrong with the templates, with line and column
              report FILE    how often suggestions are right against how often there is none: report threshold.svg
            Options: --templates FOLDER (a JSON file for each template), --messages FILE (a line each: message, tab, template or NONE),
              --accept SHARE (of wrong suggestions, 0 to 1; 0.7 unless said), --name NAME (of who asked)""";

    /** What is asked if nothing is. */
    static final List<String> TOUR = List.of("ask I was charged twice, give me my money back --name Maria",
            "ask посылка так и не пришла, где она?", "ask can you recommend a good film", "check");

    private static final List<String> QUESTIONS = List.of("ask", "check", "report");
    private static final List<String> OPTIONS = List.of("templates", "messages", "accept", "name");
    private static final long MAX_FILE = 50_000_000;
    private static final int LIMIT = 3;

    private final Map<String, String> options;
    private final PrintStream out;

    private PreparedReplies(Map<String, String> options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Answers.
     *
     * @param args the question and the options
     */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** Ends with 0, or with 2 if the question, a template or a message is wrong. */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            if (args.isEmpty()) {
                for (String question : TOUR) {
                    out.println("$ " + question);
                    answer(List.of(question.split(" ")), out);
                    out.println();
                }
                out.println(USAGE);
            } else {
                answer(args, out);
            }
            return 0;
        } catch (UsageException | SupportException e) {
            err.println(e.getMessage());
            return 2;
        } catch (UncheckedIOException e) {
            err.println(e.getCause());
            return 2;
        }
    }

    private static void answer(List<String> args, PrintStream out) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (!word.startsWith("--")) {
                words.add(word);
            } else if (!OPTIONS.contains(word.substring(2)) || i + 1 == args.size()) {
                throw new UsageException(Spelling.quote(word) + " is no option with a value"
                        + Spelling.hintFor(word.substring(2), OPTIONS) + "\n" + USAGE);
            } else {
                i++;
                options.put(word.substring(2), args.get(i));
            }
        }
        new PreparedReplies(options, out).answer(words);
    }

    private void answer(List<String> words) {
        String question = words.isEmpty() ? "" : words.getFirst();
        String rest = String.join(" ", words.subList(Math.min(1, words.size()), words.size()));
        if (!QUESTIONS.contains(question) || rest.isBlank() != question.equals("check")) {
            throw new UsageException(Spelling.quote(String.join(" ", words)) + " is no question"
                    + Spelling.hintFor(question, QUESTIONS) + "\n" + USAGE);
        }
        switch (question) {
            case "ask" -> ask(rest);
            case "check" -> check();
            default -> report(Path.of(rest));
        }
    }

    private void ask(String message) {
        try (Shelf shelf = new Shelf(templates(), past(), accept())) {
            List<Replies.Suggestion> suggestions = shelf.suggest(message, LIMIT);
            if (suggestions.isEmpty()) {
                out.println("no template fits well enough: a person should answer");
                return;
            }
            for (Replies.Suggestion suggestion : suggestions) {
                out.printf(Locale.ROOT, "%3.0f%%  %s (%s)%n", 100 * suggestion.confidence(),
                        suggestion.template().title(), suggestion.template().id());
                if (!suggestion.because().words().isEmpty()) {
                    out.println("      because of " + String.join(", ", suggestion.because().words()));
                }
                suggestion.because().cases().stream().limit(1).forEach(each -> out.println(shelf
                        .message(each.reference()).map(past -> "      and like " + Spelling.quote(past))
                        .orElse("      and like its own title or examples")));
            }
            print(shelf.render(suggestions.getFirst().template().id(), message, values()));
        }
    }

    private Values values() {
        Values.Builder values = Values.builder();
        if (options.containsKey("name")) {
            values.text("customer.name", options.get("name"));
        }
        return values.build();
    }

    private void print(Rendering rendering) {
        switch (rendering) {
            case Rendering.Rendered rendered -> rendered.text().lines().forEach(line -> out.println("  | " + line));
            case Rendering.Asks asks -> out.println("  to be filled in before it can be sent: "
                    + asks.missing().stream().map(Variable::name).collect(Collectors.joining(", ")));
            case Rendering.Refused refused -> refused.violations().forEach(wrong -> out.println("  " + wrong));
        }
    }

    private void check() {
        List<ReplyTemplate> templates = templates();
        out.println(templates.size() + " templates, nothing is wrong with them");
    }

    private void report(Path file) {
        Report report = Report.of(templates(), past());
        out.print(report.table());
        try {
            Files.writeString(file, Drawing.of(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println("drawn in " + file);
    }

    private double accept() {
        String share = options.getOrDefault("accept", "0.7");
        try {
            return Double.parseDouble(share);
        } catch (NumberFormatException e) {
            throw new UsageException(Spelling.quote(share) + " is no share: write 0.3");
        }
    }

    /** Those of the folder; without one, those that the program ships, unless there are messages of the user's own. */
    private List<ReplyTemplate> templates() {
        if (!options.containsKey("templates")) {
            return options.containsKey("messages") ? List.of() : shipped();
        }
        Map<String, ReplyTemplate> templates = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(options.get("templates")), "*.json")) {
            for (Path file : files) {
                try {
                    templates.put(file.getFileName().toString(), ReplyTemplate.fromJson(text(file)));
                } catch (SupportException e) {
                    wrong.add(file.getFileName() + ": " + e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!wrong.isEmpty()) {
            throw new UsageException(wrong.stream().sorted().collect(Collectors.joining("\n")));
        }
        if (templates.isEmpty()) {
            throw new UsageException(
                    options.get("templates") + " holds no templates: a JSON file for each is expected");
        }
        return List.copyOf(templates.values());
    }

    private static List<ReplyTemplate> shipped() {
        List<ReplyTemplate> templates = new ArrayList<>();
        for (String id : List.of("delivery", "invoice", "password", "refund", "size")) {
            templates.add(ReplyTemplate.fromJson(resource("templates/" + id + ".json")));
        }
        return templates;
    }

    private List<Past> past() {
        if (options.containsKey("messages")) {
            return Past.read(options.get("messages"), text(Path.of(options.get("messages"))).lines().toList());
        }
        return options.containsKey("templates")
                ? List.of()
                : Past.read("messages.tsv", resource("messages.tsv").lines().toList());
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new UsageException(file + " is too big: at most " + MAX_FILE + " bytes");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not in UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = PreparedReplies.class.getResourceAsStream(name)) {
            return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
