import { chainPath, readWishes, resolveThreshold } from '@counterfoil/services/alerts'
import {
  alertKey,
  CALM,
  type Judged,
  judge,
  judgeOff,
  type NoticeChannel,
  type Reading,
  readOpenAlerts,
  recordVerdicts,
} from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import type { AlertSettings } from './alert-settings.ts'

/** Whom the environment names, by the kinds of their notices. */
export function channelsOf({ webhook, email, chats = [] }: AlertSettings): NoticeChannel[] {
  return [
    ...(webhook === null ? [] : ['webhook' as const]),
    ...(email && email.to.length > 0 ? ['email' as const] : []),
    ...chats.map(({ kind }) => kind),
  ]
}

/** Judges readings by the rules, each as people set it where its store is; what is open is what the database says, so that several hubs raise and end each alert once. */
export function createAlertJudge(
  { pool, clock, newId, log }: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log'>,
  settings: AlertSettings,
): (readings: readonly Reading[]) => Promise<void> {
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  const channels = channelsOf(settings)
  let judged = new Map<string, Judged>()

  return async (readings) => {
    const open = await readOpenAlerts(ctx)
    const wishes = await readWishes(async (sql, ...values) => (await pool.query(sql, [...values])).rows)
    const verdicts = readings.flatMap((reading) => {
      const base = settings.thresholds.get(reading.rule)
      const threshold = resolveThreshold(reading.rule, reading.store ?? chainPath, wishes, base)
      if (threshold === null) return []
      const key = alertKey(reading)
      if (threshold === 'off') return [judgeOff(open.has(key), reading)]
      const known = judged.get(key) ?? CALM
      // Raised or ended elsewhere meanwhile: what was counted towards the other side counts no more.
      const before = known.open === open.has(key) ? known : { open: open.has(key), turningSinceMs: null }
      return [judge(before, reading, threshold, clock.monotonicMs())]
    })
    const { raised, ended } = await recordVerdicts(ctx, verdicts, channels)
    // Only now: what could not be written is judged again.
    judged = new Map(verdicts.map(({ reading, now }) => [alertKey(reading), now]))
    if (raised > 0)
      log.warn({ alerts: verdicts.flatMap(({ reading, change }) => (change === 'raise' ? [reading] : [])) }, 'alerts were raised')
    if (ended > 0) log.info({ alerts: ended }, 'alerts have ended')
  }
}
