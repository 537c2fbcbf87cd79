-- Opora, version 1 of the schema, for PostgreSQL.

create table support_schema (
    id integer not null,
    version integer not null,
    constraint support_schema_pk primary key (id)
);

insert into support_schema (id, version) values (1, 1);

create sequence support_ticket_number_seq start with 1 increment by 1;
create sequence support_fence_seq start with 1 increment by 1;

create table support_ticket (
    id varchar(36) collate "C" not null,
    ticket_number bigint not null,
    ticket_version bigint not null,
    phase varchar(16) collate "C" not null,
    status_name varchar(64) collate "C" not null,
    kind varchar(64) collate "C" not null,
    priority integer not null,
    requester varchar(200) collate "C" not null,
    assignee varchar(200) collate "C",
    team varchar(64) collate "C",
    subject_words varchar(1000) collate "C" not null,
    merged integer not null,
    snoozed integer not null,
    opened_us bigint not null,
    updated_us bigint not null,
    due_us bigint not null,
    wake_us bigint,
    header text not null,
    constraint support_ticket_pk primary key (id),
    constraint support_ticket_number_uq unique (ticket_number)
);

create index support_ticket_opened_ix on support_ticket (merged, opened_us, id);
create index support_ticket_updated_ix on support_ticket (merged, updated_us, id);
create index support_ticket_due_ix on support_ticket (merged, due_us, id);
create index support_ticket_urgent_ix on support_ticket (merged, priority desc, opened_us, id);
create index support_ticket_phase_ix on support_ticket (merged, phase, opened_us, id);
create index support_ticket_assignee_ix on support_ticket (assignee, opened_us, id);
create index support_ticket_team_ix on support_ticket (team, phase, opened_us, id);
create index support_ticket_requester_ix on support_ticket (requester, opened_us, id);
create index support_ticket_wake_ix on support_ticket (wake_us, id);

create table support_ticket_number (
    ticket_number bigint not null,
    ticket_id varchar(36) collate "C" not null,
    constraint support_ticket_number_pk primary key (ticket_number),
    constraint support_ticket_number_ticket_uq unique (ticket_id)
);

create table support_ticket_event (
    ticket_id varchar(36) collate "C" not null,
    event_seq bigint not null,
    event text not null,
    constraint support_ticket_event_pk primary key (ticket_id, event_seq)
);

create table support_ticket_tag (
    ticket_id varchar(36) collate "C" not null,
    tag varchar(100) collate "C" not null,
    constraint support_ticket_tag_pk primary key (ticket_id, tag)
);

create index support_ticket_tag_ix on support_ticket_tag (tag, ticket_id);

create table support_ticket_field (
    ticket_id varchar(36) collate "C" not null,
    field_name varchar(64) collate "C" not null,
    field_type varchar(16) collate "C" not null,
    text_value varchar(2000) collate "C" not null,
    number_value decimal(18, 6),
    constraint support_ticket_field_pk primary key (ticket_id, field_name)
);

create index support_ticket_field_number_ix on support_ticket_field (field_name, number_value, ticket_id);
create index support_ticket_field_text_ix on support_ticket_field (field_name, left(text_value, 100));

create table support_answer (
    actor varchar(200) collate "C" not null,
    idem_key varchar(100) collate "C" not null,
    fingerprint varchar(64) collate "C" not null,
    ticket_id varchar(36) collate "C" not null,
    ticket_version bigint not null,
    constraint support_answer_pk primary key (actor, idem_key)
);

create table support_turn (
    team varchar(64) collate "C" not null,
    taken bigint not null,
    last_turns text not null,
    constraint support_turn_pk primary key (team)
);

create table support_configuration (
    change_number bigint not null,
    change_text text not null,
    constraint support_configuration_pk primary key (change_number)
);

create table support_link (
    id varchar(36) collate "C" not null,
    ticket_id varchar(64) collate "C" not null,
    participant varchar(200) collate "C" not null,
    scopes varchar(64) collate "C" not null,
    expires_us bigint not null,
    token_hash varchar(64) collate "C" not null,
    use_count bigint not null,
    used_us bigint,
    constraint support_link_pk primary key (id)
);

