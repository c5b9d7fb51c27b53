import type { Timer } from '@counterfoil/services/clock'
import { claimPulls, noteLook, type Pull } from '@counterfoil/services/funds/pulls'
import { createOpener } from '@counterfoil/services/vault'
import type { HubParts } from '../../hub-parts.ts'
import { watchJob } from '../../watch-job.ts'
import { lookAtPull } from './look-at-pull.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'keys'>

const ROUND_MS = 2_000
/** A server that is slower than this is tried again at its next time. */
const LONGEST_LOOK_MS = 600_000
/** Longer than a look may take: what a hub that died has begun is another's then. */
const HELD_MS = 900_000

/**
 * Fetches the files of banks and acquirers by SFTP, each folder in its own rhythm. What was seen and what was fetched is in the
 * database: of several hubs one goes, and any goes on after another.
 */
export function pullFiles(parts: Parts): { close(): Promise<void> } {
  const { pool, clock, newId, log, keys } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'sftp' } } as const
  const opener = createOpener(keys.map(({ vault }) => vault.privateKey))
  const ending = new AbortController()
  const underWay = new Set<Promise<void>>()
  let timer: Timer | null = null
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<void> {
    for (const pull of await claimPulls(ctx, HELD_MS)) {
      // One that stalls holds up no other.
      const looked = look(pull)
        .catch((error: unknown) => log.warn({ err: error, pull: pull.name }, 'files could not be fetched; it is tried again'))
        .finally(() => underWay.delete(looked))
      underWay.add(looked)
    }
  }

  async function look(pull: Pull): Promise<void> {
    const slow = new AbortController()
    const deadline = clock.startTimer(LONGEST_LOOK_MS, () => slow.abort())
    try {
      const seen = await lookAtPull(ctx, opener, pull, AbortSignal.any([ending.signal, slow.signal]))
      // Ended by us: it is no trouble of the server's, and the next hub goes at once.
      if (ending.signal.aborted) return await noteLook(ctx, pull, { hostKey: null, trouble: pull.trouble, nextLookInMs: 0 })
      await noteLook(ctx, pull, seen)
      if (seen.trouble !== null && seen.trouble !== pull.trouble)
        log.warn({ pull: pull.name, host: pull.host, why: seen.trouble }, 'files of a server could not be fetched, or not all')
    } finally {
      deadline.cancel()
    }
  }

  function run(): void {
    running = watchJob(parts, 'funds_pulls', round)
      .catch((error: unknown) => log.debug({ err: error }, 'folders to fetch from could not be looked up'))
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
      await Promise.all(underWay)
    },
  }
}
