-- How a store comes to sell: what is wanted of it, how it is built, what was observed of it, and what two people signed.
create table commissioning (
  id uuid primary key,
  store_id int4 not null references store,
  -- 'open': being agreed and built; 'testing': its tests are observed; 'signed': one person signed, another must.
  state text not null check (state in ('open', 'testing', 'signed', 'live', 'withdrawn')),
  rev int4 not null default 1 check (rev >= 1),
  requirements jsonb,
  design jsonb,
  -- Which round of tests, and since when: what was observed in an earlier one counts no more.
  run int4 not null default 0 check (run >= 0),
  test_begun_at timestamptz(3),
  begun_by text not null references "user",
  begun_at timestamptz(3) not null,
  -- The exact canonical text the first person signed.
  statement text check (char_length(statement) <= 1000000),
  statement_hash bytea check (octet_length(statement_hash) = 32),
  signed_by text references "user",
  signed_at timestamptz(3),
  ended_at timestamptz(3),
  constraint commissioning_test_check check (state <> 'testing' or (test_begun_at is not null and requirements is not null and design is not null)),
  constraint commissioning_signed_check check (num_nonnulls(statement, statement_hash, signed_by, signed_at) in (0, 4)
    and (state not in ('signed', 'live') or statement is not null)),
  constraint commissioning_end_check check ((state in ('live', 'withdrawn')) = (ended_at is not null))
);
-- Of each store one is under way.
create unique index commissioning_open_key on commissioning (store_id) where ended_at is null;
create index commissioning_store_idx on commissioning (store_id, begun_at desc);
create index commissioning_testing_idx on commissioning (id) where state = 'testing';
-- What ended stays as it was.
create trigger commissioning_stays before update or delete on commissioning
  for each row when (old.ended_at is not null) execute function refuse_change();
create trigger commissioning_kept before delete on commissioning for each row execute function refuse_change();
create trigger commissioning_no_truncate before truncate on commissioning for each statement execute function refuse_change();

-- What the hub observed, each with the events that show it.
create table commissioning_evidence (
  id uuid primary key,
  commissioning_id uuid not null references commissioning,
  run int4 not null check (run >= 1),
  test text not null check (test ~ '^[a-z][a-z_]{0,39}$'),
  -- A lane, a method or an agent.
  subject text not null check (char_length(subject) between 1 and 60),
  observed_at timestamptz(3) not null,
  figures jsonb not null,
  events jsonb not null,
  constraint commissioning_evidence_key unique (commissioning_id, run, test, subject)
);
create trigger commissioning_evidence_stays before update or delete on commissioning_evidence
  for each row execute function refuse_change();
create trigger commissioning_evidence_no_truncate before truncate on commissioning_evidence
  for each statement execute function refuse_change();

-- What was agreed for a store, by which it is judged from then on, and the papers of it as they were signed.
create table commissioning_agreement (
  store_id int4 not null references store,
  version int4 not null check (version >= 1),
  commissioning_id uuid not null unique references commissioning,
  statement text not null,
  hash bytea not null check (octet_length(hash) = 32),
  requirements jsonb not null,
  design jsonb not null,
  signed_by text not null references "user",
  signed_at timestamptz(3) not null,
  approved_by text not null references "user",
  approved_at timestamptz(3) not null,
  report_en bytea not null,
  report_zh bytea not null,
  primary key (store_id, version),
  constraint commissioning_agreement_two_check check (signed_by <> approved_by)
);
alter table commissioning_agreement alter column report_en set storage external, alter column report_zh set storage external;
create trigger commissioning_agreement_stays before update or delete on commissioning_agreement
  for each row execute function refuse_change();
create trigger commissioning_agreement_no_truncate before truncate on commissioning_agreement
  for each statement execute function refuse_change();

-- Addresses an agent knows its hub by, as it told itself.
alter table agent add column hub_addresses text[] default '{}' check (hub_addresses is not null);

grant select, insert, update (state, rev, requirements, design, run, test_begun_at, statement, statement_hash, signed_by, signed_at, ended_at)
  on commissioning to counterfoil_app;
grant select, insert on commissioning_evidence, commissioning_agreement to counterfoil_app;
grant update (hub_addresses) on agent to counterfoil_app;
