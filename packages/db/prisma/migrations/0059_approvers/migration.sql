-- The lists of people whose passkeys agents take for a second person's word: each approved by two of the one before.
create table approver_roster (
  number int4 primary key check (number >= 1),
  -- The exact canonical text that agents are told.
  roster text not null check (char_length(roster) <= 250000),
  hash bytea not null check (octet_length(hash) = 32),
  proposed_by text not null references "user",
  proposed_at timestamptz(3) not null,
  in_force_since timestamptz(3)
);
-- One at a time waits for approvals.
create unique index approver_roster_pending_key on approver_roster ((true)) where in_force_since is null;

create table approver_roster_approval (
  number int4 not null references approver_roster on delete cascade,
  person_id text not null references "user",
  approval jsonb not null,
  approved_at timestamptz(3) not null,
  primary key (number, person_id)
);

-- A list agents were told of stays as it was; one that waits may be taken back.
create trigger approver_roster_stays before update or delete on approver_roster
  for each row when (old.in_force_since is not null) execute function refuse_change();
create trigger approver_roster_no_truncate before truncate on approver_roster for each statement execute function refuse_change();

create table agent_command_approval (
  command_id uuid not null references agent_command,
  person_id text not null references "user",
  approval jsonb not null,
  approved_at timestamptz(3) not null,
  primary key (command_id, person_id)
);
create trigger agent_command_approval_stays before update or delete on agent_command_approval
  for each row execute function refuse_change();
create trigger agent_command_approval_no_truncate before truncate on agent_command_approval
  for each statement execute function refuse_change();

-- What waits for a second person has no number yet: whatever is asked meanwhile would be above it.
alter table agent_command drop constraint agent_command_state_check,
  add constraint agent_command_state_check check (state in ('proposed', 'waiting', 'sent', 'started', 'ended')),
  alter column counter drop not null,
  add constraint agent_command_numbered_check check (counter is not null or state in ('proposed', 'ended'));

-- What the agent keeps, as it told itself, in which enrolment; and up to which it was told.
alter table agent add column roster_number int4 not null default 0,
  add column roster_epoch int4 not null default 0,
  add column roster_refused int4,
  add column roster_told int4 not null default 0;

grant select, insert, delete on approver_roster to counterfoil_app;
grant update (in_force_since) on approver_roster to counterfoil_app;
grant select, insert on approver_roster_approval, agent_command_approval to counterfoil_app;
grant update (counter) on agent_command to counterfoil_app;
