-- Photos and papers of a device, sealed for the hub like files of money: a photo shows whatever lay beside the terminal.
create table device_document (
  id uuid primary key,
  device_id int4 not null references device,
  name text not null check (char_length(name) between 1 and 255),
  -- As its bytes say, never as it was called.
  type text not null check (type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  size int4 not null check (size between 1 and 10000000),
  sha256 bytea not null check (octet_length(sha256) = 32),
  added_at timestamptz(3) not null,
  added_by text not null,
  -- What was taken away leaves its line: who took what away, when and why.
  removed_at timestamptz(3),
  removed_by text,
  removed_why text check (char_length(removed_why) between 1 and 500),
  constraint device_document_removed_check check ((removed_at is null) = (removed_why is null) and (removed_at is null) = (removed_by is null))
);
create index device_document_device_idx on device_document (device_id, added_at);
create unique index device_document_bytes_key on device_document (device_id, sha256) where removed_at is null;
create trigger device_document_stays before delete on device_document for each row execute function refuse_change();
create trigger device_document_no_truncate before truncate on device_document for each statement execute function refuse_change();

create table device_document_content (
  id uuid primary key,
  document_id uuid not null references device_document,
  part int4 not null,
  sealed bytea not null,
  constraint device_document_content_key unique (document_id, part)
);
-- It is encrypted: trying to compress it is lost work.
alter table device_document_content alter column sealed set storage external;

-- Handed over to whoever asks as files of money are: the hub alone can open either.
alter table funds_file_task alter column file_id drop not null;
alter table funds_file_task add column device_document_id uuid references device_document;
alter table funds_file_task add constraint funds_file_task_of_check
  check (num_nonnulls(file_id, device_document_id) = 1 and (device_document_id is null or what = 'hand_over'));

-- A program that asks twice means one device: the SHA-256 of its token and the key it gave, and of what it asked.
alter table device add column request_key bytea check (octet_length(request_key) = 32);
alter table device add column request_hash bytea check (octet_length(request_hash) = 32);
alter table device add constraint device_request_check check ((request_key is null) = (request_hash is null));
create unique index device_request_key on device (request_key) where request_key is not null;
-- Tokens that were made before this may go on as they were: they read.
alter table api_token add column changes_devices bool not null default false;

grant select, insert, update (removed_at, removed_by, removed_why) on device_document to counterfoil_app;
grant select, insert, update (sealed), delete on device_document_content to counterfoil_app;
