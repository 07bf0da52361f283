-- What an issue was until an event changed it. Feeds and the inventory say only what holds now, so
-- that what a band was on a past day is kept nowhere else.
create table was (
    id          integer primary key,
    fingerprint blob not null,
    -- 0 until the operation that changes it is done.
    event       integer not null,
    at          integer not null,
    band        text not null check (band in ('P1', 'P2', 'P3', 'P4')),
    severity    text not null,
    status      text not null
) strict;
-- What does this operation still have to date?
create index was_undated on was (event) where event = 0;
