-- Which firmware of a model may run, and which is current, with why it matters: each word a version that stays.
create table firmware_rule (
  id uuid primary key,
  make text not null check (char_length(make) between 1 and 60),
  model text not null check (char_length(model) between 1 and 60),
  version int4 not null check (version >= 1),
  -- The least that may run; null: any may.
  least text check (char_length(least) between 1 and 60),
  -- What is current; null: nobody follows it.
  current text check (char_length(current) between 1 and 60),
  -- A listing that ended, a known fault, an acquirer that wants it; with neither least nor current, why it holds no more.
  why text not null check (char_length(why) between 1 and 500),
  set_at timestamptz(3) not null,
  set_by text not null
);
-- In either case, as makers write their own names in both.
create unique index firmware_rule_version_key on firmware_rule (upper(make), upper(model), version);
create trigger firmware_rule_stays before update or delete on firmware_rule for each row execute function refuse_change();
create trigger firmware_rule_no_truncate before truncate on firmware_rule for each statement execute function refuse_change();

grant select, insert on firmware_rule to counterfoil_app;
