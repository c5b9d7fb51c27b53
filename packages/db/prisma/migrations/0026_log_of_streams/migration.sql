-- An agent whose disk was copied or put back holds another past: a control that failed, until somebody has looked.
alter table control_incident drop constraint control_incident_kind_check;
alter table control_incident add constraint control_incident_kind_check
  check (kind in ('log_stopped', 'log_gap', 'agent_gap', 'agent_fork', 'witness', 'card_number', 'sign_in', 'archive'));
