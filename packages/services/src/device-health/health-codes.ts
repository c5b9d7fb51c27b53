export type HealthSeverity = 'notice' | 'warning' | 'critical'

/** Everything that is found by itself, how bad it is, and of what: a closed list, each with its words and what to do. */
export const healthCodes = {
  serial_differs: { severity: 'critical', of: 'terminal' },
  not_selling: { severity: 'critical', of: 'terminal' },
  outcome_unknown: { severity: 'critical', of: 'terminal' },
  unreachable: { severity: 'critical', of: 'terminal' },
  needs_action: { severity: 'warning', of: 'terminal' },
  prompt_slow: { severity: 'warning', of: 'terminal' },
  approvals_low: { severity: 'warning', of: 'terminal' },
  driver_fault: { severity: 'warning', of: 'terminal' },
  // Older than the list of firmware wants; how bad it is, the list says.
  firmware_outdated: { severity: 'warning', of: 'terminal' },
  store_offline: { severity: 'critical', of: 'store' },
  agent_offline: { severity: 'critical', of: 'agent' },
  agent_locked: { severity: 'critical', of: 'agent' },
  cannot_record: { severity: 'critical', of: 'agent' },
  outbox_damaged: { severity: 'critical', of: 'agent' },
  outbox_filling: { severity: 'warning', of: 'agent' },
  outbox_waiting: { severity: 'warning', of: 'agent' },
  record_refused: { severity: 'warning', of: 'agent' },
  clock_off: { severity: 'warning', of: 'agent' },
  disk_low: { severity: 'warning', of: 'agent' },
  agent_trouble: { severity: 'warning', of: 'agent' },
  agent_outdated: { severity: 'notice', of: 'agent' },
  // Of a store that went live: what is otherwise than two people signed.
  agreed_lane_missing: { severity: 'critical', of: 'store' },
  agreed_lane_extra: { severity: 'warning', of: 'store' },
  agreed_protocol: { severity: 'warning', of: 'store' },
  agreed_backup: { severity: 'warning', of: 'store' },
  agreed_method: { severity: 'notice', of: 'store' },
  agreed_version: { severity: 'warning', of: 'store' },
  agreed_silent: { severity: 'warning', of: 'store' },
  agreed_security: { severity: 'warning', of: 'store' },
} as const satisfies Readonly<Record<string, { readonly severity: HealthSeverity; readonly of: 'terminal' | 'agent' | 'store' }>>
export type HealthCode = keyof typeof healthCodes
export const allHealthCodes = Object.keys(healthCodes) as HealthCode[]

/** How an agent's own words for its troubles are called here; what is not among them is `agent_trouble`. */
export const ofAgentTrouble: Readonly<Record<string, HealthCode>> = {
  cannot_record: 'cannot_record',
  outbox_damaged: 'outbox_damaged',
  outbox_filling: 'outbox_filling',
  record_refused: 'record_refused',
  clock_offset: 'clock_off',
}
