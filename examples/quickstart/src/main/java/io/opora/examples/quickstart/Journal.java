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
        out.println("  " + file + ", line " + line + ": " + Display.clean(text));
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

    /** What became of the requests, in two sentences. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add("Of " + (opened + added + followUps + notAccepted) + " requests " + opened + " opened a ticket, "
                + added + " were added to one, " + followUps + " came too late and opened a follow-up ticket, "
                + notAccepted + " were not accepted.");
        lines.add(badLines + " lines could not be read, and are named above with number and reason.");
        if (stepsDone + stepsWithoutTicket + refusals.size() > 0) {
            lines.add("Of " + (stepsDone + stepsWithoutTicket + refusals.size()) + " steps of agents " + stepsDone
                    + " were done, " + refusals.size() + " refused, " + stepsWithoutTicket + " left out.");
        }
        return lines;
    }
}
