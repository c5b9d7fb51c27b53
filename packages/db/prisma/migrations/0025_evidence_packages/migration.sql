-- Evidence of an audit period as one file: what is asked for once, what is made again and again, and what was made.

create table evidence_schedule (
  id uuid primary key,
  cadence text not null check (cadence in ('monthly', 'quarterly')),
  language text not null check (language in ('en', 'zh')),
  created_at timestamptz(3) not null,
  created_by text not null references "user",
  unique (cadence, language)
);

create table evidence_package (
  id uuid primary key,
  -- First and last day, in the zone of the daily reviews.
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  language text not null check (language in ('en', 'zh')),
  asked_at timestamptz(3) not null,
  -- Nobody: a schedule.
  asked_by text references "user",
  cadence text check (cadence in ('monthly', 'quarterly')),
  made_at timestamptz(3),
  from_idx bigint,
  to_idx bigint,
  bytes bigint check (bytes > 0),
  sha256 bytea check (length(sha256) = 32),
  -- Why it could not be made; somebody asks for it again.
  failed_at timestamptz(3),
  trouble text check (char_length(trouble) <= 1000),
  constraint evidence_package_asked_check check ((asked_by is null) = (cadence is not null)),
  constraint evidence_package_made_check check (
    (made_at is null) = (bytes is null) and (made_at is null) = (sha256 is null) and (made_at is null) = (from_idx is null)
    and (made_at is null) = (to_idx is null) and (made_at is null or failed_at is null) and (failed_at is null) = (trouble is null))
);
create index evidence_package_asked_at_idx on evidence_package (asked_at desc, id);
create index evidence_package_waiting_idx on evidence_package (asked_at, id) where made_at is null and failed_at is null;
-- Two hubs that look at once ask once.
create unique index evidence_package_cadence_key on evidence_package (cadence, language, first_day) where cadence is not null;
create trigger evidence_package_no_truncate before truncate on evidence_package for each statement execute function refuse_change();

grant select, insert, delete on evidence_schedule to counterfoil_app;
grant select, insert, update (made_at, from_idx, to_idx, bytes, sha256, failed_at, trouble) on evidence_package to counterfoil_app;
grant select on evidence_schedule, evidence_package to counterfoil_verifier;
