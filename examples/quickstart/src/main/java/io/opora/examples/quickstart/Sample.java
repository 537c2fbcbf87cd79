package io.opora.examples.quickstart;

import io.opora.examples.quickstart.AgentStep.Assign;
import io.opora.examples.quickstart.AgentStep.Classify;
import io.opora.examples.quickstart.AgentStep.Deed;
import io.opora.examples.quickstart.AgentStep.Move;
import io.opora.examples.quickstart.AgentStep.Note;
import io.opora.examples.quickstart.AgentStep.Prioritize;
import io.opora.examples.quickstart.AgentStep.Reply;
import io.opora.examples.quickstart.AgentStep.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The week that ships with this program: what the customers of a shop wrote, who works at its desk, and what they did.
 * It comes from our own jar, so a fault in it is a fault of the program and is thrown.
 */
final class Sample {

    private Sample() {}

    /** Turns one line into a value. */
    private interface LineParser<T> {

        T parse(JsonObject line) throws MalformedLineException;
    }

    /** All requests and follow-ups, in the order in which they came. */
    static List<IncomingRequest> requests() {
        List<IncomingRequest> requests = new ArrayList<>();
        try (InputStream in = resource("requests.jsonl")) {
            RequestReader.read("requests.jsonl", in, new RequestSink() {

                @Override
                public void request(IncomingRequest request) {
                    requests.add(request);
                }

                @Override
                public void badLine(BadLine line) {
                    throw broken("requests.jsonl", line);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    /** Who works at the desk. */
    static List<TeamMember> team() {
        return parseAll("team.jsonl", Sample::teamMember);
    }

    /** What the agents did, in order of time. */
    static List<AgentStep> script() {
        return parseAll("agents.jsonl", Sample::step);
    }

    private static TeamMember teamMember(JsonObject line) throws MalformedLineException {
        line.allowOnly(Set.of("id", "name", "team", "roles"));
        return new TeamMember(line.required("id"), line.required("name"), line.required("team"),
                Set.copyOf(line.texts("roles")));
    }

    private static AgentStep step(JsonObject line) throws MalformedLineException {
        Optional<String> expect = line.text("expect");
        if (expect.isPresent() && !expect.get().equals("refused")) {
            throw new MalformedLineException("\"expect\" can only be \"refused\"");
        }
        return new AgentStep(line.instant("at"), line.required("agent"), line.required("request"), deed(line),
                expect.isPresent());
    }

    private static Deed deed(JsonObject line) throws MalformedLineException {
        return switch (line.required("do")) {
            case "reply" -> new Reply(line.required("text"));
            case "note" -> new Note(line.required("text"));
            case "move" -> new Move(line.required("action"), line.textsByName("fields"));
            case "assign" -> new Assign(line.required("to"), line.text("team").orElse(null));
            case "prioritize" -> new Prioritize(line.required("priority"));
            case "classify" -> new Classify(RequestKind.of(line.required("kind")));
            case "tag" -> new Tag(Set.copyOf(line.texts("add")), Set.copyOf(line.texts("remove")));
            default -> throw new MalformedLineException("unknown deed \"" + line.required("do") + "\"");
        };
    }

    private static <T> List<T> parseAll(String name, LineParser<T> parser) {
        List<T> values = new ArrayList<>();
        try (InputStream in = resource(name)) {
            Lines lines = new Lines(in);
            for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                try {
                    values.add(parser.parse(JsonObject.parse(line.get().text())));
                } catch (MalformedLineException e) {
                    throw broken(name, new BadLine(line.get().number(), e.reason()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Sample.class.getResourceAsStream(name), name);
    }

    private static IllegalStateException broken(String name, BadLine line) {
        return new IllegalStateException(name + ", line " + line.number() + ": " + line.reason());
    }
}
