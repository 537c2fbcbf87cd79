package io.opora.examples.quickstart;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of every line of the files. A ticket's own history is kept by the desk; here stands what never became one:
 * lines that could not be read, requests that the desk did not accept, steps that it refused. Each is also printed as it
 * happens.
 */
final class Journal {

    /** A reason quotes what is wrong, and that can be a megabyte long. */
    private static final int MAX_NOTE = 300;

    private final PrintStream out;
    private final List<Refusal> refusals = new ArrayList<>();
    private long badLines;
    private long opened;
    private long added;
    private long followUps;
    private long notAccepted;
    private long stepsDone;
    private long stepsWithoutTicket;

    Journal(PrintStream out) {
        this.out = out;
    }

    /**
     * A step that the desk refused.
     *
     * @param line    where the step stands in the script
     * @param at      when it was tried
     * @param agent   who tried it
     * @param ticket  the ticket's number and status, such as {@code #12 (open)}
     * @param asked   what was asked for
     * @param reasons every reason that the desk gave
     * @param foreseen whether the script expected it
     */
    record Refusal(long line, Instant at, String agent, String ticket, String asked, List<String> reasons,
            boolean foreseen) {

        Refusal {
            reasons = List.copyOf(reasons);
        }
    }

    /** Says something about a line that takes part nevertheless. */
    void note(String file, long line, String text) {
        out.println("  " + Display.cut(Display.clean(file + ", line " + line + ": " + text), MAX_NOTE));
    }

    /** A line could not be read, and was skipped. */
    void skipped(String file, BadLine line) {
        badLines++;
        note(file, line.number(), "skipped, " + line.reason());
    }

    /** A request opened a ticket. */
    void opened() {
        opened++;
    }

    /** A request became a message of a ticket that was there. */
    void added() {
        added++;
    }

    /** A request answered a ticket that was closed by then, and opened another one. */
    void followedUp() {
        followUps++;
    }

    /** The desk did not accept a request. */
    void notAccepted(String file, long line, String reasons) {
        notAccepted++;
        note(file, line, "not accepted, " + reasons);
    }

    /** A step was done. */
    void done() {
        stepsDone++;
    }

    /** A step speaks of a request that has no ticket. */
    void withoutTicket(String file, Numbered<AgentStep> step) {
        stepsWithoutTicket++;
        note(file, step.line(), "left out, there is no ticket of request \"" + step.value().request() + "\" yet");
    }

    /** The desk refused a step. */
    void refused(Refusal refusal) {
        refusals.add(refusal);
    }

    /** All refusals, in order of time. */
    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** Lines that could not be read. */
    long badLines() {
        return badLines;
    }

    /** What became of every line of the files. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(Display.count(opened + added + followUps + notAccepted, "request") + ": " + opened
                + " opened a ticket, " + added + " continued one, " + followUps
                + " came after the closing and opened a follow-up ticket" + unless(notAccepted, "not accepted") + ".");
        if (stepsDone + stepsWithoutTicket + refusals.size() > 0) {
            lines.add(Display.count(stepsDone + stepsWithoutTicket + refusals.size(), "step") + " of agents: "
                    + stepsDone + " done, " + refusals.size() + " refused"
                    + unless(stepsWithoutTicket, "left out, having no ticket") + ".");
        }
        lines.add(badLines == 0
                ? "Every line could be read."
                : Display.count(badLines, "line") + " could not be read, and named above with number and reason.");
        return lines;
    }

    private static String unless(long none, String what) {
        return none == 0 ? "" : ", " + none + " " + what;
    }
}
