import { claimTrials, isOutside, noteTrial, planNotices } from '@counterfoil/services/alerts'
import type { Timer } from '@counterfoil/services/clock'
import { claimNotices, type Notice, noteNotTaken, noteTaken } from '@counterfoil/services/operations'
import { createOpener } from '@counterfoil/services/vault'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import type { AlertSettings } from './alert-settings.ts'
import { channelsOf } from './alerts.ts'
import { deliverToDestination } from './deliver-to-destination.ts'

const ROUND_MS = 2_000
const MOST_AT_ONCE = 40

type Parts = Pick<HubParts, 'pool' | 'newId' | 'clock' | 'random' | 'log' | 'metrics' | 'keys'>

/**
 * Every 2 s: what has to be told by now, to whom; then tells the destinations that people named, and sends the trials they asked for.
 * On whichever hub comes first; what was not taken is in the database, so a restart loses none.
 */
export function tellDestinations(parts: Parts, settings: AlertSettings): { close(): Promise<void> } {
  const { pool, newId, clock, random, log, metrics, keys } = parts
  const ctx = { pool, newId, actor: { kind: 'system', name: 'hub' }, now: () => new Date(clock.nowMs()) } as const
  const delivery = {
    pool,
    clock,
    opener: createOpener(keys.map(({ vault }) => vault.privateKey)),
    email: settings.email ?? null,
    mayReach: settings.mayReach ?? isOutside,
  }
  const channels = channelsOf(settings)
  const ending = new AbortController()
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()

  /** In the order they came. Where one was not taken the next is not tried now: a dead address must not keep the round. */
  async function tell(id: string, notices: readonly Notice[]): Promise<void> {
    let trouble: string | null = null
    for (const notice of notices) {
      if (ending.signal.aborted) return
      trouble ??= await deliverToDestination(delivery, id, { notice }, ending.signal)
      metrics.notices.inc({ outcome: trouble === null ? 'taken' : 'failed' })
      if (trouble === null) await noteTaken(ctx, notice)
      else await noteNotTaken(ctx, notice, trouble, random())
    }
    if (trouble !== null) log.warn({ destination: id, why: trouble }, 'an alert was not taken; it is sent again')
  }

  async function round(): Promise<void> {
    await planNotices(pool, ctx.now(), channels)
    const notices = await claimNotices(ctx, 'destinations', MOST_AT_ONCE)
    const trials = await claimTrials(ctx)
    await Promise.all([
      ...[...Map.groupBy(notices, ({ channel }) => channel)].map(([id, some]) => tell(id, some)),
      ...trials.map(async (trial) =>
        noteTrial(ctx, trial, await deliverToDestination(delivery, trial.id, { trial }, ending.signal)),
      ),
    ])
  }

  function run(): void {
    running = watchJob(parts, 'alert_destinations', round)
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
