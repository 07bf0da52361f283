-- Facts: what imports wrote. Decisions: the event log. Derived: issues, links, scores; they can be
-- thrown away and rebuilt from the first two.

create table meta (
    name  text primary key,
    value text not null
) strict, without rowid;

-- Texts that repeat: titles, paths, rules, tools, packages, lists of ids.
create table text (
    id    integer primary key,
    value text not null unique
) strict;

create table application (
    id         integer primary key,
    name       text not null unique,
    created_at integer not null
) strict;

-- What is known of applications, teams, people and repositories, each fact with its source.
create table inventory (
    subject text not null check (subject in
        ('application', 'team', 'person', 'repository', 'programme')),
    name    text not null,
    field   text not null,
    value   text not null,
    source  text not null,
    line    integer not null,
    at      integer not null,
    primary key (subject, name, field)
) strict, without rowid;

-- CODEOWNERS files that facts refer to.
create table inventory_text (
    digest blob primary key,
    body   text not null
) strict, without rowid;

create table report (
    id             integer primary key,
    sha256         text not null,
    name           text not null,
    format         text not null,
    bytes          integer not null,
    application_id integer not null references application (id),
    target         text not null,
    branch         text not null,
    revision       text not null,
    release        text not null,
    imported_at    integer not null,
    findings       integer not null,
    event          integer not null,
    withdrawn      integer not null default 0 check (withdrawn in (0, 1))
) strict;
-- Is this file known already?
create index report_sha256 on report (sha256);

-- The report's bytes, secrets masked, in independent zlib frames.
create table report_frame (
    report_id integer not null references report (id),
    start     integer not null,
    body      blob not null,
    primary key (report_id, start)
) strict;

create table skipped (
    report_id integer not null references report (id),
    line      integer not null,
    path      text not null,
    reason    text not null
) strict;
create index skipped_report on skipped (report_id);

-- Tool × target inside an application; with a scan's branch, that inside which absence counts.
create table scope (
    id             integer primary key,
    application_id integer not null references application (id),
    tool_id        integer not null references text (id),
    target         text not null,
    unique (application_id, tool_id, target)
) strict;

create table scan (
    id         integer primary key,
    report_id  integer not null references report (id),
    scope_id   integer not null references scope (id),
    branch     text not null,
    version    text not null,
    scanned_at integer not null,
    incomplete text,
    -- Row numbers of the findings seen, ascending, as varint differences.
    present    blob not null,
    -- The same of the components listed; null when the report is no bill of materials.
    components blob,
    withdrawn  integer not null default 0 check (withdrawn in (0, 1))
) strict;
-- The latest scan of a scope and branch.
create index scan_latest on scan (scope_id, branch, scanned_at, id);
create index scan_report on scan (report_id);

-- Every distinct entry of a bill of materials, once, whatever lists it.
create table component (
    id         integer primary key,
    -- Of all that follows.
    key        integer not null unique,
    ecosystem  text not null,
    name_id    integer not null references text (id),
    version    text not null,
    purl       text not null,
    licence_id integer not null references text (id),
    place_id   integer not null references text (id)
) strict;

-- What issuers claim of vulnerabilities. A claim stands while its report is the latest of its scope
-- and branch.
create table claim (
    id         integer primary key,
    report_id  integer not null references report (id),
    scope_id   integer not null references scope (id),
    status     text not null check (status in ('not_affected', 'fixed')),
    ids_id     integer not null references text (id),
    package_id integer not null references text (id),
    version    text not null,
    purl       text not null,
    -- Who says so and why, as JSON.
    said       text not null
) strict;

-- Which claims are about a vulnerability id.
create table claim_vulnerability (
    vulnerability_id integer not null references text (id),
    claim_id         integer not null references claim (id),
    primary key (vulnerability_id, claim_id)
) strict, without rowid;

create table finding (
    id            integer primary key,
    fingerprint   blob not null,
    scope_id      integer not null references scope (id),
    -- What identity matches by: bucket, the tool's own fingerprint, content; 0 when there is none.
    bucket        integer not null,
    native        integer not null,
    content       integer not null,
    -- Of everything else the tool said, to see that it changed.
    said          integer not null,
    kind          text not null,
    rule_id       integer not null references text (id),
    title_id      integer not null references text (id),
    severity      text not null check (severity in
        ('critical', 'high', 'medium', 'low', 'info', 'unknown')),
    file_id       integer not null references text (id),
    line          integer not null,
    end_line      integer not null,
    -- Line ranges in this file where earlier scans saw it, such as '10-12,14-14'.
    past          text not null default '',
    -- Line ranges in this file that its data flows begin and end with.
    flow          text not null,
    -- Digest of the flagged code without layout; 0 for none.
    code          integer not null,
    -- What the code names that tools of another sort can name too.
    hints_id      integer not null references text (id),
    resource_id   integer not null references text (id),
    -- Method, templated URL and parameter.
    endpoint_id   integer not null references text (id),
    package_id    integer not null references text (id),
    ids_id        integer not null references text (id),
    cwes_id       integer not null references text (id),
    cvss_id       integer not null references text (id),
    secret        blob,
    state         text not null check (state in ('open', 'gone', 'withdrawn')),
    -- The report that brought it in, and the one that holds its latest record.
    born_id       integer not null references report (id),
    first_seen    integer not null,
    last_seen     integer not null,
    report_id     integer not null references report (id),
    record_start  integer not null,
    record_length integer not null,
    issue_id      integer
) strict;
-- Ids that people type are prefixes of fingerprints.
create unique index finding_fingerprint on finding (fingerprint);
-- Identity loads what a scope knows from this index alone.
create index finding_scope on finding (scope_id, bucket, native, content, line, state, said);
create index finding_issue on finding (issue_id);
-- What taking back an import takes away.
create index finding_born on finding (born_id);

