-- What a rebuild and "as of T" need of the tables.

-- Two streams may tell a terminal's condition under the same number; with a clock set back also from the same instant on.
alter table terminal_condition drop constraint terminal_condition_pkey;
alter table terminal_condition add primary key (terminal_id, since, agent_id, epoch, seq);

-- since and until are the agent's clock; these two say when the hub learned of them. Rows from before tell the nearest known.
alter table terminal_assignment add column recorded_at timestamptz(3) not null default now();
alter table terminal_assignment add column until_recorded_at timestamptz(3);
update terminal_assignment set recorded_at = since, until_recorded_at = until;
alter table terminal_assignment add check ((until is null) = (until_recorded_at is null));

-- The few payments whose outcome was ever unknown: which of them were so at some past moment is told by their events.
create index event_unknown_idx on event (store_id, recorded_on) where kind = 'payment.unknown';
