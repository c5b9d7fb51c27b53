-- What auditors look for in the log, and which entries one request left.
alter table audit_entry
  -- Both stand in the body too, which alone is proved.
  add column reason text,
  add column request_id uuid;

create index audit_entry_request_id_idx on audit_entry (request_id) where request_id is not null;
-- People read what people and programs did; the heads of agents' batches come several times a second and are asked for by name.
create index audit_entry_acts_idx on audit_entry (recorded_at, id) where action <> 'agents.heads';
create index audit_entry_refusals_idx on audit_entry (recorded_at, id) where outcome <> 'done';

-- Words for searching, case folded: punctuation parts them, and each Chinese character is one, so that parts of a name are found.
create function audit_words(value text) returns tsvector language sql immutable strict parallel safe as $$
  select to_tsvector('pg_catalog.simple'::regconfig,
    regexp_replace(regexp_replace(value, '[!-/:-@[-`{-~]+', ' ', 'g'), '([\u2e80-\u9fff\uf900-\ufaff])', ' \1 ', 'g'))
$$;
-- Without the browsers' names: every entry has one, nobody looks for it, and it would be the most of the index.
create index audit_personal_words_idx on audit_personal using gin (audit_words(value)) where name <> 'origin.userAgent';
create index audit_entry_words_idx on audit_entry using gin (audit_words(target_id || ' ' || coalesce(reason, '')))
  where action <> 'agents.heads';

-- Searches somebody comes back to, each person's own.
create table audit_view (
  id uuid primary key,
  user_id text not null references "user" on delete cascade,
  name text not null check (length(name) between 1 and 80),
  filter jsonb not null,
  made_at timestamptz(3) not null,
  unique (user_id, name)
);
grant select, insert, delete on audit_view to counterfoil_app;

-- How the log itself is: what was signed and what came in the last day. The second is written while payments come in, so it is small.
create index audit_checkpoint_signed_at_idx on audit_checkpoint (signed_at);
create index audit_cosignature_cosigned_at_idx on audit_cosignature using brin (cosigned_at);
create index agent_batch_recorded_at_idx on agent_batch using brin (recorded_at);
