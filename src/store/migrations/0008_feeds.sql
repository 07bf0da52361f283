-- Whether a feed that could know the issue's vulnerabilities was asked: without it `kev = 0` says nothing.
alter table issue add column kev_asked integer not null default 0 check (kev_asked in (0, 1));

-- Several lists say what is exploited; each is an assertion of its own. CISA's is 'kev'.
create table kev_2 (
    cve        text not null,
    catalogue  text not null,
    added      text not null,
    due        text not null,
    ransomware integer not null check (ransomware in (0, 1)),
    name       text not null,
    primary key (cve, catalogue)
) strict, without rowid;
insert into kev_2 select cve, 'kev', added, due, ransomware, name from kev;
drop table kev;
alter table kev_2 rename to kev;

-- The day of the edition that brought this number; later ones that repeat it leave the row alone.
alter table epss add column dated text not null default '';
update epss set dated = coalesce((select dated from feed where name = 'epss'), '');

-- Which CVE another id stands for, from OSV records.
create table alias (
    id  text not null,
    cve text not null,
    primary key (id, cve)
) strict, without rowid;

-- SSVC decision points that CISA's Vulnrichment publishes.
create table ssvc (
    cve          text primary key,
    exploitation text not null,
    automatable  text not null,
    impact       text not null,
    dated        text not null
) strict, without rowid;

-- What was known when: each change that an import made, for ids that findings had then and for all of
-- the catalogues. Empty text: nothing was known, or nothing any more.
create table feed_change (
    cve    text not null,
    event  integer not null,
    feed   text not null,
    before text not null,
    after  text not null,
    primary key (cve, event, feed)
) strict, without rowid;

-- People also answer the questions of decision trees.
create table decision_8 (
    fingerprint blob not null,
    aspect      text not null check (aspect in
        ('verdict', 'owner', 'severity', 'title', 'lead', 'exception', 'snooze', 'woken',
        'answers')),
    value       text not null,
    event       integer not null,
    primary key (fingerprint, aspect)
) strict, without rowid;
insert into decision_8 select fingerprint, aspect, value, event from decision;
drop table decision;
alter table decision_8 rename to decision;
-- As before: what is due, what a release ends, what a standing rule made.
create index decision_until on decision (json_extract(value, '$.until'))
    where json_extract(value, '$.until') is not null;
create index decision_release on decision (json_extract(value, '$.release'))
    where json_extract(value, '$.release') is not null;
create index decision_rule on decision (json_extract(value, '$.rule'))
    where json_extract(value, '$.rule') is not null;
