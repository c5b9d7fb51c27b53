-- Passkeys (WebAuthn credentials): the public key of each, and how often its authenticator says it was used.
create table passkey (
  id uuid primary key,
  user_id text not null references "user" on delete cascade,
  name text not null check (length(name) between 1 and 80),
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null,
  -- 32 bits without sign (WebAuthn level 2, 6.1).
  sign_count int8 not null check (sign_count between 0 and 4294967295),
  transports text[] default '{}',
  backed_up bool not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3)
);
create index passkey_user_id_idx on passkey (user_id);

-- Challenges an authenticator is to sign, each once: taking one deletes it.
create table passkey_challenge (
  id uuid primary key,
  challenge text not null,
  purpose text not null check (purpose in ('sign_in', 'factor', 'enrolment')),
  -- The session it was given to; none at sign-in, where a cookie of that browser holds the id.
  session_id text references session on delete cascade,
  expires_at timestamptz(3) not null,
  constraint passkey_challenge_session_check check ((purpose = 'sign_in') = (session_id is null))
);
create index passkey_challenge_session_id_idx on passkey_challenge (session_id);
create index passkey_challenge_expires_at_idx on passkey_challenge (expires_at);

-- The secret of an authenticator app that is being connected in place of another, sealed, until it shows its first code.
create table pending_authenticator (
  user_id text primary key references "user" on delete cascade,
  session_id text not null references session on delete cascade,
  secret text not null,
  expires_at timestamptz(3) not null
);

-- Since when the authenticator app in use is.
alter table two_factor add column verified_at timestamptz(3);

grant select, insert, update, delete on passkey, passkey_challenge, pending_authenticator to counterfoil_app;
