-- Made anew after every upgrade: a step that makes a table anew drops the triggers of the old one.
drop trigger if exists issue_changes;
create trigger issue_changes after update of band, severity, status, due on issue
when old.band <> new.band or old.severity <> new.severity or old.status <> new.status
    or old.due <> new.due
begin
    insert into was (fingerprint, event, at, band, severity, status, due)
    values (old.fingerprint, 0, 0, old.band, old.severity, old.status, old.due);
end;
