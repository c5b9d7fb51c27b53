import type { HealthCode, HealthSeverity } from '@counterfoil/services/device-health'
import type { GlyphName } from '../../components/status/glyphs.tsx'
import type { Tone } from '../../components/status/tone.ts'

/** The shape of each finding; its colour is how bad it is. The compiler holds the list to the services' own. */
export const healthGlyphs: Readonly<Record<HealthCode, GlyphName>> = {
  serial_differs: 'lock',
  not_selling: 'crit',
  outcome_unknown: 'unk',
  unreachable: 'silent',
  needs_action: 'warn',
  prompt_slow: 'due',
  approvals_low: 'warn',
  driver_fault: 'plug',
  firmware_outdated: 'minus',
  store_offline: 'stale',
  agent_offline: 'stale',
  agent_locked: 'lock',
  cannot_record: 'crit',
  outbox_damaged: 'crit',
  outbox_filling: 'warn',
  outbox_waiting: 'due',
  record_refused: 'sx',
  clock_off: 'due',
  disk_low: 'warn',
  agent_trouble: 'warn',
  agent_outdated: 'minus',
  agreed_lane_missing: 'miss',
  agreed_lane_extra: 'med',
  agreed_protocol: 'med',
  agreed_backup: 'med',
  agreed_method: 'med',
  agreed_version: 'minus',
  agreed_silent: 'silent',
  agreed_security: 'lock',
}
export const shownCodes = Object.keys(healthGlyphs) as HealthCode[]

export function toneOf(severity: HealthSeverity): Tone {
  return severity === 'critical' ? 'crit' : severity === 'warning' ? 'warn' : 'ink-3'
}
