-- Until when an issue is to be closed, UTC seconds; 0 when it has no clock. Derived, like all of the
-- row: it follows with the next ranking.
alter table issue add column due integer not null default 0;
-- And until when it was to be closed, until an event changed that.
alter table was add column due integer not null default 0;
