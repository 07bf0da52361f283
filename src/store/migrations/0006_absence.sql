-- Why a finding is not seen any more, as far as the scans tell.
alter table finding add column absence text check (absence in
    ('fixed', 'file-gone', 'rule-off', 'out-of-scope', 'not-run', 'late-report', 'unknown'));
alter table finding_image add column absence text;
