-- Months of the log whose bodies lie in a file: what an entry says. Its line, its hash, its personal values and every checkpoint stay
-- here, so everything is still found, erased and proved.
create table audit_archive (
  -- Calendar month, UTC. The range is what was recorded before its end and had its place under a checkpoint then.
  month text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  from_idx int8 not null check (from_idx >= 0),
  to_idx int8 not null,
  -- Of the checkpoint of size to_idx.
  root bytea not null check (octet_length(root) = 32),
  -- A name in the folder of archives.
  file text not null check (file ~ '^[a-z0-9][a-z0-9._-]*$'),
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes int8 not null check (bytes > 0),
  made_at timestamptz(3) not null,
  -- When the whole file was last read and found sound; trouble is a word for what the last reading found instead.
  verified_at timestamptz(3) not null,
  trouble text,
  -- Since when the bodies are in the file alone; null while they are here.
  away_at timestamptz(3),
  -- They were brought back, until then.
  restored_until timestamptz(3),
  -- When the file was deleted on purpose; then what the entries said is gone for ever.
  pruned_at timestamptz(3),
  check (to_idx > from_idx),
  check (restored_until is null or away_at is null)
);

create function archived_month_ended(month text) returns timestamptz language sql stable strict set search_path = pg_catalog, pg_temp as $$
  select ((month || '-01')::timestamp + interval '1 month') at time zone 'UTC'
$$;

-- One month after the other, without a gap, closed for three months, under a checkpoint that was signed.
create function check_audit_archive() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  covered int8;
  latest text;
begin
  select max(to_idx), max(month) into covered, latest from audit_archive;
  if new.from_idx <> coalesce(covered, 0) or new.month <= coalesce(latest, '') then
    raise exception 'archives follow each other: the next begins at entry %, after %', coalesce(covered, 0), coalesce(latest, 'nothing')
      using errcode = 'check_violation';
  end if;
  if archived_month_ended(new.month) + interval '3 months' > clock_timestamp() then
    raise exception 'the month % stays at hand: it has not been over for three months', new.month using errcode = 'check_violation';
  end if;
  if not exists (select from audit_checkpoint c where c.size = new.to_idx and c.root = new.root) then
    raise exception 'no checkpoint of % entries has this root', new.to_idx using errcode = 'check_violation';
  end if;
  if new.away_at is not null or new.restored_until is not null or new.pruned_at is not null then
    raise exception 'an archive begins with its bodies at hand' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger audit_archive_check before insert on audit_archive for each row execute function check_audit_archive();

create function check_audit_archive_change() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.month, new.from_idx, new.to_idx, new.root, new.file, new.sha256, new.bytes, new.made_at)
      is distinct from (old.month, old.from_idx, old.to_idx, old.root, old.file, old.sha256, old.bytes, old.made_at)
      or (old.pruned_at is not null and new.pruned_at is distinct from old.pruned_at) then
    raise exception 'what was archived stays as it was written' using errcode = 'check_violation';
  end if;
  if new.pruned_at is distinct from old.pruned_at
      and (new.away_at is null or archived_month_ended(new.month) + interval '12 months' > clock_timestamp()) then
    raise exception 'the file of % is kept: its bodies are here, or it has not been over for twelve months', new.month using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger audit_archive_check_change before update on audit_archive for each row execute function check_audit_archive_change();
create trigger audit_archive_stays before delete on audit_archive for each row execute function refuse_change();
create trigger audit_archive_no_truncate before truncate on audit_archive for each statement execute function refuse_change();

-- Null stands for "in the archive"; nothing is recorded without a body.
alter table audit_entry alter column body drop not null;
create trigger audit_entry_has_body before insert on audit_entry for each row when (new.body is null) execute function refuse_change();

-- Of an entry nothing changes but where its body is: whoever asks, it goes only out of an archived month, and only the very bytes
-- that were hashed come back.
create function allow_archiving_only() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  same audit_entry%rowtype := old;
  leaf audit_leaf%rowtype;
