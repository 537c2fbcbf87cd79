package io.opora.examples.replies;

import io.opora.InvalidInputException;
import io.opora.reply.ReplyTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of the past and the template that it was answered with.
 *
 * @param text the message
 * @param template the template; empty if none fitted
 */
record Past(String text, Optional<ReplyTemplate.Id> template) {

    /** What stands in a file where no template fitted. */
    static final String NONE = "NONE";

    static final int MAX_LENGTH = 10_000;

    /** Reads lines of a message, a tab and the id of a template, or {@value #NONE}. */
    static List<Past> read(String name, List<String> lines) {
        List<Past> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank()) {
                int tab = line.lastIndexOf('\t');
                String text = line.substring(0, Math.max(0, tab)).strip();
                if (text.isEmpty() || text.length() > MAX_LENGTH) {
                    throw new UsageException(name + " line " + (i + 1) + ": a line is a message of at most "
                            + MAX_LENGTH + " characters, a tab, and the id of a template or " + NONE);
                }
                all.add(new Past(text, template(name, i + 1, line.substring(tab + 1).strip())));
            }
        }
        if (all.isEmpty()) {
            throw new UsageException(name + " holds no messages");
        }
        return List.copyOf(all);
    }

    private static Optional<ReplyTemplate.Id> template(String name, int line, String id) {
        try {
            return id.equals(NONE) ? Optional.empty() : Optional.of(ReplyTemplate.Id.of(id));
        } catch (InvalidInputException e) {
            throw new UsageException(name + " line " + line + ": " + e.violations().getFirst().message());
        }
    }
}
