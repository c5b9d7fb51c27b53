-- Months of events that lie in a file and can leave the database. Payments, sums, batches and their signatures stay here.
create table event_archive (
  -- Calendar month in which they were recorded, UTC.
  month text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  -- Of the rows as the verified file gives them, by event_rows_digest.
  events int8 not null check (events > 0),
  digest bytea not null check (octet_length(digest) = 32),
  -- A name in the folder of archives.
  file text not null check (file ~ '^[a-z0-9][a-z0-9._-]*$'),
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes int8 not null check (bytes > 0),
  made_at timestamptz(3) not null,
  -- When the whole file was last read; trouble is a word for what that found instead of a sound file.
  verified_at timestamptz(3) not null,
  trouble text,
  -- Since when the events are in the file alone; null while they are here.
  away_at timestamptz(3),
  -- When they last came back.
  restored_at timestamptz(3)
);

create function check_event_archive() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.away_at is not null or new.restored_at is not null then
      raise exception 'an archive begins with its events at hand' using errcode = 'check_violation';
    end if;
    if archived_month_ended(new.month) > clock_timestamp() then
      raise exception 'the month % is not over yet', new.month using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.month, new.events, new.digest) is distinct from (old.month, old.events, old.digest) then
    raise exception 'what a month held stays as it was told' using errcode = 'check_violation';
  end if;
  if old.away_at is not null and (new.file, new.sha256, new.bytes, new.made_at) is distinct from (old.file, old.sha256, old.bytes, old.made_at) then
    raise exception 'the events of % are in that file alone', new.month using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger event_archive_check before insert or update on event_archive for each row execute function check_event_archive();
create trigger event_archive_stays before delete on event_archive for each row execute function refuse_change();
create trigger event_archive_no_truncate before truncate on event_archive for each statement execute function refuse_change();

-- How many events a month's table holds, and a hash over every column of each: of each store in the order of the key, then of all
-- stores. packages/services/src/event-months/row-digest.ts makes the same of a file.
create function event_rows_digest(part regclass, out events int8, out digest bytea)
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  execute format($q$
    with store as (
      select store_id, count(*) as events, sha256(string_agg(sha256(convert_to(concat_ws('|',
        to_char(recorded_on, 'YYYY-MM-DD'), agent_id, epoch, seq, (extract(epoch from recorded_at) * 1000)::int8, (extract(epoch from at) * 1000)::int8,
        understood::int, coalesce(terminal_id::text, '-'), coalesce(payment_id::text, '-'), cut::int, encode(hash, 'hex'), encode(sha256(body), 'hex'), kind),
        'UTF8')), ''::bytea order by agent_id, epoch, seq, recorded_on)) as digest
      from %s group by store_id)
    select coalesce(sum(events), 0)::int8,
      sha256(coalesce(string_agg(convert_to(store_id || '|' || events || '|', 'UTF8') || digest, ''::bytea order by store_id), ''::bytea))
    from store$q$, part) into events, digest;
end $$;

-- The table of a month that is one of the partitions of events; null when there is none.
create function event_month_part(which text) returns regclass language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select i.inhrelid::regclass from pg_inherits i
  where i.inhparent = 'public.event'::regclass and i.inhrelid = to_regclass('public.event_' || replace(which, '-', '_'))
$$;

-- The one way out: the whole month or nothing, a year after its end, and only while every row is what the verified file gave. The
-- table leaves in this transaction: with a default partition, PostgreSQL detaches in no other way (DETACH ... CONCURRENTLY refuses),
-- so it waits shortly for those that read events, and ingest waits with it.
create function put_away_events(which text) returns int8
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  archive event_archive%rowtype;
  part regclass;
  held record;
begin
  perform pg_advisory_xact_lock(7236839, 2);
  select * into archive from event_archive a where a.month = which for update;
  if archive.month is null or archive.away_at is not null or archive.trouble is not null then
    raise exception 'there is no sound archive of % whose events are here', which using errcode = 'no_data_found';
  end if;
  if archived_month_ended(which) + interval '12 months' > clock_timestamp() then
    raise exception 'the events of % stay at hand: the month has not been over for twelve months', which using errcode = 'check_violation';
  end if;
  part := event_month_part(which);
  if part is null or exists (select from event_default d
      where d.recorded_on >= (which || '-01')::date and d.recorded_on < ((which || '-01')::date + interval '1 month')::date) then
    raise exception 'the events of % do not lie in a table of their own', which using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('lock table %s in share mode', part);
  select * into held from event_rows_digest(part);
  if (held.events, held.digest) is distinct from (archive.events, archive.digest) then
    raise exception 'the % events of % are not the % of its archive', held.events, which, archive.events using errcode = 'data_corrupted';
  end if;
  execute format('alter table public.event detach partition %s', part);
