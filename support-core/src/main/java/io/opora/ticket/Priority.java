package io.opora.ticket;

/** How much a ticket matters, from least to most. */
public enum Priority {
    /** Can wait. */
    LOW,
    /** The usual. */
    NORMAL,
    /** Before the usual. */
    HIGH,
    /** Before everything else. */
    URGENT
}
