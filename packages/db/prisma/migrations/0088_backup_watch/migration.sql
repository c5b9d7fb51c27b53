-- What hubs last saw in a folder of backups. It outlives them and the folder: a disk that is not mounted, and a hub that starts anew every
-- day, make no backup any younger.
create table backup_watch (
  folder text primary key check (char_length(folder) between 1 and 4096),
  -- Since when a hub has looked for backups there.
  since timestamptz(3) not null,
  newest_at timestamptz(3),
  -- Up to when the database's log was there; null where none is kept.
  log_at timestamptz(3)
);
grant select, insert, update (newest_at, log_at) on backup_watch to counterfoil_app;
