-- Gate runs, and the sets of findings that releases are compared with.

-- What sorts of weakness a report's tool looked for, joined by `,`.
alter table report add column kinds text not null default '';

create table gate_run (
    -- SHA-256 of the record, hex.
    id          text primary key,
    event       integer not null,
    at          integer not null,
    application text not null,
    release     text not null,
    answer      text not null check (answer in ('pass', 'blocked', 'observed', 'break-glass')),
    -- Issues that block, or would.
    blocking    integer not null,
    -- When somebody must look again, and the event by which somebody has.
    due         integer,
    closed      integer,
    -- The whole record as JSON, compressed.
    record      blob not null
) strict;
-- The gate runs of an application, newest first.
create index gate_run_application on gate_run (application, at, event);

-- Sorted fingerprints, 16 bytes each, under their SHA-256.
create table finding_set (
    sha256 text primary key,
    prints blob not null
) strict;

create table baseline (
    application text not null,
    name        text not null,
    origin      text not null check (origin in ('recorded', 'gate')),
    at          integer not null,
    by          text not null,
    event       integer not null,
    findings    integer not null,
    sha256      text not null references finding_set (sha256),
    primary key (application, name)
) strict, without rowid;

-- Findings that came back: what was gone before an event.
create index finding_image_gone on finding_image (event, finding_id) where state = 'gone';
