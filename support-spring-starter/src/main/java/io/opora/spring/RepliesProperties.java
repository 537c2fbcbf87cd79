package io.opora.spring;

import io.opora.Findings;
import io.opora.InvalidInputException;
import io.opora.access.Actor;
import io.opora.desk.SupportDesk;
import io.opora.reply.ReplyTemplate;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Prepared replies.
 *
 * @param acceptedWrong the share of wrong suggestions that is accepted, 0 to 1: nothing is suggested that is likelier than that to be
 *        wrong
 * @param virtualManager a program that answers new requests by itself
 */
@ConfigurationProperties("support.replies")
record RepliesProperties(@DefaultValue("0.7") double acceptedWrong, @DefaultValue VirtualManager virtualManager) {

    /**
     * Checks the share.
     *
     * @throws InvalidInputException if it is out of range
     */
    RepliesProperties {
        Findings findings = new Findings();
        if (!(acceptedWrong >= 0 && acceptedWrong <= 1)) {
            findings.add("accepted-wrong", "range",
                    "support.replies.accepted-wrong must be from 0 to 1, not " + acceptedWrong);
        }
        findings.refuse("support.replies");
    }

    /**
     * A program that answers new requests by itself where it is sure enough, and says that nobody wrote the answer.
     *
     * @param enabled whether there is one; it needs templates then
     * @param id the id that it acts under, which no person has
     * @param atLeast how likely a template has to be the right one, more than 0.5 and up to 1
     * @param templates the ids of the templates that it may send
     */
    record VirtualManager(@DefaultValue("false") boolean enabled, @DefaultValue("virtual-manager") String id,
            @DefaultValue("0.9") double atLeast, @DefaultValue List<String> templates) {

        /**
         * Checks the values and copies the list.
         *
         * @throws InvalidInputException if it has no templates, or the likelihood is out of range
         */
        VirtualManager {
            templates = List.copyOf(templates);
            Findings findings = new Findings();
            if (enabled && templates.isEmpty()) {
                findings.add("templates", "missing", "support.replies.virtual-manager.templates must name the templates"
                        + " that it may send, one at least");
            }
            if (!(atLeast > 0.5 && atLeast <= 1)) {
                findings.add("at-least", "range",
                        "support.replies.virtual-manager.at-least must be more than 0.5 and up"
                                + " to 1, not " + atLeast);
            }
            check(findings, "id", id, Actor::bot);
            templates.forEach(template -> check(findings, "templates", template, ReplyTemplate.Id::of));
            findings.refuse("support.replies.virtual-manager");
        }

        private static void check(Findings findings, String property, String value, Consumer<String> check) {
            try {
                check.accept(value);
            } catch (InvalidInputException e) {
                e.violations().forEach(wrong -> findings.add(property, wrong.code(),
                        "support.replies.virtual-manager." + property + " cannot be taken: " + wrong.message()));
            }
        }

        SupportDesk.VirtualManager make() {
            return SupportDesk.VirtualManager.of(id, atLeast,
                    templates.stream().map(ReplyTemplate.Id::of).toArray(ReplyTemplate.Id[]::new));
        }
    }
}
