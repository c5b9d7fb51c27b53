-- A card number was cut out of the body: its hash is that of the exact bytes, which lie sealed in card_alarm_content.
alter table event add column cut boolean not null default false;

-- Card numbers found where none may be (PCI DSS 12.10.7), with what a failure must be answered with (10.7.3). One open alarm for
-- each place and source; what is found there while it is open counts into it.
create table card_alarm (
  id uuid primary key,
  found_at timestamptz(3) not null,
  last_found_at timestamptz(3) not null,
  count int4 not null check (count > 0),
  place text not null check (length(place) <= 160),
  source_kind text not null check (source_kind in ('agent', 'terminal', 'person', 'token', 'screen')),
  source_id text not null,
  store_id int4 references store,
  agent_id int4 references agent,
  terminal_id int4 references terminal,
  till text,
  -- First six and last four digits, of the first few.
  numbers text[] check (numbers is not null),
  state text not null default 'open' check (state in ('open', 'closed')),
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  cause text check (length(cause) <= 2000),
  fix text check (length(fix) <= 2000),
  closed_at timestamptz(3),
  closed_by text references "user",
  constraint card_alarm_truncated_check check (array_to_string(numbers, ',', '?') ~ '^(\d{6}\*{3,9}\d{4}(,\d{6}\*{3,9}\d{4})*)?$'),
  constraint card_alarm_closed_check check (
    case state
      when 'open' then num_nonnulls(ended_at, cause, fix, closed_at, closed_by) = 0
      else num_nonnulls(ended_at, cause, fix, closed_at, closed_by) = 5 and ended_at >= started_at
    end)
);
create unique index card_alarm_open_idx on card_alarm (place, source_kind, source_id) where state = 'open';
create index card_alarm_found_at_idx on card_alarm (found_at desc, id);

-- What stood there, sealed for the hub's key. Insert-only.
create table card_alarm_content (
  id uuid primary key,
  alarm_id uuid not null references card_alarm,
  found_at timestamptz(3) not null,
  what text not null check (what in ('event', 'batch', 'input')),
  -- Of an event or a batch: where in its agent's stream; the exact bytes of that event, or of all of the batch.
  agent_id int4 references agent,
  epoch int4,
  seq int8,
  sealed bytea not null,
  constraint card_alarm_content_place_check check ((what = 'input') = (agent_id is null) and num_nonnulls(agent_id, epoch, seq) in (0, 3))
);
create index card_alarm_content_alarm_id_idx on card_alarm_content (alarm_id, found_at);
create unique index card_alarm_content_event_idx on card_alarm_content (agent_id, epoch, seq, what, alarm_id);
create trigger card_alarm_content_insert_only before update or delete on card_alarm_content for each row execute function refuse_change();
create trigger card_alarm_content_no_truncate before truncate on card_alarm_content for each statement execute function refuse_change();

-- Looking into an alarm takes two people: one asks, another approves, then the server's own command line shows it once.
create table card_alarm_opening (
  id uuid primary key,
  alarm_id uuid not null references card_alarm,
  asked_by text not null references "user",
  asked_at timestamptz(3) not null,
  why text not null check (length(why) between 1 and 1000),
  approved_by text references "user",
  approved_at timestamptz(3),
  opened_at timestamptz(3),
  constraint card_alarm_opening_two_people_check check (approved_by <> asked_by),
  constraint card_alarm_opening_order_check check (
    (approved_by is null) = (approved_at is null) and (opened_at is null or approved_at is not null))
);
create index card_alarm_opening_alarm_id_idx on card_alarm_opening (alarm_id, asked_at desc);

grant select, insert on card_alarm, card_alarm_content, card_alarm_opening to counterfoil_app;
grant update (last_found_at, count, numbers, state, started_at, ended_at, cause, fix, closed_at, closed_by) on card_alarm to counterfoil_app;
grant update (approved_by, approved_at, opened_at) on card_alarm_opening to counterfoil_app;
grant select on card_alarm, card_alarm_content, card_alarm_opening to counterfoil_verifier;
