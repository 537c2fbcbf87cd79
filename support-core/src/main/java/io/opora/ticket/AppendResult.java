package io.opora.ticket;

/** What became of a {@link TicketStore#append}. */
public enum AppendResult {
    /** All of it was stored. */
    STORED,
    /** Nothing was stored: somebody else changed one of the tickets first, or took the new ticket's id or number. */
    OVERTAKEN,
    /** Nothing was stored: an answer is kept under the same actor and key. */
    KEY_EXISTS
}
