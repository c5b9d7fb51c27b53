import type { Timer } from '@counterfoil/services/clock'
import { claimPulls, type Look, noteLook, type Pull, type PullKind } from '@counterfoil/services/funds/pulls'
import { createOpener } from '@counterfoil/services/vault'
import type { HubParts } from '../../hub-parts.ts'
import { watchJob } from '../../watch-job.ts'
import { connectors } from './connectors/index.ts'
import { lookAtConnector } from './connectors/look-at-connector.ts'
import { lookAtPull } from './look-at-pull.ts'

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'log' | 'metrics' | 'keys'>

const ROUND_MS = 2_000
/** A server that is slower than this is tried again at its next time. */
const LONGEST_LOOK_MS = 600_000
/** Longer than a look may take: what a hub that died has begun is another's then. */
const HELD_MS = 900_000

/** Of a test: the addresses of what stands in for providers. */
export type StandIns = Readonly<Partial<Record<PullKind, string>>>

/**
 * Fetches the files of banks, acquirers and providers, each place in its own rhythm. What was seen and what was fetched is in the
 * database: of several hubs one goes, and any goes on after another.
 */
export function pullFiles(parts: Parts, standIns: StandIns = {}): { close(): Promise<void> } {
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
      const own = { ...ctx, actor: { kind: 'system', name: pull.kind } } as const
      const seen = await lookAt(own, pull, AbortSignal.any([ending.signal, slow.signal]))
      // Ended by us: it is no trouble of the server's, and the next hub goes at once.
      if (ending.signal.aborted) return await noteLook(own, pull, { hostKey: null, trouble: pull.trouble, nextLookInMs: 0 })
      await noteLook(own, pull, seen)
      if (seen.trouble !== null && seen.trouble !== pull.trouble)
        log.warn({ pull: pull.name, host: pull.host, why: seen.trouble }, 'files of a server could not be fetched, or not all')
    } finally {
      deadline.cancel()
    }
  }

  function lookAt(own: Parameters<typeof lookAtPull>[0], pull: Pull, signal: AbortSignal): Promise<Look> {
    if (pull.kind === 'sftp') return lookAtPull(own, opener, pull, signal)
    const connector = connectors[pull.kind]
    if (connector === undefined) throw new Error(`this hub fetches nothing of ${pull.kind}`)
    return lookAtConnector(own, connector, pull, { opener, clock, signal, ending: ending.signal, instead: standIns[pull.kind] })
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
