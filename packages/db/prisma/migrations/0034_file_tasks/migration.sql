-- What the dashboard asks the hub to do with a file, which the hub alone can open. Rows live for minutes.
create table funds_file_task (
  id uuid primary key,
  file_id bigint not null references funds_file,
  what text not null,
  -- Of a trial: the mapping as far as somebody has made it.
  draft text,
  -- Of a handing over: whom it is sealed for (X25519). The other half never leaves the process that asked.
  public_key bytea,
  asked_by text not null,
  asked_at timestamptz(3) not null,
  done_at timestamptz(3),
  outcome jsonb,
  constraint funds_file_task_what_check check (what in ('try', 'hand_over')),
  constraint funds_file_task_key_check check ((what = 'hand_over') = (public_key is not null)),
  constraint funds_file_task_done_check check ((done_at is null) = (outcome is null))
);
create index funds_file_task_waiting_idx on funds_file_task (asked_at) where done_at is null;
create index funds_file_task_asked_at_idx on funds_file_task (asked_at);

-- The file, sealed part by part for that key. Taken once.
create table funds_file_task_part (
  task_id uuid not null references funds_file_task on delete cascade,
  part integer not null,
  content bytea not null,
  primary key (task_id, part)
);
-- It is encrypted: trying to compress it is lost work.
alter table funds_file_task_part alter column content set storage external;

grant select, insert, delete on funds_file_task, funds_file_task_part to counterfoil_app;
grant update (done_at, outcome) on funds_file_task to counterfoil_app;
