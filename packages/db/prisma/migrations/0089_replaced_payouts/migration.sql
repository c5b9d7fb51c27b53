-- A batch of one file can take the place of the same batch of another: each run asks for those, and each import for what they replaced.
create index payout_replaced_by_idx on payout (replaced_by) where replaced_by is not null;
