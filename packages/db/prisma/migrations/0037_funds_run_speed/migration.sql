-- A run writes a link and a position for each of its rows, and looking up the run and the payout of each took a good part of it.
-- Both are written in the same transaction or before, and neither is ever deleted.
alter table funds_allocation drop constraint funds_allocation_run_id_fkey;
alter table funds_payment drop constraint funds_payment_payout_id_fkey;
