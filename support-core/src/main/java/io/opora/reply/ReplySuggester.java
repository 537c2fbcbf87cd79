package io.opora.reply;

import java.util.List;

/**
 * What suggests reply templates for a message: {@link ReplyMatcher}, or a model of the host's own, for which this is the port.
 * Implementations are safe for use by any number of threads.
 */
@FunctionalInterface
public interface ReplySuggester {

    /**
     * Suggests templates for a message.
     *
     * @param message what somebody wrote, in any language
     * @param limit the most suggestions to give, 1 to {@value ReplyMatcher#MAX_LIMIT}
     * @return the templates that fit, the likeliest first, each once; empty if none is likely enough
     */
    List<ReplyMatch> suggest(String message, int limit);
}
