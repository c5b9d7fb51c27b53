-- Payments that wait for an agreement are looked up by every run and by whoever adds one; there are few.
create index funds_payment_not_told_idx on funds_payment (currency, opened_on) where state = 'not_told';
-- What holds money back and gives it free: one or two lines to a payout, among millions.
create index settlement_line_reserve_idx on settlement_line (acquirer, merchant_account) where kind = 'reserve';
-- What people gave up, asked for by every run.
create index funds_exception_act_written_off_idx on funds_exception_act (key) where resolution = 'written_off';
-- The last end of day of each terminal of the last weeks.
create index terminal_totals_at_idx on terminal_totals (at, terminal_id);
-- A run checks its sums on what it has written, and whether it is written down at all is known only then.
alter table funds_allocation alter constraint funds_allocation_run_id_fkey deferrable initially deferred;
alter table funds_exception alter constraint funds_exception_opened_by_run_fkey deferrable initially deferred;
alter table funds_exception alter constraint funds_exception_closed_by_run_fkey deferrable initially deferred;
alter table funds_identity alter constraint funds_identity_run_id_fkey deferrable initially deferred;

-- Above which sum two people end an exception, by currency; 100.00 where nothing stands here. The log has who changed it.
create table funds_resolution_limit (
  currency char(3) primary key references currency (code),
  limit_minor int8 not null check (limit_minor >= 0),
  changed_at timestamptz(3) not null
);
grant select, insert, update on funds_resolution_limit to counterfoil_app;
grant select on funds_resolution_limit to counterfoil_verifier;

-- What a notice tells is a part of a line that a statement books, `file:position`, as soon as a run has found it.
alter table bank_line add column detail_of text;
create index bank_line_detail_of_idx on bank_line (detail_of) where detail_of is not null;
grant update (detail_of) on bank_line to counterfoil_app;
