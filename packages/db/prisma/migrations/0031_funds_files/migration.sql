-- The hub alone can open a file: what people decide about one stands here until the hub does it.
alter table funds_file
  -- What it is about, without what it says about it: another file about the same is a correction of this one.
  add column scope_key text,
  -- What would change, or did, when its rows came: counts, sums, accounts, payouts, lines that a correction changes.
  add column changes jsonb,
  add column decided_at timestamptz(3),
  add column decided_by text,
  add constraint funds_file_decided_check check ((decided_at is null) = (decided_by is null));
create index funds_file_scope_key_idx on funds_file (scope_key) where state = 'imported';
drop index funds_file_waiting_idx;
create index funds_file_waiting_idx on funds_file (id) where state = 'stored' or (decided_at is not null and state in ('previewed', 'quarantined'));

-- Rows are written as they are read, statements and payouts with their sums after the last of them.
alter table bank_line alter constraint bank_line_statement_id_fkey deferrable initially deferred;
-- Of lines there are millions, and looking up the file and the payout of each took half the time of writing them. Both are
-- written in the same transaction as the lines, and neither is ever deleted.
alter table settlement_line drop constraint settlement_line_file_id_fkey, drop constraint settlement_line_payout_id_fkey;

grant update (scope_key, changes, decided_at, decided_by) on funds_file to counterfoil_app;
grant usage on sequence payout_id_seq, bank_statement_id_seq to counterfoil_app;
