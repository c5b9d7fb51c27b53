-- Lines that the next run looks at, in a table of their own: closing one took a new copy of its wide row and of its entry in each of
-- the six indexes of settlement_line; here it takes a narrow row away.
create table settlement_line_open (
  file_id int8 not null,
  position int4 not null,
  primary key (file_id, position)
);
insert into settlement_line_open select file_id, position from settlement_line where open;
alter table settlement_line drop column open;
grant select, insert, delete on settlement_line_open to counterfoil_app;
grant select on settlement_line_open to counterfoil_verifier;
