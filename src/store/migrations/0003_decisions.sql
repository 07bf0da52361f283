-- The whole state machine of an issue; by what it is hidden, until when, and why it is back.
create table issue_3 (
    id             integer primary key,
    -- That of its first finding, whose row number it bears too: no two are equal.
    fingerprint    blob not null,
    application_id integer not null references application (id),
    title_id       integer not null,
    class          text not null,
    severity       text not null,
    points         integer not null,
    band           text not null check (band in ('P1', 'P2', 'P3', 'P4')),
    score_id       integer not null,
    status         text not null check (status in
        ('new', 'confirmed', 'in-work', 'false-positive', 'exception', 'snoozed', 'fixed',
        'reopened')),
    team_id        integer not null,
    person_id      integer not null,
    proof_id       integer not null,
    -- Shortest useful place; with a line that is not 0, `:` and the line follow.
    place_id       integer not null,
    line           integer not null,
    tools_id       integer not null,
    tool_count     integer not null,
    rule_id        integer not null,
    ids_id         integer not null,
    cwes_id        integer not null,
    package_id     integer not null,
    findings       integer not null,
    first_seen     integer not null,
    last_seen      integer not null,
    kev            integer not null check (kev in (0, 1)),
    epss           integer,
    -- By what it is hidden: an exception, a rule, somebody's word; 0 when it is not.
    hidden_id      integer not null default 0,
    -- Until when, UTC seconds.
    hidden_until   integer,
    -- What changed since it was decided; 0 when nothing did.
    woken_id       integer not null default 0
) strict;
insert into issue_3 select *, 0, null, 0 from issue;
drop table issue;
alter table issue_3 rename to issue;
create index issue_application on issue (application_id);

create table decision_3 (
    fingerprint blob not null,
    aspect      text not null check (aspect in
        ('verdict', 'owner', 'severity', 'title', 'lead', 'exception', 'snooze', 'woken')),
    value       text not null,
    event       integer not null,
    primary key (fingerprint, aspect)
) strict, without rowid;
insert into decision_3 select fingerprint, aspect, value, event from decision;
drop table decision;
alter table decision_3 rename to decision;
-- Decisions that end at a date, by that date: what is due is looked up here, nothing else is read.
create index decision_until on decision (json_extract(value, '$.until'))
    where json_extract(value, '$.until') is not null;
-- Decisions that a release ends.
create index decision_release on decision (json_extract(value, '$.release'))
    where json_extract(value, '$.release') is not null;
-- Decisions that a standing rule made.
create index decision_rule on decision (json_extract(value, '$.rule'))
    where json_extract(value, '$.rule') is not null;

-- Exceptions as they stand: the fold of the log.
create table exception (
    id    text primary key,
    state text not null check (state in
        ('requested', 'approved', 'rejected', 'expired', 'withdrawn')),
    ends  integer not null,
    -- The whole of it, as JSON.
    body  text not null
) strict, without rowid;
-- Those whose end has come.
create index exception_end on exception (ends) where state in ('requested', 'approved');

-- Standing rules: the fold of the log.
create table suppression (
    id    text primary key,
    -- UTC seconds.
    until integer,
    -- The whole of it, as JSON.
    body  text not null
) strict, without rowid;
-- Those whose end has come.
create index suppression_end on suppression (until) where until is not null;

-- Policies that somebody put in force, by their name.
create table policy (
    name text primary key,
    body text not null
) strict, without rowid;