begin
  same.body := new.body;
  if same is distinct from new or (old.body is null) = (new.body is null) then
    raise exception '% on % refused: the record is insert-only, for everybody', tg_op, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  select * into leaf from audit_leaf l where l.entry_id = new.id;
  if new.body is null then
    if old.recorded_at > clock_timestamp() - interval '3 months' or not exists (
        select from audit_archive a where a.from_idx <= leaf.idx and leaf.idx < a.to_idx) then
      raise exception 'the record is insert-only: entry % is in no archive', new.id using errcode = 'insufficient_privilege';
    end if;
  elsif leaf.hash is distinct from sha256('\x00'::bytea || new.body) then
    raise exception 'these are not the bytes that were recorded as entry %', new.id using errcode = 'data_corrupted';
  end if;
  return new;
end $$;
drop trigger audit_entry_insert_only on audit_entry;
create trigger audit_entry_insert_only before delete on audit_entry for each row execute function refuse_change();
create trigger audit_entry_archiving_only before update on audit_entry for each row execute function allow_archiving_only();

-- The one way out, for the application too, which may update nothing: all bodies of an archived month or none, and only while each
-- is what was hashed. Declarations of loss stay: agents are answered with them.
create function put_away_bodies(which text) returns int8 language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  archive audit_archive%rowtype;
  sound int8;
begin
  select * into archive from audit_archive a where a.month = which for update;
  if archive.month is null or archive.away_at is not null then
    raise exception 'there is no archive of % whose bodies are here', which using errcode = 'no_data_found';
  end if;
  if archived_month_ended(which) + interval '3 months' > clock_timestamp() then
    raise exception 'the month % stays at hand', which using errcode = 'check_violation';
  end if;
  select count(*) into sound from audit_leaf l join audit_entry e on e.id = l.entry_id
    where l.idx >= archive.from_idx and l.idx < archive.to_idx and l.hash = sha256('\x00'::bytea || e.body);
  if sound <> archive.to_idx - archive.from_idx then
    raise exception 'of % archived entries % are what was recorded', archive.to_idx - archive.from_idx, sound using errcode = 'data_corrupted';
  end if;
  update audit_entry e set body = null from audit_leaf l
    where l.entry_id = e.id and l.idx >= archive.from_idx and l.idx < archive.to_idx and e.action <> 'log.restored';
  update audit_archive a set away_at = clock_timestamp(), restored_until = null where a.month = which;
  return sound;
end $$;

-- Bodies of an archived month from an index on, without a hole. The trigger holds each against its hash.
create function bring_back_bodies(which text, first int8, bodies bytea[]) returns int8
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  place int8 := first;
  body_of bytea;
begin
  if not exists (select from audit_archive a where a.month = which and a.away_at is not null
      and first >= a.from_idx and first + cardinality(bodies) <= a.to_idx) then
    raise exception 'the archive of % does not hold these entries', which using errcode = 'no_data_found';
  end if;
  -- One by one: joined as a set, the array may be walked once for each entry.
  foreach body_of in array bodies loop
    update audit_entry e set body = body_of from audit_leaf l where l.idx = place and e.id = l.entry_id and e.body is null;
    place := place + 1;
  end loop;
  return place - first;
end $$;

create function finish_bringing_back(which text, until timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  archive audit_archive%rowtype;
begin
  select * into archive from audit_archive a where a.month = which and a.away_at is not null for update;
  if archive.month is null or exists (select from audit_leaf l join audit_entry e on e.id = l.entry_id
      where l.idx >= archive.from_idx and l.idx < archive.to_idx and e.body is null) then
    raise exception 'the month % is not back as a whole', which using errcode = 'data_corrupted';
  end if;
  update audit_archive a set away_at = null, restored_until = until where a.month = which;
end $$;

revoke execute on function put_away_bodies, bring_back_bodies, finish_bringing_back from public;
grant execute on function put_away_bodies, bring_back_bodies, finish_bringing_back to counterfoil_app;
grant select, insert, update (verified_at, trouble, pruned_at) on audit_archive to counterfoil_app;
grant select on audit_archive to counterfoil_verifier;

-- Months that could not be archived, or whose file is not sound any more, are failures of what guards the record too.
alter table control_incident drop constraint control_incident_kind_check;
alter table control_incident add constraint control_incident_kind_check
  check (kind in ('log_stopped', 'log_gap', 'agent_gap', 'witness', 'card_number', 'sign_in', 'archive'));
