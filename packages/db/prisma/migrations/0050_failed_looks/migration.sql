-- Looks in a row that went wrong: from some on it is no hiccup of a line, and an alert is raised.
alter table funds_pull add column failed_looks int4 not null default 0;
grant update (failed_looks) on funds_pull to counterfoil_app;
