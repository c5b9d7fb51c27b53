export const alertRules = [
  'commit_latency',
  'ingest_backlog',
  'log_lag',
  'checkpoint_age',
  'witness_loss',
  'log_loss',
  'disk_free',
  'disk_forecast',
  'certificate',
  'backup_age',
  'backup_log',
  'replica_lag',
  'replica_away',
  'job_failures',
  'pull_failures',
  'store_offline',
  'device_unwell',
  'inspection_overdue',
  'inspection_suspicious',
] as const
export type AlertRule = (typeof alertRules)[number]

export type Severity = 'warning' | 'critical'

export interface Threshold {
  /** Which way is bad. */
  readonly bad: 'above' | 'below'
  /** Raised at this value or beyond it … */
  readonly raiseAt: number
  /** … and ended at this one or on its good side: in between nothing changes. */
  readonly endAt: number
  readonly raiseAfterSeconds: number
  readonly endAfterSeconds: number
  readonly severity: Severity
  /** Told by every hub of itself, or of the whole chain by the one that keeps the log. */
  readonly of: 'hub' | 'chain'
}

const DAY_S = 86_400
const warning = { severity: 'warning' } as const
const critical = { severity: 'critical' } as const
const soon = { raiseAfterSeconds: 60, endAfterSeconds: 60 } as const
const later = { raiseAfterSeconds: 300, endAfterSeconds: 300 } as const
const atOnce = { raiseAfterSeconds: 0, endAfterSeconds: 60 } as const

/** The program's own; `ALERT_THRESHOLDS` changes two figures of each, or leaves a rule out. Seconds, events, shares and counts. */
export const ownThresholds: Readonly<Record<AlertRule, Threshold>> = {
  commit_latency: { bad: 'above', raiseAt: 0.25, endAt: 0.1, ...later, ...warning, of: 'hub' },
  ingest_backlog: { bad: 'above', raiseAt: 10_000, endAt: 2_000, ...soon, ...warning, of: 'hub' },
  log_lag: { bad: 'above', raiseAt: 10, endAt: 2, ...soon, ...critical, of: 'chain' },
  checkpoint_age: { bad: 'above', raiseAt: 180, endAt: 90, ...soon, ...critical, of: 'chain' },
  witness_loss: { bad: 'below', raiseAt: 0.5, endAt: 0.75, ...later, ...warning, of: 'chain' },
  log_loss: { bad: 'above', raiseAt: 1, endAt: 0, raiseAfterSeconds: 0, endAfterSeconds: 0, ...critical, of: 'chain' },
  disk_free: { bad: 'below', raiseAt: 0.1, endAt: 0.15, ...soon, ...critical, of: 'hub' },
  disk_forecast: { bad: 'below', raiseAt: 3 * DAY_S, endAt: 5 * DAY_S, ...later, ...warning, of: 'hub' },
  certificate: { bad: 'below', raiseAt: 14 * DAY_S, endAt: 21 * DAY_S, ...atOnce, ...warning, of: 'chain' },
  backup_age: { bad: 'above', raiseAt: 26 * 3_600, endAt: 25 * 3_600, ...soon, ...critical, of: 'hub' },
  // The log is copied every ten seconds, and while a base backup is made, too: what was committed since is on one disk alone.
  backup_log: { bad: 'above', raiseAt: 15 * 60, endAt: 5 * 60, ...soon, ...critical, of: 'hub' },
  replica_lag: { bad: 'above', raiseAt: 30, endAt: 10, ...soon, ...warning, of: 'hub' },
  replica_away: { bad: 'above', raiseAt: 1, endAt: 0, ...soon, ...warning, of: 'hub' },
  pull_failures: { bad: 'above', raiseAt: 3, endAt: 0, raiseAfterSeconds: 0, endAfterSeconds: 0, ...warning, of: 'chain' },
  // Found within 30 s; a line that is made anew a moment later is no outage.
  store_offline: { bad: 'above', raiseAt: 1, endAt: 0, raiseAfterSeconds: 15, endAfterSeconds: 60, ...critical, of: 'chain' },
  device_unwell: { bad: 'above', raiseAt: 1, endAt: 0, ...soon, ...warning, of: 'chain' },
  inspection_overdue: { bad: 'above', raiseAt: 1, endAt: 0, ...soon, ...warning, of: 'chain' },
  inspection_suspicious: {
    bad: 'above',
    raiseAt: 1,
    endAt: 0,
    raiseAfterSeconds: 0,
    endAfterSeconds: 0,
    ...critical,
    of: 'chain',
  },
  job_failures: { bad: 'above', raiseAt: 3, endAt: 0, raiseAfterSeconds: 0, endAfterSeconds: 0, ...warning, of: 'hub' },
}

/** `disk_free=0.2/0.25,backup_age=off`: raise and end of some rules, or none of them. Throws one sentence that names what is wrong. */
export function parseThresholds(text: string): ReadonlyMap<AlertRule, Threshold> {
  const thresholds = new Map(alertRules.map((rule) => [rule, ownThresholds[rule]]))
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const [, name = '', what = ''] = /^(\w+)=(off|[\d.]+\/[\d.]+)$/.exec(part) ?? []
    const rule = alertRules.find((each) => each === name)
    if (rule === undefined)
      throw new Error(
        `"${part}" must be a rule and two numbers, like disk_free=0.2/0.25, or a rule and off; rules: ${alertRules.join(', ')}`,
      )
    if (what === 'off') {
      thresholds.delete(rule)
      continue
    }
    const [raiseAt, endAt] = what.split('/').map(Number) as [number, number]
    const own = ownThresholds[rule]
    const isApart = own.bad === 'above' ? endAt <= raiseAt : endAt >= raiseAt
    if (!Number.isFinite(raiseAt) || !Number.isFinite(endAt) || !isApart)
      throw new Error(`"${part}": ${rule} ends ${own.bad === 'above' ? 'at or below' : 'at or above'} the figure that raises it`)
    thresholds.set(rule, { ...own, raiseAt, endAt })
  }
  return thresholds
}
