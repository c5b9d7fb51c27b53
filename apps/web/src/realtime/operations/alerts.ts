import {
  alertKey,
  CALM,
  type Judged,
  judge,
  type NoticeChannel,
  type Reading,
  readOpenAlerts,
  recordVerdicts,
} from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import type { AlertSettings } from './alert-settings.ts'

/** Judges readings by the rules; what is open is what the database says, so that several hubs raise and end each alert once. */
export function createAlertJudge(
  { pool, clock, newId, log }: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log'>,
  { thresholds, webhook, email, chats = [] }: AlertSettings,
): (readings: readonly Reading[]) => Promise<void> {
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  const channels: NoticeChannel[] = [
    ...(webhook === null ? [] : ['webhook' as const]),
    ...(email ? ['email' as const] : []),
    ...chats.map(({ kind }) => kind),
  ]
  let judged = new Map<string, Judged>()

  return async (readings) => {
    const open = await readOpenAlerts(ctx)
    const verdicts = readings.flatMap((reading) => {
      const threshold = thresholds.get(reading.rule)
      if (threshold === undefined) return []
      const key = alertKey(reading)
      const known = judged.get(key) ?? CALM
      // Raised or ended elsewhere meanwhile: what was counted towards the other side counts no more.
      const before = known.open === open.has(key) ? known : { open: open.has(key), turningSinceMs: null }
      return [judge(before, reading, threshold, clock.monotonicMs())]
    })
    const { raised, ended } = await recordVerdicts(ctx, verdicts, thresholds, channels)
    // Only now: what could not be written is judged again.
    judged = new Map(verdicts.map(({ reading, now }) => [alertKey(reading), now]))
    if (raised > 0)
      log.warn({ alerts: verdicts.flatMap(({ reading, change }) => (change === 'raise' ? [reading] : [])) }, 'alerts were raised')
    if (ended > 0) log.info({ alerts: ended }, 'alerts have ended')
  }
}
