-- What asks by itself: programs with a token, screens on walls. Of each secret the database knows the SHA-256 only.
create table api_token (
  id uuid primary key,
  name text not null,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  -- Its last four characters, by which people tell tokens apart.
  ending text not null check (char_length(ending) = 4),
  owner_id text not null references "user",
  reach text not null,
  reach_country char(2),
  reach_region text,
  reach_store_ids int4[] default '{}',
  created_at timestamptz(3) not null,
  -- Days of 24 hours, whatever the zone of the connection.
  expires_at timestamptz(3) not null check (expires_at > created_at and expires_at <= created_at + interval '8760 hours'),
  last_used_at timestamptz(3),
  last_refused_at timestamptz(3),
  revoked_at timestamptz(3),
  constraint api_token_reach_check check (reach_store_ids is not null and case reach
    when 'chain' then reach_country is null and reach_region is null and reach_store_ids = '{}'
    when 'country' then reach_country is not null and reach_region is null and reach_store_ids = '{}'
    when 'region' then reach_country is not null and reach_region is not null and reach_store_ids = '{}'
    when 'stores' then reach_country is null and reach_region is null
    else false end)
);
create index api_token_owner_id_idx on api_token (owner_id);

create table wall_screen (
  id uuid primary key,
  name text not null,
  -- Null until the screen has fetched its secret.
  secret_hash bytea unique check (octet_length(secret_hash) = 32),
  reach text not null,
  reach_country char(2),
  reach_region text,
  reach_store_ids int4[] default '{}',
  paired_by text not null references "user",
  paired_at timestamptz(3) not null,
  expires_at timestamptz(3) not null check (expires_at > paired_at and expires_at <= paired_at + interval '8760 hours'),
  last_seen_at timestamptz(3),
  revoked_at timestamptz(3),
  constraint wall_screen_reach_check check (reach_store_ids is not null and case reach
    when 'chain' then reach_country is null and reach_region is null and reach_store_ids = '{}'
    when 'country' then reach_country is not null and reach_region is null and reach_store_ids = '{}'
    when 'region' then reach_country is not null and reach_region is not null and reach_store_ids = '{}'
    when 'stores' then reach_country is null and reach_region is null
    else false end)
);

-- A code that a screen shows and an administrator types. Several codes of one screen, one after the other, share its claim.
create table screen_pairing (
  id uuid primary key,
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  claim_hash bytea not null check (octet_length(claim_hash) = 32),
  opened_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  screen_id uuid references wall_screen,
  claimed_at timestamptz(3),
  constraint screen_pairing_claimed_check check (claimed_at is null or screen_id is not null)
);
create index screen_pairing_claim_hash_idx on screen_pairing (claim_hash);
create index screen_pairing_expires_at_idx on screen_pairing (expires_at);

grant select, insert, update on api_token, wall_screen to counterfoil_app;
grant select, insert, update, delete on screen_pairing to counterfoil_app;
