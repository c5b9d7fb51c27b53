/**
 * Entries [$1, $2) of a made log, the first at $3 ms and each $4 ms after the one before: heads of batches, changes by 97 people,
 * sign-ins, readings, refusals. Bodies are canonical JSON, byte for byte what `encodeAuditEntry` would write.
 */
export const recordEntrySql = `
with made as materialized (
  select i, ('0198c0de-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id, floor($3::float8 + i * $4::float8)::int8 as ms,
    case when i % 3 = 0 then 'agents.heads' when i % 101 = 0 then 'access.refused' when i % 7 = 0 then 'person.access_changed'
      when i % 5 = 0 then 'audit.read' when i % 2 = 0 then 'sign_in.succeeded' else 'session.ended' end as action,
    'person-' || i % 97 as actor
  from generate_series($1::int8, $2::int8 - 1) i
), told as materialized (
  select i, id, ms, action,
    case when action = 'agents.heads' then 'system' else 'user' end as actor_type,
    case when action = 'agents.heads' then 'hub' else actor end as actor_id,
    case action when 'agents.heads' then 'ingest' when 'audit.read' then 'audit_log' when 'person.access_changed' then 'person'
      when 'access.refused' then 'procedure' else 'session' end as target_type,
    case action when 'agents.heads' then 'batches' when 'audit.read' then 'search' when 'person.access_changed' then 'person-' || i % 89
      when 'access.refused' then 'people.disable' else 'session-' || i / 50 end as target_id,
    case action when 'access.refused' then 'refused' else 'done' end as outcome,
    case action when 'access.refused' then 'permission_missing' end as reason,
    case action when 'agents.heads' then '10.2.1.7' when 'audit.read' then '10.2.1.3' when 'access.refused' then '10.2.1.4'
      else '10.2.1.5' end as pci
  from made
), written as materialized (
  select *, convert_to('{"action":"' || action || '","actor":{"id":"' || actor_id || '","type":"' || actor_type || '"},'
      || case when action = 'agents.heads' then '"after":{"batches":[]},' when action = 'person.access_changed'
           then '"after":{"reach":{"kind":"chain"},"role":"finance"},"before":{"reach":{"country":"DE","kind":"country"},"role":"operations"},'
           else '' end
      || '"id":"' || id || '","outcome":"' || outcome || '","pci":["' || pci || '"],"personal":{},'
      || coalesce('"reason":"' || reason || '",', '')
      || '"target":{"id":"' || target_id || '","type":"' || target_type || '"},"ts":' || ms || ',"v":1}', 'UTF8') as body
  from told
), entries as (
  insert into audit_entry (id, recorded_at, acted_at, action, outcome, actor_type, actor_id, target_type, target_id, body, reason)
  select id, to_timestamp(ms / 1000.0), to_timestamp(ms / 1000.0), action, outcome, actor_type, actor_id, target_type, target_id, body, reason
  from written order by i
), personal as (
  insert into audit_personal (entry_id, name, salt, value)
  select id, 'email', decode(md5(i::text), 'hex'), case when i % 100003 = 1 then 'rare' || i || '@chain.example' else 'person-' || i % 89 || '@chain.example' end
  from written where action = 'person.access_changed' or i % 100003 = 1
)
insert into audit_leaf (idx, entry_id, hash) select i, id, sha256('\\x00'::bytea || body) from written order by i`
