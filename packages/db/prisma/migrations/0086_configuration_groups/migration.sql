-- A configuration for more agents than are sent one at once goes as a group: to each its own content, as it was looked at.
create table command_group_configuration (
  group_id uuid not null,
  place int4 not null,
  -- Without its number, which it gets when the agent is told.
  content jsonb not null,
  -- Which one lay over the agent's own file when it was looked at; 0: none. Told only while it still does.
  before_number int4 not null check (before_number >= 0),
  primary key (group_id, place),
  constraint command_group_configuration_member_fkey foreign key (group_id, place) references command_group_agent (group_id, place)
);
create trigger command_group_configuration_stays before update or delete on command_group_configuration
  for each row execute function refuse_change();
create trigger command_group_configuration_no_truncate before truncate on command_group_configuration
  for each statement execute function refuse_change();

-- One more reason why a member is told nothing any more.
alter table command_group_agent drop constraint command_group_agent_passed_over_check,
  add constraint command_group_agent_passed_over_check check (passed_over in ('agent_gone', 'terminal_gone', 'configured_meanwhile'));

grant select, insert on command_group_configuration to counterfoil_app;