-- The release before does without: the month is in its file, and only somebody who asks for it puts one away
  execute format('drop table %s', part);
  update event_archive a set away_at = clock_timestamp() where a.month = which;
  return held.events;
end $$;

-- A table for the month, beside the others until it is whole. One that ensure_partitions made meanwhile is empty, and goes.
create function begin_bringing_back_events(which text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  part regclass;
  is_empty boolean;
begin
  perform pg_advisory_xact_lock(7236839, 2);
  perform from event_archive a where a.month = which and a.away_at is not null for update;
  if not found then
    raise exception 'the events of % are not away', which using errcode = 'no_data_found';
  end if;
  part := event_month_part(which);
  if part is not null then
    execute format('select not exists (select from %s)', part) into is_empty;
    if not is_empty then
      raise exception 'events were recorded into % after it was put away', which using errcode = 'object_not_in_prerequisite_state';
    end if;
    execute format('alter table public.event detach partition %s', part);
-- The release before does without: the table is an empty one, and comes back full
    execute format('drop table %s', part);
  end if;
  execute format('create table public.%I (like public.event including all)', 'event_' || replace(which, '-', '_'));
end $$;

-- Only into a table that is no partition yet: what people read is never half a month.
create function bring_back_events(which text, stores int4[], agents int4[], epochs int4[], seqs int8[], recorded timestamptz[], ats timestamptz[],
  kinds text[], understoods boolean[], terminals int4[], payments uuid[], bodies bytea[], hashes bytea[], cuts boolean[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if event_month_part(which) is not null or not exists (select from event_archive a where a.month = which and a.away_at is not null) then
    raise exception 'the events of % are not away', which using errcode = 'no_data_found';
  end if;
  execute format($q$
    insert into public.%I (store_id, recorded_on, agent_id, epoch, seq, recorded_at, at, kind, understood, terminal_id, payment_id, body, hash, cut)
    select store_id, (recorded_at at time zone 'UTC')::date, agent_id, epoch, seq, recorded_at, at, kind, understood, terminal_id, payment_id, body, hash, cut
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      u (store_id, agent_id, epoch, seq, recorded_at, at, kind, understood, terminal_id, payment_id, body, hash, cut)$q$,
    'event_' || replace(which, '-', '_'))
    using stores, agents, epochs, seqs, recorded, ats, kinds, understoods, terminals, payments, bodies, hashes, cuts;
end $$;

-- Exactly what left, or nothing: then it is a month like any other again.
create function finish_bringing_back_events(which text) returns int8
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '2s' as $$
declare
  name text := 'event_' || replace(which, '-', '_');
  archive event_archive%rowtype;
  held record;
  first_day date := (which || '-01')::date;
begin
  select * into archive from event_archive a where a.month = which and a.away_at is not null for update;
  if archive.month is null or event_month_part(which) is not null then
    raise exception 'the events of % are not away', which using errcode = 'no_data_found';
  end if;
  select * into held from event_rows_digest(to_regclass('public.' || name));
  if (held.events, held.digest) is distinct from (archive.events, archive.digest) then
    raise exception 'these % events are not the % that left with %', held.events, archive.events, which using errcode = 'data_corrupted';
  end if;
  execute format('alter table public.event attach partition public.%I for values from (%L) to (%L)', name, first_day, (first_day + interval '1 month')::date);
  execute format('create trigger %I before truncate on public.%I for each statement execute function public.refuse_change()', name || '_no_truncate', name);
  update event_archive a set away_at = null, restored_at = clock_timestamp() where a.month = which;
  return held.events;
end $$;

revoke execute on function put_away_events, begin_bringing_back_events, bring_back_events, finish_bringing_back_events, event_rows_digest, event_month_part from public;
grant execute on function put_away_events, begin_bringing_back_events, bring_back_events, finish_bringing_back_events to counterfoil_app;
grant select, insert, update (file, sha256, bytes, made_at, verified_at, trouble) on event_archive to counterfoil_app;
grant select on event_archive to counterfoil_verifier;
