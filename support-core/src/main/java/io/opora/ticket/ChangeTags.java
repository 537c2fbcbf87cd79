package io.opora.ticket;

import io.opora.Tag;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts tags on a ticket and takes tags off. A tag named in both is put on.
 *
 * @param add tags that the ticket has from now on; at most {@value Ticket#MAX_TAGS}
 * @param remove tags that it does not have from now on; at most {@value Ticket#MAX_TAGS}
 */
public record ChangeTags(@Size(max = Ticket.MAX_TAGS) Set<Tag> add, @Size(max = Ticket.MAX_TAGS) Set<Tag> remove)
        implements TicketCommand {

    /** Takes unmodifiable copies. */
    public ChangeTags {
        add = Set.copyOf(add);
        remove = Set.copyOf(remove);
    }

    /**
     * Puts tags on.
     *
     * @param tags the tags
     * @return the command
     * @throws io.opora.InvalidInputException if one of them is no {@link Tag}
     */
    public static ChangeTags add(String... tags) {
        return new ChangeTags(set(tags), Set.of());
    }

    /**
     * Takes tags off.
     *
     * @param tags the tags
     * @return the command
     * @throws io.opora.InvalidInputException if one of them is no {@link Tag}
     */
    public static ChangeTags remove(String... tags) {
        return new ChangeTags(Set.of(), set(tags));
    }

    private static Set<Tag> set(String... tags) {
        return Arrays.stream(tags).map(Tag::of).collect(Collectors.toSet());
    }
}
