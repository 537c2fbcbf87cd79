package io.opora.access;

/** The policy that comes with the library. */
final class ReadyMade {

    private static final Operation[] DAILY_WORK = {Operation.OPEN, Operation.VIEW, Operation.REPLY, Operation.MOVE,
            Operation.CHANGE_PARTICIPANTS, Operation.READ, Operation.READ_HISTORY,
            Operation.NOTE, Operation.ASSIGN, Operation.PRIORITIZE, Operation.CLASSIFY, Operation.TAG,
            Operation.CHANGE_FIELDS, Operation.SNOOZE, Operation.RELATE, Operation.MANAGE_LINKS, Operation.APPLY_MACRO,
            Operation.INBOX, Operation.COUNT, Operation.USE_TEMPLATES};

    static final AccessPolicy STANDARD = AccessPolicy.builder()
            .permit(Role.CUSTOMER, Relation.REQUESTER, Operation.OPEN, Operation.VIEW, Operation.REPLY, Operation.MOVE,
                    Operation.RATE)
            .permit(Role.CUSTOMER, Relation.REPLYING_PARTICIPANT, Operation.VIEW, Operation.REPLY)
            .permit(Role.CUSTOMER, Relation.SEEING_PARTICIPANT, Operation.VIEW)
            .permit(Role.AGENT, Relation.STAFF, DAILY_WORK)
            .permit(Role.AGENT, Relation.STAFF, Operation.CHANGE_WORKFLOW, Operation.MERGE, Operation.UNMERGE,
                    Operation.SPLIT, Operation.EDIT_FAQ, Operation.EDIT_TEMPLATES)
            .permit(Role.BOT, Relation.STAFF, DAILY_WORK)
            .permit(Role.SYSTEM, Relation.STAFF, DAILY_WORK)
            .permit(Role.SYSTEM, Relation.STAFF, Operation.CHANGE_WORKFLOW, Operation.AUTOMATE, Operation.MANAGE_OUTBOX)
            .permit(Role.SUPERVISOR, Relation.STAFF,
                    Operation.ERASE, Operation.EXPORT, Operation.REPORT, Operation.AUTOMATE, Operation.CONFIGURE,
                    Operation.AUDIT, Operation.MANAGE_OUTBOX)
            .build();

    private ReadyMade() {}
}
