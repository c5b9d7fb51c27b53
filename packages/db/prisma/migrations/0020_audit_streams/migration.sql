-- Copies of the log that go to other systems as it grows. The cursor moves only after the receiver has taken what is before it.
create table audit_stream (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  url text not null check (url ~ '^(tls|https)://'),
  format text not null check (format in ('ocsf', 'json')),
  -- The receiver's own authority, PEM; the system's where there is none.
  ca text,
  next_idx int8 not null check (next_idx >= 0),
  delivered_at timestamptz(3),
  stopped_at timestamptz(3),
  trouble text
);
create function refuse_rewinding() returns trigger language plpgsql as $$
begin
  if new.next_idx < old.next_idx then raise exception 'what was delivered up to % is not delivered up to %', old.next_idx, new.next_idx; end if;
  return new;
end $$;
create trigger audit_stream_goes_on before update on audit_stream for each row execute function refuse_rewinding();

-- What shows the receiver who sends: sealed for the hub, which alone opens it.
create table audit_stream_secret (
  id uuid primary key references audit_stream on delete cascade,
  sealed bytea not null
);
create trigger audit_stream_secret_reseal_only before update on audit_stream_secret for each row execute function allow_resealing_only();

grant select, insert, delete, update (next_idx, delivered_at, stopped_at, trouble) on audit_stream to counterfoil_app;
grant select, insert, update (sealed) on audit_stream_secret to counterfoil_app;
grant select on audit_stream to counterfoil_verifier;