create index support_link_token_ix on support_link (token_hash);
create index support_link_ticket_ix on support_link (ticket_id, expires_us);

create table support_faq_count (
    id integer not null,
    revision bigint not null,
    constraint support_faq_count_pk primary key (id)
);

insert into support_faq_count (id, revision) values (1, 0);

create table support_faq_edition (
    faq_id varchar(200) collate "C" not null,
    locale varchar(50) collate "C" not null,
    edition_version bigint not null,
    edition text not null,
    constraint support_faq_edition_pk primary key (faq_id, locale, edition_version)
);

create table support_faq_head (
    faq_id varchar(200) collate "C" not null,
    locale varchar(50) collate "C" not null,
    edition_version bigint not null,
    revision bigint not null,
    from_us bigint,
    until_us bigint,
    constraint support_faq_head_pk primary key (faq_id, locale)
);

create index support_faq_head_revision_ix on support_faq_head (revision);
create index support_faq_head_from_ix on support_faq_head (from_us, revision);
create index support_faq_head_until_ix on support_faq_head (until_us, revision);

create table support_faq_vote (
    faq_id varchar(200) collate "C" not null,
    locale varchar(50) collate "C" not null,
    person varchar(200) collate "C" not null,
    helped integer not null,
    reason varchar(1000) not null,
    edition_version bigint not null,
    voted_us bigint not null,
    constraint support_faq_vote_pk primary key (faq_id, locale, person)
);

create index support_faq_vote_time_ix on support_faq_vote (faq_id, locale, voted_us);
create index support_faq_vote_person_ix on support_faq_vote (person);

create table support_faq_asked (
    asked_id varchar(100) collate "C" not null,
    asked_day integer not null,
    asked_version integer not null,
    asked text not null,
    constraint support_faq_asked_pk primary key (asked_id)
);

create index support_faq_asked_day_ix on support_faq_asked (asked_day, asked_id);

create table support_template_count (
    id integer not null,
    revision bigint not null,
    constraint support_template_count_pk primary key (id)
);

insert into support_template_count (id, revision) values (1, 0), (2, 0);

create table support_template_edition (
    template_id varchar(100) collate "C" not null,
    edition_version bigint not null,
    edition text not null,
    constraint support_template_edition_pk primary key (template_id, edition_version)
);

create table support_template_head (
    template_id varchar(100) collate "C" not null,
    edition_version bigint not null,
    revision bigint not null,
    constraint support_template_head_pk primary key (template_id)
);

create index support_template_head_revision_ix on support_template_head (revision);

create table support_template_use (
    template_id varchar(100) collate "C" not null,
    request varchar(100) collate "C" not null,
    edition_version bigint not null,
    outcome varchar(20) collate "C" not null,
    agent varchar(200) collate "C" not null,
    customer varchar(200) collate "C" not null,
    use_number bigint not null,
    used_us bigint not null,
    constraint support_template_use_pk primary key (template_id, request)
);

create unique index support_template_use_number_ux on support_template_use (use_number);
create index support_template_use_of_ix on support_template_use (template_id, use_number);
create index support_template_use_agent_ix on support_template_use (agent);
create index support_template_use_customer_ix on support_template_use (customer);

create table support_outbox_queue (
    consumer varchar(64) collate "C" not null,
    stream varchar(64) collate "C" not null,
    head_seq bigint not null,
    ready_us bigint not null,
    fresh integer not null,
    fence bigint not null,
    constraint support_outbox_queue_pk primary key (consumer, stream)
);

create index support_outbox_queue_ready_ix on support_outbox_queue (consumer, ready_us, stream);
create index support_outbox_queue_fresh_ix on support_outbox_queue (consumer, fresh, ready_us, stream);

create table support_outbox (
    consumer varchar(64) collate "C" not null,
    stream varchar(64) collate "C" not null,
    event_seq bigint not null,
    event_us bigint not null,
    attempts integer not null,
    fence bigint not null,
    parked integer not null,
    retry_us bigint,
    error varchar(1000) collate "C",
    constraint support_outbox_pk primary key (consumer, stream, event_seq)
);

create index support_outbox_failed_ix on support_outbox (consumer, parked, event_us);
