-- A second part of what an earlier file tells counts beside it when a person has said so: beside which files. Set with the person's
-- word, and with the import.
alter table funds_file add column beside bigint[] default '{}';
-- A hub of the release before takes every word of a person for that of a correction. Its import fails here instead, and the file waits
-- until that hub is replaced.
alter table funds_file add constraint funds_file_beside_check check (state <> 'imported' or supersedes is null or not (supersedes = any (beside))) not valid;
create index funds_file_beside_idx on funds_file using gin (beside) where beside <> '{}';
grant update (beside) on funds_file to counterfoil_app;
grant update (reference_texts) on payout to counterfoil_app;
