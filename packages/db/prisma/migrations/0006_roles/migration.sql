-- What people may do, and where. Whoever has an account already keeps everything: until now there was one kind of account.
alter table "user"
  add column role text not null default 'administrator' check (
    role in ('administrator', 'operations', 'finance', 'auditor', 'store_manager', 'technician')),
  add column reach text not null default 'chain',
  add column reach_country char(2),
  add column reach_region text,
  add column reach_store_ids int4[] default '{}',
  -- An empty list of stores reaches none; only the word "chain" reaches all.
  add constraint user_reach_check check (reach_store_ids is not null and case reach
    when 'chain' then reach_country is null and reach_region is null and reach_store_ids = '{}'
    when 'country' then reach_country is not null and reach_region is null and reach_store_ids = '{}'
    when 'region' then reach_country is not null and reach_region is not null and reach_store_ids = '{}'
    when 'stores' then reach_country is null and reach_region is null
    else false end);

-- An account made without naming its role changes nothing.
alter table "user" alter column role set default 'auditor';
