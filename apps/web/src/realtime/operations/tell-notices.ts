import type { Timer } from '@counterfoil/services/clock'
import { claimNotices, type Notice, type NoticeChannel, noteNotTaken, noteTaken } from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

const ROUND_MS = 2_000
const MOST_AT_ONCE = 20

type Parts = Pick<HubParts, 'pool' | 'newId' | 'clock' | 'random' | 'log' | 'metrics'>

/** Null when it was taken; else a word for why not. */
export type Deliver = (notice: Notice, signal: AbortSignal) => Promise<string | null>

/** Tells one channel of alerts, on whichever hub comes first; what was not taken is in the database, so a restart loses none. */
export function tellNotices(parts: Parts, channel: NoticeChannel, deliver: Deliver): { close(): Promise<void> } {
  const { pool, newId, clock, random, log, metrics } = parts
  const ctx = { pool, newId, actor: { kind: 'system', name: 'hub' }, now: () => new Date(clock.nowMs()) } as const
  const ending = new AbortController()
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<void> {
    for (const notice of await claimNotices(ctx, channel, MOST_AT_ONCE)) {
      if (ending.signal.aborted) return
      const trouble = await deliver(notice, ending.signal)
      metrics.notices.inc({ outcome: trouble === null ? 'taken' : 'failed' })
      if (trouble === null) await noteTaken(ctx, notice)
      else await noteNotTaken(ctx, notice, trouble, random())
      if (trouble !== null) log.warn({ channel, rule: notice.rule, why: trouble }, 'an alert was not taken; it is sent again')
    }
  }

  function run(): void {
    running = watchJob(parts, 'alert_notices', round)
      .catch((error: unknown) => log.debug({ err: error }, 'what has to be told could not be looked up'))
      .finally(() => {
        if (!ending.signal.aborted) timer = clock.startTimer(ROUND_MS, run)
      })
  }

  run()
  return {
    async close() {
      ending.abort()
      timer?.cancel()
      await running
    },
  }
}
