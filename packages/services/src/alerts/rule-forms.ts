import { z } from 'zod'
import { type AlertRule, ownThresholds } from '../operations/alert-rules.ts'

/** In what a rule's figures are counted. */
export type AlertUnit = 'seconds' | 'share' | 'count'

interface RuleForm {
  readonly unit: AlertUnit
  /** Whether parts of the chain may have figures of their own; the others are about the product itself. */
  readonly ofStores: boolean
}

const seconds = { unit: 'seconds', ofStores: false } as const
const share = { unit: 'share', ofStores: false } as const
const count = { unit: 'count', ofStores: false } as const

export const ruleForms: Readonly<Record<AlertRule, RuleForm>> = {
  commit_latency: seconds,
  ingest_backlog: count,
  log_lag: seconds,
  checkpoint_age: seconds,
  witness_loss: share,
  log_loss: count,
  disk_free: share,
  disk_forecast: seconds,
  certificate: seconds,
  backup_age: seconds,
  backup_log: seconds,
  replica_lag: seconds,
  replica_away: count,
  job_failures: count,
  pull_failures: count,
  store_offline: { ...count, ofStores: true },
  device_unwell: { ...count, ofStores: true },
  inspection_overdue: { ...count, ofStores: true },
  inspection_suspicious: { ...count, ofStores: true },
}

const MOST: Readonly<Record<AlertUnit, number>> = { seconds: 31_536_000, share: 1, count: 1_000_000_000 }
const HELD_SECONDS = z.int().min(0).max(86_400)

/** What somebody says of a rule at one place: all of it, so that nobody has to guess what comes from where. */
export const RuleFigures = z.strictObject({
  isOn: z.boolean(),
  severity: z.enum(['warning', 'critical']),
  raiseAt: z.number().min(0).max(1_000_000_000),
  endAt: z.number().min(0).max(1_000_000_000),
  raiseAfterSeconds: HELD_SECONDS,
  endAfterSeconds: HELD_SECONDS,
})
export type RuleFigures = z.infer<typeof RuleFigures>

export type FigureFault = 'out_of_range' | 'not_apart' | 'not_whole'

/** A word for what is wrong with the figures, null when they make sense: in their unit’s range, and apart in the right direction. */
export function findFigureFault(rule: AlertRule, { raiseAt, endAt }: RuleFigures): FigureFault | null {
  const { unit } = ruleForms[rule]
  if ([raiseAt, endAt].some((figure) => figure < 0 || figure > MOST[unit])) return 'out_of_range'
  if (unit === 'count' && ![raiseAt, endAt].every(Number.isInteger)) return 'not_whole'
  const isApart = ownThresholds[rule].bad === 'above' ? endAt < raiseAt : endAt > raiseAt
  return isApart ? null : 'not_apart'
}
