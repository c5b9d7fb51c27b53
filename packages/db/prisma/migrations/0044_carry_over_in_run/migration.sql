-- What an acquirer would not send because it is too little comes with a later payout of the same account. That was decided while a file
-- was imported, from what happened to be here by then; now each run decides it from all files, and this is what it decides from.
alter table payout
  -- Said by its file, which then tells itself what was carried into it. Rows that the release before this one writes stay as they are.
  add column announced boolean not null default true,
  -- Without what came with it; null for what was written before.
  add column own_minor int8,
  -- Less than this is not sent.
  add column minimum_minor int8 not null default 0,
  -- The last day it holds sales of.
  add column sales_day date,
  -- The payout that it came with.
  add column carried_into int8 references payout,
  -- A bill of trades and a bill of movements are one payout: this row counts no more.
  add column replaced_by int8 references payout;

update payout p set replaced_by = (
    select min(n.id) from payout n where (n.acquirer, n.merchant_account, n.currency, n.batch) = (p.acquirer, p.merchant_account, p.currency, p.batch)
      and n.id > p.id and n.file_id <> p.file_id)
  where not p.open and not p.carried_over and p.line_count > 0 and not exists (select from settlement_line l where l.payout_id = p.id);
update payout p set carried_into = (
    select n.id from payout n join funds_file f on f.id = n.file_id and f.state = 'imported'
    where (n.acquirer, n.merchant_account, n.currency) = (p.acquirer, p.merchant_account, p.currency) and not n.carried_over
      and n.replaced_by is null and (n.announced_on, n.id) > (p.announced_on, p.id) order by n.announced_on, n.id limit 1)
  where p.carried_over and not p.open;
-- What still waits is decided anew, with the file it waits for.
update payout p set announced = false, own_minor = p.amount_minor,
    sales_day = case when p.batch ~ '^\d{4}-\d\d-\d\d$' then p.batch::date
      else coalesce((select max(l.sales_day) from settlement_line l where l.payout_id = p.id), p.announced_on) end,
    minimum_minor = coalesce((select (c.document -> 'payout' ->> 'minimumMinor')::int8 from funds_contract c
      where (c.acquirer, c.merchant_account, c.currency) = (p.acquirer, p.merchant_account, p.currency) order by c.version desc limit 1), 0)
  where p.carried_over and p.open;
-- Never what a payout's own lines come to: what is derived from them.
grant update (amount_minor, carried_over, carried_into, replaced_by) on payout to counterfoil_app;
create index payout_carried_into_idx on payout (carried_into) where carried_into is not null;

-- How many lines of each sales day a file tells: of a day that only has stragglers in the next file its own file is missing.
create table funds_file_day (
  file_id int8 not null references funds_file,
  acquirer text not null,
  merchant_account text not null,
  sales_day date not null,
  line_count int4 not null,
  primary key (file_id, acquirer, merchant_account, sales_day)
);
insert into funds_file_day
  select l.file_id, l.acquirer, l.merchant_account, l.sales_day, count(*) from settlement_line l
  join funds_file f on f.id = l.file_id and f.state in ('imported', 'superseded')
  where l.sales_day is not null and l.kind in ('sale', 'refund', 'refund-reversed', 'chargeback', 'chargeback-reversed', 'fee')
  group by 1, 2, 3, 4;
grant select, insert on funds_file_day to counterfoil_app;
grant select on funds_file_day to counterfoil_verifier;
