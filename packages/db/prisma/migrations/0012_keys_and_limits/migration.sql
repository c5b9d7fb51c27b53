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

-- Of session tokens only the SHA-256, in hexadecimal; people stay signed in.
update session set token = encode(sha256(convert_to(token, 'UTF8')), 'hex');
alter table session add constraint session_token_check check (token ~ '^[0-9a-f]{64}$');

-- What somebody has used up of a limit: the moment from which all of it may be used again. Written often, indexed by nothing else.
create table rate_bucket (
  subject text primary key check (length(subject) <= 200),
  full_at timestamptz(3) not null
) with (fillfactor = 70);
grant select, insert, update, delete on rate_bucket to counterfoil_app;

-- The certificate each hub shows on its port, as that hub reported it; no row for plain HTTP.
create table hub_certificate (
  host text not null,
  port int4 not null,
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  subject text not null,
  issuer text not null,
  names text not null,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3) not null,
  since timestamptz(3) not null,
  primary key (host, port)
);
grant select, insert, update, delete on hub_certificate to counterfoil_app;
grant select on hub_certificate to counterfoil_verifier;

-- Reviews that somebody must do from time to time, each time they were signed off.
create table review_signoff (
  id uuid primary key,
  kind text not null check (kind in ('ciphers')),
  at timestamptz(3) not null,
  by_user_id text not null references "user",
  note text not null check (length(note) <= 1000)
);
create index review_signoff_kind_at_idx on review_signoff (kind, at desc);
create trigger review_signoff_insert_only before update or delete on review_signoff for each row execute function refuse_change();
create trigger review_signoff_no_truncate before truncate on review_signoff for each statement execute function refuse_change();
grant select, insert on review_signoff to counterfoil_app;
grant select on review_signoff to counterfoil_verifier;
