import type { Ingest } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'

export interface Health {
  readonly status: 'ok' | 'unavailable'
  readonly database: 'up' | 'away'
  readonly agents: number
  readonly browsers: number
  /** Whether other hubs hear of this one's commits at once: `alone` without REDIS_URL. Never a reason to be unavailable. */
  readonly otherHubs: 'alone' | 'up' | 'away'
  readonly waitingEvents: number
  /** In plain words; empty while all is well. */
  readonly problems: readonly string[]
}

const ANSWER_MS = 2_000

/** What `/healthz` tells: whether batches can be acknowledged now, and if not, why. */
export async function checkHealth(
  parts: Pick<HubParts, 'pool' | 'clock'>,
  ingest: Ingest,
  counts: Pick<Health, 'agents' | 'browsers' | 'otherHubs'>,
): Promise<Health> {
  const problems: string[] = []
  const { connected, trouble, waitingEvents } = ingest.status
  if (!connected) problems.push(`The hub's writing connection to PostgreSQL is away (${trouble}); it is tried again by itself.`)
  const asked = await askDatabase(parts)
  if (asked !== null) problems.push(`PostgreSQL does not answer (${asked}); agents keep their events until it does.`)
  return {
    status: problems.length === 0 ? 'ok' : 'unavailable',
    database: problems.length === 0 ? 'up' : 'away',
    ...counts,
    waitingEvents,
    problems,
  }
}

function askDatabase({ pool, clock }: Pick<HubParts, 'pool' | 'clock'>): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = clock.startTimer(ANSWER_MS, () => resolve(`no answer within ${ANSWER_MS / 1_000} s`))
    pool.query('select 1').then(
      () => {
        timer.cancel()
        resolve(null)
      },
      (error: unknown) => {
        timer.cancel()
        resolve(error instanceof Error ? error.message || error.name : String(error))
      },
    )
  })
}
