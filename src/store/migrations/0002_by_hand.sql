-- What people say belongs together and what does not. One row for every finding that a part of a
-- decision names: side 0 and side 1 of a 'cannot' or 'waived' stand against each other.
create table hand_link (
    event       integer not null,
    part        integer not null,
    fingerprint blob not null,
    side        integer not null check (side in (0, 1)),
    kind        text not null check (kind in ('must', 'cannot', 'waived')),
    withdrawn   integer not null default 0 check (withdrawn in (0, 1)),
    primary key (event, part, fingerprint)
) strict, without rowid;
-- What do people say of this finding?
create index hand_link_fingerprint on hand_link (fingerprint);

-- People also set the severity, the title and the finding that leads an issue.
create table decision_2 (
    fingerprint blob not null,
    aspect      text not null check (aspect in ('verdict', 'owner', 'severity', 'title', 'lead')),
    value       text not null,
    event       integer not null,
    primary key (fingerprint, aspect)
) strict, without rowid;
insert into decision_2 select fingerprint, aspect, value, event from decision;
drop table decision;
alter table decision_2 rename to decision;

-- Findings of two issues that may be one, for a person to say: at most one row for two issues. The
-- first one has the lower fingerprint.
create table suggestion (
    finding_id integer not null references finding (id),
    other_id   integer not null references finding (id),
    rule       text not null,
    version    integer not null,
    confidence text not null check (confidence in ('certain', 'high', 'medium', 'low')),
    evidence   text not null,
    primary key (finding_id, other_id)
) strict, without rowid;
-- The suggestions that a finding is the other side of.
create index suggestion_other on suggestion (other_id);
