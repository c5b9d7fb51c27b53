import type { Timer } from '@counterfoil/services/clock'
import { claimNotices, noteNotTaken, noteTaken } from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import type { WebhookSettings } from './alert-settings.ts'
import { sendWebhook } from './send-webhook.ts'
import { signNotice } from './webhook-request.ts'

const ROUND_MS = 2_000
const MOST_AT_ONCE = 20

type Parts = Pick<HubParts, 'pool' | 'clock' | 'random' | 'log' | 'metrics'>

/** Tells the webhook of alerts, on whichever hub comes first; what was not taken is in the database, so a restart loses none. */
export function tellWebhook(parts: Parts, settings: WebhookSettings): { close(): Promise<void> } {
  const { pool, clock, random, log, metrics } = parts
  const ctx = { pool, now: () => new Date(clock.nowMs()) }
  const ending = new AbortController()
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<void> {
    for (const notice of await claimNotices(ctx, 'webhook', MOST_AT_ONCE)) {
      if (ending.signal.aborted) return
      const request = signNotice(notice, settings.secret, clock.nowMs())
      const trouble = await sendWebhook({ clock, signal: ending.signal }, settings, request)
      metrics.notices.inc({ outcome: trouble === null ? 'taken' : 'failed' })
      if (trouble === null) await noteTaken(ctx, notice)
      else await noteNotTaken(ctx, notice, trouble, random())
      if (trouble !== null) log.warn({ rule: notice.rule, why: trouble }, 'the webhook did not take an alert; it is sent again')
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
