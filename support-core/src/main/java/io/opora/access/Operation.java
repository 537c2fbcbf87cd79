package io.opora.access;

import static java.util.Objects.requireNonNull;

/**
 * What can be asked of a desk. Every door of every facade stands for one of these, and an {@link AccessPolicy} says who may
 * go through. Only those of which this is said here can be given to customers: what the others show or change is the staff's.
 */
public enum Operation {

    /** Open a ticket. Customers too: in their own name. */
    OPEN("open tickets", true, Subject.TICKETS),
    /** Read a ticket as a customer may see it. Customers too. */
    VIEW("view tickets as customers do", true, Subject.TICKET),
    /** Add a public message. Customers too. */
    REPLY("reply to tickets", true, Subject.TICKET),
    /** Ask for moves along the workflow, which says in its turn who may make them. Customers too. */
    MOVE("move tickets", true, Subject.TICKET),
    /** Say how satisfied one is. Customers too. */
    RATE("rate tickets", true, Subject.TICKET),
    /** Let others take part in a ticket, or no longer. Customers too. */
    CHANGE_PARTICIPANTS("change who takes part in tickets", true, Subject.TICKET),

    /** Read a ticket's header, as it is or as it was. */
    READ("read tickets", false, Subject.TICKET),
    /** Read a ticket's history, notes included. */
    READ_HISTORY("read histories", false, Subject.TICKET),
    /** Write an internal note. */
    NOTE("write notes", false, Subject.TICKET),
    /** Hand a ticket to a person or a team. */
    ASSIGN("assign tickets", false, Subject.TICKET),
    /** Say how much a ticket matters. */
    PRIORITIZE("set priorities", false, Subject.TICKET),
    /** Say what a ticket is about. */
    CLASSIFY("classify tickets", false, Subject.TICKET),
    /** Put tags on and take them off. */
    TAG("tag tickets", false, Subject.TICKET),
    /** Fill in the host's own fields. */
    CHANGE_FIELDS("change fields of tickets", false, Subject.TICKET),
    /** Let a ticket follow another workflow. */
    CHANGE_WORKFLOW("change a ticket's workflow", false, Subject.TICKET),
    /** Put a ticket aside until later. */
    SNOOZE("snooze tickets", false, Subject.TICKET),
    /** Say that a ticket has to do with another. */
    RELATE("relate tickets", false, Subject.TICKET),
    /** Make one matter of two tickets. */
    MERGE("merge tickets", false, Subject.TICKET),
    /** Undo that. */
    UNMERGE("unmerge tickets", false, Subject.TICKET),
    /** Make two matters of one ticket. */
    SPLIT("split tickets", false, Subject.TICKET),
    /** Issue, list, rotate and revoke secret links. */
    MANAGE_LINKS("manage secret links", false, Subject.TICKET),
    /** Apply a macro to a ticket; what the macro does takes the permissions for that besides. */
    APPLY_MACRO("apply macros", false, Subject.TICKET),
    /** Erase what is known about a person. */
    ERASE("erase personal data", false, Subject.DESK),
    /** Export what is known about a person. */
    EXPORT("export personal data", false, Subject.DESK),

    /** Read the inbox. */
    INBOX("read the inbox", false, Subject.TICKETS),
    /** Count tickets. */
    COUNT("count tickets", false, Subject.TICKETS),
    /** Read reports. */
    REPORT("read reports", false, Subject.TICKETS),

    /** Run automation, or preview what it would do. */
    AUTOMATE("run automation", false, Subject.DESK),
    /** Change workflows, rules, macros and policies. */
    CONFIGURE("configure the desk", false, Subject.DESK),
    /** Read who changed what of the configuration. */
    AUDIT("read the audit trail", false, Subject.DESK),
    /** Write, publish and archive entries of the FAQ, and read what readers say of them. */
    EDIT_FAQ("edit the knowledge base", false, Subject.DESK),
    /** Use reply templates, and write one's own. */
    USE_TEMPLATES("use reply templates", false, Subject.DESK),
    /** Write and withdraw the reply templates of everybody and of teams. */
    EDIT_TEMPLATES("edit reply templates", false, Subject.DESK),
    /** Look at events that could not be delivered, and send them again. */
    MANAGE_OUTBOX("manage the outbox", false, Subject.DESK);

    /** What an operation is about. */
    enum Subject {
        /** One ticket, which the actor may or may not know of. */
        TICKET,
        /** A ticket that is still to come, or many. */
        TICKETS,
        /** The desk itself, which has neither team nor kind. */
        DESK
    }

    private final String phrase;
    private final boolean forCustomers;
    private final Subject subject;

    Operation(String phrase, boolean forCustomers, Subject subject) {
        this.phrase = requireNonNull(phrase);
        this.forCustomers = forCustomers;
        this.subject = requireNonNull(subject);
    }

    /** {@return what is done, to stand behind "may not", such as {@code assign tickets}} */
    public String phrase() {
        return phrase;
    }

    boolean isForCustomers() {
        return forCustomers;
    }

    Subject subject() {
        return subject;
    }
}
