-- Folders of banks and acquirers whose files the hub fetches by SFTP.
create table funds_pull (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  host text not null check (char_length(host) between 1 and 253),
  port int4 not null check (port between 1 and 65535),
  user_name text not null check (char_length(user_name) between 1 and 128),
  -- Whether the secret is a password or a private key.
  secret_kind text not null check (secret_kind in ('password', 'key')),
  folder text not null check (char_length(folder) between 1 and 1000),
  -- Names with * and ?; nothing else means more than itself.
  pattern text not null check (char_length(pattern) between 1 and 120),
  every_minutes int4 not null check (every_minutes between 1 and 1440),
  -- As `ssh-keygen -lf` prints it. Null until the server was met; never another one afterwards.
  host_key text check (host_key ~ '^SHA256:[A-Za-z0-9+/]{43}$'),
  -- Whoever looks moves it on first: of several hubs one goes, and one that dies is followed by another.
  next_look_at timestamptz(3) not null,
  looked_at timestamptz(3),
  trouble text check (char_length(trouble) <= 80)
);
create function refuse_other_host_key() returns trigger language plpgsql as $$
begin
  if old.host_key is not null and new.host_key is distinct from old.host_key then
    raise exception 'the host key of the pull % stays what it is', old.name using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger funds_pull_host_key_stays before update on funds_pull for each row execute function refuse_other_host_key();

-- What shows the server who asks: sealed for the hub, which alone opens it.
create table funds_pull_secret (
  id uuid primary key references funds_pull on delete cascade,
  sealed bytea not null
);
create trigger funds_pull_secret_reseal_only before update on funds_pull_secret for each row execute function allow_resealing_only();

-- Each name as it was at the last look. Fetched when two looks found it the same, and again only after it has changed.
create table funds_pulled_file (
  pull_id uuid not null references funds_pull on delete cascade,
  name text not null check (char_length(name) between 1 and 255),
  size int8 not null check (size >= 0),
  -- Seconds since 1970, as the server tells them.
  changed_s int8 not null,
  fetched_at timestamptz(3),
  -- Null where it was fetched and could not be kept.
  file_id int8 references funds_file,
  primary key (pull_id, name),
  constraint funds_pulled_file_fetched_check check (file_id is null or fetched_at is not null)
);

grant select, insert, delete, update (host_key, next_look_at, looked_at, trouble) on funds_pull to counterfoil_app;
grant select, insert, update (sealed) on funds_pull_secret to counterfoil_app;
grant select, insert, update (size, changed_s, fetched_at, file_id) on funds_pulled_file to counterfoil_app;
