-- Each terminal told for the first time is looked for among those the agent had before: without this the whole table was read,
-- and a chain that told its first 30,000 terminals kept a core busy for minutes.
create index terminal_assignment_agent_id_key_idx on terminal_assignment (agent_id, key, since);
