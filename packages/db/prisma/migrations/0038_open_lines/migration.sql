-- Lines that the next run looks at, in a table of their own: closing one took a new copy of its wide row and of its entry in each of
-- the six indexes of settlement_line; here it takes a narrow row away.
create table settlement_line_open (
  file_id int8 not null,
  position int4 not null,
  primary key (file_id, position)
);
insert into settlement_line_open select file_id, position from settlement_line where open;
grant select, insert, delete on settlement_line_open to counterfoil_app;
grant select on settlement_line_open to counterfoil_verifier;

-- The column stays for the release before this one, and is written and read by nobody else. What that release says with it while both
-- are running is said here too.
alter table settlement_line alter column open set default false;
drop index settlement_line_open_idx;
create function follow_open_line() returns trigger language plpgsql as $$
begin
  if new.open then
    insert into settlement_line_open values (new.file_id, new.position) on conflict do nothing;
  else
    delete from settlement_line_open where file_id = new.file_id and position = new.position;
  end if;
  return null;
end $$;
create trigger settlement_line_open_inserted after insert on settlement_line for each row when (new.open) execute function follow_open_line();
create trigger settlement_line_open_updated after update of open on settlement_line for each row
  when (new.open is distinct from old.open) execute function follow_open_line();
