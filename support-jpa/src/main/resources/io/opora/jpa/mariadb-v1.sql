-- Opora, version 1 of the schema, for MariaDB. MariaDB commits each statement by itself, so each can be run again, and the
-- version is said by the last one: what was broken off is taken up by running all of it.

create table if not exists support_schema (
    id integer not null,
    version integer not null,
    constraint support_schema_pk primary key (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create sequence if not exists support_ticket_number_seq start with 1 increment by 1 nocache;
create sequence if not exists support_fence_seq start with 1 increment by 1;

create table if not exists support_ticket (
    id varchar(36) character set ascii collate ascii_bin not null,
    ticket_number bigint not null,
    ticket_version bigint not null,
    phase varchar(16) character set ascii collate ascii_bin not null,
    status_name varchar(64) character set ascii collate ascii_bin not null,
    kind varchar(64) character set ascii collate ascii_bin not null,
    priority integer not null,
    requester varchar(200) not null,
    assignee varchar(200),
    team varchar(64) character set ascii collate ascii_bin,
    subject_words varchar(1000) not null,
    merged integer not null,
    snoozed integer not null,
    opened_us bigint not null,
    updated_us bigint not null,
    due_us bigint not null,
    wake_us bigint,
    header longtext not null,
    constraint support_ticket_pk primary key (id),
    constraint support_ticket_number_uq unique (ticket_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_ticket_opened_ix on support_ticket (merged, opened_us, id);
create index if not exists support_ticket_updated_ix on support_ticket (merged, updated_us, id);
create index if not exists support_ticket_due_ix on support_ticket (merged, due_us, id);
create index if not exists support_ticket_urgent_ix on support_ticket (merged, priority desc, opened_us, id);
create index if not exists support_ticket_phase_ix on support_ticket (merged, phase, opened_us, id);
create index if not exists support_ticket_assignee_ix on support_ticket (assignee, opened_us, id);
create index if not exists support_ticket_team_ix on support_ticket (team, phase, opened_us, id);
create index if not exists support_ticket_requester_ix on support_ticket (requester, opened_us, id);
create index if not exists support_ticket_wake_ix on support_ticket (wake_us, id);

create table if not exists support_ticket_number (
    ticket_number bigint not null,
    ticket_id varchar(36) character set ascii collate ascii_bin not null,
    constraint support_ticket_number_pk primary key (ticket_number),
    constraint support_ticket_number_ticket_uq unique (ticket_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_ticket_event (
    ticket_id varchar(36) character set ascii collate ascii_bin not null,
    event_seq bigint not null,
    event longtext not null,
    constraint support_ticket_event_pk primary key (ticket_id, event_seq)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_ticket_tag (
    ticket_id varchar(36) character set ascii collate ascii_bin not null,
    tag varchar(100) not null,
    constraint support_ticket_tag_pk primary key (ticket_id, tag)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_ticket_tag_ix on support_ticket_tag (tag, ticket_id);

create table if not exists support_ticket_field (
    ticket_id varchar(36) character set ascii collate ascii_bin not null,
    field_name varchar(64) character set ascii collate ascii_bin not null,
    field_type varchar(16) character set ascii collate ascii_bin not null,
    text_value varchar(2000) not null,
    number_value decimal(18, 6),
    constraint support_ticket_field_pk primary key (ticket_id, field_name)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_ticket_field_number_ix on support_ticket_field (field_name, number_value, ticket_id);
create index if not exists support_ticket_field_text_ix on support_ticket_field (field_name, text_value(100));

create table if not exists support_answer (
    actor varchar(200) not null,
    idem_key varchar(100) character set ascii collate ascii_bin not null,
    fingerprint varchar(64) character set ascii collate ascii_bin not null,
    ticket_id varchar(36) character set ascii collate ascii_bin not null,
    ticket_version bigint not null,
    constraint support_answer_pk primary key (actor, idem_key)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_turn (
    team varchar(64) character set ascii collate ascii_bin not null,
    taken bigint not null,
    last_turns longtext not null,
    constraint support_turn_pk primary key (team)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_configuration (
    change_number bigint not null,
    change_text longtext not null,
    constraint support_configuration_pk primary key (change_number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_link (
    id varchar(36) character set ascii collate ascii_bin not null,
    ticket_id varchar(64) character set ascii collate ascii_bin not null,
    participant varchar(200) not null,
    scopes varchar(64) character set ascii collate ascii_bin not null,
    expires_us bigint not null,
    token_hash varchar(64) character set ascii collate ascii_bin not null,
    use_count bigint not null,
    used_us bigint,
    constraint support_link_pk primary key (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_link_token_ix on support_link (token_hash);
create index if not exists support_link_ticket_ix on support_link (ticket_id, expires_us);

create table if not exists support_faq_count (
    id integer not null,
    revision bigint not null,
    constraint support_faq_count_pk primary key (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into support_faq_count (id, revision) values (1, 0);

create table if not exists support_faq_edition (
    faq_id varchar(200) not null,
    locale varchar(50) character set ascii collate ascii_bin not null,
    edition_version bigint not null,
    edition longtext not null,
    constraint support_faq_edition_pk primary key (faq_id, locale, edition_version)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_faq_head (
    faq_id varchar(200) not null,
    locale varchar(50) character set ascii collate ascii_bin not null,
    edition_version bigint not null,
    revision bigint not null,
    from_us bigint,
    until_us bigint,
    constraint support_faq_head_pk primary key (faq_id, locale)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_faq_head_revision_ix on support_faq_head (revision);
create index if not exists support_faq_head_from_ix on support_faq_head (from_us, revision);
create index if not exists support_faq_head_until_ix on support_faq_head (until_us, revision);

create table if not exists support_faq_vote (
    faq_id varchar(200) not null,
    locale varchar(50) character set ascii collate ascii_bin not null,
    person varchar(200) not null,
    helped integer not null,
    reason varchar(1000) not null,
    edition_version bigint not null,
    voted_us bigint not null,
    constraint support_faq_vote_pk primary key (faq_id, locale, person)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_faq_vote_time_ix on support_faq_vote (faq_id, locale, voted_us);
create index if not exists support_faq_vote_person_ix on support_faq_vote (person);

create table if not exists support_faq_asked (
    asked_id varchar(100) character set ascii collate ascii_bin not null,
    asked_day integer not null,
    asked_version integer not null,
    asked longtext not null,
    constraint support_faq_asked_pk primary key (asked_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_faq_asked_day_ix on support_faq_asked (asked_day, asked_id);

create table if not exists support_template_count (
    id integer not null,
    revision bigint not null,
    constraint support_template_count_pk primary key (id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

insert ignore into support_template_count (id, revision) values (1, 0), (2, 0);

create table if not exists support_template_edition (
    template_id varchar(100) character set ascii collate ascii_bin not null,
    edition_version bigint not null,
    edition longtext not null,
    constraint support_template_edition_pk primary key (template_id, edition_version)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists support_template_head (
    template_id varchar(100) character set ascii collate ascii_bin not null,
    edition_version bigint not null,
    revision bigint not null,
    constraint support_template_head_pk primary key (template_id)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_template_head_revision_ix on support_template_head (revision);

create table if not exists support_template_use (
    template_id varchar(100) character set ascii collate ascii_bin not null,
    request varchar(100) character set ascii collate ascii_bin not null,
    edition_version bigint not null,
    outcome varchar(20) character set ascii collate ascii_bin not null,
    agent varchar(200) not null,
    customer varchar(200) not null,
    use_number bigint not null,
    used_us bigint not null,
    constraint support_template_use_pk primary key (template_id, request)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create unique index if not exists support_template_use_number_ux on support_template_use (use_number);
create index if not exists support_template_use_of_ix on support_template_use (template_id, use_number);
create index if not exists support_template_use_agent_ix on support_template_use (agent);
create index if not exists support_template_use_customer_ix on support_template_use (customer);

create table if not exists support_outbox_queue (
    consumer varchar(64) character set ascii collate ascii_bin not null,
    stream varchar(64) character set ascii collate ascii_bin not null,
    head_seq bigint not null,
    ready_us bigint not null,
    fresh integer not null,
    fence bigint not null,
    constraint support_outbox_queue_pk primary key (consumer, stream)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_outbox_queue_ready_ix on support_outbox_queue (consumer, ready_us, stream);
create index if not exists support_outbox_queue_fresh_ix on support_outbox_queue (consumer, fresh, ready_us, stream);

create table if not exists support_outbox (
    consumer varchar(64) character set ascii collate ascii_bin not null,
    stream varchar(64) character set ascii collate ascii_bin not null,
    event_seq bigint not null,
    event_us bigint not null,
    attempts integer not null,
    fence bigint not null,
    parked integer not null,
    retry_us bigint,
    error varchar(1000),
    constraint support_outbox_pk primary key (consumer, stream, event_seq)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists support_outbox_failed_ix on support_outbox (consumer, parked, event_us);

replace into support_schema (id, version) values (1, 1);
