-- How the issues of an application stand is counted from this index alone, and the few that a gate asks
-- for are found by it.
drop index issue_application;
create index issue_standing on issue (application_id, band, severity, status, kev, kev_asked);
-- What is open is listed from this index alone.
drop index finding_scope;
create index finding_scope on finding
    (scope_id, bucket, native, content, line, state, said, fingerprint);