-- What only the full view shows, as JSON.
create table finding_detail (
    finding_id integer primary key references finding (id),
    body       text not null
) strict;

-- What correlation joins on.
create table correlation_key (
    key        integer not null,
    finding_id integer not null references finding (id),
    primary key (key, finding_id)
) strict, without rowid;

-- Which findings a vulnerability id touches, for feeds.
create table finding_vulnerability (
    vulnerability_id integer not null references text (id),
    finding_id       integer not null references finding (id),
    primary key (vulnerability_id, finding_id)
) strict, without rowid;

create table link (
    finding_id integer primary key references finding (id),
    to_id      integer not null references finding (id),
    rule       text not null,
    version    integer not null,
    confidence text not null check (confidence in ('certain', 'high', 'medium')),
    evidence   text not null
) strict;

-- Distinct lists of score terms, as JSON.
create table score (
    id    integer primary key,
    terms text not null unique
) strict;

create table issue (
    id             integer primary key,
    fingerprint    blob not null unique,
    application_id integer not null references application (id),
    title_id       integer not null references text (id),
    class          text not null,
    severity       text not null,
    points         integer not null,
    band           text not null check (band in ('P1', 'P2', 'P3', 'P4')),
    score_id       integer not null references score (id),
    status         text not null check (status in ('new', 'confirmed', 'false-positive', 'fixed')),
    team_id        integer not null references text (id),
    person_id      integer not null references text (id),
    proof_id       integer not null references text (id),
    place_id       integer not null references text (id),
    tools_id       integer not null references text (id),
    tool_count     integer not null,
    rule_id        integer not null references text (id),
    ids_id         integer not null references text (id),
    cwes_id        integer not null references text (id),
    package_id     integer not null references text (id),
    findings       integer not null,
    first_seen     integer not null,
    last_seen      integer not null,
    kev            integer not null check (kev in (0, 1)),
    epss           integer
) strict;
create index issue_application on issue (application_id);

-- The log. Append only: nothing here is ever changed or removed.
create table event (
    seq        integer primary key,
    at         integer not null,
    actor_kind text not null check (actor_kind in ('person', 'rule', 'engine', 'import', 'tool')),
    actor      text not null,
    operation  text not null,
    summary    text not null,
    payload    text not null,
    previous   text not null,
    hash       text not null
) strict;
create trigger event_is_never_changed before update on event
begin select raise(abort, 'the event log is append only'); end;
create trigger event_is_never_removed before delete on event
begin select raise(abort, 'the event log is append only'); end;

-- Which events are about a finding, for its history.
create table subject (
    fingerprint blob not null,
    event       integer not null,
    primary key (fingerprint, event)
) strict, without rowid;

-- Which event took which other one back; the last row for an event counts.
create table undone (
    event integer primary key,
    by    integer not null
) strict;

-- Decisions as they stand: the fold of the log, by fingerprint.
create table decision (
    fingerprint blob not null,
    aspect      text not null check (aspect in ('verdict', 'owner')),
    value       text not null,
    event       integer not null,
    primary key (fingerprint, aspect)
) strict, without rowid;

create table note (
    event       integer not null,
    fingerprint blob not null,
    text        text not null,
    withdrawn   integer not null default 0 check (withdrawn in (0, 1)),
    primary key (fingerprint, event)
) strict, without rowid;

-- What an import changed in findings that were there before it, so that it can be taken back:
-- the row as JSON. New rows need none: they are those of the import's own scans.
create table finding_image (
    event      integer not null,
    finding_id integer not null references finding (id),
    before     text not null,
    primary key (event, finding_id)
) strict, without rowid;

create table kev (
    cve        text primary key,
    added      text not null,
    due        text not null,
    ransomware integer not null check (ransomware in (0, 1)),
    name       text not null
) strict, without rowid;

create table epss (
    cve         text primary key,
    probability real not null,
    percentile  real
) strict, without rowid;

create table feed (
    name        text primary key,
    version     text not null,
    dated       text not null,
    rows        integer not null,
    sha256      text not null,
    imported_at integer not null
) strict, without rowid;

insert into text (id, value) values (0, '');
