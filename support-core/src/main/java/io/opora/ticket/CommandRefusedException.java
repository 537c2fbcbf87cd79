package io.opora.ticket;

import io.opora.Reason;
import io.opora.SupportException;
import java.util.List;
import java.util.stream.Collectors;

/** A rule of the desk forbids a command. Nothing was changed. {@link #reasons()} lists every reason. */
public sealed class CommandRefusedException extends SupportException permits TransitionNotAllowedException {

    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;

    CommandRefusedException(String what, List<Reason> reasons) {
        super(reasons.stream().map(Reason::message).collect(Collectors.joining("\n  - ", what + ":\n  - ", "")));
        this.reasons = List.copyOf(reasons);
    }

    /** {@return every reason, in a stable order; never empty} */
    public List<Reason> reasons() {
        return reasons;
    }
}
