package io.opora.reply;

import static java.util.Objects.requireNonNull;

import io.opora.InvalidInputException;
import io.opora.Violation;
import java.util.List;

/**
 * A template that fits a message.
 *
 * @param templateId the template
 * @param confidence how likely it is the right one, from 0 to 1: of the suggestions with 0.8, about eight in ten are
 * @param because what spoke for it
 */
public record ReplyMatch(ReplyTemplate.Id templateId, double confidence, Because because) {

    /**
     * Checks the values.
     *
     * @throws InvalidInputException if the confidence is not between 0 and 1
     */
    public ReplyMatch {
        requireNonNull(templateId, "templateId");
        requireNonNull(because, "because");
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new InvalidInputException("reply match", new Violation("confidence", "range",
                    "a confidence lies between 0 and 1, and not at " + confidence));
        }
    }

    /**
     * What spoke for a template.
     *
     * @param words the words of the message that spoke for it most, as they were written, the weightiest first
     * @param cases the past cases that resemble the message most, the nearest first
     */
    public record Because(List<String> words, List<Case> cases) {

        /** Takes unmodifiable copies. */
        public Because {
            words = List.copyOf(words);
            cases = List.copyOf(cases);
        }
    }

    /**
     * A past case, without what was written in it.
     *
     * @param reference what the host called it when it was learned, such as a ticket's number; empty for an example
     * @param likeness how much it resembles the message, from 0 to 1
     */
    public record Case(String reference, double likeness) {

        /** Checks that nothing is missing. */
        public Case {
            requireNonNull(reference, "reference");
        }
    }
}
