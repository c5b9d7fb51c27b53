-- Proof bundles of money: what is asked for on a page, and what was made of it.

create table funds_bundle (
  id uuid primary key,
  -- Sales days, and days on statements.
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  -- All of them where it is null.
  acquirer text check (char_length(acquirer) between 1 and 80),
  store_code text check (char_length(store_code) between 1 and 80),
  asked_at timestamptz(3) not null,
  asked_by text not null references "user",
  made_at timestamptz(3),
  -- Of the tree over its records; the entry of the making holds it too.
  root bytea check (length(root) = 32),
  records bigint check (records > 0),
  bytes bigint check (bytes > 0),
  sha256 bytea check (length(sha256) = 32),
  -- Why it could not be made; somebody asks for it again.
  failed_at timestamptz(3),
  trouble text check (char_length(trouble) <= 1000),
  constraint funds_bundle_made_check check (
    (made_at is null) = (root is null) and (made_at is null) = (records is null) and (made_at is null) = (bytes is null)
    and (made_at is null) = (sha256 is null) and (made_at is null or failed_at is null) and (failed_at is null) = (trouble is null))
);
create index funds_bundle_asked_at_idx on funds_bundle (asked_at desc, id);
create index funds_bundle_waiting_idx on funds_bundle (asked_at, id) where made_at is null and failed_at is null;
create trigger funds_bundle_stays before delete on funds_bundle for each row execute function refuse_change();
create trigger funds_bundle_no_truncate before truncate on funds_bundle for each statement execute function refuse_change();

grant select, insert, update (made_at, root, records, bytes, sha256, failed_at, trouble) on funds_bundle to counterfoil_app;
grant select on funds_bundle to counterfoil_verifier;
