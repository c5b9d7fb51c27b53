-- The server's own keys by what they are for: their names, and the public halves. Private halves are never in here.
-- Of each kind the one with the latest current_since is in use.
create table server_key (
  kind text not null check (kind in ('vault', 'commands', 'checkpoints', 'dashboard')),
  id text not null check (id ~ '^[0-9a-f]{16}$'),
  public_key bytea check (octet_length(public_key) = 32),
  first_at timestamptz(3) not null,
  current_since timestamptz(3) not null,
  primary key (kind, id),
  -- The dashboard's secret has no public half; it is here for its age.
  constraint server_key_public_half_check check ((kind = 'dashboard') = (public_key is null))
);
grant select, insert on server_key to counterfoil_app;
grant update (current_since) on server_key to counterfoil_app;
grant select on server_key to counterfoil_verifier;
