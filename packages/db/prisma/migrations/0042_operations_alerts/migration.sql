-- What the hub noticed of itself, of its machine and of the chain: intervals, ended and never deleted.
create table operations_alert (
  id uuid primary key,
  rule text not null check (rule ~ '^[a-z][a-z_]{0,39}$'),
  -- Which one of its kind: a disk, a job, a hub, the chain.
  subject text not null check (char_length(subject) between 1 and 200),
  severity text not null check (severity in ('warning', 'critical')),
  raised_at timestamptz(3) not null,
  ended_at timestamptz(3),
  -- 'good': the value came back; 'not_seen': whoever judged it does so no more.
  ended_why text check (ended_why in ('good', 'not_seen')),
  -- When raised, the worst since, and as last judged.
  raised_value float8 not null,
  worst_value float8 not null,
  last_value float8 not null,
  raise_at float8 not null,
  judged_at timestamptz(3) not null,
  constraint operations_alert_ended_check check ((ended_at is null) = (ended_why is null))
) with (fillfactor = 80);
create unique index operations_alert_open_key on operations_alert (rule, subject) where ended_at is null;
create index operations_alert_raised_at_idx on operations_alert (raised_at desc, id);
create trigger operations_alert_stays before delete on operations_alert for each row execute function refuse_change();
create trigger operations_alert_no_truncate before truncate on operations_alert for each statement execute function refuse_change();

-- What has to be told to others, each until it was taken.
create table operations_notice (
  alert_id uuid not null references operations_alert,
  event text not null check (event in ('raised', 'ended')),
  channel text not null check (channel in ('webhook')),
  due_at timestamptz(3) not null,
  failures int4 not null default 0 check (failures >= 0),
  -- A word for why it was not taken last.
  trouble text check (char_length(trouble) <= 80),
  taken_at timestamptz(3),
  given_up_at timestamptz(3),
  primary key (alert_id, event, channel),
  constraint operations_notice_end_check check (taken_at is null or given_up_at is null)
) with (fillfactor = 80);
create index operations_notice_due_idx on operations_notice (due_at) where taken_at is null and given_up_at is null;

grant select, insert, update (ended_at, ended_why, worst_value, last_value, judged_at) on operations_alert to counterfoil_app;
grant select, insert, update (due_at, failures, trouble, taken_at, given_up_at) on operations_notice to counterfoil_app;
