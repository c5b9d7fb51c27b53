import type { Timer } from '@counterfoil/services/clock'
import { makeBundles, openLogWait } from '@counterfoil/services/funds/bundle'
import { createOpener } from '@counterfoil/services/vault'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'

const EVERY_MS = 5_000
const RETRY_MS = 60_000
/** The log signs within seconds; a bundle without its proof says so. */
const MOST_WAIT_MS = 60_000

/** Makes evidence packages and proof bundles of money that are asked for or due, whichever hub comes first; what makes them is loaded with the first one. */
export function makeEvidence(parts: Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'evidence' | 'keys'>): {
  close(): Promise<void>
} {
  const { pool, clock, newId, log, evidence, keys } = parts
  if (evidence === null) {
    log.info('EVIDENCE_DIR is not set: no evidence packages are made here')
    return { close: async () => {} }
  }
  const folder = evidence
  const opener = createOpener(keys.map(({ vault }) => vault.privateKey))
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  let timer: Timer | null = null
  let closed = false
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<number> {
    if (!(await isAnything())) return EVERY_MS
    // Fonts and paper are of no use to a hub that makes none.
    const { makePackages } = await import('@counterfoil/services/evidence-package')
    const made = await makePackages(ctx, folder)
    if (made > 0) log.info({ packages: made }, 'evidence packages were made')
    const bundles = await makeBundles(ctx, { opener, folder, openLogWait: () => openLogWait(clock, MOST_WAIT_MS) })
    if (bundles > 0) log.info({ bundles }, 'proof bundles of money were made')
    return EVERY_MS
  }

  async function isAnything(): Promise<boolean> {
    const { rows } = await pool.query<{ any: boolean }>(
      `select exists (select from evidence_schedule)
         or exists (select from evidence_package where made_at is null and failed_at is null)
         or exists (select from funds_bundle where made_at is null and failed_at is null) as any`,
    )
    return rows[0]?.any === true
  }

  function run(): void {
    running = watchJob(parts, 'evidence', round)
      .catch((error: unknown) => {
        log.warn({ err: error }, 'evidence packages could not be made; it is tried again')
        return RETRY_MS
      })
      .then((waitMs) => {
        if (!closed) timer = clock.startTimer(waitMs, run)
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
