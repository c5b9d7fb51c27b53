-- Bills that the hub fetches from the interfaces of providers, beside the folders it fetches by SFTP.
alter table funds_pull
  add column kind text not null default 'sftp' check (kind in ('sftp', 'wechat', 'alipay', 'adyen')),
  -- What is no secret: numbers and public keys, which bills, from which day.
  add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  -- Of a provider that tells when a report is ready. Whoever may write to the hub could else fill the record.
  add column notice_refused_at timestamptz(3),
  drop constraint funds_pull_secret_kind_check,
  -- Several: a document of secrets by name.
  add constraint funds_pull_secret_kind_check check (secret_kind in ('password', 'key', 'several'));

alter table funds_file
  drop constraint funds_file_received_via_check,
  add constraint funds_file_received_via_check check (received_via in ('upload', 'folder', 'sftp', 'token', 'cli', 'demo', 'api'));

-- Each bill of a provider that is or was to be fetched: one row, hence one file, however often it is told of.
create table funds_pull_bill (
  pull_id uuid not null references funds_pull on delete cascade,
  -- What its file is called.
  name text not null check (char_length(name) between 1 and 200),
  -- The provider's word for its kind.
  what text not null check (char_length(what) between 1 and 80),
  -- Null where it is not of one day.
  day date,
  -- How the provider knows it, where kind and day do not say.
  asked jsonb,
  -- None: the provider says that there was nothing on that day. Given up: the provider keeps it no more, or it cannot be kept.
  state text not null default 'due' check (state in ('due', 'fetched', 'none', 'given_up')),
  tries int4 not null default 0,
  -- Whoever fetches moves it on first.
  next_try_at timestamptz(3) not null,
  trouble text check (char_length(trouble) <= 80),
  settled_at timestamptz(3),
  file_id int8 references funds_file,
  primary key (pull_id, name),
  constraint funds_pull_bill_file_check check ((file_id is not null) = (state = 'fetched')),
  constraint funds_pull_bill_settled_check check ((settled_at is null) = (state = 'due'))
);
create index funds_pull_bill_due on funds_pull_bill (pull_id, next_try_at) where state = 'due';

grant update (notice_refused_at) on funds_pull to counterfoil_app;
grant select, insert, update (asked, state, tries, next_try_at, trouble, settled_at, file_id) on funds_pull_bill to counterfoil_app;
