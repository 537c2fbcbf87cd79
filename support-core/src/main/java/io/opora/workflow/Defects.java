package io.opora.workflow;

import io.opora.Findings;
import io.opora.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a definition, found in any order and listed in the order of the definition. */
final class Defects {

    /** The parts of a definition in their order, spelt as in its JSON. */
    enum Part {
        ID("id"),
        VERSION("version"),
        ROLES("roles"),
        STATUSES("statuses"),
        INITIAL("initial"),
        TRANSITIONS("transitions"),
        REPLIES("onCustomerReply"),
        TIME_RULES("timeRules");

        private final String label;

        Part(String label) {
            this.label = label;
        }
    }

    static final int NO_INDEX = -1;

    private record Defect(Part part, int index, Violation violation) {}

    private final List<Defect> all = new ArrayList<>();

    /** A defect of a part as a whole. */
    void add(Part part, String code, String message) {
        add(part, NO_INDEX, "", code, message);
    }

    /** A defect of one element of a list; the rest of the path begins with a dot or bracket, or is empty. */
    void add(Part part, int index, String rest, String code, String message) {
        String path = index == NO_INDEX ? part.label : part.label + '[' + index + ']' + rest;
        add(new Defect(part, index, new Violation(path, code, message)));
    }

    /** A defect of the reply rule of a phase. */
    void add(Phase phase, String rest, String code, String message) {
        add(new Defect(Part.REPLIES, NO_INDEX,
                new Violation(Part.REPLIES.label + '.' + phase + rest, code, message)));
    }

    private void add(Defect defect) {
        if (all.size() < Findings.MAX_LISTED) {
            all.add(defect);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Violation> inOrder() {
        return all.stream().sorted(Comparator.comparing(Defect::part).thenComparingInt(Defect::index))
                .map(Defect::violation).toList();
    }
}
