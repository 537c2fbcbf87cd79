package io.opora.access;

/** What kind of party acts. Rules about people (first reply by a human, what a customer may see) reason about this. */
public enum ActorKind {
    /** Someone who asks for help, or who takes part in somebody's ticket. */
    CUSTOMER,
    /** A human member of the staff. */
    AGENT,
    /** A program that speaks in the desk's name: its messages never count as a human's reply. */
    BOT,
    /** The desk itself, when time or a rule acts. */
    SYSTEM
}
