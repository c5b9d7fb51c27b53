import type { Timer } from '@counterfoil/services/clock'
import { noteReleases, runRollouts } from '@counterfoil/services/updates'
import { openRepositoryFolder } from '@counterfoil/updates/repository'
import type { HubParts } from './hub-parts.ts'
import { watchJob } from './watch-job.ts'

/** A store with a version that cannot pay is asked to go back soon after its thirtieth payment. */
const EVERY_MS = 10_000
const RENEW_EVERY_MS = 3_600_000

/** Keeps the signed list of versions fresh, and sees rollouts through their rings. Of several hubs one looks at a time. */
export function watchRollouts(parts: HubParts): { close(): Promise<void> } {
  const { pool, clock, newId, log, updates } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()) }
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()
  let closed = false
  let troubled = false
  let listed = ''
  let renewedMs: number | null = null

  async function look(): Promise<void> {
    if (updates != null) {
      const repository = openRepositoryFolder(updates.folder)
      const isDue = renewedMs === null || clock.monotonicMs() - renewedMs >= RENEW_EVERY_MS
      if (updates.online !== null && isDue) {
        if (repository.renew(updates.online, ctx.now())) log.info('the list of agent versions was signed anew')
        renewedMs = clock.monotonicMs()
      }
      const releases = repository.releases()
      const list = JSON.stringify(releases)
      if (list !== listed) await noteReleases(ctx, releases)
      listed = list
    }
    const verdict = await runRollouts(ctx)
    if (verdict?.step === 'stop') log.error({ why: verdict.why }, 'a rollout has stopped by itself')
    else if (verdict?.step === 'advance') log.info('a rollout goes on to its next ring')
  }

  function run(): void {
    running = watchJob(parts, 'rollouts', look)
      .then(() => {
        troubled = false
      })
      .catch((error: unknown) => {
        if (!troubled) log.warn({ err: error }, 'versions of agents could not be looked after; it is tried again')
        troubled = true
      })
      .then(() => {
        if (!closed) timer = clock.startTimer(EVERY_MS, run)
      })
  }

  run()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}
