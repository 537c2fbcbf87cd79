package io.opora.faq;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;

/**
 * A question that an entry has answered: a click that ended a search, a vote, a ticket that was solved with it. The search learns
 * from it how people ask.
 *
 * @param question what was asked, in the customer's words; what is beyond {@link FaqQuery#MAX_TEXT} characters is not read
 * @param entry the entry that answered
 * @param locale in which language the entry was read
 * @param at when that was
 */
public record FaqAnswered(String question, FaqEntryId entry, Locale locale, Instant at) {

    /** Checks that nothing is missing. */
    public FaqAnswered {
        requireNonNull(question, "question");
        requireNonNull(entry, "entry");
        requireNonNull(locale, "locale");
        requireNonNull(at, "at");
    }

    /** {@return the entry and when it answered, but not the question: it is a customer's} */
    @Override
    public String toString() {
        return "FaqAnswered[" + entry + " " + locale.toLanguageTag() + " " + at + "]";
    }
}
