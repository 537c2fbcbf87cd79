package io.opora.examples.quickstart;

import io.opora.access.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is to be played on the desk: requests, what agents do with them, and who these agents are.
 *
 * @param requestFile name of the file that the requests come from
 * @param scriptFile  name of the file that the steps come from
 * @param requests    what customers wrote, with at least one request
 * @param script      what the agents do; empty if nobody has written that down
 * @param team        who works at the desk
 */
record Scenario(String requestFile, String scriptFile, List<Numbered<IncomingRequest>> requests,
        List<Numbered<AgentStep>> script, List<TeamMember> team) {

    static final String USAGE = """
            Usage: Quickstart [requests [script]]
              requests   a file that ends with .jsonl, .ndjson, .csv or .mbox; without it, the sample is played
              script     what agents did with these requests, in the form of the sample's agents.jsonl""";

    Scenario {
        requests = List.copyOf(requests);
        script = List.copyOf(script);
        team = List.copyOf(team);
    }

    /**
     * Reads the files that the arguments name, or the sample if they name none.
     *
     * @throws UsageException if there is nothing that could be played; the message says why
     */
    static Scenario of(List<String> args, Journal journal) {
        return switch (args.size()) {
            case 0 -> new Scenario("requests.jsonl", "agents.jsonl", Sample.requests(), Sample.script(),
                    Sample.team());
            case 1 -> {
                Path file = file(args.getFirst());
                yield new Scenario(name(file), "", requests(file, journal), List.of(), Sample.team());
            }
            case 2 -> {
                Path file = file(args.getFirst());
                Path script = file(args.getLast());
                yield new Scenario(name(file), name(script), requests(file, journal), script(script, journal),
                        Sample.team());
            }
            default -> throw new UsageException(args.size() + " arguments are too many.\n" + USAGE);
        };
    }

    private static Path file(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // no file has such a name
        }
        throw new UsageException("There is no file \"" + name + "\".\n" + USAGE);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Numbered<IncomingRequest>> requests(Path file, Journal journal) {
        Intake<IncomingRequest> intake = new Intake<>(name(file), journal);
        try {
            RequestReader.read(file, intake);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (intake.values().isEmpty()) {
            throw new UsageException("\"" + file + "\" holds no request that could be read.");
        }
        return intake.values();
    }

    private static List<Numbered<AgentStep>> script(Path file, Journal journal) {
        Intake<AgentStep> intake = new Intake<>(name(file), journal);
        try (InputStream in = Files.newInputStream(file)) {
            new JsonLinesReader<>(new Lines(in), AgentStep::of, intake).read();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return intake.values();
    }

    private static UsageException unreadable(Path file, IOException e) {
        return new UsageException("\"" + file + "\" cannot be read: " + e.getMessage());
    }

    /** Requests and steps in order of time; of what happens at the same instant, requests come first. */
    List<Numbered<Happening>> happenings() {
        List<Numbered<Happening>> happenings = new ArrayList<>();
        requests.forEach(request -> happenings.add(new Numbered<>(request.line(), request.value())));
        script.forEach(step -> happenings.add(new Numbered<>(step.line(), step.value())));
        happenings.sort(Comparator.comparing(happening -> happening.value().at()));
        return happenings;
    }

    /** When the first thing happens. */
    Instant start() {
        return happenings().getFirst().value().at();
    }

    /** The members of the team as they act on the desk, by id. */
    Map<String, Actor> staff() {
        return team.stream().map(TeamMember::actor)
                .collect(Collectors.toMap(actor -> actor.id().value(), actor -> actor));
    }

    /** What is about to be played, in a line. */
    String title() {
        return requestFile + ": " + Display.count(requests.size(), "request") + (script.isEmpty()
                ? "; nobody has written down what agents did, so nobody answers"
                : "; " + scriptFile + ": " + Display.count(script.size(), "step") + " of agents");
    }
}
