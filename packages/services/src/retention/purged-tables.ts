/** How rows of a table come of age. The texts are SQL over its row `t`, and are written here and nowhere else. */
export interface PurgedTable {
  readonly table: string
  /** Since when it is of no use; null while it is. */
  readonly since: string
  /** Rows that stay although they are too old, which the report tells. */
  readonly heldWhile?: string
  /** Empties the row instead of deleting it: what it held goes, that it was there stays. */
  readonly empty?: string
}

/** The database itself refuses what is younger than the least period (migration 0048). In this order: what points at a row goes before it. */
export const purgedTables = {
  card_data: [
    {
      table: 'card_alarm_content',
      since: 'case when t.sealed is not null then t.found_at end',
      // Whose alarm nobody has closed yet: it is still to be answered.
      heldWhile: `exists (select from card_alarm a where a.id = t.alarm_id and a.state = 'open')`,
      empty: 'sealed = null, purged_at = clock_timestamp()',
    },
  ],
  sessions: [
    { table: 'passkey_challenge', since: 't.expires_at' },
    { table: 'pending_authenticator', since: 't.expires_at' },
    { table: 'session', since: 't.expires_at' },
    { table: 'verification', since: 't.expires_at' },
    { table: 'screen_pairing', since: 't.expires_at' },
  ],
  attempts: [
    { table: 'sign_in_failure', since: 'greatest(t.first_at, t.locked_until)' },
    { table: 'rate_bucket', since: 't.full_at' },
    { table: 'funds_file_task_part', since: '(select k.done_at from funds_file_task k where k.id = t.task_id)' },
    { table: 'funds_file_task', since: 't.done_at' },
  ],
  invitations: [
    { table: 'setup_link', since: 't.expires_at' },
    { table: 'join_code', since: 't.expires_at' },
  ],
  connections: [{ table: 'agent_presence', since: 't.until' }],
  alerts: [
    { table: 'operations_notice', since: '(select a.ended_at from operations_alert a where a.id = t.alert_id)' },
    { table: 'operations_alert', since: 't.ended_at' },
    { table: 'health_finding', since: 't.until' },
    { table: 'agent_trouble', since: 't.until' },
  ],
  measures: [
    { table: 'retention_size', since: `t.day::timestamp at time zone 'UTC'` },
    { table: 'retention_volume', since: `t.day::timestamp at time zone 'UTC'` },
  ],
  pace: [
    { table: 'terminal_hour', since: 't.hour' },
    { table: 'terminal_hour_day', since: `t.day::timestamp at time zone 'UTC'` },
  ],
} as const satisfies Readonly<Record<string, readonly PurgedTable[]>>
